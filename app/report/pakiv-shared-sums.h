/* Which small cells share which published sums, and which cells are most alike: the map on which
 * the search of the rounding (pakiv-rounding-search.h) walks. Nothing here depends on a secret. */
#pragma once

#include "pakiv-small-count-rounding.h"

G_BEGIN_DECLS

/* How many of the cells most alike are kept of each. */
#define PAKIV_SHARED_SUMS_ALIKE 16

/* Sums with more members than this are no longer told to each of them (see “coarse”). */
#define PAKIV_SHARED_SUMS_LOCAL 65536

typedef struct
{
  guint n_cells;  /* small cells, in the order of the rounding's cells */
  guint *cells;   /* the number of each in the rounding */
  guint n_sums;   /* sums that two of them or more add to; those with too many members come last */
  guint n_local;  /* how many come before those */
  guint *sources; /* the number of each sum in the rounding */

  guint *starts; /* small cell i adds to sums[starts[i]] … sums[starts[i + 1] - 1], ascending */
  guint *coarse; /* of these, sums[coarse[i]] and all after it have too many members */
  guint *sums;
  guint *first; /* sum s has members[first[s]] … members[first[s + 1] - 1], ascending */
  guint *members;

  guint8 *n_alike;   /* of each small cell, at most PAKIV_SHARED_SUMS_ALIKE */
  guint *alike;      /* from i * PAKIV_SHARED_SUMS_ALIKE on, those that share most sums first */
  guint16 *n_shared; /* beside @alike: how many sums both add to, 1 or more */
} PakivSharedSums;

/* Cells that stand near each other in @rounding are compared first. */
PakivSharedSums *pakiv_shared_sums_new (const PakivRounding *rounding);
void pakiv_shared_sums_free (PakivSharedSums *shared);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PakivSharedSums, pakiv_shared_sums_free)

G_END_DECLS
