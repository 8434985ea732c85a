/* What a reader is told before the figures, and how people are protected in them: the same words on
 * the council's page and in the PDF. */
#pragma once

#include "pakiv-release.h"

G_BEGIN_DECLS

/* Both (transfer full): char*, translated, each a sentence or a few. */
GPtrArray *pakiv_reading_rules_list (const PakivRelease *release);
GPtrArray *pakiv_reading_rules_list_protection (const PakivRelease *release);

/* “How to read this” as a section of the page, and “How people are protected”. */
void pakiv_reading_rules_append (GString *html, const PakivRelease *release);
void pakiv_reading_rules_append_protection (GString *html, const PakivRelease *release);

const char *pakiv_reading_rules_get_heading (void);            /* translated */
const char *pakiv_reading_rules_get_protection_heading (void); /* translated */

G_END_DECLS
