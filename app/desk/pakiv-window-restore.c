/* Bringing a backup back: every log must be closed for it. */
#include "pakiv-backup.h"
#include "pakiv-window-private.h"

#include <glib/gi18n.h>

typedef struct
{
  PakivSession *session;
  PakivDefinitions *definitions;
  PakivClock *clock;
  PakivLogId log;
  char *path;
  PakivRestoreFlags flags;
  PakivRestoreResult result;
} Restoring;

static void
free_restoring (gpointer data)
{
  Restoring *restoring = data;

  pakiv_session_unref (restoring->session);
  pakiv_definitions_unref (restoring->definitions);
  pakiv_clock_unref (restoring->clock);
  pakiv_restore_result_clear (&restoring->result);
  g_free (restoring->path);
  g_free (restoring);
}

static gboolean
restore_in_thread (gpointer data, GError **error)
{
  Restoring *r = data;

  return pakiv_backup_restore (r->session, r->log, r->path, r->flags, r->definitions, r->clock,
                               &r->result, NULL, error);
}

static char *
join_quarters (GPtrArray *releases)
{
  g_autoptr (GString) words = g_string_new (NULL);

  for (guint i = 0; i < releases->len; i++)
    g_string_append_printf (words, "%s%s", i > 0 ? ", " : "", (char *)releases->pdata[i]);
  return g_string_free (g_steal_pointer (&words), FALSE);
}

/* What became of it, in sentences. */
static char *
describe (const PakivRestoreResult *result)
{
  g_autoptr (GString) words = g_string_new (NULL);
  gulong erased = (gulong)result->erased;

  g_string_append (words, result->before != NULL
                              ? _ ("How it was before is kept in a backup, in the same list.")
                              : _ ("What was there could not be opened."));
  if (result->aside != NULL)
    /* Translators: a file. */
    g_string_append_printf (words, _ (" It was put aside: %s."), result->aside);
  if (erased > 0)
    g_string_append_printf (words,
                            ngettext (" %lu record in it had been erased since, and is gone again.",
                                      " %lu records in it had been erased since, and are gone "
                                      "again.",
                                      erased),
                            erased);
  if (result->releases != NULL && result->releases->len > 0)
    {
      g_autofree char *quarters = join_quarters (result->releases);

      /* Translators: quarters, as "2021-Q1, 2021-Q2". */
      g_string_append_printf (words, _ (" Released after this backup, and kept as released: %s."),
                              quarters);
    }
  return g_string_free (g_steal_pointer (&words), FALSE);
}

static void
describe_outcome (gpointer data, const GError *error, char **title, char **words)
{
  const Restoring *restoring = data;

  *title = g_strdup (error == NULL ? _ ("The Backup Is Back") : _ ("Nothing Was Changed"));
  *words = error == NULL ? describe (&restoring->result) : g_strdup (error->message);
}

static const PakivApart apart
    = { restore_in_thread, describe_outcome, free_restoring, "emblem-ok-symbolic" };

void
pakiv_window_restore_backup (PakivWindow *self, guint log, const char *path, guint flags)
{
  PakivWorkplace *workplace = pakiv_window_get_workplace (self);
  Restoring *r;

  g_return_if_fail (workplace != NULL && path != NULL && log < PAKIV_N_LOGS);

  r = g_new0 (Restoring, 1);
  r->session = pakiv_session_ref (pakiv_workplace_get_session (workplace));
  r->definitions = pakiv_definitions_ref (pakiv_workplace_get_definitions (workplace));
  r->clock = pakiv_clock_ref (pakiv_workplace_get_clock (workplace));
  r->log = log;
  r->path = g_strdup (path);
  r->flags = flags;
  pakiv_window_work_apart (
      self, &apart, r, _ ("Bringing the Backup Back"),
      _ ("First a backup of how it is now is made. Please leave the computer on."));
}
