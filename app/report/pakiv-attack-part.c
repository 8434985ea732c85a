#include "pakiv-attack-part.h"

#include "pakiv-witness.h"

#include <math.h>
#include <string.h>

/* How near to a whole number, or to a limit, a solution counts as there. */
#define NEAR 1e-6

/* Searches for whole numbers: for the first data at all, for one goal, for all goals of a part
 * together. What is not found by then is not certified. */
#define FIRST_SECONDS 20.0
#define SEARCH_SECONDS 5.0
#define ALL_SEARCHES_SECONDS 30.0

static void
free_goal (PakivAttackGoal *goal)
{
  g_free (goal->columns);
  g_free (goal);
}

PakivAttackPart *
pakiv_attack_part_new (const PakivAttackReduction *reduction,
                       const guint *groups,
                       guint n,
                       const guint *sums,
                       guint n_sums,
                       const guint *column_of)
{
  PakivAttackPart *part = g_new0 (PakivAttackPart, 1);
  guint zero = 0;

  part->n_columns = n;
  part->lower = g_new (gint64, n);
  part->upper = g_new (gint64, n);
  part->open_lower = g_new (gint64, n);
  part->open_upper = g_new (gint64, n);
  part->sum_starts = g_array_new (FALSE, FALSE, sizeof (guint));
  part->sum_columns = g_array_new (FALSE, FALSE, sizeof (guint));
  part->sum_lower = g_array_new (FALSE, FALSE, sizeof (gint64));
  part->sum_upper = g_array_new (FALSE, FALSE, sizeof (gint64));
  part->sum_labels = g_array_new (FALSE, FALSE, sizeof (guint));
  part->goals = g_ptr_array_new_with_free_func ((GDestroyNotify)free_goal);
  for (guint i = 0; i < n; i++)
    {
      part->lower[i] = reduction->group_lower[groups[i]];
      part->upper[i] = reduction->group_upper[groups[i]];
      part->open_lower[i] = reduction->group_open_lower[groups[i]];
      part->open_upper[i] = reduction->group_open_upper[groups[i]];
    }
  g_array_append_val (part->sum_starts, zero);
  for (guint s = 0; s < n_sums; s++)
    {
      for (guint k = g_array_index (reduction->sum_starts, guint, sums[s]);
           k < g_array_index (reduction->sum_starts, guint, sums[s] + 1); k++)
        {
          guint group = g_array_index (reduction->sum_groups, guint, k);

          g_array_append_val (part->sum_columns, column_of[group]);
        }
      g_array_append_val (part->sum_starts, part->sum_columns->len);
      g_array_append_val (part->sum_lower, g_array_index (reduction->sum_lower, gint64, sums[s]));
      g_array_append_val (part->sum_upper, g_array_index (reduction->sum_upper, gint64, sums[s]));
      g_array_append_val (part->sum_labels, g_array_index (reduction->sum_labels, guint, sums[s]));
    }
  return part;
}

void
pakiv_attack_part_free (PakivAttackPart *part)
{
  if (part == NULL)
    return;
  g_free (part->lower);
  g_free (part->upper);
  g_free (part->open_lower);
  g_free (part->open_upper);
  g_free (part->whole);
  g_array_unref (part->sum_starts);
  g_array_unref (part->sum_columns);
  g_array_unref (part->sum_lower);
  g_array_unref (part->sum_upper);
  g_array_unref (part->sum_labels);
  g_ptr_array_unref (part->goals);
  g_free (part);
}

PakivAttackGoal *
pakiv_attack_part_add_goal (PakivAttackPart *part, const guint *columns, guint n, gint64 needed)
{
  PakivAttackGoal *goal = g_new0 (PakivAttackGoal, 1);

  goal->columns = g_memdup2 (columns, n * sizeof (guint));
  goal->n = n;
  goal->needed = needed;
  for (guint k = 0; k < n; k++)
    {
      goal->lower += part->lower[columns[k]];
      goal->upper = MIN (goal->upper + part->upper[columns[k]], PAKIV_ATTACK_NO_LIMIT);
    }
  goal->real_low = INFINITY;
  goal->real_high = -INFINITY;
  goal->seen_low = PAKIV_ATTACK_NO_LIMIT;
  goal->seen_high = -PAKIV_ATTACK_NO_LIMIT;
  g_ptr_array_add (part->goals, goal);
  return goal;
}

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

/* Which sum would have to give way most for the others to hold. */
static guint
find_contradiction (const PakivAttackPart *part, double seconds, GCancellable *cancellable)
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

gboolean
pakiv_attack_part_fits (const PakivAttackPart *part, const gint64 *data)
{
  for (guint i = 0; i < part->n_columns; i++)
    if (data[i] < part->lower[i] || data[i] > part->upper[i])
      return FALSE;
  for (guint s = 0; s < part->sum_lower->len; s++)
    {
      gint64 sum = 0;

      for (guint k = g_array_index (part->sum_starts, guint, s);
           k < g_array_index (part->sum_starts, guint, s + 1); k++)
        sum += data[g_array_index (part->sum_columns, guint, k)];
      if (sum < g_array_index (part->sum_lower, gint64, s)
          || sum > g_array_index (part->sum_upper, gint64, s))
        return FALSE;
    }
  return TRUE;
}

void
pakiv_attack_part_harvest_whole (PakivAttackPart *part, const gint64 *data)
{
  if (part->whole == NULL)
    part->whole = g_memdup2 (data, part->n_columns * sizeof (gint64));
  for (guint g = 0; g < part->goals->len; g++)
    {
      PakivAttackGoal *goal = part->goals->pdata[g];
      gint64 value = 0;

      for (guint k = 0; k < goal->n; k++)
        value += data[goal->columns[k]];
      goal->seen_low = MIN (goal->seen_low, value);
      goal->seen_high = MAX (goal->seen_high, value);
      goal->real_low = MIN (goal->real_low, (double)value);
      goal->real_high = MAX (goal->real_high, (double)value);
    }
}

static void
harvest_reals (PakivAttackPart *part, const double *values)
{
  for (guint g = 0; g < part->goals->len; g++)
    {
      PakivAttackGoal *goal = part->goals->pdata[g];
      double value = 0;

      for (guint k = 0; k < goal->n; k++)
        value += values[goal->columns[k]];
      goal->real_low = MIN (goal->real_low, value);
      goal->real_high = MAX (goal->real_high, value);
    }
}

gboolean
pakiv_attack_part_harvest (PakivAttackPart *part, const double *values)
{
  g_autofree gint64 *data = NULL;

  harvest_reals (part, values);
  for (guint i = 0; i < part->n_columns; i++)
    if (fabs (values[i] - round (values[i])) > NEAR)
      return FALSE;
  data = g_new (gint64, part->n_columns);
  for (guint i = 0; i < part->n_columns; i++)
    data[i] = (gint64)llround (values[i]);
  if (!pakiv_attack_part_fits (part, data))
    return FALSE;
  pakiv_attack_part_harvest_whole (part, data);
  return TRUE;
}

static gboolean
has_whole_width (const PakivAttackGoal *goal, gint64 width)
{
  return goal->seen_low <= goal->seen_high && goal->seen_high - goal->seen_low >= width;
}

gboolean
pakiv_attack_goal_is_shown (const PakivAttackGoal *goal)
{
  if (goal->needed > 0)
    return has_whole_width (goal, goal->needed);
  return goal->low_done && goal->high_done
         && (floor (goal->real_high + NEAR) - ceil (goal->real_low - NEAR) < 1
             || has_whole_width (goal, 1));
}

/* The ends that need no program: a solution stands at the limit already. */
static void
settle (PakivAttackGoal *goal)
{
  if (goal->real_low <= (double)goal->lower + NEAR)
    goal->low_done = TRUE;
  if (goal->upper < PAKIV_ATTACK_NO_LIMIT && goal->real_high >= (double)goal->upper - NEAR)
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
  if (goal->needed > 0 && has_whole_width (goal, goal->needed))
    return FALSE;
  return high ? !goal->high_done : !goal->low_done;
}

static void
find_ends (PakivAttackPart *part,
           PakivLinearProgram *program,
           gint64 end,
           GCancellable *cancellable,
           double *values)
{
  for (guint g = 0; g < part->goals->len; g++)
    for (int high = 1; high >= 0; high--)
      if (needs_end (part->goals->pdata[g], high)
          && !find_end (part, program, part->goals->pdata[g], high, end, cancellable, values)
          && (get_seconds (end) <= 0 || g_cancellable_is_cancelled (cancellable)))
        return;
}

/* Some whole-number data. FALSE where there are none at all; where time does not allow to know,
 * TRUE without them. */
static gboolean
find_whole (PakivAttackPart *part,
            PakivLinearProgram *program,
            gint64 end,
            GCancellable *cancellable,
            double *values)
{
  PakivLinearStatus status;

  if (part->whole != NULL)
    return TRUE;
  pakiv_linear_program_set_objective (program, NULL, 0, 0);
  part->n_searches++;
  status = pakiv_linear_program_solve (program, TRUE, MIN (FIRST_SECONDS, get_seconds (end)),
                                       cancellable, values);
  if (status == PAKIV_LINEAR_OPTIMAL || status == PAKIV_LINEAR_FEASIBLE)
    pakiv_attack_part_harvest (part, values);
  return status != PAKIV_LINEAR_INFEASIBLE;
}

static gint64
add_up (const PakivAttackGoal *goal, const gint64 *data)
{
  gint64 sum = 0;

  for (guint k = 0; k < goal->n; k++)
    sum += data[goal->columns[k]];
  return sum;
}

/* Both ways from the data at hand: as far as is still missing; where that is too far, one step, and
 * what is then missing the other way. */
static void
find_witness (const PakivAttackPart *part,
              PakivWitness *witness,
              const PakivAttackGoal *goal,
              gint64 width,
              gboolean search,
              gint64 end,
              GCancellable *cancellable)
{
  gint64 at = add_up (goal, part->whole);

  for (gint64 way = 1; way >= -1 && !has_whole_width (goal, width); way -= 2)
    {
      gint64 by = way > 0 ? goal->seen_low + width - at : at - (goal->seen_high - width);

      if (by > 0
          && !pakiv_witness_find (witness, goal, way * by, search,
                                  MIN (SEARCH_SECONDS, get_seconds (end)), cancellable)
          && by > 1 && !has_whole_width (goal, width))
        pakiv_witness_find (witness, goal, way, search, MIN (SEARCH_SECONDS, get_seconds (end)),
                            cancellable);
    }
}

/* The last resort: the end itself, in whole numbers. */
static void
search_end (PakivAttackPart *part,
            PakivLinearProgram *program,
            PakivAttackGoal *goal,
            gboolean high,
            gint64 end,
            GCancellable *cancellable,
            double *values)
{
  PakivLinearStatus status;

  pakiv_linear_program_set_objective (program, goal->columns, goal->n, high ? -1 : 1);
  part->n_searches++;
  status = pakiv_linear_program_solve (program, TRUE, MIN (SEARCH_SECONDS, get_seconds (end)),
                                       cancellable, values);
  if (status != PAKIV_LINEAR_OPTIMAL && status != PAKIV_LINEAR_FEASIBLE)
    return;
  pakiv_attack_part_harvest (part, values);
  if (status == PAKIV_LINEAR_OPTIMAL && high)
    goal->real_high = (double)goal->seen_high;
  else if (status == PAKIV_LINEAR_OPTIMAL)
    goal->real_low = (double)goal->seen_low;
}

static gboolean
is_over (gint64 end, GCancellable *cancellable)
{
  return get_seconds (end) <= 0 || g_cancellable_is_cancelled (cancellable);
}

/* Whether whole-number data could still show that the goal is open. */
static gboolean
needs_proof (const PakivAttackGoal *goal)
{
  gint64 width = MAX (goal->needed, 1);

  return !has_whole_width (goal, width)
         && (!goal->low_done || !goal->high_done
             || floor (goal->real_high + NEAR) - ceil (goal->real_low - NEAR) >= (double)width);
}

/* Goals whose ends are known to be too near to each other are not asked about again. */
static void
try_moves (PakivAttackPart *part, PakivWitness *witness, gint64 end, GCancellable *cancellable)
{
  for (guint g = 0; g < part->goals->len && !is_over (end, cancellable); g++)
    {
      const PakivAttackGoal *goal = part->goals->pdata[g];

      if (needs_proof (goal))
        pakiv_witness_wander (witness, goal, MAX (goal->needed, 1));
    }
}

/* @search: among whole numbers too, which may take long; else by linear programs alone. */
static void
find_witnesses (PakivAttackPart *part, gboolean search, gint64 end, GCancellable *cancellable)
{
  g_autoptr (PakivWitness) witness = NULL;

  for (guint g = 0; g < part->goals->len && !is_over (end, cancellable); g++)
    {
      const PakivAttackGoal *goal = part->goals->pdata[g];

      if (!needs_proof (goal))
        continue;
      if (witness == NULL)
        {
          witness = pakiv_witness_new (part);
          try_moves (part, witness, end, cancellable);
          if (!needs_proof (goal))
            continue;
        }
      find_witness (part, witness, goal, MAX (goal->needed, 1), search, end, cancellable);
    }
}

/* FALSE where no whole-number data fit. */
static gboolean
prove (PakivAttackPart *part,
       PakivLinearProgram *program,
       gint64 end,
       GCancellable *cancellable,
       double *values)
{
  gboolean needed = FALSE;

  for (guint g = 0; g < part->goals->len && !needed; g++)
    needed = needs_proof (part->goals->pdata[g]);
  if (!needed)
    return TRUE;
  if (!find_whole (part, program, end, cancellable, values))
    return FALSE;
  /* Where not even one data set was found, two are not. */
  if (part->whole == NULL)
    return TRUE;
  end = MIN (end, g_get_monotonic_time () + (gint64)(ALL_SEARCHES_SECONDS * G_USEC_PER_SEC));
  find_witnesses (part, FALSE, end, cancellable);
  find_witnesses (part, TRUE, end, cancellable);
  for (guint g = 0; g < part->goals->len && !is_over (end, cancellable); g++)
    for (int high = 1; high >= 0 && needs_proof (part->goals->pdata[g]); high--)
      search_end (part, program, part->goals->pdata[g], high, end, cancellable, values);
  return TRUE;
}

gboolean
pakiv_attack_part_run (PakivAttackPart *part, gint64 end, GCancellable *cancellable, guint *label)
{
  g_autoptr (PakivLinearProgram) program = pakiv_attack_part_make_program (part);
  g_autofree double *values = g_new0 (double, part->n_columns);
  PakivLinearStatus status;

  /* Where width is all that is asked for, data that are known show most of it at once. */
  if (part->whole != NULL && part->goals->len > 0
      && ((PakivAttackGoal *)part->goals->pdata[0])->needed > 0)
    {
      g_autoptr (PakivWitness) witness = pakiv_witness_new (part);

      try_moves (part, witness, end, cancellable);
    }
  part->n_programs++;
  status = pakiv_linear_program_solve (program, FALSE, get_seconds (end), cancellable, values);
  if (status == PAKIV_LINEAR_INFEASIBLE)
    {
      *label = find_contradiction (part, MAX (10, get_seconds (end)), cancellable);
      return FALSE;
    }
  if (status != PAKIV_LINEAR_OPTIMAL)
    return TRUE;
  pakiv_attack_part_harvest (part, values);
  find_ends (part, program, end, cancellable, values);
  *label = G_MAXUINT;
  return prove (part, program, end, cancellable, values);
}
