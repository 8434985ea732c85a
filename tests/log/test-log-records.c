/* One open log: records, undo, drafts, search. */
#include "fixture.h"

#include "pakiv-sql.h"

#include <glib/gstdio.h>
#include <signal.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

static PakivRecord *
new_full_talk (Fixture *fixture)
{
  PakivRecord *record = fixture_new_talk (fixture, "2021-04-02", "OLD", "Bread “and” salt; 3 > 2");
  PakivRow *row = pakiv_record_add_row (record, "met");

  pakiv_record_set (record, "minutes", "45");
  pakiv_record_set (record, "topics", "YES NO");
  pakiv_row_set (row, "gender", "F");
  pakiv_row_set (row, "number", "12");
  row = pakiv_record_add_row (record, "met");
  pakiv_row_set (row, "gender", "M");
  pakiv_row_set (row, "number", "3");
  return record;
}

static void
test_round_trip (void)
{
  g_autoptr (Fixture) fixture = fixture_new ();
  g_autoptr (PakivLog) log = fixture_open (fixture, PAKIV_LOG_POLICE, PAKIV_ROLE_OFFICER);
  g_autoptr (PakivRecord) record = new_full_talk (fixture);
  g_autoptr (PakivRecord) found = NULL, changed = NULL;
  g_autoptr (GError) error = NULL;

  g_assert_true (pakiv_log_save (log, record, &error));
  g_assert_no_error (error);
  g_assert_true (g_uuid_string_is_valid (record->id));
  g_assert_cmpstr (record->book, ==, "2021-Q2");
  g_assert_cmpstr (record->erase_on, ==, "2022-04-02");
  g_assert_cmpstr (record->entered_by, ==, "Ana");
  g_assert_false (record->late);

  found = fixture_load (log, fixture->talk, record->id);
  g_assert_no_error (error);
  g_assert_true (pakiv_record_equal (record, found));
  g_assert_cmpuint (pakiv_record_count_rows (found, "met"), ==, 2);
  g_assert_cmpstr (pakiv_row_get (pakiv_record_peek_row (found, "met", 1), "number"), ==, "3");
  g_assert_cmpstr (found->erase_on, ==, record->erase_on);

  pakiv_record_set (found, "minutes", NULL);
  g_ptr_array_remove_index (pakiv_record_get_rows (found, "met"), 0);
  g_assert_true (pakiv_log_save (log, found, &error));
  changed = fixture_load (log, fixture->talk, record->id);
  g_assert_true (pakiv_record_equal (found, changed));
  g_assert_cmpuint (pakiv_record_count_rows (changed, "met"), ==, 1);
  g_assert_null (pakiv_record_get (changed, "minutes"));
  g_assert_cmpuint (fixture_count (log, fixture->talk, NULL), ==, 1);
}

static void
test_refused (void)
{
  g_autoptr (Fixture) fixture = fixture_new ();
  g_autoptr (PakivLog) log = fixture_open (fixture, PAKIV_LOG_POLICE, PAKIV_ROLE_OFFICER);
  g_autoptr (PakivRecord) record = fixture_new_talk (fixture, "2021-04-02", NULL, "no place");
  g_autoptr (PakivRecord) meeting = pakiv_record_new (fixture->meeting);
  g_autoptr (GError) error = NULL;

  g_assert_false (pakiv_log_save (log, record, &error));
  g_assert_nonnull (error);
  g_assert_null (record->id);
  g_clear_error (&error);
  pakiv_record_set (meeting, "date", "2021-04-02");
  g_assert_false (pakiv_log_save (log, meeting, &error));
  g_assert_error (error, PAKIV_LOG_ERROR, PAKIV_LOG_ERROR_REFUSED);
  g_clear_error (&error);
  pakiv_record_set (record, "place", "OLD");
  record->id = g_uuid_string_random ();
  g_assert_false (pakiv_log_save (log, record, &error));
  g_assert_error (error, PAKIV_LOG_ERROR, PAKIV_LOG_ERROR_NOT_FOUND);
  g_assert_cmpuint (fixture_count (log, fixture->talk, NULL), ==, 0);
}

static void
test_undo (void)
{
  g_autoptr (Fixture) fixture = fixture_new ();
  g_autoptr (PakivLog) log = fixture_open (fixture, PAKIV_LOG_POLICE, PAKIV_ROLE_OFFICER);
  g_autoptr (PakivRecord) record = new_full_talk (fixture);
  g_autoptr (PakivRecord) found = NULL;
  g_autofree char *other = NULL;
  g_autoptr (GArray) before = NULL, after = NULL;
  g_autoptr (GError) error = NULL;

  g_assert_true (pakiv_log_save (log, record, &error));
  other = fixture_add_talk (fixture, log, "2021-04-02", "NEW", "same day");
  before = pakiv_log_find (log, fixture->talk, NULL, &error);

  g_assert_true (pakiv_log_delete (log, fixture->talk, record->id, &error));
  g_assert_cmpuint (fixture_count (log, fixture->talk, NULL), ==, 1);
  g_assert_cmpuint (fixture_count (log, fixture->talk, "bread"), ==, 0);
  g_assert_null (fixture_load (log, fixture->talk, record->id));

  g_assert_true (pakiv_log_restore (log, record, &error));
  g_assert_no_error (error);
  found = fixture_load (log, fixture->talk, record->id);
  g_assert_true (pakiv_record_equal (record, found));
  g_assert_cmpstr (found->erase_on, ==, record->erase_on);
  g_assert_cmpuint (fixture_count (log, fixture->talk, "bread"), ==, 1);
  after = pakiv_log_find (log, fixture->talk, NULL, &error);
  g_assert_cmpmem (before->data, before->len * sizeof (gint64), after->data,
                   after->len * sizeof (gint64));

  /* Nothing that was not deleted here comes in this way. */
  g_assert_false (pakiv_log_restore (log, record, &error));
  g_assert_error (error, PAKIV_LOG_ERROR, PAKIV_LOG_ERROR_NOT_FOUND);
}

static void
test_erase_day (void)
{
  g_autoptr (Fixture) fixture = fixture_new ();
  g_autoptr (PakivLog) log = fixture_open (fixture, PAKIV_LOG_POLICE, PAKIV_ROLE_OFFICER);
  g_autoptr (PakivRecord) record = fixture_new_talk (fixture, "2021-01-31", "OLD", NULL);
  g_autoptr (GError) error = NULL;

  g_assert_true (pakiv_log_save (log, record, &error));
  g_assert_cmpstr (record->erase_on, ==, "2022-01-31");
  g_free (record->erase_on);
  record->erase_on = g_strdup ("2099-01-01");
  g_free (record->entered_by);
  record->entered_by = g_strdup ("Somebody");
  pakiv_record_set (record, "note", "opened again");
  g_assert_true (pakiv_log_save (log, record, &error));
  g_assert_cmpstr (record->erase_on, ==, "2022-01-31");
  g_assert_cmpstr (record->entered_by, ==, "Ana");
}

static void
test_order_and_pages (void)
{
  g_autoptr (Fixture) fixture = fixture_new ();
  g_autoptr (PakivLog) log = fixture_open (fixture, PAKIV_LOG_POLICE, PAKIV_ROLE_OFFICER);
  const char *days[] = { "2021-03-01", "2021-05-01", "2021-04-01", "2021-05-01" };
  const char *notes[] = { "d", "b", "c", "a" };
  g_autoptr (GArray) numbers = NULL;
  g_autoptr (GPtrArray) page = NULL;
  g_autoptr (PakivRecord) last = NULL;
  g_autoptr (GString) order = g_string_new (NULL);
  g_autoptr (GError) error = NULL;

  for (guint i = 0; i < G_N_ELEMENTS (days); i++)
    g_free (fixture_add_talk (fixture, log, days[i], "OLD", notes[i]));
  numbers = pakiv_log_find (log, fixture->talk, "", &error);
  page = pakiv_log_read (log, fixture->talk, (gint64 *)numbers->data, 3, &error);
  g_assert_no_error (error);
  for (guint i = 0; i < page->len; i++)
    g_string_append (order, pakiv_record_get (page->pdata[i], "note"));
  last = pakiv_log_read_one (log, fixture->talk, g_array_index (numbers, gint64, 3), &error);
  g_string_append (order, pakiv_record_get (last, "note"));
  g_assert_cmpstr (order->str, ==, "abcd");
  g_assert_null (pakiv_log_read_one (log, fixture->talk, 999, &error));
  g_assert_error (error, PAKIV_LOG_ERROR, PAKIV_LOG_ERROR_NOT_FOUND);
}

static void
test_search (void)
{
  g_autoptr (Fixture) fixture = fixture_new ();
  g_autoptr (PakivLog) log = fixture_open (fixture, PAKIV_LOG_POLICE, PAKIV_ROLE_OFFICER);
  const char *odd[] = { "\"",      "\"\"",     "*",          "NEAR",   "NEAR(bread salt)",
                        "AND",     "OR NOT",   "(",          "bread)", "-bread",
                        "note:",   "^bread",   "a\"b\"c",    "😀",      "' OR 1=1 --",
                        "{x y} :", "\xff\xfe", "bread*salt", "%s%n",   "\\",
                        "…",       "+",        "_search:x",  "\t\r\n", "ǆ" };
  g_autofree char *id = NULL;

  id = fixture_add_talk (fixture, log, "2021-05-03", "OLD", "Bread and Țigănești salt");
  g_free (fixture_add_talk (fixture, log, "2021-05-04", "NEW", "quiet evening, NEAR the well"));

  g_assert_cmpuint (fixture_count (log, fixture->talk, "bre"), ==, 1);
  g_assert_cmpuint (fixture_count (log, fixture->talk, "BREAD salt"), ==, 1);
  g_assert_cmpuint (fixture_count (log, fixture->talk, "bread quiet"), ==, 0);
  g_assert_cmpuint (fixture_count (log, fixture->talk, "tiganesti"), ==, 1);
  g_assert_cmpuint (fixture_count (log, fixture->talk, "targul"), ==, 1); /* a code's label */
  g_assert_cmpuint (fixture_count (log, fixture->talk, "near"), ==, 1);
  g_assert_cmpuint (fixture_count (log, fixture->talk, "bread -"), ==, 1);
  g_assert_cmpuint (fixture_count (log, fixture->talk, "  "), ==, 2);
  g_assert_cmpuint (fixture_count (log, fixture->talk, "😀"), ==, 0);
  g_assert_cmpuint (fixture_count (log, fixture->talk, "\"bread"), ==, 1);
  for (guint i = 0; i < G_N_ELEMENTS (odd); i++)
    g_assert_cmpuint (fixture_count (log, fixture->talk, odd[i]), <=, 2);
}

static void
test_draft (void)
{
  g_autoptr (Fixture) fixture = fixture_new ();
  g_autoptr (PakivLog) log = fixture_open (fixture, PAKIV_LOG_POLICE, PAKIV_ROLE_OFFICER);
  g_autoptr (PakivRecord) record = new_full_talk (fixture);
  g_autoptr (PakivRecord) draft = NULL, later = NULL, edited = NULL;
  g_autoptr (GError) error = NULL;

  pakiv_record_set (record, "date", "2021-4-"); /* half typed */
  pakiv_record_set (record, "minutes", "many");
  g_assert_true (pakiv_log_save_draft (log, record, &error));
  draft = pakiv_log_load_draft (log, fixture->talk, NULL, &error);
  g_assert_no_error (error);
  g_assert_true (pakiv_record_equal (record, draft));

  pakiv_record_set (draft, "date", "2021-04-02");
  pakiv_record_set (draft, "minutes", "5");
  g_assert_true (pakiv_log_save_draft (log, draft, &error));
  later = pakiv_log_load_draft (log, fixture->talk, NULL, &error);
  g_assert_true (pakiv_record_equal (draft, later));
  g_assert_true (pakiv_log_save (log, draft, &error));
  g_assert_no_error (error);
  g_assert_null (pakiv_log_load_draft (log, fixture->talk, NULL, &error));
  g_assert_no_error (error);

  pakiv_record_set (draft, "note", "edited");
  g_assert_true (pakiv_log_save_draft (log, draft, &error));
  edited = pakiv_log_load_draft (log, fixture->talk, draft->id, &error);
  g_assert_true (pakiv_record_equal (draft, edited));
  g_assert_true (pakiv_log_discard_draft (log, fixture->talk, draft->id, &error));
  g_assert_null (pakiv_log_load_draft (log, fixture->talk, draft->id, &error));
  g_assert_no_error (error);
}

/* What somebody with the log's key wrote in a draft by other means ends no program. */
static void
test_draft_of_another_program (void)
{
  g_autofree char *deep = g_strnfill (200000, '[');
  const char *const odd = "{\"values\": {\"place\": 7, \"note\": \"x\"}, \"rows\": {\"met\": 5}}";
  const char *const contents[]
      = { "", "7", "[]", "{\"values\": 1, \"rows\": {}}", "{\"values\": {}}", deep, odd };
  g_autoptr (Fixture) fixture = fixture_new ();
  g_autoptr (PakivLog) log = fixture_open (fixture, PAKIV_LOG_POLICE, PAKIV_ROLE_OFFICER);
  g_autofree char *path = fixture_get_path (fixture, "test.log");
  g_autoptr (PakivRecord) typed = fixture_new_talk (fixture, "2021-04", NULL, "half a sent");
  g_autoptr (GError) error = NULL;
  g_autoptr (PakivSql) sql = pakiv_sql_open (path, fixture_key, &error);

  g_assert_true (pakiv_log_save_draft (log, typed, &error));
  for (guint i = 0; i < G_N_ELEMENTS (contents); i++)
    {
      g_autoptr (sqlite3_stmt) statement
          = pakiv_sql_prepare (sql, "UPDATE draft SET content = ?1", &error);
      g_autoptr (PakivRecord) draft = NULL;

      pakiv_sql_bind (statement, 1, contents[i]);
      g_assert_true (pakiv_sql_run (sql, statement, &error));
      draft = pakiv_log_load_draft (log, fixture->talk, NULL, &error);
      if (contents[i] != odd)
        {
          g_assert_null (draft);
          g_assert_error (error, PAKIV_LOG_ERROR, PAKIV_LOG_ERROR_NOT_A_LOG);
          g_clear_error (&error);
          continue;
        }
      g_assert_no_error (error);
      g_assert_null (pakiv_record_get (draft, "place"));
      g_assert_cmpstr (pakiv_record_get (draft, "note"), ==, "x");
    }
}

/* A record added another way leaves what is being typed; a deleted record leaves no member's draft.
 */
static void
test_draft_of_others (void)
{
  g_autoptr (Fixture) fixture = fixture_new ();
  g_autofree char *path = fixture_get_path (fixture, "test.log");
  g_autoptr (PakivLog) log = fixture_open (fixture, PAKIV_LOG_POLICE, PAKIV_ROLE_OFFICER);
  g_autoptr (PakivLog) theirs
      = pakiv_log_open (path, fixture_key, PAKIV_LOG_POLICE, fixture->definitions, fixture->clock,
                        "Bogdan", PAKIV_ROLE_OFFICER, NULL);
  g_autoptr (PakivRecord) typed = fixture_new_talk (fixture, "2021-04", NULL, "half a sent");
  g_autoptr (PakivRecord) record = fixture_new_talk (fixture, "2021-04-01", "OLD", "whole");
  g_autoptr (PakivRecord) draft = NULL;
  g_autoptr (GError) error = NULL;

  g_assert_true (pakiv_log_save_draft (log, typed, &error));
  g_assert_true (pakiv_log_save (log, record, &error));
  draft = pakiv_log_load_draft (log, fixture->talk, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (pakiv_record_get (draft, "note"), ==, "half a sent");

  g_assert_true (pakiv_log_save_draft (log, record, &error));
  g_assert_true (pakiv_log_save_draft (theirs, record, &error));
  g_assert_true (pakiv_log_delete (log, fixture->talk, record->id, &error));
  g_assert_null (pakiv_log_load_draft (log, fixture->talk, record->id, &error));
  g_assert_null (pakiv_log_load_draft (theirs, fixture->talk, record->id, &error));
  g_assert_no_error (error);
}

/* The child writes a draft and is killed, without closing anything. */
static void
test_draft_survives_kill (void)
{
  g_autoptr (Fixture) fixture = fixture_new ();
  g_autoptr (PakivLog) log = NULL;
  g_autoptr (PakivRecord) draft = NULL;
  g_autoptr (GError) error = NULL;
  pid_t child = fork ();
  int status;

  if (child == 0)
    {
      PakivLog *theirs = fixture_open (fixture, PAKIV_LOG_POLICE, PAKIV_ROLE_OFFICER);
      PakivRecord *record = fixture_new_talk (fixture, "2021-04", NULL, "half a sent");

      if (pakiv_log_save_draft (theirs, record, NULL))
        kill (getpid (), SIGKILL);
      _exit (1);
    }
  g_assert_cmpint (waitpid (child, &status, 0), ==, child);
  g_assert_true (WIFSIGNALED (status) && WTERMSIG (status) == SIGKILL);
  log = fixture_open (fixture, PAKIV_LOG_POLICE, PAKIV_ROLE_OFFICER);
  draft = pakiv_log_load_draft (log, fixture->talk, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (pakiv_record_get (draft, "note"), ==, "half a sent");
  g_assert_cmpstr (pakiv_record_get (draft, "date"), ==, "2021-04");
}

typedef struct
{
  PakivLog *log;
  Fixture *fixture;
} Worker;

static gpointer
write_talks (gpointer data)
{
  Worker *worker = data;

  for (int i = 0; i < 25; i++)
    {
      g_free (fixture_add_talk (worker->fixture, worker->log, "2021-05-01", "OLD", "thread"));
      fixture_count (worker->log, worker->fixture->talk, "thread");
    }
  return NULL;
}

static void
test_threads (void)
{
  g_autoptr (Fixture) fixture = fixture_new ();
  g_autoptr (PakivLog) log = fixture_open (fixture, PAKIV_LOG_POLICE, PAKIV_ROLE_OFFICER);
  Worker worker = { log, fixture };
  GThread *threads[4];

  for (guint i = 0; i < G_N_ELEMENTS (threads); i++)
    threads[i] = g_thread_new ("writer", write_talks, &worker);
  for (guint i = 0; i < G_N_ELEMENTS (threads); i++)
    g_thread_join (threads[i]);
  g_assert_cmpuint (fixture_count (log, fixture->talk, "thread"), ==, 100);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/log/round-trip", test_round_trip);
  g_test_add_func ("/log/refused", test_refused);
  g_test_add_func ("/log/undo", test_undo);
  g_test_add_func ("/log/erase-day", test_erase_day);
  g_test_add_func ("/log/order-and-pages", test_order_and_pages);
  g_test_add_func ("/log/search", test_search);
  g_test_add_func ("/log/draft", test_draft);
  g_test_add_func ("/log/draft-of-others", test_draft_of_others);
  g_test_add_func ("/log/draft-of-another-program", test_draft_of_another_program);
  g_test_add_func ("/log/draft-survives-kill", test_draft_survives_kill);
  g_test_add_func ("/log/threads", test_threads);
  return g_test_run ();
}
