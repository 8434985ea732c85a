/* Several programs on one desk at once: both go on, or one is told to wait; nothing is lost. */
#include "aftermath.h"
#include "crew.h"

#include "pakiv-backup.h"
#include "pakiv-schema.h"
#include "pakiv-sql.h"

#include <glib/gstdio.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>

#define SAVES "1000"

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
  fixture_free (place->fixture);
  g_free (place->folder);
}

static Worker
get_worker (Place *place, guint32 seed, const char *what)
{
  return (Worker){ place->fixture, place->folder, NULL, -1, seed, what };
}

static void
begin (Place *place, Crew *crew, guint32 seed, const char *what)
{
  const Worker worker = get_worker (place, seed, what);

  crew_start (crew, &worker, work_named, NULL, NULL);
}

static void
check_done (const Crew *crew)
{
  if (crew->status != 0)
    {
      g_autofree char *message = crew_get_line (crew, "- ");

      g_error ("It was refused: %s", message);
    }
}

static void
check_saved (Place *place, const Crew *crew, const char *prefix)
{
  g_autoptr (Expected) expected = expected_new ();
  g_autoptr (PakivDesk) desk = pakiv_desk_open (place->folder, NULL);
  g_autoptr (PakivLog) log = check_open (place->fixture, place->folder, "Ana", PAKIV_LOG_POLICE);

  expected_take (expected, crew->lines->str);
  g_free (expected->draft); /* both typed at the one draft that a member has */
  expected->draft = NULL;
  {
    g_autoptr (GError) error = NULL;

    pakiv_log_discard_draft (log, place->fixture->talk, NULL, &error);
    g_assert_no_error (error);
  }
  expected_check (expected, place->fixture, log, prefix);
  expected_check_trace (expected, desk);
}

/* Thousands of saves, each transaction of either program whole and in the trace. */
static void
test_two_save (Place *place, gconstpointer data)
{
  g_auto (Crew) one = { 0 }, two = { 0 };

  begin (place, &one, 1, "save " SAVES);
  begin (place, &two, 2, "save " SAVES);
  crew_finish (&one);
  crew_finish (&two);
  check_done (&one);
  check_done (&two);
  check_desk (place->fixture, place->folder, CHECK_ALL);
  check_saved (place, &one, "w1x");
  check_saved (place, &two, "w2x");
}

/* While one works, the other is refused with a sentence that names the log; then not. */
static void
check_refused_meanwhile (Place *place, const char *what, const char *word)
{
  g_auto (Crew) saving = { 0 }, other = { 0 }, again = { 0 };
  g_autofree char *message = NULL;

  begin (place, &saving, 3, "save");
  crew_wait_ready (&saving);
  crew_listen (&saving, 50000);
  begin (place, &other, 4, what);
  crew_finish (&other);
  message = crew_get_line (&other, "- ");
  g_test_message ("%s", message);
  g_assert_cmpint (crew_get_refusal (&other), ==, PAKIV_LOG_ERROR_BUSY);
  g_assert_nonnull (strstr (message, "police.log"));
  g_assert_nonnull (strstr (message, word));
  /* The one who worked went on through it. */
  crew_listen (&saving, 200000 + (g_get_monotonic_time () - saving.began));
  crew_kill (&saving);
  g_assert_true (saving.killed);
  g_assert_null (strstr (saving.lines->str, "\n- "));
  check_desk (place->fixture, place->folder, CHECK_ALL);
  check_saved (place, &saving, "w3x");
  begin (place, &again, 4, what);
  crew_finish (&again);
  check_done (&again);
  check_desk (place->fixture, place->folder, CHECK_ALL);
}

static void
test_suspend_meanwhile (Place *place, gconstpointer data)
{
  check_refused_meanwhile (place, "suspend Bogdan", "Close Pakiv everywhere else");
}

static void
test_restore_meanwhile (Place *place, gconstpointer data)
{
  const Worker worker = get_worker (place, 5, "backup");
  g_auto (Crew) crew = { 0 };
  g_autofree char *backup = NULL, *what = NULL;

  crew_run (&crew, &worker, work_named);
  backup = crew_get_line (&crew, "! backup ");
  what = g_strconcat ("restore ", backup, NULL);
  check_refused_meanwhile (place, what, "Close Pakiv everywhere else");
}

/* A backup needs nobody to stop. */
static void
test_backup_meanwhile (Place *place, gconstpointer data)
{
  g_auto (Crew) saving = { 0 };

  begin (place, &saving, 3, "save");
  crew_wait_ready (&saving);
  for (guint i = 0; i < 5; i++)
    {
      g_auto (Crew) backup = { 0 };

      begin (place, &backup, 4, "backup");
      crew_finish (&backup);
      check_done (&backup);
    }
  crew_kill (&saving);
  g_assert_null (strstr (saving.lines->str, "\n- "));
  check_desk (place->fixture, place->folder, CHECK_ALL);
  check_saved (place, &saving, "w3x");
}

/* Done by the one, refused or done by the other; TRUE where both were. */
static gboolean
check_one_at_least (const Crew *one, const Crew *two, int refusal)
{
  g_assert_true (one->status == 0 || two->status == 0);
  if (one->status == 0 && two->status == 0)
    return TRUE;
  g_assert_cmpint (crew_get_refusal (one->status == 0 ? two : one), ==, refusal);
  return FALSE;
}

static void
test_two_suspend (Place *place, gconstpointer data)
{
  g_auto (Crew) one = { 0 }, two = { 0 }, rest = { 0 };
  g_autoptr (PakivDesk) desk = NULL;

  begin (place, &one, 1, "suspend Bogdan");
  begin (place, &two, 2, "suspend Bogdan");
  crew_finish (&one);
  crew_finish (&two);
  check_one_at_least (&one, &two, PAKIV_LOG_ERROR_REFUSED);
  check_desk (place->fixture, place->folder, CHECK_ALL);
  desk = pakiv_desk_open (place->folder, NULL);
  g_assert_true (pakiv_member_is_suspended (pakiv_desk_find_member (desk, "Bogdan")));
}

/* The rows of a file are there once, whoever brings them. */
static void
test_two_import (Place *place, gconstpointer data)
{
  g_autofree char *first = fault_write_csv (place->fixture, "a.csv", "2021-04-03", "row", 300);
  g_autofree char *second = fault_write_csv (place->fixture, "b.csv", "2021-04-03", "row", 300);
  g_autofree char *by_one = g_strconcat ("import ", first, NULL);
  g_autofree char *by_two = g_strconcat ("import ", second, NULL);
  g_auto (Crew) one = { 0 }, two = { 0 };
  g_autoptr (PakivLog) log = NULL;

  begin (place, &one, 1, by_one);
  begin (place, &two, 2, by_two);
  crew_finish (&one);
  crew_finish (&two);
  check_one_at_least (&one, &two, PAKIV_LOG_ERROR_BUSY);
  check_desk (place->fixture, place->folder, CHECK_POLICE);
  log = check_open (place->fixture, place->folder, "Ana", PAKIV_LOG_POLICE);
  g_assert_cmpuint (fixture_count (log, place->fixture->talk, "row"), ==, 300);
}

/* A quarter is released once, and both have the same bytes, or one is told. */
static void
test_two_release (Place *place, gconstpointer data)
{
  g_auto (Crew) one = { 0 }, two = { 0 };
  g_autoptr (PakivDesk) desk = NULL;
  g_autoptr (PakivSession) ana = NULL;

  begin (place, &one, 1, "release");
  begin (place, &two, 2, "release");
  crew_finish (&one);
  crew_finish (&two);
  if (check_one_at_least (&one, &two, PAKIV_LOG_ERROR_REFUSED))
    {
      g_autofree char *first = crew_get_line (&one, "! release ");
      g_autofree char *second = crew_get_line (&two, "! release ");

      g_assert_cmpstr (first, ==, second);
    }
  check_desk (place->fixture, place->folder, CHECK_POLICE);
  desk = pakiv_desk_open (place->folder, NULL);
  ana = desk_fixture_unlock (desk, "Ana");
  g_assert_cmpint (check_number (ana, PAKIV_LOG_POLICE, "SELECT count(*) FROM release"), ==, 1);
}

static gboolean
work_migrate (Worker *worker)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (PakivLog) log
      = fixture_try_open (worker->fixture, worker->argument, PAKIV_LOG_POLICE, &error);

  worker_tell (worker, "%s %d %s", log != NULL ? "!" : "-", error != NULL ? error->code : 0,
               error != NULL ? error->message : "");
  return log != NULL;
}

static void
test_two_migrate (void)
{
  g_autofree char *old
      = g_test_build_filename (G_TEST_DIST, "tests", "old-logs", "schema-1.log", NULL);

  for (guint i = 0; i < 10; i++)
    {
      g_autoptr (Fixture) fixture = fixture_new ();
      g_autofree char *path = fixture_get_path (fixture, "test.log");
      const Worker worker = { fixture, fixture->folder, NULL, -1, i, path };
      g_auto (Crew) one = { 0 }, two = { 0 };
      g_autoptr (PakivLog) log = NULL;
      g_autofree char *content = NULL;
      gsize length;

      g_assert_true (g_file_get_contents (old, &content, &length, NULL));
      g_assert_true (g_file_set_contents (path, content, (gssize)length, NULL));
      crew_start (&one, &worker, work_migrate, NULL, NULL);
      crew_start (&two, &worker, work_migrate, NULL, NULL);
      crew_finish (&one);
      crew_finish (&two);
      check_one_at_least (&one, &two, PAKIV_LOG_ERROR_BUSY);
      log = fixture_open (fixture, PAKIV_LOG_POLICE, PAKIV_ROLE_OFFICER);
      g_assert_cmpuint (fixture_count (log, fixture->talk, NULL), ==, 2);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
#define ADD(name, test) g_test_add ("/faults/programs/" name, Place, NULL, set_up, test, tear_down)
  ADD ("save", test_two_save);
  ADD ("suspend-meanwhile", test_suspend_meanwhile);
  ADD ("restore-meanwhile", test_restore_meanwhile);
  ADD ("backup-meanwhile", test_backup_meanwhile);
  ADD ("suspend", test_two_suspend);
  ADD ("import", test_two_import);
  ADD ("release", test_two_release);
  g_test_add_func ("/faults/programs/migrate", test_two_migrate);
  return g_test_run ();
}
