/* Signatures and public keys in minisign's own formats, so that its tool can check them.
 * Format: https://jedisct1.github.io/minisign/ ("ED": Ed25519 over BLAKE2b-512). */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

#define PAKIV_MINISIGN_KEY 32
#define PAKIV_MINISIGN_SECRET 64

/* (transfer full): the text of a .minisig file. @comment is the trusted comment, one line. */
char *pakiv_minisign_sign (GBytes *message, const guint8 *secret, const char *comment);

/* FALSE and @error (PAKIV_EXCHANGE_ERROR_SIGNATURE) where @signature is not @key's over @message.
 */
gboolean
pakiv_minisign_verify (GBytes *message, const char *signature, const guint8 *key, GError **error);

/* (transfer full): base64 as minisign's public key files have it; the key id is made of the key. */
char *pakiv_minisign_key_to_string (const guint8 *key);

/* Reads that string, or the text of a whole public key file. @key: 32 bytes. */
gboolean pakiv_minisign_key_from_string (const char *text, guint8 *key, GError **error);

G_END_DECLS
