/* Words on the pages of a PDF document. */
#pragma once

#include "pakiv-pdf-sheet.h"

#include <pango/pango.h>

G_BEGIN_DECLS

/* (transfer full): letters of @size, bold or not, folded at @width. */
PangoLayout *pakiv_pdf_make_text (
    PakivPdfSheet *sheet, const char *text, double size, gboolean bold, double width);
double pakiv_pdf_measure (PangoLayout *layout, double *width); /* the height */
void pakiv_pdf_show (PakivPdfSheet *sheet, PangoLayout *layout, double x, double y);

G_END_DECLS
