#include "pakiv-safe-cube.h"

#include "pakiv-published-sums.h"
#include "pakiv-small-count-rounding.h"

struct _PakivSafeCube
{
  const PakivCubeSpec *spec;
  PakivPeriod period;
  GArray *cells; /* PakivCell, sorted by key, none zero */
};

/* @small is each cell's small part before protection, @rounded after. */
static PakivSafeCube *
new_cube (const PakivCounts *counts, const gint64 *small, const gint64 *rounded)
{
  PakivSafeCube *cube = g_new0 (PakivSafeCube, 1);

  cube->spec = counts->spec;
  cube->period = counts->period;
  cube->cells = g_array_new (FALSE, FALSE, sizeof (PakivCell));
  for (guint i = 0; i < counts->cells->len; i++)
    {
      const PakivCell *raw = &g_array_index (counts->cells, PakivCell, i);
      const PakivCell cell = { raw->key, raw->count - small[i] + rounded[i] };

      if (cell.count != 0)
        g_array_append_val (cube->cells, cell);
    }
  return cube;
}

PakivSafeCube *
pakiv_safe_cube_protect (const PakivCounts *counts,
                         GPtrArray *tables,
                         const guint8 *secret,
                         const char *book)
{
  g_autoptr (PakivPublishedSums) sums = pakiv_published_sums_new (counts, tables);
  guint n = counts->cells->len;
  g_autofree guint64 *ids = g_new (guint64, n);
  g_autofree gint64 *small = g_new (gint64, n);
  g_autofree gint64 *rounded = g_new0 (gint64, n);
  PakivRoundingResult result;

  for (guint i = 0; i < n; i++)
    {
      ids[i] = g_array_index (counts->cells, PakivCell, i).key;
      small[i] = pakiv_cube_spec_get_small_part (counts->spec,
                                                 g_array_index (counts->cells, PakivCell, i).count);
    }
  pakiv_small_count_rounding_run (&(PakivRounding){ .n_cells = n,
                                                    .ids = ids,
                                                    .counts = small,
                                                    .starts = (const guint *)sums->starts->data,
                                                    .sums = (const guint *)sums->sums->data,
                                                    .n_sums = sums->n_sums,
                                                    .base = counts->spec->base },
                                  secret, book, rounded, &result);
  return new_cube (counts, small, rounded);
}

void
pakiv_safe_cube_free (PakivSafeCube *cube)
{
  if (cube == NULL)
    return;
  g_array_unref (cube->cells);
  g_free (cube);
}

const PakivCubeSpec *
pakiv_safe_cube_get_spec (const PakivSafeCube *cube)
{
  return cube->spec;
}

PakivPeriod
pakiv_safe_cube_get_period (const PakivSafeCube *cube)
{
  return cube->period;
}

const PakivCell *
pakiv_safe_cube_get_cells (const PakivSafeCube *cube, guint *n)
{
  *n = cube->cells->len;
  return (const PakivCell *)cube->cells->data;
}
