/* Texts and pictures on the pages of a PDF document: headings, paragraphs, lists, contents, charts,
 * and what people fill in by hand. */
#pragma once

#include "pakiv-pdf-sheet.h"

G_BEGIN_DECLS

typedef enum
{
  PAKIV_PDF_BODY,
  PAKIV_PDF_SMALL, /* sources, notes */
  PAKIV_PDF_STRONG,
  PAKIV_PDF_LEAD, /* under a title */
  PAKIV_PDF_N_STYLES,
} PakivPdfStyle;

/* @level 1 to 4; 1 to 3 stand in the outline, 2 and 3 in the contents; 4 is one of level 3 that
 * stands in neither. Stays with what follows: at least @follows points. */
void pakiv_pdf_heading (PakivPdfSheet *sheet, int level, const char *text, double follows);
void pakiv_pdf_paragraph (PakivPdfSheet *sheet, PakivPdfStyle style, const char *text);
double pakiv_pdf_paragraph_measure (PakivPdfSheet *sheet, PakivPdfStyle style, const char *text);
void pakiv_pdf_list (PakivPdfSheet *sheet, GPtrArray *texts);
double pakiv_pdf_list_measure (PakivPdfSheet *sheet, GPtrArray *texts);

/* The headings of levels 2 and 3 with their pages, as links. */
void pakiv_pdf_contents (PakivPdfSheet *sheet, const char *heading);

/* @draw draws @picture @width wide and @height high at the origin; it comes out no larger than this
 * scale, at which a chart’s letters are as large as the text. @words are for who can't see it. */
#define PAKIV_PDF_PICTURE_SCALE 0.72
#define PAKIV_PDF_CHART_WIDTH 680.0 /* at that scale, as wide as a page’s text */
typedef void (*PakivPdfDraw) (gconstpointer picture, cairo_t *cr, double width);
void pakiv_pdf_figure (PakivPdfSheet *sheet,
                       PakivPdfDraw draw,
                       gconstpointer picture,
                       double width,
                       double height,
                       const char *words);

/* A box to sign in or to tick, with @label beside or below it. */
void pakiv_pdf_tick (PakivPdfSheet *sheet, const char *label);
void pakiv_pdf_line_to_fill (PakivPdfSheet *sheet, const char *label);

G_END_DECLS
