/* desk.json in memory: its parts, and the trace key that every desk has. */
#include "pakiv-desk-private.h"
#include "pakiv-session-private.h"

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
  file->has_trace_key = TRUE;
  for (guint i = 0; i < file->members->len; i++)
    {
      const PakivMember *member = file->members->pdata[i];
      PakivMemberKeys *keys = file->keys->pdata[i];

      keys->holds[PAKIV_KEY_TRACE] = FALSE;
      if (member->suspended == NULL && pakiv_role_may_hold_key (member->role, PAKIV_KEY_TRACE))
        pakiv_member_keys_seal (keys, PAKIV_KEY_TRACE, fresh);
    }
  if (recovery->made)
    crypto_box_seal (recovery->sealed, fresh, PAKIV_KEY_BYTES, recovery->public_key);
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
