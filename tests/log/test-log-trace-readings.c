/* What the data-protection officer has read, takes along and should look at again. */
#include "trace-fixture.h"

#include "pakiv-file.h"
#include "pakiv-trace-private.h"
#include "pakiv-trace-seen.h"

#include <glib/gstdio.h>
#include <string.h>
#include <unistd.h>

/* What the officer has seen can't go without the officer seeing that it went. */
static void
test_cut_after_reading (void)
{
  g_autoptr (TracePlace) place = trace_place_new ();
  g_autofree char *text = NULL;
  gsize length;

  trace_fill (place);
  pakiv_trace_free (trace_read (place));
  text = trace_load (place, &length);
  trace_store (place, text, length - PAKIV_TRACE_LINE);
  g_assert_cmpuint (trace_verify (place), ==, 0);
  {
    g_autoptr (PakivTrace) trace = trace_read (place);

    trace_assert_warning (trace, "Entry 3, which was there at the reading of");
    g_assert_nonnull (pakiv_trace_get_last_reading (trace));
  }
  trace_store (place, text, length);
  {
    g_autoptr (PakivTrace) trace = trace_read (place);

    trace_assert_no_warning (trace);
  }
}

static void
test_made_anew_after_reading (void)
{
  g_autoptr (TracePlace) place = trace_place_new ();
  g_autoptr (PakivLog) log = NULL;
  g_autoptr (GArray) links = NULL;
  g_autoptr (PakivTrace) trace = NULL;
  PakivTraceLink link;

  trace_fill (place);
  pakiv_trace_free (trace_read (place));
  log = trace_open_log_as (place, 0);
  links = trace_load_links (place);
  link = g_array_index (links, PakivTraceLink, 0);
  g_array_index (links, PakivTraceLink, 2) = link;
  trace_store_links (place, log, links);
  trace = trace_read (place);
  trace_assert_warning (trace, "Entry 3 is another than at the reading of");
}

static void
test_readings (void)
{
  g_autoptr (TracePlace) place = trace_place_new ();
  g_autofree char *path = g_build_filename (place->folder, "police.seen", NULL);
  g_autofree char *seen = NULL;
  gsize length;

  trace_fill (place);
  pakiv_trace_free (trace_read (place));
  pakiv_trace_free (trace_read (place));
  /* Whoever opens the log next notes how many readings there were. */
  pakiv_log_unref (trace_open_log_as (place, 0));
  pakiv_log_unref (trace_open_log_as (place, 0));
  {
    g_autoptr (PakivTrace) trace = trace_read (place);

    g_assert_cmpstr (trace_get_entry (trace, 0)->detail, ==, PAKIV_DETAIL_READ " 2");
    g_assert_cmpuint (pakiv_trace_get_entries (trace)->len, ==, 4);
    trace_assert_no_warning (trace);
  }
  g_assert_true (g_file_get_contents (path, &seen, &length, NULL));
  seen[length - 100] ^= 1;
  g_assert_true (g_file_set_contents (path, seen, (gssize)length, NULL));
  {
    g_autoptr (PakivTrace) trace = trace_read (place);

    trace_assert_warning (trace, "The list of readings was changed at line 4");
  }
  g_assert_cmpint (g_unlink (path), ==, 0);
  {
    g_autoptr (PakivTrace) trace = trace_read (place);

    trace_assert_warning (trace, "The list of readings was cut: the trace tells of 2");
  }
}

static gpointer
read_often (gpointer data)
{
  for (int i = 0; i < 20; i++)
    pakiv_trace_free (trace_read (data));
  return NULL;
}

/* Two who read at once: no reading takes the place of another. */
static void
test_readings_at_once (void)
{
  g_autoptr (TracePlace) place = trace_place_new ();
  GThread *threads[2];
  guint64 broken;
  g_autoptr (GPtrArray) readings = NULL;

  trace_fill (place);
  for (int i = 0; i < 2; i++)
    threads[i] = g_thread_new ("reader", read_often, place);
  for (int i = 0; i < 2; i++)
    g_thread_join (threads[i]);
  readings = pakiv_trace_seen_read (place->desk, PAKIV_LOG_POLICE, &broken);
  g_assert_cmpuint (broken, ==, 0);
  g_assert_cmpuint (readings->len, ==, 40);
}

/* A list that can't be read now is not begun anew: what was read before would be gone. */
static void
test_readings_not_readable (void)
{
  g_autoptr (TracePlace) place = trace_place_new ();
  g_autofree char *path = g_build_filename (place->folder, "police.seen", NULL);
  g_autofree char *before = NULL, *after = NULL;
  g_autoptr (PakivSession) dora = trace_unlock (place, 2);
  g_autoptr (PakivTrace) trace = NULL;
  g_autoptr (GError) error = NULL;
  gsize length = 0, longer = 0;

  trace_fill (place);
  pakiv_trace_free (trace_read (place));
  g_assert_cmpint (truncate (path, PAKIV_FILE_MAX + 1), ==, 0);
  g_assert_true (g_file_get_contents (path, &before, &length, NULL));
  trace = pakiv_trace_open (dora, PAKIV_LOG_POLICE, &error);
  g_assert_null (trace);
  g_assert_error (error, PAKIV_LOG_ERROR, PAKIV_LOG_ERROR_FAILED);
  g_assert_nonnull (strstr (error->message, "police.seen"));
  g_assert_true (g_file_get_contents (path, &after, &longer, NULL));
  g_assert_cmpmem (before, length, after, longer);
}

static void
test_export (void)
{
  g_autoptr (TracePlace) place = trace_place_new ();
  g_autofree char *path = g_build_filename (place->folder, "out.csv", NULL);
  g_autofree char *csv = NULL, *seen = NULL;
  g_autoptr (PakivTrace) trace = NULL;
  g_autoptr (GPtrArray) anas = NULL, nobodys = NULL, one = NULL, members = NULL;
  g_autoptr (GError) error = NULL;
  g_auto (GStrv) lines = NULL;

  trace_fill (place);
  trace = trace_read (place);
  anas = pakiv_trace_select (trace, "Ana Ionescu", NULL, NULL);
  nobodys = pakiv_trace_select (trace, "Sorin", NULL, NULL);
  one = pakiv_trace_select (trace, NULL, "talk", trace_get_entry (trace, 0)->record);
  members = pakiv_trace_list_members (trace);
  g_assert_cmpuint (anas->len, ==, 3);
  g_assert_cmpuint (nobodys->len, ==, 0);
  g_assert_cmpuint (one->len, ==, 1);
  g_assert_cmpuint (members->len, ==, 1);
  g_assert_true (pakiv_trace_export (trace, anas, path, &error));
  g_assert_no_error (error);
  g_assert_true (g_file_get_contents (path, &csv, NULL, NULL));
  lines = g_strsplit (csv, "\r\n", -1);
  g_assert_cmpuint (g_strv_length (lines), ==, 5);
  g_assert_cmpstr (lines[0], ==,
                   "number,moment,member,role,act,kind,record,purpose,recipient,detail,state");
  g_assert_true (g_str_has_prefix (lines[1], "1,20"));
  g_assert_nonnull (strstr (lines[1], ",Ana Ionescu,officer,collect,talk,"));
  g_assert_true (g_str_has_suffix (lines[1], ",,,,sound"));
  g_clear_pointer (&seen, g_free);
  {
    g_autofree char *list = g_build_filename (place->folder, "police.seen", NULL);

    g_assert_true (g_file_get_contents (list, &seen, NULL, NULL));
    g_assert_nonnull (strstr (seen, "\tDora\texport\t3\t"));
  }
}

static PakivTraceEntry *
add_entry (GPtrArray *entries, const char *member, const char *at, PakivAct act, const char *record)
{
  PakivTraceEntry *entry = g_new0 (PakivTraceEntry, 1);

  entry->number = entries->len + 1;
  entry->member = member;
  entry->at = g_intern_string (at);
  entry->act = act;
  entry->record = record;
  g_ptr_array_add (entries, entry);
  return entry;
}

static void
add_looks (GPtrArray *entries, const char *member, int day, int hour, int n)
{
  for (int i = 0; i < n; i++)
    {
      g_autofree char *at
          = g_strdup_printf ("2021-03-%02dT%02d:%02d:%02dZ", day, hour, i / 60, i % 60);
      g_autofree char *record = g_strdup_printf ("record-%d-%d", day, i);

      add_entry (entries, member, at, PAKIV_ACT_CONSULT, g_intern_string (record));
    }
  {
    g_autofree char *at = g_strdup_printf ("2021-03-%02dT%02d:59:00Z", day, hour);

    add_entry (entries, member, at, PAKIV_ACT_ALTER, "written");
  }
}

static int
count_unusual (GPtrArray *entries, PakivUnusualRule rule, guint *count, guint *usual)
{
  g_autoptr (GPtrArray) found = pakiv_trace_find_unusual (entries);
  int n = 0;

  for (guint i = 0; i < found->len; i++)
    {
      const PakivUnusual *unusual = found->pdata[i];
      g_autofree char *words = pakiv_unusual_describe (unusual);

      g_assert_nonnull (strstr (words, unusual->member));
      if (unusual->rule != rule)
        continue;
      n++;
      *count = unusual->count;
      *usual = unusual->usual;
    }
  return n;
}

static void
test_unusual (void)
{
  g_autoptr (GPtrArray) entries = g_ptr_array_new_with_free_func (g_free);
  guint count, usual;

  for (int day = 1; day <= 11; day++)
    add_looks (entries, "Ana", day, 10, 9 + day % 3);
  for (int rule = PAKIV_UNUSUAL_LOOKED_MANY; rule <= PAKIV_UNUSUAL_CLOCK; rule++)
    g_assert_cmpint (count_unusual (entries, rule, &count, &usual), ==, 0);

  /* Three times the median of 10 is not yet more than that. */
  add_looks (entries, "Ana", 12, 11, 30);
  g_assert_cmpint (count_unusual (entries, PAKIV_UNUSUAL_LOOKED_MANY, &count, &usual), ==, 0);
  add_looks (entries, "Ana", 13, 11, 31);
  g_assert_cmpint (count_unusual (entries, PAKIV_UNUSUAL_LOOKED_MANY, &count, &usual), ==, 1);
  g_assert_cmpuint (count, ==, 31);
  g_assert_cmpuint (usual, ==, 10);

  g_assert_cmpint (count_unusual (entries, PAKIV_UNUSUAL_HOURS, &count, &usual), ==, 0);
  add_looks (entries, "Ana", 14, 3, 1);
  g_assert_cmpint (count_unusual (entries, PAKIV_UNUSUAL_HOURS, &count, &usual), ==, 1);
  g_assert_cmpuint (count, ==, 3);

  for (int i = 0; i < 10; i++)
    {
      g_autofree char *record = g_strdup_printf ("only-%d", i);

      g_assert_cmpint (count_unusual (entries, PAKIV_UNUSUAL_ONLY_LOOKED, &count, &usual), ==, 0);
      add_entry (entries, "Sorin", "2021-03-20T10:00:00Z", PAKIV_ACT_CONSULT,
                 g_intern_string (record));
    }
  g_assert_cmpint (count_unusual (entries, PAKIV_UNUSUAL_ONLY_LOOKED, &count, &usual), ==, 1);
  g_assert_cmpuint (count, ==, 10);

  for (int day = 20; day < 24; day++)
    {
      g_autofree char *at = g_strdup_printf ("2021-03-%02dT12:00:00Z", day);

      g_assert_cmpint (count_unusual (entries, PAKIV_UNUSUAL_AGAIN, &count, &usual), ==, 0);
      add_entry (entries, "Sorin", at, PAKIV_ACT_CONSULT, "neighbour");
    }
  g_assert_cmpint (count_unusual (entries, PAKIV_UNUSUAL_AGAIN, &count, &usual), ==, 1);
  g_assert_cmpuint (count, ==, 4);
  add_entry (entries, "Sorin", "2021-03-24T12:00:00Z", PAKIV_ACT_ALTER, "neighbour");
  g_assert_cmpint (count_unusual (entries, PAKIV_UNUSUAL_AGAIN, &count, &usual), ==, 0);

  add_entry (entries, "Sorin", "2021-03-24T11:56:00Z", PAKIV_ACT_ALTER, "neighbour");
  g_assert_cmpint (count_unusual (entries, PAKIV_UNUSUAL_CLOCK, &count, &usual), ==, 0);
  add_entry (entries, "Sorin", "2021-03-24T11:40:00Z", PAKIV_ACT_ALTER, "neighbour");
  g_assert_cmpint (count_unusual (entries, PAKIV_UNUSUAL_CLOCK, &count, &usual), ==, 1);
  g_assert_cmpuint (count, ==, 16);
}

int
main (int argc, char **argv)
{
  g_setenv ("TZ", "UTC", TRUE);
  fixture_use_memory ();
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/trace/cut-after-reading", test_cut_after_reading);
  g_test_add_func ("/trace/made-anew-after-reading", test_made_anew_after_reading);
  g_test_add_func ("/trace/readings", test_readings);
  g_test_add_func ("/trace/readings-at-once", test_readings_at_once);
  g_test_add_func ("/trace/readings-not-readable", test_readings_not_readable);
  g_test_add_func ("/trace/export", test_export);
  g_test_add_func ("/trace/unusual", test_unusual);
  return g_test_run ();
}
