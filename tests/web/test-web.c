/* A councillor with a browser: the real pakiv-council, the real Chromium. From the overview to a
 * release; the figures on the page are those in the package; charts load; nothing is complained of;
 * light and dark, desktop and telephone; readable contrast throughout. */
#include "pakiv-sample-releases.h"
#include "pakiv-table-words.h"
#include "pakiv-test-council.h"
#include "pakiv-test-release.h"
#include "pakiv-webdriver.h"

#include <string.h>

#define SOUTH_ID "7b1a0c52-1111-4d55-9c1a-0d8a6f1b7e21"

typedef struct
{
  PakivTestCouncil *council;
  PakivWebdriver *driver;
  char *id; /* the newest release of Northfield's police log */
} Fixture;

static void
set_up (Fixture *fixture, gconstpointer data)
{
  fixture->driver = pakiv_webdriver_start ();
  if (fixture->driver == NULL)
    return;
  fixture->council = pakiv_test_council_start (NULL);
  if (GPOINTER_TO_INT (data) == 0)
    return;
  fixture->id
      = pakiv_sample_releases_send (fixture->council, "Northfield", PAKIV_TEST_STATION_ID, 10, 3);
  g_free (pakiv_sample_releases_send (fixture->council, "Southgate and Harbour", SOUTH_ID, 20, 1));
  g_free (pakiv_test_council_add_station (fixture->council, "Millbrook"));
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  if (fixture->driver == NULL)
    return;
  pakiv_webdriver_stop (fixture->driver);
  pakiv_test_council_stop (fixture->council);
  g_free (fixture->id);
}

static gboolean
skip_without_browser (Fixture *fixture)
{
  if (fixture->driver == NULL)
    g_test_skip ("Chromium with chromedriver is not installed");
  return fixture->driver == NULL;
}

static void
assert_no_complaint (Fixture *fixture)
{
  g_autofree char *complaints = pakiv_webdriver_take_complaints (fixture->driver);

  g_assert_cmpstr (complaints, ==, "");
}

static void
open_path (Fixture *fixture, const char *path)
{
  g_autofree char *url = g_strconcat (fixture->council->url, path, NULL);

  pakiv_webdriver_open (fixture->driver, url);
}

static void
open_release (Fixture *fixture)
{
  g_autofree char *path = g_strconcat ("/releases/", fixture->id, NULL);

  open_path (fixture, path);
}

static void
open_year (Fixture *fixture)
{
  g_autofree char *path = g_strconcat ("/releases/", fixture->id, "/year", NULL);

  open_path (fixture, path);
}

/* --- Figures --- */

static PakivPackage *
download_package (Fixture *fixture)
{
  g_autofree char *path = g_strdup_printf ("/releases/%s/package.zip", fixture->id);
  g_autoptr (PakivTestAnswer) answer = pakiv_test_council_call (
      fixture->council, &(PakivTestCall){ .method = "GET", .path = path });
  g_autoptr (GError) error = NULL;
  PakivPackage *package = pakiv_package_read (answer->body, NULL, NULL, &error);

  g_assert_no_error (error);
  return package;
}

/* The rows of one table as the page shows them: for each, its name and its figures, all text. */
static JsonArray *
read_rows (Fixture *fixture, const char *table, JsonNode **keep)
{
  g_autofree char *script = g_strdup_printf (
      "const section = document.getElementById('%s');"
      "return [...section.querySelectorAll('tbody tr, tfoot tr')].map(row =>"
      "  [...row.querySelectorAll('th, td')].map(cell => cell.textContent.trim()));",
      table);

  *keep = pakiv_webdriver_run (fixture->driver, script);
  return json_node_get_array (*keep);
}

static JsonArray *
find_row (JsonArray *rows, const char *name)
{
  for (guint i = 0; i < json_array_get_length (rows); i++)
    {
      JsonArray *row = json_array_get_array_element (rows, i);

      if (g_str_equal (json_array_get_string_element (row, 0), name))
        return row;
    }
  return NULL;
}

/* The last column but for the share is the row's total, and the first figure where there is one
 * column. */
static void
assert_row (JsonArray *rows, const PakivTable *table, guint code)
{
  g_autofree guint *position = g_new0 (guint, table->dimensions->len);
  g_autofree char *name = pakiv_table_word_code (table, 0, code);
  g_autofree char *number = NULL;
  JsonArray *row = find_row (rows, name);
  guint last;

  position[0] = code;
  number = pakiv_table_word_number (pakiv_table_get (table, position));
  g_assert_nonnull (row);
  last = json_array_get_length (row) - 1;
  g_assert_cmpstr (json_array_get_string_element (row, table->has_column ? last : 1), ==, number);
}

static guint
check_table (Fixture *fixture, const PakivTable *table)
{
  guint n_rows = table->dimensions->len - (table->has_column ? 1 : 0);
  guint n_codes = ((const PakivTableDimension *)table->dimensions->pdata[0])->codes->len;
  g_autoptr (JsonNode) keep = NULL;
  JsonArray *rows = read_rows (fixture, table->id, &keep);
  guint n_checked = 0;

  g_assert_cmpuint (json_array_get_length (rows), >, 0);
  for (guint code = 0; code < n_codes; code++)
    if (n_rows == 1 && (code == 0 || !pakiv_table_code_is_empty (table, 0, code)))
      {
        assert_row (rows, table, code);
        n_checked++;
      }
  return n_checked;
}

static void
test_figures (Fixture *fixture, gconstpointer data)
{
  g_autoptr (PakivPackage) package = NULL;
  guint n_checked = 0;

  if (skip_without_browser (fixture))
    return;
  package = download_package (fixture);
  open_release (fixture);
  for (guint i = 0; i < package->release->tables->len; i++)
    {
      const PakivTable *table = package->release->tables->pdata[i];

      if (pakiv_table_get_total (table) > 0)
        n_checked += check_table (fixture, table);
    }
  g_assert_cmpuint (n_checked, >, 30);
  assert_no_complaint (fixture);
}

/* --- The way through --- */

static void
test_councillor (Fixture *fixture, gconstpointer data)
{
  g_autofree char *selector = NULL;
  g_autofree char *title = NULL;
  g_autofree char *url = NULL;
  g_autofree char *heading = NULL;
  g_autofree char *back = NULL;

  if (skip_without_browser (fixture))
    return;
  pakiv_webdriver_set_view (fixture->driver, "light", 1366, 768, FALSE);
  open_path (fixture, "/");
  title = pakiv_webdriver_get_title (fixture->driver);
  g_assert_cmpstr (title, ==, "Releases");
  g_assert_cmpint (pakiv_webdriver_run_number (fixture->driver,
                                               "return document.querySelectorAll('.card').length"),
                   ==, 8);
  selector = g_strdup_printf (".card a[href='/releases/%s']", fixture->id);
  pakiv_webdriver_click (fixture->driver, selector);
  url = pakiv_webdriver_get_url (fixture->driver);
  g_assert_true (g_str_has_suffix (url, fixture->id));
  heading = pakiv_webdriver_run_text (fixture->driver,
                                      "return document.querySelector('h1').textContent");
  g_assert_nonnull (strstr (heading, "Quarterly report"));
  g_assert_nonnull (strstr (heading, "January to March 2021"));
  assert_no_complaint (fixture);
  pakiv_webdriver_click (fixture->driver, ".trail a");
  back = pakiv_webdriver_get_title (fixture->driver);
  g_assert_cmpstr (back, ==, "Releases");
  assert_no_complaint (fixture);
}

/* The first stop of the Tab key leads past the banner. */
static void
test_keyboard (Fixture *fixture, gconstpointer data)
{
  g_autofree char *first = NULL;
  g_autofree char *place = NULL;

  if (skip_without_browser (fixture))
    return;
  open_path (fixture, "/");
  pakiv_webdriver_press (fixture->driver, "\\uE004");
  first = pakiv_webdriver_run_text (fixture->driver,
                                    "return document.activeElement.getAttribute('href')");
  g_assert_cmpstr (first, ==, "#main");
  pakiv_webdriver_press (fixture->driver, "\\uE007");
  place = pakiv_webdriver_run_text (fixture->driver, "return document.activeElement.id");
  g_assert_cmpstr (place, ==, "main");
}

/* --- Looks --- */

/* How many charts of the page are as @condition says, once every image came or failed. */
static gint64
count_charts (Fixture *fixture, const char *condition)
{
  g_autofree char *script
      = g_strdup_printf ("return (async () => {"
                         "const images = [...document.querySelectorAll('figure img')];"
                         "await Promise.all(images.map(image => image.decode().catch(() => 0)));"
                         "const shown = image => image.getClientRects().length > 0;"
                         "const dark = image => image.currentSrc.endsWith('-dark.svg');"
                         "return images.filter(image => %s).length})()",
                         condition);

  return pakiv_webdriver_run_number (fixture->driver, script);
}

/* Of each chart's two images one is shown, and it is there. */
static void
assert_charts (Fixture *fixture, gboolean dark)
{
  gint64 n = pakiv_webdriver_run_number (fixture->driver,
                                         "return document.querySelectorAll('figure').length");

  g_assert_cmpint (n, >, 5);
  g_assert_cmpint (count_charts (fixture, "true"), ==, 2 * n);
  g_assert_cmpint (count_charts (fixture, "shown(image)"), ==, n);
  g_assert_cmpint (count_charts (fixture, "shown(image) && image.naturalWidth > 0"), ==, n);
  g_assert_cmpint (count_charts (fixture, "shown(image) && dark(image)"), ==, dark ? n : 0);
}

/* Texts whose contrast with what is behind them is below WCAG AA, one a line. */
static const char FAINT_TEXTS[]
    = "const parse = c => c.match(/[\\d.]+/g).map(Number);"
      "const light = c => { const [r, g, b] = c.map(v => { v /= 255;"
      "  return v <= 0.03928 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4; });"
      "  return 0.2126 * r + 0.7152 * g + 0.0722 * b; };"
      "const behind = e => { for (; e; e = e.parentElement) {"
      "  const c = parse(getComputedStyle(e).backgroundColor);"
      "  if (c.length < 4 || c[3] === 1) return c.slice(0, 3); }"
      "  return matchMedia('(prefers-color-scheme: dark)').matches ? [18, 18, 18]"
      "    : [255, 255, 255]; };"
      "const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);"
      "const faint = [];"
      "while (walker.nextNode()) {"
      "  const text = walker.currentNode.textContent.trim();"
      "  const element = walker.currentNode.parentElement;"
      "  if (!text || !element.offsetParent) continue;"
      "  const style = getComputedStyle(element);"
      "  const size = parseFloat(style.fontSize);"
      "  const least = size >= 24 || (size >= 18.66 && style.fontWeight >= 700) ? 3 : 4.5;"
      "  const a = light(parse(style.color).slice(0, 3)), b = light(behind(element));"
      "  const ratio = (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);"
      "  if (ratio < least) faint.push(text + ' ' + ratio.toFixed(2));"
      "}"
      "return faint.join('\\n');";

static void
assert_looks (Fixture *fixture, const char *page, const char *scheme, int width, int height)
{
  g_autofree char *picture = g_strdup_printf ("council-%s-%s-%d", page, scheme, width);
  g_autofree char *faint = pakiv_webdriver_run_text (fixture->driver, FAINT_TEXTS);

  g_test_message ("%s, %s, %d", page, scheme, width);
  g_assert_cmpstr (faint, ==, "");
  /* Wide tables scroll in a frame of their own, never the page. */
  g_assert_cmpint (
      pakiv_webdriver_run_number (fixture->driver, "return document.documentElement.scrollWidth"),
      <=, width);
  assert_no_complaint (fixture);
  pakiv_webdriver_take_picture (fixture->driver, picture);
}

typedef struct
{
  const char *scheme;
  int width;
  int height;
} View;

static const View views[] = {
  { "light", 1366, 768 },
  { "dark", 1366, 768 },
  { "light", 390, 844 },
  { "dark", 390, 844 },
};

static void
test_looks (Fixture *fixture, gconstpointer data)
{
  if (skip_without_browser (fixture))
    return;
  for (gsize i = 0; i < G_N_ELEMENTS (views); i++)
    {
      const View *view = &views[i];

      pakiv_webdriver_set_view (fixture->driver, view->scheme, view->width, view->height,
                                view->width < 500);
      open_path (fixture, "/");
      assert_looks (fixture, "overview", view->scheme, view->width, view->height);
      open_release (fixture);
      assert_charts (fixture, g_str_equal (view->scheme, "dark"));
      assert_looks (fixture, "release", view->scheme, view->width, view->height);
      open_path (fixture, "/method");
      assert_looks (fixture, "method", view->scheme, view->width, view->height);
      open_path (fixture, "/enrol/AAAA-BBBB-CCCC");
      assert_looks (fixture, "enrolment", view->scheme, view->width, view->height);
    }
}

/* A year is made of the same parts as a release; so half of the views. */
static void
test_year (Fixture *fixture, gconstpointer data)
{
  const View *const some[] = { &views[0], &views[3] };

  if (skip_without_browser (fixture))
    return;
  for (gsize i = 0; i < G_N_ELEMENTS (some); i++)
    {
      pakiv_webdriver_set_view (fixture->driver, some[i]->scheme, some[i]->width, some[i]->height,
                                some[i]->width < 500);
      open_year (fixture);
      assert_charts (fixture, g_str_equal (some[i]->scheme, "dark"));
      assert_looks (fixture, "year", some[i]->scheme, some[i]->width, some[i]->height);
    }
}

static void
test_print (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GBytes) pdf = NULL;

  if (skip_without_browser (fixture))
    return;
  pakiv_webdriver_set_view (fixture->driver, "dark", 1366, 768, FALSE);
  open_release (fixture);
  assert_charts (fixture, TRUE);
  pakiv_webdriver_set_print (fixture->driver, "dark");
  assert_charts (fixture, FALSE);
  g_assert_cmpint (pakiv_webdriver_run_number (
                       fixture->driver,
                       "return [...document.querySelectorAll('.no-print, .no-print *, .button')]"
                       ".filter(element => element.getClientRects().length > 0).length"),
                   ==, 0);
  pakiv_webdriver_set_view (fixture->driver, "dark", 1366, 768, FALSE);
  pdf = pakiv_webdriver_print (fixture->driver, "council-release");
  g_assert_cmpuint (g_bytes_get_size (pdf), >, 20000);
  g_assert_cmpmem (g_bytes_get_data (pdf, NULL), 5, "%PDF-", 5);
  assert_no_complaint (fixture);
}

static void
test_empty_council (Fixture *fixture, gconstpointer data)
{
  g_autofree char *text = NULL;

  if (skip_without_browser (fixture))
    return;
  for (gsize i = 0; i < G_N_ELEMENTS (views); i++)
    {
      const View *view = &views[i];

      pakiv_webdriver_set_view (fixture->driver, view->scheme, view->width, view->height,
                                view->width < 500);
      open_path (fixture, "/");
      assert_looks (fixture, "empty", view->scheme, view->width, view->height);
    }
  text = pakiv_webdriver_run_text (fixture->driver,
                                   "return document.querySelector('main').textContent");
  g_assert_nonnull (strstr (text, "station add"));
}

/* The browser itself refuses what the policy forbids: a script that came into the page does not
 * run. */
static void
test_policy_holds (Fixture *fixture, gconstpointer data)
{
  g_autofree char *complaints = NULL;

  if (skip_without_browser (fixture))
    return;
  open_path (fixture, "/");
  g_assert_cmpint (pakiv_webdriver_run_number (
                       fixture->driver, "const script = document.createElement('script');"
                                        "script.textContent = 'window.ran = 1';"
                                        "document.body.append(script); return window.ran || 0"),
                   ==, 0);
  complaints = pakiv_webdriver_take_complaints (fixture->driver);
  g_assert_nonnull (strstr (complaints, "Content Security Policy"));
}

#define ADD(name, n, function) \
  g_test_add ("/web/" name, Fixture, GINT_TO_POINTER (n), set_up, function, tear_down)

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  ADD ("empty", 0, test_empty_council);
  ADD ("councillor", 1, test_councillor);
  ADD ("figures", 1, test_figures);
  ADD ("keyboard", 1, test_keyboard);
  ADD ("looks", 1, test_looks);
  ADD ("year", 1, test_year);
  ADD ("print", 1, test_print);
  ADD ("policy", 0, test_policy_holds);
  return g_test_run ();
}
