/* From a lost passphrase: letters of a recovery sheet, or of enough shares, and a new passphrase.
 */
#pragma once

#include "pakiv-desk.h"

#include <adwaita.h>

G_BEGIN_DECLS

#define PAKIV_TYPE_LOST_WINDOW (pakiv_lost_window_get_type ())
G_DECLARE_FINAL_TYPE (PakivLostWindow, pakiv_lost_window, PAKIV, LOST_WINDOW, AdwWindow)

/* Emits "recovered" (char *: the member's name) before it closes. */
GtkWidget *pakiv_lost_window_new (GtkWindow *parent, PakivDesk *desk);

G_END_DECLS
