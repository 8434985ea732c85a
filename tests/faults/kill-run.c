#include "kill-run.h"

#include "pakiv-retention.h"

#include <stdlib.h>
#include <string.h>

GRand *kill_chance;
static guint times = 1;
static guint survived;
static GString *told;

void
kill_run_begin_all (void)
{
  const char *seed = g_getenv ("PAKIV_FAULTS_SEED");
  const char *more = g_getenv ("PAKIV_FAULTS_TIMES");
  guint32 number = seed != NULL ? (guint32)g_ascii_strtoull (seed, NULL, 10) : g_random_int ();

  if (more != NULL)
    times = MAX (1, (guint)atoi (more));
  kill_chance = g_rand_new_with_seed (number);
  told = g_string_new (NULL);
  g_test_message ("PAKIV_FAULTS_SEED=%u", number);
}

void
kill_run_end_all (void)
{
  g_test_message ("survived %u kills (%s)", survived, told->str);
  g_string_free (told, TRUE);
  g_rand_free (kill_chance);
}

void
kill_run_init (KillRun *run, const char *name, Work work)
{
  memset (run, 0, sizeof *run);
  run->fixture = fault_fixture_new ();
  run->work = work;
  run->template = fixture_get_path (run->fixture, "template");
  run->folder = fixture_get_path (run->fixture, name);
  pakiv_desk_unref (fault_desk_create (run->fixture, "template"));
  copy_folder (run->template, run->folder);
}

void
kill_run_finish (KillRun *run, const char *what)
{
  g_test_message ("%u kills of %s, of about %d ms each", run->kills, what, (int)(run->span / 1000));
  g_string_append_printf (told, "%s%u of %s", told->len > 0 ? ", " : "", run->kills, what);
  fixture_free (run->fixture);
  g_free (run->template);
  g_free (run->folder);
}

gboolean
kill_run_goes_on (KillRun *run, guint kills)
{
  return run->kills < kills * times;
}

Worker
kill_run_get_worker (KillRun *run, const char *argument)
{
  return (Worker){ run->fixture, run->folder, NULL, -1, g_rand_int (kill_chance), argument };
}

void
kill_run_work (KillRun *run, const char *argument, Crew *crew)
{
  const Worker worker = kill_run_get_worker (run, argument);

  crew_run (crew, &worker, run->work);
  if (crew->status != 0)
    g_error ("The work was refused: %s", crew->lines->str);
}

void
kill_run_measure (KillRun *run, const char *argument)
{
  g_auto (Crew) crew = { 0 };

  copy_folder (run->template, run->folder);
  kill_run_work (run, argument, &crew);
  run->span = MAX (crew.took, 1000);
}

void
kill_run_count (KillRun *run, const Crew *crew)
{
  if (crew->killed)
    {
      run->kills++;
      survived++;
      run->span += run->span / 50;
      return;
    }
  g_assert_cmpint (crew->status, ==, 0);
  run->span = (run->span * 3 + crew->took) / 4;
}

void
kill_run_strike (KillRun *run, const char *argument, Crew *crew)
{
  const Worker worker = kill_run_get_worker (run, argument);

  crew_start (crew, &worker, run->work, NULL, NULL);
  crew_wait_ready (crew);
  g_assert_nonnull (strstr (crew->lines->str, "ready\n"));
  crew_listen (crew, (gint64)(g_rand_double (kill_chance) * (double)run->span));
  crew_kill (crew);
  kill_run_count (run, crew);
}

void
kill_confirm_day (Fixture *fixture, const char *folder)
{
  g_autoptr (PakivLog) log = check_open (fixture, folder, "Ana", PAKIV_LOG_POLICE);
  g_auto (PakivPurgeResult) result = { 0 };
  g_autoptr (GError) error = NULL;

  pakiv_log_purge (log, TRUE, &result, NULL, &error);
  g_assert_no_error (error);
}
