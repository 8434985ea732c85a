/* Enrolment, the one thing that strangers may send. */
#include "api-fixture.h"

#include <string.h>

static void
test_enrolment_is_read_strictly (ApiFixture *fixture, gconstpointer data)
{
  g_autofree char *deep = g_strnfill (15000, '[');
  g_autofree char *bad_key = g_strdup ("{\"code\":\"0000-0000-0000\",\"stationId\":"
                                       "\"" ANY_ID "\",\"keys\":{\"police\":\"x\"}}");
  const char *bad[] = { "", "x", "[]", "{}", "null", "{\"code\":1}", bad_key, deep, "\xff" };

  for (gsize i = 0; i < G_N_ELEMENTS (bad); i++)
    {
      g_autoptr (PakivTestAnswer) answer = api_post_enrolment (fixture, bad[i]);

      g_test_message ("case %u", (unsigned)i);
      api_assert_refused (answer, 400);
    }
}

static void
test_enrolment_code (ApiFixture *fixture, gconstpointer data)
{
  g_autofree char *code = pakiv_test_council_add_station (fixture->council, "Southfield");
  g_autofree char *taken
      = pakiv_test_council_make_enrolment (code, PAKIV_TEST_STATION_ID, SEED + 4);
  g_autofree char *unknown = pakiv_test_council_make_enrolment ("0000-0000-0000", ANY_ID, SEED + 4);
  g_autoptr (PakivTestAnswer) a = api_post_enrolment (fixture, taken);
  g_autoptr (PakivTestAnswer) b = api_post_enrolment (fixture, unknown);
  g_autofree char *token = pakiv_test_council_enrol (fixture->council, code, ANY_ID, SEED + 4);
  g_autofree char *used = pakiv_test_council_make_enrolment (code, ANY_ID, SEED + 4);
  g_autoptr (PakivTestAnswer) c = api_post_enrolment (fixture, used);

  api_assert_refused (a, 409);
  api_assert_refused (b, 403);
  g_assert_cmpuint (strlen (token), >=, 43);
  api_assert_refused (c, 403);
}

static void
test_large_enrolment (ApiFixture *fixture, gconstpointer data)
{
  g_autofree char *text = g_strnfill (17000, ' ');
  g_autoptr (PakivTestAnswer) answer = api_post_enrolment (fixture, text);

  api_assert_refused (answer, 413);
}

/* Strangers who stop half-way neither keep the stations from sending nor stay for long. */
static void
test_half_an_enrolment (ApiFixture *fixture, gconstpointer data)
{
  g_autoptr (GPtrArray) connections = g_ptr_array_new_with_free_func (g_object_unref);
  g_autoptr (PakivTestAnswer) sent = NULL;
  g_autoptr (PakivTestAnswer) busy = NULL;
  g_autoptr (PakivTestAnswer) read = NULL;
  g_autoptr (GTimer) timer = g_timer_new ();

  for (int i = 0; i < 8; i++)
    g_ptr_array_add (connections, api_connect (fixture, "POST /api/v1/enrol HTTP/1.1\r\nHost: x\r\n"
                                                        "Content-Length: 1000\r\n\r\n{"));
  sent = pakiv_test_council_put (fixture->council, fixture->token, fixture->id, fixture->package);
  g_assert_cmpuint (sent->status, ==, 201);
  busy = api_post_enrolment (fixture, "{}");
  api_assert_refused (busy, 503);
  for (guint i = 0; i < connections->len; i++)
    {
      GInputStream *input = g_io_stream_get_input_stream (connections->pdata[i]);
      char byte;

      g_assert_cmpint (g_input_stream_read (input, &byte, 1, NULL, NULL), <=, 0);
    }
  /* Ten seconds, and much time for a slow machine; a station has two minutes. */
  g_assert_cmpfloat (g_timer_elapsed (timer, NULL), <, 100);
  read = api_post_enrolment (fixture, "{}");
  api_assert_refused (read, 400);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  API_ADD ("enrolment/strict", test_enrolment_is_read_strictly);
  API_ADD ("enrolment/code", test_enrolment_code);
  API_ADD ("enrolment/large", test_large_enrolment);
  API_ADD ("enrolment/half", test_half_an_enrolment);
  return g_test_run ();
}
