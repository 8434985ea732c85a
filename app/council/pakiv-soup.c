#include "pakiv-soup.h"

#include <string.h>

#define POLICY \
  "default-src 'none'; img-src 'self'; style-src 'self'; base-uri 'none'; form-action 'none'; " \
  "frame-ancestors 'none'"

static void
set_headers (SoupMessageHeaders *headers, const PakivReply *reply)
{
  /* libsoup never lets go of an idle connection; beside the proxy a new one costs nothing. */
  soup_message_headers_replace (headers, "Connection", "close");
  soup_message_headers_replace (headers, "Content-Security-Policy", POLICY);
  soup_message_headers_replace (headers, "X-Content-Type-Options", "nosniff");
  soup_message_headers_replace (headers, "Referrer-Policy", "no-referrer");
  soup_message_headers_replace (headers, "Cross-Origin-Resource-Policy", "same-origin");
  soup_message_headers_replace (headers, "Cache-Control",
                                reply->etag != NULL ? "no-cache" : "no-store");
  if (reply->etag != NULL)
    soup_message_headers_replace (headers, "ETag", reply->etag);
  if (reply->modified != NULL)
    soup_message_headers_replace (headers, "Last-Modified", reply->modified);
  if (reply->disposition != NULL)
    soup_message_headers_replace (headers, "Content-Disposition", reply->disposition);
  if (reply->allow != NULL)
    soup_message_headers_replace (headers, "Allow", reply->allow);
  if (reply->challenge)
    soup_message_headers_replace (headers, "WWW-Authenticate", "Bearer");
  if (reply->busy)
    soup_message_headers_replace (headers, "Retry-After", "60");
}

void
pakiv_soup_write_reply (SoupServerMessage *message, const PakivReply *reply)
{
  SoupMessageHeaders *headers = soup_server_message_get_response_headers (message);

  set_headers (headers, reply);
  soup_server_message_set_status (message, reply->status, NULL);
  if (reply->body == NULL)
    return;
  soup_message_headers_set_content_type (headers, reply->type, NULL);
  soup_message_body_append_bytes (soup_server_message_get_response_body (message), reply->body);
}

static void
append_header (const char *name, const char *value, gpointer text)
{
  g_string_append_printf (text, "%s: %s\r\n", name, value);
}

GString *
pakiv_soup_get_reply_text (SoupServerMessage *message)
{
  SoupMessageHeaders *headers = soup_server_message_get_response_headers (message);
  g_autoptr (GBytes) body
      = soup_message_body_flatten (soup_server_message_get_response_body (message));
  guint status = soup_server_message_get_status (message);
  GString *text = g_string_new (NULL);
  gsize size;
  const char *data = g_bytes_get_data (body, &size);

  g_string_printf (text, "HTTP/1.1 %u %s\r\n", status, soup_status_get_phrase (status));
  soup_message_headers_foreach (headers, append_header, text);
  g_string_append_printf (text, "Content-Length: %" G_GSIZE_FORMAT "\r\n\r\n", size);
  return g_string_append_len (text, data != NULL ? data : "", (gssize)size);
}

static char *
get_bearer (SoupMessageHeaders *headers)
{
  const char *value = soup_message_headers_get_one (headers, "Authorization");

  if (value == NULL || g_ascii_strncasecmp (value, "Bearer ", 7) != 0)
    return NULL;
  return g_strstrip (g_strdup (value + 7));
}

PakivRequest *
pakiv_soup_read_request (SoupServerMessage *message, const char *path)
{
  SoupMessageHeaders *headers = soup_server_message_get_request_headers (message);
  const char *query = g_uri_get_query (soup_server_message_get_uri (message));
  PakivRequest *request = g_new0 (PakivRequest, 1);

  request->method = g_strdup (soup_server_message_get_method (message));
  pakiv_route_parse (path, &request->route);
  request->query = query != NULL ? soup_form_decode (query) : NULL;
  request->token = get_bearer (headers);
  request->content_digest = g_strdup (soup_message_headers_get_list (headers, "Content-Digest"));
  request->if_none_match = g_strdup (soup_message_headers_get_list (headers, "If-None-Match"));
  request->if_modified_since
      = g_strdup (soup_message_headers_get_one (headers, "If-Modified-Since"));
  request->stated_length
      = soup_message_headers_get_encoding (headers) == SOUP_ENCODING_CONTENT_LENGTH
            ? soup_message_headers_get_content_length (headers)
            : -1;
  return request;
}
