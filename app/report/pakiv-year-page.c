#include "pakiv-year-page.h"

#include "pakiv-html.h"
#include "pakiv-picture.h"
#include "pakiv-reading-rules.h"
#include "pakiv-release-page.h"
#include "pakiv-table-page.h"
#include "pakiv-table-words.h"

#include <glib/gi18n.h>

#define CHART_WIDTH 720.0

static void
append_quarters (GString *html, const PakivYear *year)
{
  g_autofree char *missing = pakiv_year_word_missing (year);

  pakiv_html_append_element (
      html, "p", NULL,
      _ ("Every figure is the sum of the figures that were published for its quarters, and of "
         "nothing else. How far a figure may be off adds up over the quarters; but where a figure "
         "was too high in one quarter, it tends to be lower in the next, which makes good for it."));
  if (missing == NULL)
    {
      pakiv_html_append_element (html, "p", NULL, _ ("All four quarters are in it."));
      return;
    }
  g_string_append (html, "<p class=\"left-out\">");
  /* Translators: one or more quarters, "January to March 2021, July to September 2021". */
  pakiv_html_append (html, _ ("These quarters are missing, so this is not a whole year: %s."),
                     missing);
  g_string_append (html, "</p>\n");
}

static void
append_contents (GString *html, const PakivYear *year, const GPtrArray *indicators)
{
  pakiv_html_append (html, "<nav aria-label=\"%s\">\n", _ ("Contents"));
  g_string_append (html, "<ol>\n");
  pakiv_indicator_page_append_contents (html, indicators);
  for (guint i = 0; i < year->tables->len; i++)
    {
      const PakivTable *table = year->tables->pdata[i];

      if (pakiv_table_get_total (table) > 0)
        pakiv_html_append (html, "<li><a href=\"#%s\">%s</a></li>\n", table->id,
                           pakiv_table_word (table->title));
    }
  g_string_append (html, "</ol>\n</nav>\n");
}

static void
append_tables (GString *html, const PakivYear *year, PakivChartAddress address, gpointer data)
{
  for (guint i = 0; i < year->tables->len; i++)
    {
      const PakivTable *table = year->tables->pdata[i];

      if (pakiv_table_get_total (table) == 0)
        continue;
      pakiv_html_append (html, "<section class=\"table\" id=\"%s\">\n", table->id);
      pakiv_html_append_element (html, "h2", NULL, pakiv_table_word (table->title));
      if (table->note != NULL)
        pakiv_html_append_element (html, "p", "note", pakiv_table_word (table->note));
      pakiv_indicator_page_append_chart (html, pakiv_published_of_year (year), table->id, address,
                                         data);
      pakiv_table_page_append (html, table);
      g_string_append (html, "</section>\n");
    }
}

static void
append_left_out (GString *html, const PakivYear *year)
{
  g_autoptr (GString) empty = g_string_new (NULL);

  for (guint i = 0; i < year->tables->len; i++)
    {
      const PakivTable *table = year->tables->pdata[i];

      if (pakiv_table_get_total (table) == 0)
        g_string_append_printf (empty, "%s%s", empty->len > 0 ? "; " : "",
                                pakiv_table_word (table->title));
    }
  if (empty->len > 0)
    {
      g_string_append (html, "<p class=\"left-out\">");
      /* Translators: titles of tables. */
      pakiv_html_append (html, _ ("No figure in these quarters: %s."), empty->str);
      g_string_append (html, "</p>\n");
    }
  for (guint i = 0; i < year->left_out->len; i++)
    pakiv_html_append_element (html, "p", "left-out", year->left_out->pdata[i]);
}

void
pakiv_year_page_append (GString *html,
                        const PakivYear *year,
                        PakivChartAddress address,
                        gpointer data)
{
  PakivPublished published = pakiv_published_of_year (year);
  g_autoptr (GPtrArray) indicators = pakiv_indicators_compute_published (published, NULL);

  g_string_append (html, "<article class=\"release\">\n<header>\n");
  pakiv_html_append_element (html, "p", "station", year->station);
  /* Translators: of a report: the year, such as 2021, and a log, such as "Police log". */
  pakiv_html_append (html, "<h1>%s <span>%d</span></h1>\n", _ ("Report of the year"), year->year);
  pakiv_html_append (html, "<dl class=\"facts\">\n<div><dt>%s</dt><dd>%s</dd></div>\n</dl>\n",
                     _ ("Log"), pakiv_log_id_get_label (year->log));
  g_string_append (html, "</header>\n");
  append_quarters (html, year);
  pakiv_reading_rules_append (html, year->tables);
  append_contents (html, year, indicators);
  pakiv_indicator_page_append (html, published, indicators, address, data);
  append_tables (html, year, address, data);
  append_left_out (html, year);
  g_string_append (html, "</article>\n");
}

static char *
embed_chart (const char *name, gboolean dark, gpointer year)
{
  g_autoptr (PakivPicture) picture
      = pakiv_picture_new_published (pakiv_published_of_year (year), name);

  return pakiv_picture_to_address (picture, CHART_WIDTH,
                                   dark ? PAKIV_CHART_DARK : PAKIV_CHART_LIGHT);
}

char *
pakiv_year_page_to_document (const PakivYear *year)
{
  GString *html = g_string_new ("<!DOCTYPE html>\n");
  g_autofree char *language = pakiv_html_get_language ();

  pakiv_html_append (html, "<html lang=\"%s\">\n<head>\n<meta charset=\"utf-8\">\n", language);
  g_string_append (html, "<meta name=\"viewport\" content=\"width=device-width\">\n"
                         "<meta name=\"color-scheme\" content=\"light dark\">\n");
  pakiv_html_append (html, "<title>%s · %s · %d</title>\n", year->station,
                     pakiv_log_id_get_label (year->log), year->year);
  g_string_append_printf (html, "<style>\n%s</style>\n</head>\n<body class=\"release-document\">\n",
                          pakiv_release_page_get_style ());
  pakiv_year_page_append (html, year, embed_chart, (gpointer)year);
  g_string_append (html, "</body>\n</html>\n");
  return g_string_free (html, FALSE);
}
