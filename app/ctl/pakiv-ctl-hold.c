#include "pakiv-ctl-access.h"
#include "pakiv-retention.h"

#include <glib/gi18n.h>
#include <stdio.h>

typedef struct
{
  char *log_word;
  char *kind_word;
  char *record;
  char *until;
  char *reason;
  gboolean release;
  PakivLogId log;
} Wanted;

static void
clear (Wanted *wanted)
{
  g_free (wanted->log_word);
  g_free (wanted->kind_word);
  g_free (wanted->record);
  g_free (wanted->until);
  g_free (wanted->reason);
}

static PakivCtlStatus
print_holds (PakivLog *log)
{
  GError *error = NULL;
  g_autoptr (GPtrArray) holds = pakiv_log_list_holds (log, &error);

  if (holds == NULL)
    return pakiv_ctl_fail (error);
  for (guint i = 0; i < holds->len; i++)
    {
      const PakivHold *hold = holds->pdata[i];
      g_autofree char *reason = g_strdelimit (g_strdup (hold->reason), "\r\n\t", ' ');

      printf ("%s  %s  %s  %s\n", hold->until, hold->kind, hold->record, reason);
    }
  return PAKIV_CTL_DONE;
}

static PakivCtlStatus
act (PakivCtlAccess *access, const Wanted *wanted, const PakivKind *kind)
{
  GError *error = NULL;
  gboolean done;

  if (wanted->record == NULL)
    return print_holds (access->log);
  done = wanted->release ? pakiv_log_release_hold (access->log, kind, wanted->record, &error)
                         : pakiv_log_place_hold (access->log, kind, wanted->record, wanted->reason,
                                                 wanted->until, &error);
  return done ? PAKIV_CTL_DONE : pakiv_ctl_fail (error);
}

static PakivCtlStatus
run (const PakivCtlOptions *options, Wanted *wanted)
{
  g_auto (PakivCtlAccess) access = { 0 };
  const PakivKind *kind = NULL;
  GError *error = NULL;

  if (wanted->log_word == NULL || !pakiv_log_id_from_string (wanted->log_word, &wanted->log))
    return pakiv_ctl_misuse ("hold", _ ("It takes --log with police, mediation or joint."));
  if ((wanted->record == NULL) != (wanted->kind_word == NULL))
    return pakiv_ctl_misuse ("hold", _ ("--kind and --record go together."));
  if (wanted->record == NULL
      && (wanted->release || wanted->until != NULL || wanted->reason != NULL))
    return pakiv_ctl_misuse ("hold", _ ("It takes --kind and --record."));
  if (wanted->release && (wanted->until != NULL || wanted->reason != NULL))
    return pakiv_ctl_misuse ("hold", _ ("--release goes without --until and --reason."));
  if (wanted->record != NULL && !wanted->release
      && (wanted->until == NULL || wanted->reason == NULL))
    return pakiv_ctl_misuse ("hold", _ ("It takes --until and --reason, or --release."));
  if (!pakiv_ctl_access_open_desk (&access, options, &error))
    return pakiv_ctl_fail (error);
  if (wanted->kind_word != NULL)
    {
      kind = pakiv_definitions_find_kind (access.definitions, wanted->kind_word);
      if (kind == NULL)
        return pakiv_ctl_misuse ("hold", _ ("There is no kind of record “%s”."), wanted->kind_word);
    }
  if (!pakiv_ctl_access_open_log (&access, options, (int)wanted->log, kind, &error))
    return pakiv_ctl_fail (error);
  return act (&access, wanted, kind);
}

PakivCtlStatus
pakiv_ctl_hold (char **argv)
{
  g_auto (PakivCtlOptions) options = { 0 };
  Wanted wanted = { 0 };
  PakivCtlStatus status = PAKIV_CTL_MISUSED;
  const GOptionEntry entries[] = {
    { "log", 'l', 0, G_OPTION_ARG_STRING, &wanted.log_word, N_ ("police, mediation or joint"),
      N_ ("LOG") },
    { "kind", 'k', 0, G_OPTION_ARG_STRING, &wanted.kind_word, N_ ("contact, incident or meeting"),
      N_ ("KIND") },
    { "record", 0, 0, G_OPTION_ARG_STRING, &wanted.record, N_ ("The record to keep"), N_ ("ID") },
    { "until", 0, 0, G_OPTION_ARG_STRING, &wanted.until, N_ ("The last day on which it is kept"),
      N_ ("DAY") },
    { "reason", 0, 0, G_OPTION_ARG_STRING, &wanted.reason, N_ ("Which case or request needs it"),
      N_ ("TEXT") },
    { "release", 0, 0, G_OPTION_ARG_NONE, &wanted.release, N_ ("End the hold now"), NULL },
    { NULL },
  };

  if (pakiv_ctl_parse (&options, argv, entries, 1, 1))
    status = run (&options, &wanted);
  clear (&wanted);
  return status;
}
