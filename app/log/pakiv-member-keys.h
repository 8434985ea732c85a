/* A member's keys as desk.json keeps them: the passphrase, through Argon2id, opens the member's
 * X25519 secret key, and that opens the keys sealed to the member. The member's Ed25519 key follows
 * from the X25519 secret key, so it needs no place of its own. Nothing in this struct is secret by
 * itself. */
#pragma once

#include "pakiv-key-id.h"
#include "pakiv-key-proof.h"
#include "pakiv-log-error.h"
#include "pakiv-secret.h"

#include <sodium.h>

G_BEGIN_DECLS

#define PAKIV_SEALED_BYTES (PAKIV_KEY_BYTES + crypto_box_SEALBYTES)

/* How many keys that a member signed with before are remembered. */
#define PAKIV_PAST_SIGNING_MAX 16

typedef struct
{
  guint64 operations;
  guint64 memory;
  guint8 salt[crypto_pwhash_SALTBYTES];
  guint8 public_key[crypto_box_PUBLICKEYBYTES];
  guint8 signing_key[crypto_sign_PUBLICKEYBYTES];
  guint8 nonce[crypto_secretbox_NONCEBYTES];
  guint8 box[crypto_box_SECRETKEYBYTES + crypto_secretbox_MACBYTES];
  guint8 sealed[PAKIV_N_KEYS][PAKIV_SEALED_BYTES];
  guint8 next[PAKIV_N_LOGS][PAKIV_SEALED_BYTES]; /* while a log is getting a new key */
  guint8 proof[PAKIV_N_KEYS][PAKIV_PROOF_BYTES]; /* zeros: none, at a desk of before format 2 */
  guint8 next_proof[PAKIV_N_LOGS][PAKIV_PROOF_BYTES];
  gboolean holds[PAKIV_N_KEYS];
  gboolean has_next[PAKIV_N_LOGS];
  gboolean has_signing_key; /* FALSE in a desk of before format 2, until the member unlocks */
  /* A recovery gives new keys; what was signed before stays theirs. The newest last. */
  guint8 past_signing[PAKIV_PAST_SIGNING_MAX][crypto_sign_PUBLICKEYBYTES];
  guint n_past_signing;
} PakivMemberKeys;

/* @secret_key (transfer full): what @passphrase would unlock; may be NULL. */
PakivMemberKeys *pakiv_member_keys_new (const char *passphrase,
                                        guint64 operations,
                                        guint64 memory,
                                        PakivSecret **secret_key,
                                        GError **error);

/* Remembers the signing key of @before among the past ones of @keys, after those of @before; the
 * oldest goes where there are too many. */
void pakiv_member_keys_follow (PakivMemberKeys *keys, const PakivMemberKeys *before);

/* The member's secret key; NULL and PASSPHRASE where @passphrase is wrong. */
PakivSecret *
pakiv_member_keys_unlock (const PakivMemberKeys *keys, const char *passphrase, GError **error);

/* Puts the same @secret_key behind another passphrase; what was sealed to the member stays. */
gboolean pakiv_member_keys_set_passphrase (PakivMemberKeys *keys,
                                           const guint8 *secret_key,
                                           const char *passphrase,
                                           guint64 operations,
                                           guint64 memory,
                                           GError **error);

/* The passphrase of @from, whose secret key is the same, becomes that of @keys. */
void pakiv_member_keys_copy_passphrase (PakivMemberKeys *keys, const PakivMemberKeys *from);

/* The member's Ed25519 secret key, 64 bytes. Its seed is BLAKE2b (crypto_generichash) of
 * "pakiv member signing", keyed with the X25519 @secret_key. */
PakivSecret *pakiv_member_keys_derive_signing (const guint8 *secret_key);

void pakiv_member_keys_seal (PakivMemberKeys *keys, PakivKeyId id, const guint8 *key);

/* NULL where the member was given no key, or what was given is damaged. */
PakivSecret *
pakiv_member_keys_unseal (const PakivMemberKeys *keys, PakivKeyId id, const guint8 *secret_key);

/* The key that @log is getting; NULL as above. */
void pakiv_member_keys_seal_next (PakivMemberKeys *keys, PakivLogId log, const guint8 *key);
PakivSecret *pakiv_member_keys_unseal_next (const PakivMemberKeys *keys,
                                            PakivLogId log,
                                            const guint8 *secret_key);

G_END_DECLS
