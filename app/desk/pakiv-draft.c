#include "pakiv-draft.h"

#include "pakiv-rules.h"

struct _PakivDraft
{
  GObject parent_instance;

  PakivRecord *record;
  PakivRecord *saved;
};

G_DEFINE_FINAL_TYPE (PakivDraft, pakiv_draft, G_TYPE_OBJECT)

enum
{
  CHANGED,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

static void
emit_changed (PakivDraft *self)
{
  g_signal_emit (self, signals[CHANGED], 0);
}

static void
pakiv_draft_finalize (GObject *object)
{
  PakivDraft *self = PAKIV_DRAFT (object);

  g_clear_pointer (&self->record, pakiv_record_free);
  g_clear_pointer (&self->saved, pakiv_record_free);
  G_OBJECT_CLASS (pakiv_draft_parent_class)->finalize (object);
}

static void
pakiv_draft_class_init (PakivDraftClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = pakiv_draft_finalize;

  signals[CHANGED] = g_signal_new ("changed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL,
                                   NULL, NULL, G_TYPE_NONE, 0);
}

static void
pakiv_draft_init (PakivDraft *self)
{
}

PakivDraft *
pakiv_draft_new (const PakivRecord *saved, const PakivRecord *typed)
{
  PakivDraft *self = g_object_new (PAKIV_TYPE_DRAFT, NULL);

  g_return_val_if_fail (saved != NULL, self);

  self->saved = pakiv_record_copy (saved);
  self->record = pakiv_record_copy (typed != NULL ? typed : saved);
  return self;
}

const PakivRecord *
pakiv_draft_get_record (PakivDraft *self)
{
  g_return_val_if_fail (PAKIV_IS_DRAFT (self), NULL);

  return self->record;
}

const PakivRecord *
pakiv_draft_get_saved (PakivDraft *self)
{
  g_return_val_if_fail (PAKIV_IS_DRAFT (self), NULL);

  return self->saved;
}

const PakivRow *
pakiv_draft_get_row (PakivDraft *self, PakivPlace place)
{
  g_return_val_if_fail (PAKIV_IS_DRAFT (self), NULL);

  if (place.rows == NULL || place.row >= pakiv_record_count_rows (self->record, place.rows))
    return NULL;
  return pakiv_record_peek_row (self->record, place.rows, place.row);
}

const char *
pakiv_draft_get (PakivDraft *self, PakivPlace place, const char *field)
{
  const PakivRow *row;

  g_return_val_if_fail (PAKIV_IS_DRAFT (self), NULL);

  if (place.rows == NULL)
    return pakiv_record_get (self->record, field);
  row = pakiv_draft_get_row (self, place);
  return row != NULL ? pakiv_row_get (row, field) : NULL;
}

void
pakiv_draft_set (PakivDraft *self, PakivPlace place, const char *field, const char *value)
{
  g_return_if_fail (PAKIV_IS_DRAFT (self));

  if (value != NULL && *value == '\0')
    value = NULL;
  if (g_strcmp0 (pakiv_draft_get (self, place, field), value) == 0)
    return;
  if (place.rows == NULL)
    pakiv_record_set (self->record, field, value);
  else if (pakiv_draft_get_row (self, place) != NULL)
    pakiv_row_set (pakiv_record_get_rows (self->record, place.rows)->pdata[place.row], field,
                   value);
  emit_changed (self);
}

guint
pakiv_draft_add_row (PakivDraft *self, const char *rows)
{
  guint n;

  g_return_val_if_fail (PAKIV_IS_DRAFT (self), 0);

  n = pakiv_record_count_rows (self->record, rows);
  pakiv_record_add_row (self->record, rows);
  emit_changed (self);
  return n;
}

void
pakiv_draft_remove_row (PakivDraft *self, const char *rows, guint row)
{
  g_return_if_fail (PAKIV_IS_DRAFT (self));
  g_return_if_fail (row < pakiv_record_count_rows (self->record, rows));

  g_ptr_array_remove_index (pakiv_record_get_rows (self->record, rows), row);
  emit_changed (self);
}

gboolean
pakiv_draft_is_changed (PakivDraft *self)
{
  g_autoptr (PakivRecord) typed = NULL;
  g_autoptr (PakivRecord) saved = NULL;

  g_return_val_if_fail (PAKIV_IS_DRAFT (self), FALSE);

  typed = pakiv_record_copy (self->record);
  saved = pakiv_record_copy (self->saved);
  pakiv_rules_normalise (typed);
  pakiv_rules_normalise (saved);
  return !pakiv_record_equal (typed, saved);
}

void
pakiv_draft_reset (PakivDraft *self)
{
  g_return_if_fail (PAKIV_IS_DRAFT (self));

  pakiv_record_free (self->record);
  self->record = pakiv_record_copy (self->saved);
  emit_changed (self);
}
