#include "pakiv-small-count-rounding.h"

#include "pakiv-keyed-random.h"

#include <sodium.h>
#include <string.h>

/* The cooling, found by measuring (tests/bench): from 0.06 down to 0.02 of what a flip of an
 * average cell costs when all its sums are right, which is where such cubes settle, then only
 * improvements. */
#define STAGES 128
#define START_HEAT 3932    /* 0.06 in 1/65536 */
#define COOLING 64976      /* 3 ^ (-1 / STAGES) in 1/65536 */
#define REMEMBER_STAGES 16 /* the best state is looked for only near the end */
#define LAST_STAGES 4      /* without heat */
#define LN_2 45426         /* in 1/65536 */

/* More is no deviation of roundings, and could not be made good. */
#define CARRY_MAX 1000000

/* How long to search: as many tries as the small cells deserve, within a bound of work that takes
 * about a third of a second on an old desktop. */
#define TRIES_A_CELL 20000
#define WORK (G_GUINT64_CONSTANT (100) * 1000 * 1000)

typedef struct
{
  guint n;
  guint *starts; /* as PakivRounding, small cells only */
  guint *sums;
  guint *members; /* small cells of sum s: members[first[s]] … members[first[s + 1] - 1] */
  guint *first;
  guint *movable; /* small cells that share a sum with another one */
  guint n_movable;
  guint8 *up;
  guint8 *best_up;
  gint32 *deviations; /* of each sum, twice, and what was carried: d² + (d + c)² is least where
                         (2d + c)² is */
  gint64 energy;      /* sum of their squares */
  gint64 best_energy;
  gint64 base;
  PakivKeyedRandom random;
} Search;

static void
move (Search *search, guint cell, gint32 by)
{
  for (guint k = search->starts[cell]; k < search->starts[cell + 1]; k++)
    search->deviations[search->sums[k]] += 2 * by;
}

/* What flipping @cell adds to the energy, divided by four bases (all changes are multiples of it).
 */
static gint64
cost_of_flip (const Search *search, guint cell)
{
  gint64 sum = 0;
  gint64 n = search->starts[cell + 1] - search->starts[cell];

  for (guint k = search->starts[cell]; k < search->starts[cell + 1]; k++)
    sum += search->deviations[search->sums[k]];
  return n * search->base + (search->up[cell] ? -sum : sum);
}

static gint32
step_of_flip (const Search *search, guint cell)
{
  return (gint32)(search->up[cell] ? -search->base : search->base);
}

/* A keyed threshold: @heat (in 1/65536) times a number spread as -ln u. The logarithm is Mitchell's
 * piecewise linear one, exact enough for cooling and the same everywhere. */
static gint64
draw_threshold (Search *search, gint64 heat)
{
  guint32 u = pakiv_keyed_random_next (&search->random) | 1;
  guint zeros = (guint)__builtin_clz (u);
  gint64 fraction = (gint64)((guint32)((guint64)u << (zeros + 1)) >> 16);
  gint64 minus_log2 = ((gint64)(zeros + 1) << 16) - fraction;

  return (heat * ((minus_log2 * LN_2) >> 16)) >> 32;
}

static void
try_flip (Search *search, guint cell, gint64 threshold)
{
  gint64 cost = cost_of_flip (search, cell);

  if (cost > threshold)
    return;
  move (search, cell, step_of_flip (search, cell));
  search->up[cell] ^= 1;
  search->energy += 4 * cost * search->base;
}

static guint
count_members (const Search *search, guint sum)
{
  return search->first[sum + 1] - search->first[sum];
}

/* One of the cell's sums at random; of two drawn, the one that fewer cells share: those are the
 * hard ones. */
static guint
draw_sum (Search *search, guint cell)
{
  guint n = search->starts[cell + 1] - search->starts[cell];
  guint one = search->sums[search->starts[cell] + pakiv_keyed_random_below (&search->random, n)];
  guint two = search->sums[search->starts[cell] + pakiv_keyed_random_below (&search->random, n)];
  guint n_one = count_members (search, one), n_two = count_members (search, two);

  return n_one < 2 || (n_two >= 2 && n_two < n_one) ? two : one;
}

/* Flips @cell and, the other way, a cell that shares one of its sums: that sum and all above stay.
 */
static void
try_swap (Search *search, guint cell, gint64 threshold)
{
  gint32 step = step_of_flip (search, cell);
  guint sum, other;
  gint64 cost;

  if (search->starts[cell + 1] == search->starts[cell])
    return;
  sum = draw_sum (search, cell);
  other
      = search->members[search->first[sum]
                        + pakiv_keyed_random_below (&search->random, count_members (search, sum))];
  if (search->up[other] == search->up[cell])
    return;
  cost = cost_of_flip (search, cell);
  move (search, cell, step);
  cost += cost_of_flip (search, other);
  if (cost > threshold)
    {
      move (search, cell, -step);
      return;
    }
  move (search, other, -step);
  search->up[cell] ^= 1;
  search->up[other] ^= 1;
  search->energy += 4 * cost * search->base;
}

static void
remember_best (Search *search)
{
  if (search->energy >= search->best_energy)
    return;
  search->best_energy = search->energy;
  memcpy (search->best_up, search->up, search->n);
}

static void
run_stage (Search *search, guint64 tries, gint64 heat, gboolean remember)
{
  for (guint64 i = 0; i < tries; i++)
    {
      guint cell = search->movable[pakiv_keyed_random_below (&search->random, search->n_movable)];
      gint64 threshold = draw_threshold (search, heat);

      if (i % 4 != 0)
        try_swap (search, cell, threshold);
      else
        try_flip (search, cell, threshold);
      if (remember)
        remember_best (search);
    }
}

static void
improve (Search *search)
{
  guint64 memberships = search->starts[search->n];
  guint64 tries = MIN ((guint64)TRIES_A_CELL * search->n, WORK * search->n / memberships);
  gint64 heat = (gint64)(memberships * (guint64)search->base * START_HEAT / search->n);

  for (int stage = 0; stage < STAGES; stage++)
    {
      run_stage (search, tries / STAGES, heat, stage >= STAGES - REMEMBER_STAGES);
      heat = (heat * COOLING) >> 16;
    }
  run_stage (search, LAST_STAGES * tries / STAGES, 0, TRUE);
}

static void
list_members (Search *search, guint n_sums)
{
  guint n = search->starts[search->n];
  g_autofree guint *next = NULL;

  search->first = g_new0 (guint, n_sums + 1);
  search->members = g_new (guint, n);
  for (guint k = 0; k < n; k++)
    search->first[search->sums[k] + 1]++;
  for (guint s = 0; s < n_sums; s++)
    search->first[s + 1] += search->first[s];
  next = g_memdup2 (search->first, n_sums * sizeof (guint));
  for (guint i = 0; i < search->n; i++)
    for (guint k = search->starts[i]; k < search->starts[i + 1]; k++)
      search->members[next[search->sums[k]]++] = i;
}

/* A cell alone in all its sums stays as it was drawn: moved to the nearer of 0 and the base it
 * would be no draw any more, and a published 0 would say “less than half of the base”. */
static void
list_movable (Search *search)
{
  search->movable = g_new (guint, search->n);
  for (guint i = 0; i < search->n; i++)
    for (guint k = search->starts[i]; k < search->starts[i + 1]; k++)
      if (count_members (search, search->sums[k]) > 1)
        {
          search->movable[search->n_movable++] = i;
          break;
        }
}

static gboolean
is_small (const PakivRounding *rounding, guint cell)
{
  return rounding->counts[cell] > 0 && rounding->counts[cell] < rounding->base;
}

/* Keeps the small cells only, each with its first draw: up with probability count / base. */
static void
start (Search *search, const PakivRounding *rounding, const guint8 *secret, const char *book)
{
  guint n = rounding->n_cells;

  search->base = rounding->base;
  search->starts = g_new0 (guint, n + 1);
  search->sums = g_new (guint, rounding->starts[n]);
  search->up = g_new0 (guint8, n);
  search->deviations = g_new0 (gint32, rounding->n_sums);
  for (guint s = 0; rounding->carry != NULL && s < rounding->n_sums; s++)
    search->deviations[s] = (gint32)CLAMP (rounding->carry[s], -CARRY_MAX, CARRY_MAX);
  for (guint i = 0; i < n; i++)
    {
      guint n_own = rounding->starts[i + 1] - rounding->starts[i];
      guint own = search->n;
      guint64 draw;

      if (!is_small (rounding, i))
        continue;
      if (n_own > 0)
        memcpy (search->sums + search->starts[own], rounding->sums + rounding->starts[i],
                n_own * sizeof (guint));
      search->starts[own + 1] = search->starts[own] + n_own;
      search->n++;
      draw = (guint64)pakiv_keyed_random_for_cell (secret, book, rounding->ids[i])
             * (guint64)rounding->base;
      search->up[own] = (gint64)(draw >> 32) < rounding->counts[i];
      move (search, own, (gint32)((search->up[own] ? rounding->base : 0) - rounding->counts[i]));
    }
  for (guint s = 0; s < rounding->n_sums; s++)
    search->energy += (gint64)search->deviations[s] * search->deviations[s];
  search->best_energy = search->energy;
  search->best_up = g_memdup2 (search->up, n);
}

static void
clear (Search *search)
{
  g_free (search->starts);
  g_free (search->sums);
  g_free (search->members);
  g_free (search->first);
  g_free (search->movable);
  g_free (search->up);
  g_free (search->best_up);
  g_free (search->deviations);
  sodium_memzero (search, sizeof *search);
}

static gint64
write_rounded (const Search *search, const PakivRounding *rounding, gint64 *rounded)
{
  g_autofree gint64 *off = g_new0 (gint64, rounding->n_sums);
  guint own = 0;
  gint64 largest = 0;

  for (guint i = 0; i < rounding->n_cells; i++)
    {
      rounded[i] = rounding->counts[i];
      if (!is_small (rounding, i))
        continue;
      rounded[i] = search->best_up[own++] ? rounding->base : 0;
      for (guint k = rounding->starts[i]; k < rounding->starts[i + 1]; k++)
        off[rounding->sums[k]] += rounded[i] - rounding->counts[i];
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
  Search search = { 0 };

  g_return_if_fail (rounding->base > 1);
  g_return_if_fail (sodium_init () >= 0);

  start (&search, rounding, secret, book);
  result->n_small = search.n;
  result->drawn = (guint64)search.energy / 4;
  if (search.n > 0 && search.starts[search.n] > 0)
    {
      list_members (&search, rounding->n_sums);
      list_movable (&search);
    }
  if (search.n_movable > 0)
    {
      pakiv_keyed_random_init (&search.random, secret, book);
      improve (&search);
    }
  result->improved = (guint64)search.best_energy / 4;
  result->largest = write_rounded (&search, rounding, rounded);
  clear (&search);
}
