#include "workplace-fixture.h"

#include "pakiv-csv-writer.h"
#include "pakiv-import-map.h"
#include "pakiv-record-csv.h"
#include "reports-fixture.h"

#include <ftw.h>
#include <stdio.h>

static int
remove_one (const char *path, const struct stat *status, int type, struct FTW *place)
{
  return remove (path);
}

void
workplace_fixture_set_up (WorkplaceFixture *fixture)
{
  PakivMember member = { (char *)"Ana", PAKIV_ROLE_OFFICER };
  const char *const passphrases[] = { "long enough", NULL };
  g_autoptr (GPtrArray) members = g_ptr_array_new ();
  g_autoptr (PakivClock) clock = pakiv_clock_new_fixed (WORKPLACE_DAY);
  g_autoptr (PakivDesk) desk = NULL;
  g_autoptr (PakivSession) session = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *path = NULL;

  fixture->folder = g_dir_make_tmp ("pakiv-desk-XXXXXX", &error);
  g_assert_no_error (error);
  path = g_build_filename (fixture->folder, "desk", NULL);
  g_ptr_array_add (members, &member);
  desk = pakiv_desk_create (path, "Puente", members, passphrases, PAKIV_COST_TEST, &error);
  g_assert_no_error (error);
  session = pakiv_desk_unlock (desk, "Ana", "long enough", &error);
  g_assert_no_error (error);
  fixture->workplace = pakiv_workplace_new (session, clock, &error);
  g_assert_no_error (error);
}

void
workplace_fixture_tear_down (WorkplaceFixture *fixture)
{
  g_assert_finalize_object (fixture->workplace);
  nftw (fixture->folder, remove_one, 16, FTW_DEPTH | FTW_PHYS);
  g_assert_false (g_file_test (fixture->folder, G_FILE_TEST_EXISTS));
  g_free (fixture->folder);
}

char *
workplace_fixture_write (WorkplaceFixture *fixture, const char *name, const char *text)
{
  char *path = g_build_filename (fixture->folder, name, NULL);
  g_autoptr (GError) error = NULL;

  g_file_set_contents (path, text, -1, &error);
  g_assert_no_error (error);
  return path;
}

static void
append_row (GString *csv, char **row)
{
  pakiv_csv_append_row (csv, (const char *const *)row);
  g_strfreev (row);
}

void
workplace_fixture_fill (WorkplaceFixture *fixture, guint n)
{
  PakivDefinitions *definitions = pakiv_workplace_get_definitions (fixture->workplace);
  const PakivKind *kind = pakiv_definitions_find_kind (definitions, "contact");
  g_autoptr (GRand) rand = g_rand_new_with_seed (5);
  g_autoptr (GString) csv = g_string_new (NULL);
  g_autoptr (GError) error = NULL;
  g_autoptr (PakivImportMap) map = pakiv_import_map_load (definitions, "contact", &error);
  g_autofree char *path = NULL;
  PakivImportResult result;

  g_assert_no_error (error);
  append_row (csv, pakiv_record_csv_header (kind));
  for (guint i = 0; i < n; i++)
    {
      g_autoptr (PakivRecord) record = fixture_record_new (kind, rand);

      append_row (csv, pakiv_record_to_csv (record));
    }
  path = workplace_fixture_write (fixture, "contacts.csv", csv->str);
  pakiv_log_import (pakiv_workplace_get_log (fixture->workplace, PAKIV_LOG_POLICE), map,
                    (const char *const[]){ path, NULL }, NULL, NULL, NULL, &result, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (result.added, >, n / 2);
}

guint64
workplace_fixture_count (WorkplaceFixture *fixture)
{
  PakivLog *log = pakiv_workplace_get_log (fixture->workplace, PAKIV_LOG_POLICE);
  const PakivKind *kind = pakiv_definitions_find_kind (pakiv_log_get_definitions (log), "contact");
  guint64 n = 0;

  g_assert_true (pakiv_log_count_records (log, kind, &n, NULL));
  return n;
}
