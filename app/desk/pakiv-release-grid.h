/* One table of a release's page as a grid of labels. */
#pragma once

#include "pakiv-true-figures.h"
#include "pakiv-xml.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* @xml is the page's <table>: its rows become the grid's rows, its cells labels of the grid.
 * @table, which it was made of, and @truth: what was counted stands beside each altered figure,
 * with a mark (pakiv-release-truth.h); or both NULL. */
GtkWidget *pakiv_release_grid_new (const PakivXml *xml,
                                   const PakivTable *table,
                                   const PakivTrueFigures *truth);

G_END_DECLS
