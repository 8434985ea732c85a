/* "strings" over every file of a used desk: of twenty phrases that were typed, searched, held,
 * drafted, imported, exported to a package, backed up, brought back, given another key and erased,
 * none stands in any byte of any file, in the desk's folder or in that of temporary files; not even
 * after a kill. (What a locked program keeps in its memory: tests/desk/test-desk-core.c.) */
#include "aftermath.h"
#include "crew.h"

#include "pakiv-backup.h"
#include "pakiv-outbox.h"
#include "pakiv-release-maker.h"
#include "pakiv-retention.h"
#include "pakiv-session-private.h"
#include "pakiv-trace.h"
#include "raw-pages.h"

#include <ftw.h>
#include <glib/gstdio.h>
#include <signal.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#define N 20

/* Which phrase goes where. */
enum
{
  SAVED = 0, /* and the next three: notes of records */
  CHANGED = 4,
  DELETED,
  DRAFT,
  DRAFT_OF_RECORD,
  SEARCHED,
  HOLD,
  IMPORTED,
  REJECTED,
  ERASED,
  MEETING, /* the account of a meeting, in the joint log */
  RUMOUR,
  MEDIATION,
  AFTER_BACKUP, /* gone again by the restore */
  PASSPHRASE,
  LAST_WORDS, /* a wrong passphrase; typed too, and the program was killed */
  FILE_NAME,  /* of what is imported */
};

static const char *const phrases[N]
    = { "saffron lantern",  "copper meadow",  "velvet harbour", "amber thistle",  "marble orchard",
        "silver bramble",   "crimson kettle", "willow anchor",  "hazel compass",  "linen violin",
        "cedar lighthouse", "pewter swallow", "ivory nettle",   "juniper bridge", "coral almanac",
        "walnut feather",   "ochre pavilion", "mellow quarry",  "scarlet burrow", "tawny citadel" };

/* --- The search --- */

static GPtrArray *marks; /* GBytes: each phrase as UTF-8, UTF-16 and UTF-32, both ends first */
static guint n_files, n_hits;
static const char *passed_over; /* a folder with what the person brought, which Pakiv only reads */

static void
add_marks (const char *phrase)
{
  static const char *const encodings[]
      = { "UTF-8", "UTF-16LE", "UTF-16BE", "UTF-32LE", "UTF-32BE" };

  for (guint i = 0; i < G_N_ELEMENTS (encodings); i++)
    {
      gsize length;
      char *text = g_convert (phrase, -1, encodings[i], "UTF-8", NULL, &length, NULL);

      g_assert_nonnull (text);
      g_ptr_array_add (marks, g_bytes_new_take (text, length));
    }
}

static guint
count_hits (const char *content, gsize length)
{
  guint n = 0;

  for (guint i = 0; i < marks->len; i++)
    {
      gsize size;
      const void *mark = g_bytes_get_data (marks->pdata[i], &size);

      n += memmem (content, length, mark, size) != NULL ? 1 : 0;
    }
  return n;
}

static int
search_file (const char *path, const struct stat *status, int type, struct FTW *place)
{
  g_autofree char *content = NULL;
  gsize length;
  guint n;

  if (type != FTW_F || g_str_has_prefix (path, passed_over))
    return 0;
  /* A program that is at work may take it away meanwhile. */
  if (!g_file_get_contents (path, &content, &length, NULL))
    return 0;
  n_files++;
  n = count_hits (content, length) + count_hits (path, strlen (path));
  if (n > 0)
    g_test_message ("“%s” has %u of the phrases", path, n);
  n_hits += n;
  return 0;
}

/* Every file of temporary ones, among which the desk's folder is. */
static void
search_all (const char *when)
{
  n_files = n_hits = 0;
  nftw (g_get_tmp_dir (), search_file, 32, FTW_PHYS);
  g_test_message ("%s: %u files", when, n_files);
  g_assert_cmpuint (n_files, >=, 6);
  g_assert_cmpuint (n_hits, ==, 0);
}

/* --- The use of a desk --- */

typedef struct
{
  Fixture *fixture;
  char *folder;
  PakivDesk *desk;
  PakivSession *session;
  PakivLog *log;
} Use;

static void
lock (Use *use)
{
  g_clear_pointer (&use->log, pakiv_log_unref);
  g_clear_pointer (&use->session, pakiv_session_unref);
  g_clear_pointer (&use->desk, pakiv_desk_unref);
}

static void
unlock (Use *use)
{
  g_autoptr (GError) error = NULL;

  use->desk = pakiv_desk_open (use->folder, &error);
  g_assert_no_error (error);
  pakiv_desk_set_cost (use->desk, PAKIV_COST_TEST);
  use->session = desk_fixture_unlock (use->desk, "Ana");
  use->log = pakiv_session_open_log (use->session, PAKIV_LOG_POLICE, use->fixture->definitions,
                                     use->fixture->clock, &error);
  g_assert_no_error (error);
}

static PakivRecord *
save (Use *use, const char *day, guint phrase)
{
  PakivRecord *record = fault_new_stop (use->fixture, day, phrases[phrase]);
  g_autoptr (GError) error = NULL;

  pakiv_log_save (use->log, record, &error);
  g_assert_no_error (error);
  return record;
}

static void
write_records (Use *use)
{
  g_autoptr (PakivRecord) changed = NULL, deleted = NULL, draft = NULL;
  g_autoptr (GArray) found = NULL;
  g_autoptr (GError) error = NULL;

  for (guint i = SAVED; i < CHANGED; i++)
    pakiv_record_free (save (use, "2021-02-05", i));
  changed = save (use, "2021-02-05", CHANGED);
  pakiv_record_set (changed, "assessment", phrases[CHANGED]);
  pakiv_record_set (changed, "facts", "other words");
  pakiv_log_save (use->log, changed, &error);
  g_assert_no_error (error);
  deleted = save (use, "2021-02-05", DELETED);
  pakiv_log_delete (use->log, use->fixture->talk, deleted->id, &error);
  g_assert_no_error (error);
  draft = fault_new_stop (use->fixture, "2021-05-01", phrases[DRAFT]);
  pakiv_log_save_draft (use->log, draft, &error);
  pakiv_record_set (changed, "facts", phrases[DRAFT_OF_RECORD]);
  pakiv_log_save_draft (use->log, changed, &error);
  g_assert_no_error (error);
  found = pakiv_log_find (use->log, use->fixture->talk, phrases[SEARCHED], &error);
  g_assert_cmpuint (found->len, ==, 0);
  pakiv_log_place_hold (use->log, use->fixture->talk, changed->id, phrases[HOLD], "2022-05-01",
                        &error);
  g_assert_no_error (error);
}

static void
write_elsewhere (Use *use)
{
  g_autoptr (PakivSession) mirela = desk_fixture_unlock (use->desk, "Mirela");
  g_autoptr (GError) error = NULL;
  g_autoptr (PakivLog) joint = pakiv_session_open_log (
      mirela, PAKIV_LOG_JOINT, use->fixture->definitions, use->fixture->clock, &error);
  g_autoptr (PakivLog) mediation = pakiv_session_open_log (
      mirela, PAKIV_LOG_MEDIATION, use->fixture->definitions, use->fixture->clock, &error);
  g_autoptr (PakivRecord) note = fault_new_stop (use->fixture, "2021-05-01", phrases[MEDIATION]);
  g_autoptr (GArray) numbers = NULL;
  g_autoptr (PakivRecord) meeting = NULL;
  PakivRow *row;

  g_assert_no_error (error);
  pakiv_log_save (mediation, note, &error);
  g_assert_no_error (error);
  numbers = pakiv_log_find (joint, use->fixture->meeting, NULL, &error);
  meeting = pakiv_log_read_one (joint, use->fixture->meeting, g_array_index (numbers, gint64, 0),
                                &error);
  pakiv_record_set (meeting, "account_community", phrases[MEETING]);
  row = pakiv_record_add_row (meeting, "rumours");
  pakiv_row_set (row, "wording", phrases[RUMOUR]);
  pakiv_row_set (row, "about", "CRIME");
  pakiv_row_set (row, "stage", "HEARD");
  pakiv_log_save (joint, meeting, &error);
  g_assert_no_error (error);
}

/* From the folder that is passed over: the file and the list of what could not be taken are the
 * person's own, beside it. */
static void
import (Use *use)
{
  g_autofree char *name = g_strdup_printf ("brought/%s.csv", phrases[FILE_NAME]);
  g_autofree char *csv = fault_write_csv (use->fixture, name, "2021-04-03", phrases[IMPORTED], 30);
  g_autofree char *text = NULL;
  g_autoptr (GString) changed = NULL;
  g_autofree char *what = g_strconcat ("import ", csv, NULL);
  const Worker worker = { use->fixture, use->folder, NULL, -1, 1, what };
  g_auto (Crew) crew = { 0 };
  gsize length;

  g_assert_true (g_file_get_contents (csv, &text, &length, NULL));
  g_assert_cmpuint (count_hits (text, length), >, 0); /* it would be found */
  changed = g_string_new (text);
  g_string_append (changed, phrases[REJECTED]);
  g_assert_true (g_file_set_contents (csv, changed->str, -1, NULL));
  crew_run (&crew, &worker, work_named);
  g_assert_cmpint (crew.status, ==, 0);
}

static void
add_due (Use *use)
{
  g_auto (PakivPurgeResult) result = { 0 };
  g_autoptr (GError) error = NULL;

  pakiv_log_purge (use->log, TRUE, &result, NULL, &error);
  g_assert_no_error (error);
  pakiv_record_free (save (use, "2018-01-15", ERASED));
}

static void
purge (Use *use)
{
  g_auto (PakivPurgeResult) result = { 0 };
  g_autoptr (GError) error = NULL;

  pakiv_log_purge (use->log, FALSE, &result, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (result.erased, ==, 1);
}

/* Kept in the outbox, for nobody listens there. */
static void
release (Use *use)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) package = pakiv_release_maker_make (
      use->log, use->desk, (PakivPeriod){ 2021, 1 }, NULL, NULL, &error);

  g_assert_no_error (error);
  pakiv_desk_set_council (use->desk, "http://127.0.0.1:1", "a token", &error);
  g_assert_no_error (error);
  g_assert_null (pakiv_outbox_send (use->desk, package, NULL, NULL, NULL));
}

static char *
make_backup (Use *use)
{
  g_autoptr (PakivBackup) backup = NULL;
  g_autoptr (GError) error = NULL;

  pakiv_backup_make (use->session, PAKIV_LOG_POLICE, NULL, use->fixture->clock, &backup, NULL,
                     &error);
  g_assert_no_error (error);
  return g_strdup (backup->path);
}

static void
restore (Use *use, const char *path)
{
  g_auto (PakivRestoreResult) result = { 0 };
  g_autoptr (GError) error = NULL;

  g_clear_pointer (&use->log, pakiv_log_unref);
  pakiv_backup_restore (use->session, PAKIV_LOG_POLICE, path, PAKIV_RESTORE_DEFAULT,
                        use->fixture->definitions, use->fixture->clock, &result, NULL, &error);
  g_assert_no_error (error);
}

/* A member with the phrase for a passphrase, wrong and right; who then goes. */
static void
change_members (Use *use)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (PakivSession) carmen = NULL;

  pakiv_session_add_member (use->session, "Carmen", PAKIV_ROLE_OFFICER, phrases[PASSPHRASE],
                            &error);
  g_assert_no_error (error);
  g_assert_null (pakiv_desk_unlock (use->desk, "Carmen", phrases[LAST_WORDS], NULL));
  carmen = pakiv_desk_unlock (use->desk, "Carmen", phrases[PASSPHRASE], &error);
  g_assert_no_error (error);
  pakiv_session_suspend_member (use->session, "Carmen", use->fixture->clock, &error);
  g_assert_no_error (error);
}

static void
read_trace (Use *use)
{
  g_autoptr (PakivSession) dora = desk_fixture_unlock (use->desk, "Dora");
  g_autoptr (GError) error = NULL;
  g_autoptr (PakivTrace) trace = pakiv_trace_open (dora, PAKIV_LOG_POLICE, &error);
  g_autofree char *csv = NULL;

  g_assert_no_error (error);
  csv = pakiv_trace_to_csv (trace, pakiv_trace_get_entries (trace), &error);
  /* The trace tells what was done, never what was written. */
  g_assert_cmpuint (count_hits (csv, strlen (csv)), ==, 0);
}

/* Types until it is killed, so that what was left open is searched too. */
static void
type_and_die (Use *use)
{
  int status;
  pid_t child = fork ();

  if (child == 0)
    {
      unlock (use);
      for (guint i = 0; i < 20; i++)
        {
          g_autoptr (PakivRecord) draft
              = fault_new_stop (use->fixture, "2021-05-01", phrases[LAST_WORDS]);

          pakiv_log_save_draft (use->log, draft, NULL);
        }
      kill (getpid (), SIGKILL);
    }
  g_assert_cmpint (waitpid (child, &status, 0), ==, child);
  g_assert_true (WIFSIGNALED (status));
}

/* Under the encryption the words are there: what is not found in the files is not simply missing.
 */
static void
check_pages_have_them (Use *use)
{
  g_autofree char *path = pakiv_desk_get_log_path (use->folder, PAKIV_LOG_POLICE);
  g_autoptr (PakivSecret) key = pakiv_session_get_key (use->session, PAKIV_KEY_POLICE, NULL);
  static const guint here[] = { SAVED, CHANGED, DRAFT, DRAFT_OF_RECORD, HOLD, IMPORTED, ERASED };

  for (guint i = 0; i < G_N_ELEMENTS (here); i++)
    if (!raw_pages_contain (path, key, phrases[here[i]]))
      g_error ("“%s” was never written", phrases[here[i]]);
}

static void
test_used_desk (void)
{
  Use use = { 0 };
  g_autofree char *brought = NULL, *backup = NULL;

  use.fixture = fault_fixture_new ();
  use.folder = fixture_get_path (use.fixture, "desk");
  passed_over = brought = fixture_get_path (use.fixture, "brought");
  g_assert_cmpint (g_mkdir (brought, 0700), ==, 0);
  pakiv_desk_unref (fault_desk_create (use.fixture, "desk"));

  unlock (&use);
  write_records (&use);
  write_elsewhere (&use);
  import (&use);
  add_due (&use);
  search_all ("at work");
  check_pages_have_them (&use);
  backup = make_backup (&use);
  pakiv_record_free (save (&use, "2021-05-03", AFTER_BACKUP));
  release (&use);
  purge (&use);
  search_all ("after a backup, a release and an erasure");
  restore (&use, backup);
  change_members (&use);
  read_trace (&use);
  search_all ("after a restore and another key");
  lock (&use);
  search_all ("locked");
  type_and_die (&use);
  search_all ("killed");
  check_desk (use.fixture, use.folder, CHECK_ALL);
  search_all ("opened again");
  g_free (use.folder);
  fixture_free (use.fixture);
}

int
main (int argc, char **argv)
{
  g_autofree char *temporary = g_dir_make_tmp ("pakiv-phrases-XXXXXX", NULL);
  int status;

  /* Before anyone asks for the folder of temporary files, SQLite too; the test is run anew for it.
   */
  if (g_getenv ("PAKIV_FAULTS_TEMPORARY") == NULL)
    {
      g_auto (GStrv) environment = g_get_environ ();
      g_auto (GStrv) arguments = g_strdupv (argv);
      int child = 0;

      environment = g_environ_setenv (environment, "PAKIV_FAULTS_TEMPORARY", "1", TRUE);
      environment = g_environ_setenv (environment, "TMPDIR", temporary, TRUE);
      environment = g_environ_setenv (environment, "SQLITE_TMPDIR", temporary, TRUE);
      if (!g_spawn_sync (NULL, arguments, environment, G_SPAWN_CHILD_INHERITS_STDIN, NULL, NULL,
                         NULL, NULL, &child, NULL))
        return 1;
      fixture_remove_tree (temporary);
      return WIFEXITED (child) ? WEXITSTATUS (child) : 1;
    }
  g_test_init (&argc, &argv, NULL);
  marks = g_ptr_array_new_with_free_func ((GDestroyNotify)g_bytes_unref);
  for (guint i = 0; i < N; i++)
    add_marks (phrases[i]);
  g_test_add_func ("/faults/phrases/used-desk", test_used_desk);
  status = g_test_run ();
  g_ptr_array_unref (marks);
  fixture_remove_tree (temporary);
  return status;
}
