/* Which combinations of a record kind are counted, and in which unit (reference: protection §1,
 * base cube). A cell is packed into 64 bits; a dimension that allows several answers takes one bit
 * a code. */
#pragma once

#include "pakiv-definitions.h"
#include "pakiv-period.h"

G_BEGIN_DECLS

/* Categories beside a codelist's own codes. */
#define PAKIV_TOTAL "_T"          /* all */
#define PAKIV_NOT_APPLICABLE "_Z" /* the field is not asked of such a record */
#define PAKIV_NOT_STATED "_U"     /* asked, or the source has it, but nothing was said */
#define PAKIV_LATE "LATE"         /* month: belongs to an earlier, closed quarter */

typedef struct
{
  char *id;                /* column name in a release, upper-cased there */
  char *label;             /* msgid */
  const PakivField *field; /* owned by the definitions */
  gboolean of_row;         /* the field is a column of the cube's rows */
  gboolean month;          /* a date, counted by month */
  gboolean known;   /* what somebody outside can know of a person: rows are groups of these */
  char **sensitive; /* codes that must not be told of a whole group; or NULL */
  gboolean several; /* a record may have several of the categories, or none */
  int shift;        /* in the packed key */
  int bits;
} PakivDimension;

typedef struct
{
  char *id;   /* "contacts" */
  char *unit; /* "contacts", msgid; the MEASURE in upper case is the id */
  const PakivKind *kind;
  gboolean corrections;      /* count records of closed books that were corrected since */
  const PakivField *rows;    /* count these rows instead of records; or NULL */
  const PakivField *measure; /* a COUNT column of the rows to add up; or NULL for 1 each */
  int base;                  /* counts from 1 to base - 1 are never published */
  GPtrArray *dimensions;     /* PakivDimension */
} PakivCubeSpec;

PakivCubeSpec *
pakiv_cube_spec_new_from_xml (const PakivXml *xml, PakivDefinitions *definitions, GError **error);
void pakiv_cube_spec_free (PakivCubeSpec *spec);
const PakivDimension *pakiv_cube_spec_find (const PakivCubeSpec *spec,
                                            const char *id); /* or NULL */

/* The part of a cell's count that may give somebody away: the count where it is under the base,
 * else 0. Where numbers are added up, one record alone can be more than the base, so that being
 * large says nothing: there it is what is left over after whole bases. */
gint64 pakiv_cube_spec_get_small_part (const PakivCubeSpec *spec, gint64 count);

/* Categories of one dimension in one period, in order, without _T: codes of the list (a code that
 * means "not stated" is one of them, else _U is added), then _Z; months of the period, then LATE.
 */
GPtrArray *pakiv_dimension_get_categories (const PakivDimension *dimension, PakivPeriod period);

/* (transfer full): a category's label in English as the definition has it (msgid); a month as ISO.
 */
char *pakiv_dimension_get_category_label (const PakivDimension *dimension, const char *category);

/* Adds @value (canonical text, NULL where not stated) of @dimension to @key. @applies: the field is
 * asked. */
guint64 pakiv_dimension_pack (const PakivDimension *dimension,
                              PakivPeriod period,
                              guint64 key,
                              const char *value,
                              gboolean applies);

/* Whether the cell @key falls under @category (not _T, under which all fall). A dimension of
 * several answers may fall under many. @categories as pakiv_dimension_get_categories. */
gboolean pakiv_dimension_falls_under (const PakivDimension *dimension, guint64 key, guint category);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PakivCubeSpec, pakiv_cube_spec_free)

G_END_DECLS
