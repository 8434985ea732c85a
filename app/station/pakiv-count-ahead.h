/* Getting ready to count, at a time when nobody waits for it. */
#pragma once

#include "pakiv-log.h"

G_BEGIN_DECLS

/* Reads what a release of any quarter of @log is counted from, so that previews, releases and true
 * figures are quick; see pakiv_log_count_ahead(). Blocks: for a thread. */
gboolean pakiv_station_count_ahead (PakivLog *log, GCancellable *cancellable, GError **error);

G_END_DECLS
