#include "pakiv-import-map-private.h"

#include "pakiv-csv-writer.h"
#include "pakiv-day.h"
#include "pakiv-error.h"
#include "pakiv-record-csv.h"

#include <glib/gi18n.h>
#include <stdio.h>
#include <string.h>

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

static int
count_name (const char *const *header, const char *name)
{
  int n = 0;

  for (int i = 0; header[i] != NULL; i++)
    n += strcmp (header[i], name) == 0;
  return n;
}

static const PakivImportColumn *
find_column (PakivImportMap *map, const char *name)
{
  for (guint i = 0; i < map->columns->len; i++)
    {
      const PakivImportColumn *column = map->columns->pdata[i];

      if (strcmp (column->name, name) == 0)
        return column;
    }
  return NULL;
}

/* A list of rejects: two columns of ours, then those of the file it was made from, which may have
 * columns of the same names. */
static gboolean
is_list_of_rejects (PakivImportMap *map, const char *const *header)
{
  const char *const ours[] = { PAKIV_IMPORT_LINE, PAKIV_IMPORT_REASON };

  for (gsize i = 0; i < G_N_ELEMENTS (ours); i++)
    if (g_strcmp0 (header[i], ours[i]) != 0
        || (find_column (map, ours[i]) != NULL && count_name (header, ours[i]) < 2))
      return FALSE;
  return TRUE;
}

/* A column twice is no problem where nothing is read from it. */
static gboolean
is_read (PakivImportMap *map, const PakivImportColumn *column)
{
  return column->field != NULL || column == map->id
         || g_strv_contains ((const char *const *)map->key, column->name);
}

static gboolean
check_names (PakivImportMap *map, const char *const *names, const char *file, GError **error)
{
  for (int i = 0; names[i] != NULL; i++)
    {
      const PakivImportColumn *column = find_column (map, names[i]);

      if (column == NULL)
        {
          g_set_error (error, PAKIV_ERROR, PAKIV_ERROR_FORMAT,
                       _ ("%s, line 1: the column “%s” is not one that the import “%s” knows. "
                          "Nothing was taken."),
                       file, names[i], pakiv_import_map_get_label (map));
          return FALSE;
        }
      if (is_read (map, column) && count_name (names, names[i]) > 1)
        {
          g_set_error (error, PAKIV_ERROR, PAKIV_ERROR_FORMAT,
                       _ ("%s, line 1: the column “%s” stands there twice. Nothing was taken."),
                       file, names[i]);
          return FALSE;
        }
    }
  return TRUE;
}

gboolean
pakiv_import_map_set_header (PakivImportMap *map,
                             const char *const *header,
                             const char *file,
                             GError **error)
{
  map->width = (int)g_strv_length ((char **)header);
  map->skipped = is_list_of_rejects (map, header) ? 2 : 0;
  header += map->skipped;
  if (!check_names (map, header, file, error))
    return FALSE;
  for (guint i = 0; i < map->columns->len; i++)
    {
      PakivImportColumn *column = map->columns->pdata[i];

      column->position = find_name (header, column->name);
      if (column->position >= 0)
        column->position += map->skipped;
      if (column->position >= 0 || column->optional)
        continue;
      g_set_error (error, PAKIV_ERROR, PAKIV_ERROR_FORMAT,
                   _ ("%s, line 1: the column “%s” is missing. Nothing was taken."), file,
                   column->name);
      return FALSE;
    }
  return TRUE;
}

/* The row as it was in the file that the list of rejects was made from: writing the list put a
 * guard before what looks like a formula. */
static const char *
get_cell (PakivImportMap *map, const char *const *fields, int position)
{
  return map->skipped > 0 ? pakiv_csv_strip_guard (fields[position]) : fields[position];
}

char **
pakiv_import_map_get_row (PakivImportMap *map, const char *const *fields)
{
  g_autoptr (GStrvBuilder) row = g_strv_builder_new ();
  int n = (int)g_strv_length ((char **)fields);

  for (int i = map->skipped; i < n; i++)
    g_strv_builder_add (row, get_cell (map, fields, i));
  return g_strv_builder_end (row);
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
read_moment (PakivImportMap *map, const PakivImportColumn *column, const char *cell)
{
  g_autoptr (GDateTime) moment = g_date_time_new_from_iso8601 (cell, NULL);
  g_autoptr (GDateTime) local = NULL;

  if (moment == NULL)
    return NULL;
  local = map->zone != NULL ? g_date_time_to_timezone (moment, map->zone)
                            : g_date_time_to_local (moment);
  if (column->format == PAKIV_IMPORT_BAND)
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
read_through_values (const PakivImportColumn *column, const char *cell, char **value)
{
  gpointer to;

  if (!g_hash_table_lookup_extended (column->values, cell, NULL, &to))
    return FALSE;
  *value = g_strdup (to);
  return TRUE;
}

static gboolean
convert (PakivImportMap *map, const PakivImportColumn *column, const char *cell, char **value)
{
  if (column->values != NULL)
    return read_through_values (column, cell, value);
  if (column->format == PAKIV_IMPORT_MONTH_DAY_YEAR)
    *value = read_month_day_year (cell);
  else
    *value = read_moment (map, column, cell);
  return *value != NULL;
}

static gboolean
read_cell (PakivImportMap *map,
           PakivRecord *record,
           const PakivImportColumn *column,
           const char *cell,
           GError **error)
{
  g_autofree char *value = NULL;

  if (*cell == '\0')
    return TRUE;
  if (column->format == PAKIV_IMPORT_PLAIN && column->values == NULL)
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
                   _ ("The row has %d columns, but the header has %d."), MAX (n - map->skipped, 0),
                   map->width - map->skipped);
      return NULL;
    }
  g_hash_table_iter_init (&iter, map->constants);
  while (g_hash_table_iter_next (&iter, &field, &value))
    pakiv_record_set (record, field, value);
  for (guint i = 0; i < map->columns->len; i++)
    {
      const PakivImportColumn *column = map->columns->pdata[i];

      if (column->field != NULL
          && !read_cell (map, record, column, get_cell (map, fields, column->position), error))
        return NULL;
    }
  return g_steal_pointer (&record);
}

static gboolean
is_identity (PakivImportMap *map, const PakivImportColumn *column)
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
      const PakivImportColumn *column = map->columns->pdata[i];

      if (column->position >= 0 && column->position < n && is_identity (map, column))
        g_string_append_printf (identity, "%s\x1f", get_cell (map, fields, column->position));
    }
  return g_strdup (identity->str);
}

const char *
pakiv_import_map_get_id (PakivImportMap *map, const char *const *fields)
{
  int position = map->id != NULL ? map->id->position : -1;

  if (position < 0 || position >= (int)g_strv_length ((char **)fields) || *fields[position] == '\0')
    return NULL;
  return get_cell (map, fields, position);
}
