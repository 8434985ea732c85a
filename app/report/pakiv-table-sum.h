/* One table of several releases, added up. */
#pragma once

#include "pakiv-table.h"

G_BEGIN_DECLS

/* Joined codes of one category, and their labels, are written with this between them. */
#define PAKIV_TABLE_TOGETHER '+'
#define PAKIV_TABLE_TOGETHER_LABEL " + "

/* @tables: const PakivTable, the same one of each release, in the order of their quarters.
 * @coarser: "dimension/CODE" → CODE, or NULL. NULL where they can't be added up; @why is then
 * (transfer full) a sentence. */
PakivTable *pakiv_table_sum_new (GPtrArray *tables, GHashTable *coarser, char **why);

G_END_DECLS
