/* The indicators on the pages of a PDF document: each side with its own, then what the report can't
 * give and why. */
#pragma once

#include "pakiv-indicator.h"
#include "pakiv-pdf-sheet.h"

G_BEGIN_DECLS

/* @benchmarks may be NULL. */
void pakiv_pdf_indicators (PakivPdfSheet *sheet,
                           const GPtrArray *indicators,
                           const GPtrArray *benchmarks);

G_END_DECLS
