/* desk.json in memory: its parts, and the trace key that every desk has. */
#include "pakiv-desk-private.h"
#include "pakiv-session-private.h"
#include "pakiv-trace-pin.h"

#include <glib/gi18n.h>
#include <string.h>

static void
free_member (gpointer data)
{
  PakivMember *member = data;

  g_free (member->name);
  g_free (member->suspended);
  g_free (member);
}

PakivDeskFile *
pakiv_desk_file_new (void)
{
  PakivDeskFile *file = g_new0 (PakivDeskFile, 1);

  file->members = g_ptr_array_new_with_free_func (free_member);
  file->keys = g_ptr_array_new_with_free_func (g_free);
  file->past_traces = g_array_new (FALSE, TRUE, sizeof (PakivPastTrace));
  return file;
}

void
pakiv_desk_file_free (PakivDeskFile *file)
{
  if (file == NULL)
    return;
  g_free (file->station);
  g_free (file->station_id);
  g_free (file->council);
  pakiv_passphrase_free (file->token);
  g_ptr_array_unref (file->members);
  g_ptr_array_unref (file->keys);
  g_array_unref (file->past_traces);
  g_free (file);
}

PakivMember *
pakiv_desk_file_add_member (PakivDeskFile *file, const char *name, PakivRole role)
{
  PakivMember *member = g_new0 (PakivMember, 1);

  member->name = g_strdup (name);
  member->role = role;
  g_ptr_array_add (file->members, member);
  return member;
}

static gboolean
find (PakivDeskFile *file, const char *name, guint *position)
{
  for (guint i = 0; i < file->members->len; i++)
    if (g_strcmp0 (((const PakivMember *)file->members->pdata[i])->name, name) == 0)
      {
        *position = i;
        return TRUE;
      }
  return FALSE;
}

PakivMember *
pakiv_desk_file_find_member (PakivDeskFile *file, const char *name)
{
  guint position;

  return find (file, name, &position) ? file->members->pdata[position] : NULL;
}

PakivMemberKeys *
pakiv_desk_file_find_keys (PakivDeskFile *file, const char *name)
{
  guint position;

  return find (file, name, &position) ? file->keys->pdata[position] : NULL;
}

static void
put_away_trace (PakivDeskFile *file, const guint8 *secret, const guint8 *new_key)
{
  PakivPastTrace past = { .is_sealed = secret != NULL };

  memcpy (past.public_key, file->trace_key, sizeof past.public_key);
  if (secret != NULL)
    crypto_box_seal (past.sealed, secret, PAKIV_KEY_BYTES, new_key);
  g_array_append_val (file->past_traces, past);
}

void
pakiv_desk_file_begin_trace (PakivDeskFile *file, const guint8 *secret)
{
  g_autoptr (PakivSecret) fresh = pakiv_secret_new (crypto_box_SECRETKEYBYTES);
  guint8 public_key[crypto_box_PUBLICKEYBYTES];
  PakivRecoveryKey *recovery = &file->recovery[PAKIV_KEY_TRACE];

  crypto_box_keypair (public_key, fresh);
  if (file->has_trace_key)
    put_away_trace (file, secret, public_key);
  memcpy (file->trace_key, public_key, sizeof public_key);
  if (secret != NULL && file->has_trace_key)
    pakiv_trace_pin_vouch (file, secret);
  file->has_trace_key = TRUE;
  for (guint i = 0; i < file->members->len; i++)
    {
      const PakivMember *member = file->members->pdata[i];
      PakivMemberKeys *keys = file->keys->pdata[i];

      /* An entry that anyone may have written gets nothing: who had the key before had a proof. */
      gboolean gets = secret == NULL || keys->holds[PAKIV_KEY_TRACE];

      keys->holds[PAKIV_KEY_TRACE] = FALSE;
      if (gets && member->suspended == NULL
          && pakiv_role_may_hold_key (member->role, PAKIV_KEY_TRACE))
        pakiv_member_keys_seal (keys, PAKIV_KEY_TRACE, fresh);
    }
  /* Where nobody had the secret before, nobody can have made a sheet of it. */
  recovery->made = recovery->made && secret != NULL;
  if (recovery->made)
    pakiv_recovery_key_seal (recovery, PAKIV_KEY_TRACE, fresh);
}

void
pakiv_recovery_key_seal (PakivRecoveryKey *recovery, PakivKeyId id, const guint8 *key)
{
  crypto_box_seal (recovery->sealed, key, PAKIV_KEY_BYTES, recovery->public_key);
  pakiv_key_prove (recovery->proof, id, recovery->public_key, key);
}

void
pakiv_recovery_key_seal_next (PakivRecoveryKey *recovery, PakivKeyId id, const guint8 *key)
{
  crypto_box_seal (recovery->next, key, PAKIV_KEY_BYTES, recovery->public_key);
  pakiv_key_prove (recovery->next_proof, id, recovery->public_key, key);
  recovery->has_next = TRUE;
}

static gboolean
is_proven (const guint8 *proof,
           PakivKeyId id,
           const guint8 *public_key,
           const guint8 *key,
           gboolean strict)
{
  return (!strict && sodium_is_zero (proof, PAKIV_PROOF_BYTES))
         || pakiv_key_is_proven (proof, id, public_key, key);
}

gboolean
pakiv_desk_file_is_proven (
    PakivDeskFile *file, const char *name, PakivKeyId id, const guint8 *key, gboolean strict)
{
  const PakivMemberKeys *keys = pakiv_desk_file_find_keys (file, name);

  return is_proven (keys->proof[id], id, keys->public_key, key, strict);
}

gboolean
pakiv_desk_file_check_holders (
    PakivDeskFile *file, PakivKeyId id, const guint8 *key, gboolean strict, GError **error)
{
  const PakivRecoveryKey *recovery = &file->recovery[id];

  for (guint i = 0; i < file->members->len; i++)
    {
      const PakivMember *member = file->members->pdata[i];
      const PakivMemberKeys *keys = file->keys->pdata[i];

      if (!keys->holds[id] || member->suspended != NULL
          || is_proven (keys->proof[id], id, keys->public_key, key, strict))
        continue;
      g_set_error (error, PAKIV_LOG_ERROR, PAKIV_LOG_ERROR_REFUSED,
                   /* Translators: a member's name, and a log, such as "Police log". */
                   _ ("The entry of “%s” in the desk’s folder was changed by someone who holds no "
                      "key (%s). Nothing was done. Ask whether “%s” can still unlock the desk; if "
                      "not, suspend them first."),
                   member->name, pakiv_key_id_get_label (id), member->name);
      return FALSE;
    }
  if (!recovery->made || is_proven (recovery->proof, id, recovery->public_key, key, strict))
    return TRUE;
  g_set_error (error, PAKIV_LOG_ERROR, PAKIV_LOG_ERROR_REFUSED,
               /* Translators: a log, such as "Police log". */
               _ ("The recovery key in the desk’s folder was changed by someone who holds no key "
                  "(%s). Nothing was done. Make a new recovery sheet first."),
               pakiv_key_id_get_label (id));
  return FALSE;
}

PakivSecret *
pakiv_desk_get_past_trace_secret (PakivDesk *desk, const guint8 *newest, const guint8 *public_key)
{
  PakivDeskFile *file = pakiv_desk_get_file (desk);
  g_autoptr (PakivSecret) secret = pakiv_secret_copy (newest, PAKIV_KEY_BYTES);
  const guint8 *open_key = file->trace_key;

  for (guint i = file->past_traces->len; memcmp (open_key, public_key, PAKIV_KEY_BYTES) != 0; i--)
    {
      const PakivPastTrace *past;
      g_autoptr (PakivSecret) before = pakiv_secret_new (PAKIV_KEY_BYTES);

      if (i == 0)
        return NULL;
      past = &g_array_index (file->past_traces, PakivPastTrace, i - 1);
      if (!past->is_sealed
          || crypto_box_seal_open (before, past->sealed, PAKIV_SEALED_BYTES, open_key, secret) != 0)
        return NULL;
      pakiv_secret_free (secret);
      secret = g_steal_pointer (&before);
      open_key = past->public_key;
    }
  return g_steal_pointer (&secret);
}
