/* A member's keys as desk.json keeps them: the passphrase, through Argon2id, opens the member's
 * X25519 secret key, and that opens the log keys sealed to the member. Nothing in this struct is
 * secret by itself. */
#pragma once

#include "pakiv-log-error.h"
#include "pakiv-role.h"
#include "pakiv-secret.h"

#include <sodium.h>

G_BEGIN_DECLS

#define PAKIV_SEALED_BYTES (PAKIV_KEY_BYTES + crypto_box_SEALBYTES)

typedef struct
{
  guint64 operations;
  guint64 memory;
  guint8 salt[crypto_pwhash_SALTBYTES];
  guint8 public_key[crypto_box_PUBLICKEYBYTES];
  guint8 nonce[crypto_secretbox_NONCEBYTES];
  guint8 box[crypto_box_SECRETKEYBYTES + crypto_secretbox_MACBYTES];
  guint8 sealed[PAKIV_N_LOGS][PAKIV_SEALED_BYTES];
  gboolean holds[PAKIV_N_LOGS];
} PakivMemberKeys;

/* The shortest passphrase, in letters. */
#define PAKIV_PASSPHRASE_MIN 8

PakivMemberKeys *
pakiv_member_keys_new (const char *passphrase, guint64 operations, guint64 memory, GError **error);

/* The member's secret key; NULL and PASSPHRASE where @passphrase is wrong. */
PakivSecret *
pakiv_member_keys_unlock (const PakivMemberKeys *keys, const char *passphrase, GError **error);

void pakiv_member_keys_seal (PakivMemberKeys *keys, PakivLogId log, const guint8 *log_key);

/* NULL where the member was given no key, or what was given is damaged. */
PakivSecret *
pakiv_member_keys_unseal (const PakivMemberKeys *keys, PakivLogId log, const guint8 *secret_key);

G_END_DECLS
