/* Looks for the choice of ups and downs that keeps the published sums nearest to the truth, from
 * the keyed draw on: simulated annealing in whole numbers, the same on every machine.
 *
 * A cell may flip; an up cell may change places with a down one of those most like it, which leaves
 * the sums that both add to as they are. Late in the search hardly one in a thousand of such
 * changes is worth making. So what each flip would cost is kept at hand, and one look at an up cell
 * finds the best of all its changes of place; a change, being rare, may take long.
 *
 * Rejected: trying one random change after another, and adding up its cost each time (needs about
 * thirty times as long to come as near, tests/bench). */
#pragma once

#include "pakiv-keyed-random.h"
#include "pakiv-shared-sums.h"

G_BEGIN_DECLS

/* @up: of each small cell whether it is up, changed in place; a cell that shares no sum keeps its
 * own. @deviations: of each sum of @rounding at the beginning, twice, and what was carried.
 * Returns by how much the sum of the squares of the deviations fell, 0 or more. */
gint64 pakiv_rounding_search_run (const PakivSharedSums *shared,
                                  const PakivRounding *rounding,
                                  PakivKeyedRandom *random,
                                  guint8 *up,
                                  const gint32 *deviations);

G_END_DECLS
