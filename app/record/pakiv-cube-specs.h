/* All cubes of a data folder: of the files in its reports/ whose first element is <report>. For who
 * must know what is counted without knowing what a report shows of it. */
#pragma once

#include "pakiv-cube-spec.h"

G_BEGIN_DECLS

/* (transfer full) (element-type PakivCubeSpec): empty where there is no such folder. */
GPtrArray *pakiv_cube_specs_load (PakivDefinitions *definitions, GError **error);

G_END_DECLS
