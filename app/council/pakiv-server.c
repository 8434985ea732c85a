#include "pakiv-server.h"

#include "pakiv-council-error.h"
#include "pakiv-listener.h"

#include <errno.h>
#include <glib/gi18n.h>
#include <glib/gstdio.h>
#include <libsoup/soup.h>
#include <sys/file.h>

/* How many requests at once, uploads among them; how long a connection may be silent or its headers
 * take, and how long the rest may take up to its last byte. */
#define REQUESTS_MAX 128
#define UPLOADS_MAX 8
#define HEADER_SECONDS 20
#define REQUEST_SECONDS 120
#define ENROLMENT_MAX (16 * 1024)

/* A sender who goes on far beyond the limit is cut off rather than read to the end. */
#define PATIENCE (4 * 1024 * 1024)

#define POLICY \
  "default-src 'none'; img-src 'self'; style-src 'self'; base-uri 'none'; form-action 'none'; " \
  "frame-ancestors 'none'"

struct _PakivServer
{
  SoupServer *soup;
  PakivListener *listener;
  PakivCouncil *council;
  char *incoming;
  int lock;
  GHashTable *visits; /* PakivVisit, those not finished */
  guint n_uploads;
  guint n_answering; /* in worker threads */
};

/* One request on its way through. Freed when libsoup is done with it and no thread works on it. */
typedef struct
{
  gatomicrefcount references;
  PakivServer *server;
  SoupServerMessage *message; /* NULL once finished */
  PakivRequest *request;      /* NULL until its headers are in */
  gint64 began;
  guint timeout;
  gboolean uploading;
  gboolean answered;
} PakivVisit;

static PakivVisit *
visit_ref (PakivVisit *visit)
{
  g_atomic_ref_count_inc (&visit->references);
  return visit;
}

static void
visit_unref (PakivVisit *visit)
{
  if (!g_atomic_ref_count_dec (&visit->references))
    return;
  g_clear_handle_id (&visit->timeout, g_source_remove);
  pakiv_request_free (visit->request);
  g_free (visit);
}

/* --- Sending the reply --- */

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

static void
send_reply (PakivVisit *visit, const PakivReply *reply)
{
  SoupServerMessage *message = visit->message;

  visit->answered = TRUE;
  set_headers (soup_server_message_get_response_headers (message), reply);
  soup_server_message_set_status (message, reply->status, NULL);
  if (reply->body == NULL)
    return;
  soup_message_headers_set_content_type (soup_server_message_get_response_headers (message),
                                         reply->type, NULL);
  soup_message_body_append_bytes (soup_server_message_get_response_body (message), reply->body);
}

/* --- Reading the request --- */

static char *
get_bearer (SoupMessageHeaders *headers)
{
  const char *value = soup_message_headers_get_one (headers, "Authorization");

  if (value == NULL || g_ascii_strncasecmp (value, "Bearer ", 7) != 0)
    return NULL;
  return g_strstrip (g_strdup (value + 7));
}

static PakivRequest *
read_request (SoupServerMessage *message, const char *path)
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

/* Makes room for the body where the route takes one; a reply where it must not even come. */
static PakivReply *
prepare_body (PakivVisit *visit)
{
  PakivServer *server = visit->server;
  PakivRequest *request = visit->request;
  gboolean enrol = request->route.kind == PAKIV_ROUTE_API_ENROL;
  gsize max = enrol ? ENROLMENT_MAX : PAKIV_PACKAGE_MAX;

  if (!enrol && !g_str_equal (request->method, "PUT"))
    return NULL;
  if (request->stated_length > (goffset)max)
    return pakiv_council_refuse (request, 413, NULL);
  if (server->n_uploads >= UPLOADS_MAX)
    return pakiv_council_refuse (request, 503, NULL);
  request->upload = pakiv_upload_new (enrol ? NULL : server->incoming, max);
  visit->uploading = TRUE;
  server->n_uploads++;
  return NULL;
}

static PakivVisit *
find_visit (SoupServerMessage *message)
{
  return g_object_get_data (G_OBJECT (message), "pakiv-visit");
}

static gboolean
on_too_slow_cb (gpointer data)
{
  PakivVisit *visit = data;

  visit->timeout = 0;
  pakiv_listener_cut_off (visit->message);
  return G_SOURCE_REMOVE;
}

/* Runs when the headers are in and the body is not. */
static void
on_headers_cb (SoupServer *soup,
               SoupServerMessage *message,
               const char *path,
               GHashTable *query,
               gpointer data)
{
  PakivServer *server = data;
  PakivVisit *visit = find_visit (message);
  g_autoptr (PakivReply) reply = NULL;

  g_clear_handle_id (&visit->timeout, g_source_remove);
  visit->timeout = g_timeout_add_seconds (REQUEST_SECONDS, on_too_slow_cb, visit);
  visit->request = read_request (message, path);
  if (g_hash_table_size (server->visits) > REQUESTS_MAX)
    reply = pakiv_council_refuse (visit->request, 503, NULL);
  if (reply == NULL)
    reply = pakiv_council_admit (server->council, visit->request);
  if (reply == NULL)
    reply = prepare_body (visit);
  if (reply != NULL)
    send_reply (visit, reply);
}

static void
on_got_chunk_cb (SoupServerMessage *message, GBytes *chunk, PakivVisit *visit)
{
  static const guint64 patience = PAKIV_PACKAGE_MAX + PATIENCE;
  PakivUpload *upload = visit->request != NULL ? visit->request->upload : NULL;
  guint64 length = 0;

  if (upload != NULL)
    {
      pakiv_upload_append (upload, chunk);
      length = pakiv_upload_get_length (upload);
    }
  else
    length = GPOINTER_TO_SIZE (g_object_get_data (G_OBJECT (message), "pakiv-dropped"))
             + g_bytes_get_size (chunk);
  if (upload == NULL)
    g_object_set_data (G_OBJECT (message), "pakiv-dropped", GSIZE_TO_POINTER (length));
  if (length > patience)
    pakiv_listener_cut_off (visit->message);
}

/* --- Answering --- */

static void
answer_in_thread (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  PakivVisit *visit = data;

  g_task_return_pointer (task, pakiv_council_answer (visit->server->council, visit->request),
                         (GDestroyNotify)pakiv_reply_free);
}

static void
on_answered_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  PakivVisit *visit = data;
  g_autoptr (PakivReply) reply = g_task_propagate_pointer (G_TASK (result), NULL);

  visit->server->n_answering--;
  if (visit->message != NULL)
    {
      send_reply (visit, reply);
      soup_server_message_unpause (visit->message);
    }
  visit_unref (visit);
}

/* Runs when the body is in, unless there is a reply already. */
static void
on_request_cb (SoupServer *soup,
               SoupServerMessage *message,
               const char *path,
               GHashTable *query,
               gpointer data)
{
  PakivServer *server = data;
  PakivVisit *visit = find_visit (message);
  g_autoptr (GTask) task = NULL;

  if (visit->answered)
    return;
  soup_server_message_pause (message);
  server->n_answering++;
  task = g_task_new (NULL, NULL, on_answered_cb, visit_ref (visit));
  g_task_set_task_data (task, visit, NULL);
  g_task_run_in_thread (task, answer_in_thread);
}

/* --- The life of a request --- */

/* No address of the person who asks, no code, no token. */
static void
log_visit (const PakivVisit *visit, SoupServerMessage *message)
{
  g_autofree char *route = NULL;
  goffset size = soup_server_message_get_response_body (message)->length;

  if (visit->request == NULL)
    return;
  route = pakiv_route_to_string (&visit->request->route);
  g_printerr ("%.8s %s %u %" G_GOFFSET_FORMAT " B %.3f s\n", visit->request->method, route,
              soup_server_message_get_status (message), size,
              (double)(g_get_monotonic_time () - visit->began) / G_USEC_PER_SEC);
}

static void
on_finished_cb (SoupServerMessage *message, PakivVisit *visit)
{
  if (visit->message == NULL)
    return;
  log_visit (visit, message);
  visit->message = NULL;
  g_clear_handle_id (&visit->timeout, g_source_remove);
  if (visit->uploading)
    visit->server->n_uploads--;
  g_hash_table_remove (visit->server->visits, visit);
}

static void
on_request_started_cb (SoupServer *soup, SoupServerMessage *message, PakivServer *server)
{
  PakivVisit *visit = g_new0 (PakivVisit, 1);

  g_atomic_ref_count_init (&visit->references);
  visit->server = server;
  visit->message = message;
  visit->began = g_get_monotonic_time ();
  visit->timeout = g_timeout_add_seconds (HEADER_SECONDS, on_too_slow_cb, visit);
  g_hash_table_add (server->visits, visit);
  g_object_set_data (G_OBJECT (message), "pakiv-visit", visit);
  soup_message_body_set_accumulate (soup_server_message_get_request_body (message), FALSE);
  g_signal_connect (message, "got-chunk", G_CALLBACK (on_got_chunk_cb), visit);
  g_signal_connect (message, "finished", G_CALLBACK (on_finished_cb), visit);
}

/* Beyond twice the limit not even "busy" is said. */
static gboolean
is_full (gpointer data)
{
  const PakivServer *server = data;

  return g_hash_table_size (server->visits) > 2 * REQUESTS_MAX;
}

/* --- Starting and stopping --- */

static void
empty_folder (const char *path)
{
  g_autoptr (GDir) folder = g_dir_open (path, 0, NULL);
  const char *name;

  while (folder != NULL && (name = g_dir_read_name (folder)) != NULL)
    {
      g_autofree char *file = g_build_filename (path, name, NULL);

      g_unlink (file);
    }
}

static gboolean
take_lock (PakivServer *server, const char *folder, GError **error)
{
  g_autofree char *path = g_build_filename (folder, "server.lock", NULL);

  server->lock = g_open (path, O_RDWR | O_CREAT | O_CLOEXEC, 0600);
  if (server->lock >= 0 && flock (server->lock, LOCK_EX | LOCK_NB) == 0)
    return TRUE;
  if (server->lock >= 0 && errno == EWOULDBLOCK)
    g_set_error (error, PAKIV_COUNCIL_ERROR, PAKIV_COUNCIL_ERROR_SETUP,
                 _ ("Another council server is running with the folder “%s”."), folder);
  else
    g_set_error (error, PAKIV_COUNCIL_ERROR, PAKIV_COUNCIL_ERROR_SETUP,
                 _ ("The folder “%s” can’t be used: %s."), folder, g_strerror (errno));
  return FALSE;
}

static gboolean
prepare_incoming (PakivServer *server, const char *folder, GError **error)
{
  server->incoming = g_build_filename (folder, "incoming", NULL);
  if (g_mkdir_with_parents (server->incoming, 0700) < 0)
    {
      g_set_error (error, PAKIV_COUNCIL_ERROR, PAKIV_COUNCIL_ERROR_SETUP,
                   _ ("The folder “%s” could not be made: %s."), server->incoming,
                   g_strerror (errno));
      return FALSE;
    }
  empty_folder (server->incoming);
  return TRUE;
}

PakivServer *
pakiv_server_new (PakivCouncil *council, const char *folder, GError **error)
{
  g_autoptr (PakivServer) server = g_new0 (PakivServer, 1);

  server->council = council;
  server->visits = g_hash_table_new_full (NULL, NULL, (GDestroyNotify)visit_unref, NULL);
  server->lock = -1;
  if (!take_lock (server, folder, error) || !prepare_incoming (server, folder, error))
    return NULL;
  server->soup = soup_server_new ("raw-paths", TRUE, NULL);
  server->listener = pakiv_listener_new (server->soup, is_full, server);
  g_signal_connect (server->soup, "request-started", G_CALLBACK (on_request_started_cb), server);
  soup_server_add_early_handler (server->soup, NULL, on_headers_cb, server, NULL);
  soup_server_add_handler (server->soup, NULL, on_request_cb, server, NULL);
  return g_steal_pointer (&server);
}

void
pakiv_server_free (PakivServer *server)
{
  if (server == NULL)
    return;
  pakiv_listener_free (server->listener);
  if (server->soup != NULL)
    soup_server_disconnect (server->soup);
  while (server->n_answering > 0)
    g_main_context_iteration (NULL, TRUE);
  g_clear_object (&server->soup);
  g_hash_table_unref (server->visits);
  if (server->lock >= 0)
    close (server->lock);
  pakiv_council_free (server->council);
  g_free (server->incoming);
  g_free (server);
}

gboolean
pakiv_server_listen (PakivServer *server, GSocket *socket, GError **error)
{
  return pakiv_listener_add (server->listener, socket, error);
}
