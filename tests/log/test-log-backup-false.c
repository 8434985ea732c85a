/* Nobody lays a false backup in the place of a good one. */
#include "backup-fixture.h"

#include "pakiv-backup-private.h"
#include "pakiv-session-private.h"
#include "pakiv-sql.h"
#include "pakiv-trace-private.h"

#include <glib/gstdio.h>
#include <string.h>
#include <unistd.h>

static void
check_refused (BackupDesk *desk, const char *path, PakivLogId log, int code)
{
  g_auto (PakivRestoreResult) result = { 0 };
  g_autoptr (GError) error = NULL;

  g_assert_null (pakiv_backup_look (desk->session, log, path, &error));
  g_assert_error (error, PAKIV_LOG_ERROR, code);
  g_test_message ("%s", error->message);
  g_clear_error (&error);
  g_assert_false (pakiv_backup_restore (desk->session, log, path, PAKIV_RESTORE_DEFAULT,
                                        desk->fixture->definitions, desk->fixture->clock, &result,
                                        NULL, &error));
  g_assert_error (error, PAKIV_LOG_ERROR, code);
  if (log == PAKIV_LOG_POLICE)
    g_assert_cmpuint (backup_count (desk, "mine"), ==, 1);
}

static void
test_swapped (void)
{
  g_auto (BackupDesk) desk = { 0 }, other = { 0 };
  g_autoptr (PakivBackup) mine = NULL, later = NULL, theirs = NULL;
  g_autofree char *manifest = NULL, *folder = NULL, *nothing = NULL;
  g_autoptr (GPtrArray) list = NULL;
  g_autoptr (GError) error = NULL;

  backup_desk_open_at (&desk, "desk");
  backup_desk_open_at (&other, "desk");
  g_free (backup_add (&desk, "2021-05-01", "mine"));
  g_free (backup_add (&other, "2021-05-01", "theirs"));
  mine = backup_make (&desk, NULL);
  later = backup_make (&desk, NULL);
  theirs = backup_make (&other, NULL);

  check_refused (&desk, theirs->path, PAKIV_LOG_POLICE, PAKIV_LOG_ERROR_NOT_A_LOG);
  check_refused (&desk, mine->path, PAKIV_LOG_JOINT, PAKIV_LOG_ERROR_NOT_A_LOG);
  nothing = fixture_get_path (desk.fixture, "desk/police.log");
  check_refused (&desk, nothing, PAKIV_LOG_POLICE, PAKIV_LOG_ERROR_NOT_FOUND);

  /* Their log and manifest, as if they were of this station. */
  folder = g_path_get_dirname (later->path);
  manifest = backup_get_sibling (later, "manifest.json");
  backup_copy_over (theirs->path, later->path);
  check_refused (&desk, later->path, PAKIV_LOG_POLICE, PAKIV_LOG_ERROR_NOT_A_LOG);
  g_clear_pointer (&nothing, g_free);
  nothing = backup_get_sibling (theirs, "manifest.json");
  backup_copy_over (nothing, manifest);
  backup_replace_in (manifest, theirs->station_id, mine->station_id);
  check_refused (&desk, folder, PAKIV_LOG_POLICE, PAKIV_LOG_ERROR_NOT_A_LOG);
  list = pakiv_backup_list (desk.desk, PAKIV_LOG_POLICE, NULL, &error);
  g_assert_cmpuint (list->len, ==, 2);
  g_assert_nonnull (((PakivBackup *)list->pdata[0])->problem);
  g_assert_null (((PakivBackup *)list->pdata[1])->problem);

  backup_flip_byte (mine->path, 5000);
  check_refused (&desk, mine->path, PAKIV_LOG_POLICE, PAKIV_LOG_ERROR_NOT_A_LOG);
  backup_flip_byte (mine->path, 5000);
  g_clear_pointer (&manifest, g_free);
  manifest = backup_get_sibling (mine, "manifest.json");
  backup_replace_in (manifest, "2021-05-10T12", "2021-05-10T13"); /* not newer than it is */
  check_refused (&desk, mine->path, PAKIV_LOG_POLICE, PAKIV_LOG_ERROR_NOT_A_LOG);
  backup_replace_in (manifest, "2021-05-10T13", "2021-05-10T12");
  g_assert_cmpint (truncate (mine->path, 8192), ==, 0);
  check_refused (&desk, mine->path, PAKIV_LOG_POLICE, PAKIV_LOG_ERROR_NOT_A_LOG);
}

/* Somebody who holds both keys, and so can sign, lays the joint log into a backup of the police's.
 */
static void
test_other_log_inside (void)
{
  g_auto (BackupDesk) desk = { 0 };
  g_autoptr (PakivBackup) backup = NULL, seen = NULL;
  g_autofree char *joint = NULL, *folder = NULL;
  g_autoptr (PakivSecret) key = NULL, joint_key = NULL, signing = NULL;
  g_autoptr (PakivSql) sql = NULL;
  g_autoptr (GError) error = NULL;
  GStatBuf status;

  backup_desk_open_at (&desk, "desk");
  backup = backup_make (&desk, NULL);
  key = pakiv_session_get_key (desk.session, PAKIV_KEY_POLICE, &error);
  joint_key = pakiv_session_get_key (desk.session, PAKIV_KEY_JOINT, &error);
  signing = pakiv_session_load_log_signing (desk.session, PAKIV_LOG_POLICE, &error);
  joint = pakiv_desk_get_log_path (desk.folder, PAKIV_LOG_JOINT);
  sql = pakiv_sql_open (joint, joint_key, &error);
  g_assert_no_error (error);
  g_assert_cmpint (g_unlink (backup->path), ==, 0);
  g_assert_true (pakiv_sql_copy (sql, backup->path, key, NULL, &error));
  g_assert_cmpint (g_stat (backup->path, &status), ==, 0);
  backup->size = (guint64)status.st_size;
  g_free (backup->sha256);
  backup->sha256 = pakiv_backup_hash_file (backup->path, &error);
  g_assert_true (pakiv_backup_write_manifest (backup, signing, &error));
  folder = g_path_get_dirname (backup->path);
  seen = pakiv_backup_look (desk.session, PAKIV_LOG_POLICE, folder, &error);
  g_assert_null (seen);
  g_assert_error (error, PAKIV_LOG_ERROR, PAKIV_LOG_ERROR_NOT_A_LOG);
  g_assert_nonnull (strstr (error->message, "another log"));
}

int
main (int argc, char **argv)
{
  g_autofree char *data = NULL;

  g_test_init (&argc, &argv, NULL);
  /* A desk's own definitions are those of the fixture. */
  data = g_test_build_filename (G_TEST_DIST, "tests", "log", "data", NULL);
  g_setenv ("PAKIV_DATA", data, TRUE);
  g_test_add_func ("/backup/swapped", test_swapped);
  g_test_add_func ("/backup/other-log-inside", test_other_log_inside);
  return g_test_run ();
}
