#include "pakiv-test-server.h"

#include <libsoup/soup.h>
#include <string.h>

struct _PakivTestServer
{
  GThread *thread;
  GMainContext *context;
  GMainLoop *loop;
  SoupServer *server;
  GTlsCertificate *certificate; /* or NULL */
  GPtrArray *held;              /* SoupServerMessage that hang */
  GPtrArray *drips;             /* GSource */
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
start_drip (PakivTestServer *self, SoupServerMessage *message)
{
  GSource *source = g_timeout_source_new (500);

  soup_message_headers_set_encoding (soup_server_message_get_response_headers (message),
                                     SOUP_ENCODING_CHUNKED);
  soup_message_body_append (soup_server_message_get_response_body (message), SOUP_MEMORY_STATIC,
                            "{", 1);
  g_source_set_callback (source, on_drip_cb, g_object_ref (message), g_object_unref);
  g_source_attach (source, self->context);
  g_ptr_array_add (self->drips, source);
}

static void
on_request_cb (SoupServer *server,
               SoupServerMessage *message,
               const char *path,
               GHashTable *query,
               gpointer data)
{
  PakivTestServer *self = data;
  PakivTestAnswer answer;
  g_autoptr (GString) body = NULL;

  g_mutex_lock (&self->mutex);
  fill_request (&self->request, message, path);
  answer = self->answer;
  g_mutex_unlock (&self->mutex);

  if (answer.hang)
    {
      soup_server_message_pause (message);
      g_ptr_array_add (self->held, g_object_ref (message));
      return;
    }
  soup_server_message_set_status (message, answer.status, NULL);
  if (answer.location != NULL)
    soup_message_headers_replace (soup_server_message_get_response_headers (message), "Location",
                                  answer.location);
  if (answer.drip)
    {
      start_drip (self, message);
      return;
    }
  body = g_string_new (answer.body);
  for (gsize i = 0; i < answer.padding; i++)
    g_string_append_c (body, ' ');
  soup_server_message_set_response (message, answer.type != NULL ? answer.type : "application/json",
                                    SOUP_MEMORY_COPY, body->str, body->len);
}

static void
listen_on_loopback (PakivTestServer *self)
{
  g_autoptr (GError) error = NULL;
  GSList *uris;
  g_autofree char *url = NULL;

  SoupServerListenOptions options = SOUP_SERVER_LISTEN_IPV4_ONLY;

  self->server = soup_server_new (NULL, NULL);
  if (self->certificate != NULL)
    {
      soup_server_set_tls_certificate (self->server, self->certificate);
      options |= SOUP_SERVER_LISTEN_HTTPS;
    }
  soup_server_add_handler (self->server, NULL, on_request_cb, self, NULL);
  soup_server_listen_local (self->server, 0, options, &error);
  g_assert_no_error (error);
  uris = soup_server_get_uris (self->server);
  url = g_uri_to_string (uris->data);
  url[strlen (url) - 1] = '\0'; /* the slash */
  g_slist_free_full (uris, (GDestroyNotify)g_uri_unref);
  g_mutex_lock (&self->mutex);
  self->url = g_steal_pointer (&url);
  g_cond_signal (&self->ready);
  g_mutex_unlock (&self->mutex);
}

static gpointer
serve (gpointer data)
{
  PakivTestServer *self = data;

  g_main_context_push_thread_default (self->context);
  listen_on_loopback (self);
  g_main_loop_run (self->loop);
  for (guint i = 0; i < self->drips->len; i++)
    g_source_destroy (self->drips->pdata[i]);
  soup_server_disconnect (self->server);
  g_ptr_array_unref (self->held);
  g_ptr_array_unref (self->drips);
  g_object_unref (self->server);
  while (g_main_context_iteration (self->context, FALSE))
    continue;
  g_main_context_pop_thread_default (self->context);
  return NULL;
}

static PakivTestServer *
start (GTlsCertificate *certificate)
{
  PakivTestServer *self = g_new0 (PakivTestServer, 1);

  self->certificate = certificate;
  g_mutex_init (&self->mutex);
  g_cond_init (&self->ready);
  self->context = g_main_context_new ();
  self->loop = g_main_loop_new (self->context, FALSE);
  self->held = g_ptr_array_new_with_free_func (g_object_unref);
  self->drips = g_ptr_array_new_with_free_func ((GDestroyNotify)g_source_unref);
  self->thread = g_thread_new ("server", serve, self);
  g_mutex_lock (&self->mutex);
  while (self->url == NULL)
    g_cond_wait (&self->ready, &self->mutex);
  g_mutex_unlock (&self->mutex);
  return self;
}

PakivTestServer *
pakiv_test_server_new (void)
{
  return start (NULL);
}

PakivTestServer *
pakiv_test_server_new_tls (const char *pem)
{
  g_autoptr (GError) error = NULL;
  GTlsCertificate *certificate = g_tls_certificate_new_from_file (pem, &error);

  g_assert_no_error (error);
  return start (certificate);
}

static gboolean
on_stop_cb (gpointer data)
{
  g_main_loop_quit (data);
  return G_SOURCE_REMOVE;
}

void
pakiv_test_server_free (PakivTestServer *self)
{
  if (self == NULL)
    return;
  g_main_context_invoke (self->context, on_stop_cb, self->loop);
  g_thread_join (self->thread);
  g_main_loop_unref (self->loop);
  g_main_context_unref (self->context);
  g_clear_object (&self->certificate);
  clear_request (&self->request);
  g_mutex_clear (&self->mutex);
  g_cond_clear (&self->ready);
  g_free (self->url);
  g_free (self);
}

const char *
pakiv_test_server_get_url (PakivTestServer *self)
{
  return self->url;
}

void
pakiv_test_server_set_answer (PakivTestServer *self, const PakivTestAnswer *answer)
{
  g_mutex_lock (&self->mutex);
  self->answer = *answer;
  g_mutex_unlock (&self->mutex);
}

PakivTestRequest *
pakiv_test_server_get_request (PakivTestServer *self)
{
  PakivTestRequest *copy = g_new0 (PakivTestRequest, 1);

  g_mutex_lock (&self->mutex);
  copy->count = self->request.count;
  copy->method = g_strdup (self->request.method);
  copy->path = g_strdup (self->request.path);
  copy->query = g_strdup (self->request.query);
  copy->authorization = g_strdup (self->request.authorization);
  copy->digest = g_strdup (self->request.digest);
  copy->content_type = g_strdup (self->request.content_type);
  copy->body = self->request.body != NULL ? g_bytes_ref (self->request.body) : NULL;
  g_mutex_unlock (&self->mutex);
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
