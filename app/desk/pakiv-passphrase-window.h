/* A member changes their own passphrase. */
#pragma once

#include "pakiv-workplace.h"

#include <adwaita.h>

G_BEGIN_DECLS

#define PAKIV_TYPE_PASSPHRASE_WINDOW (pakiv_passphrase_window_get_type ())
G_DECLARE_FINAL_TYPE (
    PakivPassphraseWindow, pakiv_passphrase_window, PAKIV, PASSPHRASE_WINDOW, AdwWindow)

/* Emits "changed" before it closes. */
GtkWidget *pakiv_passphrase_window_new (GtkWindow *parent, PakivWorkplace *workplace);

G_END_DECLS
