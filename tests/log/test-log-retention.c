/* Records end when their time has come, and nothing is left of them but a tombstone. */
#include "raw-pages.h"
#include "retention-fixture.h"

#include "pakiv-sql.h"

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
  g_autoptr (PakivLog) log = retention_open_used (fixture);
  g_autoptr (PakivRecord) record = fixture_new_talk (fixture, RETENTION_DUE, "OLD", "goes");
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

  retention_purge (log, FALSE, &result);
  g_assert_cmpuint (result.erased, ==, 1);
  g_assert_cmpuint (result.due, ==, 0);
  g_assert_cmpuint (result.held, ==, 0);
  g_assert_false (result.needs_confirmation);
  g_assert_null (fixture_load (log, fixture->talk, record->id));
  g_assert_cmpuint (fixture_count (log, fixture->talk, "goes"), ==, 0);
  g_assert_cmpuint (fixture_count (log, fixture->talk, "stays"), ==, 1);
  kept = fixture_load (log, fixture->talk, stays);
  g_assert_cmpstr (kept->erase_on, ==, "2021-05-11");
  g_assert_cmpint (retention_count (fixture, "SELECT count(*) FROM \"record.talk.met\""), ==, 0);
  g_assert_cmpint (retention_count (fixture, "SELECT count(*) FROM draft"), ==, 1);

  tombstones = pakiv_log_list_tombstones (log, 10, &error);
  g_assert_cmpuint (tombstones->len, ==, 1);
  tombstone = tombstones->pdata[0];
  g_assert_cmpstr (tombstone->kind, ==, "talk");
  g_assert_cmpstr (tombstone->record, ==, record->id);
  g_assert_cmpstr (tombstone->rule, ==, "talk/12-months");
  g_assert_cmpstr (tombstone->erased_on, ==, FIXTURE_DAY);
  g_assert_cmpstr (tombstone->erased_by, ==, "Ana");

  retention_purge (log, FALSE, &result);
  g_assert_cmpuint (result.erased, ==, 0);
}

/* Opening a record again, and saving it, does not move its end. */
static void
test_reopened (void)
{
  g_autoptr (Fixture) fixture = fixture_new ();
  g_autoptr (PakivLog) log = retention_open_used (fixture);
  g_autofree char *id = fixture_add_talk (fixture, log, RETENTION_DUE, "OLD", "goes");
  g_autoptr (PakivRecord) record = fixture_load (log, fixture->talk, id);
  g_auto (PakivPurgeResult) result = { 0 };
  g_autoptr (GError) error = NULL;

  pakiv_record_set (record, "note", "reopened today");
  g_assert_true (pakiv_log_save (log, record, &error));
  g_assert_cmpstr (record->erase_on, ==, FIXTURE_DAY);
  retention_purge (log, FALSE, &result);
  g_assert_cmpuint (result.erased, ==, 1);
}

/* Counts that were released stay, whatever becomes of the records. */
static void
test_released (void)
{
  g_autoptr (Fixture) fixture = fixture_new ();
  g_autoptr (PakivLog) log = retention_open_used (fixture);
  g_autoptr (GBytes) package = g_bytes_new_static ("the package", 11);
  g_autoptr (PakivStoredRelease) release = NULL;
  g_auto (PakivPurgeResult) result = { 0 };
  g_autoptr (GArray) periods = NULL;
  g_autoptr (GError) error = NULL;

  g_free (fixture_add_talk (fixture, log, RETENTION_DUE, "OLD", "counted"));
  fixture_count_talks (fixture, log, retention_q2);
  g_assert_true (pakiv_log_store_release (log, retention_q2, 1, package, &error));
  retention_purge (log, FALSE, &result);
  g_assert_cmpuint (result.erased, ==, 1);
  release = pakiv_log_load_release (log, retention_q2, &error);
  g_assert_true (g_bytes_equal (release->package, package));
  periods = pakiv_log_list_periods (log, &error);
  g_assert_cmpuint (periods->len, ==, 1);
  g_assert_false (pakiv_log_store_release (log, retention_q2, 1, package, &error));
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
  g_autoptr (PakivLog) log = retention_open_used (fixture);
  g_auto (PakivPurgeResult) result = { 0 };
  g_autoptr (PakivRecord) record = NULL;
  g_autofree char *id = NULL, *by_hand = NULL;
  g_autoptr (GError) error = NULL;

  set_secure_delete (fixture, GPOINTER_TO_INT (at_once));
  fill_with_words (fixture, log, "2021-05-01", 200);
  id = fixture_add_talk (fixture, log, RETENTION_DUE, "OLD", "The Zwielichtquarz was discussed");
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
  retention_purge (log, FALSE, &result);
  g_assert_cmpuint (result.erased, ==, 1);
  g_assert_false (any_left (fixture, TRUE));
  g_assert_cmpuint (fixture_count (log, fixture->talk, NULL), ==, 400);
}

static void
test_by_hand (void)
{
  g_autoptr (Fixture) fixture = fixture_new ();
  g_autoptr (PakivLog) log = retention_open_used (fixture);
  g_autofree char *id = fixture_add_talk (fixture, log, RETENTION_DUE, "OLD", "by hand");
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
  retention_purge (log, FALSE, &result);
  g_assert_false (pakiv_log_restore (log, record, &error));
  g_assert_error (error, PAKIV_LOG_ERROR, PAKIV_LOG_ERROR_NOT_FOUND);
}

static void
test_drafts (void)
{
  g_autoptr (Fixture) fixture = fixture_new ();
  g_autoptr (PakivLog) log = retention_open_used (fixture);
  g_autoptr (PakivRecord) record = fixture_new_talk (fixture, NULL, "OLD", "never finished");
  g_autoptr (PakivRecord) draft = NULL;
  g_auto (PakivPurgeResult) result = { 0 };
  g_autoptr (GError) error = NULL;

  g_assert_true (pakiv_log_save_draft (log, record, &error));
  g_clear_pointer (&log, pakiv_log_unref);
  log = retention_open_on (fixture, "2022-05-09");
  retention_purge (log, TRUE, &result);
  g_assert_cmpuint (result.drafts, ==, 0);
  g_clear_pointer (&log, pakiv_log_unref);
  log = retention_open_on (fixture, "2022-05-10");
  retention_purge (log, FALSE, &result);
  g_assert_cmpuint (result.drafts, ==, 1);
  draft = pakiv_log_load_draft (log, fixture->talk, NULL, &error);
  g_assert_null (draft);
  g_assert_no_error (error);
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
  g_test_add_func ("/retention/by-hand", test_by_hand);
  g_test_add_func ("/retention/drafts", test_drafts);
  return g_test_run ();
}
