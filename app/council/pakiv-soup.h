/* Between libsoup's messages and what the council knows: requests and replies. */
#pragma once

#include "pakiv-council.h"

#include <libsoup/soup.h>

G_BEGIN_DECLS

/* Sets status, headers and body. */
void pakiv_soup_write_reply (SoupServerMessage *message, const PakivReply *reply);

/* (transfer full): the reply that stands in @message, as it goes over the wire. */
GString *pakiv_soup_get_reply_text (SoupServerMessage *message);

/* (transfer full): from what stands in the headers. */
PakivRequest *pakiv_soup_read_request (SoupServerMessage *message, const char *path);

G_END_DECLS
