#include "pakiv-council-client.h"
#include "pakiv-http.h"
#include "pakiv-json.h"
#include "pakiv-test-release.h"
#include "pakiv-test-server.h"

#include <string.h>

typedef struct
{
  PakivTestServer *server;
  GBytes *package;
  char *id;
  guint8 key[PAKIV_MINISIGN_KEY];
} Fixture;

static void
set_up (Fixture *fixture, gconstpointer data)
{
  g_autoptr (PakivRelease) release = pakiv_test_release_new ("Bangor");
  guint8 secret[PAKIV_MINISIGN_SECRET];
  g_autoptr (GError) error = NULL;

  pakiv_test_make_key (3, fixture->key, secret);
  fixture->package = pakiv_package_write (release, secret, &error);
  g_assert_no_error (error);
  fixture->id = pakiv_release_get_id (release);
  fixture->server = pakiv_test_server_new ();
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  pakiv_test_server_free (fixture->server);
  g_bytes_unref (fixture->package);
  g_free (fixture->id);
}

static PakivCouncilAnswer *
send_package (Fixture *fixture, gboolean dry_run, GError **error)
{
  return pakiv_council_send (pakiv_test_server_get_url (fixture->server), "t0ken", fixture->package,
                             dry_run, NULL, error);
}

static void
test_send (Fixture *fixture, gconstpointer data)
{
  g_autoptr (PakivCouncilAnswer) answer = NULL;
  g_autoptr (PakivTestRequest) request = NULL;
  g_autofree char *path = g_strconcat ("/api/v1/reports/", fixture->id, NULL);
  g_autofree char *hex = g_compute_checksum_for_bytes (G_CHECKSUM_SHA256, fixture->package);
  g_autofree guchar *digest = NULL;
  g_autofree char *page
      = g_strconcat (pakiv_test_server_get_url (fixture->server), "/releases/1", NULL);
  g_autoptr (GError) error = NULL;
  gsize length;

  pakiv_test_server_set_answer (
      fixture->server,
      &(PakivTestAnswer){ .status = 201,
                          .body = "{\"pakiv\":1,\"state\":\"received\",\"comment\":\"Thank\\u0000 "
                                  "you\\u202e\",\"page\":\"/releases/1\",\"already\":false}" });
  answer = send_package (fixture, FALSE, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (answer->state, ==, "received");
  g_assert_cmpstr (answer->page, ==, page);
  g_assert_false (answer->already);
  g_assert_true (g_str_has_prefix (answer->comment, "Thank"));
  g_assert_null (strstr (answer->comment, "\u202e"));

  request = pakiv_test_server_get_request (fixture->server);
  g_assert_cmpstr (request->method, ==, "PUT");
  g_assert_cmpstr (request->path, ==, path);
  g_assert_null (request->query);
  g_assert_cmpstr (request->authorization, ==, "Bearer t0ken");
  g_assert_cmpstr (request->content_type, ==, "application/zip");
  g_assert_true (g_bytes_equal (request->body, fixture->package));
  g_assert_true (g_str_has_prefix (request->digest, "sha-256=:"));
  g_assert_true (g_str_has_suffix (request->digest, ":"));
  request->digest[strlen (request->digest) - 1] = '\0';
  digest = g_base64_decode (request->digest + strlen ("sha-256=:"), &length);
  g_assert_cmpuint (length, ==, 32);
  for (gsize i = 0; i < length; i++)
    {
      g_autofree char *two = g_strdup_printf ("%02x", digest[i]);

      g_assert_cmpmem (two, 2, hex + 2 * i, 2);
    }
}

static void
test_dry_run_and_again (Fixture *fixture, gconstpointer data)
{
  g_autoptr (PakivCouncilAnswer) answer = NULL;
  g_autoptr (PakivTestRequest) request = NULL;
  g_autoptr (GError) error = NULL;

  pakiv_test_server_set_answer (
      fixture->server,
      &(PakivTestAnswer){ .status = 200,
                          .body = "{\"pakiv\":1,\"state\":\"under-review\",\"comment\":null,"
                                  "\"page\":null,\"already\":true}" });
  answer = send_package (fixture, TRUE, &error);
  g_assert_no_error (error);
  g_assert_true (answer->already);
  g_assert_null (answer->comment);
  g_assert_null (answer->page);
  request = pakiv_test_server_get_request (fixture->server);
  g_assert_cmpstr (request->query, ==, "dryRun=true");
}

static void
test_ask (Fixture *fixture, gconstpointer data)
{
  g_autoptr (PakivCouncilAnswer) answer = NULL;
  g_autoptr (PakivTestRequest) request = NULL;
  g_autoptr (GError) error = NULL;

  pakiv_test_server_set_answer (
      fixture->server,
      &(PakivTestAnswer){ .status = 200,
                          .body = "{\"pakiv\":1,\"state\":\"returned\",\"comment\":\"Why?\","
                                  "\"page\":\"https://council.example/r/1\"}" });
  answer = pakiv_council_ask (pakiv_test_server_get_url (fixture->server), "t0ken", fixture->id,
                              NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (answer->state, ==, "returned");
  g_assert_cmpstr (answer->comment, ==, "Why?");
  g_assert_cmpstr (answer->page, ==, "https://council.example/r/1");
  request = pakiv_test_server_get_request (fixture->server);
  g_assert_cmpstr (request->method, ==, "GET");
}

/* Everything here is a no, or not a council at all. */
static const struct
{
  PakivTestAnswer answer;
  const char *says; /* part of the message, or NULL for "something other" */
} refusals[] = {
  { { .status = 409, .body = "{\"pakiv\":1,\"error\":\"x\"}" }, "already has another" },
  { { .status = 401, .body = "{\"pakiv\":1,\"error\":\"x\"}" }, "does not know this desk" },
  { { .status = 413, .body = "{\"pakiv\":1,\"error\":\"Too large.\"}" }, "Too large." },
  { { .status = 507, .body = "{\"pakiv\":1,\"error\":\"No space.\"}" }, "No space." },
  { { .status = 500, .body = "{\"pakiv\":1,\"error\":7}" }, "answer 500" },
  { { .status = 422,
      .body = "{\"pakiv\":1,\"error\":\"Broken. Table x.\",\"conflicts\":[\"Table x.\",5,\"Table "
              "y.\"],\"rejectedIndexes\":[1]}" },
    "Broken. Table x. Table y." },
  { { .status = 200, .type = "text/html", .body = "<html>Sign in</html>" }, NULL },
  { { .status = 200, .body = "<html>Sign in</html>" }, NULL },
  { { .status = 201, .body = "" }, NULL },
  { { .status = 200, .body = "{\"state\":\"received\"}" }, NULL },
  { { .status = 200, .body = "{\"pakiv\":2,\"state\":\"received\"}" }, NULL },
  { { .status = 200, .body = "{\"pakiv\":\"1\",\"state\":\"received\"}" }, NULL },
  { { .status = 200, .body = "{\"pakiv\":1,\"state\":\"burnt\"}" }, NULL },
  { { .status = 200, .body = "{\"pakiv\":1,\"state\":[\"received\"]}" }, NULL },
  { { .status = 200, .body = "{\"pakiv\":1}" }, NULL },
  { { .status = 200, .body = "{\"pakiv\":1,\"state\":\"received\",\"error\":\"no\"}" }, NULL },
  { { .status = 500, .body = "{\"pakiv\":1,\"state\":\"received\"}" }, NULL },
  { { .status = 200, .body = "[1]" }, NULL },
  { { .status = 200, .body = "{\"pakiv\":1,\"state\":\"received\"" }, NULL },
  { { .status = 200, .body = "{\"pakiv\":1,\"state\":\"\xff\"}" }, NULL },
  { { .status = 302, .location = "/elsewhere", .body = "{\"pakiv\":1,\"state\":\"received\"}" },
    NULL },
  { { .status = 307, .location = "http://127.0.0.1:9/" }, NULL },
  { { .status = 404, .type = "text/html", .body = "Not found" }, NULL },
};

static void
test_refusals (Fixture *fixture, gconstpointer data)
{
  for (guint i = 0; i < G_N_ELEMENTS (refusals); i++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (PakivTestRequest) request = NULL;

      g_test_message ("answer %u", i);
      pakiv_test_server_set_answer (fixture->server, &refusals[i].answer);
      g_assert_null (send_package (fixture, FALSE, &error));
      g_assert_error (error, PAKIV_EXCHANGE_ERROR, PAKIV_EXCHANGE_ERROR_REFUSED);
      g_assert_nonnull (
          strstr (error->message, refusals[i].says != NULL ? refusals[i].says : "Something other"));
      /* One request each: no redirect was followed. */
      request = pakiv_test_server_get_request (fixture->server);
      g_assert_cmpuint (request->count, ==, i + 1);
    }
}

static void
test_dangerous_page (Fixture *fixture, gconstpointer data)
{
  g_autoptr (PakivCouncilAnswer) answer = NULL;
  g_autoptr (GError) error = NULL;

  pakiv_test_server_set_answer (
      fixture->server,
      &(PakivTestAnswer){
          .status = 200, .body = "{\"pakiv\":1,\"state\":\"received\",\"page\":\"file:///etc\"}" });
  answer = send_package (fixture, FALSE, &error);
  g_assert_no_error (error);
  g_assert_null (answer->page);
}

static void
test_huge_answer (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  pakiv_test_server_set_answer (fixture->server,
                                &(PakivTestAnswer){ .status = 200,
                                                    .body = "{\"pakiv\":1,\"state\":\"received\"}",
                                                    .padding = 5 * 1024 * 1024 });
  g_assert_null (send_package (fixture, FALSE, &error));
  g_assert_error (error, PAKIV_EXCHANGE_ERROR, PAKIV_EXCHANGE_ERROR_NETWORK);
}

static PakivHttpAnswer *
get_soon (Fixture *fixture, GCancellable *cancellable, GError **error)
{
  const PakivHttpRequest request
      = { .method = "GET", .url = pakiv_test_server_get_url (fixture->server), .timeout = 1 };

  return pakiv_http_exchange (&request, cancellable, error);
}

static void
test_hang (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  pakiv_test_server_set_answer (fixture->server, &(PakivTestAnswer){ .hang = TRUE });
  g_assert_null (get_soon (fixture, NULL, &error));
  g_assert_error (error, PAKIV_EXCHANGE_ERROR, PAKIV_EXCHANGE_ERROR_NETWORK);
  g_assert_nonnull (strstr (error->message, "in time"));
}

/* A byte now and then keeps a socket awake, but not a sending. */
static void
test_drip (Fixture *fixture, gconstpointer data)
{
  gint64 start = g_get_monotonic_time ();
  g_autoptr (GError) error = NULL;

  pakiv_test_server_set_answer (fixture->server, &(PakivTestAnswer){ .status = 200, .drip = TRUE });
  g_assert_null (get_soon (fixture, NULL, &error));
  g_assert_error (error, PAKIV_EXCHANGE_ERROR, PAKIV_EXCHANGE_ERROR_NETWORK);
  g_assert_cmpint (g_get_monotonic_time () - start, <, 20 * G_TIME_SPAN_SECOND);
  g_assert_cmpint (g_get_monotonic_time () - start, >, 2 * G_TIME_SPAN_SECOND);
}

static gpointer
cancel_soon (gpointer data)
{
  g_usleep (100000);
  g_cancellable_cancel (data);
  return NULL;
}

static void
test_cancel (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (GError) error = NULL;
  GThread *thread;

  pakiv_test_server_set_answer (fixture->server, &(PakivTestAnswer){ .hang = TRUE });
  thread = g_thread_new ("cancel", cancel_soon, cancellable);
  g_assert_null (pakiv_council_send (pakiv_test_server_get_url (fixture->server), NULL,
                                     fixture->package, FALSE, cancellable, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_thread_join (thread);
}

static void
test_nobody_there (Fixture *fixture, gconstpointer data)
{
  g_autofree char *url = g_strdup (pakiv_test_server_get_url (fixture->server));
  g_autoptr (GError) error = NULL;

  g_clear_pointer (&fixture->server, pakiv_test_server_free);
  g_assert_null (pakiv_council_send (url, "t0ken", fixture->package, FALSE, NULL, &error));
  g_assert_error (error, PAKIV_EXCHANGE_ERROR, PAKIV_EXCHANGE_ERROR_NETWORK);
}

/* Nothing that is broken goes out. */
static void
test_broken_package (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GBytes) cut = g_bytes_new_from_bytes (fixture->package, 0, 500);
  g_autoptr (PakivTestRequest) request = NULL;
  g_autoptr (GError) error = NULL;

  g_assert_null (pakiv_council_send (pakiv_test_server_get_url (fixture->server), "t0ken", cut,
                                     FALSE, NULL, &error));
  g_assert_error (error, PAKIV_EXCHANGE_ERROR, PAKIV_EXCHANGE_ERROR_PACKAGE);
  request = pakiv_test_server_get_request (fixture->server);
  g_assert_cmpuint (request->count, ==, 0);
}

static void
test_enrol (Fixture *fixture, gconstpointer data)
{
  const guint8 *const keys[PAKIV_N_LOGS] = { fixture->key, fixture->key, fixture->key };
  g_autofree char *code
      = g_strconcat (pakiv_test_server_get_url (fixture->server), "/enrol/ABCD-EFGH-JKLM\n", NULL);
  g_auto (PakivEnrolment) enrolment = { 0 };
  g_autoptr (PakivTestRequest) request = NULL;
  g_autoptr (JsonObject) sent = NULL;
  g_autofree char *token = NULL;
  g_autofree char *key = pakiv_minisign_key_to_string (fixture->key);
  g_autoptr (GError) error = NULL;

  pakiv_enrolment_parse (code, &enrolment, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (enrolment.url, ==, pakiv_test_server_get_url (fixture->server));
  g_assert_cmpstr (enrolment.code, ==, "ABCD-EFGH-JKLM");
  pakiv_test_server_set_answer (
      fixture->server,
      &(PakivTestAnswer){ .status = 200, .body = "{\"pakiv\":1,\"token\":\"abc123\"}" });
  token = pakiv_council_enrol (&enrolment, "Bangor “Nord”", PAKIV_TEST_STATION_ID, keys, NULL,
                               &error);
  g_assert_no_error (error);
  g_assert_cmpstr (token, ==, "abc123");
  request = pakiv_test_server_get_request (fixture->server);
  g_assert_cmpstr (request->method, ==, "POST");
  g_assert_cmpstr (request->path, ==, "/api/v1/enrol");
  sent = pakiv_json_read_object (request->body);
  g_assert_cmpstr (pakiv_json_get_string (sent, "code"), ==, "ABCD-EFGH-JKLM");
  g_assert_cmpstr (pakiv_json_get_string (sent, "station"), ==, "Bangor “Nord”");
  g_assert_cmpstr (pakiv_json_get_string (sent, "stationId"), ==, PAKIV_TEST_STATION_ID);
  g_assert_cmpstr (pakiv_json_get_string (pakiv_json_get_object (sent, "keys"), "mediation"), ==,
                   key);

  /* A token that would break out of its header is none. */
  pakiv_test_server_set_answer (
      fixture->server,
      &(PakivTestAnswer){ .status = 200, .body = "{\"pakiv\":1,\"token\":\"a\\r\\nX: y\"}" });
  g_assert_null (
      pakiv_council_enrol (&enrolment, "Bangor", PAKIV_TEST_STATION_ID, keys, NULL, &error));
  g_assert_error (error, PAKIV_EXCHANGE_ERROR, PAKIV_EXCHANGE_ERROR_REFUSED);
}

static void
test_wrong_codes (void)
{
  const char *const codes[] = { "",
                                "ABCD-EFGH-JKLM",
                                "http://127.0.0.1:8474/",
                                "http://127.0.0.1:8474/enrol/",
                                "http://127.0.0.1:8474/enrol/A B",
                                "http://127.0.0.1:8474/enrol/ABCD?x=1",
                                "http://council.example/enrol/ABCD-EFGH-JKLM",
                                "ftp://127.0.0.1/enrol/ABCD-EFGH-JKLM",
                                "https:///enrol/ABCD-EFGH-JKLM",
                                "https://me:secret@council.example/enrol/ABCD-EFGH-JKLM" };
  const char *const good[]
      = { "https://council.example/pakiv/enrol/ABCD-EFGH-JKLM",
          "http://[::1]:80/enrol/ABCD-EFGH-JKLM", " http://localhost:8474/enrol/ABCD-EFGH-JKLM " };

  for (guint i = 0; i < G_N_ELEMENTS (codes); i++)
    {
      g_auto (PakivEnrolment) enrolment = { 0 };
      g_autoptr (GError) error = NULL;

      g_assert_false (pakiv_enrolment_parse (codes[i], &enrolment, &error));
      g_assert_error (error, PAKIV_EXCHANGE_ERROR, PAKIV_EXCHANGE_ERROR_REFUSED);
      g_assert_null (enrolment.url);
    }
  for (guint i = 0; i < G_N_ELEMENTS (good); i++)
    {
      g_auto (PakivEnrolment) enrolment = { 0 };
      g_autoptr (GError) error = NULL;

      pakiv_enrolment_parse (good[i], &enrolment, &error);
      g_assert_no_error (error);
      g_assert_cmpstr (enrolment.code, ==, "ABCD-EFGH-JKLM");
    }
}

#define ADD(path, function) \
  g_test_add ("/exchange/client/" path, Fixture, NULL, set_up, function, tear_down)

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  ADD ("send", test_send);
  ADD ("dry-run-and-again", test_dry_run_and_again);
  ADD ("ask", test_ask);
  ADD ("refusals", test_refusals);
  ADD ("dangerous-page", test_dangerous_page);
  ADD ("huge-answer", test_huge_answer);
  ADD ("hang", test_hang);
  ADD ("drip", test_drip);
  ADD ("cancel", test_cancel);
  ADD ("nobody-there", test_nobody_there);
  ADD ("broken-package", test_broken_package);
  ADD ("enrol", test_enrol);
  g_test_add_func ("/exchange/client/wrong-codes", test_wrong_codes);
  return g_test_run ();
}
