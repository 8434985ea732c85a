#include "pakiv-counts.h"

#include "pakiv-packer.h"

PakivCounts *
pakiv_counts_new (const PakivCubeSpec *spec, PakivPeriod period)
{
  PakivCounts *counts = g_new0 (PakivCounts, 1);

  counts->spec = spec;
  counts->period = period;
  counts->cells = g_array_new (FALSE, FALSE, sizeof (PakivCell));
  return counts;
}

void
pakiv_counts_free (PakivCounts *counts)
{
  if (counts == NULL)
    return;
  g_array_unref (counts->cells);
  g_free (counts);
}

void
pakiv_counts_add (PakivCounts *counts, guint64 key, gint64 count)
{
  const PakivCell cell = { key, count };

  if (count != 0)
    g_array_append_val (counts->cells, cell);
}

static int
compare_cells (gconstpointer a, gconstpointer b)
{
  guint64 left = ((const PakivCell *)a)->key, right = ((const PakivCell *)b)->key;

  return left < right ? -1 : left > right;
}

void
pakiv_counts_finish (PakivCounts *counts)
{
  guint kept = 0;

  g_array_sort (counts->cells, compare_cells);
  for (guint i = 0; i < counts->cells->len; i++)
    {
      const PakivCell cell = g_array_index (counts->cells, PakivCell, i);

      if (kept > 0 && g_array_index (counts->cells, PakivCell, kept - 1).key == cell.key)
        g_array_index (counts->cells, PakivCell, kept - 1).count += cell.count;
      else
        g_array_index (counts->cells, PakivCell, kept++) = cell;
    }
  g_array_set_size (counts->cells, kept);
}

gint64
pakiv_counts_get_total (const PakivCounts *counts)
{
  gint64 total = 0;

  for (guint i = 0; i < counts->cells->len; i++)
    total += g_array_index (counts->cells, PakivCell, i).count;
  return total;
}

static gint64
measure (const PakivCubeSpec *spec, const PakivRow *row)
{
  const char *value;

  if (spec->measure == NULL)
    return 1;
  value = pakiv_row_get (row, spec->measure->id);
  return value != NULL ? g_ascii_strtoll (value, NULL, 10) : 0;
}

/* @row: NULL where records are counted. */
static void
fill_columns (PakivPacker *packer, const PakivRecord *record, const PakivRow *row)
{
  for (guint i = 0; i < pakiv_packer_count_columns (packer); i++)
    {
      gboolean of_row;
      const char *id = pakiv_packer_get_column (packer, i, &of_row)->id;

      pakiv_packer_set (packer, i,
                        of_row ? pakiv_row_get (row, id) : pakiv_record_get (record, id));
    }
}

void
pakiv_counts_add_record (PakivCounts *counts, const PakivRecord *record)
{
  g_autoptr (PakivPacker) packer = pakiv_packer_new (counts->spec, counts->period);
  const PakivField *rows = counts->spec->rows;
  guint n = rows != NULL ? pakiv_record_count_rows (record, rows->id) : 1;

  for (guint i = 0; i < n; i++)
    {
      const PakivRow *row = rows != NULL ? pakiv_record_peek_row (record, rows->id, i) : NULL;

      fill_columns (packer, record, row);
      pakiv_counts_add (counts, pakiv_packer_get_key (packer), measure (counts->spec, row));
    }
}
