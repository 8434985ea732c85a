/* Logs as every schema version wrote them, in tests/old-logs/schema-N.log, open today with
 * everything in them. When the schema changes, run this program of the version before with
 * PAKIV_MAKE_LOG=FILE and add FILE. */
#include "fixture.h"

#include "pakiv-backup.h"
#include "pakiv-schema.h"

#include <glib/gstdio.h>
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

/* Puts the log of that version at FOLDER/test.log. */
static void
place_log (Fixture *fixture, int version)
{
  g_autofree char *name = g_strdup_printf ("schema-%d.log", version);
  g_autofree char *path = g_test_build_filename (G_TEST_DIST, "tests", "old-logs", name, NULL);
  g_autofree char *copy = fixture_get_path (fixture, "test.log");
  g_autofree char *content = NULL;
  g_autoptr (GError) error = NULL;
  gsize length;

  g_file_get_contents (path, &content, &length, &error);
  g_assert_no_error (error);
  g_file_set_contents (copy, content, (gssize)length, &error);
  g_assert_no_error (error);
}

static gint64
read_number (const char *path, const char *select)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (PakivSql) sql = pakiv_sql_open_read_only (path, fixture_key, &error);
  gint64 number = -1;

  g_assert_no_error (error);
  g_assert_true (pakiv_sql_get_number (sql, select, &number, &error));
  return number;
}

static void
check_copy (const char *path, int version)
{
  g_assert_cmpint (read_number (path, "PRAGMA user_version"), ==, version);
  g_assert_cmpint (read_number (path, "SELECT count(*) FROM \"record.talk\""), ==, 2);
  g_assert_cmpint (read_number (path, "SELECT count(*) FROM release"), ==, 1);
}

static void
test_version (gconstpointer data)
{
  g_autoptr (Fixture) fixture = fixture_new ();
  g_autofree char *name = g_strdup_printf ("test.log.schema-%d", GPOINTER_TO_INT (data));
  g_autofree char *kept = fixture_get_path (fixture, name);
  g_autoptr (PakivLog) log = NULL;

  place_log (fixture, GPOINTER_TO_INT (data));
  log = fixture_open (fixture, PAKIV_LOG_POLICE, PAKIV_ROLE_OFFICER);
  check_log (fixture, log);
  g_free (fixture_add_talk (fixture, log, "2021-05-03", "OLD", "written today"));
  g_assert_cmpuint (fixture_count (log, fixture->talk, "today"), ==, 1);
  /* A copy came first. */
  check_copy (kept, GPOINTER_TO_INT (data));
  g_assert_cmpint (g_unlink (kept), ==, 0);
  g_clear_pointer (&log, pakiv_log_unref);
  log = fixture_open (fixture, PAKIV_LOG_POLICE, PAKIV_ROLE_OFFICER);
  g_assert_false (g_file_test (kept, G_FILE_TEST_EXISTS)); /* once is enough */
}

/* The folder of a desk, so that the copy is a backup like the others. */
static char *
make_desk_file (Fixture *fixture)
{
  g_autofree char *folder = fixture_get_path (fixture, "desk");
  g_autofree char *from = g_build_filename (folder, "desk.json", NULL);
  g_autofree char *to = fixture_get_path (fixture, "desk.json");
  const char *const passphrases[] = { "long enough" };
  PakivMember ana = { .name = (char *)"Ana", .role = PAKIV_ROLE_OFFICER };
  g_autoptr (GPtrArray) members = g_ptr_array_new ();
  g_autoptr (PakivDesk) desk = NULL;
  g_autoptr (GError) error = NULL;

  g_ptr_array_add (members, &ana);
  desk = pakiv_desk_create (folder, "Station", members, passphrases, PAKIV_COST_TEST, &error);
  g_assert_no_error (error);
  g_assert_cmpint (g_rename (from, to), ==, 0);
  return g_strdup (pakiv_desk_get_station_id (desk));
}

static void
test_of_a_desk (void)
{
  g_autoptr (Fixture) fixture = fixture_new ();
  g_autofree char *station = make_desk_file (fixture);
  g_autofree char *place = g_build_filename (fixture->folder, "backups", station, "police", NULL);
  g_autoptr (PakivLog) log = NULL;
  g_autoptr (GDir) dir = NULL;
  g_autofree char *path = NULL, *manifest = NULL, *text = NULL;
  g_autoptr (GError) error = NULL;
  const char *name;

  place_log (fixture, PAKIV_SCHEMA_FIRST);
  log = fixture_open (fixture, PAKIV_LOG_POLICE, PAKIV_ROLE_OFFICER);
  check_log (fixture, log);
  dir = g_dir_open (place, 0, &error);
  g_assert_no_error (error);
  name = g_dir_read_name (dir);
  path = g_build_filename (place, name, "police.log", NULL);
  manifest = g_build_filename (place, name, "manifest.json", NULL);
  check_copy (path, PAKIV_SCHEMA_FIRST);
  g_assert_true (g_file_get_contents (manifest, &text, NULL, NULL));
  g_assert_nonnull (strstr (text, "before-migration"));
  g_assert_null (g_dir_read_name (dir));
}

static char *
fingerprint (Fixture *fixture)
{
  g_autofree char *path = fixture_get_path (fixture, "test.log");
  g_autofree char *content = NULL;
  gsize length;

  g_assert_true (g_file_get_contents (path, &content, &length, NULL));
  return g_compute_checksum_for_data (G_CHECKSUM_SHA256, (guchar *)content, length);
}

static void
check_untouched (Fixture *fixture, int code)
{
  g_autofree char *path = fixture_get_path (fixture, "test.log");
  g_autofree char *before = fingerprint (fixture), *after = NULL;
  g_autoptr (GError) error = NULL;

  g_assert_null (fixture_try_open (fixture, path, PAKIV_LOG_POLICE, &error));
  g_assert_error (error, PAKIV_LOG_ERROR, code);
  g_test_message ("%s", error->message);
  after = fingerprint (fixture);
  g_assert_cmpstr (before, ==, after);
}

/* Where no copy can be made there is no migration. */
static void
test_no_copy (void)
{
  g_autoptr (Fixture) fixture = fixture_new ();
  g_autofree char *beside = fixture_get_path (fixture, "test.log.schema-1");
  g_autofree char *backups = fixture_get_path (fixture, "backups");
  g_autoptr (PakivLog) log = NULL;

  place_log (fixture, PAKIV_SCHEMA_FIRST);
  g_mkdir (beside, 0700);
  check_untouched (fixture, PAKIV_LOG_ERROR_FAILED);
  g_free (make_desk_file (fixture));
  fixture_write (fixture, "backups", "a file where the folder should be");
  check_untouched (fixture, PAKIV_LOG_ERROR_FAILED);
  g_assert_cmpint (g_unlink (backups), ==, 0);
  log = fixture_open (fixture, PAKIV_LOG_POLICE, PAKIV_ROLE_OFFICER);
  check_log (fixture, log);
}

static void
test_newer (void)
{
  g_autoptr (Fixture) fixture = fixture_new ();
  g_autofree char *path = fixture_get_path (fixture, "test.log");
  g_autofree char *mark = g_strdup_printf ("PRAGMA user_version = %d", PAKIV_SCHEMA_CURRENT + 1);
  g_autoptr (PakivSql) sql = NULL;
  g_autoptr (GError) error = NULL;

  place_log (fixture, PAKIV_SCHEMA_FIRST);
  sql = pakiv_sql_open (path, fixture_key, &error);
  g_assert_true (pakiv_sql_execute (sql, mark, &error));
  g_clear_pointer (&sql, pakiv_sql_close);
  check_untouched (fixture, PAKIV_LOG_ERROR_NEWER);
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
  g_test_add_func ("/versions/of-a-desk", test_of_a_desk);
  g_test_add_func ("/versions/no-copy", test_no_copy);
  g_test_add_func ("/versions/newer", test_newer);
  return g_test_run ();
}
