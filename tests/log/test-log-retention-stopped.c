/* A purge of many records that is cancelled or killed. */
#include "retention-fixture.h"

#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#define RETENTION_MANY 10000
#define SOME 3000 /* where it is about batches, not about time */

static void
test_many (void)
{
  g_autoptr (Fixture) fixture = fixture_new ();
  g_autoptr (PakivLog) log = retention_open_used (fixture);
  g_auto (PakivPurgeResult) result = { 0 };
  gint64 started;

  retention_add_many (fixture, RETENTION_MANY);
  g_free (fixture_add_talk (fixture, log, "2021-05-01", "OLD", "stays"));
  started = g_get_monotonic_time ();
  retention_purge (log, FALSE, &result);
  g_test_message ("%d records were erased in %.2f s", RETENTION_MANY,
                  (double)(g_get_monotonic_time () - started) / G_USEC_PER_SEC);
  g_assert_cmpuint (result.erased, ==, RETENTION_MANY);
  g_assert_cmpuint (fixture_count (log, fixture->talk, NULL), ==, 1);
  g_assert_cmpint (retention_count (fixture, "SELECT count(*) FROM tombstone"), ==, RETENTION_MANY);
  g_assert_cmpint (retention_count (fixture, "SELECT count(*) FROM \"record.talk.met\""), ==, 0);
}

static gpointer
cancel_soon (gpointer cancellable)
{
  g_usleep (5000);
  g_cancellable_cancel (cancellable);
  return NULL;
}

static void
test_cancelled (void)
{
  g_autoptr (Fixture) fixture = fixture_new ();
  g_autoptr (PakivLog) log = retention_open_used (fixture);
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_auto (PakivPurgeResult) result = { 0 };
  g_autoptr (GError) error = NULL;
  GThread *thread;
  guint64 erased;

  retention_add_many (fixture, SOME);
  thread = g_thread_new ("cancel", cancel_soon, cancellable);
  if (!pakiv_log_purge (log, FALSE, &result, cancellable, &error))
    g_assert_error (error, PAKIV_LOG_ERROR, PAKIV_LOG_ERROR_CANCELLED);
  g_thread_join (thread);
  erased = result.erased;
  g_assert_cmpuint (erased + result.due, ==, SOME);
  retention_purge (log, FALSE, &result);
  g_assert_cmpuint (erased + result.erased, ==, SOME);
  g_assert_cmpuint (fixture_count (log, fixture->talk, NULL), ==, 0);
}

static void
purge_in_child (Fixture *fixture)
{
  g_autofree char *path = fixture_get_path (fixture, "test.log");
  PakivLog *log = fixture_try_open (fixture, path, PAKIV_LOG_POLICE, NULL);
  PakivPurgeResult result = { 0 };

  if (log == NULL || !pakiv_log_purge (log, TRUE, &result, NULL, NULL))
    _exit (1);
  _exit (0);
}

/* Whenever it is killed, each record is either there whole or gone with a tombstone. */
static void
test_killed (void)
{
  g_autoptr (Fixture) fixture = fixture_new ();
  PakivLog *log = retention_open_used (fixture);
  gint64 left = SOME;
  guint kills = 0;

  pakiv_log_unref (log);
  retention_add_many (fixture, SOME);
  for (guint delay = 8000; left > 0; delay += delay / 6)
    {
      pid_t child = fork ();
      int status;

      if (child == 0)
        purge_in_child (fixture);
      g_assert_cmpint (child, >, 0);
      g_usleep (delay);
      kill (child, SIGKILL);
      g_assert_cmpint (waitpid (child, &status, 0), ==, child);
      kills += WIFSIGNALED (status) ? 1 : 0;
      left = retention_count (fixture, "SELECT count(*) FROM \"record.talk\"");
      g_assert_cmpint (left + retention_count (fixture, "SELECT count(*) FROM tombstone"), ==,
                       SOME);
      g_assert_cmpint (retention_count (fixture, "SELECT count(*) FROM \"record.talk.met\""), ==,
                       left);
      g_assert_cmpint (retention_count (fixture, "SELECT count(*) FROM pragma_integrity_check "
                                                 "WHERE integrity_check <> 'ok'"),
                       ==, 0);
    }
  g_test_message ("%u kills were survived", kills);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/retention/many", test_many);
  g_test_add_func ("/retention/cancelled", test_cancelled);
  g_test_add_func ("/retention/killed", test_killed);
  return g_test_run ();
}
