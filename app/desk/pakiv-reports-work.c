#include "pakiv-reports-work.h"

#include "pakiv-progress.h"

#define LOOK_EVERY_MS 100

/* @label has the words of the work as a whole, until a step says its own. */
static void
show_progress (GCancellable *work, GtkLabel *label, GtkProgressBar *bar)
{
  double fraction = pakiv_progress_get_fraction (PAKIV_PROGRESS (work));
  g_autofree char *words = pakiv_progress_get_words (PAKIV_PROGRESS (work));

  if (fraction < 0)
    gtk_progress_bar_pulse (bar);
  else
    gtk_progress_bar_set_fraction (bar, fraction);
  if (words != NULL && !g_cancellable_is_cancelled (work))
    gtk_label_set_text (label, words);
}

static gboolean
on_time_cb (gpointer data)
{
  PakivReportsPage *self = data;

  if (self->counting != NULL)
    show_progress (self->counting, self->busy_label, self->busy_bar);
  if (self->working != NULL)
    show_progress (self->working, self->work_label, self->work_progress);
  if (self->counting != NULL || self->working != NULL)
    return G_SOURCE_CONTINUE;
  self->watch = 0;
  return G_SOURCE_REMOVE;
}

void
pakiv_reports_work_watch (PakivReportsPage *self)
{
  if (self->watch == 0)
    self->watch = g_timeout_add (LOOK_EVERY_MS, on_time_cb, self);
}

static void
show_work (PakivReportsPage *self, const char *text)
{
  gtk_label_set_text (self->work_label, text != NULL ? text : "");
  gtk_progress_bar_set_fraction (self->work_progress, 0);
  gtk_action_bar_set_revealed (self->work_bar, text != NULL);
  pakiv_reports_actions_update (self);
}

void
pakiv_reports_work_free (PakivReportsWork *work)
{
  pakiv_log_unref (work->log);
  pakiv_desk_unref (work->desk);
  g_free (work->release);
  g_free (work->path);
  pakiv_release_free (work->shown);
  pakiv_true_figures_free (work->truth);
  g_clear_pointer (&work->certificate, pakiv_certificate_free);
  g_free (work);
}

PakivReportsWork *
pakiv_reports_work_new (PakivReportsPage *self)
{
  PakivReportsWork *work = g_new0 (PakivReportsWork, 1);
  g_autofree char *council = pakiv_desk_get_council (pakiv_workplace_get_desk (self->workplace));

  work->log = pakiv_log_ref (self->quarter->log);
  work->desk = pakiv_desk_ref (pakiv_workplace_get_desk (self->workplace));
  work->period = self->quarter->period;
  work->release = g_strdup (self->quarter->release);
  work->released = pakiv_release_quarter_is_released (self->quarter);
  work->has_council = council != NULL;
  return work;
}

void
pakiv_reports_work_start (PakivReportsPage *self,
                          PakivReportsWork *work,
                          const char *text,
                          GTaskThreadFunc in_thread,
                          GAsyncReadyCallback ended)
{
  g_autoptr (GTask) task = NULL;

  self->working = G_CANCELLABLE (pakiv_progress_new ());
  task = g_task_new (NULL, self->working, ended, g_object_ref (self));
  g_task_set_source_tag (task, pakiv_reports_work_start);
  g_task_set_check_cancellable (task, FALSE);
  g_task_set_task_data (task, work, (GDestroyNotify)pakiv_reports_work_free);
  show_work (self, text);
  pakiv_reports_work_watch (self);
  g_task_run_in_thread (task, in_thread);
}

/* The end of a piece of work; FALSE where the page was locked away meanwhile. */
gboolean
pakiv_reports_work_end (PakivReportsPage *self, GAsyncResult *result, GError **error)
{
  *error = NULL;
  g_task_propagate_boolean (G_TASK (result), error);
  if (self->workplace == NULL)
    return FALSE;
  g_clear_object (&self->working);
  show_work (self, NULL);
  return TRUE;
}
