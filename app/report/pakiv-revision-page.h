/* A revision as a page: why there is one, how to read it, and which figures are added and which are
 * taken out. It has no charts and no indicators: changes are no counts. */
#pragma once

#include "pakiv-release.h"

G_BEGIN_DECLS

/* Appends an <article>. */
void pakiv_revision_page_append (GString *html, const PakivRelease *revision);

/* (transfer full): "Version 2, made on 10 May 2021: Decision of a court". For a list beside the
 * first release. */
char *pakiv_revision_page_word (const PakivRelease *revision);

G_END_DECLS
