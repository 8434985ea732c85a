/* What puts the end of a record off: a legal hold, and a clock that can’t be believed. */
#include "retention-fixture.h"

#include <string.h>

static void
assert_refused (gboolean done, GError **error)
{
  g_assert_false (done);
  g_assert_error (*error, PAKIV_LOG_ERROR, PAKIV_LOG_ERROR_REFUSED);
  g_clear_error (error);
}

static void
test_hold (void)
{
  g_autoptr (Fixture) fixture = fixture_new ();
  g_autoptr (PakivLog) log = retention_open_used (fixture);
  g_autofree char *id = fixture_add_talk (fixture, log, RETENTION_DUE, "OLD", "held");
  g_auto (PakivPurgeResult) result = { 0 };
  g_autoptr (PakivHold) hold = NULL, none = NULL;
  g_autoptr (GPtrArray) holds = NULL;
  g_autoptr (GError) error = NULL;
  const PakivKind *talk = fixture->talk;

  assert_refused (pakiv_log_place_hold (log, talk, id, NULL, "2021-06-01", &error), &error);
  assert_refused (pakiv_log_place_hold (log, talk, id, "  ", "2021-06-01", &error), &error);
  assert_refused (pakiv_log_place_hold (log, talk, id, "Case 7", NULL, &error), &error);
  assert_refused (pakiv_log_place_hold (log, talk, id, "Case 7", "2021-06-31", &error), &error);
  assert_refused (pakiv_log_place_hold (log, talk, id, "Case 7", "2021-05-09", &error), &error);
  assert_refused (pakiv_log_place_hold (log, talk, id, "Case 7", "2026-05-11", &error), &error);
  g_assert_false (pakiv_log_place_hold (log, talk, "no such", "Case 7", "2021-06-01", &error));
  g_assert_error (error, PAKIV_LOG_ERROR, PAKIV_LOG_ERROR_NOT_FOUND);
  g_clear_error (&error);
  none = pakiv_log_get_hold (log, talk, id, &error);
  g_assert_null (none);
  g_assert_no_error (error);

  g_assert_true (pakiv_log_place_hold (log, talk, id, "Case 6", "2026-05-10", &error));
  g_assert_true (pakiv_log_place_hold (log, talk, id, " Case 7 ", "2021-06-01", &error));
  hold = pakiv_log_get_hold (log, talk, id, &error);
  g_assert_cmpstr (hold->reason, ==, "Case 7");
  g_assert_cmpstr (hold->until, ==, "2021-06-01");
  g_assert_cmpstr (hold->placed_on, ==, FIXTURE_DAY);
  g_assert_cmpstr (hold->placed_by, ==, "Ana");
  holds = pakiv_log_list_holds (log, &error);
  g_assert_cmpuint (holds->len, ==, 1);
  assert_refused (pakiv_log_delete (log, talk, id, &error), &error);
  retention_purge (log, FALSE, &result);
  g_assert_cmpuint (result.erased, ==, 0);
  g_assert_cmpuint (result.held, ==, 1);
  g_assert_cmpuint (fixture_count (log, talk, NULL), ==, 1);

  /* The last day of the hold keeps it, the day after does not. */
  g_clear_pointer (&log, pakiv_log_unref);
  log = retention_open_on (fixture, "2021-06-01");
  retention_purge (log, FALSE, &result);
  g_assert_cmpuint (result.held, ==, 1);
  g_clear_pointer (&log, pakiv_log_unref);
  log = retention_open_on (fixture, "2021-06-02");
  retention_purge (log, FALSE, &result);
  g_assert_cmpuint (result.erased, ==, 1);
  g_assert_cmpint (retention_count (fixture, "SELECT count(*) FROM hold"), ==, 0);
}

static void
test_released_hold (void)
{
  g_autoptr (Fixture) fixture = fixture_new ();
  g_autoptr (PakivLog) log = retention_open_used (fixture);
  g_autofree char *id = fixture_add_talk (fixture, log, RETENTION_DUE, "OLD", "held");
  g_auto (PakivPurgeResult) result = { 0 };
  g_autoptr (GError) error = NULL;

  g_assert_true (pakiv_log_place_hold (log, fixture->talk, id, "Case 7", "2021-06-01", &error));
  g_assert_true (pakiv_log_release_hold (log, fixture->talk, id, &error));
  g_assert_false (pakiv_log_release_hold (log, fixture->talk, id, &error));
  g_assert_error (error, PAKIV_LOG_ERROR, PAKIV_LOG_ERROR_NOT_FOUND);
  retention_purge (log, FALSE, &result);
  g_assert_cmpuint (result.erased, ==, 1);
}

static void
test_clock_ahead (void)
{
  g_autoptr (Fixture) fixture = fixture_new ();
  g_autoptr (PakivLog) log = retention_open_used (fixture);
  g_auto (PakivPurgeResult) result = { 0 };
  g_autofree char *words = NULL;

  g_free (fixture_add_talk (fixture, log, "2021-05-01", "OLD", "of this spring"));
  g_clear_pointer (&log, pakiv_log_unref);
  log = retention_open_on (fixture, "2031-05-10");
  g_free (fixture_add_talk (fixture, log, "2031-05-01", "OLD", "saved under a wrong clock"));
  retention_purge (log, FALSE, &result);
  g_assert_true (result.needs_confirmation);
  g_assert_cmpuint (result.erased, ==, 0);
  g_assert_cmpuint (result.due, ==, 1);
  g_assert_cmpint (result.clock.state, ==, PAKIV_CLOCK_AHEAD);
  g_assert_cmpstr (result.clock.last_used, ==, FIXTURE_DAY);
  words = pakiv_clock_check_describe (&result.clock);
  g_assert_nonnull (strstr (words, "2031"));
  g_assert_nonnull (strstr (words, "2021"));
  retention_purge (log, FALSE, &result); /* asking once does not make it right */
  g_assert_true (result.needs_confirmation);
  retention_purge (log, TRUE, &result);
  g_assert_false (result.needs_confirmation);
  g_assert_cmpuint (result.erased, ==, 1);
  retention_purge (log, FALSE, &result);
  g_assert_cmpint (result.clock.state, ==, PAKIV_CLOCK_FINE);
}

/* Sixty days away are a leave, sixty-one a question; a save on the way keeps the day fresh. */
static void
test_clock_leave (void)
{
  g_autoptr (Fixture) fixture = fixture_new ();
  g_autoptr (PakivLog) log = retention_open_used (fixture);
  g_auto (PakivPurgeResult) result = { 0 };

  g_free (fixture_add_talk (fixture, log, "2020-07-10", "OLD", "due on 10 July"));
  g_free (fixture_add_talk (fixture, log, "2020-07-01", "OLD", "due on 1 July"));
  g_clear_pointer (&log, pakiv_log_unref);
  log = retention_open_on (fixture, "2021-07-10");
  retention_purge (log, FALSE, &result);
  g_assert_true (result.needs_confirmation);
  g_clear_pointer (&log, pakiv_log_unref);
  log = retention_open_on (fixture, "2021-07-09");
  retention_purge (log, FALSE, &result);
  g_assert_false (result.needs_confirmation);
  g_assert_cmpuint (result.erased, ==, 1);
  g_clear_pointer (&log, pakiv_log_unref);
  log = retention_open_on (fixture, "2021-08-30");
  g_free (fixture_add_talk (fixture, log, "2021-08-30", "OLD", "saved, nothing purged"));
  g_clear_pointer (&log, pakiv_log_unref);
  log = retention_open_on (fixture, "2021-10-20");
  retention_purge (log, FALSE, &result);
  g_assert_false (result.needs_confirmation);
  g_assert_cmpuint (result.erased, ==, 1);
}

static void
test_clock_behind (void)
{
  g_autoptr (Fixture) fixture = fixture_new ();
  g_autoptr (PakivLog) log = retention_open_used (fixture);
  g_auto (PakivPurgeResult) result = { 0 };
  g_auto (PakivClockCheck) check = { 0 };
  g_autofree char *words = NULL;
  g_autoptr (GError) error = NULL;

  g_free (fixture_add_talk (fixture, log, "2019-01-01", "OLD", "long due"));
  g_clear_pointer (&log, pakiv_log_unref);
  log = retention_open_on (fixture, "2021-05-09");
  retention_purge (log, FALSE, &result);
  g_assert_true (result.needs_confirmation);
  g_assert_cmpuint (result.erased, ==, 0);
  g_assert_true (pakiv_log_check_clock (log, &check, &error));
  g_assert_cmpint (check.state, ==, PAKIV_CLOCK_BEHIND);
  words = pakiv_clock_check_describe (&check);
  g_assert_nonnull (words);
  retention_purge (log, TRUE, &result);
  g_assert_cmpuint (result.erased, ==, 1);
  pakiv_clock_check_clear (&check);
  g_assert_true (pakiv_log_check_clock (log, &check, &error));
  g_assert_cmpint (check.state, ==, PAKIV_CLOCK_FINE);
}

/* A log of before this was noted: saving under a wrong clock does not make the day the right one.
 */
static void
test_clock_unknown (void)
{
  g_autoptr (Fixture) fixture = fixture_new ();
  g_autoptr (PakivLog) log = fixture_open (fixture, PAKIV_LOG_POLICE, PAKIV_ROLE_OFFICER);
  g_auto (PakivPurgeResult) result = { 0 };

  g_free (fixture_add_talk (fixture, log, RETENTION_DUE, "OLD", "due"));
  retention_purge (log, FALSE, &result);
  g_assert_true (result.needs_confirmation);
  g_assert_cmpint (result.clock.state, ==, PAKIV_CLOCK_UNKNOWN);
  retention_purge (log, TRUE, &result);
  g_assert_cmpuint (result.erased, ==, 1);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/retention/hold", test_hold);
  g_test_add_func ("/retention/released-hold", test_released_hold);
  g_test_add_func ("/retention/clock-ahead", test_clock_ahead);
  g_test_add_func ("/retention/clock-leave", test_clock_leave);
  g_test_add_func ("/retention/clock-behind", test_clock_behind);
  g_test_add_func ("/retention/clock-unknown", test_clock_unknown);
  return g_test_run ();
}
