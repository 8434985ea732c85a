/* The list of rejects: written, replaced, corrected and imported again; and what stays where the
 * import is stopped. */
#include "import-fixture.h"

#include "pakiv-import-map.h"

#include <glib/gstdio.h>
#include <string.h>
#include <utime.h>

/* (transfer full): the list of an import of a.csv before. */
static char *
make_list (Fixture *fixture, PakivLog *log)
{
  fixture_write (fixture, "a.csv", IMPORT_HEADER "2021-05-01,Sun,x\r\n");
  import_check (fixture, log, "talks", (const char *const[]){ "a.csv", NULL }, 1, 0, 0, 1);
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
  fixture_write (fixture, "a.csv", IMPORT_HEADER "2021-05-01,Old,x\r\n");
  import_check (fixture, log, "talks", names, 1, 1, 0, 0);
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

  fixture_write (fixture, "good.csv", IMPORT_HEADER "2021-05-01,Old,x\r\n");
  fixture_write (fixture, "bad.csv", IMPORT_HEADER "2021-05-02,Old,y\r\n2021-05-01,Moon,x\r\n");
  import_check (fixture, log, "talks", good, 1, 1, 0, 0);
  for (guint i = 0; i < G_N_ELEMENTS (others); i++)
    {
      g_autofree char *kept = NULL, *kept_too = NULL;
      g_autoptr (GError) error = NULL;

      fixture_write (fixture, "good.csv.rejects.csv", others[i]);
      import_check (fixture, log, "talks", good, 1, 0, 1, 0);
      kept = fixture_read (fixture, "good.csv.rejects.csv");
      g_assert_cmpstr (kept, ==, others[i]);
      fixture_write (fixture, "bad.csv.rejects.csv", others[i]);
      g_assert_false (import_files (fixture, log, "talks", bad, NULL, &result, &error));
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
                 IMPORT_HEADER "2021-05-01,Old,x\r\n2021-05-01,Moon,\"a, b\"\r\n"
                               "2021-05-02,Moon,=sum\r\n2021-05-03,Old\r\n");
  import_check (fixture, log, "talks", names, 4, 1, 0, 3);
  written = fixture_read (fixture, "a.csv.rejects.csv");
  /* As it is, it is rejected again, and is not written over. */
  import_check (fixture, log, "talks", list, 3, 0, 0, 3);
  kept = fixture_read (fixture, "a.csv.rejects.csv");
  g_assert_cmpstr (kept, ==, written);

  text = g_string_new (written);
  g_string_replace (text, "05-01,Moon", "05-01,New", 1);
  fixture_write (fixture, "a.csv.rejects.csv", text->str);
  import_check (fixture, log, "talks", list, 3, 1, 0, 2);
  import_check (fixture, log, "talks", list, 3, 0, 1, 2);
  g_assert_cmpuint (fixture_count (log, fixture->talk, "a, b"), ==, 1);
  second = fixture_read (fixture, "a.csv.rejects.csv.rejects.csv");
  g_assert_true (g_str_has_prefix (second, "line,reason,Day,Place,Note\r\n3,"));
  g_assert_nonnull (strstr (second, ",2021-05-02,Moon,\"'=sum\"\r\n4,"));
  g_assert_true (g_str_has_suffix (second, ",2021-05-03,Old\r\n"));

  /* And again, with the formula as it was in the very first file. */
  g_string_assign (text, second);
  g_string_replace (text, "05-02,Moon", "05-02,New", 1);
  fixture_write (fixture, "a.csv.rejects.csv.rejects.csv", text->str);
  import_check (fixture, log, "talks", again, 2, 1, 0, 1);
  fixture_write (fixture, "b.csv", IMPORT_HEADER "2021-05-02,New,=sum\r\n");
  import_check (fixture, log, "talks", (const char *const[]){ "b.csv", NULL }, 1, 0, 1, 0);
}

/* Corrections that were not imported yet are neither written over nor removed. */
static void
test_rejects_corrected (void)
{
  g_autoptr (Fixture) fixture = fixture_new ();
  g_autoptr (PakivLog) log = fixture_open (fixture, PAKIV_LOG_POLICE, PAKIV_ROLE_OFFICER);
  const char *const names[] = { "a.csv", NULL }, *const list[] = { "a.csv.rejects.csv", NULL };
  const char *rows = IMPORT_HEADER "2021-05-01,Moon,x\r\n2021-05-02,Moon,y\r\n2021-05-03,Old,z\r\n";
  g_autofree char *written = NULL, *kept = NULL, *kept_too = NULL, *again = NULL;
  g_autoptr (GString) text = NULL;
  g_autoptr (GError) error = NULL;
  PakivImportResult result;

  fixture_write (fixture, "a.csv", rows);
  import_check (fixture, log, "talks", names, 3, 1, 0, 2);
  written = fixture_read (fixture, "a.csv.rejects.csv");
  text = g_string_new (written);
  g_string_replace (text, "05-01,Moon", "05-01,New", 1);
  fixture_write (fixture, "a.csv.rejects.csv", text->str);
  g_assert_false (import_files (fixture, log, "talks", names, NULL, &result, &error));
  g_assert_error (error, PAKIV_LOG_ERROR, PAKIV_LOG_ERROR_REFUSED);
  g_assert_nonnull (strstr (error->message, "a.csv.rejects.csv"));
  kept = fixture_read (fixture, "a.csv.rejects.csv");
  g_assert_cmpstr (kept, ==, text->str);
  fixture_write (fixture, "a.csv", IMPORT_HEADER "2021-05-03,Old,z\r\n");
  import_check (fixture, log, "talks", names, 1, 0, 1, 0);
  kept_too = fixture_read (fixture, "a.csv.rejects.csv");
  g_assert_cmpstr (kept_too, ==, text->str);

  import_check (fixture, log, "talks", list, 2, 1, 0, 1);
  fixture_write (fixture, "a.csv", rows);
  import_check (fixture, log, "talks", names, 3, 0, 1, 2);
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
  fixture_write (fixture, "a.csv", IMPORT_HEADER "2021-05-01,Old,x\r\n");
  import_check (fixture, log, "talks", names, 1, 1, 0, 0);
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

  fixture_write (fixture, "a.csv", IMPORT_HEADER "2021-05-01,Old,x\r\n2021-05-01,Moon,x\r\n");
  fixture_write (fixture, "b.csv", IMPORT_HEADER "2021-05-01,Old,y\r\n2021-05-01,Moon,y\r\n");
  g_mkdir (folder, 0700);
  g_assert_false (import_files (fixture, log, "talks", names, NULL, &result, &error));
  g_assert_error (error, PAKIV_LOG_ERROR, PAKIV_LOG_ERROR_FAILED);
  g_assert_nonnull (strstr (error->message, "b.csv.rejects.csv"));
  g_assert_cmpuint (fixture_count (log, fixture->talk, NULL), ==, 0);
  before = fixture_read (fixture, "a.csv.rejects.csv");
  g_assert_cmpstr (before, ==, old);
  dir = g_dir_open (fixture->folder, 0, NULL);
  while ((name = g_dir_read_name (dir)) != NULL)
    g_assert_null (strstr (name, ".rejects.csv."));

  g_rmdir (folder);
  import_check (fixture, log, "talks", names, 4, 2, 0, 2);
  after = fixture_read (fixture, "a.csv.rejects.csv");
  g_assert_nonnull (strstr (after, "Moon"));
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
  g_autoptr (GString) text = g_string_new (IMPORT_HEADER "2021-05-01,Moon,rejected\r\n");
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
  import_check (fixture, log, "talks", names, 3001, 3000, 0, 1);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/import/rejects-removed", test_rejects_removed);
  g_test_add_func ("/import/rejects-somebodys", test_rejects_are_not_somebodys);
  g_test_add_func ("/import/rejects-come-back", test_rejects_come_back);
  g_test_add_func ("/import/rejects-corrected", test_rejects_corrected);
  g_test_add_func ("/import/rejects-left-over", test_rejects_left_over);
  g_test_add_func ("/import/rejects-refused", test_rejects_refused);
  g_test_add_func ("/import/cancel", test_cancel);
  return g_test_run ();
}
