/* One table's chart on the screen: the same drawing as on the council's page, light or dark as the
 * window is, with its content in words for someone who can't see it. */
#pragma once

#include "pakiv-chart.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define PAKIV_TYPE_RELEASE_CHART (pakiv_release_chart_get_type ())
G_DECLARE_FINAL_TYPE (PakivReleaseChart, pakiv_release_chart, PAKIV, RELEASE_CHART, GtkWidget)

/* @table stays the caller's and must live until pakiv_release_chart_clear() or the widget's end. */
GtkWidget *pakiv_release_chart_new (const PakivTable *table);

/* Lets go of the table: nothing is drawn any more. */
void pakiv_release_chart_clear (PakivReleaseChart *self);

G_END_DECLS
