/* One published table as an HTML table. */
#pragma once

#include "pakiv-table.h"

G_BEGIN_DECLS

void pakiv_table_page_append (GString *html, const PakivTable *table);

G_END_DECLS
