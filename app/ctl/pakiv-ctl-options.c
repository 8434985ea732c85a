#include "pakiv-ctl.h"

#include <glib/gi18n.h>
#include <stdio.h>
#include <string.h>

PakivCtlStatus
pakiv_ctl_fail (GError *error)
{
  fprintf (stderr, "pakivctl: %s\n", error != NULL ? error->message : _ ("It did not work."));
  g_clear_error (&error);
  return PAKIV_CTL_FAILED;
}

PakivCtlStatus
pakiv_ctl_misuse (const char *command, const char *format, ...)
{
  g_autofree char *message = NULL;
  va_list arguments;

  va_start (arguments, format);
  message = g_strdup_vprintf (format, arguments);
  va_end (arguments);
  fprintf (stderr, "pakivctl %s: %s\n", command, message);
  fprintf (stderr, _ ("“pakivctl %s --help” says what it takes.\n"), command);
  return PAKIV_CTL_MISUSED;
}

void
pakiv_ctl_options_clear (PakivCtlOptions *options)
{
  g_clear_pointer (&options->member, g_free);
  g_clear_pointer (&options->today, g_free);
  g_clear_pointer (&options->purpose, g_free);
  g_clear_pointer (&options->arguments, g_strfreev);
}

static gboolean
check (const PakivCtlOptions *options, const char *command, guint least, guint most)
{
  guint n = options->arguments != NULL ? g_strv_length (options->arguments) : 0;
  g_autoptr (PakivClock) clock = NULL;
  g_autoptr (GError) error = NULL;

  if (n < least)
    pakiv_ctl_misuse (command, _ ("Something is missing."));
  else if (n > most)
    pakiv_ctl_misuse (command, _ ("“%s” is one word too many."), options->arguments[most]);
  else if ((clock = pakiv_clock_new_on_day (options->today, &error)) == NULL)
    pakiv_ctl_misuse (command, "%s", error->message);
  else
    return TRUE;
  return FALSE;
}

/* GOption gives the value after an option to every entry of that name. */
static gboolean
has_own_member (const GOptionEntry *entries)
{
  for (int i = 0; entries != NULL && entries[i].long_name != NULL; i++)
    if (strcmp (entries[i].long_name, "member") == 0)
      return TRUE;
  return FALSE;
}

gboolean
pakiv_ctl_parse (
    PakivCtlOptions *options, char **argv, const GOptionEntry *entries, guint least, guint most)
{
  const PakivCtlCommand *command = pakiv_ctl_find_command (argv[0]);
  g_autofree char *program = g_strconcat ("pakivctl ", command->name, NULL);
  g_autoptr (GOptionContext) context = g_option_context_new (command->arguments);
  g_auto (GStrv) copy = g_strdupv (argv);
  g_autoptr (GError) error = NULL;
  const GOptionEntry shared[] = {
    { "member", 'm', 0, G_OPTION_ARG_STRING, &options->member, N_ ("Who does this"), N_ ("NAME") },
    { "passphrase-fd", 0, 0, G_OPTION_ARG_INT, &options->passphrase_fd,
      N_ ("Read the passphrase from this file descriptor"), "N" },
    { "purpose", 0, 0, G_OPTION_ARG_STRING, &options->purpose,
      N_ ("What it is for, as the trace keeps it: FOLLOWUP, PATROL, CORRECT, REPORT, REQUEST, "
          "INSPECT or UPKEEP"),
      N_ ("CODE") },
    { "today", 0, 0, G_OPTION_ARG_STRING, &options->today, N_ ("Act as on this day"), N_ ("DAY") },
    { G_OPTION_REMAINING, 0, 0, G_OPTION_ARG_FILENAME_ARRAY, &options->arguments, NULL, NULL },
    { NULL },
  };

  options->passphrase_fd = -1;
  g_set_prgname (program); /* --help begins with it */
  g_option_context_set_summary (context, _ (command->summary));
  if (command->notes != NULL)
    g_option_context_set_description (context, _ (command->notes));
  if (entries != NULL)
    g_option_context_add_main_entries (context, entries, GETTEXT_PACKAGE);
  g_option_context_add_main_entries (context, has_own_member (entries) ? shared + 1 : shared,
                                     GETTEXT_PACKAGE);
  if (!g_option_context_parse_strv (context, &copy, &error))
    {
      pakiv_ctl_misuse (command->name, "%s", error->message);
      return FALSE;
    }
  if (options->purpose == NULL)
    options->purpose = g_strdup (command->purpose);
  return check (options, command->name, least, most);
}

PakivClock *
pakiv_ctl_options_get_clock (const PakivCtlOptions *options)
{
  return options->today != NULL ? pakiv_clock_new_fixed (options->today) : pakiv_clock_new ();
}
