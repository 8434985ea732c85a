/* Import of an outside file from the window: choose what it is and the file, see progress, read the
 * result. */
#pragma once

#include "pakiv-workplace.h"

#include <adwaita.h>

G_BEGIN_DECLS

#define PAKIV_TYPE_IMPORT_WINDOW (pakiv_import_window_get_type ())
G_DECLARE_FINAL_TYPE (PakivImportWindow, pakiv_import_window, PAKIV, IMPORT_WINDOW, AdwWindow)

/* Emits "imported" after records came in. */
GtkWidget *pakiv_import_window_new (GtkWindow *parent, PakivWorkplace *workplace);

/* What the buttons of the window do. @name is a map's name as pakiv_import_map_load takes it; FALSE
 * where this member's logs take no such file. */
gboolean pakiv_import_window_choose_source (PakivImportWindow *self, const char *name);
void pakiv_import_window_add_file (PakivImportWindow *self, GFile *file);
void pakiv_import_window_start (PakivImportWindow *self);
void pakiv_import_window_cancel (PakivImportWindow *self);

gboolean pakiv_import_window_is_running (PakivImportWindow *self);

/* (transfer full): what the window says of the last import, line by line, as it stands on the
 * screen. */
char *pakiv_import_window_get_result (PakivImportWindow *self);

G_END_DECLS
