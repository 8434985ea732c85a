/* What a browser gets: pages, charts, the package, headers, errors. */
#include "pakiv-test-council.h"
#include "pakiv-test-release.h"

#include <glib/gstdio.h>
#include <sqlite3.h>
#include <stdlib.h>
#include <string.h>

#define SEED 10
#define ANY_ID "00000000-0000-5000-8000-000000000000"

typedef struct
{
  PakivTestCouncil *council;
  char *token;
  char *id;
  char *path; /* of the release's page */
  GBytes *package;
} Fixture;

static void
set_up (Fixture *fixture, gconstpointer data)
{
  g_autofree char *code = NULL;
  g_autoptr (PakivTestAnswer) sent = NULL;

  fixture->council = pakiv_test_council_start (NULL);
  /* A name that would be markup, were it not escaped. */
  code = pakiv_test_council_add_station (fixture->council, "North <b>&amp; \"field\"");
  fixture->token = pakiv_test_council_enrol (fixture->council, code, PAKIV_TEST_STATION_ID, SEED);
  fixture->package = pakiv_test_council_make_package (1, SEED, &fixture->id);
  sent = pakiv_test_council_put (fixture->council, fixture->token, fixture->id, fixture->package);
  g_assert_cmpuint (sent->status, ==, 201);
  fixture->path = g_strconcat ("/releases/", fixture->id, NULL);
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  pakiv_test_council_stop (fixture->council);
  g_free (fixture->token);
  g_free (fixture->id);
  g_free (fixture->path);
  g_bytes_unref (fixture->package);
}

static PakivTestAnswer *
call (Fixture *fixture, const char *method, const char *path, const char *header)
{
  return pakiv_test_council_call (
      fixture->council, &(PakivTestCall){ .method = method, .path = path, .header = header });
}

static void
assert_has (const char *text, const char *part)
{
  if (strstr (text, part) == NULL)
    g_test_message ("%s", text);
  g_assert_nonnull (strstr (text, part));
}

static void
assert_page (PakivTestAnswer *answer, guint status)
{
  g_autofree char *text = pakiv_test_answer_get_text (answer);

  g_assert_cmpuint (answer->status, ==, status);
  g_assert_cmpstr (soup_message_headers_get_one (answer->headers, "Content-Type"), ==,
                   "text/html; charset=utf-8");
  assert_has (text, "<!DOCTYPE html>");
  assert_has (text, "<html lang=\"en\">");
  assert_has (text, "<main id=\"main\"");
  assert_has (text, "href=\"#main\"");
  assert_has (text, "<h1>");
  g_assert_null (strstr (text, "<script"));
  g_assert_null (strstr (text, "style=\""));
}

static void
assert_safe_headers (PakivTestAnswer *answer)
{
  SoupMessageHeaders *headers = answer->headers;
  const char *policy = soup_message_headers_get_one (headers, "Content-Security-Policy");

  g_assert_cmpstr (policy, ==,
                   "default-src 'none'; img-src 'self'; style-src 'self'; base-uri 'none'; "
                   "form-action 'none'; frame-ancestors 'none'");
  g_assert_cmpstr (soup_message_headers_get_one (headers, "X-Content-Type-Options"), ==, "nosniff");
  g_assert_cmpstr (soup_message_headers_get_one (headers, "Referrer-Policy"), ==, "no-referrer");
  g_assert_null (soup_message_headers_get_one (headers, "Server"));
}

static void
test_overview (Fixture *fixture, gconstpointer data)
{
  g_autoptr (PakivTestAnswer) answer = call (fixture, "GET", "/", NULL);
  g_autofree char *text = pakiv_test_answer_get_text (answer);

  assert_page (answer, 200);
  assert_safe_headers (answer);
  assert_has (text, fixture->path);
  assert_has (text, "January to March 2021");
  assert_has (text, "North &lt;b&gt;&amp;amp; &quot;field&quot;");
  g_assert_null (strstr (text, "North <b>"));
  assert_has (text, "Received");
}

static void
test_empty_overview (void)
{
  PakivTestCouncil *council = pakiv_test_council_start (NULL);
  g_autoptr (PakivTestAnswer) answer
      = pakiv_test_council_call (council, &(PakivTestCall){ .method = "GET", .path = "/" });
  g_autofree char *text = pakiv_test_answer_get_text (answer);

  assert_page (answer, 200);
  assert_has (text, "station add");
  pakiv_test_council_stop (council);
}

static void
test_release (Fixture *fixture, gconstpointer data)
{
  g_autoptr (PakivTestAnswer) answer = call (fixture, "GET", fixture->path, NULL);
  g_autofree char *text = pakiv_test_answer_get_text (answer);
  guint8 key[PAKIV_MINISIGN_KEY], secret[PAKIV_MINISIGN_SECRET];
  g_autofree char *chart
      = g_strconcat ("/releases/", fixture->id, "/charts/contacts-by-type.svg", NULL);
  g_autofree char *package = g_strconcat (fixture->path, "/package.zip", NULL);

  pakiv_test_make_key (SEED, key, secret);
  assert_page (answer, 200);
  assert_safe_headers (answer);
  assert_has (text, chart);
  assert_has (text, package);
  assert_has (text, "Signed by");
  assert_has (text, "Title of contacts-by-type");
  assert_has (text, "<h2>What was tried on these figures</h2>");
  assert_has (text, "any of at least 10 numbers");
  assert_has (text, "tried the figures again");
  /* By the council's name for it: a station must not publish under another's. */
  assert_has (text, "North &lt;b&gt;");
  g_assert_null (strstr (text, "Northfield"));
}

/* A package of a time before certificates, which a desk may still have to send. */
static void
test_without_certificate (void)
{
  PakivTestCouncil *council = pakiv_test_council_start (NULL);
  g_autofree char *code = pakiv_test_council_add_station (council, "Northfield");
  g_autofree char *token = pakiv_test_council_enrol (council, code, PAKIV_TEST_STATION_ID, 1);
  g_autofree char *file = g_test_build_filename (G_TEST_DIST, "tests", "exchange", "data",
                                                 "package-format-1.zip", NULL);
  g_autoptr (PakivRelease) release = pakiv_test_release_new ("Northfield");
  g_autofree char *id = pakiv_release_get_id (release);
  g_autofree char *path = g_strconcat ("/releases/", id, NULL);
  g_autofree char *content = NULL;
  g_autoptr (GBytes) package = NULL;
  g_autoptr (PakivTestAnswer) sent = NULL;
  g_autoptr (PakivTestAnswer) page = NULL;
  g_autofree char *text = NULL;
  g_autoptr (GError) error = NULL;
  gsize size;

  g_file_get_contents (file, &content, &size, &error);
  g_assert_no_error (error);
  package = g_bytes_new_take (g_steal_pointer (&content), size);
  sent = pakiv_test_council_put (council, token, id, package);
  g_assert_cmpuint (sent->status, ==, 201);
  page = pakiv_test_council_call (council, &(PakivTestCall){ .method = "GET", .path = path });
  text = pakiv_test_answer_get_text (page);
  assert_page (page, 200);
  assert_has (text, "made before releases carried a word");
  pakiv_test_council_stop (council);
}

#define NEWER_ID "00000000-0000-5000-8000-000000000002"
#define NEWER_VERSION \
  "INSERT INTO release (id, station, log, period, version, received_at, state, digest, package)" \
  " SELECT '" NEWER_ID "', station, log, period, 2, received_at, 'received', digest, package" \
  " FROM release; UPDATE release SET state = 'superseded' WHERE version = 1"

static void
test_newer_version_is_pointed_to (Fixture *fixture, gconstpointer data)
{
  g_autofree char *file = g_build_filename (fixture->council->data, "inbox.sqlite", NULL);
  g_autoptr (PakivTestAnswer) first = NULL;
  g_autoptr (PakivTestAnswer) overview = NULL;
  g_autofree char *text = NULL;
  g_autofree char *list = NULL;
  sqlite3 *db;

  g_assert_cmpint (sqlite3_open_v2 (file, &db, SQLITE_OPEN_READWRITE, NULL), ==, SQLITE_OK);
  g_assert_cmpint (sqlite3_exec (db, NEWER_VERSION, NULL, NULL, NULL), ==, SQLITE_OK);
  sqlite3_close (db);
  first = call (fixture, "GET", fixture->path, NULL);
  overview = call (fixture, "GET", "/", NULL);
  text = pakiv_test_answer_get_text (first);
  list = pakiv_test_answer_get_text (overview);
  assert_has (text, "Superseded");
  assert_has (text, NEWER_ID);
  assert_has (list, NEWER_ID);
  g_assert_null (strstr (list, fixture->id));
}

static void
assert_chart (Fixture *fixture, const char *name, guint status)
{
  g_autofree char *path = g_strdup_printf ("%s/charts/%s.svg", fixture->path, name);
  g_autoptr (PakivTestAnswer) answer = call (fixture, "GET", path, NULL);
  g_autofree char *text = pakiv_test_answer_get_text (answer);

  g_assert_cmpuint (answer->status, ==, status);
  if (status != 200)
    return;
  g_assert_cmpstr (soup_message_headers_get_one (answer->headers, "Content-Type"), ==,
                   "image/svg+xml");
  assert_has (text, "<svg");
  assert_safe_headers (answer);
}

static void
test_charts (Fixture *fixture, gconstpointer data)
{
  assert_chart (fixture, "contacts-by-type", 200);
  assert_chart (fixture, "contacts-by-type-dark", 200);
  assert_chart (fixture, "contacts-by", 404);
  assert_chart (fixture, "-dark", 404);
  assert_chart (fixture, "nothing", 404);
}

static void
test_package (Fixture *fixture, gconstpointer data)
{
  g_autofree char *path = g_strconcat (fixture->path, "/package.zip", NULL);
  g_autoptr (PakivTestAnswer) answer = call (fixture, "GET", path, NULL);
  const char *disposition = soup_message_headers_get_one (answer->headers, "Content-Disposition");

  g_assert_cmpuint (answer->status, ==, 200);
  g_assert_true (g_bytes_equal (answer->body, fixture->package));
  g_assert_true (g_str_has_prefix (disposition, "attachment; filename=\"report-"));
  g_assert_nonnull (soup_message_headers_get_one (answer->headers, "Last-Modified"));
}

/* One quarter of the year is there; the other three are named. */
static void
test_year (Fixture *fixture, gconstpointer data)
{
  g_autofree char *path = g_strconcat (fixture->path, "/year", NULL);
  g_autoptr (PakivTestAnswer) answer = call (fixture, "GET", path, NULL);
  g_autofree char *text = pakiv_test_answer_get_text (answer);

  g_autofree char *chart
      = g_strdup_printf ("/releases/%s/year/charts/contacts-by-type-dark.svg", fixture->id);
  g_autofree char *no_chart = g_strdup_printf ("/releases/%s/year/charts/nothing.svg", fixture->id);
  g_autoptr (PakivTestAnswer) drawn = call (fixture, "GET", chart, NULL);
  g_autoptr (PakivTestAnswer) missing = call (fixture, "GET", no_chart, NULL);
  g_autoptr (PakivTestAnswer) nowhere = call (fixture, "GET", "/releases/" ANY_ID "/year", NULL);

  assert_page (answer, 200);
  assert_safe_headers (answer);
  assert_has (text, chart);
  assert_has (text, "At a glance");
  assert_has (text, "How to read this");
  assert_has (text, "North &lt;b&gt;");
  g_assert_cmpuint (drawn->status, ==, 200);
  g_assert_cmpstr (soup_message_headers_get_one (drawn->headers, "Content-Type"), ==,
                   "image/svg+xml");
  g_assert_cmpuint (missing->status, ==, 404);
  assert_page (nowhere, 404);
  g_assert_nonnull (strstr (text, "Report of the year"));
  g_assert_nonnull (strstr (text, "These quarters are missing"));
  g_assert_nonnull (strstr (text, "October to December 2021"));
  g_assert_null (strstr (text, "January to March 2021,"));
}

/* Contacts of one quarter by district: "CENTRE=30 EAST=25". */
static void
send_by_district (Fixture *fixture, int quarter, const char *figures)
{
  g_autoptr (PakivRelease) release = pakiv_release_new (
      "Northfield", PAKIV_TEST_STATION_ID, PAKIV_LOG_POLICE, (PakivPeriod){ 2022, quarter }, 1);
  GPtrArray *dimensions = pakiv_table_dimensions_new ();
  PakivTableDimension *district = pakiv_table_dimension_new ("district", "District");
  g_auto (GStrv) words = g_strsplit (figures, " ", -1);
  guint8 key[PAKIV_MINISIGN_KEY], secret[PAKIV_MINISIGN_SECRET];
  g_autoptr (GBytes) package = NULL;
  g_autoptr (PakivTestAnswer) sent = NULL;
  g_autofree char *id = NULL;
  g_autoptr (GError) error = NULL;
  PakivTable *table;

  release->report = g_strdup ("quarterly");
  release->title = g_strdup ("Quarterly report");
  release->made_on = g_strdup ("2022-07-02");
  pakiv_table_dimension_add (district, PAKIV_TOTAL, "All");
  for (int i = 0; words[i] != NULL; i++)
    {
      g_autofree char *code = g_strndup (words[i], strcspn (words[i], "="));

      pakiv_table_dimension_add (district, code, code);
    }
  g_ptr_array_add (dimensions, district);
  table = pakiv_table_new_published ("contacts-by-district", dimensions, FALSE);
  table->title = g_strdup ("Contacts by district");
  table->measure = g_strdup ("CONTACTS");
  table->unit = g_strdup ("contacts");
  table->base = 10;
  for (int i = 0; words[i] != NULL; i++)
    table->values[i + 1] = atoi (strchr (words[i], '=') + 1);
  pakiv_test_table_add_up (table);
  g_ptr_array_add (release->tables, table);
  pakiv_test_make_key (SEED, key, secret);
  package = pakiv_package_write (release, secret, &error);
  g_assert_no_error (error);
  id = pakiv_release_get_id (release);
  sent = pakiv_test_council_put (fixture->council, fixture->token, id, package);
  g_assert_cmpuint (sent->status, ==, 201);
  g_free (fixture->path);
  fixture->path = g_strconcat ("/releases/", id, NULL);
}

/* A district was joined to another in spring; the municipality’s own list, in the server’s folder,
 * says to which. */
static void
test_year_of_joined_districts (Fixture *fixture, gconstpointer data)
{
  const char *list = "<codelist id=\"district\" local=\"yes\" areas=\"yes\"><label>District</label>"
                     "<code id=\"CITY\"><label>City</label></code>"
                     "<code id=\"CENTRE\"><label>Centre</label></code>"
                     "<code id=\"EAST\" coarser=\"CENTRE\"><label>East</label></code>"
                     "<code id=\"WEST\"><label>West</label></code></codelist>";
  g_autofree char *folder = g_build_filename (fixture->council->data, "codelists", NULL);
  g_autofree char *file = g_build_filename (folder, "district.xml", NULL);
  g_autofree char *path = NULL;
  g_autoptr (PakivTestAnswer) answer = NULL;
  g_autofree char *text = NULL;
  g_autoptr (GError) error = NULL;

  g_mkdir (folder, 0700);
  g_file_set_contents (file, list, -1, &error);
  g_assert_no_error (error);
  send_by_district (fixture, 1, "CENTRE=30 EAST=25 WEST=11");
  send_by_district (fixture, 2, "CENTRE=60 WEST=13");
  path = g_strconcat (fixture->path, "/year", NULL);
  answer = call (fixture, "GET", path, NULL);
  text = pakiv_test_answer_get_text (answer);
  assert_page (answer, 200);
  assert_has (text, "<th scope=\"row\">CENTRE</th><td>115</td>");
  assert_has (text, "<th scope=\"row\">WEST</th><td>24</td>");
  g_assert_null (strstr (text, "is left out"));
}

/* To print and to vote on; under the name by which the council knows the station. */
static void
test_document (Fixture *fixture, gconstpointer data)
{
  g_autofree char *path = g_strconcat (fixture->path, "/report.pdf", NULL);
  g_autoptr (PakivTestAnswer) answer = call (fixture, "GET", path, NULL);
  const char *disposition = soup_message_headers_get_one (answer->headers, "Content-Disposition");
  gsize size;
  const char *bytes = g_bytes_get_data (answer->body, &size);

  g_assert_cmpuint (answer->status, ==, 200);
  g_assert_cmpstr (soup_message_headers_get_one (answer->headers, "Content-Type"), ==,
                   "application/pdf");
  g_assert_cmpuint (size, >, 1000);
  g_assert_cmpint (memcmp (bytes, "%PDF-", 5), ==, 0);
  g_assert_true (g_str_has_prefix (disposition, "attachment; filename=\"report-"));
  g_assert_nonnull (strstr (disposition, ".pdf"));
  g_assert_null (strstr (disposition, ".zip"));
}

static void
test_browser_keeps_what_is_the_same (Fixture *fixture, gconstpointer data)
{
  g_autoptr (PakivTestAnswer) first = call (fixture, "GET", "/style.css", NULL);
  g_autofree char *header = g_strconcat (
      "If-None-Match: ", soup_message_headers_get_one (first->headers, "ETag"), NULL);
  g_autofree char *weak = g_strconcat ("If-None-Match: W/",
                                       soup_message_headers_get_one (first->headers, "ETag"), NULL);
  g_autoptr (PakivTestAnswer) again = call (fixture, "GET", "/style.css", header);
  g_autoptr (PakivTestAnswer) zipped = call (fixture, "GET", "/style.css", weak);
  g_autoptr (PakivTestAnswer) other
      = call (fixture, "GET", "/style.css", "If-None-Match: \"other\"");

  g_assert_cmpuint (first->status, ==, 200);
  g_assert_cmpuint (again->status, ==, 304);
  g_assert_cmpuint (g_bytes_get_size (again->body), ==, 0);
  g_assert_cmpuint (zipped->status, ==, 304);
  g_assert_cmpuint (other->status, ==, 200);
}

static void
test_head (Fixture *fixture, gconstpointer data)
{
  const char *paths[] = { "/", "/style.css", "/icon.svg", fixture->path };

  for (gsize i = 0; i < G_N_ELEMENTS (paths); i++)
    {
      g_autoptr (PakivTestAnswer) get = call (fixture, "GET", paths[i], NULL);
      g_autoptr (PakivTestAnswer) head = call (fixture, "HEAD", paths[i], NULL);

      g_assert_cmpuint (head->status, ==, 200);
      g_assert_cmpuint (g_bytes_get_size (head->body), ==, 0);
      g_assert_cmpint (soup_message_headers_get_content_length (head->headers), ==,
                       (goffset)g_bytes_get_size (get->body));
    }
}

static void
test_errors (Fixture *fixture, gconstpointer data)
{
  const char *missing[]
      = { "/nothing",           "/releases/" ANY_ID,  "/releases/" ANY_ID "/package.zip",
          "/%2e%2e/etc/passwd", "/releases/%2e%2e/x", "//",
          "/releases/x%00y",    "/style.css%00",      "/favicon.ico" };
  g_autoptr (PakivTestAnswer) posted = call (fixture, "POST", "/", NULL);
  g_autoptr (PakivTestAnswer) deleted = call (fixture, "DELETE", fixture->path, NULL);

  for (gsize i = 0; i < G_N_ELEMENTS (missing); i++)
    {
      g_autoptr (PakivTestAnswer) answer = call (fixture, "GET", missing[i], NULL);

      g_test_message ("%s", missing[i]);
      assert_page (answer, 404);
      assert_safe_headers (answer);
    }
  assert_page (posted, 405);
  g_assert_cmpstr (soup_message_headers_get_one (posted->headers, "Allow"), ==, "GET, HEAD");
  assert_page (deleted, 405);
}

static void
test_opened_code_is_explained (Fixture *fixture, gconstpointer data)
{
  g_autofree char *code = pakiv_test_council_add_station (fixture->council, "Southfield");
  g_autofree char *path = g_strconcat ("/enrol/", code, NULL);
  g_autoptr (PakivTestAnswer) good = call (fixture, "GET", path, NULL);
  g_autoptr (PakivTestAnswer) bad = call (fixture, "GET", "/enrol/AAAA-BBBB-CCCC", NULL);
  g_autofree char *token = NULL;

  assert_page (good, 200);
  /* No telling which is which, and looking does not use it up. */
  g_assert_true (g_bytes_equal (good->body, bad->body));
  token = pakiv_test_council_enrol (fixture->council, code, ANY_ID, SEED + 4);
  g_assert_nonnull (token);
}

/* The manual's chapter, and a way to it from every page; neither where there is no manual. */
static void
test_method (Fixture *fixture, gconstpointer data)
{
  g_autoptr (PakivTestAnswer) answer = call (fixture, "GET", "/method", NULL);
  g_autoptr (PakivTestAnswer) release = call (fixture, "GET", fixture->path, NULL);
  g_autofree char *text = pakiv_test_answer_get_text (answer);
  g_autofree char *page = pakiv_test_answer_get_text (release);

  assert_page (answer, 200);
  assert_safe_headers (answer);
  assert_has (text, "<h1>How people are protected in the figures</h1>");
  assert_has (text, "<caption>Published</caption>");
  assert_has (page, "<a href=\"/method\">");
  g_assert_null (strstr (strstr (text, "<html") + 1, "<!DOCTYPE"));
  g_assert_null (strstr (text, ".html\""));
}

static void
test_without_manual (void)
{
  g_autofree char *folder = g_strdup (g_getenv ("PAKIV_MANUAL"));
  Fixture fixture = { 0 };
  g_autoptr (PakivTestAnswer) answer = NULL;
  g_autoptr (PakivTestAnswer) overview = NULL;
  g_autofree char *text = NULL;

  g_setenv ("PAKIV_MANUAL", "/nowhere/at-all", TRUE);
  set_up (&fixture, NULL);
  answer = call (&fixture, "GET", "/method", NULL);
  overview = call (&fixture, "GET", "/", NULL);
  text = pakiv_test_answer_get_text (overview);
  assert_page (answer, 404);
  g_assert_null (strstr (text, "/method"));
  tear_down (&fixture, NULL);
  g_setenv ("PAKIV_MANUAL", folder, TRUE);
}

#define ADD(name, function) \
  g_test_add ("/council/pages/" name, Fixture, NULL, set_up, function, tear_down)

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/council/pages/empty", test_empty_overview);
  ADD ("overview", test_overview);
  ADD ("release", test_release);
  g_test_add_func ("/council/pages/without-certificate", test_without_certificate);
  ADD ("newer-version", test_newer_version_is_pointed_to);
  ADD ("charts", test_charts);
  ADD ("package", test_package);
  ADD ("document", test_document);
  ADD ("year", test_year);
  ADD ("year-of-joined-districts", test_year_of_joined_districts);
  ADD ("method", test_method);
  g_test_add_func ("/council/pages/without-manual", test_without_manual);
  ADD ("same", test_browser_keeps_what_is_the_same);
  ADD ("head", test_head);
  ADD ("errors", test_errors);
  ADD ("code", test_opened_code_is_explained);
  return g_test_run ();
}
