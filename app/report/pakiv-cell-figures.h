/* What is published of a table of counts: each cell of each table that is shown, with all its
 * margins, once however many tables show it. */
#pragma once

#include "pakiv-cell-file.h"

G_BEGIN_DECLS

#define PAKIV_CELL_TABLE_DIMENSIONS_MAX 12

typedef struct
{
  guint32 mask; /* the dimensions that it tells apart; the others are totals */
  guint row;    /* a row of the table that falls under it */
  gint64 sum;   /* the true one */
} PakivCellFigure;

typedef struct
{
  GArray *masks;   /* guint32: each distinct set of dimensions that some table shows */
  GArray *figures; /* PakivCellFigure */
  GArray *starts;  /* guint: small row i adds to sums[starts[i]] … sums[starts[i + 1] - 1] */
  GArray *sums;    /* guint, figures */
} PakivCellFigures;

/* @tables: "A*B*C,A*D", each table by its dimensions and shown with all its margins; NULL is one
 * table of all dimensions. @base: only rows of 1 to @base - 1 get their sums listed, the others
 * have none.
 *
 * Refused: a dimension that @file has not, more than PAKIV_CELL_TABLE_DIMENSIONS_MAX in a table,
 * and more figures than a desk can hold. */
PakivCellFigures *
pakiv_cell_figures_new (const PakivCellFile *file, const char *tables, gint64 base, GError **error);
void pakiv_cell_figures_free (PakivCellFigures *figures);

/* (transfer full): the dimensions that @tables names, each once, in the order of @file; NULL and
 * @error for an unknown one. For pakiv_cell_file_sum(). */
GStrv
pakiv_cell_figures_list_dimensions (const PakivCellFile *file, const char *tables, GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PakivCellFigures, pakiv_cell_figures_free)

G_END_DECLS
