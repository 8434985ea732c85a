#include "pakiv-definitions.h"

#include "pakiv-error.h"

#include <glib/gi18n.h>
#include <string.h>

struct _PakivDefinitions
{
  char *folder;
  GHashTable *codelists; /* id → PakivCodelist */
  GPtrArray *kinds;      /* PakivKind */
};

static void
clear (gpointer data)
{
  PakivDefinitions *definitions = data;

  g_free (definitions->folder);
  g_ptr_array_unref (definitions->kinds);
  g_hash_table_unref (definitions->codelists);
}

PakivDefinitions *
pakiv_definitions_ref (PakivDefinitions *definitions)
{
  return g_atomic_rc_box_acquire (definitions);
}

void
pakiv_definitions_unref (PakivDefinitions *definitions)
{
  if (definitions != NULL)
    g_atomic_rc_box_release_full (definitions, clear);
}

static gboolean
load_kind (PakivDefinitions *definitions, const char *path, GError **error)
{
  g_autoptr (PakivXml) xml = pakiv_xml_load (path, error);
  PakivKind *kind;

  if (xml == NULL || (kind = pakiv_kind_new_from_xml (xml, definitions->codelists, error)) == NULL)
    return FALSE;
  if (pakiv_definitions_find_kind (definitions, kind->id) != NULL)
    {
      pakiv_xml_fail (xml, error, _ ("The kind “%s” is defined twice."), kind->id);
      pakiv_kind_free (kind);
      return FALSE;
    }
  g_ptr_array_add (definitions->kinds, kind);
  return TRUE;
}

static int
compare_names (gconstpointer a, gconstpointer b)
{
  return strcmp (*(const char *const *)a, *(const char *const *)b);
}

static gboolean
load_kinds (PakivDefinitions *definitions, GError **error)
{
  g_autofree char *folder = g_build_filename (definitions->folder, "records", NULL);
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
  g_autoptr (GPtrArray) paths = g_ptr_array_new_with_free_func (g_free);
  const char *name;

  if (dir == NULL)
    {
      g_set_error (error, PAKIV_ERROR, PAKIV_ERROR_NOT_FOUND,
                   _ ("What Pakiv records is described in files in the folder “%s”, and that "
                      "folder can’t be read. Install Pakiv again."),
                   folder);
      return FALSE;
    }
  while ((name = g_dir_read_name (dir)) != NULL)
    if (g_str_has_suffix (name, ".xml"))
      g_ptr_array_add (paths, g_build_filename (folder, name, NULL));
  g_ptr_array_sort (paths, compare_names);
  for (guint i = 0; i < paths->len; i++)
    if (!load_kind (definitions, paths->pdata[i], error))
      return FALSE;
  if (paths->len == 0)
    {
      g_set_error (error, PAKIV_ERROR, PAKIV_ERROR_NOT_FOUND,
                   _ ("There are no record definitions in “%s”."), folder);
      return FALSE;
    }
  return TRUE;
}

PakivDefinitions *
pakiv_definitions_load (const char *folder, const char *overrides, GError **error)
{
  g_autoptr (PakivDefinitions) definitions = g_atomic_rc_box_new0 (PakivDefinitions);
  g_autofree char *lists = g_build_filename (folder, "codelists", NULL);

  definitions->folder = g_strdup (folder);
  definitions->codelists = pakiv_codelists_new ();
  definitions->kinds = g_ptr_array_new_with_free_func ((GDestroyNotify)pakiv_kind_free);
  if (!pakiv_codelists_load (definitions->codelists, lists, error))
    return NULL;
  if (overrides != NULL)
    {
      g_autofree char *own = g_build_filename (overrides, "codelists", NULL);

      if (!pakiv_codelists_override (definitions->codelists, own, error))
        return NULL;
    }
  if (!load_kinds (definitions, error))
    return NULL;
  return g_steal_pointer (&definitions);
}

GPtrArray *
pakiv_definitions_get_kinds (PakivDefinitions *definitions)
{
  return definitions->kinds;
}

const PakivKind *
pakiv_definitions_find_kind (PakivDefinitions *definitions, const char *id)
{
  for (guint i = 0; i < definitions->kinds->len; i++)
    {
      const PakivKind *kind = definitions->kinds->pdata[i];

      if (g_strcmp0 (kind->id, id) == 0)
        return kind;
    }
  return NULL;
}

const PakivCodelist *
pakiv_definitions_find_codelist (PakivDefinitions *definitions, const char *id)
{
  g_return_val_if_fail (definitions != NULL && id != NULL, NULL);

  return g_hash_table_lookup (definitions->codelists, id);
}

const char *
pakiv_definitions_get_folder (PakivDefinitions *definitions)
{
  return definitions->folder;
}
