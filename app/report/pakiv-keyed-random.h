/* Random numbers that only the holder of a secret can repeat: ChaCha20 under HMAC-SHA256 (secret,
 * book). Not for keys: this is the coin of the rounding. */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

#define PAKIV_KEYED_RANDOM_WORDS 1024

typedef struct
{
  guint8 key[32];
  guint64 block;
  guint used;
  guint32 words[PAKIV_KEYED_RANDOM_WORDS];
} PakivKeyedRandom;

void pakiv_keyed_random_init (PakivKeyedRandom *random, const guint8 *secret, const char *book);
void pakiv_keyed_random_refill (PakivKeyedRandom *random);

/* A 32-bit number for one cell of one book, whatever else is drawn. */
guint32 pakiv_keyed_random_for_cell (const guint8 *secret, const char *book, guint64 cell);

static inline guint32
pakiv_keyed_random_next (PakivKeyedRandom *random)
{
  if (random->used == PAKIV_KEYED_RANDOM_WORDS)
    pakiv_keyed_random_refill (random);
  return random->words[random->used++];
}

/* From 0 to @n - 1. */
static inline guint32
pakiv_keyed_random_below (PakivKeyedRandom *random, guint32 n)
{
  return (guint32)(((guint64)pakiv_keyed_random_next (random) * n) >> 32);
}

G_END_DECLS
