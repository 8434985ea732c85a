/* The elements of a release's page as widgets: headings, facts, reading rules, contents, tables. */
#pragma once

#include "pakiv-release-chart.h"
#include "pakiv-release.h"
#include "pakiv-true-figures.h"
#include "pakiv-xml.h"

G_BEGIN_DECLS

/* @article is the page, its charts' addresses being their names (pakiv-picture.h). @on_link is
 * each GtkLabel's "activate-link" handler, called as long as @data (a GObject) lives. A section of
 * the page is a widget named by its id. @truth, or NULL: the true figures stand in the tables too.
 */
GtkWidget *pakiv_release_blocks_new (const PakivXml *article,
                                     const PakivRelease *release,
                                     const PakivTrueFigures *truth,
                                     GCallback on_link,
                                     gpointer data);

/* A text of the page, wrapped; @style is a style class or NULL. */
GtkWidget *pakiv_release_text_new (const char *text, const char *style, GtkAccessibleRole role);

G_END_DECLS
