#include "pakiv-trace-item.h"

struct _PakivTraceItem
{
  GObject parent_instance;

  PakivTraceView *view;
  gconstpointer pointer;
};

G_DEFINE_FINAL_TYPE (PakivTraceItem, pakiv_trace_item, G_TYPE_OBJECT)

static void
pakiv_trace_item_finalize (GObject *object)
{
  pakiv_trace_view_unref (PAKIV_TRACE_ITEM (object)->view);
  G_OBJECT_CLASS (pakiv_trace_item_parent_class)->finalize (object);
}

static void
pakiv_trace_item_class_init (PakivTraceItemClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = pakiv_trace_item_finalize;
}

static void
pakiv_trace_item_init (PakivTraceItem *self)
{
}

PakivTraceItem *
pakiv_trace_item_new (PakivTraceView *view, gconstpointer pointer)
{
  PakivTraceItem *self = g_object_new (PAKIV_TYPE_TRACE_ITEM, NULL);

  self->view = pakiv_trace_view_ref (view);
  self->pointer = pointer;
  return self;
}

gconstpointer
pakiv_trace_item_get (PakivTraceItem *self)
{
  g_return_val_if_fail (PAKIV_IS_TRACE_ITEM (self), NULL);

  return self->pointer;
}
