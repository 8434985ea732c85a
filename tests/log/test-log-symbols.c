/* The trap: libsoup brings libsqlite3 into the process, whose functions have the names of
 * SQLCipher's. Through those, setting a key "succeeds" and the log is plain text. This program
 * links libsoup and libsqlite3 both, and shows that a log is encrypted all the same. */
#include "fixture.h"

#include "pakiv-sql.h"

#include <dlfcn.h>
#include <libsoup/soup.h>
#include <string.h>

/* As libsqlite3 has them; its own header can't be included beside SQLCipher's. */
typedef const char *(*VersionFunction) (void);

static void
test_both_loaded (void)
{
  g_autoptr (SoupSession) session = soup_session_new ();
  void *plain = dlopen ("libsqlite3.so.0", RTLD_NOW | RTLD_GLOBAL);
  VersionFunction version;
  Dl_info info;

  g_assert_nonnull (session);
  g_assert_nonnull (plain);
  g_assert_nonnull (dlsym (plain, "sqlite3_open"));
  /* SQLCipher's own functions exist for nobody but the log layer. */
  g_assert_null (dlsym (RTLD_DEFAULT, "sqlite3_key"));
  g_assert_null (dlsym (RTLD_DEFAULT, "sqlcipher_version"));
  version = (VersionFunction)dlsym (RTLD_DEFAULT, "sqlite3_libversion");
  g_assert_true (dladdr ((void *)(gsize)version, &info) != 0);
  g_assert_nonnull (strstr (info.dli_fname, "libsqlite3"));
}

static void
check_hidden (const char *text)
{
  const char *tools[] = { "nm", "-D", "--defined-only", "/proc/self/exe", NULL };
  g_autofree char *path = g_file_read_link ("/proc/self/exe", NULL);
  g_autofree char *output = NULL;
  g_autoptr (GError) error = NULL;
  int status;

  tools[3] = path;
  if (!g_spawn_sync (NULL, (char **)tools, NULL, G_SPAWN_SEARCH_PATH, NULL, NULL, &output, NULL,
                     &status, &error))
    {
      g_test_skip ("nm is not installed");
      return;
    }
  g_assert_cmpint (status, ==, 0);
  g_assert_null (strstr (output, text));
}

static void
test_nothing_exported (void)
{
  check_hidden ("sqlite3_");
  check_hidden ("sqlcipher");
}

static gboolean
contains (const char *data, gsize length, const char *text)
{
  return memmem (data, length, text, strlen (text)) != NULL;
}

/* Nothing that was written can be read in any file of the log, open or closed. */
static void
check_no_plain_text (Fixture *fixture, guint expected)
{
  g_autoptr (GDir) dir = g_dir_open (fixture->folder, 0, NULL);
  const char *name;
  guint n = 0;

  while ((name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *path = fixture_get_path (fixture, name);
      g_autofree char *data = NULL;
      gsize length;

      g_assert_true (g_file_get_contents (path, &data, &length, NULL));
      g_assert_false (length >= 16 && memcmp (data, "SQLite format 3", 16) == 0);
      g_assert_false (contains (data, length, "SQLite format"));
      g_assert_false (contains (data, length, "unmistakable"));
      g_assert_false (contains (data, length, "CREATE TABLE"));
      g_assert_false (contains (data, length, "Harbour"));
      n++;
    }
  g_assert_cmpuint (n, ==, expected);
}

static void
test_encrypted (void)
{
  g_autoptr (Fixture) fixture = fixture_new ();
  g_autoptr (SoupSession) session = soup_session_new ();
  g_autoptr (PakivLog) log = fixture_open (fixture, PAKIV_LOG_POLICE, PAKIV_ROLE_OFFICER);
  g_autofree char *path = fixture_get_path (fixture, "test.log");
  g_autofree char *version = NULL;
  g_autoptr (PakivSql) sql = NULL;
  g_autoptr (GError) error = NULL;

  for (int i = 0; i < 100; i++)
    g_free (fixture_add_talk (fixture, log, "2021-05-01", "NEW", "an unmistakable sentence"));
  sql = pakiv_sql_open (path, fixture_key, &error);
  g_assert_no_error (error);
  version = pakiv_sql_get_text (sql, "PRAGMA cipher_version", NULL, &error);
  g_assert_cmpint (version[0] - '0', >=, 4);
  g_clear_pointer (&sql, pakiv_sql_close);
  check_no_plain_text (fixture, 3); /* the log, its -wal and its -shm */
  g_clear_pointer (&log, pakiv_log_unref);
  check_no_plain_text (fixture, 1);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/symbols/both-loaded", test_both_loaded);
  g_test_add_func ("/symbols/nothing-exported", test_nothing_exported);
  g_test_add_func ("/symbols/encrypted", test_encrypted);
  return g_test_run ();
}
