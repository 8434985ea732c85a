/* The listening side. libsoup's server has no limits of its own, so they are set here: how many are
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

/* Binds to @address. (transfer full): "http://127.0.0.1:8474", with the port that was free where it
 * was 0. */
char *pakiv_server_bind (GInetSocketAddress *address, GSocket **socket, GError **error);

/* A socket file that only its owner and group may use (0660); one left by a dead server is
 * replaced. */
gboolean pakiv_server_bind_file (const char *path, GSocket **socket, GError **error);

gboolean pakiv_server_listen (PakivServer *server, GSocket *socket, GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PakivServer, pakiv_server_free)

G_END_DECLS
