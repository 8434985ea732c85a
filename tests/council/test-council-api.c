/* Every answer that a desk can get, from the real server. */
#include "pakiv-council-client.h"
#include "pakiv-package-private.h"
#include "pakiv-test-council.h"
#include "pakiv-test-release.h"
#include "pakiv-zip.h"

#include <string.h>

#define SEED 10
#define ANY_ID "00000000-0000-5000-8000-000000000000"

typedef struct
{
  PakivTestCouncil *council;
  char *token;
  char *id;
  GBytes *package;
} Fixture;

static void
set_up (Fixture *fixture, gconstpointer data)
{
  g_autofree char *code = NULL;

  fixture->council = pakiv_test_council_start (NULL);
  code = pakiv_test_council_add_station (fixture->council, "Northfield");
  fixture->token = pakiv_test_council_enrol (fixture->council, code, PAKIV_TEST_STATION_ID, SEED);
  fixture->package = pakiv_test_council_make_package (1, SEED, &fixture->id);
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  pakiv_test_council_stop (fixture->council);
  g_free (fixture->token);
  g_free (fixture->id);
  g_bytes_unref (fixture->package);
}

static void
assert_refused (PakivTestAnswer *answer, guint status)
{
  g_assert_nonnull (answer->envelope);
  if (answer->status != status)
    g_test_message (
        "%s", json_object_get_string_member_with_default (answer->envelope, "error", "no error"));
  g_assert_cmpuint (answer->status, ==, status);
  g_assert_cmpint (json_object_get_int_member (answer->envelope, "pakiv"), ==, 1);
  g_assert_cmpuint (strlen (json_object_get_string_member (answer->envelope, "error")), >, 10);
}

static PakivTestAnswer *
ask (Fixture *fixture, const char *token, const char *id)
{
  g_autofree char *path = g_strconcat ("/api/v1/reports/", id, NULL);

  return pakiv_test_council_call (
      fixture->council, &(PakivTestCall){ .method = "GET", .path = path, .token = token });
}

static void
assert_unknown (Fixture *fixture)
{
  g_autoptr (PakivTestAnswer) answer = ask (fixture, fixture->token, fixture->id);

  assert_refused (answer, 404);
}

static PakivTestAnswer *
put_with (Fixture *fixture, PakivTestCall call)
{
  g_autofree char *path = g_strconcat ("/api/v1/reports/", fixture->id, NULL);

  call.method = "PUT";
  if (call.path == NULL)
    call.path = path;
  if (call.body == NULL)
    call.body = fixture->package;
  return pakiv_test_council_call (fixture->council, &call);
}

static void
test_send (Fixture *fixture, gconstpointer data)
{
  g_autofree char *page = g_strdup_printf ("%s/releases/%s", fixture->council->url, fixture->id);
  g_autoptr (PakivTestAnswer) first
      = pakiv_test_council_put (fixture->council, fixture->token, fixture->id, fixture->package);
  g_autoptr (PakivTestAnswer) again
      = pakiv_test_council_put (fixture->council, fixture->token, fixture->id, fixture->package);
  g_autoptr (PakivTestAnswer) state = ask (fixture, fixture->token, fixture->id);

  g_assert_cmpuint (first->status, ==, 201);
  g_assert_cmpstr (json_object_get_string_member (first->envelope, "state"), ==, "received");
  g_assert_cmpstr (json_object_get_string_member (first->envelope, "page"), ==, page);
  g_assert_false (json_object_has_member (first->envelope, "already"));
  g_assert_cmpuint (again->status, ==, 200);
  g_assert_true (json_object_get_boolean_member (again->envelope, "already"));
  g_assert_cmpuint (state->status, ==, 200);
  g_assert_cmpstr (json_object_get_string_member (state->envelope, "state"), ==, "received");
  g_assert_cmpstr (json_object_get_string_member (state->envelope, "page"), ==, page);
}

static void
test_other_bytes_are_refused (Fixture *fixture, gconstpointer data)
{
  g_autoptr (PakivRelease) release = pakiv_test_release_new ("Northfield");
  guint8 key[PAKIV_MINISIGN_KEY], secret[PAKIV_MINISIGN_SECRET];
  g_autoptr (GBytes) other = NULL;
  g_autoptr (PakivTestAnswer) first
      = pakiv_test_council_put (fixture->council, fixture->token, fixture->id, fixture->package);
  g_autoptr (PakivTestAnswer) answer = NULL;

  pakiv_test_make_key (SEED, key, secret);
  g_free (release->made_on);
  release->made_on = g_strdup ("2021-04-03");
  other = pakiv_package_write (release, secret, NULL);
  g_assert_false (g_bytes_equal (other, fixture->package));
  answer = pakiv_test_council_put (fixture->council, fixture->token, fixture->id, other);
  g_assert_cmpuint (first->status, ==, 201);
  assert_refused (answer, 409);
}

static void
test_dry_run (Fixture *fixture, gconstpointer data)
{
  g_autofree char *path = g_strdup_printf ("/api/v1/reports/%s?dryRun=true", fixture->id);
  g_autoptr (PakivTestAnswer) answer
      = put_with (fixture, (PakivTestCall){ .path = path, .token = fixture->token });

  g_assert_cmpuint (answer->status, ==, 200);
  g_assert_true (json_object_get_boolean_member (answer->envelope, "dryRun"));
  assert_unknown (fixture);
}

static void
test_versions (Fixture *fixture, gconstpointer data)
{
  g_autofree char *id = NULL;
  g_autoptr (GBytes) second = pakiv_test_council_make_package (2, SEED, &id);
  g_autoptr (PakivTestAnswer) a
      = pakiv_test_council_put (fixture->council, fixture->token, fixture->id, fixture->package);
  g_autoptr (PakivTestAnswer) b
      = pakiv_test_council_put (fixture->council, fixture->token, id, second);
  g_autoptr (PakivTestAnswer) state = ask (fixture, fixture->token, fixture->id);

  g_assert_cmpuint (b->status, ==, 201);
  g_assert_cmpstr (json_object_get_string_member (state->envelope, "state"), ==, "superseded");
}

static void
test_token (Fixture *fixture, gconstpointer data)
{
  g_autoptr (PakivTestAnswer) none = put_with (fixture, (PakivTestCall){ NULL });
  g_autoptr (PakivTestAnswer) wrong = put_with (fixture, (PakivTestCall){ .token = "wrong" });
  g_autoptr (PakivTestAnswer) asked = ask (fixture, NULL, fixture->id);

  assert_refused (none, 401);
  g_assert_cmpstr (soup_message_headers_get_one (none->headers, "WWW-Authenticate"), ==, "Bearer");
  assert_refused (wrong, 401);
  assert_refused (asked, 401);
  assert_unknown (fixture);
}

static void
test_digest (Fixture *fixture, gconstpointer data)
{
  const char *wrong = "sha-256=:LPJNul+wow4m6DsqxbninhsWHlwfp0JecwQzYpOLmCQ=:";
  g_autoptr (PakivTestAnswer) none
      = put_with (fixture, (PakivTestCall){ .token = fixture->token, .digest = "" });
  g_autoptr (PakivTestAnswer) other
      = put_with (fixture, (PakivTestCall){ .token = fixture->token, .digest = wrong });
  g_autoptr (PakivTestAnswer) strange
      = put_with (fixture, (PakivTestCall){ .token = fixture->token, .digest = "md5=:AAAA:" });

  assert_refused (none, 400);
  assert_refused (other, 400);
  assert_refused (strange, 400);
  assert_unknown (fixture);
}

static void
test_wrong_key (Fixture *fixture, gconstpointer data)
{
  /* The joint log's key does not sign for the police log. */
  g_autoptr (GBytes) package = pakiv_test_council_make_package (1, SEED + 2, NULL);
  g_autoptr (PakivTestAnswer) answer
      = pakiv_test_council_put (fixture->council, fixture->token, fixture->id, package);

  assert_refused (answer, 422);
  assert_unknown (fixture);
}

static void
test_wrong_id (Fixture *fixture, gconstpointer data)
{
  g_autoptr (PakivTestAnswer) answer
      = pakiv_test_council_put (fixture->council, fixture->token, ANY_ID, fixture->package);

  assert_refused (answer, 422);
  assert_unknown (fixture);
}

static void
test_tampered (Fixture *fixture, gconstpointer data)
{
  gsize size;
  const guint8 *bytes = g_bytes_get_data (fixture->package, &size);
  g_autofree guint8 *copy = g_memdup2 (bytes, size);
  g_autoptr (GBytes) changed = NULL;
  g_autoptr (GBytes) cut = g_bytes_new (bytes, size / 2);
  g_autoptr (GBytes) nothing = g_bytes_new_static ("", 0);
  g_autoptr (PakivTestAnswer) a = NULL;
  g_autoptr (PakivTestAnswer) b = NULL;
  g_autoptr (PakivTestAnswer) c = NULL;

  copy[size / 3] ^= 1;
  changed = g_bytes_new (copy, size);
  a = pakiv_test_council_put (fixture->council, fixture->token, fixture->id, changed);
  b = pakiv_test_council_put (fixture->council, fixture->token, fixture->id, cut);
  c = pakiv_test_council_put (fixture->council, fixture->token, fixture->id, nothing);
  assert_refused (a, 422);
  assert_refused (b, 422);
  assert_refused (c, 422);
  assert_unknown (fixture);
}

/* Signed and packed by the rules, without the writer's own look at the figures. */
static GBytes *
pack_unchecked (const PakivRelease *release)
{
  const char *const names[]
      = { PAKIV_PATH_DESCRIPTION, PAKIV_PATH_SIGNATURE, PAKIV_PATH_OBSERVATIONS,
          PAKIV_PATH_CUBE,        PAKIV_PATH_README,    NULL };
  guint8 key[PAKIV_MINISIGN_KEY], secret[PAKIV_MINISIGN_SECRET];
  g_autofree char *id = pakiv_release_get_id (release);
  g_autofree char *file = pakiv_release_get_file_name (release);
  g_autofree char *comment = g_strdup_printf ("%s %s", file, id);
  g_autofree char *public_key = NULL;
  g_autoptr (GPtrArray) entries = g_ptr_array_new_with_free_func ((GDestroyNotify)g_bytes_unref);
  PakivPackageContents contents;
  GBytes *description;
  char *signature;

  pakiv_test_make_key (SEED, key, secret);
  public_key = pakiv_minisign_key_to_string (key);
  contents.observations = pakiv_observations_write (release);
  contents.cube = pakiv_cube_json_write (release);
  contents.readme = pakiv_package_readme_write (release, public_key);
  description = pakiv_description_write (release, &contents, public_key);
  signature = pakiv_minisign_sign (description, secret, comment);
  g_ptr_array_add (entries, description);
  g_ptr_array_add (entries, g_bytes_new_take (signature, strlen (signature)));
  g_ptr_array_add (entries, contents.observations);
  g_ptr_array_add (entries, contents.cube);
  g_ptr_array_add (entries, contents.readme);
  return pakiv_zip_write (names, entries);
}

/* A desk gone wrong signs a count that is too small: the council names the row. */
static void
test_unprotected_rows_are_named (Fixture *fixture, gconstpointer data)
{
  g_autoptr (PakivRelease) release = pakiv_test_release_new ("Northfield");
  PakivTable *table = release->tables->pdata[release->tables->len - 1];
  g_autoptr (GBytes) well = pack_unchecked (release);
  g_autoptr (GBytes) bad = NULL;
  g_autoptr (PakivTestAnswer) answer = NULL;
  JsonArray *rejected;

  /* The way of packing is right: only the count is wrong. */
  g_assert_true (g_bytes_equal (well, fixture->package));
  table->values[table->n_values - 1] = 2;
  pakiv_test_table_add_up (table);
  bad = pack_unchecked (release);
  answer = pakiv_test_council_put (fixture->council, fixture->token, fixture->id, bad);
  assert_refused (answer, 422);
  rejected = json_object_get_array_member (answer->envelope, "rejectedIndexes");
  g_assert_cmpuint (json_array_get_length (rejected), >, 0);
  g_assert_nonnull (json_object_get_array_member (answer->envelope, "conflicts"));
  assert_unknown (fixture);
}

static void
test_too_large (Fixture *fixture, gconstpointer data)
{
  g_autofree guint8 *zeros = g_malloc0 (PAKIV_PACKAGE_MAX + 1);
  g_autoptr (GBytes) body = g_bytes_new (zeros, PAKIV_PACKAGE_MAX + 1);
  g_autoptr (PakivTestAnswer) answer
      = pakiv_test_council_put (fixture->council, fixture->token, fixture->id, body);

  assert_refused (answer, 413);
  assert_unknown (fixture);
}

/* Without a stated length only the bytes themselves tell. */
static void
test_too_large_in_chunks (Fixture *fixture, gconstpointer data)
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

/* --- A sender who goes away --- */

static GSocketConnection *
connect_raw (Fixture *fixture, const char *text)
{
  g_autoptr (GSocketClient) client = g_socket_client_new ();
  g_autoptr (GError) error = NULL;
  GSocketConnection *connection
      = g_socket_client_connect_to_uri (client, fixture->council->url, 80, NULL, &error);

  g_assert_no_error (error);
  g_assert_true (
      g_output_stream_write_all (g_io_stream_get_output_stream (G_IO_STREAM (connection)), text,
                                 strlen (text), NULL, NULL, &error));
  return connection;
}

static guint
count_incoming (Fixture *fixture)
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
wait_for_incoming (Fixture *fixture, guint n)
{
  for (int i = 0; i < 1000 && count_incoming (fixture) != n; i++)
    g_usleep (10000);
  g_assert_cmpuint (count_incoming (fixture), ==, n);
}

static GSocketConnection *
begin_upload (Fixture *fixture)
{
  g_autofree char *head = g_strdup_printf (
      "PUT /api/v1/reports/%s HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer %s\r\n"
      "Content-Digest: sha-256=:AAAA:\r\nContent-Length: 1000\r\n\r\nhalf",
      fixture->id, fixture->token);

  return connect_raw (fixture, head);
}

static void
test_half_an_upload_leaves_nothing (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GSocketConnection) connection = begin_upload (fixture);

  wait_for_incoming (fixture, 1);
  g_io_stream_close (G_IO_STREAM (connection), NULL, NULL);
  wait_for_incoming (fixture, 0);
  assert_unknown (fixture);
}

static void
test_uploads_at_once (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GPtrArray) connections = g_ptr_array_new_with_free_func (g_object_unref);
  g_autoptr (PakivTestAnswer) busy = NULL;
  g_autoptr (PakivTestAnswer) well = NULL;

  for (int i = 0; i < 8; i++)
    g_ptr_array_add (connections, begin_upload (fixture));
  wait_for_incoming (fixture, 8);
  busy = pakiv_test_council_put (fixture->council, fixture->token, fixture->id, fixture->package);
  assert_refused (busy, 503);
  g_assert_nonnull (soup_message_headers_get_one (busy->headers, "Retry-After"));
  g_ptr_array_set_size (connections, 0);
  wait_for_incoming (fixture, 0);
  well = pakiv_test_council_put (fixture->council, fixture->token, fixture->id, fixture->package);
  g_assert_cmpuint (well->status, ==, 201);
}

/* Killed in the middle of an upload: what was answered for is there, the rest is not. */
static void
test_crash (Fixture *fixture, gconstpointer data)
{
  g_autoptr (PakivTestAnswer) sent
      = pakiv_test_council_put (fixture->council, fixture->token, fixture->id, fixture->package);
  g_autoptr (GSocketConnection) connection = begin_upload (fixture);
  g_autoptr (PakivTestAnswer) state = NULL;

  g_assert_cmpuint (sent->status, ==, 201);
  wait_for_incoming (fixture, 1);
  pakiv_test_council_crash (fixture->council);
  g_assert_cmpuint (count_incoming (fixture), ==, 0);
  state = ask (fixture, fixture->token, fixture->id);
  g_assert_cmpuint (state->status, ==, 200);
}

static void
test_full_disk (Fixture *fixture, gconstpointer data)
{
  g_autofree guint8 *zeros = g_malloc0 (2 << 20);
  g_autoptr (GBytes) body = g_bytes_new (zeros, 2 << 20);
  g_autoptr (PakivTestAnswer) refused = NULL;
  g_autoptr (PakivTestAnswer) small = NULL;

  pakiv_test_council_restart_without_space (fixture->council);
  refused = pakiv_test_council_put (fixture->council, fixture->token, fixture->id, body);
  assert_refused (refused, 507);
  wait_for_incoming (fixture, 0);
  small = pakiv_test_council_put (fixture->council, fixture->token, fixture->id, fixture->package);
  g_assert_cmpuint (small->status, ==, 201);
}

/* Stopping in the middle of an upload ends cleanly: tear_down asserts it. */
static void
test_stop_in_the_middle (Fixture *fixture, gconstpointer data)
{
  GSocketConnection *connection = begin_upload (fixture);

  wait_for_incoming (fixture, 1);
  g_object_set_data_full (G_OBJECT (fixture->council->session), "connection", connection,
                          g_object_unref);
}

/* --- Enrolment --- */

static PakivTestAnswer *
post_enrol (Fixture *fixture, const char *text)
{
  g_autoptr (GBytes) body = g_bytes_new (text, strlen (text));

  return pakiv_test_council_call (
      fixture->council,
      &(PakivTestCall){ .method = "POST", .path = "/api/v1/enrol", .body = body });
}

static void
test_enrolment_is_read_strictly (Fixture *fixture, gconstpointer data)
{
  g_autofree char *deep = g_strnfill (15000, '[');
  g_autofree char *bad_key = g_strdup ("{\"code\":\"0000-0000-0000\",\"stationId\":"
                                       "\"" ANY_ID "\",\"keys\":{\"police\":\"x\"}}");
  const char *bad[] = { "", "x", "[]", "{}", "null", "{\"code\":1}", bad_key, deep, "\xff" };

  for (gsize i = 0; i < G_N_ELEMENTS (bad); i++)
    {
      g_autoptr (PakivTestAnswer) answer = post_enrol (fixture, bad[i]);

      g_test_message ("case %u", (unsigned)i);
      assert_refused (answer, 400);
    }
}

static void
test_enrolment_code (Fixture *fixture, gconstpointer data)
{
  g_autofree char *code = pakiv_test_council_add_station (fixture->council, "Southfield");
  g_autofree char *taken
      = pakiv_test_council_make_enrolment (code, PAKIV_TEST_STATION_ID, SEED + 4);
  g_autofree char *unknown = pakiv_test_council_make_enrolment ("0000-0000-0000", ANY_ID, SEED + 4);
  g_autoptr (PakivTestAnswer) a = post_enrol (fixture, taken);
  g_autoptr (PakivTestAnswer) b = post_enrol (fixture, unknown);
  g_autofree char *token = pakiv_test_council_enrol (fixture->council, code, ANY_ID, SEED + 4);
  g_autofree char *used = pakiv_test_council_make_enrolment (code, ANY_ID, SEED + 4);
  g_autoptr (PakivTestAnswer) c = post_enrol (fixture, used);

  assert_refused (a, 409);
  assert_refused (b, 403);
  g_assert_cmpuint (strlen (token), >=, 43);
  assert_refused (c, 403);
}

static void
test_large_enrolment (Fixture *fixture, gconstpointer data)
{
  g_autofree char *text = g_strnfill (17000, ' ');
  g_autoptr (PakivTestAnswer) answer = post_enrol (fixture, text);

  assert_refused (answer, 413);
}

/* One station neither reads nor sends what is another's. */
static void
test_stations_are_apart (Fixture *fixture, gconstpointer data)
{
  g_autofree char *code = pakiv_test_council_add_station (fixture->council, "Southfield");
  g_autofree char *token = pakiv_test_council_enrol (fixture->council, code, ANY_ID, SEED);
  g_autoptr (PakivTestAnswer) sent
      = pakiv_test_council_put (fixture->council, token, fixture->id, fixture->package);
  g_autoptr (PakivTestAnswer) own
      = pakiv_test_council_put (fixture->council, fixture->token, fixture->id, fixture->package);
  g_autoptr (PakivTestAnswer) asked = ask (fixture, token, fixture->id);

  assert_refused (sent, 422);
  g_assert_cmpuint (own->status, ==, 201);
  assert_refused (asked, 404);
}

static void
test_methods_and_addresses (Fixture *fixture, gconstpointer data)
{
  g_autoptr (PakivTestAnswer) get = pakiv_test_council_call (
      fixture->council, &(PakivTestCall){ .method = "GET", .path = "/api/v1/enrol" });
  g_autoptr (PakivTestAnswer) none = pakiv_test_council_call (
      fixture->council, &(PakivTestCall){ .method = "GET", .path = "/api/v1/nothing" });

  assert_refused (get, 405);
  g_assert_cmpstr (soup_message_headers_get_one (get->headers, "Allow"), ==, "POST");
  assert_refused (none, 404);
}

static void
test_log_is_discreet (Fixture *fixture, gconstpointer data)
{
  g_autofree char *code = pakiv_test_council_add_station (fixture->council, "Southfield");
  g_autofree char *path = g_strconcat ("/enrol/", code, NULL);
  g_autoptr (PakivTestAnswer) opened = pakiv_test_council_call (
      fixture->council, &(PakivTestCall){ .method = "GET", .path = path });
  g_autoptr (PakivTestAnswer) sent
      = pakiv_test_council_put (fixture->council, fixture->token, fixture->id, fixture->package);
  g_autofree char *log = pakiv_test_council_read_log (fixture->council);

  /* A line comes when the reply has gone out, so it may be a moment late. */
  for (int i = 0; i < 1000 && strstr (log, fixture->id) == NULL; i++)
    {
      g_usleep (10000);
      g_free (log);
      log = pakiv_test_council_read_log (fixture->council);
    }
  g_assert_nonnull (strstr (log, fixture->id));
  g_assert_null (strstr (log, code));
  g_assert_null (strstr (log, fixture->token));
  g_assert_null (strstr (log, "127.0.0.1"));
}

/* --- With the desk's own client --- */

static void
test_desk_client (Fixture *fixture, gconstpointer data)
{
  g_autofree char *code = pakiv_test_council_add_station (fixture->council, "Northfield");
  g_autofree char *text = g_strdup_printf ("%s/enrol/%s", fixture->council->url, code);
  g_auto (PakivEnrolment) enrolment = { 0 };
  guint8 keys[PAKIV_N_LOGS][PAKIV_MINISIGN_KEY], secret[PAKIV_MINISIGN_SECRET];
  const guint8 *pointers[PAKIV_N_LOGS];
  g_autofree char *token = NULL;
  g_autoptr (PakivCouncilAnswer) sent = NULL;
  g_autoptr (PakivCouncilAnswer) asked = NULL;
  g_autoptr (GError) error = NULL;

  for (guint8 i = 0; i < PAKIV_N_LOGS; i++)
    {
      pakiv_test_make_key (SEED + i, keys[i], secret);
      pointers[i] = keys[i];
    }
  g_assert_true (pakiv_enrolment_parse (text, &enrolment, &error));
  token = pakiv_council_enrol (&enrolment, "Northfield", PAKIV_TEST_STATION_ID, pointers, NULL,
                               &error);
  g_assert_no_error (error);
  sent = pakiv_council_send (enrolment.url, token, fixture->package, FALSE, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (sent->state, ==, "received");
  g_assert_false (sent->already);
  asked = pakiv_council_ask (enrolment.url, token, fixture->id, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (asked->page, ==, sent->page);
}

#define ADD(name, function) \
  g_test_add ("/council/api/" name, Fixture, NULL, set_up, function, tear_down)

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  ADD ("send", test_send);
  ADD ("other-bytes", test_other_bytes_are_refused);
  ADD ("dry-run", test_dry_run);
  ADD ("versions", test_versions);
  ADD ("token", test_token);
  ADD ("digest", test_digest);
  ADD ("wrong-key", test_wrong_key);
  ADD ("wrong-id", test_wrong_id);
  ADD ("tampered", test_tampered);
  ADD ("unprotected", test_unprotected_rows_are_named);
  ADD ("too-large", test_too_large);
  ADD ("too-large-in-chunks", test_too_large_in_chunks);
  ADD ("half", test_half_an_upload_leaves_nothing);
  ADD ("at-once", test_uploads_at_once);
  ADD ("crash", test_crash);
  ADD ("full-disk", test_full_disk);
  ADD ("stop-in-the-middle", test_stop_in_the_middle);
  ADD ("enrolment-strict", test_enrolment_is_read_strictly);
  ADD ("enrolment-code", test_enrolment_code);
  ADD ("enrolment-large", test_large_enrolment);
  ADD ("stations-apart", test_stations_are_apart);
  ADD ("methods", test_methods_and_addresses);
  ADD ("log", test_log_is_discreet);
  ADD ("desk-client", test_desk_client);
  return g_test_run ();
}
