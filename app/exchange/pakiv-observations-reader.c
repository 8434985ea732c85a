#include "pakiv-package-private.h"

#include <csv.h>
#include <glib/gi18n.h>
#include <string.h>

typedef struct
{
  PakivPackage *package;
  PakivObservations *observations;
  GPtrArray *columns;
  char *period;
  GHashTable *tables; /* id → index + 1 */
  GHashTable **codes; /* for each table and dimension, see code_table: code → index + 1 */
  GPtrArray *fields;  /* of the row being read */
  gboolean past_header;
  gboolean wrong_header;
  guint row;
} Reader;

/* Codes of all dimensions are looked up by hash: a hostile table could make a search quadratic. */
static GHashTable **
code_table (Reader *reader, guint table, guint dimension)
{
  return &reader->codes[table * PAKIV_PACKAGE_MAX_DIMENSIONS + dimension];
}

static const char *
get_field (Reader *reader, guint i)
{
  return reader->fields->pdata[i];
}

/* The writer puts an apostrophe before a name that a spreadsheet would take for a formula. */
static gboolean
is_station (const char *field, const char *station)
{
  return strcmp (field, station) == 0 || (*field == '\'' && strcmp (field + 1, station) == 0);
}

static gboolean
parse_value (const char *text, gint64 *value)
{
  gsize length = strlen (text);

  *value = 0;
  if (length == 0 || length > 13 || (length > 1 && *text == '0'))
    return FALSE;
  for (; *text != '\0'; text++)
    {
      if (!g_ascii_isdigit (*text))
        return FALSE;
      *value = *value * 10 + (*text - '0');
    }
  return *value <= PAKIV_PACKAGE_MAX_VALUE;
}

/* Fills @position from the dimension columns; FALSE where a code is not the table's. */
static gboolean
find_position (Reader *reader, guint number, const PakivTable *table, guint *position)
{
  for (guint i = 4; i < reader->columns->len - 2; i++)
    {
      const char *column = reader->columns->pdata[i];
      const char *code = get_field (reader, i);
      int dimension = pakiv_observations_find_dimension (table, column);
      const char *expected = PAKIV_TOTAL;
      guint index;

      if (dimension >= 0)
        {
          index = GPOINTER_TO_UINT (
              g_hash_table_lookup (*code_table (reader, number, (guint)dimension), code));
          if (index == 0)
            return FALSE;
          position[dimension] = index - 1;
          continue;
        }
      if (table->filter_dimension != NULL
          && g_ascii_strcasecmp (table->filter_dimension, column) == 0)
        expected = table->filter_code;
      if (strcmp (code, expected) != 0)
        return FALSE;
    }
  return TRUE;
}

static gboolean
take_row (Reader *reader)
{
  const PakivRelease *release = reader->package->release;
  guint last = reader->columns->len - 1;
  guint position[PAKIV_PACKAGE_MAX_DIMENSIONS] = { 0 };
  guint number;
  PakivTable *table;
  gsize offset;
  gint64 value;

  if (reader->fields->len != reader->columns->len)
    return FALSE;
  number = GPOINTER_TO_UINT (g_hash_table_lookup (reader->tables, get_field (reader, 3)));
  if (number-- == 0)
    return FALSE;
  table = release->tables->pdata[number];
  if (!is_station (get_field (reader, 0), release->station)
      || strcmp (get_field (reader, 1), reader->period) != 0
      || strcmp (get_field (reader, 2), table->measure) != 0
      || strcmp (get_field (reader, last), PAKIV_OBSERVATION_NORMAL) != 0
      || !find_position (reader, number, table, position)
      || !parse_value (get_field (reader, last - 1), &value))
    return FALSE;
  offset = pakiv_table_offset (table, position);
  if (reader->observations->rows[number][offset] != PAKIV_OBSERVATION_MISSING)
    return FALSE;
  reader->observations->rows[number][offset] = reader->row;
  table->values[offset] = value;
  return TRUE;
}

static gboolean
is_header (Reader *reader)
{
  if (reader->fields->len != reader->columns->len)
    return FALSE;
  for (guint i = 0; i < reader->columns->len; i++)
    if (strcmp (get_field (reader, i), reader->columns->pdata[i]) != 0)
      return FALSE;
  return TRUE;
}

static void
on_field_cb (void *text, size_t length, void *data)
{
  Reader *reader = data;

  g_ptr_array_add (reader->fields, g_strndup (text != NULL ? text : "", length));
}

static void
on_row_cb (int end, void *data)
{
  Reader *reader = data;

  if (!reader->past_header)
    {
      reader->past_header = TRUE;
      reader->wrong_header = !is_header (reader);
    }
  else
    {
      if (!reader->wrong_header && !take_row (reader))
        pakiv_package_reject (reader->package, reader->row);
      reader->row++;
    }
  g_ptr_array_set_size (reader->fields, 0);
}

static gboolean
parse (Reader *reader, GBytes *csv)
{
  struct csv_parser parser;
  gsize size;
  const char *text = g_bytes_get_data (csv, &size);
  gboolean parsed;

  if (size == 0 || !g_utf8_validate_len (text, size, NULL)
      || csv_init (&parser, CSV_STRICT | CSV_STRICT_FINI | CSV_APPEND_NULL) != 0)
    return FALSE;
  parsed = csv_parse (&parser, text, size, on_field_cb, on_row_cb, reader) == size
           && csv_fini (&parser, on_field_cb, on_row_cb, reader) == 0;
  csv_free (&parser);
  return parsed;
}

static void
index_tables (Reader *reader)
{
  GPtrArray *tables = reader->package->release->tables;

  reader->tables = g_hash_table_new (g_str_hash, g_str_equal);
  reader->codes = g_new0 (GHashTable *, tables->len * PAKIV_PACKAGE_MAX_DIMENSIONS + 1);
  for (guint i = 0; i < tables->len; i++)
    {
      PakivTable *table = tables->pdata[i];

      g_hash_table_insert (reader->tables, table->id, GUINT_TO_POINTER (i + 1));
      for (guint j = 0; j < table->dimensions->len; j++)
        {
          PakivTableDimension *dimension = table->dimensions->pdata[j];
          GHashTable **codes = code_table (reader, i, j);

          *codes = g_hash_table_new (g_str_hash, g_str_equal);
          for (guint k = 0; k < dimension->codes->len; k++)
            g_hash_table_insert (*codes, dimension->codes->pdata[k], GUINT_TO_POINTER (k + 1));
        }
    }
}

static void
clear_reader (Reader *reader)
{
  guint n = reader->observations->n_tables * PAKIV_PACKAGE_MAX_DIMENSIONS;

  for (guint i = 0; i < n; i++)
    g_clear_pointer (&reader->codes[i], g_hash_table_unref);
  g_free (reader->codes);
  g_hash_table_unref (reader->tables);
  g_ptr_array_unref (reader->columns);
  g_ptr_array_unref (reader->fields);
  g_free (reader->period);
}

static PakivObservations *
new_observations (GPtrArray *tables)
{
  PakivObservations *observations = g_new0 (PakivObservations, 1);

  observations->n_tables = tables->len;
  observations->rows = g_new0 (guint *, tables->len + 1);
  for (guint i = 0; i < tables->len; i++)
    {
      const PakivTable *table = tables->pdata[i];

      observations->rows[i] = g_new (guint, table->n_values);
      for (gsize j = 0; j < table->n_values; j++)
        observations->rows[i][j] = PAKIV_OBSERVATION_MISSING;
    }
  return observations;
}

static void
note_missing (PakivPackage *package, const PakivObservations *observations)
{
  for (guint i = 0; i < observations->n_tables; i++)
    {
      const PakivTable *table = package->release->tables->pdata[i];
      guint missing = 0;

      for (gsize j = 0; j < table->n_values; j++)
        if (observations->rows[i][j] == PAKIV_OBSERVATION_MISSING)
          missing++;
      if (missing > 0)
        pakiv_package_add_conflict (package,
                                    ngettext ("The table “%s” lacks %u of its numbers.",
                                              "The table “%s” lacks %u of its numbers.", missing),
                                    table->id, missing);
    }
}

PakivObservations *
pakiv_observations_read (GBytes *csv, PakivPackage *package)
{
  g_autoptr (PakivObservations) observations = new_observations (package->release->tables);
  Reader reader = { .package = package, .observations = observations };
  gboolean parsed;

  reader.columns = pakiv_observations_list_columns (package->release);
  reader.period = pakiv_period_to_string (package->release->period);
  reader.fields = g_ptr_array_new_with_free_func (g_free);
  index_tables (&reader);
  parsed = parse (&reader, csv) && reader.past_header && !reader.wrong_header;
  clear_reader (&reader);
  if (!parsed)
    {
      pakiv_package_add_conflict (package,
                                  _ ("The numbers are damaged or were written by another program "
                                     "(columns of “%s”)."),
                                  PAKIV_PATH_OBSERVATIONS);
      return NULL;
    }
  if (package->rejected->len > 0)
    pakiv_package_add_conflict (
        package,
        ngettext ("%u number belongs to no table, stands twice or is no whole number.",
                  "%u numbers belong to no table, stand twice or are no whole numbers.",
                  package->rejected->len),
        package->rejected->len);
  note_missing (package, observations);
  return g_steal_pointer (&observations);
}

void
pakiv_observations_free (PakivObservations *observations)
{
  if (observations == NULL)
    return;
  for (guint i = 0; i < observations->n_tables; i++)
    g_free (observations->rows[i]);
  g_free (observations->rows);
  g_free (observations);
}
