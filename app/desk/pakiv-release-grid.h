/* One table of a release's page as a grid of labels. */
#pragma once

#include "pakiv-xml.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* @table is the page's <table>: its rows become the grid's rows, its cells labels of the grid. */
GtkWidget *pakiv_release_grid_new (const PakivXml *table);

G_END_DECLS
