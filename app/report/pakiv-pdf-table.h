/* A table on the pages of a PDF document. Where it goes on to another page its headings stand there
 * again; to who hears it read it is one table. */
#pragma once

#include "pakiv-pdf-sheet.h"
#include "pakiv-table-grid.h"

G_BEGIN_DECLS

/* @title is said again on the pages that follow the first. */
void pakiv_pdf_table (PakivPdfSheet *sheet, const PakivTableGrid *grid, const char *title);

/* Points that it takes with its headings and first rows, to keep a title with it. */
double pakiv_pdf_table_get_least (PakivPdfSheet *sheet, const PakivTableGrid *grid);

G_END_DECLS
