#include "pakiv-pdf-indicators.h"

#include "pakiv-day.h"
#include "pakiv-indicator-chart.h"
#include "pakiv-indicator-words.h"
#include "pakiv-pdf-table.h"
#include "pakiv-pdf-text.h"
#include "pakiv-table-words.h"

#include <glib/gi18n.h>

#define TOGETHER 0.6    /* of a page: such an indicator is not parted */
#define TITLE_ROOM 40.0 /* of a heading with the space around it */

typedef struct
{
  const GPtrArray *indicators;
  const GPtrArray *benchmarks;
} Indicators;

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

/* Said once, also where several figures stand on it. */
static void
add_benchmark (GPtrArray *texts, const Indicators *all, const char *id)
{
  const PakivBenchmark *benchmark = id != NULL ? pakiv_benchmarks_find (all->benchmarks, id) : NULL;
  g_autofree char *day = NULL, *words = NULL, *low = NULL, *high = NULL;

  if (benchmark == NULL)
    return;
  day = pakiv_day_to_words (benchmark->date);
  low = pakiv_table_word_number ((gint64)benchmark->low);
  high = pakiv_table_word_number ((gint64)benchmark->high);
  /* Translators: lowest and highest number, who says so, and of which day. */
  words = g_strdup_printf (_ ("Benchmark: %s to %s (%s, %s)."), low, high, benchmark->source, day);
  if (!g_ptr_array_find_with_equal_func (texts, words, g_str_equal, NULL))
    g_ptr_array_add (texts, g_steal_pointer (&words));
}

static GPtrArray *
list_fine_print (const Indicators *all, const PakivIndicator *indicator)
{
  const PakivIndicatorSpec *spec = indicator->spec;
  GPtrArray *texts = g_ptr_array_new_with_free_func (g_free);
  char *needs = pakiv_indicator_word_needs (indicator);

  g_ptr_array_add (
      texts, g_strdup_printf (_ ("How it is computed: %s."), pakiv_table_word (spec->formula)));
  g_ptr_array_add (texts, g_strdup_printf (_ ("Source: %s."), spec->source));
  for (guint i = 0; i < spec->figures->len; i++)
    {
      const PakivFigureSpec *figure = spec->figures->pdata[i];

      add_benchmark (texts, all, figure->population);
      add_benchmark (texts, all, figure->other_population);
    }
  if (needs != NULL)
    g_ptr_array_add (texts, needs);
  return texts;
}

/* The small letters stay together: a source alone on the next page would be nobody’s. */
static void
write_fine_print (PakivPdfSheet *sheet, const Indicators *all, const PakivIndicator *indicator)
{
  g_autoptr (GPtrArray) texts = list_fine_print (all, indicator);
  double height = 0;

  for (guint i = 0; i < indicator->spec->readings->len; i++)
    pakiv_pdf_paragraph (sheet, PAKIV_PDF_BODY,
                         pakiv_table_word (indicator->spec->readings->pdata[i]));
  for (guint i = 0; i < texts->len; i++)
    height += pakiv_pdf_paragraph_measure (sheet, PAKIV_PDF_SMALL, texts->pdata[i]);
  pakiv_pdf_make_room (sheet, height);
  for (guint i = 0; i < texts->len; i++)
    pakiv_pdf_paragraph (sheet, PAKIV_PDF_SMALL, texts->pdata[i]);
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

/* What stands below an indicator’s table. */
static double
measure_rest (PakivPdfSheet *sheet, const Indicators *all, const PakivIndicator *indicator)
{
  const GPtrArray *readings = indicator->spec->readings;
  g_autoptr (GPtrArray) small = list_fine_print (all, indicator);
  double height = 0;

  for (guint i = 0; i < indicator->figures->len; i++)
    {
      g_autofree char *line = pakiv_figure_word_line (pakiv_indicator_get_figure (indicator, i));

      if (line != NULL)
        height += pakiv_pdf_paragraph_measure (sheet, PAKIV_PDF_STRONG, line);
    }
  for (guint i = 0; i < readings->len; i++)
    height += pakiv_pdf_paragraph_measure (sheet, PAKIV_PDF_BODY,
                                           pakiv_table_word (readings->pdata[i]));
  for (guint i = 0; i < small->len; i++)
    height += pakiv_pdf_paragraph_measure (sheet, PAKIV_PDF_SMALL, small->pdata[i]);
  return height;
}

/* The whole indicator where that is no more than a good half of a page; else what it says, its
 * chart and the beginning of its table. */
static double
get_room (PakivPdfSheet *sheet, const Indicators *all, const PakivIndicator *indicator)
{
  g_autoptr (PakivTableGrid) grid = make_figures (indicator);
  double chart = pakiv_indicator_chart_get_height (indicator, PAKIV_PDF_CHART_WIDTH);
  double begin = 40 + PAKIV_PDF_PICTURE_SCALE * chart + pakiv_pdf_table_get_least (sheet, grid);
  double whole = begin + measure_rest (sheet, all, indicator);

  return whole <= TOGETHER * pakiv_pdf_get_whole_room (sheet) ? whole : begin;
}

static void
write_indicator (PakivPdfSheet *sheet, const Indicators *all, const PakivIndicator *indicator)
{
  g_autofree char *title = pakiv_indicator_word_title (indicator);
  g_autofree char *words = pakiv_indicator_describe (indicator);
  g_autoptr (PakivTableGrid) grid = make_figures (indicator);
  double height = pakiv_indicator_chart_get_height (indicator, PAKIV_PDF_CHART_WIDTH);

  pakiv_pdf_heading (sheet, 3, title, get_room (sheet, all, indicator));
  pakiv_pdf_paragraph (sheet, PAKIV_PDF_BODY, pakiv_table_word (indicator->spec->about));
  pakiv_pdf_figure (sheet, draw_indicator, indicator, PAKIV_PDF_CHART_WIDTH, height, words);
  pakiv_pdf_table (sheet, grid, title);
  write_lines (sheet, indicator);
  write_fine_print (sheet, all, indicator);
}

/* The heading stays with the first of them. */
static void
write_side (PakivPdfSheet *sheet, const Indicators *all, PakivSide side)
{
  gboolean first = TRUE;

  for (guint i = 0; i < all->indicators->len; i++)
    {
      const PakivIndicator *indicator = all->indicators->pdata[i];

      if (indicator->spec->side != side || indicator->state != PAKIV_INDICATOR_KNOWN)
        continue;
      if (first)
        pakiv_pdf_heading (sheet, 2, pakiv_side_get_label (side),
                           TITLE_ROOM + get_room (sheet, all, indicator));
      first = FALSE;
      write_indicator (sheet, all, indicator);
    }
}

static void
write_not_here (PakivPdfSheet *sheet, const Indicators *all)
{
  const char *heading = _ ("Indicators that this report does not give");
  const char *const columns[] = { _ ("Why"), NULL };
  g_autoptr (PakivTableGrid) grid = pakiv_table_grid_new_empty (_ ("Indicator"), columns);

  grid->words = TRUE;
  for (guint i = 0; i < all->indicators->len; i++)
    {
      const PakivIndicator *indicator = all->indicators->pdata[i];
      g_autofree char *title = pakiv_indicator_word_title (indicator);
      g_autofree char *why = pakiv_indicator_word_state (indicator);

      if (indicator->state != PAKIV_INDICATOR_KNOWN)
        pakiv_table_grid_add_text (grid, title, why);
    }
  if (grid->rows->len == 0)
    return;
  pakiv_pdf_heading (sheet, 2, heading, pakiv_pdf_table_get_least (sheet, grid));
  pakiv_pdf_table (sheet, grid, heading);
}

void
pakiv_pdf_indicators (PakivPdfSheet *sheet,
                      const GPtrArray *indicators,
                      const GPtrArray *benchmarks)
{
  const Indicators all = { indicators, benchmarks };

  for (int side = 0; side < PAKIV_N_SIDES; side++)
    write_side (sheet, &all, (PakivSide)side);
  write_not_here (sheet, &all);
}
