/* What is drawn on a page outside of all tags is marked as no part of the text (“artifact”,
 * ISO 32000-1 §14.8.2.2), so that no reader takes it up: rules, tints, the running foot, headings
 * that a table repeats on its next page. */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* (transfer full): @content, the drawing instructions of a page as cairo writes them, where marked
 * content begins and ends on lines of its own. NULL where it does not. */
GString *pakiv_pdf_mark_artifacts (const char *content, gsize length);

G_END_DECLS
