/* Work that is cut off: killed in the middle, on a full disk and on a read-only one. The disks are
 * small tmpfs mounts in a mount namespace of a child process. */
#include "fixture.h"
#include "small-disk.h"

#include "pakiv-desk.h"
#include "pakiv-import-map.h"
#include "pakiv-sql.h"

#include <glib/gstdio.h>
#include <signal.h>
#include <string.h>
#include <sys/mount.h>
#include <sys/wait.h>
#include <unistd.h>

/* Saves until it is killed, and tells each save that was promised. */
static void
save_and_tell (Fixture *fixture, int pipe)
{
  PakivLog *log = fixture_open (fixture, PAKIV_LOG_POLICE, PAKIV_ROLE_OFFICER);

  for (;;)
    {
      g_free (fixture_add_talk (fixture, log, "2021-05-01", "OLD", "promised"));
      if (write (pipe, "x", 1) != 1)
        _exit (1);
    }
}

/* Killed at any moment: what was promised is there, and nothing is half there. */
static void
test_killed_while_saving (void)
{
  for (int round = 0; round < 5; round++)
    {
      g_autoptr (Fixture) fixture = fixture_new ();
      g_autofree char *path = fixture_get_path (fixture, "test.log");
      g_autofree char *sound = NULL;
      g_autoptr (PakivLog) log = NULL;
      g_autoptr (PakivSql) sql = NULL;
      g_autoptr (GError) error = NULL;
      int ends[2];
      guint promised = 0, found;
      char byte;
      pid_t child;

      g_assert_cmpint (pipe (ends), ==, 0);
      if ((child = fork ()) == 0)
        save_and_tell (fixture, ends[1]);
      close (ends[1]);
      while (promised < 10 && read (ends[0], &byte, 1) == 1)
        promised++;
      g_usleep ((gulong)g_test_rand_int_range (0, 20000));
      kill (child, SIGKILL);
      waitpid (child, NULL, 0);
      while (read (ends[0], &byte, 1) == 1)
        promised++;
      close (ends[0]);

      log = fixture_try_open (fixture, path, PAKIV_LOG_POLICE, &error);
      g_assert_no_error (error);
      found = fixture_count (log, fixture->talk, NULL);
      g_test_message ("%u promised, %u found", promised, found);
      g_assert_cmpuint (promised, >=, 10);
      g_assert_cmpuint (found, >=, promised);
      g_assert_cmpuint (found, <=, promised + 1);
      g_assert_cmpuint (fixture_count (log, fixture->talk, "promised"), ==, found);
      sql = pakiv_sql_open (path, fixture_key, &error);
      sound = pakiv_sql_get_text (sql, "PRAGMA integrity_check", NULL, &error);
      g_assert_cmpstr (sound, ==, "ok");
    }
}

static void
on_progress_kill_cb (const char *file,
                     double fraction,
                     const PakivImportResult *so_far,
                     gpointer data)
{
  kill (getpid (), SIGKILL);
}

static PakivImportMap *
write_big_import (Fixture *fixture)
{
  g_autoptr (GString) text = g_string_new ("Day,Place,Note\r\n");
  g_autoptr (GError) error = NULL;
  PakivImportMap *map = pakiv_import_map_load (fixture->definitions, "talks", &error);

  g_assert_no_error (error);
  for (int i = 0; i < 20000; i++)
    g_string_append_printf (text, "2021-05-01,Old,note number %d\r\n", i);
  fixture_write (fixture, "big.csv", text->str);
  return map;
}

/* Killed in the middle of an import: nothing of it is there, and it can be done again. */
static void
test_killed_while_importing (void)
{
  g_autoptr (Fixture) fixture = fixture_new ();
  g_autofree char *csv = fixture_get_path (fixture, "big.csv");
  const char *const files[] = { csv, NULL };
  g_autoptr (PakivImportMap) map = write_big_import (fixture);
  g_autoptr (PakivLog) log = NULL;
  g_autoptr (GError) error = NULL;
  PakivImportResult result;
  pid_t child = fork ();
  int status;

  if (child == 0)
    {
      log = fixture_open (fixture, PAKIV_LOG_POLICE, PAKIV_ROLE_OFFICER);
      g_free (fixture_add_talk (fixture, log, "2021-05-01", "OLD", "kept"));
      pakiv_log_import (log, map, files, on_progress_kill_cb, NULL, NULL, &result, NULL);
      _exit (1);
    }
  g_assert_cmpint (waitpid (child, &status, 0), ==, child);
  g_assert_true (WIFSIGNALED (status) && WTERMSIG (status) == SIGKILL);
  log = fixture_open (fixture, PAKIV_LOG_POLICE, PAKIV_ROLE_OFFICER);
  g_assert_cmpuint (fixture_count (log, fixture->talk, NULL), ==, 1);
  pakiv_log_import (log, map, files, NULL, NULL, NULL, &result, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (result.added, ==, 20000);
}

static void
remount (Fixture *fixture, unsigned long flags, const char *options)
{
  g_autofree char *disk = fixture_get_path (fixture, "disk");

  g_assert_cmpint (mount ("none", disk, "tmpfs", MS_REMOUNT | flags, options), ==, 0);
}

static void
fill_disk (Fixture *fixture)
{
  g_autofree char *path = fixture_get_path (fixture, "disk/test.log");
  g_autofree char *note = g_strnfill (200, 'x');
  g_autoptr (PakivLog) log = NULL;
  g_autoptr (PakivRecord) refused = NULL;
  g_autoptr (GError) error = NULL;
  guint saved = 0;

  log = fixture_try_open (fixture, path, PAKIV_LOG_POLICE, &error);
  g_assert_no_error (error);
  while (error == NULL)
    {
      g_autoptr (PakivRecord) record = fixture_new_talk (fixture, "2021-05-01", "OLD", note);

      if (pakiv_log_save (log, record, &error))
        saved++;
      else
        refused = g_steal_pointer (&record);
    }
  g_assert_error (error, PAKIV_LOG_ERROR, PAKIV_LOG_ERROR_NO_SPACE);
  g_clear_error (&error);
  g_assert_cmpuint (saved, >, 5);
  g_assert_null (refused->id);
  g_assert_cmpuint (fixture_count (log, fixture->talk, NULL), ==, saved);

  remount (fixture, 0, "size=8m");
  g_assert_true (pakiv_log_save (log, refused, &error));
  g_assert_no_error (error);
  g_clear_pointer (&log, pakiv_log_unref);
  log = fixture_try_open (fixture, path, PAKIV_LOG_POLICE, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (fixture_count (log, fixture->talk, NULL), ==, saved + 1);
}

static void
test_full_disk (void)
{
  g_autoptr (Fixture) fixture = fixture_new ();

  small_disk_run (fixture, "700k", fill_disk);
}

static void
import_into_full_disk (Fixture *fixture)
{
  g_autofree char *path = fixture_get_path (fixture, "disk/test.log");
  g_autofree char *csv = fixture_get_path (fixture, "big.csv");
  const char *const files[] = { csv, NULL };
  g_autoptr (PakivImportMap) map = write_big_import (fixture);
  g_autoptr (PakivLog) log = NULL;
  g_autoptr (GError) error = NULL;
  PakivImportResult result;

  log = fixture_try_open (fixture, path, PAKIV_LOG_POLICE, &error);
  g_assert_no_error (error);
  g_free (fixture_add_talk (fixture, log, "2021-05-01", "OLD", "kept"));
  g_assert_false (pakiv_log_import (log, map, files, NULL, NULL, NULL, &result, &error));
  g_assert_error (error, PAKIV_LOG_ERROR, PAKIV_LOG_ERROR_NO_SPACE);
  g_assert_cmpuint (fixture_count (log, fixture->talk, NULL), ==, 1);
}

static void
test_full_disk_import (void)
{
  g_autoptr (Fixture) fixture = fixture_new ();

  small_disk_run (fixture, "1m", import_into_full_disk);
}

static void
make_desk_on (Fixture *fixture, int code)
{
  g_autofree char *folder = fixture_get_path (fixture, "disk/desk");
  g_autofree char *disk = fixture_get_path (fixture, "disk");
  const char *const passphrases[] = { "long enough" };
  PakivMember ana = { (char *)"Ana", PAKIV_ROLE_OFFICER };
  g_autoptr (GPtrArray) members = g_ptr_array_new ();
  g_autoptr (GDir) dir = NULL;
  g_autoptr (GError) error = NULL;

  g_ptr_array_add (members, &ana);
  g_assert_null (
      pakiv_desk_create (folder, "Station", members, passphrases, PAKIV_COST_TEST, &error));
  g_assert_error (error, PAKIV_LOG_ERROR, code);
  dir = g_dir_open (disk, 0, NULL);
  g_assert_cmpstr (g_dir_read_name (dir), ==, NULL);
}

static void
make_desk_on_full_disk (Fixture *fixture)
{
  make_desk_on (fixture, PAKIV_LOG_ERROR_NO_SPACE);
}

static void
test_full_disk_desk (void)
{
  g_autoptr (Fixture) fixture = fixture_new ();

  small_disk_run (fixture, "100k", make_desk_on_full_disk);
}

static void
open_read_only (Fixture *fixture)
{
  g_autofree char *path = fixture_get_path (fixture, "disk/test.log");
  g_autofree char *csv = fixture_get_path (fixture, "disk/a.csv");
  const char *const files[] = { csv, NULL };
  g_autoptr (PakivLog) log = NULL;
  g_autoptr (PakivImportMap) map = NULL;
  g_autoptr (GError) error = NULL;
  PakivImportResult result;

  log = fixture_try_open (fixture, path, PAKIV_LOG_POLICE, &error);
  g_assert_no_error (error);
  g_free (fixture_add_talk (fixture, log, "2021-05-01", "OLD", "kept"));
  g_clear_pointer (&log, pakiv_log_unref);
  fixture_write (fixture, "disk/a.csv",
                 "Day,Place,Note\r\n2021-05-01,Old,x\r\n2021-05-01,Moon,x\r\n");
  remount (fixture, MS_RDONLY, NULL);
  g_assert_null (fixture_try_open (fixture, path, PAKIV_LOG_POLICE, &error));
  g_assert_error (error, PAKIV_LOG_ERROR, PAKIV_LOG_ERROR_READ_ONLY);
  g_assert_nonnull (strstr (error->message, "test.log"));
  g_clear_error (&error);

  /* Rejects can't be listed beside the file: nothing is taken. */
  log = fixture_open (fixture, PAKIV_LOG_POLICE, PAKIV_ROLE_OFFICER);
  map = pakiv_import_map_load (fixture->definitions, "talks", &error);
  g_assert_false (pakiv_log_import (log, map, files, NULL, NULL, NULL, &result, &error));
  g_assert_error (error, PAKIV_LOG_ERROR, PAKIV_LOG_ERROR_READ_ONLY);
  g_assert_cmpuint (fixture_count (log, fixture->talk, NULL), ==, 0);
}

static void
test_read_only (void)
{
  g_autoptr (Fixture) fixture = fixture_new ();

  small_disk_run (fixture, "4m", open_read_only);
}

static void
make_desk_read_only (Fixture *fixture)
{
  remount (fixture, MS_RDONLY, NULL);
  make_desk_on (fixture, PAKIV_LOG_ERROR_READ_ONLY);
}

static void
test_read_only_desk (void)
{
  g_autoptr (Fixture) fixture = fixture_new ();

  small_disk_run (fixture, "4m", make_desk_read_only);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/faults/killed-while-saving", test_killed_while_saving);
  g_test_add_func ("/faults/killed-while-importing", test_killed_while_importing);
  g_test_add_func ("/faults/full-disk", test_full_disk);
  g_test_add_func ("/faults/full-disk-import", test_full_disk_import);
  g_test_add_func ("/faults/full-disk-desk", test_full_disk_desk);
  g_test_add_func ("/faults/read-only", test_read_only);
  g_test_add_func ("/faults/read-only-desk", test_read_only_desk);
  return g_test_run ();
}
