/* Giving logs a new key, so that who had the old one can open them no more.
 *
 * Two files change, the log and desk.json, and a crash may come between them. So the log's copy
 * with the new key stands whole on the disk as NAME.log.rekey first; then desk.json says the new
 * keys ("next") beside the old; then the copy is moved over the log; then desk.json says the new
 * keys alone. Whoever opens the log after a crash finishes: where "next" is written down and opens
 * the log, that is all; where the old key still does, all is done once more with another key, for
 * whoever may write the folder could have written a key of theirs there; without "next" the copy is
 * thrown away. */
#pragma once

#include "pakiv-session-private.h"

G_BEGIN_DECLS

/* New keys for @logs, sealed to the members of @change who hold the log and are not suspended, and
 * to its recovery key; @change is kept. The session holds all of them, and nothing has them open.
 */
gboolean pakiv_rekey_run (PakivSession *session,
                          PakivDeskChange *change,
                          const gboolean logs[PAKIV_N_LOGS],
                          GError **error);

/* Finishes what was interrupted on @log, which the session holds. */
gboolean pakiv_rekey_settle (PakivSession *session, PakivLogId log, GError **error);

/* (transfer full): the desk's lock, shared, with desk.json read anew and nothing unfinished about
 * @log: what opening it needs. */
PakivDeskLock *pakiv_session_lock_for_log (PakivSession *session, PakivLogId log, GError **error);

/* For tests: called before each step that leaves something on the disk. */
extern void (*pakiv_rekey_step) (const char *step);

G_END_DECLS
