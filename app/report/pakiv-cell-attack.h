/* The attacker on a plain table of cells with totals, some of them hidden.
 *
 * What counts as published: every row with a number. Where a file has rows of one level (all
 * dimensions at their finest, or some of them at the total), a combination of that level that has
 * no row counts as nobody, since tables leave empty cells out; where it has none of that level, as
 * when only AB, BC and AC are shown, nothing is known of it. */
#pragma once

#include "pakiv-attack.h"
#include "pakiv-cell-hierarchy.h"

G_BEGIN_DECLS

typedef struct
{
  PakivCellFile *file;
  PakivCellHierarchy *hierarchy;
  GArray *hidden; /* guint: the rows that have no number */
  PakivAttackSystem *system;
  GArray *goals; /* guint: the goal of each hidden row */
} PakivCellAttack;

/* Takes @file and @hierarchy over. Too many base cells are refused. */
PakivCellAttack *
pakiv_cell_attack_new (PakivCellFile *file, PakivCellHierarchy *hierarchy, GError **error);
void pakiv_cell_attack_free (PakivCellAttack *attack);

/* As pakiv_attack_run(); where no numbers fit, the message names the file and the line. */
PakivAttackResult *pakiv_cell_attack_run (const PakivCellAttack *attack,
                                          const PakivAttackOptions *options,
                                          GCancellable *cancellable,
                                          GError **error);

/* (transfer full): each hidden row's dimensions, then low, high (empty where there is no limit) and
 * derived: "yes", "no" or "not certified". */
GBytes *pakiv_cell_attack_write (const PakivCellAttack *attack, const PakivAttackResult *result);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PakivCellAttack, pakiv_cell_attack_free)

G_END_DECLS
