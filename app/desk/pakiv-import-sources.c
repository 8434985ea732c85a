#include "pakiv-import-sources.h"

#include "pakiv-import-map.h"

#include <glib/gi18n.h>
#include <string.h>

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
offer_source (PakivWorkplace *workplace, GPtrArray *names, GtkStringList *labels, const char *name)
{
  g_autoptr (PakivImportMap) map
      = pakiv_import_map_load (pakiv_workplace_get_definitions (workplace), name, NULL);

  if (map == NULL
      || pakiv_workplace_get_log_for_kind (workplace, pakiv_import_map_get_kind (map)) == NULL)
    return;
  gtk_string_list_take (labels, name_source (map, name));
  g_ptr_array_add (names, g_strdup (name));
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

GtkStringList *
pakiv_import_sources_list (PakivWorkplace *workplace, GPtrArray *names)
{
  PakivDefinitions *definitions = pakiv_workplace_get_definitions (workplace);
  GPtrArray *kinds = pakiv_definitions_get_kinds (definitions);
  g_autoptr (GPtrArray) maps = list_maps (pakiv_definitions_get_folder (definitions));
  GtkStringList *labels = gtk_string_list_new (NULL);

  for (guint i = 0; i < kinds->len; i++)
    offer_source (workplace, names, labels, ((PakivKind *)g_ptr_array_index (kinds, i))->id);
  for (guint i = 0; i < maps->len; i++)
    offer_source (workplace, names, labels, maps->pdata[i]);
  return labels;
}

static void
on_setup_cb (GtkSignalListItemFactory *factory, GtkListItem *item)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6);
  GtkWidget *label = gtk_label_new (NULL);
  GtkWidget *mark = gtk_image_new_from_icon_name ("object-select-symbolic");

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_widget_set_hexpand (label, TRUE);
  gtk_box_append (GTK_BOX (box), label);
  gtk_box_append (GTK_BOX (box), mark);
  g_object_bind_property (item, "selected", mark, "visible", G_BINDING_SYNC_CREATE);
  gtk_list_item_set_child (item, box);
}

static void
on_bind_cb (GtkSignalListItemFactory *factory, GtkListItem *item)
{
  const char *text = gtk_string_object_get_string (gtk_list_item_get_item (item));
  GtkWidget *box = gtk_list_item_get_child (item);
  GtkWidget *line = gtk_widget_get_parent (box);

  gtk_label_set_text (GTK_LABEL (gtk_widget_get_first_child (box)), text);
  if (line != NULL)
    gtk_accessible_update_property (GTK_ACCESSIBLE (line), GTK_ACCESSIBLE_PROPERTY_LABEL, text, -1);
}

GtkListItemFactory *
pakiv_import_sources_new_factory (void)
{
  GtkListItemFactory *factory = gtk_signal_list_item_factory_new ();

  g_signal_connect (factory, "setup", G_CALLBACK (on_setup_cb), NULL);
  g_signal_connect (factory, "bind", G_CALLBACK (on_bind_cb), NULL);
  return factory;
}
