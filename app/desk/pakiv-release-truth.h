/* True figures beside published ones, in words: why a figure is another, and what was counted where
 * the release shows nothing. For the screen only. */
#pragma once

#include "pakiv-true-figures.h"

G_BEGIN_DECLS

/* The letter that stands at a figure and before its reason: "a"; NULL where it is as counted. */
const char *pakiv_release_truth_get_mark (PakivAlteration alteration);

/* (transfer full), translated: why a figure of @table is altered so. */
char *pakiv_release_truth_explain (const PakivTable *table, PakivAlteration alteration);

/* (transfer full) (element-type char *), translated: what stands below @table. The reasons that its
 * figures have, then what was counted of rows that the release leaves out as 0. */
GPtrArray *pakiv_release_truth_list_notes (const PakivTable *table,
                                           const PakivTrueFigures *figures);

/* (transfer full), translated: how many figures are altered, and the furthest by how much. */
char *pakiv_release_truth_sum_up (const PakivRelease *release, const PakivTrueFigures *figures);

G_END_DECLS
