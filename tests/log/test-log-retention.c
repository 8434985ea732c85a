/* How records end: the purge, legal holds, tombstones and the clock that may be wrong. */
#include "fixture.h"

#include "pakiv-retention.h"
#include "pakiv-sql.h"
#include "raw-pages.h"

#include <signal.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

/* A talk is kept 12 months: what is of DUE ends on the fixture's day. */
#define DUE "2020-05-10"
#define NOT_DUE "2020-05-11"

#define MANY 10000
#define SOME 3000 /* where it is about batches, not about time */

static const PakivPeriod q2 = { 2020, 2 };

static PakivLog *
open_on (Fixture *fixture, const char *day)
{
  pakiv_clock_unref (fixture->clock);
  fixture->clock = pakiv_clock_new_fixed (day);
  return fixture_open (fixture, PAKIV_LOG_POLICE, PAKIV_ROLE_OFFICER);
}

static void
purge (PakivLog *log, gboolean confirmed, PakivPurgeResult *result)
{
  g_autoptr (GError) error = NULL;

  pakiv_purge_result_clear (result);
  g_assert_true (pakiv_log_purge (log, confirmed, result, NULL, &error));
  g_assert_no_error (error);
}

/* A log that was used today: a new one knows no day, so its first purge finds nothing to do. */
static PakivLog *
open_used (Fixture *fixture)
{
  PakivLog *log = fixture_open (fixture, PAKIV_LOG_POLICE, PAKIV_ROLE_OFFICER);
  g_auto (PakivPurgeResult) result = { 0 };

  purge (log, FALSE, &result);
  g_assert_false (result.needs_confirmation);
  return log;
}

static gint64
count (Fixture *fixture, const char *select)
{
  g_autofree char *path = fixture_get_path (fixture, "test.log");
  g_autoptr (GError) error = NULL;
  g_autoptr (PakivSql) sql = pakiv_sql_open (path, fixture_key, &error);
  gint64 number = -1;

  g_assert_no_error (error);
  pakiv_sql_get_number (sql, select, &number, &error);
  g_assert_no_error (error);
  return number;
}

static void
add_people (PakivRecord *record)
{
  PakivRow *row = pakiv_record_add_row (record, "met");

  pakiv_row_set (row, "gender", "F");
  pakiv_row_set (row, "number", "12");
}

static void
test_purge (void)
{
  g_autoptr (Fixture) fixture = fixture_new ();
  g_autoptr (PakivLog) log = open_used (fixture);
  g_autoptr (PakivRecord) record = fixture_new_talk (fixture, DUE, "OLD", "goes");
  g_autoptr (PakivRecord) other = NULL, kept = NULL;
  g_autofree char *stays = fixture_add_talk (fixture, log, NOT_DUE, "OLD", "stays");
  g_auto (PakivPurgeResult) result = { 0 };
  g_autoptr (GPtrArray) tombstones = NULL;
  g_autoptr (GError) error = NULL;
  const PakivTombstone *tombstone;

  add_people (record);
  g_assert_true (pakiv_log_save (log, record, &error));
  pakiv_record_set (record, "note", "goes, half typ");
  g_assert_true (pakiv_log_save_draft (log, record, &error));
  other = fixture_new_talk (fixture, NOT_DUE, "OLD", "still typed");
  g_assert_true (pakiv_log_save_draft (log, other, &error));

  purge (log, FALSE, &result);
  g_assert_cmpuint (result.erased, ==, 1);
  g_assert_cmpuint (result.due, ==, 0);
  g_assert_cmpuint (result.held, ==, 0);
  g_assert_false (result.needs_confirmation);
  g_assert_null (fixture_load (log, fixture->talk, record->id));
  g_assert_cmpuint (fixture_count (log, fixture->talk, "goes"), ==, 0);
  g_assert_cmpuint (fixture_count (log, fixture->talk, "stays"), ==, 1);
  kept = fixture_load (log, fixture->talk, stays);
  g_assert_cmpstr (kept->erase_on, ==, "2021-05-11");
  g_assert_cmpint (count (fixture, "SELECT count(*) FROM \"record.talk.met\""), ==, 0);
  g_assert_cmpint (count (fixture, "SELECT count(*) FROM draft"), ==, 1);

  tombstones = pakiv_log_list_tombstones (log, 10, &error);
  g_assert_cmpuint (tombstones->len, ==, 1);
  tombstone = tombstones->pdata[0];
  g_assert_cmpstr (tombstone->kind, ==, "talk");
  g_assert_cmpstr (tombstone->record, ==, record->id);
  g_assert_cmpstr (tombstone->rule, ==, "talk/12-months");
  g_assert_cmpstr (tombstone->erased_on, ==, FIXTURE_DAY);
  g_assert_cmpstr (tombstone->erased_by, ==, "Ana");

  purge (log, FALSE, &result);
  g_assert_cmpuint (result.erased, ==, 0);
}

/* Opening a record again, and saving it, does not move its end. */
static void
test_reopened (void)
{
  g_autoptr (Fixture) fixture = fixture_new ();
  g_autoptr (PakivLog) log = open_used (fixture);
  g_autofree char *id = fixture_add_talk (fixture, log, DUE, "OLD", "goes");
  g_autoptr (PakivRecord) record = fixture_load (log, fixture->talk, id);
  g_auto (PakivPurgeResult) result = { 0 };
  g_autoptr (GError) error = NULL;

  pakiv_record_set (record, "note", "reopened today");
  g_assert_true (pakiv_log_save (log, record, &error));
  g_assert_cmpstr (record->erase_on, ==, FIXTURE_DAY);
  purge (log, FALSE, &result);
  g_assert_cmpuint (result.erased, ==, 1);
}

/* Counts that were released stay, whatever becomes of the records. */
static void
test_released (void)
{
  g_autoptr (Fixture) fixture = fixture_new ();
  g_autoptr (PakivLog) log = open_used (fixture);
  g_autoptr (GBytes) package = g_bytes_new_static ("the package", 11);
  g_autoptr (PakivStoredRelease) release = NULL;
  g_auto (PakivPurgeResult) result = { 0 };
  g_autoptr (GArray) periods = NULL;
  g_autoptr (GError) error = NULL;

  g_free (fixture_add_talk (fixture, log, DUE, "OLD", "counted"));
  fixture_count_talks (fixture, log, q2);
  g_assert_true (pakiv_log_store_release (log, q2, 1, package, &error));
  purge (log, FALSE, &result);
  g_assert_cmpuint (result.erased, ==, 1);
  release = pakiv_log_load_release (log, q2, &error);
  g_assert_true (g_bytes_equal (release->package, package));
  periods = pakiv_log_list_periods (log, &error);
  g_assert_cmpuint (periods->len, ==, 1);
  g_assert_false (pakiv_log_store_release (log, q2, 1, package, &error));
  g_assert_error (error, PAKIV_LOG_ERROR, PAKIV_LOG_ERROR_REFUSED);
}

/* What nobody may find again, in the text, in a draft and in the words of the search. An index
 * keeps of a word what differs from the one before, so their middles are looked for. */
static const char *const phrases[]
    = { "Zwielichtquarz", "ielichtqua", "Xylophonblatt", "Jahrmarktfuchs", "rmarktfuch" };

static gboolean
any_left (Fixture *fixture, gboolean say)
{
  g_autofree char *path = fixture_get_path (fixture, "test.log");
  gboolean found = FALSE;

  for (guint i = 0; i < G_N_ELEMENTS (phrases); i++)
    if (raw_pages_contain (path, fixture_key, phrases[i]))
      {
        if (say)
          g_test_message ("still there: %s", phrases[i]);
        found = TRUE;
      }
  return found;
}

static void
fill_with_words (Fixture *fixture, PakivLog *log, const char *day, guint n)
{
  g_autoptr (GRand) rand = g_rand_new_with_seed (42);

  for (guint i = 0; i < n; i++)
    {
      g_autoptr (GString) note = g_string_new (NULL);

      for (int word = 0; word < 12; word++)
        {
          for (int letter = 0; letter < 9; letter++)
            g_string_append_c (note, (char)g_rand_int_range (rand, 'a', 'z' + 1));
          g_string_append_c (note, ' ');
        }
      g_free (fixture_add_talk (fixture, log, day, "OLD", note->str));
    }
}

static void
set_secure_delete (Fixture *fixture, gboolean on)
{
  g_autofree char *path = fixture_get_path (fixture, "test.log");
  g_autofree char *text = g_strdup_printf (
      "INSERT INTO \"search.talk\" (\"search.talk\", rank) VALUES ('secure-delete', %d)", on);
  g_autoptr (GError) error = NULL;
  g_autoptr (PakivSql) sql = pakiv_sql_open (path, fixture_key, &error);

  g_assert_no_error (error);
  g_assert_true (pakiv_sql_execute (sql, text, &error));
}

/* @at_once: 0 for a log whose search an older SQLite made. */
static void
test_no_page_has_it (gconstpointer at_once)
{
  g_autoptr (Fixture) fixture = fixture_new ();
  g_autoptr (PakivLog) log = open_used (fixture);
  g_auto (PakivPurgeResult) result = { 0 };
  g_autoptr (PakivRecord) record = NULL;
  g_autofree char *id = NULL, *by_hand = NULL;
  g_autoptr (GError) error = NULL;

  set_secure_delete (fixture, GPOINTER_TO_INT (at_once));
  fill_with_words (fixture, log, "2021-05-01", 200);
  id = fixture_add_talk (fixture, log, DUE, "OLD", "The Zwielichtquarz was discussed");
  by_hand = fixture_add_talk (fixture, log, "2021-05-01", "OLD", "A Jahrmarktfuchs came by");
  record = fixture_load (log, fixture->talk, id);
  pakiv_record_set (record, "note", "The Xylophonblatt, half typed");
  g_assert_true (pakiv_log_save_draft (log, record, &error));
  fill_with_words (fixture, log, "2021-05-01", 200);
  for (guint i = 0; i < G_N_ELEMENTS (phrases); i++)
    {
      g_autofree char *path = fixture_get_path (fixture, "test.log");

      g_assert_true (raw_pages_contain (path, fixture_key, phrases[i]));
    }
  g_assert_true (pakiv_log_delete (log, fixture->talk, by_hand, &error));
  purge (log, FALSE, &result);
  g_assert_cmpuint (result.erased, ==, 1);
  g_assert_false (any_left (fixture, TRUE));
  g_assert_cmpuint (fixture_count (log, fixture->talk, NULL), ==, 400);
}

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
  g_autoptr (PakivLog) log = open_used (fixture);
  g_autofree char *id = fixture_add_talk (fixture, log, DUE, "OLD", "held");
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
  purge (log, FALSE, &result);
  g_assert_cmpuint (result.erased, ==, 0);
  g_assert_cmpuint (result.held, ==, 1);
  g_assert_cmpuint (fixture_count (log, talk, NULL), ==, 1);

  /* The last day of the hold keeps it, the day after does not. */
  g_clear_pointer (&log, pakiv_log_unref);
  log = open_on (fixture, "2021-06-01");
  purge (log, FALSE, &result);
  g_assert_cmpuint (result.held, ==, 1);
  g_clear_pointer (&log, pakiv_log_unref);
  log = open_on (fixture, "2021-06-02");
  purge (log, FALSE, &result);
  g_assert_cmpuint (result.erased, ==, 1);
  g_assert_cmpint (count (fixture, "SELECT count(*) FROM hold"), ==, 0);
}

static void
test_released_hold (void)
{
  g_autoptr (Fixture) fixture = fixture_new ();
  g_autoptr (PakivLog) log = open_used (fixture);
  g_autofree char *id = fixture_add_talk (fixture, log, DUE, "OLD", "held");
  g_auto (PakivPurgeResult) result = { 0 };
  g_autoptr (GError) error = NULL;

  g_assert_true (pakiv_log_place_hold (log, fixture->talk, id, "Case 7", "2021-06-01", &error));
  g_assert_true (pakiv_log_release_hold (log, fixture->talk, id, &error));
  g_assert_false (pakiv_log_release_hold (log, fixture->talk, id, &error));
  g_assert_error (error, PAKIV_LOG_ERROR, PAKIV_LOG_ERROR_NOT_FOUND);
  purge (log, FALSE, &result);
  g_assert_cmpuint (result.erased, ==, 1);
}

static void
test_clock_ahead (void)
{
  g_autoptr (Fixture) fixture = fixture_new ();
  g_autoptr (PakivLog) log = open_used (fixture);
  g_auto (PakivPurgeResult) result = { 0 };
  g_autofree char *words = NULL;

  g_free (fixture_add_talk (fixture, log, "2021-05-01", "OLD", "of this spring"));
  g_clear_pointer (&log, pakiv_log_unref);
  log = open_on (fixture, "2031-05-10");
  g_free (fixture_add_talk (fixture, log, "2031-05-01", "OLD", "saved under a wrong clock"));
  purge (log, FALSE, &result);
  g_assert_true (result.needs_confirmation);
  g_assert_cmpuint (result.erased, ==, 0);
  g_assert_cmpuint (result.due, ==, 1);
  g_assert_cmpint (result.clock.state, ==, PAKIV_CLOCK_AHEAD);
  g_assert_cmpstr (result.clock.last_used, ==, FIXTURE_DAY);
  words = pakiv_clock_check_describe (&result.clock);
  g_assert_nonnull (strstr (words, "2031"));
  g_assert_nonnull (strstr (words, "2021"));
  purge (log, FALSE, &result); /* asking once does not make it right */
  g_assert_true (result.needs_confirmation);
  purge (log, TRUE, &result);
  g_assert_false (result.needs_confirmation);
  g_assert_cmpuint (result.erased, ==, 1);
  purge (log, FALSE, &result);
  g_assert_cmpint (result.clock.state, ==, PAKIV_CLOCK_FINE);
}

/* Sixty days away are a leave, sixty-one a question; a save on the way keeps the day fresh. */
static void
test_clock_leave (void)
{
  g_autoptr (Fixture) fixture = fixture_new ();
  g_autoptr (PakivLog) log = open_used (fixture);
  g_auto (PakivPurgeResult) result = { 0 };

  g_free (fixture_add_talk (fixture, log, "2020-07-10", "OLD", "due on 10 July"));
  g_free (fixture_add_talk (fixture, log, "2020-07-01", "OLD", "due on 1 July"));
  g_clear_pointer (&log, pakiv_log_unref);
  log = open_on (fixture, "2021-07-10");
  purge (log, FALSE, &result);
  g_assert_true (result.needs_confirmation);
  g_clear_pointer (&log, pakiv_log_unref);
  log = open_on (fixture, "2021-07-09");
  purge (log, FALSE, &result);
  g_assert_false (result.needs_confirmation);
  g_assert_cmpuint (result.erased, ==, 1);
  g_clear_pointer (&log, pakiv_log_unref);
  log = open_on (fixture, "2021-08-30");
  g_free (fixture_add_talk (fixture, log, "2021-08-30", "OLD", "saved, nothing purged"));
  g_clear_pointer (&log, pakiv_log_unref);
  log = open_on (fixture, "2021-10-20");
  purge (log, FALSE, &result);
  g_assert_false (result.needs_confirmation);
  g_assert_cmpuint (result.erased, ==, 1);
}

static void
test_clock_behind (void)
{
  g_autoptr (Fixture) fixture = fixture_new ();
  g_autoptr (PakivLog) log = open_used (fixture);
  g_auto (PakivPurgeResult) result = { 0 };
  g_auto (PakivClockCheck) check = { 0 };
  g_autofree char *words = NULL;
  g_autoptr (GError) error = NULL;

  g_free (fixture_add_talk (fixture, log, "2019-01-01", "OLD", "long due"));
  g_clear_pointer (&log, pakiv_log_unref);
  log = open_on (fixture, "2021-05-09");
  purge (log, FALSE, &result);
  g_assert_true (result.needs_confirmation);
  g_assert_cmpuint (result.erased, ==, 0);
  g_assert_true (pakiv_log_check_clock (log, &check, &error));
  g_assert_cmpint (check.state, ==, PAKIV_CLOCK_BEHIND);
  words = pakiv_clock_check_describe (&check);
  g_assert_nonnull (words);
  purge (log, TRUE, &result);
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

  g_free (fixture_add_talk (fixture, log, DUE, "OLD", "due"));
  purge (log, FALSE, &result);
  g_assert_true (result.needs_confirmation);
  g_assert_cmpint (result.clock.state, ==, PAKIV_CLOCK_UNKNOWN);
  purge (log, TRUE, &result);
  g_assert_cmpuint (result.erased, ==, 1);
}

static void
test_by_hand (void)
{
  g_autoptr (Fixture) fixture = fixture_new ();
  g_autoptr (PakivLog) log = open_used (fixture);
  g_autofree char *id = fixture_add_talk (fixture, log, DUE, "OLD", "by hand");
  g_autoptr (PakivRecord) record = fixture_load (log, fixture->talk, id);
  g_auto (PakivPurgeResult) result = { 0 };
  g_autoptr (GPtrArray) tombstones = NULL, after = NULL;
  g_autoptr (GError) error = NULL;

  g_assert_true (pakiv_log_delete (log, fixture->talk, id, &error));
  tombstones = pakiv_log_list_tombstones (log, 10, &error);
  g_assert_cmpuint (tombstones->len, ==, 1);
  g_assert_cmpstr (((PakivTombstone *)tombstones->pdata[0])->rule, ==, PAKIV_RULE_BY_HAND);
  g_assert_true (pakiv_log_restore (log, record, &error));
  after = pakiv_log_list_tombstones (log, 10, &error);
  g_assert_cmpuint (after->len, ==, 0);
  /* Its day has come, so the purge takes the undo copy too. */
  g_assert_true (pakiv_log_delete (log, fixture->talk, id, &error));
  purge (log, FALSE, &result);
  g_assert_false (pakiv_log_restore (log, record, &error));
  g_assert_error (error, PAKIV_LOG_ERROR, PAKIV_LOG_ERROR_NOT_FOUND);
}

static void
test_drafts (void)
{
  g_autoptr (Fixture) fixture = fixture_new ();
  g_autoptr (PakivLog) log = open_used (fixture);
  g_autoptr (PakivRecord) record = fixture_new_talk (fixture, NULL, "OLD", "never finished");
  g_autoptr (PakivRecord) draft = NULL;
  g_auto (PakivPurgeResult) result = { 0 };
  g_autoptr (GError) error = NULL;

  g_assert_true (pakiv_log_save_draft (log, record, &error));
  g_clear_pointer (&log, pakiv_log_unref);
  log = open_on (fixture, "2022-05-09");
  purge (log, TRUE, &result);
  g_assert_cmpuint (result.drafts, ==, 0);
  g_clear_pointer (&log, pakiv_log_unref);
  log = open_on (fixture, "2022-05-10");
  purge (log, FALSE, &result);
  g_assert_cmpuint (result.drafts, ==, 1);
  draft = pakiv_log_load_draft (log, fixture->talk, NULL, &error);
  g_assert_null (draft);
  g_assert_no_error (error);
}

/* Many records at once, as a schema that a test writes by itself: saving them would take longer
 * than what is measured. */
static void
add_many (Fixture *fixture, guint n)
{
  g_autofree char *path = fixture_get_path (fixture, "test.log");
  g_autoptr (GError) error = NULL;
  g_autoptr (PakivSql) sql = pakiv_sql_open (path, fixture_key, &error);
  g_autofree char *text = g_strdup_printf (
      "WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < %u) "
      "INSERT INTO \"record.talk\" (_id, _book, _late, _erase_on, _entered_by, _search, date, "
      "place, note) SELECT 'id-' || i, '2020-Q1', 0, '2021-02-01', 'Ana', "
      "'Old ' || hex (randomblob (40)) || ' number ' || i, '2020-02-01', 'OLD', "
      "'number ' || i FROM n; "
      "INSERT INTO \"record.talk.met\" (_record, _position, gender) "
      "SELECT _number, 1, 'F' FROM \"record.talk\" WHERE _id LIKE 'id-%%'",
      n);

  g_assert_no_error (error);
  pakiv_sql_execute (sql, text, &error);
  g_assert_no_error (error);
}

static void
test_many (void)
{
  g_autoptr (Fixture) fixture = fixture_new ();
  g_autoptr (PakivLog) log = open_used (fixture);
  g_auto (PakivPurgeResult) result = { 0 };
  gint64 started;

  add_many (fixture, MANY);
  g_free (fixture_add_talk (fixture, log, "2021-05-01", "OLD", "stays"));
  started = g_get_monotonic_time ();
  purge (log, FALSE, &result);
  g_test_message ("%d records were erased in %.2f s", MANY,
                  (double)(g_get_monotonic_time () - started) / G_USEC_PER_SEC);
  g_assert_cmpuint (result.erased, ==, MANY);
  g_assert_cmpuint (fixture_count (log, fixture->talk, NULL), ==, 1);
  g_assert_cmpint (count (fixture, "SELECT count(*) FROM tombstone"), ==, MANY);
  g_assert_cmpint (count (fixture, "SELECT count(*) FROM \"record.talk.met\""), ==, 0);
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
  g_autoptr (PakivLog) log = open_used (fixture);
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_auto (PakivPurgeResult) result = { 0 };
  g_autoptr (GError) error = NULL;
  GThread *thread;
  guint64 erased;

  add_many (fixture, SOME);
  thread = g_thread_new ("cancel", cancel_soon, cancellable);
  if (!pakiv_log_purge (log, FALSE, &result, cancellable, &error))
    g_assert_error (error, PAKIV_LOG_ERROR, PAKIV_LOG_ERROR_CANCELLED);
  g_thread_join (thread);
  erased = result.erased;
  g_assert_cmpuint (erased + result.due, ==, SOME);
  purge (log, FALSE, &result);
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
  PakivLog *log = open_used (fixture);
  gint64 left = SOME;
  guint kills = 0;

  pakiv_log_unref (log);
  add_many (fixture, SOME);
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
      left = count (fixture, "SELECT count(*) FROM \"record.talk\"");
      g_assert_cmpint (left + count (fixture, "SELECT count(*) FROM tombstone"), ==, SOME);
      g_assert_cmpint (count (fixture, "SELECT count(*) FROM \"record.talk.met\""), ==, left);
      g_assert_cmpint (count (fixture, "SELECT count(*) FROM pragma_integrity_check "
                                       "WHERE integrity_check <> 'ok'"),
                       ==, 0);
    }
  g_test_message ("%u kills were survived", kills);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/retention/purge", test_purge);
  g_test_add_func ("/retention/reopened", test_reopened);
  g_test_add_func ("/retention/released", test_released);
  g_test_add_data_func ("/retention/no-page-has-it/now", GINT_TO_POINTER (1), test_no_page_has_it);
  g_test_add_data_func ("/retention/no-page-has-it/old", GINT_TO_POINTER (0), test_no_page_has_it);
  g_test_add_func ("/retention/hold", test_hold);
  g_test_add_func ("/retention/released-hold", test_released_hold);
  g_test_add_func ("/retention/clock-ahead", test_clock_ahead);
  g_test_add_func ("/retention/clock-leave", test_clock_leave);
  g_test_add_func ("/retention/clock-behind", test_clock_behind);
  g_test_add_func ("/retention/clock-unknown", test_clock_unknown);
  g_test_add_func ("/retention/by-hand", test_by_hand);
  g_test_add_func ("/retention/drafts", test_drafts);
  g_test_add_func ("/retention/many", test_many);
  g_test_add_func ("/retention/cancelled", test_cancelled);
  g_test_add_func ("/retention/killed", test_killed);
  return g_test_run ();
}
