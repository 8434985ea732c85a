#include "raw-pages.h"

#include <openssl/evp.h>
#include <string.h>

#define PAGE 4096
#define RESERVE 80
#define IV 16
#define SALT 16
#define WAL_HEADER 32
#define FRAME_HEADER 24

static gboolean
page_contains (const guint8 *page, gsize skip, const guint8 *key, const char *text)
{
  EVP_CIPHER_CTX *context = EVP_CIPHER_CTX_new ();
  const int length = (int)(PAGE - RESERVE - skip);
  guint8 plain[PAGE];
  int n = 0;

  g_assert_cmpint (
      EVP_DecryptInit_ex (context, EVP_aes_256_cbc (), NULL, key, page + PAGE - RESERVE), ==, 1);
  EVP_CIPHER_CTX_set_padding (context, 0);
  g_assert_cmpint (EVP_DecryptUpdate (context, plain, &n, page + skip, length), ==, 1);
  g_assert_cmpint (n, ==, length);
  EVP_CIPHER_CTX_free (context);
  return memmem (plain, (gsize)length, text, strlen (text)) != NULL;
}

/* Page 1 begins with the salt: it is tried both ways, since a frame's number is not looked at. */
static gboolean
file_contains (const char *path, gsize header, gsize frame, const guint8 *key, const char *text)
{
  g_autofree char *bytes = NULL;
  gsize length;

  if (!g_file_get_contents (path, &bytes, &length, NULL))
    return FALSE;
  for (gsize at = header + frame; at + PAGE <= length; at += frame + PAGE)
    {
      const guint8 *page = (const guint8 *)bytes + at;

      if (page_contains (page, 0, key, text) || page_contains (page, SALT, key, text))
        return TRUE;
    }
  return FALSE;
}

gboolean
raw_pages_contain (const char *path, const guint8 *key, const char *text)
{
  g_autofree char *wal = g_strconcat (path, "-wal", NULL);

  return file_contains (path, 0, 0, key, text)
         || file_contains (wal, WAL_HEADER, FRAME_HEADER, key, text);
}
