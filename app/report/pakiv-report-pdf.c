#include "pakiv-report-pdf.h"

#include "pakiv-chart.h"
#include "pakiv-day.h"
#include "pakiv-html.h"
#include "pakiv-indicator-chart.h"
#include "pakiv-indicator-page.h"
#include "pakiv-indicator-words.h"
#include "pakiv-pdf-table.h"
#include "pakiv-pdf-text.h"
#include "pakiv-reading-rules.h"
#include "pakiv-table-words.h"

#include <glib/gi18n.h>

#define CHART_WIDTH 680.0

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
add_fact (PakivTableGrid *grid, const char *name, const char *value)
{
  const char *const texts[] = { value, NULL };

  pakiv_table_grid_add_row (grid, name, texts);
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
  add_fact (grid, _ ("Station"), release->station);
  add_fact (grid, _ ("Log"), pakiv_log_id_get_label (release->log));
  add_fact (grid, _ ("Quarter"), period);
  add_fact (grid, _ ("Version"), version);
  add_fact (grid, _ ("Made on"), day);
  add_fact (grid, _ ("Number"), id);
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
      add_fact (grid, name, value);
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

/* Indicators */

static void
draw_indicator (gconstpointer indicator, cairo_t *cr, double width)
{
  pakiv_indicator_chart_draw (indicator, cr, width, PAKIV_CHART_LIGHT);
}

static PakivTableGrid *
make_figures (const PakivIndicator *indicator)
{
  const char *const columns[] = { _ ("Figure"), _ ("Range by chance"), _ ("Range by protection"),
                                  _ ("Computed from"), NULL };
  PakivTableGrid *grid = pakiv_table_grid_new_empty (_ ("What"), columns);

  for (guint i = 0; i < indicator->figures->len; i++)
    {
      const PakivFigure *figure = pakiv_indicator_get_figure (indicator, i);
      g_autofree char *value = pakiv_figure_word_value (figure);
      g_autofree char *chance = pakiv_figure_word_range (figure, figure->chance);
      g_autofree char *rounding = pakiv_figure_word_range (figure, figure->rounding);
      g_autofree char *basis = pakiv_figure_word_basis (figure);
      const char *const texts[] = { value, chance, rounding, basis, NULL };

      pakiv_table_grid_add_row (grid, pakiv_table_word (figure->spec->label), texts);
      pakiv_table_grid_strengthen (grid, 0);
    }
  return grid;
}

static void
write_benchmark (const Report *report, PakivPdfSheet *sheet, const char *id)
{
  const PakivBenchmark *benchmark
      = id != NULL ? pakiv_benchmarks_find (report->benchmarks, id) : NULL;
  g_autofree char *day = NULL, *words = NULL, *low = NULL, *high = NULL;

  if (benchmark == NULL)
    return;
  day = pakiv_day_to_words (benchmark->date);
  low = pakiv_table_word_number ((gint64)benchmark->low);
  high = pakiv_table_word_number ((gint64)benchmark->high);
  /* Translators: lowest and highest number, who says so, and of which day. */
  words = g_strdup_printf (_ ("Benchmark: %s to %s (%s, %s)."), low, high, benchmark->source, day);
  pakiv_pdf_paragraph (sheet, PAKIV_PDF_SMALL, words);
}

static void
write_fine_print (const Report *report, PakivPdfSheet *sheet, const PakivIndicator *indicator)
{
  g_autofree char *needs = pakiv_indicator_word_needs (indicator);
  g_autofree char *formula = g_strdup_printf (_ ("How it is computed: %s."),
                                              pakiv_table_word (indicator->spec->formula));
  g_autofree char *source = g_strdup_printf (_ ("Source: %s."), indicator->spec->source);

  for (guint i = 0; i < indicator->spec->readings->len; i++)
    pakiv_pdf_paragraph (sheet, PAKIV_PDF_BODY,
                         pakiv_table_word (indicator->spec->readings->pdata[i]));
  pakiv_pdf_paragraph (sheet, PAKIV_PDF_SMALL, formula);
  pakiv_pdf_paragraph (sheet, PAKIV_PDF_SMALL, source);
  for (guint i = 0; i < indicator->figures->len; i++)
    {
      write_benchmark (report, sheet, pakiv_indicator_get_figure (indicator, i)->spec->population);
      write_benchmark (report, sheet,
                       pakiv_indicator_get_figure (indicator, i)->spec->other_population);
    }
  if (needs != NULL)
    pakiv_pdf_paragraph (sheet, PAKIV_PDF_SMALL, needs);
}

static void
write_lines (PakivPdfSheet *sheet, const PakivIndicator *indicator)
{
  for (guint i = 0; i < indicator->figures->len; i++)
    {
      g_autofree char *line = pakiv_figure_word_line (pakiv_indicator_get_figure (indicator, i));

      if (line != NULL)
        pakiv_pdf_paragraph (sheet, PAKIV_PDF_STRONG, line);
    }
}

static void
write_indicator (const Report *report, PakivPdfSheet *sheet, const PakivIndicator *indicator)
{
  g_autofree char *title = pakiv_indicator_word_title (indicator);
  g_autofree char *words = pakiv_indicator_describe (indicator);
  g_autoptr (PakivTableGrid) grid = make_figures (indicator);
  double height = pakiv_indicator_chart_get_height (indicator, CHART_WIDTH);

  pakiv_pdf_heading (sheet, 3, title,
                     40 + height * PAKIV_PDF_PICTURE_SCALE
                         + pakiv_pdf_table_get_least (sheet, grid));
  pakiv_pdf_paragraph (sheet, PAKIV_PDF_BODY, pakiv_table_word (indicator->spec->about));
  pakiv_pdf_figure (sheet, draw_indicator, indicator, CHART_WIDTH, height, words);
  pakiv_pdf_table (sheet, grid, title);
  write_lines (sheet, indicator);
  write_fine_print (report, sheet, indicator);
}

static void
write_side (const Report *report, PakivPdfSheet *sheet, PakivSide side)
{
  if (!pakiv_indicators_have_side (report->indicators, side))
    return;
  pakiv_pdf_heading (sheet, 2, pakiv_side_get_label (side), 240);
  for (guint i = 0; i < report->indicators->len; i++)
    {
      const PakivIndicator *indicator = report->indicators->pdata[i];

      if (indicator->spec->side == side && indicator->state == PAKIV_INDICATOR_KNOWN)
        write_indicator (report, sheet, indicator);
    }
}

static void
write_not_here (const Report *report, PakivPdfSheet *sheet)
{
  const char *heading = _ ("Indicators that this report does not give");
  const char *const columns[] = { _ ("Why"), NULL };
  g_autoptr (PakivTableGrid) grid = pakiv_table_grid_new_empty (_ ("Indicator"), columns);

  grid->words = TRUE;
  for (guint i = 0; i < report->indicators->len; i++)
    {
      const PakivIndicator *indicator = report->indicators->pdata[i];
      g_autofree char *title = pakiv_indicator_word_title (indicator);
      g_autofree char *why = pakiv_indicator_word_state (indicator);

      if (indicator->state != PAKIV_INDICATOR_KNOWN)
        add_fact (grid, title, why);
    }
  if (grid->rows->len == 0)
    return;
  pakiv_pdf_heading (sheet, 2, heading, pakiv_pdf_table_get_least (sheet, grid));
  pakiv_pdf_table (sheet, grid, heading);
}

/* Tables */

static void
draw_table_chart (gconstpointer table, cairo_t *cr, double width)
{
  pakiv_chart_draw (table, cr, width, PAKIV_CHART_LIGHT);
}

/* A chart and its table on one page where that is possible, else the chart with its title. */
static double
get_together (PakivPdfSheet *sheet, const PakivTableGrid *grid, double chart)
{
  double height = 40 + chart * PAKIV_PDF_PICTURE_SCALE;
  double notes = 20.0 * (1 + grid->notes->len);
  double both = height + pakiv_pdf_table_get_least (sheet, grid) + notes;
  double most = pakiv_pdf_get_whole_room (sheet) * 0.9;

  return MIN (both <= most ? both : height, most);
}

static void
write_table (PakivPdfSheet *sheet, const PakivTable *table)
{
  const char *title = pakiv_table_word (table->title);
  g_autoptr (PakivTableGrid) grid = pakiv_table_grid_new (table);
  g_autofree char *words = pakiv_chart_describe (table);
  double height = pakiv_chart_get_height (table, CHART_WIDTH);

  pakiv_pdf_heading (sheet, 3, title, get_together (sheet, grid, height));
  if (table->note != NULL)
    pakiv_pdf_paragraph (sheet, PAKIV_PDF_BODY, pakiv_table_word (table->note));
  pakiv_pdf_figure (sheet, draw_table_chart, table, CHART_WIDTH, height, words);
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
  pakiv_pdf_heading (sheet, 3, _ ("Tables without a figure in this quarter"), 40);
  pakiv_pdf_list (sheet, titles);
}

static void
write_method (const Report *report, PakivPdfSheet *sheet)
{
  g_autoptr (GPtrArray) rules = pakiv_reading_rules_list_protection (report->release->tables);

  pakiv_pdf_heading (sheet, 2, pakiv_reading_rules_get_protection_heading (), 80);
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
  for (int side = 0; side < PAKIV_N_SIDES; side++)
    write_side (report, sheet, (PakivSide)side);
  write_not_here (report, sheet);
  pakiv_pdf_new_page (sheet);
  pakiv_pdf_heading (sheet, 2, _ ("Tables"), 120);
  for (guint i = 0; i < tables->len; i++)
    if (has_figures (tables->pdata[i]))
      write_table (sheet, tables->pdata[i]);
  write_empty_tables (sheet, tables);
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
