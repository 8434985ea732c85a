/* Whether a public key in desk.json was put there by someone who held the key that is sealed to it.
 *
 * desk.json can be written by whoever may write the folder. A public key of their own in it, as a
 * member's or as a recovery key, would be given the next key of a log. So each holder's entry has a
 * keyed hash (BLAKE2b, crypto_generichash) of the public key, under the key it holds: only who
 * holds that key can make one, and no new key goes to an entry without. */
#pragma once

#include "pakiv-key-id.h"

#include <sodium.h>

G_BEGIN_DECLS

#define PAKIV_PROOF_BYTES crypto_generichash_BYTES

void pakiv_key_prove (guint8 proof[PAKIV_PROOF_BYTES],
                      PakivKeyId id,
                      const guint8 *public_key,
                      const guint8 *key);
gboolean pakiv_key_is_proven (const guint8 proof[PAKIV_PROOF_BYTES],
                              PakivKeyId id,
                              const guint8 *public_key,
                              const guint8 *key);

G_END_DECLS
