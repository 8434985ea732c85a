/* Revisions: a released quarter told anew because a law asks for it. The first release stays as it
 * was sent; a revision says what has changed since, and stands beside it. This keeps account of the
 * changes: what a record of a closed book counted for is kept at its first change, inside the log,
 * until the record is erased; a revision puts in its place what it counts for then. A record
 * deleted by hand is at once taken out of the base cells, and nothing else of it is kept; one that
 * is erased because its time is over changes nothing. */
#pragma once

#include "pakiv-changes.h"
#include "pakiv-log.h"

G_BEGIN_DECLS

/* About how many records of a closed book count for something else than at its last release or
 * revision, or were deleted by hand since; 0 only where there is none. A true number: it stays at
 * the desk. */
gboolean
pakiv_log_count_corrected (PakivLog *log, PakivPeriod period, guint *n_records, GError **error);

/* (transfer full): the change of every base cell of a closed book since its first release. Counting
 * is traced like any other. */
PakivChanges *pakiv_log_count_changes (PakivLog *log,
                                       const PakivCubeSpec *spec,
                                       PakivPeriod period,
                                       GError **error);

/* (transfer full): the newest revision; NULL without @error where there is none. */
PakivStoredRelease *pakiv_log_load_revision (PakivLog *log, PakivPeriod period, GError **error);

/* (transfer full) (element-type PakivStoredRelease): all that ever left, first releases and
 * revisions, in the order in which they were made. */
GPtrArray *pakiv_log_list_releases (PakivLog *log, GError **error);

/* Keeps the bytes of a revision, what it shows of each change (cells of @changes, PakivChanges,
 * whose shown is the new one), and lets go of what it took in; in one transaction. Refused where
 * @version is not the next, or where records were changed since they were counted. */
gboolean pakiv_log_store_revision (PakivLog *log,
                                   PakivPeriod period,
                                   int version,
                                   GBytes *package,
                                   GPtrArray *changes,
                                   GError **error);

G_END_DECLS
