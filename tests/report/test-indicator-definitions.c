/* The twenty indicators as they are defined: that all are there and fit the quarterly report, and
 * that definitions and benchmarks that make no sense are refused in words. */
#include "pakiv-benchmarks.h"
#include "pakiv-file.h"
#include "pakiv-indicator-spec.h"
#include "pakiv-report-spec.h"

#include <string.h>

static void
test_bad_benchmarks (void)
{
  const struct
  {
    const char *text, *says;
  } cases[] = {
    { "<x/>", "<x>" },
    { "<benchmarks><benchmark low='1' high='2' source='a' date='2021-01-01'/></benchmarks>", "id" },
    { "<benchmarks><benchmark id='roma' low='1' high='2' source='a' date='2021-01-01'/></benchmarks>",
      "roma" },
    { "<benchmarks><benchmark id='population' low='1' high='2' date='2021-01-01'/></benchmarks>",
      "source" },
    { "<benchmarks><benchmark id='population' low='1' high='2' source=' ' "
      "date='2021-01-01'/></benchmarks>",
      "where it is from" },
    { "<benchmarks><benchmark id='population' low='1' high='2' source='a' date='1.1.21'/></benchmarks>",
      "1.1.21" },
    { "<benchmarks><benchmark id='population' low='0' high='2' source='a' "
      "date='2021-01-01'/></benchmarks>",
      "“0”" },
    { "<benchmarks><benchmark id='population' low='nan' high='2' source='a' "
      "date='2021-01-01'/></benchmarks>",
      "nan" },
    { "<benchmarks><benchmark id='population' low='3' high='2' source='a' "
      "date='2021-01-01'/></benchmarks>",
      "lowest" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GError) error = NULL;

      g_assert_null (
          pakiv_benchmarks_parse (cases[i].text, strlen (cases[i].text), "outside.xml", &error));
      g_assert_nonnull (error);
      g_assert_nonnull (strstr (error->message, "outside.xml"));
      g_assert_nonnull (strstr (error->message, cases[i].says));
    }
}

static void
test_bad_definitions (void)
{
#define HEAD \
  "<indicators><indicator id='a' side='together' logs='joint'><title>t</title><about>a</about>" \
  "<formula>f</formula><source>s</source>"
#define TAIL "</indicator></indicators>"
  const char *cases[] = {
    "<indicators><indicator id='a' side='left' logs='joint'/></indicators>",
    "<indicators><indicator id='a' side='together' logs='secret'/></indicators>",
    "<indicators><indicator id='a' side='together' logs='joint' number='0'/></indicators>",
    "<indicators><indicator id='a' side='together' logs='joint'><title>t</title></indicator></indicators>",
    HEAD TAIL,
    HEAD "<figure id='b' kind='guess' table='t'><label>l</label></figure>" TAIL,
    HEAD "<figure id='b' kind='share'><label>l</label></figure>" TAIL,
    HEAD "<figure id='b' kind='share' table='t' part='x is y'><label>l</label></figure>" TAIL,
    HEAD "<figure id='b' kind='share' table='t' line='half'><label>l</label></figure>" TAIL,
    HEAD "<figure id='b' kind='share' table='t' line='0.5'><label>l</label></figure>" TAIL,
    HEAD "<figure id='b' kind='gap' from='c' less='d'><label>l</label></figure>" TAIL,
    HEAD "<figure id='b' kind='rate' table='t'><label>l</label></figure>" TAIL,
    HEAD "<figure id='b' kind='count' table='t' recorded='x in Y'><label>l</label></figure>" TAIL,
    HEAD "<figure id='b' kind='per' per='x' table='t'><label>l</label></figure>" TAIL,
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GError) error = NULL;

      g_assert_null (
          pakiv_indicator_specs_parse (cases[i], strlen (cases[i]), "indicators.xml", &error));
      g_assert_nonnull (error);
    }
}

static void
test_all_twenty (void)
{
  const GPtrArray *specs = pakiv_indicator_specs_get ();
  guint found = 0;

  for (guint i = 0; i < specs->len; i++)
    {
      const PakivIndicatorSpec *spec = specs->pdata[i];

      g_assert_cmpint (spec->number, <=, 20);
      if (spec->number == 0)
        continue;
      g_assert_cmpuint (found & 1u << spec->number, ==, 0);
      found |= 1u << spec->number;
      g_assert_true (spec->figures->len > 0 || spec->needs->len > 0);
    }
  g_assert_cmphex (found, ==, (1u << 21) - 2);
}

static const PakivTableSpec *
find_table (const PakivReportSpec *report, const char *id)
{
  for (guint i = 0; i < report->tables->len; i++)
    if (strcmp (((const PakivTableSpec *)report->tables->pdata[i])->id, id) == 0)
      return report->tables->pdata[i];
  g_error ("The quarterly report has no table “%s”.", id);
}

static gboolean
has_dimension (const PakivTableSpec *table, const PakivDimension *dimension)
{
  return dimension != NULL
         && (table->column == dimension
             || g_ptr_array_find (table->rows, (gpointer)dimension, NULL));
}

/* Every dimension and code that an indicator names is one of the quarterly report; adding up
 * several answers of one record would count it twice. */
static void
check_selection (const PakivReportSpec *report, const PakivSelection *selection)
{
  const PakivTableSpec *table;

  if (selection == NULL)
    return;
  table = find_table (report, selection->table);
  for (int i = 0; selection->dimensions[i] != NULL; i++)
    {
      const PakivDimension *dimension
          = pakiv_cube_spec_find (table->cube, selection->dimensions[i]);
      g_autoptr (GPtrArray) categories = NULL;
      char **codes = selection->codes->pdata[i];

      g_assert_true (has_dimension (table, dimension));
      categories = pakiv_dimension_get_categories (dimension, (PakivPeriod){ 2021, 1 });
      g_assert_true (!dimension->several || codes[1] == NULL);
      for (int k = 0; codes[k] != NULL; k++)
        if (!g_ptr_array_find_with_equal_func (categories, codes[k], g_str_equal, NULL))
          g_error ("“%s” has no code “%s”.", selection->dimensions[i], codes[k]);
    }
}

static void
test_fit_the_report (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (PakivDefinitions) definitions
      = pakiv_definitions_load (pakiv_file_get_data_folder (), NULL, &error);
  g_autoptr (PakivReportSpec) report = NULL;
  const GPtrArray *specs = pakiv_indicator_specs_get ();

  g_assert_no_error (error);
  report = pakiv_report_spec_load (definitions, "quarterly", &error);
  g_assert_no_error (error);
  for (guint i = 0; i < specs->len; i++)
    {
      const PakivIndicatorSpec *spec = specs->pdata[i];

      for (guint k = 0; k < spec->figures->len; k++)
        {
          const PakivFigureSpec *figure = spec->figures->pdata[k];

          check_selection (report, figure->part);
          check_selection (report, figure->whole);
          check_selection (report, figure->recorded);
          for (int log = 0; figure->part != NULL && log < PAKIV_N_LOGS; log++)
            if (spec->in_log[log])
              g_assert_true (find_table (report, figure->part->table)->cube->kind->in_log[log]);
        }
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/report/indicator-definitions/bad-benchmarks", test_bad_benchmarks);
  g_test_add_func ("/report/indicator-definitions/bad-definitions", test_bad_definitions);
  g_test_add_func ("/report/indicator-definitions/all-twenty", test_all_twenty);
  g_test_add_func ("/report/indicator-definitions/fit-the-report", test_fit_the_report);
  return g_test_run ();
}
