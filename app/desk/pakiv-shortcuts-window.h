/* The keyboard shortcuts, in a window that both GTK 4.8 and 4.18 show alike. */
#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

#define PAKIV_TYPE_SHORTCUTS_WINDOW (pakiv_shortcuts_window_get_type ())
G_DECLARE_FINAL_TYPE (
    PakivShortcutsWindow, pakiv_shortcuts_window, PAKIV, SHORTCUTS_WINDOW, AdwWindow)

GtkWidget *pakiv_shortcuts_window_new (GtkWindow *parent);

G_END_DECLS
