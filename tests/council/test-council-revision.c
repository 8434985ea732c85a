/* Revisions at the council: the next version beside what it holds, and nothing that comes out
 * beside the first release. */
#include "api-fixture.h"

#include <string.h>

#define TABLE 3 /* attendance, in which base and figures are small */

/* A revision of the sample release: attendance, of which @taken_out (a row of figures, _T first) is
 * taken out. */
static GBytes *
make_revision (int version, const gint64 *taken_out, guint n, char **id)
{
  g_autoptr (PakivRelease) release = pakiv_test_release_new ("Northfield");
  PakivTable *table = g_ptr_array_steal_index (release->tables, TABLE);
  guint8 key[PAKIV_MINISIGN_KEY], secret[PAKIV_MINISIGN_SECRET];
  g_autoptr (GError) error = NULL;
  GBytes *package;

  g_assert_cmpstr (table->id, ==, "attendance");
  g_assert_cmpuint (table->n_values, ==, n);
  for (guint i = 0; i < n; i++)
    table->values[i] = taken_out[i];
  pakiv_test_table_add_up (table);
  pakiv_table_mark_change (table, PAKIV_TABLE_TAKEN_OUT);
  g_ptr_array_set_size (release->tables, 0);
  g_ptr_array_add (release->tables, table);
  release->version = version;
  pakiv_release_set_revision (release, "COURT", "Decision of a court");
  pakiv_test_make_key (SEED, key, secret);
  package = pakiv_package_write (release, secret, &error);
  g_assert_no_error (error);
  *id = pakiv_release_get_id (release);
  return package;
}

/* The table's figures in the sample release. (transfer full) */
static gint64 *
list_figures (guint *n, int *base)
{
  g_autoptr (PakivRelease) release = pakiv_test_release_new ("Northfield");
  const PakivTable *table = release->tables->pdata[TABLE];

  *n = (guint)table->n_values;
  *base = table->base;
  return g_memdup2 (table->values, table->n_values * sizeof *table->values);
}

/* The whole of one figure, rounded down to bases; @more bases more. */
static PakivTestAnswer *
put_revision (ApiFixture *fixture, int version, gint64 more, char **id)
{
  guint n;
  int base;
  g_autofree gint64 *figures = list_figures (&n, &base);
  g_autofree char *own = NULL;
  g_autoptr (GBytes) package = NULL;
  guint largest = 1;

  for (guint i = 1; i < n; i++)
    largest = figures[i] > figures[largest] ? i : largest;
  for (guint i = 0; i < n; i++)
    figures[i] = i == largest ? (figures[i] / base + more) * base : 0;
  package = make_revision (version, figures, n, &own);
  if (id != NULL)
    *id = g_strdup (own);
  return pakiv_test_council_put (fixture->council, fixture->token, own, package);
}

static void
put_first (ApiFixture *fixture)
{
  g_autoptr (PakivTestAnswer) answer
      = pakiv_test_council_put (fixture->council, fixture->token, fixture->id, fixture->package);

  g_assert_cmpuint (answer->status, ==, 201);
}

static void
test_order (ApiFixture *fixture, gconstpointer data)
{
  g_autofree char *id = NULL;
  g_autoptr (PakivTestAnswer) early = put_revision (fixture, 2, 0, &id);
  g_autoptr (PakivTestAnswer) skipped = NULL, second = NULL, again = NULL, third = NULL;
  g_autoptr (PakivTestAnswer) unknown = NULL, other = NULL;

  api_assert_refused (early, 422);
  unknown = api_ask (fixture, fixture->token, id);
  api_assert_refused (unknown, 404);
  put_first (fixture);
  skipped = put_revision (fixture, 3, 0, NULL);
  api_assert_refused (skipped, 422);
  g_assert_nonnull (
      strstr (json_object_get_string_member (skipped->envelope, "error"), "in their order"));
  second = put_revision (fixture, 2, 0, NULL);
  g_assert_cmpuint (second->status, ==, 201);
  again = put_revision (fixture, 2, 0, NULL);
  g_assert_cmpuint (again->status, ==, 200);
  other = put_revision (fixture, 2, -1, NULL);
  api_assert_refused (other, 409);
  third = put_revision (fixture, 3, -1, NULL);
  g_assert_cmpuint (third->status, ==, 201);
}

/* More taken out than there was: it would tell how little was left. */
static void
test_too_much (ApiFixture *fixture, gconstpointer data)
{
  g_autoptr (PakivTestAnswer) answer = NULL;
  JsonArray *conflicts;

  put_first (fixture);
  answer = put_revision (fixture, 2, 1, NULL);
  api_assert_refused (answer, 422);
  conflicts = json_object_get_array_member (answer->envelope, "conflicts");
  g_assert_cmpuint (json_array_get_length (conflicts), >=, 1);
  g_assert_nonnull (
      strstr (json_array_get_string_element (conflicts, 0), "more is taken out than"));
}

/* A first release that calls itself the fifth: its revision, which says that it revises the first,
 * would be set beside nothing. */
static void
test_other_first (ApiFixture *fixture, gconstpointer data)
{
  g_autofree char *id = NULL;
  g_autoptr (GBytes) fifth = pakiv_test_council_make_package (5, SEED, &id);
  g_autoptr (PakivTestAnswer) taken = NULL, refused = NULL, unknown = NULL;
  g_autofree char *revision = NULL;

  taken = pakiv_test_council_put (fixture->council, fixture->token, id, fifth);
  g_assert_cmpuint (taken->status, ==, 201);
  refused = put_revision (fixture, 6, 1, &revision);
  api_assert_refused (refused, 422);
  unknown = api_ask (fixture, fixture->token, revision);
  api_assert_refused (unknown, 404);
}

/* Counts in the place of a second release stay refused, also after a revision. */
static void
test_second_counts (ApiFixture *fixture, gconstpointer data)
{
  g_autofree char *id = NULL;
  g_autoptr (GBytes) counts = pakiv_test_council_make_package (3, SEED, &id);
  g_autoptr (PakivTestAnswer) revision = NULL, refused = NULL;

  put_first (fixture);
  revision = put_revision (fixture, 2, 0, NULL);
  g_assert_cmpuint (revision->status, ==, 201);
  refused = pakiv_test_council_put (fixture->council, fixture->token, id, counts);
  api_assert_refused (refused, 409);
}

/* (transfer full) */
static char *
get_page (ApiFixture *fixture, const char *path, guint status)
{
  g_autoptr (PakivTestAnswer) answer = pakiv_test_council_call (
      fixture->council, &(PakivTestCall){ .method = "GET", .path = path });

  g_assert_cmpuint (answer->status, ==, status);
  return pakiv_test_answer_get_text (answer);
}

static void
test_pages (ApiFixture *fixture, gconstpointer data)
{
  g_autofree char *id = NULL, *newer = NULL;
  g_autoptr (PakivTestAnswer) second = NULL, third = NULL;
  g_autofree char *first_path = g_strdup_printf ("/releases/%s", fixture->id);
  g_autofree char *path = NULL, *document = NULL, *year = NULL;
  g_autofree char *overview = NULL, *first = NULL, *page = NULL, *none = NULL, *sums = NULL;
  const char *card;

  put_first (fixture);
  second = put_revision (fixture, 2, 0, &id);
  third = put_revision (fixture, 3, -1, &newer);
  path = g_strdup_printf ("/releases/%s", id);
  document = g_strdup_printf ("/releases/%s/report.pdf", id);
  year = g_strdup_printf ("/releases/%s/year", fixture->id);

  overview = get_page (fixture, "/", 200);
  card = strstr (overview, "class=\"card\"");
  g_assert_nonnull (card);
  /* A revision has no card of its own. */
  g_assert_true (g_strrstr (overview, "class=\"card\"") == card);
  g_assert_nonnull (strstr (card, newer));
  first = get_page (fixture, first_path, 200);
  g_assert_nonnull (strstr (first, "stand as they were first released"));
  g_assert_nonnull (strstr (first, newer));
  page = get_page (fixture, path, 200);
  g_assert_nonnull (strstr (page, "A later revision has taken the place of this one."));
  g_assert_nonnull (strstr (page, "Decision of a court"));
  g_assert_nonnull (strstr (page, "Taken out: Title of attendance"));
  none = get_page (fixture, document, 404);
  sums = get_page (fixture, year, 200);
  g_assert_nonnull (strstr (sums, "the revision is not in it"));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  API_ADD ("revision/order", test_order);
  API_ADD ("revision/too-much", test_too_much);
  API_ADD ("revision/other-first", test_other_first);
  API_ADD ("revision/second-counts", test_second_counts);
  API_ADD ("revision/pages", test_pages);
  return g_test_run ();
}
