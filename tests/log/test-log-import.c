/* Import: what is taken, known, rejected; repeats; and that a failure changes nothing. */
#include "import-fixture.h"

#include "pakiv-csv-writer.h"
#include "pakiv-error.h"
#include "pakiv-record-csv.h"

#include <string.h>

static void
test_rows (void)
{
  g_autoptr (Fixture) fixture = fixture_new ();
  g_autoptr (PakivLog) log = fixture_open (fixture, PAKIV_LOG_POLICE, PAKIV_ROLE_OFFICER);
  const char *const names[] = { "a.csv", NULL };
  g_autofree char *rejects = NULL;

  /* Two equal rows that are two events; no place, which a person typing would have to state; a
   * place that is not known, a day that is none, a day to come, a row too short and one too long.
   */
  fixture_write (fixture, "a.csv",
                 IMPORT_HEADER "2021-05-01,Old,first\r\n"
                               "2021-05-01,Old,first\r\n"
                               "2021-05-02,,no place\r\n"
                               "2021-05-02,Moon,\"far, far\"\r\n"
                               "2021-02-30,Old,no such day\r\n"
                               "2021-05-11,Old,tomorrow\r\n"
                               "2021-05-03,Old\r\n"
                               "2021-05-03,Old,long,row\r\n"
                               "2021-05-04,New,last\r\n");
  import_check (fixture, log, "talks", names, 9, 4, 0, 5);
  g_assert_cmpuint (fixture_count (log, fixture->talk, NULL), ==, 4);
  g_assert_cmpuint (fixture_count (log, fixture->talk, "first"), ==, 2);
  rejects = fixture_read (fixture, "a.csv.rejects.csv");
  g_assert_true (g_str_has_prefix (rejects, "line,reason,Day,Place,Note\r\n5,"));
  g_assert_nonnull (strstr (rejects, ",2021-05-02,Moon,\"far, far\"\r\n6,"));
  g_assert_nonnull (strstr (rejects, ",2021-02-30,Old,no such day\r\n7,"));
  g_assert_nonnull (strstr (rejects, ",2021-05-11,Old,tomorrow\r\n8,"));
  g_assert_nonnull (strstr (rejects, ",2021-05-03,Old\r\n9,"));
  g_assert_true (g_str_has_suffix (rejects, ",2021-05-03,Old,long,row\r\n"));

  import_check (fixture, log, "talks", names, 9, 0, 4, 5);
  g_assert_cmpuint (fixture_count (log, fixture->talk, NULL), ==, 4);
}

static void
test_repeat_and_overlap (void)
{
  g_autoptr (Fixture) fixture = fixture_new ();
  g_autoptr (PakivLog) log = fixture_open (fixture, PAKIV_LOG_POLICE, PAKIV_ROLE_OFFICER);
  const char *const one[] = { "a.csv", NULL }, *const both[] = { "a.csv", "b.csv", NULL };
  const char *const twice[] = { "a.csv", "a.csv", NULL };
  g_autoptr (GArray) numbers = NULL;
  g_autoptr (PakivRecord) record = NULL;
  g_autoptr (GError) error = NULL;

  fixture_write (fixture, "a.csv", IMPORT_HEADER "2021-05-01,Old,x\r\n2021-05-01,Old,x\r\n");
  fixture_write (fixture, "b.csv",
                 IMPORT_HEADER "2021-05-01,Old,x\r\n2021-05-01,Old,x\r\n2021-05-01,Old,x\r\n");
  import_check (fixture, log, "talks", one, 2, 2, 0, 0);
  import_check (fixture, log, "talks", twice, 4, 0, 4, 0);
  import_check (fixture, log, "talks", both, 5, 1, 4, 0);
  g_assert_cmpuint (fixture_count (log, fixture->talk, NULL), ==, 3);

  /* What was deleted does not come back by itself. */
  numbers = pakiv_log_find (log, fixture->talk, NULL, &error);
  record = pakiv_log_read_one (log, fixture->talk, g_array_index (numbers, gint64, 0), &error);
  g_assert_true (pakiv_log_delete (log, fixture->talk, record->id, &error));
  import_check (fixture, log, "talks", both, 5, 0, 5, 0);
  g_assert_cmpuint (fixture_count (log, fixture->talk, NULL), ==, 2);
}

static void
test_key (void)
{
  g_autoptr (Fixture) fixture = fixture_new ();
  g_autoptr (PakivLog) log = fixture_open (fixture, PAKIV_LOG_POLICE, PAKIV_ROLE_OFFICER);
  const char *const names[] = { "k.csv", NULL };

  fixture_write (fixture, "k.csv",
                 "Number,Day,Note\r\n77,2021-05-01,one\r\n77,2021-05-01,again\r\n"
                 "78,2021-05-01,one\r\n");
  import_check (fixture, log, "keyed", names, 3, 2, 1, 0);
  import_check (fixture, log, "keyed", names, 3, 0, 3, 0);
  g_assert_cmpuint (fixture_count (log, fixture->talk, "again"), ==, 0);
  g_assert_cmpuint (fixture_count (log, fixture->talk, "77"), ==, 0);
}

static void
append_row (GString *text, char **cells)
{
  pakiv_csv_append_row (text, (const char *const *)cells);
  g_strfreev (cells);
}

/* What was exported comes back into the same log as nothing new, and into another log once. */
static void
test_own_export (void)
{
  g_autoptr (Fixture) fixture = fixture_new ();
  g_autofree char *path = fixture_get_path (fixture, "other.log");
  g_autoptr (PakivLog) log = fixture_open (fixture, PAKIV_LOG_POLICE, PAKIV_ROLE_OFFICER);
  g_autoptr (PakivLog) other = fixture_try_open (fixture, path, PAKIV_LOG_POLICE, NULL);
  g_autoptr (GString) text = g_string_new (NULL);
  g_autoptr (GArray) numbers = NULL;
  g_autoptr (GPtrArray) records = NULL;
  g_autoptr (GError) error = NULL;
  const char *const names[] = { "own.csv", NULL }, *const hand[] = { "hand.csv", NULL };

  for (int i = 0; i < 2; i++) /* two events that look alike */
    g_free (fixture_add_talk (fixture, log, "2021-05-01", "OLD", "same"));
  numbers = pakiv_log_find (log, fixture->talk, NULL, &error);
  records = pakiv_log_read (log, fixture->talk, (const gint64 *)numbers->data, 2, &error);
  append_row (text, pakiv_record_csv_header (fixture->talk));
  for (guint i = 0; i < records->len; i++)
    append_row (text, pakiv_record_to_csv (records->pdata[i]));
  fixture_write (fixture, "own.csv", text->str);
  import_check (fixture, log, "talk", names, 2, 0, 2, 0);
  g_assert_cmpuint (fixture_count (log, fixture->talk, NULL), ==, 2);
  import_check (fixture, other, "talk", names, 2, 2, 0, 0);
  import_check (fixture, other, "talk", names, 2, 0, 2, 0);

  fixture_write (fixture, "hand.csv",
                 "date,place,minutes,topics,met,note\r\n2021-05-01,OLD,,,,hand\r\n"
                 "2021-05-01,OLD,,,,hand\r\n");
  import_check (fixture, log, "talk", hand, 2, 2, 0, 0);
  import_check (fixture, log, "talk", hand, 2, 0, 2, 0);
}

/* A code that only imported history uses: not for typing, but an imported record can be edited. */
static void
test_untyped (void)
{
  g_autoptr (Fixture) fixture = fixture_new ();
  g_autoptr (PakivLog) log = fixture_open (fixture, PAKIV_LOG_POLICE, PAKIV_ROLE_OFFICER);
  const char *const names[] = { "a.csv", NULL };
  g_autoptr (PakivRecord) typed = fixture_new_talk (fixture, "2021-05-01", "GONE", NULL);
  g_autoptr (PakivRecord) record = NULL, draft = NULL;
  g_autoptr (GArray) numbers = NULL;
  g_autoptr (GError) error = NULL;

  typed->imported = TRUE; /* nobody's word is taken for it */
  g_assert_false (pakiv_log_save (log, typed, &error));
  g_assert_error (error, PAKIV_ERROR, PAKIV_ERROR_INVALID);
  g_assert_nonnull (strstr (error->message, "A place of earlier years"));
  g_clear_error (&error);

  fixture_write (fixture, "a.csv", IMPORT_HEADER "2021-05-01,Gone,old\r\n");
  import_check (fixture, log, "talks", names, 1, 1, 0, 0);
  numbers = pakiv_log_find (log, fixture->talk, NULL, &error);
  record = pakiv_log_read_one (log, fixture->talk, g_array_index (numbers, gint64, 0), &error);
  g_assert_true (record->imported);
  pakiv_record_set (record, "note", "edited");
  g_assert_true (pakiv_log_save_draft (log, record, &error));
  draft = pakiv_log_load_draft (log, fixture->talk, record->id, &error);
  g_assert_true (pakiv_rules_accept (draft, PAKIV_RULES_TYPED, FIXTURE_DAY, &error));
  g_assert_true (pakiv_log_save (log, draft, &error));
  g_assert_no_error (error);

  pakiv_record_set (draft, "place", "NEW");
  g_assert_true (pakiv_log_save (log, draft, &error));
  g_assert_false (draft->imported);
  pakiv_record_set (draft, "place", "GONE");
  g_assert_false (pakiv_log_save (log, draft, &error));
}

/* A file that turns out to be damaged, after a good one: nothing of either is taken. */
static void
test_damaged (void)
{
  const char *bad[] = { IMPORT_HEADER "2021-05-01,Old,ok\r\n2021-05-01,Old,\xff\xfe\r\n",
                        IMPORT_HEADER "2021-05-01,Old,ok\r\n2021-05-01,Old,\"open",
                        "Day,Somewhere,Note\r\n2021-05-01,Old,x\r\n", "" };
  g_autoptr (Fixture) fixture = fixture_new ();
  g_autoptr (PakivLog) log = fixture_open (fixture, PAKIV_LOG_POLICE, PAKIV_ROLE_OFFICER);
  const char *const names[] = { "good.csv", "bad.csv", NULL };
  PakivImportResult result;

  fixture_write (fixture, "good.csv",
                 IMPORT_HEADER "2021-05-01,Old,good\r\n2021-05-01,Moon,bad\r\n");
  for (guint i = 0; i < G_N_ELEMENTS (bad); i++)
    {
      g_autoptr (GError) error = NULL;
      g_autofree char *rejects = NULL;

      fixture_write (fixture, "bad.csv", bad[i]);
      g_assert_false (import_files (fixture, log, "talks", names, NULL, &result, &error));
      g_assert_nonnull (error);
      g_assert_nonnull (strstr (error->message, "bad.csv"));
      g_assert_cmpuint (fixture_count (log, fixture->talk, NULL), ==, 0);
      rejects = fixture_read (fixture, "good.csv.rejects.csv");
      g_assert_null (rejects);
    }
}

/* Tens of thousands of rows take seconds; the limit is loose, for slow machines. */
static void
test_many (void)
{
  g_autoptr (Fixture) fixture = fixture_new ();
  g_autoptr (PakivLog) log = fixture_open (fixture, PAKIV_LOG_POLICE, PAKIV_ROLE_OFFICER);
  const char *const names[] = { "a.csv", NULL };
  g_autoptr (GString) text = g_string_new (IMPORT_HEADER);
  g_autoptr (GTimer) timer = NULL;

  for (int i = 0; i < 20000; i++)
    g_string_append_printf (text, "2021-%02d-%02d,%s,note %d\r\n", 1 + i % 4, 1 + i % 28,
                            i % 3 == 0 ? "Old" : "New", i % 700);
  fixture_write (fixture, "a.csv", text->str);
  timer = g_timer_new ();
  import_check (fixture, log, "talks", names, 20000, 20000, 0, 0);
  g_test_minimized_result (g_timer_elapsed (timer, NULL), "20,000 rows: %.1f s",
                           g_timer_elapsed (timer, NULL));
  g_assert_cmpfloat (g_timer_elapsed (timer, NULL), <, 60);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/import/rows", test_rows);
  g_test_add_func ("/import/repeat-and-overlap", test_repeat_and_overlap);
  g_test_add_func ("/import/key", test_key);
  g_test_add_func ("/import/own-export", test_own_export);
  g_test_add_func ("/import/untyped", test_untyped);
  g_test_add_func ("/import/damaged", test_damaged);
  g_test_add_func ("/import/many", test_many);
  return g_test_run ();
}
