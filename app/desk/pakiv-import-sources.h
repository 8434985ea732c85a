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

G_END_DECLS
