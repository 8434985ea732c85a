/* Categories of published tables that are shown together, for pakiv-group-disclosure.h. */
#pragma once

#include "pakiv-table.h"

G_BEGIN_DECLS

/* Joins the codes in all of @tables that have @dimension with both; each such table is replaced. */
void pakiv_group_join_everywhere (GPtrArray *tables,
                                  const char *dimension,
                                  const char *one,
                                  const char *other);

/* Whether nothing is told apart any more. */
gboolean pakiv_group_join_is_whole (const PakivTableDimension *dimension);

/* The place of @code, or 0. */
guint pakiv_group_join_find (const PakivTableDimension *dimension, const char *code);

G_END_DECLS
