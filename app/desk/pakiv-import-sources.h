/* What can be imported: Pakiv's own files of each kind that this member keeps, then the maps of the
 * definitions' import folder. A map that can't be read is left out here; pakivctl names its
 * mistake.
 */
#pragma once

#include "pakiv-workplace.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* (transfer full): a label for each; the name of its map is added to @names (char *), in the same
 * order. */
GtkStringList *pakiv_import_sources_list (PakivWorkplace *workplace, GPtrArray *names);

/* (transfer full): lines for the list to choose from, as wide as their words: those of libadwaita
 * are cut off after twenty letters, where the sources are still alike. */
GtkListItemFactory *pakiv_import_sources_new_factory (void);

G_END_DECLS
