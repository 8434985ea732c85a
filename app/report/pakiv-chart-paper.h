/* What all charts are drawn with: colours, letters, and the ways onto a screen, into an SVG file
 * and onto a PDF page. */
#pragma once

#include <cairo.h>
#include <glib.h>
#include <pango/pango.h>

G_BEGIN_DECLS

typedef enum
{
  PAKIV_CHART_LIGHT,
  PAKIV_CHART_DARK,
} PakivChartStyle;

#define PAKIV_CHART_SERIES_MAX 6

typedef struct
{
  double r, g, b;
} PakivColour;

/* Told apart by the colour-blind, and each lighter or darker than the next. */
typedef struct
{
  PakivColour text;
  PakivColour quiet;
  PakivColour outline;
  PakivColour bar; /* behind a range in the colour of text, which must be seen on it */
  PakivColour series[PAKIV_CHART_SERIES_MAX];
} PakivPalette;

/* Draws @chart @width wide, or only measures it; the height it takes. */
typedef double (*PakivChartLayOut) (
    gconstpointer chart, cairo_t *cr, double width, PakivChartStyle style, gboolean draw);

const PakivPalette *pakiv_chart_paper_get_palette (PakivChartStyle style);
void pakiv_chart_paper_set_colour (cairo_t *cr, PakivColour colour);

/* (transfer full): @text in the charts' letters, folded at @width and cut off after two lines; on
 * one line where @width is 0. */
PangoLayout *pakiv_chart_paper_make_text (cairo_t *cr, const char *text, double size, double width);
void pakiv_chart_paper_measure (
    cairo_t *cr, const char *text, double size, double max_width, double *width, double *height);

double pakiv_chart_paper_get_height (PakivChartLayOut lay_out, gconstpointer chart, double width);

/* (transfer full): a whole SVG document; @title and @description are what it says to someone who
 * can't see it. */
GBytes *pakiv_chart_paper_to_svg (PakivChartLayOut lay_out,
                                  gconstpointer chart,
                                  double width,
                                  PakivChartStyle style,
                                  const char *title,
                                  const char *description);

G_END_DECLS
