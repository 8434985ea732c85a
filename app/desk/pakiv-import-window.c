#include "pakiv-import-window.h"

#include "pakiv-compat.h"
#include "pakiv-import-run.h"
#include "pakiv-rejects.h"

#include <glib/gi18n.h>
#include <string.h>

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

enum
{
  IMPORTED,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (PakivImportWindow, pakiv_import_window, ADW_TYPE_WINDOW)

static void
update_buttons (PakivImportWindow *self)
{
  gboolean running = self->cancellable != NULL;

  gtk_widget_set_visible (GTK_WIDGET (self->cancel_button), running);
  gtk_widget_set_sensitive (GTK_WIDGET (self->cancel_button),
                            running && !g_cancellable_is_cancelled (self->cancellable));
  gtk_widget_set_sensitive (GTK_WIDGET (self->start_button),
                            !running && self->files->len > 0 && self->names->len > 0);
  gtk_widget_set_sensitive (GTK_WIDGET (self->source_group), !running);
  gtk_widget_set_sensitive (GTK_WIDGET (self->files_group), !running);
  gtk_widget_set_visible (GTK_WIDGET (self->no_files_row), self->files->len == 0);
  gtk_widget_set_visible (self->progress_group, running);
}

/* The sources: each map of the definitions' import folder, then Pakiv's own files, of kinds that
 * this member keeps. A map that can't be read is left out here; pakivctl names its mistake. */
/* The sources: each map of the definitions' import folder, then Pakiv's own files, of kinds that
 * this member keeps. A map that can't be read is left out here; pakivctl names its mistake. */
static char *
name_source (PakivImportMap *map, const char *name)
{
  const PakivKind *kind = pakiv_import_map_get_kind (map);

  if (g_strcmp0 (name, kind->id) != 0)
    return g_strdup (pakiv_import_map_get_label (map));
  /* Translators: %s is what is recorded, as "Contacts". */
  return g_strdup_printf (_ ("%s, as Pakiv writes them"), pakiv_kind_get_plural (kind));
}

static void
offer_source (PakivImportWindow *self, GtkStringList *labels, const char *name)
{
  g_autoptr (PakivImportMap) map
      = pakiv_import_map_load (pakiv_workplace_get_definitions (self->workplace), name, NULL);

  if (map == NULL
      || pakiv_workplace_get_log_for_kind (self->workplace, pakiv_import_map_get_kind (map))
             == NULL)
    return;
  gtk_string_list_take (labels, name_source (map, name));
  g_ptr_array_add (self->names, g_strdup (name));
}

static int
compare_names (gconstpointer a, gconstpointer b)
{
  return g_strcmp0 (*(const char *const *)a, *(const char *const *)b);
}

static GPtrArray *
list_maps (const char *folder)
{
  g_autofree char *path = g_build_filename (folder, "import", NULL);
  g_autoptr (GDir) dir = g_dir_open (path, 0, NULL);
  GPtrArray *names = g_ptr_array_new_with_free_func (g_free);
  const char *file;

  while (dir != NULL && (file = g_dir_read_name (dir)) != NULL)
    if (g_str_has_suffix (file, ".xml"))
      g_ptr_array_add (names, g_strndup (file, strlen (file) - strlen (".xml")));
  g_ptr_array_sort (names, compare_names);
  return names;
}

static void
offer_sources (PakivImportWindow *self)
{
  PakivDefinitions *definitions = pakiv_workplace_get_definitions (self->workplace);
  GPtrArray *kinds = pakiv_definitions_get_kinds (definitions);
  g_autoptr (GPtrArray) maps = list_maps (pakiv_definitions_get_folder (definitions));
  g_autoptr (GtkStringList) labels = gtk_string_list_new (NULL);

  for (guint i = 0; i < kinds->len; i++)
    offer_source (self, labels, ((PakivKind *)g_ptr_array_index (kinds, i))->id);
  for (guint i = 0; i < maps->len; i++)
    offer_source (self, labels, maps->pdata[i]);
  adw_combo_row_set_model (self->source_row, G_LIST_MODEL (labels));
}

static void
on_source_selected_cb (PakivImportWindow *self)
{
  guint selected = adw_combo_row_get_selected (self->source_row);
  g_autoptr (PakivImportMap) map = NULL;
  const PakivKind *kind;
  g_autofree char *text = NULL;

  if (self->workplace == NULL || selected >= self->names->len)
    return;
  map = pakiv_import_map_load (pakiv_workplace_get_definitions (self->workplace),
                               g_ptr_array_index (self->names, selected), NULL);
  if (map == NULL)
    return;
  kind = pakiv_import_map_get_kind (map);
  /* Translators: the first is a log ("Police log"), the second what is recorded ("Contacts"). */
  text = g_strdup_printf (_ ("%s, %s"),
                          pakiv_log_id_get_label (pakiv_log_get_id (
                              pakiv_workplace_get_log_for_kind (self->workplace, kind))),
                          pakiv_kind_get_plural (kind));
  adw_action_row_set_subtitle (self->target_row, text);
}

/* Files */
static void
on_remove_clicked_cb (GtkButton *button, PakivImportWindow *self)
{
  GtkWidget *row = gtk_widget_get_ancestor (GTK_WIDGET (button), ADW_TYPE_ACTION_ROW);
  guint i;

  if (!g_ptr_array_find (self->file_rows, row, &i))
    return;
  adw_preferences_group_remove (self->files_group, row);
  g_ptr_array_remove_index (self->file_rows, i);
  g_ptr_array_remove_index (self->files, i);
  update_buttons (self);
  gtk_widget_grab_focus (self->add_button);
}

/* What comes from outside is no markup. The title is set last: "use-markup" reaches the labels only
 * when the row has been made. */
static GtkWidget *
make_plain_row (const char *title, const char *subtitle)
{
  GtkWidget *row = adw_action_row_new ();

  gtk_list_box_row_set_selectable (GTK_LIST_BOX_ROW (row), FALSE);
  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (row), FALSE);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), title);
  if (subtitle != NULL)
    adw_action_row_set_subtitle (ADW_ACTION_ROW (row), subtitle);
  return row;
}

static GtkWidget *
make_file_row (PakivImportWindow *self, const char *path)
{
  g_autofree char *name = g_path_get_basename (path);
  g_autofree char *shown = g_filename_display_name (name);
  g_autofree char *folder = g_path_get_dirname (path);
  g_autofree char *where = g_filename_display_name (folder);
  GtkWidget *remove = gtk_button_new_from_icon_name ("edit-delete-symbolic");
  GtkWidget *row = make_plain_row (shown, where);
  /* Translators: %s is the name of a file. */
  g_autofree char *label = g_strdup_printf (_ ("Leave out %s"), shown);

  gtk_widget_set_valign (remove, GTK_ALIGN_CENTER);
  gtk_widget_add_css_class (remove, "flat");
  gtk_widget_set_tooltip_text (remove, _ ("Leave out"));
  gtk_accessible_update_property (GTK_ACCESSIBLE (remove), GTK_ACCESSIBLE_PROPERTY_LABEL, label,
                                  -1);
  g_signal_connect_object (remove, "clicked", G_CALLBACK (on_remove_clicked_cb), self, 0);
  adw_action_row_add_suffix (ADW_ACTION_ROW (row), remove);
  return row;
}

void
pakiv_import_window_add_file (PakivImportWindow *self, GFile *file)
{
  g_autofree char *path = NULL;
  GtkWidget *row;

  g_return_if_fail (PAKIV_IS_IMPORT_WINDOW (self));
  g_return_if_fail (G_IS_FILE (file));

  path = g_file_get_path (file);
  if (path == NULL)
    {
      pakiv_compat_tell (GTK_WINDOW (self), _ ("This file can’t be read here"),
                         _ ("Copy the file to this computer first."));
      return;
    }
  if (g_ptr_array_find_with_equal_func (self->files, path, g_str_equal, NULL))
    return;
  row = make_file_row (self, path);
  adw_preferences_group_add (self->files_group, row);
  g_ptr_array_add (self->file_rows, row);
  g_ptr_array_add (self->files, g_steal_pointer (&path));
  update_buttons (self);
}

static void
on_file_chosen_cb (GFile *file, gpointer data)
{
  g_autoptr (PakivImportWindow) self = PAKIV_IMPORT_WINDOW (data);

  if (file != NULL && self->workplace != NULL && self->cancellable == NULL)
    {
      pakiv_import_window_add_file (self, file);
      gtk_widget_grab_focus (GTK_WIDGET (self->start_button));
    }
}

static void
on_add_clicked_cb (PakivImportWindow *self)
{
  pakiv_compat_open_file (GTK_WINDOW (self), _ ("Choose a File"), _ ("Table files (CSV)"), "*.csv",
                          on_file_chosen_cb, g_object_ref (self));
}

/* The result */
static void
clear_result (PakivImportWindow *self)
{
  for (guint i = 0; i < self->result_rows->len; i++)
    adw_preferences_group_remove (self->result_group, g_ptr_array_index (self->result_rows, i));
  g_ptr_array_set_size (self->result_rows, 0);
  adw_preferences_group_set_description (self->result_group, NULL);
  gtk_widget_set_visible (GTK_WIDGET (self->result_group), FALSE);
}

static GtkWidget *
add_result (PakivImportWindow *self, const char *title, const char *subtitle)
{
  GtkWidget *row = make_plain_row (title, subtitle);

  adw_preferences_group_add (self->result_group, row);
  g_ptr_array_add (self->result_rows, row);
  return row;
}

static void
add_number (PakivImportWindow *self, const char *title, const char *subtitle, guint64 number)
{
  g_autofree char *text = g_strdup_printf ("%'" G_GUINT64_FORMAT, number);
  g_autofree char *label = g_strdup_printf ("%s: %s", title, text);
  GtkWidget *row = add_result (self, title, subtitle);
  GtkWidget *figure = gtk_label_new (text);

  gtk_widget_add_css_class (figure, "numeric");
  g_object_set_data_full (G_OBJECT (row), "figure", g_strdup (text), g_free);
  adw_action_row_add_suffix (ADW_ACTION_ROW (row), figure);
  gtk_accessible_update_property (GTK_ACCESSIBLE (row), GTK_ACCESSIBLE_PROPERTY_LABEL, label, -1);
}

static void
add_rejects_files (PakivImportWindow *self)
{
  for (guint i = 0; i < self->files->len; i++)
    {
      g_autofree char *path = pakiv_rejects_find (g_ptr_array_index (self->files, i));
      g_autofree char *shown = path != NULL ? g_filename_display_name (path) : NULL;

      if (path != NULL)
        add_result (self, _ ("Rejected rows, each with its line and the reason"), shown);
    }
}

static void
show_result (PakivImportWindow *self, const PakivImportResult *result)
{
  clear_result (self);
  add_number (self, _ ("Rows read"), NULL, result->read);
  add_number (self, _ ("Added"), _ ("New records in the log"), result->added);
  add_number (self, _ ("Already there"), _ ("Imported before: left as they are"), result->already);
  add_number (self, _ ("Rejected"), _ ("Rows that can’t be taken"), result->rejected);
  if (result->rejected > 0)
    add_rejects_files (self);
  gtk_widget_set_visible (GTK_WIDGET (self->result_group), TRUE);
  gtk_widget_grab_focus (g_ptr_array_index (self->result_rows, 0));
  pakiv_compat_announce (GTK_WIDGET (self), _ ("The import is done."));
}

static void
on_progress (GObject *source, double fraction, const char *text)
{
  PakivImportWindow *self = PAKIV_IMPORT_WINDOW (source);

  if (self->cancellable == NULL || g_cancellable_is_cancelled (self->cancellable))
    return;
  gtk_progress_bar_set_fraction (self->progress_bar, fraction);
  gtk_label_set_text (self->progress_label, text);
}

static void
show_failure (PakivImportWindow *self, const GError *error)
{
  clear_result (self);
  if (g_error_matches (error, PAKIV_LOG_ERROR, PAKIV_LOG_ERROR_CANCELLED)
      || g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    adw_preferences_group_set_description (
        self->result_group, _ ("Cancelled. Nothing was imported: the log is as it was before."));
  else
    {
      adw_preferences_group_set_description (
          self->result_group, _ ("Nothing was imported: the log is as it was before."));
      add_result (self, error->message, NULL);
    }
  gtk_widget_set_visible (GTK_WIDGET (self->result_group), TRUE);
  pakiv_compat_announce (GTK_WIDGET (self), error->message);
}

static void
on_import_ended_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (PakivImportWindow) self = data;
  PakivImportResult numbers;
  g_autoptr (GError) error = NULL;
  gboolean done = pakiv_import_run_finish (result, &numbers, &error);

  g_clear_object (&self->cancellable);
  update_buttons (self);
  if (done)
    show_result (self, &numbers);
  else
    show_failure (self, error);
  if (done && numbers.added > 0)
    g_signal_emit (self, signals[IMPORTED], 0);
  if (self->closing)
    gtk_window_destroy (GTK_WINDOW (self));
}

static PakivImportMap *
load_map (PakivImportWindow *self, GError **error)
{
  guint selected = adw_combo_row_get_selected (self->source_row);

  g_return_val_if_fail (selected < self->names->len, NULL);
  return pakiv_import_map_load (pakiv_workplace_get_definitions (self->workplace),
                                g_ptr_array_index (self->names, selected), error);
}

void
pakiv_import_window_start (PakivImportWindow *self)
{
  PakivImportMap *map;
  PakivLog *log;
  g_autoptr (GStrvBuilder) files = g_strv_builder_new ();
  g_auto (GStrv) paths = NULL;
  g_autoptr (GError) error = NULL;

  g_return_if_fail (PAKIV_IS_IMPORT_WINDOW (self));

  if (self->cancellable != NULL || self->files->len == 0 || self->names->len == 0)
    return;
  clear_result (self);
  map = load_map (self, &error);
  if (map == NULL)
    {
      show_failure (self, error);
      return;
    }
  for (guint i = 0; i < self->files->len; i++)
    g_strv_builder_add (files, g_ptr_array_index (self->files, i));
  paths = g_strv_builder_end (files);
  self->cancellable = g_cancellable_new ();
  gtk_progress_bar_set_fraction (self->progress_bar, 0);
  gtk_label_set_text (self->progress_label, _ ("Reading…"));
  update_buttons (self);
  log = pakiv_workplace_get_log_for_kind (self->workplace, pakiv_import_map_get_kind (map));
  pakiv_import_run_start (G_OBJECT (self), log, map, (const char *const *)paths, on_progress,
                          self->cancellable, on_import_ended_cb);
}

void
pakiv_import_window_cancel (PakivImportWindow *self)
{
  g_return_if_fail (PAKIV_IS_IMPORT_WINDOW (self));

  if (self->cancellable == NULL)
    return;
  g_cancellable_cancel (self->cancellable);
  gtk_label_set_text (self->progress_label, _ ("Putting the log back as it was…"));
  update_buttons (self);
}

static void
on_start_clicked_cb (PakivImportWindow *self)
{
  pakiv_import_window_start (self);
}

static void
on_cancel_clicked_cb (PakivImportWindow *self)
{
  pakiv_import_window_cancel (self);
}

static gboolean
pakiv_import_window_close_request (GtkWindow *window)
{
  PakivImportWindow *self = PAKIV_IMPORT_WINDOW (window);

  if (self->cancellable != NULL)
    {
      self->closing = TRUE;
      pakiv_import_window_cancel (self);
      return TRUE;
    }
  return GTK_WINDOW_CLASS (pakiv_import_window_parent_class)->close_request (window);
}

static void
pakiv_import_window_dispose (GObject *object)
{
  PakivImportWindow *self = PAKIV_IMPORT_WINDOW (object);

  if (self->cancellable != NULL)
    g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->workplace);
  G_OBJECT_CLASS (pakiv_import_window_parent_class)->dispose (object);
}

static void
pakiv_import_window_finalize (GObject *object)
{
  PakivImportWindow *self = PAKIV_IMPORT_WINDOW (object);

  g_clear_object (&self->cancellable);
  g_ptr_array_unref (self->names);
  g_ptr_array_unref (self->files);
  g_ptr_array_unref (self->file_rows);
  g_ptr_array_unref (self->result_rows);
  G_OBJECT_CLASS (pakiv_import_window_parent_class)->finalize (object);
}

static void
pakiv_import_window_class_init (PakivImportWindowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = pakiv_import_window_dispose;
  G_OBJECT_CLASS (klass)->finalize = pakiv_import_window_finalize;
  GTK_WINDOW_CLASS (klass)->close_request = pakiv_import_window_close_request;
  signals[IMPORTED] = g_signal_new ("imported", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0,
                                    NULL, NULL, NULL, G_TYPE_NONE, 0);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/org/pakiv/Pakiv/pakiv-import-window.ui");
  gtk_widget_class_bind_template_child (widget_class, PakivImportWindow, cancel_button);
  gtk_widget_class_bind_template_child (widget_class, PakivImportWindow, start_button);
  gtk_widget_class_bind_template_child (widget_class, PakivImportWindow, add_button);
  gtk_widget_class_bind_template_child (widget_class, PakivImportWindow, source_group);
  gtk_widget_class_bind_template_child (widget_class, PakivImportWindow, source_row);
  gtk_widget_class_bind_template_child (widget_class, PakivImportWindow, target_row);
  gtk_widget_class_bind_template_child (widget_class, PakivImportWindow, files_group);
  gtk_widget_class_bind_template_child (widget_class, PakivImportWindow, no_files_row);
  gtk_widget_class_bind_template_child (widget_class, PakivImportWindow, progress_group);
  gtk_widget_class_bind_template_child (widget_class, PakivImportWindow, progress_label);
  gtk_widget_class_bind_template_child (widget_class, PakivImportWindow, progress_bar);
  gtk_widget_class_bind_template_child (widget_class, PakivImportWindow, result_group);
  gtk_widget_class_bind_template_callback (widget_class, on_cancel_clicked_cb);
  gtk_widget_class_bind_template_callback (widget_class, on_start_clicked_cb);
  gtk_widget_class_bind_template_callback (widget_class, on_source_selected_cb);
  gtk_widget_class_bind_template_callback (widget_class, on_add_clicked_cb);
}

static void
pakiv_import_window_init (PakivImportWindow *self)
{
  self->names = g_ptr_array_new_with_free_func (g_free);
  self->files = g_ptr_array_new_with_free_func (g_free);
  self->file_rows = g_ptr_array_new ();
  self->result_rows = g_ptr_array_new ();
  gtk_widget_init_template (GTK_WIDGET (self));
}

GtkWidget *
pakiv_import_window_new (GtkWindow *parent, PakivWorkplace *workplace)
{
  PakivImportWindow *self;

  g_return_val_if_fail (PAKIV_IS_WORKPLACE (workplace), NULL);

  self = g_object_new (PAKIV_TYPE_IMPORT_WINDOW, "transient-for", parent, NULL);
  self->workplace = g_object_ref (workplace);
  offer_sources (self);
  on_source_selected_cb (self);
  update_buttons (self);
  return GTK_WIDGET (self);
}

gboolean
pakiv_import_window_choose_source (PakivImportWindow *self, const char *name)
{
  guint i;

  g_return_val_if_fail (PAKIV_IS_IMPORT_WINDOW (self), FALSE);

  if (!g_ptr_array_find_with_equal_func (self->names, name, g_str_equal, &i))
    return FALSE;
  adw_combo_row_set_selected (self->source_row, i);
  return TRUE;
}

gboolean
pakiv_import_window_is_running (PakivImportWindow *self)
{
  g_return_val_if_fail (PAKIV_IS_IMPORT_WINDOW (self), FALSE);
  return self->cancellable != NULL;
}

char *
pakiv_import_window_get_result (PakivImportWindow *self)
{
  g_autoptr (GString) text = g_string_new (NULL);
  const char *description;

  g_return_val_if_fail (PAKIV_IS_IMPORT_WINDOW (self), NULL);

  description = adw_preferences_group_get_description (self->result_group);
  if (description != NULL && *description != '\0')
    g_string_append_printf (text, "%s\n", description);
  for (guint i = 0; i < self->result_rows->len; i++)
    {
      GtkWidget *row = g_ptr_array_index (self->result_rows, i);
      const char *figure = g_object_get_data (G_OBJECT (row), "figure");
      const char *more
          = figure != NULL ? figure : adw_action_row_get_subtitle (ADW_ACTION_ROW (row));

      g_string_append (text, adw_preferences_row_get_title (ADW_PREFERENCES_ROW (row)));
      if (more != NULL && *more != '\0')
        g_string_append_printf (text, ": %s", more);
      g_string_append_c (text, '\n');
    }
  return g_string_free (g_steal_pointer (&text), FALSE);
}
