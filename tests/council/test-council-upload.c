/* What comes in is too large, stops half-way, or comes from too many at once. */
#include "api-fixture.h"
#include "pakiv-package.h"

#include <string.h>

/* --- Too large --- */

static void
test_too_large (ApiFixture *fixture, gconstpointer data)
{
  g_autofree guint8 *zeros = g_malloc0 (PAKIV_PACKAGE_MAX + 1);
  g_autoptr (GBytes) body = g_bytes_new (zeros, PAKIV_PACKAGE_MAX + 1);
  g_autoptr (PakivTestAnswer) answer
      = pakiv_test_council_put (fixture->council, fixture->token, fixture->id, body);

  api_assert_refused (answer, 413);
  api_assert_unknown (fixture);
}

/* Without a stated length only the bytes themselves tell. */
static void
test_too_large_in_chunks (ApiFixture *fixture, gconstpointer data)
{
  g_autofree char *address
      = g_strdup_printf ("%s/api/v1/reports/%s", fixture->council->url, fixture->id);
  g_autofree char *authorization = g_strdup_printf ("Bearer %s", fixture->token);
  g_autoptr (SoupMessage) message = soup_message_new ("PUT", address);
  SoupMessageHeaders *headers = soup_message_get_request_headers (message);
  g_autofree guint8 *zeros = g_malloc0 (PAKIV_PACKAGE_MAX + 1);
  g_autoptr (GInputStream) stream
      = g_memory_input_stream_new_from_data (zeros, PAKIV_PACKAGE_MAX + 1, NULL);
  g_autoptr (GBytes) body = NULL;

  soup_message_headers_replace (headers, "Authorization", authorization);
  soup_message_headers_replace (headers, "Content-Digest", "sha-256=:AAAA:");
  soup_message_set_request_body (message, NULL, stream, -1);
  body = soup_session_send_and_read (fixture->council->session, message, NULL, NULL);
  g_assert_nonnull (body);
  g_assert_cmpuint (soup_message_get_status (message), ==, 413);
}

/* Far too large: the answer comes however much is sent, and the connection ends as it should. */
typedef struct
{
  const char *name;
  gsize size;
  gboolean chunked;
  const char *method;
  const char *path; /* NULL: the fixture's report */
  gboolean stranger;
  guint status;
} Flood;

#define MB (1024 * 1024)

static const Flood floods[] = {
  { "stated", 13 * MB, FALSE, "PUT", NULL, FALSE, 413 },
  { "stated-larger", 60 * MB, FALSE, "PUT", NULL, FALSE, 413 },
  { "chunked", 13 * MB, TRUE, "PUT", NULL, FALSE, 413 },
  { "chunked-larger", 60 * MB, TRUE, "PUT", NULL, FALSE, 413 },
  { "unknown", 20 * MB, FALSE, "PUT", NULL, TRUE, 401 },
  { "enrolment", 20 * MB, TRUE, "POST", "/api/v1/enrol", TRUE, 413 },
  { "nowhere", 20 * MB, TRUE, "POST", "/api/v1/nothing", TRUE, 404 },
};

static char *
make_head (ApiFixture *fixture, const Flood *flood, const char *more)
{
  g_autofree char *report = g_strconcat ("/api/v1/reports/", fixture->id, NULL);
  g_autofree char *length = flood->chunked
                                ? g_strdup ("Transfer-Encoding: chunked")
                                : g_strdup_printf ("Content-Length: %" G_GSIZE_FORMAT, flood->size);

  return g_strdup_printf ("%s %s HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer %s\r\n"
                          "Content-Digest: sha-256=:AAAA:\r\n%s\r\n%s\r\n",
                          flood->method, flood->path != NULL ? flood->path : report,
                          flood->stranger ? "nobody" : fixture->token, length, more);
}

static void
say (GSocketConnection *connection, const char *text, gsize length)
{
  g_autoptr (GError) error = NULL;

  g_output_stream_write_all (g_io_stream_get_output_stream (G_IO_STREAM (connection)), text, length,
                             NULL, NULL, &error);
  g_assert_no_error (error);
}

/* Says everything before it listens. */
static void
say_body (GSocketConnection *connection, const Flood *flood)
{
  g_autofree char *piece = g_strnfill (MB, 'x');

  for (gsize sent = 0; sent < flood->size; sent += MB)
    {
      if (flood->chunked)
        say (connection, "100000\r\n", 8);
      say (connection, piece, MB);
      if (flood->chunked)
        say (connection, "\r\n", 2);
    }
  if (flood->chunked)
    say (connection, "0\r\n\r\n", 5);
}

/* (transfer full): all that the server says up to its end. */
static char *
listen_to_end (GSocketConnection *connection)
{
  GInputStream *input = g_io_stream_get_input_stream (G_IO_STREAM (connection));
  g_autoptr (GString) text = g_string_new (NULL);
  g_autoptr (GError) error = NULL;
  char piece[4096];
  gssize n;

  while ((n = g_input_stream_read (input, piece, sizeof piece, NULL, &error)) > 0)
    g_string_append_len (text, piece, n);
  g_assert_no_error (error);
  return g_string_free (g_steal_pointer (&text), FALSE);
}

static void
assert_answer (const char *text, guint status)
{
  g_autofree char *line = g_strdup_printf ("HTTP/1.1 %u ", status);
  const char *body = strstr (text, "\r\n\r\n");
  g_autoptr (JsonParser) parser = json_parser_new ();
  JsonObject *envelope;

  g_assert_cmpstr (text, !=, "");
  g_assert_true (g_str_has_prefix (text, line));
  g_assert_nonnull (body);
  g_assert_true (json_parser_load_from_data (parser, body, -1, NULL));
  envelope = json_node_get_object (json_parser_get_root (parser));
  g_assert_cmpint (json_object_get_int_member (envelope, "pakiv"), ==, 1);
  g_assert_true (json_object_has_member (envelope, "error"));
}

static void
test_flood (ApiFixture *fixture, gconstpointer data)
{
  const Flood *flood = data;
  g_autofree char *head = make_head (fixture, flood, "");
  g_autoptr (GSocketConnection) connection = api_connect (fixture, head);
  g_autofree char *answer = NULL;
  g_autoptr (PakivTestAnswer) well = NULL;

  say_body (connection, flood);
  answer = listen_to_end (connection);
  assert_answer (answer, flood->status);
  well = pakiv_test_council_put (fixture->council, fixture->token, fixture->id, fixture->package);
  g_assert_cmpuint (well->status, ==, 201);
}

/* Who asks first is told before a byte is sent. */
static void
test_asking_first (ApiFixture *fixture, gconstpointer data)
{
  g_autofree char *head = make_head (fixture, &floods[0], "Expect: 100-continue\r\n");
  g_autoptr (GSocketConnection) connection = api_connect (fixture, head);
  g_autofree char *answer = listen_to_end (connection);

  assert_answer (answer, 413);
}

/* Without a stated length the server can only let them go on, and tell them afterwards. */
static void
test_asking_first_in_chunks (ApiFixture *fixture, gconstpointer data)
{
  static const char go_on[] = "HTTP/1.1 100 ";
  g_autofree char *head = make_head (fixture, &floods[2], "Expect: 100-continue\r\n");
  g_autoptr (GSocketConnection) connection = api_connect (fixture, head);
  g_autofree char *answer = NULL;
  char said[sizeof go_on] = "";

  g_assert_true (g_input_stream_read_all (g_io_stream_get_input_stream (G_IO_STREAM (connection)),
                                          said, sizeof go_on - 1, NULL, NULL, NULL));
  g_assert_cmpstr (said, ==, go_on);
  say_body (connection, &floods[2]);
  answer = listen_to_end (connection);
  g_assert_nonnull (strstr (answer, "HTTP/1.1 "));
  assert_answer (strstr (answer, "HTTP/1.1 "), 413);
}

/* --- A sender who goes away --- */

static guint
count_incoming (ApiFixture *fixture)
{
  g_autofree char *path = g_build_filename (fixture->council->data, "incoming", NULL);
  g_autoptr (GDir) folder = g_dir_open (path, 0, NULL);
  guint n = 0;

  while (g_dir_read_name (folder) != NULL)
    n++;
  return n;
}

/* Looks every 10 ms, for ten seconds at most. */
static void
wait_for_incoming (ApiFixture *fixture, guint n)
{
  for (int i = 0; i < 1000 && count_incoming (fixture) != n; i++)
    g_usleep (10000);
  g_assert_cmpuint (count_incoming (fixture), ==, n);
}

static GSocketConnection *
begin_upload (ApiFixture *fixture)
{
  g_autofree char *head = g_strdup_printf (
      "PUT /api/v1/reports/%s HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer %s\r\n"
      "Content-Digest: sha-256=:AAAA:\r\nContent-Length: 1000\r\n\r\nhalf",
      fixture->id, fixture->token);

  return api_connect (fixture, head);
}

static void
test_half_an_upload_leaves_nothing (ApiFixture *fixture, gconstpointer data)
{
  g_autoptr (GSocketConnection) connection = begin_upload (fixture);

  wait_for_incoming (fixture, 1);
  g_io_stream_close (G_IO_STREAM (connection), NULL, NULL);
  wait_for_incoming (fixture, 0);
  api_assert_unknown (fixture);
}

static void
test_uploads_at_once (ApiFixture *fixture, gconstpointer data)
{
  g_autoptr (GPtrArray) connections = g_ptr_array_new_with_free_func (g_object_unref);
  g_autoptr (PakivTestAnswer) busy = NULL;
  g_autoptr (PakivTestAnswer) well = NULL;

  for (int i = 0; i < 8; i++)
    g_ptr_array_add (connections, begin_upload (fixture));
  wait_for_incoming (fixture, 8);
  busy = pakiv_test_council_put (fixture->council, fixture->token, fixture->id, fixture->package);
  api_assert_refused (busy, 503);
  g_assert_nonnull (soup_message_headers_get_one (busy->headers, "Retry-After"));
  g_ptr_array_set_size (connections, 0);
  wait_for_incoming (fixture, 0);
  well = pakiv_test_council_put (fixture->council, fixture->token, fixture->id, fixture->package);
  g_assert_cmpuint (well->status, ==, 201);
}

/* Killed in the middle of an upload: what was answered for is there, the rest is not. */
static void
test_crash (ApiFixture *fixture, gconstpointer data)
{
  g_autoptr (PakivTestAnswer) sent
      = pakiv_test_council_put (fixture->council, fixture->token, fixture->id, fixture->package);
  g_autoptr (GSocketConnection) connection = begin_upload (fixture);
  g_autoptr (PakivTestAnswer) state = NULL;

  g_assert_cmpuint (sent->status, ==, 201);
  wait_for_incoming (fixture, 1);
  pakiv_test_council_crash (fixture->council);
  g_assert_cmpuint (count_incoming (fixture), ==, 0);
  state = api_ask (fixture, fixture->token, fixture->id);
  g_assert_cmpuint (state->status, ==, 200);
}

static void
test_full_disk (ApiFixture *fixture, gconstpointer data)
{
  g_autofree guint8 *zeros = g_malloc0 (2 << 20);
  g_autoptr (GBytes) body = g_bytes_new (zeros, 2 << 20);
  g_autoptr (PakivTestAnswer) refused = NULL;
  g_autoptr (PakivTestAnswer) small = NULL;

  pakiv_test_council_restart_without_space (fixture->council);
  refused = pakiv_test_council_put (fixture->council, fixture->token, fixture->id, body);
  api_assert_refused (refused, 507);
  wait_for_incoming (fixture, 0);
  small = pakiv_test_council_put (fixture->council, fixture->token, fixture->id, fixture->package);
  g_assert_cmpuint (small->status, ==, 201);
}

/* Stopping in the middle of an upload ends cleanly: tear_down asserts it. */
static void
test_stop_in_the_middle (ApiFixture *fixture, gconstpointer data)
{
  GSocketConnection *connection = begin_upload (fixture);

  wait_for_incoming (fixture, 1);
  g_object_set_data_full (G_OBJECT (fixture->council->session), "connection", connection,
                          g_object_unref);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  API_ADD ("upload/too-large", test_too_large);
  API_ADD ("upload/too-large-in-chunks", test_too_large_in_chunks);
  for (gsize i = 0; i < G_N_ELEMENTS (floods); i++)
    {
      g_autofree char *path = g_strconcat ("/council/upload/flood/", floods[i].name, NULL);

      g_test_add (path, ApiFixture, &floods[i], api_set_up, test_flood, api_tear_down);
    }
  API_ADD ("upload/asking-first", test_asking_first);
  API_ADD ("upload/asking-first-in-chunks", test_asking_first_in_chunks);
  API_ADD ("upload/half", test_half_an_upload_leaves_nothing);
  API_ADD ("upload/at-once", test_uploads_at_once);
  API_ADD ("upload/crash", test_crash);
  API_ADD ("upload/full-disk", test_full_disk);
  API_ADD ("upload/stop-in-the-middle", test_stop_in_the_middle);
  return g_test_run ();
}
