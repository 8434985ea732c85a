#include "pakiv-attack-walk.h"

/* How often a move is looked for that changes one goal, before the others have their turn, and how
 * many changes each may take. */
#define TRIES 4
#define CHANGES 300

/* After how many rounds over the goals that showed nothing new the walk ends. */
#define IDLE_ROUNDS 240

/* How many moves that were found before are made after each round over the goals. */
#define STROLL 10000

/* How many found moves are kept for that. */
#define FOUND_MAX 4000

struct _PakivAttackWalk
{
  PakivAttackPart *part;
  PakivAttackMender *mender;
  guint *goal_starts; /* the goals each column is in */
  guint *goals;
  gint64 *values;   /* of each goal, now */
  GPtrArray *found; /* GArray of PakivAttackStep */
};

static void
list_goals (PakivAttackWalk *walk)
{
  const PakivAttackPart *part = walk->part;
  g_autofree guint *next = NULL;
  guint *starts = walk->goal_starts = g_new0 (guint, part->n_columns + 1);

  for (guint g = 0; g < part->goals->len; g++)
    for (guint k = 0; k < ((const PakivAttackGoal *)part->goals->pdata[g])->n; k++)
      starts[((const PakivAttackGoal *)part->goals->pdata[g])->columns[k] + 1]++;
  for (guint i = 0; i < part->n_columns; i++)
    starts[i + 1] += starts[i];
  next = g_memdup2 (starts, (part->n_columns + 1) * sizeof (guint));
  walk->goals = g_new (guint, MAX (starts[part->n_columns], 1));
  for (guint g = 0; g < part->goals->len; g++)
    for (guint k = 0; k < ((const PakivAttackGoal *)part->goals->pdata[g])->n; k++)
      walk->goals[next[((const PakivAttackGoal *)part->goals->pdata[g])->columns[k]]++] = g;
}

static void
measure_goals (PakivAttackWalk *walk, const gint64 *data)
{
  for (guint g = 0; g < walk->part->goals->len; g++)
    walk->values[g] = pakiv_attack_goal_add_up (walk->part->goals->pdata[g], data);
}

PakivAttackWalk *
pakiv_attack_walk_new (PakivAttackPart *part)
{
  PakivAttackWalk *walk = g_new0 (PakivAttackWalk, 1);

  walk->part = part;
  walk->mender = pakiv_attack_mender_new (part, part->whole);
  list_goals (walk);
  walk->values = g_new (gint64, part->goals->len + 1);
  measure_goals (walk, part->whole);
  walk->found = g_ptr_array_new_with_free_func ((GDestroyNotify)g_array_unref);
  return walk;
}

void
pakiv_attack_walk_free (PakivAttackWalk *walk)
{
  if (walk == NULL)
    return;
  pakiv_attack_mender_free (walk->mender);
  g_free (walk->goal_starts);
  g_free (walk->goals);
  g_free (walk->values);
  g_ptr_array_unref (walk->found);
  g_free (walk);
}

/* The data have just moved by @times @move: tells the goals. All values first, since a goal of
 * several columns may not have changed at all. */
static void
tell (PakivAttackWalk *walk, const GArray *move, gint64 times)
{
  for (int pass = 0; pass < 2; pass++)
    for (guint i = 0; i < move->len; i++)
      {
        const PakivAttackStep *step = &g_array_index (move, PakivAttackStep, i);

        for (guint k = walk->goal_starts[step->column]; k < walk->goal_starts[step->column + 1];
             k++)
          if (pass == 0)
            walk->values[walk->goals[k]] += times * step->by;
          else
            pakiv_attack_goal_see (walk->part->goals->pdata[walk->goals[k]],
                                   walk->values[walk->goals[k]]);
      }
}

/* How often @move can be made from here, back where @way is -1, as far as the columns go. */
static gint64
count_times (const PakivAttackWalk *walk, const GArray *move, gint64 way)
{
  const gint64 *data = pakiv_attack_mender_get_data (walk->mender);
  gint64 most = PAKIV_ATTACK_VALUE_MAX;

  for (guint i = 0; i < move->len && most > 0; i++)
    {
      const PakivAttackStep *step = &g_array_index (move, PakivAttackStep, i);
      gint64 by = step->by * way;
      gint64 room = by > 0 ? walk->part->upper[step->column] - data[step->column]
                           : data[step->column] - walk->part->lower[step->column];

      most = MIN (most, room / ABS (by));
    }
  return most;
}

/* FALSE where it was not made. */
static gboolean
go (PakivAttackWalk *walk, const GArray *move, gint64 times)
{
  if (times == 0)
    return FALSE;
  for (guint i = 0; i < move->len; i++)
    {
      const PakivAttackStep *step = &g_array_index (move, PakivAttackStep, i);

      pakiv_attack_mender_change (walk->mender, step->column, times * step->by);
    }
  /* A sum that need not be kept exactly may not allow as much as the columns do. */
  if (!pakiv_attack_mender_fits (walk->mender))
    {
      pakiv_attack_mender_undo (walk->mender);
      return FALSE;
    }
  g_array_unref (pakiv_attack_mender_keep (walk->mender));
  tell (walk, move, times);
  return TRUE;
}

/* (transfer full) @move, which was just made once: as far as it goes, as far back as it goes, and
 * to where it was. */
static void
take (PakivAttackWalk *walk, GArray *move)
{
  tell (walk, move, 1);
  for (gint64 way = 1; way >= -1; way -= 2)
    {
      gint64 times = way * count_times (walk, move, way);

      if (go (walk, move, times))
        go (walk, move, -times);
    }
  walk->part->n_witnesses++;
  if (walk->found->len < FOUND_MAX)
    g_ptr_array_add (walk->found, move);
  else
    g_array_unref (move);
}

/* One attempt at data in which the goal has another value. */
static void
try_goal (PakivAttackWalk *walk, const PakivAttackGoal *goal, gint64 by)
{
  guint column = goal->columns[pakiv_attack_mender_draw (walk->mender, goal->n)];
  GArray *move;

  if (!pakiv_attack_mender_may_change (walk->mender, column, by))
    by = -by;
  if (!pakiv_attack_mender_may_change (walk->mender, column, by))
    return;
  pakiv_attack_mender_change (walk->mender, column, by);
  if (!pakiv_attack_mender_mend (walk->mender, column, CHANGES))
    {
      pakiv_attack_mender_undo (walk->mender);
      return;
    }
  move = pakiv_attack_mender_keep (walk->mender);
  take (walk, move);
}

static void
stroll (PakivAttackWalk *walk)
{
  for (guint i = 0; i < STROLL && walk->found->len > 0; i++)
    {
      const GArray *move
          = walk->found->pdata[pakiv_attack_mender_draw (walk->mender, walk->found->len)];
      gint64 way = pakiv_attack_mender_draw (walk->mender, 2) == 0 ? 1 : -1;

      go (walk, move, way * MIN (1, count_times (walk, move, way)));
    }
}

/* Once over all goals that need it. @left: how many are left then. TRUE where one was shown. */
static gboolean
run_round (PakivAttackWalk *walk, gint64 end, GCancellable *cancellable, guint *left)
{
  gboolean gained = FALSE;

  *left = 0;
  for (guint g = 0; g < walk->part->goals->len; g++)
    {
      const PakivAttackGoal *goal = walk->part->goals->pdata[g];

      if (!pakiv_attack_goal_needs_proof (goal))
        continue;
      if (g_get_monotonic_time () >= end || g_cancellable_is_cancelled (cancellable))
        return gained;
      for (guint i = 0; i < TRIES && pakiv_attack_goal_needs_proof (goal); i++)
        try_goal (walk, goal, i % 2 == 0 ? 1 : -1);
      if (pakiv_attack_goal_needs_proof (goal))
        ++*left;
      else
        gained = TRUE;
    }
  return gained;
}

void
pakiv_attack_walk_run (PakivAttackWalk *walk, guint64 effort, gint64 end, GCancellable *cancellable)
{
  guint64 spent = 0;
  guint left = 0, idle = 0;

  do
    {
      guint64 before = pakiv_attack_mender_get_effort (walk->mender);

      idle++;
      if (run_round (walk, end, cancellable, &left))
        spent = idle = 0;
      /* A round in which nothing could be changed is work too. */
      spent += MAX (pakiv_attack_mender_get_effort (walk->mender) - before, left * TRIES);
      if (left > 0)
        stroll (walk);
    }
  while (left > 0 && idle < IDLE_ROUNDS && spent < effort && g_get_monotonic_time () < end
         && !g_cancellable_is_cancelled (cancellable));
}

gboolean
pakiv_attack_walk_go_to (PakivAttackWalk *walk, const gint64 *data)
{
  const gint64 *now = pakiv_attack_mender_get_data (walk->mender);
  GArray *move;

  for (guint i = 0; i < walk->part->n_columns; i++)
    if (data[i] != now[i])
      {
        if (!pakiv_attack_mender_may_change (walk->mender, i, data[i] - now[i]))
          {
            pakiv_attack_mender_undo (walk->mender);
            return FALSE;
          }
        pakiv_attack_mender_change (walk->mender, i, data[i] - now[i]);
      }
  if (!pakiv_attack_mender_fits (walk->mender))
    {
      pakiv_attack_mender_undo (walk->mender);
      return FALSE;
    }
  move = pakiv_attack_mender_keep (walk->mender);
  if (move->len > 0)
    take (walk, move);
  else
    g_array_unref (move);
  return TRUE;
}
