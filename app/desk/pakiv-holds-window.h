/* Every record that is kept beyond the day of its erasure, with why and until when. */
#pragma once

#include "pakiv-workplace.h"

#include <adwaita.h>

G_BEGIN_DECLS

#define PAKIV_TYPE_HOLDS_WINDOW (pakiv_holds_window_get_type ())
G_DECLARE_FINAL_TYPE (PakivHoldsWindow, pakiv_holds_window, PAKIV, HOLDS_WINDOW, AdwWindow)

/* Emits "changed" when one was ended. */
GtkWidget *pakiv_holds_window_new (GtkWindow *parent, PakivWorkplace *workplace);

G_END_DECLS
