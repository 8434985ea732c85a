/* How one outside CSV file is read as records: the files of data/import. Every column of the file
 * is either mapped or named as left out, so a file of another layout is refused by its header, and
 * so is one that has a column twice that is read. A list of rejects (two columns PAKIV_IMPORT_LINE
 * and PAKIV_IMPORT_REASON, then the row as it was) is read like the file that it was made from. */
#pragma once

#include "pakiv-definitions.h"
#include "pakiv-record.h"

G_BEGIN_DECLS

#define PAKIV_IMPORT_LINE "line"
#define PAKIV_IMPORT_REASON "reason"

typedef struct _PakivImportMap PakivImportMap;

/* @name is a file of the import folder without .xml, or a kind's id for Pakiv's own CSV export. */
PakivImportMap *
pakiv_import_map_load (PakivDefinitions *definitions, const char *name, GError **error);
void pakiv_import_map_free (PakivImportMap *map);

const char *pakiv_import_map_get_name (PakivImportMap *map);
const PakivKind *pakiv_import_map_get_kind (PakivImportMap *map);
const char *pakiv_import_map_get_label (PakivImportMap *map); /* translated */

/* Finds the columns in @header; FALSE and @error (what is missing, what is unknown) for another
 * layout. Must be called before rows are read, once for each file. @file is named in the error. */
gboolean pakiv_import_map_set_header (PakivImportMap *map,
                                      const char *const *header,
                                      const char *file,
                                      GError **error);

/* (transfer full): the cells of a row, or of the header, without those that only a list of rejects
 * has. */
char **pakiv_import_map_get_row (PakivImportMap *map, const char *const *fields);

/* (transfer full): the record of one row, or NULL and the reason why it can't be taken. */
PakivRecord *pakiv_import_map_read (PakivImportMap *map, const char *const *fields, GError **error);

/* (transfer full): what makes the row itself again on a repeat: the key columns where the map names
 * them (then one record a key), else the whole row (then equal rows are told apart by their
 * number). */
char *pakiv_import_map_identify (PakivImportMap *map, const char *const *fields);
gboolean pakiv_import_map_has_key (PakivImportMap *map);

/* The id that the row had in the log that Pakiv's own CSV was written from: then it alone makes the
 * row itself again. NULL where the row or the file has none. */
const char *pakiv_import_map_get_id (PakivImportMap *map, const char *const *fields);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PakivImportMap, pakiv_import_map_free)

G_END_DECLS
