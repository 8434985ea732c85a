/* DESK/police.seen: when a data-protection officer read the trace, and how far it went then; one
 * line a reading, each signed by that officer and chained to those before it. So the reading is
 * itself on record, and a trace that was cut or made anew since is found. */
#pragma once

#include "pakiv-desk.h"
#include "pakiv-trace-chain.h"

G_BEGIN_DECLS

typedef struct
{
  char *at; /* UTC moment */
  char *member;
  char *what;     /* "read", "export", "print" */
  guint64 number; /* the last entry there was, 0: none */
  guint8 hash[PAKIV_TRACE_HASH];
} PakivTraceReading;

/* How many lines there are beside @trace_path ("…/police.trace"), unchecked. */
guint64 pakiv_trace_seen_count (const char *trace_path);

/* (transfer full) (element-type PakivTraceReading): those that are whole and signed by an officer
 * of
 * @desk. @broken: the first line that is not, the header being line 1, else 0. A file that is not
 * there has none. */
GPtrArray *pakiv_trace_seen_read (PakivDesk *desk, PakivLogId log, guint64 *broken);

/* @secret: the officer's Ed25519 secret key. */
gboolean pakiv_trace_seen_append (PakivDesk *desk,
                                  PakivLogId log,
                                  const PakivTraceReading *reading,
                                  const guint8 *secret,
                                  GError **error);

/* (transfer full): DESK/police.trace. */
char *pakiv_trace_get_path (PakivDesk *desk, PakivLogId log);

G_END_DECLS
