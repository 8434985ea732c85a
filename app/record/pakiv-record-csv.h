/* A record as one CSV row. The header is "id", by which the log knows the record again (empty where
 * it was never saved), then the field ids; codes are parted by spaces; the rows of a ROWS field
 * stand in one cell as "gender=F age=18_24 number=2; gender=M number=1". Texts in rows are written
 * with spaces, ';', '=' and '%' as %20, %3B, %3D, %25. */
#pragma once

#include "pakiv-record.h"

G_BEGIN_DECLS

#define PAKIV_RECORD_CSV_ID "id"

/* (transfer full): NULL-terminated. */
char **pakiv_record_csv_header (const PakivKind *kind);
char **pakiv_record_to_csv (const PakivRecord *record);

/* Sets one field from a cell; FALSE and @error where the cell can't be read. "" is not stated. */
gboolean pakiv_record_set_from_csv (PakivRecord *record,
                                    const PakivField *field,
                                    const char *cell,
                                    GError **error);

G_END_DECLS
