#include "pakiv-ctl-access.h"
#include "pakiv-retention.h"

#include <glib/gi18n.h>
#include <stdio.h>

static PakivCtlStatus
tell (const PakivPurgeResult *result)
{
  g_autofree char *warning = pakiv_clock_check_describe (&result->clock);

  /* Translators: how many records. */
  printf (_ ("Erased: %u\n"), (guint)result->erased);
  if (result->held > 0)
    /* Translators: how many records. */
    printf (_ ("Kept by a legal hold: %u\n"), (guint)result->held);
  if (!result->needs_confirmation)
    return PAKIV_CTL_DONE;
  fprintf (stderr, "pakivctl: %s ", warning);
  fprintf (stderr,
           /* Translators: how many records; a sentence about the computer's date stands before. */
           _ ("So nothing was erased, though the time is over of so many records: %u. If the date "
              "is right, say so with --confirm.\n"),
           (guint)result->due);
  return PAKIV_CTL_FAILED;
}

static PakivCtlStatus
run (const PakivCtlOptions *options, PakivLogId log, gboolean confirmed)
{
  g_auto (PakivCtlAccess) access = { 0 };
  g_auto (PakivPurgeResult) result = { 0 };
  GError *error = NULL;

  if (!pakiv_ctl_access_open_desk (&access, options, &error)
      || !pakiv_ctl_access_open_log (&access, options, (int)log, NULL, &error)
      || !pakiv_log_purge (access.log, confirmed, &result, NULL, &error))
    return pakiv_ctl_fail (error);
  return tell (&result);
}

PakivCtlStatus
pakiv_ctl_purge (char **argv)
{
  g_auto (PakivCtlOptions) options = { 0 };
  g_autofree char *log_word = NULL;
  gboolean confirmed = FALSE;
  PakivLogId log;
  const GOptionEntry entries[] = {
    { "log", 'l', 0, G_OPTION_ARG_STRING, &log_word, N_ ("police, mediation or joint"),
      N_ ("LOG") },
    { "confirm", 0, 0, G_OPTION_ARG_NONE, &confirmed, N_ ("The computer’s date is right"), NULL },
    { NULL },
  };

  if (!pakiv_ctl_parse (&options, argv, entries, 1, 1))
    return PAKIV_CTL_MISUSED;
  if (log_word == NULL || !pakiv_log_id_from_string (log_word, &log))
    return pakiv_ctl_misuse (argv[0], _ ("It takes --log with police, mediation or joint."));
  return run (&options, log, confirmed);
}
