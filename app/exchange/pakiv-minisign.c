#include "pakiv-minisign.h"

#include "pakiv-package.h"

#include <glib/gi18n.h>
#include <sodium.h>
#include <string.h>

/* The id of a key is made of the key, so a key that was mistyped does not fit its own id. */
#define KEY_ID 8

#define UNTRUSTED "untrusted comment: "
#define TRUSTED "trusted comment: "
#define OWN_COMMENT UNTRUSTED "signed with Pakiv"

typedef struct
{
  guint8 algorithm[2];
  guint8 key_id[KEY_ID];
  guint8 signature[crypto_sign_BYTES];
} SignatureBytes;

typedef struct
{
  guint8 algorithm[2];
  guint8 key_id[KEY_ID];
  guint8 key[PAKIV_MINISIGN_KEY];
} KeyBytes;

G_STATIC_ASSERT (sizeof (SignatureBytes) == 2 + KEY_ID + crypto_sign_BYTES);
G_STATIC_ASSERT (sizeof (KeyBytes) == 2 + KEY_ID + PAKIV_MINISIGN_KEY);
G_STATIC_ASSERT (PAKIV_MINISIGN_KEY == crypto_sign_PUBLICKEYBYTES);
G_STATIC_ASSERT (PAKIV_MINISIGN_SECRET == crypto_sign_SECRETKEYBYTES);

static void
make_key_id (const guint8 *key, guint8 *id)
{
  guint8 hash[crypto_generichash_BYTES_MAX];

  crypto_generichash (hash, sizeof hash, key, PAKIV_MINISIGN_KEY, NULL, 0);
  memcpy (id, hash, KEY_ID);
}

static char *
encode (const void *bytes, gsize length)
{
  gsize room = sodium_base64_encoded_len (length, sodium_base64_VARIANT_ORIGINAL);
  char *text = g_malloc (room);

  return sodium_bin2base64 (text, room, bytes, length, sodium_base64_VARIANT_ORIGINAL);
}

/* Exactly @length bytes, written in the one right way: libsodium refuses loose bits at the end. */
static gboolean
decode (const char *text, void *bytes, gsize length)
{
  gsize got = 0;

  return sodium_base642bin (bytes, length, text, strlen (text), NULL, &got, NULL,
                            sodium_base64_VARIANT_ORIGINAL)
             == 0
         && got == length;
}

static void
hash_message (GBytes *message, guint8 *hash)
{
  gsize size;
  const guint8 *data = g_bytes_get_data (message, &size);

  crypto_generichash (hash, crypto_generichash_BYTES_MAX, data, size, NULL, 0);
}

/* The global signature covers the signature and the trusted comment. */
static GByteArray *
join_for_global (const guint8 *signature, const char *comment)
{
  GByteArray *joined = g_byte_array_new ();

  g_byte_array_append (joined, signature, crypto_sign_BYTES);
  g_byte_array_append (joined, (const guint8 *)comment, strlen (comment));
  return joined;
}

char *
pakiv_minisign_sign (GBytes *message, const guint8 *secret, const char *comment)
{
  SignatureBytes bytes = { .algorithm = { 'E', 'D' } };
  guint8 hash[crypto_generichash_BYTES_MAX];
  guint8 global[crypto_sign_BYTES];
  g_autoptr (GByteArray) joined = NULL;
  g_autofree char *first = NULL;
  g_autofree char *second = NULL;

  g_return_val_if_fail (message != NULL && secret != NULL && comment != NULL, NULL);
  g_return_val_if_fail (strpbrk (comment, "\r\n") == NULL, NULL);
  g_return_val_if_fail (sodium_init () >= 0, NULL);

  make_key_id (secret + PAKIV_MINISIGN_SECRET - PAKIV_MINISIGN_KEY, bytes.key_id);
  hash_message (message, hash);
  crypto_sign_detached (bytes.signature, NULL, hash, sizeof hash, secret);
  joined = join_for_global (bytes.signature, comment);
  crypto_sign_detached (global, NULL, joined->data, joined->len, secret);
  first = encode (&bytes, sizeof bytes);
  second = encode (global, sizeof global);
  return g_strdup_printf (OWN_COMMENT "\n%s\n" TRUSTED "%s\n%s\n", first, comment, second);
}

static gboolean
refuse (GError **error, const char *reason)
{
  g_set_error_literal (error, PAKIV_EXCHANGE_ERROR, PAKIV_EXCHANGE_ERROR_SIGNATURE, reason);
  return FALSE;
}

/* Four lines, the last with or without its line end. */
static char **
split_signature (const char *text)
{
  g_auto (GStrv) lines = g_strsplit (text, "\n", 6);
  guint n = g_strv_length (lines);

  if ((n != 4 && !(n == 5 && *lines[4] == '\0')) || !g_str_has_prefix (lines[0], UNTRUSTED)
      || !g_str_has_prefix (lines[2], TRUSTED))
    return NULL;
  return g_steal_pointer (&lines);
}

gboolean
pakiv_minisign_verify (GBytes *message, const char *signature, const guint8 *key, GError **error)
{
  g_auto (GStrv) lines = NULL;
  g_autoptr (GByteArray) joined = NULL;
  SignatureBytes bytes;
  guint8 global[crypto_sign_BYTES];
  guint8 hash[crypto_generichash_BYTES_MAX];
  guint8 key_id[KEY_ID];

  g_return_val_if_fail (message != NULL && signature != NULL && key != NULL, FALSE);
  g_return_val_if_fail (sodium_init () >= 0, FALSE);

  lines = split_signature (signature);
  if (lines == NULL || !decode (lines[1], &bytes, sizeof bytes)
      || !decode (lines[3], global, sizeof global) || memcmp (bytes.algorithm, "ED", 2) != 0)
    return refuse (error, _ ("The signature is damaged: it can’t be read."));
  make_key_id (key, key_id);
  if (memcmp (bytes.key_id, key_id, KEY_ID) != 0)
    return refuse (error, _ ("It was signed with another key than the one expected."));
  hash_message (message, hash);
  if (crypto_sign_verify_detached (bytes.signature, hash, sizeof hash, key) != 0)
    return refuse (error, _ ("It was changed after it was signed, or signed by someone else."));
  joined = join_for_global (bytes.signature, lines[2] + strlen (TRUSTED));
  if (crypto_sign_verify_detached (global, joined->data, joined->len, key) != 0)
    return refuse (error, _ ("The remark in the signature was changed after it was signed."));
  return TRUE;
}

char *
pakiv_minisign_key_to_string (const guint8 *key)
{
  KeyBytes bytes = { .algorithm = { 'E', 'd' } };

  g_return_val_if_fail (key != NULL, NULL);
  g_return_val_if_fail (sodium_init () >= 0, NULL);

  make_key_id (key, bytes.key_id);
  memcpy (bytes.key, key, sizeof bytes.key);
  return encode (&bytes, sizeof bytes);
}

/* (transfer full): the line with the key in @text, a key file or the line alone. */
static char *
find_key_line (const char *text)
{
  const char *line = text;

  if (g_str_has_prefix (text, UNTRUSTED))
    {
      line = strchr (text, '\n');
      if (line == NULL)
        return NULL;
      line++;
    }
  return g_strstrip (g_strdup (line));
}

gboolean
pakiv_minisign_key_from_string (const char *text, guint8 *key, GError **error)
{
  g_autofree char *line = NULL;
  KeyBytes bytes;
  guint8 key_id[KEY_ID];

  g_return_val_if_fail (text != NULL && key != NULL, FALSE);
  g_return_val_if_fail (sodium_init () >= 0, FALSE);

  line = find_key_line (text);
  if (line == NULL || !decode (line, &bytes, sizeof bytes)
      || memcmp (bytes.algorithm, "Ed", 2) != 0)
    return refuse (error, _ ("This is not a public key: it should be a line of 56 letters "
                             "and digits that begins with RW."));
  make_key_id (bytes.key, key_id);
  if (memcmp (bytes.key_id, key_id, KEY_ID) != 0)
    return refuse (error, _ ("This public key is mistyped, or was not made by Pakiv."));
  memcpy (key, bytes.key, sizeof bytes.key);
  return TRUE;
}
