/* A table with its categories shown together as another table shows them. */
#pragma once

#include "pakiv-table.h"

G_BEGIN_DECLS

/* (transfer full): the figures of @fine under the categories of @like, a table of the same
 * dimensions whose categories are the same or joined ("F+M", “not told apart”). NULL where @like
 * has no place for a figure that is not 0, or more than one. */
PakivTable *pakiv_table_regroup (const PakivTable *fine, const PakivTable *like);

/* (transfer full) */
PakivTable *pakiv_table_copy (const PakivTable *table);

G_END_DECLS
