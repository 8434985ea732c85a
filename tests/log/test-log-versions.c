/* Logs as every schema version wrote them, in tests/old-logs/schema-N.log, open today with everything in
 * them. When the schema changes, run this program of the version before with PAKIV_MAKE_LOG=FILE
 * and add FILE. */
#include "fixture.h"

#include "pakiv-schema.h"

#include <string.h>

static const PakivPeriod q1 = { 2021, 1 };

static void
make_log (const char *path)
{
  g_autoptr (Fixture) fixture = fixture_new ();
  g_autoptr (PakivRecord) record
      = fixture_new_talk (fixture, "2021-04-02", "OLD", "Bread and salt");
  g_autoptr (PakivRecord) draft = fixture_new_talk (fixture, "2021-05", "NEW", "half typ");
  PakivRow *row = pakiv_record_add_row (record, "met");
  g_autoptr (GBytes) package = g_bytes_new_static ("the package", 11);
  g_autoptr (PakivLog) log = NULL;
  g_autoptr (GError) error = NULL;

  log = fixture_try_open (fixture, path, PAKIV_LOG_POLICE, &error);
  g_assert_no_error (error);
  pakiv_row_set (row, "gender", "F");
  pakiv_row_set (row, "number", "12");
  pakiv_log_save (log, record, &error);
  g_free (fixture_add_talk (fixture, log, "2021-02-01", "NEW", "the first quarter"));
  pakiv_log_save_draft (log, draft, &error);
  fixture_count_talks (fixture, log, q1);
  pakiv_log_store_release (log, q1, 1, package, &error);
  g_assert_no_error (error);
}

static void
check_log (Fixture *fixture, PakivLog *log)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GArray) numbers = pakiv_log_find (log, fixture->talk, "bread", &error);
  g_autoptr (PakivRecord) record = NULL, draft = NULL;
  g_autoptr (PakivStoredRelease) release = NULL;

  g_assert_cmpuint (fixture_count (log, fixture->talk, NULL), ==, 2);
  g_assert_cmpuint (numbers->len, ==, 1);
  record = pakiv_log_read_one (log, fixture->talk, g_array_index (numbers, gint64, 0), &error);
  g_assert_cmpstr (pakiv_record_get (record, "date"), ==, "2021-04-02");
  g_assert_cmpstr (pakiv_record_get (record, "place"), ==, "OLD");
  g_assert_cmpstr (pakiv_row_get (pakiv_record_peek_row (record, "met", 0), "number"), ==, "12");
  g_assert_cmpstr (record->book, ==, "2021-Q2");
  g_assert_cmpstr (record->erase_on, ==, "2022-04-02");
  g_assert_cmpstr (record->entered_by, ==, "Ana");
  draft = pakiv_log_load_draft (log, fixture->talk, NULL, &error);
  g_assert_cmpstr (pakiv_record_get (draft, "note"), ==, "half typ");
  release = pakiv_log_load_release (log, q1, &error);
  g_assert_cmpmem (g_bytes_get_data (release->package, NULL), 11, "the package", 11);
  g_assert_true (fixture_is_closed (log, q1));
}

static void
test_version (gconstpointer data)
{
  g_autoptr (Fixture) fixture = fixture_new ();
  g_autofree char *name = g_strdup_printf ("schema-%d.log", GPOINTER_TO_INT (data));
  g_autofree char *path = g_test_build_filename (G_TEST_DIST, "tests", "old-logs", name, NULL);
  g_autofree char *copy = fixture_get_path (fixture, "test.log");
  g_autofree char *content = NULL;
  g_autoptr (PakivLog) log = NULL;
  g_autoptr (GError) error = NULL;
  gsize length;

  g_file_get_contents (path, &content, &length, &error);
  g_assert_no_error (error);
  g_file_set_contents (copy, content, (gssize)length, &error);
  g_assert_no_error (error);
  log = fixture_open (fixture, PAKIV_LOG_POLICE, PAKIV_ROLE_OFFICER);
  check_log (fixture, log);
  g_free (fixture_add_talk (fixture, log, "2021-05-03", "OLD", "written today"));
  g_assert_cmpuint (fixture_count (log, fixture->talk, "today"), ==, 1);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  if (g_getenv ("PAKIV_MAKE_LOG") != NULL)
    {
      make_log (g_getenv ("PAKIV_MAKE_LOG"));
      return 0;
    }
  for (int version = 1; version < PAKIV_SCHEMA_CURRENT; version++)
    {
      g_autofree char *path = g_strdup_printf ("/versions/%d", version);

      g_test_add_data_func (path, GINT_TO_POINTER (version), test_version);
    }
  return g_test_run ();
}
