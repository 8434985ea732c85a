/* What a reader is told before the figures, and how people are protected in them: the same words on
 * the council's page and in the PDF. */
#pragma once

#include "pakiv-table.h"

G_BEGIN_DECLS

/* @tables: PakivTable. Both (transfer full): char*, translated, each a sentence or a few. */
GPtrArray *pakiv_reading_rules_list (const GPtrArray *tables);
GPtrArray *pakiv_reading_rules_list_protection (const GPtrArray *tables);

/* “How to read this” as a section of the page, and “How people are protected”. */
void pakiv_reading_rules_append (GString *html, const GPtrArray *tables);
void pakiv_reading_rules_append_protection (GString *html, const GPtrArray *tables);

const char *pakiv_reading_rules_get_heading (void);            /* translated */
const char *pakiv_reading_rules_get_protection_heading (void); /* translated */

G_END_DECLS
