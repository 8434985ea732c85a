#include "pakiv-draft-keeper.h"

#define AFTER_LAST_CHANGE_MS 800
#define AT_LEAST_EVERY_MS 1500

struct _PakivDraftKeeper
{
  GObject parent_instance;

  PakivLog *log;
  PakivDraft *draft;
  gulong changed_id;
  guint timer;
  gint64 first_change; /* of those not written yet; monotonic µs, 0: none */
};

G_DEFINE_FINAL_TYPE (PakivDraftKeeper, pakiv_draft_keeper, G_TYPE_OBJECT)

enum
{
  KEPT,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

static void
stop_timer (PakivDraftKeeper *self)
{
  g_clear_handle_id (&self->timer, g_source_remove);
}

static void
write_draft (PakivDraftKeeper *self)
{
  const PakivRecord *record = pakiv_draft_get_record (self->draft);
  g_autoptr (GError) error = NULL;
  gboolean done;

  self->first_change = 0;
  if (pakiv_draft_is_changed (self->draft))
    done = pakiv_log_save_draft (self->log, record, &error);
  else
    done = pakiv_log_discard_draft (self->log, record->kind, record->id, &error);
  g_signal_emit (self, signals[KEPT], 0, done ? NULL : error->message);
}

static gboolean
on_time_cb (gpointer data)
{
  PakivDraftKeeper *self = data;

  self->timer = 0;
  write_draft (self);
  return G_SOURCE_REMOVE;
}

static void
on_changed_cb (PakivDraft *draft, PakivDraftKeeper *self)
{
  gint64 now = g_get_monotonic_time ();
  gint64 left;

  if (self->first_change == 0)
    self->first_change = now;
  left = AT_LEAST_EVERY_MS - (now - self->first_change) / 1000;
  stop_timer (self);
  self->timer = g_timeout_add ((guint)CLAMP (left, 0, AFTER_LAST_CHANGE_MS), on_time_cb, self);
}

static void
pakiv_draft_keeper_dispose (GObject *object)
{
  PakivDraftKeeper *self = PAKIV_DRAFT_KEEPER (object);

  pakiv_draft_keeper_watch (self, NULL);
  g_clear_pointer (&self->log, pakiv_log_unref);
  G_OBJECT_CLASS (pakiv_draft_keeper_parent_class)->dispose (object);
}

static void
pakiv_draft_keeper_class_init (PakivDraftKeeperClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = pakiv_draft_keeper_dispose;

  signals[KEPT] = g_signal_new ("kept", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                NULL, G_TYPE_NONE, 1, G_TYPE_STRING);
}

static void
pakiv_draft_keeper_init (PakivDraftKeeper *self)
{
}

PakivDraftKeeper *
pakiv_draft_keeper_new (PakivLog *log)
{
  PakivDraftKeeper *self = g_object_new (PAKIV_TYPE_DRAFT_KEEPER, NULL);

  self->log = pakiv_log_ref (log);
  return self;
}

void
pakiv_draft_keeper_watch (PakivDraftKeeper *self, PakivDraft *draft)
{
  g_return_if_fail (PAKIV_IS_DRAFT_KEEPER (self));

  if (draft == self->draft)
    return;
  pakiv_draft_keeper_flush (self);
  if (self->draft != NULL)
    g_clear_signal_handler (&self->changed_id, self->draft);
  g_set_object (&self->draft, draft);
  if (draft != NULL)
    self->changed_id = g_signal_connect (draft, "changed", G_CALLBACK (on_changed_cb), self);
}

void
pakiv_draft_keeper_flush (PakivDraftKeeper *self)
{
  g_return_if_fail (PAKIV_IS_DRAFT_KEEPER (self));

  stop_timer (self);
  if (self->draft != NULL && self->first_change != 0)
    write_draft (self);
}

void
pakiv_draft_keeper_forget (PakivDraftKeeper *self)
{
  g_return_if_fail (PAKIV_IS_DRAFT_KEEPER (self));

  stop_timer (self);
  self->first_change = 0;
}
