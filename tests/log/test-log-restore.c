/* Backups brought back: what was erased or published since stays so, also where the log itself is
 * lost. */
#include "backup-fixture.h"

#include "pakiv-log-revisions.h"
#include "pakiv-members.h"
#include "pakiv-retention.h"

#include <glib/gstdio.h>
#include <utime.h>

static void
test_restore (void)
{
  g_auto (BackupDesk) desk = { 0 };
  g_auto (PakivRestoreResult) result = { 0 }, back = { 0 };
  g_autoptr (PakivBackup) backup = NULL, seen = NULL;
  g_autofree char *kept = NULL;
  g_autoptr (GError) error = NULL;
  guint64 traced;
  gboolean news = FALSE;

  backup_desk_open_at (&desk, "desk");
  backup_purge (&desk);
  kept = backup_add (&desk, "2021-05-01", "kept");
  backup = backup_make (&desk, NULL);
  g_free (backup_add (&desk, "2021-05-02", "later"));
  traced = backup_count_trace (&desk);

  backup_restore (&desk, backup->path, PAKIV_RESTORE_DEFAULT, &result);
  g_assert_cmpuint (backup_count (&desk, "kept"), ==, 1);
  g_assert_cmpuint (backup_count (&desk, "later"), ==, 0);
  g_assert_cmpuint (result.erased, ==, 0);
  g_assert_cmpuint (result.releases->len, ==, 0);
  g_assert_null (result.aside);
  seen = pakiv_backup_look (desk.session, PAKIV_LOG_POLICE, result.before, &error);
  g_assert_no_error (error);
  g_assert_cmpint (seen->reason, ==, PAKIV_BACKUP_BEFORE_RESTORE);
  g_assert_cmpuint (((PakivBackupCount *)seen->counts->pdata[0])->records, ==, 2);
  /* The trace goes on where it was, and tells. */
  g_assert_cmpuint (backup_count_trace (&desk), >, traced);
  g_assert_true (backup_trace_says (&desk, "restored 2021-05-10T12:00:00Z"));
  g_assert_false (backup_trace_says (&desk, "trace-file"));
  {
    g_autoptr (PakivLog) log = backup_open_log (&desk);

    g_assert_true (pakiv_backup_has_news (log, &news, &error));
    g_assert_true (news);
  }
  /* And back again, with what was there before. */
  backup_restore (&desk, result.before, PAKIV_RESTORE_DEFAULT, &back);
  g_assert_cmpuint (backup_count (&desk, "later"), ==, 1);
  g_assert_cmpuint (backup_count (&desk, NULL), ==, 2);
}

/* What was erased stays erased; what was deleted by hand comes back where that is asked for. */
static void
test_restore_erased (void)
{
  g_auto (BackupDesk) desk = { 0 };
  g_auto (PakivRestoreResult) result = { 0 }, again = { 0 };
  g_autoptr (PakivBackup) backup = NULL;
  g_autofree char *due = NULL, *by_hand = NULL, *held = NULL;
  g_autoptr (PakivLog) log = NULL;
  g_autoptr (PakivHold) hold = NULL;
  g_autoptr (GError) error = NULL;

  backup_desk_open_at (&desk, "desk");
  backup_purge (&desk);
  due = backup_add (&desk, "2020-05-11", "due tomorrow");
  held = backup_add (&desk, "2020-05-11", "held later");
  by_hand = backup_add (&desk, "2021-05-01", "by hand");
  g_free (backup_add (&desk, "2021-05-01", "stays"));
  backup = backup_make (&desk, NULL);
  log = backup_open_log (&desk);
  g_assert_true (pakiv_log_delete (log, desk.fixture->talk, by_hand, &error));
  g_assert_true (
      pakiv_log_place_hold (log, desk.fixture->talk, held, "Case", "2021-08-01", &error));
  g_clear_pointer (&log, pakiv_log_unref);
  backup_set_day (&desk, "2021-05-11");
  backup_purge (&desk);
  g_assert_cmpuint (backup_count (&desk, NULL), ==, 2);

  backup_restore (&desk, backup->path, PAKIV_RESTORE_DEFAULT, &result);
  g_assert_cmpuint (result.erased, ==, 2);
  g_assert_cmpuint (backup_count (&desk, "due"), ==, 0);
  g_assert_cmpuint (backup_count (&desk, "hand"), ==, 0);
  g_assert_cmpuint (backup_count (&desk, NULL), ==, 2);
  log = backup_open_log (&desk);
  hold = pakiv_log_get_hold (log, desk.fixture->talk, held, &error);
  g_assert_cmpstr (hold->until, ==, "2021-08-01");
  g_clear_pointer (&log, pakiv_log_unref);

  backup_restore (&desk, backup->path, PAKIV_RESTORE_DELETED, &again);
  g_assert_cmpuint (again.erased, ==, 1);
  g_assert_cmpuint (backup_count (&desk, "hand"), ==, 1);
  g_assert_cmpuint (backup_count (&desk, "due"), ==, 0);
}

/* A quarter is released once: also where the release was made after the backup. */
/* What was typed at a record that was erased since does not come back with the backup either, also
 * where the clock is not believed and nothing else is tidied up. */
static void
test_restore_draft_of_erased (void)
{
  g_auto (BackupDesk) desk = { 0 };
  g_auto (PakivRestoreResult) result = { 0 };
  g_autoptr (PakivBackup) backup = NULL;
  g_autofree char *due = NULL;
  g_autoptr (PakivLog) log = NULL;
  g_autoptr (PakivRecord) record = NULL, draft = NULL;
  g_autoptr (GError) error = NULL;

  backup_desk_open_at (&desk, "desk");
  backup_purge (&desk);
  due = backup_add (&desk, "2020-05-11", "due tomorrow");
  log = backup_open_log (&desk);
  record = fixture_load (log, desk.fixture->talk, due);
  g_assert_true (pakiv_log_save_draft (log, record, &error));
  g_clear_pointer (&log, pakiv_log_unref);
  backup = backup_make (&desk, NULL);
  backup_set_day (&desk, "2021-05-11");
  backup_purge (&desk);
  backup_set_day (&desk, "2021-05-10");
  backup_restore (&desk, backup->path, PAKIV_RESTORE_DEFAULT, &result);
  log = backup_open_log (&desk);
  g_assert_cmpuint (fixture_count (log, desk.fixture->talk, NULL), ==, 0);
  draft = pakiv_log_load_draft (log, desk.fixture->talk, due, &error);
  g_assert_no_error (error);
  g_assert_null (draft);
}

static void
test_restore_releases (void)
{
  g_auto (BackupDesk) desk = { 0 };
  g_auto (PakivRestoreResult) result = { 0 };
  g_autoptr (PakivBackup) backup = NULL;
  g_autoptr (GBytes) package = g_bytes_new_static ("the package", 11);
  g_autoptr (PakivStoredRelease) release = NULL;
  g_autoptr (PakivRecord) record = NULL;
  g_autofree char *id = NULL;
  g_autoptr (PakivLog) log = NULL;
  g_autoptr (GError) error = NULL;

  backup_desk_open_at (&desk, "desk");
  id = backup_add (&desk, "2021-02-01", "of the quarter");
  backup = backup_make (&desk, NULL);
  log = backup_open_log (&desk);
  g_free (fixture_add_talk (desk.fixture, log, "2021-03-01", "OLD", "counted, then lost"));
  fixture_count_talks (desk.fixture, log, backup_q1);
  g_assert_true (pakiv_log_store_release (log, backup_q1, 1, package, &error));
  g_clear_pointer (&log, pakiv_log_unref);

  backup_restore (&desk, backup->path, PAKIV_RESTORE_DEFAULT, &result);
  g_assert_cmpuint (result.releases->len, ==, 1);
  g_assert_cmpstr (result.releases->pdata[0], ==, "2021-Q1");
  log = backup_open_log (&desk);
  release = pakiv_log_load_release (log, backup_q1, &error);
  g_assert_true (g_bytes_equal (release->package, package));
  record = fixture_load (log, desk.fixture->talk, id);
  g_assert_true (record->closed);
  fixture_count_talks (desk.fixture, log, backup_q1);
  g_assert_false (pakiv_log_store_release (log, backup_q1, 1, package, &error));
  g_assert_error (error, PAKIV_LOG_ERROR, PAKIV_LOG_ERROR_REFUSED);
}

static void
move_talk (BackupDesk *desk, const char *id)
{
  g_autoptr (PakivLog) log = backup_open_log (desk);
  g_autoptr (PakivRecord) record = fixture_load (log, desk->fixture->talk, id);
  g_autoptr (GError) error = NULL;

  pakiv_record_set (record, "place", "NEW");
  pakiv_log_save (log, record, &error);
  g_assert_no_error (error);
}

static guint
count_corrected (BackupDesk *desk)
{
  g_autoptr (PakivLog) log = backup_open_log (desk);
  g_autoptr (GError) error = NULL;
  guint n;

  pakiv_log_count_corrected (log, backup_q1, &n, &error);
  g_assert_no_error (error);
  return n;
}

static void
revise (BackupDesk *desk)
{
  g_autoptr (PakivLog) log = backup_open_log (desk);
  g_autoptr (GPtrArray) changes = g_ptr_array_new ();
  g_autoptr (GBytes) package = g_bytes_new_static ("revision", 8);
  g_autoptr (GError) error = NULL;

  pakiv_log_store_revision (log, backup_q1, 2, package, changes, &error);
  g_assert_no_error (error);
}

/* What a revision took in is not taken in again because an older log has it still to come; and what
 * is to come stays known. */
static void
test_restore_revisions (void)
{
  g_auto (BackupDesk) desk = { 0 };
  g_auto (PakivRestoreResult) one = { 0 }, two = { 0 };
  g_autoptr (PakivBackup) corrected = NULL, released = NULL;
  g_autoptr (GBytes) package = g_bytes_new_static ("the package", 11);
  g_autoptr (PakivStoredRelease) revision = NULL;
  g_autoptr (PakivLog) log = NULL;
  g_autofree char *id = NULL;
  g_autoptr (GError) error = NULL;

  backup_desk_open_at (&desk, "desk");
  id = backup_add (&desk, "2021-02-01", "of the quarter");
  log = backup_open_log (&desk);
  fixture_count_talks (desk.fixture, log, backup_q1);
  g_assert_true (pakiv_log_store_release (log, backup_q1, 1, package, &error));
  g_clear_pointer (&log, pakiv_log_unref);
  move_talk (&desk, id);
  g_assert_cmpuint (count_corrected (&desk), ==, 1);
  corrected = backup_make (&desk, NULL);
  backup_restore (&desk, corrected->path, PAKIV_RESTORE_DEFAULT, &one);
  g_assert_cmpuint (count_corrected (&desk), ==, 1);
  revise (&desk);
  g_assert_cmpuint (count_corrected (&desk), ==, 0);
  backup_restore (&desk, corrected->path, PAKIV_RESTORE_DEFAULT, &two);
  g_assert_cmpuint (count_corrected (&desk), ==, 0);
  log = backup_open_log (&desk);
  revision = pakiv_log_load_revision (log, backup_q1, &error);
  g_assert_no_error (error);
  g_assert_cmpint (revision->version, ==, 2);
}

/* An older log comes back in which the record is as it was before the revision: that is a change
 * again, and making the correction once more is none; it would be counted twice. */
static void
test_restore_before_revision (void)
{
  g_auto (BackupDesk) desk = { 0 };
  g_auto (PakivRestoreResult) result = { 0 };
  g_autoptr (PakivBackup) released = NULL;
  g_autoptr (GBytes) package = g_bytes_new_static ("the package", 11);
  g_autoptr (PakivLog) log = NULL;
  g_autofree char *id = NULL;
  g_autoptr (GError) error = NULL;

  backup_desk_open_at (&desk, "desk");
  id = backup_add (&desk, "2021-02-01", "of the quarter");
  log = backup_open_log (&desk);
  fixture_count_talks (desk.fixture, log, backup_q1);
  g_assert_true (pakiv_log_store_release (log, backup_q1, 1, package, &error));
  g_clear_pointer (&log, pakiv_log_unref);
  released = backup_make (&desk, NULL);
  move_talk (&desk, id);
  revise (&desk);
  g_assert_cmpuint (count_corrected (&desk), ==, 0);
  backup_restore (&desk, released->path, PAKIV_RESTORE_DEFAULT, &result);
  g_assert_cmpuint (count_corrected (&desk), ==, 1);
  move_talk (&desk, id);
  g_assert_cmpuint (count_corrected (&desk), ==, 0);
}

static const char talks_cube[] = "<cube id='talks' kind='talk' base='5'><unit>talks</unit>"
                                 "<dimension id='place' field='place'/></cube>";

/* What was deleted by hand and brought back was not taken out: a revision that told it had the one
 * too few, and deleting it again would have made it two. */
static void
test_restore_deleted_revised (void)
{
  g_auto (BackupDesk) desk = { 0 };
  g_auto (PakivRestoreResult) result = { 0 };
  g_autoptr (PakivBackup) released = NULL;
  g_autoptr (GBytes) package = g_bytes_new_static ("the package", 11);
  g_autoptr (GPtrArray) cells = g_ptr_array_new_with_free_func ((GDestroyNotify)pakiv_changes_free);
  g_autoptr (PakivCubeSpec) spec = NULL;
  g_autoptr (PakivXml) xml = NULL;
  g_autoptr (PakivLog) log = NULL;
  g_autofree char *id = NULL;
  g_autoptr (GError) error = NULL;

  backup_desk_open_at (&desk, "desk");
  id = backup_add (&desk, "2021-02-01", "of the quarter");
  log = backup_open_log (&desk);
  fixture_count_talks (desk.fixture, log, backup_q1);
  xml = pakiv_xml_parse (talks_cube, strlen (talks_cube), "cube", &error);
  spec = pakiv_cube_spec_new_from_xml (xml, desk.fixture->definitions, &error);
  g_ptr_array_add (cells, pakiv_changes_new (spec, backup_q1)); /* all 0 */
  g_assert_true (
      pakiv_log_store_release_with_deviations (log, backup_q1, 1, package, NULL, cells, &error));
  released = backup_make (&desk, NULL);
  g_assert_true (pakiv_log_delete (log, desk.fixture->talk, id, &error));
  g_clear_pointer (&log, pakiv_log_unref);
  g_assert_cmpuint (count_corrected (&desk), ==, 1);
  backup_restore (&desk, released->path, PAKIV_RESTORE_DELETED, &result);
  g_assert_cmpuint (count_corrected (&desk), ==, 0);
}

static char *
log_path (BackupDesk *desk)
{
  return g_build_filename (desk->folder, "police.log", NULL);
}

static void
test_restore_lost (gconstpointer how)
{
  g_auto (BackupDesk) desk = { 0 };
  g_auto (PakivRestoreResult) result = { 0 };
  g_autoptr (PakivBackup) backup = NULL;
  g_autofree char *path = NULL;
  g_autoptr (PakivLog) none = NULL;
  g_autoptr (GError) error = NULL;
  guint64 traced;

  backup_desk_open_at (&desk, "desk");
  g_free (backup_add (&desk, "2021-05-01", "kept"));
  backup = backup_make (&desk, NULL);
  g_free (backup_add (&desk, "2021-05-02", "lost"));
  traced = backup_count_trace (&desk);
  path = log_path (&desk);
  if (GPOINTER_TO_INT (how) == 0)
    g_unlink (path);
  else
    backup_flip_byte (path, GPOINTER_TO_INT (how) == 1 ? 100 : 12288 + 100);
  backup_restore (&desk, backup->path, PAKIV_RESTORE_DEFAULT, &result);
  g_assert_cmpuint (backup_count (&desk, "kept"), ==, 1);
  g_assert_cmpuint (backup_count (&desk, NULL), ==, 1);
  g_assert_null (result.before);
  if (GPOINTER_TO_INT (how) != 0)
    g_assert_true (g_file_test (result.aside, G_FILE_TEST_EXISTS));
  /* The plain file of the trace still has what the log lost. */
  g_assert_cmpuint (backup_count_trace (&desk), >, traced);
  g_assert_true (backup_trace_says (&desk, "restored"));
  g_assert_false (backup_trace_says (&desk, "trace-file"));
}

static void
set_time (const char *path, int year, int month, int day)
{
  g_autoptr (GDateTime) moment = g_date_time_new_local (year, month, day, 12, 0, 0);
  struct utimbuf times
      = { (time_t)g_date_time_to_unix (moment), (time_t)g_date_time_to_unix (moment) };

  g_assert_cmpint (g_utime (path, &times), ==, 0);
}

/* A damaged log that was put aside goes when the backups of that day do, counted from when it was
 * put there. The desk's day is 10 May. */
static void
test_damaged_goes (void)
{
  g_auto (BackupDesk) desk = { 0 };
  g_auto (PakivRestoreResult) result = { 0 };
  g_autoptr (PakivBackup) backup = NULL;
  g_autofree char *path = NULL, *wal = NULL;
  GStatBuf status;

  backup_desk_open_at (&desk, "desk");
  g_free (backup_add (&desk, "2021-05-01", "kept"));
  backup = backup_make (&desk, NULL);
  path = log_path (&desk);
  backup_flip_byte (path, 100);
  set_time (path, 2020, 1, 1);
  backup_restore (&desk, backup->path, PAKIV_RESTORE_DEFAULT, &result);
  g_assert_cmpint (g_stat (result.aside, &status), ==, 0);
  g_assert_cmpint (status.st_mtime, >, g_get_real_time () / G_USEC_PER_SEC - 3600);
  wal = g_strconcat (result.aside, "-wal", NULL);
  g_assert_true (g_file_set_contents (wal, "words", -1, NULL));
  set_time (result.aside, 2021, 3, 16);
  pakiv_backup_free (backup_make (&desk, NULL));
  g_assert_true (g_file_test (result.aside, G_FILE_TEST_EXISTS));
  set_time (result.aside, 2021, 3, 15);
  pakiv_backup_free (backup_make (&desk, NULL));
  g_assert_false (g_file_test (result.aside, G_FILE_TEST_EXISTS));
  g_assert_false (g_file_test (wal, G_FILE_TEST_EXISTS));
}

static void
test_restore_busy (void)
{
  g_auto (BackupDesk) desk = { 0 };
  g_auto (PakivRestoreResult) result = { 0 };
  g_autoptr (PakivBackup) backup = NULL;
  g_autoptr (PakivLog) log = NULL;
  g_autoptr (GError) error = NULL;

  backup_desk_open_at (&desk, "desk");
  backup = backup_make (&desk, NULL);
  log = backup_open_log (&desk);
  g_free (fixture_add_talk (desk.fixture, log, "2021-05-01", "OLD", "written meanwhile"));
  g_assert_false (pakiv_backup_restore (desk.session, PAKIV_LOG_POLICE, backup->path,
                                        PAKIV_RESTORE_DEFAULT, desk.fixture->definitions,
                                        desk.fixture->clock, &result, NULL, &error));
  g_assert_error (error, PAKIV_LOG_ERROR, PAKIV_LOG_ERROR_BUSY);
  g_assert_cmpuint (fixture_count (log, desk.fixture->talk, NULL), ==, 1);
  g_free (fixture_add_talk (desk.fixture, log, "2021-05-01", "OLD", "and after"));
  g_assert_cmpuint (backup_count (&desk, NULL), ==, 2);
}

/* After a member was suspended the logs have new keys: a backup of before still opens, for who was
 * there then. */
static void
test_restore_old_key (void)
{
  g_auto (BackupDesk) desk = { 0 };
  g_auto (PakivRestoreResult) result = { 0 };
  g_autoptr (PakivBackup) backup = NULL, seen = NULL;
  g_autoptr (GError) error = NULL;

  backup_desk_open_at (&desk, "desk");
  g_free (backup_add (&desk, "2021-05-01", "kept"));
  backup = backup_make (&desk, NULL);
  pakiv_session_suspend_member (desk.session, "Bob", desk.fixture->clock, &error);
  g_assert_no_error (error);
  g_free (backup_add (&desk, "2021-05-02", "later"));
  seen = pakiv_backup_look (desk.session, PAKIV_LOG_POLICE, backup->path, &error);
  g_assert_no_error (error);
  backup_restore (&desk, backup->path, PAKIV_RESTORE_DEFAULT, &result);
  g_assert_cmpuint (backup_count (&desk, NULL), ==, 1);
}

static void
test_bring_desk (void)
{
  g_auto (BackupDesk) desk = { 0 };
  g_auto (PakivRestoreResult) result = { 0 };
  g_autoptr (PakivBackup) backup = NULL;
  g_autofree char *stick = NULL;
  g_autoptr (GError) error = NULL;

  backup_desk_open_at (&desk, "desk");
  g_free (backup_add (&desk, "2021-05-01", "kept"));
  stick = fixture_get_path (desk.fixture, "stick");
  g_mkdir (stick, 0700);
  backup = backup_make (&desk, stick);
  g_assert_null (pakiv_backup_bring_desk (backup->path, desk.folder, &error));
  g_assert_error (error, PAKIV_LOG_ERROR, PAKIV_LOG_ERROR_REFUSED);
  g_clear_error (&error);
  g_clear_pointer (&desk.session, pakiv_session_unref);
  g_clear_pointer (&desk.desk, pakiv_desk_unref);
  fixture_remove_tree (desk.folder);

  desk.desk = pakiv_backup_bring_desk (backup->path, desk.folder, &error);
  g_assert_no_error (error);
  desk.session = backup_unlock (desk.desk, "Ana");
  backup_restore (&desk, backup->path, PAKIV_RESTORE_DEFAULT, &result);
  g_assert_cmpuint (backup_count (&desk, "kept"), ==, 1);
}

int
main (int argc, char **argv)
{
  g_autofree char *data = NULL;

  g_test_init (&argc, &argv, NULL);
  /* A desk's own definitions are those of the fixture. */
  data = g_test_build_filename (G_TEST_DIST, "tests", "log", "data", NULL);
  g_setenv ("PAKIV_DATA", data, TRUE);
  g_test_add_func ("/backup/restore", test_restore);
  g_test_add_func ("/backup/restore-erased", test_restore_erased);
  g_test_add_func ("/backup/restore-draft-of-erased", test_restore_draft_of_erased);
  g_test_add_func ("/backup/restore-releases", test_restore_releases);
  g_test_add_func ("/backup/restore-revisions", test_restore_revisions);
  g_test_add_func ("/backup/restore-before-revision", test_restore_before_revision);
  g_test_add_func ("/backup/restore-deleted-revised", test_restore_deleted_revised);
  g_test_add_data_func ("/backup/restore-lost/gone", GINT_TO_POINTER (0), test_restore_lost);
  g_test_add_data_func ("/backup/restore-lost/start", GINT_TO_POINTER (1), test_restore_lost);
  g_test_add_data_func ("/backup/restore-lost/page", GINT_TO_POINTER (2), test_restore_lost);
  g_test_add_func ("/backup/damaged-goes", test_damaged_goes);
  g_test_add_func ("/backup/restore-busy", test_restore_busy);
  g_test_add_func ("/backup/restore-old-key", test_restore_old_key);
  g_test_add_func ("/backup/bring-desk", test_bring_desk);
  return g_test_run ();
}
