/* The true figures beside the published ones, when someone asks for them: after one question, with
 * an entry in the trace each time, on this screen only and gone as soon as it shows something else.
 */
#include "pakiv-reports-work.h"

#include "pakiv-compat.h"

#include <glib/gi18n.h>

static void
count_in_thread (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  PakivReportsWork *work = data;
  g_autoptr (GError) error = NULL;

  work->truth = pakiv_true_figures_new (work->log, work->shown, cancellable, &error);
  if (work->truth != NULL)
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, g_steal_pointer (&error));
}

static void
on_counted_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (PakivReportsPage) self = data;
  PakivReportsWork *work = g_task_get_task_data (G_TASK (result));
  g_autoptr (GError) error = NULL;

  if (!pakiv_reports_work_end (self, result, &error))
    return;
  if (error != NULL && !g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    pakiv_compat_tell (pakiv_reports_page_get_window (self), _ ("The true figures can’t be shown"),
                       error->message);
  /* Another quarter may have been chosen meanwhile. */
  if (error == NULL && pakiv_release_preview_get_release (self->preview) == work->shown)
    {
      pakiv_release_preview_set_truth (self->preview, g_steal_pointer (&work->truth));
      gtk_stack_set_visible_child_name (self->views, "page");
    }
  pakiv_reports_actions_update (self);
}

void
pakiv_reports_truth_show (PakivReportsPage *self)
{
  const PakivRelease *release = pakiv_release_preview_get_release (self->preview);
  PakivReportsWork *work;

  if (self->quarter == NULL || self->working != NULL || release == NULL)
    return;
  self->truth_asked = TRUE;
  work = pakiv_reports_work_new (self);
  work->shown = pakiv_release_ref (release);
  pakiv_reports_work_start (self, work, _ ("Counting the true figures…"), count_in_thread,
                            on_counted_cb);
}

static void
on_confirmed_cb (gpointer data)
{
  PakivReportsPage *self = pakiv_reports_actions_get_living (data);

  if (self != NULL)
    pakiv_reports_truth_show (self);
}

static void
ask (PakivReportsPage *self)
{
  pakiv_compat_ask (
      pakiv_reports_page_get_window (self), _ ("Show the true figures?"),
      _ ("They are confidential: a small number may be about one person. They stand on this screen "
         "for as long as you stay on this page, and are never printed, saved or sent. That you "
         "looked is written in the trace of the log."),
      _ ("_Show"), FALSE, G_CALLBACK (on_confirmed_cb), self);
}

void
pakiv_reports_truth_toggled (PakivReportsPage *self)
{
  gboolean wanted = gtk_toggle_button_get_active (self->truth_toggle);

  if (wanted == pakiv_release_preview_has_truth (self->preview))
    return;
  if (!wanted)
    pakiv_release_preview_set_truth (self->preview, NULL);
  else if (self->truth_asked)
    pakiv_reports_truth_show (self);
  else
    ask (self);
  /* It is in as long as they are shown. */
  pakiv_reports_truth_update (self);
}

void
pakiv_reports_truth_hide (PakivReportsPage *self)
{
  pakiv_release_preview_set_truth (self->preview, NULL);
  pakiv_reports_truth_update (self);
}

void
pakiv_reports_truth_update (PakivReportsPage *self)
{
  gboolean shown = pakiv_release_preview_get_release (self->preview) != NULL;

  gtk_toggle_button_set_active (self->truth_toggle,
                                pakiv_release_preview_has_truth (self->preview));
  gtk_widget_set_sensitive (GTK_WIDGET (self->truth_toggle), shown && self->working == NULL);
}
