/* A desk's folder of which a part was brought, or of which parts are of different days, as programs
 * that copy folders leave it: a clear message that names the file, nothing lost, nothing written
 * over; and the right file, brought back, is as it was. */
#include "aftermath.h"
#include "crew.h"

#include "pakiv-backup.h"
#include "pakiv-trace.h"

#include <glib/gstdio.h>
#include <stdlib.h>
#include <string.h>

typedef struct
{
  Fixture *fixture;
  char *folder;
  char *before; /* a copy of the desk before the last saves */
  char *aside;
} Place;

static void
run_in (Place *place, const char *folder, guint32 seed, const char *what)
{
  const Worker worker = { place->fixture, folder, NULL, -1, seed, what };
  g_auto (Crew) crew = { 0 };

  crew_run (&crew, &worker, work_named);
  if (crew.status != 0)
    g_error ("It was refused: %s", crew.lines->str);
}

static void
set_up (Place *place, gconstpointer data)
{
  place->fixture = fault_fixture_new ();
  place->folder = fixture_get_path (place->fixture, "desk");
  place->before = fixture_get_path (place->fixture, "before");
  place->aside = fixture_get_path (place->fixture, "aside");
  pakiv_desk_unref (fault_desk_create (place->fixture, "desk"));
  run_in (place, place->folder, 1, "save 30");
  copy_folder (place->folder, place->before);
  run_in (place, place->folder, 2, "save 30");
}

static void
tear_down (Place *place, gconstpointer data)
{
  fixture_free (place->fixture);
  g_free (place->folder);
  g_free (place->before);
  g_free (place->aside);
}

static char *
in (const char *folder, const char *name)
{
  return g_build_filename (folder, name, NULL);
}

static char *
read_bytes (const char *folder, const char *name, gsize *length)
{
  g_autofree char *path = in (folder, name);
  char *content = NULL;

  g_assert_true (g_file_get_contents (path, &content, length, NULL));
  return content;
}

/* Puts the file @name of @from into @to. */
static void
bring (const char *from, const char *to, const char *name)
{
  g_autofree char *path = in (to, name);
  g_autofree char *content = NULL;
  gsize length;

  content = read_bytes (from, name, &length);
  g_unlink (path);
  g_assert_true (g_file_set_contents_full (path, content, (gssize)length, G_FILE_SET_CONTENTS_NONE,
                                           0600, NULL));
}

static void
make_empty (Place *place, const char *name)
{
  g_autofree char *path = in (place->folder, name);

  g_assert_true (g_file_set_contents (path, "", 0, NULL));
}

static char *
get_sum (const char *folder, const char *name)
{
  g_autofree char *content = NULL;
  gsize length;

  content = read_bytes (folder, name, &length);
  return g_compute_checksum_for_data (G_CHECKSUM_SHA256, (guchar *)content, length);
}

/* Opening the police log is refused with a sentence that names @name; no file changes. */
static void
check_refused (Place *place, const char *name, int code)
{
  const Worker worker = { place->fixture, place->folder, NULL, -1, 1, "open" };
  static const char *const files[] = { "police.log", "police.trace", "desk.json" };
  g_autofree char *sums[G_N_ELEMENTS (files)] = { NULL };
  g_auto (Crew) crew = { 0 };
  g_autofree char *message = NULL;

  for (guint i = 0; i < G_N_ELEMENTS (files); i++)
    {
      g_autofree char *path = in (place->folder, files[i]);

      sums[i] = g_file_test (path, G_FILE_TEST_EXISTS) ? get_sum (place->folder, files[i]) : NULL;
    }
  crew_run (&crew, &worker, work_named);
  message = crew_get_line (&crew, "- ");
  g_test_message ("%s", message);
  g_assert_nonnull (message);
  g_assert_cmpint (crew_get_refusal (&crew), ==, code);
  g_assert_nonnull (strstr (message, name));
  for (guint i = 0; i < G_N_ELEMENTS (files); i++)
    {
      g_autofree char *path = in (place->folder, files[i]);
      g_autofree char *now
          = g_file_test (path, G_FILE_TEST_EXISTS) ? get_sum (place->folder, files[i]) : NULL;

      g_assert_cmpstr (sums[i], ==, now);
      g_clear_pointer (&sums[i], g_free);
    }
}

static guint
count_in (Place *place, const char *folder)
{
  g_autoptr (PakivLog) log = check_open (place->fixture, folder, "Ana", PAKIV_LOG_POLICE);

  return fixture_count (log, place->fixture->talk, NULL);
}

static guint64
count_entries (Place *place, const char *folder, const char *path)
{
  g_autoptr (PakivDesk) desk = pakiv_desk_open (folder, NULL);
  g_auto (PakivTraceCheck) check = { 0 };
  g_autoptr (GError) error = NULL;

  pakiv_trace_verify (desk, PAKIV_LOG_POLICE, path, &check, &error);
  g_assert_no_error (error);
  return check.entries;
}

/* The log of one day with the plain trace of another. */
static void
test_trace_older (Place *place, gconstpointer data)
{
  guint64 entries = count_entries (place, place->folder, NULL);

  bring (place->before, place->folder, "police.trace");
  check_desk (place->fixture, place->folder, CHECK_ALL);
  g_assert_cmpuint (count_entries (place, place->folder, NULL), ==, entries);
}

static void
test_trace_newer (Place *place, gconstpointer data)
{
  g_autofree char *kept = in (place->folder, "police.trace.kept-1");
  g_autofree char *sum = get_sum (place->folder, "police.trace");
  g_autofree char *same = NULL;
  guint records = count_in (place, place->before);

  bring (place->before, place->folder, "police.log");
  g_assert_cmpuint (count_in (place, place->folder), ==, records);
  /* What the file tells of what came after is kept, to the byte. */
  same = get_sum (place->folder, "police.trace.kept-1");
  g_assert_cmpstr (same, ==, sum);
  g_assert_cmpuint (count_entries (place, place->folder, kept), >,
                    count_entries (place, place->before, NULL));
  count_entries (place, place->folder, NULL);
}

/* The log's file without what stood in its -wal beside it: what was there at the last tidying up,
 * whole; the -wal brought after all gives the rest. */
static void
copy_open (Place *place, guint *records)
{
  g_autofree char *whole = fixture_get_path (place->fixture, "whole");
  const Worker worker = { place->fixture, place->folder, NULL, -1, 3, "save" };
  g_auto (Crew) crew = { 0 };

  crew_start (&crew, &worker, work_named, NULL, NULL);
  /* So soon that nothing of it has gone from the -wal, which a kill leaves, into the log. */
  g_assert_true (crew_wait_for (&crew, "! "));
  crew_kill (&crew);
  copy_folder (place->folder, place->aside);
  copy_folder (place->folder, whole);
  *records = count_in (place, whole);
}

static void
test_wal_missing (Place *place, gconstpointer data)
{
  g_autofree char *wal = in (place->folder, "police.log-wal");
  g_autofree char *shm = in (place->folder, "police.log-shm");
  guint records, then = count_in (place, place->folder), found;

  copy_open (place, &records);
  g_assert_cmpint (g_unlink (wal), ==, 0);
  g_unlink (shm);
  found = count_in (place, place->folder);
  g_test_message ("%u before, %u without -wal, %u with it", then, found, records);
  g_assert_cmpuint (found, ==, then);
  /* The plain trace told of more than the log now does: it is kept. */
  {
    g_autofree char *kept = in (place->folder, "police.trace.kept-1");

    g_assert_true (g_file_test (kept, G_FILE_TEST_EXISTS));
  }
}

/* A log that is newer than the -wal beside it: taken together they would be neither the one day's
 * log nor the other's. */
static void
test_wal_older (Place *place, gconstpointer data)
{
  g_autofree char *newer = fixture_get_path (place->fixture, "newer");
  g_autofree char *wal = in (place->folder, "police.log-wal");
  guint records;

  copy_open (place, &records);
  /* The rest of it goes into the log, and more. */
  run_in (place, place->folder, 4, "save 60");
  copy_folder (place->folder, newer);
  records = count_in (place, newer);
  bring (place->aside, place->folder, "police.log-wal");
  /* Where the two do not even give whole pages together, the log is named alone. */
  check_refused (place, "police.log", PAKIV_LOG_ERROR_NOT_A_LOG);
  /* The log is what it was, and opens when that file is gone. */
  g_assert_cmpint (g_unlink (wal), ==, 0);
  g_assert_cmpuint (count_in (place, place->folder), ==, records);
  check_desk (place->fixture, place->folder, CHECK_ALL);
}

/* desk.json of before a member went: it opens no log, which has another key since. */
static void
test_keys_older (Place *place, gconstpointer data)
{
  run_in (place, place->folder, 1, "suspend Bogdan");
  copy_folder (place->folder, place->aside);
  bring (place->before, place->folder, "desk.json");
  check_refused (place, "police.log", PAKIV_LOG_ERROR_NOT_A_LOG);
  bring (place->aside, place->folder, "desk.json");
  check_desk (place->fixture, place->folder, CHECK_ALL);
}

static void
test_log_older (Place *place, gconstpointer data)
{
  guint records = count_in (place, place->folder);

  run_in (place, place->folder, 1, "suspend Bogdan");
  copy_folder (place->folder, place->aside);
  bring (place->before, place->folder, "police.log");
  check_refused (place, "police.log", PAKIV_LOG_ERROR_NOT_A_LOG);
  bring (place->aside, place->folder, "police.log");
  check_desk (place->fixture, place->folder, CHECK_ALL);
  g_assert_cmpuint (count_in (place, place->folder), ==, records);
}

static void
test_log_missing (Place *place, gconstpointer data)
{
  g_autofree char *path = in (place->folder, "police.log");
  g_autoptr (PakivLog) joint = NULL;

  copy_folder (place->folder, place->aside);
  g_assert_cmpint (g_unlink (path), ==, 0);
  check_refused (place, "police.log", PAKIV_LOG_ERROR_NOT_A_LOG);
  g_assert_false (g_file_test (path, G_FILE_TEST_EXISTS));
  joint = check_open (place->fixture, place->folder, "Ana", PAKIV_LOG_JOINT);
  g_clear_pointer (&joint, pakiv_log_unref);
  bring (place->aside, place->folder, "police.log");
  check_desk (place->fixture, place->folder, CHECK_ALL);
}

/* A log of another desk, or another log of this one, under this name. */
static void
test_log_of_another (Place *place, gconstpointer data)
{
  g_autofree char *other = fixture_get_path (place->fixture, "other");

  copy_folder (place->folder, place->aside);
  pakiv_desk_unref (fault_desk_create (place->fixture, "other"));
  bring (other, place->folder, "police.log");
  check_refused (place, "police.log", PAKIV_LOG_ERROR_NOT_A_LOG);
  {
    g_autofree char *joint = in (place->folder, "joint.log");
    g_autofree char *police = in (place->folder, "police.log");

    g_assert_cmpint (g_unlink (police), ==, 0);
    g_assert_cmpint (g_rename (joint, police), ==, 0);
  }
  check_refused (place, "police.log", PAKIV_LOG_ERROR_NOT_A_LOG);
  bring (place->aside, place->folder, "police.log");
  bring (place->aside, place->folder, "joint.log");
  check_desk (place->fixture, place->folder, CHECK_ALL);
}

/* Files of no bytes, as an unfinished copy begins. */
static void
test_empty (Place *place, gconstpointer data)
{
  g_autofree char *shm = in (place->folder, "police.log-shm");

  copy_folder (place->folder, place->aside);
  make_empty (place, "police.log");
  check_refused (place, "police.log", PAKIV_LOG_ERROR_NOT_A_LOG);
  bring (place->aside, place->folder, "police.log");
  make_empty (place, "desk.json");
  check_refused (place, "desk.json", PAKIV_LOG_ERROR_NOT_A_LOG);
  bring (place->aside, place->folder, "desk.json");
  make_empty (place, "police.trace");
  make_empty (place, "attempts.json");
  make_empty (place, "backup.json");
  make_empty (place, "police.log-wal");
  check_desk (place->fixture, place->folder, CHECK_ALL);
  g_assert_cmpuint (count_in (place, place->folder), ==, count_in (place, place->aside));
  g_assert_false (g_file_test (shm, G_FILE_TEST_EXISTS));
}

/* The log's file cut at every kind of place: refused, and as it was. */
static void
test_cut (Place *place, gconstpointer data)
{
  static const gssize places[] = { 1, 4096, 8192, 40960, -4096, -1 };
  g_autofree char *path = in (place->folder, "police.log");
  g_autofree char *content = NULL;
  gsize length;

  copy_folder (place->folder, place->aside);
  content = read_bytes (place->folder, "police.log", &length);
  for (guint i = 0; i < G_N_ELEMENTS (places); i++)
    {
      gssize size = places[i] > 0 ? places[i] : (gssize)length + places[i];

      g_assert_true (g_file_set_contents (path, content, size, NULL));
      check_refused (place, "police.log", PAKIV_LOG_ERROR_NOT_A_LOG);
    }
  bring (place->aside, place->folder, "police.log");
  check_desk (place->fixture, place->folder, CHECK_ALL);
}

/* What killed programs leave on their way is no log, and goes: it has records in it that are erased
 * one day everywhere else. */
static void
test_left_over (Place *place, gconstpointer data)
{
  static const char *const names[]
      = { "police.log.rekey",       "police.log.rekey-journal", "police.log.restore",
          "police.log.restore-wal", "police.log.restore-shm",   "desk.json.A1B2C3",
          "attempts.json.zzZZ99" };
  static const char *const mine[]
      = { "desk.json.mine", "desk.json.backup", "desk.json.Before", "desk.json.261122" };

  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    {
      g_autofree char *path = in (place->folder, names[i]);
      g_autofree char *content = NULL;
      gsize length;

      content = read_bytes (place->before, "police.log", &length);
      g_assert_true (g_file_set_contents (path, content, (gssize)length, NULL));
    }
  for (guint i = 0; i < G_N_ELEMENTS (mine); i++)
    {
      g_autofree char *path = in (place->folder, mine[i]);

      g_assert_true (g_file_set_contents (path, "a person’s own copy", -1, NULL));
    }
  run_in (place, place->folder, 5, "open");
  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    {
      g_autofree char *path = in (place->folder, names[i]);

      g_assert_false (g_file_test (path, G_FILE_TEST_EXISTS));
    }
  for (guint i = 0; i < G_N_ELEMENTS (mine); i++)
    {
      g_autofree char *path = in (place->folder, mine[i]);

      g_assert_cmpint (g_unlink (path), ==, 0); /* still there */
    }
  check_desk (place->fixture, place->folder, CHECK_ALL);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
#define ADD(name, test) g_test_add ("/faults/synced/" name, Place, NULL, set_up, test, tear_down)
  ADD ("trace-older", test_trace_older);
  ADD ("trace-newer", test_trace_newer);
  ADD ("wal-missing", test_wal_missing);
  ADD ("wal-older", test_wal_older);
  ADD ("keys-older", test_keys_older);
  ADD ("log-older", test_log_older);
  ADD ("log-missing", test_log_missing);
  ADD ("log-of-another", test_log_of_another);
  ADD ("empty", test_empty);
  ADD ("cut", test_cut);
  ADD ("left-over", test_left_over);
  return g_test_run ();
}
