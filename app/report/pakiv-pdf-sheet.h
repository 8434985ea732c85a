/* The pages of a PDF document, filled from top to bottom: headings, paragraphs, lists, pictures and
 * tables, each tagged for what it is (ISO 32000 §14.8), so that a screen reader and a search find
 * their way. Points of 1/72 inch on A4. What does not fit goes on to the next page.
 *
 * A document is made in passes, since “page n of m” and the contents need what only the end knows:
 * pakiv_pdf_write() calls @fill until the pages stand still. Same input, same bytes. */
#pragma once

#include "pakiv-chart-paper.h"

#include <gio/gio.h>

G_BEGIN_DECLS

typedef struct _PakivPdfSheet PakivPdfSheet;

typedef struct
{
  const char *title;
  const char *author;
  const char *subject;
  const char *running; /* stands at the foot of every page but the first */
  const char *date;    /* "2021-04-06": the document's day, or NULL */
} PakivPdfFacts;

typedef void (*PakivPdfFill) (PakivPdfSheet *sheet, gpointer data);

/* (transfer full): the whole document. */
GBytes *pakiv_pdf_write (const PakivPdfFacts *facts, PakivPdfFill fill, gpointer data);

typedef enum
{
  PAKIV_PDF_BODY,
  PAKIV_PDF_SMALL, /* sources, notes */
  PAKIV_PDF_STRONG,
  PAKIV_PDF_LEAD, /* under a title */
  PAKIV_PDF_N_STYLES,
} PakivPdfStyle;

/* @level 1 to 4; 1 to 3 stand in the outline, 2 and 3 in the contents. Stays with what follows: at
 * least
 * @follows points. */
void pakiv_pdf_heading (PakivPdfSheet *sheet, int level, const char *text, double follows);
void pakiv_pdf_paragraph (PakivPdfSheet *sheet, PakivPdfStyle style, const char *text);
void pakiv_pdf_list (PakivPdfSheet *sheet, GPtrArray *texts);

/* The headings of levels 2 and 3 with their pages, as links. */
void pakiv_pdf_contents (PakivPdfSheet *sheet, const char *heading);

/* @draw draws @picture @width wide and @height high at the origin; it comes out no larger than this
 * scale, at which a chart’s letters are as large as the text. */
#define PAKIV_PDF_PICTURE_SCALE 0.72
typedef void (*PakivPdfDraw) (gconstpointer picture, cairo_t *cr, double width);
void pakiv_pdf_figure (
    PakivPdfSheet *sheet, PakivPdfDraw draw, gconstpointer picture, double width, double height);

void pakiv_pdf_gap (PakivPdfSheet *sheet, double height);
void pakiv_pdf_new_page (PakivPdfSheet *sheet); /* unless this one is still empty */

/* A box to sign in or to tick, with @label beside or below it. */
void pakiv_pdf_tick (PakivPdfSheet *sheet, const char *label);
void pakiv_pdf_line_to_fill (PakivPdfSheet *sheet, const char *label);

/* For what draws on the sheet itself (tables). */
cairo_t *pakiv_pdf_get_cairo (PakivPdfSheet *sheet);
double pakiv_pdf_get_left (const PakivPdfSheet *sheet);
double pakiv_pdf_get_width (const PakivPdfSheet *sheet);
double pakiv_pdf_get_y (const PakivPdfSheet *sheet);
void pakiv_pdf_set_y (PakivPdfSheet *sheet, double y);
double pakiv_pdf_get_room (const PakivPdfSheet *sheet);       /* to the foot of this page */
double pakiv_pdf_get_whole_room (const PakivPdfSheet *sheet); /* of an empty page */

/* Two columns side by side: between these calls everything is as wide as one of them. */
void pakiv_pdf_begin_column (PakivPdfSheet *sheet, guint column, guint n_columns);
void pakiv_pdf_end_columns (PakivPdfSheet *sheet);

void pakiv_pdf_begin_tag (PakivPdfSheet *sheet, const char *tag);
void pakiv_pdf_end_tag (PakivPdfSheet *sheet, const char *tag);

/* (transfer full): letters of @size, bold or not, folded at @width. */
PangoLayout *pakiv_pdf_make_text (
    PakivPdfSheet *sheet, const char *text, double size, gboolean bold, double width);
double pakiv_pdf_measure (PangoLayout *layout, double *width); /* the height */
void pakiv_pdf_show (PakivPdfSheet *sheet, PangoLayout *layout, double x, double y);

G_END_DECLS
