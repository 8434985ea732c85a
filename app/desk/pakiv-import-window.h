/* Import of an outside file from the window: choose what it is and the file, see progress, read the result. */
#pragma once

#include "pakiv-workplace.h"

#include <adwaita.h>

G_BEGIN_DECLS

#define PAKIV_TYPE_IMPORT_WINDOW (pakiv_import_window_get_type ())
G_DECLARE_FINAL_TYPE (PakivImportWindow, pakiv_import_window, PAKIV, IMPORT_WINDOW, AdwWindow)

/* Emits "imported" after records came in. */
GtkWidget *pakiv_import_window_new (GtkWindow *parent, PakivWorkplace *workplace);

G_END_DECLS
