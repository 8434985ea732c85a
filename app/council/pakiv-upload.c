#include "pakiv-upload.h"

#include "pakiv-file.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gstdio.h>
#include <string.h>
#include <unistd.h>

struct _PakivUpload
{
  gsize max;
  guint64 length;
  PakivUploadState state;
  GChecksum *checksum;
  GByteArray *memory; /* or NULL */
  char *path;         /* or NULL */
  int fd;
};

/* A quota or a limit on files is a full disk of one's own. */
static PakivUploadState
state_of_errno (int code)
{
  return code == ENOSPC || code == EDQUOT || code == EFBIG ? PAKIV_UPLOAD_NO_SPACE
                                                           : PAKIV_UPLOAD_FAILED;
}

static void
open_file (PakivUpload *upload, const char *folder)
{
  upload->path = g_build_filename (folder, "upload-XXXXXX", NULL);
  upload->fd = g_mkstemp_full (upload->path, O_RDWR | O_CLOEXEC, 0600);
  if (upload->fd >= 0)
    return;
  upload->state = state_of_errno (errno);
  g_clear_pointer (&upload->path, g_free);
}

PakivUpload *
pakiv_upload_new (const char *folder, gsize max)
{
  PakivUpload *upload = g_new0 (PakivUpload, 1);

  upload->max = max;
  upload->fd = -1;
  upload->checksum = g_checksum_new (G_CHECKSUM_SHA256);
  if (folder != NULL)
    open_file (upload, folder);
  else
    upload->memory = g_byte_array_new ();
  return upload;
}

void
pakiv_upload_free (PakivUpload *upload)
{
  if (upload == NULL)
    return;
  if (upload->fd >= 0)
    close (upload->fd);
  if (upload->path != NULL)
    g_unlink (upload->path);
  g_free (upload->path);
  g_clear_pointer (&upload->memory, g_byte_array_unref);
  g_checksum_free (upload->checksum);
  g_free (upload);
}

static PakivUploadState
write_all (int fd, const guint8 *data, gsize size)
{
  while (size > 0)
    {
      gssize n = write (fd, data, size);

      if (n < 0 && errno == EINTR)
        continue;
      if (n < 0)
        return state_of_errno (errno);
      data += n;
      size -= (gsize)n;
    }
  return PAKIV_UPLOAD_WELL;
}

void
pakiv_upload_append (PakivUpload *upload, GBytes *chunk)
{
  gsize size;
  const guint8 *data = g_bytes_get_data (chunk, &size);

  upload->length += size;
  if (upload->state != PAKIV_UPLOAD_WELL)
    return;
  if (upload->length > upload->max)
    {
      upload->state = PAKIV_UPLOAD_TOO_LARGE;
      return;
    }
  g_checksum_update (upload->checksum, data, (gssize)size);
  if (upload->memory != NULL)
    g_byte_array_append (upload->memory, data, (guint)size);
  else
    upload->state = write_all (upload->fd, data, size);
}

PakivUploadState
pakiv_upload_get_state (const PakivUpload *upload)
{
  return upload->state;
}

guint64
pakiv_upload_get_length (const PakivUpload *upload)
{
  return upload->length;
}

GBytes *
pakiv_upload_read (PakivUpload *upload, GError **error)
{
  if (upload->memory != NULL)
    return g_bytes_new (upload->memory->data, upload->memory->len);
  return pakiv_file_read (upload->path, upload->max, error);
}

/* (transfer full): the bytes of "sha-256=:BASE64:" among a list of digests. */
static guint8 *
find_sha256 (const char *header, gsize *size)
{
  g_auto (GStrv) items = g_strsplit (header, ",", 16);

  for (char **item = items; *item != NULL; item++)
    {
      char *text = g_strstrip (*item);
      gsize length = strlen (text);

      if (!g_str_has_prefix (text, "sha-256=:") || length < 10 || text[length - 1] != ':')
        continue;
      text[length - 1] = '\0';
      return g_base64_decode (text + strlen ("sha-256=:"), size);
    }
  return NULL;
}

PakivDigestMatch
pakiv_upload_match_digest (PakivUpload *upload, const char *header)
{
  gsize stated_size = 0, size = 32;
  g_autofree guint8 *stated = find_sha256 (header, &stated_size);
  g_autoptr (GChecksum) checksum = NULL;
  guint8 digest[32];

  if (stated == NULL || stated_size != sizeof digest)
    return PAKIV_DIGEST_UNREADABLE;
  checksum = g_checksum_copy (upload->checksum);
  g_checksum_get_digest (checksum, digest, &size);
  return memcmp (stated, digest, sizeof digest) == 0 ? PAKIV_DIGEST_SAME : PAKIV_DIGEST_OTHER;
}
