#include "pakiv-report-pdf.h"

#include "pakiv-chart.h"
#include "pakiv-day.h"
#include "pakiv-html.h"
#include "pakiv-indicator-words.h"
#include "pakiv-pdf-indicators.h"
#include "pakiv-pdf-table.h"
#include "pakiv-pdf-text.h"
#include "pakiv-reading-rules.h"
#include "pakiv-table-words.h"

#include <glib/gi18n.h>

#define TITLE_ROOM 40.0 /* of a heading with the space around it */

typedef struct
{
  const PakivRelease *release;
  const GPtrArray *benchmarks;
  const GPtrArray *indicators;
} Report;

static char *
word_title (const PakivRelease *release)
{
  g_autofree char *period = pakiv_period_to_words (release->period);

  return g_strdup_printf ("%s, %s", pakiv_table_word (release->title), period);
}

static void
write_facts (const Report *report, PakivPdfSheet *sheet)
{
  const PakivRelease *release = report->release;
  const char *const columns[] = { "", NULL };
  g_autoptr (PakivTableGrid) grid = pakiv_table_grid_new_empty (NULL, columns);
  g_autofree char *period = pakiv_period_to_words (release->period);
  g_autofree char *version = g_strdup_printf ("%d", release->version);
  g_autofree char *day
      = release->made_on != NULL ? pakiv_day_to_words (release->made_on) : g_strdup ("");
  g_autofree char *id = pakiv_release_get_id (release);

  grid->words = TRUE;
  pakiv_table_grid_add_text (grid, _ ("Station"), release->station);
  pakiv_table_grid_add_text (grid, _ ("Log"), pakiv_log_id_get_label (release->log));
  pakiv_table_grid_add_text (grid, _ ("Quarter"), period);
  pakiv_table_grid_add_text (grid, _ ("Version"), version);
  pakiv_table_grid_add_text (grid, _ ("Made on"), day);
  pakiv_table_grid_add_text (grid, _ ("Number"), id);
  pakiv_pdf_table (sheet, grid, _ ("This report"));
}

static void
write_title_page (const Report *report, PakivPdfSheet *sheet)
{
  g_autofree char *title = word_title (report->release);
  g_autoptr (GPtrArray) rules = pakiv_reading_rules_list (report->release->tables);

  pakiv_pdf_set_y (sheet, 180);
  pakiv_pdf_paragraph (sheet, PAKIV_PDF_LEAD, report->release->station);
  pakiv_pdf_heading (sheet, 1, title, 0);
  pakiv_pdf_paragraph (
      sheet, PAKIV_PDF_LEAD,
      _ ("For the council: what was recorded, how sure it is, and how people are protected in it."));
  pakiv_pdf_gap (sheet, 24);
  write_facts (report, sheet);
  pakiv_pdf_gap (sheet, 16);
  pakiv_pdf_paragraph (sheet, PAKIV_PDF_BODY, rules->pdata[0]);
}

static void
write_reading (const Report *report, PakivPdfSheet *sheet)
{
  g_autoptr (GPtrArray) rules = pakiv_reading_rules_list (report->release->tables);

  pakiv_pdf_heading (sheet, 2, pakiv_reading_rules_get_heading (), 60);
  pakiv_pdf_list (sheet, rules);
}

/* At a glance */

static void
add_key_figures (PakivTableGrid *grid, const PakivIndicator *indicator)
{
  for (guint i = 0; i < indicator->figures->len; i++)
    {
      const PakivFigure *figure = pakiv_indicator_get_figure (indicator, i);
      g_autofree char *value = pakiv_figure_word_value (figure);
      g_autofree char *name
          = g_strdup_printf (_ ("%s: %s"), pakiv_table_word (indicator->spec->title),
                             pakiv_table_word (figure->spec->label));

      if (!figure->spec->key)
        continue;
      pakiv_table_grid_add_text (grid, name, value);
      pakiv_table_grid_strengthen (grid, 0);
    }
}

static void
write_glance_side (const Report *report, PakivPdfSheet *sheet, PakivSide side)
{
  const char *const columns[] = { _ ("Figure"), NULL };
  g_autoptr (PakivTableGrid) grid = pakiv_table_grid_new_empty (_ ("Indicator"), columns);

  pakiv_pdf_heading (sheet, 4, pakiv_side_get_label (side), 60);
  for (guint i = 0; i < report->indicators->len; i++)
    {
      const PakivIndicator *indicator = report->indicators->pdata[i];

      if (indicator->spec->side == side
          && (indicator->state == PAKIV_INDICATOR_KNOWN
              || indicator->state == PAKIV_INDICATOR_WITHHELD))
        add_key_figures (grid, indicator);
    }
  if (grid->rows->len > 0)
    pakiv_pdf_table (sheet, grid, pakiv_side_get_label (side));
  else
    pakiv_pdf_paragraph (sheet, PAKIV_PDF_SMALL, _ ("No figure in this report; below stands why."));
}

static void
write_glance (const Report *report, PakivPdfSheet *sheet)
{
  gboolean joint = report->release->log == PAKIV_LOG_JOINT;

  pakiv_pdf_heading (sheet, 2, _ ("At a glance"), 200);
  pakiv_pdf_begin_column (sheet, 0, 2);
  write_glance_side (report, sheet, joint ? PAKIV_SIDE_VOICES : PAKIV_SIDE_INTRUSION);
  pakiv_pdf_begin_column (sheet, 1, 2);
  write_glance_side (report, sheet, joint ? PAKIV_SIDE_TOGETHER : PAKIV_SIDE_PROTECTION);
  pakiv_pdf_end_columns (sheet);
}

/* Tables */

static void
draw_table_chart (gconstpointer table, cairo_t *cr, double width)
{
  pakiv_chart_draw (table, cr, width, PAKIV_CHART_LIGHT);
}

/* A chart and its table on one page where that is possible, else the chart with its title. */
static double
get_table_room (PakivPdfSheet *sheet, const PakivTable *table)
{
  g_autoptr (PakivTableGrid) grid = pakiv_table_grid_new (table);
  double chart = pakiv_chart_get_height (table, PAKIV_PDF_CHART_WIDTH);
  double height = 40 + chart * PAKIV_PDF_PICTURE_SCALE;
  double notes = 20.0 * (1 + grid->notes->len);
  double both = height + pakiv_pdf_table_get_least (sheet, grid) + notes;
  double most = pakiv_pdf_get_whole_room (sheet) * 0.9 - TITLE_ROOM;

  return MIN (both <= most ? both : height, most);
}

static void
write_table (PakivPdfSheet *sheet, const PakivTable *table)
{
  const char *title = pakiv_table_word (table->title);
  g_autoptr (PakivTableGrid) grid = pakiv_table_grid_new (table);
  g_autofree char *words = pakiv_chart_describe (table);
  double height = pakiv_chart_get_height (table, PAKIV_PDF_CHART_WIDTH);

  pakiv_pdf_heading (sheet, 3, title, get_table_room (sheet, table));
  if (table->note != NULL)
    pakiv_pdf_paragraph (sheet, PAKIV_PDF_BODY, pakiv_table_word (table->note));
  pakiv_pdf_figure (sheet, draw_table_chart, table, PAKIV_PDF_CHART_WIDTH, height, words);
  pakiv_pdf_table (sheet, grid, title);
  pakiv_pdf_paragraph (sheet, PAKIV_PDF_SMALL, grid->caption);
  for (guint i = 0; i < grid->notes->len; i++)
    pakiv_pdf_paragraph (sheet, PAKIV_PDF_SMALL, grid->notes->pdata[i]);
}

static gboolean
has_figures (const PakivTable *table)
{
  return pakiv_table_get_total (table) > 0;
}

/* Named together, so that they do not fill pages with nothing. */
static void
write_empty_tables (PakivPdfSheet *sheet, const GPtrArray *tables)
{
  g_autoptr (GPtrArray) titles = g_ptr_array_new ();

  for (guint i = 0; i < tables->len; i++)
    if (!has_figures (tables->pdata[i]))
      g_ptr_array_add (titles,
                       (gpointer)pakiv_table_word (((PakivTable *)tables->pdata[i])->title));
  if (titles->len == 0)
    return;
  pakiv_pdf_heading (sheet, 3, _ ("Tables without a figure in this quarter"),
                     pakiv_pdf_list_measure (sheet, titles));
  pakiv_pdf_list (sheet, titles);
}

/* The heading stays with the first of them. */
static void
write_tables (PakivPdfSheet *sheet, const GPtrArray *tables)
{
  gboolean first = TRUE;

  for (guint i = 0; i < tables->len; i++)
    {
      if (!has_figures (tables->pdata[i]))
        continue;
      if (first)
        pakiv_pdf_heading (sheet, 2, _ ("Tables"),
                           TITLE_ROOM + get_table_room (sheet, tables->pdata[i]));
      first = FALSE;
      write_table (sheet, tables->pdata[i]);
    }
  if (first)
    pakiv_pdf_heading (sheet, 2, _ ("Tables"), 80);
  write_empty_tables (sheet, tables);
}

static void
write_method (const Report *report, PakivPdfSheet *sheet)
{
  g_autoptr (GPtrArray) rules = pakiv_reading_rules_list_protection (report->release->tables);

  pakiv_pdf_heading (sheet, 2, pakiv_reading_rules_get_protection_heading (),
                     pakiv_pdf_list_measure (sheet, rules));
  pakiv_pdf_list (sheet, rules);
}

static void
write_decision (const Report *report, PakivPdfSheet *sheet)
{
  g_autofree char *title = word_title (report->release);

  pakiv_pdf_new_page (sheet);
  pakiv_pdf_heading (sheet, 2, _ ("Decision of the council"), 200);
  pakiv_pdf_paragraph (sheet, PAKIV_PDF_BODY, title);
  pakiv_pdf_paragraph (sheet, PAKIV_PDF_BODY, report->release->station);
  pakiv_pdf_gap (sheet, 10);
  pakiv_pdf_tick (sheet, _ ("The council takes note of this report and publishes it."));
  pakiv_pdf_tick (sheet, _ ("The council returns this report with the questions below."));
  pakiv_pdf_tick (sheet, _ ("The council asks police and community to answer together."));
  pakiv_pdf_gap (sheet, 10);
  pakiv_pdf_line_to_fill (sheet, _ ("Questions"));
  pakiv_pdf_line_to_fill (sheet, "");
  pakiv_pdf_line_to_fill (sheet, "");
  pakiv_pdf_line_to_fill (sheet, _ ("Votes for, against, abstentions"));
  pakiv_pdf_line_to_fill (sheet, _ ("Place and day"));
  pakiv_pdf_line_to_fill (sheet, _ ("Signatures"));
}

static void
write_report (PakivPdfSheet *sheet, gpointer data)
{
  const Report *report = data;
  const GPtrArray *tables = report->release->tables;

  write_title_page (report, sheet);
  pakiv_pdf_new_page (sheet);
  pakiv_pdf_contents (sheet, _ ("Contents"));
  pakiv_pdf_new_page (sheet);
  write_reading (report, sheet);
  write_glance (report, sheet);
  pakiv_pdf_new_page (sheet);
  pakiv_pdf_indicators (sheet, report->indicators, report->benchmarks);
  write_tables (sheet, tables);
  write_method (report, sheet);
  write_decision (report, sheet);
}

GBytes *
pakiv_report_pdf_new (const PakivRelease *release, const GPtrArray *benchmarks)
{
  g_autoptr (GPtrArray) indicators = pakiv_indicators_compute (release, benchmarks);
  g_autofree char *title = word_title (release);
  g_autofree char *running = g_strdup_printf ("%s · %s", release->station, title);
  g_autofree char *language = pakiv_html_get_language ();
  const PakivPdfFacts facts = { title,   release->station, pakiv_log_id_get_label (release->log),
                                running, release->made_on, language };
  Report report = { release, benchmarks, indicators };

  g_return_val_if_fail (release != NULL, NULL);
  return pakiv_pdf_write (&facts, write_report, &report);
}
