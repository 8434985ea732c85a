/* Keys in memory: guarded pages that are locked, never swapped, and zeroed when freed (libsodium).
 */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

typedef guint8 PakivSecret;

#define PAKIV_KEY_BYTES 32

/* Starts libsodium, once. Everything here that uses it calls this first. */
void pakiv_secret_init (void);

PakivSecret *pakiv_secret_new (gsize length);
PakivSecret *pakiv_secret_new_random (gsize length);
PakivSecret *pakiv_secret_copy (const guint8 *bytes, gsize length);
void pakiv_secret_free (PakivSecret *secret); /* NULL is fine */

/* (transfer full): "x'0123…'", as SQLCipher takes a raw key. */
char *pakiv_secret_to_raw_key (const guint8 *key);

/* (transfer full): a random UUID that nobody can guess or meet again; GLib's own can be foreseen.
 */
char *pakiv_secret_new_uuid (void);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PakivSecret, pakiv_secret_free)

G_END_DECLS
