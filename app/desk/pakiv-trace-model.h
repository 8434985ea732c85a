/* Entries or findings of a trace as a list. Of a million entries only those in sight become
 * objects. */
#pragma once

#include "pakiv-trace-item.h"

G_BEGIN_DECLS

#define PAKIV_TYPE_TRACE_MODEL (pakiv_trace_model_get_type ())
G_DECLARE_FINAL_TYPE (PakivTraceModel, pakiv_trace_model, PAKIV, TRACE_MODEL, GObject)

PakivTraceModel *pakiv_trace_model_new (void);

/* @pointers (taken over) are of @view; NULL for both empties the list. */
void pakiv_trace_model_set (PakivTraceModel *self, PakivTraceView *view, GPtrArray *pointers);

/* What is shown now, or NULL. */
GPtrArray *pakiv_trace_model_get (PakivTraceModel *self);

G_END_DECLS
