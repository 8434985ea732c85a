/* The plain file of a trace follows the table in the log, after a crash, a change and beside
 * another program too. */
#include "trace-fixture.h"

#include "pakiv-trace-chain.h"

#include <glib/gstdio.h>

/* Wherever a crash cut the file, the next opening puts back what is missing, and nothing else. */
static void
test_crash (void)
{
  g_autoptr (TracePlace) place = trace_place_new ();
  g_autoptr (PakivSession) session = trace_unlock (place, 0);
  g_autofree char *text = NULL;
  gsize length;

  trace_fill (place);
  text = trace_load (place, &length);
  for (gsize at = 0; at <= length; at += at < 100 ? 9 : 331)
    {
      g_autofree char *after = NULL;
      gsize n;

      trace_store (place, text, at);
      pakiv_log_unref (trace_open_log (place, session));
      after = trace_load (place, &n);
      g_assert_cmpmem (after, n, text, length);
    }
}

/* Between commit and append: the table has it, the file does not. */
static void
test_crash_before_append (void)
{
  g_autoptr (TracePlace) place = trace_place_new ();
  g_autofree char *before = NULL, *after = NULL;
  gsize n_before, n_after;

  trace_fill (place);
  before = trace_load (place, &n_before);
  trace_fill (place);
  after = trace_load (place, &n_after);
  trace_store (place, before, n_before);
  pakiv_log_unref (trace_open_log_as (place, 1));
  {
    g_autofree char *mended = NULL;
    gsize n;

    mended = trace_load (place, &n);
    g_assert_cmpmem (mended, n, after, n_after);
  }
}

static void
check_kept (TracePlace *place, const char *kept, const char *bent, gsize length, const char *detail)
{
  g_autofree char *path = g_build_filename (place->folder, kept, NULL);
  g_autofree char *found = NULL;
  g_autoptr (PakivTrace) trace = NULL;
  gsize n;

  pakiv_log_unref (trace_open_log_as (place, 0));
  if (bent != NULL)
    {
      g_assert_true (g_file_get_contents (path, &found, &n, NULL));
      g_assert_cmpmem (found, n, bent, length);
    }
  g_assert_cmpuint (trace_verify (place), ==, 0);
  trace = trace_read (place);
  /* The reading before this one may be told after it. */
  g_assert_true (g_strcmp0 (trace_get_entry (trace, 0)->detail, detail) == 0
                 || g_strcmp0 (trace_get_entry (trace, 1)->detail, detail) == 0);
}

static void
test_kept_aside (void)
{
  g_autoptr (TracePlace) place = trace_place_new ();
  g_autofree char *path = trace_get_path (place);
  g_autofree char *text = NULL;
  g_autofree char *longer = NULL;
  gsize length;

  trace_fill (place);
  text = trace_load (place, &length);
  text[length - PAKIV_TRACE_LINE - 30] ^= 1;
  trace_store (place, text, length);
  check_kept (place, "police.trace.kept-1", text, length, PAKIV_DETAIL_FILE_KEPT);

  g_clear_pointer (&text, g_free);
  text = trace_load (place, &length);
  longer = g_strdup_printf ("%s%s", text, text + length - PAKIV_TRACE_LINE);
  trace_store (place, longer, length + PAKIV_TRACE_LINE);
  check_kept (place, "police.trace.kept-2", longer, length + PAKIV_TRACE_LINE,
              PAKIV_DETAIL_FILE_KEPT);

  g_assert_cmpint (g_unlink (path), ==, 0);
  check_kept (place, "", NULL, 0, PAKIV_DETAIL_FILE_LOST);
}

/* While a log is open too; and what is no file is told once. */
static void
test_bent_while_open (void)
{
  g_autoptr (TracePlace) place = trace_place_new ();
  g_autofree char *path = trace_get_path (place);
  g_autoptr (PakivLog) log = trace_open_log_as (place, 0);
  g_autoptr (PakivTrace) trace = NULL;

  g_free (fixture_add_talk (place->fixture, log, "2021-04-02", "OLD", "one"));
  trace_store (place, "nothing", 7);
  g_free (fixture_add_talk (place->fixture, log, "2021-04-02", "OLD", "two"));
  g_free (fixture_add_talk (place->fixture, log, "2021-04-02", "OLD", "three"));
  g_assert_cmpuint (trace_verify (place), ==, 0);
  g_assert_cmpint (g_unlink (path), ==, 0);
  g_assert_cmpint (g_mkdir (path, 0700), ==, 0);
  for (int i = 0; i < 3; i++)
    g_free (fixture_add_talk (place->fixture, log, "2021-04-02", "OLD", "four"));
  g_assert_cmpint (g_rmdir (path), ==, 0);
  g_clear_pointer (&log, pakiv_log_unref);
  log = trace_open_log_as (place, 0);
  trace = trace_read (place);
  trace_assert_no_warning (trace);
  g_assert_cmpstr (trace_get_entry (trace, 0)->detail, ==, PAKIV_DETAIL_FILE_LOST);
  g_assert_cmpstr (trace_get_entry (trace, 3)->detail, ==, PAKIV_DETAIL_FILE_FAILED);
  g_assert_cmpstr (trace_get_entry (trace, 6)->detail, ==, PAKIV_DETAIL_FILE_KEPT);
  g_assert_cmpuint (pakiv_trace_get_entries (trace)->len, ==, 9);
}

/* A desk as others use it: two programs write at once, and both chains are one. */
static void
test_two_programs (void)
{
  g_autoptr (TracePlace) place = trace_place_new ();
  g_autoptr (PakivLog) one = trace_open_log_as (place, 0);
  g_autoptr (PakivLog) other = trace_open_log_as (place, 1);
  g_autoptr (PakivTrace) trace = NULL;

  for (int i = 0; i < 5; i++)
    {
      g_free (fixture_add_talk (place->fixture, one, "2021-04-02", "OLD", "one"));
      g_free (fixture_add_talk (place->fixture, other, "2021-04-02", "OLD", "other"));
    }
  g_assert_cmpuint (trace_count (place), ==, 10);
  trace = trace_read (place);
  trace_assert_no_warning (trace);
  g_assert_cmpstr (trace_get_entry (trace, 0)->member, ==, "Sorin");
  g_assert_cmpstr (trace_get_entry (trace, 1)->member, ==, "Ana Ionescu");
}

int
main (int argc, char **argv)
{
  g_setenv ("TZ", "UTC", TRUE);
  fixture_use_memory ();
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/trace/crash", test_crash);
  g_test_add_func ("/trace/crash-before-append", test_crash_before_append);
  g_test_add_func ("/trace/kept-aside", test_kept_aside);
  g_test_add_func ("/trace/bent-while-open", test_bent_while_open);
  g_test_add_func ("/trace/two-programs", test_two_programs);
  return g_test_run ();
}
