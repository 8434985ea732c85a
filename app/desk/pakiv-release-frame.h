/* A table's frame: as high as the table is at the width it gets, and moving sideways where the
 * table is wider. A GtkScrolledWindow alone asks for the height that the table has at its
 * narrowest, and leaves the rest blank. */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define PAKIV_TYPE_RELEASE_FRAME (pakiv_release_frame_get_type ())
G_DECLARE_FINAL_TYPE (PakivReleaseFrame, pakiv_release_frame, PAKIV, RELEASE_FRAME, GtkWidget)

GtkWidget *pakiv_release_frame_new (GtkWidget *table);

G_END_DECLS
