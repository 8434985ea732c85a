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

/* (transfer full): what @carry says of each sum; NULL where it says nothing of any. */
static gint64 *
find_carry (const PakivPublishedSums *sums, GHashTable *carry)
{
  gint64 *of = NULL;

  for (guint s = 0; carry != NULL && s < sums->n_sums; s++)
    {
      const gint64 *off = g_hash_table_lookup (carry, sums->names->pdata[s]);

      if (off == NULL)
        continue;
      if (of == NULL)
        of = g_new0 (gint64, sums->n_sums);
      of[s] = *off;
    }
  return of;
}

/* (transfer full) */
static GHashTable *
list_deviations (const PakivPublishedSums *sums, const gint64 *small, const gint64 *rounded)
{
  GHashTable *own = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  const guint *starts = (const guint *)sums->starts->data;
  const guint *of = (const guint *)sums->sums->data;
  g_autofree gint64 *off = g_new0 (gint64, sums->n_sums);

  for (guint i = 0; i + 1 < sums->starts->len; i++)
    for (guint k = starts[i]; k < starts[i + 1]; k++)
      off[of[k]] += rounded[i] - small[i];
  for (guint s = 0; s < sums->n_sums; s++)
    if (off[s] != 0)
      g_hash_table_insert (own, g_strdup (sums->names->pdata[s]),
                           g_memdup2 (&off[s], sizeof off[s]));
  return own;
}

PakivSafeCube *
pakiv_safe_cube_protect_with_carry (const PakivCounts *counts,
                                    GPtrArray *tables,
                                    const guint8 *secret,
                                    const char *book,
                                    GHashTable *carry,
                                    GHashTable **own)
{
  g_autoptr (PakivPublishedSums) sums = pakiv_published_sums_new (counts, tables);
  guint n = counts->cells->len;
  g_autofree guint64 *ids = g_new (guint64, n);
  g_autofree gint64 *small = g_new (gint64, n);
  g_autofree gint64 *rounded = g_new0 (gint64, n);
  g_autofree gint64 *carried = find_carry (sums, carry);
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
                                                    .base = counts->spec->base,
                                                    .carry = carried },
                                  secret, book, rounded, &result);
  if (own != NULL)
    *own = list_deviations (sums, small, rounded);
  return new_cube (counts, small, rounded);
}

PakivSafeCube *
pakiv_safe_cube_protect (const PakivCounts *counts,
                         GPtrArray *tables,
                         const guint8 *secret,
                         const char *book)
{
  return pakiv_safe_cube_protect_with_carry (counts, tables, secret, book, NULL, NULL);
}

PakivSafeCube *
pakiv_safe_cube_new_of_changes (const PakivChanges *changes, int sign)
{
  g_autoptr (PakivSafeCube) cube = g_new0 (PakivSafeCube, 1);

  cube->spec = changes->spec;
  cube->period = changes->period;
  cube->cells = g_array_new (FALSE, FALSE, sizeof (PakivCell));
  for (guint i = 0; i < changes->cells->len; i++)
    {
      const PakivChange *change = &g_array_index (changes->cells, PakivChange, i);
      const PakivCell cell = { change->key, sign * change->shown };

      g_return_val_if_fail (change->shown % changes->spec->base == 0, NULL);
      if (cell.count > 0)
        g_array_append_val (cube->cells, cell);
    }
  return g_steal_pointer (&cube);
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
