#include "fixture.h"

#include "pakiv-table.h"

#include <string.h>

PakivDefinitions *
test_definitions_new (void)
{
  g_autofree char *folder
      = g_test_build_filename (G_TEST_DIST, "tests", "report", "definitions", NULL);
  g_autoptr (GError) error = NULL;
  PakivDefinitions *definitions = pakiv_definitions_load (folder, NULL, &error);

  g_assert_no_error (error);
  return definitions;
}

PakivReportSpec *
test_report_new (PakivDefinitions *definitions)
{
  g_autoptr (GError) error = NULL;
  PakivReportSpec *report = pakiv_report_spec_load (definitions, "small", &error);

  g_assert_no_error (error);
  return report;
}

static void
set_code (PakivRecord *record, GRand *rand, const char *field, const char *codes)
{
  g_auto (GStrv) list = g_strsplit (codes, " ", -1);
  int n = (int)g_strv_length (list);
  int a = g_rand_int_range (rand, 0, n), b = g_rand_int_range (rand, 0, n);
  int c = g_rand_int_range (rand, 0, n);

  /* The first codes far more often, so that large and small counts stand side by side. */
  pakiv_record_set (record, field, list[MIN (MIN (a, b), c)]);
}

static void
add_visit (PakivCounts *counts, GRand *rand)
{
  g_autoptr (PakivRecord) record = pakiv_record_new (counts->spec->kind);
  g_autofree char *date = g_strdup_printf ("2021-%02d-15", g_rand_int_range (rand, 1, 4));

  pakiv_record_set (record, "date", date);
  set_code (record, rand, "type", "HOME STREET SCHOOL MARKET");
  set_code (record, rand, "place", "NORTH EAST SOUTH WEST");
  set_code (record, rand, "gender", "F M U");
  if (g_strcmp0 (pakiv_record_get (record, "type"), "HOME") == 0)
    pakiv_record_set (record, "reason", g_rand_boolean (rand) ? "HELP" : "HELP ADVICE");
  else if (g_strcmp0 (pakiv_record_get (record, "type"), "SCHOOL") == 0)
    pakiv_record_set (record, "reason", g_rand_boolean (rand) ? "ADVICE REQUEST" : NULL);
  pakiv_counts_add_record (counts, record);
}

PakivCounts *
test_counts_new (const PakivReportSpec *report, guint32 seed, guint n)
{
  PakivCounts *counts = pakiv_counts_new (report->cubes->pdata[0], TEST_PERIOD);
  GRand *rand = g_rand_new_with_seed (seed);

  for (guint i = 0; i < n; i++)
    add_visit (counts, rand);
  pakiv_counts_finish (counts);
  g_rand_free (rand);
  return counts;
}

const guint8 *
test_secret (guint8 which)
{
  static guint8 secret[32];

  memset (secret, which, sizeof secret);
  return secret;
}

PakivRelease *
test_release_new (const PakivReportSpec *report, const PakivCounts *counts)
{
  PakivRelease *release
      = pakiv_release_new ("Puente & Río <Centro>", "0c2a8f6e-8a55-4f7e-9a39-2b1f0c9d7e11",
                           PAKIV_LOG_POLICE, counts->period, 1);
  g_autoptr (PakivSafeCube) cube
      = pakiv_safe_cube_protect (counts, report->tables, test_secret (7), "visits/police/2021-Q1");

  release->report = g_strdup (report->id);
  release->title = g_strdup (report->title);
  release->made_on = g_strdup ("2021-04-06");
  for (guint i = 0; i < report->tables->len; i++)
    g_ptr_array_add (release->tables, pakiv_table_new (cube, report->tables->pdata[i]));
  return release;
}

void
test_assert_golden (const char *name, const char *text)
{
  g_autofree char *path
      = g_test_build_filename (G_TEST_DIST, "tests", "report", "golden", name, NULL);
  g_autofree char *expected = NULL;
  g_autoptr (GError) error = NULL;

  if (g_strcmp0 (g_getenv ("PAKIV_UPDATE_GOLDEN"), "1") == 0)
    {
      g_file_set_contents (path, text, -1, &error);
      g_assert_no_error (error);
      return;
    }
  g_file_get_contents (path, &expected, NULL, &error);
  g_assert_no_error (error);
  if (strcmp (expected, text) != 0)
    {
      g_auto (GStrv) a = g_strsplit (expected, "\n", -1);
      g_auto (GStrv) b = g_strsplit (text, "\n", -1);
      int line = 0;

      while (a[line] != NULL && b[line] != NULL && strcmp (a[line], b[line]) == 0)
        line++;
      g_test_message ("%s differs at line %d", name, line + 1);
      g_test_message ("expected: %s", a[line] != NULL ? a[line] : "(end)");
      g_test_message ("got:      %s", b[line] != NULL ? b[line] : "(end)");
      g_test_fail ();
    }
}

/* What the font library keeps until the program ends is no leak of ours. */
const char *__lsan_default_suppressions (void);

const char *
__lsan_default_suppressions (void)
{
  return "leak:libfontconfig\n";
}
