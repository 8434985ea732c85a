/* Areas too small to stand alone, for pakiv-group-disclosure.h. */
#pragma once

#include "pakiv-table.h"

G_BEGIN_DECLS

/* @tables of the cube @spec; an area with fewer than PAKIV_AREA_ADDRESSES_MIN addresses is shown
 * together with its neighbours in the list until they hold enough. @findings (char*) may be NULL.
 */
void pakiv_group_areas_protect (GPtrArray *tables, const PakivCubeSpec *spec, GPtrArray *findings);

G_END_DECLS
