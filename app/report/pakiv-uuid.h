/* Names turned into ids: UUID version 5 (RFC 4122 §4.3, SHA-1). */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* (transfer full): lower case. @space is a UUID. */
char *pakiv_uuid_from_name (const char *space, const char *name);

G_END_DECLS
