/* Counting from packed records gives exactly what counting record by record gives: random
 * definitions, records that their rules would not let in among them, and changes by another
 * program. And what makes it quick: nothing is read twice. */
#include "desk-fixture.h"
#include "random-log.h"

#include "pakiv-log-private.h"
#include "pakiv-packed-book.h"

#include <string.h>

/* --- The reference: one record after the other, one field after the other --- */

static guint64
pack (const PakivCounts *counts, const PakivRecord *record, const PakivRow *row)
{
  guint64 key = 0;

  for (guint i = 0; i < counts->spec->dimensions->len; i++)
    {
      const PakivDimension *dimension = counts->spec->dimensions->pdata[i];
      const char *id = dimension->field->id;

      if (dimension->of_row)
        key = pakiv_dimension_pack (dimension, counts->period, key, pakiv_row_get (row, id),
                                    pakiv_condition_holds (dimension->field->applies, record, row));
      else
        key = pakiv_dimension_pack (dimension, counts->period, key, pakiv_record_get (record, id),
                                    pakiv_rules_field_applies (record, dimension->field));
    }
  return key;
}

static gint64
measure (const PakivCubeSpec *spec, const PakivRow *row)
{
  const char *value = spec->measure != NULL ? pakiv_row_get (row, spec->measure->id) : "1";

  return value != NULL ? g_ascii_strtoll (value, NULL, 10) : 0;
}

static void
add_record (PakivCounts *counts, const PakivRecord *record)
{
  const PakivField *rows = counts->spec->rows;
  guint n = rows != NULL ? pakiv_record_count_rows (record, rows->id) : 0;

  if (rows == NULL)
    pakiv_counts_add (counts, pack (counts, record, NULL), 1);
  for (guint i = 0; i < n; i++)
    {
      const PakivRow *row = pakiv_record_peek_row (record, rows->id, i);

      pakiv_counts_add (counts, pack (counts, record, row), measure (counts->spec, row));
    }
}

/* --- Comparing --- */

static gboolean
stands_in (RandomLog *random,
           const PakivRecord *record,
           const PakivCubeSpec *spec,
           const char *book)
{
  g_autofree char *line = g_strconcat (book, " ", record->id, NULL);

  if (!spec->corrections)
    return strcmp (record->book, book) == 0;
  return g_ptr_array_find_with_equal_func (random->corrections, line, g_str_equal, NULL);
}

static void
check_count (RandomLog *random, const PakivCubeSpec *spec, PakivPeriod period)
{
  g_autofree char *book = pakiv_period_to_string (period);
  g_autoptr (PakivCounts) expected = pakiv_counts_new (spec, period);
  g_autoptr (GError) error = NULL;
  g_autoptr (PakivCounts) counts = pakiv_log_count (random->log, spec, period, &error);

  g_assert_no_error (error);
  for (guint i = 0; i < random->records->len; i++)
    if (stands_in (random, random->records->pdata[i], spec, book))
      add_record (expected, random->records->pdata[i]);
  pakiv_counts_finish (expected);
  g_assert_cmpuint (counts->cells->len, ==, expected->cells->len);
  for (guint i = 0; i < counts->cells->len; i++)
    {
      const PakivCell *cell = &g_array_index (counts->cells, PakivCell, i);
      const PakivCell *right = &g_array_index (expected->cells, PakivCell, i);

      g_assert_cmphex (cell->key, ==, right->key);
      g_assert_cmpint (cell->count, ==, right->count);
    }
}

static void
check_counts (RandomLog *random)
{
  for (guint i = 0; i < random->cubes->len; i++)
    for (int quarter = 0; quarter < RANDOM_LOG_QUARTERS; quarter++)
      check_count (random, random->cubes->pdata[i], random_log_get_period (quarter));
}

/* --- Tests --- */

static void
test_random (void)
{
  for (int i = 0; i < (g_test_thorough () ? 60 : 6); i++)
    {
      g_autoptr (RandomLog) random = random_log_new ();
      g_autoptr (GError) error = NULL;

      check_counts (random);
      for (int round = 0; round < 4; round++)
        {
          random_log_change (random, round == 0 ? 80 : 5);
          if (g_test_rand_bit ())
            pakiv_log_count_ahead (random->log, random->cubes, NULL, &error);
          g_assert_no_error (error);
          check_counts (random);
          check_counts (random);
        }
    }
}

/* How many pages the log's connection has looked at. */
static int
count_pages (RandomLog *random)
{
  int hits, misses, most;

  sqlite3_db_status (pakiv_sql_peek (random->log->sql), SQLITE_DBSTATUS_CACHE_HIT, &hits, &most, 0);
  sqlite3_db_status (pakiv_sql_peek (random->log->sql), SQLITE_DBSTATUS_CACHE_MISS, &misses, &most,
                     0);
  return hits + misses;
}

static int
count_pages_of_count (RandomLog *random, guint cube, int quarter)
{
  int before = count_pages (random);
  g_autoptr (GError) error = NULL;
  g_autoptr (PakivCounts) counts = pakiv_log_count (random->log, random->cubes->pdata[cube],
                                                    random_log_get_period (quarter), &error);

  g_assert_no_error (error);
  return count_pages (random) - before;
}

/* What was read once is not read again until a record changes; then only what is asked for is. */
static void
test_read_once (void)
{
  g_autoptr (RandomLog) random = random_log_new ();
  int first, nothing;

  random_log_change (random, 600);
  first = count_pages_of_count (random, 0, 1);
  nothing = count_pages_of_count (random, 0, 1);
  g_assert_cmpint (nothing, <, 10);
  g_assert_cmpint (first, >, 2 * nothing);
  random_log_change (random, 1);
  g_assert_cmpint (count_pages_of_count (random, 0, 1), >, 2 * nothing);
  g_assert_cmpint (count_pages_of_count (random, 0, 1), <=, nothing);
}

/* In slices that end as soon as they may. */
static void
test_ahead (void)
{
  g_autoptr (RandomLog) random = random_log_new ();
  g_autoptr (GError) error = NULL;

  random_log_change (random, 900);
  g_assert_true (pakiv_log_count_ahead_sliced (random->log, random->cubes, 0, NULL, &error));
  g_assert_no_error (error);
  for (guint i = 0; i < random->cubes->len; i++)
    for (int quarter = 0; quarter < RANDOM_LOG_QUARTERS; quarter++)
      g_assert_cmpint (count_pages_of_count (random, i, quarter), <, 10);
  check_counts (random);
}

static gpointer
count_ahead_in_thread (gpointer data)
{
  RandomLog *random = data;
  g_autoptr (GError) error = NULL;

  for (int i = 0; i < 20; i++)
    {
      pakiv_log_count_ahead_sliced (random->log, random->cubes, 1, NULL, &error);
      g_assert_no_error (error);
    }
  return NULL;
}

/* Nothing that was read before a change is taken for what is there after it. */
static void
test_ahead_of_changes (void)
{
  g_autoptr (RandomLog) random = random_log_new ();
  GThread *thread;

  random_log_change (random, 300);
  thread = g_thread_new ("ahead", count_ahead_in_thread, random);
  for (int i = 0; i < 20; i++)
    {
      random_log_change (random, 2);
      check_count (random, random->cubes->pdata[i % RANDOM_LOG_CUBES],
                   random_log_get_period (i % RANDOM_LOG_QUARTERS));
    }
  g_thread_join (thread);
  check_counts (random);
}

static void
test_cancelled (void)
{
  g_autoptr (RandomLog) random = random_log_new ();
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (GError) error = NULL;

  random_log_change (random, 100);
  g_cancellable_cancel (cancellable);
  g_assert_null (pakiv_log_count_cancellable (random->log, random->cubes->pdata[0],
                                              random_log_get_period (1), cancellable, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_clear_error (&error);
  g_assert_false (pakiv_log_count_ahead (random->log, random->cubes, cancellable, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  check_counts (random);
}

/* Cubes of kinds that another log keeps are refused; ahead, they are passed over. */
static void
test_other_log (void)
{
  g_autoptr (Fixture) fixture = fixture_new ();
  g_autoptr (PakivLog) log = fixture_open (fixture, PAKIV_LOG_JOINT, PAKIV_ROLE_OFFICER);
  g_autoptr (PakivCubeSpec) spec = random_log_read_cube (
      fixture->definitions, "<cube id='talks' kind='talk' base='5'><unit>talks</unit>"
                            "<dimension id='place' field='place'/></cube>");
  g_autoptr (GPtrArray) specs = g_ptr_array_new ();
  g_autoptr (GError) error = NULL;

  g_ptr_array_add (specs, spec);
  g_assert_null (pakiv_log_count (log, spec, random_log_get_period (0), &error));
  g_assert_error (error, PAKIV_LOG_ERROR, PAKIV_LOG_ERROR_REFUSED);
  g_clear_error (&error);
  g_assert_true (pakiv_log_count_ahead (log, specs, NULL, &error));
  g_assert_no_error (error);
}

static gint64
count_entries (PakivLog *log)
{
  g_autoptr (GError) error = NULL;
  gint64 n;

  pakiv_sql_get_number (log->sql, "SELECT count(*) FROM trace", &n, &error);
  g_assert_no_error (error);
  return n;
}

/* Reading ahead is no look at any record; a count is one, also where nothing is read for it. */
static void
test_trace (void)
{
  g_autoptr (Fixture) fixture = fixture_new ();
  g_autoptr (PakivDesk) desk = desk_fixture_create (fixture, "desk");
  g_autoptr (PakivSession) session = desk_fixture_unlock (desk, "Ana");
  g_autoptr (PakivCubeSpec) spec = random_log_read_cube (
      fixture->definitions, "<cube id='talks' kind='talk' base='5'><unit>talks</unit>"
                            "<dimension id='place' field='place'/></cube>");
  g_autoptr (GPtrArray) specs = g_ptr_array_new ();
  g_autoptr (GError) error = NULL;
  g_autoptr (PakivLog) log = pakiv_session_open_log (session, PAKIV_LOG_POLICE,
                                                     fixture->definitions, fixture->clock, &error);
  gint64 entries;

  g_assert_no_error (error);
  g_ptr_array_add (specs, spec);
  g_free (fixture_add_talk (fixture, log, "2021-04-02", "OLD", NULL));
  entries = count_entries (log);
  pakiv_log_count_ahead (log, specs, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpint (count_entries (log), ==, entries);
  pakiv_counts_free (pakiv_log_count (log, spec, (PakivPeriod){ 2021, 2 }, &error));
  g_assert_cmpint (count_entries (log), ==, entries + 1);
}

static gint64
count_talks (PakivLog *log, const PakivCubeSpec *spec)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (PakivCounts) counts = pakiv_log_count (log, spec, (PakivPeriod){ 2021, 2 }, &error);

  g_assert_no_error (error);
  return pakiv_counts_get_total (counts);
}

/* Changes by this program, each of another sort. */
static void
test_own_changes (void)
{
  g_autoptr (Fixture) fixture = fixture_new ();
  g_autoptr (PakivLog) log = fixture_open (fixture, PAKIV_LOG_POLICE, PAKIV_ROLE_OFFICER);
  g_autoptr (PakivCubeSpec) spec = random_log_read_cube (
      fixture->definitions, "<cube id='talks' kind='talk' base='5'><unit>talks</unit>"
                            "<dimension id='place' field='place'/></cube>");
  g_autofree char *id = fixture_add_talk (fixture, log, "2021-04-02", "OLD", NULL);
  g_autoptr (PakivRecord) record = fixture_load (log, fixture->talk, id);
  g_autoptr (GError) error = NULL;

  g_assert_cmpint (count_talks (log, spec), ==, 1);
  pakiv_log_delete (log, fixture->talk, id, &error);
  g_assert_cmpint (count_talks (log, spec), ==, 0);
  pakiv_log_restore (log, record, &error);
  g_assert_cmpint (count_talks (log, spec), ==, 1);
  pakiv_record_set (record, "date", "2021-03-02");
  pakiv_log_save (log, record, &error);
  g_assert_no_error (error);
  g_assert_cmpint (count_talks (log, spec), ==, 0);
}

static void
test_packed_book (void)
{
  const PakivCubeSpec spec = { .id = (char *)"c" };
  g_autoptr (PakivPackedBook) ones = pakiv_packed_book_new (7, FALSE);
  g_autoptr (PakivPackedBook) sums = pakiv_packed_book_new (8, TRUE);
  g_autoptr (PakivPackedBook) none = pakiv_packed_book_new (9, FALSE);
  g_autoptr (PakivCounts) counts = pakiv_counts_new (&spec, random_log_get_period (0));
  gsize empty;

  pakiv_packed_book_finish (none);
  pakiv_packed_book_count (none, counts);
  g_assert_cmpuint (counts->cells->len, ==, 0);
  empty = pakiv_packed_book_get_bytes (none);
  for (guint64 i = 0; i < 1000; i++)
    {
      pakiv_packed_book_add (ones, (i % 10) << 60, 1);
      pakiv_packed_book_add (sums, (i % 10) << 60, (gint64)(i % 2));
    }
  pakiv_packed_book_finish (ones);
  pakiv_packed_book_finish (sums);
  g_assert_cmpint (pakiv_packed_book_get_revision (ones), ==, 7);
  g_assert_cmpuint (pakiv_packed_book_get_bytes (ones), ==, empty + 8 * 1000);
  g_assert_cmpuint (pakiv_packed_book_get_bytes (sums), ==, empty + 16 * 5);
  pakiv_packed_book_count (ones, counts);
  g_assert_cmpuint (counts->cells->len, ==, 10);
  g_assert_cmpint (pakiv_counts_get_total (counts), ==, 1000);
  g_assert_cmphex (g_array_index (counts->cells, PakivCell, 9).key, ==,
                   G_GUINT64_CONSTANT (9) << 60);
  g_array_set_size (counts->cells, 0);
  pakiv_packed_book_count (sums, counts);
  g_assert_cmpuint (counts->cells->len, ==, 5);
  g_assert_cmpint (pakiv_counts_get_total (counts), ==, 500);
}

int
main (int argc, char **argv)
{
  fixture_use_memory ();
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/count/packed-book", test_packed_book);
  g_test_add_func ("/count/random", test_random);
  g_test_add_func ("/count/own-changes", test_own_changes);
  g_test_add_func ("/count/read-once", test_read_once);
  g_test_add_func ("/count/ahead", test_ahead);
  g_test_add_func ("/count/ahead-of-changes", test_ahead_of_changes);
  g_test_add_func ("/count/cancelled", test_cancelled);
  g_test_add_func ("/count/other-log", test_other_log);
  g_test_add_func ("/count/trace", test_trace);
  return g_test_run ();
}
