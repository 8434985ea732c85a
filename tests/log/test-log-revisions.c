/* Revisions: what is kept of records of closed books, what is counted from it, and when it goes. */
#include "fixture.h"

#include "pakiv-log-revisions.h"
#include "pakiv-retention.h"
#include "pakiv-sql.h"

#include <string.h>

static const PakivPeriod q1 = { 2021, 1 };

static const char talks_cube[] = "<cube id='talks' kind='talk' base='5'><unit>talks</unit>"
                                 "<dimension id='place' field='place'/></cube>";
static const char people_cube[]
    = "<cube id='people' kind='talk' rows='met' measure='number' base='5'><unit>people</unit>"
      "<dimension id='place' field='place'/></cube>";

typedef struct
{
  Fixture *fixture;
  PakivLog *log;
  PakivCubeSpec *talks;
  PakivCubeSpec *people;
} Desk;

static PakivCubeSpec *
read_cube (Fixture *fixture, const char *text)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (PakivXml) xml = pakiv_xml_parse (text, (gsize)strlen (text), "cube", &error);
  PakivCubeSpec *spec = pakiv_cube_spec_new_from_xml (xml, fixture->definitions, &error);

  g_assert_no_error (error);
  return spec;
}

static void
set_up (Desk *desk)
{
  desk->fixture = fixture_new ();
  desk->log = fixture_open (desk->fixture, PAKIV_LOG_POLICE, PAKIV_ROLE_OFFICER);
  desk->talks = read_cube (desk->fixture, talks_cube);
  desk->people = read_cube (desk->fixture, people_cube);
}

static void
tear_down (Desk *desk)
{
  pakiv_cube_spec_free (desk->talks);
  pakiv_cube_spec_free (desk->people);
  pakiv_log_unref (desk->log);
  fixture_free (desk->fixture);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Desk, tear_down)

/* Releases the quarter; its only cell of talks is OLD, published as @released. */
static void
release (Desk *desk, gint64 released)
{
  g_autoptr (GPtrArray) cells = g_ptr_array_new_with_free_func ((GDestroyNotify)pakiv_changes_free);
  g_autoptr (GBytes) package = g_bytes_new_static ("first", 5);
  g_autoptr (PakivCounts) counts = NULL;
  PakivChanges *changes = pakiv_changes_new (desk->talks, q1);
  g_autoptr (GError) error = NULL;

  counts = pakiv_log_count (desk->log, desk->talks, q1, &error);
  for (guint i = 0; i < counts->cells->len; i++)
    {
      const PakivChange cell
          = { .key = g_array_index (counts->cells, PakivCell, i).key, .released = released };

      g_array_append_val (changes->cells, cell);
    }
  g_ptr_array_add (cells, changes);
  pakiv_log_store_release_with_deviations (desk->log, q1, 1, package, NULL, cells, &error);
  g_assert_no_error (error);
}

static void
change (Desk *desk, const char *id, const char *field, const char *value)
{
  g_autoptr (PakivRecord) record = fixture_load (desk->log, desk->fixture->talk, id);
  g_autoptr (GError) error = NULL;

  pakiv_record_set (record, field, value);
  pakiv_log_save (desk->log, record, &error);
  g_assert_no_error (error);
}

static guint
count_corrected (Desk *desk)
{
  g_autoptr (GError) error = NULL;
  guint n = 0;

  pakiv_log_count_corrected (desk->log, q1, &n, &error);
  g_assert_no_error (error);
  return n;
}

/* "OLD -2 NEW 2": the changes that are not 0, in the order of the list. */
static char *
word_changes (Desk *desk, const PakivCubeSpec *spec)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (PakivChanges) changes = pakiv_log_count_changes (desk->log, spec, q1, &error);
  const PakivDimension *place = spec->dimensions->pdata[0];
  g_autoptr (GPtrArray) categories = pakiv_dimension_get_categories (place, q1);
  g_autoptr (GString) words = g_string_new (NULL);

  g_assert_no_error (error);
  for (guint c = 0; c < categories->len; c++)
    for (guint i = 0; i < changes->cells->len; i++)
      {
        const PakivChange *cell = &g_array_index (changes->cells, PakivChange, i);

        if (cell->now != 0 && pakiv_dimension_falls_under (place, cell->key, c))
          g_string_append_printf (words, "%s%s %" G_GINT64_FORMAT, words->len > 0 ? " " : "",
                                  (char *)categories->pdata[c], cell->now);
      }
  return g_string_free (g_steal_pointer (&words), FALSE);
}

#define assert_changes(desk, spec, expected) \
  G_STMT_START \
  { \
    g_autofree char *found_words = word_changes (desk, spec); \
\
    g_assert_cmpstr (found_words, ==, expected); \
  } \
  G_STMT_END

static gboolean
try_revise (Desk *desk, int version, GPtrArray *changes, GError **error)
{
  g_autoptr (GBytes) package = g_bytes_new_static ("revision", 8);

  return pakiv_log_store_revision (desk->log, q1, version, package, changes, error);
}

static GPtrArray *
count_all (Desk *desk)
{
  GPtrArray *all = g_ptr_array_new_with_free_func ((GDestroyNotify)pakiv_changes_free);
  g_autoptr (GError) error = NULL;

  g_ptr_array_add (all, pakiv_log_count_changes (desk->log, desk->talks, q1, &error));
  g_assert_no_error (error);
  return all;
}

static void
revise (Desk *desk, int version)
{
  g_autoptr (GPtrArray) changes = count_all (desk);
  g_autoptr (GError) error = NULL;

  try_revise (desk, version, changes, &error);
  g_assert_no_error (error);
}

/* What is kept of a record has its codes and not a word of its texts. */
static void
assert_no_texts (Desk *desk)
{
  g_autofree char *path = fixture_get_path (desk->fixture, "test.log");
  g_autoptr (GError) error = NULL;
  g_autoptr (PakivSql) sql = pakiv_sql_open (path, fixture_key, &error);
  g_autofree char *content = NULL;

  g_assert_no_error (error);
  content = pakiv_sql_get_text (
      sql, "SELECT group_concat (content) FROM original WHERE content LIKE '%OLD%'", NULL, &error);
  g_assert_no_error (error);
  g_assert_nonnull (content);
  g_assert_null (strstr (content, "bread"));
}

/* The first values count, however often a record is changed; back to them is no change. */
static void
test_first_values (void)
{
  g_auto (Desk) desk = { 0 };
  g_autofree char *one = NULL, *two = NULL, *three = NULL;
  g_autoptr (PakivRecord) record = NULL;
  g_autoptr (GError) error = NULL;

  set_up (&desk);
  one = fixture_add_talk (desk.fixture, desk.log, "2021-02-01", "OLD", "bread");
  two = fixture_add_talk (desk.fixture, desk.log, "2021-02-01", "OLD", NULL);
  three = fixture_add_talk (desk.fixture, desk.log, "2021-02-01", "OLD", NULL);
  change (&desk, one, "place", "NEW"); /* still open */
  change (&desk, one, "place", "OLD");
  release (&desk, 5);
  g_assert_cmpuint (count_corrected (&desk), ==, 0);
  change (&desk, one, "note", "other words");
  change (&desk, one, "minutes", "20");
  g_assert_cmpuint (count_corrected (&desk), ==, 0);
  change (&desk, one, "place", "NEW");
  change (&desk, two, "place", "NEW");
  change (&desk, two, "date", "2021-02-03");
  g_assert_cmpuint (count_corrected (&desk), ==, 2);
  assert_changes (&desk, desk.talks, "OLD -2 NEW 2");
  change (&desk, two, "date", "2021-02-01");
  change (&desk, two, "place", "OLD");
  g_assert_cmpuint (count_corrected (&desk), ==, 1);
  assert_changes (&desk, desk.talks, "OLD -1 NEW 1");
  record = fixture_load (desk.log, desk.fixture->talk, three);
  pakiv_row_set (pakiv_record_add_row (record, "met"), "number", "7");
  pakiv_log_save (desk.log, record, &error);
  g_assert_no_error (error);
  assert_changes (&desk, desk.people, "OLD 7");
  assert_changes (&desk, desk.talks, "OLD -1 NEW 1");
  assert_no_texts (&desk);
}

/* Deleting by hand takes out, undoing it brings back, also where a revision came between. */
static void
test_deleted (void)
{
  g_auto (Desk) desk = { 0 };
  g_autofree char *one = NULL, *open = NULL;
  g_autoptr (PakivRecord) record = NULL;
  g_autoptr (GError) error = NULL;

  set_up (&desk);
  one = fixture_add_talk (desk.fixture, desk.log, "2021-02-01", "OLD", NULL);
  release (&desk, 5);
  open = fixture_add_talk (desk.fixture, desk.log, "2021-04-01", "OLD", NULL);
  record = fixture_load (desk.log, desk.fixture->talk, one);
  g_assert_true (pakiv_log_delete (desk.log, desk.fixture->talk, open, &error));
  g_assert_true (pakiv_log_delete (desk.log, desk.fixture->talk, one, &error));
  assert_changes (&desk, desk.talks, "OLD -1");
  g_assert_true (pakiv_log_restore (desk.log, record, &error));
  assert_changes (&desk, desk.talks, "");
  g_assert_cmpuint (count_corrected (&desk), ==, 0);

  g_assert_true (pakiv_log_delete (desk.log, desk.fixture->talk, one, &error));
  revise (&desk, 2);
  g_assert_cmpuint (count_corrected (&desk), ==, 0);
  assert_changes (&desk, desk.talks, "OLD -1"); /* since the first release */
  g_assert_true (pakiv_log_restore (desk.log, record, &error));
  g_assert_cmpuint (count_corrected (&desk), ==, 1);
  assert_changes (&desk, desk.talks, "");
}

static gint64
count_rows (Desk *desk, const char *select)
{
  g_autofree char *path = fixture_get_path (desk->fixture, "test.log");
  g_autoptr (GError) error = NULL;
  g_autoptr (PakivSql) sql = pakiv_sql_open (path, fixture_key, &error);
  gint64 n = -1;

  g_assert_no_error (error);
  pakiv_sql_get_number (sql, select, &n, &error);
  g_assert_no_error (error);
  return n;
}

static void
purge_on (Desk *desk, const char *day)
{
  g_auto (PakivPurgeResult) result = { 0 };
  g_autoptr (GError) error = NULL;

  g_clear_pointer (&desk->log, pakiv_log_unref);
  g_clear_pointer (&desk->fixture->clock, pakiv_clock_unref);
  desk->fixture->clock = pakiv_clock_new_fixed (day);
  desk->log = fixture_open (desk->fixture, PAKIV_LOG_POLICE, PAKIV_ROLE_OFFICER);
  pakiv_log_purge (desk->log, TRUE, &result, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (result.erased, ==, 1);
}

/* The end of a record's time changes nothing, and takes what was kept of it along. Of one that was
 * deleted by hand nothing is kept but that there is one fewer; and that goes with the quarter. */
static void
test_purged (void)
{
  g_auto (Desk) desk = { 0 };
  g_autofree char *one = NULL, *two = NULL, *three = NULL;
  g_autoptr (GError) error = NULL;

  set_up (&desk);
  one = fixture_add_talk (desk.fixture, desk.log, "2021-02-01", "OLD", NULL);
  two = fixture_add_talk (desk.fixture, desk.log, "2021-02-01", "OLD", NULL);
  three = fixture_add_talk (desk.fixture, desk.log, "2021-03-01", "OLD", NULL);
  release (&desk, 5);
  change (&desk, one, "place", "NEW");
  change (&desk, two, "place", "NEW");
  change (&desk, three, "place", "NEW");
  g_assert_cmpint (count_rows (&desk, "SELECT count(*) FROM original"), ==, 3);
  g_assert_true (pakiv_log_delete (desk.log, desk.fixture->talk, two, &error));
  g_assert_cmpint (count_rows (&desk, "SELECT count(*) FROM original"), ==, 2);
  g_assert_cmpint (count_rows (&desk,
                               "SELECT count(*) FROM original WHERE record NOT IN (SELECT _id FROM "
                               "\"record.talk\")"),
                   ==, 0);
  assert_changes (&desk, desk.talks, "OLD -3 NEW 2");
  g_assert_cmpuint (count_corrected (&desk), ==, 3);

  purge_on (&desk, "2022-02-02");
  assert_changes (&desk, desk.talks, "OLD -2 NEW 1");
  purge_on (&desk, "2022-03-02");
  assert_changes (&desk, desk.talks, "OLD -1");
  g_assert_cmpint (count_rows (&desk, "SELECT count(*) FROM original"), ==, 0);
  g_free (fixture_add_talk (desk.fixture, desk.log, "2021-04-02", "OLD", NULL));
  purge_on (&desk, "2022-04-02");
  assert_changes (&desk, desk.talks, "");
  g_assert_cmpint (count_rows (&desk, "SELECT count(*) FROM base_cell"), ==, 0);
}

/* A revision is the next version, takes in what was counted and nothing else, and leaves the first
 * release as it is. */
static void
test_stored (void)
{
  g_auto (Desk) desk = { 0 };
  g_autofree char *one = NULL, *two = NULL;
  g_autoptr (GPtrArray) changes = NULL, all = NULL;
  g_autoptr (PakivStoredRelease) first = NULL, revision = NULL;
  g_autoptr (PakivChanges) known = NULL;
  g_autoptr (GError) error = NULL;

  set_up (&desk);
  one = fixture_add_talk (desk.fixture, desk.log, "2021-02-01", "OLD", NULL);
  two = fixture_add_talk (desk.fixture, desk.log, "2021-02-01", "OLD", NULL);
  release (&desk, 5);
  g_assert_null (pakiv_log_load_revision (desk.log, q1, &error));
  g_assert_no_error (error);
  change (&desk, one, "place", "NEW");
  changes = count_all (&desk);
  change (&desk, two, "place", "NEW");
  g_assert_false (try_revise (&desk, 2, changes, &error));
  g_assert_error (error, PAKIV_LOG_ERROR, PAKIV_LOG_ERROR_REFUSED);
  g_clear_error (&error);
  g_ptr_array_unref (changes);
  changes = count_all (&desk);
  for (int version = 0; version < 5; version++)
    if (version != 2)
      {
        g_assert_false (try_revise (&desk, version, changes, &error));
        g_assert_error (error, PAKIV_LOG_ERROR, PAKIV_LOG_ERROR_REFUSED);
        g_clear_error (&error);
      }
  g_assert_cmpuint (count_corrected (&desk), ==, 2);
  for (guint i = 0; i < ((PakivChanges *)changes->pdata[0])->cells->len; i++)
    g_array_index (((PakivChanges *)changes->pdata[0])->cells, PakivChange, i).shown = 10;
  g_assert_true (try_revise (&desk, 2, changes, &error));
  g_assert_cmpuint (count_corrected (&desk), ==, 0);
  known = pakiv_log_count_changes (desk.log, desk.talks, q1, &error);
  g_assert_true (known->known);
  g_assert_cmpuint (known->cells->len, ==, 2);
  for (guint i = 0; i < known->cells->len; i++)
    {
      const PakivChange *cell = &g_array_index (known->cells, PakivChange, i);

      g_assert_cmpint (cell->released, ==, cell->now < 0 ? 5 : 0);
      g_assert_cmpint (cell->before, ==, cell->now);
      g_assert_cmpint (cell->shown, ==, 10);
    }
  first = pakiv_log_load_release (desk.log, q1, &error);
  revision = pakiv_log_load_revision (desk.log, q1, &error);
  g_assert_cmpmem (g_bytes_get_data (first->package, NULL), 5, "first", 5);
  g_assert_cmpint (revision->version, ==, 2);
  all = pakiv_log_list_releases (desk.log, &error);
  g_assert_cmpuint (all->len, ==, 2);

  /* And on from there. */
  change (&desk, two, "place", "OLD");
  assert_changes (&desk, desk.talks, "OLD -1 NEW 1");
  revise (&desk, 3);
  g_assert_cmpuint (count_corrected (&desk), ==, 0);
}

static void
release_with (Desk *desk, PakivPeriod period, gint64 off)
{
  g_autoptr (GHashTable) own = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  g_autoptr (GBytes) package = g_bytes_new_static ("first", 5);
  g_autoptr (GError) error = NULL;

  g_hash_table_insert (own, g_strdup ("talks/place=OLD"), g_memdup2 (&off, sizeof off));
  fixture_count_talks (desk->fixture, desk->log, period);
  pakiv_log_store_release_with_deviations (desk->log, period, 1, package, own, NULL, &error);
  g_assert_no_error (error);
}

/* What a later quarter was made with is not touched by a revision of an earlier one. */
static void
test_deviations (void)
{
  const PakivPeriod one = { 2020, 1 }, two = { 2020, 2 };
  g_auto (Desk) desk = { 0 };
  g_autofree char *id = NULL;
  g_autoptr (GPtrArray) changes = g_ptr_array_new_with_free_func (NULL);
  g_autoptr (GBytes) package = g_bytes_new_static ("revision", 8);
  g_autoptr (GHashTable) all = NULL;
  g_autoptr (GError) error = NULL;
  const gint64 *off;

  set_up (&desk);
  id = fixture_add_talk (desk.fixture, desk.log, "2020-02-01", "OLD", NULL);
  release_with (&desk, one, 3);
  release_with (&desk, two, 4);
  change (&desk, id, "place", "NEW");
  pakiv_log_store_revision (desk.log, one, 2, package, changes, &error);
  g_assert_no_error (error);
  all = pakiv_log_load_deviations (desk.log, two, &error);
  g_assert_no_error (error);
  off = g_hash_table_lookup (all, "talks/place=OLD");
  g_assert_nonnull (off);
  g_assert_cmpint (*off, ==, 3);
}

/* What was released without its cells, by an older Pakiv, is known not to be known. */
static void
test_unknown (void)
{
  g_auto (Desk) desk = { 0 };
  g_autofree char *one = NULL;
  g_autoptr (GBytes) package = g_bytes_new_static ("first", 5);
  g_autoptr (PakivChanges) changes = NULL;
  g_autoptr (GError) error = NULL;

  set_up (&desk);
  one = fixture_add_talk (desk.fixture, desk.log, "2021-02-01", "OLD", NULL);
  fixture_count_talks (desk.fixture, desk.log, q1);
  g_assert_true (pakiv_log_store_release (desk.log, q1, 1, package, &error));
  change (&desk, one, "place", "NEW");
  changes = pakiv_log_count_changes (desk.log, desk.talks, q1, &error);
  g_assert_no_error (error);
  g_assert_false (changes->known);
}

int
main (int argc, char **argv)
{
  fixture_use_memory ();
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/revisions/first-values", test_first_values);
  g_test_add_func ("/revisions/deleted", test_deleted);
  g_test_add_func ("/revisions/purged", test_purged);
  g_test_add_func ("/revisions/stored", test_stored);
  g_test_add_func ("/revisions/deviations", test_deviations);
  g_test_add_func ("/revisions/unknown", test_unknown);
  return g_test_run ();
}
