#include "pakiv-pdf-text.h"

#include "pakiv-pdf-letters.h"

#include <pango/pangocairo.h>

#define BULLET_INDENT 12.0
#define LINES_TOGETHER 4 /* a paragraph of so few is not parted over two pages */

static const struct
{
  double size;
  gboolean bold;
  double after;
} styles[PAKIV_PDF_N_STYLES] = {
  [PAKIV_PDF_BODY] = { 10, FALSE, 5 },
  [PAKIV_PDF_SMALL] = { 8.5, FALSE, 3 },
  [PAKIV_PDF_STRONG] = { 10, TRUE, 5 },
  [PAKIV_PDF_LEAD] = { 12.5, FALSE, 10 },
};

static const struct
{
  double size, before, after;
} heading_styles[] = { { 0, 0, 0 }, { 24, 0, 10 }, { 16, 18, 7 }, { 12, 14, 4 }, { 10.5, 6, 4 } };

/* With a place that links can lead to. */
static void
show_heading (PakivPdfSheet *sheet, int level, guint place_number, PangoLayout *layout)
{
  g_autofree char *tag = g_strdup_printf ("H%d", MIN (level, PAKIV_PDF_OUTLINE_LEVELS));
  g_autofree char *name = pakiv_pdf_name_place (place_number);
  g_autofree char *place = g_strdup_printf ("name='%s'", name);

  if (level <= PAKIV_PDF_OUTLINE_LEVELS)
    cairo_tag_begin (pakiv_pdf_get_cairo (sheet), CAIRO_TAG_DEST, place);
  pakiv_pdf_begin_tag (sheet, tag);
  pakiv_pdf_show (sheet, layout, pakiv_pdf_get_left (sheet), pakiv_pdf_get_y (sheet));
  pakiv_pdf_end_tag (sheet, tag);
  if (level <= PAKIV_PDF_OUTLINE_LEVELS)
    cairo_tag_end (pakiv_pdf_get_cairo (sheet), CAIRO_TAG_DEST);
}

void
pakiv_pdf_heading (PakivPdfSheet *sheet, int level, const char *text, double follows)
{
  g_autoptr (PangoLayout) layout = pakiv_pdf_make_text (sheet, text, heading_styles[level].size,
                                                        TRUE, pakiv_pdf_get_width (sheet));
  double height = pakiv_pdf_measure (layout, NULL);
  guint number = 0;

  pakiv_pdf_gap (sheet, heading_styles[level].before);
  pakiv_pdf_make_room (sheet, height + heading_styles[level].after + follows);
  if (level <= PAKIV_PDF_OUTLINE_LEVELS)
    number = pakiv_pdf_note_heading (sheet, level, text);
  show_heading (sheet, level, number, layout);
  pakiv_pdf_use (sheet, height + heading_styles[level].after);
}

/* Shows the lines from @first on that fit here; the first that does not. */
static int
show_lines (PakivPdfSheet *sheet, PangoLayout *layout, double x, int first)
{
  int n = pango_layout_get_line_count (layout), line = first;

  for (; line < n; line++)
    {
      PangoLayoutLine *of = pango_layout_get_line_readonly (layout, line);
      PangoRectangle ink, logical;
      double height;

      pango_layout_line_get_extents (of, &ink, &logical);
      height = (double)logical.height / PANGO_SCALE;
      if (height > pakiv_pdf_get_room (sheet) && !pakiv_pdf_is_empty (sheet))
        break;
      cairo_move_to (pakiv_pdf_get_cairo (sheet), x,
                     pakiv_pdf_get_y (sheet) - (double)logical.y / PANGO_SCALE);
      pango_cairo_show_layout_line (pakiv_pdf_get_cairo (sheet), of);
      pakiv_pdf_use (sheet, height);
    }
  return line;
}

/* A text goes on to the next page as a paragraph of its own: a tag ends with its page. */
static void
show_text (PakivPdfSheet *sheet, PangoLayout *layout, double x, const char *tag)
{
  int n = pango_layout_get_line_count (layout);
  double height = pakiv_pdf_measure (layout, NULL);

  if (n <= LINES_TOGETHER)
    pakiv_pdf_make_room (sheet, height);
  for (int line = 0; line < n;)
    {
      if (line > 0)
        pakiv_pdf_new_page (sheet);
      else
        pakiv_pdf_make_room (sheet, height / n);
      pakiv_pdf_begin_tag (sheet, tag);
      line = show_lines (sheet, layout, x, line);
      pakiv_pdf_end_tag (sheet, tag);
    }
}

void
pakiv_pdf_paragraph (PakivPdfSheet *sheet, PakivPdfStyle style, const char *text)
{
  g_autoptr (PangoLayout) layout = pakiv_pdf_make_text (
      sheet, text, styles[style].size, styles[style].bold, pakiv_pdf_get_width (sheet));

  show_text (sheet, layout, pakiv_pdf_get_left (sheet), "P");
  pakiv_pdf_gap (sheet, styles[style].after);
}

double
pakiv_pdf_paragraph_measure (PakivPdfSheet *sheet, PakivPdfStyle style, const char *text)
{
  g_autoptr (PangoLayout) layout = pakiv_pdf_make_text (
      sheet, text, styles[style].size, styles[style].bold, pakiv_pdf_get_width (sheet));

  return pakiv_pdf_measure (layout, NULL) + styles[style].after;
}

static PangoLayout *
make_item (PakivPdfSheet *sheet, const char *text)
{
  return pakiv_pdf_make_text (sheet, text, styles[PAKIV_PDF_BODY].size, FALSE,
                              pakiv_pdf_get_width (sheet) - BULLET_INDENT);
}

static void
show_item (PakivPdfSheet *sheet, const char *text)
{
  g_autoptr (PangoLayout) layout = make_item (sheet, text);
  g_autoptr (PangoLayout) bullet
      = pakiv_pdf_make_text (sheet, "•", styles[PAKIV_PDF_BODY].size, FALSE, 0);

  pakiv_pdf_make_room (sheet,
                       MIN (pakiv_pdf_measure (layout, NULL), pakiv_pdf_get_whole_room (sheet)));
  pakiv_pdf_begin_tag (sheet, "LI");
  pakiv_pdf_begin_tag (sheet, "Lbl");
  pakiv_pdf_show (sheet, bullet, pakiv_pdf_get_left (sheet), pakiv_pdf_get_y (sheet));
  pakiv_pdf_end_tag (sheet, "Lbl");
  pakiv_pdf_begin_tag (sheet, "LBody");
  show_lines (sheet, layout, pakiv_pdf_get_left (sheet) + BULLET_INDENT, 0);
  pakiv_pdf_end_tag (sheet, "LBody");
  pakiv_pdf_end_tag (sheet, "LI");
  pakiv_pdf_gap (sheet, styles[PAKIV_PDF_BODY].after);
}

void
pakiv_pdf_list (PakivPdfSheet *sheet, GPtrArray *texts)
{
  pakiv_pdf_begin_tag (sheet, "L");
  for (guint i = 0; i < texts->len; i++)
    show_item (sheet, texts->pdata[i]);
  pakiv_pdf_end_tag (sheet, "L");
}

double
pakiv_pdf_list_measure (PakivPdfSheet *sheet, GPtrArray *texts)
{
  double height = 0;

  for (guint i = 0; i < texts->len; i++)
    {
      g_autoptr (PangoLayout) layout = make_item (sheet, texts->pdata[i]);

      height += pakiv_pdf_measure (layout, NULL) + styles[PAKIV_PDF_BODY].after;
    }
  return height;
}

static void
show_entry (PakivPdfSheet *sheet, const PakivPdfHeading *heading, guint number)
{
  double indent = heading->level == 2 ? 0 : 14, width;
  /* The space parts it from the words before, for who hears them. */
  g_autofree char *page = g_strdup_printf (" %d", heading->page);
  g_autofree char *name = pakiv_pdf_name_place (number);
  g_autofree char *target = g_strdup_printf ("dest='%s'", name);
  g_autoptr (PangoLayout) right = pakiv_pdf_make_text (sheet, page, 10, FALSE, 0);
  g_autoptr (PangoLayout) text = pakiv_pdf_make_text (sheet, heading->text, 10, heading->level == 2,
                                                      pakiv_pdf_get_width (sheet) - indent - 40);
  double height = pakiv_pdf_measure (text, NULL);

  pakiv_pdf_make_room (sheet, height);
  pakiv_pdf_measure (right, &width);
  pakiv_pdf_begin_tag (sheet, "TOCI");
  pakiv_pdf_note_link (sheet, heading->text);
  cairo_tag_begin (pakiv_pdf_get_cairo (sheet), CAIRO_TAG_LINK, target);
  pakiv_pdf_show (sheet, text, pakiv_pdf_get_left (sheet) + indent, pakiv_pdf_get_y (sheet));
  pakiv_pdf_show (sheet, right, pakiv_pdf_get_left (sheet) + pakiv_pdf_get_width (sheet) - width,
                  pakiv_pdf_get_y (sheet));
  cairo_tag_end (pakiv_pdf_get_cairo (sheet), CAIRO_TAG_LINK);
  pakiv_pdf_end_tag (sheet, "TOCI");
  pakiv_pdf_use (sheet, height + (heading->level == 2 ? 4 : 2));
}

void
pakiv_pdf_contents (PakivPdfSheet *sheet, const char *heading)
{
  const GPtrArray *headings = pakiv_pdf_get_headings (sheet);
  g_autoptr (PangoLayout) title = pakiv_pdf_make_text (sheet, heading, heading_styles[2].size, TRUE,
                                                       pakiv_pdf_get_width (sheet));

  pakiv_pdf_begin_tag (sheet, "H2");
  pakiv_pdf_show (sheet, title, pakiv_pdf_get_left (sheet), pakiv_pdf_get_y (sheet));
  pakiv_pdf_end_tag (sheet, "H2");
  pakiv_pdf_use (sheet, pakiv_pdf_measure (title, NULL) + 10);
  pakiv_pdf_begin_tag (sheet, "TOC");
  for (guint i = 0; headings != NULL && i < headings->len; i++)
    if (((const PakivPdfHeading *)headings->pdata[i])->level > 1)
      show_entry (sheet, headings->pdata[i], i);
  pakiv_pdf_end_tag (sheet, "TOC");
}

void
pakiv_pdf_figure (PakivPdfSheet *sheet,
                  PakivPdfDraw draw,
                  gconstpointer picture,
                  double width,
                  double height,
                  const char *words)
{
  /* Higher than a page: made smaller, so that it stays whole. */
  double scale = MIN (MIN (pakiv_pdf_get_width (sheet) / width, PAKIV_PDF_PICTURE_SCALE),
                      pakiv_pdf_get_whole_room (sheet) / height);

  pakiv_pdf_make_room (sheet, height * scale);
  pakiv_pdf_note_figure (sheet, words, width * scale, height * scale);
  pakiv_pdf_begin_tag (sheet, "Figure");
  cairo_save (pakiv_pdf_get_cairo (sheet));
  cairo_translate (pakiv_pdf_get_cairo (sheet), pakiv_pdf_get_left (sheet),
                   pakiv_pdf_get_y (sheet));
  cairo_scale (pakiv_pdf_get_cairo (sheet), scale, scale);
  draw (picture, pakiv_pdf_get_cairo (sheet), width);
  cairo_restore (pakiv_pdf_get_cairo (sheet));
  pakiv_pdf_end_tag (sheet, "Figure");
  pakiv_pdf_use (sheet, height * scale);
  pakiv_pdf_gap (sheet, 8);
}

void
pakiv_pdf_tick (PakivPdfSheet *sheet, const char *label)
{
  g_autoptr (PangoLayout) text
      = pakiv_pdf_make_text (sheet, label, 11, FALSE, pakiv_pdf_get_width (sheet) - 22);
  double height = pakiv_pdf_measure (text, NULL);

  pakiv_pdf_make_room (sheet, height + 8);
  cairo_set_line_width (pakiv_pdf_get_cairo (sheet), 0.9);
  cairo_rectangle (pakiv_pdf_get_cairo (sheet), pakiv_pdf_get_left (sheet) + 0.5,
                   pakiv_pdf_get_y (sheet) + 2, 11, 11);
  cairo_stroke (pakiv_pdf_get_cairo (sheet));
  pakiv_pdf_begin_tag (sheet, "P");
  pakiv_pdf_show (sheet, text, pakiv_pdf_get_left (sheet) + 22, pakiv_pdf_get_y (sheet));
  pakiv_pdf_end_tag (sheet, "P");
  pakiv_pdf_use (sheet, height + 8);
}

void
pakiv_pdf_line_to_fill (PakivPdfSheet *sheet, const char *label)
{
  g_autoptr (PangoLayout) text
      = pakiv_pdf_make_text (sheet, label, 8.5, FALSE, pakiv_pdf_get_width (sheet));
  double height = pakiv_pdf_measure (text, NULL);

  pakiv_pdf_make_room (sheet, height + 36);
  cairo_set_line_width (pakiv_pdf_get_cairo (sheet), 0.7);
  cairo_move_to (pakiv_pdf_get_cairo (sheet), pakiv_pdf_get_left (sheet),
                 pakiv_pdf_get_y (sheet) + 26);
  cairo_line_to (pakiv_pdf_get_cairo (sheet),
                 pakiv_pdf_get_left (sheet) + pakiv_pdf_get_width (sheet),
                 pakiv_pdf_get_y (sheet) + 26);
  cairo_stroke (pakiv_pdf_get_cairo (sheet));
  pakiv_pdf_begin_tag (sheet, "P");
  pakiv_pdf_show (sheet, text, pakiv_pdf_get_left (sheet), pakiv_pdf_get_y (sheet) + 28);
  pakiv_pdf_end_tag (sheet, "P");
  pakiv_pdf_use (sheet, height + 36);
}
