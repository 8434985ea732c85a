/* Sockets: binding them, accepting connections in libsoup's place, cutting them off. libsoup's own
 * listener (3.2) forgets a socket object with every connection. */
#pragma once

#include <gio/gio.h>
#include <libsoup/soup.h>

G_BEGIN_DECLS

/* Binds to @address. (transfer full): "http://127.0.0.1:8474", with the port that was free where it
 * was 0. */
char *pakiv_listener_bind (GInetSocketAddress *address, GSocket **socket, GError **error);

/* A socket file that only its owner and group may use (0660); one left by a dead server is
 * replaced. */
gboolean pakiv_listener_bind_file (const char *path, GSocket **socket, GError **error);

typedef struct _PakivListener PakivListener;

/* While it is true, a new connection is closed without a word. */
typedef gboolean (*PakivListenerIsFull) (gpointer data);

/* Hands the connections to @soup. */
PakivListener *pakiv_listener_new (SoupServer *soup, PakivListenerIsFull is_full, gpointer data);

/* Stops listening; connections that are open stay open. */
void pakiv_listener_free (PakivListener *listener);

gboolean pakiv_listener_add (PakivListener *listener, GSocket *socket, GError **error);

/* Writes @text past libsoup, which would first read the request to its end, and says that no more
 * will come; what the sender still sends goes on being read. */
void pakiv_listener_say_last (SoupServerMessage *message, const char *text, gsize length);

/* Closes the connection that @message came by, whatever is under way. */
void pakiv_listener_cut_off (SoupServerMessage *message);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PakivListener, pakiv_listener_free)

G_END_DECLS
