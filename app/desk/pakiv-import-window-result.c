#include "pakiv-import-window-private.h"

#include "pakiv-compat.h"
#include "pakiv-rejects.h"

#include <glib/gi18n.h>

void
pakiv_import_window_clear_result (PakivImportWindow *self)
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
  GtkWidget *row = pakiv_import_window_make_row (title, subtitle);

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

void
pakiv_import_window_show_result (PakivImportWindow *self, const PakivImportResult *result)
{
  pakiv_import_window_clear_result (self);
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

void
pakiv_import_window_show_failure (PakivImportWindow *self, const GError *error)
{
  pakiv_import_window_clear_result (self);
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
