#include "pakiv-chart-data.h"

#include "pakiv-chart.h"
#include "pakiv-table-words.h"

#include <glib/gi18n.h>

/* More bars than this can't be taken in at a glance: then only each category's total is drawn. */
#define BARS_MAX 40

static GArray *
list_filled (const PakivTable *table, guint dimension)
{
  const PakivTableDimension *of = table->dimensions->pdata[dimension];
  GArray *filled = g_array_new (FALSE, FALSE, sizeof (guint));

  for (guint i = 1; i < of->codes->len; i++)
    if (!pakiv_table_code_is_empty (table, dimension, i))
      g_array_append_val (filled, i);
  return filled;
}

static gint64
get_value (const PakivTable *table, guint row, guint column)
{
  g_autofree guint *position = g_new0 (guint, table->dimensions->len);

  if (column > 0)
    position[table->dimensions->len - 1] = column;
  position[0] = row;
  return pakiv_table_get (table, position);
}

static gboolean
can_split (const PakivTable *table, const GArray *rows, const GArray *columns)
{
  return table->has_column && table->dimensions->len > 1 && columns->len > 1
         && columns->len <= PAKIV_CHART_SERIES_MAX && rows->len * columns->len <= BARS_MAX;
}

PakivChartData *
pakiv_chart_data_new (const PakivTable *table)
{
  PakivChartData *data = g_new0 (PakivChartData, 1);
  guint last = table->dimensions->len - 1;
  g_autoptr (GArray) rows = list_filled (table, 0);
  g_autoptr (GArray) columns = list_filled (table, last);
  const guint all = 0;

  if (can_split (table, rows, columns))
    data->split_by = g_strdup (
        pakiv_table_word (((const PakivTableDimension *)table->dimensions->pdata[last])->label));
  else
    {
      g_array_set_size (columns, 0);
      g_array_append_val (columns, all);
    }
  data->rows = g_ptr_array_new_with_free_func (g_free);
  data->series = g_ptr_array_new_with_free_func (g_free);
  data->values = g_new0 (gint64, MAX (rows->len * columns->len, 1));
  for (guint s = 0; s < columns->len; s++)
    {
      guint column = g_array_index (columns, guint, s);

      g_ptr_array_add (data->series,
                       column == 0 ? g_strdup ("") : pakiv_table_word_code (table, last, column));
    }
  for (guint r = 0; r < rows->len; r++)
    {
      guint row = g_array_index (rows, guint, r);

      g_ptr_array_add (data->rows, pakiv_table_word_code (table, 0, row));
      for (guint s = 0; s < columns->len; s++)
        {
          gint64 value = get_value (table, row, g_array_index (columns, guint, s));

          data->values[r * columns->len + s] = value;
          data->largest = MAX (data->largest, value);
        }
    }
  return data;
}

void
pakiv_chart_data_free (PakivChartData *data)
{
  if (data == NULL)
    return;
  g_ptr_array_unref (data->rows);
  g_ptr_array_unref (data->series);
  g_free (data->split_by);
  g_free (data->values);
  g_free (data);
}

gint64
pakiv_chart_data_get (const PakivChartData *data, guint row, guint series)
{
  return data->values[row * data->series->len + series];
}

static char *
describe_row (const PakivChartData *data, guint row)
{
  g_autoptr (GString) parts = g_string_new (NULL);

  for (guint s = 0; s < data->series->len; s++)
    {
      g_autofree char *number = pakiv_table_word_number (pakiv_chart_data_get (data, row, s));

      if (data->series->len == 1)
        /* Translators: a category and its figure, as in “Arrest 35”. */
        return g_strdup_printf (_ ("%s %s"), (char *)data->rows->pdata[row], number);
      if (parts->len > 0)
        /* Translators: between the parts of a list of figures. */
        g_string_append (parts, _ (", "));
      g_string_append_printf (parts, _ ("%s %s"), (char *)data->series->pdata[s], number);
    }
  /* Translators: a category and its figures, as in “Arrest (Women 12, Men 23)”. */
  return g_strdup_printf (_ ("%s (%s)"), (char *)data->rows->pdata[row], parts->str);
}

char *
pakiv_chart_describe (const PakivTable *table)
{
  g_autoptr (PakivChartData) data = pakiv_chart_data_new (table);
  g_autoptr (GString) list = g_string_new (NULL);

  for (guint r = 0; r < data->rows->len; r++)
    {
      g_autofree char *row = describe_row (data, r);

      g_string_append_printf (list, "%s%s", r > 0 ? _ (", ") : "", row);
    }
  if (data->rows->len == 0)
    g_string_append (list, _ ("no figure in this quarter"));
  /* Translators: a table's title and its figures, for someone who can’t see the chart. */
  return g_strdup_printf (_ ("%s: %s"), pakiv_table_word (table->title), list->str);
}
