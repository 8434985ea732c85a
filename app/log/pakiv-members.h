/* Members after the desk was made: who comes, who goes, who holds which key.
 *
 * Whoever gives a key holds it. An officer or a supervisor is added by police (by a supervisor,
 * where the desk has one), a mediator by a mediator, a data-protection officer by one, or by anyone
 * while there is none. Every call re-reads desk.json under the desk's lock before it writes, so
 * that two programs on one desk do not lose each other's change.
 *
 * All of them block, some for seconds (Argon2id, re-keying): call them in a thread. */
#pragma once

#include "pakiv-desk.h"
#include "pakiv-key-id.h"

G_BEGIN_DECLS

gboolean pakiv_member_is_suspended (const PakivMember *member);

/* Whether the member was given this key. A member who was just added, or came back by a recovery
 * sheet, may lack one that their role may hold. */
gboolean pakiv_desk_member_holds (PakivDesk *desk, const char *name, PakivKeyId key);

/* REFUSED where the session may not; the sentence says who may. The same call decides in all of the
 * below; for a window that shows only what can be done. */
gboolean pakiv_session_may_add (PakivSession *session, PakivRole role, GError **error);
gboolean pakiv_session_may_suspend (PakivSession *session, const char *name, GError **error);

/* The new member gets every key that the role may hold and the session holds. */
gboolean pakiv_session_add_member (PakivSession *session,
                                   const char *name,
                                   PakivRole role,
                                   const char *passphrase,
                                   GError **error);

/* Suspends for good: the member unlocks nothing any more, and every log they held gets a new key,
 * so that the old one opens nothing. Every PakivLog of those logs must be closed, this program's
 * own too, else BUSY. No one suspends themselves, so a holder is always left. Killed in the middle,
 * the next opening goes on where this stopped. @clock: its day is written down.
 *
 * Backups of before keep the old keys, sealed to this member too: who has such a backup and knows
 * their passphrase still opens it. Make new backups and destroy the older ones, those elsewhere
 * too. */
gboolean pakiv_session_suspend_member (PakivSession *session,
                                       const char *name,
                                       PakivClock *clock,
                                       GError **error);

/* Between officer and supervisor only, which hold the same keys. */
gboolean pakiv_session_set_member_role (PakivSession *session,
                                        const char *name,
                                        PakivRole role,
                                        GError **error);

/* The session's own member. PASSPHRASE where @old is wrong. */
gboolean pakiv_session_change_passphrase (PakivSession *session,
                                          const char *old,
                                          const char *new_passphrase,
                                          GError **error);

/* Gives a member the keys that the session holds, the member's role may hold and the member lacks.
 * REFUSED where there is none. */
gboolean pakiv_session_grant (PakivSession *session, const char *name, GError **error);

G_END_DECLS
