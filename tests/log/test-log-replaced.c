/* A log that another program has open, or that is away or replaced while this one works. */
#include "rekey-fixture.h"

#include "pakiv-schema.h"
#include "pakiv-session-private.h"

#include <glib/gstdio.h>
#include <signal.h>
#include <string.h>
#include <unistd.h>

static void
check_missing (PakivSession *session, const char *path, GError **error)
{
  g_assert_error (*error, PAKIV_LOG_ERROR, PAKIV_LOG_ERROR_NOT_A_LOG);
  g_assert_nonnull (strstr ((*error)->message, "missing"));
  g_clear_error (error);
  g_assert_false (g_file_test (path, G_FILE_TEST_EXISTS));
}

/* A log that is away, as on a stick that was pulled out, is not made anew by what is done at the
 * desk meanwhile, and opens when it is back. */
static void
test_log_is_away (void)
{
  g_autoptr (Fixture) fixture = fixture_new ();
  g_autoptr (PakivDesk) desk = rekey_desk_new (fixture, "desk");
  g_autoptr (PakivSession) ana = desk_fixture_unlock (desk, "Ana");
  g_autofree char *path = fixture_get_path (fixture, "desk/police.log");
  g_autofree char *away = fixture_get_path (fixture, "away.log");
  g_autofree char *before = NULL, *after = NULL;
  g_autoptr (PakivLog) log = NULL;
  g_autoptr (GError) error = NULL;

  g_assert_cmpint (g_rename (path, away), ==, 0);
  log = pakiv_session_open_log (ana, PAKIV_LOG_POLICE, fixture->definitions, fixture->clock,
                                &error);
  g_assert_null (log);
  check_missing (ana, path, &error);
  /* This is told in the trace of each log. */
  pakiv_session_add_member (ana, "Petru", PAKIV_ROLE_OFFICER, "words of Petru", &error);
  g_assert_no_error (error);
  g_assert_false (g_file_test (path, G_FILE_TEST_EXISTS));
  before = fixture_read (fixture, "desk/desk.json");
  g_assert_false (pakiv_session_suspend_member (ana, "Bogdan", fixture->clock, &error));
  check_missing (ana, path, &error);
  after = fixture_read (fixture, "desk/desk.json");
  g_assert_cmpstr (before, ==, after);
  g_assert_cmpint (g_rename (away, path), ==, 0);
  rekey_check_whole (fixture, pakiv_desk_get_folder (desk), REKEY_RECORDS);
}

/* Another log under the right key, as who once held it could make: nothing is written in it. */
static void
test_another_log (void)
{
  g_autoptr (Fixture) fixture = fixture_new ();
  g_autoptr (PakivDesk) desk = rekey_desk_new (fixture, "desk");
  g_autoptr (PakivSession) ana = desk_fixture_unlock (desk, "Ana");
  g_autofree char *path = fixture_get_path (fixture, "desk/police.log");
  g_autofree char *trace = NULL, *after = NULL;
  g_autoptr (PakivSecret) key = NULL;
  g_autoptr (PakivLog) log = NULL;
  g_autoptr (GError) error = NULL;
  guint8 signing_key[32];

  key = pakiv_session_get_key (ana, PAKIV_KEY_POLICE, &error);
  g_assert_cmpint (g_unlink (path), ==, 0);
  g_assert_true (pakiv_schema_create_file (path, key, PAKIV_LOG_POLICE, signing_key, &error));
  trace = fixture_read (fixture, "desk/police.trace");
  log = pakiv_session_open_log (ana, PAKIV_LOG_POLICE, fixture->definitions, fixture->clock,
                                &error);
  g_assert_null (log);
  g_assert_error (error, PAKIV_LOG_ERROR, PAKIV_LOG_ERROR_NOT_A_LOG);
  g_assert_nonnull (strstr (error->message, "made with this desk"));
  after = fixture_read (fixture, "desk/police.trace");
  g_assert_cmpstr (after, ==, trace);
}

/* Another program has the log open: it is not copied behind its back. */
static void
test_open_elsewhere (void)
{
  g_autoptr (Fixture) fixture = fixture_new ();
  g_autoptr (PakivDesk) desk = rekey_desk_new (fixture, "desk");
  g_autoptr (PakivSession) ana = desk_fixture_unlock (desk, "Ana");
  g_autoptr (GError) error = NULL;
  int ready[2], done[2];
  pid_t child;
  char byte = 'x';

  g_assert_cmpint (pipe (ready), ==, 0);
  g_assert_cmpint (pipe (done), ==, 0);
  child = fork ();
  if (child == 0)
    {
      g_autoptr (PakivSession) bogdan = desk_fixture_unlock (desk, "Bogdan");
      g_autoptr (PakivLog) log = NULL;

      g_close (done[1], NULL); /* so that it ends when the test does */
      log = pakiv_session_open_log (bogdan, PAKIV_LOG_POLICE, fixture->definitions, fixture->clock,
                                    NULL);

      if (log == NULL || write (ready[1], &byte, 1) != 1 || read (done[0], &byte, 1) != 1)
        _exit (1);
      g_free (fixture_add_talk (fixture, log, "2021-05-01", "OLD", "the last one"));
      pakiv_log_unref (g_steal_pointer (&log));
      _exit (0);
    }
  g_assert_cmpint (read (ready[0], &byte, 1), ==, 1);
  g_assert_false (pakiv_session_suspend_member (ana, "Bogdan", fixture->clock, &error));
  g_assert_error (error, PAKIV_LOG_ERROR, PAKIV_LOG_ERROR_BUSY);
  g_assert_nonnull (strstr (error->message, "police.log"));
  g_assert_cmpint (write (done[1], &byte, 1), ==, 1);
  g_assert_false (rekey_wait_for (child));
  g_assert_true (pakiv_session_suspend_member (ana, "Bogdan", fixture->clock, NULL));
  g_assert_cmpint (desk_fixture_count (fixture, ana, PAKIV_LOG_POLICE), ==, REKEY_RECORDS + 1);
  for (int i = 0; i < 2; i++)
    {
      g_close (ready[i], NULL);
      g_close (done[i], NULL);
    }
}

/* One program opens and closes a log while another writes in it: what the other has promised is in
 * the log, though it is killed after that. */
static void
test_closed_elsewhere (void)
{
  g_autoptr (Fixture) fixture = fixture_new ();
  g_autoptr (PakivLog) log = NULL;
  int ready[2], done[2];
  char byte = 'x';
  pid_t child;

  pakiv_log_unref (fixture_open (fixture, PAKIV_LOG_POLICE, PAKIV_ROLE_OFFICER));
  g_assert_cmpint (pipe (ready), ==, 0);
  g_assert_cmpint (pipe (done), ==, 0);
  child = fork ();
  if (child == 0)
    {
      g_autoptr (PakivLog) theirs = NULL;

      g_close (done[1], NULL);
      theirs = fixture_open (fixture, PAKIV_LOG_POLICE, PAKIV_ROLE_OFFICER);
      g_free (fixture_add_talk (fixture, theirs, "2021-05-01", "OLD", "before"));
      if (write (ready[1], &byte, 1) != 1 || read (done[0], &byte, 1) != 1)
        _exit (1);
      g_free (fixture_add_talk (fixture, theirs, "2021-05-02", "OLD", "after"));
      kill (getpid (), SIGKILL);
    }
  g_assert_cmpint (read (ready[0], &byte, 1), ==, 1);
  log = fixture_open (fixture, PAKIV_LOG_POLICE, PAKIV_ROLE_OFFICER);
  g_assert_cmpuint (fixture_count (log, fixture->talk, NULL), ==, 1);
  g_clear_pointer (&log, pakiv_log_unref);
  g_assert_cmpint (write (done[1], &byte, 1), ==, 1);
  g_assert_true (rekey_wait_for (child));
  log = fixture_open (fixture, PAKIV_LOG_POLICE, PAKIV_ROLE_OFFICER);
  g_assert_cmpuint (fixture_count (log, fixture->talk, NULL), ==, 2);
  for (int i = 0; i < 2; i++)
    g_close (ready[i], NULL);
  g_close (done[0], NULL);
  g_close (done[1], NULL);
}

/* Whatever put another file in a log's place: nothing more is written in the old one. */
static void
test_replaced_while_open (void)
{
  g_autoptr (Fixture) fixture = fixture_new ();
  g_autofree char *path = fixture_get_path (fixture, "test.log");
  g_autofree char *other = fixture_get_path (fixture, "other.log");
  g_autoptr (PakivLog) log = fixture_open (fixture, PAKIV_LOG_POLICE, PAKIV_ROLE_OFFICER);
  g_autoptr (PakivRecord) record = fixture_new_talk (fixture, "2021-05-01", "OLD", NULL);
  g_autoptr (GError) error = NULL;

  pakiv_log_unref (fixture_try_open (fixture, other, PAKIV_LOG_POLICE, &error));
  g_assert_no_error (error);
  g_assert_cmpint (g_rename (other, path), ==, 0);
  g_assert_false (pakiv_log_save (log, record, &error));
  g_assert_error (error, PAKIV_LOG_ERROR, PAKIV_LOG_ERROR_BUSY);
  g_assert_nonnull (strstr (error->message, "test.log"));
}

int
main (int argc, char **argv)
{
  fixture_use_memory ();
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/rekey/log-is-away", test_log_is_away);
  g_test_add_func ("/rekey/another-log", test_another_log);
  g_test_add_func ("/rekey/open-elsewhere", test_open_elsewhere);
  g_test_add_func ("/rekey/closed-elsewhere", test_closed_elsewhere);
  g_test_add_func ("/rekey/replaced-while-open", test_replaced_while_open);
  return g_test_run ();
}
