/* Who works now, and their passphrase. Unlocking takes about a second by design, so it is done
 * aside. */
#pragma once

#include "pakiv-workplace.h"

#include <adwaita.h>

G_BEGIN_DECLS

#define PAKIV_TYPE_UNLOCK_PAGE (pakiv_unlock_page_get_type ())
G_DECLARE_FINAL_TYPE (PakivUnlockPage, pakiv_unlock_page, PAKIV, UNLOCK_PAGE, AdwBin)

/* Emits "unlocked" (PakivWorkplace), "touched" when something is typed, and "lost" where somebody
 * lost their passphrase. @hint: a line below, as
 * a demonstration's passphrases; or NULL. */
GtkWidget *pakiv_unlock_page_new (PakivDesk *desk, PakivClock *clock, const char *hint);

/* The member at @position of the desk's members; nothing changes where there is none. */
void pakiv_unlock_page_choose (PakivUnlockPage *self, guint position);
void pakiv_unlock_page_choose_name (PakivUnlockPage *self, const char *name);

/* Empties the passphrase and puts the focus where one goes on. */
void pakiv_unlock_page_reset (PakivUnlockPage *self);

G_END_DECLS
