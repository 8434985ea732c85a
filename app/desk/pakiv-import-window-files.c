#include "pakiv-import-window-private.h"

#include "pakiv-compat.h"

#include <glib/gi18n.h>

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
  pakiv_import_window_update (self);
  gtk_widget_grab_focus (self->add_button);
}

/* What comes from outside is no markup. The title is set last: "use-markup" reaches the labels only
 * when the row has been made. */
GtkWidget *
pakiv_import_window_make_row (const char *title, const char *subtitle)
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
  GtkWidget *row = pakiv_import_window_make_row (shown, where);
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
  pakiv_import_window_update (self);
}
