#include "fixture.h"

#include "pakiv-error.h"

#include <gio/gio.h>
#include <glib/gstdio.h>
#include <string.h>

static void
test_report_spec_loads (void)
{
  g_autoptr (PakivDefinitions) definitions = test_definitions_new ();
  g_autoptr (PakivReportSpec) report = test_report_new (definitions);
  const PakivTableSpec *first = report->tables->pdata[0], *second = report->tables->pdata[1];

  g_assert_cmpstr (report->id, ==, "small");
  g_assert_cmpstr (report->title, ==, "Small report");
  g_assert_cmpuint (report->cubes->len, ==, 1);
  g_assert_cmpuint (report->tables->len, ==, 3);
  g_assert_cmpuint (first->rows->len, ==, 2);
  g_assert_cmpstr (((const PakivDimension *)first->rows->pdata[1])->id, ==, "place");
  g_assert_cmpstr (first->column->id, ==, "month");
  g_assert_null (first->filter);
  g_assert_null (first->note);
  g_assert_null (second->column);
  g_assert_cmpstr (second->filter->id, ==, "type");
  g_assert_cmpstr (second->filter_code, ==, "INDOORS");
  g_assert_cmpstr (second->note, ==, "A visit may have several reasons <or none>.");
}

/* The report that Pakiv ships. */
static void
test_report_spec_shipped (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (PakivDefinitions) definitions
      = pakiv_definitions_load (g_getenv ("PAKIV_DATA"), NULL, &error);
  g_autoptr (PakivReportSpec) report = NULL;

  g_assert_no_error (error);
  report = pakiv_report_spec_load (definitions, "quarterly", &error);
  g_assert_no_error (error);
  g_assert_cmpuint (report->tables->len, >=, 10);
}

/* Whatever a report says: counts by age or motive are protected with 10 at least. */
static void
test_report_spec_least_base (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (PakivDefinitions) definitions
      = pakiv_definitions_load (g_getenv ("PAKIV_DATA"), NULL, &error);
  const char *const wrong[] = {
    "<cube id='c' kind='contact' base='9'><unit>u</unit><dimension id='a' field='age'/></cube>",
    "<cube id='i' kind='incident' base='9'><unit>u</unit><dimension id='m' field='motive'/></cube>",
  };

  g_assert_no_error (error);
  for (gsize i = 0; i < G_N_ELEMENTS (wrong); i++)
    {
      g_autoptr (PakivXml) xml = pakiv_xml_parse (wrong[i], strlen (wrong[i]), "own.xml", &error);

      g_assert_no_error (error);
      g_assert_null (pakiv_cube_spec_new_from_xml (xml, definitions, &error));
      g_assert_error (error, PAKIV_ERROR, PAKIV_ERROR_FORMAT);
      g_assert_nonnull (strstr (error->message, "own.xml, line 1"));
      g_assert_nonnull (strstr (error->message, "at least 10"));
      g_clear_error (&error);
    }
}

typedef struct
{
  const char *from; /* in small.xml */
  const char *to;
  const char *message;
} Mistake;

static const Mistake mistakes[] = {
  { "<report id=\"small\">", "<report>", "line 2: <report> needs the attribute “id”" },
  { "<title>Small report</title>", "", "line 2: The report “small” has no title" },
  { "kind=\"visit\"", "kind=\"walk\"", "line 4: There is no kind of record “walk”" },
  { "cube=\"visits\" rows=\"reason\"", "cube=\"walks\" rows=\"reason\"",
    "line 15: The report has no cube “walks” above this table" },
  { "rows=\"reason\"", "rows=\"season\"", "line 15: The cube “visits” has no dimension “season”" },
  { "rows=\"reason\"", "", "line 15: <table> needs the attribute “rows”" },
  { "rows=\"place\" column=\"gender\"", "rows=\"place\" column=\"place\"",
    "line 19: The dimension “place” stands twice" },
  { "type in INDOORS", "type INDOORS", "line 15: “type INDOORS” can’t be read" },
  { "type in INDOORS", "type in CELLAR", "line 15: “type” has no code or group “CELLAR”" },
  { "type in INDOORS", "kind in HOME", "line 15: The cube “visits” has no dimension “kind”" },
  { "id=\"by-reason\"", "id=\"by-place-gender\"",
    "line 19: The table “by-place-gender” stands twice" },
  { "<title>Visits by place and gender</title>", "",
    "line 19: The table “by-place-gender” has no title" },
  { "<table id=\"by-reason\"", "<tabel/><table id=\"by-reason\"",
    "line 15: A report has no <tabel>" },
  { "<cube id=\"visits\" kind=\"visit\" base=\"5\">",
    "<cube id=\"visits\" kind=\"visit\" base=\"2\">", "line 4: The base must be at least 3" },
  { "base=\"5\"", "base=\"5 or so\"", "line 4: The base must be a whole number, not “5 or so”" },
  { "base=\"5\"", "base=\"4294967301\"", "line 4: The base must be a whole number" },
  { "base=\"5\"", "base=\"1001\"", "line 4: The base must be at least 3 and at most 1000" },
  { "base=\"5\"", "base=\"3\"",
    "line 9: The cube “visits” has a base of 3; counted by “gender” it must be at least 4" },
  { "  </cube>",
    "  </cube><cube id=\"visits\" kind=\"visit\" base=\"5\"><unit>visits</unit>"
    "<dimension id=\"type\" field=\"type\"/></cube>",
    "line 11: The cube “visits” stands twice" },
  { "  </cube>",
    "  </cube><cube id=\"again\" kind=\"visit\" base=\"5\"><unit>visits</unit>"
    "<dimension id=\"type\" field=\"type\"/></cube>",
    "line 11: The cubes “visits” and “again” count the same records" },
};

static char *
replace (const char *text, const char *from, const char *to)
{
  g_auto (GStrv) parts = g_strsplit (text, from, 2);

  g_assert_cmpuint (g_strv_length (parts), ==, 2);
  return g_strjoinv (to, parts);
}

static void
link_in (const char *folder, const char *name, const char *target)
{
  g_autofree char *path = g_build_filename (folder, name, NULL);
  g_autoptr (GFile) file = g_file_new_for_path (path);
  g_autoptr (GError) error = NULL;

  g_file_make_symbolic_link (file, target, NULL, &error);
  g_assert_no_error (error);
}

static void
remove_in (const char *folder, const char *name)
{
  g_autofree char *path = g_build_filename (folder, name, NULL);

  g_assert_cmpint (g_remove (path), ==, 0);
}

static void
test_report_spec_names_mistakes (void)
{
  g_autofree char *source
      = g_test_build_filename (G_TEST_DIST, "tests", "report", "definitions", NULL);
  g_autofree char *records = g_build_filename (source, "records", NULL);
  g_autofree char *codelists = g_build_filename (source, "codelists", NULL);
  g_autofree char *small = g_build_filename (source, "reports", "small.xml", NULL);
  g_autofree char *folder = g_dir_make_tmp ("pakiv-report-XXXXXX", NULL);
  g_autofree char *path = g_build_filename (folder, "reports", "wrong.xml", NULL);
  g_autofree char *reports = g_build_filename (folder, "reports", NULL);
  g_autofree char *good = NULL;
  g_autoptr (PakivDefinitions) definitions = NULL;
  g_autoptr (GError) error = NULL;

  link_in (folder, "records", records);
  link_in (folder, "codelists", codelists);
  g_mkdir (reports, 0700);
  g_file_get_contents (small, &good, NULL, &error);
  g_assert_no_error (error);
  definitions = pakiv_definitions_load (folder, NULL, &error);
  g_assert_no_error (error);
  for (gsize i = 0; i < G_N_ELEMENTS (mistakes); i++)
    {
      g_autofree char *wrong = replace (good, mistakes[i].from, mistakes[i].to);

      g_file_set_contents (path, wrong, -1, NULL);
      g_assert_null (pakiv_report_spec_load (definitions, "wrong", &error));
      g_assert_error (error, PAKIV_ERROR, PAKIV_ERROR_FORMAT);
      g_assert_nonnull (strstr (error->message, "wrong.xml, "));
      if (strstr (error->message, mistakes[i].message) == NULL)
        g_error ("expected “%s”, got “%s”", mistakes[i].message, error->message);
      g_clear_error (&error);
    }
  remove_in (reports, "wrong.xml");
  g_assert_null (pakiv_report_spec_load (definitions, "wrong", &error));
  g_assert_nonnull (error);
  g_assert_nonnull (strstr (error->message, "wrong.xml"));
  remove_in (folder, "reports");
  remove_in (folder, "records");
  remove_in (folder, "codelists");
  g_rmdir (folder);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/report/spec/loads", test_report_spec_loads);
  g_test_add_func ("/report/spec/shipped", test_report_spec_shipped);
  g_test_add_func ("/report/spec/least-base", test_report_spec_least_base);
  g_test_add_func ("/report/spec/mistakes", test_report_spec_names_mistakes);
  return g_test_run ();
}
