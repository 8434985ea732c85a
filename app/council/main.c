/* pakiv-council: the municipal server. Exit status 0 done, 1 refused or failed, 2 wrong usage. */
#include "pakiv-council-error.h"
#include "pakiv-council-options.h"
#include "pakiv-listener.h"
#include "pakiv-server.h"

#include "pakiv-council-resource.h"

#include <glib-unix.h>
#include <glib/gi18n.h>
#include <glib/gstdio.h>
#include <locale.h>
#include <sodium.h>
#include <stdio.h>
#include <sys/stat.h>

enum
{
  STATUS_DONE,
  STATUS_FAILED,
  STATUS_USAGE,
};

static int
fail (const GError *error, int status)
{
  g_printerr ("pakiv-council: %s\n", error->message);
  return status;
}

static gboolean
print_line (const char *text)
{
  return fputs (text, stdout) != EOF && fputc ('\n', stdout) != EOF && fflush (stdout) == 0;
}

/* --- station add --- */

static int
add_station (const PakivCouncilOptions *options)
{
  g_autoptr (PakivClock) clock = pakiv_clock_new ();
  g_autoptr (GError) error = NULL;
  g_autoptr (PakivInbox) inbox = pakiv_inbox_open (options->data, clock, &error);
  g_autofree char *address = NULL;
  g_autofree char *code = NULL;
  g_autofree char *line = NULL;

  if (inbox == NULL)
    return fail (error, STATUS_FAILED);
  address
      = options->address != NULL ? g_strdup (options->address) : pakiv_inbox_get_address (inbox);
  code = pakiv_inbox_add_station (inbox, options->words[2], &error);
  if (code == NULL)
    return fail (error, STATUS_FAILED);
  if (address == NULL)
    {
      address = g_strdup ("http://" PAKIV_COUNCIL_DEFAULT_LISTEN);
      g_printerr (
          _ ("The server has not run yet, so the code has its usual address. Where stations "
             "reach it otherwise, use --address and add the station again.\n"));
    }
  line = g_strdup_printf ("%s/enrol/%s", address, code);
  return print_line (line) ? STATUS_DONE : STATUS_FAILED;
}

/* --- Serving --- */

typedef struct
{
  GSocket *network; /* or NULL */
  char *url;        /* where it listens, or NULL */
  char *address;    /* public */
} Place;

static void
place_clear (Place *place)
{
  g_clear_object (&place->network);
  g_free (place->url);
  g_free (place->address);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Place, place_clear)

static gboolean
check_loopback (const PakivCouncilOptions *options, GInetSocketAddress *address, GError **error)
{
  if (options->behind_proxy
      || g_inet_address_get_is_loopback (g_inet_socket_address_get_address (address)))
    return TRUE;
  g_set_error (
      error, PAKIV_COUNCIL_ERROR, PAKIV_COUNCIL_ERROR_SETUP,
      _ ("%s can be reached from other computers, and this server is not made to face them: "
         "put nginx in front of it (see nginx.conf) and listen on 127.0.0.1, or say "
         "--behind-proxy where the proxy is another computer."),
      options->listen);
  return FALSE;
}

static gboolean
bind_network (const PakivCouncilOptions *options,
              GInetSocketAddress *address,
              Place *place,
              GError **error)
{
  if (address == NULL)
    return TRUE;
  if (!check_loopback (options, address, error))
    return FALSE;
  place->url = pakiv_listener_bind (address, &place->network, error);
  return place->url != NULL;
}

static gboolean
choose_address (const PakivCouncilOptions *options, PakivInbox *inbox, Place *place, GError **error)
{
  if (options->address != NULL)
    place->address = g_strdup (options->address);
  else if (place->url != NULL)
    place->address = g_strdup (place->url);
  else
    place->address = pakiv_inbox_get_address (inbox);
  if (place->address != NULL)
    return TRUE;
  g_set_error (
      error, PAKIV_COUNCIL_ERROR, PAKIV_COUNCIL_ERROR_SETUP,
      _ ("With --socket alone, say with --address under which address the proxy serves it."));
  return FALSE;
}

static gboolean
listen_all (PakivServer *server,
            const PakivCouncilOptions *options,
            const Place *place,
            GError **error)
{
  g_autoptr (GSocket) file = NULL;

  if (place->network != NULL && !pakiv_server_listen (server, place->network, error))
    return FALSE;
  if (options->socket != NULL
      && (!pakiv_listener_bind_file (options->socket, &file, error)
          || !pakiv_server_listen (server, file, error)))
    return FALSE;
  return TRUE;
}

static void
say_listening (const PakivCouncilOptions *options, const Place *place)
{
  g_autofree char *line = NULL;

  if (place->url != NULL)
    line = g_strdup_printf ("listening on %s", place->url);
  else
    line = g_strdup_printf ("listening on unix:%s", options->socket);
  print_line (line);
}

static gboolean
on_signal_cb (gpointer loop)
{
  g_main_loop_quit (loop);
  return G_SOURCE_CONTINUE;
}

static void
run_until_signal (void)
{
  g_autoptr (GMainLoop) loop = g_main_loop_new (NULL, FALSE);
  guint terminate = g_unix_signal_add (SIGTERM, on_signal_cb, loop);
  guint interrupt = g_unix_signal_add (SIGINT, on_signal_cb, loop);

  g_main_loop_run (loop);
  g_source_remove (terminate);
  g_source_remove (interrupt);
}

/* The server owns the council, and the council the inbox. */
static PakivServer *
start_server (const PakivCouncilOptions *options,
              GInetSocketAddress *address,
              Place *place,
              GError **error)
{
  g_autoptr (PakivClock) clock = pakiv_clock_new ();
  g_autoptr (PakivInbox) inbox = NULL;
  g_autoptr (PakivServer) server = NULL;
  PakivInbox *kept;

  if (!bind_network (options, address, place, error))
    return NULL;
  inbox = pakiv_inbox_open (options->data, clock, error);
  if (inbox == NULL || !choose_address (options, inbox, place, error))
    return NULL;
  kept = inbox;
  server = pakiv_server_new (
      pakiv_council_new (g_steal_pointer (&inbox), place->address, options->data), options->data,
      error);
  if (server == NULL || !pakiv_inbox_set_address (kept, place->address, error)
      || !listen_all (server, options, place, error))
    return NULL;
  return g_steal_pointer (&server);
}

static int
serve (const PakivCouncilOptions *options)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GInetSocketAddress) address = NULL;
  g_auto (Place) place = { 0 };
  g_autoptr (PakivServer) server = NULL;
  const char *listen = options->listen;

  if (listen == NULL && options->socket == NULL)
    listen = PAKIV_COUNCIL_DEFAULT_LISTEN;
  if (listen != NULL)
    address = pakiv_council_options_parse_listen (listen, &error);
  if (error != NULL)
    return fail (error, STATUS_USAGE);
  server = start_server (options, address, &place, &error);
  if (server == NULL)
    return fail (error, STATUS_FAILED);
  say_listening (options, &place);
  run_until_signal ();
  if (options->socket != NULL)
    g_unlink (options->socket);
  return STATUS_DONE;
}

int
main (int argc, char **argv)
{
  g_auto (PakivCouncilOptions) options = { 0 };
  g_autoptr (GError) error = NULL;

  setlocale (LC_ALL, "");
  bindtextdomain (GETTEXT_PACKAGE, PAKIV_LOCALEDIR);
  bind_textdomain_codeset (GETTEXT_PACKAGE, "UTF-8");
  textdomain (GETTEXT_PACKAGE);
  g_set_prgname ("pakiv-council");
  umask (0077);
  if (sodium_init () < 0)
    return STATUS_FAILED;
  g_resources_register (pakiv_council_get_resource ());
  if (!pakiv_council_options_parse (&options, argc, argv, &error))
    return fail (error, STATUS_USAGE);
  if (options.version)
    return print_line ("pakiv-council " PAKIV_VERSION) ? STATUS_DONE : STATUS_FAILED;
  return options.words != NULL ? add_station (&options) : serve (&options);
}
