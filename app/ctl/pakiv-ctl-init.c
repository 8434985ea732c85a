#include "pakiv-ctl.h"

#include <glib/gi18n.h>
#include <stdio.h>
#include <string.h>

static void
free_member (PakivMember *member)
{
  g_free (member->name);
  g_free (member);
}

gboolean
pakiv_ctl_read_name_and_role (const char *command, const char *text, char **name, PakivRole *role)
{
  const char *colon = strrchr (text, ':');

  if (colon != NULL && colon != text && g_utf8_validate (text, -1, NULL)
      && pakiv_role_from_string (colon + 1, role))
    {
      *name = g_strndup (text, (gsize)(colon - text));
      return TRUE;
    }
  pakiv_ctl_misuse (command,
                    _ ("“%s” is not NAME:ROLE, with one of the roles officer, supervisor, "
                       "mediator, dpo."),
                    text);
  return FALSE;
}

static gboolean
add_member (GPtrArray *members, const char *text)
{
  PakivMember *member = g_new0 (PakivMember, 1);

  g_ptr_array_add (members, member);
  return pakiv_ctl_read_name_and_role ("init", text, &member->name, &member->role);
}

/* Those after --member first, then those that just follow, as in "--member A:officer B:dpo". */
static gboolean
add_members (GPtrArray *members, char **named, char **following)
{
  for (int i = 0; named != NULL && named[i] != NULL; i++)
    if (!add_member (members, named[i]))
      return FALSE;
  for (int i = 0; following[i] != NULL; i++)
    if (!add_member (members, following[i]))
      return FALSE;
  return TRUE;
}

static void
free_passphrases (char **passphrases)
{
  for (int i = 0; passphrases != NULL && passphrases[i] != NULL; i++)
    pakiv_passphrase_free (passphrases[i]);
  g_free (passphrases);
}

static char **
read_passphrases (GPtrArray *members, int fd, GError **error)
{
  char **passphrases = g_new0 (char *, members->len + 1);

  for (guint i = 0; i < members->len; i++)
    {
      const PakivMember *member = members->pdata[i];

      passphrases[i] = pakiv_ctl_read_passphrase (fd, member->name, TRUE, error);
      if (passphrases[i] == NULL)
        {
          free_passphrases (passphrases);
          return NULL;
        }
    }
  return passphrases;
}

PakivCtlStatus
pakiv_ctl_init (char **argv)
{
  g_auto (PakivCtlOptions) options = { 0 };
  g_auto (GStrv) named = NULL;
  g_autofree char *station = NULL;
  g_autoptr (GPtrArray) members = g_ptr_array_new_with_free_func ((GDestroyNotify)free_member);
  g_autoptr (PakivDesk) desk = NULL;
  GError *error = NULL;
  char **passphrases;
  const GOptionEntry entries[] = {
    { "station", 's', 0, G_OPTION_ARG_STRING, &station, N_ ("The station’s name"), N_ ("NAME") },
    { "member", 'm', 0, G_OPTION_ARG_STRING_ARRAY, &named,
      N_ ("Someone who works here: officer, supervisor, mediator or dpo"), N_ ("NAME:ROLE") },
    { NULL },
  };

  if (!pakiv_ctl_parse (&options, argv, entries, 1, 100)
      || !add_members (members, named, options.arguments + 1))
    return PAKIV_CTL_MISUSED;
  if (station == NULL || members->len == 0)
    return pakiv_ctl_misuse (argv[0], _ ("It takes --station and at least one --member."));
  passphrases = read_passphrases (members, options.passphrase_fd, &error);
  if (passphrases == NULL)
    return pakiv_ctl_fail (error);
  desk = pakiv_desk_create (options.arguments[0], station, members,
                            (const char *const *)passphrases, PAKIV_COST_MODERATE, &error);
  free_passphrases (passphrases);
  if (desk == NULL)
    return pakiv_ctl_fail (error);
  printf (_ ("The desk of “%s” is ready in %s.\n"), station, options.arguments[0]);
  return PAKIV_CTL_DONE;
}
