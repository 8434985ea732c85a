/* A revision forced by law, at the station: from corrected records to signed bytes. */
#include "pakiv-revision-maker.h"

#include "pakiv-calendar.h"
#include "pakiv-log-revisions.h"
#include "pakiv-release-maker.h"
#include "pakiv-revision.h"
#include "pakiv-selection.h"
#include "pakiv-test-desk.h"

#include <string.h>

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

static GBytes *
release (PakivTestDesk *test)
{
  g_autoptr (GError) error = NULL;
  GBytes *bytes
      = pakiv_release_maker_make (test->log, test->desk, first_quarter, NULL, NULL, &error);

  g_assert_no_error (error);
  return bytes;
}

static GBytes *
try_revise (PakivTestDesk *test, const char *reason, GError **error)
{
  return pakiv_revision_maker_make (test->log, test->desk, first_quarter, reason, NULL, error);
}

static PakivPackage *
revise (PakivTestDesk *test, const char *reason)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) bytes = try_revise (test, reason, &error);
  PakivPackage *package;

  g_assert_no_error (error);
  package = pakiv_package_read (bytes, NULL, NULL, &error);
  g_assert_no_error (error);
  return package;
}

static void
assert_refused (PakivTestDesk *test, const char *reason, const char *word)
{
  g_autoptr (GError) error = NULL;

  g_assert_null (try_revise (test, reason, &error));
  g_assert_error (error, PAKIV_LOG_ERROR, PAKIV_LOG_ERROR_REFUSED);
  if (strstr (error->message, word) == NULL)
    g_error ("“%s” does not say “%s”.", error->message, word);
}

/* @n stops with the outcome @from get @to; @to NULL: they are deleted by hand. */
static void
correct (PakivTestDesk *test, guint n, const char *from, const char *to)
{
  const PakivKind *kind = pakiv_definitions_find_kind (test->definitions, "contact");
  g_autoptr (GError) error = NULL;
  g_autoptr (GArray) numbers = pakiv_log_find (test->log, kind, NULL, &error);

  for (guint i = 0; n > 0 && i < numbers->len; i++)
    {
      g_autoptr (PakivRecord) record
          = pakiv_log_read_one (test->log, kind, g_array_index (numbers, gint64, i), &error);

      if (!record->closed || strcmp (pakiv_record_get (record, "outcome"), from) != 0)
        continue;
      if (to == NULL)
        pakiv_log_delete (test->log, kind, record->id, &error);
      else
        {
          pakiv_record_set (record, "outcome", to);
          pakiv_log_save (test->log, record, &error);
        }
      g_assert_no_error (error);
      n--;
    }
  g_assert_cmpuint (n, ==, 0);
}

static gint64
get_figure (const PakivRelease *release, const char *table, const char *outcome)
{
  const PakivTable *found = pakiv_release_find_table (release, table);
  const PakivTableDimension *rows;

  if (found == NULL)
    return 0;
  rows = found->dimensions->pdata[0];
  for (guint c = 0; c < rows->codes->len; c++)
    if (strcmp (rows->codes->pdata[c], outcome) == 0)
      return pakiv_table_get (found, (guint[]){ c, 0, 0 });
  g_error ("No %s in %s", outcome, table);
}

static void
test_refused (PakivTestDesk *test, gconstpointer data)
{
  g_autoptr (GBytes) first = NULL, again = NULL;
  g_autoptr (GError) error = NULL;

  pakiv_test_desk_add_stops (test, 30, "2021-02-03", "NFA");
  assert_refused (test, "COURT", "not been released");
  first = release (test);
  assert_refused (test, "WHIM", "DPA (Order of the data-protection authority)");
  assert_refused (test, "COURT", "nothing that counts has been corrected");
  pakiv_test_desk_add_stops (test, 12, "2021-02-03", "ARREST"); /* late: of the next book */
  assert_refused (test, "COURT", "nothing that counts has been corrected");
  g_assert_null (pakiv_revision_maker_make (test->log, test->desk, (PakivPeriod){ 2021, 2 },
                                            "COURT", NULL, &error));
  g_assert_error (error, PAKIV_LOG_ERROR, PAKIV_LOG_ERROR_REFUSED);
  g_assert_nonnull (strstr (error->message, "not over"));
  again = release (test);
  g_assert_true (g_bytes_equal (first, again));
}

/* From record to bytes: what changed, in words that can't be taken for counts; the first release
 * stays; the same call gives the same bytes until something more is corrected. */
static void
test_made (PakivTestDesk *test, gconstpointer data)
{
  g_autoptr (GBytes) first = NULL, one = NULL, again = NULL, other = NULL, same_first = NULL;
  g_autoptr (PakivPackage) package = NULL, second = NULL;
  const PakivTable *table;
  g_autoptr (GError) error = NULL;

  pakiv_test_desk_add_stops (test, 60, "2021-02-03", "NFA");
  pakiv_test_desk_add_stops (test, 40, "2021-02-04", "ARREST");
  first = release (test);
  correct (test, 20, "ARREST", "NFA");
  package = revise (test, "COURT");
  g_assert_cmpint (package->release->version, ==, 2);
  g_assert_true (pakiv_release_is_revision (package->release));
  g_assert_cmpstr (package->release->reason, ==, "COURT");
  g_assert_cmpstr (package->release->reason_label, ==, "Decision of a court");
  g_assert_true (package->certificate->findings[PAKIV_SCENARIO_EARLIER].tried);
  g_assert_true (pakiv_certificate_is_passed (package->certificate));
  g_assert_cmpint (get_figure (package->release, "stops-by-gender-outcome-taken-out", "M"), ==, 20);
  g_assert_cmpint (get_figure (package->release, "stops-by-outcome-taken-out", "ARREST"), ==, 20);
  g_assert_cmpint (get_figure (package->release, "stops-by-outcome-added", "NFA"), ==, 20);
  g_assert_cmpint (get_figure (package->release, "stops-by-outcome-added", "ARREST"), ==, 0);
  table = pakiv_release_find_table (package->release, "stops-by-outcome-taken-out");
  g_assert_cmpstr (table->measure, ==, "CONTACTS_TAKEN_OUT");
  g_assert_true (g_str_has_prefix (table->title, "Taken out: Stops by outcome"));
  g_assert_null (pakiv_release_find_table (package->release, "incidents-by-status-added"));
  /* As many in as out of every month and district: to that table nothing changed. */
  g_assert_null (
      pakiv_release_find_table (package->release, "contacts-by-type-district-month-added"));

  one = try_revise (test, "COURT", &error);
  again = try_revise (test, "COURT", &error);
  g_assert_no_error (error);
  g_assert_true (g_bytes_equal (one, again));
  assert_refused (test, "DPA", "for another reason");
  correct (test, 13, "NFA", NULL);
  second = revise (test, "DPA");
  g_assert_cmpint (second->release->version, ==, 3);
  /* Since the first release: 20 were added, 13 taken out again. */
  g_assert_cmpint (get_figure (second->release, "stops-by-outcome-taken-out", "ARREST"), ==, 20);
  g_assert_cmpint (
      get_figure (second->release, "contacts-by-type-district-month-taken-out", "STOPID"), >=, 20);
  other = try_revise (test, "DPA", &error);
  g_assert_false (g_bytes_equal (one, other));
  same_first = release (test);
  g_assert_true (g_bytes_equal (first, same_first));
}

/* Corrections too few to be shown make no release; taken back, a revision takes its own back. */
static void
test_little (PakivTestDesk *test, gconstpointer data)
{
  g_autoptr (GBytes) first = NULL, bytes = NULL;
  g_autoptr (PakivPackage) package = NULL, back = NULL;
  g_autoptr (GError) error = NULL;
  guint n;

  pakiv_test_desk_add_stops (test, 60, "2021-02-03", "NFA");
  pakiv_test_desk_add_stops (test, 40, "2021-02-04", "ARREST");
  first = release (test);
  /* One record is shown or not, as the log's secret draws it. */
  correct (test, 1, "ARREST", "NFA");
  bytes = try_revise (test, "COURT", &error);
  if (bytes == NULL)
    {
      g_assert_error (error, PAKIV_LOG_ERROR, PAKIV_LOG_ERROR_REFUSED);
      g_assert_nonnull (strstr (error->message, "So little was corrected"));
      g_clear_error (&error);
      g_assert_true (pakiv_log_count_corrected (test->log, first_quarter, &n, &error));
      g_assert_cmpuint (n, ==, 1);
    }
  correct (test, 29, "ARREST", "NFA");
  package = revise (test, "COURT");
  g_assert_cmpint (get_figure (package->release, "stops-by-outcome-taken-out", "ARREST"), ==, 30);
  correct (test, 30, "NFA", "ARREST");
  back = revise (test, "COURT");
  g_assert_cmpint (back->release->version, ==, package->release->version + 1);
  g_assert_cmpuint (back->release->tables->len, ==, package->release->tables->len);
  for (guint t = 0; t < back->release->tables->len; t++)
    g_assert_cmpint (pakiv_table_get_total (back->release->tables->pdata[t]), ==, 0);
}

static const PakivCalendarBook *
find_book (PakivTestDesk *test, GPtrArray **books)
{
  g_autoptr (GError) error = NULL;

  *books = pakiv_station_calendar (test->log, test->desk, 2021, &error);
  g_assert_no_error (error);
  return (*books)->pdata[0];
}

/* The calendar tells of the first release, and beside it of what was revised and what could be. */
static void
test_calendar (PakivTestDesk *test, gconstpointer data)
{
  g_autoptr (GPtrArray) before = NULL, released = NULL, corrected = NULL, revised = NULL;
  g_autoptr (GBytes) first = NULL;
  g_autoptr (PakivPackage) package = NULL;
  const PakivCalendarBook *book;

  pakiv_test_desk_add_stops (test, 40, "2021-02-04", "ARREST");
  g_assert_cmpint (find_book (test, &before)->version, ==, 0);
  first = release (test);
  g_assert_cmpint (find_book (test, &released)->version, ==, 1);
  correct (test, 25, "ARREST", "NFA");
  g_assert_cmpuint (find_book (test, &corrected)->n_to_revise, ==, 25);
  package = revise (test, "OVERSIGHT");
  book = find_book (test, &revised);
  g_assert_cmpint (book->version, ==, 2);
  g_assert_cmpint (book->state, ==, PAKIV_BOOK_RELEASED);
  g_assert_nonnull (book->revised_at);
  g_assert_cmpuint (book->n_to_revise, ==, 0);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add ("/station/revision/refused", PakivTestDesk, NULL, set_up, test_refused, tear_down);
  g_test_add ("/station/revision/made", PakivTestDesk, NULL, set_up, test_made, tear_down);
  g_test_add ("/station/revision/little", PakivTestDesk, NULL, set_up, test_little, tear_down);
  g_test_add ("/station/revision/calendar", PakivTestDesk, NULL, set_up, test_calendar, tear_down);
  return g_test_run ();
}
