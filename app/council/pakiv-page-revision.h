/* What pages say of revisions, which stand beside a first release and never take its place. */
#pragma once

#include "pakiv-inbox.h"

G_BEGIN_DECLS

/* On a card: when it was revised, with a link; nothing where it was not. */
void pakiv_page_revision_add_mark (GString *html, const PakivEntry *entry);

/* On the page of a release: that it was revised, or is a revision. FALSE where it is neither. */
gboolean pakiv_page_revision_add_notice (GString *html, const PakivEntry *entry);

/* On the page of the year of release @id: which of its quarters were revised. */
void pakiv_page_revision_add_year (GString *html, PakivInbox *inbox, const char *id);

G_END_DECLS
