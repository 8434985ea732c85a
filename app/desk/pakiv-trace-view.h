/* The trace of one log as a data-protection officer looks at it: read and searched for the unusual
 * once, then filtered as often as they like. Holds no widget. */
#pragma once

#include "pakiv-trace.h"

G_BEGIN_DECLS

/* What is to be shown. NULL or -1 finds any; entries that can't be read are found only where
 * nothing is asked for. */
typedef struct
{
  char *member;
  int act;      /* PakivAct */
  char *kind;   /* id */
  char *record; /* how its number begins */
  char *from;   /* local day, "2021-03-31", or NULL */
  char *to;     /* the last local day, or NULL */
} PakivTraceFilter;

void pakiv_trace_filter_clear (PakivTraceFilter *filter);

/* Counted references, from any thread. */
typedef struct _PakivTraceView PakivTraceView;

/* Blocks: call it in a thread. See pakiv_trace_open(). */
PakivTraceView *pakiv_trace_view_open (PakivSession *session, PakivLogId log, GError **error);
PakivTraceView *pakiv_trace_view_ref (PakivTraceView *view);
void pakiv_trace_view_unref (PakivTraceView *view);

PakivTrace *pakiv_trace_view_get_trace (PakivTraceView *view);
GPtrArray *pakiv_trace_view_get_unusual (PakivTraceView *view); /* PakivUnusual, newest first */

/* (transfer container) (element-type PakivTraceEntry): newest first. */
GPtrArray *pakiv_trace_view_filter (PakivTraceView *view, const PakivTraceFilter *filter);

/* Translated: the rule that a finding goes by, as it can be told to the members. */
const char *pakiv_unusual_rule_describe (PakivUnusualRule rule);

/* Sets @filter to what a finding is about. */
void pakiv_trace_filter_set_unusual (PakivTraceFilter *filter, const PakivUnusual *unusual);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PakivTraceView, pakiv_trace_view_unref)
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (PakivTraceFilter, pakiv_trace_filter_clear)

G_END_DECLS
