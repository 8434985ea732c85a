#include "pakiv-indicator-page.h"

#include "pakiv-html.h"
#include "pakiv-indicator-words.h"
#include "pakiv-picture.h"
#include "pakiv-table-words.h"

#include <glib/gi18n.h>

#define CHART_WIDTH 720.0

typedef struct
{
  GString *html;
  PakivPublished published;
  const GPtrArray *indicators;
  PakivChartAddress address;
  gpointer data;
} Page;

const char *
pakiv_side_get_id (PakivSide side)
{
  static const char *const ids[] = { "intrusion", "protection", "together", "voices" };

  g_return_val_if_fail (side < G_N_ELEMENTS (ids), NULL);
  return ids[side];
}

gboolean
pakiv_indicators_have_side (const GPtrArray *indicators, PakivSide side)
{
  for (guint i = 0; i < indicators->len; i++)
    {
      const PakivIndicator *indicator = indicators->pdata[i];

      if (indicator->spec->side == side && indicator->state == PAKIV_INDICATOR_KNOWN)
        return TRUE;
    }
  return FALSE;
}

/* A <picture> would be chosen for the screen and printed as it is, light words on white paper. */
void
pakiv_indicator_page_append_chart (GString *html,
                                   PakivPublished published,
                                   const char *name,
                                   PakivChartAddress address,
                                   gpointer data)
{
  g_autoptr (PakivPicture) picture = pakiv_picture_new_published (published, name);
  g_autofree char *words = NULL;
  int height;

  g_return_if_fail (picture != NULL);
  words = pakiv_picture_describe (picture);
  height = (int)pakiv_picture_get_height (picture, CHART_WIDTH);
  g_string_append (html, "<figure>\n");
  for (int dark = FALSE; dark <= TRUE; dark++)
    {
      g_autofree char *source = address (name, dark, data);

      pakiv_html_append (
          html, "<img class=\"chart %s\" src=\"%s\" alt=\"%s\" width=\"%d\" height=\"%d\"/>\n",
          dark ? "dark" : "light", source, words, (int)CHART_WIDTH, height);
    }
  g_string_append (html, "</figure>\n");
}

void
pakiv_indicator_page_append_contents (GString *html, const GPtrArray *indicators)
{
  for (int side = 0; side < PAKIV_N_SIDES; side++)
    if (pakiv_indicators_have_side (indicators, (PakivSide)side))
      pakiv_html_append (html, "<li><a href=\"#%s\">%s</a></li>\n",
                         pakiv_side_get_id ((PakivSide)side),
                         pakiv_side_get_label ((PakivSide)side));
}

static void
open_table (const Page *page, const char *label)
{
  pakiv_html_append (page->html,
                     "<div class=\"scroll short\" role=\"region\" tabindex=\"0\" "
                     "aria-label=\"%s\">\n<table>\n",
                     label);
}

static void
close_table (const Page *page)
{
  g_string_append (page->html, "</tbody>\n</table>\n</div>\n");
}

/* The figures that matter most, one line each. */
static void
append_key_figures (const Page *page, const PakivIndicator *indicator)
{
  for (guint i = 0; i < indicator->figures->len; i++)
    {
      const PakivFigure *figure = pakiv_indicator_get_figure (indicator, i);
      g_autofree char *value = pakiv_figure_word_value (figure);

      if (figure->spec->key)
        pakiv_html_append (page->html,
                           "<tr><th scope=\"row\">%s: %s</th><td class=\"all\">%s</td></tr>\n",
                           pakiv_table_word (indicator->spec->title),
                           pakiv_table_word (figure->spec->label), value);
    }
}

static gboolean
is_at_a_glance (const PakivIndicator *indicator, PakivSide side)
{
  return indicator->spec->side == side
         && (indicator->state == PAKIV_INDICATOR_KNOWN
             || indicator->state == PAKIV_INDICATOR_WITHHELD);
}

static void
append_glance_side (const Page *page, PakivSide side)
{
  const char *label = pakiv_side_get_label (side);
  gboolean any = FALSE;

  g_string_append (page->html, "<section class=\"side\">\n");
  pakiv_html_append_element (page->html, "h3", NULL, label);
  for (guint i = 0; i < page->indicators->len; i++)
    {
      const PakivIndicator *indicator = page->indicators->pdata[i];

      if (!is_at_a_glance (indicator, side))
        continue;
      if (!any)
        {
          open_table (page, label);
          pakiv_html_append (page->html,
                             "<thead>\n<tr><th scope=\"col\" class=\"name\">%s</th>"
                             "<th scope=\"col\">%s</th></tr>\n</thead>\n<tbody>\n",
                             _ ("Indicator"), _ ("Figure"));
        }
      any = TRUE;
      append_key_figures (page, indicator);
    }
  if (any)
    close_table (page);
  else
    pakiv_html_append_element (page->html, "p", "left-out",
                               _ ("No figure in this report; below stands why."));
  g_string_append (page->html, "</section>\n");
}

/* Intrusion never stands without protection, nor the other way round (OSCE SPMU vol. 9: under- and
 * over-policing are two failures). */
static void
append_glance (const Page *page)
{
  g_string_append (page->html, "<section class=\"glance\" id=\"glance\">\n");
  pakiv_html_append_element (page->html, "h2", NULL, _ ("At a glance"));
  g_string_append (page->html, "<div class=\"sides\">\n");
  if (page->published.log == PAKIV_LOG_JOINT)
    {
      append_glance_side (page, PAKIV_SIDE_VOICES);
      append_glance_side (page, PAKIV_SIDE_TOGETHER);
    }
  else
    {
      append_glance_side (page, PAKIV_SIDE_INTRUSION);
      append_glance_side (page, PAKIV_SIDE_PROTECTION);
    }
  g_string_append (page->html, "</div>\n</section>\n");
}

static void
append_figure_row (const Page *page, const PakivFigure *figure)
{
  g_autofree char *value = pakiv_figure_word_value (figure);
  g_autofree char *chance = pakiv_figure_word_range (figure, figure->chance);
  g_autofree char *rounding = pakiv_figure_word_range (figure, figure->rounding);
  g_autofree char *basis = pakiv_figure_word_basis (figure);

  pakiv_html_append (page->html,
                     "<tr><th scope=\"row\">%s</th><td class=\"all\">%s</td><td>%s</td><td>%s</td>"
                     "<td>%s</td></tr>\n",
                     pakiv_table_word (figure->spec->label), value, chance, rounding, basis);
}

static void
append_figures (const Page *page, const PakivIndicator *indicator)
{
  open_table (page, pakiv_table_word (indicator->spec->title));
  pakiv_html_append (
      page->html,
      "<thead>\n<tr><th scope=\"col\" class=\"name\">%s</th><th scope=\"col\">%s</th>"
      "<th scope=\"col\">%s</th><th scope=\"col\">%s</th><th scope=\"col\">%s</th></tr>\n"
      "</thead>\n<tbody>\n",
      _ ("What"), _ ("Figure"), _ ("Range by chance"), _ ("Range by protection"),
      _ ("Computed from"));
  for (guint i = 0; i < indicator->figures->len; i++)
    append_figure_row (page, pakiv_indicator_get_figure (indicator, i));
  close_table (page);
}

static void
append_lines (const Page *page, const PakivIndicator *indicator)
{
  for (guint i = 0; i < indicator->figures->len; i++)
    {
      g_autofree char *line = pakiv_figure_word_line (pakiv_indicator_get_figure (indicator, i));

      if (line != NULL)
        pakiv_html_append_element (page->html, "p", "verdict", line);
    }
}

static void
append_fine_print (const Page *page, const PakivIndicator *indicator)
{
  g_autofree char *needs = pakiv_indicator_word_needs (indicator);
  /* Translators: %s is a formula in words. */
  g_autofree char *formula = g_strdup_printf (_ ("How it is computed: %s."),
                                              pakiv_table_word (indicator->spec->formula));
  /* Translators: %s names a book, an article or a law. */
  g_autofree char *source = g_strdup_printf (_ ("Source: %s."), indicator->spec->source);

  for (guint i = 0; i < indicator->spec->readings->len; i++)
    pakiv_html_append_element (page->html, "p", "note",
                               pakiv_table_word (indicator->spec->readings->pdata[i]));
  pakiv_html_append_element (page->html, "p", "left-out", formula);
  pakiv_html_append_element (page->html, "p", "left-out", source);
  if (needs != NULL)
    pakiv_html_append_element (page->html, "p", "left-out", needs);
}

static void
append_indicator (const Page *page, const PakivIndicator *indicator)
{
  g_autofree char *name = pakiv_picture_name_indicator (indicator->spec->id);
  g_autofree char *title = pakiv_indicator_word_title (indicator);

  pakiv_html_append (page->html, "<section class=\"indicator\" id=\"%s\">\n", name);
  pakiv_html_append_element (page->html, "h3", NULL, title);
  pakiv_html_append_element (page->html, "p", "about", pakiv_table_word (indicator->spec->about));
  pakiv_indicator_page_append_chart (page->html, page->published, name, page->address, page->data);
  append_figures (page, indicator);
  append_lines (page, indicator);
  append_fine_print (page, indicator);
  g_string_append (page->html, "</section>\n");
}

static void
append_side (const Page *page, PakivSide side)
{
  if (!pakiv_indicators_have_side (page->indicators, side))
    return;
  pakiv_html_append (page->html, "<section class=\"indicators\" id=\"%s\">\n",
                     pakiv_side_get_id (side));
  pakiv_html_append_element (page->html, "h2", NULL, pakiv_side_get_label (side));
  for (guint i = 0; i < page->indicators->len; i++)
    {
      const PakivIndicator *indicator = page->indicators->pdata[i];

      if (indicator->spec->side == side && indicator->state == PAKIV_INDICATOR_KNOWN)
        append_indicator (page, indicator);
    }
  g_string_append (page->html, "</section>\n");
}

static void
append_not_here (const Page *page)
{
  const char *heading = _ ("Indicators that this report does not give");

  g_string_append (page->html, "<section class=\"indicators\" id=\"not-here\">\n");
  pakiv_html_append_element (page->html, "h2", NULL, heading);
  open_table (page, heading);
  pakiv_html_append (page->html,
                     "<thead>\n<tr><th scope=\"col\" class=\"name\">%s</th>"
                     "<th scope=\"col\" class=\"name\">%s</th></tr>\n</thead>\n<tbody>\n",
                     _ ("Indicator"), _ ("Why"));
  for (guint i = 0; i < page->indicators->len; i++)
    {
      const PakivIndicator *indicator = page->indicators->pdata[i];
      g_autofree char *title = pakiv_indicator_word_title (indicator);
      g_autofree char *why = pakiv_indicator_word_state (indicator);

      if (indicator->state != PAKIV_INDICATOR_KNOWN)
        pakiv_html_append (page->html,
                           "<tr><th scope=\"row\">%s</th><td class=\"why\">%s</td></tr>\n", title,
                           why);
    }
  close_table (page);
  g_string_append (page->html, "</section>\n");
}

void
pakiv_indicator_page_append (GString *html,
                             PakivPublished published,
                             const GPtrArray *indicators,
                             PakivChartAddress address,
                             gpointer data)
{
  const Page page = { html, published, indicators, address, data };

  append_glance (&page);
  for (int side = 0; side < PAKIV_N_SIDES; side++)
    append_side (&page, (PakivSide)side);
  append_not_here (&page);
}
