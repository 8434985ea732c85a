/* What the sums say of single cells, each given what is known of the others: drawn together again
 * and again, this finds at once what a reader would find with a pencil. */
#pragma once

#include "pakiv-attack-system.h"

G_BEGIN_DECLS

/* Narrows @lower and @upper, one of each cell. FALSE where the sums contradict each other; @label
 * is then that of one that does, or G_MAXUINT where a cell’s own limits do. */
gboolean pakiv_attack_limits_draw (const PakivAttackSystem *system,
                                   gint64 *lower,
                                   gint64 *upper,
                                   guint *label);

G_END_DECLS
