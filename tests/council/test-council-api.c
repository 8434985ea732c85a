/* Every answer that a desk can get to what it sends, from the real server. */
#include "api-fixture.h"
#include "pakiv-council-client.h"
#include "pakiv-test-package.h"
#include "pakiv-zip.h"

#include <string.h>

static PakivTestAnswer *
put_with (ApiFixture *fixture, PakivTestCall call)
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
test_send (ApiFixture *fixture, gconstpointer data)
{
  g_autofree char *page = g_strdup_printf ("%s/releases/%s", fixture->council->url, fixture->id);
  g_autoptr (PakivTestAnswer) first
      = pakiv_test_council_put (fixture->council, fixture->token, fixture->id, fixture->package);
  g_autoptr (PakivTestAnswer) again
      = pakiv_test_council_put (fixture->council, fixture->token, fixture->id, fixture->package);
  g_autoptr (PakivTestAnswer) state = api_ask (fixture, fixture->token, fixture->id);

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
test_other_bytes_are_refused (ApiFixture *fixture, gconstpointer data)
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
  api_assert_refused (answer, 409);
}

static void
test_dry_run (ApiFixture *fixture, gconstpointer data)
{
  g_autofree char *path = g_strdup_printf ("/api/v1/reports/%s?dryRun=true", fixture->id);
  g_autoptr (PakivTestAnswer) answer
      = put_with (fixture, (PakivTestCall){ .path = path, .token = fixture->token });

  g_assert_cmpuint (answer->status, ==, 200);
  g_assert_true (json_object_get_boolean_member (answer->envelope, "dryRun"));
  api_assert_unknown (fixture);
}

/* A second release of the same records could be set against the first. */
static void
test_second_release_is_refused (ApiFixture *fixture, gconstpointer data)
{
  g_autofree char *id = NULL;
  g_autoptr (GBytes) second = pakiv_test_council_make_package (2, SEED, &id);
  g_autoptr (PakivTestAnswer) first
      = pakiv_test_council_put (fixture->council, fixture->token, fixture->id, fixture->package);
  g_autoptr (PakivTestAnswer) refused
      = pakiv_test_council_put (fixture->council, fixture->token, id, second);
  g_autoptr (PakivTestAnswer) state = api_ask (fixture, fixture->token, fixture->id);
  g_autoptr (PakivTestAnswer) none = api_ask (fixture, fixture->token, id);

  g_assert_cmpuint (first->status, ==, 201);
  api_assert_refused (refused, 409);
  g_assert_nonnull (
      strstr (json_object_get_string_member (refused->envelope, "error"), "another release"));
  g_assert_cmpstr (json_object_get_string_member (state->envelope, "state"), ==, "received");
  api_assert_refused (none, 404);
}

/* The sample release with @women attending, as version @version. */
static GBytes *
make_with_attendance (int version, gint64 women, char **id)
{
  g_autoptr (PakivRelease) release = pakiv_test_release_new ("Northfield");
  PakivTable *table = release->tables->pdata[3];
  guint8 key[PAKIV_MINISIGN_KEY], secret[PAKIV_MINISIGN_SECRET];
  g_autoptr (GError) error = NULL;
  GBytes *package;

  g_assert_cmpstr (table->id, ==, "attendance");
  table->values[1] = women;
  pakiv_test_table_add_up (table);
  release->version = version;
  pakiv_test_make_key (SEED, key, secret);
  package = pakiv_package_write (release, secret, &error);
  g_assert_no_error (error);
  *id = pakiv_release_get_id (release);
  return package;
}

static void
assert_refused_beside (ApiFixture *fixture, gint64 women, gint64 then, const char *words)
{
  g_autofree char *first_id = NULL;
  g_autofree char *id = NULL;
  g_autoptr (GBytes) package = make_with_attendance (1, women, &first_id);
  g_autoptr (GBytes) other = make_with_attendance (2, then, &id);
  g_autoptr (PakivTestAnswer) first
      = pakiv_test_council_put (fixture->council, fixture->token, first_id, package);
  g_autoptr (PakivTestAnswer) answer
      = pakiv_test_council_put (fixture->council, fixture->token, id, other);
  g_autoptr (PakivTestAnswer) state = api_ask (fixture, fixture->token, id);
  JsonArray *conflicts;

  g_assert_cmpuint (first->status, ==, 201);
  api_assert_refused (answer, 422);
  conflicts = json_object_get_array_member (answer->envelope, "conflicts");
  g_assert_cmpuint (json_array_get_length (conflicts), ==, 1);
  g_assert_nonnull (strstr (json_array_get_string_element (conflicts, 0), "“attendance”"));
  g_assert_nonnull (strstr (json_array_get_string_element (conflicts, 0), words));
  api_assert_refused (state, 404);
}

/* 10 stands for 1 to 10 and 0 for 0 to 9: each alone is well, and both together are 1 to 9. */
static void
test_beside_an_earlier_one (ApiFixture *fixture, gconstpointer data)
{
  assert_refused_beside (fixture, 10, 0, "gives away a count smaller than 10");
}

/* No count fits 25 and 0. */
static void
test_against_an_earlier_one (ApiFixture *fixture, gconstpointer data)
{
  assert_refused_beside (fixture, 25, 0, "contradict");
}

static void
test_token (ApiFixture *fixture, gconstpointer data)
{
  g_autoptr (PakivTestAnswer) none = put_with (fixture, (PakivTestCall){ NULL });
  g_autoptr (PakivTestAnswer) wrong = put_with (fixture, (PakivTestCall){ .token = "wrong" });
  g_autoptr (PakivTestAnswer) asked = api_ask (fixture, NULL, fixture->id);

  api_assert_refused (none, 401);
  g_assert_cmpstr (soup_message_headers_get_one (none->headers, "WWW-Authenticate"), ==, "Bearer");
  api_assert_refused (wrong, 401);
  api_assert_refused (asked, 401);
  api_assert_unknown (fixture);
}

static void
test_digest (ApiFixture *fixture, gconstpointer data)
{
  const char *wrong = "sha-256=:LPJNul+wow4m6DsqxbninhsWHlwfp0JecwQzYpOLmCQ=:";
  g_autoptr (PakivTestAnswer) none
      = put_with (fixture, (PakivTestCall){ .token = fixture->token, .digest = "" });
  g_autoptr (PakivTestAnswer) other
      = put_with (fixture, (PakivTestCall){ .token = fixture->token, .digest = wrong });
  g_autoptr (PakivTestAnswer) strange
      = put_with (fixture, (PakivTestCall){ .token = fixture->token, .digest = "md5=:AAAA:" });

  api_assert_refused (none, 400);
  api_assert_refused (other, 400);
  api_assert_refused (strange, 400);
  api_assert_unknown (fixture);
}

static void
test_wrong_key (ApiFixture *fixture, gconstpointer data)
{
  /* The joint log's key does not sign for the police log. */
  g_autoptr (GBytes) package = pakiv_test_council_make_package (1, SEED + 2, NULL);
  g_autoptr (PakivTestAnswer) answer
      = pakiv_test_council_put (fixture->council, fixture->token, fixture->id, package);

  api_assert_refused (answer, 422);
  api_assert_unknown (fixture);
}

static void
test_wrong_id (ApiFixture *fixture, gconstpointer data)
{
  g_autoptr (PakivTestAnswer) answer
      = pakiv_test_council_put (fixture->council, fixture->token, ANY_ID, fixture->package);

  api_assert_refused (answer, 422);
  api_assert_unknown (fixture);
}

static void
test_tampered (ApiFixture *fixture, gconstpointer data)
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
  api_assert_refused (a, 422);
  api_assert_refused (b, 422);
  api_assert_refused (c, 422);
  api_assert_unknown (fixture);
}

/* Signed and packed by the rules, without the writer's own look at the figures. */
static GBytes *
pack_unchecked (const PakivRelease *release)
{
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
  contents.certificate = pakiv_test_package_write_certificate (release);
  description = pakiv_description_write (release, &contents, public_key);
  signature = pakiv_minisign_sign (description, secret, comment);
  g_ptr_array_add (entries, description);
  g_ptr_array_add (entries, g_bytes_new_take (signature, strlen (signature)));
  g_ptr_array_add (entries, contents.observations);
  g_ptr_array_add (entries, contents.cube);
  g_ptr_array_add (entries, contents.readme);
  g_ptr_array_add (entries, contents.certificate);
  return pakiv_zip_write (pakiv_test_package_names, entries);
}

/* A desk gone wrong signs a count that is too small: the council names the row. */
static void
test_unprotected_rows_are_named (ApiFixture *fixture, gconstpointer data)
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
  api_assert_refused (answer, 422);
  rejected = json_object_get_array_member (answer->envelope, "rejectedIndexes");
  g_assert_cmpuint (json_array_get_length (rejected), >, 0);
  g_assert_nonnull (json_object_get_array_member (answer->envelope, "conflicts"));
  api_assert_unknown (fixture);
}

/* The figures are well, but the certificate that came with them is that of others. */
static void
test_false_certificate (ApiFixture *fixture, gconstpointer data)
{
  g_autoptr (PakivRelease) release = pakiv_test_release_new ("Northfield");
  PakivTestPackage made = { .release = release, .package = fixture->package };
  g_autoptr (GPtrArray) entries = pakiv_test_package_unpack (&made);
  g_autoptr (GBytes) before = g_bytes_ref (entries->pdata[5]);
  g_autoptr (GBytes) bad = NULL;
  g_autoptr (PakivTestAnswer) answer = NULL;
  JsonArray *conflicts;

  pakiv_test_make_key (SEED, made.key, made.secret);
  pakiv_test_package_replace (entries, 5, "\"narrowest\": 9", "\"narrowest\": 99");
  pakiv_test_package_replace_hash (entries, before, 5);
  bad = pakiv_test_package_pack (&made, entries);
  answer = pakiv_test_council_put (fixture->council, fixture->token, fixture->id, bad);
  api_assert_refused (answer, 422);
  conflicts = json_object_get_array_member (answer->envelope, "conflicts");
  g_assert_cmpuint (json_array_get_length (conflicts), ==, 1);
  g_assert_nonnull (strstr (json_array_get_string_element (conflicts, 0), "certificate.json"));
  api_assert_unknown (fixture);
}

/* One station neither reads nor sends what is another's. */
static void
test_stations_are_apart (ApiFixture *fixture, gconstpointer data)
{
  g_autofree char *code = pakiv_test_council_add_station (fixture->council, "Southfield");
  g_autofree char *token = pakiv_test_council_enrol (fixture->council, code, ANY_ID, SEED);
  g_autoptr (PakivTestAnswer) sent
      = pakiv_test_council_put (fixture->council, token, fixture->id, fixture->package);
  g_autoptr (PakivTestAnswer) own
      = pakiv_test_council_put (fixture->council, fixture->token, fixture->id, fixture->package);
  g_autoptr (PakivTestAnswer) asked = api_ask (fixture, token, fixture->id);

  api_assert_refused (sent, 422);
  g_assert_cmpuint (own->status, ==, 201);
  api_assert_refused (asked, 404);
}

static void
test_methods_and_addresses (ApiFixture *fixture, gconstpointer data)
{
  g_autoptr (PakivTestAnswer) get = pakiv_test_council_call (
      fixture->council, &(PakivTestCall){ .method = "GET", .path = "/api/v1/enrol" });
  g_autoptr (PakivTestAnswer) none = pakiv_test_council_call (
      fixture->council, &(PakivTestCall){ .method = "GET", .path = "/api/v1/nothing" });

  api_assert_refused (get, 405);
  g_assert_cmpstr (soup_message_headers_get_one (get->headers, "Allow"), ==, "POST");
  api_assert_refused (none, 404);
}

static void
test_log_is_discreet (ApiFixture *fixture, gconstpointer data)
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
test_desk_client (ApiFixture *fixture, gconstpointer data)
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

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  API_ADD ("api/send", test_send);
  API_ADD ("api/other-bytes", test_other_bytes_are_refused);
  API_ADD ("api/dry-run", test_dry_run);
  API_ADD ("api/second", test_second_release_is_refused);
  API_ADD ("api/beside-earlier", test_beside_an_earlier_one);
  API_ADD ("api/against-earlier", test_against_an_earlier_one);
  API_ADD ("api/token", test_token);
  API_ADD ("api/digest", test_digest);
  API_ADD ("api/wrong-key", test_wrong_key);
  API_ADD ("api/wrong-id", test_wrong_id);
  API_ADD ("api/tampered", test_tampered);
  API_ADD ("api/unprotected", test_unprotected_rows_are_named);
  API_ADD ("api/false-certificate", test_false_certificate);
  API_ADD ("api/stations-apart", test_stations_are_apart);
  API_ADD ("api/methods", test_methods_and_addresses);
  API_ADD ("api/log", test_log_is_discreet);
  API_ADD ("api/desk-client", test_desk_client);
  return g_test_run ();
}
