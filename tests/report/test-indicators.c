#include "fixture.h"

#include "pakiv-indicator-page.h"
#include "pakiv-picture.h"

#include <math.h>
#include <string.h>

/* Indicators of invented releases: a table is written as its dimensions with their codes, then its
 * figures as "CODE CODE = 12". */
static PakivTable *
new_table (const char *id, const char *const *dimensions, const char *measure, int base)
{
  GPtrArray *all = pakiv_table_dimensions_new ();
  PakivTable *table;

  for (int i = 0; dimensions[i] != NULL; i++)
    {
      g_auto (GStrv) words = g_strsplit (dimensions[i], " ", -1);
      PakivTableDimension *dimension = pakiv_table_dimension_new (words[0], words[0]);

      pakiv_table_dimension_add (dimension, PAKIV_TOTAL, "All");
      for (int k = 1; words[k] != NULL; k++)
        pakiv_table_dimension_add (dimension, words[k], words[k]);
      g_ptr_array_add (all, dimension);
    }
  table = pakiv_table_new_published (id, all, all->len > 1);
  table->measure = g_strdup (measure);
  table->unit = g_strdup (measure);
  table->title = g_strdup (id);
  table->base = base;
  return table;
}

/* Adds @value to the cell of @codes and to every total over it. */
static void
add (PakivTable *table, const char *codes, gint64 value)
{
  g_auto (GStrv) words = g_strsplit (codes, " ", -1);
  guint n = table->dimensions->len;

  for (guint mask = 0; mask < 1u << n; mask++)
    {
      g_autofree guint *position = g_new0 (guint, n);

      for (guint d = 0; d < n; d++)
        {
          const PakivTableDimension *dimension = table->dimensions->pdata[d];
          guint code = 1;

          while (strcmp (dimension->codes->pdata[code], words[d]) != 0)
            code++;
          position[d] = (mask >> d & 1) != 0 ? 0 : code;
        }
      table->values[pakiv_table_offset (table, position)] += value;
    }
}

#define DIMENSIONS(...) ((const char *const[]){ __VA_ARGS__, NULL })

static PakivRelease *
new_release (PakivLogId log)
{
  return pakiv_release_new ("Town", "0c2a8f6e-8a55-4f7e-9a39-2b1f0c9d7e11", log,
                            (PakivPeriod){ 2021, 1 }, 1);
}

static PakivTable *
add_outcomes (PakivRelease *release)
{
  PakivTable *table
      = new_table ("stops-by-gender-outcome",
                   DIMENSIONS ("gender F M U", "outcome NFA ADMFINE SEIZE ARREST", "linked YES NO"),
                   "CONTACTS", 10);
  PakivTable *all = new_table ("stops-by-outcome",
                               DIMENSIONS ("outcome NFA ADMFINE SEIZE ARREST", "linked YES NO"),
                               "CONTACTS", 10);

  add (table, "M NFA NO", 600);
  add (table, "M ARREST YES", 200);
  add (table, "M ADMFINE YES", 200);
  add (table, "F NFA NO", 420);
  add (table, "F SEIZE YES", 80);
  add (all, "NFA NO", 1020);
  add (all, "ARREST YES", 200);
  add (all, "ADMFINE YES", 200);
  add (all, "SEIZE YES", 80);
  g_ptr_array_add (release->tables, all);
  g_ptr_array_add (release->tables, table);
  return table;
}

static const PakivFigure *
figure_of (GPtrArray *indicators, const char *indicator, const char *id)
{
  const PakivIndicator *found = pakiv_indicators_find (indicators, indicator);

  g_assert_nonnull (found);
  for (guint i = 0; i < found->figures->len; i++)
    if (strcmp (pakiv_indicator_get_figure (found, i)->spec->id, id) == 0)
      return pakiv_indicator_get_figure (found, i);
  g_error ("no figure %s", id);
}

/* 320 of 1,000 men and 80 of 500 women. */
static void
test_hit_rate (void)
{
  g_autoptr (PakivRelease) release = new_release (PAKIV_LOG_POLICE);
  g_autoptr (GPtrArray) indicators = NULL;
  const PakivFigure *all, *men, *gap;
  PakivInterval wilson = pakiv_interval_wilson (400, 1000);

  add_outcomes (release);
  indicators = pakiv_indicators_compute (release, NULL);
  g_assert_cmpint (pakiv_indicators_find (indicators, "hit-rate")->state, ==,
                   PAKIV_INDICATOR_KNOWN);
  all = figure_of (indicators, "hit-rate", "all");
  men = figure_of (indicators, "hit-rate", "men");
  gap = figure_of (indicators, "hit-rate", "gap");
  g_assert_cmpint (all->part, ==, 480);
  g_assert_cmpint (all->whole, ==, 1500);
  g_assert_cmpfloat_with_epsilon (all->value, 0.32, 1e-12);
  g_assert_cmpint (men->part, ==, 400);
  g_assert_cmpint (men->whole, ==, 1000);
  g_assert_cmpfloat (men->chance.low, ==, wilson.low);
  g_assert_cmpfloat (men->chance.high, ==, wilson.high);
  g_assert_cmpfloat_with_epsilon (gap->value, 0.24, 1e-12);
  g_assert_cmpfloat (gap->chance.low, >, 0);
  g_assert_false (gap->open);
}

/* Men 30 of 100 and women 28 of 100: protection alone can turn that round. */
static void
test_gap_left_open (void)
{
  g_autoptr (PakivRelease) release = new_release (PAKIV_LOG_POLICE);
  PakivTable *table
      = new_table ("stops-by-gender-outcome",
                   DIMENSIONS ("gender F M", "outcome NFA ADMFINE SEIZE ARREST", "linked YES NO"),
                   "CONTACTS", 10);
  g_autoptr (GPtrArray) indicators = NULL;
  const PakivFigure *gap;

  add (table, "M NFA NO", 70);
  add (table, "M ARREST YES", 30);
  add (table, "F NFA NO", 72);
  add (table, "F ARREST YES", 28);
  g_ptr_array_add (release->tables, table);
  indicators = pakiv_indicators_compute (release, NULL);
  gap = figure_of (indicators, "hit-rate", "gap");
  g_assert_cmpint (gap->state, ==, PAKIV_FIGURE_KNOWN);
  g_assert_true (gap->open);
  g_assert_cmpfloat (gap->rounding.low, <, 0);
  g_assert_cmpfloat (gap->rounding.high, >, 0);
  /* The table of all stops is not in this release. */
  g_assert_cmpint (figure_of (indicators, "hit-rate", "all")->state, ==, PAKIV_FIGURE_MISSING);
}

static PakivFigureState
get_receipts (gint64 given, gint64 refused, const PakivFigure **figure, GPtrArray **indicators)
{
  g_autoptr (PakivRelease) release = new_release (PAKIV_LOG_POLICE);
  PakivTable *table = new_table (
      "stops-by-receipt", DIMENSIONS ("RECEIPT GIVEN EMAILED OFFERED_REFUSED NOT_OFFERED _U"),
      "CONTACTS", 10);

  add (table, "GIVEN", given);
  add (table, "OFFERED_REFUSED", refused);
  /* Coverage is over all stops; but where hardly any says, nothing can be said. */
  add (table, "_U", 1000);
  g_ptr_array_add (release->tables, table);
  *indicators = pakiv_indicators_compute (release, NULL);
  *figure = figure_of (*indicators, "receipts", "offered");
  return (*figure)->state;
}

static void
test_withheld (void)
{
  const struct
  {
    gint64 given, refused;
    PakivFigureState state;
  } cases[] = {
    { 24, 0, PAKIV_FIGURE_WITHHELD }, { 12, 12, PAKIV_FIGURE_WITHHELD },
    { 0, 0, PAKIV_FIGURE_WITHHELD },  { 25, 0, PAKIV_FIGURE_KNOWN },
    { 10, 15, PAKIV_FIGURE_KNOWN },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GPtrArray) indicators = NULL;
      const PakivFigure *figure;

      g_assert_cmpint (get_receipts (cases[i].given, cases[i].refused, &figure, &indicators), ==,
                       cases[i].state);
      /* A dimension of a package is written in capitals, and offered and refused is offered. */
      if (figure->state == PAKIV_FIGURE_KNOWN)
        {
          g_assert_cmpint (figure->whole, ==, 1025);
          g_assert_cmpfloat_with_epsilon (figure->value, 25.0 / 1025, 1e-12);
        }
    }
}

/* Who writes down only what speaks for them gains nothing: 40 of 100 stops say whether a receipt
 * was offered, and 30 of them say yes. */
static void
test_not_recorded (void)
{
  g_autoptr (PakivRelease) release = new_release (PAKIV_LOG_POLICE);
  PakivTable *linked = new_table (
      "stops-by-outcome", DIMENSIONS ("outcome NFA ARREST", "linked YES NO _U"), "CONTACTS", 10);
  PakivTable *force = new_table ("stops-by-force", DIMENSIONS ("force YES NO _U"), "CONTACTS", 10);
  g_autoptr (GPtrArray) indicators = NULL;
  const PakivFigure *hits;

  add (linked, "ARREST YES", 30);
  add (linked, "NFA NO", 10);
  add (linked, "NFA _U", 60);
  add (force, "YES", 20);
  add (force, "NO", 20);
  add (force, "_U", 60);
  g_ptr_array_add (release->tables, linked);
  g_ptr_array_add (release->tables, force);
  indicators = pakiv_indicators_compute (release, NULL);
  hits = figure_of (indicators, "hit-rate", "all");
  g_assert_cmpfloat (hits->value, ==, 0.3);
  g_assert_cmpfloat (figure_of (indicators, "hit-rate", "not-recorded")->value, ==, 0.6);
  /* Force is rare where it is written down: silence is no proof that there was none. */
  g_assert_cmpfloat (figure_of (indicators, "search-force", "force")->value, ==, 0.5);
}

static void
test_elsewhere_and_missing (void)
{
  g_autoptr (PakivRelease) release = new_release (PAKIV_LOG_JOINT);
  g_autoptr (GPtrArray) indicators = NULL;

  add_outcomes (release);
  indicators = pakiv_indicators_compute (release, NULL);
  g_assert_cmpint (pakiv_indicators_find (indicators, "hit-rate")->state, ==,
                   PAKIV_INDICATOR_ELSEWHERE);
  g_assert_cmpint (pakiv_indicators_find (indicators, "assessment")->state, ==,
                   PAKIV_INDICATOR_MISSING);
  g_assert_cmpuint (pakiv_indicators_find (indicators, "assessment")->needs->len, ==, 1);
  g_assert_cmpint (pakiv_indicators_find (indicators, "actions")->state, ==,
                   PAKIV_INDICATOR_MISSING);
}

static const char outside[]
    = "<benchmarks>"
      "<benchmark id='population' low='90000' high='110000' source='Register' date='2021-01-01'/>"
      "<benchmark id='population-men' low='49000' high='51000' source='Register' date='2021-01-01'/>"
      "<benchmark id='population-women' low='50000' high='50000' source='Register' "
      "date='2021-01-01'/>"
      "</benchmarks>";

/* 1,500 stops of about 100,000 people; 1,000 men and 500 women, as many of each living here. */
static void
test_benchmarks (void)
{
  g_autoptr (PakivRelease) release = new_release (PAKIV_LOG_POLICE);
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) benchmarks
      = pakiv_benchmarks_parse (outside, strlen (outside), "outside.xml", &error);
  PakivTable *ages
      = new_table ("stops-by-age-gender", DIMENSIONS ("age 18_24", "gender F M"), "CONTACTS", 10);
  g_autoptr (GPtrArray) indicators = NULL;
  g_autoptr (GPtrArray) without = NULL;
  const PakivFigure *rate, *ratio;
  PakivInterval poisson = pakiv_interval_poisson (1500);

  g_assert_no_error (error);
  add_outcomes (release);
  add (ages, "18_24 M", 1000);
  add (ages, "18_24 F", 500);
  g_ptr_array_add (release->tables, ages);
  indicators = pakiv_indicators_compute (release, benchmarks);
  without = pakiv_indicators_compute (release, NULL);

  g_assert_cmpint (pakiv_indicators_find (without, "stop-rate")->state, ==,
                   PAKIV_INDICATOR_MISSING);
  g_assert_cmpuint (pakiv_indicators_find (without, "stop-rate")->needs->len, ==, 1);
  g_assert_cmpuint (pakiv_indicators_find (indicators, "stop-rate")->needs->len, ==, 0);
  rate = figure_of (indicators, "stop-rate", "all");
  g_assert_cmpfloat_with_epsilon (rate->value, 15, 1e-9);
  g_assert_cmpfloat_with_epsilon (rate->chance.low, poisson.low / 110, 1e-9);
  g_assert_cmpfloat_with_epsilon (rate->chance.high, poisson.high / 90, 1e-9);
  ratio = figure_of (indicators, "disproportionality", "men");
  g_assert_cmpfloat_with_epsilon (ratio->value, 2, 1e-9);
  g_assert_cmpfloat_with_epsilon (ratio->chance.low, 2 * 50.0 / 51 * exp (-1.959964 * sqrt (0.003)),
                                  1e-5);
  g_assert_cmpfloat_with_epsilon (ratio->chance.high, 2 * 50.0 / 49 * exp (1.959964 * sqrt (0.003)),
                                  1e-5);
  g_assert_false (ratio->open);
  /* Roma are not among the figures, whatever the benchmark. */
  g_assert_cmpuint (pakiv_indicators_find (indicators, "disproportionality")->needs->len, ==, 1);
}

static char *
make_address (const char *picture, gboolean dark, gpointer data)
{
  return g_strdup_printf ("%s-%s.svg", picture, dark ? "dark" : "light");
}

/* A gap, figures that are withheld or lack their table, and what is not available. */
static void
test_page (void)
{
  g_autoptr (PakivRelease) release = new_release (PAKIV_LOG_POLICE);
  g_autoptr (GPtrArray) indicators = NULL;
  g_autoptr (GString) html = g_string_new (NULL);
  g_autoptr (GRegex) height = g_regex_new (" height=\"[0-9]+\"", 0, 0, NULL);
  g_autofree char *text = NULL;
  PakivTable *table = add_outcomes (release);
  PakivTable *force = new_table ("stops-by-force", DIMENSIONS ("force YES NO _U"), "CONTACTS", 10);

  add (table, "F SEIZE YES", 70);
  add (force, "NO", 20);
  add (force, "_U", 1480);
  g_ptr_array_add (release->tables, force);
  indicators = pakiv_indicators_compute (release, NULL);
  pakiv_indicator_page_append (html, pakiv_published_of_release (release), indicators, make_address,
                               NULL);
  text = g_regex_replace_literal (height, html->str, -1, 0, "", 0, NULL);
  test_assert_golden ("indicators.html", text);
}

static void
test_pictures (void)
{
  g_autoptr (PakivRelease) release = new_release (PAKIV_LOG_POLICE);
  g_autoptr (PakivPicture) picture = NULL;
  g_autoptr (PakivPicture) table = NULL;
  g_autoptr (GBytes) svg = NULL;
  g_autofree char *text = NULL;
  g_autofree char *words = NULL;

  add_outcomes (release);
  table = pakiv_picture_new (release, "stops-by-outcome");
  g_assert_nonnull (table);
  g_assert_null (pakiv_picture_new (release, "indicator-nothing"));
  g_assert_null (pakiv_picture_new (release, "indicator-assessment"));
  g_assert_null (pakiv_picture_new (release, "nothing"));
  picture = pakiv_picture_new (release, "indicator-hit-rate");
  g_assert_nonnull (picture);
  g_assert_cmpstr (pakiv_picture_get_title (picture), ==, "Hit rate and gap");
  words = pakiv_picture_describe (picture);
  g_assert_nonnull (strstr (words, "All stops 32 % (30 % to 34 %)"));
  svg = pakiv_picture_to_svg (picture, 720, PAKIV_CHART_DARK);
  text = g_strndup (g_bytes_get_data (svg, NULL), g_bytes_get_size (svg));
  g_assert_nonnull (strstr (text, " role=\"img\">\n<title>Hit rate and gap</title>\n<desc>"));
  g_assert_nonnull (strstr (text, words));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/report/indicators/hit-rate", test_hit_rate);
  g_test_add_func ("/report/indicators/gap-left-open", test_gap_left_open);
  g_test_add_func ("/report/indicators/withheld", test_withheld);
  g_test_add_func ("/report/indicators/not-recorded", test_not_recorded);
  g_test_add_func ("/report/indicators/elsewhere-and-missing", test_elsewhere_and_missing);
  g_test_add_func ("/report/indicators/benchmarks", test_benchmarks);
  g_test_add_func ("/report/indicators/page", test_page);
  g_test_add_func ("/report/indicators/pictures", test_pictures);
  return g_test_run ();
}
