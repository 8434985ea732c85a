/* Addresses, digests and limits of bodies, secrets. */
#include "pakiv-route.h"
#include "pakiv-test-council.h"
#include "pakiv-token.h"
#include "pakiv-upload.h"

#include <glib/gstdio.h>
#include <string.h>

#define ID "3f0c2f6e-5b1e-5d55-9c1a-0d8a6f1b7e21"

typedef struct
{
  const char *path;
  PakivRouteKind kind;
} Case;

static void
test_addresses (void)
{
  const Case cases[] = {
    { "/", PAKIV_ROUTE_OVERVIEW },
    { "/style.css", PAKIV_ROUTE_STYLE },
    { "/icon.svg", PAKIV_ROUTE_ICON },
    { "/method", PAKIV_ROUTE_METHOD },
    { "/method/", PAKIV_ROUTE_NONE },
    { "/releases/" ID, PAKIV_ROUTE_RELEASE },
    { "/releases/" ID "/package.zip", PAKIV_ROUTE_PACKAGE },
    { "/releases/" ID "/report.pdf", PAKIV_ROUTE_DOCUMENT },
    { "/releases/" ID "/year", PAKIV_ROUTE_YEAR },
    { "/releases/" ID "/charts/a-b.svg", PAKIV_ROUTE_CHART },
    { "/releases/" ID "/year/charts/a-b.svg", PAKIV_ROUTE_YEAR_CHART },
    { "/releases/" ID "/year/charts/.svg", PAKIV_ROUTE_NONE },
    { "/releases/" ID "/year/charts/a.svg/x", PAKIV_ROUTE_NONE },
    { "/releases/" ID "/year/a.svg", PAKIV_ROUTE_NONE },
    { "/enrol/AAAA-BBBB-CCCC", PAKIV_ROUTE_ENROL },
    { "/api/v1/enrol", PAKIV_ROUTE_API_ENROL },
    { "/api/v1/reports/" ID, PAKIV_ROUTE_API_REPORT },
    { NULL, PAKIV_ROUTE_NONE },
    { "", PAKIV_ROUTE_NONE },
    { "*", PAKIV_ROUTE_NONE },
    { "//", PAKIV_ROUTE_NONE },
    { "/.", PAKIV_ROUTE_NONE },
    { "/..", PAKIV_ROUTE_NONE },
    { "/style.css/", PAKIV_ROUTE_NONE },
    { "/%73tyle.css", PAKIV_ROUTE_NONE },
    { "/releases/", PAKIV_ROUTE_NONE },
    { "/releases//" ID, PAKIV_ROUTE_NONE },
    { "/releases/" ID "/", PAKIV_ROUTE_NONE },
    { "/releases/" ID "/package.zip/x", PAKIV_ROUTE_NONE },
    { "/releases/3F0C2F6E-5b1e-5d55-9c1a-0d8a6f1b7e21", PAKIV_ROUTE_NONE },
    { "/releases/3f0c2f6e-5b1e-5d55-9c1a-0d8a6f1b7e2", PAKIV_ROUTE_NONE },
    { "/releases/" ID "/charts/.svg", PAKIV_ROUTE_NONE },
    { "/releases/" ID "/charts/..svg", PAKIV_ROUTE_NONE },
    { "/releases/" ID "/charts/a%2fb.svg", PAKIV_ROUTE_NONE },
    { "/releases/" ID "/charts/a/b.svg", PAKIV_ROUTE_NONE },
    { "/releases/" ID "/charts/../package.zip", PAKIV_ROUTE_NONE },
    { "/api", PAKIV_ROUTE_API_NONE },
    { "/api/v2/enrol", PAKIV_ROUTE_API_NONE },
    { "/api/v1/reports/x", PAKIV_ROUTE_API_NONE },
    { "/api/v1/reports/" ID "/x", PAKIV_ROUTE_API_NONE },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_auto (PakivRoute) route = { 0 };

      pakiv_route_parse (cases[i].path, &route);
      g_test_message ("%s", cases[i].path);
      g_assert_cmpint (route.kind, ==, cases[i].kind);
    }
}

static void
test_log_has_no_code (void)
{
  g_auto (PakivRoute) route = { 0 };
  g_autofree char *text = NULL;

  pakiv_route_parse ("/enrol/AAAA-BBBB-CCCC", &route);
  text = pakiv_route_to_string (&route);
  g_assert_null (strstr (text, "AAAA"));
}

static void
test_code_is_read_as_people_type_it (void)
{
  g_autofree char *code = pakiv_token_new_code ();
  g_autofree char *other = pakiv_token_new_code ();
  guint8 a[PAKIV_TOKEN_HASH], b[PAKIV_TOKEN_HASH];

  g_assert_cmpuint (strlen (code), ==, 14);
  g_assert_cmpstr (code, !=, other);
  g_assert_true (pakiv_token_hash_code ("0123-ABCD-EFGH", a));
  g_assert_true (pakiv_token_hash_code (" oi23abcd efgh ", b));
  g_assert_cmpmem (a, sizeof a, b, sizeof b);
  g_assert_true (pakiv_token_hash_code ("0123-ABCD-EFGJ", b));
  g_assert_true (memcmp (a, b, sizeof a) != 0);
  g_assert_false (pakiv_token_hash_code ("0123-ABCD-EFG", a));
  g_assert_false (pakiv_token_hash_code ("0123-ABCD-EFGHJ", a));
  g_assert_false (pakiv_token_hash_code ("0123-ABCD-EFG!", a));
  g_assert_false (pakiv_token_hash_code ("", a));
}

static void
test_digest (void)
{
  g_autoptr (PakivUpload) upload = pakiv_upload_new (NULL, 100);
  g_autoptr (GBytes) hello = g_bytes_new_static ("hello", 5);
  const char *right = "sha-256=:LPJNul+wow4m6DsqxbninhsWHlwfp0JecwQzYpOLmCQ=:";
  g_autofree char *listed = g_strconcat ("md5=:AAAA:, ", right, NULL);

  pakiv_upload_append (upload, hello);
  g_assert_cmpint (pakiv_upload_match_digest (upload, right), ==, PAKIV_DIGEST_SAME);
  g_assert_cmpint (pakiv_upload_match_digest (upload, listed), ==, PAKIV_DIGEST_SAME);
  g_assert_cmpint (pakiv_upload_match_digest (upload, "sha-256=:AAAA:"), ==,
                   PAKIV_DIGEST_UNREADABLE);
  g_assert_cmpint (pakiv_upload_match_digest (upload, "md5=:AAAA:"), ==, PAKIV_DIGEST_UNREADABLE);
  pakiv_upload_append (upload, hello);
  g_assert_cmpint (pakiv_upload_match_digest (upload, right), ==, PAKIV_DIGEST_OTHER);
}

static guint
count_files (const char *path)
{
  g_autoptr (GDir) folder = g_dir_open (path, 0, NULL);
  guint n = 0;

  while (g_dir_read_name (folder) != NULL)
    n++;
  return n;
}

static void
test_upload_keeps_its_limit (void)
{
  g_autofree char *folder = g_dir_make_tmp ("pakiv-upload-XXXXXX", NULL);
  g_autoptr (GBytes) chunk = g_bytes_new_static ("0123456789", 10);
  PakivUpload *upload = pakiv_upload_new (folder, 20);
  g_autoptr (GBytes) all = NULL;

  pakiv_upload_append (upload, chunk);
  pakiv_upload_append (upload, chunk);
  g_assert_cmpint (pakiv_upload_get_state (upload), ==, PAKIV_UPLOAD_WELL);
  all = pakiv_upload_read (upload, NULL);
  g_assert_cmpmem (g_bytes_get_data (all, NULL), g_bytes_get_size (all), "01234567890123456789",
                   20);
  g_assert_cmpuint (count_files (folder), ==, 1);
  pakiv_upload_append (upload, chunk);
  g_assert_cmpint (pakiv_upload_get_state (upload), ==, PAKIV_UPLOAD_TOO_LARGE);
  g_assert_cmpuint (pakiv_upload_get_length (upload), ==, 30);
  pakiv_upload_free (upload);
  g_assert_cmpuint (count_files (folder), ==, 0);
  pakiv_test_remove_folder (folder);
}

static void
test_upload_into_nowhere (void)
{
  g_autoptr (PakivUpload) upload = pakiv_upload_new ("/nonexistent/folder", 20);

  g_assert_cmpint (pakiv_upload_get_state (upload), ==, PAKIV_UPLOAD_FAILED);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/council/route/addresses", test_addresses);
  g_test_add_func ("/council/route/log-has-no-code", test_log_has_no_code);
  g_test_add_func ("/council/secret/code", test_code_is_read_as_people_type_it);
  g_test_add_func ("/council/upload/digest", test_digest);
  g_test_add_func ("/council/upload/limit", test_upload_keeps_its_limit);
  g_test_add_func ("/council/upload/nowhere", test_upload_into_nowhere);
  return g_test_run ();
}
