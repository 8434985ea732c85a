#include "pakiv-zip.h"

#include "pakiv-package.h"

#include <archive.h>
#include <archive_entry.h>
#include <glib/gi18n.h>
#include <string.h>
#include <zlib.h>

typedef struct archive PakivArchive;

static void
free_archive (PakivArchive *archive)
{
  archive_read_free (archive);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PakivArchive, free_archive)

/* Of the file format (APPNOTE 6.3): all numbers little-endian. */
#define LOCAL_HEADER 0x04034b50
#define CENTRAL_HEADER 0x02014b50
#define END_OF_CENTRAL 0x06054b50
#define VERSION_NEEDED 10
#define MADE_BY_UNIX ((3 << 8) | 20)
#define MODE_0644 (0100644u << 16)
#define DAY_1980 0x0021

static void
put16 (GByteArray *out, guint value)
{
  const guint8 bytes[] = { value & 0xff, (value >> 8) & 0xff };

  g_byte_array_append (out, bytes, sizeof bytes);
}

static void
put32 (GByteArray *out, guint32 value)
{
  put16 (out, value & 0xffff);
  put16 (out, value >> 16);
}

/* What the local and the central header share. */
static void
put_description (GByteArray *out, const char *name, GBytes *content)
{
  gsize size;
  const guint8 *data = g_bytes_get_data (content, &size);

  put16 (out, VERSION_NEEDED);
  put16 (out, 0); /* flags */
  put16 (out, 0); /* stored */
  put16 (out, 0); /* midnight */
  put16 (out, DAY_1980);
  put32 (out, size > 0 ? crc32_z (0, data, size) : 0);
  put32 (out, size);
  put32 (out, size);
  put16 (out, strlen (name));
  put16 (out, 0); /* extra field */
}

static void
put_local (GByteArray *out, const char *name, GBytes *content)
{
  gsize size;
  const guint8 *data = g_bytes_get_data (content, &size);

  put32 (out, LOCAL_HEADER);
  put_description (out, name, content);
  g_byte_array_append (out, (const guint8 *)name, strlen (name));
  if (size > 0)
    g_byte_array_append (out, data, size);
}

static void
put_central (GByteArray *out, const char *name, GBytes *content, guint32 offset)
{
  put32 (out, CENTRAL_HEADER);
  put16 (out, MADE_BY_UNIX);
  put_description (out, name, content);
  put16 (out, 0); /* comment */
  put16 (out, 0); /* disk */
  put16 (out, 0); /* internal attributes */
  put32 (out, MODE_0644);
  put32 (out, offset);
  g_byte_array_append (out, (const guint8 *)name, strlen (name));
}

GBytes *
pakiv_zip_write (const char *const *names, GPtrArray *contents)
{
  GByteArray *out = g_byte_array_new ();
  g_autofree guint32 *offsets = g_new0 (guint32, contents->len);
  guint32 central;
  guint32 end;

  for (guint i = 0; i < contents->len; i++)
    {
      offsets[i] = out->len;
      put_local (out, names[i], contents->pdata[i]);
    }
  central = out->len;
  for (guint i = 0; i < contents->len; i++)
    put_central (out, names[i], contents->pdata[i], offsets[i]);
  end = out->len;
  put32 (out, END_OF_CENTRAL);
  put16 (out, 0);
  put16 (out, 0);
  put16 (out, contents->len);
  put16 (out, contents->len);
  put32 (out, end - central);
  put32 (out, central);
  put16 (out, 0);
  return g_byte_array_free_to_bytes (out);
}

static GPtrArray *
refuse (GError **error)
{
  g_set_error_literal (error, PAKIV_EXCHANGE_ERROR, PAKIV_EXCHANGE_ERROR_PACKAGE,
                       _ ("This is not a Pakiv package, or it was damaged on the way."));
  return NULL;
}

static GBytes *
read_content (PakivArchive *archive, gsize max)
{
  g_autoptr (GByteArray) content = g_byte_array_new ();
  g_autofree guint8 *buffer = g_malloc (65536);
  la_ssize_t n;

  while ((n = archive_read_data (archive, buffer, 65536)) > 0)
    {
      if (content->len + (gsize)n > max)
        return NULL;
      g_byte_array_append (content, buffer, n);
    }
  return n == 0 ? g_byte_array_free_to_bytes (g_steal_pointer (&content)) : NULL;
}

/* Stored entries are never larger together than the file, which bounds what is read. */
static GPtrArray *
read_entries (PakivArchive *archive, const char *const *names, gsize max)
{
  g_autoptr (GPtrArray) contents = g_ptr_array_new_with_free_func ((GDestroyNotify)g_bytes_unref);
  struct archive_entry *entry;
  int result;

  while ((result = archive_read_next_header (archive, &entry)) == ARCHIVE_OK)
    {
      const char *name = archive_entry_pathname (entry);
      GBytes *content;

      if (names[contents->len] == NULL || g_strcmp0 (name, names[contents->len]) != 0
          || archive_entry_filetype (entry) != AE_IFREG
          || (content = read_content (archive, max)) == NULL)
        return NULL;
      max -= g_bytes_get_size (content);
      g_ptr_array_add (contents, content);
    }
  if (result != ARCHIVE_EOF || names[contents->len] != NULL)
    return NULL;
  return g_steal_pointer (&contents);
}

GPtrArray *
pakiv_zip_read (GBytes *zip, const char *const *names, GError **error)
{
  g_autoptr (PakivArchive) archive = archive_read_new ();
  g_autoptr (GPtrArray) contents = NULL;
  g_autoptr (GBytes) again = NULL;
  gsize size;
  const void *data = g_bytes_get_data (zip, &size);

  if (size == 0 || archive_read_support_format_zip_seekable (archive) != ARCHIVE_OK
      || archive_read_open_memory (archive, data, size) != ARCHIVE_OK)
    return refuse (error);
  contents = read_entries (archive, names, size);
  if (contents == NULL)
    return refuse (error);
  again = pakiv_zip_write (names, contents);
  return g_bytes_equal (zip, again) ? g_steal_pointer (&contents) : refuse (error);
}
