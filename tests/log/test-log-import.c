/* Import: what is taken, known, rejected; repeats; and that a stop or a failure changes nothing. */
#include "fixture.h"

#include "pakiv-csv-writer.h"
#include "pakiv-error.h"
#include "pakiv-import-map.h"
#include "pakiv-record-csv.h"

#include <glib/gstdio.h>
#include <string.h>
#include <utime.h>

#define HEADER "Day,Place,Note\r\n"

static gboolean
import (Fixture *fixture,
        PakivLog *log,
        const char *map_name,
        const char *const *names,
        GCancellable *cancellable,
        PakivImportResult *result,
        GError **error)
{
  g_autoptr (PakivImportMap) map = pakiv_import_map_load (fixture->definitions, map_name, error);
  g_autoptr (GPtrArray) paths = g_ptr_array_new_with_free_func (g_free);

  g_assert_nonnull (map);
  for (int i = 0; names[i] != NULL; i++)
    g_ptr_array_add (paths, fixture_get_path (fixture, names[i]));
  g_ptr_array_add (paths, NULL);
  return pakiv_log_import (log, map, (const char *const *)paths->pdata, NULL, NULL, cancellable,
                           result, error);
}

static void
check_import (Fixture *fixture,
              PakivLog *log,
              const char *map,
              const char *const *names,
              guint64 read,
              guint64 added,
              guint64 already,
              guint64 rejected)
{
  g_autoptr (GError) error = NULL;
  PakivImportResult result;

  import (fixture, log, map, names, NULL, &result, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (result.read, ==, read);
  g_assert_cmpuint (result.added, ==, added);
  g_assert_cmpuint (result.already, ==, already);
  g_assert_cmpuint (result.rejected, ==, rejected);
  g_assert_cmpuint (result.read, ==, result.added + result.already + result.rejected);
}

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
                 HEADER "2021-05-01,Old,first\r\n"
                        "2021-05-01,Old,first\r\n"
                        "2021-05-02,,no place\r\n"
                        "2021-05-02,Moon,\"far, far\"\r\n"
                        "2021-02-30,Old,no such day\r\n"
                        "2021-05-11,Old,tomorrow\r\n"
                        "2021-05-03,Old\r\n"
                        "2021-05-03,Old,long,row\r\n"
                        "2021-05-04,New,last\r\n");
  check_import (fixture, log, "talks", names, 9, 4, 0, 5);
  g_assert_cmpuint (fixture_count (log, fixture->talk, NULL), ==, 4);
  g_assert_cmpuint (fixture_count (log, fixture->talk, "first"), ==, 2);
  rejects = fixture_read (fixture, "a.csv.rejects.csv");
  g_assert_true (g_str_has_prefix (rejects, "line,reason,Day,Place,Note\r\n5,"));
  g_assert_nonnull (strstr (rejects, ",2021-05-02,Moon,\"far, far\"\r\n6,"));
  g_assert_nonnull (strstr (rejects, ",2021-02-30,Old,no such day\r\n7,"));
  g_assert_nonnull (strstr (rejects, ",2021-05-11,Old,tomorrow\r\n8,"));
  g_assert_nonnull (strstr (rejects, ",2021-05-03,Old\r\n9,"));
  g_assert_true (g_str_has_suffix (rejects, ",2021-05-03,Old,long,row\r\n"));

  check_import (fixture, log, "talks", names, 9, 0, 4, 5);
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

  fixture_write (fixture, "a.csv", HEADER "2021-05-01,Old,x\r\n2021-05-01,Old,x\r\n");
  fixture_write (fixture, "b.csv",
                 HEADER "2021-05-01,Old,x\r\n2021-05-01,Old,x\r\n2021-05-01,Old,x\r\n");
  check_import (fixture, log, "talks", one, 2, 2, 0, 0);
  check_import (fixture, log, "talks", twice, 4, 0, 4, 0);
  check_import (fixture, log, "talks", both, 5, 1, 4, 0);
  g_assert_cmpuint (fixture_count (log, fixture->talk, NULL), ==, 3);

  /* What was deleted does not come back by itself. */
  numbers = pakiv_log_find (log, fixture->talk, NULL, &error);
  record = pakiv_log_read_one (log, fixture->talk, g_array_index (numbers, gint64, 0), &error);
  g_assert_true (pakiv_log_delete (log, fixture->talk, record->id, &error));
  check_import (fixture, log, "talks", both, 5, 0, 5, 0);
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
  check_import (fixture, log, "keyed", names, 3, 2, 1, 0);
  check_import (fixture, log, "keyed", names, 3, 0, 3, 0);
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
  check_import (fixture, log, "talk", names, 2, 0, 2, 0);
  g_assert_cmpuint (fixture_count (log, fixture->talk, NULL), ==, 2);
  check_import (fixture, other, "talk", names, 2, 2, 0, 0);
  check_import (fixture, other, "talk", names, 2, 0, 2, 0);

  fixture_write (fixture, "hand.csv",
                 "date,place,minutes,topics,met,note\r\n2021-05-01,OLD,,,,hand\r\n"
                 "2021-05-01,OLD,,,,hand\r\n");
  check_import (fixture, log, "talk", hand, 2, 2, 0, 0);
  check_import (fixture, log, "talk", hand, 2, 0, 2, 0);
}

/* (transfer full): the list of an import of a.csv before. */
static char *
make_list (Fixture *fixture, PakivLog *log)
{
  fixture_write (fixture, "a.csv", HEADER "2021-05-01,Sun,x\r\n");
  check_import (fixture, log, "talks", (const char *const[]){ "a.csv", NULL }, 1, 0, 0, 1);
  return fixture_read (fixture, "a.csv.rejects.csv");
}

/* An older list of rejects goes when a file has none any more. */
static void
test_rejects_removed (void)
{
  g_autoptr (Fixture) fixture = fixture_new ();
  g_autoptr (PakivLog) log = fixture_open (fixture, PAKIV_LOG_POLICE, PAKIV_ROLE_OFFICER);
  const char *const names[] = { "a.csv", NULL };
  g_autofree char *old = make_list (fixture, log), *rejects = NULL;

  g_assert_nonnull (old);
  fixture_write (fixture, "a.csv", HEADER "2021-05-01,Old,x\r\n");
  check_import (fixture, log, "talks", names, 1, 1, 0, 0);
  rejects = fixture_read (fixture, "a.csv.rejects.csv");
  g_assert_null (rejects);
}

/* What Pakiv did not write for this file is neither removed nor replaced. */
static void
test_rejects_are_not_somebodys (void)
{
  const char *const others[] = { "my notes",
                                 "",
                                 "line,reason\r\n",
                                 "Day,Place,Note\r\n",
                                 "line,reason,Number,Day,Note\r\n",
                                 "line,reason,Day,Place\r\n" };
  g_autoptr (Fixture) fixture = fixture_new ();
  g_autoptr (PakivLog) log = fixture_open (fixture, PAKIV_LOG_POLICE, PAKIV_ROLE_OFFICER);
  const char *const good[] = { "good.csv", NULL }, *const bad[] = { "bad.csv", NULL };
  PakivImportResult result;

  fixture_write (fixture, "good.csv", HEADER "2021-05-01,Old,x\r\n");
  fixture_write (fixture, "bad.csv", HEADER "2021-05-02,Old,y\r\n2021-05-01,Moon,x\r\n");
  check_import (fixture, log, "talks", good, 1, 1, 0, 0);
  for (guint i = 0; i < G_N_ELEMENTS (others); i++)
    {
      g_autofree char *kept = NULL, *kept_too = NULL;
      g_autoptr (GError) error = NULL;

      fixture_write (fixture, "good.csv.rejects.csv", others[i]);
      check_import (fixture, log, "talks", good, 1, 0, 1, 0);
      kept = fixture_read (fixture, "good.csv.rejects.csv");
      g_assert_cmpstr (kept, ==, others[i]);
      fixture_write (fixture, "bad.csv.rejects.csv", others[i]);
      g_assert_false (import (fixture, log, "talks", bad, NULL, &result, &error));
      g_assert_error (error, PAKIV_LOG_ERROR, PAKIV_LOG_ERROR_REFUSED);
      g_assert_nonnull (strstr (error->message, "bad.csv.rejects.csv"));
      kept_too = fixture_read (fixture, "bad.csv.rejects.csv");
      g_assert_cmpstr (kept_too, ==, others[i]);
      g_assert_cmpuint (fixture_count (log, fixture->talk, NULL), ==, 1);
    }
}

/* A person corrects the list and imports it; what is still wrong goes to a list of its own. */
static void
test_rejects_come_back (void)
{
  g_autoptr (Fixture) fixture = fixture_new ();
  g_autoptr (PakivLog) log = fixture_open (fixture, PAKIV_LOG_POLICE, PAKIV_ROLE_OFFICER);
  const char *const names[] = { "a.csv", NULL }, *const list[] = { "a.csv.rejects.csv", NULL };
  const char *const again[] = { "a.csv.rejects.csv.rejects.csv", NULL };
  g_autofree char *written = NULL, *kept = NULL, *second = NULL;
  g_autoptr (GString) text = NULL;

  fixture_write (fixture, "a.csv",
                 HEADER "2021-05-01,Old,x\r\n2021-05-01,Moon,\"a, b\"\r\n"
                        "2021-05-02,Moon,=sum\r\n2021-05-03,Old\r\n");
  check_import (fixture, log, "talks", names, 4, 1, 0, 3);
  written = fixture_read (fixture, "a.csv.rejects.csv");
  /* As it is, it is rejected again, and is not written over. */
  check_import (fixture, log, "talks", list, 3, 0, 0, 3);
  kept = fixture_read (fixture, "a.csv.rejects.csv");
  g_assert_cmpstr (kept, ==, written);

  text = g_string_new (written);
  g_string_replace (text, "05-01,Moon", "05-01,New", 1);
  fixture_write (fixture, "a.csv.rejects.csv", text->str);
  check_import (fixture, log, "talks", list, 3, 1, 0, 2);
  check_import (fixture, log, "talks", list, 3, 0, 1, 2);
  g_assert_cmpuint (fixture_count (log, fixture->talk, "a, b"), ==, 1);
  second = fixture_read (fixture, "a.csv.rejects.csv.rejects.csv");
  g_assert_true (g_str_has_prefix (second, "line,reason,Day,Place,Note\r\n3,"));
  g_assert_nonnull (strstr (second, ",2021-05-02,Moon,\"'=sum\"\r\n4,"));
  g_assert_true (g_str_has_suffix (second, ",2021-05-03,Old\r\n"));

  /* And again, with the formula as it was in the very first file. */
  g_string_assign (text, second);
  g_string_replace (text, "05-02,Moon", "05-02,New", 1);
  fixture_write (fixture, "a.csv.rejects.csv.rejects.csv", text->str);
  check_import (fixture, log, "talks", again, 2, 1, 0, 1);
  fixture_write (fixture, "b.csv", HEADER "2021-05-02,New,=sum\r\n");
  check_import (fixture, log, "talks", (const char *const[]){ "b.csv", NULL }, 1, 0, 1, 0);
}

/* Corrections that were not imported yet are neither written over nor removed. */
static void
test_rejects_corrected (void)
{
  g_autoptr (Fixture) fixture = fixture_new ();
  g_autoptr (PakivLog) log = fixture_open (fixture, PAKIV_LOG_POLICE, PAKIV_ROLE_OFFICER);
  const char *const names[] = { "a.csv", NULL }, *const list[] = { "a.csv.rejects.csv", NULL };
  const char *rows = HEADER "2021-05-01,Moon,x\r\n2021-05-02,Moon,y\r\n2021-05-03,Old,z\r\n";
  g_autofree char *written = NULL, *kept = NULL, *kept_too = NULL, *again = NULL;
  g_autoptr (GString) text = NULL;
  g_autoptr (GError) error = NULL;
  PakivImportResult result;

  fixture_write (fixture, "a.csv", rows);
  check_import (fixture, log, "talks", names, 3, 1, 0, 2);
  written = fixture_read (fixture, "a.csv.rejects.csv");
  text = g_string_new (written);
  g_string_replace (text, "05-01,Moon", "05-01,New", 1);
  fixture_write (fixture, "a.csv.rejects.csv", text->str);
  g_assert_false (import (fixture, log, "talks", names, NULL, &result, &error));
  g_assert_error (error, PAKIV_LOG_ERROR, PAKIV_LOG_ERROR_REFUSED);
  g_assert_nonnull (strstr (error->message, "a.csv.rejects.csv"));
  kept = fixture_read (fixture, "a.csv.rejects.csv");
  g_assert_cmpstr (kept, ==, text->str);
  fixture_write (fixture, "a.csv", HEADER "2021-05-03,Old,z\r\n");
  check_import (fixture, log, "talks", names, 1, 0, 1, 0);
  kept_too = fixture_read (fixture, "a.csv.rejects.csv");
  g_assert_cmpstr (kept_too, ==, text->str);

  check_import (fixture, log, "talks", list, 2, 1, 0, 1);
  fixture_write (fixture, "a.csv", rows);
  check_import (fixture, log, "talks", names, 3, 0, 1, 2);
  again = fixture_read (fixture, "a.csv.rejects.csv");
  g_assert_cmpstr (again, ==, written);
}

/* What a program that was killed left of a list goes an hour later; what a person put there stays.
 */
static void
test_rejects_left_over (void)
{
  g_autoptr (Fixture) fixture = fixture_new ();
  g_autoptr (PakivLog) log = fixture_open (fixture, PAKIV_LOG_POLICE, PAKIV_ROLE_OFFICER);
  const char *const names[] = { "a.csv", NULL };
  const char *const left[] = { "a.csv.rejects.csv.pakiv.A1b2C3", "a.csv.rejects.csv.pakiv.9z9Z9z",
                               "a.csv.rejects.csv.backup", "b.csv.rejects.csv.pakiv.A1b2C3" };
  const gint64 hours = g_get_real_time () / G_USEC_PER_SEC - 2 * 3600;

  for (guint i = 0; i < G_N_ELEMENTS (left); i++)
    {
      g_autofree char *path = fixture_get_path (fixture, left[i]);
      struct utimbuf times = { (time_t)hours, (time_t)hours };

      fixture_write (fixture, left[i], "line,reason,Day,Place,Note\r\n2,so,2021-05-01,Sun,");
      if (i != 1)
        g_assert_cmpint (g_utime (path, &times), ==, 0);
    }
  fixture_write (fixture, "a.csv", HEADER "2021-05-01,Old,x\r\n");
  check_import (fixture, log, "talks", names, 1, 1, 0, 0);
  for (guint i = 0; i < G_N_ELEMENTS (left); i++)
    {
      g_autofree char *text = fixture_read (fixture, left[i]);

      g_assert_cmpint (text != NULL, ==, i > 0);
    }
}

/* Where the list of rejects can't be put, no row of any file is taken, and other lists stay. */
static void
test_rejects_refused (void)
{
  g_autoptr (Fixture) fixture = fixture_new ();
  g_autoptr (PakivLog) log = fixture_open (fixture, PAKIV_LOG_POLICE, PAKIV_ROLE_OFFICER);
  const char *const names[] = { "a.csv", "b.csv", NULL };
  g_autofree char *folder = fixture_get_path (fixture, "b.csv.rejects.csv");
  g_autofree char *old = make_list (fixture, log), *before = NULL, *after = NULL;
  g_autoptr (GError) error = NULL;
  PakivImportResult result;
  g_autoptr (GDir) dir = NULL;
  const char *name;

  fixture_write (fixture, "a.csv", HEADER "2021-05-01,Old,x\r\n2021-05-01,Moon,x\r\n");
  fixture_write (fixture, "b.csv", HEADER "2021-05-01,Old,y\r\n2021-05-01,Moon,y\r\n");
  g_mkdir (folder, 0700);
  g_assert_false (import (fixture, log, "talks", names, NULL, &result, &error));
  g_assert_error (error, PAKIV_LOG_ERROR, PAKIV_LOG_ERROR_FAILED);
  g_assert_nonnull (strstr (error->message, "b.csv.rejects.csv"));
  g_assert_cmpuint (fixture_count (log, fixture->talk, NULL), ==, 0);
  before = fixture_read (fixture, "a.csv.rejects.csv");
  g_assert_cmpstr (before, ==, old);
  dir = g_dir_open (fixture->folder, 0, NULL);
  while ((name = g_dir_read_name (dir)) != NULL)
    g_assert_null (strstr (name, ".rejects.csv."));

  g_rmdir (folder);
  check_import (fixture, log, "talks", names, 4, 2, 0, 2);
  after = fixture_read (fixture, "a.csv.rejects.csv");
  g_assert_nonnull (strstr (after, "Moon"));
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

  fixture_write (fixture, "a.csv", HEADER "2021-05-01,Gone,old\r\n");
  check_import (fixture, log, "talks", names, 1, 1, 0, 0);
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

static void
on_progress_cb (const char *file, double fraction, const PakivImportResult *so_far, gpointer data)
{
  g_assert_cmpfloat (fraction, <=, 1);
  if (so_far->read > 0)
    g_cancellable_cancel (data);
}

/* Stopped in the middle: the log, the index and an older list of rejects are as they were. */
static void
test_cancel (void)
{
  g_autoptr (Fixture) fixture = fixture_new ();
  g_autoptr (PakivLog) log = fixture_open (fixture, PAKIV_LOG_POLICE, PAKIV_ROLE_OFFICER);
  g_autoptr (PakivImportMap) map = NULL;
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (GString) text = g_string_new (HEADER "2021-05-01,Moon,rejected\r\n");
  g_autofree char *path = fixture_get_path (fixture, "a.csv");
  const char *const files[] = { path, NULL }, *const names[] = { "a.csv", NULL };
  g_autofree char *old = make_list (fixture, log), *rejects = NULL;
  g_autoptr (GDir) dir = NULL;
  g_autoptr (GError) error = NULL;
  PakivImportResult result;
  const char *name;

  for (int i = 0; i < 3000; i++)
    g_string_append_printf (text, "2021-05-01,Old,number %d\r\n", i);
  fixture_write (fixture, "a.csv", text->str);
  map = pakiv_import_map_load (fixture->definitions, "talks", &error);
  g_assert_false (pakiv_log_import (log, map, files, on_progress_cb, cancellable, cancellable,
                                    &result, &error));
  g_assert_error (error, PAKIV_LOG_ERROR, PAKIV_LOG_ERROR_CANCELLED);
  g_clear_error (&error);
  g_assert_cmpuint (fixture_count (log, fixture->talk, NULL), ==, 0);
  g_assert_cmpuint (fixture_count (log, fixture->talk, "number"), ==, 0);
  rejects = fixture_read (fixture, "a.csv.rejects.csv");
  g_assert_cmpstr (rejects, ==, old);
  dir = g_dir_open (fixture->folder, 0, &error);
  while ((name = g_dir_read_name (dir)) != NULL)
    g_assert_false (g_str_has_prefix (name, "a.csv.rejects.csv."));
  check_import (fixture, log, "talks", names, 3001, 3000, 0, 1);
}

/* A file that turns out to be damaged, after a good one: nothing of either is taken. */
static void
test_damaged (void)
{
  const char *bad[] = { HEADER "2021-05-01,Old,ok\r\n2021-05-01,Old,\xff\xfe\r\n",
                        HEADER "2021-05-01,Old,ok\r\n2021-05-01,Old,\"open",
                        "Day,Somewhere,Note\r\n2021-05-01,Old,x\r\n", "" };
  g_autoptr (Fixture) fixture = fixture_new ();
  g_autoptr (PakivLog) log = fixture_open (fixture, PAKIV_LOG_POLICE, PAKIV_ROLE_OFFICER);
  const char *const names[] = { "good.csv", "bad.csv", NULL };
  PakivImportResult result;

  fixture_write (fixture, "good.csv", HEADER "2021-05-01,Old,good\r\n2021-05-01,Moon,bad\r\n");
  for (guint i = 0; i < G_N_ELEMENTS (bad); i++)
    {
      g_autoptr (GError) error = NULL;
      g_autofree char *rejects = NULL;

      fixture_write (fixture, "bad.csv", bad[i]);
      g_assert_false (import (fixture, log, "talks", names, NULL, &result, &error));
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
  g_autoptr (GString) text = g_string_new (HEADER);
  g_autoptr (GTimer) timer = NULL;

  for (int i = 0; i < 20000; i++)
    g_string_append_printf (text, "2021-%02d-%02d,%s,note %d\r\n", 1 + i % 4, 1 + i % 28,
                            i % 3 == 0 ? "Old" : "New", i % 700);
  fixture_write (fixture, "a.csv", text->str);
  timer = g_timer_new ();
  check_import (fixture, log, "talks", names, 20000, 20000, 0, 0);
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
  g_test_add_func ("/import/rejects-removed", test_rejects_removed);
  g_test_add_func ("/import/rejects-somebodys", test_rejects_are_not_somebodys);
  g_test_add_func ("/import/rejects-come-back", test_rejects_come_back);
  g_test_add_func ("/import/rejects-corrected", test_rejects_corrected);
  g_test_add_func ("/import/rejects-left-over", test_rejects_left_over);
  g_test_add_func ("/import/rejects-refused", test_rejects_refused);
  g_test_add_func ("/import/untyped", test_untyped);
  g_test_add_func ("/import/cancel", test_cancel);
  g_test_add_func ("/import/damaged", test_damaged);
  g_test_add_func ("/import/many", test_many);
  return g_test_run ();
}
