/* A plain table of cells: a CSV file in which each row is a cell, one column is its number and the
 * others say where it stands. What other tools of statistical protection read and write, so that
 * Pakiv's can be held against them.
 *
 * Refused, with file and line: a missing column, a number that is negative, no whole number or over
 * PAKIV_CELL_VALUE_MAX, the same cell twice, a name that is empty or appears twice in the header,
 * and PAKIV_CELL_FILE_MAX rows or more. */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* What stands for “all” in a dimension. */
#define PAKIV_CELL_TOTAL "_T"

#define PAKIV_CELL_FILE_MAX 10000000
#define PAKIV_CELL_VALUE_MAX G_GINT64_CONSTANT (1000000000000)
#define PAKIV_CELL_DIMENSIONS_MAX 32

/* The number of a cell whose number is hidden. */
#define PAKIV_CELL_HIDDEN G_GINT64_CONSTANT (-1)

typedef struct
{
  char *name;            /* the column's */
  guint column;          /* where it stands in the file */
  GPtrArray *categories; /* char*, in the order in which they were met */
  GHashTable *numbers;   /* char* → index + 1; the strings are those of @categories */
} PakivCellDimension;

typedef struct
{
  char *path;
  char *measure;         /* the name of the column of numbers */
  guint measure_column;  /* where it stands */
  GPtrArray *dimensions; /* PakivCellDimension, in the order of the file */
  GArray *codes;         /* guint32: a category of each dimension for every row */
  GArray *values;        /* gint64, one a row */
  GArray *lines;         /* guint: where a row begins in the file */
} PakivCellFile;

typedef enum
{
  PAKIV_CELL_FILE_COUNTS = 0,         /* every row has its number, and none is a total */
  PAKIV_CELL_FILE_MAY_HIDE = 1 << 0,  /* a number may be left out */
  PAKIV_CELL_FILE_MAY_TOTAL = 1 << 1, /* a category may be PAKIV_CELL_TOTAL */
} PakivCellFileFlags;

/* @measure: the column of numbers. */
PakivCellFile *pakiv_cell_file_read (const char *path,
                                     const char *measure,
                                     PakivCellFileFlags flags,
                                     GError **error);
void pakiv_cell_file_free (PakivCellFile *file);

guint pakiv_cell_file_get_size (const PakivCellFile *file);
const guint32 *pakiv_cell_file_get_codes (const PakivCellFile *file, guint row);
gint64 pakiv_cell_file_get_value (const PakivCellFile *file, guint row);
const char *pakiv_cell_file_get_category (const PakivCellFile *file, guint row, guint dimension);

/* The dimension of that name, or -1. */
int pakiv_cell_file_find (const PakivCellFile *file, const char *name);

/* (transfer full): the same counts by the dimensions @names (NULL-terminated) alone, summed over
 * the others. Rows keep the order in which they first appear. An unknown or repeated name is
 * refused, and a sum over PAKIV_CELL_VALUE_MAX. */
PakivCellFile *
pakiv_cell_file_sum (const PakivCellFile *file, const char *const *names, GError **error);

/* (transfer full): the rows' numbers in the order of their categories' names, which does not depend
 * on the order of the file. */
guint *pakiv_cell_file_sort (const PakivCellFile *file);

/* Sets "FILE, line N: …" and returns FALSE. */
gboolean
pakiv_cell_file_fail (const char *path, guint line, GError **error, const char *format, ...)
    G_GNUC_PRINTF (4, 5);

/* Appends the header (with another name for the numbers), or one row, with the columns in the
 * file's order. @categories has one for each dimension. */
void pakiv_cell_file_append_header (const PakivCellFile *file, GString *csv);
void
pakiv_cell_file_append_header_as (const PakivCellFile *file, const char *measure, GString *csv);
void pakiv_cell_file_append_row (const PakivCellFile *file,
                                 const char *const *categories,
                                 const char *value,
                                 GString *csv);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PakivCellFile, pakiv_cell_file_free)

G_END_DECLS
