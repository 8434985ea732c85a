#include "pakiv-cube-specs.h"

#include <string.h>

static gboolean
add_file (GPtrArray *specs, PakivDefinitions *definitions, const char *path, GError **error)
{
  g_autoptr (PakivXml) xml = pakiv_xml_load (path, error);

  if (xml == NULL)
    return FALSE;
  for (guint i = 0; strcmp (xml->name, "report") == 0 && i < xml->children->len; i++)
    {
      const PakivXml *child = xml->children->pdata[i];
      PakivCubeSpec *spec;

      if (strcmp (child->name, "cube") != 0)
        continue;
      if ((spec = pakiv_cube_spec_new_from_xml (child, definitions, error)) == NULL)
        return FALSE;
      g_ptr_array_add (specs, spec);
    }
  return TRUE;
}

GPtrArray *
pakiv_cube_specs_load (PakivDefinitions *definitions, GError **error)
{
  g_autoptr (GPtrArray) specs
      = g_ptr_array_new_with_free_func ((GDestroyNotify)pakiv_cube_spec_free);
  g_autofree char *folder
      = g_build_filename (pakiv_definitions_get_folder (definitions), "reports", NULL);
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
  const char *name;

  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *path = g_build_filename (folder, name, NULL);

      if (g_str_has_suffix (name, ".xml") && !add_file (specs, definitions, path, error))
        return NULL;
    }
  return g_steal_pointer (&specs);
}
