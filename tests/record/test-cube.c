/* What is counted, and under which category each record falls. */
#include "pakiv-counts.h"
#include "pakiv-error.h"
#include "pakiv-file.h"
#include "pakiv-record-json.h"

#include <string.h>

static PakivDefinitions *definitions;
static const PakivPeriod period = { 2021, 1 };

static PakivXml *
parse_xml (const char *text)
{
  g_autoptr (GError) error = NULL;
  PakivXml *xml = pakiv_xml_parse (text, strlen (text), "cube.xml", &error);

  g_assert_no_error (error);
  return xml;
}

static PakivCubeSpec *
new_spec (const char *text)
{
  g_autoptr (PakivXml) xml = parse_xml (text);
  g_autoptr (GError) error = NULL;
  PakivCubeSpec *spec = pakiv_cube_spec_new_from_xml (xml, definitions, &error);

  g_assert_no_error (error);
  return spec;
}

static void
expect_no_spec (const char *text)
{
  g_autoptr (PakivXml) xml = parse_xml (text);
  g_autoptr (GError) error = NULL;

  g_assert_null (pakiv_cube_spec_new_from_xml (xml, definitions, &error));
  g_assert_error (error, PAKIV_ERROR, PAKIV_ERROR_FORMAT);
  g_assert_true (g_str_has_prefix (error->message, "cube.xml, line "));
}

static void
add (PakivCounts *counts, const char *text)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (PakivRecord) record = pakiv_record_from_json (counts->spec->kind, text, -1, &error);

  g_assert_no_error (error);
  pakiv_counts_add_record (counts, record);
}

/* How many fall under @code of @dimension. */
static gint64
count (const PakivCounts *counts, const char *dimension, const char *code)
{
  const PakivDimension *found = pakiv_cube_spec_find (counts->spec, dimension);
  g_autoptr (GPtrArray) categories = pakiv_dimension_get_categories (found, period);
  gint64 total = 0;
  gboolean known = FALSE;

  for (guint i = 0; i < categories->len; i++)
    {
      if (strcmp (categories->pdata[i], code) != 0)
        continue;
      known = TRUE;
      for (guint j = 0; j < counts->cells->len; j++)
        {
          const PakivCell *cell = &g_array_index (counts->cells, PakivCell, j);

          if (pakiv_dimension_falls_under (found, cell->key, i))
            total += cell->count;
        }
    }
  g_assert_true (known);
  return total;
}

static void
test_records (void)
{
  g_autoptr (PakivCubeSpec) spec = new_spec (
      "<cube id='contacts' kind='contact' base='10'><unit>contacts</unit>"
      "<dimension id='type' field='type'/><dimension id='month' field='date' by='month'/>"
      "<dimension id='reason' field='reason'/><dimension id='outcome' field='outcome'/>"
      "<dimension id='gender' field='gender'/></cube>");
  g_autoptr (PakivCounts) counts = pakiv_counts_new (spec, period);

  add (counts, "{\"date\":\"2021-01-31\",\"type\":\"SEARCH\",\"gender\":\"M\","
               "\"reason\":[\"BEHAV\",\"REPORT\"],\"outcome\":\"NFA\"}");
  add (counts, "{\"date\":\"2021-03-01\",\"type\":\"SEARCH\",\"gender\":\"F\","
               "\"reason\":[\"BEHAV\"],\"outcome\":\"ARREST\"}");
  add (counts, "{\"date\":\"2021-03-31\",\"type\":\"SEARCH\"}");
  add (counts, "{\"date\":\"2021-02-01\",\"type\":\"PATROL\"}");
  add (counts, "{\"date\":\"2020-11-01\",\"type\":\"PATROL\"}");
  pakiv_counts_finish (counts);
  g_assert_cmpint (pakiv_counts_get_total (counts), ==, 5);
  g_assert_cmpint (count (counts, "type", "SEARCH"), ==, 3);
  g_assert_cmpint (count (counts, "type", "PATROL"), ==, 2);
  g_assert_cmpint (count (counts, "month", "2021-01"), ==, 1);
  g_assert_cmpint (count (counts, "month", "2021-02"), ==, 1);
  g_assert_cmpint (count (counts, "month", "2021-03"), ==, 2);
  g_assert_cmpint (count (counts, "month", PAKIV_LATE), ==, 1);
  g_assert_cmpint (count (counts, "reason", "BEHAV"), ==, 2);
  g_assert_cmpint (count (counts, "reason", "REPORT"), ==, 1);
  g_assert_cmpint (count (counts, "reason", PAKIV_NOT_STATED), ==, 1);
  g_assert_cmpint (count (counts, "reason", PAKIV_NOT_APPLICABLE), ==, 2);
  g_assert_cmpint (count (counts, "outcome", "NFA"), ==, 1);
  g_assert_cmpint (count (counts, "outcome", "ARREST"), ==, 1);
  g_assert_cmpint (count (counts, "outcome", PAKIV_NOT_STATED), ==, 1);
  g_assert_cmpint (count (counts, "outcome", PAKIV_NOT_APPLICABLE), ==, 2);

  /* The list has a code of its own for "not stated": there is no second one. */
  g_assert_cmpint (count (counts, "gender", "U"), ==, 1);
  g_assert_cmpint (count (counts, "gender", "M"), ==, 1);
  g_assert_cmpint (count (counts, "gender", PAKIV_NOT_APPLICABLE), ==, 2);
}

static void
test_rows (void)
{
  g_autoptr (PakivCubeSpec) people = new_spec (
      "<cube id='attendance' kind='meeting' rows='attendance' measure='number' base='5'>"
      "<unit>people</unit><dimension id='type' field='type'/>"
      "<dimension id='gender' field='gender'/></cube>");
  g_autoptr (PakivCubeSpec) rows
      = new_spec ("<cube id='actions' kind='meeting' rows='actions' base='5'><unit>actions</unit>"
                  "<dimension id='state' field='state'/></cube>");
  g_autoptr (PakivCounts) attendance = pakiv_counts_new (people, period);
  g_autoptr (PakivCounts) actions = pakiv_counts_new (rows, period);
  const char *text
      = "{\"date\":\"2021-01-31\",\"type\":\"PARTNER\",\"attendance\":[{\"gender\":\"F\","
        "\"number\":12},{\"gender\":\"M\",\"number\":3},{\"gender\":\"F\"}],"
        "\"actions\":[{\"state\":\"DONE\"},{\"state\":\"DONE\"},{\"state\":\"FED_BACK\"}]}";

  add (attendance, text);
  add (actions, text);
  add (attendance, "{\"date\":\"2021-01-31\",\"type\":\"YOUTH\"}");
  pakiv_counts_finish (attendance);
  pakiv_counts_finish (actions);
  g_assert_cmpint (pakiv_counts_get_total (attendance), ==, 15);
  g_assert_cmpint (count (attendance, "gender", "F"), ==, 12);
  g_assert_cmpint (count (attendance, "type", "PARTNER"), ==, 15);
  g_assert_cmpint (count (actions, "state", "DONE"), ==, 2);
  g_assert_cmpint (count (actions, "state", "FED_BACK"), ==, 1);
}

static void
test_merge (void)
{
  g_autoptr (PakivCubeSpec) spec = new_spec ("<cube id='c' kind='contact' base='3'><unit>u</unit>"
                                             "<dimension id='type' field='type'/></cube>");
  g_autoptr (PakivCounts) counts = pakiv_counts_new (spec, period);

  pakiv_counts_add (counts, 7, 2);
  pakiv_counts_add (counts, 3, 1);
  pakiv_counts_add (counts, 7, 5);
  pakiv_counts_add (counts, 9, 0);
  pakiv_counts_finish (counts);
  g_assert_cmpuint (counts->cells->len, ==, 2);
  g_assert_cmpuint (g_array_index (counts->cells, PakivCell, 0).key, ==, 3);
  g_assert_cmpint (g_array_index (counts->cells, PakivCell, 1).count, ==, 7);
}

/* Every category of every dimension survives being packed beside all the others. */
static void
test_packing (void)
{
  g_autofree char *path
      = g_build_filename (pakiv_file_get_data_folder (), "reports", "quarterly.xml", NULL);
  g_autoptr (GError) error = NULL;
  g_autoptr (PakivXml) report = pakiv_xml_load (path, &error);

  g_assert_no_error (error);
  for (guint i = 0; i < report->children->len; i++)
    {
      const PakivXml *xml = report->children->pdata[i];
      g_autoptr (PakivCubeSpec) spec = NULL;

      if (strcmp (xml->name, "cube") != 0)
        continue;
      spec = pakiv_cube_spec_new_from_xml (xml, definitions, &error);
      g_assert_no_error (error);
      for (guint j = 0; j < spec->dimensions->len; j++)
        {
          const PakivDimension *dimension = spec->dimensions->pdata[j];
          g_autoptr (GPtrArray) categories = pakiv_dimension_get_categories (dimension, period);
          guint codes = dimension->month ? 0 : dimension->field->codelist->codes->len;

          for (guint k = 0; k < codes; k++)
            {
              guint64 key = pakiv_dimension_pack (dimension, period, 0, categories->pdata[k], TRUE);

              for (guint l = 0; l < categories->len; l++)
                g_assert_true (pakiv_dimension_falls_under (dimension, key, l) == (k == l));
            }
        }
    }
}

static void
test_errors (void)
{
  expect_no_spec ("<cube id='c' base='5'><unit>u</unit></cube>");
  expect_no_spec ("<cube id='c' kind='person' base='5'><unit>u</unit></cube>");
  expect_no_spec ("<cube id='c' kind='contact' base='2'><unit>u</unit>"
                  "<dimension id='type' field='type'/></cube>");
  expect_no_spec ("<cube id='c' kind='contact' base='5'><unit>u</unit></cube>");
  expect_no_spec ("<cube id='c' kind='contact' base='5'><unit>u</unit>"
                  "<dimension id='x' field='nothing'/></cube>");
  /* A text is never counted, and a date only by month. */
  expect_no_spec ("<cube id='c' kind='contact' base='5'><unit>u</unit>"
                  "<dimension id='x' field='facts'/></cube>");
  expect_no_spec ("<cube id='c' kind='contact' base='5'><unit>u</unit>"
                  "<dimension id='x' field='date'/></cube>");
  expect_no_spec ("<cube id='c' kind='contact' base='5'><unit>u</unit>"
                  "<dimension id='x' field='type' by='month'/></cube>");
  expect_no_spec ("<cube id='c' kind='meeting' rows='type' base='5'><unit>u</unit>"
                  "<dimension id='x' field='type'/></cube>");
  expect_no_spec ("<cube id='c' kind='meeting' rows='attendance' measure='gender' base='5'>"
                  "<unit>u</unit><dimension id='x' field='type'/></cube>");
}

int
main (int argc, char **argv)
{
  g_autoptr (GError) error = NULL;
  int status;

  g_test_init (&argc, &argv, NULL);
  definitions = pakiv_definitions_load (pakiv_file_get_data_folder (), NULL, &error);
  g_assert_no_error (error);
  g_test_add_func ("/record/cube/records", test_records);
  g_test_add_func ("/record/cube/rows", test_rows);
  g_test_add_func ("/record/cube/merge", test_merge);
  g_test_add_func ("/record/cube/packing", test_packing);
  g_test_add_func ("/record/cube/errors", test_errors);
  status = g_test_run ();
  pakiv_definitions_unref (definitions);
  return status;
}
