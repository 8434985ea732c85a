/* What is in a log's pages, seen without SQLCipher: decrypted here, so that a word which was erased
 * is looked for where nobody reads any more. */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Whether @text is in any page of @path or of its -wal file. Pages as SQLCipher 4 writes them with
 * a raw key: 4096 bytes, AES-256-CBC, at the end of each 16 bytes IV and 64 bytes HMAC; the first
 * 16 bytes of page 1 are the salt. */
gboolean raw_pages_contain (const char *path, const guint8 *key, const char *text);

G_END_DECLS
