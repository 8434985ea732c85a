/* One of the pages beside the preview: a column of text and rows that moves up and down, as wide as
 * reads well. */
#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

/* @clamp gets where its content goes. */
GtkWidget *pakiv_release_leaf_new (AdwClamp **clamp);

/* A new, empty content, a GtkBox. */
GtkWidget *pakiv_release_leaf_clear (AdwClamp *clamp);

/* @style: a style class, or NULL. */
void pakiv_release_leaf_append_text (GtkWidget *content, const char *text, const char *style);
void pakiv_release_leaf_append_heading (GtkWidget *content, const char *text);

/* A row that is read out as "TITLE. TEXT"; @text and @icon may be NULL. */
GtkWidget *pakiv_release_leaf_row_new (const char *title, const char *text, const char *icon);

/* The sentences (char*) as rows of one group. */
void pakiv_release_leaf_append_sentences (GtkWidget *content, const GPtrArray *sentences);

G_END_DECLS
