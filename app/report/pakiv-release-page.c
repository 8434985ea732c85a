#include "pakiv-release-page.h"

#include "pakiv-day.h"
#include "pakiv-html.h"
#include "pakiv-picture.h"
#include "pakiv-reading-rules.h"
#include "pakiv-report-resource.h"
#include "pakiv-revision-page.h"
#include "pakiv-table-page.h"
#include "pakiv-table-words.h"

#include <glib/gi18n.h>

#define CHART_WIDTH 720.0
#define STYLE_PATH "/org/pakiv/report/release-page.css"

static void
append_fact (GString *html, const char *name, const char *value)
{
  pakiv_html_append (html, "<div><dt>%s</dt><dd>%s</dd></div>\n", name, value);
}

static void
append_header (GString *html, const PakivRelease *release)
{
  g_autofree char *period = pakiv_period_to_words (release->period);
  g_autofree char *version = g_strdup_printf ("%d", release->version);
  g_autofree char *day
      = release->made_on != NULL ? pakiv_day_to_words (release->made_on) : g_strdup ("");

  g_string_append (html, "<header>\n");
  pakiv_html_append_element (html, "p", "station", release->station);
  pakiv_html_append (html, "<h1>%s <span>%s</span></h1>\n", pakiv_table_word (release->title),
                     period);
  g_string_append (html, "<dl class=\"facts\">\n");
  append_fact (html, _ ("Log"), pakiv_log_id_get_label (release->log));
  append_fact (html, _ ("Version"), version);
  append_fact (html, _ ("Made on"), day);
  g_string_append (html, "</dl>\n</header>\n");
}

/* The first table of a measure that leaves nothing out knows its whole number. */
static gboolean
is_headline (const PakivRelease *release, guint index)
{
  const PakivTable *table = release->tables->pdata[index];

  if (table->filter_code != NULL)
    return FALSE;
  for (guint i = 0; i < index; i++)
    {
      const PakivTable *before = release->tables->pdata[i];

      if (before->filter_code == NULL && g_strcmp0 (before->measure, table->measure) == 0)
        return FALSE;
    }
  return TRUE;
}

static void
append_headlines (GString *html, const PakivRelease *release)
{
  g_string_append (html, "<dl class=\"headlines\">\n");
  for (guint i = 0; i < release->tables->len; i++)
    if (is_headline (release, i))
      {
        const PakivTable *table = release->tables->pdata[i];
        g_autofree char *number = pakiv_table_word_number (pakiv_table_get_total (table));

        append_fact (html, pakiv_table_word (table->unit), number);
      }
  g_string_append (html, "</dl>\n");
}

static void
append_contents (GString *html, const PakivRelease *release, const GPtrArray *indicators)
{
  pakiv_html_append (html, "<nav aria-label=\"%s\">\n", _ ("Contents"));
  g_string_append (html, "<ol>\n");
  pakiv_indicator_page_append_contents (html, indicators);
  for (guint i = 0; i < release->tables->len; i++)
    {
      const PakivTable *table = release->tables->pdata[i];

      pakiv_html_append (html, "<li><a href=\"#%s\">%s</a></li>\n", table->id,
                         pakiv_table_word (table->title));
    }
  pakiv_html_append (html, "<li><a href=\"#method\">%s</a></li>\n",
                     pakiv_reading_rules_get_protection_heading ());
  g_string_append (html, "</ol>\n</nav>\n");
}

static void
append_table (GString *html,
              const PakivRelease *release,
              const PakivTable *table,
              PakivChartAddress address,
              gpointer data)
{
  pakiv_html_append (html, "<section class=\"table\" id=\"%s\">\n", table->id);
  pakiv_html_append_element (html, "h2", NULL, pakiv_table_word (table->title));
  if (table->note != NULL)
    pakiv_html_append_element (html, "p", "note", pakiv_table_word (table->note));
  if (pakiv_table_get_total (table) > 0)
    pakiv_indicator_page_append_chart (html, pakiv_published_of_release (release), table->id,
                                       address, data);
  pakiv_table_page_append (html, table);
  g_string_append (html, "</section>\n");
}

void
pakiv_release_page_append (GString *html,
                           const PakivRelease *release,
                           PakivChartAddress address,
                           gpointer data)
{
  g_autoptr (GPtrArray) indicators = NULL;

  if (pakiv_release_is_revision (release))
    {
      pakiv_revision_page_append (html, release);
      return;
    }
  indicators = pakiv_indicators_compute (release, NULL);
  g_string_append (html, "<article class=\"release\">\n");
  append_header (html, release);
  append_headlines (html, release);
  pakiv_reading_rules_append (html, release->tables);
  append_contents (html, release, indicators);
  pakiv_indicator_page_append (html, pakiv_published_of_release (release), indicators, address,
                               data);
  for (guint i = 0; i < release->tables->len; i++)
    append_table (html, release, release->tables->pdata[i], address, data);
  pakiv_reading_rules_append_protection (html, release->tables);
  g_string_append (html, "</article>\n");
}

static char *
embed_chart (const char *name, gboolean dark, gpointer release)
{
  g_autoptr (PakivPicture) picture = pakiv_picture_new (release, name);

  return pakiv_picture_to_address (picture, CHART_WIDTH,
                                   dark ? PAKIV_CHART_DARK : PAKIV_CHART_LIGHT);
}

char *
pakiv_release_page_to_document (const PakivRelease *release)
{
  GString *html = g_string_new ("<!DOCTYPE html>\n");
  g_autofree char *language = pakiv_html_get_language ();
  g_autofree char *period = pakiv_period_to_words (release->period);

  pakiv_html_append (html, "<html lang=\"%s\">\n<head>\n<meta charset=\"utf-8\">\n", language);
  g_string_append (html, "<meta name=\"viewport\" content=\"width=device-width\">\n"
                         "<meta name=\"color-scheme\" content=\"light dark\">\n");
  pakiv_html_append (html, "<title>%s · %s · %s</title>\n", release->station,
                     pakiv_table_word (release->title), period);
  g_string_append_printf (html, "<style>\n%s</style>\n</head>\n<body class=\"release-document\">\n",
                          pakiv_release_page_get_style ());
  pakiv_release_page_append (html, release, embed_chart, (gpointer)release);
  g_string_append (html, "</body>\n</html>\n");
  return g_string_free (html, FALSE);
}

const char *
pakiv_release_page_get_style (void)
{
  static GBytes *style; /* part of the program; read once */

  if (g_once_init_enter (&style))
    g_once_init_leave (&style, g_resource_lookup_data (pakiv_report_get_resource (), STYLE_PATH,
                                                       G_RESOURCE_LOOKUP_FLAGS_NONE, NULL));
  return g_bytes_get_data (style, NULL);
}
