/* The pages of a PDF document, filled from top to bottom. Points of 1/72 inch on A4; what does not
 * fit goes on to the next page. Everything is tagged for what it is (ISO 32000 §14.8), so that a
 * screen reader and a search find their way: texts in pakiv-pdf-text.h, tables in
 * pakiv-pdf-table.h.
 *
 * What cairo has no words for is noted on the way and written at the end (pakiv-pdf-notes.h).
 *
 * A document is made in passes, since “page n of m” and the contents need what only the end knows:
 * pakiv_pdf_write() calls @fill until the pages stand still. Same input, same bytes. */
#pragma once

#include "pakiv-chart-paper.h"
#include "pakiv-pdf-notes.h"

#include <gio/gio.h>

G_BEGIN_DECLS

typedef struct _PakivPdfSheet PakivPdfSheet;

typedef struct
{
  const char *title;
  const char *author;
  const char *subject;
  const char *running;  /* stands at the foot of every page but the first */
  const char *date;     /* "2021-04-06": the document's day, or NULL */
  const char *language; /* "en" */
} PakivPdfFacts;

typedef void (*PakivPdfFill) (PakivPdfSheet *sheet, gpointer data);

/* (transfer full): the whole document. */
GBytes *pakiv_pdf_write (const PakivPdfFacts *facts, PakivPdfFill fill, gpointer data);

void pakiv_pdf_gap (PakivPdfSheet *sheet, double height);
void pakiv_pdf_new_page (PakivPdfSheet *sheet); /* unless this one is still empty */

/* What texts and tables draw with. */
cairo_t *pakiv_pdf_get_cairo (PakivPdfSheet *sheet);
double pakiv_pdf_get_left (const PakivPdfSheet *sheet);
double pakiv_pdf_get_width (const PakivPdfSheet *sheet);
double pakiv_pdf_get_y (const PakivPdfSheet *sheet);
void pakiv_pdf_set_y (PakivPdfSheet *sheet, double y);
gboolean pakiv_pdf_is_empty (const PakivPdfSheet *sheet); /* nothing on this page yet */
void pakiv_pdf_use (PakivPdfSheet *sheet, double height); /* so much more of the page is filled */
void pakiv_pdf_make_room (PakivPdfSheet *sheet, double height); /* a new page where less is left */
double pakiv_pdf_get_room (const PakivPdfSheet *sheet);         /* to the foot of this page */
double pakiv_pdf_get_whole_room (const PakivPdfSheet *sheet);   /* of an empty page */

/* Two columns side by side: between these calls everything is as wide as one of them. */
void pakiv_pdf_begin_column (PakivPdfSheet *sheet, guint column, guint n_columns);
void pakiv_pdf_end_columns (PakivPdfSheet *sheet);

void pakiv_pdf_begin_tag (PakivPdfSheet *sheet, const char *tag);
void pakiv_pdf_end_tag (PakivPdfSheet *sheet, const char *tag);

/* Between these calls nothing is tagged: it only repeats what a reader has had. */
void pakiv_pdf_begin_repeat (PakivPdfSheet *sheet);
void pakiv_pdf_end_repeat (PakivPdfSheet *sheet);

/* Notes for elements that are tagged: just before their tag begins. */
void pakiv_pdf_note_figure (PakivPdfSheet *sheet, const char *words, double width, double height);
void pakiv_pdf_note_link (PakivPdfSheet *sheet, const char *words);
void pakiv_pdf_note_heading_cell (PakivPdfSheet *sheet, PakivPdfHeads heads, guint across);

#define PAKIV_PDF_OUTLINE_LEVELS 3

typedef struct
{
  int level; /* 1 to PAKIV_PDF_OUTLINE_LEVELS */
  char *text;
  int page;
  double y;
} PakivPdfHeading;

/* Enters a heading here into the outline; the number of its place. */
guint pakiv_pdf_note_heading (PakivPdfSheet *sheet, int level, const char *text);

/* PakivPdfHeading of the pass before, by number; NULL in the first. */
const GPtrArray *pakiv_pdf_get_headings (const PakivPdfSheet *sheet);

/* (transfer full): a place's name in the document, which needs no escaping. */
char *pakiv_pdf_name_place (guint number);

G_END_DECLS
