/* The plain file of a trace, DESK/police.trace, brought up to the table of the log. Every line has
 * one length, so where a line stands is known without reading those before it. */
#pragma once

#include "pakiv-trace-table.h"

G_BEGIN_DECLS

typedef enum
{
  PAKIV_TRACE_FILE_UP_TO_DATE, /* what was missing at its end is there now */
  PAKIV_TRACE_FILE_KEPT,       /* it told something else: kept aside, and written anew */
  PAKIV_TRACE_FILE_LOST,       /* it was gone, though the trace had begun: written anew */
  PAKIV_TRACE_FILE_FAILED,     /* it can't be written now; the table has everything */
} PakivTraceFileState;

/* Makes the file at @path tell what the table tells. Of the lines that are there, the first and the
 * last @compare of the others are compared. Two programs may do this at once. */
PakivTraceFileState pakiv_trace_file_follow (
    const char *path, const char *station_id, PakivLogId log, PakivSql *sql, guint64 compare);

G_END_DECLS
