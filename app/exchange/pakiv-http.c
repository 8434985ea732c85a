#include "pakiv-http.h"

#include "pakiv-deadline.h"
#include "pakiv-package.h"

#include <glib/gi18n.h>
#include <libsoup/soup.h>

void
pakiv_http_answer_free (PakivHttpAnswer *answer)
{
  if (answer == NULL)
    return;
  g_clear_pointer (&answer->body, g_bytes_unref);
  g_free (answer);
}

static gboolean
is_this_machine (const char *host)
{
  g_autoptr (GInetAddress) address = g_inet_address_new_from_string (host);

  return g_strcmp0 (host, "localhost") == 0
         || (address != NULL && g_inet_address_get_is_loopback (address));
}

gboolean
pakiv_http_is_safe_address (const char *url, GError **error)
{
  g_autoptr (GUri) uri = g_uri_parse (url, G_URI_FLAGS_NONE, NULL);
  const char *scheme = uri != NULL ? g_uri_get_scheme (uri) : NULL;
  const char *host = uri != NULL ? g_uri_get_host (uri) : NULL;

  if (host == NULL || *host == '\0' || g_uri_get_userinfo (uri) != NULL
      || (g_strcmp0 (scheme, "https") != 0 && g_strcmp0 (scheme, "http") != 0))
    {
      g_set_error (error, PAKIV_EXCHANGE_ERROR, PAKIV_EXCHANGE_ERROR_REFUSED,
                   _ ("“%s” is not the address of a council. It should begin with https://."), url);
      return FALSE;
    }
  if (g_strcmp0 (scheme, "http") != 0 || is_this_machine (host))
    return TRUE;
  g_set_error (error, PAKIV_EXCHANGE_ERROR, PAKIV_EXCHANGE_ERROR_REFUSED,
               _ ("“%s” is not protected on its way, so nothing is sent there. Ask the council for "
                  "an address that begins with https://."),
               url);
  return FALSE;
}

/* RFC 9530. */
static void
add_digest (SoupMessageHeaders *headers, GBytes *body)
{
  g_autoptr (GChecksum) checksum = g_checksum_new (G_CHECKSUM_SHA256);
  g_autofree char *base64 = NULL;
  g_autofree char *value = NULL;
  guint8 digest[32];
  gsize length = sizeof digest;
  gsize size;
  const guint8 *data = g_bytes_get_data (body, &size);

  g_checksum_update (checksum, data, (gssize)size);
  g_checksum_get_digest (checksum, digest, &length);
  base64 = g_base64_encode (digest, length);
  value = g_strconcat ("sha-256=:", base64, ":", NULL);
  soup_message_headers_replace (headers, "Content-Digest", value);
}

static SoupMessage *
make_message (const PakivHttpRequest *request)
{
  SoupMessage *message = soup_message_new (request->method, request->url);
  SoupMessageHeaders *headers;

  if (message == NULL)
    return NULL;
  headers = soup_message_get_request_headers (message);
  soup_message_add_flags (message, SOUP_MESSAGE_NO_REDIRECT);
  soup_message_headers_replace (headers, "Accept", "application/json");
  if (request->token != NULL)
    {
      g_autofree char *bearer = g_strconcat ("Bearer ", request->token, NULL);

      soup_message_headers_replace (headers, "Authorization", bearer);
    }
  if (request->body != NULL)
    {
      add_digest (headers, request->body);
      soup_message_set_request_body_from_bytes (message, request->content_type, request->body);
    }
  return message;
}

/* NULL without @error where there is more than the limit. */
static GBytes *
read_body (GInputStream *stream, GCancellable *cancellable, GError **error)
{
  g_autoptr (GByteArray) body = g_byte_array_new ();
  g_autofree guint8 *buffer = g_malloc (65536);
  gssize n;

  while ((n = g_input_stream_read (stream, buffer, 65536, cancellable, error)) > 0)
    {
      if (body->len + (gsize)n > PAKIV_HTTP_ANSWER_MAX)
        return NULL;
      g_byte_array_append (body, buffer, (guint)n);
    }
  return n == 0 ? g_byte_array_free_to_bytes (g_steal_pointer (&body)) : NULL;
}

static PakivHttpAnswer *
talk (SoupMessage *message, guint timeout, GCancellable *cancellable, GError **error)
{
  g_autoptr (SoupSession) session = soup_session_new_with_options ("timeout", timeout, "user-agent",
                                                                   "Pakiv/" PAKIV_VERSION, NULL);
  g_autoptr (GInputStream) stream = NULL;
  g_autoptr (GBytes) body = NULL;
  PakivHttpAnswer *answer;

  stream = soup_session_send (session, message, cancellable, error);
  if (stream == NULL)
    return NULL;
  body = read_body (stream, cancellable, error);
  soup_session_abort (session);
  if (body == NULL)
    return NULL;
  answer = g_new0 (PakivHttpAnswer, 1);
  answer->status = soup_message_get_status (message);
  answer->body = g_steal_pointer (&body);
  return answer;
}

/* Puts what went wrong below into an officer's words; @ended says that the caller ended it. */
static void
set_network_error (GError **error,
                   const PakivHttpRequest *request,
                   const GError *cause,
                   gboolean ended)
{
  g_autoptr (GUri) uri = g_uri_parse (request->url, G_URI_FLAGS_NONE, NULL);
  const char *host = uri != NULL ? g_uri_get_host (uri) : request->url;

  if (ended)
    g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_CANCELLED, _ ("The sending was stopped."));
  else if (cause == NULL)
    g_set_error (error, PAKIV_EXCHANGE_ERROR, PAKIV_EXCHANGE_ERROR_NETWORK,
                 _ ("What answered at “%s” sends far more than a council would."), host);
  else if (g_error_matches (cause, G_IO_ERROR, G_IO_ERROR_CANCELLED)
           || g_error_matches (cause, G_IO_ERROR, G_IO_ERROR_TIMED_OUT))
    g_set_error (error, PAKIV_EXCHANGE_ERROR, PAKIV_EXCHANGE_ERROR_NETWORK,
                 _ ("The council at “%s” did not answer in time. Try again later."), host);
  else if (cause->domain == G_TLS_ERROR)
    g_set_error (error, PAKIV_EXCHANGE_ERROR, PAKIV_EXCHANGE_ERROR_NETWORK,
                 /* Translators: a host name, and the system's reason. */
                 _ ("What answers at “%s” can’t prove that it is the council, so nothing was sent: "
                    "%s"),
                 host, cause->message);
  else
    g_set_error (error, PAKIV_EXCHANGE_ERROR, PAKIV_EXCHANGE_ERROR_NETWORK,
                 /* Translators: a host name, and the system's reason. */
                 _ ("The council at “%s” can’t be reached: %s"), host, cause->message);
}

PakivHttpAnswer *
pakiv_http_exchange (const PakivHttpRequest *request, GCancellable *cancellable, GError **error)
{
  g_autoptr (SoupMessage) message = NULL;
  g_autoptr (PakivDeadline) deadline = NULL;
  g_autoptr (GError) cause = NULL;
  PakivHttpAnswer *answer;

  if (!pakiv_http_is_safe_address (request->url, error))
    return NULL;
  message = make_message (request);
  if (message == NULL)
    {
      g_set_error (error, PAKIV_EXCHANGE_ERROR, PAKIV_EXCHANGE_ERROR_REFUSED,
                   _ ("“%s” is not the address of a council. It should begin with https://."),
                   request->url);
      return NULL;
    }
  deadline = pakiv_deadline_new (request->timeout * 4, cancellable);
  answer = talk (message, request->timeout, pakiv_deadline_get_cancellable (deadline), &cause);
  if (answer == NULL)
    set_network_error (error, request, cause, g_cancellable_is_cancelled (cancellable));
  return answer;
}
