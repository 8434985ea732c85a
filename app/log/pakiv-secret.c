#include "pakiv-secret.h"

#include <sodium.h>
#include <string.h>

void
pakiv_secret_init (void)
{
  static gsize started = 0;

  if (!g_once_init_enter (&started))
    return;
  if (sodium_init () < 0)
    g_error ("libsodium can't start: there is no source of random numbers.");
  g_once_init_leave (&started, 1);
}

PakivSecret *
pakiv_secret_new (gsize length)
{
  PakivSecret *secret;

  pakiv_secret_init ();
  secret = sodium_malloc (length);
  if (secret == NULL)
    g_error ("Out of memory for a key of %" G_GSIZE_FORMAT " bytes.", length);
  sodium_memzero (secret, length);
  return secret;
}

PakivSecret *
pakiv_secret_new_random (gsize length)
{
  PakivSecret *secret = pakiv_secret_new (length);

  randombytes_buf (secret, length);
  return secret;
}

PakivSecret *
pakiv_secret_copy (const guint8 *bytes, gsize length)
{
  PakivSecret *secret = pakiv_secret_new (length);

  memcpy (secret, bytes, length);
  return secret;
}

void
pakiv_secret_free (PakivSecret *secret)
{
  sodium_free (secret);
}

char *
pakiv_secret_to_raw_key (const guint8 *key)
{
  char *text = sodium_malloc (PAKIV_KEY_BYTES * 2 + 4);

  text[0] = 'x';
  text[1] = '\'';
  sodium_bin2hex (text + 2, PAKIV_KEY_BYTES * 2 + 1, key, PAKIV_KEY_BYTES);
  text[PAKIV_KEY_BYTES * 2 + 2] = '\'';
  text[PAKIV_KEY_BYTES * 2 + 3] = '\0';
  return text;
}

char *
pakiv_secret_new_uuid (void)
{
  guint8 bytes[16];
  char hex[33];

  pakiv_secret_init ();
  randombytes_buf (bytes, sizeof bytes);
  bytes[6] = (guint8)((bytes[6] & 0x0f) | 0x40); /* version 4 of RFC 4122 */
  bytes[8] = (guint8)((bytes[8] & 0x3f) | 0x80);
  sodium_bin2hex (hex, sizeof hex, bytes, sizeof bytes);
  return g_strdup_printf ("%.8s-%.4s-%.4s-%.4s-%.12s", hex, hex + 8, hex + 12, hex + 16, hex + 20);
}
