/* A zip of a few named files in the one way Pakiv writes it: stored, in order, dated 1980-01-01, no
 * extra fields and no comment. Ours and not a library's, because the same files must give the same
 * bytes with every version of every library. Reading goes through libarchive, for whatever it may
 * be handed. */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* @names and @contents (GBytes) go together; names are plain ASCII. */
GBytes *pakiv_zip_write (const char *const *names, GPtrArray *contents);

/* (transfer full): GBytes for each of @names. NULL and @error (PAKIV_EXCHANGE_ERROR_PACKAGE) unless
 * @zip is, byte for byte, what pakiv_zip_write makes of exactly these names. */
GPtrArray *pakiv_zip_read (GBytes *zip, const char *const *names, GError **error);

G_END_DECLS
