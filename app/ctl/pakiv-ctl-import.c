/* The import works in a thread, so that this one can show progress and hear Ctrl-C. */
#include "pakiv-ctl-access.h"
#include "pakiv-import-map.h"
#include "pakiv-rejects.h"

#include <glib-unix.h>
#include <glib/gi18n.h>
#include <stdio.h>
#include <unistd.h>

typedef struct
{
  PakivLog *log;
  PakivImportMap *map;
  char **files;
  gboolean shows_progress;
  PakivImportResult result;
} Import;

static void
on_progress_cb (const char *file, double fraction, const PakivImportResult *so_far, gpointer data)
{
  const Import *import = data;

  if (import->shows_progress)
    fprintf (stderr, "\r\033[K%s  %3.0f %%  %" G_GUINT64_FORMAT, file, fraction * 100,
             so_far->read);
}

static void
run_import (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  Import *import = data;
  GError *error = NULL;

  if (pakiv_log_import (import->log, import->map, (const char *const *)import->files,
                        on_progress_cb, import, cancellable, &import->result, &error))
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, error);
}

static gboolean
on_interrupt_cb (gpointer data)
{
  g_cancellable_cancel (data);
  return G_SOURCE_CONTINUE;
}

static gboolean
wait_for_import (Import *import, GError **error)
{
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (GTask) task = g_task_new (NULL, cancellable, NULL, NULL);
  guint interrupt = g_unix_signal_add (SIGINT, on_interrupt_cb, cancellable);
  guint terminate = g_unix_signal_add (SIGTERM, on_interrupt_cb, cancellable);

  /* The log answers a cancel itself, after it has put everything back. */
  g_task_set_check_cancellable (task, FALSE);
  g_task_set_task_data (task, import, NULL);
  g_task_run_in_thread (task, run_import);
  while (!g_task_get_completed (task))
    g_main_context_iteration (NULL, TRUE);
  g_source_remove (interrupt);
  g_source_remove (terminate);
  if (import->shows_progress)
    fprintf (stderr, "\r\033[K");
  return g_task_propagate_boolean (task, error);
}

/* Scripts read this line: it is never translated. */
static void
print_result (const Import *import)
{
  g_autoptr (GString) names = g_string_new (NULL);

  for (int i = 0; import->files[i] != NULL; i++)
    {
      g_autofree char *rejects = pakiv_rejects_find (import->files[i]);

      if (rejects != NULL)
        g_string_append_printf (names, "%s%s", names->len > 0 ? ", " : "", rejects);
    }
  printf ("read %" G_GUINT64_FORMAT ", added %" G_GUINT64_FORMAT
          ", already there %" G_GUINT64_FORMAT ", rejected %" G_GUINT64_FORMAT,
          import->result.read, import->result.added, import->result.already,
          import->result.rejected);
  if (import->result.rejected > 0)
    printf (" (rejects in %s)", names->str);
  printf ("\n");
}

static PakivCtlStatus
import_files (PakivCtlAccess *access, const PakivCtlOptions *options, const char *name, int log)
{
  GError *error = NULL;
  g_autoptr (PakivImportMap) map = pakiv_import_map_load (access->definitions, name, &error);
  Import import = { .map = map,
                    .files = options->arguments + 1,
                    .shows_progress = isatty (STDERR_FILENO) == 1 };

  if (map == NULL
      || !pakiv_ctl_access_open_log (access, options, log, pakiv_import_map_get_kind (map), &error))
    return pakiv_ctl_fail (error);
  import.log = access->log;
  if (!wait_for_import (&import, &error))
    return pakiv_ctl_fail (error);
  print_result (&import);
  return PAKIV_CTL_DONE;
}

PakivCtlStatus
pakiv_ctl_import (char **argv)
{
  g_auto (PakivCtlOptions) options = { 0 };
  g_auto (PakivCtlAccess) access = { 0 };
  g_autofree char *map = NULL;
  g_autofree char *log_word = NULL;
  PakivLogId log;
  GError *error = NULL;
  const GOptionEntry entries[] = {
    { "map", 0, 0, G_OPTION_ARG_STRING, &map,
      N_ ("How the files are to be read: uk-stops, nypd-hate-crimes, or a kind of record"),
      N_ ("NAME") },
    { "log", 'l', 0, G_OPTION_ARG_STRING, &log_word,
      N_ ("police, mediation or joint, where it is not clear"), N_ ("LOG") },
    { NULL },
  };

  if (!pakiv_ctl_parse (&options, argv, entries, 2, G_MAXUINT))
    return PAKIV_CTL_MISUSED;
  if (map == NULL)
    return pakiv_ctl_misuse (argv[0], _ ("It takes --map."));
  if (log_word != NULL && !pakiv_log_id_from_string (log_word, &log))
    return pakiv_ctl_misuse (argv[0], _ ("“%s” is not a log."), log_word);
  if (!pakiv_ctl_access_open_desk (&access, &options, &error))
    return pakiv_ctl_fail (error);
  return import_files (&access, &options, map, log_word != NULL ? (int)log : -1);
}
