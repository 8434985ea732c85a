/* One part of a system that has nothing to do with the others: columns, which are the groups of
 * the reduction, sums over them, and goals. All numbers stand within the part, from 0. */
#pragma once

#include "pakiv-attack-reduction.h"

G_BEGIN_DECLS

/* How near to a whole number, or to a limit, a solution in real numbers counts as there. */
#define PAKIV_ATTACK_NEAR 1e-6

typedef struct
{
  guint *columns; /* what the goal adds up */
  guint n;
  gint64 needed;                /* the width that must be shown; 0: find the ends exactly */
  gint64 lower, upper;          /* what the columns' limits alone say */
  double real_low, real_high;   /* the ends that were found, so far */
  gboolean low_done, high_done; /* these are final */
  gint64 seen_low, seen_high;   /* whole-number data that were found; low > high: none yet */
} PakivAttackGoal;

typedef struct
{
  guint n_columns;
  gint64 *lower, *upper;           /* drawn together */
  gint64 *open_lower, *open_upper; /* as the solver gets them */
  GArray *sum_starts;              /* guint */
  GArray *sum_columns;
  GArray *sum_lower; /* gint64 */
  GArray *sum_upper;
  GArray *sum_labels; /* guint */
  GPtrArray *goals;   /* PakivAttackGoal */
  gint64 *whole;      /* whole-number data that fit, or NULL until some are found */
  guint n_programs;   /* solved so far */
  guint n_searches;   /* for whole numbers */
  guint n_witnesses;  /* moves from one data set to another */
} PakivAttackPart;

PakivAttackPart *pakiv_attack_part_new (const PakivAttackReduction *reduction,
                                        const guint *groups,
                                        guint n,
                                        const guint *sums,
                                        guint n_sums,
                                        const guint *column_of);
void pakiv_attack_part_free (PakivAttackPart *part);

/* The goal that adds up @columns; takes a copy. */
PakivAttackGoal *
pakiv_attack_part_add_goal (PakivAttackPart *part, const guint *columns, guint n, gint64 needed);

/* Whether the whole numbers @data fit every limit and sum. */
gboolean pakiv_attack_part_fits (const PakivAttackPart *part, const gint64 *data);

/* What a solution says of every goal: any real one moves the real ends, and one of whole numbers
 * (which is checked) is data that somebody could have. Returns whether it is. */
gboolean pakiv_attack_part_harvest (PakivAttackPart *part, const double *values);

/* @data are known to fit. */
void pakiv_attack_part_harvest_whole (PakivAttackPart *part, const gint64 *data);

gint64 pakiv_attack_goal_add_up (const PakivAttackGoal *goal, const gint64 *data);

/* Whole-number data that fit give the goal this value. */
void pakiv_attack_goal_see (PakivAttackGoal *goal, gint64 value);

/* Whether whole-number data were seen that are as far apart as is needed, or differ at all. */
gboolean pakiv_attack_goal_is_wide (const PakivAttackGoal *goal);

/* Whether that was not seen but could be, for all that is known. */
gboolean pakiv_attack_goal_needs_proof (const PakivAttackGoal *goal);
gboolean pakiv_attack_part_needs_proof (const PakivAttackPart *part);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PakivAttackPart, pakiv_attack_part_free)

G_END_DECLS
