#include "pakiv-key-proof.h"

#include "pakiv-secret.h"

#include <string.h>

void
pakiv_key_prove (guint8 proof[PAKIV_PROOF_BYTES],
                 PakivKeyId id,
                 const guint8 *public_key,
                 const guint8 *key)
{
  const char purpose[] = "pakiv key holder";
  const char *name = pakiv_key_id_to_string (id);
  crypto_generichash_state state;

  crypto_generichash_init (&state, key, PAKIV_KEY_BYTES, PAKIV_PROOF_BYTES);
  crypto_generichash_update (&state, (const guint8 *)purpose, sizeof purpose);
  crypto_generichash_update (&state, (const guint8 *)name, strlen (name) + 1);
  crypto_generichash_update (&state, public_key, crypto_box_PUBLICKEYBYTES);
  crypto_generichash_final (&state, proof, PAKIV_PROOF_BYTES);
  sodium_memzero (&state, sizeof state);
}

gboolean
pakiv_key_is_proven (const guint8 proof[PAKIV_PROOF_BYTES],
                     PakivKeyId id,
                     const guint8 *public_key,
                     const guint8 *key)
{
  guint8 expected[PAKIV_PROOF_BYTES];
  gboolean proven;

  pakiv_key_prove (expected, id, public_key, key);
  proven = sodium_memcmp (expected, proof, PAKIV_PROOF_BYTES) == 0;
  /* Where it is not, this is a proof of a key that somebody laid there. */
  sodium_memzero (expected, sizeof expected);
  return proven;
}
