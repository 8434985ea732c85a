#include "pakiv-reports-count.h"

#include "pakiv-release-maker.h"

typedef struct
{
  PakivLog *log;
  PakivDesk *desk;
  PakivPeriod period;
} Wanted;

static void
wanted_free (Wanted *wanted)
{
  pakiv_log_unref (wanted->log);
  pakiv_desk_unref (wanted->desk);
  g_free (wanted);
}

void
pakiv_reports_count_free (PakivReportsCount *count)
{
  if (count == NULL)
    return;
  pakiv_release_free (count->release);
  g_clear_pointer (&count->before, pakiv_release_free);
  g_free (count);
}

static gboolean
read_release (const Wanted *wanted, PakivPeriod period, PakivRelease **release, GError **error)
{
  const guint8 *key = pakiv_desk_get_signing_key (wanted->desk, pakiv_log_get_id (wanted->log));
  g_autoptr (GError) problem = NULL;
  g_autoptr (PakivStoredRelease) stored = pakiv_log_load_release (wanted->log, period, &problem);
  g_autoptr (PakivPackage) package = NULL;

  if (stored != NULL)
    package = pakiv_package_read (stored->package, key, NULL, &problem);
  if (problem != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&problem));
      return FALSE;
    }
  if (package != NULL)
    *release = g_steal_pointer (&package->release);
  return TRUE;
}

/* The newest release of an earlier quarter. */
static gboolean
find_before (const Wanted *wanted, PakivRelease **before, GError **error)
{
  g_autoptr (GArray) periods = pakiv_log_list_periods (wanted->log, error);

  for (guint i = 0; periods != NULL && i < periods->len && *before == NULL; i++)
    {
      PakivPeriod period = g_array_index (periods, PakivPeriod, i);

      if (pakiv_period_compare (period, wanted->period) < 0
          && !read_release (wanted, period, before, error))
        return FALSE;
    }
  return periods != NULL;
}

/* Tasks have no source here: their last reference may go in the worker thread, and a widget's must
 * not. */
static void
count_in_thread (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  const Wanted *wanted = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (PakivReportsCount) count = NULL;
  PakivRelease *release = pakiv_release_maker_preview (wanted->log, wanted->desk, wanted->period,
                                                       cancellable, &error);

  if (release != NULL)
    {
      count = g_new0 (PakivReportsCount, 1);
      count->release = release;
    }
  if (count != NULL && find_before (wanted, &count->before, &error))
    g_task_return_pointer (task, g_steal_pointer (&count),
                           (GDestroyNotify)pakiv_reports_count_free);
  else
    g_task_return_error (task, g_steal_pointer (&error));
}

void
pakiv_reports_count_start (PakivLog *log,
                           PakivDesk *desk,
                           PakivPeriod period,
                           GCancellable *cancellable,
                           GAsyncReadyCallback ended,
                           gpointer data)
{
  g_autoptr (GTask) task = g_task_new (NULL, cancellable, ended, data);
  Wanted *wanted = g_new0 (Wanted, 1);

  wanted->log = pakiv_log_ref (log);
  wanted->desk = pakiv_desk_ref (desk);
  wanted->period = period;
  g_task_set_source_tag (task, pakiv_reports_count_start);
  g_task_set_task_data (task, wanted, (GDestroyNotify)wanted_free);
  /* The counting stops at its next record; nobody waits for that. */
  g_task_set_return_on_cancel (task, TRUE);
  g_task_run_in_thread (task, count_in_thread);
}

PakivReportsCount *
pakiv_reports_count_finish (GAsyncResult *result, GError **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}
