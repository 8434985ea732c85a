/* The two secrets that a council hands out: an enrolment code, read out or typed by people, and a
 * token, which only programs see. The inbox keeps hashes of them, so that a copy of it opens
 * nothing. */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

#define PAKIV_TOKEN_HASH 32

/* (transfer full): "XXXX-XXXX-XXXX", 60 random bits in letters and digits that can't be mistaken.
 */
char *pakiv_token_new_code (void);

/* (transfer full): 256 random bits, base64url. */
char *pakiv_token_new (void);

/* FALSE where @text can't be a code. Case, spaces and missing dashes do not matter. @hash: 32
 * bytes. */
gboolean pakiv_token_hash_code (const char *text, guint8 *hash);
void pakiv_token_hash (const char *token, guint8 *hash);

G_END_DECLS
