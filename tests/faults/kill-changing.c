/* Killed while a log is changed as a whole: brought to another version, emptied of what is due, and
 * its quarter released. */
#include "kill-run.h"

#include "pakiv-package.h"
#include "pakiv-retention.h"
#include "pakiv-schema.h"
#include "pakiv-sql.h"
#include "pakiv-trace.h"

#include <string.h>

/* --- Migrations --- */

static gboolean
work_migrate (Worker *worker)
{
  g_autofree char *path = g_build_filename (worker->folder, "test.log", NULL);
  g_autoptr (GError) error = NULL;
  g_autoptr (PakivLog) log = NULL;

  worker_tell (worker, "ready");
  log = fixture_try_open (worker->fixture, path, PAKIV_LOG_POLICE, &error);
  worker_tell (worker, log != NULL ? "! migrate" : "- 0 -");
  return log != NULL;
}

static gint64
read_number (const char *path, const char *select)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (PakivSql) sql = pakiv_sql_open (path, fixture_key, &error);
  gint64 number = -1;

  g_assert_no_error (error);
  pakiv_sql_get_number (sql, select, &number, &error);
  g_assert_no_error (error);
  return number;
}

/* How many copies there are; each is whole and of the version before. */
static guint
count_copies (KillRun *run)
{
  g_autoptr (PakivDesk) desk = pakiv_desk_open (run->folder, NULL);
  g_autofree char *place
      = g_build_filename (run->folder, "backups", pakiv_desk_get_station_id (desk), "police", NULL);
  g_autoptr (GDir) dir = g_dir_open (place, 0, NULL);
  const char *name;
  guint n = 0;

  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *log = g_build_filename (place, name, "police.log", NULL);
      g_autofree char *manifest = g_build_filename (place, name, "manifest.json", NULL);

      if (*name == '.')
        continue;
      n++;
      g_assert_true (g_file_test (manifest, G_FILE_TEST_EXISTS));
      g_assert_cmpint (read_number (log, "PRAGMA user_version"), ==, PAKIV_SCHEMA_FIRST);
      g_assert_cmpint (read_number (log, "SELECT count(*) FROM \"record.talk\""), ==, 2);
    }
  return n;
}

static void
check_migrated (KillRun *run, gboolean confirmed)
{
  g_autofree char *path = g_build_filename (run->folder, "test.log", NULL);
  gint64 version = read_number (path, "PRAGMA user_version");
  g_autoptr (PakivRecord) draft = NULL;
  g_autoptr (PakivStoredRelease) release = NULL;
  g_autoptr (PakivLog) log = NULL;
  g_autoptr (GError) error = NULL;

  g_assert_true (version == PAKIV_SCHEMA_CURRENT || (version == PAKIV_SCHEMA_FIRST && !confirmed));
  if (version == PAKIV_SCHEMA_CURRENT)
    g_assert_cmpuint (count_copies (run), >, 0);
  log = fixture_try_open (run->fixture, path, PAKIV_LOG_POLICE, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (count_copies (run), >, 0);
  g_assert_cmpuint (fixture_count (log, run->fixture->talk, NULL), ==, 2);
  g_assert_cmpuint (fixture_count (log, run->fixture->talk, "bread"), ==, 1);
  draft = pakiv_log_load_draft (log, run->fixture->talk, NULL, &error);
  g_assert_cmpstr (pakiv_record_get (draft, "note"), ==, "half typ");
  release = pakiv_log_load_release (log, (PakivPeriod){ 2021, 1 }, &error);
  g_assert_cmpmem (g_bytes_get_data (release->package, NULL), 11, "the package", 11);
  g_assert_cmpint (read_number (path, "SELECT count(*) FROM pragma_integrity_check "
                                      "WHERE integrity_check <> 'ok'"),
                   ==, 0);
}

/* The oldest log there is, in the folder of a desk, so that the copy before is a backup. */
static void
prepare_old_log (KillRun *run)
{
  g_autofree char *old
      = g_test_build_filename (G_TEST_DIST, "tests", "old-logs", "schema-1.log", NULL);
  g_autofree char *to = g_build_filename (run->template, "test.log", NULL);
  g_autofree char *content = NULL;
  g_autoptr (GError) error = NULL;
  gsize length;

  g_assert_true (g_file_get_contents (old, &content, &length, &error));
  g_assert_true (g_file_set_contents (to, content, (gssize)length, &error));
}

static void
test_migrations (void)
{
  KillRun run;
  Fixture *plain = fixture_new ();
  Fixture *own;

  kill_run_init (&run, "desk", work_migrate);
  prepare_old_log (&run);
  own = run.fixture;
  run.fixture = plain;
  kill_run_measure (&run, NULL);
  while (kill_run_goes_on (&run, 50))
    {
      g_auto (Crew) crew = { 0 };

      copy_folder (run.template, run.folder);
      kill_run_strike (&run, NULL, &crew);
      check_migrated (&run, strstr (crew.lines->str, "! migrate") != NULL);
    }
  fixture_free (plain);
  run.fixture = own;
  kill_run_finish (&run, "migrations");
}

/* --- Purges --- */

#define OLD 520
#define HELD 3

static void
add_old (KillRun *run)
{
  g_autofree char *csv = fault_write_csv (run->fixture, "old.csv", "2018-01-15", "old", OLD);
  KillRun importing = *run;
  g_auto (Crew) crew = { 0 };
  g_autoptr (PakivLog) log = NULL;
  g_autoptr (GArray) numbers = NULL;

  kill_confirm_day (run->fixture, run->template);
  importing.work = work_import;
  importing.folder = run->template;
  kill_run_work (&importing, csv, &crew);
  log = check_open (run->fixture, run->template, "Ana", PAKIV_LOG_POLICE);
  numbers = pakiv_log_find (log, run->fixture->talk, "old", NULL);
  g_assert_cmpuint (numbers->len, ==, OLD);
  for (guint i = 0; i < HELD; i++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (PakivRecord) record = pakiv_log_read_one (
          log, run->fixture->talk, g_array_index (numbers, gint64, i * 100), &error);

      pakiv_log_place_hold (log, run->fixture->talk, record->id, "a case is open", "2022-05-01",
                            &error);
      g_assert_no_error (error);
    }
}

/* Each record is either there, with its search words, or gone with a tombstone. */
static guint
check_purged (KillRun *run, gboolean confirmed)
{
  g_autoptr (PakivDesk) desk = NULL;
  g_autoptr (PakivSession) ana = NULL;
  g_autoptr (PakivLog) log = NULL;
  guint left;

  check_desk (run->fixture, run->folder, CHECK_POLICE);
  log = check_open (run->fixture, run->folder, "Ana", PAKIV_LOG_POLICE);
  left = fixture_count (log, run->fixture->talk, "old");
  g_assert_cmpuint (fixture_count (log, run->fixture->talk, NULL), ==, left + 12);
  g_assert_cmpuint (left, >=, HELD);
  if (confirmed)
    g_assert_cmpuint (left, ==, HELD);
  desk = pakiv_desk_open (run->folder, NULL);
  ana = desk_fixture_unlock (desk, "Ana");
  g_assert_cmpint (check_number (ana, PAKIV_LOG_POLICE, "SELECT count(*) FROM tombstone"), ==,
                   OLD - left);
  return left;
}

/* Every erasure is in the trace, once. */
static void
check_purge_traced (KillRun *run)
{
  g_autoptr (PakivDesk) desk = pakiv_desk_open (run->folder, NULL);
  g_autoptr (PakivSession) dora = desk_fixture_unlock (desk, "Dora");
  g_autoptr (GError) error = NULL;
  g_autoptr (PakivTrace) trace = pakiv_trace_open (dora, PAKIV_LOG_POLICE, &error);
  g_autoptr (GHashTable) erased = g_hash_table_new (g_str_hash, g_str_equal);
  GPtrArray *entries;

  g_assert_no_error (error);
  g_assert_cmpstr (pakiv_trace_get_warnings (trace)[0], ==, NULL);
  entries = pakiv_trace_get_entries (trace);
  for (guint i = 0; i < entries->len; i++)
    {
      const PakivTraceEntry *entry = entries->pdata[i];

      if (entry->act == PAKIV_ACT_ERASE)
        g_assert_true (g_hash_table_add (erased, (gpointer)entry->record));
    }
  g_assert_cmpuint (g_hash_table_size (erased), ==, OLD - HELD);
}

static void
test_purges (void)
{
  guint left = 0;
  KillRun run;

  kill_run_init (&run, "desk", work_purge);
  add_old (&run);
  kill_run_measure (&run, NULL);
  while (kill_run_goes_on (&run, 30))
    {
      g_auto (Crew) crew = { 0 };

      if (left <= HELD)
        copy_folder (run.template, run.folder);
      kill_run_strike (&run, NULL, &crew);
      left = check_purged (&run, strstr (crew.lines->str, "! purge") != NULL);
      if (left == HELD)
        check_purge_traced (&run);
    }
  kill_run_finish (&run, "purges");
}

/* --- Releases --- */

/* (transfer full): the SHA-256 of the release, which is the same bytes whenever it is made of the
 * same log; NULL where none is there. */
static char *
get_release (KillRun *run)
{
  g_autoptr (PakivDesk) desk = pakiv_desk_open (run->folder, NULL);
  g_autoptr (PakivSession) ana = desk_fixture_unlock (desk, "Ana");
  g_autoptr (PakivLog) log = check_open (run->fixture, run->folder, "Ana", PAKIV_LOG_POLICE);
  g_autoptr (GError) error = NULL;
  g_autoptr (PakivStoredRelease) stored
      = pakiv_log_load_release (log, (PakivPeriod){ 2021, 1 }, &error);
  g_autoptr (PakivPackage) package = NULL;
  int n = stored != NULL ? 1 : 0;

  g_assert_no_error (error);
  g_assert_cmpint (check_number (ana, PAKIV_LOG_POLICE, "SELECT count(*) FROM release"), ==, n);
  g_assert_cmpint (check_number (ana, PAKIV_LOG_POLICE, "SELECT count(*) FROM book"), ==, n);
  if (stored == NULL)
    return NULL;
  package = pakiv_package_read (stored->package,
                                pakiv_desk_get_signing_key (desk, PAKIV_LOG_POLICE), NULL, &error);
  g_assert_no_error (error);
  return g_compute_checksum_for_bytes (G_CHECKSUM_SHA256, stored->package);
}

static void
check_released (KillRun *run, gboolean confirmed, const char *expected)
{
  g_autofree char *first = NULL, *second = NULL;
  g_auto (Crew) again = { 0 };

  check_desk (run->fixture, run->folder, CHECK_POLICE);
  first = get_release (run);
  if (confirmed || first != NULL)
    g_assert_cmpstr (first, ==, expected);
  kill_run_work (run, NULL, &again);
  g_assert_nonnull (strstr (again.lines->str, expected));
  second = get_release (run);
  g_assert_cmpstr (second, ==, expected);
}

static void
test_releases (void)
{
  g_autofree char *expected = NULL;
  KillRun run;

  kill_run_init (&run, "desk", work_release);
  kill_run_measure (&run, NULL);
  expected = get_release (&run);
  g_assert_nonnull (expected);
  while (kill_run_goes_on (&run, 50))
    {
      g_auto (Crew) crew = { 0 };

      copy_folder (run.template, run.folder);
      kill_run_strike (&run, NULL, &crew);
      check_released (&run, strstr (crew.lines->str, "! release") != NULL, expected);
    }
  kill_run_finish (&run, "releases");
}

void
kill_add_changing (void)
{
  g_test_add_func ("/faults/kills/migrations", test_migrations);
  g_test_add_func ("/faults/kills/purges", test_purges);
  g_test_add_func ("/faults/kills/releases", test_releases);
}
