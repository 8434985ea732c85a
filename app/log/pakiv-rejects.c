#include "pakiv-rejects.h"

#include "pakiv-csv-reader.h"
#include "pakiv-csv-writer.h"
#include "pakiv-desk-private.h"
#include "pakiv-import-map.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gi18n.h>
#include <glib/gstdio.h>
#include <sodium.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#define ENDING ".rejects.csv"

/* Beside the list while it is written, with six letters after it. No name that a person would give
 * a copy. */
#define WRITING ".pakiv"

/* What was left half-written so many seconds ago is nobody's any more. */
#define STALE 3600

struct _PakivRejects
{
  char *path;
  const guint8 *key;
  char *known;     /* the hash of the list that may be replaced, or NULL */
  char *temporary; /* NULL until the first row, and again once it is in its place */
  char *old;       /* the list that stood in the place before, moved aside; or NULL */
  gboolean placed; /* a file of this import is in the place */
  FILE *stream;
  char **header;
};

static char *
make_path (const char *file)
{
  return g_strconcat (file, ENDING, NULL);
}

/* Whether @path is a list of rejects, of a file with these columns where @header is not NULL. */
static gboolean
is_list (const char *path, const char *const *header)
{
  g_autoptr (PakivCsvReader) reader = pakiv_csv_reader_open (path, NULL);
  const char *const *names = reader != NULL ? pakiv_csv_reader_get_header (reader) : NULL;

  if (names == NULL || g_strcmp0 (names[0], PAKIV_IMPORT_LINE) != 0
      || g_strcmp0 (names[1], PAKIV_IMPORT_REASON) != 0)
    return FALSE;
  if (header == NULL)
    return TRUE;
  for (names += 2; *names != NULL && *header != NULL; names++, header++)
    if (strcmp (pakiv_csv_strip_guard (*names), *header) != 0)
      return FALSE;
  return *names == NULL && *header == NULL;
}

char *
pakiv_rejects_find (const char *file)
{
  g_autofree char *path = make_path (file);

  return is_list (path, NULL) ? g_steal_pointer (&path) : NULL;
}

static char *
to_hex (const guint8 *hash)
{
  char *text = g_malloc (crypto_auth_hmacsha256_BYTES * 2 + 1);

  return sodium_bin2hex (text, crypto_auth_hmacsha256_BYTES * 2 + 1, hash,
                         crypto_auth_hmacsha256_BYTES);
}

char *
pakiv_rejects_hash (const char *path, const guint8 *key)
{
  g_autofree guint8 *buffer = g_malloc (65536);
  FILE *stream = g_file_test (path, G_FILE_TEST_IS_REGULAR) ? fopen (path, "rbe") : NULL;
  crypto_auth_hmacsha256_state state;
  guint8 hash[crypto_auth_hmacsha256_BYTES];
  gboolean failed;
  gsize n;

  if (stream == NULL)
    return NULL;
  crypto_auth_hmacsha256_init (&state, key, PAKIV_KEY_BYTES);
  while ((n = fread (buffer, 1, 65536, stream)) > 0)
    crypto_auth_hmacsha256_update (&state, buffer, n);
  crypto_auth_hmacsha256_final (&state, hash);
  sodium_memzero (&state, sizeof state);
  failed = ferror (stream) != 0;
  fclose (stream);
  return failed ? NULL : to_hex (hash);
}

char *
pakiv_rejects_hash_list (PakivRejects *rejects)
{
  return rejects->temporary != NULL ? pakiv_rejects_hash (rejects->temporary, rejects->key) : NULL;
}

char *
pakiv_rejects_get_name (const char *file, const guint8 *key)
{
  g_autofree char *whole = g_canonicalize_filename (file, NULL);
  guint8 hash[crypto_auth_hmacsha256_BYTES];
  g_autofree char *hex = NULL;

  crypto_auth_hmacsha256 (hash, (const guint8 *)whole, strlen (whole), key);
  hex = to_hex (hash);
  return g_strdup_printf ("rejects.%.32s", hex);
}

char *
pakiv_rejects_get_origin (const char *path)
{
  return g_str_has_suffix (path, ENDING) ? g_strndup (path, strlen (path) - strlen (ENDING)) : NULL;
}

static void
sweep (const PakivRejects *rejects)
{
  g_autofree char *folder = g_path_get_dirname (rejects->path);
  g_autofree char *list = g_path_get_basename (rejects->path);
  g_autofree char *name = g_strconcat (list, WRITING, NULL);

  pakiv_desk_sweep (folder, name, STALE);
}

PakivRejects *
pakiv_rejects_new (const char *file,
                   const char *const *header,
                   const guint8 *key,
                   const char *known)
{
  PakivRejects *rejects = g_new0 (PakivRejects, 1);

  rejects->path = make_path (file);
  rejects->header = g_strdupv ((char **)header);
  rejects->key = key;
  rejects->known = g_strdup (known);
  sweep (rejects);
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
  g_free (rejects->old);
  g_free (rejects->path);
  g_free (rejects->known);
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

/* A folder is left to the renaming, which fails on it. */
static gboolean
is_somebodys (PakivRejects *rejects)
{
  GStatBuf status;

  return g_lstat (rejects->path, &status) == 0 && !S_ISDIR (status.st_mode)
         && !is_list (rejects->path, (const char *const *)rejects->header);
}

static gboolean
refuse (PakivRejects *rejects, GError **error)
{
  g_set_error (error, PAKIV_LOG_ERROR, PAKIV_LOG_ERROR_REFUSED,
               /* Translators: a file. */
               _ ("Some rows can’t be taken, and the list of them belongs in “%s”, where another "
                  "file stands that Pakiv did not write for this import. Give that file another "
                  "name, then import again. Nothing was taken."),
               rejects->path);
  return FALSE;
}

/* Whether what stands in the place may have corrections that no log has. */
static gboolean
is_corrected (PakivRejects *rejects)
{
  g_autofree char *there = pakiv_rejects_hash (rejects->path, rejects->key);
  g_autofree char *written = NULL;

  if (!g_file_test (rejects->path, G_FILE_TEST_IS_REGULAR)
      || (there != NULL && g_strcmp0 (there, rejects->known) == 0))
    return FALSE;
  written = pakiv_rejects_hash_list (rejects);
  return there == NULL || g_strcmp0 (there, written) != 0;
}

static gboolean
refuse_corrected (PakivRejects *rejects, GError **error)
{
  g_set_error (
      error, PAKIV_LOG_ERROR, PAKIV_LOG_ERROR_REFUSED,
      /* Translators: a file. */
      _ ("Some rows can’t be taken, and the list of them belongs in “%s”. The list that is "
         "there may have corrections that were not imported yet. Import that list first, "
         "or give it another name, then import again. Nothing was taken."),
      rejects->path);
  return FALSE;
}

static gboolean
start (PakivRejects *rejects, GError **error)
{
  int fd;

  if (is_somebodys (rejects))
    return refuse (rejects, error);
  rejects->temporary = g_strconcat (rejects->path, WRITING ".XXXXXX", NULL);
  fd = g_mkstemp_full (rejects->temporary, O_RDWR | O_CLOEXEC, 0600);
  if (fd < 0)
    {
      fail (rejects, error);
      g_clear_pointer (&rejects->temporary, g_free);
      return FALSE;
    }
  if ((rejects->stream = fdopen (fd, "wb")) == NULL)
    {
      fail (rejects, error);
      close (fd);
      return FALSE;
    }
  /* The names that the file itself has come after, so "line" and "reason" may stand twice. */
  return write_row (rejects, PAKIV_IMPORT_LINE, PAKIV_IMPORT_REASON,
                    (const char *const *)rejects->header, error);
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

/* A rename is on the disk only when its folder is. Not every file system can do that: then it is as
 * good as it gets. */
static void
sync_folder (PakivRejects *rejects)
{
  g_autofree char *folder = g_path_get_dirname (rejects->path);
  int fd = g_open (folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC, 0);

  if (fd < 0)
    return;
  fsync (fd);
  close (fd);
}

/* Moves aside what stands in the place; a folder stays, and is a failure. */
static gboolean
move_old (PakivRejects *rejects, GError **error)
{
  g_autofree char *old = NULL;
  GStatBuf status;
  int fd;

  if (g_lstat (rejects->path, &status) != 0)
    return errno == ENOENT || fail (rejects, error);
  if (S_ISDIR (status.st_mode))
    {
      errno = EISDIR;
      return fail (rejects, error);
    }
  old = g_strconcat (rejects->path, WRITING ".XXXXXX", NULL);
  if ((fd = g_mkstemp_full (old, O_RDWR | O_CLOEXEC, 0600)) < 0)
    return fail (rejects, error);
  close (fd);
  if (g_rename (rejects->path, old) != 0)
    {
      fail (rejects, error);
      g_unlink (old);
      return FALSE;
    }
  rejects->old = g_steal_pointer (&old);
  return TRUE;
}

gboolean
pakiv_rejects_place (PakivRejects *rejects, GError **error)
{
  if (is_somebodys (rejects))
    return rejects->temporary == NULL || refuse (rejects, error);
  if (is_corrected (rejects))
    return rejects->temporary == NULL || refuse_corrected (rejects, error);
  if (!move_old (rejects, error))
    return FALSE;
  if (rejects->temporary != NULL)
    {
      if (g_rename (rejects->temporary, rejects->path) != 0)
        return fail (rejects, error);
      g_clear_pointer (&rejects->temporary, g_free);
      rejects->placed = TRUE;
    }
  sync_folder (rejects);
  return TRUE;
}

void
pakiv_rejects_take_back (PakivRejects *rejects)
{
  if (rejects->placed)
    g_unlink (rejects->path);
  if (rejects->old != NULL)
    g_rename (rejects->old, rejects->path);
  rejects->placed = FALSE;
  g_clear_pointer (&rejects->old, g_free);
}

void
pakiv_rejects_forget_old (PakivRejects *rejects)
{
  if (rejects->old != NULL)
    g_unlink (rejects->old);
  g_clear_pointer (&rejects->old, g_free);
}
