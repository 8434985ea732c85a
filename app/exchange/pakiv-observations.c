#include "pakiv-observations.h"

#include "pakiv-csv-writer.h"
#include "pakiv-package-private.h"

#include <string.h>

char *
pakiv_observations_name_column (const char *dimension)
{
  return g_ascii_strup (dimension, -1);
}

int
pakiv_observations_find_dimension (const PakivTable *table, const char *column)
{
  for (guint i = 0; i < table->dimensions->len; i++)
    {
      const PakivTableDimension *dimension = table->dimensions->pdata[i];

      if (g_ascii_strcasecmp (dimension->id, column) == 0)
        return (int)i;
    }
  return -1;
}

void
pakiv_observations_locate (const PakivTable *table, gsize offset, guint *position)
{
  for (guint i = table->dimensions->len; i > 0; i--)
    {
      const PakivTableDimension *dimension = table->dimensions->pdata[i - 1];

      position[i - 1] = (guint)(offset % dimension->codes->len);
      offset /= dimension->codes->len;
    }
}

static void
add_column (GPtrArray *columns, const char *dimension)
{
  g_autofree char *column = pakiv_observations_name_column (dimension);

  if (!g_ptr_array_find_with_equal_func (columns, column, g_str_equal, NULL))
    g_ptr_array_add (columns, g_steal_pointer (&column));
}

GPtrArray *
pakiv_observations_list_columns (const PakivRelease *release)
{
  const char *const first[] = { "REF_AREA", "TIME_PERIOD", "MEASURE", "TABLE" };
  GPtrArray *columns = g_ptr_array_new_with_free_func (g_free);

  for (guint i = 0; i < G_N_ELEMENTS (first); i++)
    g_ptr_array_add (columns, g_strdup (first[i]));
  for (guint i = 0; i < release->tables->len; i++)
    {
      const PakivTable *table = release->tables->pdata[i];

      for (guint j = 0; j < table->dimensions->len; j++)
        add_column (columns, ((const PakivTableDimension *)table->dimensions->pdata[j])->id);
      if (table->filter_dimension != NULL)
        add_column (columns, table->filter_dimension);
    }
  g_ptr_array_add (columns, g_strdup ("OBS_VALUE"));
  g_ptr_array_add (columns, g_strdup ("OBS_STATUS"));
  return columns;
}

/* What stands in a dimension's column at @position. */
static const char *
get_code (const PakivTable *table, const char *column, const guint *position)
{
  int i = pakiv_observations_find_dimension (table, column);

  if (i >= 0)
    return ((const PakivTableDimension *)table->dimensions->pdata[i])->codes->pdata[position[i]];
  if (table->filter_dimension != NULL && g_ascii_strcasecmp (table->filter_dimension, column) == 0)
    return table->filter_code;
  return PAKIV_TOTAL;
}

static void
append_table (GString *csv,
              const PakivRelease *release,
              const PakivTable *table,
              GPtrArray *columns)
{
  g_autofree char *period = pakiv_period_to_string (release->period);
  g_autofree const char **fields = g_new0 (const char *, columns->len + 1);
  g_autofree guint *position = g_new0 (guint, table->dimensions->len);

  fields[0] = release->station;
  fields[1] = period;
  fields[2] = table->measure;
  fields[3] = table->id;
  fields[columns->len - 1] = PAKIV_OBSERVATION_NORMAL;
  for (gsize offset = 0; offset < table->n_values; offset++)
    {
      g_autofree char *value = g_strdup_printf ("%" G_GINT64_FORMAT, table->values[offset]);

      pakiv_observations_locate (table, offset, position);
      for (guint i = 4; i < columns->len - 2; i++)
        fields[i] = get_code (table, columns->pdata[i], position);
      fields[columns->len - 2] = value;
      pakiv_csv_append_row (csv, fields);
    }
}

GBytes *
pakiv_observations_write (const PakivRelease *release)
{
  g_autoptr (GPtrArray) columns = pakiv_observations_list_columns (release);
  GString *csv = g_string_new (NULL);

  g_ptr_array_add (columns, NULL);
  pakiv_csv_append_row (csv, (const char *const *)columns->pdata);
  g_ptr_array_set_size (columns, (int)columns->len - 1);
  for (guint i = 0; i < release->tables->len; i++)
    append_table (csv, release, release->tables->pdata[i], columns);
  return g_string_free_to_bytes (csv);
}
