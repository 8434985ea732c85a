#include "pakiv-keyed-random.h"

#include <sodium.h>
#include <string.h>

/* The label keeps the two uses of one secret and book apart. */
static void
hash_book (const guint8 *secret,
           const char *label,
           const char *book,
           const guint8 *more,
           gsize n_more,
           guint8 *hash)
{
  crypto_auth_hmacsha256_state state;

  crypto_auth_hmacsha256_init (&state, secret, 32);
  crypto_auth_hmacsha256_update (&state, (const guint8 *)label, strlen (label) + 1);
  crypto_auth_hmacsha256_update (&state, (const guint8 *)book, strlen (book) + 1);
  crypto_auth_hmacsha256_update (&state, more, n_more);
  crypto_auth_hmacsha256_final (&state, hash);
}

void
pakiv_keyed_random_init (PakivKeyedRandom *random, const guint8 *secret, const char *book)
{
  hash_book (secret, "improve", book, NULL, 0, random->key);
  random->block = 0;
  random->used = PAKIV_KEYED_RANDOM_WORDS;
}

void
pakiv_keyed_random_refill (PakivKeyedRandom *random)
{
  guint64 nonce = GUINT64_TO_LE (random->block);

  G_STATIC_ASSERT (sizeof nonce == crypto_stream_chacha20_NONCEBYTES);
  crypto_stream_chacha20 ((guint8 *)random->words, sizeof random->words, (const guint8 *)&nonce,
                          random->key);
  for (guint i = 0; i < PAKIV_KEYED_RANDOM_WORDS; i++)
    random->words[i] = GUINT32_FROM_LE (random->words[i]);
  random->block++;
  random->used = 0;
}

guint32
pakiv_keyed_random_for_cell (const guint8 *secret, const char *book, guint64 cell)
{
  guint64 name = GUINT64_TO_LE (cell);
  guint8 hash[crypto_auth_hmacsha256_BYTES];
  guint32 word;

  hash_book (secret, "draw", book, (const guint8 *)&name, sizeof name, hash);
  memcpy (&word, hash, sizeof word);
  return GUINT32_FROM_LE (word);
}
