/* Backups and restores that are stopped: cancelled, killed, on a disk that is full or may not be
 * written. */
#include "backup-fixture.h"
#include "small-disk.h"

#include <glib/gstdio.h>
#include <sched.h>
#include <signal.h>
#include <sys/mount.h>
#include <sys/wait.h>
#include <unistd.h>

static void
check_nothing_listed (BackupDesk *desk, const char *folder)
{
  g_autoptr (GPtrArray) list = pakiv_backup_list (desk->desk, PAKIV_LOG_POLICE, folder, NULL);

  g_assert_cmpuint (list->len, ==, 0);
}

static void
test_cancelled (void)
{
  g_auto (BackupDesk) desk = { 0 };
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (GError) error = NULL;

  backup_desk_open_at (&desk, "desk");
  g_cancellable_cancel (cancellable);
  g_assert_false (pakiv_backup_make (desk.session, PAKIV_LOG_POLICE, NULL, desk.fixture->clock,
                                     NULL, cancellable, &error));
  g_assert_error (error, PAKIV_LOG_ERROR, PAKIV_LOG_ERROR_CANCELLED);
  check_nothing_listed (&desk, NULL);
}

/* What the child with the small disk works on, and the reason that it must be told. */
static BackupDesk on_disk;
static int expected;

static void
make_on_disk (Fixture *fixture)
{
  g_autofree char *disk = fixture_get_path (fixture, "disk");
  g_autoptr (GError) error = NULL;

  if (expected == PAKIV_LOG_ERROR_READ_ONLY)
    small_disk_set_read_only (fixture, TRUE);
  g_assert_false (pakiv_backup_make (on_disk.session, PAKIV_LOG_POLICE, disk, fixture->clock, NULL,
                                     NULL, &error));
  g_assert_error (error, PAKIV_LOG_ERROR, expected);
  check_nothing_listed (&on_disk, disk);
  g_assert_cmpuint (backup_count (&on_disk, "kept"), ==, 1);
}

static void
run_on_disk (const char *size, int code)
{
  backup_desk_open_at (&on_disk, "desk");
  g_free (backup_add (&on_disk, "2021-05-01", "kept"));
  expected = code;
  small_disk_run (on_disk.fixture, size, make_on_disk);
  backup_desk_clear (&on_disk);
}

static void
test_full_disk (void)
{
  run_on_disk ("64k", PAKIV_LOG_ERROR_NO_SPACE);
}

static void
test_read_only (void)
{
  run_on_disk ("8m", PAKIV_LOG_ERROR_READ_ONLY);
}

static void
make_in_child (BackupDesk *desk)
{
  for (;;)
    if (!pakiv_backup_make (desk->session, PAKIV_LOG_POLICE, NULL, desk->fixture->clock, NULL, NULL,
                            NULL))
      _exit (1);
}

/* Whenever it is killed, what is listed is whole. */
static void
test_killed_making (void)
{
  g_auto (BackupDesk) desk = { 0 };
  guint kills = 0;

  backup_desk_open_at (&desk, "desk");
  backup_purge (&desk);
  g_free (backup_add (&desk, "2021-05-01", "kept"));
  for (guint delay = 3000; delay < 60000; delay += 3000)
    {
      g_autoptr (GPtrArray) list = NULL;
      pid_t child = fork ();
      int status;

      if (child == 0)
        make_in_child (&desk);
      g_usleep (delay);
      kill (child, SIGKILL);
      waitpid (child, &status, 0);
      g_assert_true (WIFSIGNALED (status));
      kills++;
      list = pakiv_backup_list (desk.desk, PAKIV_LOG_POLICE, NULL, NULL);
      for (guint i = 0; i < list->len; i++)
        {
          const PakivBackup *listed = list->pdata[i];
          g_autoptr (GError) error = NULL;
          g_autoptr (PakivBackup) seen = NULL;

          g_assert_null (listed->problem);
          seen = pakiv_backup_look (desk.session, PAKIV_LOG_POLICE, listed->path, &error);
          g_assert_no_error (error);
        }
      g_assert_cmpuint (backup_count (&desk, "kept"), ==, 1);
    }
  g_test_message ("%u kills were survived", kills);
}

static void
restore_in_child (BackupDesk *desk, const char *path)
{
  PakivRestoreResult result = { 0 };

  if (!pakiv_backup_restore (desk->session, PAKIV_LOG_POLICE, path, PAKIV_RESTORE_DEFAULT,
                             desk->fixture->definitions, desk->fixture->clock, &result, NULL, NULL))
    _exit (1);
  _exit (0);
}

/* Whenever it is killed, the log is the one before or the one of the backup, whole. */
static void
test_killed_restoring (void)
{
  g_auto (BackupDesk) desk = { 0 };
  g_autoptr (PakivBackup) backup = NULL;
  guint kills = 0, old = 0;
  gboolean over = FALSE;

  backup_desk_open_at (&desk, "desk");
  g_free (backup_add (&desk, "2021-05-01", "kept"));
  backup = backup_make (&desk, NULL);
  g_free (backup_add (&desk, "2021-05-02", "later"));
  for (guint delay = 4000; !over; delay += 4000)
    {
      pid_t child = fork ();
      guint kept, later;
      int status;

      if (child == 0)
        restore_in_child (&desk, backup->path);
      g_usleep (delay);
      kill (child, SIGKILL);
      waitpid (child, &status, 0);
      kills += WIFSIGNALED (status) ? 1 : 0;
      kept = backup_count (&desk, "kept");
      later = backup_count (&desk, "later");
      g_assert_cmpuint (kept, ==, 1);
      over = later == 0;
      old += later;
    }
  g_assert_cmpuint (old, >, 0);
  g_assert_cmpuint (backup_count_trace (&desk), >, 0);
  g_test_message ("%u kills were survived", kills);
}

int
main (int argc, char **argv)
{
  g_autofree char *data = NULL;

  g_test_init (&argc, &argv, NULL);
  /* A desk's own definitions are those of the fixture. */
  data = g_test_build_filename (G_TEST_DIST, "tests", "log", "data", NULL);
  g_setenv ("PAKIV_DATA", data, TRUE);
  g_test_add_func ("/backup/cancelled", test_cancelled);
  g_test_add_func ("/backup/full-disk", test_full_disk);
  g_test_add_func ("/backup/read-only", test_read_only);
  g_test_add_func ("/backup/killed/making", test_killed_making);
  g_test_add_func ("/backup/killed/restoring", test_killed_restoring);
  return g_test_run ();
}
