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
  guint line;       /* the physical line being fed, from 1 */
  guint row_line;   /* where the row being collected began; 0 when none is */
  gsize row_bytes;
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
  Row *row = g_new0 (Row, 1);

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
  if (memchr (text, '\0', length) != NULL)
    return fail (reader, error, PAKIV_ERROR_FORMAT,
                 _ ("There is a NUL byte here, so this is no text file. Nothing was taken."));
  if (pakiv_file_valid_text (text, length) != length)
    return fail (reader, error, PAKIV_ERROR_FORMAT,
                 _ ("The letters here are not written in UTF-8. Save the file as UTF-8 and try again."));
  if (reader->row_line == 0)
    reader->row_line = reader->line;
  reader->row_bytes += length;
  if (reader->row_bytes > PAKIV_CSV_ROW_MAX)
    return fail (reader, error, PAKIV_ERROR_TOO_LARGE,
                 _ ("This row is longer than 1 MB, so it can’t be a record. Nothing was taken."));
  if (csv_parse (&reader->parser, text, length, on_field_cb, on_row_cb, reader) != length)
    return fail (reader, error, PAKIV_ERROR_FORMAT, _ ("The quotation marks in this row do not match."));
  if (length > 0 && text[length - 1] == '\n')
    reader->line++;
  if (reader->fields->len == 0 && csv_get_buffer_size (&reader->parser) == 0
      && g_queue_is_empty (&reader->rows))
    reader->row_line = 0; /* a blank line */
  return TRUE;
}

static gboolean
finish (PakivCsvReader *reader, GError **error)
{
  reader->at_end = TRUE;
  if (csv_fini (&reader->parser, on_field_cb, on_row_cb, reader) != 0)
    return fail (reader, error, PAKIV_ERROR_FORMAT,
                 _ ("The file ends inside a quotation: it was cut short."));
  return TRUE;
}

/* Feeds one line, or finishes at the end of the file. */
static gboolean
read_on (PakivCsvReader *reader, GError **error)
{
  g_autofree char *line = NULL;
  size_t room = 0;
  ssize_t length;
  const char *text;

  /* getdelim keeps whole lines, so a letter of several bytes is never cut in two. */
  length = getdelim (&line, &room, '\n', reader->stream);
  if (length < 0 && ferror (reader->stream))
    return fail (reader, error, PAKIV_ERROR_FORMAT, g_strerror (errno));
  if (length < 0)
    return finish (reader, error);
  reader->read += (gsize)length;
  text = line;
  if (!reader->started && length >= 3 && memcmp (text, "\xEF\xBB\xBF", 3) == 0)
    {
      text += 3;
      length -= 3;
    }
  reader->started = TRUE;
  return feed (reader, text, (gsize)length, error);
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

PakivCsvReader *
pakiv_csv_reader_open (const char *path, GError **error)
{
  g_autoptr (PakivCsvReader) reader = g_new0 (PakivCsvReader, 1);
  const char *const *header;
  struct stat status;

  reader->path = g_strdup (path);
  reader->line = 1;
  reader->fields = g_ptr_array_new_with_free_func (g_free);
  g_queue_init (&reader->rows);
  csv_init (&reader->parser, CSV_STRICT | CSV_STRICT_FINI | CSV_APPEND_NULL);
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
