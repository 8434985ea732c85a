/* The same system, smaller (reference: protection §2, presolve): limits are drawn together, cells
 * that are known leave, cells that nothing tells apart become one group, sums that say the same
 * become one, and what has nothing to do with each other is parted. Nothing is lost: the smallest
 * and largest value of every goal can be read off the groups. */
#pragma once

#include "pakiv-attack-system.h"

G_BEGIN_DECLS

#define PAKIV_ATTACK_NO_GROUP G_MAXUINT

typedef struct
{
  const PakivAttackSystem *system; /* not owned: it must live as long */
  gint64 *lower;                   /* of each cell, drawn together */
  gint64 *upper;
  guint *group_of; /* of each cell; PAKIV_ATTACK_NO_GROUP where it is known or nothing limits it */

  guint n_groups;
  gint64 *group_lower;      /* sums of the cells' limits */
  gint64 *group_upper;      /* PAKIV_ATTACK_NO_LIMIT where one of them has none */
  gint64 *group_open_lower; /* the same before they were drawn together, which leaves a solver */
  gint64 *group_open_upper; /* fewer corners to turn */
  guint *group_size;
  guint *part_of; /* of each group */
  guint n_parts;

  GArray *sum_starts; /* guint, as in the system but of groups, without what is known */
  GArray *sum_groups; /* guint */
  GArray *sum_lower;  /* gint64 */
  GArray *sum_upper;  /* gint64 */
  GArray *sum_labels; /* guint */
} PakivAttackReduction;

/* NULL where the sums contradict each other; @label is then one of those that do. */
PakivAttackReduction *pakiv_attack_reduction_new (const PakivAttackSystem *system, guint *label);
void pakiv_attack_reduction_free (PakivAttackReduction *reduction);

/* The groups that the goal adds up, each once (@groups has room for the goal's cells); returns how
 * many. @known: what its known cells add, and what cells add that nothing limits. A goal of one
 * cell gives the group of that cell. */
guint pakiv_attack_reduction_get_goal (const PakivAttackReduction *reduction,
                                       guint goal,
                                       guint *groups,
                                       gint64 *known_lower,
                                       gint64 *known_upper);

/* From the limits of a group to those of one of its cells. */
void pakiv_attack_reduction_spread (const PakivAttackReduction *reduction,
                                    guint cell,
                                    gint64 *lower,
                                    gint64 *upper);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PakivAttackReduction, pakiv_attack_reduction_free)

G_END_DECLS
