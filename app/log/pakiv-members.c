#include "pakiv-members.h"

#include "pakiv-attempts.h"
#include "pakiv-rekey.h"
#include "pakiv-trace-pin.h"
#include "pakiv-trace-private.h"

#include <glib/gi18n.h>
#include <string.h>

static gboolean
refuse (GError **error, const char *message)
{
  g_set_error_literal (error, PAKIV_LOG_ERROR, PAKIV_LOG_ERROR_REFUSED, message);
  return FALSE;
}

gboolean
pakiv_member_is_suspended (const PakivMember *member)
{
  g_return_val_if_fail (member != NULL, FALSE);

  return member->suspended != NULL;
}

gboolean
pakiv_desk_member_holds (PakivDesk *desk, const char *name, PakivKeyId key)
{
  PakivMemberKeys *keys;

  g_return_val_if_fail (desk != NULL && name != NULL && key < PAKIV_N_KEYS, FALSE);

  keys = pakiv_desk_file_find_keys (pakiv_desk_get_file (desk), name);
  return keys != NULL && keys->holds[key];
}

static gboolean
is_police (PakivRole role)
{
  return role == PAKIV_ROLE_OFFICER || role == PAKIV_ROLE_SUPERVISOR;
}

/* Whether somebody of @role works here. */
static gboolean
has_role (PakivDeskFile *file, PakivRole role)
{
  for (guint i = 0; i < file->members->len; i++)
    {
      const PakivMember *member = file->members->pdata[i];

      if (member->role == role && !pakiv_member_is_suspended (member))
        return TRUE;
    }
  return FALSE;
}

/* The session's member, as @file has it; NULL where they may do nothing any more. */
static const PakivMember *
find_self (PakivSession *session, PakivDeskFile *file, GError **error)
{
  const PakivMember *self = pakiv_desk_file_find_member (file, session->member->name);

  if (self != NULL && !pakiv_member_is_suspended (self))
    return self;
  g_set_error (error, PAKIV_LOG_ERROR, PAKIV_LOG_ERROR_REFUSED,
               _ ("“%s” no longer works at this desk."), session->member->name);
  return NULL;
}

/* Who may add, suspend or change a member of @role. */
static gboolean
check_may_manage (PakivSession *session, PakivDeskFile *file, PakivRole role, GError **error)
{
  const PakivMember *self = find_self (session, file, error);

  if (self == NULL)
    return FALSE;
  switch (role)
    {
    case PAKIV_ROLE_MEDIATOR:
      return self->role == PAKIV_ROLE_MEDIATOR
             || refuse (error, _ ("Only a Roma mediator may do this for a Roma mediator."));
    case PAKIV_ROLE_DPO:
      return self->role == PAKIV_ROLE_DPO || !has_role (file, PAKIV_ROLE_DPO)
             || refuse (error, _ ("Only a data-protection officer may do this for a "
                                  "data-protection officer."));
    case PAKIV_ROLE_OFFICER:
    case PAKIV_ROLE_SUPERVISOR:
      if (!is_police (self->role))
        return refuse (error, _ ("Only the police may do this for a police officer."));
      return self->role == PAKIV_ROLE_SUPERVISOR || !has_role (file, PAKIV_ROLE_SUPERVISOR)
             || refuse (error, _ ("At this desk only a supervisor may do this for a police "
                                  "officer."));
    default:
      g_return_val_if_reached (FALSE);
    }
}

gboolean
pakiv_session_may_add (PakivSession *session, PakivRole role, GError **error)
{
  g_return_val_if_fail (session != NULL && role < PAKIV_N_ROLES, FALSE);

  return check_may_manage (session, pakiv_desk_get_file (session->desk), role, error);
}

/* NULL where @name is nobody who works here. */
static PakivMember *
find_working (PakivDeskFile *file, const char *name, GError **error)
{
  PakivMember *member = pakiv_desk_file_find_member (file, name);

  if (member == NULL)
    g_set_error (error, PAKIV_LOG_ERROR, PAKIV_LOG_ERROR_NOT_FOUND,
                 _ ("This desk has no member named “%s”."), name);
  else if (!pakiv_member_is_suspended (member))
    return member;
  else
    g_set_error (error, PAKIV_LOG_ERROR, PAKIV_LOG_ERROR_REFUSED,
                 _ ("“%s” no longer works at this desk."), name);
  return NULL;
}

/* The member's keys must be the session's own too, since new ones are made and given. */
static gboolean
check_holds_all_of (PakivSession *session, PakivDeskFile *file, const char *name, GError **error)
{
  const PakivMemberKeys *theirs = pakiv_desk_file_find_keys (file, name);
  const PakivMemberKeys *own = pakiv_desk_file_find_keys (file, session->member->name);

  for (int i = 0; i < PAKIV_N_KEYS; i++)
    if (theirs->holds[i] && !own->holds[i])
      {
        g_set_error (error, PAKIV_LOG_ERROR, PAKIV_LOG_ERROR_REFUSED,
                     /* Translators: a member's name, a log ("Joint log"), and a member's name. */
                     _ ("“%s” holds a key that “%s” does not: %s. Someone who holds it has to do "
                        "this."),
                     name, session->member->name, pakiv_key_id_get_label ((PakivKeyId)i));
        return FALSE;
      }
  return TRUE;
}

static gboolean
check_may_suspend (PakivSession *session, PakivDeskFile *file, const char *name, GError **error)
{
  const PakivMember *member = find_working (file, name, error);

  if (member == NULL)
    return FALSE;
  if (strcmp (member->name, session->member->name) == 0)
    return refuse (error, _ ("No one can suspend themselves. Ask someone else to do it."));
  return check_may_manage (session, file, member->role, error)
         && check_holds_all_of (session, file, name, error);
}

gboolean
pakiv_session_may_suspend (PakivSession *session, const char *name, GError **error)
{
  g_return_val_if_fail (session != NULL && name != NULL, FALSE);

  return check_may_suspend (session, pakiv_desk_get_file (session->desk), name, error);
}

/* Seals to @keys what the session holds, @role may hold and @keys lacks; how many keys that were.
 */
static guint
give_keys (PakivSession *session, PakivDeskFile *file, PakivMemberKeys *keys, PakivRole role)
{
  const PakivMemberKeys *own = pakiv_desk_file_find_keys (file, session->member->name);
  guint given = 0;

  for (int i = 0; i < PAKIV_N_KEYS; i++)
    {
      g_autoptr (PakivSecret) key = NULL;

      if (keys->holds[i] || !pakiv_role_may_hold_key (role, (PakivKeyId)i))
        continue;
      key = pakiv_member_keys_unseal (own, (PakivKeyId)i, session->secret_key);
      if (key == NULL)
        continue;
      pakiv_member_keys_seal (keys, (PakivKeyId)i, key);
      given++;
    }
  return given;
}

static gboolean
check_new (PakivSession *session,
           PakivDeskFile *file,
           const char *name,
           PakivRole role,
           const char *passphrase,
           GError **error)
{
  if (!check_may_manage (session, file, role, error) || !pakiv_desk_check_name (name, error)
      || !pakiv_desk_check_passphrase (name, passphrase, error))
    return FALSE;
  if (pakiv_desk_file_find_member (file, name) == NULL)
    return TRUE;
  g_set_error (error, PAKIV_LOG_ERROR, PAKIV_LOG_ERROR_REFUSED,
               _ ("There is, or was, a member named “%s”. Choose another name, for what they wrote "
                  "stays theirs."),
               name);
  return FALSE;
}

/* The trace of the logs tells of it, once desk.json does and its lock is free. */
static gboolean
end_change (PakivSession *session,
            PakivDeskChange **change,
            gboolean done,
            const char *name,
            const char *detail)
{
  g_clear_pointer (change, pakiv_desk_change_free);
  if (done)
    pakiv_session_trace_member (session, name, detail);
  return done;
}

/* A trace that somebody can read: every log that the session holds says that it agrees. */
static gboolean
begin_trace (PakivSession *session, PakivDeskFile *file, GError **error)
{
  pakiv_desk_file_begin_trace (file, NULL);
  for (int i = 0; i < PAKIV_N_LOGS; i++)
    {
      g_autoptr (PakivSecret) signing = NULL;

      if (!pakiv_session_get_keys (session)->holds[i])
        continue;
      signing = pakiv_session_load_log_signing (session, (PakivLogId)i, error);
      if (signing == NULL)
        return FALSE;
      pakiv_trace_pin_sign (file, (PakivLogId)i, signing);
      if (!pakiv_session_check_trace_key (session, file, (PakivLogId)i, error))
        return FALSE;
    }
  return TRUE;
}

gboolean
pakiv_session_add_member (
    PakivSession *session, const char *name, PakivRole role, const char *passphrase, GError **error)
{
  g_autofree PakivMemberKeys *keys = NULL;
  g_autoptr (PakivDeskChange) change = NULL;
  guint64 operations, memory;
  gboolean first_dpo;

  g_return_val_if_fail (session != NULL && role < PAKIV_N_ROLES, FALSE);

  if (!pakiv_desk_refresh (session->desk, error)
      || !check_new (session, pakiv_desk_get_file (session->desk), name, role, passphrase, error))
    return FALSE;
  /* Before the lock is taken, because it lasts. */
  pakiv_desk_get_cost (session->desk, &operations, &memory);
  keys = pakiv_member_keys_new (passphrase, operations, memory, NULL, error);
  if (keys == NULL || (change = pakiv_session_begin_change (session, error)) == NULL
      || !check_new (session, change->file, name, role, passphrase, error))
    return FALSE;
  first_dpo = role == PAKIV_ROLE_DPO && !has_role (change->file, PAKIV_ROLE_DPO);
  give_keys (session, change->file, keys, role);
  pakiv_desk_file_add_member (change->file, name, role);
  g_ptr_array_add (change->file->keys, g_steal_pointer (&keys));
  if (first_dpo && !begin_trace (session, change->file, error))
    return FALSE;
  return end_change (session, &change, pakiv_desk_change_keep (change, error), name,
                     PAKIV_DETAIL_MEMBER_ADDED);
}

/* The remaining data-protection officers get another trace key, through which they read the old
 * entries too. */
static gboolean
renew_trace (PakivSession *session, PakivDeskFile *file, GError **error)
{
  g_autoptr (PakivSecret) secret = pakiv_session_get_key (session, PAKIV_KEY_TRACE, error);

  if (secret == NULL || !pakiv_desk_file_check_holders (file, PAKIV_KEY_TRACE, secret, TRUE, error))
    return FALSE;
  pakiv_desk_file_begin_trace (file, secret);
  return TRUE;
}

gboolean
pakiv_session_suspend_member (PakivSession *session,
                              const char *name,
                              PakivClock *clock,
                              GError **error)
{
  g_autoptr (PakivDeskChange) change = NULL;
  gboolean logs[PAKIV_N_LOGS];
  PakivMember *member;
  PakivMemberKeys *keys;

  g_return_val_if_fail (session != NULL && name != NULL && clock != NULL, FALSE);

  if ((change = pakiv_session_begin_change (session, error)) == NULL
      || !check_may_suspend (session, change->file, name, error))
    return FALSE;
  member = pakiv_desk_file_find_member (change->file, name);
  keys = pakiv_desk_file_find_keys (change->file, name);
  member->suspended = pakiv_clock_get_day (clock);
  if (keys->holds[PAKIV_KEY_TRACE] && !renew_trace (session, change->file, error))
    return FALSE;
  for (int i = 0; i < PAKIV_N_LOGS; i++)
    logs[i] = keys->holds[i];
  return end_change (session, &change, pakiv_rekey_run (session, change, logs, error), name,
                     PAKIV_DETAIL_MEMBER_SUSPENDED);
}

gboolean
pakiv_session_set_member_role (PakivSession *session,
                               const char *name,
                               PakivRole role,
                               GError **error)
{
  g_autoptr (PakivDeskChange) change = NULL;
  PakivMember *member;

  g_return_val_if_fail (session != NULL && name != NULL && role < PAKIV_N_ROLES, FALSE);

  if ((change = pakiv_desk_change_new (session->desk, error)) == NULL
      || (member = find_working (change->file, name, error)) == NULL)
    return FALSE;
  if (!is_police (member->role) || !is_police (role))
    return refuse (error, _ ("Only police officer and supervisor can be changed into one another, "
                             "since other roles read other logs. Suspend this member and add them "
                             "anew, under another name."));
  if (!check_may_manage (session, change->file, member->role, error))
    return FALSE;
  member->role = role;
  return end_change (session, &change, pakiv_desk_change_keep (change, error), name,
                     PAKIV_DETAIL_MEMBER_ROLE);
}

/* A recovery, or whoever may write the folder, may have given the member other keys since. A
 * passphrase before the session's would open what nothing is sealed to; and a box with another
 * secret in it says nothing of who types here. */
static gboolean
check_same_keys (PakivSession *session, PakivDeskFile *file, const guint8 *known, GError **error)
{
  const PakivMemberKeys *keys = pakiv_desk_file_find_keys (file, session->member->name);
  guint8 own[crypto_box_PUBLICKEYBYTES];

  crypto_scalarmult_base (own, session->secret_key);
  if (memcmp (own, keys->public_key, sizeof own) == 0
      && sodium_memcmp (known, session->secret_key, crypto_box_SECRETKEYBYTES) == 0)
    return TRUE;
  g_set_error (error, PAKIV_LOG_ERROR, PAKIV_LOG_ERROR_REFUSED,
               _ ("“%s” was given new keys at this desk meanwhile. Lock the desk and unlock it "
                  "again, then change the passphrase."),
               session->member->name);
  return FALSE;
}

gboolean
pakiv_session_change_passphrase (PakivSession *session,
                                 const char *old,
                                 const char *new_passphrase,
                                 GError **error)
{
  g_autoptr (PakivSecret) known = NULL;
  g_autoptr (PakivDeskChange) change = NULL;
  PakivMemberKeys *keys;
  PakivMemberKeys fresh;
  guint64 operations, memory;
  const char *name;

  g_return_val_if_fail (session != NULL && old != NULL && new_passphrase != NULL, FALSE);

  name = session->member->name;
  if (!pakiv_desk_check_passphrase (name, new_passphrase, error)
      || !pakiv_desk_refresh (session->desk, error)
      || find_self (session, pakiv_desk_get_file (session->desk), error) == NULL
      || (known = pakiv_attempts_unlock (session->desk, name, old, error)) == NULL)
    return FALSE;
  pakiv_desk_get_cost (session->desk, &operations, &memory);
  fresh = *pakiv_session_get_keys (session);
  if (!pakiv_member_keys_set_passphrase (&fresh, session->secret_key, new_passphrase, operations,
                                         memory, error)
      || (change = pakiv_desk_change_new (session->desk, error)) == NULL
      || find_self (session, change->file, error) == NULL
      || !check_same_keys (session, change->file, known, error))
    return FALSE;
  keys = pakiv_desk_file_find_keys (change->file, name);
  pakiv_member_keys_copy_passphrase (keys, &fresh);
  return end_change (session, &change, pakiv_desk_change_keep (change, error), name,
                     PAKIV_DETAIL_PASSPHRASE);
}

/* A key goes only to who still is who they were when they were given the keys they have. */
static gboolean
check_is_themselves (PakivSession *session, PakivDeskFile *file, const char *name, GError **error)
{
  const PakivMemberKeys *theirs = pakiv_desk_file_find_keys (file, name);

  for (int i = 0; i < PAKIV_N_KEYS; i++)
    {
      g_autoptr (PakivSecret) key = NULL;

      if (!theirs->holds[i] || (key = pakiv_session_get_key (session, (PakivKeyId)i, NULL)) == NULL
          || pakiv_desk_file_is_proven (file, name, (PakivKeyId)i, key, FALSE))
        continue;
      g_set_error (error, PAKIV_LOG_ERROR, PAKIV_LOG_ERROR_REFUSED,
                   _ ("The entry of “%s” in the desk’s folder was changed by someone who holds no "
                      "key. Nothing was done."),
                   name);
      return FALSE;
    }
  return TRUE;
}

gboolean
pakiv_session_grant (PakivSession *session, const char *name, GError **error)
{
  g_autoptr (PakivDeskChange) change = NULL;
  PakivMember *member;

  g_return_val_if_fail (session != NULL && name != NULL, FALSE);

  if ((change = pakiv_session_begin_change (session, error)) == NULL
      || find_self (session, change->file, error) == NULL
      || (member = find_working (change->file, name, error)) == NULL
      || !check_is_themselves (session, change->file, name, error))
    return FALSE;
  if (give_keys (session, change->file, pakiv_desk_file_find_keys (change->file, name),
                 member->role)
      > 0)
    return end_change (session, &change, pakiv_desk_change_keep (change, error), name,
                       PAKIV_DETAIL_MEMBER_KEYS);
  g_set_error (error, PAKIV_LOG_ERROR, PAKIV_LOG_ERROR_REFUSED,
               _ ("You hold no key that “%s” may hold and does not have yet."), name);
  return FALSE;
}

void
pakiv_session_complete_desk (PakivSession *session)
{
  const PakivMemberKeys *have = pakiv_session_get_keys (session);
  g_autoptr (PakivDeskChange) change = NULL;
  g_autoptr (PakivSecret) signing = pakiv_member_keys_derive_signing (session->secret_key);
  g_autoptr (GError) error = NULL;
  guint8 own[crypto_sign_PUBLICKEYBYTES];
  PakivMemberKeys *keys;

  crypto_sign_ed25519_sk_to_pk (own, signing);
  /* Another's key under this name would let them write in the trace in this name. */
  if (have == NULL
      || (have->has_signing_key && memcmp (have->signing_key, own, sizeof own) == 0
          && pakiv_desk_get_trace_key (session->desk) != NULL))
    return;
  change = pakiv_desk_change_new (session->desk, &error);
  keys = change != NULL ? pakiv_desk_file_find_keys (change->file, session->member->name) : NULL;
  if (keys == NULL)
    return;
  memcpy (keys->signing_key, own, sizeof own);
  keys->has_signing_key = TRUE;
  if (!pakiv_desk_change_keep (change, &error))
    g_debug ("%s", error->message);
}
