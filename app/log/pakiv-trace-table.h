/* The table trace of a log: links in order, never changed. Not locked: PakivLog has the lock. */
#pragma once

#include "pakiv-sql.h"
#include "pakiv-trace-chain.h"

G_BEGIN_DECLS

/* The last link's number and hash; 0, and @hash untouched, where there is none. */
gboolean pakiv_trace_table_get_last (PakivSql *sql, guint64 *number, guint8 *hash, GError **error);
gboolean pakiv_trace_table_insert (PakivSql *sql, const PakivTraceLink *link, GError **error);

/* Appends the lines of the links @from to @to, both counted, or as many of them as there are. */
gboolean pakiv_trace_table_write_lines (
    PakivSql *sql, guint64 from, guint64 to, GString *lines, GError **error);

G_END_DECLS
