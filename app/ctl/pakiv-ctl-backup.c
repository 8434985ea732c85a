#include "pakiv-backup.h"
#include "pakiv-ctl-access.h"
#include "pakiv-members.h"

#include <glib/gi18n.h>
#include <stdio.h>

typedef struct
{
  char *log_word;
  char *folder;
  gboolean always;
  gboolean list;
  PakivLogId log;
} Wanted;

static void
clear (Wanted *wanted)
{
  g_free (wanted->log_word);
  g_free (wanted->folder);
}

/* A log without --log: all that the member holds. */
static gboolean
is_wanted (PakivCtlAccess *access, const Wanted *wanted, PakivLogId log)
{
  const PakivMember *member = pakiv_session_get_member (access->session);

  if (wanted->log_word != NULL)
    return log == wanted->log;
  return pakiv_desk_member_holds (access->desk, member->name, (PakivKeyId)log);
}

static gboolean
make_one (PakivCtlAccess *access, const Wanted *wanted, PakivLogId log, GError **error)
{
  g_autoptr (PakivBackup) backup = NULL;

  if (!pakiv_backup_make (access->session, log, wanted->always ? NULL : wanted->folder,
                          access->clock, &backup, NULL, error))
    return FALSE;
  printf ("%s\n", backup->path);
  return TRUE;
}

static PakivCtlStatus
make (PakivCtlAccess *access, const Wanted *wanted)
{
  GError *error = NULL;

  if (wanted->always && !pakiv_backup_set_folder (access->desk, wanted->folder, &error))
    return pakiv_ctl_fail (error);
  for (int i = 0; i < PAKIV_N_LOGS; i++)
    if (is_wanted (access, wanted, (PakivLogId)i)
        && !make_one (access, wanted, (PakivLogId)i, &error))
      return pakiv_ctl_fail (error);
  return PAKIV_CTL_DONE;
}

/* Needs no passphrase: what a backup says of itself is signed, not secret. */
static PakivCtlStatus
print_list (PakivCtlAccess *access, const Wanted *wanted)
{
  GError *error = NULL;

  for (int i = 0; i < PAKIV_N_LOGS; i++)
    {
      g_autoptr (GPtrArray) backups = NULL;

      if (wanted->log_word != NULL && i != (int)wanted->log)
        continue;
      backups = pakiv_backup_list (access->desk, (PakivLogId)i, wanted->folder, &error);
      if (backups == NULL)
        return pakiv_ctl_fail (error);
      for (guint k = 0; k < backups->len; k++)
        {
          const PakivBackup *backup = backups->pdata[k];

          printf ("%s  %s\n", backup->made_at,
                  backup->problem != NULL ? backup->problem : backup->path);
        }
    }
  return PAKIV_CTL_DONE;
}

static PakivCtlStatus
run (const PakivCtlOptions *options, Wanted *wanted)
{
  g_auto (PakivCtlAccess) access = { 0 };
  PakivLogId chosen;
  GError *error = NULL;

  if (wanted->log_word != NULL && !pakiv_log_id_from_string (wanted->log_word, &wanted->log))
    return pakiv_ctl_misuse ("backup", _ ("“%s” is not a log."), wanted->log_word);
  if (wanted->always && wanted->folder == NULL)
    return pakiv_ctl_misuse ("backup", _ ("--always goes with --to."));
  if (wanted->always && wanted->list)
    return pakiv_ctl_misuse ("backup", _ ("--always and --list do not go together."));
  if (!pakiv_ctl_access_open_desk (&access, options, &error))
    return pakiv_ctl_fail (error);
  if (wanted->list)
    return print_list (&access, wanted);
  if (!pakiv_ctl_access_unlock_for_log (&access, options,
                                        wanted->log_word != NULL ? (int)wanted->log : -1, NULL,
                                        &chosen, &error))
    return pakiv_ctl_fail (error);
  return make (&access, wanted);
}

PakivCtlStatus
pakiv_ctl_backup (char **argv)
{
  g_auto (PakivCtlOptions) options = { 0 };
  Wanted wanted = { 0 };
  PakivCtlStatus status = PAKIV_CTL_MISUSED;
  const GOptionEntry entries[] = {
    { "log", 'l', 0, G_OPTION_ARG_STRING, &wanted.log_word,
      N_ ("police, mediation or joint; else all that the member holds"), N_ ("LOG") },
    { "to", 0, 0, G_OPTION_ARG_FILENAME, &wanted.folder, N_ ("Where it goes"), N_ ("FOLDER") },
    { "always", 0, 0, G_OPTION_ARG_NONE, &wanted.always,
      N_ ("The desk’s own backups go there from now on"), NULL },
    { "list", 0, 0, G_OPTION_ARG_NONE, &wanted.list, N_ ("Show the backups there are"), NULL },
    { NULL },
  };

  if (pakiv_ctl_parse (&options, argv, entries, 1, 1))
    status = run (&options, &wanted);
  clear (&wanted);
  return status;
}
