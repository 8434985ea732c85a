#include "pakiv-release-maker.h"

#include "pakiv-record-json.h"
#include "pakiv-test-desk.h"

#include <string.h>

static const PakivPeriod first_quarter = { 2021, 1 };

/* Making a release is what closes a book. */
static gboolean
is_closed (PakivTestDesk *test)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (PakivStoredRelease) stored = pakiv_log_load_release (test->log, first_quarter, &error);

  g_assert_no_error (error);
  return stored != NULL;
}

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

static const PakivTable *
find_table (const PakivRelease *release, const char *id)
{
  for (guint i = 0; i < release->tables->len; i++)
    {
      const PakivTable *table = release->tables->pdata[i];

      if (strcmp (table->id, id) == 0)
        return table;
    }
  g_error ("The release has no table %s", id);
}

static void
test_counts (PakivTestDesk *test, gconstpointer data)
{
  g_autoptr (PakivRelease) release = NULL;
  const PakivTable *table;
  g_autoptr (GError) error = NULL;

  pakiv_test_desk_add_stops (test, 23, "2021-02-03", "NFA");
  pakiv_test_desk_add_stops (test, 2, "2021-02-03", "ARREST");
  pakiv_test_desk_add_stops (test, 30, "2021-04-03", "NFA");
  release = pakiv_release_maker_preview (test->log, test->desk, first_quarter, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (release->station, ==, "Târgu Nou");
  g_assert_cmpstr (release->report, ==, "quarterly");
  g_assert_cmpstr (release->made_on, ==, "2021-05-10");
  g_assert_cmpint (release->log, ==, PAKIV_LOG_POLICE);

  /* 23 stay 23; 2 become 0 or the base: nothing between may be seen. */
  table = find_table (release, "stops-by-outcome");
  g_assert_true (pakiv_table_get_total (table) == 23
                 || pakiv_table_get_total (table) == 23 + table->base);
  for (gsize i = 0; i < table->n_values; i++)
    g_assert_true (table->values[i] == 0 || table->values[i] >= table->base);

  /* Only what the police log keeps; and a preview closes nothing. */
  for (guint i = 0; i < release->tables->len; i++)
    g_assert_cmpstr (((const PakivTable *)release->tables->pdata[i])->measure, !=, "MEETINGS");
  g_assert_false (is_closed (test));
}

/* Stopped while it counts, nothing is made; and the log is as it was. */
static void
test_cancelled (PakivTestDesk *test, gconstpointer data)
{
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (PakivRelease) release = NULL;
  g_autoptr (GError) error = NULL;

  pakiv_test_desk_add_stops (test, 40, "2021-01-15", "NFA");
  g_cancellable_cancel (cancellable);
  g_assert_null (
      pakiv_release_maker_preview (test->log, test->desk, first_quarter, cancellable, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_clear_error (&error);
  g_assert_null (
      pakiv_release_maker_make (test->log, test->desk, first_quarter, NULL, cancellable, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_clear_error (&error);
  g_assert_false (is_closed (test));
  release = pakiv_release_maker_preview (test->log, test->desk, first_quarter, NULL, &error);
  g_assert_no_error (error);
}

static void
test_made_once (PakivTestDesk *test, gconstpointer data)
{
  g_autoptr (PakivRelease) preview = NULL;
  g_autoptr (PakivRelease) after = NULL;
  g_autoptr (GBytes) package = NULL;
  g_autoptr (GBytes) again = NULL;
  g_autoptr (PakivPackage) read = NULL;
  g_autoptr (GError) error = NULL;

  pakiv_test_desk_add_stops (test, 40, "2021-01-15", "NFA");
  preview = pakiv_release_maker_preview (test->log, test->desk, first_quarter, NULL, &error);
  g_assert_no_error (error);
  package = pakiv_release_maker_make (test->log, test->desk, first_quarter, NULL, NULL, &error);
  g_assert_no_error (error);
  g_assert_true (is_closed (test));

  /* What was previewed is what is in the package, and what a later preview shows. */
  read = pakiv_package_read (package, pakiv_desk_get_signing_key (test->desk, PAKIV_LOG_POLICE),
                             NULL, &error);
  g_assert_no_error (error);
  pakiv_test_desk_add_stops (test, 20, "2021-01-16", "ARREST");
  after = pakiv_release_maker_preview (test->log, test->desk, first_quarter, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (preview->tables->len, ==, read->release->tables->len);
  for (guint i = 0; i < preview->tables->len; i++)
    {
      const PakivTable *seen = preview->tables->pdata[i];
      const PakivTable *sent = read->release->tables->pdata[i];
      const PakivTable *later = after->tables->pdata[i];

      g_assert_cmpstr (seen->id, ==, sent->id);
      g_assert_cmpmem (seen->values, seen->n_values * sizeof (gint64), sent->values,
                       sent->n_values * sizeof (gint64));
      g_assert_cmpmem (sent->values, sent->n_values * sizeof (gint64), later->values,
                       later->n_values * sizeof (gint64));
    }
  again = pakiv_release_maker_make (test->log, test->desk, first_quarter, NULL, NULL, &error);
  g_assert_no_error (error);
  g_assert_true (g_bytes_equal (package, again));
}

/* What was looked at is what is signed, or nothing is. */
static void
test_only_what_was_shown (PakivTestDesk *test, gconstpointer data)
{
  g_autoptr (PakivRelease) shown = NULL;
  g_autoptr (PakivRelease) now = NULL;
  g_autoptr (GBytes) package = NULL;
  g_autoptr (GBytes) again = NULL;
  g_autoptr (GError) error = NULL;

  pakiv_test_desk_add_stops (test, 40, "2021-01-15", "NFA");
  shown = pakiv_release_maker_preview (test->log, test->desk, first_quarter, NULL, &error);
  g_assert_no_error (error);
  pakiv_test_desk_add_stops (test, 10, "2021-01-16", "ARREST");
  g_assert_null (
      pakiv_release_maker_make (test->log, test->desk, first_quarter, shown, NULL, &error));
  g_assert_error (error, PAKIV_LOG_ERROR, PAKIV_LOG_ERROR_REFUSED);
  g_assert_nonnull (strstr (error->message, "Look at it again"));
  g_clear_error (&error);
  g_assert_false (is_closed (test));

  now = pakiv_release_maker_preview (test->log, test->desk, first_quarter, NULL, &error);
  package = pakiv_release_maker_make (test->log, test->desk, first_quarter, now, NULL, &error);
  g_assert_no_error (error);
  /* And once it is signed: not passed off as something else. */
  g_assert_null (
      pakiv_release_maker_make (test->log, test->desk, first_quarter, shown, NULL, &error));
  g_assert_error (error, PAKIV_LOG_ERROR, PAKIV_LOG_ERROR_REFUSED);
  g_clear_error (&error);
  again = pakiv_release_maker_make (test->log, test->desk, first_quarter, now, NULL, &error);
  g_assert_no_error (error);
  g_assert_true (g_bytes_equal (package, again));
}

/* A record that comes after its quarter was closed counts in the next, as late. */
static void
test_late (PakivTestDesk *test, gconstpointer data)
{
  g_autoptr (GBytes) package = NULL;
  g_autoptr (PakivRelease) next = NULL;
  g_autoptr (PakivClock) clock = pakiv_clock_new_fixed ("2021-07-02");
  g_autoptr (PakivLog) log = NULL;
  const PakivTable *table;
  const PakivTableDimension *month;
  guint position[3] = { 0 };
  g_autoptr (GError) error = NULL;

  pakiv_test_desk_add_stops (test, 40, "2021-01-15", "NFA");
  package = pakiv_release_maker_make (test->log, test->desk, first_quarter, NULL, NULL, &error);
  g_assert_no_error (error);
  pakiv_test_desk_add_stops (test, 30, "2021-01-16", "NFA");
  g_clear_pointer (&test->log, pakiv_log_unref);
  log = pakiv_session_open_log (test->session, PAKIV_LOG_POLICE, test->definitions, clock, &error);
  g_assert_no_error (error);
  next = pakiv_release_maker_preview (log, test->desk, (PakivPeriod){ 2021, 2 }, NULL, &error);
  g_assert_no_error (error);
  table = find_table (next, "contacts-by-type-district-month");
  month = table->dimensions->pdata[2];
  g_assert_true (
      g_ptr_array_find_with_equal_func (month->codes, PAKIV_LATE, g_str_equal, &position[2]));
  g_assert_cmpint (pakiv_table_get (table, position), ==, 30);
}

static void
add_meetings (PakivTestDesk *test, PakivLog *log, guint n)
{
  const char *json = "{\"date\": \"2021-02-10\", \"type\": \"RESID\", \"district\": \"NORTH\", "
                     "\"topics\": [\"SAFE\"], \"police_agrees\": \"YES\", \"attendance\": "
                     "[{\"side\": \"COMMUNITY\", \"gender\": \"F\", \"number\": 9}, "
                     "{\"side\": \"POLICE\", \"gender\": \"M\", \"number\": 2}]}";
  const PakivKind *kind = pakiv_definitions_find_kind (test->definitions, "meeting");

  for (guint i = 0; i < n; i++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (PakivRecord) record = pakiv_record_from_json (kind, json, -1, &error);

      g_assert_no_error (error);
      pakiv_log_save (log, record, &error);
      g_assert_no_error (error);
    }
}

/* Meetings are counted in three units, each with its own tables; a table of nothing is all zeros.
 */
static void
test_joint (PakivTestDesk *test, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (PakivLog) log = pakiv_session_open_log (test->session, PAKIV_LOG_JOINT,
                                                     test->definitions, test->clock, &error);
  g_autoptr (GBytes) package = NULL;
  g_autoptr (PakivPackage) read = NULL;

  g_assert_no_error (error);
  add_meetings (test, log, 6);
  package = pakiv_release_maker_make (log, test->desk, first_quarter, NULL, NULL, &error);
  g_assert_no_error (error);
  read = pakiv_package_read (package, pakiv_desk_get_signing_key (test->desk, PAKIV_LOG_JOINT),
                             NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpint (pakiv_table_get_total (find_table (read->release, "meetings-by-type")), ==, 6);
  /* 54 women and 12 men: whole fives, so that nobody reads off how many came to one meeting. */
  g_assert_cmpint (pakiv_table_get_total (find_table (read->release, "attendance-by-type-gender")),
                   ==, 65);
  g_assert_cmpint (pakiv_table_get_total (find_table (read->release, "actions-by-state")), ==, 0);
  for (guint i = 0; i < read->release->tables->len; i++)
    g_assert_cmpstr (((const PakivTable *)read->release->tables->pdata[i])->measure, !=,
                     "CONTACTS");
}

static void
test_unfinished (PakivTestDesk *test, gconstpointer data)
{
  const PakivPeriod current = { 2021, 2 };
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) package = NULL;
  g_autoptr (GError) second = NULL;

  pakiv_test_desk_add_stops (test, 40, "2021-04-15", "NFA");
  g_assert_null (pakiv_release_maker_preview (test->log, test->desk, current, NULL, &error));
  g_assert_error (error, PAKIV_LOG_ERROR, PAKIV_LOG_ERROR_REFUSED);
  g_assert_null (pakiv_release_maker_make (test->log, test->desk, current, NULL, NULL, &second));
  g_assert_error (second, PAKIV_LOG_ERROR, PAKIV_LOG_ERROR_REFUSED);
  g_assert_cmpstr (error->message, ==, second->message);
  g_assert_nonnull (strstr (error->message, "after 30 June 2021"));
  /* The log itself says the same. */
  g_clear_error (&error);
  package = g_bytes_new_static ("x", 1);
  g_assert_false (pakiv_log_store_release (test->log, current, 1, package, &error));
  g_assert_cmpstr (error->message, ==, second->message);
}

static void
test_empty (PakivTestDesk *test, gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  pakiv_test_desk_add_stops (test, 40, "2020-12-31", "NFA");
  g_assert_null (
      pakiv_release_maker_make (test->log, test->desk, first_quarter, NULL, NULL, &error));
  g_assert_error (error, PAKIV_LOG_ERROR, PAKIV_LOG_ERROR_REFUSED);
  g_clear_error (&error);
  g_assert_false (is_closed (test));
}

/* The log again, at a later day. */
static void
move_on (PakivTestDesk *test, const char *day)
{
  g_autoptr (GError) error = NULL;

  g_clear_pointer (&test->log, pakiv_log_unref);
  g_clear_pointer (&test->clock, pakiv_clock_unref);
  test->clock = pakiv_clock_new_fixed (day);
  test->log = pakiv_session_open_log (test->session, PAKIV_LOG_POLICE, test->definitions,
                                      test->clock, &error);
  g_assert_no_error (error);
}

/* The first @n stops get another outcome. */
static void
correct_stops (PakivTestDesk *test, guint n)
{
  const PakivKind *kind = pakiv_definitions_find_kind (test->definitions, "contact");
  g_autoptr (GError) error = NULL;
  g_autoptr (GArray) numbers = pakiv_log_find (test->log, kind, NULL, &error);
  g_autoptr (GPtrArray) records
      = pakiv_log_read (test->log, kind, (const gint64 *)numbers->data, n, &error);

  g_assert_no_error (error);
  for (guint i = 0; i < n; i++)
    {
      pakiv_record_set (records->pdata[i], "outcome", "WARN");
      pakiv_log_save (test->log, records->pdata[i], &error);
      g_assert_no_error (error);
    }
}

/* What is changed in a released quarter stands in the next release as so many corrections, and in
 * no other figure. */
static void
test_corrections (PakivTestDesk *test, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) first = NULL, again = NULL;
  g_autoptr (PakivRelease) next = NULL;

  pakiv_test_desk_add_stops (test, 40, "2021-01-15", "NFA");
  first = pakiv_release_maker_make (test->log, test->desk, first_quarter, NULL, NULL, &error);
  g_assert_no_error (error);
  correct_stops (test, 12);
  move_on (test, "2021-07-02");
  next
      = pakiv_release_maker_preview (test->log, test->desk, (PakivPeriod){ 2021, 2 }, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpint (pakiv_table_get_total (find_table (next, "corrected-contacts")), ==, 12);
  g_assert_cmpint (pakiv_table_get_total (find_table (next, "stops-by-outcome")), ==, 0);
  again = pakiv_release_maker_make (test->log, test->desk, first_quarter, NULL, NULL, &error);
  g_assert_no_error (error);
  g_assert_true (g_bytes_equal (first, again));
}

/* Quarter after quarter 3 arrests and 3 warnings: without the year in mind they could all go the
 * same way. */
static void
test_year_to_date (PakivTestDesk *test, gconstpointer data)
{
  static const char *const days[] = { "2020-02-03", "2020-05-03", "2020-08-03", "2020-11-03" };
  static const char *const outcomes[] = { "ARREST", "WARN", "INFO" };
  g_autoptr (GError) error = NULL;
  gint64 published = 0;

  for (guint q = 0; q < G_N_ELEMENTS (days); q++)
    {
      const PakivPeriod period = { 2020, (int)q + 1 };
      g_autoptr (PakivRelease) preview = NULL, again = NULL;
      g_autoptr (GBytes) package = NULL;

      for (guint i = 0; i < G_N_ELEMENTS (outcomes); i++)
        pakiv_test_desk_add_stops (test, 3, days[q], outcomes[i]);
      preview = pakiv_release_maker_preview (test->log, test->desk, period, NULL, &error);
      g_assert_no_error (error);
      again = pakiv_release_maker_preview (test->log, test->desk, period, NULL, &error);
      g_assert_true (pakiv_release_has_same_figures (preview, again));
      package = pakiv_release_maker_make (test->log, test->desk, period, preview, NULL, &error);
      g_assert_no_error (error);
      published += pakiv_table_get_total (find_table (preview, "stops-by-outcome"));
    }
  /* 36 stops; a quarter alone can't say better than 10. */
  g_assert_cmpint (ABS (published - 36), <=, 6);
}

#define ADD(path, function) \
  g_test_add ("/station/release-maker/" path, PakivTestDesk, NULL, set_up, function, tear_down)

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  ADD ("counts", test_counts);
  ADD ("cancelled", test_cancelled);
  ADD ("made-once", test_made_once);
  ADD ("only-what-was-shown", test_only_what_was_shown);
  ADD ("late", test_late);
  ADD ("corrections", test_corrections);
  ADD ("year-to-date", test_year_to_date);
  ADD ("joint", test_joint);
  ADD ("unfinished", test_unfinished);
  ADD ("empty", test_empty);
  return g_test_run ();
}
