#include "pakiv-progress.h"

struct _PakivProgress
{
  GCancellable parent_instance;
  GMutex mutex;
  guint n_expected;
  guint n_begun;
  char *words;
};

G_DEFINE_FINAL_TYPE (PakivProgress, pakiv_progress, G_TYPE_CANCELLABLE)

static void
pakiv_progress_finalize (GObject *object)
{
  PakivProgress *self = PAKIV_PROGRESS (object);

  g_free (self->words);
  g_mutex_clear (&self->mutex);
  G_OBJECT_CLASS (pakiv_progress_parent_class)->finalize (object);
}

static void
pakiv_progress_class_init (PakivProgressClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = pakiv_progress_finalize;
}

static void
pakiv_progress_init (PakivProgress *self)
{
  g_mutex_init (&self->mutex);
}

PakivProgress *
pakiv_progress_new (void)
{
  return g_object_new (PAKIV_TYPE_PROGRESS, NULL);
}

void
pakiv_progress_expect (GCancellable *cancellable, guint n_steps)
{
  PakivProgress *self;

  if (cancellable == NULL || !PAKIV_IS_PROGRESS (cancellable))
    return;
  self = PAKIV_PROGRESS (cancellable);
  g_mutex_lock (&self->mutex);
  self->n_expected += n_steps;
  g_mutex_unlock (&self->mutex);
}

void
pakiv_progress_begin (GCancellable *cancellable, const char *words)
{
  PakivProgress *self;

  if (cancellable == NULL || !PAKIV_IS_PROGRESS (cancellable))
    return;
  self = PAKIV_PROGRESS (cancellable);
  g_mutex_lock (&self->mutex);
  self->n_begun++;
  g_free (self->words);
  self->words = g_strdup (words);
  g_mutex_unlock (&self->mutex);
}

double
pakiv_progress_get_fraction (PakivProgress *self)
{
  double fraction = -1;

  g_return_val_if_fail (PAKIV_IS_PROGRESS (self), -1);

  g_mutex_lock (&self->mutex);
  if (self->n_expected > 0)
    fraction = CLAMP ((self->n_begun - 1.0) / self->n_expected, 0, 1);
  g_mutex_unlock (&self->mutex);
  return fraction;
}

char *
pakiv_progress_get_words (PakivProgress *self)
{
  char *words;

  g_return_val_if_fail (PAKIV_IS_PROGRESS (self), NULL);

  g_mutex_lock (&self->mutex);
  words = g_strdup (self->words);
  g_mutex_unlock (&self->mutex);
  return words;
}
