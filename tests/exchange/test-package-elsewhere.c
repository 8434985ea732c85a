/* A package must open without Pakiv: unzip, minisign and sqlite3 are asked, each where it is
 * installed. */
#include "pakiv-test-release.h"

#include <glib/gstdio.h>
#include <string.h>

typedef struct
{
  char *folder;
  char *key;
  PakivRelease *release;
} Fixture;

static const char *const names[]
    = { "data/observations.csv",    "data/cube.json", "data",       "datapackage.json",
        "datapackage.json.minisig", "README.txt",     "report.zip", "certificate.json" };

static gboolean
has_tool (const char *tool)
{
  g_autofree char *path = g_find_program_in_path (tool);

  if (path == NULL)
    {
      g_autofree char *message
          = g_strdup_printf ("%s is not installed, so it was not asked.", tool);

      g_test_skip (message);
    }
  return path != NULL;
}

/* (transfer full): what the tool wrote, or NULL where it failed. */
static char *
run (Fixture *fixture, const char *const *arguments)
{
  g_autofree char *output = NULL;
  g_autoptr (GError) error = NULL;
  int status;

  g_spawn_sync (fixture->folder, (char **)arguments, NULL,
                G_SPAWN_SEARCH_PATH | G_SPAWN_STDERR_TO_DEV_NULL, NULL, NULL, &output, NULL,
                &status, &error);
  g_assert_no_error (error);
  return g_spawn_check_wait_status (status, NULL) ? g_steal_pointer (&output) : NULL;
}

static void
set_up (Fixture *fixture, gconstpointer data)
{
  guint8 key[PAKIV_MINISIGN_KEY];
  guint8 secret[PAKIV_MINISIGN_SECRET];
  g_autoptr (GBytes) package = NULL;
  g_autofree char *path = NULL;
  g_autoptr (GError) error = NULL;
  gsize size;
  const char *bytes;

  pakiv_test_make_key (4, key, secret);
  fixture->key = pakiv_minisign_key_to_string (key);
  fixture->release = pakiv_test_release_new ("Poliția “Nord”, Bangor");
  package = pakiv_package_write (fixture->release, secret, &error);
  g_assert_no_error (error);
  fixture->folder = g_dir_make_tmp ("pakiv-elsewhere-XXXXXX", &error);
  g_assert_no_error (error);
  path = g_build_filename (fixture->folder, "report.zip", NULL);
  bytes = g_bytes_get_data (package, &size);
  g_file_set_contents (path, bytes, (gssize)size, &error);
  g_assert_no_error (error);
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    {
      g_autofree char *path = g_build_filename (fixture->folder, names[i], NULL);

      g_remove (path);
    }
  g_assert_cmpint (g_rmdir (fixture->folder), ==, 0);
  g_free (fixture->folder);
  g_free (fixture->key);
  pakiv_release_free (fixture->release);
}

static gboolean
unpack (Fixture *fixture)
{
  g_autofree char *output = NULL;

  if (!has_tool ("unzip"))
    return FALSE;
  output = run (fixture, (const char *[]){ "unzip", "-q", "report.zip", NULL });
  g_assert_nonnull (output);
  return TRUE;
}

static void
test_unzip (Fixture *fixture, gconstpointer data)
{
  if (!unpack (fixture))
    return;
  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    {
      g_autofree char *path = g_build_filename (fixture->folder, names[i], NULL);

      g_assert_true (g_file_test (path, G_FILE_TEST_EXISTS));
    }
}

static void
test_minisign (Fixture *fixture, gconstpointer data)
{
  const char *const verify[]
      = { "minisign", "-V", "-Q", "-P", fixture->key, "-m", "datapackage.json", NULL };
  g_autofree char *id = pakiv_release_get_id (fixture->release);
  g_autofree char *output = NULL;

  if (!has_tool ("minisign") || !unpack (fixture))
    return;
  output = run (fixture, verify);
  g_assert_nonnull (output);
  g_assert_nonnull (strstr (output, id));
}

/* The sums of each table, added up by somebody else. */
static void
test_sqlite (Fixture *fixture, gconstpointer data)
{
  const char *const query[]
      = { "sqlite3", ":memory:", ".import --csv data/observations.csv o",
          "SELECT \"TABLE\" || ' ' || count(*) || ' ' || sum(OBS_VALUE) FROM o GROUP BY \"TABLE\"",
          NULL };
  g_autofree char *output = NULL;

  if (!has_tool ("sqlite3") || !unpack (fixture))
    return;
  output = run (fixture, query);
  g_assert_nonnull (output);
  for (guint i = 0; i < fixture->release->tables->len; i++)
    {
      const PakivTable *table = fixture->release->tables->pdata[i];
      g_autofree char *line = NULL;
      gint64 sum = 0;

      for (gsize j = 0; j < table->n_values; j++)
        sum += table->values[j];
      line = g_strdup_printf ("%s %" G_GSIZE_FORMAT " %" G_GINT64_FORMAT "\n", table->id,
                              table->n_values, sum);
      g_assert_nonnull (strstr (output, line));
    }
}

#define ADD(path, function) \
  g_test_add ("/exchange/package-elsewhere/" path, Fixture, NULL, set_up, function, tear_down)

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  ADD ("unzip", test_unzip);
  ADD ("minisign", test_minisign);
  ADD ("sqlite", test_sqlite);
  return g_test_run ();
}
