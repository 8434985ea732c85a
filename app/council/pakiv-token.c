#include "pakiv-token.h"

#include <sodium.h>
#include <string.h>

/* No I, L, O, U: what is read out over the telephone must arrive. 32 letters, 5 bits each. */
static const char ALPHABET[] = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";

#define CODE_LETTERS 12

char *
pakiv_token_new_code (void)
{
  GString *code = g_string_new (NULL);

  for (int i = 0; i < CODE_LETTERS; i++)
    {
      if (i > 0 && i % 4 == 0)
        g_string_append_c (code, '-');
      g_string_append_c (code, ALPHABET[randombytes_uniform (32)]);
    }
  return g_string_free (code, FALSE);
}

char *
pakiv_token_new (void)
{
  guint8 random[32];
  char text[64];

  randombytes_buf (random, sizeof random);
  sodium_bin2base64 (text, sizeof text, random, sizeof random,
                     sodium_base64_VARIANT_URLSAFE_NO_PADDING);
  sodium_memzero (random, sizeof random);
  return g_strdup (text);
}

/* What people type for what they read: O for 0, I and L for 1. */
static char
fold_letter (char letter)
{
  letter = g_ascii_toupper (letter);
  if (letter == 'O')
    return '0';
  return letter == 'I' || letter == 'L' ? '1' : letter;
}

gboolean
pakiv_token_hash_code (const char *text, guint8 *hash)
{
  char letters[CODE_LETTERS];
  gsize n = 0;

  for (const char *p = text; *p != '\0'; p++)
    {
      if (*p == '-' || *p == ' ')
        continue;
      if (n == CODE_LETTERS || strchr (ALPHABET, fold_letter (*p)) == NULL)
        return FALSE;
      letters[n++] = fold_letter (*p);
    }
  if (n != CODE_LETTERS)
    return FALSE;
  crypto_hash_sha256 (hash, (const guint8 *)letters, sizeof letters);
  return TRUE;
}

void
pakiv_token_hash (const char *token, guint8 *hash)
{
  crypto_hash_sha256 (hash, (const guint8 *)token, strlen (token));
}
