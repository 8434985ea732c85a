/* What goes wrong with files: no log, cut off, newer, another program's, another log, in use. */
#include "fixture.h"

#include "pakiv-sql.h"

#include <fcntl.h>
#include <glib/gstdio.h>
#include <string.h>
#include <unistd.h>

/* The files of a log, one after the other, to see that none has changed. */
static char *
fingerprint (Fixture *fixture, const char *name)
{
  g_autofree char *path = fixture_get_path (fixture, name);
  g_autofree char *text = NULL;
  gsize length = 0;

  g_file_get_contents (path, &text, &length, NULL);
  return g_compute_checksum_for_data (G_CHECKSUM_SHA256, (guchar *)(text != NULL ? text : ""),
                                      length);
}

static void
check_not_opened (Fixture *fixture, const char *name, PakivLogId id, int code)
{
  g_autofree char *path = fixture_get_path (fixture, name);
  g_autofree char *base = g_path_get_basename (name);
  g_autofree char *before = fingerprint (fixture, name), *after = NULL;
  g_autoptr (GError) error = NULL;

  g_assert_null (fixture_try_open (fixture, path, id, &error));
  g_assert_error (error, PAKIV_LOG_ERROR, code);
  g_assert_nonnull (strstr (error->message, base));
  after = fingerprint (fixture, name);
  g_assert_cmpstr (before, ==, after);
}

static void
test_no_log (void)
{
  g_autoptr (Fixture) fixture = fixture_new ();
  g_autofree char *long_text = g_strnfill (100000, 'x');
  g_autofree char *plain = fixture_get_path (fixture, "plain.log");
  sqlite3 *connection;

  fixture_write (fixture, "letter.log", "Dear mayor");
  check_not_opened (fixture, "letter.log", PAKIV_LOG_POLICE, PAKIV_LOG_ERROR_NOT_A_LOG);
  fixture_write (fixture, "long.log", long_text);
  check_not_opened (fixture, "long.log", PAKIV_LOG_POLICE, PAKIV_LOG_ERROR_NOT_A_LOG);
  fixture_write (fixture, "empty.log", "");
  check_not_opened (fixture, "empty.log", PAKIV_LOG_POLICE, PAKIV_LOG_ERROR_NOT_A_LOG);
  g_assert_cmpint (sqlite3_open (plain, &connection), ==, SQLITE_OK);
  sqlite3_exec (connection, "CREATE TABLE person (name TEXT)", NULL, NULL, NULL);
  sqlite3_close (connection);
  check_not_opened (fixture, "plain.log", PAKIV_LOG_POLICE, PAKIV_LOG_ERROR_NOT_A_LOG);
}

static void
test_wrong_key (void)
{
  g_autoptr (Fixture) fixture = fixture_new ();
  g_autofree char *path = fixture_get_path (fixture, "test.log");
  guint8 other[32] = "another key, 32 bytes long too.";
  g_autoptr (GError) error = NULL;

  pakiv_log_unref (fixture_open (fixture, PAKIV_LOG_POLICE, PAKIV_ROLE_OFFICER));
  g_assert_null (pakiv_log_open (path, other, PAKIV_LOG_POLICE, fixture->definitions,
                                 fixture->clock, "Ana", PAKIV_ROLE_OFFICER, &error));
  g_assert_error (error, PAKIV_LOG_ERROR, PAKIV_LOG_ERROR_NOT_A_LOG);
}

/* Runs @text in the log as its key's holder could. */
static void
tamper (Fixture *fixture, const char *text)
{
  g_autofree char *path = fixture_get_path (fixture, "test.log");
  g_autoptr (GError) error = NULL;
  g_autoptr (PakivSql) sql = pakiv_sql_open (path, fixture_key, &error);

  g_assert_no_error (error);
  pakiv_sql_execute (sql, text, &error);
  g_assert_no_error (error);
}

static void
test_newer_and_others (void)
{
  g_autoptr (Fixture) fixture = fixture_new ();

  pakiv_log_unref (fixture_open (fixture, PAKIV_LOG_POLICE, PAKIV_ROLE_OFFICER));
  check_not_opened (fixture, "test.log", PAKIV_LOG_MEDIATION, PAKIV_LOG_ERROR_NOT_A_LOG);
  tamper (fixture, "PRAGMA user_version = 9999");
  check_not_opened (fixture, "test.log", PAKIV_LOG_POLICE, PAKIV_LOG_ERROR_NEWER);
  tamper (fixture, "PRAGMA user_version = 1; PRAGMA application_id = 7");
  check_not_opened (fixture, "test.log", PAKIV_LOG_POLICE, PAKIV_LOG_ERROR_NOT_A_LOG);
}

/* Cut off at every kind of place: never opened as a shorter or an empty log. */
static void
test_truncated (void)
{
  const goffset places[] = { 0, 1, 15, 16, 100, 1000, 4096, 8192, -4096, -1 };
  g_autoptr (Fixture) fixture = fixture_new ();
  g_autoptr (PakivLog) log = fixture_open (fixture, PAKIV_LOG_POLICE, PAKIV_ROLE_OFFICER);
  g_autofree char *path = fixture_get_path (fixture, "test.log");
  g_autofree char *cut = fixture_get_path (fixture, "cut.log");
  g_autofree char *whole = NULL;
  gsize length;

  for (int i = 0; i < 200; i++)
    g_free (fixture_add_talk (fixture, log, "2021-05-01", "OLD", "a sentence to fill some pages"));
  g_clear_pointer (&log, pakiv_log_unref);
  g_assert_true (g_file_get_contents (path, &whole, &length, NULL));
  g_assert_cmpuint (length, >, 40000);
  for (guint i = 0; i < G_N_ELEMENTS (places); i++)
    {
      gssize size = (gssize)(places[i] >= 0 ? places[i] : (goffset)length + places[i]);

      g_test_message ("cut to %" G_GSSIZE_FORMAT " bytes", size);
      g_assert_true (g_file_set_contents (cut, whole, size, NULL));
      check_not_opened (fixture, "cut.log", PAKIV_LOG_POLICE, PAKIV_LOG_ERROR_NOT_A_LOG);
    }
}

/* A changed byte in any page is noticed when the page is read, not taken for text. */
static void
test_flipped_byte (void)
{
  g_autoptr (Fixture) fixture = fixture_new ();
  g_autoptr (PakivLog) log = fixture_open (fixture, PAKIV_LOG_POLICE, PAKIV_ROLE_OFFICER);
  g_autofree char *path = fixture_get_path (fixture, "test.log");
  g_autofree char *whole = NULL;
  gsize length;

  for (int i = 0; i < 50; i++)
    g_free (fixture_add_talk (fixture, log, "2021-05-01", "OLD", "a sentence"));
  g_clear_pointer (&log, pakiv_log_unref);
  g_assert_true (g_file_get_contents (path, &whole, &length, NULL));
  for (gsize page = 0; page < length / 4096; page++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (GPtrArray) records = NULL;
      g_autoptr (GArray) numbers = NULL;

      whole[page * 4096 + 2000] ^= 1;
      g_assert_true (g_file_set_contents (path, whole, (gssize)length, NULL));
      whole[page * 4096 + 2000] ^= 1;
      log = fixture_try_open (fixture, path, PAKIV_LOG_POLICE, &error);
      numbers = log != NULL ? pakiv_log_find (log, fixture->talk, "sentence", &error) : NULL;
      records = numbers != NULL ? pakiv_log_read (log, fixture->talk, (gint64 *)numbers->data,
                                                  numbers->len, &error)
                                : NULL;
      if (records == NULL)
        g_assert_error (error, PAKIV_LOG_ERROR, PAKIV_LOG_ERROR_NOT_A_LOG);
      else
        for (guint i = 0; i < records->len; i++)
          g_assert_cmpstr (pakiv_record_get (records->pdata[i], "note"), ==, "a sentence");
      g_clear_pointer (&log, pakiv_log_unref);
    }
}

/* Another connection is writing: a clear refusal after the wait. */
static void
test_busy (void)
{
  g_autoptr (Fixture) fixture = fixture_new ();
  g_autoptr (PakivLog) log = fixture_open (fixture, PAKIV_LOG_POLICE, PAKIV_ROLE_OFFICER);
  g_autofree char *path = fixture_get_path (fixture, "test.log");
  g_autoptr (PakivRecord) record = fixture_new_talk (fixture, "2021-05-01", "OLD", NULL);
  g_autoptr (GError) error = NULL;
  g_autoptr (PakivSql) other = pakiv_sql_open (path, fixture_key, &error);

  g_assert_true (pakiv_sql_begin (other, &error));
  g_assert_false (pakiv_log_save (log, record, &error));
  g_assert_error (error, PAKIV_LOG_ERROR, PAKIV_LOG_ERROR_BUSY);
  g_clear_error (&error);
  g_assert_false (pakiv_sql_end (other, FALSE, &error));
  g_assert_true (pakiv_log_save (log, record, &error));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/faults/no-log", test_no_log);
  g_test_add_func ("/faults/wrong-key", test_wrong_key);
  g_test_add_func ("/faults/newer-and-others", test_newer_and_others);
  g_test_add_func ("/faults/truncated", test_truncated);
  g_test_add_func ("/faults/flipped-byte", test_flipped_byte);
  g_test_add_func ("/faults/busy", test_busy);
  return g_test_run ();
}
