/* What goes from the log that is there into the restored one. Private to this folder. */
#pragma once

#include "pakiv-backup.h"
#include "pakiv-sql.h"
#include "pakiv-trace-lines.h"

G_BEGIN_DECLS

/* From the open log @present into the file @fresh, a restored log of this schema that nothing has
 * open. @releases: the quarters of which only @present has the release are added, as char *. */
gboolean pakiv_backup_merge (
    PakivSql *present, const char *fresh, const guint8 *key, GPtrArray *releases, GError **error);

/* Where nothing can be read of the log that was there: the entries of its trace that the plain file
 * has and @fresh lacks. */
gboolean
pakiv_backup_merge_trace_file (PakivSql *fresh, const PakivTracePlace *place, GError **error);

G_END_DECLS
