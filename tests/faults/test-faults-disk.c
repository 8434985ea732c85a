/* A disk that is full, more or less, and one that may only be read: a clear message, nothing lost,
 * and all works again once there is room, or leave to write. */
#include "aftermath.h"
#include "crew.h"
#include "small-disk.h"

#include "pakiv-backup.h"
#include "pakiv-retention.h"

#include <string.h>

#define KIB 1024

/* On the fixture's own, large disk; FOLDER/template has 20 records that are due. */
static void
make_template (Fixture *fixture)
{
  g_autofree char *csv = fault_write_csv (fixture, "old.csv", "2018-01-15", "old", 20);
  g_autofree char *folder = fixture_get_path (fixture, "template");
  g_autofree char *import = g_strconcat ("import ", csv, NULL);
  const Worker worker = { fixture, folder, NULL, -1, 0, import };
  g_auto (Crew) crew = { 0 };
  g_autoptr (PakivLog) log = NULL;
  g_auto (PakivPurgeResult) result = { 0 };

  pakiv_desk_unref (fault_desk_create (fixture, "template"));
  log = check_open (fixture, folder, "Ana", PAKIV_LOG_POLICE);
  g_assert_true (pakiv_log_purge (log, TRUE, &result, NULL, NULL));
  g_clear_pointer (&log, pakiv_log_unref);
  crew_run (&crew, &worker, work_named);
  g_assert_cmpint (crew.status, ==, 0);
}

/* (element-type char *): what is tried on the desk. */
static GPtrArray *
list_works (Fixture *fixture)
{
  GPtrArray *works = g_ptr_array_new_with_free_func (g_free);
  g_autofree char *template = fixture_get_path (fixture, "template");
  g_autofree char *rows = fault_write_csv (fixture, "rows.csv", "2021-04-03", "row", 200);
  const Worker worker = { fixture, template, NULL, -1, 0, "backup" };
  g_auto (Crew) crew = { 0 };
  g_autofree char *backup = NULL;

  crew_run (&crew, &worker, work_named);
  backup = crew_get_line (&crew, "! backup ");
  g_assert_nonnull (backup);
  g_ptr_array_add (works, g_strdup ("save 40"));
  g_ptr_array_add (works, g_strconcat ("import ", rows, NULL));
  g_ptr_array_add (works, g_strdup ("purge"));
  g_ptr_array_add (works, g_strdup ("suspend Bogdan"));
  g_ptr_array_add (works, g_strdup ("release"));
  g_ptr_array_add (works, g_strdup ("backup"));
  g_ptr_array_add (works, g_strconcat ("restore ", backup, NULL));
  g_ptr_array_add (works, g_strdup ("council https://council.example"));
  return works;
}

static void
check_records (Fixture *fixture, const char *folder, const Crew *crew)
{
  g_autoptr (Expected) expected = expected_new ();
  g_autoptr (PakivLog) log = NULL;

  check_desk (fixture, folder, CHECK_ALL);
  log = check_open (fixture, folder, "Ana", PAKIV_LOG_POLICE);
  g_assert_cmpuint (fixture_count (log, fixture->talk, "kept"), ==, 12);
  expected_take (expected, crew->lines->str);
  expected_check (expected, fixture, log, "w");
}

/* Refused with @code and words of the file it is about, or done. TRUE where it was refused. */
static gboolean
check_refusal (const Crew *crew, int code, const char *what)
{
  g_autofree char *message = crew_get_line (crew, "- ");

  if (message == NULL)
    {
      g_assert_cmpint (crew->status, ==, 0);
      return FALSE;
    }
  g_test_message ("%s: %s", what, message);
  g_assert_cmpint (crew_get_refusal (crew), ==, code);
  g_assert_nonnull (strstr (message, "“"));
  return TRUE;
}

static void
fill_and_work (Fixture *fixture)
{
  static const guint64 levels[] = { 0, 12 * KIB, 48 * KIB, 120 * KIB, 300 * KIB };
  g_autofree char *template = fixture_get_path (fixture, "template");
  g_autofree char *folder = fixture_get_path (fixture, "disk/desk");
  g_autoptr (GPtrArray) works = list_works (fixture);
  guint refused = 0;

  for (guint i = 0; i < works->len; i++)
    for (guint k = 0; k < G_N_ELEMENTS (levels); k++)
      {
        const Worker worker = { fixture, folder, NULL, -1, 7, works->pdata[i] };
        g_auto (Crew) crew = { 0 }, opening = { 0 }, again = { 0 };
        const Worker opener = { fixture, folder, NULL, -1, 7, "open" };

        copy_folder (template, folder);
        small_disk_fill (fixture, levels[k]);
        crew_run (&crew, &worker, work_named);
        refused += check_refusal (&crew, PAKIV_LOG_ERROR_NO_SPACE, worker.argument) ? 1 : 0;
        crew_run (&opening, &opener, work_named);
        check_refusal (&opening, PAKIV_LOG_ERROR_NO_SPACE, "open");
        small_disk_make_room (fixture);
        check_records (fixture, folder, &crew);
        crew_run (&again, &worker, work_named);
        if (crew.status != 0 && again.status != 0 && !g_str_has_prefix (worker.argument, "suspend"))
          g_error ("Refused though there is room: %s", again.lines->str);
      }
  g_test_message ("refused %u times of %u", refused, works->len * (guint)G_N_ELEMENTS (levels));
  /* Each of them, at least where nothing at all is free. */
  g_assert_cmpuint (refused, >=, works->len);
}

static void
test_full (void)
{
  g_autoptr (Fixture) fixture = fault_fixture_new ();

  make_template (fixture);
  small_disk_run (fixture, "8m", fill_and_work);
}

static void
read_only_and_work (Fixture *fixture)
{
  g_autofree char *template = fixture_get_path (fixture, "template");
  g_autofree char *folder = fixture_get_path (fixture, "disk/desk");
  g_autoptr (GPtrArray) works = list_works (fixture);

  for (guint i = 0; i < works->len; i++)
    {
      const Worker worker = { fixture, folder, NULL, -1, 7, works->pdata[i] };
      g_auto (Crew) crew = { 0 }, again = { 0 };

      copy_folder (template, folder);
      small_disk_set_read_only (fixture, TRUE);
      crew_run (&crew, &worker, work_named);
      g_assert_true (check_refusal (&crew, PAKIV_LOG_ERROR_READ_ONLY, worker.argument));
      small_disk_set_read_only (fixture, FALSE);
      check_records (fixture, folder, &crew);
      crew_run (&again, &worker, work_named);
      g_assert_cmpint (again.status, ==, 0);
    }
}

static void
test_read_only (void)
{
  g_autoptr (Fixture) fixture = fault_fixture_new ();

  make_template (fixture);
  small_disk_run (fixture, "8m", read_only_and_work);
}

/* One file alone: a log that may only be read is not opened; one whose plain trace can't be written
 * goes on, for the trace is in the log, and the file follows when it can. */
static void
protect_and_work (Fixture *fixture)
{
  g_autofree char *template = fixture_get_path (fixture, "template");
  g_autofree char *folder = fixture_get_path (fixture, "disk/desk");
  g_autofree char *log = g_build_filename (folder, "police.log", NULL);
  g_autofree char *trace = g_build_filename (folder, "police.trace", NULL);
  const Worker worker = { fixture, folder, NULL, -1, 7, "save 20" };
  g_auto (Crew) crew = { 0 }, other = { 0 };
  g_autofree char *message = NULL;

  copy_folder (template, folder);
  small_disk_protect_file (log, TRUE);
  crew_run (&crew, &worker, work_named);
  g_assert_true (check_refusal (&crew, PAKIV_LOG_ERROR_READ_ONLY, worker.argument));
  message = crew_get_line (&crew, "- ");
  g_assert_nonnull (strstr (message, "police.log"));
  small_disk_protect_file (log, FALSE);
  check_records (fixture, folder, &crew);

  small_disk_protect_file (trace, TRUE);
  crew_run (&other, &worker, work_named);
  g_assert_cmpint (other.status, ==, 0);
  small_disk_protect_file (trace, FALSE);
  check_records (fixture, folder, &other);
}

static void
test_read_only_file (void)
{
  g_autoptr (Fixture) fixture = fault_fixture_new ();

  make_template (fixture);
  small_disk_run (fixture, "8m", protect_and_work);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/faults/disk/full", test_full);
  g_test_add_func ("/faults/disk/read-only", test_read_only);
  g_test_add_func ("/faults/disk/read-only-file", test_read_only_file);
  return g_test_run ();
}
