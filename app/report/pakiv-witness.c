#include "pakiv-witness.h"

#include <math.h>

/* Up and down moves of each column, one after the other. */
static void
add_columns (PakivLinearProgram *program, const PakivAttackPart *part, const gint64 *data)
{
  for (guint i = 0; i < part->n_columns; i++)
    {
      gboolean open = part->upper[i] >= PAKIV_ATTACK_NO_LIMIT;

      pakiv_linear_program_add_column (program, 0,
                                       open ? INFINITY : (double)(part->upper[i] - data[i]));
      pakiv_linear_program_add_column (program, 0, (double)(data[i] - part->lower[i]));
    }
}

static void
add_row (PakivLinearProgram *program, const guint *columns, guint n, double lower, double upper)
{
  g_autofree guint *both = g_new (guint, 2 * n);
  g_autofree double *factors = g_new (double, 2 * n);

  for (guint k = 0; k < n; k++)
    {
      both[2 * k] = 2 * columns[k];
      both[2 * k + 1] = 2 * columns[k] + 1;
      factors[2 * k] = 1;
      factors[2 * k + 1] = -1;
    }
  pakiv_linear_program_add_row (program, lower, upper, both, factors, 2 * n);
}

static void
add_rows (PakivLinearProgram *program, const PakivAttackPart *part, const gint64 *data)
{
  for (guint s = 0; s < part->sum_lower->len; s++)
    {
      guint from = g_array_index (part->sum_starts, guint, s);
      guint n = g_array_index (part->sum_starts, guint, s + 1) - from;
      const guint *columns = &g_array_index (part->sum_columns, guint, from);
      gint64 upper = g_array_index (part->sum_upper, gint64, s), now = 0;

      for (guint k = 0; k < n; k++)
        now += data[columns[k]];
      add_row (program, columns, n, (double)(g_array_index (part->sum_lower, gint64, s) - now),
               upper >= PAKIV_ATTACK_NO_LIMIT ? INFINITY : (double)(upper - now));
    }
}

static gboolean
take (const PakivAttackPart *part, const double *moves, gint64 *data)
{
  g_autofree gint64 *other = g_new (gint64, part->n_columns);

  for (guint i = 0; i < part->n_columns; i++)
    {
      double move = moves[2 * i] - moves[2 * i + 1];

      if (fabs (move - round (move)) > 1e-6)
        return FALSE;
      other[i] = data[i] + (gint64)llround (move);
    }
  if (!pakiv_attack_part_fits (part, other))
    return FALSE;
  for (guint i = 0; i < part->n_columns; i++)
    data[i] = other[i];
  return TRUE;
}

gboolean
pakiv_witness_find (PakivAttackPart *part,
                    const PakivAttackGoal *goal,
                    gint64 by,
                    double seconds,
                    GCancellable *cancellable,
                    gint64 *data)
{
  g_autoptr (PakivLinearProgram) program = pakiv_linear_program_new ();
  g_autofree double *moves = g_new0 (double, 2 * part->n_columns);
  g_autofree guint *all = g_new (guint, 2 * part->n_columns);
  gint64 end = g_get_monotonic_time () + (gint64)(seconds * G_USEC_PER_SEC);
  PakivLinearStatus status;

  add_columns (program, part, data);
  add_rows (program, part, data);
  add_row (program, goal->columns, goal->n, by > 0 ? (double)by : -INFINITY,
           by > 0 ? INFINITY : (double)by);
  for (guint i = 0; i < 2 * part->n_columns; i++)
    all[i] = i;
  pakiv_linear_program_set_objective (program, all, 2 * part->n_columns, 1);
  part->n_programs++;
  if (pakiv_linear_program_solve (program, FALSE, seconds, cancellable, moves)
      != PAKIV_LINEAR_OPTIMAL)
    return FALSE;
  if (take (part, moves, data))
    return TRUE;
  seconds = (double)(end - g_get_monotonic_time ()) / G_USEC_PER_SEC;
  if (seconds <= 0)
    return FALSE;
  part->n_searches++;
  status = pakiv_linear_program_solve (program, TRUE, seconds, cancellable, moves);
  return (status == PAKIV_LINEAR_OPTIMAL || status == PAKIV_LINEAR_FEASIBLE)
         && take (part, moves, data);
}
