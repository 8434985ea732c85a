#include "pakiv-attack.h"

#include "pakiv-attack-part-run.h"
#include "pakiv-error.h"

#include <glib/gi18n.h>
#include <math.h>

#define NO_TIME_LIMIT (365.0 * 24 * 60 * 60)

typedef struct
{
  const PakivAttackSystem *system;
  const PakivAttackOptions *options;
  PakivAttackReduction *reduction;
  guint *group_starts; /* groups and sums by part */
  guint *groups;
  guint *sum_starts;
  guint *sums;
  guint *goal_starts; /* goals by part; those of no part come last */
  guint *goals;
  guint *column_of; /* of each group, within its part */
  gint64 *known;    /* of each group, or NULL */
  PakivAttackResult *result;
} Run;

void
pakiv_attack_result_free (PakivAttackResult *result)
{
  if (result == NULL)
    return;
  g_array_unref (result->ranges);
  g_free (result);
}

/* Sorts @n things into @n_bins by @bins, each keeping its order. */
static void
sort_into (const guint *bins, guint n, guint n_bins, guint **starts, guint **sorted)
{
  g_autofree guint *next = NULL;

  *starts = g_new0 (guint, n_bins + 1);
  *sorted = g_new (guint, MAX (n, 1));
  for (guint i = 0; i < n; i++)
    (*starts)[bins[i] + 1]++;
  for (guint b = 0; b < n_bins; b++)
    (*starts)[b + 1] += (*starts)[b];
  next = g_memdup2 (*starts, (n_bins + 1) * sizeof (guint));
  for (guint i = 0; i < n; i++)
    (*sorted)[next[bins[i]]++] = i;
}

static guint
find_part_of_goal (const Run *run, guint goal)
{
  const PakivAttackSystem *system = run->system;

  for (guint k = g_array_index (system->goal_starts, guint, goal);
       k < g_array_index (system->goal_starts, guint, goal + 1); k++)
    {
      guint group = run->reduction->group_of[g_array_index (system->goal_cells, guint, k)];

      if (group != PAKIV_ATTACK_NO_GROUP)
        return run->reduction->part_of[group];
    }
  return run->reduction->n_parts;
}

static void
sort_parts (Run *run)
{
  const PakivAttackReduction *reduction = run->reduction;
  guint n_sums = reduction->sum_lower->len, n_parts = reduction->n_parts;
  guint n_goals = pakiv_attack_system_get_n_goals (run->system);
  g_autofree guint *part_of_sum = g_new (guint, MAX (n_sums, 1));
  g_autofree guint *part_of_goal = g_new (guint, MAX (n_goals, 1));

  for (guint s = 0; s < n_sums; s++)
    part_of_sum[s] = reduction->part_of[g_array_index (
        reduction->sum_groups, guint, g_array_index (reduction->sum_starts, guint, s))];
  for (guint g = 0; g < n_goals; g++)
    part_of_goal[g] = find_part_of_goal (run, g);
  sort_into (reduction->part_of, reduction->n_groups, n_parts, &run->group_starts, &run->groups);
  sort_into (part_of_sum, n_sums, n_parts, &run->sum_starts, &run->sums);
  sort_into (part_of_goal, n_goals, n_parts + 1, &run->goal_starts, &run->goals);
  run->column_of = g_new (guint, MAX (reduction->n_groups, 1));
  for (guint p = 0; p < n_parts; p++)
    for (guint k = run->group_starts[p]; k < run->group_starts[p + 1]; k++)
      run->column_of[run->groups[k]] = k - run->group_starts[p];
}

static void
add_known (Run *run)
{
  if (run->options->known == NULL)
    return;
  run->known = g_new0 (gint64, MAX (run->reduction->n_groups, 1));
  for (guint i = 0; i < run->system->n_cells; i++)
    if (run->reduction->group_of[i] != PAKIV_ATTACK_NO_GROUP)
      run->known[run->reduction->group_of[i]] += run->options->known[i];
}

static void
harvest_known (const Run *run, PakivAttackPart *part, guint p)
{
  g_autofree gint64 *data = NULL;

  if (run->known == NULL)
    return;
  data = g_new (gint64, part->n_columns);
  for (guint i = 0; i < part->n_columns; i++)
    data[i] = run->known[run->groups[run->group_starts[p] + i]];
  if (pakiv_attack_part_fits (part, data))
    pakiv_attack_part_harvest_whole (part, data);
}

/* A goal and its place in the part. Goals of one group share one; @shared is by column. */
typedef struct
{
  guint goal;
  PakivAttackGoal *own;
  gint64 known_lower;
  gint64 known_upper;
} Place;

static void
add_goal (const Run *run, PakivAttackPart *part, guint goal, PakivAttackGoal **shared, Place *place)
{
  const PakivAttackSystem *system = run->system;
  guint n = g_array_index (system->goal_starts, guint, goal + 1)
            - g_array_index (system->goal_starts, guint, goal);
  g_autofree guint *columns = g_new (guint, n);

  place->goal = goal;
  n = pakiv_attack_reduction_get_goal (run->reduction, goal, columns, &place->known_lower,
                                       &place->known_upper);
  for (guint k = 0; k < n; k++)
    columns[k] = run->column_of[columns[k]];
  if (n > 1)
    place->own = pakiv_attack_part_add_goal (part, columns, n, run->options->width);
  else if (shared[columns[0]] == NULL)
    place->own = shared[columns[0]]
        = pakiv_attack_part_add_goal (part, columns, n, run->options->width);
  else
    place->own = shared[columns[0]];
}

static gint64
add_limits (gint64 a, gint64 b)
{
  return MIN (a + b, PAKIV_ATTACK_NO_LIMIT);
}

/* From what was found about the groups to the goal itself. */
static void
finish (const Run *run, const Place *place, gint64 *low, gint64 *high)
{
  const PakivAttackSystem *system = run->system;
  guint from = g_array_index (system->goal_starts, guint, place->goal);
  guint n = g_array_index (system->goal_starts, guint, place->goal + 1) - from;

  if (n == 1)
    {
      pakiv_attack_reduction_spread (run->reduction,
                                     g_array_index (system->goal_cells, guint, from), low, high);
      return;
    }
  *low = add_limits (*low, place->known_lower);
  *high = add_limits (*high, place->known_upper);
}

static void
write_range (const Run *run, const Place *place)
{
  const PakivAttackGoal *own = place->own;
  PakivAttackRange *range = &g_array_index (run->result->ranges, PakivAttackRange, place->goal);
  gint64 seen_low = own->seen_low, seen_high = own->seen_high, width = MAX (run->options->width, 1);
  gboolean open = FALSE;

  range->low = own->lower;
  range->high = own->upper;
  if (own->low_done)
    range->low = MAX (range->low, (gint64)ceil (own->real_low - PAKIV_ATTACK_NEAR));
  if (own->high_done && !isinf (own->real_high))
    range->high = MIN (range->high, (gint64)floor (own->real_high + PAKIV_ATTACK_NEAR));
  finish (run, place, &range->low, &range->high);
  if (seen_low <= seen_high)
    {
      if (range->high >= PAKIV_ATTACK_NO_LIMIT && own->high_done)
        seen_high = PAKIV_ATTACK_NO_LIMIT;
      finish (run, place, &seen_low, &seen_high);
      open = seen_high - seen_low >= width;
    }
  if (open && run->options->width > 0)
    {
      range->low = seen_low;
      range->high = seen_high;
    }
  range->verdict = open                               ? PAKIV_ATTACK_OPEN
                   : range->high - range->low < width ? PAKIV_ATTACK_DERIVED
                                                      : PAKIV_ATTACK_NOT_CERTIFIED;
}

/* Goals of which everything is known, or nothing but their own limits. */
static void
write_fixed (const Run *run, guint goal)
{
  PakivAttackRange *range = &g_array_index (run->result->ranges, PakivAttackRange, goal);
  gint64 width = MAX (run->options->width, 1);

  pakiv_attack_reduction_get_goal (run->reduction, goal, NULL, &range->low, &range->high);
  range->verdict = range->high - range->low >= width ? PAKIV_ATTACK_OPEN : PAKIV_ATTACK_DERIVED;
}

static gboolean
run_part (Run *run, guint p, gint64 end, GCancellable *cancellable, guint *label)
{
  guint first = run->group_starts[p], n = run->group_starts[p + 1] - first;
  guint first_goal = run->goal_starts[p], n_goals = run->goal_starts[p + 1] - first_goal;
  g_autoptr (PakivAttackPart) part = pakiv_attack_part_new (
      run->reduction, run->groups + first, n, run->sums + run->sum_starts[p],
      run->sum_starts[p + 1] - run->sum_starts[p], run->column_of);
  g_autofree PakivAttackGoal **shared = g_new0 (PakivAttackGoal *, n);
  g_autofree Place *places = g_new0 (Place, MAX (n_goals, 1));

  for (guint k = 0; k < n_goals; k++)
    add_goal (run, part, run->goals[first_goal + k], shared, &places[k]);
  harvest_known (run, part, p);
  if (!pakiv_attack_part_run (part, end, cancellable, label))
    return FALSE;
  for (guint k = 0; k < n_goals; k++)
    write_range (run, &places[k]);
  run->result->n_programs += part->n_programs;
  run->result->n_searches += part->n_searches;
  run->result->n_witnesses += part->n_witnesses;
  return TRUE;
}

static gboolean
run_parts (Run *run, gint64 end, GCancellable *cancellable, guint *label, GError **error)
{
  guint n_parts = run->reduction->n_parts;

  for (guint p = 0; p < n_parts; p++)
    {
      gboolean fits = run_part (run, p, end, cancellable, label);

      if (g_cancellable_set_error_if_cancelled (cancellable, error))
        return FALSE;
      if (!fits)
        {
          g_set_error_literal (error, PAKIV_ERROR, PAKIV_ERROR_INVALID,
                               _ ("No numbers fit all that is published."));
          return FALSE;
        }
    }
  for (guint k = run->goal_starts[n_parts]; k < run->goal_starts[n_parts + 1]; k++)
    write_fixed (run, run->goals[k]);
  return TRUE;
}

static void
clear (Run *run)
{
  pakiv_attack_reduction_free (run->reduction);
  g_free (run->group_starts);
  g_free (run->groups);
  g_free (run->sum_starts);
  g_free (run->sums);
  g_free (run->goal_starts);
  g_free (run->goals);
  g_free (run->column_of);
  g_free (run->known);
}

PakivAttackResult *
pakiv_attack_run (const PakivAttackSystem *system,
                  const PakivAttackOptions *options,
                  GCancellable *cancellable,
                  guint *label,
                  GError **error)
{
  g_autoptr (PakivAttackResult) result = g_new0 (PakivAttackResult, 1);
  gint64 begin = g_get_monotonic_time ();
  double seconds = options->seconds > 0 ? options->seconds : NO_TIME_LIMIT;
  Run run = { .system = system, .options = options, .result = result };
  gboolean done;

  *label = G_MAXUINT;
  result->ranges = g_array_new (FALSE, TRUE, sizeof (PakivAttackRange));
  g_array_set_size (result->ranges, pakiv_attack_system_get_n_goals (system));
  run.reduction = pakiv_attack_reduction_new (system, label);
  if (run.reduction == NULL)
    {
      g_set_error_literal (error, PAKIV_ERROR, PAKIV_ERROR_INVALID,
                           _ ("No numbers fit all that is published."));
      return NULL;
    }
  sort_parts (&run);
  add_known (&run);
  result->n_parts = run.reduction->n_parts;
  result->n_columns = run.reduction->n_groups;
  result->n_sums = run.reduction->sum_lower->len;
  done = run_parts (&run, begin + (gint64)(seconds * G_USEC_PER_SEC), cancellable, label, error);
  clear (&run);
  result->seconds = (double)(g_get_monotonic_time () - begin) / G_USEC_PER_SEC;
  return done ? g_steal_pointer (&result) : NULL;
}
