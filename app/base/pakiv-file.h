/* Reading and writing whole files, with the errors in a user's words, and where Pakiv's own data
 * is. */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* The largest definition, record or settings file that is read whole, in bytes. */
#define PAKIV_FILE_MAX (16 * 1024 * 1024)

/* (transfer full): the bytes of @path; refused when longer than @max bytes. */
GBytes *pakiv_file_read (const char *path, gsize max, GError **error);

/* Writes a neighbour and renames it over @path, so that @path is the old file or the new one,
 * never half of it. @mode as chmod's. */
gboolean pakiv_file_write (const char *path, GBytes *bytes, int mode, GError **error);

/* The folder of record, codelist, report and import definitions: PAKIV_DATA, else the installed
 * one. */
const char *pakiv_file_get_data_folder (void);

/* The length of the valid UTF-8 start of @text, and NUL counts as invalid: == @length when all is
 * well. */
gsize pakiv_file_valid_text (const char *text, gsize length);

G_END_DECLS
