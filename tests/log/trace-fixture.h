/* A desk with a trace: Ana Ionescu, officer (0), Sorin, supervisor (1), Dora, data-protection
 * officer (2). */
#pragma once

#include "fixture.h"

#include "pakiv-desk.h"
#include "pakiv-trace.h"

G_BEGIN_DECLS

typedef struct
{
  Fixture *fixture;
  char *folder;
  PakivDesk *desk;
} TracePlace;

TracePlace *trace_place_new (void);
void trace_place_free (TracePlace *place);
PakivSession *trace_unlock (TracePlace *place, int member);
PakivLog *trace_open_log (TracePlace *place, PakivSession *session);
PakivLog *trace_open_log_as (TracePlace *place, int member);
char *trace_get_path (TracePlace *place);
char *trace_load (TracePlace *place, gsize *length);

/* Thousands of times, so it does not wait for the disk. */
void trace_store (TracePlace *place, const char *text, gsize length);
guint64 trace_verify (TracePlace *place);
guint64 trace_count (TracePlace *place);
PakivTrace *trace_read (TracePlace *place);

/* The entry from the end, 0 the last. */
const PakivTraceEntry *trace_get_entry (PakivTrace *trace, guint from_end);
void trace_assert_warning (PakivTrace *trace, const char *words);
void trace_assert_no_warning (PakivTrace *trace);

/* Three entries: three talks. */
void trace_fill (TracePlace *place);

/* All links of the file, which is whole. */
GArray *trace_load_links (TracePlace *place);

/* What somebody with the log's key can do: a chain that is whole, made anew of @links. */
void trace_store_links (TracePlace *place, PakivLog *log, GArray *links);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (TracePlace, trace_place_free)

G_END_DECLS
