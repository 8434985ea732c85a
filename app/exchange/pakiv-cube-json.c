/* data/cube.json: a JSON-stat 2.0 collection with one dataset for each table. */
#include "pakiv-json-writer.h"
#include "pakiv-package-private.h"

/* A dimension of one category: where, when, what, and a table's filter. */
static void
add_single (PakivJsonWriter *json,
            const char *id,
            const char *label,
            const char *code,
            const char *code_label)
{
  pakiv_json_begin_object (json, id);
  pakiv_json_add_string (json, "label", label);
  pakiv_json_begin_object (json, "category");
  pakiv_json_begin_object (json, "label");
  pakiv_json_add_string (json, code, code_label);
  pakiv_json_end_object (json);
  pakiv_json_end_object (json);
  pakiv_json_end_object (json);
}

static void
add_dimension (PakivJsonWriter *json, const PakivTableDimension *dimension)
{
  g_autofree char *column = pakiv_observations_name_column (dimension->id);

  pakiv_json_begin_object (json, column);
  pakiv_json_add_string (json, "label", dimension->label);
  pakiv_json_begin_object (json, "category");
  pakiv_json_add_strings (json, "index", dimension->codes);
  pakiv_json_begin_object (json, "label");
  for (guint i = 0; i < dimension->codes->len; i++)
    pakiv_json_add_string (json, dimension->codes->pdata[i], dimension->labels->pdata[i]);
  pakiv_json_end_object (json);
  pakiv_json_end_object (json);
  pakiv_json_end_object (json);
}

/* A filter that is also a dimension of the table needs no place of its own. */
static gboolean
has_own_filter (const PakivTable *table)
{
  return table->filter_dimension != NULL
         && pakiv_observations_find_dimension (table, table->filter_dimension) < 0;
}

static void
add_shape (PakivJsonWriter *json, const PakivTable *table)
{
  g_autoptr (GPtrArray) ids = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (GArray) sizes = g_array_new (FALSE, FALSE, sizeof (gint64));
  gint64 one = 1;

  g_ptr_array_add (ids, g_strdup ("REF_AREA"));
  g_ptr_array_add (ids, g_strdup ("TIME_PERIOD"));
  g_ptr_array_add (ids, g_strdup ("MEASURE"));
  if (has_own_filter (table))
    g_ptr_array_add (ids, pakiv_observations_name_column (table->filter_dimension));
  for (guint i = 0; i < ids->len; i++)
    g_array_append_val (sizes, one);
  for (guint i = 0; i < table->dimensions->len; i++)
    {
      const PakivTableDimension *dimension = table->dimensions->pdata[i];
      gint64 size = dimension->codes->len;

      g_ptr_array_add (ids, pakiv_observations_name_column (dimension->id));
      g_array_append_val (sizes, size);
    }
  pakiv_json_add_strings (json, "id", ids);
  pakiv_json_add_numbers (json, "size", (gint64 *)(gpointer)sizes->data, sizes->len);
}

static void
add_role (PakivJsonWriter *json, const char *role, const char *dimension)
{
  g_autoptr (GPtrArray) names = g_ptr_array_new ();

  g_ptr_array_add (names, (gpointer)dimension);
  pakiv_json_add_strings (json, role, names);
}

static void
add_dimensions (PakivJsonWriter *json, const PakivRelease *release, const PakivTable *table)
{
  g_autofree char *period = pakiv_period_to_string (release->period);

  pakiv_json_begin_object (json, "dimension");
  add_single (json, "REF_AREA", "Station", release->station_id, release->station);
  add_single (json, "TIME_PERIOD", "Quarter", period, period);
  add_single (json, "MEASURE", "What is counted", table->measure, table->unit);
  if (has_own_filter (table))
    {
      g_autofree char *column = pakiv_observations_name_column (table->filter_dimension);

      add_single (json, column, column, table->filter_code, table->filter_label);
    }
  for (guint i = 0; i < table->dimensions->len; i++)
    add_dimension (json, table->dimensions->pdata[i]);
  pakiv_json_end_object (json);
}

static void
add_table (PakivJsonWriter *json, const PakivRelease *release, const PakivTable *table)
{
  pakiv_json_begin_object (json, NULL);
  pakiv_json_add_string (json, "version", "2.0");
  pakiv_json_add_string (json, "class", "dataset");
  pakiv_json_add_string (json, "label", table->title);
  pakiv_json_add_string (json, "source", release->station);
  pakiv_json_begin_object (json, "extension");
  pakiv_json_add_string (json, "table", table->id);
  pakiv_json_add_number (json, "base", table->base);
  if (table->change != PAKIV_TABLE_COUNTS)
    pakiv_json_add_string (json, "change", pakiv_table_change_to_string (table->change));
  pakiv_json_end_object (json);
  pakiv_json_begin_object (json, "role");
  add_role (json, "geo", "REF_AREA");
  add_role (json, "time", "TIME_PERIOD");
  add_role (json, "metric", "MEASURE");
  pakiv_json_end_object (json);
  add_shape (json, table);
  add_dimensions (json, release, table);
  pakiv_json_add_numbers (json, "value", table->values, table->n_values);
  pakiv_json_end_object (json);
}

GBytes *
pakiv_cube_json_write (const PakivRelease *release)
{
  PakivJsonWriter json;

  pakiv_json_writer_init (&json);
  pakiv_json_begin_object (&json, NULL);
  pakiv_json_add_string (&json, "version", "2.0");
  pakiv_json_add_string (&json, "class", "collection");
  pakiv_json_add_string (&json, "label", release->title);
  pakiv_json_begin_object (&json, "link");
  pakiv_json_begin_array (&json, "item");
  for (guint i = 0; i < release->tables->len; i++)
    add_table (&json, release, release->tables->pdata[i]);
  pakiv_json_end_array (&json);
  pakiv_json_end_object (&json);
  pakiv_json_end_object (&json);
  return pakiv_json_writer_finish (&json);
}
