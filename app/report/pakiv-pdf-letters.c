#include "pakiv-pdf-letters.h"

#include <pango/pangocairo.h>

#define FONT "Cantarell, sans-serif"

/* One letter, one sign: readers of the document’s text stumble over “fi” as one. */
static void
drop_ligatures (PangoLayout *layout)
{
  PangoAttrList *list = pango_attr_list_new ();

  pango_attr_list_insert (list, pango_attr_font_features_new ("liga=0, clig=0"));
  pango_layout_set_attributes (layout, list);
  pango_attr_list_unref (list);
}

PangoLayout *
pakiv_pdf_make_text (
    PakivPdfSheet *sheet, const char *text, double size, gboolean bold, double width)
{
  PangoLayout *layout = pango_cairo_create_layout (pakiv_pdf_get_cairo (sheet));
  PangoFontDescription *font = pango_font_description_from_string (FONT);
  cairo_font_options_t *options = cairo_font_options_create ();

  cairo_font_options_set_hint_style (options, CAIRO_HINT_STYLE_NONE);
  cairo_font_options_set_hint_metrics (options, CAIRO_HINT_METRICS_OFF);
  pango_cairo_context_set_font_options (pango_layout_get_context (layout), options);
  cairo_font_options_destroy (options);
  pango_context_set_round_glyph_positions (pango_layout_get_context (layout), FALSE);
  pango_font_description_set_absolute_size (font, size * PANGO_SCALE);
  if (bold)
    pango_font_description_set_weight (font, PANGO_WEIGHT_BOLD);
  pango_layout_set_font_description (layout, font);
  pango_font_description_free (font);
  pango_layout_set_text (layout, text, -1);
  drop_ligatures (layout);
  if (width > 0)
    {
      pango_layout_set_width (layout, (int)(width * PANGO_SCALE));
      pango_layout_set_wrap (layout, PANGO_WRAP_WORD_CHAR);
    }
  return layout;
}

double
pakiv_pdf_measure (PangoLayout *layout, double *width)
{
  int w, h;

  pango_layout_get_size (layout, &w, &h);
  if (width != NULL)
    *width = (double)w / PANGO_SCALE;
  return (double)h / PANGO_SCALE;
}

void
pakiv_pdf_show (PakivPdfSheet *sheet, PangoLayout *layout, double x, double y)
{
  cairo_move_to (pakiv_pdf_get_cairo (sheet), x, y);
  pango_cairo_show_layout (pakiv_pdf_get_cairo (sheet), layout);
  pakiv_pdf_use (sheet, 0);
}
