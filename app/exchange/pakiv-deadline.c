#include "pakiv-deadline.h"

struct _PakivDeadline
{
  GCancellable *cancellable;
  GCancellable *outer;
  gulong handler;
  GThread *thread;
  GMutex mutex;
  GCond cond;
  gint64 end;
  gboolean done;
};

static gpointer
wait_for_end (gpointer data)
{
  PakivDeadline *deadline = data;

  g_mutex_lock (&deadline->mutex);
  while (!deadline->done && g_cond_wait_until (&deadline->cond, &deadline->mutex, deadline->end))
    continue;
  if (!deadline->done)
    g_cancellable_cancel (deadline->cancellable);
  g_mutex_unlock (&deadline->mutex);
  return NULL;
}

static void
on_outer_cancelled_cb (GCancellable *outer, gpointer data)
{
  g_cancellable_cancel (data);
}

PakivDeadline *
pakiv_deadline_new (guint seconds, GCancellable *outer)
{
  PakivDeadline *deadline = g_new0 (PakivDeadline, 1);

  g_mutex_init (&deadline->mutex);
  g_cond_init (&deadline->cond);
  deadline->end = g_get_monotonic_time () + seconds * G_TIME_SPAN_SECOND;
  deadline->cancellable = g_cancellable_new ();
  if (outer != NULL)
    {
      deadline->outer = g_object_ref (outer);
      deadline->handler
          = g_cancellable_connect (outer, G_CALLBACK (on_outer_cancelled_cb),
                                   g_object_ref (deadline->cancellable), g_object_unref);
    }
  deadline->thread = g_thread_new ("deadline", wait_for_end, deadline);
  return deadline;
}

void
pakiv_deadline_free (PakivDeadline *deadline)
{
  if (deadline == NULL)
    return;
  g_mutex_lock (&deadline->mutex);
  deadline->done = TRUE;
  g_cond_signal (&deadline->cond);
  g_mutex_unlock (&deadline->mutex);
  g_thread_join (deadline->thread);
  if (deadline->outer != NULL)
    g_cancellable_disconnect (deadline->outer, deadline->handler);
  g_clear_object (&deadline->outer);
  g_object_unref (deadline->cancellable);
  g_mutex_clear (&deadline->mutex);
  g_cond_clear (&deadline->cond);
  g_free (deadline);
}

GCancellable *
pakiv_deadline_get_cancellable (PakivDeadline *deadline)
{
  return deadline->cancellable;
}
