#include "pakiv-member-keys.h"

#include "pakiv-desk.h"

#include <glib/gi18n.h>
#include <string.h>

void
pakiv_passphrase_free (char *passphrase)
{
  if (passphrase == NULL)
    return;
  sodium_memzero (passphrase, strlen (passphrase));
  g_free (passphrase);
}

/* The same passphrase typed at another keyboard may come as other letters that look the same. */
static char *
normalise (const char *passphrase)
{
  char *normal = g_utf8_normalize (passphrase, -1, G_NORMALIZE_NFC);

  return normal != NULL ? normal : g_strdup (passphrase);
}

static PakivSecret *
derive (const PakivMemberKeys *keys, const char *passphrase, GError **error)
{
  PakivSecret *key = pakiv_secret_new (crypto_secretbox_KEYBYTES);
  char *normal = normalise (passphrase);
  int result = crypto_pwhash (key, crypto_secretbox_KEYBYTES, normal, strlen (normal), keys->salt,
                              keys->operations, (size_t)keys->memory, crypto_pwhash_ALG_ARGON2ID13);

  pakiv_passphrase_free (normal);
  if (result == 0)
    return key;
  pakiv_secret_free (key);
  g_set_error (error, PAKIV_LOG_ERROR, PAKIV_LOG_ERROR_FAILED,
               _ ("This computer has not enough free memory to check a passphrase. Close other "
                  "programs and try again."));
  return NULL;
}

gboolean
pakiv_member_keys_set_passphrase (PakivMemberKeys *keys,
                                  const guint8 *secret_key,
                                  const char *passphrase,
                                  guint64 operations,
                                  guint64 memory,
                                  GError **error)
{
  g_autoptr (PakivSecret) key = NULL;

  keys->operations = operations;
  keys->memory = memory;
  randombytes_buf (keys->salt, sizeof keys->salt);
  randombytes_buf (keys->nonce, sizeof keys->nonce);
  if ((key = derive (keys, passphrase, error)) == NULL)
    return FALSE;
  crypto_secretbox_easy (keys->box, secret_key, crypto_box_SECRETKEYBYTES, keys->nonce, key);
  return TRUE;
}

void
pakiv_member_keys_copy_passphrase (PakivMemberKeys *keys, const PakivMemberKeys *from)
{
  keys->operations = from->operations;
  keys->memory = from->memory;
  memcpy (keys->salt, from->salt, sizeof keys->salt);
  memcpy (keys->nonce, from->nonce, sizeof keys->nonce);
  memcpy (keys->box, from->box, sizeof keys->box);
}

void
pakiv_member_keys_follow (PakivMemberKeys *keys, const PakivMemberKeys *before)
{
  const gsize one = sizeof keys->past_signing[0];

  memcpy (keys->past_signing, before->past_signing, sizeof keys->past_signing);
  keys->n_past_signing = before->n_past_signing;
  if (!before->has_signing_key)
    return;
  if (keys->n_past_signing == PAKIV_PAST_SIGNING_MAX)
    {
      memmove (keys->past_signing[0], keys->past_signing[1], (PAKIV_PAST_SIGNING_MAX - 1) * one);
      keys->n_past_signing--;
    }
  memcpy (keys->past_signing[keys->n_past_signing++], before->signing_key, one);
}

PakivMemberKeys *
pakiv_member_keys_new (const char *passphrase,
                       guint64 operations,
                       guint64 memory,
                       PakivSecret **secret,
                       GError **error)
{
  g_autofree PakivMemberKeys *keys = g_new0 (PakivMemberKeys, 1);
  g_autoptr (PakivSecret) secret_key = pakiv_secret_new (crypto_box_SECRETKEYBYTES);
  g_autoptr (PakivSecret) signing = NULL;

  crypto_box_keypair (keys->public_key, secret_key);
  signing = pakiv_member_keys_derive_signing (secret_key);
  crypto_sign_ed25519_sk_to_pk (keys->signing_key, signing);
  keys->has_signing_key = TRUE;
  if (!pakiv_member_keys_set_passphrase (keys, secret_key, passphrase, operations, memory, error))
    return NULL;
  if (secret != NULL)
    *secret = g_steal_pointer (&secret_key);
  return g_steal_pointer (&keys);
}

PakivSecret *
pakiv_member_keys_unlock (const PakivMemberKeys *keys, const char *passphrase, GError **error)
{
  g_autoptr (PakivSecret) secret_key = NULL;
  g_autoptr (PakivSecret) key = NULL;

  pakiv_secret_init ();
  if ((key = derive (keys, passphrase, error)) == NULL)
    return NULL;
  secret_key = pakiv_secret_new (crypto_box_SECRETKEYBYTES);
  if (crypto_secretbox_open_easy (secret_key, keys->box, sizeof keys->box, keys->nonce, key) == 0)
    return g_steal_pointer (&secret_key);
  g_set_error (error, PAKIV_LOG_ERROR, PAKIV_LOG_ERROR_PASSPHRASE,
               _ ("This passphrase is not right. Try again."));
  return NULL;
}

PakivSecret *
pakiv_member_keys_derive_signing (const guint8 *secret_key)
{
  const char purpose[] = "pakiv member signing";
  g_autoptr (PakivSecret) seed = pakiv_secret_new (crypto_sign_SEEDBYTES);
  PakivSecret *signing = pakiv_secret_new (crypto_sign_SECRETKEYBYTES);
  guint8 public_key[crypto_sign_PUBLICKEYBYTES];

  crypto_generichash (seed, crypto_sign_SEEDBYTES, (const guint8 *)purpose, strlen (purpose),
                      secret_key, crypto_box_SECRETKEYBYTES);
  crypto_sign_seed_keypair (public_key, signing, seed);
  return signing;
}

static PakivSecret *
unseal (const PakivMemberKeys *keys, const guint8 *sealed, const guint8 *secret_key)
{
  g_autoptr (PakivSecret) key = pakiv_secret_new (PAKIV_KEY_BYTES);

  if (crypto_box_seal_open (key, sealed, PAKIV_SEALED_BYTES, keys->public_key, secret_key) != 0)
    return NULL;
  return g_steal_pointer (&key);
}

void
pakiv_member_keys_seal (PakivMemberKeys *keys, PakivKeyId id, const guint8 *key)
{
  crypto_box_seal (keys->sealed[id], key, PAKIV_KEY_BYTES, keys->public_key);
  pakiv_key_prove (keys->proof[id], id, keys->public_key, key);
  keys->holds[id] = TRUE;
}

PakivSecret *
pakiv_member_keys_unseal (const PakivMemberKeys *keys, PakivKeyId id, const guint8 *secret_key)
{
  return keys->holds[id] ? unseal (keys, keys->sealed[id], secret_key) : NULL;
}

void
pakiv_member_keys_seal_next (PakivMemberKeys *keys, PakivLogId log, const guint8 *key)
{
  crypto_box_seal (keys->next[log], key, PAKIV_KEY_BYTES, keys->public_key);
  pakiv_key_prove (keys->next_proof[log], (PakivKeyId)log, keys->public_key, key);
  keys->has_next[log] = TRUE;
}

PakivSecret *
pakiv_member_keys_unseal_next (const PakivMemberKeys *keys,
                               PakivLogId log,
                               const guint8 *secret_key)
{
  return keys->has_next[log] ? unseal (keys, keys->next[log], secret_key) : NULL;
}
