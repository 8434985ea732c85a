#include "pakiv-test-council.h"

#include <libsoup/soup.h>
#include <string.h>

struct _PakivTestCouncil
{
  GThread *thread;
  GMainContext *context;
  GMainLoop *loop;
  SoupServer *server;
  GPtrArray *held;  /* SoupServerMessage that hang */
  GPtrArray *drips; /* GSource */
  char *url;
  GMutex mutex; /* of the two below and of url being ready */
  GCond ready;
  PakivTestAnswer answer;
  PakivTestRequest request;
};

static void
clear_request (PakivTestRequest *request)
{
  g_clear_pointer (&request->method, g_free);
  g_clear_pointer (&request->path, g_free);
  g_clear_pointer (&request->query, g_free);
  g_clear_pointer (&request->authorization, g_free);
  g_clear_pointer (&request->digest, g_free);
  g_clear_pointer (&request->content_type, g_free);
  g_clear_pointer (&request->body, g_bytes_unref);
}

static void
fill_request (PakivTestRequest *request, SoupServerMessage *message, const char *path)
{
  SoupMessageHeaders *headers = soup_server_message_get_request_headers (message);

  clear_request (request);
  request->count++;
  request->method = g_strdup (soup_server_message_get_method (message));
  request->path = g_strdup (path);
  request->query = g_strdup (g_uri_get_query (soup_server_message_get_uri (message)));
  request->authorization = g_strdup (soup_message_headers_get_one (headers, "Authorization"));
  request->digest = g_strdup (soup_message_headers_get_one (headers, "Content-Digest"));
  request->content_type = g_strdup (soup_message_headers_get_one (headers, "Content-Type"));
  request->body = soup_message_body_flatten (soup_server_message_get_request_body (message));
}

static gboolean
on_drip_cb (gpointer data)
{
  SoupServerMessage *message = data;

  soup_message_body_append (soup_server_message_get_response_body (message), SOUP_MEMORY_STATIC,
                            " ", 1);
  soup_server_message_unpause (message);
  return G_SOURCE_CONTINUE;
}

static void
start_drip (PakivTestCouncil *council, SoupServerMessage *message)
{
  GSource *source = g_timeout_source_new (500);

  soup_message_headers_set_encoding (soup_server_message_get_response_headers (message),
                                     SOUP_ENCODING_CHUNKED);
  soup_message_body_append (soup_server_message_get_response_body (message), SOUP_MEMORY_STATIC,
                            "{", 1);
  g_source_set_callback (source, on_drip_cb, g_object_ref (message), g_object_unref);
  g_source_attach (source, council->context);
  g_ptr_array_add (council->drips, source);
}

static void
on_request_cb (SoupServer *server,
               SoupServerMessage *message,
               const char *path,
               GHashTable *query,
               gpointer data)
{
  PakivTestCouncil *council = data;
  PakivTestAnswer answer;
  g_autoptr (GString) body = NULL;

  g_mutex_lock (&council->mutex);
  fill_request (&council->request, message, path);
  answer = council->answer;
  g_mutex_unlock (&council->mutex);

  if (answer.hang)
    {
      soup_server_message_pause (message);
      g_ptr_array_add (council->held, g_object_ref (message));
      return;
    }
  soup_server_message_set_status (message, answer.status, NULL);
  if (answer.location != NULL)
    soup_message_headers_replace (soup_server_message_get_response_headers (message), "Location",
                                  answer.location);
  if (answer.drip)
    {
      start_drip (council, message);
      return;
    }
  body = g_string_new (answer.body);
  for (gsize i = 0; i < answer.padding; i++)
    g_string_append_c (body, ' ');
  soup_server_message_set_response (message, answer.type != NULL ? answer.type : "application/json",
                                    SOUP_MEMORY_COPY, body->str, body->len);
}

static void
listen_on_loopback (PakivTestCouncil *council)
{
  g_autoptr (GError) error = NULL;
  GSList *uris;
  g_autofree char *url = NULL;

  council->server = soup_server_new (NULL, NULL);
  soup_server_add_handler (council->server, NULL, on_request_cb, council, NULL);
  soup_server_listen_local (council->server, 0, SOUP_SERVER_LISTEN_IPV4_ONLY, &error);
  g_assert_no_error (error);
  uris = soup_server_get_uris (council->server);
  url = g_uri_to_string (uris->data);
  url[strlen (url) - 1] = '\0'; /* the slash */
  g_slist_free_full (uris, (GDestroyNotify)g_uri_unref);
  g_mutex_lock (&council->mutex);
  council->url = g_steal_pointer (&url);
  g_cond_signal (&council->ready);
  g_mutex_unlock (&council->mutex);
}

static gpointer
serve (gpointer data)
{
  PakivTestCouncil *council = data;

  g_main_context_push_thread_default (council->context);
  listen_on_loopback (council);
  g_main_loop_run (council->loop);
  for (guint i = 0; i < council->drips->len; i++)
    g_source_destroy (council->drips->pdata[i]);
  soup_server_disconnect (council->server);
  g_ptr_array_unref (council->held);
  g_ptr_array_unref (council->drips);
  g_object_unref (council->server);
  while (g_main_context_iteration (council->context, FALSE))
    continue;
  g_main_context_pop_thread_default (council->context);
  return NULL;
}

PakivTestCouncil *
pakiv_test_council_new (void)
{
  PakivTestCouncil *council = g_new0 (PakivTestCouncil, 1);

  g_mutex_init (&council->mutex);
  g_cond_init (&council->ready);
  council->context = g_main_context_new ();
  council->loop = g_main_loop_new (council->context, FALSE);
  council->held = g_ptr_array_new_with_free_func (g_object_unref);
  council->drips = g_ptr_array_new_with_free_func ((GDestroyNotify)g_source_unref);
  council->thread = g_thread_new ("council", serve, council);
  g_mutex_lock (&council->mutex);
  while (council->url == NULL)
    g_cond_wait (&council->ready, &council->mutex);
  g_mutex_unlock (&council->mutex);
  return council;
}

static gboolean
on_stop_cb (gpointer data)
{
  g_main_loop_quit (data);
  return G_SOURCE_REMOVE;
}

void
pakiv_test_council_free (PakivTestCouncil *council)
{
  if (council == NULL)
    return;
  g_main_context_invoke (council->context, on_stop_cb, council->loop);
  g_thread_join (council->thread);
  g_main_loop_unref (council->loop);
  g_main_context_unref (council->context);
  clear_request (&council->request);
  g_mutex_clear (&council->mutex);
  g_cond_clear (&council->ready);
  g_free (council->url);
  g_free (council);
}

const char *
pakiv_test_council_get_url (PakivTestCouncil *council)
{
  return council->url;
}

void
pakiv_test_council_set_answer (PakivTestCouncil *council, const PakivTestAnswer *answer)
{
  g_mutex_lock (&council->mutex);
  council->answer = *answer;
  g_mutex_unlock (&council->mutex);
}

PakivTestRequest *
pakiv_test_council_get_request (PakivTestCouncil *council)
{
  PakivTestRequest *copy = g_new0 (PakivTestRequest, 1);

  g_mutex_lock (&council->mutex);
  copy->count = council->request.count;
  copy->method = g_strdup (council->request.method);
  copy->path = g_strdup (council->request.path);
  copy->query = g_strdup (council->request.query);
  copy->authorization = g_strdup (council->request.authorization);
  copy->digest = g_strdup (council->request.digest);
  copy->content_type = g_strdup (council->request.content_type);
  copy->body = council->request.body != NULL ? g_bytes_ref (council->request.body) : NULL;
  g_mutex_unlock (&council->mutex);
  return copy;
}

void
pakiv_test_request_free (PakivTestRequest *request)
{
  if (request == NULL)
    return;
  clear_request (request);
  g_free (request);
}
