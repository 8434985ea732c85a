#include "pakiv-cell-protection.h"

#include "pakiv-small-count-rounding.h"

#include <math.h>
#include <string.h>

#define BOOK "table"

void
pakiv_cell_protection_free (PakivCellProtection *protection)
{
  if (protection == NULL)
    return;
  g_free (protection->rounded);
  g_free (protection->sums);
  g_free (protection);
}

/* What a cell is called, whatever place its row or its columns have. */
static guint64
name_row (const PakivCellFile *file, guint row, GChecksum *checksum)
{
  guint8 digest[32];
  gsize size = sizeof digest;
  guint64 name = 0;

  g_checksum_reset (checksum);
  for (guint i = 0; i < file->dimensions->len; i++)
    {
      const PakivCellDimension *dimension = file->dimensions->pdata[i];
      const char *category = pakiv_cell_file_get_category (file, row, i);

      /* With the byte that ends each, so that “a”, “bc” is not “ab”, “c”. */
      g_checksum_update (checksum, (const guchar *)dimension->name,
                         (gssize)strlen (dimension->name) + 1);
      g_checksum_update (checksum, (const guchar *)category, (gssize)strlen (category) + 1);
    }
  g_checksum_get_digest (checksum, digest, &size);
  for (guint i = 0; i < sizeof name; i++)
    name = name << 8 | digest[i];
  return name;
}

/* The rows in the order of their names, and the figures in the order in which those meet them. */
typedef struct
{
  guint *rows;
  guint64 *ids;
  gint64 *counts;
  GArray *starts;
  GArray *sums;
} Sorted;

static void
sort (Sorted *sorted, const PakivCellFile *file, const PakivCellFigures *figures)
{
  guint n = pakiv_cell_file_get_size (file), zero = 0;
  g_autoptr (GChecksum) checksum = g_checksum_new (G_CHECKSUM_SHA256);
  const guint *starts = (const guint *)figures->starts->data;

  sorted->rows = pakiv_cell_file_sort (file);
  sorted->ids = g_new (guint64, n);
  sorted->counts = g_new (gint64, n);
  sorted->starts = g_array_sized_new (FALSE, FALSE, sizeof (guint), n + 1);
  sorted->sums = g_array_sized_new (FALSE, FALSE, sizeof (guint), figures->sums->len);
  g_array_append_val (sorted->starts, zero);
  for (guint i = 0; i < n; i++)
    {
      guint row = sorted->rows[i], n_own = starts[row + 1] - starts[row];

      sorted->ids[i] = name_row (file, row, checksum);
      sorted->counts[i] = pakiv_cell_file_get_value (file, row);
      if (n_own > 0)
        g_array_append_vals (sorted->sums, &g_array_index (figures->sums, guint, starts[row]),
                             n_own);
      g_array_append_val (sorted->starts, sorted->sums->len);
    }
}

static void
clear (Sorted *sorted)
{
  g_free (sorted->rows);
  g_free (sorted->ids);
  g_free (sorted->counts);
  g_array_unref (sorted->starts);
  g_array_unref (sorted->sums);
}

static void
add_up (PakivCellProtection *protection, const PakivCellFile *file, const PakivCellFigures *figures)
{
  const guint *starts = (const guint *)figures->starts->data;
  double sum = 0, squares = 0;

  for (guint s = 0; s < protection->n_figures; s++)
    protection->sums[s] = g_array_index (figures->figures, PakivCellFigure, s).sum;
  for (guint row = 0; row < pakiv_cell_file_get_size (file); row++)
    for (guint k = starts[row]; k < starts[row + 1]; k++)
      protection->sums[g_array_index (figures->sums, guint, k)]
          += protection->rounded[row] - pakiv_cell_file_get_value (file, row);
  for (guint s = 0; s < protection->n_figures; s++)
    {
      gint64 off
          = ABS (protection->sums[s] - g_array_index (figures->figures, PakivCellFigure, s).sum);

      protection->n_changed += off != 0;
      protection->largest = MAX (protection->largest, off);
      sum += (double)off;
      squares += (double)off * (double)off;
    }
  protection->mean = sum / protection->n_figures;
  protection->rms = sqrt (squares / protection->n_figures);
}

PakivCellProtection *
pakiv_cell_protection_new (const PakivCellFile *file,
                           const PakivCellFigures *figures,
                           int base,
                           const guint8 *secret)
{
  PakivCellProtection *protection = g_new0 (PakivCellProtection, 1);
  guint n = pakiv_cell_file_get_size (file);
  g_autofree gint64 *rounded = g_new0 (gint64, n);
  Sorted sorted;
  PakivRoundingResult result;
  gint64 begin;

  protection->n_figures = figures->figures->len;
  protection->rounded = g_new0 (gint64, n);
  protection->sums = g_new0 (gint64, protection->n_figures);
  sort (&sorted, file, figures);
  begin = g_get_monotonic_time ();
  pakiv_small_count_rounding_run (&(PakivRounding){ .n_cells = n,
                                                    .ids = sorted.ids,
                                                    .counts = sorted.counts,
                                                    .starts = (const guint *)sorted.starts->data,
                                                    .sums = (const guint *)sorted.sums->data,
                                                    .n_sums = protection->n_figures,
                                                    .base = base },
                                  secret, BOOK, rounded, &result);
  protection->seconds = (double)(g_get_monotonic_time () - begin) / G_USEC_PER_SEC;
  for (guint i = 0; i < n; i++)
    protection->rounded[sorted.rows[i]] = rounded[i];
  clear (&sorted);
  add_up (protection, file, figures);
  return protection;
}

static void
append_row (const PakivCellFile *file, guint row, guint32 mask, gint64 value, GString *csv)
{
  const char *categories[PAKIV_CELL_DIMENSIONS_MAX];
  char number[24];

  for (guint i = 0; i < file->dimensions->len; i++)
    categories[i]
        = (mask >> i) & 1 ? pakiv_cell_file_get_category (file, row, i) : PAKIV_CELL_TOTAL;
  g_snprintf (number, sizeof number, "%" G_GINT64_FORMAT, value);
  pakiv_cell_file_append_row (file, categories, number, csv);
}

GBytes *
pakiv_cell_protection_write (const PakivCellProtection *protection,
                             const PakivCellFile *file,
                             const PakivCellFigures *figures,
                             gboolean totals)
{
  GString *csv = g_string_new (NULL);
  guint n = file->dimensions->len;

  pakiv_cell_file_append_header (file, csv);
  for (guint row = 0; row < pakiv_cell_file_get_size (file); row++)
    append_row (file, row, G_MAXUINT32, protection->rounded[row], csv);
  for (guint s = 0; totals && s < protection->n_figures; s++)
    {
      const PakivCellFigure *figure = &g_array_index (figures->figures, PakivCellFigure, s);

      if ((guint)__builtin_popcount (figure->mask) < n)
        append_row (file, figure->row, figure->mask, protection->sums[s], csv);
    }
  return g_string_free_to_bytes (csv);
}
