#include "pakiv-recovery.h"

#include "pakiv-attempts.h"
#include "pakiv-members.h"
#include "pakiv-session-private.h"
#include "pakiv-trace-private.h"

#include <glib/gi18n.h>
#include <string.h>

static gboolean
refuse (GError **error, const char *message)
{
  g_set_error_literal (error, PAKIV_LOG_ERROR, PAKIV_LOG_ERROR_REFUSED, message);
  return FALSE;
}

void
pakiv_desk_get_recovery (PakivDesk *desk, PakivKeyId key, PakivRecoveryInfo *info)
{
  const PakivRecoveryKey *recovery;

  g_return_if_fail (desk != NULL && key < PAKIV_N_KEYS && info != NULL);

  recovery = &pakiv_desk_get_file (desk)->recovery[key];
  info->made = recovery->made;
  memcpy (info->day, recovery->day, sizeof info->day);
  info->needed = recovery->needed;
  info->shares = recovery->shares;
}

PakivRecoveryPart *
pakiv_session_make_recovery (PakivSession *session, PakivKeyId key, GError **error)
{
  g_autoptr (PakivSecret) held = NULL;
  g_autoptr (PakivSecret) secret = NULL;

  g_return_val_if_fail (session != NULL && key < PAKIV_N_KEYS, NULL);

  if ((held = pakiv_session_get_key (session, key, error)) == NULL)
    return NULL;
  secret = pakiv_secret_new_random (PAKIV_KEY_BYTES);
  return pakiv_recovery_part_new (key, 0, 0, secret);
}

static gboolean
keep (PakivSession *session,
      PakivDeskFile *file,
      const PakivRecoveryPart *whole,
      const char *day,
      GError **error)
{
  PakivRecoveryKey *recovery = &file->recovery[whole->key];
  g_autoptr (PakivSecret) key = pakiv_session_get_key (session, whole->key, error);

  if (key == NULL)
    return FALSE;
  *recovery = (PakivRecoveryKey){ .made = TRUE };
  g_strlcpy (recovery->day, day, sizeof recovery->day);
  crypto_scalarmult_base (recovery->public_key, whole->secret);
  pakiv_recovery_key_seal (recovery, whole->key, key);
  return TRUE;
}

gboolean
pakiv_session_keep_recovery (PakivSession *session,
                             const PakivRecoveryPart *whole,
                             guint needed,
                             guint shares,
                             PakivClock *clock,
                             GError **error)
{
  g_autoptr (PakivDeskChange) change = NULL;
  g_autofree char *day = NULL;

  g_return_val_if_fail (session != NULL && whole != NULL && clock != NULL, FALSE);
  g_return_val_if_fail (whole->needed == 0 && whole->key < PAKIV_N_KEYS, FALSE);

  if ((change = pakiv_session_begin_change (session, error)) == NULL)
    return FALSE;
  day = pakiv_clock_get_day (clock);
  if (!keep (session, change->file, whole, day, error))
    return FALSE;
  change->file->recovery[whole->key].needed = needed;
  change->file->recovery[whole->key].shares = shares;
  if (!pakiv_desk_change_keep (change, error))
    return FALSE;
  g_clear_pointer (&change, pakiv_desk_change_free);
  pakiv_session_trace_key (session, whole->key, NULL, PAKIV_DETAIL_RECOVERY_MADE);
  return TRUE;
}

static gboolean
check_whole (PakivDeskFile *file, const PakivRecoveryPart *whole, GError **error)
{
  const PakivRecoveryKey *recovery = &file->recovery[whole->key];
  guint8 public_key[crypto_box_PUBLICKEYBYTES];

  crypto_scalarmult_base (public_key, whole->secret);
  if (recovery->made && sodium_memcmp (public_key, recovery->public_key, sizeof public_key) == 0)
    return TRUE;
  g_set_error (error, PAKIV_LOG_ERROR, PAKIV_LOG_ERROR_REFUSED,
               /* Translators: a log, such as "Police log". */
               _ ("This recovery code is not valid, or no longer: %s. A newer sheet may have been "
                  "made, or shares of different sheets were mixed."),
               pakiv_key_id_get_label (whole->key));
  return FALSE;
}

gboolean
pakiv_desk_check_recovery (PakivDesk *desk, const PakivRecoveryPart *whole, GError **error)
{
  g_return_val_if_fail (desk != NULL && whole != NULL && whole->needed == 0, FALSE);

  pakiv_secret_init ();
  return check_whole (pakiv_desk_get_file (desk), whole, error);
}

/* The whole secret of @key from @parts, NULL without @error where none of them is about it. */
static PakivRecoveryPart *
gather (GPtrArray *parts, PakivKeyId key, GError **error)
{
  g_autoptr (GPtrArray) shares = g_ptr_array_new ();

  for (guint i = 0; i < parts->len; i++)
    {
      PakivRecoveryPart *part = parts->pdata[i];

      if (part->key != key)
        continue;
      if (part->needed == 0)
        return pakiv_recovery_part_new (key, 0, 0, part->secret);
      g_ptr_array_add (shares, part);
    }
  return shares->len > 0 ? pakiv_recovery_join (shares, error) : NULL;
}

static PakivSecret *
unseal (const guint8 *sealed, const guint8 *public_key, const guint8 *secret)
{
  g_autoptr (PakivSecret) key = pakiv_secret_new (PAKIV_KEY_BYTES);

  if (crypto_box_seal_open (key, sealed, PAKIV_SEALED_BYTES, public_key, secret) != 0)
    return NULL;
  return g_steal_pointer (&key);
}

static gboolean
check_role (const PakivMember *member, PakivKeyId key, GError **error)
{
  if (pakiv_role_may_hold_key (member->role, key))
    return TRUE;
  g_set_error (error, PAKIV_LOG_ERROR, PAKIV_LOG_ERROR_REFUSED,
               /* Translators: a member's name, a role, and a log, such as "Mediation log". */
               _ ("“%s” (%s) may not hold this key, whoever has the sheet: %s."), member->name,
               pakiv_role_get_label (member->role), pakiv_key_id_get_label (key));
  return FALSE;
}

/* Gives @keys, new and empty, the key that @whole opens. */
static gboolean
recover_key (PakivDeskFile *file,
             PakivMemberKeys *keys,
             const PakivMember *member,
             const PakivRecoveryPart *whole,
             GError **error)
{
  const PakivRecoveryKey *recovery = &file->recovery[whole->key];
  g_autoptr (PakivSecret) key = NULL;
  g_autoptr (PakivSecret) next = NULL;

  if (!check_role (member, whole->key, error) || !check_whole (file, whole, error))
    return FALSE;
  key = unseal (recovery->sealed, recovery->public_key, whole->secret);
  if (key == NULL)
    return refuse (error, _ ("The file desk.json is damaged: a recovery key in it can’t be read. "
                             "Bring it back from a backup."));
  pakiv_member_keys_seal (keys, whole->key, key);
  /* A log in the middle of getting another key: whichever opens it will be found. */
  if (recovery->has_next)
    {
      next = unseal (recovery->next, recovery->public_key, whole->secret);
      if (next != NULL)
        pakiv_member_keys_seal_next (keys, (PakivLogId)whole->key, next);
    }
  return TRUE;
}

static gboolean
recover_keys (PakivDeskFile *file,
              PakivMemberKeys *keys,
              const PakivMember *member,
              GPtrArray *parts,
              GError **error)
{
  gboolean any = FALSE;

  for (int i = 0; i < PAKIV_N_KEYS; i++)
    {
      g_autoptr (GError) cause = NULL;
      g_autoptr (PakivRecoveryPart) whole = gather (parts, (PakivKeyId)i, &cause);

      if (cause != NULL)
        {
          g_propagate_error (error, g_steal_pointer (&cause));
          return FALSE;
        }
      if (whole == NULL)
        continue;
      if (!recover_key (file, keys, member, whole, error))
        return FALSE;
      any = TRUE;
    }
  return any || refuse (error, _ ("A recovery code is needed."));
}

/* Everything but the passphrase, which takes a second, is checked first, and again under the lock.
 */
static gboolean
apply (PakivDeskFile *file,
       const char *name,
       const PakivMemberKeys *fresh,
       GPtrArray *parts,
       GError **error)
{
  const PakivMember *member = pakiv_desk_file_find_member (file, name);
  PakivMemberKeys keys = *fresh;

  if (member == NULL)
    {
      g_set_error (error, PAKIV_LOG_ERROR, PAKIV_LOG_ERROR_NOT_FOUND,
                   _ ("This desk has no member named “%s”."), name);
      return FALSE;
    }
  if (pakiv_member_is_suspended (member))
    {
      g_set_error (error, PAKIV_LOG_ERROR, PAKIV_LOG_ERROR_REFUSED,
                   _ ("“%s” no longer works at this desk."), name);
      return FALSE;
    }
  if (!recover_keys (file, &keys, member, parts, error))
    return FALSE;
  pakiv_member_keys_follow (&keys, pakiv_desk_file_find_keys (file, name));
  *pakiv_desk_file_find_keys (file, name) = keys;
  return TRUE;
}

static gboolean
check_first (PakivDesk *desk, const char *name, GPtrArray *parts, GError **error)
{
  g_autoptr (PakivDeskFile) trial = pakiv_desk_file_read (desk->folder, error);
  PakivMemberKeys nothing = { 0 };

  return trial != NULL && apply (trial, name, &nothing, parts, error);
}

/* In each log whose key came back. */
static void
trace_recovered (PakivDesk *desk, const char *name, PakivSecret *secret_key)
{
  g_autoptr (PakivSession) session
      = pakiv_session_new (desk, pakiv_desk_find_member (desk, name), secret_key);

  pakiv_session_trace_member (session, name, PAKIV_DETAIL_RECOVERED);
}

gboolean
pakiv_desk_recover (
    PakivDesk *desk, const char *member, const char *passphrase, GPtrArray *parts, GError **error)
{
  g_autofree PakivMemberKeys *fresh = NULL;
  g_autoptr (PakivDeskChange) change = NULL;
  g_autoptr (PakivSecret) secret_key = NULL;
  guint64 operations, memory;

  g_return_val_if_fail (desk != NULL && member != NULL && passphrase != NULL, FALSE);
  g_return_val_if_fail (parts != NULL, FALSE);

  pakiv_secret_init ();
  if (!pakiv_desk_check_passphrase (member, passphrase, error)
      || !check_first (desk, member, parts, error))
    return FALSE;
  pakiv_desk_get_cost (desk, &operations, &memory);
  fresh = pakiv_member_keys_new (passphrase, operations, memory, &secret_key, error);
  if (fresh == NULL || (change = pakiv_desk_change_new (desk, error)) == NULL
      || !apply (change->file, member, fresh, parts, error)
      || !pakiv_desk_change_keep (change, error))
    return FALSE;
  g_clear_pointer (&change, pakiv_desk_change_free);
  pakiv_attempts_forget (desk, member);
  trace_recovered (desk, member, g_steal_pointer (&secret_key));
  return TRUE;
}
