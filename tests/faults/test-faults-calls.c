/* Disks that fail: each call that changes something in the desk's folder fails once with an I/O
 * error, or it and all after it as on a disk that is full. Whatever fails, nothing crashes, the
 * message is a sentence of Pakiv's, what was confirmed is there, what was not is there whole or not
 * at all; and when the disk works again, so does everything.
 *
 * A run takes some of the calls by chance, PAKIV_FAULTS_TIMES=10 ten times as many.
 * PAKIV_FAULTS_SEED repeats the choice of another run. */
#include "aftermath.h"
#include "crew.h"
#include "fail-calls.h"

#include "pakiv-backup.h"
#include "pakiv-retention.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#define SOME 6

static GRand *chance;
static guint times = 1;
static guint failed, refused;

/* One kind of work that is tried with each call failing. */
typedef struct
{
  Fixture *fixture;
  char *template;
  char *folder;
  Work work;
  const char *argument;
  char *backup; /* in the template, before one record */
  Expected *expected;
  /* Whether it was done; fails where it is half done. @confirmed: it said that it was. */
  gboolean (*is_done) (gpointer run, gboolean confirmed);
} Run;

typedef struct
{
  const Run *run;
  guint at;
  gboolean on;
  int code;
} Failing;

static void
on_before_cb (Worker *worker, gpointer data)
{
  const Failing *failing = data;

  fail_calls_watch (failing->run->folder, failing->at, failing->on, failing->code);
}

static gboolean
work_and_tell (Worker *worker)
{
  gboolean done = work_named (worker);

  worker_tell (worker, "calls %s", fail_calls_get_told ());
  return done;
}

/* Runs the work on a fresh copy of the desk. */
static void
work_failing (Run *run, const Failing *failing, Crew *crew)
{
  const Worker worker = { run->fixture, run->folder, NULL, -1, g_rand_int (chance), run->argument };

  copy_folder (run->template, run->folder);
  crew_start (crew, &worker, work_and_tell, on_before_cb, (gpointer)failing);
  crew_finish (crew);
  g_assert_false (crew->killed);
}

static gboolean
is_confirmed (const Crew *crew)
{
  return strstr (crew->lines->str, "! ") != NULL && crew->status == 0;
}

static void
check_message (const Crew *crew, const Failing *failing)
{
  g_autofree char *message = crew_get_line (crew, "- ");

  if (message == NULL)
    return;
  refused++;
  g_test_message ("  call %u: %s", failing->at, message);
  g_assert_cmpint (crew_get_refusal (crew), >=, 0);
  if (failing->on && failing->code == ENOSPC)
    g_assert_cmpint (crew_get_refusal (crew), ==, PAKIV_LOG_ERROR_NO_SPACE);
}

static void
try_one (Run *run, const Failing *failing)
{
  const Worker worker = { run->fixture, run->folder, NULL, -1, g_rand_int (chance), run->argument };
  g_auto (Crew) crew = { 0 }, again = { 0 };

  work_failing (run, failing, &crew);
  failed++;
  check_message (&crew, failing);
  g_assert_true (is_confirmed (&crew) || crew_get_refusal (&crew) != -2);
  check_desk (run->fixture, run->folder, CHECK_ALL);
  expected_free (run->expected);
  run->expected = expected_new ();
  expected_take (run->expected, crew.lines->str);
  if (run->is_done (run, is_confirmed (&crew)))
    return;
  /* The disk works again. */
  crew_start (&again, &worker, work_and_tell, NULL, NULL);
  crew_finish (&again);
  if (!is_confirmed (&again))
    g_error ("Refused though the disk works again: %s", again.lines->str);
  expected_take (run->expected, again.lines->str);
  g_assert_true (run->is_done (run, TRUE));
  check_desk (run->fixture, run->folder, CHECK_POLICE);
}

/* All calls that are not mere writes, and some of those; of these so many by chance. */
static void
try_some (Run *run, const char *told, gboolean on, int code)
{
  g_autoptr (GArray) chosen = g_array_new (FALSE, FALSE, sizeof (guint));
  guint writes = 0;

  for (guint i = 0; told[i] != '\0'; i++)
    {
      guint at = i + 1;

      if (told[i] == 'w' && writes++ % 5 != 0)
        continue;
      g_array_append_val (chosen, at);
    }
  for (guint i = 0; i < SOME * times && chosen->len > 0; i++)
    {
      guint place = (guint)g_rand_int_range (chance, 0, (gint32)chosen->len);
      const Failing failing = { run, g_array_index (chosen, guint, place), on, code };

      g_array_remove_index_fast (chosen, place);
      try_one (run, &failing);
    }
}

static void
try_all (Run *run)
{
  const Failing none = { run, 0, FALSE, 0 };
  g_auto (Crew) crew = { 0 };
  g_autofree char *told = NULL;

  work_failing (run, &none, &crew);
  g_assert_true (is_confirmed (&crew));
  told = crew_get_line (&crew, "calls ");
  g_test_message ("%s: %u calls: %s", run->argument, (guint)strlen (told), told);
  g_assert_cmpuint (strlen (told), >, 3);
  try_some (run, told, FALSE, EIO);
  try_some (run, told, TRUE, ENOSPC);
}

/* --- What was done --- */

static PakivLog *
open_police (Run *run)
{
  return check_open (run->fixture, run->folder, "Ana", PAKIV_LOG_POLICE);
}

static gboolean
is_saved (gpointer data, gboolean confirmed)
{
  Run *run = data;
  g_autoptr (PakivLog) log = open_police (run);

  expected_check (run->expected, run->fixture, log, "w");
  g_assert_cmpuint (fixture_count (log, run->fixture->talk, "kept"), ==, 12);
  return confirmed;
}

static gboolean
is_imported (gpointer data, gboolean confirmed)
{
  Run *run = data;
  g_autoptr (PakivLog) log = open_police (run);
  guint found = fixture_count (log, run->fixture->talk, "row");

  g_assert_true (found == 30 || (found == 0 && !confirmed));
  return confirmed;
}

static gboolean
is_suspended (gpointer data, gboolean confirmed)
{
  Run *run = data;
  g_autoptr (PakivLog) log = open_police (run);
  g_autoptr (PakivDesk) desk = pakiv_desk_open (run->folder, NULL);
  gboolean suspended = pakiv_member_is_suspended (pakiv_desk_find_member (desk, "Bogdan"));

  g_assert_true (suspended || !confirmed);
  g_assert_cmpuint (fixture_count (log, run->fixture->talk, "kept"), ==, 12);
  return suspended;
}

static gboolean
is_purged (gpointer data, gboolean confirmed)
{
  Run *run = data;
  g_autoptr (PakivLog) log = open_police (run);
  guint found = fixture_count (log, run->fixture->talk, "old");

  g_assert_true (found == 0 || (found == 20 && !confirmed));
  g_assert_cmpuint (fixture_count (log, run->fixture->talk, "kept"), ==, 12);
  return confirmed;
}

static gboolean
is_released (gpointer data, gboolean confirmed)
{
  Run *run = data;
  g_autoptr (PakivLog) log = open_police (run);
  gboolean closed = fixture_is_closed (log, (PakivPeriod){ 2021, 1 });

  g_assert_true (closed || !confirmed);
  return confirmed;
}

static gboolean
is_backed_up (gpointer data, gboolean confirmed)
{
  Run *run = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (PakivDesk) desk = pakiv_desk_open (run->folder, &error);
  g_autoptr (PakivSession) ana = desk_fixture_unlock (desk, "Ana");
  g_autoptr (GPtrArray) list = pakiv_backup_list (desk, PAKIV_LOG_POLICE, NULL, &error);

  g_assert_no_error (error);
  /* One is in the template; of one day, the last stays. */
  g_assert_cmpuint (list->len, >=, 1);
  for (guint i = 0; i < list->len; i++)
    {
      const PakivBackup *listed = list->pdata[i];
      g_autoptr (PakivBackup) seen
          = pakiv_backup_look (ana, PAKIV_LOG_POLICE, listed->path, &error);

      g_assert_no_error (error);
      g_assert_nonnull (seen);
    }
  return confirmed;
}

static gboolean
is_restored (gpointer data, gboolean confirmed)
{
  Run *run = data;
  g_autoptr (PakivLog) log = open_police (run);
  guint old = fixture_count (log, run->fixture->talk, "old");

  g_assert_cmpuint (fixture_count (log, run->fixture->talk, "kept"), ==, 12);
  g_assert_true (old == 0 || (old == 20 && !confirmed));
  return confirmed;
}

static gboolean
is_council_known (gpointer data, gboolean confirmed)
{
  Run *run = data;
  g_autoptr (PakivDesk) desk = pakiv_desk_open (run->folder, NULL);
  g_autofree char *council = pakiv_desk_get_council (desk);

  g_assert_true (council != NULL || !confirmed);
  return confirmed;
}

/* --- The desk --- */

static void
let_work (Run *run, const char *what)
{
  const Worker worker = { run->fixture, run->template, NULL, -1, 0, what };
  g_auto (Crew) crew = { 0 };

  crew_start (&crew, &worker, work_and_tell, NULL, NULL);
  crew_finish (&crew);
  if (crew.status != 0)
    g_error ("%s was refused: %s", what, crew.lines->str);
  if (g_str_equal (what, "backup"))
    run->backup = crew_get_line (&crew, "! backup ");
}

static void
confirm_day (Run *run)
{
  g_autoptr (PakivLog) log = check_open (run->fixture, run->template, "Ana", PAKIV_LOG_POLICE);
  g_auto (PakivPurgeResult) result = { 0 };

  g_assert_true (pakiv_log_purge (log, TRUE, &result, NULL, NULL));
}

/* A backup without, and then a log with 20 records that are due; and a file to import. */
static void
set_up (Run *run, gconstpointer data)
{
  g_autofree char *old = NULL, *rows = NULL, *what = NULL;

  run->fixture = fault_fixture_new ();
  run->template = fixture_get_path (run->fixture, "template");
  run->folder = fixture_get_path (run->fixture, "desk");
  run->expected = expected_new ();
  pakiv_desk_unref (fault_desk_create (run->fixture, "template"));
  confirm_day (run);
  let_work (run, "backup");
  old = fault_write_csv (run->fixture, "old.csv", "2018-01-15", "old", 20);
  what = g_strconcat ("import ", old, NULL);
  let_work (run, what);
  rows = fault_write_csv (run->fixture, "rows.csv", "2021-04-03", "row", 30);
}

static void
tear_down (Run *run, gconstpointer data)
{
  expected_free (run->expected);
  fixture_free (run->fixture);
  g_free (run->template);
  g_free (run->folder);
  g_free (run->backup);
}

static void
test_work (Run *run, gconstpointer data)
{
  static const struct
  {
    const char *name;
    gboolean (*is_done) (gpointer run, gboolean confirmed);
  } works[] = { { "save 6", is_saved },
                { "import", is_imported },
                { "suspend Bogdan", is_suspended },
                { "purge", is_purged },
                { "release", is_released },
                { "backup", is_backed_up },
                { "restore", is_restored },
                { "council https://council.example", is_council_known } };
  g_autofree char *file = fixture_get_path (run->fixture, "rows.csv");
  g_autofree char *argument = NULL;
  guint i = GPOINTER_TO_UINT (data);

  argument = g_str_equal (works[i].name, "import")    ? g_strconcat ("import ", file, NULL)
             : g_str_equal (works[i].name, "restore") ? g_strconcat ("restore ", run->backup, NULL)
                                                      : g_strdup (works[i].name);
  run->argument = argument;
  run->is_done = works[i].is_done;
  try_all (run);
}

int
main (int argc, char **argv)
{
  static const char *const names[]
      = { "save", "import", "rekey", "purge", "release", "backup", "restore", "desk-json" };
  const char *seed = g_getenv ("PAKIV_FAULTS_SEED");
  const char *more = g_getenv ("PAKIV_FAULTS_TIMES");
  guint32 number = seed != NULL ? (guint32)g_ascii_strtoull (seed, NULL, 10) : g_random_int ();
  int status;

  g_test_init (&argc, &argv, NULL);
  if (more != NULL)
    times = MAX (1, (guint)atoi (more));
  chance = g_rand_new_with_seed (number);
  g_test_message ("PAKIV_FAULTS_SEED=%u", number);
  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    {
      g_autofree char *path = g_strdup_printf ("/faults/calls/%s", names[i]);

      g_test_add (path, Run, GUINT_TO_POINTER (i), set_up, test_work, tear_down);
    }
  status = g_test_run ();
  g_test_message ("%u calls failed, %u times work was refused for it", failed, refused);
  g_rand_free (chance);
  return status;
}
