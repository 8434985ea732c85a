/* Raw counts: true numbers of true records. They never leave the desk, and no releasable table can
 * be made of them but through protection (app/report/pakiv-safe-cube.h), which the types enforce.
 */
#pragma once

#include "pakiv-cube-spec.h"
#include "pakiv-record.h"

G_BEGIN_DECLS

typedef struct
{
  guint64 key;
  gint64 count;
} PakivCell;

typedef struct
{
  const PakivCubeSpec *spec; /* owned by the report's definition */
  PakivPeriod period;
  GArray *cells; /* PakivCell, count > 0, sorted by key after pakiv_counts_finish */
} PakivCounts;

PakivCounts *pakiv_counts_new (const PakivCubeSpec *spec, PakivPeriod period);
void pakiv_counts_add (PakivCounts *counts, guint64 key, gint64 count);

/* Sorts, merges equal keys, drops zeros. */
void pakiv_counts_finish (PakivCounts *counts);
void pakiv_counts_free (PakivCounts *counts);
gint64 pakiv_counts_get_total (const PakivCounts *counts);

/* Adds what @record counts for: one cell, or one for each of its rows. For a record by itself; a
 * log's are packed all at once. */
void pakiv_counts_add_record (PakivCounts *counts, const PakivRecord *record);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PakivCounts, pakiv_counts_free)

G_END_DECLS
