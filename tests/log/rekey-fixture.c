#include "rekey-fixture.h"

#include "pakiv-desk-private.h"
#include "pakiv-rekey.h"
#include "pakiv-sql.h"

#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

int rekey_steps_left;

void
rekey_die_at_step (const char *step)
{
  if (rekey_steps_left-- == 0)
    kill (getpid (), SIGKILL);
}

void
rekey_suspend_in_child (Fixture *fixture, PakivDesk *desk, const char *by, const char *name)
{
  PakivSession *session;

  pakiv_desk_set_cost (desk, PAKIV_COST_TEST);
  session = desk_fixture_unlock (desk, by);
  _exit (pakiv_session_suspend_member (session, name, fixture->clock, NULL) ? 0 : 1);
}

gboolean
rekey_wait_for (pid_t child)
{
  int status;

  g_assert_cmpint (waitpid (child, &status, 0), ==, child);
  g_assert_true (WIFSIGNALED (status) || (WIFEXITED (status) && WEXITSTATUS (status) == 0));
  return WIFSIGNALED (status);
}

static void
check_integrity (PakivDesk *desk, PakivSession *session, PakivLogId log)
{
  g_autofree char *path = pakiv_desk_get_log_path (pakiv_desk_get_folder (desk), log);
  g_autoptr (GError) error = NULL;
  g_autoptr (PakivSecret) key = pakiv_session_get_key (session, (PakivKeyId)log, &error);
  g_autoptr (PakivSql) sql = pakiv_sql_open (path, key, &error);
  g_autofree char *verdict = pakiv_sql_get_text (sql, "PRAGMA integrity_check", NULL, &error);

  g_assert_no_error (error);
  g_assert_cmpstr (verdict, ==, "ok");
}

void
rekey_check_whole (Fixture *fixture, const char *folder, int written)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (PakivDesk) desk = pakiv_desk_open (folder, &error);
  g_autoptr (PakivSession) ana = NULL, mirela = NULL;
  g_autofree char *left = g_build_filename (folder, "police.log.rekey", NULL);

  g_assert_no_error (error);
  /* The one who opens first is not always who began. */
  mirela = desk_fixture_unlock (desk, "Mirela");
  g_assert_cmpint (desk_fixture_count (fixture, mirela, PAKIV_LOG_JOINT), ==, 3);
  g_assert_cmpint (desk_fixture_count (fixture, mirela, PAKIV_LOG_MEDIATION), ==, 2);
  ana = desk_fixture_unlock (desk, "Ana");
  g_assert_cmpint (desk_fixture_count (fixture, ana, PAKIV_LOG_POLICE), ==, written);
  check_integrity (desk, ana, PAKIV_LOG_POLICE);
  check_integrity (desk, ana, PAKIV_LOG_JOINT);
  g_assert_false (g_file_test (left, G_FILE_TEST_EXISTS));
  if (pakiv_member_is_suspended (pakiv_desk_find_member (desk, "Bogdan")))
    {
      desk_fixture_check_locked (desk, "Bogdan", PAKIV_LOG_ERROR_REFUSED);
      g_assert_false (pakiv_desk_member_holds (desk, "Bogdan", PAKIV_KEY_POLICE));
      g_assert_false (pakiv_desk_member_holds (desk, "Bogdan", PAKIV_KEY_JOINT));
    }
  else
    {
      g_autoptr (PakivSession) bogdan = desk_fixture_unlock (desk, "Bogdan");

      g_assert_cmpint (desk_fixture_count (fixture, bogdan, PAKIV_LOG_POLICE), ==, written);
    }
}

PakivDesk *
rekey_desk_new (Fixture *fixture, const char *name)
{
  PakivDesk *desk = desk_fixture_create (fixture, name);
  g_autoptr (PakivSession) ana = desk_fixture_unlock (desk, "Ana");
  g_autoptr (PakivSession) mirela = desk_fixture_unlock (desk, "Mirela");

  desk_fixture_fill (fixture, ana, PAKIV_LOG_POLICE, REKEY_RECORDS);
  desk_fixture_fill (fixture, ana, PAKIV_LOG_JOINT, 3);
  desk_fixture_fill (fixture, mirela, PAKIV_LOG_MEDIATION, 2);
  return desk;
}
