#include "pakiv-ctl-access.h"
#include "pakiv-members.h"

#include <glib/gi18n.h>
#include <stdio.h>
#include <string.h>

typedef struct
{
  PakivCtlAccess access;
  PakivCtlOptions options;
  const char *what; /* the word after the action, NULL where there is none */
} Task;

static void
task_clear (Task *task)
{
  pakiv_ctl_access_clear (&task->access);
  pakiv_ctl_options_clear (&task->options);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Task, task_clear)

static PakivCtlStatus
add (Task *task)
{
  g_autofree char *name = NULL;
  PakivRole role;
  GError *error = NULL;
  char *passphrase;
  gboolean done;

  if (!pakiv_ctl_read_name_and_role ("member", task->what, &name, &role))
    return PAKIV_CTL_MISUSED;
  if (!pakiv_ctl_access_unlock (&task->access, &task->options, &error)
      || !pakiv_session_may_add (task->access.session, role, &error))
    return pakiv_ctl_fail (error);
  passphrase = pakiv_ctl_read_passphrase (task->options.passphrase_fd, name, TRUE, &error);
  done = passphrase != NULL
         && pakiv_session_add_member (task->access.session, name, role, passphrase, &error);
  pakiv_passphrase_free (passphrase);
  if (!done)
    return pakiv_ctl_fail (error);
  /* Translators: a member's name, and a role. */
  printf (_ ("%s now works here: %s.\n"), name, pakiv_role_get_label (role));
  return PAKIV_CTL_DONE;
}

static PakivCtlStatus
suspend (Task *task)
{
  GError *error = NULL;

  if (!pakiv_ctl_access_unlock (&task->access, &task->options, &error)
      || !pakiv_session_suspend_member (task->access.session, task->what, task->access.clock,
                                        &error))
    return pakiv_ctl_fail (error);
  printf (_ ("%s no longer works here. The logs have new keys.\n"), task->what);
  /* Translators: a member's name. “pakivctl backup” stays as it is. */
  printf (_ ("Backups of before still open with the old keys, for %s too, where they get hold of "
             "one: make new ones now with “pakivctl backup”, and destroy the older ones.\n"),
          task->what);
  return PAKIV_CTL_DONE;
}

static PakivCtlStatus
set_role (Task *task)
{
  g_autofree char *name = NULL;
  PakivRole role;
  GError *error = NULL;

  if (!pakiv_ctl_read_name_and_role ("member", task->what, &name, &role))
    return PAKIV_CTL_MISUSED;
  if (!pakiv_ctl_access_unlock (&task->access, &task->options, &error)
      || !pakiv_session_set_member_role (task->access.session, name, role, &error))
    return pakiv_ctl_fail (error);
  /* Translators: a member's name, and a role. */
  printf (_ ("%s is now: %s.\n"), name, pakiv_role_get_label (role));
  return PAKIV_CTL_DONE;
}

static gboolean
change_passphrase (Task *task, const char *name, GError **error)
{
  int fd = task->options.passphrase_fd;
  char *old = pakiv_ctl_read_passphrase (fd, name, FALSE, error);
  char *fresh = NULL;
  gboolean done = FALSE;

  if (old != NULL)
    task->access.session = pakiv_desk_unlock (task->access.desk, name, old, error);
  if (task->access.session != NULL)
    {
      if (fd < 0)
        fprintf (stderr, "%s\n", _ ("Now the new one."));
      fresh = pakiv_ctl_read_passphrase (fd, name, TRUE, error);
    }
  if (fresh != NULL)
    done = pakiv_session_change_passphrase (task->access.session, old, fresh, error);
  pakiv_passphrase_free (old);
  pakiv_passphrase_free (fresh);
  return done;
}

static PakivCtlStatus
set_passphrase (Task *task)
{
  const char *name = task->what != NULL ? task->what : task->options.member;
  GError *error = NULL;

  if (name == NULL)
    return pakiv_ctl_misuse ("member", _ ("Say whose passphrase it is."));
  if (!change_passphrase (task, name, &error))
    return pakiv_ctl_fail (error);
  printf (_ ("%s has a new passphrase.\n"), name);
  return PAKIV_CTL_DONE;
}

static PakivCtlStatus
grant (Task *task)
{
  GError *error = NULL;

  if (!pakiv_ctl_access_unlock (&task->access, &task->options, &error)
      || !pakiv_session_grant (task->access.session, task->what, &error))
    return pakiv_ctl_fail (error);
  printf (_ ("%s has the keys that you could give.\n"), task->what);
  return PAKIV_CTL_DONE;
}

/* A line each, parted by tabs: name, role, what they hold a key to, since when suspended. */
static PakivCtlStatus
list (Task *task)
{
  GPtrArray *members = pakiv_desk_get_members (task->access.desk);

  for (guint i = 0; i < members->len; i++)
    {
      const PakivMember *member = members->pdata[i];
      g_autoptr (GString) keys = g_string_new (NULL);

      for (int key = 0; key < PAKIV_N_KEYS; key++)
        if (pakiv_desk_member_holds (task->access.desk, member->name, (PakivKeyId)key))
          g_string_append_printf (keys, "%s%s", keys->len > 0 ? " " : "",
                                  pakiv_key_id_to_string ((PakivKeyId)key));
      printf ("%s\t%s\t%s\t%s\n", member->name, pakiv_role_to_string (member->role), keys->str,
              member->suspended != NULL ? member->suspended : "");
    }
  return PAKIV_CTL_DONE;
}

static const struct
{
  const char *name;
  guint least; /* words after it */
  guint most;
  PakivCtlStatus (*run) (Task *task);
} actions[] = {
  { "add", 1, 1, add },       { "suspend", 1, 1, suspend },
  { "role", 1, 1, set_role }, { "passphrase", 0, 1, set_passphrase },
  { "grant", 1, 1, grant },   { "list", 0, 0, list },
};

PakivCtlStatus
pakiv_ctl_member (char **argv)
{
  g_auto (Task) task = { 0 };
  const char *action;
  GError *error = NULL;
  guint n;

  if (!pakiv_ctl_parse (&task.options, argv, NULL, 2, 3))
    return PAKIV_CTL_MISUSED;
  action = task.options.arguments[1];
  task.what = task.options.arguments[2];
  n = task.what != NULL;
  for (guint i = 0; i < G_N_ELEMENTS (actions); i++)
    {
      if (strcmp (actions[i].name, action) != 0)
        continue;
      if (n < actions[i].least)
        return pakiv_ctl_misuse (argv[0], _ ("Something is missing."));
      if (n > actions[i].most)
        return pakiv_ctl_misuse (argv[0], _ ("“%s” is one word too many."), task.what);
      if (task.what != NULL && !g_utf8_validate (task.what, -1, NULL))
        return pakiv_ctl_misuse (argv[0], _ ("The name has letters that can’t be read."));
      if (!pakiv_ctl_access_open_desk (&task.access, &task.options, &error))
        return pakiv_ctl_fail (error);
      return actions[i].run (&task);
    }
  return pakiv_ctl_misuse (
      argv[0], _ ("“%s” is none of add, suspend, role, passphrase, grant, list."), action);
}
