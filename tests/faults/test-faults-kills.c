/* Programs that are killed at any moment of their work: nothing that was confirmed is lost, nothing
 * is half there, everything opens.
 *
 * PAKIV_FAULTS_SEED repeats the choices of another run (when a kill comes also depends on how fast
 * the machine is); PAKIV_FAULTS_TIMES=10 kills ten times as often. */
#include "aftermath.h"
#include "crew.h"

#include "pakiv-backup.h"
#include "pakiv-package.h"
#include "pakiv-rekey.h"
#include "pakiv-retention.h"
#include "pakiv-schema.h"
#include "pakiv-sql.h"
#include "pakiv-trace.h"

#include <stdlib.h>
#include <string.h>

static GRand *chance;
static guint times = 1;
static guint survived;
static GString *told;

/* One kind of work, and how long it takes, in microseconds, as far as is known. */
typedef struct
{
  Fixture *fixture;
  char *template;
  char *folder;
  Work work;
  gint64 span;
  guint kills;
} Run;

static Worker
get_worker (Run *run, const char *argument)
{
  return (Worker){ run->fixture, run->folder, NULL, -1, g_rand_int (chance), argument };
}

/* Lets the work go on to its end. */
static void
let_work (Run *run, const char *argument, Crew *crew)
{
  const Worker worker = get_worker (run, argument);

  crew_run (crew, &worker, run->work);
  if (crew->status != 0)
    g_error ("The work was refused: %s", crew->lines->str);
}

/* Kills once; the span follows how long the work takes. */
static void
strike (Run *run, const char *argument, Crew *crew)
{
  const Worker worker = get_worker (run, argument);

  crew_start (crew, &worker, run->work, NULL, NULL);
  crew_wait_ready (crew);
  g_assert_nonnull (strstr (crew->lines->str, "ready\n"));
  crew_listen (crew, (gint64)(g_rand_double (chance) * (double)run->span));
  crew_kill (crew);
  if (crew->killed)
    {
      run->kills++;
      survived++;
      run->span += run->span / 50;
    }
  else
    {
      g_assert_cmpint (crew->status, ==, 0);
      run->span = (run->span * 3 + crew->took) / 4;
    }
}

static void
run_init (Run *run, const char *name, Work work)
{
  memset (run, 0, sizeof *run);
  run->fixture = fault_fixture_new ();
  run->work = work;
  run->template = fixture_get_path (run->fixture, "template");
  run->folder = fixture_get_path (run->fixture, name);
  pakiv_desk_unref (fault_desk_create (run->fixture, "template"));
  copy_folder (run->template, run->folder);
}

/* How long the work takes when it is left alone, on a copy. */
static void
measure (Run *run, const char *argument)
{
  g_auto (Crew) crew = { 0 };

  copy_folder (run->template, run->folder);
  let_work (run, argument, &crew);
  run->span = MAX (crew.took, 1000);
}

static void
run_finish (Run *run, const char *what)
{
  g_test_message ("%u kills of %s, of about %d ms each", run->kills, what, (int)(run->span / 1000));
  g_string_append_printf (told, "%s%u of %s", told->len > 0 ? ", " : "", run->kills, what);
  fixture_free (run->fixture);
  g_free (run->template);
  g_free (run->folder);
}

static gboolean
goes_on (Run *run, guint kills)
{
  return run->kills < kills * times;
}

/* --- Saves --- */

static void
check_saved (Run *run, Expected *expected)
{
  g_autoptr (PakivLog) log = NULL;

  check_desk (run->fixture, run->folder, CHECK_POLICE);
  log = check_open (run->fixture, run->folder, "Ana", PAKIV_LOG_POLICE);
  expected_check (expected, run->fixture, log, "w");
  g_assert_cmpuint (fixture_count (log, run->fixture->talk, "kept"), ==, 12);
}

/* One desk is used on and on, as a real one is, and made anew now and then. */
static void
test_saves (void)
{
  Run run;
  guint done = 0;

  run_init (&run, "desk", work_save);
  run.span = 40000;
  while (goes_on (&run, 160))
    {
      g_autoptr (Expected) expected = expected_new ();
      g_autoptr (PakivDesk) desk = NULL;

      copy_folder (run.template, run.folder);
      for (guint i = 0; i < 20; i++)
        {
          g_auto (Crew) crew = { 0 };

          strike (&run, NULL, &crew);
          run.span = 40000;
          g_assert_true (crew.killed);
          expected_take (expected, crew.lines->str);
          check_saved (&run, expected);
        }
      desk = pakiv_desk_open (run.folder, NULL);
      expected_check_trace (expected, desk);
      done += expected->done;
    }
  g_test_message ("%u saves, changes, deletions and drafts were confirmed", done);
  g_assert_cmpuint (done, >, run.kills);
  run_finish (&run, "saves");
}

/* --- Imports --- */

#define ROWS 120

static void
check_import (Run *run, const char *csv, gboolean confirmed)
{
  g_autofree char *rejects = g_strconcat (csv, ".rejects.csv", NULL);
  g_autofree char *repeated = NULL;
  g_auto (Crew) again = { 0 };
  g_autoptr (PakivLog) log = NULL;
  guint found;

  check_desk (run->fixture, run->folder, CHECK_POLICE);
  log = check_open (run->fixture, run->folder, "Ana", PAKIV_LOG_POLICE);
  found = fixture_count (log, run->fixture->talk, "row");
  g_assert_true (found == ROWS || (found == 0 && !confirmed));
  g_clear_pointer (&log, pakiv_log_unref);
  /* Done again, it adds what is missing, nothing twice. */
  let_work (run, csv, &again);
  repeated = g_strdup_printf ("! import %u %u\n", ROWS - found, found);
  g_assert_nonnull (strstr (again.lines->str, repeated));
  log = check_open (run->fixture, run->folder, "Ana", PAKIV_LOG_POLICE);
  g_assert_cmpuint (fixture_count (log, run->fixture->talk, "row"), ==, ROWS);
  g_assert_true (g_file_test (rejects, G_FILE_TEST_EXISTS));
}

static void
test_imports (void)
{
  g_autofree char *csv = NULL;
  Run run;

  run_init (&run, "desk", work_import);
  csv = fault_write_csv (run.fixture, "stops.csv", "2021-04-03", "row", ROWS);
  measure (&run, csv);
  while (goes_on (&run, 80))
    {
      g_auto (Crew) crew = { 0 };

      copy_folder (run.template, run.folder);
      strike (&run, csv, &crew);
      check_import (&run, csv, strstr (crew.lines->str, "! import") != NULL);
    }
  run_finish (&run, "imports");
}

/* --- Re-keys --- */

static void
check_rekeyed (Run *run, gboolean confirmed)
{
  g_autoptr (PakivDesk) desk = NULL;
  g_autoptr (PakivLog) log = NULL;

  check_desk (run->fixture, run->folder, CHECK_ALL);
  desk = pakiv_desk_open (run->folder, NULL);
  if (confirmed)
    g_assert_true (pakiv_member_is_suspended (pakiv_desk_find_member (desk, "Bogdan")));
  log = check_open (run->fixture, run->folder, "Ana", PAKIV_LOG_POLICE);
  g_assert_cmpuint (fixture_count (log, run->fixture->talk, "kept"), ==, 12);
  g_clear_pointer (&log, pakiv_log_unref);
  log = check_open (run->fixture, run->folder, "Nadia", PAKIV_LOG_JOINT);
  g_assert_cmpuint (fixture_count (log, run->fixture->meeting, NULL), ==, 1);
}

static Worker *telling;

static void
tell_step (const char *step)
{
  worker_tell (telling, "step %s", step);
}

static void
on_before_suspend_cb (Worker *worker, gpointer data)
{
  telling = worker;
  pakiv_rekey_step = tell_step;
}

/* Between the first file that changes and the last, which is a small part of the whole. */
static void
strike_moving (Run *run, Crew *crew)
{
  const Worker worker = get_worker (run, "Bogdan");

  crew_start (crew, &worker, run->work, on_before_suspend_cb, NULL);
  g_assert_true (crew_wait_for (crew, "step write down\n"));
  crew_listen (crew, g_rand_int_range (chance, 0, (gint32)(run->span / 8)));
  crew_kill (crew);
  run->kills += crew->killed ? 1 : 0;
  survived += crew->killed ? 1 : 0;
}

/* Every other time while files are moved. Every third time, who opens the log next, and goes on
 * where it stopped, is killed too. */
static void
test_rekeys (void)
{
  Run run, opening;
  guint suspended = 0;

  run_init (&run, "desk", work_suspend);
  measure (&run, "Bogdan");
  opening = run;
  opening.work = work_open;
  opening.kills = 0;
  opening.span = run.span / 2;
  while (goes_on (&run, 80))
    {
      g_auto (Crew) crew = { 0 }, again = { 0 };

      copy_folder (run.template, run.folder);
      if (g_rand_boolean (chance))
        strike_moving (&run, &crew);
      else
        strike (&run, "Bogdan", &crew);
      if (g_rand_int_range (chance, 0, 3) == 0)
        strike (&opening, "joint", &again);
      check_rekeyed (&run, strstr (crew.lines->str, "! suspend") != NULL);
      suspended += strstr (crew.lines->str, "! suspend") != NULL ? 1 : 0;
    }
  run.kills += opening.kills;
  g_test_message ("%u times suspended; %u kills of those who went on", suspended, opening.kills);
  run_finish (&run, "re-keys");
}

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
count_copies (Run *run)
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
check_migrated (Run *run, gboolean confirmed)
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
prepare_old_log (Run *run)
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
  Run run;
  Fixture *plain = fixture_new ();
  Fixture *own;

  run_init (&run, "desk", work_migrate);
  prepare_old_log (&run);
  own = run.fixture;
  run.fixture = plain;
  measure (&run, NULL);
  while (goes_on (&run, 50))
    {
      g_auto (Crew) crew = { 0 };

      copy_folder (run.template, run.folder);
      strike (&run, NULL, &crew);
      check_migrated (&run, strstr (crew.lines->str, "! migrate") != NULL);
    }
  fixture_free (plain);
  run.fixture = own;
  run_finish (&run, "migrations");
}

/* --- Purges --- */

#define OLD 520
#define HELD 3

static void
confirm_day (Fixture *fixture, const char *folder)
{
  g_autoptr (PakivLog) log = check_open (fixture, folder, "Ana", PAKIV_LOG_POLICE);
  g_auto (PakivPurgeResult) result = { 0 };
  g_autoptr (GError) error = NULL;

  pakiv_log_purge (log, TRUE, &result, NULL, &error);
  g_assert_no_error (error);
}

static void
add_old (Run *run)
{
  g_autofree char *csv = fault_write_csv (run->fixture, "old.csv", "2018-01-15", "old", OLD);
  Run importing = *run;
  g_auto (Crew) crew = { 0 };
  g_autoptr (PakivLog) log = NULL;
  g_autoptr (GArray) numbers = NULL;

  confirm_day (run->fixture, run->template);
  importing.work = work_import;
  importing.folder = run->template;
  let_work (&importing, csv, &crew);
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
check_purged (Run *run, gboolean confirmed)
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
check_purge_traced (Run *run)
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
  Run run;

  run_init (&run, "desk", work_purge);
  add_old (&run);
  measure (&run, NULL);
  while (goes_on (&run, 30))
    {
      g_auto (Crew) crew = { 0 };

      if (left <= HELD)
        copy_folder (run.template, run.folder);
      strike (&run, NULL, &crew);
      left = check_purged (&run, strstr (crew.lines->str, "! purge") != NULL);
      if (left == HELD)
        check_purge_traced (&run);
    }
  run_finish (&run, "purges");
}

/* --- Releases --- */

/* (transfer full): the SHA-256 of the release, which is the same bytes whenever it is made of the
 * same log; NULL where none is there. */
static char *
get_release (Run *run)
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
check_released (Run *run, gboolean confirmed, const char *expected)
{
  g_autofree char *first = NULL, *second = NULL;
  g_auto (Crew) again = { 0 };

  check_desk (run->fixture, run->folder, CHECK_POLICE);
  first = get_release (run);
  if (confirmed || first != NULL)
    g_assert_cmpstr (first, ==, expected);
  let_work (run, NULL, &again);
  g_assert_nonnull (strstr (again.lines->str, expected));
  second = get_release (run);
  g_assert_cmpstr (second, ==, expected);
}

static void
test_releases (void)
{
  g_autofree char *expected = NULL;
  Run run;

  run_init (&run, "desk", work_release);
  measure (&run, NULL);
  expected = get_release (&run);
  g_assert_nonnull (expected);
  while (goes_on (&run, 50))
    {
      g_auto (Crew) crew = { 0 };

      copy_folder (run.template, run.folder);
      strike (&run, NULL, &crew);
      check_released (&run, strstr (crew.lines->str, "! release") != NULL, expected);
    }
  run_finish (&run, "releases");
}

/* --- Backups and restores --- */

static PakivSession *
open_session (Run *run)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (PakivDesk) desk = pakiv_desk_open (run->folder, &error);

  g_assert_no_error (error);
  return desk_fixture_unlock (desk, "Ana");
}

/* What is listed is whole; what was confirmed is listed. */
static void
check_backups (Run *run, const char *lines)
{
  const char *confirmed = strstr (lines, "! backup ");
  g_autoptr (PakivSession) ana = NULL;
  g_autoptr (GPtrArray) list = NULL;
  gboolean found = FALSE;

  check_desk (run->fixture, run->folder, CHECK_POLICE);
  ana = open_session (run);
  list = pakiv_backup_list (pakiv_session_get_desk (ana), PAKIV_LOG_POLICE, NULL, NULL);
  for (guint i = 0; i < list->len; i++)
    {
      const PakivBackup *listed = list->pdata[i];
      g_autoptr (GError) error = NULL;
      g_autoptr (PakivBackup) seen
          = pakiv_backup_look (ana, PAKIV_LOG_POLICE, listed->path, &error);

      g_assert_no_error (error);
      g_assert_cmpstr (listed->problem, ==, NULL);
      g_assert_cmpuint (((PakivBackupCount *)seen->counts->pdata[0])->records, ==, 12);
      found
          |= confirmed != NULL && g_str_has_prefix (confirmed + strlen ("! backup "), listed->path);
    }
  g_assert_true (confirmed == NULL || found);
}

static void
test_backups (void)
{
  Run run;

  run_init (&run, "desk", work_backup);
  confirm_day (run.fixture, run.template);
  measure (&run, NULL);
  for (guint i = 0; goes_on (&run, 40); i++)
    {
      g_auto (Crew) crew = { 0 };

      if (i % 8 == 0)
        copy_folder (run.template, run.folder);
      strike (&run, NULL, &crew);
      check_backups (&run, crew.lines->str);
    }
  run_finish (&run, "backups");
}

static void
check_restored (Run *run, gboolean confirmed)
{
  g_autoptr (PakivLog) log = NULL;
  guint later;

  check_desk (run->fixture, run->folder, CHECK_POLICE);
  log = check_open (run->fixture, run->folder, "Ana", PAKIV_LOG_POLICE);
  later = fixture_count (log, run->fixture->talk, "later");
  g_assert_cmpuint (fixture_count (log, run->fixture->talk, "kept"), ==, 12);
  g_assert_true (later == 0 || (later == 1 && !confirmed));
  g_clear_pointer (&log, pakiv_log_unref);
}

/* (transfer full): the path of a backup in the template, to which a record was added later. */
static char *
prepare_backup (Run *run)
{
  Run making = *run;
  g_auto (Crew) crew = { 0 };
  g_autoptr (PakivLog) log = NULL;
  g_autoptr (PakivRecord) record = fault_new_stop (run->fixture, "2021-05-03", "later");
  g_autoptr (GError) error = NULL;
  g_auto (GStrv) words = NULL;

  confirm_day (run->fixture, run->template);
  making.work = work_backup;
  making.folder = run->template;
  let_work (&making, NULL, &crew);
  words = g_strsplit_set (strstr (crew.lines->str, "! backup "), " \n", -1);
  log = check_open (run->fixture, run->template, "Ana", PAKIV_LOG_POLICE);
  pakiv_log_save (log, record, &error);
  g_assert_no_error (error);
  return g_strdup (words[2]);
}

static void
test_restores (void)
{
  g_autofree char *backup = NULL;
  Run run;

  run_init (&run, "desk", work_restore);
  backup = prepare_backup (&run);
  measure (&run, backup);
  while (goes_on (&run, 40))
    {
      g_auto (Crew) crew = { 0 };

      copy_folder (run.template, run.folder);
      strike (&run, backup, &crew);
      check_restored (&run, strstr (crew.lines->str, "! restore") != NULL);
    }
  run_finish (&run, "restores");
}

int
main (int argc, char **argv)
{
  const char *seed = g_getenv ("PAKIV_FAULTS_SEED");
  const char *more = g_getenv ("PAKIV_FAULTS_TIMES");
  guint32 number = seed != NULL ? (guint32)g_ascii_strtoull (seed, NULL, 10) : g_random_int ();
  int status;

  g_test_init (&argc, &argv, NULL);
  if (more != NULL)
    times = MAX (1, (guint)atoi (more));
  chance = g_rand_new_with_seed (number);
  told = g_string_new (NULL);
  g_test_message ("PAKIV_FAULTS_SEED=%u", number);
  g_test_add_func ("/faults/kills/saves", test_saves);
  g_test_add_func ("/faults/kills/imports", test_imports);
  g_test_add_func ("/faults/kills/rekeys", test_rekeys);
  g_test_add_func ("/faults/kills/migrations", test_migrations);
  g_test_add_func ("/faults/kills/purges", test_purges);
  g_test_add_func ("/faults/kills/releases", test_releases);
  g_test_add_func ("/faults/kills/backups", test_backups);
  g_test_add_func ("/faults/kills/restores", test_restores);
  status = g_test_run ();
  g_test_message ("survived %u kills (%s)", survived, told->str);
  g_string_free (told, TRUE);
  g_rand_free (chance);
  return status;
}
