/* Writes CSV rows (RFC 4180, line end CR LF) to a string. Cells that a spreadsheet would run as a
 * formula (first letter = + - @) get an apostrophe in front, unless they are numbers. */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* @fields is NULL-terminated. */
void pakiv_csv_append_row (GString *csv, const char *const *fields);

/* What the cell was before such an apostrophe; the cell itself where it has none. */
const char *pakiv_csv_strip_guard (const char *cell);

G_END_DECLS
