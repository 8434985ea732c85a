#include "pakiv-rejects.h"

#include "pakiv-csv-writer.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gi18n.h>
#include <glib/gstdio.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

struct _PakivRejects
{
  char *path;
  char *temporary; /* NULL until the first row */
  FILE *stream;
  char **header;
};

PakivRejects *
pakiv_rejects_new (const char *file, const char *const *header)
{
  PakivRejects *rejects = g_new0 (PakivRejects, 1);

  rejects->path = g_strconcat (file, ".rejects.csv", NULL);
  rejects->header = g_strdupv ((char **)header);
  return rejects;
}

void
pakiv_rejects_free (PakivRejects *rejects)
{
  if (rejects == NULL)
    return;
  g_clear_pointer (&rejects->stream, fclose);
  if (rejects->temporary != NULL)
    g_unlink (rejects->temporary);
  g_free (rejects->temporary);
  g_free (rejects->path);
  g_strfreev (rejects->header);
  g_free (rejects);
}

static gboolean
fail (PakivRejects *rejects, GError **error)
{
  int code = errno;
  int reason = code == ENOSPC || code == EDQUOT                   ? PAKIV_LOG_ERROR_NO_SPACE
               : code == EROFS || code == EACCES || code == EPERM ? PAKIV_LOG_ERROR_READ_ONLY
                                                                  : PAKIV_LOG_ERROR_FAILED;

  g_set_error (error, PAKIV_LOG_ERROR, reason,
               /* Translators: a file, and the system's reason. */
               _ ("Some rows could not be taken, and the list of them could not be written to "
                  "“%s”: %s."),
               rejects->path, g_strerror (code));
  return FALSE;
}

static gboolean
write_row (PakivRejects *rejects,
           const char *first,
           const char *second,
           const char *const *fields,
           GError **error)
{
  g_autoptr (GString) text = g_string_new (NULL);
  g_autoptr (GPtrArray) row = g_ptr_array_new ();

  g_ptr_array_add (row, (gpointer)first);
  g_ptr_array_add (row, (gpointer)second);
  for (int i = 0; fields[i] != NULL; i++)
    g_ptr_array_add (row, (gpointer)fields[i]);
  g_ptr_array_add (row, NULL);
  pakiv_csv_append_row (text, (const char *const *)row->pdata);
  return fwrite (text->str, 1, text->len, rejects->stream) == text->len || fail (rejects, error);
}

static gboolean
start (PakivRejects *rejects, GError **error)
{
  int fd;

  rejects->temporary = g_strconcat (rejects->path, ".XXXXXX", NULL);
  fd = g_mkstemp_full (rejects->temporary, O_RDWR | O_CLOEXEC, 0600);
  if (fd < 0)
    {
      fail (rejects, error);
      g_clear_pointer (&rejects->temporary, g_free);
      return FALSE;
    }
  rejects->stream = fdopen (fd, "wb");
  /* The names that the file itself has come after, so "line" and "reason" may stand twice. */
  return write_row (rejects, "line", "reason", (const char *const *)rejects->header, error);
}

gboolean
pakiv_rejects_add (PakivRejects *rejects,
                   guint line,
                   const char *reason,
                   const char *const *fields,
                   GError **error)
{
  g_autofree char *number = g_strdup_printf ("%u", line);

  if (rejects->stream == NULL && !start (rejects, error))
    return FALSE;
  return write_row (rejects, number, reason, fields, error);
}

gboolean
pakiv_rejects_finish (PakivRejects *rejects, GError **error)
{
  FILE *stream = g_steal_pointer (&rejects->stream);
  gboolean written;

  if (stream == NULL)
    return TRUE;
  written = fflush (stream) == 0 && fsync (fileno (stream)) == 0;
  /* The first failure is the one to tell. */
  if (!written)
    fail (rejects, error);
  if (fclose (stream) != 0 && written)
    return fail (rejects, error);
  return written;
}

gboolean
pakiv_rejects_keep (PakivRejects *rejects, GError **error)
{
  if (rejects->temporary == NULL)
    return g_unlink (rejects->path) == 0 || errno == ENOENT || fail (rejects, error);
  if (g_rename (rejects->temporary, rejects->path) != 0)
    return fail (rejects, error);
  g_clear_pointer (&rejects->temporary, g_free);
  return TRUE;
}
