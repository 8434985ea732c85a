/* An entry of the trace, or a finding, as a line of a list. */
#pragma once

#include "pakiv-trace-view.h"

#include <gio/gio.h>

G_BEGIN_DECLS

#define PAKIV_TYPE_TRACE_ITEM (pakiv_trace_item_get_type ())
G_DECLARE_FINAL_TYPE (PakivTraceItem, pakiv_trace_item, PAKIV, TRACE_ITEM, GObject)

/* @pointer is of @view, which is kept as long as the item. */
PakivTraceItem *pakiv_trace_item_new (PakivTraceView *view, gconstpointer pointer);

/* A PakivTraceEntry or a PakivUnusual, as the list has. */
gconstpointer pakiv_trace_item_get (PakivTraceItem *self);

G_END_DECLS
