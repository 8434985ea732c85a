#include "api-fixture.h"

#include <string.h>

void
api_set_up (ApiFixture *fixture, gconstpointer data)
{
  g_autofree char *code = NULL;

  fixture->council = pakiv_test_council_start (NULL);
  code = pakiv_test_council_add_station (fixture->council, "Northfield");
  fixture->token = pakiv_test_council_enrol (fixture->council, code, PAKIV_TEST_STATION_ID, SEED);
  fixture->package = pakiv_test_council_make_package (1, SEED, &fixture->id);
}

void
api_tear_down (ApiFixture *fixture, gconstpointer data)
{
  pakiv_test_council_stop (fixture->council);
  g_free (fixture->token);
  g_free (fixture->id);
  g_bytes_unref (fixture->package);
}

void
api_assert_refused (PakivTestAnswer *answer, guint status)
{
  g_assert_nonnull (answer->envelope);
  if (answer->status != status)
    g_test_message (
        "%s", json_object_get_string_member_with_default (answer->envelope, "error", "no error"));
  g_assert_cmpuint (answer->status, ==, status);
  g_assert_cmpint (json_object_get_int_member (answer->envelope, "pakiv"), ==, 1);
  g_assert_cmpuint (strlen (json_object_get_string_member (answer->envelope, "error")), >, 10);
}

PakivTestAnswer *
api_ask (ApiFixture *fixture, const char *token, const char *id)
{
  g_autofree char *path = g_strconcat ("/api/v1/reports/", id, NULL);

  return pakiv_test_council_call (
      fixture->council, &(PakivTestCall){ .method = "GET", .path = path, .token = token });
}

void
api_assert_unknown (ApiFixture *fixture)
{
  g_autoptr (PakivTestAnswer) answer = api_ask (fixture, fixture->token, fixture->id);

  api_assert_refused (answer, 404);
}

GSocketConnection *
api_connect (ApiFixture *fixture, const char *text)
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

PakivTestAnswer *
api_post_enrolment (ApiFixture *fixture, const char *text)
{
  g_autoptr (GBytes) body = g_bytes_new (text, strlen (text));

  return pakiv_test_council_call (
      fixture->council,
      &(PakivTestCall){ .method = "POST", .path = "/api/v1/enrol", .body = body });
}
