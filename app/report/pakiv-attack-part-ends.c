#include "pakiv-attack-part-ends.h"

#include "pakiv-attack-batch.h"

#include <math.h>

/* Ends are asked for together as long as a program closes this many; below that, those that are
 * left mostly end before their limits, and each has to have its own. */
#define TOGETHER_MIN 3

static double
to_real (gint64 limit)
{
  return limit >= PAKIV_ATTACK_NO_LIMIT ? INFINITY : (double)limit;
}

static void
add_sums (const PakivAttackPart *part, PakivLinearProgram *program, gboolean elastic)
{
  g_autoptr (GArray) columns = g_array_new (FALSE, FALSE, sizeof (guint));
  g_autoptr (GArray) factors = g_array_new (FALSE, FALSE, sizeof (double));
  const double one = 1, minus_one = -1;

  for (guint s = 0; s < part->sum_lower->len; s++)
    {
      guint from = g_array_index (part->sum_starts, guint, s);
      guint n = g_array_index (part->sum_starts, guint, s + 1) - from;

      g_array_set_size (columns, 0);
      g_array_set_size (factors, 0);
      g_array_append_vals (columns, &g_array_index (part->sum_columns, guint, from), n);
      for (guint k = 0; k < n; k++)
        g_array_append_val (factors, one);
      if (elastic)
        {
          const guint more[] = { part->n_columns + 2 * s, part->n_columns + 2 * s + 1 };

          g_array_append_vals (columns, more, 2);
          g_array_append_val (factors, one);
          g_array_append_val (factors, minus_one);
        }
      pakiv_linear_program_add_row (program, (double)g_array_index (part->sum_lower, gint64, s),
                                    to_real (g_array_index (part->sum_upper, gint64, s)),
                                    (const guint *)columns->data, (const double *)factors->data,
                                    columns->len);
    }
}

PakivLinearProgram *
pakiv_attack_part_make_program (const PakivAttackPart *part)
{
  PakivLinearProgram *program = pakiv_linear_program_new ();

  for (guint i = 0; i < part->n_columns; i++)
    pakiv_linear_program_add_column (program, (double)part->open_lower[i],
                                     to_real (part->open_upper[i]));
  add_sums (part, program, FALSE);
  return program;
}

guint
pakiv_attack_part_find_contradiction (const PakivAttackPart *part,
                                      double seconds,
                                      GCancellable *cancellable)
{
  g_autoptr (PakivLinearProgram) program = pakiv_linear_program_new ();
  guint n_sums = part->sum_lower->len, worst = 0;
  g_autofree double *values = g_new0 (double, part->n_columns + 2 * n_sums);
  g_autofree guint *slack = g_new (guint, 2 * n_sums);

  for (guint i = 0; i < part->n_columns; i++)
    pakiv_linear_program_add_column (program, (double)part->open_lower[i],
                                     to_real (part->open_upper[i]));
  for (guint i = 0; i < 2 * n_sums; i++)
    slack[i] = pakiv_linear_program_add_column (program, 0, INFINITY);
  add_sums (part, program, TRUE);
  pakiv_linear_program_set_objective (program, slack, 2 * n_sums, 1);
  if (pakiv_linear_program_solve (program, FALSE, seconds, cancellable, values)
      != PAKIV_LINEAR_OPTIMAL)
    return G_MAXUINT;
  for (guint i = 1; i < 2 * n_sums; i++)
    if (values[part->n_columns + i] > values[part->n_columns + worst])
      worst = i;
  return g_array_index (part->sum_labels, guint, worst / 2);
}

/* The ends that need no program: a solution stands at the limit already. */
static void
settle (PakivAttackGoal *goal)
{
  if (goal->real_low <= (double)goal->lower + PAKIV_ATTACK_NEAR)
    goal->low_done = TRUE;
  if (goal->upper < PAKIV_ATTACK_NO_LIMIT
      && goal->real_high >= (double)goal->upper - PAKIV_ATTACK_NEAR)
    goal->high_done = TRUE;
}

static double
get_seconds (gint64 end)
{
  return MAX (0, (double)(end - g_get_monotonic_time ()) / G_USEC_PER_SEC);
}

/* One end of one goal. FALSE where time is over. */
static gboolean
find_end (PakivAttackPart *part,
          PakivLinearProgram *program,
          PakivAttackGoal *goal,
          gboolean high,
          gint64 end,
          GCancellable *cancellable,
          double *values)
{
  PakivLinearStatus status;

  pakiv_linear_program_set_objective (program, goal->columns, goal->n, high ? -1 : 1);
  part->n_programs++;
  status = pakiv_linear_program_solve (program, FALSE, get_seconds (end), cancellable, values);
  if (status == PAKIV_LINEAR_UNBOUNDED && high)
    goal->real_high = INFINITY;
  else if (status == PAKIV_LINEAR_OPTIMAL)
    pakiv_attack_part_harvest (part, values);
  else
    return FALSE;
  if (high)
    goal->high_done = TRUE;
  else
    goal->low_done = TRUE;
  return TRUE;
}

static gboolean
needs_end (PakivAttackGoal *goal, gboolean high)
{
  settle (goal);
  if (goal->needed > 0 && !pakiv_attack_goal_needs_proof (goal))
    return FALSE;
  return high ? !goal->high_done : !goal->low_done;
}

/* Offers every end that is still needed; returns how many there are. */
static guint
offer_ends (PakivAttackPart *part, PakivAttackBatch *batch, const double *values)
{
  guint n = 0;

  for (guint g = 0; g < part->goals->len; g++)
    for (int high = 1; high >= 0; high--)
      {
        PakivAttackGoal *goal = part->goals->pdata[g];
        double value = values[goal->columns[0]];

        if (!needs_end (goal, high) || (high && goal->upper >= PAKIV_ATTACK_NO_LIMIT))
          continue;
        pakiv_attack_batch_offer (batch, goal, high,
                                  high ? (double)goal->upper - value : value - (double)goal->lower);
        n++;
      }
  return n;
}

/* Whatever the program's solution is, it fits, and so no end is moved too far. */
static void
find_ends_together (PakivAttackPart *part,
                    PakivLinearProgram *program,
                    gint64 end,
                    GCancellable *cancellable,
                    double *values)
{
  g_autoptr (PakivAttackBatch) batch = pakiv_attack_batch_new (part);
  guint left = offer_ends (part, batch, values), before;

  do
    {
      if (pakiv_attack_batch_choose (batch) < TOGETHER_MIN)
        return;
      pakiv_linear_program_set_objective (program, (const guint *)batch->up->data, batch->up->len,
                                          -1);
      pakiv_linear_program_add_to_objective (program, (const guint *)batch->down->data,
                                             batch->down->len, 1);
      part->n_programs++;
      if (pakiv_linear_program_solve (program, FALSE, get_seconds (end), cancellable, values)
          != PAKIV_LINEAR_OPTIMAL)
        return;
      pakiv_attack_part_harvest (part, values);
      before = left;
      left = offer_ends (part, batch, values);
    }
  while (left + TOGETHER_MIN <= before);
}

void
pakiv_attack_part_find_ends (PakivAttackPart *part,
                             PakivLinearProgram *program,
                             gint64 end,
                             GCancellable *cancellable,
                             double *values)
{
  find_ends_together (part, program, end, cancellable, values);
  for (guint g = 0; g < part->goals->len; g++)
    for (int high = 1; high >= 0; high--)
      if (needs_end (part->goals->pdata[g], high)
          && !find_end (part, program, part->goals->pdata[g], high, end, cancellable, values)
          && (get_seconds (end) <= 0 || g_cancellable_is_cancelled (cancellable)))
        return;
}

void
pakiv_attack_part_search_end (PakivAttackPart *part,
                              PakivLinearProgram *program,
                              PakivAttackGoal *goal,
                              gboolean high,
                              double seconds,
                              GCancellable *cancellable,
                              double *values)
{
  PakivLinearStatus status;

  pakiv_linear_program_set_objective (program, goal->columns, goal->n, high ? -1 : 1);
  part->n_searches++;
  status = pakiv_linear_program_solve (program, TRUE, seconds, cancellable, values);
  if (status != PAKIV_LINEAR_OPTIMAL && status != PAKIV_LINEAR_FEASIBLE)
    return;
  pakiv_attack_part_harvest (part, values);
  if (status == PAKIV_LINEAR_OPTIMAL && high)
    goal->real_high = (double)goal->seen_high;
  else if (status == PAKIV_LINEAR_OPTIMAL)
    goal->real_low = (double)goal->seen_low;
}
