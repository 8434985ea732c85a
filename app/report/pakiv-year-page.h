/* A year as HTML, without script: which quarters are in it, its tables, and what was left out. */
#pragma once

#include "pakiv-year.h"

G_BEGIN_DECLS

void pakiv_year_page_append (GString *html, const PakivYear *year);

/* (transfer full): one self-contained document, ready to be printed. */
char *pakiv_year_page_to_document (const PakivYear *year);

G_END_DECLS
