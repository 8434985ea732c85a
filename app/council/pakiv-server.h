/* Serving requests. libsoup's server has no limits of its own, so they are set here: how many are
 * served at once, how long a request may take, how large a body may be, and where it is kept
 * meanwhile. Meant for loopback and Unix sockets behind nginx. */
#pragma once

#include "pakiv-council.h"

#include <gio/gio.h>

G_BEGIN_DECLS

typedef struct _PakivServer PakivServer;

/* Takes @council. Bodies are kept in @folder/incoming, which only one server at a time may use. */
PakivServer *pakiv_server_new (PakivCouncil *council, const char *folder, GError **error);

/* Stops listening, lets running answers end and forgets half-sent bodies. */
void pakiv_server_free (PakivServer *server);

/* @socket is bound (see pakiv-listener.h). */
gboolean pakiv_server_listen (PakivServer *server, GSocket *socket, GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PakivServer, pakiv_server_free)

G_END_DECLS
