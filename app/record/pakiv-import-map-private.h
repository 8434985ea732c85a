/* Shared by the two halves of the import map: pakiv-import-map-file.c reads how a file is to be
 * read, pakiv-import-map.c reads its rows. */
#pragma once

#include "pakiv-import-map.h"

G_BEGIN_DECLS

typedef enum
{
  PAKIV_IMPORT_PLAIN,          /* as Pakiv's own CSV writes it, or through <value> */
  PAKIV_IMPORT_DAY,            /* a moment, ISO 8601 with its offset → the local day */
  PAKIV_IMPORT_BAND,           /* the same → morning, afternoon or night */
  PAKIV_IMPORT_MONTH_DAY_YEAR, /* 12/31/2019 */
} PakivImportFormat;

typedef struct
{
  char *name;
  const PakivField *field; /* NULL: the column is left out */
  PakivImportFormat format;
  GHashTable *values; /* from → to, or NULL */
  gboolean identity;  /* part of what makes the row itself again */
  gboolean optional;  /* a file need not have it */
  int position;       /* in the file now read; -1: it has none */
} PakivImportColumn;

struct _PakivImportMap
{
  PakivDefinitions *definitions;
  char *name;
  char *label;
  const PakivKind *kind;
  GTimeZone *zone;
  char **key;                  /* names of the key columns; empty: none */
  GPtrArray *columns;          /* PakivImportColumn */
  const PakivImportColumn *id; /* the id column of Pakiv's own CSV, or NULL */
  int width;                   /* columns of the file now read */
  int skipped;                 /* of them at its front, where it is a list of rejects */
  GHashTable *constants;       /* field id → value */
};

G_END_DECLS
