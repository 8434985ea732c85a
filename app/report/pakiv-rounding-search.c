#include "pakiv-rounding-search.h"

#include <string.h>

/* The cooling, found by measuring (tests/bench): from 0.04 down to 0.02 of what a flip of an
 * average cell costs when all its sums are right, then only improvements. */
#define STAGES 128
#define START_HEAT 2621 /* 0.04 in 1/65536 */
#define COOLING 65182   /* 2 ^ (-1 / STAGES) in 1/65536 */
#define LAST_STAGES 4   /* without heat */
#define LN_2 45426      /* in 1/65536 */

/* One try in so many is a flip. */
#define FLIP_EVERY 4

/* Work is counted, not timed: 1 for each member told of a change of its sum, which takes about a
 * nanosecond, and this for a try. The search gets WORK, about a quarter of a second; less where the
 * cells are so few that it would win nothing, more where they are so many that each would get too
 * little. */
#define WORK_A_TRY 32
#define WORK (G_GUINT64_CONSTANT (200) * 1000 * 1000)
#define WORK_A_CELL_MIN 2500
#define WORK_A_CELL_MAX 250000

typedef struct
{
  const PakivSharedSums *shared;
  PakivKeyedRandom *random;
  gint64 base;
  guint8 *up;
  gint32 *deviations; /* of each shared sum, twice, and what was carried */

  /* All costs are in units of four bases: every change of the energy is a multiple of that. */
  gint64 *rising;  /* what it costs to flip a cell up, but for its coarse sums */
  gint64 *turning; /* what it costs to flip a cell up and down again, its coarse sums included */

  guint *movable; /* cells that share a sum */
  guint n_movable;
  guint *ups;    /* the movable ones that are up, in no order */
  guint *places; /* where in @ups each of them stands */
  guint n_ups;
  gint64 won; /* by which the energy fell */
  guint64 work;
} Search;

static gint64
cost_of_rising (const Search *search, guint cell)
{
  const PakivSharedSums *shared = search->shared;
  gint64 cost = search->rising[cell];

  for (guint k = shared->coarse[cell]; k < shared->starts[cell + 1]; k++)
    cost += search->deviations[shared->sums[k]];
  return cost;
}

static gint64
cost_of_falling (const Search *search, guint cell)
{
  return search->turning[cell] - cost_of_rising (search, cell);
}

static void
change_sum (Search *search, guint sum, gint64 by)
{
  const PakivSharedSums *shared = search->shared;
  guint end = shared->first[sum + 1];

  search->deviations[sum] += (gint32)by;
  if (sum >= shared->n_local)
    return;
  for (guint k = shared->first[sum]; k < end; k++)
    search->rising[shared->members[k]] += by;
  search->work += end - shared->first[sum];
}

static void
add_up_cell (Search *search, guint cell)
{
  search->places[cell] = search->n_ups;
  search->ups[search->n_ups++] = cell;
}

static void
remove_up_cell (Search *search, guint cell)
{
  guint last = search->ups[--search->n_ups];

  search->ups[search->places[cell]] = last;
  search->places[last] = search->places[cell];
}

static void
flip (Search *search, guint cell)
{
  const PakivSharedSums *shared = search->shared;
  gint64 by = search->up[cell] ? -2 * search->base : 2 * search->base;

  for (guint k = shared->starts[cell]; k < shared->starts[cell + 1]; k++)
    change_sum (search, shared->sums[k], by);
  search->up[cell] ^= 1;
  if (search->up[cell])
    add_up_cell (search, cell);
  else
    remove_up_cell (search, cell);
}

/* Both cells' sums are ascending: those that both have are passed over. */
static void
swap (Search *search, guint down, guint up)
{
  const PakivSharedSums *shared = search->shared;
  guint d = shared->starts[down], d_end = shared->starts[down + 1];
  guint u = shared->starts[up], u_end = shared->starts[up + 1];

  while (d < d_end || u < u_end)
    if (u == u_end || (d < d_end && shared->sums[d] < shared->sums[u]))
      change_sum (search, shared->sums[d++], -2 * search->base);
    else if (d == d_end || shared->sums[u] < shared->sums[d])
      change_sum (search, shared->sums[u++], 2 * search->base);
    else
      {
        d++;
        u++;
      }
  search->up[down] = 0;
  search->up[up] = 1;
  remove_up_cell (search, down);
  add_up_cell (search, up);
}

/* @heat (in 1/65536) times a number spread as -ln u. The logarithm is Mitchell's piecewise linear
 * one, exact enough for cooling and the same everywhere. */
static gint64
draw_threshold (Search *search, gint64 heat)
{
  guint32 u = pakiv_keyed_random_next (search->random) | 1;
  guint zeros = (guint)__builtin_clz (u);
  gint64 fraction = (gint64)((guint32)((guint64)u << (zeros + 1)) >> 16);
  gint64 minus_log2 = ((gint64)(zeros + 1) << 16) - fraction;

  return (heat * ((minus_log2 * LN_2) >> 16)) >> 32;
}

static void
try_flip (Search *search, gint64 heat)
{
  guint cell = search->movable[pakiv_keyed_random_below (search->random, search->n_movable)];
  gint64 cost = search->up[cell] ? cost_of_falling (search, cell) : cost_of_rising (search, cell);

  if (cost > 0 && cost > draw_threshold (search, heat))
    return;
  flip (search, cell);
  search->won -= cost;
}

/* An up cell against all that are most like it and down. A cell seldom costs less than nothing to
 * flip, so what both share, and no more, can be saved: those after the first that could not be
 * worth it share less still. */
static void
try_swaps (Search *search, gint64 heat)
{
  const PakivSharedSums *shared = search->shared;
  guint cell, other = G_MAXUINT;
  gint64 falling, limit;
  gsize first;

  if (search->n_ups == 0)
    return;
  cell = search->ups[pakiv_keyed_random_below (search->random, search->n_ups)];
  first = (gsize)cell * PAKIV_SHARED_SUMS_ALIKE;
  falling = cost_of_falling (search, cell);
  limit = draw_threshold (search, heat) - falling;
  for (gsize k = first; k < first + shared->n_alike[cell]; k++)
    {
      gint64 saved = 2 * search->base * shared->n_shared[k];
      gint64 rising;

      if (-saved > limit)
        break;
      if (search->up[shared->alike[k]])
        continue;
      rising = cost_of_rising (search, shared->alike[k]) - saved;
      if (rising > limit)
        continue;
      limit = rising - 1;
      other = shared->alike[k];
    }
  if (other == G_MAXUINT)
    return;
  swap (search, cell, other);
  search->won -= falling + limit + 1;
}

static void
run_stage (Search *search, guint64 work, gint64 heat)
{
  guint64 end = search->work + work;

  for (guint64 i = 0; search->work < end; i++)
    {
      if (i % FLIP_EVERY == 0)
        try_flip (search, heat);
      else
        try_swaps (search, heat);
      search->work += WORK_A_TRY;
    }
}

/* Ends with what was drawn where that was better. */
static void
improve (Search *search, gint64 heat)
{
  guint64 n = search->n_movable;
  guint64 work = MIN (WORK_A_CELL_MAX * n, MAX (WORK_A_CELL_MIN * n, WORK));
  g_autofree guint8 *drawn = g_memdup2 (search->up, search->shared->n_cells);

  for (int stage = 0; stage < STAGES; stage++)
    {
      run_stage (search, work / STAGES, heat);
      heat = (heat * COOLING) >> 16;
    }
  run_stage (search, LAST_STAGES * work / STAGES, 0);
  if (search->won >= 0)
    return;
  search->won = 0;
  memcpy (search->up, drawn, search->shared->n_cells);
}

/* A cell alone in all its sums stays as it was drawn: moved to the nearer of 0 and the base it
 * would be no draw any more, and a published 0 would say “less than half of the base”. */
static void
list_movable (Search *search)
{
  const PakivSharedSums *shared = search->shared;

  for (guint i = 0; i < shared->n_cells; i++)
    {
      if (shared->starts[i + 1] == shared->starts[i])
        continue;
      search->movable[search->n_movable++] = i;
      if (search->up[i])
        add_up_cell (search, i);
    }
}

/* With D the deviation of a sum, twice, and what was carried, rising adds to its D² four bases
 * times base + D, and falling four bases times base - D. A sum that no other small cell adds to is
 * part of the cost for good, as it is while its one cell is down: up, its D is two bases more. */
static void
add_up_costs (Search *search, const PakivRounding *rounding, const gint32 *deviations)
{
  const PakivSharedSums *shared = search->shared;

  for (guint s = 0; s < shared->n_sums; s++)
    search->deviations[s] = deviations[shared->sources[s]];
  for (guint i = 0; i < shared->n_cells; i++)
    {
      guint begin = rounding->starts[shared->cells[i]];
      guint end = rounding->starts[shared->cells[i] + 1];
      gint64 n_shared = shared->starts[i + 1] - shared->starts[i];
      gint64 n_own = end - begin - n_shared;

      search->turning[i] = 2 * n_shared * search->base;
      search->rising[i] = (n_shared + (search->up[i] ? -n_own : n_own)) * search->base;
      for (guint k = begin; k < end; k++)
        search->rising[i] += deviations[rounding->sums[k]];
      for (guint k = shared->coarse[i]; k < shared->starts[i + 1]; k++)
        search->rising[i] -= search->deviations[shared->sums[k]];
    }
}

static gint64
get_first_heat (const PakivSharedSums *shared, const PakivRounding *rounding)
{
  guint64 n_sums = 0;

  for (guint i = 0; i < shared->n_cells; i++)
    n_sums += rounding->starts[shared->cells[i] + 1] - rounding->starts[shared->cells[i]];
  return (gint64)(n_sums * (guint64)rounding->base * START_HEAT / shared->n_cells);
}

gint64
pakiv_rounding_search_run (const PakivSharedSums *shared,
                           const PakivRounding *rounding,
                           PakivKeyedRandom *random,
                           guint8 *up,
                           const gint32 *deviations)
{
  guint n = shared->n_cells;
  g_autofree gint32 *of_sums = g_new (gint32, shared->n_sums);
  g_autofree gint64 *rising = g_new (gint64, n);
  g_autofree gint64 *turning = g_new (gint64, n);
  g_autofree guint *movable = g_new (guint, n);
  g_autofree guint *ups = g_new (guint, n);
  g_autofree guint *places = g_new (guint, n);
  Search search = { .shared = shared,
                    .random = random,
                    .base = rounding->base,
                    .up = up,
                    .deviations = of_sums,
                    .rising = rising,
                    .turning = turning,
                    .movable = movable,
                    .ups = ups,
                    .places = places };

  list_movable (&search);
  if (search.n_movable == 0)
    return 0;
  add_up_costs (&search, rounding, deviations);
  improve (&search, get_first_heat (shared, rounding));
  return 4 * search.won * search.base;
}
