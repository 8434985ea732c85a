/* Backups: whole and private, made while the log is in use, and thinned out. */
#include "backup-fixture.h"

#include "pakiv-backup-private.h"
#include "pakiv-session-private.h"
#include "pakiv-sql.h"

#include <glib/gstdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static int
get_mode (const char *path)
{
  GStatBuf status;

  g_assert_cmpint (g_stat (path, &status), ==, 0);
  return status.st_mode & 0777;
}

static void
test_make (void)
{
  g_auto (BackupDesk) desk = { 0 };
  g_autoptr (PakivBackup) backup = NULL, seen = NULL;
  g_autoptr (GPtrArray) list = NULL;
  g_autofree char *keys = NULL, *manifest = NULL, *text = NULL, *sealed = NULL, *start = NULL;
  g_autofree char *last = NULL, *expected = NULL;
  g_autoptr (GError) error = NULL;

  backup_desk_open_at (&desk, "desk");
  g_assert_true (
      pakiv_desk_set_council (desk.desk, "https://council.example", "the token", &error));
  g_free (backup_add (&desk, "2021-04-01", "first"));
  g_free (backup_add (&desk, "2021-05-02", "second"));
  g_assert_true (pakiv_backup_is_due (desk.desk, PAKIV_LOG_POLICE, desk.fixture->clock));
  g_assert_null (pakiv_backup_get_last (desk.desk, PAKIV_LOG_POLICE));
  g_assert_true (pakiv_backup_is_own_folder (desk.desk));

  backup = backup_make (&desk, NULL);
  expected = g_build_filename (desk.folder, "backups", pakiv_desk_get_station_id (desk.desk),
                               "police", "20210510T120000Z", "police.log", NULL);
  g_assert_cmpstr (backup->path, ==, expected);
  g_assert_cmpstr (backup->newest_day, ==, "2021-05-02");
  g_assert_cmpint (get_mode (backup->path), ==, 0600);
  keys = backup_get_sibling (backup, "desk.json");
  manifest = backup_get_sibling (backup, "manifest.json");
  sealed = backup_read_text (keys);
  g_assert_null (strstr (sealed, "the token"));
  g_assert_nonnull (strstr (sealed, "Ana"));
  text = backup_read_text (manifest);
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
  backup_set_day (&desk, "2021-05-11");
  g_assert_true (pakiv_backup_is_due (desk.desk, PAKIV_LOG_POLICE, desk.fixture->clock));
  g_assert_true (pakiv_backup_is_due (desk.desk, PAKIV_LOG_JOINT, desk.fixture->clock));
}

/* A log whose pages are all as they were written, but do not fit together: a copy of it would be no
 * better, and must not stand for a backup. */
static void
test_broken_index (void)
{
  g_auto (BackupDesk) desk = { 0 };
  g_autofree char *path = NULL;
  g_autoptr (PakivSecret) key = NULL;
  g_autoptr (PakivSql) sql = NULL;
  g_autoptr (GPtrArray) list = NULL;
  g_autoptr (GError) error = NULL;

  backup_desk_open_at (&desk, "desk");
  g_free (backup_add (&desk, "2021-05-01", "kept"));
  path = pakiv_desk_get_log_path (desk.folder, PAKIV_LOG_POLICE);
  key = pakiv_session_get_key (desk.session, PAKIV_KEY_POLICE, &error);
  sql = pakiv_sql_open (path, key, &error);
  pakiv_sql_execute (sql,
                     "CREATE TABLE odd (a, b); CREATE INDEX odd_a ON odd (a);"
                     "INSERT INTO odd VALUES (1, 2), (3, 4);"
                     "PRAGMA writable_schema = ON;"
                     "UPDATE sqlite_schema SET sql = 'CREATE INDEX odd_a ON odd (b)' "
                     "WHERE name = 'odd_a'",
                     &error);
  g_assert_no_error (error);
  g_clear_pointer (&sql, pakiv_sql_close);
  g_assert_false (pakiv_backup_make (desk.session, PAKIV_LOG_POLICE, NULL, desk.fixture->clock,
                                     NULL, NULL, &error));
  g_assert_error (error, PAKIV_LOG_ERROR, PAKIV_LOG_ERROR_NOT_A_LOG);
  list = pakiv_backup_list (desk.desk, PAKIV_LOG_POLICE, NULL, NULL);
  g_assert_cmpuint (list->len, ==, 0);
}

/* Folders beside ours, with numbers that no backup gets. */
static void
test_odd_numbers (void)
{
  const char *const odd[]
      = { "20210510T120000Z-2147483647", "20210510T120000Z-99999999999999999999",
          "20210510T120000Z--7", "20210510T120000Z-3x" };
  g_auto (BackupDesk) desk = { 0 };
  g_autofree char *folder = NULL, *place = NULL;
  g_autoptr (PakivBackup) first = NULL, second = NULL;

  backup_desk_open_at (&desk, "desk");
  folder = pakiv_backup_get_folder (desk.desk);
  place = pakiv_backup_get_place (folder, pakiv_desk_get_station_id (desk.desk), PAKIV_LOG_POLICE);
  for (guint i = 0; i < G_N_ELEMENTS (odd); i++)
    {
      g_autofree char *path = g_build_filename (place, odd[i], NULL);

      g_assert_cmpint (g_mkdir_with_parents (path, 0700), ==, 0);
    }
  first = backup_make (&desk, NULL);
  g_assert_nonnull (strstr (first->path, "/20210510T120000Z/"));
  second = backup_make (&desk, NULL);
  g_assert_nonnull (strstr (second->path, "/20210510T120000Z-2/"));
}

static void
test_news (void)
{
  g_auto (BackupDesk) desk = { 0 };
  g_autoptr (PakivLog) log = NULL;
  g_autoptr (GError) error = NULL;
  gboolean news = TRUE;

  backup_desk_open_at (&desk, "desk");
  log = backup_open_log (&desk);
  g_assert_true (pakiv_backup_has_news (log, &news, &error));
  g_assert_false (news);
  g_free (fixture_add_talk (desk.fixture, log, "2021-05-01", "OLD", "news"));
  g_assert_true (pakiv_backup_has_news (log, &news, &error));
  g_assert_true (news);
  pakiv_backup_free (backup_make (&desk, NULL));
  g_assert_true (pakiv_backup_has_news (log, &news, &error));
  g_assert_false (news);
}

static void
test_folder (void)
{
  g_auto (BackupDesk) desk = { 0 };
  g_autofree char *stick = NULL, *inside = NULL, *found = NULL, *last = NULL;
  g_autoptr (PakivBackup) backup = NULL;
  g_autoptr (GError) error = NULL;

  backup_desk_open_at (&desk, "desk");
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
  backup = backup_make (&desk, NULL);
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
  BackupDesk *desk = data;
  g_autoptr (PakivLog) log = backup_open_log (desk);

  for (int i = 0; i < 150; i++)
    g_free (fixture_add_talk (desk->fixture, log, "2021-05-01", "OLD", "meanwhile"));
  return NULL;
}

/* While somebody writes, each backup has one moment of the log. */
static void
test_in_use (void)
{
  g_auto (BackupDesk) desk = { 0 };
  g_autoptr (PakivLog) log = NULL;
  GThread *thread;
  guint64 before = 0;

  backup_desk_open_at (&desk, "desk");
  log = backup_open_log (&desk);
  thread = g_thread_new ("write", write_on, &desk);
  for (int i = 0; i < 5; i++)
    {
      g_autoptr (PakivBackup) backup = backup_make (&desk, NULL);
      guint64 records = ((PakivBackupCount *)backup->counts->pdata[0])->records;

      g_assert_cmpuint (records, >=, before);
      before = records;
    }
  g_thread_join (thread);
  g_assert_cmpuint (backup_count (&desk, "meanwhile"), ==, 150);
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
check_rotation (BackupDesk *desk, const char *day, guint days)
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
make_shell (BackupDesk *desk, PakivLog *log, const char *moment, const char *name)
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
rotate (BackupDesk *desk, const char *day)
{
  g_autoptr (GPtrArray) list = pakiv_backup_list (desk->desk, PAKIV_LOG_POLICE, NULL, NULL);

  pakiv_backup_rotate (list, day);
}

static void
test_half_a_year (void)
{
  g_auto (BackupDesk) desk = { 0 };
  g_autoptr (PakivLog) log = NULL;
  g_autoptr (GDate) date = g_date_new_dmy (4, G_DATE_JANUARY, 2021); /* a Monday */

  backup_desk_open_at (&desk, "desk");
  log = backup_open_log (&desk);
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
  g_auto (BackupDesk) desk = { 0 };
  g_autoptr (PakivBackup) old = NULL, morning = NULL, evening = NULL;
  g_autoptr (GPtrArray) before = NULL, after = NULL;

  backup_desk_open_at (&desk, "desk");
  backup_purge (&desk); /* from which on the log knows when it was used */
  old = backup_make (&desk, NULL);
  backup_set_day (&desk, "2021-07-04");
  g_free (backup_add (&desk, "2021-07-04", "used on this day"));
  morning = backup_make (&desk, NULL);
  g_assert_true (g_file_test (old->path, G_FILE_TEST_EXISTS));
  backup_set_day (&desk, "2021-07-05");
  pakiv_backup_free (backup_make (&desk, NULL));
  g_assert_false (g_file_test (old->path, G_FILE_TEST_EXISTS));
  g_clear_pointer (&morning, pakiv_backup_free);
  morning = backup_make (&desk, NULL);
  evening = backup_make (&desk, NULL);
  g_assert_true (g_str_has_suffix (evening->path, "/police.log"));
  g_assert_true (g_file_test (evening->path, G_FILE_TEST_EXISTS));
  g_assert_false (g_file_test (morning->path, G_FILE_TEST_EXISTS));

  /* A clock that jumps ahead makes a backup and throws none away. */
  before = pakiv_backup_list (desk.desk, PAKIV_LOG_POLICE, NULL, NULL);
  backup_set_day (&desk, "2023-01-01");
  pakiv_backup_free (backup_make (&desk, NULL));
  after = pakiv_backup_list (desk.desk, PAKIV_LOG_POLICE, NULL, NULL);
  g_assert_cmpuint (before->len, ==, 2);
  g_assert_cmpuint (after->len, ==, 3);
}

/* Somebody else may write on the stick too: a link, or a folder with more in it, in the place of an
 * old backup. */
static void
test_rotation_follows_no_link (void)
{
  g_auto (BackupDesk) desk = { 0 };
  g_autoptr (PakivLog) log = NULL;
  g_autofree char *folder = NULL, *place = NULL, *theirs = NULL, *letter = NULL, *link = NULL;
  g_autofree char *other = NULL, *pipe = NULL;
  g_autoptr (GPtrArray) list = NULL;

  backup_desk_open_at (&desk, "desk");
  log = backup_open_log (&desk);
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

int
main (int argc, char **argv)
{
  g_autofree char *data = NULL;

  g_test_init (&argc, &argv, NULL);
  /* A desk's own definitions are those of the fixture. */
  data = g_test_build_filename (G_TEST_DIST, "tests", "log", "data", NULL);
  g_setenv ("PAKIV_DATA", data, TRUE);
  g_test_add_func ("/backup/make", test_make);
  g_test_add_func ("/backup/broken-index", test_broken_index);
  g_test_add_func ("/backup/odd-numbers", test_odd_numbers);
  g_test_add_func ("/backup/news", test_news);
  g_test_add_func ("/backup/folder", test_folder);
  g_test_add_func ("/backup/in-use", test_in_use);
  g_test_add_func ("/backup/rotation", test_rotation);
  g_test_add_func ("/backup/rotation-follows-no-link", test_rotation_follows_no_link);
  g_test_add_func ("/backup/half-a-year", test_half_a_year);
  return g_test_run ();
}
