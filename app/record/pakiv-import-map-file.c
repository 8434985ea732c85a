/* Where an import map comes from: a file of data/import, or a kind's own CSV. */
#include "pakiv-import-map-private.h"

#include "pakiv-error.h"
#include "pakiv-record-csv.h"

#include <glib/gi18n.h>
#include <string.h>

static void
free_column (PakivImportColumn *column)
{
  g_free (column->name);
  g_clear_pointer (&column->values, g_hash_table_unref);
  g_free (column);
}

void
pakiv_import_map_free (PakivImportMap *map)
{
  if (map == NULL)
    return;
  pakiv_definitions_unref (map->definitions);
  g_free (map->name);
  g_free (map->label);
  g_clear_pointer (&map->zone, g_time_zone_unref);
  g_strfreev (map->key);
  g_ptr_array_unref (map->columns);
  g_hash_table_unref (map->constants);
  g_free (map);
}

static PakivImportMap *
new_map (PakivDefinitions *definitions, const char *name)
{
  PakivImportMap *map = g_new0 (PakivImportMap, 1);

  map->definitions = pakiv_definitions_ref (definitions);
  map->name = g_strdup (name);
  map->columns = g_ptr_array_new_with_free_func ((GDestroyNotify)free_column);
  map->constants = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  return map;
}

static PakivImportColumn *
add_column (PakivImportMap *map, const char *name, const PakivField *field)
{
  PakivImportColumn *column = g_new0 (PakivImportColumn, 1);

  column->name = g_strdup (name);
  column->field = field;
  column->identity = TRUE;
  g_ptr_array_add (map->columns, column);
  return column;
}

static PakivImportMap *
map_own_csv (PakivDefinitions *definitions, const PakivKind *kind)
{
  PakivImportMap *map = new_map (definitions, kind->id);
  PakivImportColumn *column;

  map->kind = kind;
  map->label = g_strdup (kind->plural);
  map->key = g_new0 (char *, 1);
  column = add_column (map, PAKIV_RECORD_CSV_ID, NULL);
  column->identity = FALSE;
  column->optional = TRUE; /* a file written by hand has none */
  map->id = column;
  for (guint i = 0; i < kind->fields->len; i++)
    {
      const PakivField *field = kind->fields->pdata[i];

      add_column (map, field->id, field);
    }
  return map;
}

static gboolean
read_value (PakivImportColumn *column, const PakivXml *xml, GError **error)
{
  const char *from = pakiv_xml_require (xml, "from", error), *to = pakiv_xml_get (xml, "to");

  if (from == NULL)
    return FALSE;
  /* A value without “to” is known and means nothing here: not stated. */
  if (to != NULL && pakiv_field_has_codes (column->field)
      && pakiv_codelist_find (column->field->codelist, to) == NULL)
    return pakiv_xml_fail (xml, error, _ ("The list “%s” has no code “%s”."),
                           column->field->codelist->id, to);
  if (column->values == NULL)
    column->values = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  g_hash_table_insert (column->values, g_strdup (from), g_strdup (to));
  return TRUE;
}

static gboolean
read_format (PakivImportColumn *column, const PakivXml *xml, GError **error)
{
  const char *format = pakiv_xml_get (xml, "format");

  if (format == NULL)
    column->format = PAKIV_IMPORT_PLAIN;
  else if (strcmp (format, "moment-day") == 0)
    column->format = PAKIV_IMPORT_DAY;
  else if (strcmp (format, "moment-band") == 0)
    column->format = PAKIV_IMPORT_BAND;
  else if (strcmp (format, "month/day/year") == 0)
    column->format = PAKIV_IMPORT_MONTH_DAY_YEAR;
  else
    return pakiv_xml_fail (xml, error, _ ("“%s” is not a format of an import."), format);
  return TRUE;
}

static gboolean
read_column (PakivImportMap *map, const PakivXml *xml, GError **error)
{
  const char *name = pakiv_xml_require (xml, "name", error);
  const char *id = name != NULL ? pakiv_xml_require (xml, "field", error) : NULL;
  const PakivField *field = id != NULL ? pakiv_kind_find_field (map->kind, id) : NULL;
  PakivImportColumn *column;

  if (id == NULL)
    return FALSE;
  if (field == NULL || field->type == PAKIV_FIELD_ROWS)
    return pakiv_xml_fail (xml, error, _ ("“%s” has no field “%s” that a column can fill."),
                           map->kind->id, id);
  column = add_column (map, name, field);
  if (!read_format (column, xml, error))
    return FALSE;
  for (guint i = 0; i < xml->children->len; i++)
    {
      const PakivXml *child = xml->children->pdata[i];

      if (strcmp (child->name, "value") == 0 && !read_value (column, child, error))
        return FALSE;
    }
  return TRUE;
}

static gboolean
read_drop (PakivImportMap *map, const PakivXml *xml, GError **error)
{
  const char *name = pakiv_xml_require (xml, "name", error);

  if (name == NULL)
    return FALSE;
  /* Ethnicity does not even help to tell two rows apart: nothing made of it may stand at a record.
   */
  add_column (map, name, NULL)->identity = g_strcmp0 (pakiv_xml_get (xml, "why"), "ethnicity") != 0;
  return TRUE;
}

static gboolean
read_constant (PakivImportMap *map, const PakivXml *xml, GError **error)
{
  const char *field = pakiv_xml_require (xml, "field", error);
  const char *value = field != NULL ? pakiv_xml_require (xml, "value", error) : NULL;

  if (value == NULL)
    return FALSE;
  if (pakiv_kind_find_field (map->kind, field) == NULL)
    return pakiv_xml_fail (xml, error, _ ("“%s” has no field “%s”."), map->kind->id, field);
  g_hash_table_insert (map->constants, g_strdup (field), g_strdup (value));
  return TRUE;
}

static gboolean
read_child (PakivImportMap *map, const PakivXml *xml, GError **error)
{
  if (strcmp (xml->name, "column") == 0)
    return read_column (map, xml, error);
  if (strcmp (xml->name, "drop") == 0)
    return read_drop (map, xml, error);
  if (strcmp (xml->name, "set") == 0)
    return read_constant (map, xml, error);
  return TRUE;
}

static gboolean
read_head (PakivImportMap *map, const PakivXml *xml, GError **error)
{
  const char *kind = pakiv_xml_require (xml, "kind", error);
  const char *key = pakiv_xml_get (xml, "key"), *zone = pakiv_xml_get (xml, "zone");

  if (kind == NULL)
    return FALSE;
  if (strcmp (xml->name, "import") != 0
      || (map->kind = pakiv_definitions_find_kind (map->definitions, kind)) == NULL)
    return pakiv_xml_fail (xml, error, _ ("There is no kind of record “%s”."), kind);
  if (zone != NULL && (map->zone = g_time_zone_new_identifier (zone)) == NULL)
    return pakiv_xml_fail (
        xml, error, _ ("The time zone “%s” is not known here: install the time zone data."), zone);
  map->key = g_strsplit (key != NULL ? key : "", ",", -1);
  map->label = g_strdup (pakiv_xml_child_text (xml, "label"));
  return map->label != NULL || pakiv_xml_fail (xml, error, _ ("The import needs a <label>."));
}

static gboolean
is_known (PakivImportMap *map, const char *name)
{
  for (guint i = 0; i < map->columns->len; i++)
    if (strcmp (((PakivImportColumn *)map->columns->pdata[i])->name, name) == 0)
      return TRUE;
  return FALSE;
}

/* A key of a mistyped name would make all rows one. */
static gboolean
check_key (PakivImportMap *map, const PakivXml *xml, GError **error)
{
  for (int i = 0; pakiv_import_map_has_key (map) && map->key[i] != NULL; i++)
    if (!is_known (map, map->key[i]))
      return pakiv_xml_fail (xml, error, _ ("The key “%s” is none of the import’s columns."),
                             map->key[i]);
  return TRUE;
}

static PakivImportMap *
load_file (PakivDefinitions *definitions, const char *name, const char *path, GError **error)
{
  g_autoptr (PakivXml) xml = pakiv_xml_load (path, error);
  g_autoptr (PakivImportMap) map = new_map (definitions, name);

  if (xml == NULL || !read_head (map, xml, error))
    return NULL;
  for (guint i = 0; i < xml->children->len; i++)
    if (!read_child (map, xml->children->pdata[i], error))
      return NULL;
  if (!check_key (map, xml, error))
    return NULL;
  return g_steal_pointer (&map);
}

PakivImportMap *
pakiv_import_map_load (PakivDefinitions *definitions, const char *name, GError **error)
{
  const PakivKind *kind = pakiv_definitions_find_kind (definitions, name);
  g_autofree char *file = g_strconcat (name, ".xml", NULL);
  g_autofree char *path
      = g_build_filename (pakiv_definitions_get_folder (definitions), "import", file, NULL);

  if (kind != NULL)
    return map_own_csv (definitions, kind);
  if (strchr (name, G_DIR_SEPARATOR) != NULL || !g_file_test (path, G_FILE_TEST_IS_REGULAR))
    {
      g_set_error (error, PAKIV_ERROR, PAKIV_ERROR_NOT_FOUND, _ ("There is no import called “%s”."),
                   name);
      return NULL;
    }
  return load_file (definitions, name, path, error);
}
