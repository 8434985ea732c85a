#include "pakiv-server.h"

#include "pakiv-council-error.h"
#include "pakiv-listener.h"
#include "pakiv-soup.h"

#include <errno.h>
#include <glib/gi18n.h>
#include <glib/gstdio.h>
#include <libsoup/soup.h>
#include <sys/file.h>

/* How many requests at once, uploads and enrolments among them: strangers may enrol, so they have
 * places of their own and can't take those of the stations. */
#define REQUESTS_MAX 128
#define UPLOADS_MAX 8
#define ENROLMENTS_MAX 8
#define ENROLMENT_MAX (16 * 1024)

/* How long a connection may be silent or its headers take; how long the body of someone unknown may
 * take, and how long all else up to the last byte. */
#define HEADER_SECONDS 20
#define STRANGER_SECONDS 10
#define REQUEST_SECONDS 120

/* What is refused is read to its end all the same, because a sender who is cut off sees a broken
 * connection and not the answer. From PATIENCE on the answer goes out at once; beyond DRAIN_MAX
 * even what a deaf sender says is no longer heard. */
#define PATIENCE (PAKIV_PACKAGE_MAX + 4 * 1024 * 1024)
#define DRAIN_MAX (256 * 1024 * 1024)

struct _PakivServer
{
  SoupServer *soup;
  PakivListener *listener;
  PakivCouncil *council;
  char *incoming;
  int lock;
  GHashTable *visits; /* PakivVisit, those not finished */
  guint n_uploads;
  guint n_enrolments;
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
  guint *place;     /* the count of the server that this one is among, or NULL */
  guint64 received; /* bytes of its body */
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

static void
send_reply (PakivVisit *visit, const PakivReply *reply)
{
  visit->answered = TRUE;
  pakiv_soup_write_reply (visit->message, reply);
}

/* --- Taking the body --- */

/* Makes room for the body where the route takes one; a reply where it must not even come. */
static PakivReply *
prepare_body (PakivVisit *visit)
{
  PakivServer *server = visit->server;
  PakivRequest *request = visit->request;
  gboolean enrol = request->route.kind == PAKIV_ROUTE_API_ENROL;
  gsize max = enrol ? ENROLMENT_MAX : PAKIV_PACKAGE_MAX;
  guint *place = enrol ? &server->n_enrolments : &server->n_uploads;

  if (!enrol && !g_str_equal (request->method, "PUT"))
    return NULL;
  if (request->stated_length > (goffset)max)
    return pakiv_council_refuse (request, 413, NULL);
  if (*place >= (enrol ? ENROLMENTS_MAX : UPLOADS_MAX))
    return pakiv_council_refuse (request, 503, NULL);
  request->upload = pakiv_upload_new (enrol ? NULL : server->incoming, max);
  visit->place = place;
  (*place)++;
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

static void
set_deadline (PakivVisit *visit, guint seconds)
{
  g_clear_handle_id (&visit->timeout, g_source_remove);
  visit->timeout = g_timeout_add_seconds (seconds, on_too_slow_cb, visit);
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

  visit->request = pakiv_soup_read_request (message, path);
  if (g_hash_table_size (server->visits) > REQUESTS_MAX)
    reply = pakiv_council_refuse (visit->request, 503, NULL);
  if (reply == NULL)
    reply = pakiv_council_admit (server->council, visit->request);
  if (reply == NULL)
    reply = prepare_body (visit);
  if (reply != NULL)
    send_reply (visit, reply);
  set_deadline (visit, visit->request->station != NULL ? REQUEST_SECONDS : STRANGER_SECONDS);
}

static void
answer_early (PakivVisit *visit)
{
  g_autoptr (PakivReply) reply = NULL;
  g_autoptr (GString) text = NULL;

  if (!visit->answered)
    {
      reply = pakiv_council_refuse (visit->request, 413, NULL);
      send_reply (visit, reply);
    }
  text = pakiv_soup_get_reply_text (visit->message);
  pakiv_listener_say_last (visit->message, text->str, text->len);
}

static void
on_got_chunk_cb (SoupServerMessage *message, GBytes *chunk, PakivVisit *visit)
{
  guint64 before = visit->received;

  visit->received += g_bytes_get_size (chunk);
  if (visit->request != NULL && visit->request->upload != NULL)
    pakiv_upload_append (visit->request->upload, chunk);
  if (visit->received > DRAIN_MAX)
    pakiv_listener_cut_off (visit->message);
  else if (visit->request != NULL && before <= PATIENCE && visit->received > PATIENCE)
    answer_early (visit);
}

static void
on_got_body_cb (SoupServerMessage *message, PakivVisit *visit)
{
  set_deadline (visit, REQUEST_SECONDS);
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
  if (visit->place != NULL)
    (*visit->place)--;
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
  set_deadline (visit, HEADER_SECONDS);
  g_hash_table_add (server->visits, visit);
  g_object_set_data (G_OBJECT (message), "pakiv-visit", visit);
  soup_message_body_set_accumulate (soup_server_message_get_request_body (message), FALSE);
  g_signal_connect (message, "got-chunk", G_CALLBACK (on_got_chunk_cb), visit);
  g_signal_connect (message, "got-body", G_CALLBACK (on_got_body_cb), visit);
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
