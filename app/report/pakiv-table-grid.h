/* A table laid out for readers, in words: headings, rows, notes. The same on the page and in the
 * PDF. */
#pragma once

#include "pakiv-table.h"

G_BEGIN_DECLS

typedef enum
{
  PAKIV_GRID_ROW,
  PAKIV_GRID_GROUP, /* heads the rows below it */
  PAKIV_GRID_TOTAL,
} PakivGridRowKind;

typedef struct
{
  char *text;
  gssize offset;   /* of the figure in the table's values, −1: it is none of them */
  gboolean none;   /* a 0, which may stand for a few */
  gboolean strong; /* a total across */
} PakivGridCell;

typedef struct
{
  PakivGridRowKind kind;
  char *name;
  GArray *cells; /* PakivGridCell, one for each column */
} PakivGridRow;

typedef struct
{
  char *corner;       /* what the rows are; NULL: no headings */
  char *over;         /* what the columns but the last answer, or NULL */
  GPtrArray *columns; /* char*: headings */
  gboolean words;     /* cells are sentences, not figures */
  GPtrArray *rows;    /* PakivGridRow */
  gboolean groups;    /* some rows are heads of others */
  char *caption;      /* or NULL */
  GPtrArray *notes;   /* char*: what stands below */
} PakivTableGrid;

/* Rows and columns without any figure are left out and named in the notes. */
PakivTableGrid *pakiv_table_grid_new (const PakivTable *table);

/* For tables that are made by hand: no rows yet. @columns: msgids already translated,
 * NULL-terminated. */
PakivTableGrid *pakiv_table_grid_new_empty (const char *corner, const char *const *columns);

/* @texts: one for each column, NULL-terminated. */
void pakiv_table_grid_add_row (PakivTableGrid *grid, const char *name, const char *const *texts);
void pakiv_table_grid_add_text (PakivTableGrid *grid, const char *name, const char *text);

/* Makes a cell of the row added last stand out. */
void pakiv_table_grid_strengthen (PakivTableGrid *grid, guint column);
void pakiv_table_grid_free (PakivTableGrid *grid);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PakivTableGrid, pakiv_table_grid_free)

G_END_DECLS
