#include "pakiv-council-options.h"

#include "pakiv-council-error.h"

#include <glib/gi18n.h>
#include <string.h>

static GOptionContext *
new_context (PakivCouncilOptions *options)
{
  GOptionContext *context = g_option_context_new (_ ("[station add NAME]"));
  const GOptionEntry entries[] = {
    { "data", 0, 0, G_OPTION_ARG_FILENAME, &options->data,
      N_ ("The council’s folder; made where it is not there"), N_ ("DIR") },
    { "listen", 0, 0, G_OPTION_ARG_STRING, &options->listen,
      N_ ("Where to listen (127.0.0.1:8474); port 0 takes a free one"), N_ ("ADDRESS:PORT") },
    { "socket", 0, 0, G_OPTION_ARG_FILENAME, &options->socket,
      N_ ("Listen on a Unix socket, for nginx on this computer"), N_ ("PATH") },
    { "address", 0, 0, G_OPTION_ARG_STRING, &options->address,
      N_ ("The address under which stations and the public reach this council"), N_ ("URL") },
    { "behind-proxy", 0, 0, G_OPTION_ARG_NONE, &options->behind_proxy,
      N_ ("Allow an address that other computers reach, because a proxy stands in front"), NULL },
    { "version", 0, 0, G_OPTION_ARG_NONE, &options->version, N_ ("Print the version"), NULL },
    { G_OPTION_REMAINING, 0, 0, G_OPTION_ARG_STRING_ARRAY, &options->words, NULL, NULL },
    { NULL },
  };

  g_option_context_add_main_entries (context, entries, GETTEXT_PACKAGE);
  g_option_context_set_summary (
      context,
      _ ("Receives the releases of a municipality’s stations and shows them in a browser.\n"
         "“station add NAME” prints the enrolment code that the station enters in Pakiv."));
  return context;
}

static gboolean
refuse (GError **error, const char *message)
{
  g_set_error_literal (error, G_OPTION_ERROR, G_OPTION_ERROR_BAD_VALUE, message);
  return FALSE;
}

static gboolean
check_address (PakivCouncilOptions *options, GError **error)
{
  g_autoptr (GUri) uri = NULL;
  const char *path;

  if (options->address == NULL)
    return TRUE;
  uri = g_uri_parse (options->address, G_URI_FLAGS_NONE, NULL);
  path = uri != NULL ? g_uri_get_path (uri) : NULL;
  if (uri == NULL || g_uri_get_host (uri) == NULL || *g_uri_get_host (uri) == '\0'
      || (!g_str_equal (g_uri_get_scheme (uri), "https")
          && !g_str_equal (g_uri_get_scheme (uri), "http"))
      || g_uri_get_userinfo (uri) != NULL || g_uri_get_query (uri) != NULL
      || g_uri_get_fragment (uri) != NULL || (*path != '\0' && !g_str_equal (path, "/")))
    return refuse (error, _ ("--address wants an address without a path, as in "
                             "https://pakiv.example.org"));
  if (g_str_equal (path, "/"))
    options->address[strlen (options->address) - 1] = '\0';
  return TRUE;
}

static gboolean
check_words (const PakivCouncilOptions *options, GError **error)
{
  guint n = options->words != NULL ? g_strv_length (options->words) : 0;

  if (n == 0)
    return TRUE;
  if (!g_str_equal (options->words[0], "station") || n < 2
      || !g_str_equal (options->words[1], "add"))
    return refuse (error, _ ("The only command is “station add NAME”."));
  if (n != 3)
    return refuse (error, _ ("“station add” wants one name; put quotes around a name of "
                             "several words."));
  if (options->listen != NULL || options->socket != NULL)
    return refuse (error, _ ("“station add” does not listen."));
  return TRUE;
}

gboolean
pakiv_council_options_parse (PakivCouncilOptions *options, int argc, char **argv, GError **error)
{
  g_autoptr (GOptionContext) context = new_context (options);

  if (!g_option_context_parse (context, &argc, &argv, error))
    return FALSE;
  if (options->version)
    return TRUE;
  if (options->data == NULL)
    return refuse (error, _ ("Say with --data DIR where the council’s folder is."));
  return check_address (options, error) && check_words (options, error);
}

void
pakiv_council_options_clear (PakivCouncilOptions *options)
{
  g_free (options->data);
  g_free (options->listen);
  g_free (options->socket);
  g_free (options->address);
  g_strfreev (options->words);
}

static GInetAddress *
parse_host (const char *text, gsize length)
{
  g_autofree char *host = g_strndup (text, length);

  if (g_str_equal (host, "localhost"))
    return g_inet_address_new_loopback (G_SOCKET_FAMILY_IPV4);
  if (length > 2 && host[0] == '[' && host[length - 1] == ']')
    {
      host[length - 1] = '\0';
      return g_inet_address_new_from_string (host + 1);
    }
  return strchr (host, ':') == NULL ? g_inet_address_new_from_string (host) : NULL;
}

GInetSocketAddress *
pakiv_council_options_parse_listen (const char *text, GError **error)
{
  const char *colon = strrchr (text, ':');
  g_autoptr (GInetAddress) host = NULL;
  guint64 port;

  if (colon != NULL)
    host = parse_host (text, (gsize)(colon - text));
  if (host == NULL || !g_ascii_string_to_unsigned (colon + 1, 10, 0, 65535, &port, NULL))
    {
      g_set_error (error, G_OPTION_ERROR, G_OPTION_ERROR_BAD_VALUE,
                   _ ("“%s” is not an address and a port, as in 127.0.0.1:8474."), text);
      return NULL;
    }
  return G_INET_SOCKET_ADDRESS (g_inet_socket_address_new (host, (guint16)port));
}
