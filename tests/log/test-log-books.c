/* Books: where a record counts, what closing does, and counts against figures made by hand. */
#include "fixture.h"

#include <string.h>

static const PakivPeriod q1 = { 2021, 1 }, q2 = { 2021, 2 };

static const char talks_cube[] = "<cube id='talks' kind='talk' base='5'><unit>talks</unit>"
                                 "<dimension id='place' field='place'/>"
                                 "<dimension id='month' field='date' by='month'/></cube>";
static const char people_cube[]
    = "<cube id='people' kind='talk' rows='met' measure='number' base='5'><unit>people</unit>"
      "<dimension id='place' field='place'/><dimension id='gender' field='gender'/></cube>";

static PakivCubeSpec *
read_cube (Fixture *fixture, const char *text)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (PakivXml) xml = pakiv_xml_parse (text, (gsize)strlen (text), "cube", &error);
  PakivCubeSpec *spec = pakiv_cube_spec_new_from_xml (xml, fixture->definitions, &error);

  g_assert_no_error (error);
  return spec;
}

/* The count of all cells under one category of one dimension. */
static gint64
count_under (PakivCounts *counts, const char *dimension, const char *category)
{
  const PakivDimension *found = pakiv_cube_spec_find (counts->spec, dimension);
  g_autoptr (GPtrArray) categories = pakiv_dimension_get_categories (found, counts->period);
  gint64 sum = 0;
  guint position = 0;

  while (position < categories->len && strcmp (categories->pdata[position], category) != 0)
    position++;
  g_assert_cmpuint (position, <, categories->len);
  for (guint i = 0; i < counts->cells->len; i++)
    {
      const PakivCell *cell = &g_array_index (counts->cells, PakivCell, i);

      if (pakiv_dimension_falls_under (found, cell->key, position))
        sum += cell->count;
    }
  return sum;
}

static void
close_quarter (Fixture *fixture, PakivLog *log, PakivPeriod period)
{
  g_autoptr (GBytes) package = g_bytes_new_static ("package", 7);
  g_autoptr (GError) error = NULL;

  fixture_count_talks (fixture, log, period);
  pakiv_log_store_release (log, period, 1, package, &error);
  g_assert_no_error (error);
}

static void
test_counts (void)
{
  g_autoptr (Fixture) fixture = fixture_new ();
  g_autoptr (PakivLog) log = fixture_open (fixture, PAKIV_LOG_POLICE, PAKIV_ROLE_OFFICER);
  g_autoptr (PakivCubeSpec) talks = read_cube (fixture, talks_cube);
  g_autoptr (PakivCubeSpec) people = read_cube (fixture, people_cube);
  g_autoptr (PakivRecord) record = fixture_new_talk (fixture, "2021-01-31", "NEW", NULL);
  g_autoptr (PakivCounts) counts = NULL, heads = NULL, later = NULL;
  g_autoptr (GError) error = NULL;

  g_free (fixture_add_talk (fixture, log, "2020-12-31", "OLD", "the year before"));
  g_free (fixture_add_talk (fixture, log, "2021-01-01", "OLD", NULL));
  g_free (fixture_add_talk (fixture, log, "2021-03-31", "OLD", NULL));
  g_free (fixture_add_talk (fixture, log, "2021-04-01", "OLD", "the next quarter"));
  for (int i = 0; i < 2; i++)
    {
      PakivRow *row = pakiv_record_add_row (record, "met");

      pakiv_row_set (row, "gender", i == 0 ? "F" : "M");
      pakiv_row_set (row, "number", i == 0 ? "12" : "30");
    }
  g_assert_true (pakiv_log_save (log, record, &error));

  counts = pakiv_log_count (log, talks, q1, &error);
  g_assert_no_error (error);
  g_assert_cmpint (pakiv_counts_get_total (counts), ==, 3);
  g_assert_cmpint (count_under (counts, "place", "OLD"), ==, 2);
  g_assert_cmpint (count_under (counts, "place", "NEW"), ==, 1);
  g_assert_cmpint (count_under (counts, "month", "2021-01"), ==, 2);
  g_assert_cmpint (count_under (counts, "month", "2021-02"), ==, 0);
  g_assert_cmpint (count_under (counts, "month", "2021-03"), ==, 1);
  heads = pakiv_log_count (log, people, q1, &error);
  g_assert_cmpint (pakiv_counts_get_total (heads), ==, 42);
  g_assert_cmpint (count_under (heads, "gender", "F"), ==, 12);
  later = pakiv_log_count (log, talks, q2, &error);
  g_assert_cmpint (pakiv_counts_get_total (later), ==, 1);
}

static void
test_closed (void)
{
  g_autoptr (Fixture) fixture = fixture_new ();
  g_autoptr (PakivLog) log = fixture_open (fixture, PAKIV_LOG_POLICE, PAKIV_ROLE_OFFICER);
  g_autoptr (PakivCubeSpec) talks = read_cube (fixture, talks_cube);
  g_autofree char *id = fixture_add_talk (fixture, log, "2021-02-01", "OLD", "published");
  g_autoptr (PakivRecord) old = NULL, late = NULL, same = NULL;
  g_autoptr (PakivCounts) before = NULL, after = NULL, now = NULL;
  g_autoptr (GError) error = NULL;

  g_assert_false (fixture_is_closed (log, q1));
  close_quarter (fixture, log, q1);
  g_assert_true (fixture_is_closed (log, q1));
  before = pakiv_log_count (log, talks, q1, &error);

  old = fixture_load (log, fixture->talk, id);
  g_assert_true (old->closed);
  pakiv_record_set (old, "note", "changed");
  pakiv_record_set (old, "date", "2021-05-02"); /* of a quarter that is open */
  g_assert_true (pakiv_log_save (log, old, &error));
  g_assert_no_error (error);
  g_assert_cmpstr (old->book, ==, "2021-Q1");
  g_assert_true (old->closed);
  g_assert_false (old->late);

  late = fixture_new_talk (fixture, "2021-03-30", "NEW", "late");
  g_assert_true (pakiv_log_save (log, late, &error));
  g_assert_cmpstr (late->book, ==, "2021-Q2");
  g_assert_true (late->late);
  after = pakiv_log_count (log, talks, q1, &error);
  g_assert_cmpint (pakiv_counts_get_total (after), ==, pakiv_counts_get_total (before));
  now = pakiv_log_count (log, talks, q2, &error);
  g_assert_cmpint (count_under (now, "month", PAKIV_LATE), ==, 1);

  /* Erasing is always possible; undoing it brings the record back to its closed book. */
  g_assert_true (pakiv_log_delete (log, fixture->talk, id, &error));
  g_assert_true (pakiv_log_restore (log, old, &error));
  same = fixture_load (log, fixture->talk, id);
  g_assert_cmpstr (same->book, ==, "2021-Q1");
  g_assert_false (same->late);
  g_assert_cmpstr (pakiv_record_get (same, "note"), ==, "changed");
}

/* Deleted before its book was closed, so it is in no figure: undo brings it into the next book. */
static void
test_restored_late (void)
{
  g_autoptr (Fixture) fixture = fixture_new ();
  g_autoptr (PakivLog) log = fixture_open (fixture, PAKIV_LOG_POLICE, PAKIV_ROLE_OFFICER);
  g_autofree char *id = fixture_add_talk (fixture, log, "2021-02-01", "OLD", "not counted");
  g_autoptr (PakivRecord) record = fixture_load (log, fixture->talk, id);
  g_autoptr (PakivRecord) same = NULL;
  g_autoptr (GError) error = NULL;

  g_assert_true (pakiv_log_delete (log, fixture->talk, id, &error));
  close_quarter (fixture, log, q1);
  g_assert_true (pakiv_log_restore (log, record, &error));
  g_assert_no_error (error);
  same = fixture_load (log, fixture->talk, id);
  g_assert_cmpstr (same->book, ==, "2021-Q2");
  g_assert_true (same->late);
  g_assert_false (same->closed);
}

static void
test_releases (void)
{
  g_autoptr (Fixture) fixture = fixture_new ();
  g_autoptr (PakivLog) log = fixture_open (fixture, PAKIV_LOG_POLICE, PAKIV_ROLE_OFFICER);
  const PakivPeriod q4 = { 2020, 4 };
  g_autoptr (GBytes) first = g_bytes_new_static ("PK\0one", 6);
  g_autoptr (GBytes) second = g_bytes_new_static ("PK\0two", 6);
  g_autoptr (PakivStoredRelease) found = NULL;
  g_autoptr (GArray) periods = NULL;
  g_autoptr (GError) error = NULL;

  g_assert_null (pakiv_log_load_release (log, q1, &error));
  g_assert_no_error (error);
  g_assert_false (pakiv_log_store_release (log, q1, 1, first, &error)); /* of nothing counted */
  g_assert_error (error, PAKIV_LOG_ERROR, PAKIV_LOG_ERROR_REFUSED);
  g_clear_error (&error);
  fixture_count_talks (fixture, log, q2); /* another book is not this one */
  g_assert_false (pakiv_log_store_release (log, q1, 1, first, &error));
  g_clear_error (&error);
  fixture_count_talks (fixture, log, q1);
  g_assert_true (pakiv_log_store_release (log, q1, 1, first, &error));
  for (int version = 1; version <= 2; version++)
    {
      g_assert_false (pakiv_log_store_release (log, q1, version, second, &error));
      g_assert_error (error, PAKIV_LOG_ERROR, PAKIV_LOG_ERROR_REFUSED);
      g_clear_error (&error);
    }
  found = pakiv_log_load_release (log, q1, &error);
  g_assert_true (g_bytes_equal (found->package, first));
  g_assert_cmpstr (found->period, ==, "2021-Q1");
  g_assert_cmpint (found->version, ==, 1);
  g_assert_cmpstr (found->made_by, ==, "Ana");
  g_assert_cmpstr (found->made_at, ==, FIXTURE_DAY "T12:00:00Z");

  g_assert_false (pakiv_log_store_release (log, q2, 1, second, &error)); /* not over yet */
  g_assert_error (error, PAKIV_LOG_ERROR, PAKIV_LOG_ERROR_REFUSED);
  g_clear_error (&error);
  g_assert_false (fixture_is_closed (log, q2));

  fixture_count_talks (fixture, log, q4);
  g_assert_true (pakiv_log_store_release (log, q4, 1, second, &error));
  g_assert_true (fixture_is_closed (log, q4));

  g_free (fixture_add_talk (fixture, log, "2020-11-01", "OLD", "two quarters late"));
  periods = pakiv_log_list_periods (log, &error);
  g_assert_cmpuint (periods->len, ==, 3);
  g_assert_cmpint (pakiv_period_compare (g_array_index (periods, PakivPeriod, 0), q2), ==, 0);
}

/* A record that comes between the counting and the release would be in no figure for ever. */
static void
test_changed_since_counted (void)
{
  g_autoptr (Fixture) fixture = fixture_new ();
  g_autoptr (PakivLog) log = fixture_open (fixture, PAKIV_LOG_POLICE, PAKIV_ROLE_OFFICER);
  g_autoptr (PakivLog) other = fixture_open (fixture, PAKIV_LOG_POLICE, PAKIV_ROLE_OFFICER);
  g_autoptr (PakivCubeSpec) talks = read_cube (fixture, talks_cube);
  g_autoptr (PakivRecord) draft = fixture_new_talk (fixture, "2021-01-01", NULL, NULL);
  g_autoptr (GBytes) package = g_bytes_new_static ("package", 7);
  g_autoptr (GError) error = NULL;

  g_free (fixture_add_talk (fixture, log, "2021-02-01", "OLD", NULL));
  pakiv_counts_free (pakiv_log_count (log, talks, q1, &error));
  g_free (fixture_add_talk (fixture, other, "2021-02-02", "OLD", NULL));
  g_assert_false (pakiv_log_store_release (log, q1, 1, package, &error));
  g_assert_error (error, PAKIV_LOG_ERROR, PAKIV_LOG_ERROR_REFUSED);
  g_clear_error (&error);
  g_assert_false (fixture_is_closed (log, q1));

  pakiv_counts_free (pakiv_log_count (log, talks, q1, &error));
  g_assert_true (pakiv_log_save_draft (other, draft, &error)); /* typing goes on meanwhile */
  g_assert_true (pakiv_log_store_release (log, q1, 1, package, &error));
  g_assert_no_error (error);
}

static const char corrections_cube[]
    = "<cube id='corrected' kind='talk' of='corrections' base='5'><unit>corrected talks</unit>"
      "<dimension id='place' field='place'/></cube>";

static gint64
count_corrections (Fixture *fixture, PakivLog *log, PakivPeriod period)
{
  g_autoptr (PakivCubeSpec) spec = read_cube (fixture, corrections_cube);
  g_autoptr (GError) error = NULL;
  g_autoptr (PakivCounts) counts = pakiv_log_count (log, spec, period, &error);

  g_assert_no_error (error);
  return pakiv_counts_get_total (counts);
}

static void
change (Fixture *fixture, PakivLog *log, const char *id, const char *field, const char *value)
{
  g_autoptr (PakivRecord) record = fixture_load (log, fixture->talk, id);
  g_autoptr (GError) error = NULL;

  pakiv_record_set (record, field, value);
  pakiv_log_save (log, record, &error);
  g_assert_no_error (error);
}

/* Only what counts is a correction, each record once a book; the closed book counts on as it is. */
static void
test_corrections (void)
{
  g_autoptr (Fixture) fixture = fixture_new ();
  g_autoptr (PakivLog) log = fixture_open (fixture, PAKIV_LOG_POLICE, PAKIV_ROLE_OFFICER);
  g_autofree char *one = fixture_add_talk (fixture, log, "2021-02-01", "OLD", "first");
  g_autofree char *two = fixture_add_talk (fixture, log, "2021-02-02", "OLD", "second");
  g_autoptr (PakivRecord) record = NULL;
  g_autoptr (GError) error = NULL;

  change (fixture, log, one, "place", "NEW"); /* the book is open */
  g_assert_cmpint (count_corrections (fixture, log, q2), ==, 0);
  close_quarter (fixture, log, q1);
  change (fixture, log, one, "note", "other words");
  g_assert_cmpint (count_corrections (fixture, log, q2), ==, 0);
  change (fixture, log, one, "place", "OLD");
  change (fixture, log, one, "place", "NEW");
  g_assert_cmpint (count_corrections (fixture, log, q2), ==, 1);
  change (fixture, log, two, "date", "2021-03-02");
  g_assert_cmpint (count_corrections (fixture, log, q2), ==, 2);
  g_assert_cmpint (count_corrections (fixture, log, q1), ==, 0);

  record = fixture_load (log, fixture->talk, one);
  pakiv_row_set (pakiv_record_add_row (record, "met"), "number", "3");
  g_assert_true (pakiv_log_save (log, record, &error));
  g_assert_cmpint (count_corrections (fixture, log, q2), ==, 2);
  g_assert_cmpstr (record->book, ==, "2021-Q1");
}

static void
add_deviation (GHashTable *deviations, const char *name, gint64 off)
{
  g_hash_table_replace (deviations, g_strdup (name), g_memdup2 (&off, sizeof off));
}

static void
close_with (Fixture *fixture, PakivLog *log, PakivPeriod period, gint64 off)
{
  g_autoptr (GHashTable) own = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  g_autoptr (GBytes) package = g_bytes_new_static ("package", 7);
  g_autoptr (GError) error = NULL;

  add_deviation (own, "talks/place=OLD", off);
  fixture_count_talks (fixture, log, period);
  pakiv_log_store_release_with_deviations (log, period, 1, package, own, NULL, &error);
  g_assert_no_error (error);
}

static gint64
load_deviation (PakivLog *log, PakivPeriod period)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GHashTable) all = pakiv_log_load_deviations (log, period, &error);
  const gint64 *off;

  g_assert_no_error (error);
  off = g_hash_table_lookup (all, "talks/place=OLD");
  return off != NULL ? *off : 0;
}

/* Deviations add up within their year; what a release was made with can be asked again; they are
 * gone once a later year is released. */
static void
test_deviations (void)
{
  g_autoptr (Fixture) fixture = fixture_new ();
  g_autoptr (PakivLog) log = fixture_open (fixture, PAKIV_LOG_POLICE, PAKIV_ROLE_OFFICER);

  g_assert_cmpint (load_deviation (log, (PakivPeriod){ 2020, 1 }), ==, 0);
  close_with (fixture, log, (PakivPeriod){ 2020, 1 }, -3);
  close_with (fixture, log, (PakivPeriod){ 2020, 3 }, 5);
  g_assert_cmpint (load_deviation (log, (PakivPeriod){ 2020, 2 }), ==, -3);
  g_assert_cmpint (load_deviation (log, (PakivPeriod){ 2020, 4 }), ==, 2);
  close_with (fixture, log, (PakivPeriod){ 2020, 2 }, 10); /* out of order */
  g_assert_cmpint (load_deviation (log, (PakivPeriod){ 2020, 3 }), ==, -3);
  g_assert_cmpint (load_deviation (log, (PakivPeriod){ 2020, 4 }), ==, 12);
  g_assert_cmpint (load_deviation (log, q1), ==, 0); /* another year */
  close_with (fixture, log, q1, 1);
  g_assert_cmpint (load_deviation (log, (PakivPeriod){ 2020, 4 }), ==, 0);
  g_assert_cmpint (load_deviation (log, q2), ==, 1);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/books/counts", test_counts);
  g_test_add_func ("/books/closed", test_closed);
  g_test_add_func ("/books/restored-late", test_restored_late);
  g_test_add_func ("/books/releases", test_releases);
  g_test_add_func ("/books/changed-since-counted", test_changed_since_counted);
  g_test_add_func ("/books/corrections", test_corrections);
  g_test_add_func ("/books/deviations", test_deviations);
  return g_test_run ();
}
