/* The attacker before a release is signed: what he finds refuses it by a sentence that names the
 * table, and what he tried stands in the package, without anything that only the truth could tell.
 */
#include "pakiv-release-check.h"

#include "pakiv-certificate-words.h"
#include "pakiv-release-cube.h"
#include "pakiv-release-maker.h"
#include "pakiv-test-desk.h"

#include <string.h>

static const PakivPeriod first_quarter = { 2021, 1 };

typedef struct
{
  PakivReportSpec *report;
  PakivRelease *release;
  GPtrArray *counts;
  GPtrArray *cubes;
} Made;

static void
set_up (PakivTestDesk *test, gconstpointer data)
{
  pakiv_test_desk_set_up (test);
  pakiv_test_desk_add_stops (test, 23, "2021-02-03", "NFA");
  pakiv_test_desk_add_stops (test, 2, "2021-02-03", "ARREST");
}

static void
tear_down (PakivTestDesk *test, gconstpointer data)
{
  pakiv_test_desk_tear_down (test);
}

/* What the release maker has in its hands, of the stops alone. */
static Made
make (PakivTestDesk *test)
{
  g_autoptr (GError) error = NULL;
  Made made = { .counts = g_ptr_array_new_with_free_func ((GDestroyNotify)pakiv_counts_free),
                .cubes = g_ptr_array_new_with_free_func ((GDestroyNotify)pakiv_safe_cube_free) };

  made.report = pakiv_report_spec_load (test->definitions, "quarterly", &error);
  g_assert_no_error (error);
  made.release = pakiv_release_maker_preview (test->log, test->desk, first_quarter, NULL, &error);
  g_assert_no_error (error);
  g_ptr_array_add (made.counts, pakiv_log_count (test->log, made.report->cubes->pdata[0],
                                                 first_quarter, &error));
  g_assert_no_error (error);
  g_ptr_array_add (made.cubes,
                   pakiv_release_cube_protect (test->log, made.release->station_id, made.report,
                                               made.counts->pdata[0], NULL, &error));
  g_assert_no_error (error);
  return made;
}

static void
clear_made (Made *made)
{
  g_ptr_array_unref (made->cubes);
  g_ptr_array_unref (made->counts);
  pakiv_release_free (made->release);
  pakiv_report_spec_free (made->report);
}

static void
test_passed (PakivTestDesk *test, gconstpointer data)
{
  Made made = make (test);
  g_autoptr (GError) error = NULL;
  g_autoptr (PakivCertificate) certificate
      = pakiv_release_check_run (test->log, made.release, made.counts, made.cubes, NULL, &error);

  g_assert_no_error (error);
  g_assert_true (pakiv_certificate_is_passed (certificate));
  for (guint i = 0; i < PAKIV_N_SCENARIOS; i++)
    g_assert_cmpint (certificate->findings[i].tried, ==, i <= PAKIV_SCENARIO_CONTRIBUTOR);
  /* The two arrests, and not the 23. */
  g_assert_cmpuint (certificate->findings[PAKIV_SCENARIO_POSSIBLE].n_targets, ==, 1);
  g_assert_cmpint (certificate->findings[PAKIV_SCENARIO_POSSIBLE].narrowest, ==, 9);
  clear_made (&made);
}

static void
assert_refused (PakivTestDesk *test, const Made *made, const char *title)
{
  g_autoptr (GError) error = NULL;

  g_assert_null (
      pakiv_release_check_run (test->log, made->release, made->counts, made->cubes, NULL, &error));
  g_assert_error (error, PAKIV_LOG_ERROR, PAKIV_LOG_ERROR_REFUSED);
  g_assert_nonnull (strstr (error->message, title));
  g_assert_nonnull (strstr (error->message, "smaller than 10"));
  g_assert_nonnull (strstr (error->message, "Nothing was closed"));
}

/* A table that shows a count as it is. */
static void
test_exact_figure (PakivTestDesk *test, gconstpointer data)
{
  Made made = make (test);
  PakivTable *table = made.release->tables->pdata[1];

  g_assert_cmpstr (table->id, ==, "stops-by-reason");
  table->values[1] = 2;
  assert_refused (test, &made, "Stops by reason");
  clear_made (&made);
}

/* A rounding gone wrong that leaves a small count where it is: seen only with the truth at hand. */
static void
test_wrong_rounding (PakivTestDesk *test, gconstpointer data)
{
  Made made = make (test);
  const PakivCounts *counts = made.counts->pdata[0];

  for (guint i = 0; i < counts->cells->len; i++)
    {
      PakivCell *cell = &g_array_index (counts->cells, PakivCell, i);

      if (cell->count == 23)
        cell->count = 3;
    }
  assert_refused (test, &made, "Contacts by type, district and month");
  clear_made (&made);
}

static PakivPackage *
release (PakivTestDesk *test, PakivLog *log, PakivPeriod period)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) bytes = pakiv_release_maker_make (log, test->desk, period, NULL, NULL, &error);
  PakivPackage *package;

  g_assert_no_error (error);
  package = pakiv_package_read (bytes, NULL, NULL, &error);
  g_assert_no_error (error);
  return package;
}

/* The first has no release before it; the next is tried with that one at hand. */
static void
test_in_package (PakivTestDesk *test, gconstpointer data)
{
  g_autoptr (PakivPackage) first = release (test, test->log, first_quarter);
  g_autoptr (PakivClock) clock = pakiv_clock_new_fixed ("2021-07-02");
  g_autoptr (GError) error = NULL;
  g_autoptr (PakivLog) log = NULL;
  g_autoptr (PakivPackage) next = NULL;
  g_autoptr (GPtrArray) words = NULL;

  pakiv_test_desk_add_stops (test, 30, "2021-04-03", "NFA");
  g_clear_pointer (&test->log, pakiv_log_unref);
  log = pakiv_session_open_log (test->session, PAKIV_LOG_POLICE, test->definitions, clock, &error);
  g_assert_no_error (error);
  next = release (test, log, (PakivPeriod){ 2021, 2 });
  g_assert_false (first->certificate->findings[PAKIV_SCENARIO_EARLIER].tried);
  g_assert_true (next->certificate->findings[PAKIV_SCENARIO_EARLIER].tried);
  for (guint i = 0; i <= PAKIV_SCENARIO_CONTRIBUTOR; i++)
    g_assert_true (first->certificate->findings[i].tried && next->certificate->findings[i].tried);
  g_assert_cmpuint (first->certificate->findings[PAKIV_SCENARIO_POSSIBLE].n_targets, ==, 0);
  g_assert_false (first->certificate->findings[PAKIV_SCENARIO_INSIDER].tried);
  words = pakiv_certificate_to_words (next->certificate);
  g_assert_cmpuint (words->len, ==, 4);
}

/* Who signs is told of insiders as well, and nothing is closed by it. */
static void
test_preview (PakivTestDesk *test, gconstpointer data)
{
  Made made = make (test);
  g_autoptr (GError) error = NULL;
  g_autoptr (PakivCertificate) certificate
      = pakiv_release_check_preview (test->log, made.release, 5, NULL, &error);
  g_autoptr (GPtrArray) words = NULL;
  g_autoptr (PakivStoredRelease) stored = NULL;

  g_assert_no_error (error);
  g_assert_true (certificate->findings[PAKIV_SCENARIO_INSIDER].tried);
  words = pakiv_certificate_to_words (certificate);
  g_assert_cmpuint (words->len, ==, 4);
  g_assert_true (g_str_has_prefix (words->pdata[0], "Somebody who reads all of this release: "));
  g_assert_nonnull (strstr (words->pdata[0], "any of at least 10 numbers"));
  g_assert_true (g_str_has_prefix (words->pdata[3], "Somebody at the station who knows the exact"));
  stored = pakiv_log_load_release (test->log, first_quarter, &error);
  g_assert_no_error (error);
  g_assert_null (stored);
  clear_made (&made);
}

#define ADD(path, function) \
  g_test_add ("/station/release-check/" path, PakivTestDesk, NULL, set_up, function, tear_down)

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  ADD ("passed", test_passed);
  ADD ("exact-figure", test_exact_figure);
  ADD ("wrong-rounding", test_wrong_rounding);
  ADD ("in-package", test_in_package);
  ADD ("preview", test_preview);
  return g_test_run ();
}
