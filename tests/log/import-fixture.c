#include "import-fixture.h"

#include "pakiv-import-map.h"

gboolean
import_files (Fixture *fixture,
              PakivLog *log,
              const char *map_name,
              const char *const *names,
              GCancellable *cancellable,
              PakivImportResult *result,
              GError **error)
{
  g_autoptr (PakivImportMap) map = pakiv_import_map_load (fixture->definitions, map_name, error);
  g_autoptr (GPtrArray) paths = g_ptr_array_new_with_free_func (g_free);

  g_assert_nonnull (map);
  for (int i = 0; names[i] != NULL; i++)
    g_ptr_array_add (paths, fixture_get_path (fixture, names[i]));
  g_ptr_array_add (paths, NULL);
  return pakiv_log_import (log, map, (const char *const *)paths->pdata, NULL, NULL, cancellable,
                           result, error);
}

void
import_check (Fixture *fixture,
              PakivLog *log,
              const char *map,
              const char *const *names,
              guint64 read,
              guint64 added,
              guint64 already,
              guint64 rejected)
{
  g_autoptr (GError) error = NULL;
  PakivImportResult result;

  import_files (fixture, log, map, names, NULL, &result, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (result.read, ==, read);
  g_assert_cmpuint (result.added, ==, added);
  g_assert_cmpuint (result.already, ==, already);
  g_assert_cmpuint (result.rejected, ==, rejected);
  g_assert_cmpuint (result.read, ==, result.added + result.already + result.rejected);
}
