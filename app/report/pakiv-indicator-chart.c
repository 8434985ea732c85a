#include "pakiv-indicator-chart.h"

#include "pakiv-indicator-words.h"
#include "pakiv-table-words.h"

#include <glib/gi18n.h>
#include <math.h>
#include <pango/pangocairo.h>
#include <stdlib.h>

#define TEXT_SIZE 13.0
#define SMALL_SIZE 12.0
#define ROW 32.0
#define BAR 16.0
#define LABEL_SHARE 0.4 /* of the width */
#define VALUE_WIDTH 86.0
#define GAP 10.0
#define SCALE_HEIGHT 22.0
#define PANEL_GAP 14.0
#define CAP 5.0
#define LEGEND_HEIGHT 20.0
#define HATCH 5.0
#define TICKS 4

typedef struct
{
  const PakivIndicator *indicator;
  cairo_t *cr;
  const PakivPalette *palette;
  double width;
  double left, room; /* where the scale begins, and how long it is */
  gboolean draw;
} Drawing;

/* Figures that share a scale. */
typedef struct
{
  PakivFigureKind kind;
  double low, high;
} Panel;

static gboolean
is_drawn (const PakivFigure *figure, PakivFigureKind kind)
{
  return figure->state == PAKIV_FIGURE_KNOWN && figure->spec->kind == kind;
}

static const PakivFigure *
get_figure (const Drawing *drawing, guint i)
{
  return pakiv_indicator_get_figure (drawing->indicator, i);
}

/* The next of 1, 2, 4, 5 or 10 times a power of ten: its quarters are easily read. */
static double
round_up (double value)
{
  const double steps[] = { 1, 2, 4, 8, 10 };
  double power = pow (10, floor (log10 (MAX (value, 1e-9))));

  for (guint i = 0; i < G_N_ELEMENTS (steps); i++)
    if (value <= steps[i] * power * (1 + 1e-12))
      return steps[i] * power;
  return 10 * power;
}

static double
get_reach (const PakivFigure *figure)
{
  double reach = MAX (fabs (figure->chance.low), fabs (figure->value));

  if (isfinite (figure->chance.high))
    reach = MAX (reach, fabs (figure->chance.high));
  if (isfinite (figure->rounding.high))
    reach = MAX (reach, MIN (fabs (figure->rounding.high), 3 * reach));
  return reach;
}

/* FALSE where no figure is of that kind. */
static gboolean
make_panel (const Drawing *drawing, PakivFigureKind kind, Panel *panel)
{
  double reach = 0;
  gboolean any = FALSE;

  for (guint i = 0; i < drawing->indicator->figures->len; i++)
    if (is_drawn (get_figure (drawing, i), kind))
      {
        any = TRUE;
        reach = MAX (reach, get_reach (get_figure (drawing, i)));
      }
  *panel = (Panel){ kind, 0, 1 };
  if (kind == PAKIV_FIGURE_GAP)
    {
      panel->high = MIN (MAX (round_up (reach), 0.1), 1);
      panel->low = -panel->high;
    }
  else if (kind != PAKIV_FIGURE_SHARE)
    panel->high = MAX (round_up (reach), kind == PAKIV_FIGURE_COUNT ? 4 : 0.1);
  return any;
}

static double
place (const Drawing *drawing, const Panel *panel, double value)
{
  double at = (CLAMP (value, panel->low, panel->high) - panel->low) / (panel->high - panel->low);

  return drawing->left + at * drawing->room;
}

static void
draw_text (const Drawing *drawing, PangoLayout *layout, double x, double middle, PakivColour colour)
{
  int h;

  pango_layout_get_size (layout, NULL, &h);
  pakiv_chart_paper_set_colour (drawing->cr, colour);
  cairo_move_to (drawing->cr, x, middle - (double)h / PANGO_SCALE / 2);
  pango_cairo_show_layout (drawing->cr, layout);
}

static void
draw_line (const Drawing *drawing, double x1, double y1, double x2, double y2, double line_width)
{
  cairo_set_line_width (drawing->cr, line_width);
  cairo_move_to (drawing->cr, x1, y1);
  cairo_line_to (drawing->cr, x2, y2);
  cairo_stroke (drawing->cr);
}

/* Slanting lines inside a box: seen in any colour and on any paper. */
static void
draw_hatch (const Drawing *drawing, double x, double y, double width, double height)
{
  cairo_t *cr = drawing->cr;

  cairo_save (cr);
  cairo_rectangle (cr, x, y, width, height);
  pakiv_chart_paper_set_colour (cr, drawing->palette->quiet);
  cairo_set_line_width (cr, 0.7);
  cairo_stroke_preserve (cr);
  cairo_clip (cr);
  for (double at = x - height; at < x + width; at += HATCH)
    draw_line (drawing, at, y + height, at + height, y, 0.7);
  cairo_restore (cr);
}

static void
draw_chance (const Drawing *drawing, double from, double to, double middle)
{
  pakiv_chart_paper_set_colour (drawing->cr, drawing->palette->text);
  draw_line (drawing, from, middle, to, middle, 1.6);
  draw_line (drawing, from, middle - CAP, from, middle + CAP, 1.6);
  draw_line (drawing, to, middle - CAP, to, middle + CAP, 1.6);
}

static void
draw_dot (const Drawing *drawing, double x, double middle)
{
  cairo_t *cr = drawing->cr;

  cairo_new_path (cr);
  cairo_arc (cr, x, middle, 4.5, 0, 2 * G_PI);
  pakiv_chart_paper_set_colour (cr, drawing->palette->series[0]);
  cairo_fill_preserve (cr);
  pakiv_chart_paper_set_colour (cr, drawing->palette->outline);
  cairo_set_line_width (cr, 0.8);
  cairo_stroke (cr);
}

static void
draw_bar (const Drawing *drawing, double from, double to, double middle)
{
  cairo_t *cr = drawing->cr;

  cairo_rectangle (cr, MIN (from, to), middle - BAR / 2, fabs (to - from), BAR);
  pakiv_chart_paper_set_colour (cr, drawing->palette->bar);
  cairo_fill_preserve (cr);
  pakiv_chart_paper_set_colour (cr, drawing->palette->outline);
  cairo_set_line_width (cr, 0.5);
  cairo_stroke (cr);
}

static void
draw_figure (const Drawing *drawing, const Panel *panel, const PakivFigure *figure, double middle)
{
  double zero = place (drawing, panel, 0), at = place (drawing, panel, figure->value);
  double low = place (drawing, panel, figure->rounding.low);
  double high = place (drawing, panel, figure->rounding.high);
  g_autoptr (PangoLayout) label = pakiv_chart_paper_make_text (
      drawing->cr, pakiv_table_word (figure->spec->label), TEXT_SIZE, drawing->left - GAP);
  g_autofree char *value = pakiv_figure_word_value (figure);
  g_autoptr (PangoLayout) number = pakiv_chart_paper_make_text (drawing->cr, value, TEXT_SIZE, 0);

  pango_layout_set_alignment (label, PANGO_ALIGN_RIGHT);
  draw_text (drawing, label, 0, middle, drawing->palette->text);
  draw_bar (drawing, zero, at, middle);
  draw_hatch (drawing, low, middle + BAR / 2 + 1.5, high - low, 5);
  draw_chance (drawing, place (drawing, panel, figure->chance.low),
               place (drawing, panel, figure->chance.high), middle);
  draw_dot (drawing, at, middle);
  draw_text (drawing, number, drawing->left + drawing->room + GAP, middle, drawing->palette->text);
}

static char *
word_tick (const Panel *panel, double value)
{
  int whole = (int)round (
      panel->kind == PAKIV_FIGURE_SHARE || panel->kind == PAKIV_FIGURE_GAP ? value * 100 : value);

  if (panel->kind == PAKIV_FIGURE_SHARE)
    return g_strdup_printf (_ ("%d %%"), whole);
  if (panel->kind == PAKIV_FIGURE_GAP)
    return g_strdup_printf (_ ("%s%d"), whole > 0 ? "+" : whole < 0 ? "−" : "", abs (whole));
  return panel->high < 10 && panel->kind != PAKIV_FIGURE_COUNT ? g_strdup_printf ("%.1f", value)
                                                               : pakiv_table_word_number (whole);
}

static void
draw_scale (const Drawing *drawing, const Panel *panel, double top, double bottom)
{
  for (int i = 0; i <= TICKS; i++)
    {
      double value = panel->low + (panel->high - panel->low) * i / TICKS;
      double x = place (drawing, panel, value);
      g_autofree char *words = word_tick (panel, value);
      g_autoptr (PangoLayout) layout
          = pakiv_chart_paper_make_text (drawing->cr, words, SMALL_SIZE, 0);
      int w;

      pango_layout_get_size (layout, &w, NULL);
      pakiv_chart_paper_set_colour (drawing->cr, drawing->palette->quiet);
      draw_line (drawing, x, top, x, bottom, fabs (value) < 1e-12 ? 1.2 : 0.35);
      draw_text (drawing, layout, x - (double)w / PANGO_SCALE / 2, bottom + SCALE_HEIGHT / 2,
                 drawing->palette->quiet);
    }
}

/* The height that the figures of one kind take. */
static double
lay_out_panel (const Drawing *drawing, PakivFigureKind kind, double top)
{
  Panel panel;
  double y = top;

  if (!make_panel (drawing, kind, &panel))
    return 0;
  for (guint i = 0; i < drawing->indicator->figures->len; i++)
    if (is_drawn (get_figure (drawing, i), kind))
      y += ROW;
  if (drawing->draw)
    {
      double middle = top + ROW / 2;

      draw_scale (drawing, &panel, top, y);
      for (guint i = 0; i < drawing->indicator->figures->len; i++)
        if (is_drawn (get_figure (drawing, i), kind))
          {
            draw_figure (drawing, &panel, get_figure (drawing, i), middle);
            middle += ROW;
          }
    }
  return y - top + SCALE_HEIGHT + PANEL_GAP;
}

/* An entry's name beside its sign, on a new line where it would not fit. */
static void
lay_out_entry (const Drawing *drawing, guint sign, const char *name, double *x, double *y)
{
  g_autoptr (PangoLayout) layout = pakiv_chart_paper_make_text (drawing->cr, name, SMALL_SIZE, 0);
  double middle, width;
  int w;

  pango_layout_get_size (layout, &w, NULL);
  width = 32 + (double)w / PANGO_SCALE;
  if (*x > 0 && *x + width > drawing->width)
    {
      *x = 0;
      *y += LEGEND_HEIGHT;
    }
  middle = *y + LEGEND_HEIGHT / 2;
  if (drawing->draw)
    {
      if (sign == 0)
        draw_dot (drawing, *x + 13, middle);
      else if (sign == 1)
        draw_chance (drawing, *x + 2, *x + 24, middle);
      else
        draw_hatch (drawing, *x + 2, middle - 2.5, 22, 5);
      draw_text (drawing, layout, *x + 30, middle, drawing->palette->quiet);
    }
  *x += width + 18;
}

static double
lay_out_legend (const Drawing *drawing, double top)
{
  double x = 0, y = top;

  lay_out_entry (drawing, 0, _ ("the figure"), &x, &y);
  lay_out_entry (drawing, 1, _ ("range by chance"), &x, &y);
  lay_out_entry (drawing, 2, _ ("range by protection"), &x, &y);
  return y + LEGEND_HEIGHT - top;
}

/* The names take as much as the longest needs, up to their share of the width. */
static void
share_width (Drawing *drawing)
{
  for (guint i = 0; i < drawing->indicator->figures->len; i++)
    {
      const PakivFigure *figure = get_figure (drawing, i);
      double width;

      if (figure->state != PAKIV_FIGURE_KNOWN)
        continue;
      pakiv_chart_paper_measure (drawing->cr, pakiv_table_word (figure->spec->label), TEXT_SIZE, 0,
                                 &width, NULL);
      drawing->left = MAX (drawing->left, ceil (width) + 1 + GAP);
    }
  drawing->left = MIN (drawing->left, drawing->width * LABEL_SHARE);
  drawing->room = drawing->width - drawing->left - VALUE_WIDTH - GAP;
}

static double
lay_out (gconstpointer indicator, cairo_t *cr, double width, PakivChartStyle style, gboolean draw)
{
  Drawing drawing = { indicator, cr, pakiv_chart_paper_get_palette (style), width };
  double y = 0;

  share_width (&drawing);
  drawing.draw = draw;
  for (int kind = 0; kind <= PAKIV_FIGURE_ODDS; kind++)
    y += lay_out_panel (&drawing, (PakivFigureKind)kind, y);
  return ceil (y + lay_out_legend (&drawing, y));
}

gboolean
pakiv_indicator_chart_has (const PakivIndicator *indicator)
{
  return indicator->state == PAKIV_INDICATOR_KNOWN;
}

double
pakiv_indicator_chart_get_height (const PakivIndicator *indicator, double width)
{
  return pakiv_chart_paper_get_height (lay_out, indicator, width);
}

void
pakiv_indicator_chart_draw (const PakivIndicator *indicator,
                            cairo_t *cr,
                            double width,
                            PakivChartStyle style)
{
  cairo_save (cr);
  lay_out (indicator, cr, width, style, TRUE);
  cairo_restore (cr);
}

GBytes *
pakiv_indicator_chart_to_svg (const PakivIndicator *indicator, double width, PakivChartStyle style)
{
  g_autofree char *words = pakiv_indicator_describe (indicator);

  return pakiv_chart_paper_to_svg (lay_out, indicator, width, style,
                                   pakiv_table_word (indicator->spec->title), words);
}
