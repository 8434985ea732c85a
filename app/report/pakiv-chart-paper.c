#include "pakiv-chart-paper.h"

#include <cairo-svg.h>
#include <pango/pangocairo.h>
#include <string.h>

#define FONT "Cantarell, sans-serif"

#define RGB(hex) \
  { \
    ((hex) >> 16 & 255) / 255.0, ((hex) >> 8 & 255) / 255.0, ((hex)&255) / 255.0 \
  }

/* After Okabe and Ito, told apart by the colour-blind; each also differs in lightness from the next
 * one. */
static const PakivPalette palettes[] = {
  [PAKIV_CHART_LIGHT] = { RGB (0x1e1e1e),
                          RGB (0x5c5c5c),
                          RGB (0x3a3a3a),
                          RGB (0x74bdec),
                          { RGB (0x0b5c93), RGB (0xe69f00), RGB (0x00725a), RGB (0x74bdec),
                            RGB (0x8a3a6a), RGB (0xc8c8c8) } },
  [PAKIV_CHART_DARK] = { RGB (0xf2f2f2),
                         RGB (0xb6b6b6),
                         RGB (0x1a1a1a),
                         RGB (0x2a70a8),
                         { RGB (0x62b1ea), RGB (0xf5c03e), RGB (0x1fa582), RGB (0xc5e4fa),
                           RGB (0xd07aae), RGB (0x8c8c8c) } },
};

const PakivPalette *
pakiv_chart_paper_get_palette (PakivChartStyle style)
{
  return &palettes[style];
}

void
pakiv_chart_paper_set_colour (cairo_t *cr, PakivColour colour)
{
  cairo_set_source_rgb (cr, colour.r, colour.g, colour.b);
}

PangoLayout *
pakiv_chart_paper_make_text (cairo_t *cr, const char *text, double size, double width)
{
  PangoLayout *layout = pango_cairo_create_layout (cr);
  PangoFontDescription *font = pango_font_description_from_string (FONT);
  cairo_font_options_t *options = cairo_font_options_create ();

  /* Letters without hinting, so that a chart is the same at any scale. */
  cairo_font_options_set_hint_style (options, CAIRO_HINT_STYLE_NONE);
  cairo_font_options_set_hint_metrics (options, CAIRO_HINT_METRICS_OFF);
  pango_cairo_context_set_font_options (pango_layout_get_context (layout), options);
  cairo_font_options_destroy (options);
  pango_context_set_round_glyph_positions (pango_layout_get_context (layout), FALSE);
  pango_font_description_set_absolute_size (font, size * PANGO_SCALE);
  pango_layout_set_font_description (layout, font);
  pango_font_description_free (font);
  pango_layout_set_text (layout, text, -1);
  if (width > 0)
    {
      pango_layout_set_width (layout, (int)(width * PANGO_SCALE));
      pango_layout_set_wrap (layout, PANGO_WRAP_WORD_CHAR);
      pango_layout_set_height (layout, -2);
      pango_layout_set_ellipsize (layout, PANGO_ELLIPSIZE_END);
    }
  return layout;
}

void
pakiv_chart_paper_measure (
    cairo_t *cr, const char *text, double size, double max_width, double *width, double *height)
{
  g_autoptr (PangoLayout) layout = pakiv_chart_paper_make_text (cr, text, size, max_width);
  int w, h;

  pango_layout_get_size (layout, &w, &h);
  if (width != NULL)
    *width = (double)w / PANGO_SCALE;
  if (height != NULL)
    *height = (double)h / PANGO_SCALE;
}

double
pakiv_chart_paper_get_height (PakivChartLayOut lay_out, gconstpointer chart, double width)
{
  cairo_surface_t *surface = cairo_recording_surface_create (CAIRO_CONTENT_COLOR_ALPHA, NULL);
  cairo_t *cr = cairo_create (surface);
  double height = lay_out (chart, cr, width, PAKIV_CHART_LIGHT, FALSE);

  cairo_destroy (cr);
  cairo_surface_destroy (surface);
  return height;
}

static cairo_status_t
on_svg_bytes_cb (void *closure, const unsigned char *data, unsigned int length)
{
  g_byte_array_append (closure, data, length);
  return CAIRO_STATUS_SUCCESS;
}

/* Cairo numbers its surfaces through the life of the program; the same chart must be the same
 * bytes. */
static char *
drop_surface_numbers (GByteArray *svg)
{
  g_autofree char *text = g_strndup ((const char *)svg->data, svg->len);
  g_autoptr (GRegex) number = g_regex_new (" id=\"surface[0-9]+\"", 0, 0, NULL);

  return g_regex_replace_literal (number, text, -1, 0, "", 0, NULL);
}

/* The words go right after the <svg …> that cairo opened. */
static GBytes *
add_words (GByteArray *svg, const char *title, const char *description)
{
  g_autofree char *clean = drop_surface_numbers (svg);
  g_autofree char *words = g_markup_printf_escaped (
      " role=\"img\">\n<title>%s</title>\n<desc>%s</desc>", title, description);
  const char *open = strstr (clean, "<svg ");
  const char *end = open != NULL ? strchr (open, '>') : NULL;
  GString *whole;

  g_return_val_if_fail (end != NULL, NULL);
  whole = g_string_new_len (clean, end - clean);
  g_string_append (whole, words);
  g_string_append (whole, end + 1);
  return g_string_free_to_bytes (whole);
}

GBytes *
pakiv_chart_paper_to_svg (PakivChartLayOut lay_out,
                          gconstpointer chart,
                          double width,
                          PakivChartStyle style,
                          const char *title,
                          const char *description)
{
  g_autoptr (GByteArray) svg = g_byte_array_new ();
  double height = pakiv_chart_paper_get_height (lay_out, chart, width);
  cairo_surface_t *surface
      = cairo_svg_surface_create_for_stream (on_svg_bytes_cb, svg, width, height);
  cairo_t *cr;

  cairo_svg_surface_set_document_unit (surface, CAIRO_SVG_UNIT_PX);
  cr = cairo_create (surface);
  lay_out (chart, cr, width, style, TRUE);
  cairo_destroy (cr);
  cairo_surface_finish (surface);
  cairo_surface_destroy (surface);
  return add_words (svg, title, description);
}
