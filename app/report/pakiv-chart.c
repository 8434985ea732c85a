#include "pakiv-chart.h"

#include "pakiv-chart-data.h"
#include "pakiv-table-words.h"

#include <glib/gi18n.h>
#include <math.h>
#include <pango/pangocairo.h>

#define TEXT_SIZE 13.0
#define SMALL_SIZE 12.0
#define BAR_ALONE 20.0
#define BAR_GROUPED 15.0
#define ROW_GAP 9.0
#define BAR_GAP 2.0
#define LABEL_SHARE 0.42 /* of the width, for the categories' names */
#define LABEL_GAP 10.0
#define SWATCH 12.0
#define LEGEND_LINE 22.0
#define LEGEND_GAP 6.0
#define LEGEND_SPACE 18.0
#define CORNER 2.5
#define LINING 6.0 /* between the lines inside a bar */

typedef struct
{
  cairo_t *cr;
  const PakivChartData *data;
  const PakivPalette *palette;
  double width;
  double label_width;
  double value_width;
} Drawing;

static double
get_bars_height (const PakivChartData *data)
{
  guint n = data->series->len;

  return n == 1 ? BAR_ALONE : n * BAR_GROUPED + (n - 1) * BAR_GAP;
}

static double
get_row_height (const Drawing *drawing, guint row)
{
  double label;

  pakiv_chart_paper_measure (drawing->cr, drawing->data->rows->pdata[row], TEXT_SIZE,
                             drawing->label_width, NULL, &label);
  return MAX (label, get_bars_height (drawing->data)) + ROW_GAP;
}

static void
draw_text (const Drawing *drawing, PangoLayout *layout, double x, double y, PakivColour colour)
{
  pakiv_chart_paper_set_colour (drawing->cr, colour);
  cairo_move_to (drawing->cr, x, y);
  pango_cairo_show_layout (drawing->cr, layout);
}

/* Each series after the first has lines of its own inside its box, so that it is known on a black
 * and white print too: how far they lean over the box’s height, 0 for upright. */
static const struct
{
  gboolean lined;
  double lean;
  gboolean light;
} linings[PAKIV_CHART_SERIES_MAX] = {
  { FALSE, 0, FALSE }, { TRUE, 1, FALSE }, { TRUE, -1, TRUE },
  { FALSE, 0, FALSE }, { TRUE, 0, TRUE },  { TRUE, 0, FALSE },
};

/* Inside the present clip. */
static void
draw_lining (const Drawing *drawing, guint series, double x, double y, double width, double height)
{
  cairo_t *cr = drawing->cr;
  double lean = linings[series].lean * height;

  if (linings[series].light)
    cairo_set_source_rgba (cr, 1, 1, 1, 0.75);
  else
    cairo_set_source_rgba (cr, 0, 0, 0, 0.45);
  cairo_set_line_width (cr, 0.9);
  for (double at = x - height + LINING / 2; at < x + width + height; at += LINING)
    {
      cairo_move_to (cr, at - lean / 2, y + height);
      cairo_line_to (cr, at + lean / 2, y);
    }
  cairo_stroke (cr);
}

static void
draw_box (const Drawing *drawing, guint series, double x, double y, double width, double height)
{
  cairo_t *cr = drawing->cr;
  double corner = MIN (CORNER, width / 2);

  cairo_new_path (cr);
  cairo_move_to (cr, x, y);
  cairo_line_to (cr, x + width - corner, y);
  cairo_arc (cr, x + width - corner, y + corner, corner, -G_PI / 2, 0);
  cairo_arc (cr, x + width - corner, y + height - corner, corner, 0, G_PI / 2);
  cairo_line_to (cr, x, y + height);
  cairo_close_path (cr);
  pakiv_chart_paper_set_colour (cr, drawing->palette->series[series]);
  cairo_fill_preserve (cr);
  /* Light bars need an edge on white paper. */
  pakiv_chart_paper_set_colour (cr, drawing->palette->outline);
  cairo_set_line_width (cr, 0.5);
  if (linings[series].lined)
    {
      cairo_stroke_preserve (cr);
      cairo_save (cr);
      cairo_clip (cr);
      draw_lining (drawing, series, x, y, width, height);
      cairo_restore (cr);
    }
  else
    cairo_stroke (cr);
}

/* Where the next entry of the legend goes: beside the last one, or on a new line. */
static void
place_entry (const Drawing *drawing, double width, double *x, double *y)
{
  if (*x > 0 && *x + width > drawing->width)
    {
      *x = 0;
      *y += LEGEND_LINE;
    }
}

static PangoLayout *
make_legend_text (const Drawing *drawing, const char *text, double *width, double *height)
{
  PangoLayout *layout = pakiv_chart_paper_make_text (drawing->cr, text, SMALL_SIZE, 0);
  int w, h;

  pango_layout_get_size (layout, &w, &h);
  *width = (double)w / PANGO_SCALE;
  *height = (double)h / PANGO_SCALE;
  return layout;
}

static void
draw_entry (
    const Drawing *drawing, guint series, PangoLayout *layout, double x, double y, double height)
{
  draw_box (drawing, series, x + 0.5, y + 2.5, SWATCH, SWATCH);
  draw_text (drawing, layout, x + SWATCH + LEGEND_GAP, y + 8.5 - height / 2,
             drawing->palette->text);
}

/* Draws what the series answer and their names, or only measures them; the height they take. */
static double
lay_out_legend (const Drawing *drawing, gboolean draw)
{
  g_autofree char *head = NULL;
  g_autoptr (PangoLayout) head_layout = NULL;
  double x = 0, y = 0, width, height;

  if (drawing->data->split_by == NULL)
    return 0;
  /* Translators: the head of a chart's legend, as in “Gender:”. */
  head = g_strdup_printf (_ ("%s:"), drawing->data->split_by);
  head_layout = make_legend_text (drawing, head, &width, &height);
  if (draw)
    draw_text (drawing, head_layout, 0, 8.5 - height / 2, drawing->palette->quiet);
  x = width + LEGEND_SPACE;
  for (guint s = 0; s < drawing->data->series->len; s++)
    {
      g_autoptr (PangoLayout) layout
          = make_legend_text (drawing, drawing->data->series->pdata[s], &width, &height);

      width += SWATCH + LEGEND_GAP;
      place_entry (drawing, width, &x, &y);
      if (draw)
        draw_entry (drawing, s, layout, x, y, height);
      x += width + LEGEND_SPACE;
    }
  return y + LEGEND_LINE + 6;
}

static void
draw_bar (const Drawing *drawing, guint row, guint series, double y, double height)
{
  gint64 value = pakiv_chart_data_get (drawing->data, row, series);
  double left = drawing->label_width + LABEL_GAP;
  double room = drawing->width - left - drawing->value_width - LABEL_GAP;
  double length
      = drawing->data->largest > 0 ? room * (double)value / (double)drawing->data->largest : 0;
  g_autofree char *number = pakiv_table_word_number (value);
  g_autoptr (PangoLayout) layout = pakiv_chart_paper_make_text (drawing->cr, number, SMALL_SIZE, 0);
  int h;

  pango_layout_get_size (layout, NULL, &h);
  if (value > 0)
    draw_box (drawing, series, left, y, MAX (length, 1.5), height);
  draw_text (drawing, layout, left + length + 6, y + height / 2 - (double)h / PANGO_SCALE / 2,
             value > 0 ? drawing->palette->text : drawing->palette->quiet);
}

static void
draw_row (const Drawing *drawing, guint row, double y, double height)
{
  g_autoptr (PangoLayout) label = pakiv_chart_paper_make_text (
      drawing->cr, drawing->data->rows->pdata[row], TEXT_SIZE, drawing->label_width);
  double bars = get_bars_height (drawing->data);
  double bar = drawing->data->series->len == 1 ? BAR_ALONE : BAR_GROUPED;
  double top = y + (height - ROW_GAP - bars) / 2;
  int h;

  pango_layout_set_alignment (label, PANGO_ALIGN_RIGHT);
  pango_layout_get_size (label, NULL, &h);
  draw_text (drawing, label, 0, y + (height - ROW_GAP - (double)h / PANGO_SCALE) / 2,
             drawing->palette->text);
  for (guint s = 0; s < drawing->data->series->len; s++)
    draw_bar (drawing, row, s, top + s * (bar + BAR_GAP), bar);
}

static void
draw_base_line (const Drawing *drawing, double from, double to)
{
  double x = drawing->label_width + LABEL_GAP;

  pakiv_chart_paper_set_colour (drawing->cr, drawing->palette->quiet);
  cairo_set_line_width (drawing->cr, 1);
  cairo_move_to (drawing->cr, x, from);
  cairo_line_to (drawing->cr, x, to);
  cairo_stroke (drawing->cr);
}

/* The names take as much as the longest needs, up to their share of the width. */
static void
share_width (Drawing *drawing)
{
  g_autofree char *largest = pakiv_table_word_number (drawing->data->largest);

  for (guint r = 0; r < drawing->data->rows->len; r++)
    {
      double width;

      pakiv_chart_paper_measure (drawing->cr, drawing->data->rows->pdata[r], TEXT_SIZE, 0, &width,
                                 NULL);
      drawing->label_width = MAX (drawing->label_width, ceil (width) + 1);
    }
  drawing->label_width = MIN (drawing->label_width, drawing->width * LABEL_SHARE);
  pakiv_chart_paper_measure (drawing->cr, largest, SMALL_SIZE, 0, &drawing->value_width, NULL);
}

/* Draws the whole chart, or only measures it; the height it takes. */
static double
lay_out (gconstpointer table, cairo_t *cr, double width, PakivChartStyle style, gboolean draw)
{
  g_autoptr (PakivChartData) data = pakiv_chart_data_new (table);
  Drawing drawing = { cr, data, pakiv_chart_paper_get_palette (style), width, 0, 0 };
  double y, top;

  if (data->rows->len == 0)
    {
      g_autoptr (PangoLayout) layout
          = pakiv_chart_paper_make_text (cr, _ ("No figure in this quarter."), TEXT_SIZE, width);

      if (draw)
        draw_text (&drawing, layout, 0, 4, drawing.palette->quiet);
      return TEXT_SIZE * 2;
    }
  share_width (&drawing);
  top = y = lay_out_legend (&drawing, draw);
  for (guint r = 0; r < data->rows->len; r++)
    {
      double height = get_row_height (&drawing, r);

      if (draw)
        draw_row (&drawing, r, y + ROW_GAP / 2, height);
      y += height;
    }
  if (draw)
    draw_base_line (&drawing, top, y);
  return ceil (y + 1);
}

double
pakiv_chart_get_height (const PakivTable *table, double width)
{
  return pakiv_chart_paper_get_height (lay_out, table, width);
}

void
pakiv_chart_draw (const PakivTable *table, cairo_t *cr, double width, PakivChartStyle style)
{
  cairo_save (cr);
  lay_out (table, cr, width, style, TRUE);
  cairo_restore (cr);
}

GBytes *
pakiv_chart_to_svg (const PakivTable *table, double width, PakivChartStyle style)
{
  g_autofree char *words = pakiv_chart_describe (table);

  return pakiv_chart_paper_to_svg (lay_out, table, width, style, pakiv_table_word (table->title),
                                   words);
}
