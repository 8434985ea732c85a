/* What the files of PakivTrace share, and what a session lends them. */
#pragma once

#include "pakiv-desk-private.h"
#include "pakiv-key-id.h"
#include "pakiv-trace-chain.h"
#include "pakiv-trace.h"

G_BEGIN_DECLS

/* A key that entries are sealed to, and its secret half. */
typedef struct
{
  guint8 id[PAKIV_TRACE_KEY_ID];
  guint8 public_key[crypto_box_PUBLICKEYBYTES];
  PakivSecret *secret;
} PakivTraceKey;

/* (transfer full): GArray of PakivTraceKey, the newest first, those of before where this officer
 * has them. PASSPHRASE where the session's member is no data-protection officer. */
GArray *pakiv_session_get_trace_keys (PakivSession *session, GError **error);

/* (transfer full): the member's Ed25519 secret key. */
PakivSecret *pakiv_session_get_signing_secret (PakivSession *session);

/* REFUSED where @log would not take @file's trace key. Nothing is changed. The desk's lock is held.
 */
gboolean pakiv_session_check_trace_key (PakivSession *session,
                                        const PakivDeskFile *file,
                                        PakivLogId log,
                                        GError **error);

/* (transfer full): the log's own Ed25519 secret key, from the log. The desk's lock is held. */
PakivSecret *pakiv_session_load_log_signing (PakivSession *session, PakivLogId log, GError **error);

/* Gives @log a tracer of this member. */
gboolean pakiv_session_trace_log (PakivSession *session, PakivLog *log, GError **error);

/* Enters in each log that the session may open what was done with the keys or the role of member
 * @name. The desk's lock must be free. */
void pakiv_session_trace_member (PakivSession *session, const char *name, const char *detail);

/* The same in the log alone that @id is the key of; that of the trace is none of a log. @name may
 * be NULL. */
void pakiv_session_trace_key (PakivSession *session,
                              PakivKeyId id,
                              const char *name,
                              const char *detail);

struct _PakivTrace
{
  PakivSession *session;
  PakivLogId log;
  GPtrArray *entries;  /* PakivTraceEntry */
  GStringChunk *chunk; /* their texts */
  GPtrArray *warnings; /* char *, ended by NULL */
  char *last_reading;  /* or NULL */
  PakivTraceCheck check;
};

/* Notes in DESK/LOG.seen what this officer did with the trace as it is now. */
gboolean pakiv_trace_note_reading (PakivTrace *trace, const char *what, GError **error);

G_END_DECLS
