#include "pakiv-attack-part.h"

#include <math.h>
#include <string.h>

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

      pakiv_attack_goal_see (goal, pakiv_attack_goal_add_up (goal, data));
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
    if (fabs (values[i] - round (values[i])) > PAKIV_ATTACK_NEAR)
      return FALSE;
  data = g_new (gint64, part->n_columns);
  for (guint i = 0; i < part->n_columns; i++)
    data[i] = (gint64)llround (values[i]);
  if (!pakiv_attack_part_fits (part, data))
    return FALSE;
  pakiv_attack_part_harvest_whole (part, data);
  return TRUE;
}

gint64
pakiv_attack_goal_add_up (const PakivAttackGoal *goal, const gint64 *data)
{
  gint64 sum = 0;

  for (guint k = 0; k < goal->n; k++)
    sum += data[goal->columns[k]];
  return sum;
}

void
pakiv_attack_goal_see (PakivAttackGoal *goal, gint64 value)
{
  goal->seen_low = MIN (goal->seen_low, value);
  goal->seen_high = MAX (goal->seen_high, value);
  goal->real_low = MIN (goal->real_low, (double)value);
  goal->real_high = MAX (goal->real_high, (double)value);
}

gboolean
pakiv_attack_goal_is_wide (const PakivAttackGoal *goal)
{
  return goal->seen_low <= goal->seen_high
         && goal->seen_high - goal->seen_low >= MAX (goal->needed, 1);
}

gboolean
pakiv_attack_goal_needs_proof (const PakivAttackGoal *goal)
{
  gint64 width = MAX (goal->needed, 1);

  return !pakiv_attack_goal_is_wide (goal) && goal->upper - goal->lower >= width
         && (!goal->low_done || !goal->high_done
             || floor (goal->real_high + PAKIV_ATTACK_NEAR)
                        - ceil (goal->real_low - PAKIV_ATTACK_NEAR)
                    >= (double)width);
}

gboolean
pakiv_attack_part_needs_proof (const PakivAttackPart *part)
{
  for (guint g = 0; g < part->goals->len; g++)
    if (pakiv_attack_goal_needs_proof (part->goals->pdata[g]))
      return TRUE;
  return FALSE;
}
