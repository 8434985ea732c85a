/* The columns of a table on the pages of a PDF document. */
#pragma once

#include "pakiv-pdf-sheet.h"
#include "pakiv-table-grid.h"

G_BEGIN_DECLS

#define PAKIV_PDF_CELL_PAD 5.0
#define PAKIV_PDF_CELL_INDENT 10.0 /* of a row below its group */

typedef struct
{
  PakivPdfSheet *sheet;
  const PakivTableGrid *grid;
  double size; /* of the letters: a table that would be too wide gets smaller ones */
  double name_width;
  double *widths; /* of the columns, padding included */
  double width;
} PakivPdfColumns;

PakivPdfColumns *pakiv_pdf_columns_new (PakivPdfSheet *sheet, const PakivTableGrid *grid);
void pakiv_pdf_columns_free (PakivPdfColumns *columns);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PakivPdfColumns, pakiv_pdf_columns_free)

G_END_DECLS
