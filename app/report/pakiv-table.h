/* A table that may be shown to anyone: made of a safe cube, or read back from a published package.
 * Labels are English msgids; whoever shows them translates. */
#pragma once

#include "pakiv-safe-cube.h"

G_BEGIN_DECLS

typedef struct
{
  char *id;
  char *label;
  GPtrArray *codes;  /* char*; the first is always _T */
  GPtrArray *labels; /* char*, one for each code */
  gboolean several;  /* shares may add up to more than all */
} PakivTableDimension;

/* What a table's figures are: counts, or how counts changed since they were first released. */
typedef enum
{
  PAKIV_TABLE_COUNTS,
  PAKIV_TABLE_ADDED,
  PAKIV_TABLE_TAKEN_OUT,
} PakivTableChange;

/* With these begins the title of a table of changes, before that of its table of counts. */
#define PAKIV_TABLE_TITLE_ADDED "Added: "
#define PAKIV_TABLE_TITLE_TAKEN_OUT "Taken out: "

typedef struct
{
  PakivTableChange change;
  char *id;
  char *title;
  char *note;    /* or NULL */
  char *measure; /* "CONTACTS": what is counted, as a code */
  char *unit;    /* "contacts": the same as a word, msgid */
  int base;
  GPtrArray *dimensions;  /* PakivTableDimension: row dimensions, then the column one */
  gboolean has_column;    /* the last dimension goes across */
  char *filter_dimension; /* or NULL */
  char *filter_code;
  char *filter_label;
  gint64 *values; /* row-major over all dimensions' codes, _T included */
  gsize n_values;
} PakivTable;

PakivTable *pakiv_table_new (const PakivSafeCube *cube, const PakivTableSpec *spec);

/* The dimensions of the table below: an empty array that frees its PakivTableDimension, a dimension
 * without codes, and one code more (_T first). Labels are copied. */
GPtrArray *pakiv_table_dimensions_new (void);
PakivTableDimension *pakiv_table_dimension_new (const char *id, const char *label);
void
pakiv_table_dimension_add (PakivTableDimension *dimension, const char *code, const char *label);

/* For a reader of published packages: an empty table to fill. Takes the dimensions over; values are
 * 0. */
PakivTable *pakiv_table_new_published (const char *id, GPtrArray *dimensions, gboolean has_column);
void pakiv_table_free (PakivTable *table);

/* Marks a table of counts as one of changes, so that no reader takes the one for the other: its id,
 * measure and title say so too. */
void pakiv_table_mark_change (PakivTable *table, PakivTableChange change);

/* (transfer full): the id of the table of counts whose changes these are. NULL where id and measure
 * do not say what @table->change says. */
char *pakiv_table_get_counts_id (const PakivTable *table);

/* "added", "taken-out"; NULL for counts. FALSE for another text. */
const char *pakiv_table_change_to_string (PakivTableChange change);
gboolean pakiv_table_change_from_string (const char *text, PakivTableChange *change);

/* Whether both have the same dimensions with the same codes, all in the same order. */
gboolean pakiv_table_has_same_codes (const PakivTable *a, const PakivTable *b);

/* @position has one index for each dimension. */
gsize pakiv_table_offset (const PakivTable *table, const guint *position);
gint64 pakiv_table_get (const PakivTable *table, const guint *position);
gint64 pakiv_table_get_total (const PakivTable *table);

/* Whether a code has any count at all; a table hides codes that have none. */
gboolean pakiv_table_code_is_empty (const PakivTable *table, guint dimension, guint code);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PakivTable, pakiv_table_free)

G_END_DECLS
