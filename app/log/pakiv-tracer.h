/* Who writes into a log's trace: one member, for one log, with that member's signing key and the
 * key that only the data-protection officer opens. A session gives one to each log that it opens.
 *
 * An entry is a line of one length, so that not even its length tells what it says:
 *
 *   body   = Ed25519 signature of the member ‖ the entry as JSON, filled up with spaces (512 bytes)
 *   sealed = key id (8) ‖ crypto_box_seal (body) to the desk's trace key
 *   hash   = BLAKE2b-256 (hash of the entry before ‖ number, 8 bytes big-endian ‖ sealed)
 *   signature = Ed25519 of the log's own key over hash
 *
 * The first entry follows a hash of the station's id and the log's name, so no chain fits another
 * desk or log. The member signs the number and the hash before along with the entry: a line can be
 * neither moved nor copied, and nobody who holds the log's key can write in another's name or take
 * an entry out without every later entry telling. */
#pragma once

#include "pakiv-clock.h"
#include "pakiv-log-error.h"
#include "pakiv-role.h"
#include "pakiv-secret.h"

G_BEGIN_DECLS

typedef struct _PakivTracer PakivTracer;
typedef struct _PakivDesk PakivDesk;

/* What a member works for, chosen at unlock and changeable: shared by the session and the tracers
 * of its logs. From any thread. */
typedef struct _PakivPurpose PakivPurpose;

PakivPurpose *pakiv_purpose_new (void);
PakivPurpose *pakiv_purpose_ref (PakivPurpose *purpose);
void pakiv_purpose_unref (PakivPurpose *purpose);
/* A code of data/codelists/purpose.xml, or NULL: not stated. */
void pakiv_purpose_set (PakivPurpose *purpose, const char *code);
const char *pakiv_purpose_get (PakivPurpose *purpose); /* (transfer none): lives for ever */

typedef struct
{
  const char *station_id;
  PakivLogId log;
  const char *member;
  PakivRole role;
  const guint8 *member_secret; /* 64 bytes, Ed25519; copied */
  const guint8 *trace_key;     /* 32 bytes, X25519 public; NULL: a key whose secret nobody keeps */
  PakivDesk *desk;             /* asked for its newest trace key at each entry; or NULL */
  PakivPurpose *purpose;       /* NULL: not stated */
  PakivClock *clock;           /* the machine's own, whatever day the log works on */
  const char *path;            /* the plain file, "…/police.trace"; NULL: none */
} PakivTracerParts;

PakivTracer *pakiv_tracer_new (const PakivTracerParts *parts);
PakivTracer *pakiv_tracer_ref (PakivTracer *tracer);
void pakiv_tracer_unref (PakivTracer *tracer); /* wipes the key */

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PakivPurpose, pakiv_purpose_unref)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (PakivTracer, pakiv_tracer_unref)

G_END_DECLS
