/* The attacker on what is shown, when someone looks at what was tried: on a draft everything that
 * can be tried here, an insider too; of a release what its package says. */
#include "pakiv-reports-work.h"

#include "pakiv-compat.h"
#include "pakiv-package.h"
#include "pakiv-release-check.h"

#include <glib/gi18n.h>

/* For each thing that is counted, at most. */
#define SECONDS 5

static PakivCertificate *
read_certificate (const PakivReportsWork *work, GError **error)
{
  const guint8 *key = pakiv_desk_get_signing_key (work->desk, pakiv_log_get_id (work->log));
  g_autoptr (PakivStoredRelease) stored = pakiv_log_load_release (work->log, work->period, error);
  g_autoptr (PakivPackage) package
      = stored != NULL ? pakiv_package_read (stored->package, key, NULL, error) : NULL;

  return package != NULL ? g_steal_pointer (&package->certificate) : NULL;
}

static void
try_in_thread (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  PakivReportsWork *work = data;
  g_autoptr (GError) error = NULL;

  work->certificate = work->released ? read_certificate (work, &error)
                                     : pakiv_release_check_preview (work->log, work->shown, SECONDS,
                                                                    cancellable, &error);
  if (error != NULL)
    g_task_return_error (task, g_steal_pointer (&error));
  else
    g_task_return_boolean (task, TRUE);
}

static void
on_tried_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (PakivReportsPage) self = data;
  const PakivReportsWork *work = g_task_get_task_data (G_TASK (result));
  g_autoptr (GError) error = NULL;

  if (!pakiv_reports_work_end (self, result, &error))
    return;
  pakiv_release_attempts_set_trying (self->attempts, FALSE);
  if (error != NULL && !g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    pakiv_compat_tell (pakiv_reports_page_get_window (self), _ ("This could not be tried"),
                       error->message);
  if (error == NULL && pakiv_release_preview_get_release (self->preview) == work->shown)
    pakiv_release_attempts_set_certificate (self->attempts, work->certificate);
  else if (error == NULL)
    /* Another quarter was chosen meanwhile. */
    pakiv_reports_attempts_update (self);
}

void
pakiv_reports_attempts_update (PakivReportsPage *self)
{
  const PakivRelease *release = pakiv_release_preview_get_release (self->preview);
  PakivReportsWork *work;

  if (self->workplace == NULL || self->quarter == NULL || self->working != NULL || release == NULL
      || g_strcmp0 (gtk_stack_get_visible_child_name (self->views), "attempts") != 0
      || pakiv_release_attempts_is_filled (self->attempts))
    return;
  work = pakiv_reports_work_new (self);
  work->shown = pakiv_release_ref (release);
  pakiv_release_attempts_set_trying (self->attempts, TRUE);
  pakiv_reports_work_start (self, work, _ ("Trying what could be found out…"), try_in_thread,
                            on_tried_cb);
}
