#include "pakiv-witness.h"

#include <math.h>

/* How many moves are walked through again each time a new one is found. */
#define WALK 400

/* Trying out moves: how often for one goal, how many changes each time, and for how many of them a
 * cell is left alone after it was changed. */
#define TRIES 24
#define CHANGES 300
#define REST 8

/* A column and how far a move changes it. */
typedef struct
{
  guint column;
  gint64 by;
} Step;

struct _PakivWitness
{
  PakivAttackPart *part;
  PakivLinearProgram *program; /* of each column the move up, then the move down */
  gint64 *from;                /* the data that moves are looked for from */
  gint64 *now;                 /* data at some place of a walk along the moves found */
  double *moves;
  GPtrArray *found; /* GArray of Step */
  guint next;       /* where the walk goes on */

  /* For trying out; all zero between two tries. */
  guint *of_starts; /* the sums each column is in */
  guint *of;
  gint64 *off;     /* of each sum, what the changes so far add */
  gint64 *room_up; /* of each sum, how much it may be off; for most nothing */
  gint64 *room_down;
  GArray *wrong;   /* guint: sums that are too far off */
  guint *wrong_at; /* of each sum, its place + 1 among them */
  gint64 *changed; /* of each column */
  guint *changed_at;
  GArray *touched; /* guint: columns */
  guint64 random;
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

static void
list_sums (PakivWitness *witness)
{
  const PakivAttackPart *part = witness->part;
  guint n_sums = part->sum_lower->len;
  g_autofree guint *next = NULL;

  witness->of_starts = g_new0 (guint, part->n_columns + 1);
  witness->of = g_new (guint, MAX (part->sum_columns->len, 1));
  for (guint k = 0; k < part->sum_columns->len; k++)
    witness->of_starts[g_array_index (part->sum_columns, guint, k) + 1]++;
  for (guint i = 0; i < part->n_columns; i++)
    witness->of_starts[i + 1] += witness->of_starts[i];
  next = g_memdup2 (witness->of_starts, (part->n_columns + 1) * sizeof (guint));
  for (guint s = 0; s < n_sums; s++)
    for (guint k = g_array_index (part->sum_starts, guint, s);
         k < g_array_index (part->sum_starts, guint, s + 1); k++)
      witness->of[next[g_array_index (part->sum_columns, guint, k)]++] = s;
  witness->off = g_new0 (gint64, n_sums + 1);
  witness->room_up = g_new0 (gint64, n_sums + 1);
  witness->room_down = g_new0 (gint64, n_sums + 1);
  witness->wrong = g_array_new (FALSE, FALSE, sizeof (guint));
  witness->wrong_at = g_new0 (guint, n_sums + 1);
  witness->changed = g_new0 (gint64, part->n_columns);
  witness->changed_at = g_new0 (guint, part->n_columns);
  witness->touched = g_array_new (FALSE, FALSE, sizeof (guint));
  witness->random = G_GUINT64_CONSTANT (0x9e3779b97f4a7c15);
}

PakivWitness *
pakiv_witness_new (PakivAttackPart *part)
{
  PakivWitness *witness = g_new0 (PakivWitness, 1);
  guint n = part->n_columns;
  g_autofree guint *all = g_new (guint, 2 * n);

  witness->part = part;
  witness->from = g_memdup2 (part->whole, n * sizeof (gint64));
  witness->now = g_memdup2 (part->whole, n * sizeof (gint64));
  witness->moves = g_new0 (double, 2 * n);
  witness->found = g_ptr_array_new_with_free_func ((GDestroyNotify)g_array_unref);
  witness->program = pakiv_linear_program_new ();
  for (guint i = 0; i < n; i++)
    {
      pakiv_linear_program_add_column (witness->program, 0, get_room (witness, i, TRUE));
      pakiv_linear_program_add_column (witness->program, 0, get_room (witness, i, FALSE));
    }
  add_rows (witness);
  list_sums (witness);
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
  g_ptr_array_unref (witness->found);
  g_free (witness->from);
  g_free (witness->now);
  g_free (witness->moves);
  g_free (witness->of_starts);
  g_free (witness->of);
  g_free (witness->off);
  g_free (witness->room_up);
  g_free (witness->room_down);
  g_array_unref (witness->wrong);
  g_free (witness->wrong_at);
  g_free (witness->changed);
  g_free (witness->changed_at);
  g_array_unref (witness->touched);
  g_free (witness);
}

/* How often @move can be made from @data, back where @way is -1; a sum that need not be kept
 * exactly is checked by the caller. */
static gint64
count_steps (const PakivWitness *witness, const GArray *move, const gint64 *data, gint64 way)
{
  const PakivAttackPart *part = witness->part;
  gint64 most = PAKIV_ATTACK_VALUE_MAX;

  for (guint i = 0; i < move->len; i++)
    {
      const Step *step = &g_array_index (move, Step, i);
      gint64 by = step->by * way, room;

      room = by > 0 ? part->open_upper[step->column] - data[step->column]
                    : data[step->column] - part->open_lower[step->column];
      most = MIN (most, room / ABS (by));
    }
  return most;
}

/* Makes @move so often, if the sums allow, and tells the goals. */
static gboolean
make_steps (PakivWitness *witness, const GArray *move, gint64 *data, gint64 times)
{
  if (times == 0)
    return FALSE;
  for (guint i = 0; i < move->len; i++)
    data[g_array_index (move, Step, i).column] += times * g_array_index (move, Step, i).by;
  if (pakiv_attack_part_fits (witness->part, data))
    {
      pakiv_attack_part_harvest_whole (witness->part, data);
      return TRUE;
    }
  for (guint i = 0; i < move->len; i++)
    data[g_array_index (move, Step, i).column] -= times * g_array_index (move, Step, i).by;
  return FALSE;
}

static void
walk (PakivWitness *witness)
{
  for (guint i = 0; i < MIN (witness->found->len, WALK); i++)
    {
      const GArray *move = witness->found->pdata[witness->next % witness->found->len];
      gint64 way = witness->next % 2 == 0 ? 1 : -1;

      make_steps (witness, move, witness->now,
                  way * count_steps (witness, move, witness->now, way));
      witness->next++;
    }
}

/* The move is made from the first data both ways as far as it goes, then is a part of every walk.
 */
static gboolean
keep (PakivWitness *witness, GArray *move)
{
  gboolean shown = FALSE;

  for (gint64 way = 1; way >= -1; way -= 2)
    {
      g_autofree gint64 *far
          = g_memdup2 (witness->from, witness->part->n_columns * sizeof (gint64));

      shown |= make_steps (witness, move, far, way * count_steps (witness, move, far, way));
    }
  g_ptr_array_add (witness->found, g_array_ref (move));
  witness->part->n_witnesses++;
  return shown;
}

/* TRUE where the program's answer is a move of whole numbers between data that fit. */
static gboolean
take (PakivWitness *witness)
{
  g_autoptr (GArray) move = g_array_new (FALSE, FALSE, sizeof (Step));
  g_autofree gint64 *data = NULL;

  for (guint i = 0; i < witness->part->n_columns; i++)
    {
      double by = witness->moves[2 * i] - witness->moves[2 * i + 1];
      const Step step = { i, (gint64)llround (by) };

      if (fabs (by - round (by)) > 1e-6)
        return FALSE;
      if (step.by != 0)
        g_array_append_val (move, step);
    }
  data = g_memdup2 (witness->from, witness->part->n_columns * sizeof (gint64));
  if (move->len == 0 || !make_steps (witness, move, data, 1))
    return FALSE;
  keep (witness, move);
  walk (witness);
  return TRUE;
}

static guint
draw (PakivWitness *witness, guint n)
{
  witness->random ^= witness->random << 13;
  witness->random ^= witness->random >> 7;
  witness->random ^= witness->random << 17;
  return (guint)(((witness->random >> 32) * n) >> 32);
}

static gint64
get_excess (const PakivWitness *witness, guint sum, gint64 off)
{
  if (off > witness->room_up[sum])
    return off - witness->room_up[sum];
  return off < -witness->room_down[sum] ? off + witness->room_down[sum] : 0;
}

/* What changing the column by @by adds to the sums' errors. */
static gint64
get_cost (const PakivWitness *witness, guint column, gint64 by)
{
  gint64 cost = 0;

  for (guint i = witness->of_starts[column]; i < witness->of_starts[column + 1]; i++)
    {
      guint sum = witness->of[i];

      cost += ABS (get_excess (witness, sum, witness->off[sum] + by))
              - ABS (get_excess (witness, sum, witness->off[sum]));
    }
  return cost;
}

static void
change (PakivWitness *witness, guint column, gint64 by)
{
  if (witness->changed_at[column] == 0)
    g_array_append_val (witness->touched, column);
  witness->changed_at[column] = MAX (witness->changed_at[column], 1);
  witness->changed[column] += by;
  for (guint i = witness->of_starts[column]; i < witness->of_starts[column + 1]; i++)
    {
      guint sum = witness->of[i], at = witness->wrong_at[sum];

      witness->off[sum] += by;
      if (get_excess (witness, sum, witness->off[sum]) != 0 && at == 0)
        {
          g_array_append_val (witness->wrong, sum);
          witness->wrong_at[sum] = witness->wrong->len;
        }
      else if (get_excess (witness, sum, witness->off[sum]) == 0 && at > 0)
        {
          guint last = g_array_index (witness->wrong, guint, witness->wrong->len - 1);

          g_array_index (witness->wrong, guint, at - 1) = last;
          witness->wrong_at[last] = at;
          witness->wrong_at[sum] = 0;
          g_array_set_size (witness->wrong, witness->wrong->len - 1);
        }
    }
}

/* The column of a wrong sum whose change mends most; G_MAXUINT where none can be changed. */
static guint
choose (PakivWitness *witness, guint sum, guint kept, gint64 by, const gint64 *data, guint now)
{
  const PakivAttackPart *part = witness->part;
  guint best = G_MAXUINT, n_equal = 0;
  gint64 best_cost = G_MAXINT64;

  for (guint k = g_array_index (part->sum_starts, guint, sum);
       k < g_array_index (part->sum_starts, guint, sum + 1); k++)
    {
      guint column = g_array_index (part->sum_columns, guint, k);
      gint64 at = data[column] + witness->changed[column] + by, cost;

      if (column == kept || at < part->open_lower[column] || at > part->open_upper[column]
          || (witness->changed_at[column] > 1 && witness->changed_at[column] + REST > now))
        continue;
      cost = get_cost (witness, column, by);
      if (cost > best_cost)
        continue;
      n_equal = cost < best_cost ? 1 : n_equal + 1;
      if (n_equal == 1 || draw (witness, n_equal) == 0)
        best = column;
      best_cost = cost;
    }
  return best;
}

/* One try: TRUE where all sums are right again; the changes stand in @changed then. */
static gboolean
mend (PakivWitness *witness, guint kept, gint64 by, const gint64 *data)
{
  change (witness, kept, by);
  for (guint now = 2; witness->wrong->len > 0 && now < CHANGES; now++)
    {
      guint sum = g_array_index (witness->wrong, guint, draw (witness, witness->wrong->len));
      gint64 way = get_excess (witness, sum, witness->off[sum]) > 0 ? -1 : 1;
      guint column = choose (witness, sum, kept, way, data, now);

      if (column == G_MAXUINT)
        break;
      change (witness, column, way);
      witness->changed_at[column] = now;
    }
  return witness->wrong->len == 0;
}

/* (transfer full): what was changed; everything is as before then. */
static GArray *
take_changes (PakivWitness *witness)
{
  GArray *move = g_array_new (FALSE, FALSE, sizeof (Step));

  for (guint i = 0; i < witness->touched->len; i++)
    {
      guint column = g_array_index (witness->touched, guint, i);
      const Step step = { column, witness->changed[column] };

      if (step.by != 0)
        g_array_append_val (move, step);
      witness->changed[column] = 0;
      witness->changed_at[column] = 0;
      for (guint k = witness->of_starts[column]; k < witness->of_starts[column + 1]; k++)
        witness->off[witness->of[k]] = 0;
    }
  for (guint i = 0; i < witness->wrong->len; i++)
    witness->wrong_at[g_array_index (witness->wrong, guint, i)] = 0;
  g_array_set_size (witness->wrong, 0);
  g_array_set_size (witness->touched, 0);
  return move;
}

static void
measure_rooms (PakivWitness *witness, const gint64 *data)
{
  const PakivAttackPart *part = witness->part;

  for (guint s = 0; s < part->sum_lower->len; s++)
    {
      gint64 lower = g_array_index (part->sum_lower, gint64, s);
      gint64 upper = g_array_index (part->sum_upper, gint64, s), now = 0;

      if (lower == upper)
        continue;
      for (guint k = g_array_index (part->sum_starts, guint, s);
           k < g_array_index (part->sum_starts, guint, s + 1); k++)
        now += data[g_array_index (part->sum_columns, guint, k)];
      witness->room_up[s] = upper - now;
      witness->room_down[s] = now - lower;
    }
}

static gboolean
is_wide (const PakivAttackGoal *goal, gint64 width)
{
  return goal->seen_low <= goal->seen_high && goal->seen_high - goal->seen_low >= width;
}

gboolean
pakiv_witness_wander (PakivWitness *witness, const PakivAttackGoal *goal, gint64 width)
{
  const PakivAttackPart *part = witness->part;

  for (guint i = 0; i < TRIES && !is_wide (goal, width); i++)
    {
      gint64 *data = i % 4 < 2 ? witness->from : witness->now, by = i % 2 == 0 ? 1 : -1;
      guint column = goal->columns[draw (witness, goal->n)];
      gboolean mended;
      g_autoptr (GArray) move = NULL;

      if (data[column] + by < part->open_lower[column]
          || data[column] + by > part->open_upper[column])
        continue;
      measure_rooms (witness, data);
      mended = mend (witness, column, by, data);
      move = take_changes (witness);
      if (!mended || move->len == 0)
        continue;
      if (data == witness->now)
        make_steps (witness, move, data, count_steps (witness, move, data, 1));
      keep (witness, move);
    }
  return is_wide (goal, width);
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
                    GCancellable *cancellable)
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
  found = status == PAKIV_LINEAR_OPTIMAL && take (witness);
  if (!found && search && status == PAKIV_LINEAR_OPTIMAL)
    {
      witness->part->n_searches++;
      status = pakiv_linear_program_solve (witness->program, TRUE, seconds, cancellable,
                                           witness->moves);
      found = (status == PAKIV_LINEAR_OPTIMAL || status == PAKIV_LINEAR_FEASIBLE) && take (witness);
    }
  ask_no_more (witness, goal, row);
  return found;
}
