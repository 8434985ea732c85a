/* The proof that figures are not given away (reference: protection §2), found by walking: from
 * whole-number data that fit everything published to others that fit it too, changing a figure that
 * is still to be shown open each time. Two stations of the walk that differ in a figure are its
 * witness. Every move that was found is made again from other data, both ways and several times,
 * and so a few hundred of them show thousands of figures open; from data that were moved, moves are
 * found that there were none of before. */
#pragma once

#include "pakiv-attack-mender.h"

#include <gio/gio.h>

G_BEGIN_DECLS

typedef struct _PakivAttackWalk PakivAttackWalk;

/* From the part's own whole-number data, which it must have. */
PakivAttackWalk *pakiv_attack_walk_new (PakivAttackPart *part);
void pakiv_attack_walk_free (PakivAttackWalk *walk);

/* Walks until every goal is shown that may be, until @effort changes of a column showed nothing
 * new, or until @end (monotonic microseconds). The goals know what was seen. */
void pakiv_attack_walk_run (PakivAttackWalk *walk,
                            guint64 effort,
                            gint64 end,
                            GCancellable *cancellable);

/* Goes on from the whole numbers @data, found otherwise. FALSE where they do not fit. */
gboolean pakiv_attack_walk_go_to (PakivAttackWalk *walk, const gint64 *data);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PakivAttackWalk, pakiv_attack_walk_free)

G_END_DECLS
