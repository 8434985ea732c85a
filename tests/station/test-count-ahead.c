/* What was read ahead of time gives the figures that reading at the time gives. */
#include "pakiv-count-ahead.h"

#include "pakiv-release-maker.h"
#include "pakiv-test-desk.h"

static const PakivPeriod first_quarter = { 2021, 1 };

static void
set_up (PakivTestDesk *test, gconstpointer data)
{
  pakiv_test_desk_set_up (test);
}

static void
tear_down (PakivTestDesk *test, gconstpointer data)
{
  pakiv_test_desk_tear_down (test);
}

static PakivRelease *
preview (PakivTestDesk *test, PakivLog *log)
{
  g_autoptr (GError) error = NULL;
  PakivRelease *release
      = pakiv_release_maker_preview (log, test->desk, first_quarter, NULL, &error);

  g_assert_no_error (error);
  return release;
}

static void
test_figures (PakivTestDesk *test, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (PakivLog) other = pakiv_session_open_log (test->session, PAKIV_LOG_POLICE,
                                                       test->definitions, test->clock, &error);
  g_autoptr (PakivRelease) at_once = NULL, before = NULL, after = NULL;

  g_assert_no_error (error);
  pakiv_test_desk_add_stops (test, 23, "2021-02-03", "NFA");
  pakiv_station_count_ahead (test->log, NULL, &error);
  g_assert_no_error (error);
  at_once = preview (test, other);
  before = preview (test, test->log);
  g_assert_true (pakiv_release_has_same_figures (at_once, before));
  pakiv_test_desk_add_stops (test, 40, "2021-02-04", "ARREST");
  after = preview (test, test->log);
  g_assert_false (pakiv_release_has_same_figures (before, after));
}

static void
test_cancelled (PakivTestDesk *test, gconstpointer data)
{
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (GError) error = NULL;

  pakiv_test_desk_add_stops (test, 23, "2021-02-03", "NFA");
  g_cancellable_cancel (cancellable);
  g_assert_false (pakiv_station_count_ahead (test->log, cancellable, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add ("/count-ahead/figures", PakivTestDesk, NULL, set_up, test_figures, tear_down);
  g_test_add ("/count-ahead/cancelled", PakivTestDesk, NULL, set_up, test_cancelled, tear_down);
  return g_test_run ();
}
