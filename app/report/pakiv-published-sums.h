/* Which published figures each base cell adds to: every cell of every table, totals included, each
 * once however many tables show it. */
#pragma once

#include "pakiv-counts.h"
#include "pakiv-report-spec.h"

G_BEGIN_DECLS

typedef struct
{
  GArray *starts; /* guint: cell i's are sums[starts[i]] … sums[starts[i + 1] - 1] */
  GArray *sums;   /* guint */
  guint n_sums;
  GPtrArray *names; /* char*, of each sum: its table's filter and its categories, without the
                       cube, so that it is called the same in every quarter */
} PakivPublishedSums;

/* Counts without a small part are skipped, they never change: such a cell has no sums here. */
PakivPublishedSums *pakiv_published_sums_new (const PakivCounts *counts, GPtrArray *tables);
void pakiv_published_sums_free (PakivPublishedSums *sums);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PakivPublishedSums, pakiv_published_sums_free)

G_END_DECLS
