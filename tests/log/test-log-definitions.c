/* A log that is opened again after the definitions changed. */
#include "fixture.h"

#include <glib/gstdio.h>
#include <string.h>

static void
copy_file (const char *from, const char *to, const char *old, const char *new)
{
  g_autofree char *text = NULL;
  g_auto (GStrv) parts = NULL;
  g_autofree char *changed = NULL;
  g_autoptr (GError) error = NULL;

  g_file_get_contents (from, &text, NULL, &error);
  g_assert_no_error (error);
  parts = g_strsplit (text, old, -1);
  changed = g_strjoinv (new, parts);
  g_file_set_contents (to, changed, -1, &error);
  g_assert_no_error (error);
}

static PakivDefinitions *
load_changed (Fixture *fixture, const char *file, const char *old, const char *new)
{
  g_autofree char *data = g_test_build_filename (G_TEST_DIST, "tests", "log", "data", NULL);
  g_autofree char *to = fixture_get_path (fixture, "changed");
  const char *folders[] = { "records", "codelists" };
  g_autoptr (GError) error = NULL;
  PakivDefinitions *definitions;

  for (guint i = 0; i < G_N_ELEMENTS (folders); i++)
    {
      g_autofree char *source = g_build_filename (data, folders[i], NULL);
      g_autofree char *target = g_build_filename (to, folders[i], NULL);
      g_autoptr (GDir) dir = g_dir_open (source, 0, &error);
      const char *name;

      g_mkdir_with_parents (target, 0700);
      while ((name = g_dir_read_name (dir)) != NULL)
        {
          g_autofree char *a = g_build_filename (source, name, NULL);
          g_autofree char *b = g_build_filename (target, name, NULL);

          copy_file (a, b, strcmp (name, file) == 0 ? old : "\001", new);
        }
    }
  definitions = pakiv_definitions_load (to, NULL, &error);
  g_assert_no_error (error);
  return definitions;
}

/* A field that is added to a definition gets its column; what was there stays. */
static void
test_new_field (void)
{
  g_autoptr (Fixture) fixture = fixture_new ();
  g_autoptr (PakivLog) log = fixture_open (fixture, PAKIV_LOG_POLICE, PAKIV_ROLE_OFFICER);
  g_autofree char *id = fixture_add_talk (fixture, log, "2021-05-01", "OLD", "before");
  g_autoptr (PakivDefinitions) changed
      = load_changed (fixture, "talk.xml", "<field id=\"note\"",
                      "<field id=\"weather\" type=\"text\"><label>Weather</label></field>"
                      "<field id=\"note\"");
  const PakivKind *kind = pakiv_definitions_find_kind (changed, "talk");
  g_autoptr (PakivRecord) record = NULL, again = NULL;
  g_autoptr (GError) error = NULL;

  g_clear_pointer (&log, pakiv_log_unref);
  pakiv_definitions_unref (fixture->definitions);
  fixture->definitions = pakiv_definitions_ref (changed);
  log = fixture_open (fixture, PAKIV_LOG_POLICE, PAKIV_ROLE_OFFICER);
  record = fixture_load (log, kind, id);
  g_assert_no_error (error);
  g_assert_cmpstr (pakiv_record_get (record, "note"), ==, "before");
  pakiv_record_set (record, "weather", "drizzle");
  g_assert_true (pakiv_log_save (log, record, &error));
  again = fixture_load (log, kind, id);
  g_assert_cmpstr (pakiv_record_get (again, "weather"), ==, "drizzle");
  g_assert_cmpuint (fixture_count (log, kind, "drizz"), ==, 1);
}

/* Search follows the labels, also those of records written before. */
static void
test_changed_label (void)
{
  g_autoptr (Fixture) fixture = fixture_new ();
  g_autoptr (PakivLog) log = fixture_open (fixture, PAKIV_LOG_POLICE, PAKIV_ROLE_OFFICER);
  g_autofree char *id = fixture_add_talk (fixture, log, "2021-05-01", "NEW", NULL);
  g_autoptr (PakivDefinitions) changed
      = load_changed (fixture, "place.xml", "New Harbour", "Riverside");
  const PakivKind *kind = pakiv_definitions_find_kind (changed, "talk");

  g_assert_cmpuint (fixture_count (log, fixture->talk, "harbour"), ==, 1);
  g_clear_pointer (&log, pakiv_log_unref);
  pakiv_definitions_unref (fixture->definitions);
  fixture->definitions = pakiv_definitions_ref (changed);
  log = fixture_open (fixture, PAKIV_LOG_POLICE, PAKIV_ROLE_OFFICER);
  g_assert_cmpuint (fixture_count (log, kind, "harbour"), ==, 0);
  g_assert_cmpuint (fixture_count (log, kind, "riverside"), ==, 1);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/log/new-field", test_new_field);
  g_test_add_func ("/log/changed-label", test_changed_label);
  return g_test_run ();
}
