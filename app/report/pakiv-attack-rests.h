/* What the sums of a system still say when the cells that are known have left them: each set of
 * cells once, and none that others say together. */
#pragma once

#include "pakiv-attack-system.h"

G_BEGIN_DECLS

/* A sum without its known cells. */
typedef struct
{
  const guint *cells; /* by their numbers */
  guint n;
  guint64 hash;
  gint64 lower;
  gint64 upper;
  guint label;
} PakivAttackRest;

typedef struct
{
  GArray *sums; /* PakivAttackRest */
  guint *cells; /* of all of them */
} PakivAttackRests;

/* @lower and @upper: of each cell, drawn together; a cell is known where they are the same. NULL
 * where the sums contradict each other; @label is then that of one that does. */
PakivAttackRests *pakiv_attack_rests_new (const PakivAttackSystem *system,
                                          const gint64 *lower,
                                          const gint64 *upper,
                                          guint *label);
void pakiv_attack_rests_free (PakivAttackRests *rests);

/* Goes on with a hash. */
guint64 pakiv_attack_rests_mix (guint64 hash, guint number);

int pakiv_attack_rests_compare (gconstpointer a, gconstpointer b);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PakivAttackRests, pakiv_attack_rests_free)

G_END_DECLS
