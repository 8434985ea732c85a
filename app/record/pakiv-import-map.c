#include "pakiv-import-map.h"

#include "pakiv-day.h"
#include "pakiv-error.h"
#include "pakiv-record-csv.h"

#include <glib/gi18n.h>
#include <stdio.h>
#include <string.h>

typedef enum
{
  FORMAT_PLAIN,          /* as Pakiv's own CSV writes it, or through <value> */
  FORMAT_DAY,            /* a moment, ISO 8601 with its offset → the local day */
  FORMAT_BAND,           /* the same → morning, afternoon or night */
  FORMAT_MONTH_DAY_YEAR, /* 12/31/2019 */
} Format;

typedef struct
{
  char *name;
  const PakivField *field; /* NULL: the column is left out */
  Format format;
  GHashTable *values; /* from → to, or NULL */
  gboolean identity;  /* part of what makes the row itself again */
  gboolean optional;  /* a file need not have it */
  int position;       /* in the file now read; -1: it has none */
} Column;

struct _PakivImportMap
{
  PakivDefinitions *definitions;
  char *name;
  char *label;
  const PakivKind *kind;
  GTimeZone *zone;
  char **key;            /* names of the key columns; empty: none */
  GPtrArray *columns;    /* Column */
  const Column *id;      /* the id column of Pakiv's own CSV, or NULL */
  int width;             /* columns of the file now read */
  GHashTable *constants; /* field id → value */
};

static void
free_column (Column *column)
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

static Column *
add_column (PakivImportMap *map, const char *name, const PakivField *field)
{
  Column *column = g_new0 (Column, 1);

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
  Column *column;

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
read_value (Column *column, const PakivXml *xml, GError **error)
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
read_format (Column *column, const PakivXml *xml, GError **error)
{
  const char *format = pakiv_xml_get (xml, "format");

  if (format == NULL)
    column->format = FORMAT_PLAIN;
  else if (strcmp (format, "moment-day") == 0)
    column->format = FORMAT_DAY;
  else if (strcmp (format, "moment-band") == 0)
    column->format = FORMAT_BAND;
  else if (strcmp (format, "month/day/year") == 0)
    column->format = FORMAT_MONTH_DAY_YEAR;
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
  Column *column;

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
    if (strcmp (((Column *)map->columns->pdata[i])->name, name) == 0)
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

const char *
pakiv_import_map_get_name (PakivImportMap *map)
{
  return map->name;
}

const PakivKind *
pakiv_import_map_get_kind (PakivImportMap *map)
{
  return map->kind;
}

const char *
pakiv_import_map_get_label (PakivImportMap *map)
{
  return _ (map->label);
}

gboolean
pakiv_import_map_has_key (PakivImportMap *map)
{
  return map->key[0] != NULL && *map->key[0] != '\0';
}

static int
find_name (const char *const *header, const char *name)
{
  for (int i = 0; header[i] != NULL; i++)
    if (strcmp (header[i], name) == 0)
      return i;
  return -1;
}

gboolean
pakiv_import_map_set_header (PakivImportMap *map,
                             const char *const *header,
                             const char *file,
                             GError **error)
{
  map->width = (int)g_strv_length ((char **)header);
  for (int i = 0; header[i] != NULL; i++)
    if (!is_known (map, header[i]))
      {
        g_set_error (error, PAKIV_ERROR, PAKIV_ERROR_FORMAT,
                     _ ("%s, line 1: the column “%s” is not one that the import “%s” knows. "
                        "Nothing was taken."),
                     file, header[i], map->name);
        return FALSE;
      }
  for (guint i = 0; i < map->columns->len; i++)
    {
      Column *column = map->columns->pdata[i];

      column->position = find_name (header, column->name);
      if (column->position >= 0 || column->optional)
        continue;
      g_set_error (error, PAKIV_ERROR, PAKIV_ERROR_FORMAT,
                   _ ("%s, line 1: the column “%s” is missing. Nothing was taken."), file,
                   column->name);
      return FALSE;
    }
  return TRUE;
}

static const char *
band_of_hour (int hour)
{
  if (hour >= 6 && hour < 14)
    return "MORNING";
  return hour >= 14 && hour < 22 ? "AFTERNOON" : "NIGHT";
}

/* (transfer full): or NULL where @cell is no moment. */
static char *
read_moment (PakivImportMap *map, const Column *column, const char *cell)
{
  g_autoptr (GDateTime) moment = g_date_time_new_from_iso8601 (cell, NULL);
  g_autoptr (GDateTime) local = NULL;

  if (moment == NULL)
    return NULL;
  local = map->zone != NULL ? g_date_time_to_timezone (moment, map->zone)
                            : g_date_time_to_local (moment);
  if (column->format == FORMAT_BAND)
    return g_strdup (band_of_hour (g_date_time_get_hour (local)));
  return g_date_time_format (local, "%Y-%m-%d");
}

static char *
read_month_day_year (const char *cell)
{
  unsigned month, day, year;
  char rest;
  char *text;

  if (sscanf (cell, "%2u/%2u/%4u%c", &month, &day, &year, &rest) != 3)
    return NULL;
  text = g_strdup_printf ("%04u-%02u-%02u", year, month, day);
  if (!pakiv_day_is_valid (text))
    g_clear_pointer (&text, g_free);
  return text;
}

static gboolean
read_through_values (const Column *column, const char *cell, char **value)
{
  gpointer to;

  if (!g_hash_table_lookup_extended (column->values, cell, NULL, &to))
    return FALSE;
  *value = g_strdup (to);
  return TRUE;
}

static gboolean
convert (PakivImportMap *map, const Column *column, const char *cell, char **value)
{
  if (column->values != NULL)
    return read_through_values (column, cell, value);
  if (column->format == FORMAT_MONTH_DAY_YEAR)
    *value = read_month_day_year (cell);
  else
    *value = read_moment (map, column, cell);
  return *value != NULL;
}

static gboolean
read_cell (PakivImportMap *map,
           PakivRecord *record,
           const Column *column,
           const char *cell,
           GError **error)
{
  g_autofree char *value = NULL;

  if (*cell == '\0')
    return TRUE;
  if (column->format == FORMAT_PLAIN && column->values == NULL)
    return pakiv_record_set_from_csv (record, column->field, cell, error);
  if (!convert (map, column, cell, &value))
    {
      g_set_error (error, PAKIV_ERROR, PAKIV_ERROR_INVALID,
                   /* Translators: a column of a file, and what stands in it. */
                   _ ("%s: “%s” is not a value that this import knows."), column->name, cell);
      return FALSE;
    }
  if (value != NULL)
    pakiv_record_set (record, column->field->id, value);
  return TRUE;
}

PakivRecord *
pakiv_import_map_read (PakivImportMap *map, const char *const *fields, GError **error)
{
  g_autoptr (PakivRecord) record = pakiv_record_new (map->kind);
  int n = (int)g_strv_length ((char **)fields);
  GHashTableIter iter;
  gpointer field, value;

  /* A comma too many or too few shifts the cells: none of them can be trusted then. */
  if (n != map->width)
    {
      g_set_error (error, PAKIV_ERROR, PAKIV_ERROR_FORMAT,
                   _ ("The row has %d columns, but the header has %d."), n, map->width);
      return NULL;
    }
  g_hash_table_iter_init (&iter, map->constants);
  while (g_hash_table_iter_next (&iter, &field, &value))
    pakiv_record_set (record, field, value);
  for (guint i = 0; i < map->columns->len; i++)
    {
      const Column *column = map->columns->pdata[i];

      if (column->field != NULL
          && !read_cell (map, record, column, fields[column->position], error))
        return NULL;
    }
  return g_steal_pointer (&record);
}

static gboolean
is_identity (PakivImportMap *map, const Column *column)
{
  if (pakiv_import_map_has_key (map))
    return g_strv_contains ((const char *const *)map->key, column->name);
  return column->identity;
}

char *
pakiv_import_map_identify (PakivImportMap *map, const char *const *fields)
{
  g_autoptr (GString) identity = g_string_new (NULL);
  int n = (int)g_strv_length ((char **)fields);

  for (guint i = 0; i < map->columns->len; i++)
    {
      const Column *column = map->columns->pdata[i];

      if (column->position >= 0 && column->position < n && is_identity (map, column))
        g_string_append_printf (identity, "%s\x1f", fields[column->position]);
    }
  return g_strdup (identity->str);
}

const char *
pakiv_import_map_get_id (PakivImportMap *map, const char *const *fields)
{
  int position = map->id != NULL ? map->id->position : -1;

  if (position < 0 || position >= (int)g_strv_length ((char **)fields) || *fields[position] == '\0')
    return NULL;
  return fields[position];
}
