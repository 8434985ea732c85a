#include "pakiv-aside.h"

typedef struct
{
  GWeakRef owner;
  PakivAsideDo action;
  PakivAsideDone done;
  gpointer data;
  GDestroyNotify data_free;
} Aside;

static void
act_in_thread (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  Aside *aside = data;
  GError *error = NULL;

  if (aside->action (aside->data, &error))
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, error);
}

/* The last reference to a task may go in its thread, and what @data holds must not: it is freed
 * here. */
static void
on_done_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  Aside *aside = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GObject) owner = g_weak_ref_get (&aside->owner);

  g_task_propagate_boolean (G_TASK (result), &error);
  if (owner != NULL)
    aside->done (owner, aside->data, error);
  if (aside->data_free != NULL)
    aside->data_free (aside->data);
  g_weak_ref_clear (&aside->owner);
  g_free (aside);
}

void
pakiv_aside_run (gpointer owner,
                 PakivAsideDo action,
                 PakivAsideDone done,
                 gpointer data,
                 GDestroyNotify data_free)
{
  Aside *aside = g_new0 (Aside, 1);
  g_autoptr (GTask) task = NULL;

  g_weak_ref_init (&aside->owner, owner);
  aside->action = action;
  aside->done = done;
  aside->data = data;
  aside->data_free = data_free;
  task = g_task_new (NULL, NULL, on_done_cb, aside);
  g_task_set_source_tag (task, pakiv_aside_run);
  g_task_set_task_data (task, aside, NULL);
  g_task_run_in_thread (task, act_in_thread);
}
