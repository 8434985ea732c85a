/* Backups: made while the log is in use, checked, thinned out, looked into and brought back; those
 * that were swapped or changed are refused; what goes wrong leaves everything as it was. */
#include "fixture.h"

#include "pakiv-backup-private.h"
#include "pakiv-members.h"
#include "pakiv-retention.h"
#include "pakiv-sql.h"
#include "pakiv-trace.h"

#include <glib/gstdio.h>
#include <sched.h>
#include <signal.h>
#include <string.h>
#include <sys/mount.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#define SKIP 77

static const PakivPeriod q1 = { 2021, 1 };

typedef struct
{
  Fixture *fixture;
  char *folder;
  PakivDesk *desk;
  PakivSession *session; /* Ana's, an officer */
} Desk;

static PakivSession *
unlock (PakivDesk *desk, const char *name)
{
  g_autoptr (GError) error = NULL;
  PakivSession *session = pakiv_desk_unlock (desk, name, "long enough", &error);

  g_assert_no_error (error);
  return session;
}

static PakivDesk *
create (const char *folder)
{
  static PakivMember members[] = { { (char *)"Ana", PAKIV_ROLE_OFFICER },
                                   { (char *)"Bob", PAKIV_ROLE_OFFICER },
                                   { (char *)"Dora", PAKIV_ROLE_DPO } };
  const char *const passphrases[] = { "long enough", "long enough", "long enough" };
  g_autoptr (GPtrArray) array = g_ptr_array_new ();
  g_autoptr (GError) error = NULL;
  PakivDesk *desk;

  for (guint i = 0; i < G_N_ELEMENTS (members); i++)
    g_ptr_array_add (array, &members[i]);
  desk = pakiv_desk_create (folder, "Station", array, passphrases, PAKIV_COST_TEST, &error);
  g_assert_no_error (error);
  return desk;
}

static void
desk_open_at (Desk *desk, const char *name)
{
  desk->fixture = fixture_new ();
  desk->folder = fixture_get_path (desk->fixture, name);
  desk->desk = create (desk->folder);
  desk->session = unlock (desk->desk, "Ana");
}

static void
desk_clear (Desk *desk)
{
  g_clear_pointer (&desk->session, pakiv_session_unref);
  g_clear_pointer (&desk->desk, pakiv_desk_unref);
  g_clear_pointer (&desk->folder, g_free);
  g_clear_pointer (&desk->fixture, fixture_free);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Desk, desk_clear)

static void
set_day (Desk *desk, const char *day)
{
  pakiv_clock_unref (desk->fixture->clock);
  desk->fixture->clock = pakiv_clock_new_fixed (day);
}

static PakivLog *
open_log (Desk *desk)
{
  g_autoptr (GError) error = NULL;
  PakivLog *log = pakiv_session_open_log (desk->session, PAKIV_LOG_POLICE,
                                          desk->fixture->definitions, desk->fixture->clock, &error);

  g_assert_no_error (error);
  return log;
}

static char *
add (Desk *desk, const char *day, const char *note)
{
  g_autoptr (PakivLog) log = open_log (desk);

  return fixture_add_talk (desk->fixture, log, day, "OLD", note);
}

static guint
count (Desk *desk, const char *search)
{
  g_autoptr (PakivLog) log = open_log (desk);

  return fixture_count (log, desk->fixture->talk, search);
}

static void
purge (Desk *desk)
{
  g_autoptr (PakivLog) log = open_log (desk);
  g_auto (PakivPurgeResult) result = { 0 };
  g_autoptr (GError) error = NULL;

  g_assert_true (pakiv_log_purge (log, TRUE, &result, NULL, &error));
}

static PakivBackup *
make (Desk *desk, const char *folder)
{
  g_autoptr (GError) error = NULL;
  PakivBackup *backup = NULL;

  pakiv_backup_make (desk->session, PAKIV_LOG_POLICE, folder, desk->fixture->clock, &backup, NULL,
                     &error);
  g_assert_no_error (error);
  return backup;
}

static void
restore (Desk *desk, const char *path, PakivRestoreFlags flags, PakivRestoreResult *result)
{
  g_autoptr (GError) error = NULL;

  pakiv_backup_restore (desk->session, PAKIV_LOG_POLICE, path, flags, desk->fixture->definitions,
                        desk->fixture->clock, result, NULL, &error);
  g_assert_no_error (error);
}

static char *
sibling (const PakivBackup *backup, const char *name)
{
  g_autofree char *folder = g_path_get_dirname (backup->path);

  return g_build_filename (folder, name, NULL);
}

static int
get_mode (const char *path)
{
  GStatBuf status;

  g_assert_cmpint (g_stat (path, &status), ==, 0);
  return status.st_mode & 0777;
}

static char *
read_text (const char *path)
{
  g_autoptr (GError) error = NULL;
  char *text = NULL;

  g_file_get_contents (path, &text, NULL, &error);
  g_assert_no_error (error);
  return text;
}

static void
test_make (void)
{
  g_auto (Desk) desk = { 0 };
  g_autoptr (PakivBackup) backup = NULL, seen = NULL;
  g_autoptr (GPtrArray) list = NULL;
  g_autofree char *keys = NULL, *manifest = NULL, *text = NULL, *sealed = NULL, *start = NULL;
  g_autofree char *last = NULL, *expected = NULL;
  g_autoptr (GError) error = NULL;

  desk_open_at (&desk, "desk");
  g_assert_true (
      pakiv_desk_set_council (desk.desk, "https://council.example", "the token", &error));
  g_free (add (&desk, "2021-04-01", "first"));
  g_free (add (&desk, "2021-05-02", "second"));
  g_assert_true (pakiv_backup_is_due (desk.desk, PAKIV_LOG_POLICE, desk.fixture->clock));
  g_assert_null (pakiv_backup_get_last (desk.desk, PAKIV_LOG_POLICE));
  g_assert_true (pakiv_backup_is_own_folder (desk.desk));

  backup = make (&desk, NULL);
  expected = g_build_filename (desk.folder, "backups", pakiv_desk_get_station_id (desk.desk),
                               "police", "20210510T120000Z", "police.log", NULL);
  g_assert_cmpstr (backup->path, ==, expected);
  g_assert_cmpstr (backup->newest_day, ==, "2021-05-02");
  g_assert_cmpint (get_mode (backup->path), ==, 0600);
  keys = sibling (backup, "desk.json");
  manifest = sibling (backup, "manifest.json");
  sealed = read_text (keys);
  g_assert_null (strstr (sealed, "the token"));
  g_assert_nonnull (strstr (sealed, "Ana"));
  text = read_text (manifest);
  g_assert_null (strstr (text, "2021-05-02"));
  g_file_get_contents (backup->path, &start, NULL, &error);
  g_assert_cmpint (memcmp (start, "SQLite format 3", 15), !=, 0);

  seen = pakiv_backup_look (desk.session, PAKIV_LOG_POLICE, backup->path, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (seen->counts->len, ==, 1);
  g_assert_cmpstr (((PakivBackupCount *)seen->counts->pdata[0])->kind, ==, "talk");
  g_assert_cmpuint (((PakivBackupCount *)seen->counts->pdata[0])->records, ==, 2);
  g_assert_cmpstr (seen->newest_day, ==, "2021-05-02");
  g_assert_cmpstr (seen->made_at, ==, "2021-05-10T12:00:00Z");
  g_assert_null (seen->problem);
  list = pakiv_backup_list (desk.desk, PAKIV_LOG_POLICE, NULL, &error);
  g_assert_cmpuint (list->len, ==, 1);
  last = pakiv_backup_get_last (desk.desk, PAKIV_LOG_POLICE);
  g_assert_cmpstr (last, ==, "2021-05-10T12:00:00Z");
  g_assert_false (pakiv_backup_is_due (desk.desk, PAKIV_LOG_POLICE, desk.fixture->clock));
  set_day (&desk, "2021-05-11");
  g_assert_true (pakiv_backup_is_due (desk.desk, PAKIV_LOG_POLICE, desk.fixture->clock));
  g_assert_true (pakiv_backup_is_due (desk.desk, PAKIV_LOG_JOINT, desk.fixture->clock));
}

static void
test_news (void)
{
  g_auto (Desk) desk = { 0 };
  g_autoptr (PakivLog) log = NULL;
  g_autoptr (GError) error = NULL;
  gboolean news = TRUE;

  desk_open_at (&desk, "desk");
  log = open_log (&desk);
  g_assert_true (pakiv_backup_has_news (log, &news, &error));
  g_assert_false (news);
  g_free (fixture_add_talk (desk.fixture, log, "2021-05-01", "OLD", "news"));
  g_assert_true (pakiv_backup_has_news (log, &news, &error));
  g_assert_true (news);
  pakiv_backup_free (make (&desk, NULL));
  g_assert_true (pakiv_backup_has_news (log, &news, &error));
  g_assert_false (news);
}

static void
test_folder (void)
{
  g_auto (Desk) desk = { 0 };
  g_autofree char *stick = NULL, *inside = NULL, *found = NULL, *last = NULL;
  g_autoptr (PakivBackup) backup = NULL;
  g_autoptr (GError) error = NULL;

  desk_open_at (&desk, "desk");
  stick = fixture_get_path (desk.fixture, "stick");
  inside = g_build_filename (desk.folder, "other", NULL);
  g_assert_false (pakiv_backup_set_folder (desk.desk, stick, &error));
  g_assert_error (error, PAKIV_LOG_ERROR, PAKIV_LOG_ERROR_NOT_FOUND);
  g_clear_error (&error);
  g_assert_false (pakiv_backup_set_folder (desk.desk, inside, &error));
  g_assert_error (error, PAKIV_LOG_ERROR, PAKIV_LOG_ERROR_REFUSED);
  g_clear_error (&error);
  g_mkdir (stick, 0700);
  g_assert_true (pakiv_backup_set_folder (desk.desk, stick, &error));
  found = pakiv_backup_get_folder (desk.desk);
  g_assert_cmpstr (found, ==, stick);
  g_assert_false (pakiv_backup_is_own_folder (desk.desk));
  backup = make (&desk, NULL);
  g_assert_true (g_str_has_prefix (backup->path, stick));

  /* The stick is pulled out: nothing is made in its place, and the day is remembered. */
  g_clear_pointer (&found, g_free);
  found = fixture_get_path (desk.fixture, "away");
  g_assert_cmpint (g_rename (stick, found), ==, 0);
  g_assert_false (pakiv_backup_make (desk.session, PAKIV_LOG_POLICE, NULL, desk.fixture->clock,
                                     NULL, NULL, &error));
  g_assert_error (error, PAKIV_LOG_ERROR, PAKIV_LOG_ERROR_NOT_FOUND);
  g_assert_nonnull (strstr (error->message, stick));
  g_assert_false (g_file_test (stick, G_FILE_TEST_EXISTS));
  last = pakiv_backup_get_last (desk.desk, PAKIV_LOG_POLICE);
  g_assert_cmpstr (last, ==, "2021-05-10T12:00:00Z");
  g_clear_error (&error);
  g_assert_true (pakiv_backup_set_folder (desk.desk, NULL, &error));
  g_assert_true (pakiv_backup_is_own_folder (desk.desk));
}

static gpointer
write_on (gpointer data)
{
  Desk *desk = data;
  g_autoptr (PakivLog) log = open_log (desk);

  for (int i = 0; i < 150; i++)
    g_free (fixture_add_talk (desk->fixture, log, "2021-05-01", "OLD", "meanwhile"));
  return NULL;
}

/* While somebody writes, each backup has one moment of the log. */
static void
test_in_use (void)
{
  g_auto (Desk) desk = { 0 };
  g_autoptr (PakivLog) log = NULL;
  GThread *thread;
  guint64 before = 0;

  desk_open_at (&desk, "desk");
  log = open_log (&desk);
  thread = g_thread_new ("write", write_on, &desk);
  for (int i = 0; i < 5; i++)
    {
      g_autoptr (PakivBackup) backup = make (&desk, NULL);
      guint64 records = ((PakivBackupCount *)backup->counts->pdata[0])->records;

      g_assert_cmpuint (records, >=, before);
      before = records;
    }
  g_thread_join (thread);
  g_assert_cmpuint (count (&desk, "meanwhile"), ==, 150);
}

static guint
days_between (const char *made_at, const char *day)
{
  GDate a = { 0 }, b = { 0 };

  g_date_set_dmy (&a, (GDateDay)atoi (made_at + 8), (GDateMonth)atoi (made_at + 5),
                  (GDateYear)atoi (made_at));
  g_date_set_dmy (&b, (GDateDay)atoi (day + 8), (GDateMonth)atoi (day + 5), (GDateYear)atoi (day));
  return (guint)g_date_days_between (&a, &b);
}

/* Of the working days until @day: one of each of the last seven days is left, and one of each week
 * before. */
static void
check_rotation (Desk *desk, const char *day, guint days)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) list = pakiv_backup_list (desk->desk, PAKIV_LOG_POLICE, NULL, &error);
  guint recent = 0;

  g_assert_no_error (error);
  for (guint i = 0; i < list->len; i++)
    {
      const PakivBackup *backup = list->pdata[i];
      guint age = days_between (backup->made_at, day);

      g_assert_null (backup->problem);
      g_assert_cmpuint (age, <, PAKIV_BACKUP_WEEKS * 7);
      recent += age < PAKIV_BACKUP_DAYS ? 1 : 0;
    }
  if (days >= PAKIV_BACKUP_DAYS)
    g_assert_cmpuint (recent, ==, 5);
  g_assert_cmpuint (list->len, <=, 5 + PAKIV_BACKUP_WEEKS + 1);
  if (days >= PAKIV_BACKUP_WEEKS * 7)
    g_assert_cmpuint (list->len, >=, 5 + PAKIV_BACKUP_WEEKS - 1);
}

/* A backup of that moment, but for the log in it: a whole one takes much longer, and half a year of
 * them is looked at. */
static void
make_shell (Desk *desk, PakivLog *log, const char *moment, const char *name)
{
  g_autofree char *folder = pakiv_backup_get_folder (desk->desk);
  g_autofree char *place
      = pakiv_backup_get_place (folder, pakiv_desk_get_station_id (desk->desk), PAKIV_LOG_POLICE);
  g_autofree char *own = g_build_filename (place, name, NULL);
  PakivBackup backup = { .station_id = (char *)pakiv_desk_get_station_id (desk->desk),
                         .log = PAKIV_LOG_POLICE,
                         .made_at = (char *)moment,
                         .schema = 2,
                         .size = 1,
                         .sha256 = (char *)"" };
  g_autoptr (GError) error = NULL;

  backup.path = g_build_filename (own, "police.log", NULL);
  g_assert_cmpint (g_mkdir_with_parents (own, 0700), ==, 0);
  g_assert_true (g_file_set_contents (backup.path, "x", 1, &error));
  pakiv_backup_write_manifest (&backup, pakiv_log_get_signing_secret (log), &error);
  g_assert_no_error (error);
  g_free (backup.path);
  g_free (backup.signature);
}

static void
rotate (Desk *desk, const char *day)
{
  g_autoptr (GPtrArray) list = pakiv_backup_list (desk->desk, PAKIV_LOG_POLICE, NULL, NULL);

  pakiv_backup_rotate (list, day);
}

static void
test_half_a_year (void)
{
  g_auto (Desk) desk = { 0 };
  g_autoptr (PakivLog) log = NULL;
  g_autoptr (GDate) date = g_date_new_dmy (4, G_DATE_JANUARY, 2021); /* a Monday */

  desk_open_at (&desk, "desk");
  log = open_log (&desk);
  for (guint i = 1; i <= 26 * 7; i++)
    {
      char day[16], name[32], moment[32];

      g_date_strftime (day, sizeof day, "%Y-%m-%d", date);
      if (g_date_get_weekday (date) < G_DATE_SATURDAY)
        {
          g_snprintf (moment, sizeof moment, "%sT07:00:00Z", day);
          g_date_strftime (name, sizeof name, "%Y%m%dT070000Z", date);
          make_shell (&desk, log, moment, name);
          rotate (&desk, day);
          check_rotation (&desk, day, i);
        }
      g_date_add_days (date, 1);
    }
}

static void
test_rotation (void)
{
  g_auto (Desk) desk = { 0 };
  g_autoptr (PakivBackup) old = NULL, morning = NULL, evening = NULL;
  g_autoptr (GPtrArray) before = NULL, after = NULL;

  desk_open_at (&desk, "desk");
  purge (&desk); /* from which on the log knows when it was used */
  old = make (&desk, NULL);
  set_day (&desk, "2021-07-04");
  g_free (add (&desk, "2021-07-04", "used on this day"));
  morning = make (&desk, NULL);
  g_assert_true (g_file_test (old->path, G_FILE_TEST_EXISTS));
  set_day (&desk, "2021-07-05");
  pakiv_backup_free (make (&desk, NULL));
  g_assert_false (g_file_test (old->path, G_FILE_TEST_EXISTS));
  g_clear_pointer (&morning, pakiv_backup_free);
  morning = make (&desk, NULL);
  evening = make (&desk, NULL);
  g_assert_true (g_str_has_suffix (evening->path, "/police.log"));
  g_assert_true (g_file_test (evening->path, G_FILE_TEST_EXISTS));
  g_assert_false (g_file_test (morning->path, G_FILE_TEST_EXISTS));

  /* A clock that jumps ahead makes a backup and throws none away. */
  before = pakiv_backup_list (desk.desk, PAKIV_LOG_POLICE, NULL, NULL);
  set_day (&desk, "2023-01-01");
  pakiv_backup_free (make (&desk, NULL));
  after = pakiv_backup_list (desk.desk, PAKIV_LOG_POLICE, NULL, NULL);
  g_assert_cmpuint (before->len, ==, 2);
  g_assert_cmpuint (after->len, ==, 3);
}

/* Somebody else may write on the stick too: a link, or a folder with more in it, in the place of an
 * old backup. */
static void
test_rotation_follows_no_link (void)
{
  g_auto (Desk) desk = { 0 };
  g_autoptr (PakivLog) log = NULL;
  g_autofree char *folder = NULL, *place = NULL, *theirs = NULL, *letter = NULL, *link = NULL;
  g_autofree char *other = NULL, *pipe = NULL;
  g_autoptr (GPtrArray) list = NULL;

  desk_open_at (&desk, "desk");
  log = open_log (&desk);
  make_shell (&desk, log, "2021-01-04T07:00:00Z", "20210104T070000Z");
  folder = pakiv_backup_get_folder (desk.desk);
  place = pakiv_backup_get_place (folder, pakiv_desk_get_station_id (desk.desk), PAKIV_LOG_POLICE);
  theirs = fixture_get_path (desk.fixture, "theirs");
  letter = g_build_filename (theirs, "police.log", NULL);
  g_assert_cmpint (g_mkdir (theirs, 0700), ==, 0);
  g_assert_true (g_file_set_contents (letter, "x", 1, NULL));
  link = g_build_filename (place, "20210105T070000Z", NULL);
  g_assert_cmpint (symlink (theirs, link), ==, 0);
  other = g_build_filename (place, "20210104T070000Z", "letter.txt", NULL);
  g_assert_true (g_file_set_contents (other, "x", 1, NULL));
  g_free (g_steal_pointer (&folder));
  folder = g_build_filename (place, "20210106T070000Z", NULL);
  pipe = g_build_filename (folder, "manifest.json", NULL);
  g_assert_cmpint (g_mkdir (folder, 0700), ==, 0);
  g_assert_cmpint (mkfifo (pipe, 0600), ==, 0);
  list = pakiv_backup_list (desk.desk, PAKIV_LOG_POLICE, NULL, NULL);
  g_assert_cmpuint (list->len, ==, 1);
  rotate (&desk, "2021-06-01");
  g_assert_true (g_file_test (letter, G_FILE_TEST_EXISTS));
  g_clear_pointer (&other, g_free);
  other = g_build_filename (place, ".making-20210104T070000Z", "letter.txt", NULL);
  g_assert_true (g_file_test (other, G_FILE_TEST_EXISTS));
  g_clear_pointer (&list, g_ptr_array_unref);
  list = pakiv_backup_list (desk.desk, PAKIV_LOG_POLICE, NULL, NULL);
  g_assert_cmpuint (list->len, ==, 0);
}

static void
check_refused (Desk *desk, const char *path, PakivLogId log, int code)
{
  g_auto (PakivRestoreResult) result = { 0 };
  g_autoptr (GError) error = NULL;

  g_assert_null (pakiv_backup_look (desk->session, log, path, &error));
  g_assert_error (error, PAKIV_LOG_ERROR, code);
  g_test_message ("%s", error->message);
  g_clear_error (&error);
  g_assert_false (pakiv_backup_restore (desk->session, log, path, PAKIV_RESTORE_DEFAULT,
                                        desk->fixture->definitions, desk->fixture->clock, &result,
                                        NULL, &error));
  g_assert_error (error, PAKIV_LOG_ERROR, code);
  if (log == PAKIV_LOG_POLICE)
    g_assert_cmpuint (count (desk, "mine"), ==, 1);
}

static void
replace_in (const char *path, const char *from, const char *to)
{
  g_autofree char *text = read_text (path);
  g_auto (GStrv) parts = g_strsplit (text, from, -1);
  g_autofree char *changed = g_strjoinv (to, parts);
  g_autoptr (GError) error = NULL;

  g_assert_cmpstr (text, !=, changed);
  g_file_set_contents (path, changed, -1, &error);
  g_assert_no_error (error);
}

static void
flip_byte (const char *path, gsize at)
{
  g_autofree char *bytes = NULL;
  g_autoptr (GError) error = NULL;
  gsize length;

  g_file_get_contents (path, &bytes, &length, &error);
  bytes[at] ^= 1;
  g_file_set_contents (path, bytes, (gssize)length, &error);
  g_assert_no_error (error);
}

static void
copy_over (const char *from, const char *to)
{
  g_autofree char *bytes = NULL;
  gsize length;

  g_assert_true (g_file_get_contents (from, &bytes, &length, NULL));
  g_assert_true (g_file_set_contents (to, bytes, (gssize)length, NULL));
}

static void
test_swapped (void)
{
  g_auto (Desk) desk = { 0 }, other = { 0 };
  g_autoptr (PakivBackup) mine = NULL, later = NULL, theirs = NULL;
  g_autofree char *manifest = NULL, *folder = NULL, *nothing = NULL;
  g_autoptr (GPtrArray) list = NULL;
  g_autoptr (GError) error = NULL;

  desk_open_at (&desk, "desk");
  desk_open_at (&other, "desk");
  g_free (add (&desk, "2021-05-01", "mine"));
  g_free (add (&other, "2021-05-01", "theirs"));
  mine = make (&desk, NULL);
  later = make (&desk, NULL);
  theirs = make (&other, NULL);

  check_refused (&desk, theirs->path, PAKIV_LOG_POLICE, PAKIV_LOG_ERROR_NOT_A_LOG);
  check_refused (&desk, mine->path, PAKIV_LOG_JOINT, PAKIV_LOG_ERROR_NOT_A_LOG);
  nothing = fixture_get_path (desk.fixture, "desk/police.log");
  check_refused (&desk, nothing, PAKIV_LOG_POLICE, PAKIV_LOG_ERROR_NOT_FOUND);

  /* Their log and manifest, as if they were of this station. */
  folder = g_path_get_dirname (later->path);
  manifest = sibling (later, "manifest.json");
  copy_over (theirs->path, later->path);
  check_refused (&desk, later->path, PAKIV_LOG_POLICE, PAKIV_LOG_ERROR_NOT_A_LOG);
  g_clear_pointer (&nothing, g_free);
  nothing = sibling (theirs, "manifest.json");
  copy_over (nothing, manifest);
  replace_in (manifest, theirs->station_id, mine->station_id);
  check_refused (&desk, folder, PAKIV_LOG_POLICE, PAKIV_LOG_ERROR_NOT_A_LOG);
  list = pakiv_backup_list (desk.desk, PAKIV_LOG_POLICE, NULL, &error);
  g_assert_cmpuint (list->len, ==, 2);
  g_assert_nonnull (((PakivBackup *)list->pdata[0])->problem);
  g_assert_null (((PakivBackup *)list->pdata[1])->problem);

  flip_byte (mine->path, 5000);
  check_refused (&desk, mine->path, PAKIV_LOG_POLICE, PAKIV_LOG_ERROR_NOT_A_LOG);
  flip_byte (mine->path, 5000);
  g_clear_pointer (&manifest, g_free);
  manifest = sibling (mine, "manifest.json");
  replace_in (manifest, "2021-05-10T12", "2021-05-10T13"); /* not newer than it is */
  check_refused (&desk, mine->path, PAKIV_LOG_POLICE, PAKIV_LOG_ERROR_NOT_A_LOG);
  replace_in (manifest, "2021-05-10T13", "2021-05-10T12");
  g_assert_cmpint (truncate (mine->path, 8192), ==, 0);
  check_refused (&desk, mine->path, PAKIV_LOG_POLICE, PAKIV_LOG_ERROR_NOT_A_LOG);
}

static guint64
count_trace (Desk *desk)
{
  g_auto (PakivTraceCheck) check = { 0 };
  g_autoptr (GError) error = NULL;

  pakiv_trace_verify (desk->desk, PAKIV_LOG_POLICE, NULL, &check, &error);
  g_assert_no_error (error);
  return check.entries;
}

static gboolean
trace_says (Desk *desk, const char *start)
{
  g_autoptr (PakivSession) dora = unlock (desk->desk, "Dora");
  g_autoptr (GError) error = NULL;
  g_autoptr (PakivTrace) trace = pakiv_trace_open (dora, PAKIV_LOG_POLICE, &error);
  GPtrArray *entries;

  g_assert_no_error (error);
  entries = pakiv_trace_get_entries (trace);
  for (guint i = 0; i < entries->len; i++)
    {
      const PakivTraceEntry *entry = entries->pdata[i];

      g_assert_cmpint (entry->doubt, ==, PAKIV_TRACE_SOUND);
      if (entry->detail != NULL && g_str_has_prefix (entry->detail, start))
        return TRUE;
    }
  return FALSE;
}

static void
test_restore (void)
{
  g_auto (Desk) desk = { 0 };
  g_auto (PakivRestoreResult) result = { 0 }, back = { 0 };
  g_autoptr (PakivBackup) backup = NULL, seen = NULL;
  g_autofree char *kept = NULL;
  g_autoptr (GError) error = NULL;
  guint64 traced;
  gboolean news = FALSE;

  desk_open_at (&desk, "desk");
  purge (&desk);
  kept = add (&desk, "2021-05-01", "kept");
  backup = make (&desk, NULL);
  g_free (add (&desk, "2021-05-02", "later"));
  traced = count_trace (&desk);

  restore (&desk, backup->path, PAKIV_RESTORE_DEFAULT, &result);
  g_assert_cmpuint (count (&desk, "kept"), ==, 1);
  g_assert_cmpuint (count (&desk, "later"), ==, 0);
  g_assert_cmpuint (result.erased, ==, 0);
  g_assert_cmpuint (result.releases->len, ==, 0);
  g_assert_null (result.aside);
  seen = pakiv_backup_look (desk.session, PAKIV_LOG_POLICE, result.before, &error);
  g_assert_no_error (error);
  g_assert_cmpint (seen->reason, ==, PAKIV_BACKUP_BEFORE_RESTORE);
  g_assert_cmpuint (((PakivBackupCount *)seen->counts->pdata[0])->records, ==, 2);
  /* The trace goes on where it was, and tells. */
  g_assert_cmpuint (count_trace (&desk), >, traced);
  g_assert_true (trace_says (&desk, "restored 2021-05-10T12:00:00Z"));
  g_assert_false (trace_says (&desk, "trace-file"));
  {
    g_autoptr (PakivLog) log = open_log (&desk);

    g_assert_true (pakiv_backup_has_news (log, &news, &error));
    g_assert_true (news);
  }
  /* And back again, with what was there before. */
  restore (&desk, result.before, PAKIV_RESTORE_DEFAULT, &back);
  g_assert_cmpuint (count (&desk, "later"), ==, 1);
  g_assert_cmpuint (count (&desk, NULL), ==, 2);
}

/* What was erased stays erased; what was deleted by hand comes back where that is asked for. */
static void
test_restore_erased (void)
{
  g_auto (Desk) desk = { 0 };
  g_auto (PakivRestoreResult) result = { 0 }, again = { 0 };
  g_autoptr (PakivBackup) backup = NULL;
  g_autofree char *due = NULL, *by_hand = NULL, *held = NULL;
  g_autoptr (PakivLog) log = NULL;
  g_autoptr (PakivHold) hold = NULL;
  g_autoptr (GError) error = NULL;

  desk_open_at (&desk, "desk");
  purge (&desk);
  due = add (&desk, "2020-05-11", "due tomorrow");
  held = add (&desk, "2020-05-11", "held later");
  by_hand = add (&desk, "2021-05-01", "by hand");
  g_free (add (&desk, "2021-05-01", "stays"));
  backup = make (&desk, NULL);
  log = open_log (&desk);
  g_assert_true (pakiv_log_delete (log, desk.fixture->talk, by_hand, &error));
  g_assert_true (
      pakiv_log_place_hold (log, desk.fixture->talk, held, "Case", "2021-08-01", &error));
  g_clear_pointer (&log, pakiv_log_unref);
  set_day (&desk, "2021-05-11");
  purge (&desk);
  g_assert_cmpuint (count (&desk, NULL), ==, 2);

  restore (&desk, backup->path, PAKIV_RESTORE_DEFAULT, &result);
  g_assert_cmpuint (result.erased, ==, 2);
  g_assert_cmpuint (count (&desk, "due"), ==, 0);
  g_assert_cmpuint (count (&desk, "hand"), ==, 0);
  g_assert_cmpuint (count (&desk, NULL), ==, 2);
  log = open_log (&desk);
  hold = pakiv_log_get_hold (log, desk.fixture->talk, held, &error);
  g_assert_cmpstr (hold->until, ==, "2021-08-01");
  g_clear_pointer (&log, pakiv_log_unref);

  restore (&desk, backup->path, PAKIV_RESTORE_DELETED, &again);
  g_assert_cmpuint (again.erased, ==, 1);
  g_assert_cmpuint (count (&desk, "hand"), ==, 1);
  g_assert_cmpuint (count (&desk, "due"), ==, 0);
}

/* A quarter is released once: also where the release was made after the backup. */
static void
test_restore_releases (void)
{
  g_auto (Desk) desk = { 0 };
  g_auto (PakivRestoreResult) result = { 0 };
  g_autoptr (PakivBackup) backup = NULL;
  g_autoptr (GBytes) package = g_bytes_new_static ("the package", 11);
  g_autoptr (PakivStoredRelease) release = NULL;
  g_autoptr (PakivRecord) record = NULL;
  g_autofree char *id = NULL;
  g_autoptr (PakivLog) log = NULL;
  g_autoptr (GError) error = NULL;

  desk_open_at (&desk, "desk");
  id = add (&desk, "2021-02-01", "of the quarter");
  backup = make (&desk, NULL);
  log = open_log (&desk);
  g_free (fixture_add_talk (desk.fixture, log, "2021-03-01", "OLD", "counted, then lost"));
  fixture_count_talks (desk.fixture, log, q1);
  g_assert_true (pakiv_log_store_release (log, q1, 1, package, &error));
  g_clear_pointer (&log, pakiv_log_unref);

  restore (&desk, backup->path, PAKIV_RESTORE_DEFAULT, &result);
  g_assert_cmpuint (result.releases->len, ==, 1);
  g_assert_cmpstr (result.releases->pdata[0], ==, "2021-Q1");
  log = open_log (&desk);
  release = pakiv_log_load_release (log, q1, &error);
  g_assert_true (g_bytes_equal (release->package, package));
  record = fixture_load (log, desk.fixture->talk, id);
  g_assert_true (record->closed);
  fixture_count_talks (desk.fixture, log, q1);
  g_assert_false (pakiv_log_store_release (log, q1, 1, package, &error));
  g_assert_error (error, PAKIV_LOG_ERROR, PAKIV_LOG_ERROR_REFUSED);
}

static char *
log_path (Desk *desk)
{
  return g_build_filename (desk->folder, "police.log", NULL);
}

static void
test_restore_lost (gconstpointer how)
{
  g_auto (Desk) desk = { 0 };
  g_auto (PakivRestoreResult) result = { 0 };
  g_autoptr (PakivBackup) backup = NULL;
  g_autofree char *path = NULL;
  g_autoptr (PakivLog) none = NULL;
  g_autoptr (GError) error = NULL;
  guint64 traced;

  desk_open_at (&desk, "desk");
  g_free (add (&desk, "2021-05-01", "kept"));
  backup = make (&desk, NULL);
  g_free (add (&desk, "2021-05-02", "lost"));
  traced = count_trace (&desk);
  path = log_path (&desk);
  if (GPOINTER_TO_INT (how) == 0)
    g_unlink (path);
  else
    flip_byte (path, GPOINTER_TO_INT (how) == 1 ? 100 : 12288 + 100);
  restore (&desk, backup->path, PAKIV_RESTORE_DEFAULT, &result);
  g_assert_cmpuint (count (&desk, "kept"), ==, 1);
  g_assert_cmpuint (count (&desk, NULL), ==, 1);
  g_assert_null (result.before);
  if (GPOINTER_TO_INT (how) != 0)
    g_assert_true (g_file_test (result.aside, G_FILE_TEST_EXISTS));
  /* The plain file of the trace still has what the log lost. */
  g_assert_cmpuint (count_trace (&desk), >, traced);
  g_assert_true (trace_says (&desk, "restored"));
  g_assert_false (trace_says (&desk, "trace-file"));
}

static void
test_restore_busy (void)
{
  g_auto (Desk) desk = { 0 };
  g_auto (PakivRestoreResult) result = { 0 };
  g_autoptr (PakivBackup) backup = NULL;
  g_autoptr (PakivLog) log = NULL;
  g_autoptr (GError) error = NULL;

  desk_open_at (&desk, "desk");
  backup = make (&desk, NULL);
  log = open_log (&desk);
  g_free (fixture_add_talk (desk.fixture, log, "2021-05-01", "OLD", "written meanwhile"));
  g_assert_false (pakiv_backup_restore (desk.session, PAKIV_LOG_POLICE, backup->path,
                                        PAKIV_RESTORE_DEFAULT, desk.fixture->definitions,
                                        desk.fixture->clock, &result, NULL, &error));
  g_assert_error (error, PAKIV_LOG_ERROR, PAKIV_LOG_ERROR_BUSY);
  g_assert_cmpuint (fixture_count (log, desk.fixture->talk, NULL), ==, 1);
  g_free (fixture_add_talk (desk.fixture, log, "2021-05-01", "OLD", "and after"));
  g_assert_cmpuint (count (&desk, NULL), ==, 2);
}

/* After a member was suspended the logs have new keys: a backup of before still opens, for who was
 * there then. */
static void
test_restore_old_key (void)
{
  g_auto (Desk) desk = { 0 };
  g_auto (PakivRestoreResult) result = { 0 };
  g_autoptr (PakivBackup) backup = NULL, seen = NULL;
  g_autoptr (GError) error = NULL;

  desk_open_at (&desk, "desk");
  g_free (add (&desk, "2021-05-01", "kept"));
  backup = make (&desk, NULL);
  pakiv_session_suspend_member (desk.session, "Bob", desk.fixture->clock, &error);
  g_assert_no_error (error);
  g_free (add (&desk, "2021-05-02", "later"));
  seen = pakiv_backup_look (desk.session, PAKIV_LOG_POLICE, backup->path, &error);
  g_assert_no_error (error);
  restore (&desk, backup->path, PAKIV_RESTORE_DEFAULT, &result);
  g_assert_cmpuint (count (&desk, NULL), ==, 1);
}

static void
test_bring_desk (void)
{
  g_auto (Desk) desk = { 0 };
  g_auto (PakivRestoreResult) result = { 0 };
  g_autoptr (PakivBackup) backup = NULL;
  g_autofree char *stick = NULL;
  g_autoptr (GError) error = NULL;

  desk_open_at (&desk, "desk");
  g_free (add (&desk, "2021-05-01", "kept"));
  stick = fixture_get_path (desk.fixture, "stick");
  g_mkdir (stick, 0700);
  backup = make (&desk, stick);
  g_assert_null (pakiv_backup_bring_desk (backup->path, desk.folder, &error));
  g_assert_error (error, PAKIV_LOG_ERROR, PAKIV_LOG_ERROR_REFUSED);
  g_clear_error (&error);
  g_clear_pointer (&desk.session, pakiv_session_unref);
  g_clear_pointer (&desk.desk, pakiv_desk_unref);
  fixture_remove_tree (desk.folder);

  desk.desk = pakiv_backup_bring_desk (backup->path, desk.folder, &error);
  g_assert_no_error (error);
  desk.session = unlock (desk.desk, "Ana");
  restore (&desk, backup->path, PAKIV_RESTORE_DEFAULT, &result);
  g_assert_cmpuint (count (&desk, "kept"), ==, 1);
}

static void
check_nothing_listed (Desk *desk, const char *folder)
{
  g_autoptr (GPtrArray) list = pakiv_backup_list (desk->desk, PAKIV_LOG_POLICE, folder, NULL);

  g_assert_cmpuint (list->len, ==, 0);
}

static void
test_cancelled (void)
{
  g_auto (Desk) desk = { 0 };
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (GError) error = NULL;

  desk_open_at (&desk, "desk");
  g_cancellable_cancel (cancellable);
  g_assert_false (pakiv_backup_make (desk.session, PAKIV_LOG_POLICE, NULL, desk.fixture->clock,
                                     NULL, cancellable, &error));
  g_assert_error (error, PAKIV_LOG_ERROR, PAKIV_LOG_ERROR_CANCELLED);
  check_nothing_listed (&desk, NULL);
}

static gboolean
enter_namespace (void)
{
  g_autofree char *users = g_strdup_printf ("0 %d 1", (int)getuid ());

  if (unshare (CLONE_NEWNS) != 0
      && (unshare (CLONE_NEWUSER | CLONE_NEWNS) != 0
          || !g_file_set_contents_full ("/proc/self/uid_map", users, -1, G_FILE_SET_CONTENTS_NONE,
                                        0644, NULL)))
    return FALSE;
  return mount ("none", "/", NULL, MS_REC | MS_PRIVATE, NULL) == 0;
}

static void
make_on_disk (Desk *desk, unsigned long flags, int code)
{
  g_autofree char *disk = fixture_get_path (desk->fixture, "disk");
  g_autoptr (GError) error = NULL;

  if (flags != 0)
    g_assert_cmpint (mount ("none", disk, "tmpfs", MS_REMOUNT | flags, NULL), ==, 0);
  g_assert_false (pakiv_backup_make (desk->session, PAKIV_LOG_POLICE, disk, desk->fixture->clock,
                                     NULL, NULL, &error));
  g_assert_error (error, PAKIV_LOG_ERROR, code);
  check_nothing_listed (desk, disk);
  g_assert_cmpuint (count (desk, "kept"), ==, 1);
}

static void
run_on_disk (const char *options, unsigned long flags, int code)
{
  g_auto (Desk) desk = { 0 };
  g_autofree char *disk = NULL;
  int status;
  pid_t child;

  desk_open_at (&desk, "desk");
  g_free (add (&desk, "2021-05-01", "kept"));
  disk = fixture_get_path (desk.fixture, "disk");
  g_assert_cmpint (g_mkdir (disk, 0700), ==, 0);
  child = fork ();
  if (child == 0)
    {
      if (!enter_namespace () || mount ("none", disk, "tmpfs", 0, options) != 0)
        _exit (SKIP);
      make_on_disk (&desk, flags, code);
      _exit (0);
    }
  g_assert_cmpint (waitpid (child, &status, 0), ==, child);
  if (WIFEXITED (status) && WEXITSTATUS (status) == SKIP)
    g_test_skip ("this machine does not let a test mount a small disk");
  else
    g_assert_cmpint (status, ==, 0);
}

static void
test_full_disk (void)
{
  run_on_disk ("mode=700,size=64k", 0, PAKIV_LOG_ERROR_NO_SPACE);
}

static void
test_read_only (void)
{
  run_on_disk ("mode=700,size=8m", MS_RDONLY, PAKIV_LOG_ERROR_READ_ONLY);
}

static void
make_in_child (Desk *desk)
{
  for (;;)
    if (!pakiv_backup_make (desk->session, PAKIV_LOG_POLICE, NULL, desk->fixture->clock, NULL, NULL,
                            NULL))
      _exit (1);
}

/* Whenever it is killed, what is listed is whole. */
static void
test_killed_making (void)
{
  g_auto (Desk) desk = { 0 };
  guint kills = 0;

  desk_open_at (&desk, "desk");
  purge (&desk);
  g_free (add (&desk, "2021-05-01", "kept"));
  for (guint delay = 3000; delay < 60000; delay += 3000)
    {
      g_autoptr (GPtrArray) list = NULL;
      pid_t child = fork ();
      int status;

      if (child == 0)
        make_in_child (&desk);
      g_usleep (delay);
      kill (child, SIGKILL);
      waitpid (child, &status, 0);
      g_assert_true (WIFSIGNALED (status));
      kills++;
      list = pakiv_backup_list (desk.desk, PAKIV_LOG_POLICE, NULL, NULL);
      for (guint i = 0; i < list->len; i++)
        {
          const PakivBackup *listed = list->pdata[i];
          g_autoptr (GError) error = NULL;
          g_autoptr (PakivBackup) seen = NULL;

          g_assert_null (listed->problem);
          seen = pakiv_backup_look (desk.session, PAKIV_LOG_POLICE, listed->path, &error);
          g_assert_no_error (error);
        }
      g_assert_cmpuint (count (&desk, "kept"), ==, 1);
    }
  g_test_message ("%u kills were survived", kills);
}

static void
restore_in_child (Desk *desk, const char *path)
{
  PakivRestoreResult result = { 0 };

  if (!pakiv_backup_restore (desk->session, PAKIV_LOG_POLICE, path, PAKIV_RESTORE_DEFAULT,
                             desk->fixture->definitions, desk->fixture->clock, &result, NULL, NULL))
    _exit (1);
  _exit (0);
}

/* Whenever it is killed, the log is the one before or the one of the backup, whole. */
static void
test_killed_restoring (void)
{
  g_auto (Desk) desk = { 0 };
  g_autoptr (PakivBackup) backup = NULL;
  guint kills = 0, old = 0;
  gboolean over = FALSE;

  desk_open_at (&desk, "desk");
  g_free (add (&desk, "2021-05-01", "kept"));
  backup = make (&desk, NULL);
  g_free (add (&desk, "2021-05-02", "later"));
  for (guint delay = 4000; !over; delay += 4000)
    {
      pid_t child = fork ();
      guint kept, later;
      int status;

      if (child == 0)
        restore_in_child (&desk, backup->path);
      g_usleep (delay);
      kill (child, SIGKILL);
      waitpid (child, &status, 0);
      kills += WIFSIGNALED (status) ? 1 : 0;
      kept = count (&desk, "kept");
      later = count (&desk, "later");
      g_assert_cmpuint (kept, ==, 1);
      over = later == 0;
      old += later;
    }
  g_assert_cmpuint (old, >, 0);
  g_assert_cmpuint (count_trace (&desk), >, 0);
  g_test_message ("%u kills were survived", kills);
}

int
main (int argc, char **argv)
{
  g_autofree char *data = NULL;

  g_test_init (&argc, &argv, NULL);
  /* A desk's own definitions are those of the fixture. */
  data = g_test_build_filename (G_TEST_DIST, "tests", "log", "data", NULL);
  g_setenv ("PAKIV_DATA", data, TRUE);
  g_test_add_func ("/backup/make", test_make);
  g_test_add_func ("/backup/news", test_news);
  g_test_add_func ("/backup/folder", test_folder);
  g_test_add_func ("/backup/in-use", test_in_use);
  g_test_add_func ("/backup/rotation", test_rotation);
  g_test_add_func ("/backup/rotation-follows-no-link", test_rotation_follows_no_link);
  g_test_add_func ("/backup/half-a-year", test_half_a_year);
  g_test_add_func ("/backup/swapped", test_swapped);
  g_test_add_func ("/backup/restore", test_restore);
  g_test_add_func ("/backup/restore-erased", test_restore_erased);
  g_test_add_func ("/backup/restore-releases", test_restore_releases);
  g_test_add_data_func ("/backup/restore-lost/gone", GINT_TO_POINTER (0), test_restore_lost);
  g_test_add_data_func ("/backup/restore-lost/start", GINT_TO_POINTER (1), test_restore_lost);
  g_test_add_data_func ("/backup/restore-lost/page", GINT_TO_POINTER (2), test_restore_lost);
  g_test_add_func ("/backup/restore-busy", test_restore_busy);
  g_test_add_func ("/backup/restore-old-key", test_restore_old_key);
  g_test_add_func ("/backup/bring-desk", test_bring_desk);
  g_test_add_func ("/backup/cancelled", test_cancelled);
  g_test_add_func ("/backup/full-disk", test_full_disk);
  g_test_add_func ("/backup/read-only", test_read_only);
  g_test_add_func ("/backup/killed/making", test_killed_making);
  g_test_add_func ("/backup/killed/restoring", test_killed_restoring);
  return g_test_run ();
}
