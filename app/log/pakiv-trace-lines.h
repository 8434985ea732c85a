/* Going through the plain file of a trace line by line and checking the chain, with public keys
 * alone. After a wrong line it goes on with what stands there, so that one wrong line is one. */
#pragma once

#include "pakiv-trace-chain.h"
#include "pakiv-trace.h"

G_BEGIN_DECLS

/* @previous: the hash this link follows, or should follow. @sound: it is the one that belongs
 * there. */
typedef void (*PakivTraceVisit) (const PakivTraceLink *link,
                                 const guint8 *previous,
                                 gboolean sound,
                                 gpointer data);

typedef struct
{
  const char *path;
  const char *station_id;
  PakivLogId log;
  const guint8 *log_key; /* Ed25519, public */
} PakivTracePlace;

/* FALSE and @error only where the file can't be read; what is wrong in it is in @check. @visit may
 * be NULL: then the first wrong line ends it. It is not called for lines that are no links. */
gboolean pakiv_trace_lines_walk (const PakivTracePlace *place,
                                 PakivTraceVisit visit,
                                 gpointer data,
                                 PakivTraceCheck *check,
                                 GError **error);

G_END_DECLS
