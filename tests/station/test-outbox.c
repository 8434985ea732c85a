#include "pakiv-outbox.h"

#include "pakiv-json.h"
#include "pakiv-release-maker.h"
#include "pakiv-test-desk.h"
#include "pakiv-test-release.h"
#include "pakiv-test-server.h"

#include <glib/gstdio.h>
#include <signal.h>
#include <string.h>
#include <sys/resource.h>

typedef struct
{
  PakivTestDesk desk;
  PakivTestServer *server;
  GBytes *package;
  char *id;
} Fixture;

static const PakivTestAnswer received
    = { .status = 201, .body = "{\"pakiv\":1,\"state\":\"received\",\"page\":\"/releases/1\"}" };

static void
set_up (Fixture *fixture, gconstpointer data)
{
  g_autoptr (PakivPackage) read = NULL;
  g_autoptr (GError) error = NULL;

  pakiv_test_desk_set_up (&fixture->desk);
  fixture->server = pakiv_test_server_new ();
  pakiv_test_desk_add_stops (&fixture->desk, 30, "2021-02-03", "NFA");
  fixture->package = pakiv_release_maker_make (fixture->desk.log, fixture->desk.desk,
                                               (PakivPeriod){ 2021, 1 }, NULL, NULL, &error);
  g_assert_no_error (error);
  read = pakiv_package_read (fixture->package, NULL, NULL, &error);
  fixture->id = pakiv_release_get_id (read->release);
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  pakiv_test_server_free (fixture->server);
  pakiv_test_desk_tear_down (&fixture->desk);
  g_bytes_unref (fixture->package);
  g_free (fixture->id);
}

static void
enrol (Fixture *fixture)
{
  g_autofree char *code
      = g_strconcat (pakiv_test_server_get_url (fixture->server), "/enrol/ABCD-EFGH-JKLM", NULL);
  g_autoptr (GError) error = NULL;

  pakiv_test_server_set_answer (
      fixture->server,
      &(PakivTestAnswer){ .status = 200, .body = "{\"pakiv\":1,\"token\":\"abc123\"}" });
  pakiv_outbox_enrol (fixture->desk.desk, code, NULL, &error);
  g_assert_no_error (error);
}

static PakivCouncilAnswer *
send_to (Fixture *fixture, const char *url, GError **error)
{
  return pakiv_outbox_send (fixture->desk.desk, fixture->package, url, NULL, error);
}

static char *
get_path (Fixture *fixture, const char *ending)
{
  g_autofree char *name = g_strconcat (fixture->id, ending, NULL);

  return g_build_filename (pakiv_desk_get_folder (fixture->desk.desk), "outbox", name, NULL);
}

static char *
read_file (Fixture *fixture, const char *ending, gsize *size)
{
  g_autofree char *path = get_path (fixture, ending);
  g_autoptr (GError) error = NULL;
  char *content;

  g_file_get_contents (path, &content, size, &error);
  g_assert_no_error (error);
  return content;
}

static void
assert_state (Fixture *fixture, const char *state)
{
  g_autoptr (PakivOutboxItem) item = pakiv_outbox_find (fixture->desk.desk, fixture->id);

  g_assert_nonnull (item);
  g_assert_cmpstr (item->id, ==, fixture->id);
  g_assert_cmpstr (item->period, ==, "2021-Q1");
  g_assert_cmpint (item->log, ==, PAKIV_LOG_POLICE);
  g_assert_cmpint (item->version, ==, 1);
  g_assert_cmpstr (item->state, ==, state);
}

static void
test_enrol (Fixture *fixture, gconstpointer data)
{
  g_autoptr (PakivDesk) again = NULL;
  g_autoptr (PakivTestRequest) request = NULL;
  g_autofree char *council = NULL, *token = NULL;
  g_autoptr (JsonObject) sent = NULL;
  g_autofree char *key = pakiv_minisign_key_to_string (
      pakiv_desk_get_signing_key (fixture->desk.desk, PAKIV_LOG_JOINT));
  g_autoptr (GError) error = NULL;

  enrol (fixture);
  council = pakiv_desk_get_council (fixture->desk.desk);
  g_assert_cmpstr (council, ==, pakiv_test_server_get_url (fixture->server));
  again = pakiv_desk_open (pakiv_desk_get_folder (fixture->desk.desk), &error);
  g_assert_no_error (error);
  token = pakiv_desk_get_council_token (again, council);
  g_assert_cmpstr (token, ==, "abc123");
  request = pakiv_test_server_get_request (fixture->server);
  sent = pakiv_json_read_object (request->body);
  g_assert_cmpstr (pakiv_json_get_string (pakiv_json_get_object (sent, "keys"), "joint"), ==, key);
}

/* Where the package can't be kept, nothing is sent, and the reason is told as for any other file of
 * the desk. */
static void
test_no_place (Fixture *fixture, gconstpointer data)
{
  g_autofree char *outbox
      = g_build_filename (pakiv_desk_get_folder (fixture->desk.desk), "outbox", NULL);
  g_autoptr (GError) error = NULL;

  enrol (fixture);
  g_assert_true (g_file_set_contents (outbox, "no folder", -1, NULL));
  g_assert_null (send_to (fixture, NULL, &error));
  g_assert_error (error, PAKIV_LOG_ERROR, PAKIV_LOG_ERROR_FAILED);
  g_assert_nonnull (strstr (error->message, "outbox"));
}

static void
test_send (Fixture *fixture, gconstpointer data)
{
  g_autoptr (PakivCouncilAnswer) answer = NULL;
  g_autoptr (PakivTestRequest) request = NULL;
  g_autoptr (GBytes) kept = NULL;
  g_autoptr (GError) error = NULL;
  gsize size;
  char *content;

  g_assert_null (pakiv_outbox_find (fixture->desk.desk, fixture->id));
  enrol (fixture);
  pakiv_test_server_set_answer (fixture->server, &received);
  answer = send_to (fixture, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (answer->state, ==, "received");
  request = pakiv_test_server_get_request (fixture->server);
  g_assert_cmpstr (request->authorization, ==, "Bearer abc123");
  g_assert_true (g_bytes_equal (request->body, fixture->package));
  assert_state (fixture, "received");
  content = read_file (fixture, ".zip", &size);
  kept = g_bytes_new_take (content, size);
  g_assert_true (g_bytes_equal (kept, fixture->package));
}

static void
test_refresh (Fixture *fixture, gconstpointer data)
{
  g_autoptr (PakivCouncilAnswer) sent = NULL;
  g_autoptr (PakivCouncilAnswer) answer = NULL;
  g_autoptr (PakivOutboxItem) item = NULL;
  g_autoptr (GError) error = NULL;

  enrol (fixture);
  g_assert_null (pakiv_outbox_refresh (fixture->desk.desk, fixture->id, NULL, &error));
  g_assert_error (error, PAKIV_EXCHANGE_ERROR, PAKIV_EXCHANGE_ERROR_REFUSED);
  g_clear_error (&error);
  pakiv_test_server_set_answer (fixture->server, &received);
  sent = send_to (fixture, NULL, &error);
  g_assert_no_error (error);
  pakiv_test_server_set_answer (
      fixture->server,
      &(PakivTestAnswer){ .status = 200,
                          .body
                          = "{\"pakiv\":1,\"state\":\"returned\",\"comment\":\"Why “12”?\"}" });
  answer = pakiv_outbox_refresh (fixture->desk.desk, fixture->id, NULL, &error);
  g_assert_no_error (error);
  item = pakiv_outbox_find (fixture->desk.desk, fixture->id);
  g_assert_cmpstr (item->state, ==, "returned");
  g_assert_cmpstr (item->comment, ==, "Why “12”?");
}

/* Without a council the package waits, and goes out later as if nothing had been. */
static void
test_council_away (Fixture *fixture, gconstpointer data)
{
  g_autofree char *away = g_strdup ("http://127.0.0.1:1");
  g_autoptr (PakivCouncilAnswer) answer = NULL;
  g_autoptr (GError) error = NULL;

  g_assert_null (send_to (fixture, NULL, &error));
  g_assert_error (error, PAKIV_EXCHANGE_ERROR, PAKIV_EXCHANGE_ERROR_REFUSED);
  g_clear_error (&error);
  assert_state (fixture, "waiting");
  g_assert_null (send_to (fixture, away, &error));
  g_assert_error (error, PAKIV_EXCHANGE_ERROR, PAKIV_EXCHANGE_ERROR_NETWORK);
  g_clear_error (&error);
  assert_state (fixture, "waiting");
  enrol (fixture);
  pakiv_test_server_set_answer (fixture->server, &received);
  answer = send_to (fixture, NULL, &error);
  g_assert_no_error (error);
  assert_state (fixture, "received");
}

/* Wrong answers leave both files as they were, byte for byte. */
static void
test_wrong_answers (Fixture *fixture, gconstpointer data)
{
  const PakivTestAnswer answers[] = {
    { .status = 200, .type = "text/html", .body = "<html>" },
    { .status = 302, .location = "/x", .body = "{\"pakiv\":1,\"state\":\"published\"}" },
    { .status = 422, .body = "{\"pakiv\":1,\"error\":\"no\",\"state\":\"published\"}" },
    { .status = 409, .body = "{\"pakiv\":1,\"error\":\"no\"}" },
    { .status = 200, .body = "{\"pakiv\":1,\"state\":\"gone\"}" },
  };
  g_autoptr (PakivCouncilAnswer) sent = NULL;
  g_autofree char *before = NULL;
  g_autoptr (GError) error = NULL;

  enrol (fixture);
  pakiv_test_server_set_answer (fixture->server, &received);
  sent = send_to (fixture, NULL, &error);
  g_assert_no_error (error);
  before = read_file (fixture, ".json", NULL);
  for (guint i = 0; i < G_N_ELEMENTS (answers); i++)
    {
      g_autofree char *after = NULL;

      pakiv_test_server_set_answer (fixture->server, &answers[i]);
      g_assert_null (send_to (fixture, NULL, NULL));
      g_assert_null (pakiv_outbox_refresh (fixture->desk.desk, fixture->id, NULL, NULL));
      after = read_file (fixture, ".json", NULL);
      g_assert_cmpstr (before, ==, after);
    }
}

/* Another address than the desk's council never sees its token. */
static void
test_token_stays (Fixture *fixture, gconstpointer data)
{
  g_autoptr (PakivTestServer) other = pakiv_test_server_new ();
  g_autoptr (PakivCouncilAnswer) answer = NULL;
  g_autoptr (PakivCouncilAnswer) own = NULL;
  g_autoptr (PakivTestRequest) request = NULL;
  g_autoptr (PakivTestRequest) own_request = NULL;
  g_autofree char *with_slash
      = g_strconcat (pakiv_test_server_get_url (fixture->server), "/", NULL);
  g_autoptr (GError) error = NULL;

  enrol (fixture);
  pakiv_test_server_set_answer (other, &received);
  answer = send_to (fixture, pakiv_test_server_get_url (other), &error);
  g_assert_no_error (error);
  request = pakiv_test_server_get_request (other);
  g_assert_null (request->authorization);
  pakiv_test_server_set_answer (fixture->server, &received);
  own = send_to (fixture, with_slash, &error);
  g_assert_no_error (error);
  own_request = pakiv_test_server_get_request (fixture->server);
  g_assert_cmpstr (own_request->authorization, ==, "Bearer abc123");
}

/* From another station, or made to look like this one but signed by another. */
static void
test_foreign_package (Fixture *fixture, gconstpointer data)
{
  const char *const stations[]
      = { PAKIV_TEST_STATION_ID, pakiv_desk_get_station_id (fixture->desk.desk) };
  guint8 key[PAKIV_MINISIGN_KEY];
  guint8 secret[PAKIV_MINISIGN_SECRET];

  enrol (fixture);
  pakiv_test_make_key (9, key, secret);
  for (guint i = 0; i < G_N_ELEMENTS (stations); i++)
    {
      g_autoptr (PakivRelease) release = pakiv_test_release_new ("Elsewhere");
      g_autoptr (GBytes) package = NULL;
      g_autofree char *id = NULL;
      g_autoptr (GError) error = NULL;

      g_free (release->station_id);
      release->station_id = g_strdup (stations[i]);
      id = pakiv_release_get_id (release);
      package = pakiv_package_write (release, secret, &error);
      g_assert_no_error (error);
      g_assert_null (pakiv_outbox_send (fixture->desk.desk, package, NULL, NULL, &error));
      g_assert_error (error, PAKIV_EXCHANGE_ERROR, PAKIV_EXCHANGE_ERROR_REFUSED);
      g_assert_null (pakiv_outbox_find (fixture->desk.desk, id));
    }
}

/* The state file is lost or damaged: the package still says what it is. */
static void
test_damaged_item (Fixture *fixture, gconstpointer data)
{
  const char *const contents[] = { "", "{", "[]", "{\"id\":\"x\"}", "\xff" };
  g_autofree char *path = get_path (fixture, ".json");

  g_assert_null (send_to (fixture, NULL, NULL));
  for (guint i = 0; i < G_N_ELEMENTS (contents); i++)
    {
      g_assert_true (g_file_set_contents (path, contents[i], -1, NULL));
      assert_state (fixture, "waiting");
    }
  g_assert_cmpint (g_unlink (path), ==, 0);
  assert_state (fixture, "waiting");
  g_assert_null (pakiv_outbox_find (fixture->desk.desk, "../desk"));
}

/* A place in the outbox that something else has taken is not written over. */
static void
test_taken (Fixture *fixture, gconstpointer data)
{
  g_autofree char *path = get_path (fixture, ".zip");
  g_autofree char *folder = g_path_get_dirname (path);
  g_autofree char *content = NULL;
  g_autoptr (GError) error = NULL;

  g_assert_cmpint (g_mkdir_with_parents (folder, 0700), ==, 0);
  g_assert_true (g_file_set_contents (path, "something else", -1, NULL));
  enrol (fixture);
  pakiv_test_server_set_answer (fixture->server, &received);
  g_assert_null (send_to (fixture, NULL, &error));
  g_assert_error (error, PAKIV_EXCHANGE_ERROR, PAKIV_EXCHANGE_ERROR_REFUSED);
  content = read_file (fixture, ".zip", NULL);
  g_assert_cmpstr (content, ==, "something else");
}

/* No room on the disk: said so, nothing half-written, nothing sent, and well again afterwards. */
static void
test_no_space (Fixture *fixture, gconstpointer data)
{
  g_autofree char *zip = get_path (fixture, ".zip");
  g_autofree char *item = get_path (fixture, ".json");
  g_autoptr (PakivTestRequest) request = NULL;
  g_autoptr (PakivCouncilAnswer) answer = NULL;
  g_autoptr (GError) error = NULL;
  struct rlimit before;
  struct rlimit little;

  enrol (fixture);
  pakiv_test_server_set_answer (fixture->server, &received);
  g_assert_cmpint (getrlimit (RLIMIT_FSIZE, &before), ==, 0);
  little = before;
  little.rlim_cur = 100;
  signal (SIGXFSZ, SIG_IGN);
  g_assert_cmpint (setrlimit (RLIMIT_FSIZE, &little), ==, 0);
  answer = send_to (fixture, NULL, &error);
  g_assert_cmpint (setrlimit (RLIMIT_FSIZE, &before), ==, 0);
  g_assert_null (answer);
  g_assert_nonnull (error);
  g_assert_nonnull (strstr (error->message, "could not be written"));
  g_clear_error (&error);
  g_assert_false (g_file_test (zip, G_FILE_TEST_EXISTS));
  g_assert_false (g_file_test (item, G_FILE_TEST_EXISTS));
  request = pakiv_test_server_get_request (fixture->server);
  g_assert_cmpstr (request->path, ==, "/api/v1/enrol");
  answer = send_to (fixture, NULL, &error);
  g_assert_no_error (error);
  assert_state (fixture, "received");
}

#define ADD(path, function) \
  g_test_add ("/station/outbox/" path, Fixture, NULL, set_up, function, tear_down)

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  ADD ("enrol", test_enrol);
  ADD ("no-place", test_no_place);
  ADD ("send", test_send);
  ADD ("refresh", test_refresh);
  ADD ("council-away", test_council_away);
  ADD ("wrong-answers", test_wrong_answers);
  ADD ("token-stays", test_token_stays);
  ADD ("foreign-package", test_foreign_package);
  ADD ("damaged-item", test_damaged_item);
  ADD ("taken", test_taken);
  ADD ("no-space", test_no_space);
  return g_test_run ();
}
