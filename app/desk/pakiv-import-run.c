#include "pakiv-import-run.h"

#include <glib/gi18n.h>

typedef struct
{
  GObject *source; /* the callback holds it */
  PakivLog *log;
  PakivImportMap *map;
  char **files;
  PakivImportRunProgress progress;
  PakivImportResult result;
} Run;

typedef struct
{
  GObject *source;
  PakivImportRunProgress progress;
  double fraction;
  char *text;
} Note;

static void
run_free (Run *run)
{
  pakiv_log_unref (run->log);
  pakiv_import_map_free (run->map);
  g_strfreev (run->files);
  g_free (run);
}

static void
note_free (Note *note)
{
  g_object_unref (note->source);
  g_free (note->text);
  g_free (note);
}

static gboolean
pass_note_cb (gpointer data)
{
  Note *note = data;

  note->progress (note->source, CLAMP (note->fraction, 0, 1), note->text);
  return G_SOURCE_REMOVE;
}

/* In the worker thread: only leaves a note for the main one. */
static void
on_progress (const char *file, double fraction, const PakivImportResult *so_far, gpointer data)
{
  Run *run = data;
  Note *note = g_new0 (Note, 1);
  g_autofree char *name = g_path_get_basename (file != NULL ? file : "");
  g_autofree char *shown = g_filename_display_name (name);
  g_autofree char *rows = g_strdup_printf ("%'" G_GUINT64_FORMAT, so_far->read);

  note->source = g_object_ref (run->source);
  note->progress = run->progress;
  note->fraction = fraction;
  /* Translators: the name of a file, then how many of its rows were read. */
  note->text = g_strdup_printf (_ ("%s: %s rows read"), shown, rows);
  g_idle_add_full (G_PRIORITY_DEFAULT_IDLE, pass_note_cb, note, (GDestroyNotify)note_free);
}

static void
import_in_thread (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  Run *run = data;
  g_autoptr (GError) error = NULL;

  if (pakiv_log_import (run->log, run->map, (const char *const *)run->files, on_progress, run,
                        cancellable, &run->result, &error))
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, g_steal_pointer (&error));
}

void
pakiv_import_run_start (GObject *source,
                        PakivLog *log,
                        PakivImportMap *map,
                        const char *const *files,
                        PakivImportRunProgress progress,
                        GCancellable *cancellable,
                        GAsyncReadyCallback callback)
{
  /* No source: the task's last reference may go in the worker thread, and a widget's must not. */
  g_autoptr (GTask) task = g_task_new (NULL, cancellable, callback, g_object_ref (source));
  Run *run = g_new0 (Run, 1);

  run->source = source;
  run->log = pakiv_log_ref (log);
  run->map = map;
  run->files = g_strdupv ((char **)files);
  run->progress = progress;
  g_task_set_check_cancellable (task, FALSE);
  g_task_set_source_tag (task, pakiv_import_run_start);
  g_task_set_task_data (task, run, (GDestroyNotify)run_free);
  g_task_run_in_thread (task, import_in_thread);
}

gboolean
pakiv_import_run_finish (GAsyncResult *result, PakivImportResult *numbers, GError **error)
{
  Run *run = g_task_get_task_data (G_TASK (result));

  *numbers = run->result;
  return g_task_propagate_boolean (G_TASK (result), error);
}
