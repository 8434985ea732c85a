#include "pakiv-pdf-sheet.h"

#include "pakiv-pdf-letters.h"

#include <cairo-pdf.h>
#include <glib/gi18n.h>
#include <math.h>
#include <string.h>

#define PAGE_WIDTH 595.276 /* A4 */
#define PAGE_HEIGHT 841.89
#define MARGIN 54.0
#define TOP 54.0
#define FOOT 60.0 /* below it only the running foot stands */
#define COLUMN_GAP 20.0
#define FOOT_SIZE 8.5
#define PASSES_MAX 5

struct _PakivPdfSheet
{
  const PakivPdfFacts *facts;
  cairo_surface_t *surface;
  cairo_t *cr;
  double left, width, y;
  double column_top, column_bottom;
  int page;
  gboolean empty;                            /* nothing on this page yet */
  gboolean repeats;                          /* nothing is tagged now */
  PakivPdfNotes *notes;                      /* of this pass so far */
  GPtrArray *headings;                       /* Heading: of this pass so far */
  GPtrArray *before;                         /* Heading: of the pass before, or NULL */
  int n_pages;                               /* of the pass before, or 0 */
  int outline[PAKIV_PDF_OUTLINE_LEVELS + 1]; /* the last entry of each level */
};

static void
free_heading (PakivPdfHeading *heading)
{
  g_free (heading->text);
  g_free (heading);
}

/* “page n of m” and what the document is; no part of the text, so without a tag. */
static void
draw_foot (PakivPdfSheet *sheet)
{
  /* Translators: as in “page 3 of 14”. */
  g_autofree char *number = g_strdup_printf (_ ("page %d of %d"), sheet->page, sheet->n_pages);
  g_autoptr (PangoLayout) right = pakiv_pdf_make_text (sheet, number, FOOT_SIZE, FALSE, 0);
  g_autoptr (PangoLayout) left = NULL;
  double width, y = PAGE_HEIGHT - FOOT + 22;

  pakiv_pdf_measure (right, &width);
  cairo_set_source_rgb (sheet->cr, 0.3, 0.3, 0.3);
  cairo_set_line_width (sheet->cr, 0.5);
  cairo_move_to (sheet->cr, MARGIN, y - 6);
  cairo_line_to (sheet->cr, PAGE_WIDTH - MARGIN, y - 6);
  cairo_stroke (sheet->cr);
  pakiv_pdf_show (sheet, right, PAGE_WIDTH - MARGIN - width, y);
  if (sheet->page > 1)
    {
      left = pakiv_pdf_make_text (sheet, sheet->facts->running, FOOT_SIZE, FALSE,
                                  PAGE_WIDTH - 2 * MARGIN - width - 20);
      pango_layout_set_height (left, -1);
      pango_layout_set_ellipsize (left, PANGO_ELLIPSIZE_END);
      pakiv_pdf_show (sheet, left, MARGIN, y);
    }
  cairo_set_source_rgb (sheet->cr, 0, 0, 0);
}

static void
begin_page (PakivPdfSheet *sheet)
{
  sheet->page++;
  sheet->y = TOP;
  sheet->empty = TRUE;
}

static void
end_page (PakivPdfSheet *sheet)
{
  draw_foot (sheet);
  cairo_show_page (sheet->cr);
}

void
pakiv_pdf_new_page (PakivPdfSheet *sheet)
{
  if (sheet->empty)
    return;
  end_page (sheet);
  begin_page (sheet);
}

double
pakiv_pdf_get_room (const PakivPdfSheet *sheet)
{
  return PAGE_HEIGHT - FOOT - sheet->y;
}

double
pakiv_pdf_get_whole_room (const PakivPdfSheet *sheet)
{
  return PAGE_HEIGHT - FOOT - TOP;
}

void
pakiv_pdf_make_room (PakivPdfSheet *sheet, double height)
{
  if (height > pakiv_pdf_get_room (sheet))
    pakiv_pdf_new_page (sheet);
}

cairo_t *
pakiv_pdf_get_cairo (PakivPdfSheet *sheet)
{
  return sheet->cr;
}

double
pakiv_pdf_get_left (const PakivPdfSheet *sheet)
{
  return sheet->left;
}

double
pakiv_pdf_get_width (const PakivPdfSheet *sheet)
{
  return sheet->width;
}

double
pakiv_pdf_get_y (const PakivPdfSheet *sheet)
{
  return sheet->y;
}

void
pakiv_pdf_set_y (PakivPdfSheet *sheet, double y)
{
  sheet->y = y;
}

void
pakiv_pdf_gap (PakivPdfSheet *sheet, double height)
{
  if (!sheet->empty)
    sheet->y = MIN (sheet->y + height, PAGE_HEIGHT - FOOT);
}

void
pakiv_pdf_begin_tag (PakivPdfSheet *sheet, const char *tag)
{
  if (!sheet->repeats)
    cairo_tag_begin (sheet->cr, tag, NULL);
}

void
pakiv_pdf_end_tag (PakivPdfSheet *sheet, const char *tag)
{
  if (!sheet->repeats)
    cairo_tag_end (sheet->cr, tag);
}

void
pakiv_pdf_begin_repeat (PakivPdfSheet *sheet)
{
  sheet->repeats = TRUE;
}

void
pakiv_pdf_end_repeat (PakivPdfSheet *sheet)
{
  sheet->repeats = FALSE;
}

/* The document’s own zero is at the lower left. */
void
pakiv_pdf_note_figure (PakivPdfSheet *sheet, const char *words, double width, double height)
{
  double top = PAGE_HEIGHT - sheet->y;

  pakiv_pdf_notes_add_figure (sheet->notes, words,
                              (PakivPdfBox){ sheet->left, top - height, sheet->left + width, top });
}

void
pakiv_pdf_note_link (PakivPdfSheet *sheet, const char *words)
{
  pakiv_pdf_notes_add_link (sheet->notes, words);
}

void
pakiv_pdf_note_heading_cell (PakivPdfSheet *sheet, PakivPdfHeads heads, guint across)
{
  if (!sheet->repeats)
    pakiv_pdf_notes_add_heading_cell (sheet->notes, heads, across);
}

char *
pakiv_pdf_name_place (guint number)
{
  return g_strdup_printf ("place-%u", number);
}

static void
add_to_outline (PakivPdfSheet *sheet, const PakivPdfHeading *heading)
{
  g_autofree char *target
      = g_strdup_printf ("page=%d pos=[%d %d]", heading->page, (int)MARGIN, (int)heading->y);
  int parent = heading->level > 1 ? sheet->outline[heading->level - 1] : CAIRO_PDF_OUTLINE_ROOT;
  int entry = cairo_pdf_surface_add_outline (sheet->surface, parent, heading->text, target,
                                             CAIRO_PDF_OUTLINE_FLAG_OPEN);

  for (guint i = (guint)heading->level; i < G_N_ELEMENTS (sheet->outline); i++)
    sheet->outline[i] = entry;
}

guint
pakiv_pdf_note_heading (PakivPdfSheet *sheet, int level, const char *text)
{
  PakivPdfHeading *heading = g_new0 (PakivPdfHeading, 1);

  *heading = (PakivPdfHeading){ level, g_strdup (text), sheet->page, sheet->y };
  g_ptr_array_add (sheet->headings, heading);
  add_to_outline (sheet, heading);
  return sheet->headings->len - 1;
}

const GPtrArray *
pakiv_pdf_get_headings (const PakivPdfSheet *sheet)
{
  return sheet->before;
}

gboolean
pakiv_pdf_is_empty (const PakivPdfSheet *sheet)
{
  return sheet->empty;
}

void
pakiv_pdf_use (PakivPdfSheet *sheet, double height)
{
  sheet->empty = FALSE;
  sheet->y += height;
}

void
pakiv_pdf_begin_column (PakivPdfSheet *sheet, guint column, guint n_columns)
{
  double whole = PAGE_WIDTH - 2 * MARGIN;

  if (column == 0)
    sheet->column_top = sheet->column_bottom = sheet->y;
  else
    sheet->column_bottom = MAX (sheet->column_bottom, sheet->y);
  sheet->y = sheet->column_top;
  sheet->width = (whole - (n_columns - 1) * COLUMN_GAP) / n_columns;
  sheet->left = MARGIN + column * (sheet->width + COLUMN_GAP);
}

void
pakiv_pdf_end_columns (PakivPdfSheet *sheet)
{
  sheet->y = MAX (sheet->column_bottom, sheet->y);
  sheet->left = MARGIN;
  sheet->width = PAGE_WIDTH - 2 * MARGIN;
}

static cairo_status_t
on_bytes_cb (void *closure, const unsigned char *data, unsigned int length)
{
  g_byte_array_append (closure, data, length);
  return CAIRO_STATUS_SUCCESS;
}

static void
write_facts (cairo_surface_t *surface, const PakivPdfFacts *facts)
{
  g_autofree char *moment
      = facts->date != NULL ? g_strconcat (facts->date, "T00:00:00Z", NULL) : NULL;

  cairo_pdf_surface_set_metadata (surface, CAIRO_PDF_METADATA_TITLE, facts->title);
  cairo_pdf_surface_set_metadata (surface, CAIRO_PDF_METADATA_AUTHOR, facts->author);
  cairo_pdf_surface_set_metadata (surface, CAIRO_PDF_METADATA_SUBJECT, facts->subject);
  cairo_pdf_surface_set_metadata (surface, CAIRO_PDF_METADATA_CREATOR, "Pakiv");
  if (moment != NULL)
    {
      cairo_pdf_surface_set_metadata (surface, CAIRO_PDF_METADATA_CREATE_DATE, moment);
      cairo_pdf_surface_set_metadata (surface, CAIRO_PDF_METADATA_MOD_DATE, moment);
    }
}

static GByteArray *
write_once (PakivPdfSheet *sheet, PakivPdfFill fill, gpointer data)
{
  GByteArray *bytes = g_byte_array_new ();

  sheet->surface
      = cairo_pdf_surface_create_for_stream (on_bytes_cb, bytes, PAGE_WIDTH, PAGE_HEIGHT);
  write_facts (sheet->surface, sheet->facts);
  sheet->cr = cairo_create (sheet->surface);
  sheet->left = MARGIN;
  sheet->width = PAGE_WIDTH - 2 * MARGIN;
  sheet->headings = g_ptr_array_new_with_free_func ((GDestroyNotify)free_heading);
  sheet->notes = pakiv_pdf_notes_new ();
  begin_page (sheet);
  pakiv_pdf_begin_tag (sheet, "Document");
  fill (sheet, data);
  pakiv_pdf_end_tag (sheet, "Document");
  end_page (sheet);
  cairo_destroy (sheet->cr);
  cairo_surface_finish (sheet->surface);
  if (cairo_surface_status (sheet->surface) != CAIRO_STATUS_SUCCESS)
    g_critical ("%s", cairo_status_to_string (cairo_surface_status (sheet->surface)));
  cairo_surface_destroy (sheet->surface);
  return bytes;
}

static gboolean
stands_still (const PakivPdfSheet *sheet)
{
  if (sheet->before == NULL || sheet->page != sheet->n_pages
      || sheet->before->len != sheet->headings->len)
    return FALSE;
  for (guint i = 0; i < sheet->headings->len; i++)
    if (((const PakivPdfHeading *)sheet->headings->pdata[i])->page
        != ((const PakivPdfHeading *)sheet->before->pdata[i])->page)
      return FALSE;
  return TRUE;
}

/* Without its notes the document can still be read on paper and on screen. */
static GBytes *
write_notes (const PakivPdfSheet *sheet, GByteArray *bytes)
{
  g_autoptr (GBytes) drawn = g_byte_array_free_to_bytes (bytes);
  g_autoptr (GError) error = NULL;
  GBytes *whole = pakiv_pdf_notes_write (sheet->notes, drawn, sheet->facts->language, &error);

  if (whole == NULL)
    g_critical ("%s", error->message);
  return whole != NULL ? whole : g_steal_pointer (&drawn);
}

GBytes *
pakiv_pdf_write (const PakivPdfFacts *facts, PakivPdfFill fill, gpointer data)
{
  g_autoptr (GPtrArray) before = NULL;
  int n_pages = 0;

  for (int pass = 0;; pass++)
    {
      PakivPdfSheet sheet = { .facts = facts, .before = before, .n_pages = n_pages };
      g_autoptr (GByteArray) bytes = write_once (&sheet, fill, data);
      g_autoptr (PakivPdfNotes) notes = sheet.notes;
      gboolean done = stands_still (&sheet) || pass == PASSES_MAX;

      g_clear_pointer (&before, g_ptr_array_unref);
      before = sheet.headings;
      n_pages = sheet.page;
      if (done)
        return write_notes (&sheet, g_steal_pointer (&bytes));
    }
}
