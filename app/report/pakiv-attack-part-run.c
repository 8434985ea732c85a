#include "pakiv-attack-part-run.h"

#include "pakiv-attack-part-ends.h"
#include "pakiv-attack-walk.h"
#include "pakiv-witness.h"

#include <math.h>

/* How many changes for each column a walk may make that show nothing new: at first, and where it
 * would else be the turn of programs that take hundreds of times as long. A program for a small
 * part costs next to nothing, and a very large part is not walked through without end. */
#define FIRST_EFFORT 1000
#define LAST_EFFORT 4000
#define EFFORT_MAX 10000000

/* From a solution in fractions, rounded: how often it is tried to mend it, and with how many
 * changes. */
#define ROUNDINGS 20
#define ROUNDING_CHANGES 20000

/* Searches for whole numbers: for the first data at all, for one goal, for all goals of a part
 * together. What is not found by then is not certified. */
#define FIRST_SECONDS 20.0
#define SEARCH_SECONDS 5.0
#define ALL_SEARCHES_SECONDS 30.0

typedef struct
{
  PakivAttackPart *part;
  PakivLinearProgram *program;
  PakivAttackWalk *walk; /* NULL until there are data to go from */
  double *values;        /* the last solution */
  gint64 end;
  GCancellable *cancellable;
} Run;

static double
get_seconds (const Run *run)
{
  return MAX (0, (double)(run->end - g_get_monotonic_time ()) / G_USEC_PER_SEC);
}

static gboolean
is_over (const Run *run)
{
  return get_seconds (run) <= 0 || g_cancellable_is_cancelled (run->cancellable);
}

static void
walk (Run *run, guint effort)
{
  if (run->part->whole == NULL || !pakiv_attack_part_needs_proof (run->part))
    return;
  if (run->walk == NULL)
    run->walk = pakiv_attack_walk_new (run->part);
  pakiv_attack_walk_run (run->walk, MIN ((guint64)effort * run->part->n_columns, EFFORT_MAX),
                         run->end, run->cancellable);
}

/* The last solution in whole numbers: rounded, and mended where it does not fit then. */
static void
round_solution (Run *run)
{
  PakivAttackPart *part = run->part;
  g_autofree gint64 *data = g_new (gint64, part->n_columns);
  g_autoptr (PakivAttackMender) mender = NULL;

  for (guint i = 0; i < part->n_columns; i++)
    data[i] = CLAMP ((gint64)llround (run->values[i]), part->lower[i], part->upper[i]);
  mender = pakiv_attack_mender_new (part, data);
  for (guint i = 0; i < ROUNDINGS && !is_over (run); i++)
    {
      if (pakiv_attack_mender_mend (mender, G_MAXUINT, ROUNDING_CHANGES))
        {
          pakiv_attack_part_harvest_whole (part, pakiv_attack_mender_get_data (mender));
          return;
        }
      g_array_unref (pakiv_attack_mender_keep (mender));
    }
}

/* Some whole-number data. FALSE where there are none at all; where time does not allow to know,
 * TRUE without them. */
static gboolean
find_whole (Run *run)
{
  PakivLinearStatus status;

  if (run->part->whole != NULL)
    return TRUE;
  pakiv_linear_program_set_objective (run->program, NULL, 0, 0);
  run->part->n_searches++;
  status = pakiv_linear_program_solve (run->program, TRUE, MIN (FIRST_SECONDS, get_seconds (run)),
                                       run->cancellable, run->values);
  if (status == PAKIV_LINEAR_OPTIMAL || status == PAKIV_LINEAR_FEASIBLE)
    pakiv_attack_part_harvest (run->part, run->values);
  return status != PAKIV_LINEAR_INFEASIBLE;
}

static gboolean
find_move (Run *run,
           PakivWitness *witness,
           const PakivAttackGoal *goal,
           gint64 by,
           gboolean search,
           gint64 *data)
{
  return pakiv_witness_find (witness, goal, by, search, MIN (SEARCH_SECONDS, get_seconds (run)),
                             run->cancellable, data)
         && pakiv_attack_walk_go_to (run->walk, data);
}

/* Both ways from the first data: as far as is still missing; where that is too far, one step, and
 * what is then missing the other way. */
static void
find_witness (Run *run, PakivWitness *witness, const PakivAttackGoal *goal, gboolean search)
{
  gint64 width = MAX (goal->needed, 1);
  gint64 at = pakiv_attack_goal_add_up (goal, run->part->whole);
  g_autofree gint64 *data = g_new (gint64, run->part->n_columns);

  for (gint64 way = 1; way >= -1 && !pakiv_attack_goal_is_wide (goal); way -= 2)
    {
      gint64 by = way > 0 ? goal->seen_low + width - at : at - (goal->seen_high - width);

      if (by > 0 && !find_move (run, witness, goal, way * by, search, data) && by > 1
          && !pakiv_attack_goal_is_wide (goal))
        find_move (run, witness, goal, way, search, data);
    }
}

/* @search: among whole numbers too, which may take long; else by linear programs alone. */
static void
find_witnesses (Run *run, PakivWitness *witness, gboolean search)
{
  for (guint g = 0; g < run->part->goals->len && !is_over (run); g++)
    {
      const PakivAttackGoal *goal = run->part->goals->pdata[g];

      if (pakiv_attack_goal_needs_proof (goal))
        find_witness (run, witness, goal, search);
    }
}

/* The last resort: the ends themselves, in whole numbers. */
static void
search_ends (Run *run)
{
  for (guint g = 0; g < run->part->goals->len && !is_over (run); g++)
    {
      PakivAttackGoal *goal = run->part->goals->pdata[g];

      for (int high = 1; high >= 0 && pakiv_attack_goal_needs_proof (goal); high--)
        pakiv_attack_part_search_end (run->part, run->program, goal, high,
                                      MIN (SEARCH_SECONDS, get_seconds (run)), run->cancellable,
                                      run->values);
    }
}

/* FALSE where no whole-number data fit. */
static gboolean
prove (Run *run)
{
  g_autoptr (PakivWitness) witness = NULL;

  if (!pakiv_attack_part_needs_proof (run->part))
    return TRUE;
  if (!find_whole (run))
    return FALSE;
  walk (run, LAST_EFFORT);
  /* Where not even one data set was found, two are not. */
  if (run->walk == NULL || !pakiv_attack_part_needs_proof (run->part))
    return TRUE;
  run->end
      = MIN (run->end, g_get_monotonic_time () + (gint64)(ALL_SEARCHES_SECONDS * G_USEC_PER_SEC));
  witness = pakiv_witness_new (run->part);
  find_witnesses (run, witness, FALSE);
  find_witnesses (run, witness, TRUE);
  search_ends (run);
  return TRUE;
}

/* FALSE where nothing fits. */
static gboolean
solve_first (Run *run, guint *label)
{
  PakivLinearStatus status;

  run->part->n_programs++;
  status = pakiv_linear_program_solve (run->program, FALSE, get_seconds (run), run->cancellable,
                                       run->values);
  if (status == PAKIV_LINEAR_INFEASIBLE)
    {
      *label = pakiv_attack_part_find_contradiction (run->part, MAX (10, get_seconds (run)),
                                                     run->cancellable);
      return FALSE;
    }
  *label = G_MAXUINT;
  if (status != PAKIV_LINEAR_OPTIMAL)
    return TRUE;
  pakiv_attack_part_harvest (run->part, run->values);
  if (run->part->whole == NULL)
    round_solution (run);
  /* What data show already needs no program. */
  walk (run, FIRST_EFFORT);
  pakiv_attack_part_find_ends (run->part, run->program, run->end, run->cancellable, run->values);
  return prove (run);
}

gboolean
pakiv_attack_part_run (PakivAttackPart *part, gint64 end, GCancellable *cancellable, guint *label)
{
  g_autofree double *values = g_new0 (double, part->n_columns);
  Run run = { part, NULL, NULL, values, end, cancellable };
  gboolean fits = TRUE;

  /* Where width is all that is asked for, data that are known show most of it at once. */
  if (part->goals->len > 0 && ((const PakivAttackGoal *)part->goals->pdata[0])->needed > 0)
    walk (&run, FIRST_EFFORT);
  if (part->whole == NULL || run.walk == NULL || pakiv_attack_part_needs_proof (part))
    {
      run.program = pakiv_attack_part_make_program (part);
      fits = solve_first (&run, label);
    }
  pakiv_linear_program_free (run.program);
  pakiv_attack_walk_free (run.walk);
  return fits;
}
