/* A log that gets a new key, killed at every step and at any moment: it always opens, for who may,
 * and has all its records; and who was suspended is kept out. */
#include "rekey-fixture.h"

#include "pakiv-desk-private.h"
#include "pakiv-rekey.h"
#include "pakiv-sql.h"

#include <glib/gstdio.h>
#include <signal.h>
#include <stdlib.h>
#include <unistd.h>

/* How often it is killed at a random moment; PAKIV_TEST_ROUNDS has it done more often. */
#define ROUNDS 10

static int
get_rounds (void)
{
  const char *rounds = g_getenv ("PAKIV_TEST_ROUNDS");

  return rounds != NULL ? MAX (atoi (rounds), 1) : ROUNDS;
}

/* (transfer full): the key to @log that @name holds, and would have kept. */
static PakivSecret *
remember_key (PakivDesk *desk, const char *name, PakivLogId log)
{
  g_autoptr (PakivSession) session = desk_fixture_unlock (desk, name);

  return pakiv_session_get_key (session, (PakivKeyId)log, NULL);
}

static void
check_old_key_is_void (PakivDesk *desk, PakivLogId log, const guint8 *key)
{
  g_autofree char *path = pakiv_desk_get_log_path (pakiv_desk_get_folder (desk), log);
  g_autoptr (PakivSql) sql = pakiv_sql_open (path, key, NULL);

  g_assert_null (sql);
}

/* (transfer full): a copy of the desk that @name is, as another desk in the place of the last copy.
 */
static PakivDesk *
copy_desk (Fixture *fixture, const char *name)
{
  g_autofree char *copy = fixture_get_path (fixture, "copy");
  g_autofree char *command = g_strdup_printf ("cp -a '%s/%s' '%s'", fixture->folder, name, copy);
  g_autoptr (GError) error = NULL;
  PakivDesk *desk;

  fixture_remove_tree (copy);
  g_assert_cmpint (system (command), ==, 0);
  desk = pakiv_desk_open (copy, &error);
  g_assert_no_error (error);
  return desk;
}

static void
test_killed_at_each_step (void)
{
  g_autoptr (Fixture) fixture = fixture_new ();
  g_autoptr (PakivDesk) first = rekey_desk_new (fixture, "desk");
  gboolean killed = TRUE;

  for (int step = 0; killed; step++)
    {
      g_autoptr (PakivDesk) desk = copy_desk (fixture, "desk");
      g_autoptr (PakivSecret) police = remember_key (desk, "Bogdan", PAKIV_LOG_POLICE);
      g_autoptr (PakivSecret) joint = remember_key (desk, "Bogdan", PAKIV_LOG_JOINT);
      pid_t child = fork ();

      if (child == 0)
        {
          rekey_steps_left = step;
          pakiv_rekey_step = rekey_die_at_step;
          rekey_suspend_in_child (fixture, desk, "Ana", "Bogdan");
        }
      killed = rekey_wait_for (child);
      rekey_check_whole (fixture, pakiv_desk_get_folder (desk), REKEY_RECORDS);
      g_assert_true (pakiv_desk_refresh (desk, NULL));
      /* Two copies, then it is written down. */
      g_assert_cmpint (pakiv_member_is_suspended (pakiv_desk_find_member (desk, "Bogdan")), ==,
                       step > 2);
      if (step > 2)
        {
          check_old_key_is_void (desk, PAKIV_LOG_POLICE, police);
          check_old_key_is_void (desk, PAKIV_LOG_JOINT, joint);
        }
      g_assert_cmpint (step, <, 20);
      if (!killed)
        g_assert_cmpint (step, ==, 6);
    }
}

static void
test_killed_at_any_moment (void)
{
  g_autoptr (Fixture) fixture = fixture_new ();
  g_autoptr (PakivDesk) first = rekey_desk_new (fixture, "desk");
  int killed = 0, rounds = get_rounds ();

  for (int i = 0; i < rounds; i++)
    {
      g_autoptr (PakivDesk) desk = copy_desk (fixture, "desk");
      pid_t child = fork ();

      if (child == 0)
        rekey_suspend_in_child (fixture, desk, "Ana", "Bogdan");
      g_usleep ((gulong)g_test_rand_int_range (0, 60000));
      kill (child, SIGKILL);
      killed += rekey_wait_for (child);
      rekey_check_whole (fixture, pakiv_desk_get_folder (desk), REKEY_RECORDS);
    }
  g_test_message ("killed %d of %d in the middle", killed, rounds);
  g_assert_cmpint (killed, >, 0);
}

/* Killed while finishing what was interrupted before. */
static void
test_killed_again (void)
{
  g_autoptr (Fixture) fixture = fixture_new ();
  g_autoptr (PakivDesk) desk = rekey_desk_new (fixture, "desk");
  pid_t child = fork ();

  if (child == 0)
    {
      rekey_steps_left = 3;
      pakiv_rekey_step = rekey_die_at_step;
      rekey_suspend_in_child (fixture, desk, "Ana", "Bogdan");
    }
  g_assert_true (rekey_wait_for (child));
  for (int i = 0, rounds = get_rounds (); i < rounds; i++)
    {
      child = fork ();
      if (child == 0)
        {
          g_autoptr (PakivSession) mirela = desk_fixture_unlock (desk, "Mirela");

          _exit (desk_fixture_count (fixture, mirela, PAKIV_LOG_JOINT) == 3 ? 0 : 1);
        }
      g_usleep ((gulong)g_test_rand_int_range (0, 20000));
      kill (child, SIGKILL);
      rekey_wait_for (child);
    }
  rekey_check_whole (fixture, pakiv_desk_get_folder (desk), REKEY_RECORDS);
}

/* A folder of which only a part was brought: the copy has the new key, but the log itself is cut.
 */
static void
test_log_is_damaged_in_between (void)
{
  g_autoptr (Fixture) fixture = fixture_new ();
  g_autoptr (PakivDesk) desk = rekey_desk_new (fixture, "desk");
  pid_t child = fork ();

  if (child == 0)
    {
      rekey_steps_left = 3;
      pakiv_rekey_step = rekey_die_at_step;
      rekey_suspend_in_child (fixture, desk, "Ana", "Bogdan");
    }
  g_assert_true (rekey_wait_for (child));
  fixture_write (fixture, "desk/police.log", "half of it is missing");
  rekey_check_whole (fixture, pakiv_desk_get_folder (desk), REKEY_RECORDS);
}

/* The same where the log itself was not brought at all: the copy takes its place, and no empty log
 * does. */
static void
test_log_is_missing_in_between (void)
{
  g_autoptr (Fixture) fixture = fixture_new ();
  g_autoptr (PakivDesk) desk = rekey_desk_new (fixture, "desk");
  g_autofree char *path = fixture_get_path (fixture, "desk/police.log");
  g_autofree char *wal = fixture_get_path (fixture, "desk/police.log-wal");
  pid_t child = fork ();

  if (child == 0)
    {
      rekey_steps_left = 3;
      pakiv_rekey_step = rekey_die_at_step;
      rekey_suspend_in_child (fixture, desk, "Ana", "Bogdan");
    }
  g_assert_true (rekey_wait_for (child));
  g_assert_cmpint (g_unlink (path), ==, 0);
  g_unlink (wal);
  rekey_check_whole (fixture, pakiv_desk_get_folder (desk), REKEY_RECORDS);
}

/* Search, version marks, drafts and the counters of numbers come along. */
static void
test_all_comes_along (void)
{
  g_autoptr (Fixture) fixture = fixture_new ();
  g_autoptr (PakivDesk) desk = desk_fixture_create (fixture, "desk");
  g_autoptr (PakivSession) ana = desk_fixture_unlock (desk, "Ana");
  g_autoptr (PakivLog) log = NULL;
  g_autoptr (PakivRecord) draft = fixture_new_talk (fixture, "2021-05-02", "OLD", "half typed");
  g_autoptr (PakivRecord) loaded = NULL, found = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (GArray) before = NULL, after = NULL;
  g_autofree char *id = NULL;

  log = pakiv_session_open_log (ana, PAKIV_LOG_POLICE, fixture->definitions, fixture->clock,
                                &error);
  g_assert_no_error (error);
  g_free (fixture_add_talk (fixture, log, "2021-05-01", "OLD", "a quiet lantern"));
  id = fixture_add_talk (fixture, log, "2021-05-03", "OLD", "a loud lantern");
  for (int i = 0; i < 100; i++)
    g_free (fixture_add_talk (fixture, log, "2021-05-01", "OLD", "the bridge"));
  g_assert_true (pakiv_log_delete (log, fixture->talk, id, &error));
  g_assert_true (pakiv_log_save_draft (log, draft, &error));
  before = pakiv_log_find (log, fixture->talk, NULL, &error);
  g_clear_pointer (&log, pakiv_log_unref);

  g_assert_true (pakiv_session_suspend_member (ana, "Bogdan", fixture->clock, &error));
  log = pakiv_session_open_log (ana, PAKIV_LOG_POLICE, fixture->definitions, fixture->clock,
                                &error);
  g_assert_no_error (error);
  after = pakiv_log_find (log, fixture->talk, NULL, &error);
  g_assert_cmpmem (before->data, before->len * sizeof (gint64), after->data,
                   after->len * sizeof (gint64));
  g_assert_cmpuint (fixture_count (log, fixture->talk, "quiet lan"), ==, 1);
  g_assert_cmpuint (fixture_count (log, fixture->talk, "loud"), ==, 0);
  loaded = pakiv_log_load_draft (log, fixture->talk, NULL, &error);
  g_assert_cmpstr (pakiv_record_get (loaded, "note"), ==, "half typed");
  g_free (fixture_add_talk (fixture, log, "2021-05-04", "OLD", "a late lantern"));
  g_assert_cmpuint (fixture_count (log, fixture->talk, "lantern"), ==, 2);
}

int
main (int argc, char **argv)
{
  fixture_use_memory ();
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/rekey/killed-at-each-step", test_killed_at_each_step);
  g_test_add_func ("/rekey/killed-at-any-moment", test_killed_at_any_moment);
  g_test_add_func ("/rekey/killed-again", test_killed_again);
  g_test_add_func ("/rekey/log-is-damaged-in-between", test_log_is_damaged_in_between);
  g_test_add_func ("/rekey/log-is-missing-in-between", test_log_is_missing_in_between);
  g_test_add_func ("/rekey/all-comes-along", test_all_comes_along);
  return g_test_run ();
}
