#include "pakiv-backup.h"
#include "pakiv-ctl-access.h"

#include <glib/gi18n.h>
#include <stdio.h>

typedef struct
{
  char *log_word;
  char *from;
  gboolean look;
  gboolean deleted;
  PakivLogId log;
} Wanted;

static void
clear (Wanted *wanted)
{
  g_free (wanted->log_word);
  g_free (wanted->from);
}

static PakivCtlStatus
look (PakivCtlAccess *access, const Wanted *wanted)
{
  GError *error = NULL;
  g_autoptr (PakivBackup) backup
      = pakiv_backup_look (access->session, wanted->log, wanted->from, &error);

  if (backup == NULL)
    return pakiv_ctl_fail (error);
  /* Translators: a moment, as in 2021-03-31T12:00:00Z. */
  printf (_ ("Made: %s\n"), backup->made_at);
  for (guint i = 0; i < backup->counts->len; i++)
    {
      const PakivBackupCount *count = backup->counts->pdata[i];
      const PakivKind *kind = pakiv_definitions_find_kind (access->definitions, count->kind);

      printf ("%s: %" G_GUINT64_FORMAT "\n",
              kind != NULL ? pakiv_kind_get_plural (kind) : count->kind, count->records);
    }
  if (backup->newest_day != NULL)
    /* Translators: a day, as in 2021-03-31. */
    printf (_ ("Newest record: %s\n"), backup->newest_day);
  return PAKIV_CTL_DONE;
}

static void
tell (const PakivRestoreResult *result)
{
  if (result->before != NULL)
    /* Translators: a file. */
    printf (_ ("Backup of what was there: %s\n"), result->before);
  if (result->aside != NULL)
    /* Translators: a file. */
    printf (_ ("What was there could not be read. It was kept as %s\n"), result->aside);
  if (result->erased > 0)
    /* Translators: how many records. */
    printf (_ ("Erased since, and erased again: %u\n"), (guint)result->erased);
  for (guint i = 0; i < result->releases->len; i++)
    /* Translators: a quarter, as in 2021-Q1. */
    printf (_ ("The release of %s was made after the backup and is kept. Records of that quarter "
               "which are missing now were counted in it.\n"),
            (const char *)result->releases->pdata[i]);
}

static PakivCtlStatus
restore (PakivCtlAccess *access, const Wanted *wanted)
{
  g_auto (PakivRestoreResult) result = { 0 };
  GError *error = NULL;

  if (!pakiv_backup_restore (access->session, wanted->log, wanted->from,
                             wanted->deleted ? PAKIV_RESTORE_DELETED : PAKIV_RESTORE_DEFAULT,
                             access->definitions, access->clock, &result, NULL, &error))
    return pakiv_ctl_fail (error);
  tell (&result);
  return PAKIV_CTL_DONE;
}

/* A desk that was lost whole comes back with the members of the backup. */
static gboolean
bring_desk (const char *folder, const Wanted *wanted, GError **error)
{
  g_autofree char *file = g_build_filename (folder, "desk.json", NULL);
  g_autoptr (PakivDesk) desk = NULL;

  if (wanted->look || g_file_test (file, G_FILE_TEST_EXISTS))
    return TRUE;
  desk = pakiv_backup_bring_desk (wanted->from, folder, error);
  return desk != NULL;
}

static PakivCtlStatus
run (const PakivCtlOptions *options, Wanted *wanted)
{
  g_auto (PakivCtlAccess) access = { 0 };
  PakivLogId chosen;
  GError *error = NULL;

  if (wanted->log_word == NULL || !pakiv_log_id_from_string (wanted->log_word, &wanted->log))
    return pakiv_ctl_misuse ("restore", _ ("It takes --log with police, mediation or joint."));
  if (wanted->from == NULL)
    return pakiv_ctl_misuse ("restore", _ ("It takes --from with the file of a backup."));
  if (!bring_desk (options->arguments[0], wanted, &error)
      || !pakiv_ctl_access_open_desk (&access, options, &error)
      || !pakiv_ctl_access_unlock_for_log (&access, options, (int)wanted->log, NULL, &chosen,
                                           &error))
    return pakiv_ctl_fail (error);
  return wanted->look ? look (&access, wanted) : restore (&access, wanted);
}

PakivCtlStatus
pakiv_ctl_restore (char **argv)
{
  g_auto (PakivCtlOptions) options = { 0 };
  Wanted wanted = { 0 };
  PakivCtlStatus status = PAKIV_CTL_MISUSED;
  const GOptionEntry entries[] = {
    { "log", 'l', 0, G_OPTION_ARG_STRING, &wanted.log_word, N_ ("police, mediation or joint"),
      N_ ("LOG") },
    { "from", 0, 0, G_OPTION_ARG_FILENAME, &wanted.from, N_ ("The log in the folder of a backup"),
      N_ ("FILE") },
    { "look", 0, 0, G_OPTION_ARG_NONE, &wanted.look, N_ ("Only say what it holds"), NULL },
    { "deleted", 0, 0, G_OPTION_ARG_NONE, &wanted.deleted,
      N_ ("Bring back what was deleted by hand since, too"), NULL },
    { NULL },
  };

  if (pakiv_ctl_parse (&options, argv, entries, 1, 1))
    status = run (&options, &wanted);
  clear (&wanted);
  return status;
}
