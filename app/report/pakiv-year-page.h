/* A year as HTML, without script: which quarters are in it, how to read it, its indicators and
 * tables with their charts, and what was left out. */
#pragma once

#include "pakiv-indicator-page.h"
#include "pakiv-year.h"

G_BEGIN_DECLS

/* @address names each chart of the year (pakiv_picture_new_published()). */
void pakiv_year_page_append (GString *html,
                             const PakivYear *year,
                             PakivChartAddress address,
                             gpointer data);

/* (transfer full): one self-contained document, ready to be printed. */
char *pakiv_year_page_to_document (const PakivYear *year);

G_END_DECLS
