#include "pakiv-import-window-private.h"

#include "pakiv-compat.h"
#include "pakiv-import-run.h"
#include "pakiv-import-sources.h"

#include <glib/gi18n.h>

enum
{
  IMPORTED,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (PakivImportWindow, pakiv_import_window, ADW_TYPE_WINDOW)

void
pakiv_import_window_update (PakivImportWindow *self)
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
on_import_ended_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (PakivImportWindow) self = data;
  PakivImportResult numbers;
  g_autoptr (GError) error = NULL;
  gboolean done = pakiv_import_run_finish (result, &numbers, &error);

  g_clear_object (&self->cancellable);
  pakiv_import_window_update (self);
  if (done)
    pakiv_import_window_show_result (self, &numbers);
  else
    pakiv_import_window_show_failure (self, error);
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
  pakiv_import_window_clear_result (self);
  map = load_map (self, &error);
  if (map == NULL)
    {
      pakiv_import_window_show_failure (self, error);
      return;
    }
  for (guint i = 0; i < self->files->len; i++)
    g_strv_builder_add (files, g_ptr_array_index (self->files, i));
  paths = g_strv_builder_end (files);
  self->cancellable = g_cancellable_new ();
  gtk_progress_bar_set_fraction (self->progress_bar, 0);
  gtk_label_set_text (self->progress_label, _ ("Reading…"));
  pakiv_import_window_update (self);
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
  pakiv_import_window_update (self);
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
  g_autoptr (GtkListItemFactory) lines = NULL;

  self->names = g_ptr_array_new_with_free_func (g_free);
  self->files = g_ptr_array_new_with_free_func (g_free);
  self->file_rows = g_ptr_array_new ();
  self->result_rows = g_ptr_array_new ();
  gtk_widget_init_template (GTK_WIDGET (self));
  lines = pakiv_import_sources_new_factory ();
  adw_combo_row_set_list_factory (self->source_row, lines);
}

GtkWidget *
pakiv_import_window_new (GtkWindow *parent, PakivWorkplace *workplace)
{
  PakivImportWindow *self;
  g_autoptr (GtkStringList) labels = NULL;

  g_return_val_if_fail (PAKIV_IS_WORKPLACE (workplace), NULL);

  self = g_object_new (PAKIV_TYPE_IMPORT_WINDOW, "transient-for", parent, NULL);
  self->workplace = g_object_ref (workplace);
  labels = pakiv_import_sources_list (workplace, self->names);
  adw_combo_row_set_model (self->source_row, G_LIST_MODEL (labels));
  on_source_selected_cb (self);
  pakiv_import_window_update (self);
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
