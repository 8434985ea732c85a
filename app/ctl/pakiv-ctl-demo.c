#include "pakiv-ctl.h"
#include "pakiv-demo.h"

#include <glib/gi18n.h>
#include <stdio.h>
#include <unistd.h>

static void
on_progress_cb (double fraction, gpointer data)
{
  if (isatty (STDERR_FILENO) == 1)
    fprintf (stderr, "\r\033[K%3.0f %%%s", fraction * 100, fraction >= 1 ? "\r\033[K" : "");
}

PakivCtlStatus
pakiv_ctl_demo (char **argv)
{
  g_auto (PakivCtlOptions) options = { 0 };
  g_autoptr (PakivClock) clock = NULL;
  g_autoptr (PakivDesk) desk = NULL;
  GError *error = NULL;

  if (!pakiv_ctl_parse (&options, argv, NULL, 1, 1))
    return PAKIV_CTL_MISUSED;
  clock = pakiv_ctl_options_get_clock (&options);
  desk = pakiv_demo_create (options.arguments[0], clock, on_progress_cb, NULL, &error);
  if (desk == NULL)
    return pakiv_ctl_fail (error);
  printf (_ ("A desk of “%s” with invented records is in %s.\n"), pakiv_desk_get_station (desk),
          options.arguments[0]);
  for (const PakivDemoMember *member = pakiv_demo_get_members (); member->name != NULL; member++)
    /* Translators: a name, a role, and the passphrase that opens the demonstration. */
    printf (_ ("%s (%s): passphrase “%s”\n"), member->name, pakiv_role_get_label (member->role),
            member->passphrase);
  return PAKIV_CTL_DONE;
}
