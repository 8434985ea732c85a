/* What an attacker knows (reference: protection §2): base cells, which are whole numbers from 0 up,
 * and sums of them that were published or that the attacker knows otherwise. Base cells and not the
 * cells of tables: tables AB, BC and AC on their own would allow figures that no data give. */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* No upper limit, or none that is known. */
#define PAKIV_ATTACK_NO_LIMIT (G_MAXINT64 / 4)

/* A limit or a sum is at most this. */
#define PAKIV_ATTACK_VALUE_MAX G_GINT64_CONSTANT (1000000000000)

typedef struct
{
  guint n_cells;
  gint64 *lower; /* 0 or more */
  gint64 *upper;
  GArray *sum_starts;  /* guint: sum s is of sum_cells[sum_starts[s]] … [sum_starts[s + 1] - 1] */
  GArray *sum_cells;   /* guint */
  GArray *sum_lower;   /* gint64 */
  GArray *sum_upper;   /* gint64 */
  GArray *sum_labels;  /* guint: whatever the caller calls it, to be named when sums disagree */
  GArray *goal_starts; /* as sums: what the attacker wants to know */
  GArray *goal_cells;
} PakivAttackSystem;

/* All cells from 0 up. */
PakivAttackSystem *pakiv_attack_system_new (guint n_cells);
void pakiv_attack_system_free (PakivAttackSystem *system);

/* Narrows what is known of @cell. A cell of which @lower > @upper makes the system infeasible. */
void pakiv_attack_system_limit (PakivAttackSystem *system, guint cell, gint64 lower, gint64 upper);

/* The sum of @cells, each named once, is from @lower to @upper. */
void pakiv_attack_system_add_sum (PakivAttackSystem *system,
                                  const guint *cells,
                                  guint n,
                                  gint64 lower,
                                  gint64 upper,
                                  guint label);

/* Goals are numbered from 0 in the order in which they are added. */
guint pakiv_attack_system_add_goal (PakivAttackSystem *system, const guint *cells, guint n);

guint pakiv_attack_system_get_n_sums (const PakivAttackSystem *system);
guint pakiv_attack_system_get_n_goals (const PakivAttackSystem *system);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PakivAttackSystem, pakiv_attack_system_free)

G_END_DECLS
