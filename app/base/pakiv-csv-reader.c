#include "pakiv-csv-reader.h"

#include "pakiv-error.h"
#include "pakiv-file.h"

#include <csv.h>
#include <errno.h>
#include <glib/gi18n.h>
#include <glib/gstdio.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>

typedef struct
{
  char **fields;
  guint line;
} Row;

struct _PakivCsvReader
{
  char *path;
  FILE *stream;
  struct csv_parser parser;
  gsize size;
  gsize read;
  guint line;     /* the physical line being fed, from 1 */
  guint row_line; /* where the row being collected began; 0 when none is */
  gsize row_bytes;
  GString *text;     /* the line being fed */
  GPtrArray *fields; /* of the row being collected */
  GQueue rows;       /* Row, complete, not yet handed out */
  Row *current;
  char **header;
  gboolean at_end;
  gboolean started; /* past the byte-order mark */
};

static void
free_row (Row *row)
{
  if (row == NULL)
    return;
  g_strfreev (row->fields);
  g_free (row);
}

static void
on_field_cb (void *text, size_t length, void *data)
{
  PakivCsvReader *reader = data;

  g_ptr_array_add (reader->fields, g_strndup (text != NULL ? text : "", length));
}

static void
on_row_cb (int end, void *data)
{
  PakivCsvReader *reader = data;
  Row *row;

  /* libcsv reports every line end (CSV_REPALL_NL), so that a blank line does not pass for a row's
   * start. */
  if (reader->fields->len == 0)
    {
      reader->row_line = 0;
      reader->row_bytes = 0;
      return;
    }
  row = g_new0 (Row, 1);
  g_ptr_array_add (reader->fields, NULL);
  row->fields = (char **)g_ptr_array_free (reader->fields, FALSE);
  row->line = reader->row_line;
  reader->fields = g_ptr_array_new_with_free_func (g_free);
  reader->row_line = 0;
  reader->row_bytes = 0;
  g_queue_push_tail (&reader->rows, row);
}

static gboolean
fail (PakivCsvReader *reader, GError **error, int code, const char *reason)
{
  g_set_error (error, PAKIV_ERROR, code,
               /* Translators: a file, a line number in it, and what is wrong there. */
               _ ("%s, line %u: %s"), reader->path, reader->line, reason);
  return FALSE;
}

/* One piece of the file that has at most one line end, at its end. */
static gboolean
feed (PakivCsvReader *reader, const char *text, gsize length, GError **error)
{
  reader->row_bytes += length;
  if (reader->row_bytes > PAKIV_CSV_ROW_MAX)
    return fail (reader, error, PAKIV_ERROR_TOO_LARGE,
                 _ ("This row is longer than 1 MB, so it can’t be a record. Nothing was taken."));
  if (memchr (text, '\0', length) != NULL)
    return fail (
        reader, error, PAKIV_ERROR_FORMAT,
        _ ("This is no text file: it holds bytes that are not letters. Nothing was taken."));
  if (pakiv_file_valid_text (text, length) != length)
    return fail (
        reader, error, PAKIV_ERROR_FORMAT,
        _ ("The letters here are not written in UTF-8. Save the file as UTF-8 and try again."));
  if (reader->row_line == 0)
    reader->row_line = reader->line;
  if (csv_parse (&reader->parser, text, length, on_field_cb, on_row_cb, reader) != length)
    return fail (reader, error, PAKIV_ERROR_FORMAT,
                 _ ("The quotation marks in this row do not match."));
  if (length > 0 && text[length - 1] == '\n')
    reader->line++;
  return TRUE;
}

static gboolean
finish (PakivCsvReader *reader, GError **error)
{
  reader->at_end = TRUE;
  reader->line = reader->row_line > 0 ? reader->row_line : reader->line;
  if (csv_fini (&reader->parser, on_field_cb, on_row_cb, reader) != 0)
    return fail (reader, error, PAKIV_ERROR_FORMAT,
                 _ ("The quotation that begins in this row has no end: the file was cut short."));
  return TRUE;
}

/* A whole line, so that a letter of several bytes is never cut in two; or just more than any row
 * may have, so that a file without line ends does not fill the memory. */
static void
read_line (PakivCsvReader *reader)
{
  int byte = 0;

  g_string_truncate (reader->text, 0);
  while (byte != '\n' && reader->text->len <= PAKIV_CSV_ROW_MAX
         && (byte = getc_unlocked (reader->stream)) != EOF)
    g_string_append_c (reader->text, (char)byte);
}

/* Feeds one line, or finishes at the end of the file. */
static gboolean
read_on (PakivCsvReader *reader, GError **error)
{
  const char *text;
  gsize length;

  read_line (reader);
  if (ferror (reader->stream))
    return fail (reader, error, PAKIV_ERROR_FORMAT, g_strerror (errno));
  if (reader->text->len == 0)
    return finish (reader, error);
  text = reader->text->str;
  length = reader->text->len;
  reader->read += length;
  if (!reader->started && length >= 3 && memcmp (text, "\xEF\xBB\xBF", 3) == 0)
    {
      text += 3;
      length -= 3;
    }
  reader->started = TRUE;
  return feed (reader, text, length, error);
}

const char *const *
pakiv_csv_reader_next (PakivCsvReader *reader, GError **error)
{
  g_clear_pointer (&reader->current, free_row);
  while (g_queue_is_empty (&reader->rows) && !reader->at_end)
    if (!read_on (reader, error))
      {
        reader->at_end = TRUE;
        g_queue_clear_full (&reader->rows, (GDestroyNotify)free_row);
        return NULL;
      }
  reader->current = g_queue_pop_head (&reader->rows);
  return reader->current != NULL ? (const char *const *)reader->current->fields : NULL;
}

/* A pipe or a folder with a name of its own: opening a pipe would wait for a writer for ever. What
 * the shell hands over as a descriptor is fine. */
static gboolean
is_no_file (const char *path)
{
  struct stat status;

  return stat (path, &status) == 0
         && (S_ISDIR (status.st_mode)
             || (S_ISFIFO (status.st_mode) && !g_str_has_prefix (path, "/dev/")
                 && !g_str_has_prefix (path, "/proc/")));
}

PakivCsvReader *
pakiv_csv_reader_open (const char *path, GError **error)
{
  g_autoptr (PakivCsvReader) reader = g_new0 (PakivCsvReader, 1);
  const char *const *header;
  struct stat status;

  reader->path = g_strdup (path);
  reader->line = 1;
  reader->text = g_string_new (NULL);
  reader->fields = g_ptr_array_new_with_free_func (g_free);
  g_queue_init (&reader->rows);
  csv_init (&reader->parser, CSV_STRICT | CSV_STRICT_FINI | CSV_REPALL_NL);
  /* How much a long field grows at a time; by the usual 128 bytes it is copied over and over. */
  csv_set_blk_size (&reader->parser, 65536);
  if (is_no_file (path))
    {
      g_set_error (error, PAKIV_ERROR, PAKIV_ERROR_FORMAT, _ ("“%s” is not a file."), path);
      return NULL;
    }
  reader->stream = g_fopen (path, "rbe");
  if (reader->stream == NULL)
    {
      g_set_error (error, G_FILE_ERROR, g_file_error_from_errno (errno),
                   _ ("“%s” could not be opened: %s"), path, g_strerror (errno));
      return NULL;
    }
  if (fstat (fileno (reader->stream), &status) == 0)
    reader->size = (gsize)status.st_size;
  header = pakiv_csv_reader_next (reader, error);
  if (header == NULL)
    {
      if (error != NULL && *error == NULL)
        g_set_error (error, PAKIV_ERROR, PAKIV_ERROR_FORMAT, _ ("“%s” is empty."), path);
      return NULL;
    }
  reader->header = g_strdupv ((char **)header);
  return g_steal_pointer (&reader);
}

void
pakiv_csv_reader_free (PakivCsvReader *reader)
{
  if (reader == NULL)
    return;
  csv_free (&reader->parser);
  g_clear_pointer (&reader->stream, fclose);
  g_string_free (reader->text, TRUE);
  g_ptr_array_unref (reader->fields);
  g_queue_clear_full (&reader->rows, (GDestroyNotify)free_row);
  free_row (reader->current);
  g_strfreev (reader->header);
  g_free (reader->path);
  g_free (reader);
}

const char *const *
pakiv_csv_reader_get_header (PakivCsvReader *reader)
{
  return (const char *const *)reader->header;
}

guint
pakiv_csv_reader_get_line (PakivCsvReader *reader)
{
  return reader->current != NULL ? reader->current->line : 1;
}

double
pakiv_csv_reader_get_progress (PakivCsvReader *reader)
{
  return reader->size > 0 ? CLAMP ((double)reader->read / (double)reader->size, 0, 1) : 1;
}
