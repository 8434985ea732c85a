/* One chart of a release on the screen: the same drawing as on the council's page, light or dark as
 * the window is, with its content in words for someone who can't see it. */
#pragma once

#include "pakiv-picture.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define PAKIV_TYPE_RELEASE_CHART (pakiv_release_chart_get_type ())
G_DECLARE_FINAL_TYPE (PakivReleaseChart, pakiv_release_chart, PAKIV, RELEASE_CHART, GtkWidget)

/* Takes @picture over. */
GtkWidget *pakiv_release_chart_new (PakivPicture *picture);

G_END_DECLS
