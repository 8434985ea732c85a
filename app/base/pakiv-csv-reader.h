/* Reads a CSV file (RFC 4180) row by row through libcsv, whatever its size, and knows each row's
 * line. A NUL byte, invalid UTF-8, an open quote or a row over PAKIV_CSV_ROW_MAX bytes ends the
 * reading with an error that names the file and the line: such a file is damaged or no CSV at all.
 */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

#define PAKIV_CSV_ROW_MAX (1024 * 1024)

typedef struct _PakivCsvReader PakivCsvReader;

/* Opens @path and reads its header row. */
PakivCsvReader *pakiv_csv_reader_open (const char *path, GError **error);
void pakiv_csv_reader_free (PakivCsvReader *reader);

const char *const *pakiv_csv_reader_get_header (PakivCsvReader *reader);

/* The next row's fields, valid until the next call; NULL at the end (no @error) or when reading
 * failed. */
const char *const *pakiv_csv_reader_next (PakivCsvReader *reader, GError **error);

/* The line where the row last read begins; the header is line 1. */
guint pakiv_csv_reader_get_line (PakivCsvReader *reader);

/* How much has been read, 0 to 1. */
double pakiv_csv_reader_get_progress (PakivCsvReader *reader);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PakivCsvReader, pakiv_csv_reader_free)

G_END_DECLS
