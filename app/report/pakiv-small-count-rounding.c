#include "pakiv-small-count-rounding.h"

#include "pakiv-keyed-random.h"
#include "pakiv-rounding-search.h"

#include <sodium.h>
#include <string.h>

/* More is no deviation of roundings, and could not be made good. */
#define CARRY_MAX 1000000

/* (transfer full): of each small cell whether it goes up, by chance. */
static guint8 *
draw (const PakivRounding *rounding,
      const PakivSharedSums *shared,
      const guint8 *secret,
      const char *book)
{
  guint8 *up = g_new (guint8, MAX (shared->n_cells, 1));

  for (guint i = 0; i < shared->n_cells; i++)
    {
      guint cell = shared->cells[i];
      guint64 number = pakiv_keyed_random_for_cell (secret, book, rounding->ids[cell]);

      up[i] = (gint64)((number * (guint64)rounding->base) >> 32) < rounding->counts[cell];
    }
  return up;
}

/* (transfer full): of each sum, twice how far it is off, and what was carried: d² + (d + c)² is
 * least where (2d + c)² is. */
static gint32 *
add_up (const PakivRounding *rounding, const PakivSharedSums *shared, const guint8 *up)
{
  gint32 *deviations = g_new0 (gint32, MAX (rounding->n_sums, 1));

  for (guint s = 0; rounding->carry != NULL && s < rounding->n_sums; s++)
    deviations[s] = (gint32)CLAMP (rounding->carry[s], -CARRY_MAX, CARRY_MAX);
  for (guint i = 0; i < shared->n_cells; i++)
    {
      guint cell = shared->cells[i];
      gint64 off = (up[i] ? rounding->base : 0) - rounding->counts[cell];

      for (guint k = rounding->starts[cell]; k < rounding->starts[cell + 1]; k++)
        deviations[rounding->sums[k]] += (gint32)(2 * off);
    }
  return deviations;
}

static gint64
add_squares (const gint32 *deviations, guint n)
{
  gint64 squares = 0;

  for (guint s = 0; s < n; s++)
    squares += (gint64)deviations[s] * deviations[s];
  return squares;
}

static gint64
write_rounded (const PakivRounding *rounding,
               const PakivSharedSums *shared,
               const guint8 *up,
               gint64 *rounded)
{
  g_autofree gint64 *off = g_new0 (gint64, MAX (rounding->n_sums, 1));
  gint64 largest = 0;

  if (rounding->n_cells > 0)
    memcpy (rounded, rounding->counts, rounding->n_cells * sizeof (gint64));
  for (guint i = 0; i < shared->n_cells; i++)
    {
      guint cell = shared->cells[i];

      rounded[cell] = up[i] ? rounding->base : 0;
      for (guint k = rounding->starts[cell]; k < rounding->starts[cell + 1]; k++)
        off[rounding->sums[k]] += rounded[cell] - rounding->counts[cell];
    }
  for (guint s = 0; s < rounding->n_sums; s++)
    largest = MAX (largest, ABS (off[s]));
  return largest;
}

void
pakiv_small_count_rounding_run (const PakivRounding *rounding,
                                const guint8 *secret,
                                const char *book,
                                gint64 *rounded,
                                PakivRoundingResult *result)
{
  g_autoptr (PakivSharedSums) shared = NULL;
  g_autofree guint8 *up = NULL;
  g_autofree gint32 *deviations = NULL;
  PakivKeyedRandom random;
  gint64 drawn;

  g_return_if_fail (rounding->base > 1);
  g_return_if_fail (sodium_init () >= 0);

  shared = pakiv_shared_sums_new (rounding);
  up = draw (rounding, shared, secret, book);
  deviations = add_up (rounding, shared, up);
  drawn = add_squares (deviations, rounding->n_sums);
  pakiv_keyed_random_init (&random, secret, book);
  result->n_small = shared->n_cells;
  result->drawn = (guint64)drawn / 4;
  drawn -= pakiv_rounding_search_run (shared, rounding, &random, up, deviations);
  result->improved = (guint64)drawn / 4;
  result->largest = write_rounded (rounding, shared, up, rounded);
  sodium_memzero (&random, sizeof random);
}
