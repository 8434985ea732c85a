/* Shared by the parts of the import window: pakiv-import-window.c runs imports,
 * pakiv-import-window-files.c keeps the list of files, pakiv-import-window-result.c says what came
 * of it. */
#pragma once

#include "pakiv-import-window.h"
#include "pakiv-log.h"

G_BEGIN_DECLS

struct _PakivImportWindow
{
  AdwWindow parent_instance;

  GtkButton *cancel_button;
  GtkButton *start_button;
  GtkWidget *add_button;
  AdwPreferencesGroup *source_group;
  AdwComboRow *source_row;
  AdwActionRow *target_row;
  AdwPreferencesGroup *files_group;
  AdwActionRow *no_files_row;
  GtkWidget *progress_group;
  GtkLabel *progress_label;
  GtkProgressBar *progress_bar;
  AdwPreferencesGroup *result_group;

  PakivWorkplace *workplace;
  GPtrArray *names;          /* char*: a map's name for each source offered */
  GPtrArray *files;          /* char*: paths, in the order they were added */
  GPtrArray *file_rows;      /* GtkWidget, one for each file */
  GPtrArray *result_rows;    /* GtkWidget */
  GCancellable *cancellable; /* set while an import runs */
  gboolean closing;          /* closes as soon as the import has ended */
};

/* What can be pressed, and what is seen, at the moment. */
void pakiv_import_window_update (PakivImportWindow *self);

/* (transfer floating): a row whose words come from outside and are no markup. @subtitle may be
 * NULL. */
GtkWidget *pakiv_import_window_make_row (const char *title, const char *subtitle);

void pakiv_import_window_clear_result (PakivImportWindow *self);
void pakiv_import_window_show_result (PakivImportWindow *self, const PakivImportResult *result);
void pakiv_import_window_show_failure (PakivImportWindow *self, const GError *error);

G_END_DECLS
