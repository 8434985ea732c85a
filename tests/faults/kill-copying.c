/* Killed while a backup is made, and while one is brought back. */
#include "kill-run.h"

#include "pakiv-backup.h"

#include <string.h>

static PakivSession *
open_session (KillRun *run)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (PakivDesk) desk = pakiv_desk_open (run->folder, &error);

  g_assert_no_error (error);
  return desk_fixture_unlock (desk, "Ana");
}

/* What is listed is whole; what was confirmed is listed. */
static void
check_backups (KillRun *run, const char *lines)
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
  KillRun run;

  kill_run_init (&run, "desk", work_backup);
  kill_confirm_day (run.fixture, run.template);
  kill_run_measure (&run, NULL);
  for (guint i = 0; kill_run_goes_on (&run, 40); i++)
    {
      g_auto (Crew) crew = { 0 };

      if (i % 8 == 0)
        copy_folder (run.template, run.folder);
      kill_run_strike (&run, NULL, &crew);
      check_backups (&run, crew.lines->str);
    }
  kill_run_finish (&run, "backups");
}

static void
check_restored (KillRun *run, gboolean confirmed)
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
prepare_backup (KillRun *run)
{
  KillRun making = *run;
  g_auto (Crew) crew = { 0 };
  g_autoptr (PakivLog) log = NULL;
  g_autoptr (PakivRecord) record = fault_new_stop (run->fixture, "2021-05-03", "later");
  g_autoptr (GError) error = NULL;
  g_auto (GStrv) words = NULL;

  kill_confirm_day (run->fixture, run->template);
  making.work = work_backup;
  making.folder = run->template;
  kill_run_work (&making, NULL, &crew);
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
  KillRun run;

  kill_run_init (&run, "desk", work_restore);
  backup = prepare_backup (&run);
  kill_run_measure (&run, backup);
  while (kill_run_goes_on (&run, 40))
    {
      g_auto (Crew) crew = { 0 };

      copy_folder (run.template, run.folder);
      kill_run_strike (&run, backup, &crew);
      check_restored (&run, strstr (crew.lines->str, "! restore") != NULL);
    }
  kill_run_finish (&run, "restores");
}

void
kill_add_copying (void)
{
  g_test_add_func ("/faults/kills/backups", test_backups);
  g_test_add_func ("/faults/kills/restores", test_restores);
}
