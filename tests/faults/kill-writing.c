/* Killed while records are written: saves, imports, and logs that get another key. */
#include "kill-run.h"

#include "pakiv-rekey.h"

#include <string.h>

/* --- Saves --- */

static void
check_saved (KillRun *run, Expected *expected)
{
  g_autoptr (PakivLog) log = NULL;

  check_desk (run->fixture, run->folder, CHECK_POLICE);
  log = check_open (run->fixture, run->folder, "Ana", PAKIV_LOG_POLICE);
  expected_check (expected, run->fixture, log, "w");
  g_assert_cmpuint (fixture_count (log, run->fixture->talk, "kept"), ==, 12);
}

/* One desk is used on and on, as a real one is, and made anew now and then. Where the machine is so
 * busy that hardly anything is saved before a kill, it is left more time. */
static void
test_saves (void)
{
  KillRun run;
  guint done = 0;
  gint64 span = 40000;

  kill_run_init (&run, "desk", work_save);
  run.span = span;
  while (kill_run_goes_on (&run, 160))
    {
      g_autoptr (Expected) expected = expected_new ();
      g_autoptr (PakivDesk) desk = NULL;

      copy_folder (run.template, run.folder);
      for (guint i = 0; i < 20; i++)
        {
          g_auto (Crew) crew = { 0 };

          kill_run_strike (&run, NULL, &crew);
          run.span = span;
          g_assert_true (crew.killed);
          expected_take (expected, crew.lines->str);
          check_saved (&run, expected);
        }
      desk = pakiv_desk_open (run.folder, NULL);
      expected_check_trace (expected, desk);
      done += expected->done;
      if (done < 2 * run.kills)
        span = MIN (span * 2, G_USEC_PER_SEC);
    }
  g_test_message ("%u saves, changes, deletions and drafts were confirmed", done);
  g_assert_cmpuint (done, >, run.kills);
  kill_run_finish (&run, "saves");
}

/* --- Imports --- */

#define ROWS 120

static void
check_import (KillRun *run, const char *csv, gboolean confirmed)
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
  kill_run_work (run, csv, &again);
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
  KillRun run;

  kill_run_init (&run, "desk", work_import);
  csv = fault_write_csv (run.fixture, "stops.csv", "2021-04-03", "row", ROWS);
  kill_run_measure (&run, csv);
  while (kill_run_goes_on (&run, 80))
    {
      g_auto (Crew) crew = { 0 };

      copy_folder (run.template, run.folder);
      kill_run_strike (&run, csv, &crew);
      check_import (&run, csv, strstr (crew.lines->str, "! import") != NULL);
    }
  kill_run_finish (&run, "imports");
}

/* --- Re-keys --- */

static void
check_rekeyed (KillRun *run, gboolean confirmed)
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
strike_moving (KillRun *run, Crew *crew)
{
  const Worker worker = kill_run_get_worker (run, "Bogdan");

  crew_start (crew, &worker, run->work, on_before_suspend_cb, NULL);
  g_assert_true (crew_wait_for (crew, "step write down\n"));
  crew_listen (crew, g_rand_int_range (kill_chance, 0, (gint32)(run->span / 8)));
  crew_kill (crew);
  kill_run_count (run, crew);
}

/* Every other time while files are moved. Every third time, who opens the log next, and goes on
 * where it stopped, is killed too. */
static void
test_rekeys (void)
{
  KillRun run, opening;
  guint suspended = 0;

  kill_run_init (&run, "desk", work_suspend);
  kill_run_measure (&run, "Bogdan");
  opening = run;
  opening.work = work_open;
  opening.kills = 0;
  opening.span = run.span / 2;
  while (kill_run_goes_on (&run, 80))
    {
      g_auto (Crew) crew = { 0 }, again = { 0 };

      copy_folder (run.template, run.folder);
      if (g_rand_boolean (kill_chance))
        strike_moving (&run, &crew);
      else
        kill_run_strike (&run, "Bogdan", &crew);
      if (g_rand_int_range (kill_chance, 0, 3) == 0)
        kill_run_strike (&opening, "joint", &again);
      check_rekeyed (&run, strstr (crew.lines->str, "! suspend") != NULL);
      suspended += strstr (crew.lines->str, "! suspend") != NULL ? 1 : 0;
    }
  run.kills += opening.kills;
  g_test_message ("%u times suspended; %u kills of those who went on", suspended, opening.kills);
  kill_run_finish (&run, "re-keys");
}

void
kill_add_writing (void)
{
  g_test_add_func ("/faults/kills/saves", test_saves);
  g_test_add_func ("/faults/kills/imports", test_imports);
  g_test_add_func ("/faults/kills/rekeys", test_rekeys);
}
