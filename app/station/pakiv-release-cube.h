/* The safe cube of one quarter's release, protected with an eye to the quarters of its year that
 * were released before. Making it again gives the same cube: a release can be checked against the
 * log as long as its records are there. */
#pragma once

#include "pakiv-changes.h"
#include "pakiv-log.h"
#include "pakiv-table.h"

G_BEGIN_DECLS

/* @station_id: of the desk, as in its releases. @deviations, where not NULL, gets this quarter's
 * own ("CUBE/FIGURE" → gint64*), as pakiv_log_store_release_with_deviations() takes them. */
PakivSafeCube *pakiv_release_cube_protect (PakivLog *log,
                                           const char *station_id,
                                           const PakivReportSpec *report,
                                           const PakivCounts *counts,
                                           GHashTable *deviations,
                                           GError **error);

/* (transfer full): the release's tables over @cube, PakivTable, with what must not be told apart
 * shown together. @findings as in pakiv-group-disclosure.h, may be NULL. */
GPtrArray *pakiv_release_cube_make_tables (const PakivReportSpec *report,
                                           const PakivSafeCube *cube,
                                           GPtrArray *findings);

/* (transfer full): the name of the quarter's cube, by which its rounding is drawn. */
char *pakiv_release_cube_name_book (PakivLog *log,
                                    const char *station_id,
                                    PakivPeriod period,
                                    const PakivCubeSpec *spec);

/* (transfer full): what is released of @cube, to be kept for revisions. */
PakivChanges *pakiv_release_cube_list_cells (const PakivSafeCube *cube);

/* (transfer full): an empty table for the above. */
GHashTable *pakiv_release_cube_new_deviations (void);

G_END_DECLS
