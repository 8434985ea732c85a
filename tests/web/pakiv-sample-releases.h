/* Releases made the whole way from invented records: the shipped definitions, counts, protection,
 * tables, package. */
#pragma once

#include "pakiv-test-council.h"

#include "pakiv-release.h"

G_BEGIN_DECLS

/* (transfer full): as many contacts as @n_contacts, and what goes with them in @log. */
PakivRelease *pakiv_sample_release_new (const char *station,
                                        const char *station_id,
                                        PakivLogId log,
                                        PakivPeriod period,
                                        int version,
                                        int n_contacts);

/* Enrols a station and sends releases of its two logs for some quarters. Returns the id of the
 * police log's newest. (transfer full) */
char *pakiv_sample_releases_send (PakivTestCouncil *council,
                                  const char *station,
                                  const char *station_id,
                                  guint8 seed,
                                  int n_quarters);

G_END_DECLS
