#include "pakiv-file.h"

#include "pakiv-error.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gi18n.h>
#include <glib/gstdio.h>
#include <unistd.h>

static void
set_read_error (GError **error, const char *path, int code)
{
  g_set_error (error, G_FILE_ERROR, g_file_error_from_errno (code),
               /* Translators: the first %s is a file, the second the system's reason. */
               _ ("“%s” could not be read: %s"), path, g_strerror (code));
}

static GBytes *
read_descriptor (int fd, const char *path, gsize max, GError **error)
{
  g_autoptr (GByteArray) array = g_byte_array_new ();
  g_autofree guint8 *buffer = g_malloc (65536);
  gssize n;

  while ((n = read (fd, buffer, 65536)) != 0)
    {
      if (n < 0 && errno == EINTR)
        continue;
      if (n < 0)
        {
          set_read_error (error, path, errno);
          return NULL;
        }
      g_byte_array_append (array, buffer, n);
      if (array->len > max)
        {
          g_set_error (error, PAKIV_ERROR, PAKIV_ERROR_TOO_LARGE,
                       _ ("“%s” is larger than %u MB, the most that is read."), path,
                       (unsigned)(max >> 20));
          return NULL;
        }
    }
  /* An empty file is empty text and not no text: callers hand it straight to a parser. */
  if (array->len == 0)
    return g_bytes_new_static ("", 0);
  return g_byte_array_free_to_bytes (g_steal_pointer (&array));
}

GBytes *
pakiv_file_read (const char *path, gsize max, GError **error)
{
  int fd = g_open (path, O_RDONLY | O_CLOEXEC, 0);
  GBytes *bytes;

  if (fd < 0)
    {
      set_read_error (error, path, errno);
      return NULL;
    }
  bytes = read_descriptor (fd, path, max, error);
  g_close (fd, NULL);
  return bytes;
}

gboolean
pakiv_file_write (const char *path, GBytes *bytes, int mode, GError **error)
{
  g_autoptr (GError) cause = NULL;
  gsize size;
  const char *data = g_bytes_get_data (bytes, &size);

  if (g_file_set_contents_full (path, size > 0 ? data : "", (gssize)size,
                                G_FILE_SET_CONTENTS_CONSISTENT | G_FILE_SET_CONTENTS_DURABLE, mode,
                                &cause))
    return TRUE;
  g_set_error (error, cause->domain, cause->code,
               /* Translators: the first %s is a file, the second the system's reason. */
               _ ("“%s” could not be written: %s"), path, cause->message);
  return FALSE;
}

const char *
pakiv_file_get_data_folder (void)
{
  const char *folder = g_getenv ("PAKIV_DATA");

  return folder != NULL && *folder != '\0' ? folder : PAKIV_DATADIR;
}

gsize
pakiv_file_valid_text (const char *text, gsize length)
{
  const char *end = text;

  g_utf8_validate_len (text, length, &end);
  return (gsize)(end - text);
}
