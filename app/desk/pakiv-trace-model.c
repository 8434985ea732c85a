#include "pakiv-trace-model.h"

struct _PakivTraceModel
{
  GObject parent_instance;

  PakivTraceView *view; /* or NULL */
  GPtrArray *pointers;  /* or NULL */
};

static void pakiv_trace_model_iface_init (GListModelInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (PakivTraceModel,
                               pakiv_trace_model,
                               G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (G_TYPE_LIST_MODEL,
                                                      pakiv_trace_model_iface_init))

static GType
pakiv_trace_model_get_item_type (GListModel *model)
{
  return PAKIV_TYPE_TRACE_ITEM;
}

static guint
pakiv_trace_model_get_n_items (GListModel *model)
{
  GPtrArray *pointers = PAKIV_TRACE_MODEL (model)->pointers;

  return pointers != NULL ? pointers->len : 0;
}

static gpointer
pakiv_trace_model_get_item (GListModel *model, guint position)
{
  PakivTraceModel *self = PAKIV_TRACE_MODEL (model);

  if (position >= pakiv_trace_model_get_n_items (model))
    return NULL;
  return pakiv_trace_item_new (self->view, self->pointers->pdata[position]);
}

static void
pakiv_trace_model_iface_init (GListModelInterface *iface)
{
  iface->get_item_type = pakiv_trace_model_get_item_type;
  iface->get_n_items = pakiv_trace_model_get_n_items;
  iface->get_item = pakiv_trace_model_get_item;
}

static void
pakiv_trace_model_finalize (GObject *object)
{
  PakivTraceModel *self = PAKIV_TRACE_MODEL (object);

  g_clear_pointer (&self->pointers, g_ptr_array_unref);
  g_clear_pointer (&self->view, pakiv_trace_view_unref);
  G_OBJECT_CLASS (pakiv_trace_model_parent_class)->finalize (object);
}

static void
pakiv_trace_model_class_init (PakivTraceModelClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = pakiv_trace_model_finalize;
}

static void
pakiv_trace_model_init (PakivTraceModel *self)
{
}

PakivTraceModel *
pakiv_trace_model_new (void)
{
  return g_object_new (PAKIV_TYPE_TRACE_MODEL, NULL);
}

void
pakiv_trace_model_set (PakivTraceModel *self, PakivTraceView *view, GPtrArray *pointers)
{
  guint before;
  PakivTraceView *old;

  g_return_if_fail (PAKIV_IS_TRACE_MODEL (self));

  before = pakiv_trace_model_get_n_items (G_LIST_MODEL (self));
  old = self->view;
  self->view = view != NULL ? pakiv_trace_view_ref (view) : NULL;
  g_clear_pointer (&self->pointers, g_ptr_array_unref);
  self->pointers = pointers;
  g_list_model_items_changed (G_LIST_MODEL (self), 0, before,
                              pakiv_trace_model_get_n_items (G_LIST_MODEL (self)));
  g_clear_pointer (&old, pakiv_trace_view_unref);
}

GPtrArray *
pakiv_trace_model_get (PakivTraceModel *self)
{
  g_return_val_if_fail (PAKIV_IS_TRACE_MODEL (self), NULL);

  return self->pointers;
}
