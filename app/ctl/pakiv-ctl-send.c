/* What passes between a desk and its council. Packages are signed already, so no passphrase is
 * needed. */
#include "pakiv-ctl-access.h"
#include "pakiv-file.h"
#include "pakiv-outbox.h"

#include <glib/gi18n.h>
#include <stdio.h>

static PakivCtlStatus
send_file (PakivDesk *desk, const char *path, const char *url)
{
  g_autoptr (PakivCouncilAnswer) answer = NULL;
  GError *error = NULL;
  g_autoptr (GBytes) bytes = pakiv_file_read (path, PAKIV_PACKAGE_MAX, &error);

  if (bytes == NULL)
    return pakiv_ctl_fail (error);
  answer = pakiv_outbox_send (desk, bytes, url, NULL, &error);
  if (answer == NULL || error != NULL)
    return pakiv_ctl_fail (error);
  printf ("%s\n", pakiv_council_state_to_words (answer->state));
  if (answer->already)
    printf (_ ("The council had this release already.\n"));
  if (answer->comment != NULL)
    printf (_ ("Comment: %s\n"), answer->comment);
  if (answer->page != NULL)
    printf (_ ("Page: %s\n"), answer->page);
  return PAKIV_CTL_DONE;
}

PakivCtlStatus
pakiv_ctl_send (char **argv)
{
  g_auto (PakivCtlOptions) options = { 0 };
  g_auto (PakivCtlAccess) access = { 0 };
  g_autofree char *url = NULL;
  GError *error = NULL;
  const GOptionEntry entries[] = {
    { "to", 0, 0, G_OPTION_ARG_STRING, &url, N_ ("Another council than the desk’s own"),
      N_ ("URL") },
    { NULL },
  };

  if (!pakiv_ctl_parse (&options, argv, entries, 2, 2))
    return PAKIV_CTL_MISUSED;
  if (!pakiv_ctl_access_open_desk (&access, &options, &error)
      || !pakiv_ctl_access_check_member (&access, &options, &error))
    return pakiv_ctl_fail (error);
  return send_file (access.desk, options.arguments[1], url);
}

PakivCtlStatus
pakiv_ctl_enrol (char **argv)
{
  g_auto (PakivCtlOptions) options = { 0 };
  g_auto (PakivCtlAccess) access = { 0 };
  g_autofree char *council = NULL;
  GError *error = NULL;

  if (!pakiv_ctl_parse (&options, argv, NULL, 2, 2))
    return PAKIV_CTL_MISUSED;
  if (!pakiv_ctl_access_open_desk (&access, &options, &error)
      || !pakiv_ctl_access_check_member (&access, &options, &error)
      || !pakiv_outbox_enrol (access.desk, options.arguments[1], NULL, &error))
    return pakiv_ctl_fail (error);
  council = pakiv_desk_get_council (access.desk);
  printf (_ ("The desk now sends its releases to %s.\n"), council);
  return PAKIV_CTL_DONE;
}
