#include "pakiv-listener.h"

#include "pakiv-council-error.h"

#include <errno.h>
#include <gio/gunixsocketaddress.h>
#include <glib/gi18n.h>
#include <glib/gstdio.h>
#include <string.h>
#include <sys/un.h>

/* What the system takes, the ending NUL included. */
#define UNIX_PATH_MAX ((int)sizeof (((struct sockaddr_un *)NULL)->sun_path))

struct _PakivListener
{
  GSocketService *service;
  SoupServer *soup;
  PakivListenerIsFull is_full;
  gpointer data;
};

/* --- Binding --- */

static gboolean
bind_socket (GSocket *socket, GSocketAddress *address, const char *name, GError **error)
{
  g_autoptr (GError) cause = NULL;
  const char *reason;

  if (g_socket_bind (socket, address, TRUE, &cause))
    return TRUE;
  /* "Error binding to address (GUnixSocketAddress): No such file or directory" */
  reason = g_strrstr (cause->message, "): ");
  g_set_error (error, PAKIV_COUNCIL_ERROR, PAKIV_COUNCIL_ERROR_SETUP,
               /* Translators: the first %s is an address, the second the system's reason. */
               _ ("The server can’t listen on %s: %s."), name,
               reason != NULL ? reason + strlen ("): ") : cause->message);
  return FALSE;
}

static char *
name_address (GInetSocketAddress *address)
{
  GInetAddress *host = g_inet_socket_address_get_address (address);
  g_autofree char *text = g_inet_address_to_string (host);
  gboolean six = g_inet_address_get_family (host) == G_SOCKET_FAMILY_IPV6;

  return g_strdup_printf ("http://%s%s%s:%u", six ? "[" : "", text, six ? "]" : "",
                          g_inet_socket_address_get_port (address));
}

char *
pakiv_listener_bind (GInetSocketAddress *address, GSocket **socket, GError **error)
{
  g_autofree char *wanted = name_address (address);
  g_autoptr (GSocketAddress) local = NULL;
  g_autoptr (GSocket) new_socket
      = g_socket_new (g_socket_address_get_family (G_SOCKET_ADDRESS (address)),
                      G_SOCKET_TYPE_STREAM, G_SOCKET_PROTOCOL_DEFAULT, error);

  if (new_socket == NULL || !bind_socket (new_socket, G_SOCKET_ADDRESS (address), wanted, error)
      || !g_socket_listen (new_socket, error))
    return NULL;
  local = g_socket_get_local_address (new_socket, error);
  if (local == NULL)
    return NULL;
  *socket = g_steal_pointer (&new_socket);
  return name_address (G_INET_SOCKET_ADDRESS (local));
}

gboolean
pakiv_listener_bind_file (const char *path, GSocket **socket, GError **error)
{
  g_autoptr (GSocketAddress) address = g_unix_socket_address_new (path);
  g_autoptr (GSocket) new_socket
      = g_socket_new (G_SOCKET_FAMILY_UNIX, G_SOCKET_TYPE_STREAM, G_SOCKET_PROTOCOL_DEFAULT, error);
  GStatBuf found;

  if (new_socket == NULL)
    return FALSE;
  if ((int)strlen (path) >= UNIX_PATH_MAX)
    {
      g_set_error (error, PAKIV_COUNCIL_ERROR, PAKIV_COUNCIL_ERROR_SETUP,
                   _ ("The socket’s path “%s” is longer than %d letters."), path,
                   UNIX_PATH_MAX - 1);
      return FALSE;
    }
  /* The folder's lock says that no other server of these data is alive. */
  if (g_lstat (path, &found) == 0 && S_ISSOCK (found.st_mode))
    g_unlink (path);
  if (!bind_socket (new_socket, address, path, error))
    return FALSE;
  if (g_chmod (path, 0660) < 0)
    {
      g_set_error (error, PAKIV_COUNCIL_ERROR, PAKIV_COUNCIL_ERROR_SETUP,
                   _ ("The server can’t listen on %s: %s."), path, g_strerror (errno));
      return FALSE;
    }
  if (!g_socket_listen (new_socket, error))
    return FALSE;
  *socket = g_steal_pointer (&new_socket);
  return TRUE;
}

/* --- Accepting --- */

/* The connection's address says nothing of the visitor and leads back to the connection. */
static gboolean
on_incoming_cb (GSocketService *service,
                GSocketConnection *connection,
                GObject *source,
                PakivListener *listener)
{
  g_autoptr (GInetAddress) here = g_inet_address_new_loopback (G_SOCKET_FAMILY_IPV4);
  g_autoptr (GSocketAddress) mark = g_inet_socket_address_new (here, 0);
  g_autoptr (GSocketAddress) local = g_inet_socket_address_new (here, 0);

  if (listener->is_full (listener->data))
    return TRUE;
  g_object_set_data_full (G_OBJECT (mark), "pakiv-connection", g_object_ref (connection),
                          g_object_unref);
  soup_server_accept_iostream (listener->soup, G_IO_STREAM (connection), local, mark, NULL);
  return TRUE;
}

static GSocket *
get_socket (SoupServerMessage *message)
{
  GSocketAddress *mark = soup_server_message_get_remote_address (message);

  return g_socket_connection_get_socket (g_object_get_data (G_OBJECT (mark), "pakiv-connection"));
}

/* A few hundred letters find room in the socket's buffer, nothing having been written before; where
 * they do not, the sender does without. */
void
pakiv_listener_say_last (SoupServerMessage *message, const char *text, gsize length)
{
  GSocket *socket = get_socket (message);

  g_socket_send_with_blocking (socket, text, length, FALSE, NULL, NULL);
  g_socket_shutdown (socket, FALSE, TRUE, NULL);
}

void
pakiv_listener_cut_off (SoupServerMessage *message)
{
  g_socket_shutdown (get_socket (message), TRUE, TRUE, NULL);
}

gboolean
pakiv_listener_add (PakivListener *listener, GSocket *socket, GError **error)
{
  return g_socket_listener_add_socket (G_SOCKET_LISTENER (listener->service), socket, NULL, error);
}

PakivListener *
pakiv_listener_new (SoupServer *soup, PakivListenerIsFull is_full, gpointer data)
{
  PakivListener *listener = g_new0 (PakivListener, 1);

  listener->service = g_socket_service_new ();
  listener->soup = g_object_ref (soup);
  listener->is_full = is_full;
  listener->data = data;
  g_signal_connect (listener->service, "incoming", G_CALLBACK (on_incoming_cb), listener);
  return listener;
}

void
pakiv_listener_free (PakivListener *listener)
{
  if (listener == NULL)
    return;
  g_socket_service_stop (listener->service);
  g_socket_listener_close (G_SOCKET_LISTENER (listener->service));
  /* A connection that was just accepted may still be on its way. */
  g_signal_handlers_disconnect_by_data (listener->service, listener);
  g_object_unref (listener->service);
  g_object_unref (listener->soup);
  g_free (listener);
}
