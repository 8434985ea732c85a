#include "fixture.h"

#include "pakiv-chart.h"
#include "pakiv-release-page.h"

#include <string.h>

typedef struct
{
  PakivDefinitions *definitions;
  PakivReportSpec *report;
  PakivCounts *counts;
  PakivRelease *release;
} Fixture;

static void
set_up (Fixture *fixture, gconstpointer data)
{
  fixture->definitions = test_definitions_new ();
  fixture->report = test_report_new (fixture->definitions);
  fixture->counts = test_counts_new (fixture->report, 11, GPOINTER_TO_UINT (data));
  fixture->release = test_release_new (fixture->report, fixture->counts);
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  pakiv_release_free (fixture->release);
  pakiv_counts_free (fixture->counts);
  pakiv_report_spec_free (fixture->report);
  pakiv_definitions_unref (fixture->definitions);
}

static char *
make_address (const char *picture, gboolean dark, gpointer data)
{
  return g_strdup_printf ("/chart?table=%s&shade=%s", picture, dark ? "dark" : "light");
}

static char *
make_page (const PakivRelease *release)
{
  GString *html = g_string_new (NULL);

  pakiv_release_page_append (html, release, make_address, NULL);
  return g_string_free (html, FALSE);
}

/* Heights come from the fonts of this machine. */
static char *
drop_heights (const char *html)
{
  g_autoptr (GRegex) height = g_regex_new (" height=\"[0-9]+\"", 0, 0, NULL);

  return g_regex_replace_literal (height, html, -1, 0, "", 0, NULL);
}

static void
test_page_golden (Fixture *fixture, gconstpointer data)
{
  g_autofree char *html = make_page (fixture->release);
  g_autofree char *text = drop_heights (html);

  test_assert_golden (GPOINTER_TO_UINT (data) == 0 ? "empty-page.html" : "page.html", text);
}

static void
test_page_needs_no_style_or_script (Fixture *fixture, gconstpointer data)
{
  g_autofree char *html = make_page (fixture->release);

  g_assert_null (strstr (html, "style="));
  g_assert_null (strstr (html, "<style"));
  g_assert_null (strstr (html, "<script"));
  g_assert_null (strstr (html, " on"
                               "click"));
  g_assert_null (strstr (html, "<Centro>"));
  g_assert_nonnull (strstr (html, "Puente &amp; Río &lt;Centro&gt;"));
  g_assert_nonnull (strstr (html, "/chart?table=by-reason&amp;shade=dark"));
}

/* A browser mends what does not nest, each in its own way; the desk's preview reads the page as
 * XML. */
static void
test_page_is_well_formed (Fixture *fixture, gconstpointer data)
{
  const GMarkupParser parser = { 0 };
  g_autoptr (GMarkupParseContext) context = g_markup_parse_context_new (&parser, 0, NULL, NULL);
  g_autofree char *html = make_page (fixture->release);
  g_autoptr (GError) error = NULL;

  g_markup_parse_context_parse (context, html, -1, &error);
  g_assert_no_error (error);
  g_markup_parse_context_end_parse (context, &error);
  g_assert_no_error (error);
}

static void
test_document (Fixture *fixture, gconstpointer data)
{
  g_autofree char *document = pakiv_release_page_to_document (fixture->release);
  g_autofree char *again = pakiv_release_page_to_document (fixture->release);

  g_assert_true (g_str_has_prefix (document, "<!DOCTYPE html>\n<html lang=\"en\">"));
  g_assert_nonnull (strstr (document, "src=\"data:image/svg+xml;base64,"));
  g_assert_nonnull (strstr (document, "@page"));
  g_assert_null (strstr (document, "http:"));
  g_assert_null (strstr (document, "https:"));
  g_assert_cmpstr (document, ==, again);
}

static void
test_chart_words (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GString) words = g_string_new (NULL);

  for (guint i = 0; i < fixture->release->tables->len; i++)
    {
      g_autofree char *one = pakiv_chart_describe (fixture->release->tables->pdata[i]);

      g_string_append_printf (words, "%s\n", one);
    }
  test_assert_golden (GPOINTER_TO_UINT (data) == 0 ? "empty-charts.txt" : "charts.txt", words->str);
}

static void
test_chart_svg (Fixture *fixture, gconstpointer data)
{
  for (guint i = 0; i < fixture->release->tables->len; i++)
    {
      const PakivTable *table = fixture->release->tables->pdata[i];
      g_autoptr (GBytes) light = pakiv_chart_to_svg (table, 720, PAKIV_CHART_LIGHT);
      g_autoptr (GBytes) again = pakiv_chart_to_svg (table, 720, PAKIV_CHART_LIGHT);
      g_autoptr (GBytes) dark = pakiv_chart_to_svg (table, 720, PAKIV_CHART_DARK);
      g_autofree char *text = g_strndup (g_bytes_get_data (light, NULL), g_bytes_get_size (light));

      g_assert_true (g_bytes_equal (light, again));
      g_assert_false (g_bytes_equal (light, dark));
      g_assert_nonnull (strstr (text, "<svg "));
      g_assert_nonnull (strstr (text, "width=\"720"));
      g_assert_true (g_str_has_suffix (g_strchomp (text), "</svg>"));
      g_assert_cmpfloat (pakiv_chart_get_height (table, 300), >=,
                         pakiv_chart_get_height (table, 900));
    }
}

/* Counts the pixels of a colour, to see bars where the figures say so. */
static guint
count_pixels (const PakivTable *table, guint32 colour)
{
  int width = 600, height = (int)pakiv_chart_get_height (table, 600);
  cairo_surface_t *surface = cairo_image_surface_create (CAIRO_FORMAT_ARGB32, width, height);
  cairo_t *cr = cairo_create (surface);
  guint n = 0;

  pakiv_chart_draw (table, cr, width, PAKIV_CHART_LIGHT);
  cairo_surface_flush (surface);
  for (int y = 0; y < height; y++)
    for (int x = 0; x < width; x++)
      {
        const guint8 *row = cairo_image_surface_get_data (surface)
                            + (gsize)y * (gsize)cairo_image_surface_get_stride (surface);

        n += ((const guint32 *)(gconstpointer)row)[x] == colour;
      }
  cairo_destroy (cr);
  cairo_surface_destroy (surface);
  return n;
}

static PakivTable *
new_two_bars (gint64 first, gint64 second)
{
  GPtrArray *dimensions = pakiv_table_dimensions_new ();
  PakivTableDimension *dimension = pakiv_table_dimension_new ("type", "Type");
  PakivTable *table;

  pakiv_table_dimension_add (dimension, "_T", "All");
  pakiv_table_dimension_add (dimension, "A", "One");
  pakiv_table_dimension_add (dimension, "B",
                             "A name so long that it can’t stand on one line beside its bar");
  g_ptr_array_add (dimensions, dimension);
  table = pakiv_table_new_published ("two", dimensions, FALSE);
  table->values[0] = first + second;
  table->values[1] = first;
  table->values[2] = second;
  return table;
}

static void
test_chart_draws_in_proportion (void)
{
  g_autoptr (PakivTable) even = new_two_bars (100, 100);
  g_autoptr (PakivTable) half = new_two_bars (100, 50);
  g_autoptr (PakivTable) alone = new_two_bars (100, 0);
  g_autoptr (PakivTable) none = new_two_bars (0, 0);
  guint bar = count_pixels (even, 0xff0b5c93) / 2;

  g_assert_cmpuint (bar, >, 4500);
  g_assert_cmpuint (count_pixels (half, 0xff0b5c93), >, bar * 14 / 10);
  g_assert_cmpuint (count_pixels (half, 0xff0b5c93), <, bar * 16 / 10);
  g_assert_cmpfloat (pakiv_chart_get_height (alone, 600), <, pakiv_chart_get_height (half, 600));
  g_assert_cmpuint (count_pixels (none, 0xff0b5c93), ==, 0);
}

int
main (int argc, char **argv)
{
  gpointer many = GUINT_TO_POINTER (1400), none = GUINT_TO_POINTER (0);

  g_test_init (&argc, &argv, NULL);
#define ADD(path, data, function) g_test_add (path, Fixture, data, set_up, function, tear_down)
  ADD ("/report/page/golden", many, test_page_golden);
  ADD ("/report/page/golden-empty", none, test_page_golden);
  ADD ("/report/page/no-style-or-script", many, test_page_needs_no_style_or_script);
  ADD ("/report/page/well-formed", many, test_page_is_well_formed);
  ADD ("/report/page/document", many, test_document);
  ADD ("/report/chart/words", many, test_chart_words);
  ADD ("/report/chart/words-empty", none, test_chart_words);
  ADD ("/report/chart/svg", many, test_chart_svg);
  g_test_add_func ("/report/chart/proportion", test_chart_draws_in_proportion);
  return g_test_run ();
}
