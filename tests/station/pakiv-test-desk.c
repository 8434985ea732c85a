#include "pakiv-test-desk.h"

#include "pakiv-record-json.h"

#include <glib/gstdio.h>
#include <string.h>

static void
remove_tree (const char *path)
{
  g_autoptr (GDir) dir = g_dir_open (path, 0, NULL);
  const char *name;

  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *inside = g_build_filename (path, name, NULL);

      remove_tree (inside);
    }
  g_remove (path);
}

static void
open_log (PakivTestDesk *test)
{
  g_autoptr (GError) error = NULL;

  test->session = pakiv_desk_unlock (test->desk, "Ana", "the blue bridge", &error);
  g_assert_no_error (error);
  test->definitions = pakiv_desk_load_definitions (test->desk, &error);
  g_assert_no_error (error);
  test->clock = pakiv_clock_new_fixed ("2021-05-10");
  test->log = pakiv_session_open_log (test->session, PAKIV_LOG_POLICE, test->definitions,
                                      test->clock, &error);
  g_assert_no_error (error);
}

void
pakiv_test_desk_set_up (PakivTestDesk *test)
{
  PakivMember members[]
      = { { (char *)"Ana", PAKIV_ROLE_OFFICER }, { (char *)"Mirela", PAKIV_ROLE_MEDIATOR } };
  const char *const passphrases[] = { "the blue bridge", "quiet garden" };
  g_autoptr (GPtrArray) array = g_ptr_array_new ();
  g_autofree char *folder = NULL;
  g_autoptr (GError) error = NULL;

  g_ptr_array_add (array, &members[0]);
  g_ptr_array_add (array, &members[1]);
  test->folder = g_dir_make_tmp ("pakiv-station-XXXXXX", &error);
  g_assert_no_error (error);
  folder = g_build_filename (test->folder, "desk", NULL);
  test->desk = pakiv_desk_create (folder, "Târgu Nou", array, passphrases, PAKIV_COST_TEST, &error);
  g_assert_no_error (error);
  open_log (test);
}

void
pakiv_test_desk_tear_down (PakivTestDesk *test)
{
  g_clear_pointer (&test->log, pakiv_log_unref);
  g_clear_pointer (&test->session, pakiv_session_unref);
  g_clear_pointer (&test->definitions, pakiv_definitions_unref);
  g_clear_pointer (&test->clock, pakiv_clock_unref);
  g_clear_pointer (&test->desk, pakiv_desk_unref);
  remove_tree (test->folder);
  g_assert_false (g_file_test (test->folder, G_FILE_TEST_EXISTS));
  g_free (test->folder);
}

void
pakiv_test_desk_add_stops (PakivTestDesk *test, guint n, const char *day, const char *outcome)
{
  const PakivKind *kind = pakiv_definitions_find_kind (test->definitions, "contact");
  g_autofree char *json = g_strdup_printf (
      "{\"date\": \"%s\", \"type\": \"STOPID\", \"district\": \"NORTH\", \"gender\": \"M\", "
      "\"age\": \"25_34\", \"reason\": [\"BEHAV\", \"REPORT\"], \"ground\": \"OFF_SUSP\", "
      "\"searched\": \"NO\", \"force\": \"NO\", \"outcome\": \"%s\", \"linked\": \"NO\", "
      "\"receipt\": \"GIVEN\"}",
      day, outcome);

  for (guint i = 0; i < n; i++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (PakivRecord) record = pakiv_record_from_json (kind, json, -1, &error);

      g_assert_no_error (error);
      pakiv_log_save (test->log, record, &error);
      g_assert_no_error (error);
    }
}
