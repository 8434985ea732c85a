#include "pakiv-ctl-access.h"

#include "pakiv-error.h"
#include "pakiv-members.h"

#include <glib/gi18n.h>

void
pakiv_ctl_access_clear (PakivCtlAccess *access)
{
  g_clear_pointer (&access->log, pakiv_log_unref);
  g_clear_pointer (&access->session, pakiv_session_unref);
  g_clear_pointer (&access->definitions, pakiv_definitions_unref);
  g_clear_pointer (&access->clock, pakiv_clock_unref);
  g_clear_pointer (&access->desk, pakiv_desk_unref);
}

static gboolean
check_purpose (PakivCtlAccess *access, const PakivCtlOptions *options, GError **error)
{
  const PakivCodelist *list = pakiv_definitions_find_codelist (access->definitions, "purpose");

  if (options->purpose == NULL
      || (list != NULL && pakiv_codelist_find (list, options->purpose) != NULL))
    return TRUE;
  g_set_error (error, PAKIV_ERROR, PAKIV_ERROR_INVALID, _ ("“%s” is not a purpose."),
               options->purpose);
  return FALSE;
}

gboolean
pakiv_ctl_access_open_desk (PakivCtlAccess *access, const PakivCtlOptions *options, GError **error)
{
  access->clock = pakiv_ctl_options_get_clock (options);
  access->desk = pakiv_desk_open (options->arguments[0], error);
  if (access->desk == NULL)
    return FALSE;
  access->definitions = pakiv_desk_load_definitions (access->desk, error);
  return access->definitions != NULL && check_purpose (access, options, error);
}

/* The log in which a member of @role would do this; FALSE where there is none. */
static gboolean
find_log (PakivRole role, int wanted, const PakivKind *kind, PakivLogId *log)
{
  if (wanted >= 0)
    *log = (PakivLogId)wanted;
  else if (!pakiv_role_get_own_log (role, log))
    return FALSE;
  else if (kind != NULL && !kind->in_log[*log])
    *log = PAKIV_LOG_JOINT;
  return pakiv_role_may_hold (role, *log) && (kind == NULL || kind->in_log[*log]);
}

static gboolean
refuse (GError **error, int code, char *message)
{
  g_set_error_literal (error, PAKIV_ERROR, code, message);
  g_free (message);
  return FALSE;
}

static const PakivMember *
find_named (PakivDesk *desk, const char *name, GError **error)
{
  const PakivMember *member = pakiv_desk_find_member (desk, name);

  if (member == NULL)
    refuse (error, PAKIV_ERROR_NOT_FOUND,
            g_strdup_printf (_ ("No one called “%s” works at this desk."), name));
  return member;
}

static const PakivMember *
find_only (PakivDesk *desk, int wanted, const PakivKind *kind, GError **error)
{
  GPtrArray *members = pakiv_desk_get_members (desk);
  const PakivMember *found = NULL;
  guint n = 0;
  PakivLogId log;

  for (guint i = 0; i < members->len; i++)
    {
      const PakivMember *member = members->pdata[i];

      if (pakiv_member_is_suspended (member) || !find_log (member->role, wanted, kind, &log))
        continue;
      found = member;
      n++;
    }
  if (n == 1)
    return found;
  if (n == 0)
    refuse (error, PAKIV_ERROR_INVALID, g_strdup (_ ("No one at this desk may do this.")));
  else
    refuse (error, PAKIV_ERROR_INVALID,
            g_strdup (_ ("More than one person at this desk may do this. Say who with --member.")));
  return NULL;
}

static gboolean
unlock (PakivCtlAccess *access,
        const PakivMember *member,
        const PakivCtlOptions *options,
        GError **error)
{
  char *passphrase = pakiv_ctl_read_passphrase (options->passphrase_fd, member->name, FALSE, error);

  if (passphrase == NULL)
    return FALSE;
  access->session = pakiv_desk_unlock (access->desk, member->name, passphrase, error);
  pakiv_passphrase_free (passphrase);
  if (access->session != NULL)
    pakiv_session_set_purpose (access->session, options->purpose);
  return access->session != NULL;
}

gboolean
pakiv_ctl_access_unlock_for_log (PakivCtlAccess *access,
                                 const PakivCtlOptions *options,
                                 int log,
                                 const PakivKind *kind,
                                 PakivLogId *chosen,
                                 GError **error)
{
  const PakivMember *member = options->member != NULL
                                  ? find_named (access->desk, options->member, error)
                                  : find_only (access->desk, log, kind, error);

  if (member == NULL)
    return FALSE;
  if (kind != NULL && log >= 0 && !kind->in_log[log])
    return refuse (error, PAKIV_ERROR_INVALID,
                   g_strdup_printf (_ ("“%s” is not kept in the log “%s”."),
                                    pakiv_kind_get_plural (kind),
                                    pakiv_log_id_get_label ((PakivLogId)log)));
  if (!find_log (member->role, log, kind, chosen))
    return refuse (error, PAKIV_ERROR_INVALID,
                   g_strdup_printf (_ ("%s (%s) may not do this: there is no key for it."),
                                    member->name, pakiv_role_get_label (member->role)));
  return unlock (access, member, options, error);
}

gboolean
pakiv_ctl_access_open_log (PakivCtlAccess *access,
                           const PakivCtlOptions *options,
                           int log,
                           const PakivKind *kind,
                           GError **error)
{
  PakivLogId chosen;

  if (!pakiv_ctl_access_unlock_for_log (access, options, log, kind, &chosen, error))
    return FALSE;
  access->log
      = pakiv_session_open_log (access->session, chosen, access->definitions, access->clock, error);
  return access->log != NULL;
}

static const PakivMember *
find_single (PakivDesk *desk, GError **error)
{
  GPtrArray *members = pakiv_desk_get_members (desk);
  const PakivMember *found = NULL;

  for (guint i = 0; i < members->len; i++)
    {
      const PakivMember *member = members->pdata[i];

      if (pakiv_member_is_suspended (member))
        continue;
      if (found != NULL)
        {
          refuse (error, PAKIV_ERROR_INVALID, g_strdup (_ ("Say with --member who does this.")));
          return NULL;
        }
      found = member;
    }
  if (found == NULL)
    refuse (error, PAKIV_ERROR_INVALID, g_strdup (_ ("No one at this desk may do this.")));
  return found;
}

gboolean
pakiv_ctl_access_unlock (PakivCtlAccess *access, const PakivCtlOptions *options, GError **error)
{
  const PakivMember *member = options->member != NULL
                                  ? find_named (access->desk, options->member, error)
                                  : find_single (access->desk, error);

  return member != NULL && unlock (access, member, options, error);
}

gboolean
pakiv_ctl_access_check_member (PakivCtlAccess *access,
                               const PakivCtlOptions *options,
                               GError **error)
{
  GPtrArray *members = pakiv_desk_get_members (access->desk);
  const PakivMember *member;

  if (options->member == NULL && options->passphrase_fd < 0)
    return TRUE;
  if (options->member == NULL && members->len != 1)
    return refuse (error, PAKIV_ERROR_INVALID,
                   g_strdup (_ ("Say with --member whose passphrase this is.")));
  member = options->member != NULL ? find_named (access->desk, options->member, error)
                                   : members->pdata[0];
  if (member == NULL)
    return FALSE;
  return options->passphrase_fd < 0 || unlock (access, member, options, error);
}
