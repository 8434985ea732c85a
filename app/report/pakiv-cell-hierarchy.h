/* Which categories of a table's dimensions are sums of which others. PAKIV_CELL_TOTAL is the sum of
 * all; a file may name more: "dimension,child,parent", where a child may have several parents
 * (a district in a county and in a type of district), and be a parent itself. What is no parent is
 * a leaf; every category is so many leaves.
 *
 * Refused, with file and line: an unknown dimension, a category that is its own ancestor, more
 * than a hundred categories one under the other, and a total that is named as a child. */
#pragma once

#include "pakiv-cell-file.h"

G_BEGIN_DECLS

typedef struct
{
  guint n_leaves;    /* 1 where the table has only totals */
  GPtrArray *leaves; /* for each category of the dimension: GArray of guint, sorted, each once */
  GArray *leaf_of;   /* guint: for each category its own number where it is a leaf, or G_MAXUINT */
} PakivCellLevels;

typedef struct
{
  GPtrArray *dimensions; /* PakivCellLevels, as the table's */
} PakivCellHierarchy;

/* @path NULL: no parents but the totals. A leaf that the hierarchy names and the table does not is
 * a leaf all the same: @file's dimension gets it as a category. */
PakivCellHierarchy *
pakiv_cell_hierarchy_new (PakivCellFile *file, const char *path, GError **error);
void pakiv_cell_hierarchy_free (PakivCellHierarchy *hierarchy);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PakivCellHierarchy, pakiv_cell_hierarchy_free)

G_END_DECLS
