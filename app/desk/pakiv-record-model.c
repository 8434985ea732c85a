#include "pakiv-record-model.h"

#define PAGE 64
#define MOST_PAGES 32
#define LOOK_AT 512

struct _PakivRecordModel
{
  GObject parent_instance;

  PakivLog *log;
  const PakivKind *kind;
  GArray *numbers;   /* gint64 */
  GHashTable *pages; /* page → GPtrArray of PakivRecordItem */
};

static void pakiv_record_model_iface_init (GListModelInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (PakivRecordModel,
                               pakiv_record_model,
                               G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (G_TYPE_LIST_MODEL,
                                                      pakiv_record_model_iface_init))

static gboolean
has_draft (PakivRecordModel *self, const PakivRecord *record)
{
  g_autoptr (PakivRecord) draft = NULL;

  if (record == NULL || record->id == NULL)
    return FALSE;
  draft = pakiv_log_load_draft (self->log, self->kind, record->id, NULL);
  return draft != NULL;
}

/* A record that was deleted meanwhile leaves a gap, so then each is read by itself. */
static GPtrArray *
read_page (PakivRecordModel *self, guint page)
{
  GPtrArray *items = g_ptr_array_new_with_free_func (g_object_unref);
  guint first = page * PAGE;
  guint n = MIN (PAGE, self->numbers->len - first);
  const gint64 *numbers = &g_array_index (self->numbers, gint64, first);
  g_autoptr (GPtrArray) records = pakiv_log_read (self->log, self->kind, numbers, n, NULL);
  gboolean whole = records != NULL && records->len == n;

  for (guint i = 0; i < n; i++)
    {
      g_autoptr (GPtrArray) single = NULL;
      const PakivRecord *record = whole ? records->pdata[i] : NULL;

      if (!whole)
        single = pakiv_log_read (self->log, self->kind, &numbers[i], 1, NULL);
      if (single != NULL && single->len == 1)
        record = single->pdata[0];
      g_ptr_array_add (items, pakiv_record_item_new (numbers[i], record, has_draft (self, record)));
    }
  return items;
}

static GPtrArray *
get_page (PakivRecordModel *self, guint page)
{
  GPtrArray *items = g_hash_table_lookup (self->pages, GUINT_TO_POINTER (page));

  if (items != NULL)
    return items;
  if (g_hash_table_size (self->pages) >= MOST_PAGES)
    g_hash_table_remove_all (self->pages);
  items = read_page (self, page);
  g_hash_table_insert (self->pages, GUINT_TO_POINTER (page), items);
  return items;
}

static GType
pakiv_record_model_get_item_type (GListModel *model)
{
  return PAKIV_TYPE_RECORD_ITEM;
}

static guint
pakiv_record_model_get_n_items (GListModel *model)
{
  return PAKIV_RECORD_MODEL (model)->numbers->len;
}

static gpointer
pakiv_record_model_get_item (GListModel *model, guint position)
{
  PakivRecordModel *self = PAKIV_RECORD_MODEL (model);

  if (position >= self->numbers->len)
    return NULL;
  return g_object_ref (get_page (self, position / PAGE)->pdata[position % PAGE]);
}

static void
pakiv_record_model_iface_init (GListModelInterface *iface)
{
  iface->get_item_type = pakiv_record_model_get_item_type;
  iface->get_n_items = pakiv_record_model_get_n_items;
  iface->get_item = pakiv_record_model_get_item;
}

static void
pakiv_record_model_finalize (GObject *object)
{
  PakivRecordModel *self = PAKIV_RECORD_MODEL (object);

  g_clear_pointer (&self->log, pakiv_log_unref);
  g_array_unref (self->numbers);
  g_hash_table_unref (self->pages);
  G_OBJECT_CLASS (pakiv_record_model_parent_class)->finalize (object);
}

static void
pakiv_record_model_class_init (PakivRecordModelClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = pakiv_record_model_finalize;
}

static void
pakiv_record_model_init (PakivRecordModel *self)
{
  self->numbers = g_array_new (FALSE, FALSE, sizeof (gint64));
  self->pages = g_hash_table_new_full (NULL, NULL, NULL, (GDestroyNotify)g_ptr_array_unref);
}

PakivRecordModel *
pakiv_record_model_new (PakivLog *log, const PakivKind *kind)
{
  PakivRecordModel *self = g_object_new (PAKIV_TYPE_RECORD_MODEL, NULL);

  self->log = pakiv_log_ref (log);
  self->kind = kind;
  return self;
}

void
pakiv_record_model_set_numbers (PakivRecordModel *self, GArray *numbers)
{
  guint before;

  g_return_if_fail (PAKIV_IS_RECORD_MODEL (self));
  g_return_if_fail (numbers != NULL);

  before = self->numbers->len;
  g_array_unref (self->numbers);
  self->numbers = numbers;
  g_hash_table_remove_all (self->pages);
  g_list_model_items_changed (G_LIST_MODEL (self), 0, before, numbers->len);
}

void
pakiv_record_model_touch (PakivRecordModel *self, guint position)
{
  g_return_if_fail (PAKIV_IS_RECORD_MODEL (self));

  if (position >= self->numbers->len)
    return;
  g_hash_table_remove (self->pages, GUINT_TO_POINTER (position / PAGE));
  g_list_model_items_changed (G_LIST_MODEL (self), position, 1, 1);
}

gboolean
pakiv_record_model_find (PakivRecordModel *self, gint64 number, const char *id, guint *position)
{
  g_return_val_if_fail (PAKIV_IS_RECORD_MODEL (self), FALSE);

  for (guint i = 0; number != 0 && i < self->numbers->len; i++)
    if (g_array_index (self->numbers, gint64, i) == number)
      {
        *position = i;
        return TRUE;
      }
  for (guint i = 0; id != NULL && i < MIN (self->numbers->len, LOOK_AT); i++)
    {
      PakivRecordItem *item = get_page (self, i / PAGE)->pdata[i % PAGE];

      if (g_strcmp0 (pakiv_record_item_get_id (item), id) == 0)
        {
          *position = i;
          return TRUE;
        }
    }
  return FALSE;
}
