/* What a tagged document needs to be read aloud and what cairo can't write: its language, its title
 * in the window, words in the place of each picture, where each link leads, which row or column a
 * table's heading is of, and that the running foot and ruled lines are no part of the text
 * (ISO 32000-1 §14.8 and §14.9; ISO 14289-1, PDF/UA).
 *
 * While pages are drawn each such element is noted in order; cairo keeps that order in the tree. */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

typedef struct _PakivPdfNotes PakivPdfNotes;

typedef enum
{
  PAKIV_PDF_HEADS_COLUMN,
  PAKIV_PDF_HEADS_ROW,
} PakivPdfHeads;

typedef struct
{
  double left, bottom, right, top; /* points from the page's lower left corner */
} PakivPdfBox;

PakivPdfNotes *pakiv_pdf_notes_new (void);
void pakiv_pdf_notes_free (PakivPdfNotes *notes);

void pakiv_pdf_notes_add_figure (PakivPdfNotes *notes, const char *words, PakivPdfBox box);
void pakiv_pdf_notes_add_link (PakivPdfNotes *notes, const char *words);
void pakiv_pdf_notes_add_heading_cell (PakivPdfNotes *notes, PakivPdfHeads heads, guint across);

/* (transfer full): @document with all of that; the same bytes for the same input. @language as in
 * HTML, "en". NULL and @error (PAKIV_ERROR_FORMAT) where @document is no tagged PDF or does not
 * have the elements that were noted. */
GBytes *pakiv_pdf_notes_write (const PakivPdfNotes *notes,
                               GBytes *document,
                               const char *language,
                               GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PakivPdfNotes, pakiv_pdf_notes_free)

G_END_DECLS
