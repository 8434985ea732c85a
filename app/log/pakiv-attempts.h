/* Wrong passphrases slow down: after three for one member, the next try must wait 5 seconds, then
 * twice as long each time, to 5 minutes at most. Kept in the desk's folder (attempts.json), so that
 * starting the program again does not help, and measured by the time since the computer was
 * started, so that a clock set back or forward does not either. It slows down who sits at the desk;
 * against who takes the folder away stands Argon2id. */
#pragma once

#include "pakiv-desk.h"
#include "pakiv-secret.h"

G_BEGIN_DECLS

/* How long the member must wait before the next try, in seconds; 0: not at all. */
guint pakiv_desk_get_wait (PakivDesk *desk, const char *member);

/* (transfer full): the member's secret key. WAIT, with how long, where it is too soon; PASSPHRASE
 * where it is wrong. One try at a time at a desk, whatever the number of programs; nobody learns
 * that it was wrong before that is written down. */
PakivSecret *
pakiv_attempts_unlock (PakivDesk *desk, const char *member, const char *passphrase, GError **error);

/* After a member got a new passphrase by other ways. */
void pakiv_attempts_forget (PakivDesk *desk, const char *member);

G_END_DECLS
