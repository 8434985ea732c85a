/* A body as it comes in: kept in a file (or, where it is short, in memory) up to a limit, its
 * SHA-256 summed on the way. Whatever becomes of it, freeing it leaves no file behind. */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

typedef struct _PakivUpload PakivUpload;

typedef enum
{
  PAKIV_UPLOAD_WELL,
  PAKIV_UPLOAD_TOO_LARGE,
  PAKIV_UPLOAD_NO_SPACE,
  PAKIV_UPLOAD_FAILED,
} PakivUploadState;

/* @folder NULL: in memory. */
PakivUpload *pakiv_upload_new (const char *folder, gsize max);
void pakiv_upload_free (PakivUpload *upload);

/* After the first failure the rest is dropped. */
void pakiv_upload_append (PakivUpload *upload, GBytes *chunk);
PakivUploadState pakiv_upload_get_state (const PakivUpload *upload);
guint64 pakiv_upload_get_length (const PakivUpload *upload); /* dropped bytes too */

/* (transfer full): all of it, or NULL where it can't be read back. */
GBytes *pakiv_upload_read (PakivUpload *upload, GError **error);

/* Compares with the value of a Content-Digest header (RFC 9530), of which sha-256 must be there. */
typedef enum
{
  PAKIV_DIGEST_SAME,
  PAKIV_DIGEST_OTHER,
  PAKIV_DIGEST_UNREADABLE,
} PakivDigestMatch;

PakivDigestMatch pakiv_upload_match_digest (PakivUpload *upload, const char *header);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PakivUpload, pakiv_upload_free)

G_END_DECLS
