/* A computer whose date is wrong, a year behind or ahead: nothing is erased that is not due, no
 * wait is got around or lasts for ever, the trace keeps its order, backups stay. */
#include "aftermath.h"
#include "crew.h"
#include "fail-calls.h"

#include "pakiv-attempts.h"
#include "pakiv-backup.h"
#include "pakiv-retention.h"
#include "pakiv-trace.h"

#include <glib/gstdio.h>
#include <string.h>

#define YEAR (365 * 24 * 3600)

typedef struct
{
  Fixture *fixture;
  char *folder;
} Place;

static void
set_up (Place *place, gconstpointer data)
{
  place->fixture = fault_fixture_new ();
  place->folder = fixture_get_path (place->fixture, "desk");
  pakiv_desk_unref (fault_desk_create (place->fixture, "desk"));
}

static void
tear_down (Place *place, gconstpointer data)
{
  fail_calls_shift_clock (0);
  fixture_free (place->fixture);
  g_free (place->folder);
}

static void
set_day (Place *place, const char *day)
{
  pakiv_clock_unref (place->fixture->clock);
  place->fixture->clock = pakiv_clock_new_fixed (day);
}

static guint64
purge (Place *place, gboolean confirmed, PakivPurgeResult *result)
{
  g_autoptr (PakivLog) log = check_open (place->fixture, place->folder, "Ana", PAKIV_LOG_POLICE);
  g_autoptr (GError) error = NULL;

  pakiv_log_purge (log, confirmed, result, NULL, &error);
  g_assert_no_error (error);
  return result->erased;
}

static guint
count (Place *place, const char *word)
{
  g_autoptr (PakivLog) log = check_open (place->fixture, place->folder, "Ana", PAKIV_LOG_POLICE);

  return fixture_count (log, place->fixture->talk, word);
}

static void
run (Place *place, const char *what)
{
  const Worker worker = { place->fixture, place->folder, NULL, -1, 1, what };
  g_auto (Crew) crew = { 0 };

  crew_run (&crew, &worker, work_named);
  if (crew.status != 0)
    g_error ("It was refused: %s", crew.lines->str);
}

/* Nothing is erased, and the sentence names both days. */
static void
check_asks (Place *place, const char *today, PakivClockState state)
{
  g_auto (PakivPurgeResult) result = { 0 };
  g_autofree char *sentence = NULL;

  set_day (place, today);
  g_assert_cmpuint (purge (place, FALSE, &result), ==, 0);
  g_assert_cmpint (result.clock.state, ==, state);
  sentence = pakiv_clock_check_describe (&result.clock);
  g_test_message ("%s", sentence);
  g_assert_nonnull (strstr (sentence, "10 May 2021"));
  g_assert_nonnull (strstr (sentence, "date may be wrong"));
  g_assert_cmpuint (count (place, "due"), ==, 20);
  g_assert_cmpuint (count (place, "kept"), ==, 12);
}

static void
test_retention (Place *place, gconstpointer data)
{
  /* Due in September 2021, so due by a clock that is a year ahead, not by the right one. */
  g_autofree char *csv = fault_write_csv (place->fixture, "due.csv", "2018-09-15", "due", 20);
  g_autofree char *import = g_strconcat ("import ", csv, NULL);
  g_auto (PakivPurgeResult) first = { 0 }, again = { 0 }, later = { 0 };

  purge (place, TRUE, &first);
  run (place, import);
  check_asks (place, "2022-05-10", PAKIV_CLOCK_AHEAD);
  check_asks (place, "2020-05-10", PAKIV_CLOCK_BEHIND);
  /* Work goes on by either. */
  set_day (place, "2022-05-10");
  run (place, "save 20");
  set_day (place, "2020-05-10");
  run (place, "open");
  /* With the right date all is as it was, and nothing has to be confirmed. */
  set_day (place, "2021-05-11");
  g_assert_cmpuint (purge (place, FALSE, &again), ==, 0);
  g_assert_cmpint (again.clock.state, ==, PAKIV_CLOCK_FINE);
  g_assert_false (again.needs_confirmation);
  g_assert_cmpuint (count (place, "due"), ==, 20);
  /* A person who says that a year has gone by is believed. */
  set_day (place, "2022-05-10");
  g_assert_cmpuint (purge (place, TRUE, &later), ==, 20);
  g_assert_cmpuint (count (place, "kept"), ==, 12);
  check_desk (place->fixture, place->folder, CHECK_ALL);
}

static guint
get_wait (Place *place)
{
  g_autoptr (PakivDesk) desk = pakiv_desk_open (place->folder, NULL);

  return pakiv_desk_get_wait (desk, "Ana");
}

static void
check_wait (Place *place, gint64 shift)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (PakivDesk) desk = pakiv_desk_open (place->folder, NULL);

  fail_calls_shift_clock (shift);
  g_assert_cmpuint (get_wait (place), >, 60);
  g_assert_cmpuint (get_wait (place), <=, 300);
  /* The right words do not help before. */
  g_assert_null (pakiv_desk_unlock (desk, "Ana", "the words of Ana", &error));
  g_assert_error (error, PAKIV_LOG_ERROR, PAKIV_LOG_ERROR_WAIT);
}

/* As another machine, or this one started anew, finds it. */
static void
change_boot (Place *place)
{
  g_autofree char *path = g_build_filename (place->folder, "attempts.json", NULL);
  g_autofree char *text = NULL, *boot = NULL;
  g_autoptr (GString) other = NULL;

  g_assert_true (g_file_get_contents (path, &text, NULL, NULL));
  g_assert_true (g_file_get_contents ("/proc/sys/kernel/random/boot_id", &boot, NULL, NULL));
  other = g_string_new (text);
  g_assert_cmpuint (g_string_replace (other, g_strstrip (boot), "another", 0), ==, 1);
  g_assert_true (g_file_set_contents (path, other->str, -1, NULL));
}

static void
write_wrong (Place *place, guint wrong)
{
  g_autofree char *path = g_build_filename (place->folder, "attempts.json", NULL);
  g_autofree char *text = NULL;
  g_autoptr (GString) more = NULL;

  g_assert_true (g_file_get_contents (path, &text, NULL, NULL));
  more = g_string_new (text);
  g_assert_cmpuint (g_string_replace (more, "\"wrong\" : 1,", "\"wrong\" : 9,", 0), ==, 1);
  g_assert_true (g_file_set_contents (path, more->str, -1, NULL));
}

static void
test_attempts (Place *place, gconstpointer data)
{
  g_autoptr (PakivDesk) desk = pakiv_desk_open (place->folder, NULL);

  g_assert_null (pakiv_desk_unlock (desk, "Ana", "not the words", NULL));
  write_wrong (place, 9);
  check_wait (place, 0);
  check_wait (place, YEAR);
  check_wait (place, -YEAR);
  /* After another start the calendar is all there is: no date makes the wait longer than it is. */
  change_boot (place);
  for (int i = -1; i <= 1; i++)
    {
      fail_calls_shift_clock (i * (gint64)YEAR);
      g_assert_cmpuint (get_wait (place), <=, 300);
    }
}

/* Entries keep the order in which they were written, whatever moment they tell, and the officer is
 * told of the moment that went back. */
static void
test_trace (Place *place, gconstpointer data)
{
  g_autoptr (PakivDesk) desk = NULL;
  g_autoptr (PakivSession) dora = NULL;
  g_autoptr (PakivTrace) trace = NULL;
  g_autoptr (GPtrArray) unusual = NULL;
  g_autoptr (GError) error = NULL;
  GPtrArray *entries;
  guint back = 0, told = 0;

  run (place, "save 5");
  fail_calls_shift_clock (YEAR);
  run (place, "save 5");
  fail_calls_shift_clock (-YEAR);
  run (place, "save 5");
  fail_calls_shift_clock (0);
  run (place, "save 5");
  check_desk (place->fixture, place->folder, CHECK_ALL);
  desk = pakiv_desk_open (place->folder, NULL);
  dora = desk_fixture_unlock (desk, "Dora");
  trace = pakiv_trace_open (dora, PAKIV_LOG_POLICE, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (pakiv_trace_get_warnings (trace)[0], ==, NULL);
  entries = pakiv_trace_get_entries (trace);
  for (guint i = 0; i < entries->len; i++)
    {
      const PakivTraceEntry *entry = entries->pdata[i];

      g_assert_cmpuint (entry->number, ==, i + 1);
      g_assert_cmpint (entry->doubt, ==, PAKIV_TRACE_SOUND);
      if (i > 0 && strcmp (entry->at, ((PakivTraceEntry *)entries->pdata[i - 1])->at) < 0)
        back++;
    }
  g_assert_cmpuint (back, ==, 1); /* from a year ahead to a year behind */
  unusual = pakiv_trace_find_unusual (entries);
  for (guint i = 0; i < unusual->len; i++)
    told += ((PakivUnusual *)unusual->pdata[i])->rule == PAKIV_UNUSUAL_CLOCK ? 1 : 0;
  g_assert_cmpuint (told, ==, 1);
}

static guint
count_backups (Place *place)
{
  g_autoptr (PakivDesk) desk = pakiv_desk_open (place->folder, NULL);
  g_autoptr (GPtrArray) list = pakiv_backup_list (desk, PAKIV_LOG_POLICE, NULL, NULL);

  return list->len;
}

/* A backup made on a wrong day takes none of the others away, and hides none. */
static void
test_backups (Place *place, gconstpointer data)
{
  g_autoptr (PakivDesk) desk = pakiv_desk_open (place->folder, NULL);
  g_auto (PakivPurgeResult) first = { 0 };
  g_autofree char *last = NULL;

  purge (place, TRUE, &first);
  run (place, "backup");
  set_day (place, "2099-05-10"); /* a day still to come, whenever this runs */
  run (place, "backup");
  set_day (place, "2020-05-10");
  run (place, "backup");
  g_assert_cmpuint (count_backups (place), ==, 3);
  /* The right day again, and the next one. */
  set_day (place, "2021-05-11");
  g_assert_true (pakiv_backup_is_due (desk, PAKIV_LOG_POLICE, place->fixture->clock));
  run (place, "backup");
  g_assert_false (pakiv_backup_is_due (desk, PAKIV_LOG_POLICE, place->fixture->clock));
  last = pakiv_backup_get_last (desk, PAKIV_LOG_POLICE);
  g_assert_cmpstr (last, ==, "2021-05-11T12:00:00Z");
  /* The one of 2020 is too old for any rotation, the one of 2099 has not come. */
  g_assert_cmpuint (count_backups (place), ==, 3);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
#define ADD(name, test) g_test_add ("/faults/clock/" name, Place, NULL, set_up, test, tear_down)
  ADD ("retention", test_retention);
  ADD ("attempts", test_attempts);
  ADD ("trace", test_trace);
  ADD ("backups", test_backups);
  return g_test_run ();
}
