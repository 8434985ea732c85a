#include "pakiv-witness.h"

#include "pakiv-linear-program.h"

#include <math.h>

struct _PakivWitness
{
  PakivAttackPart *part;
  PakivLinearProgram *program; /* of each column the move up, then the move down */
  const gint64 *from;          /* the data that moves are looked for from */
  double *moves;
};

static double
get_room (const PakivWitness *witness, guint column, gboolean up)
{
  const PakivAttackPart *part = witness->part;
  gint64 at = witness->from[column];

  if (!up)
    return (double)(at - part->open_lower[column]);
  return part->open_upper[column] >= PAKIV_ATTACK_NO_LIMIT
             ? INFINITY
             : (double)(part->open_upper[column] - at);
}

static guint
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
  return pakiv_linear_program_add_row (program, lower, upper, both, factors, 2 * n);
}

static void
add_rows (PakivWitness *witness)
{
  const PakivAttackPart *part = witness->part;

  for (guint s = 0; s < part->sum_lower->len; s++)
    {
      guint start = g_array_index (part->sum_starts, guint, s);
      guint n = g_array_index (part->sum_starts, guint, s + 1) - start;
      const guint *columns = &g_array_index (part->sum_columns, guint, start);
      gint64 upper = g_array_index (part->sum_upper, gint64, s), now = 0;

      for (guint k = 0; k < n; k++)
        now += witness->from[columns[k]];
      add_row (witness->program, columns, n,
               (double)(g_array_index (part->sum_lower, gint64, s) - now),
               upper >= PAKIV_ATTACK_NO_LIMIT ? INFINITY : (double)(upper - now));
    }
}

PakivWitness *
pakiv_witness_new (PakivAttackPart *part)
{
  PakivWitness *witness = g_new0 (PakivWitness, 1);
  guint n = part->n_columns;
  g_autofree guint *all = g_new (guint, 2 * n);

  witness->part = part;
  witness->from = part->whole;
  witness->moves = g_new0 (double, 2 * n);
  witness->program = pakiv_linear_program_new ();
  for (guint i = 0; i < n; i++)
    {
      pakiv_linear_program_add_column (witness->program, 0, get_room (witness, i, TRUE));
      pakiv_linear_program_add_column (witness->program, 0, get_room (witness, i, FALSE));
    }
  add_rows (witness);
  for (guint i = 0; i < 2 * n; i++)
    all[i] = i;
  pakiv_linear_program_set_objective (witness->program, all, 2 * n, 1);
  return witness;
}

void
pakiv_witness_free (PakivWitness *witness)
{
  if (witness == NULL)
    return;
  pakiv_linear_program_free (witness->program);
  g_free (witness->moves);
  g_free (witness);
}

/* TRUE where the program's answer is a move of whole numbers between data that fit. */
static gboolean
take (const PakivWitness *witness, gint64 *data)
{
  for (guint i = 0; i < witness->part->n_columns; i++)
    {
      double by = witness->moves[2 * i] - witness->moves[2 * i + 1];

      if (fabs (by - round (by)) > PAKIV_ATTACK_NEAR)
        return FALSE;
      data[i] = witness->from[i] + (gint64)llround (by);
    }
  return pakiv_attack_part_fits (witness->part, data);
}

/* Asks for the move: of one column by its own limit, of several by a row of their own. */
static guint
ask (PakivWitness *witness, const PakivAttackGoal *goal, gint64 by)
{
  if (goal->n > 1)
    return add_row (witness->program, goal->columns, goal->n, by > 0 ? (double)by : -INFINITY,
                    by > 0 ? INFINITY : (double)by);
  pakiv_linear_program_limit_column (witness->program, 2 * goal->columns[0] + (by > 0 ? 0 : 1),
                                     (double)ABS (by),
                                     get_room (witness, goal->columns[0], by > 0));
  pakiv_linear_program_limit_column (witness->program, 2 * goal->columns[0] + (by > 0 ? 1 : 0), 0,
                                     0);
  return 0;
}

static void
ask_no_more (PakivWitness *witness, const PakivAttackGoal *goal, guint row)
{
  if (goal->n > 1)
    {
      pakiv_linear_program_limit_row (witness->program, row, -INFINITY, INFINITY);
      return;
    }
  pakiv_linear_program_limit_column (witness->program, 2 * goal->columns[0], 0,
                                     get_room (witness, goal->columns[0], TRUE));
  pakiv_linear_program_limit_column (witness->program, 2 * goal->columns[0] + 1, 0,
                                     get_room (witness, goal->columns[0], FALSE));
}

gboolean
pakiv_witness_find (PakivWitness *witness,
                    const PakivAttackGoal *goal,
                    gint64 by,
                    gboolean search,
                    double seconds,
                    GCancellable *cancellable,
                    gint64 *data)
{
  PakivLinearStatus status;
  gboolean found;
  guint row;

  if (goal->n == 1 && (double)ABS (by) > get_room (witness, goal->columns[0], by > 0))
    return FALSE;
  row = ask (witness, goal, by);
  witness->part->n_programs++;
  status
      = pakiv_linear_program_solve (witness->program, FALSE, seconds, cancellable, witness->moves);
  found = status == PAKIV_LINEAR_OPTIMAL && take (witness, data);
  if (!found && search && status == PAKIV_LINEAR_OPTIMAL)
    {
      witness->part->n_searches++;
      status = pakiv_linear_program_solve (witness->program, TRUE, seconds, cancellable,
                                           witness->moves);
      found = (status == PAKIV_LINEAR_OPTIMAL || status == PAKIV_LINEAR_FEASIBLE)
              && take (witness, data);
    }
  ask_no_more (witness, goal, row);
  return found;
}
