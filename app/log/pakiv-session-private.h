/* An unlocked member, inside this folder. */
#pragma once

#include "pakiv-desk-private.h"
#include "pakiv-tracer.h"

G_BEGIN_DECLS

struct _PakivSession
{
  PakivDesk *desk;
  const PakivMember *member; /* as at unlocking; valid as long as the desk */
  PakivSecret *secret_key;   /* the member's X25519 secret key, in guarded memory */
  PakivPurpose *purpose;
};

/* (transfer full): @secret_key is taken over. */
PakivSession *
pakiv_session_new (PakivDesk *desk, const PakivMember *member, PakivSecret *secret_key);

/* The member's keys as desk.json has them now; NULL where somebody took the entry out. */
const PakivMemberKeys *pakiv_session_get_keys (PakivSession *session);

/* (transfer full): the key as the member was given it; PASSPHRASE where they were not. */
PakivSecret *pakiv_session_get_key (PakivSession *session, PakivKeyId id, GError **error);

/* (transfer full): a change by this member. A log on its way to another key arrives first, else the
 * keys that are given would be the old ones. */
PakivDeskChange *pakiv_session_begin_change (PakivSession *session, GError **error);

/* NOT_A_LOG, and nothing changed, where the -wal file beside @log is of an older day than the log.
 * Before anything opens the log to write in it. @key: of the log, 32 bytes. */
gboolean
pakiv_session_check_wal (PakivSession *session, PakivLogId log, const guint8 *key, GError **error);

/* Adds to desk.json what a desk of an older format lacks, this member's signing key and the trace
 * key, and puts the signing key right where it is not this member's.
 * A desk that can't be written stays as it is. */
void pakiv_session_complete_desk (PakivSession *session);

/* (transfer full): the secret of a trace key of before, @public_key (32 bytes), from the newest
 * secret; the newest itself for the newest. NULL where nobody ever had it. */
PakivSecret *
pakiv_desk_get_past_trace_secret (PakivDesk *desk, const guint8 *newest, const guint8 *public_key);

G_END_DECLS
