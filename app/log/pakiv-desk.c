/* The open desk, and changes of desk.json, which re-read it under the lock first. */
#include "pakiv-desk-private.h"

#include "pakiv-file.h"

PakivDesk *
pakiv_desk_new (const char *folder)
{
  PakivDesk *desk = g_atomic_rc_box_new0 (PakivDesk);

  pakiv_secret_init ();
  g_mutex_init (&desk->lock);
  desk->folder = g_canonicalize_filename (folder, NULL);
  desk->files = g_ptr_array_new_with_free_func ((GDestroyNotify)pakiv_desk_file_free);
  return desk;
}

static void
clear (gpointer data)
{
  PakivDesk *desk = data;

  g_free (desk->folder);
  g_ptr_array_unref (desk->files);
  g_mutex_clear (&desk->lock);
}

PakivDesk *
pakiv_desk_ref (PakivDesk *desk)
{
  return g_atomic_rc_box_acquire (desk);
}

void
pakiv_desk_unref (PakivDesk *desk)
{
  if (desk != NULL)
    g_atomic_rc_box_release_full (desk, clear);
}

PakivDeskFile *
pakiv_desk_get_file (PakivDesk *desk)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&desk->lock);

  return desk->file;
}

/* Takes @file over. */
static void
set_file (PakivDesk *desk, PakivDeskFile *file)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&desk->lock);

  if (desk->file != NULL && pakiv_desk_file_equal (desk->file, file))
    {
      pakiv_desk_file_free (file);
      return;
    }
  g_ptr_array_add (desk->files, file);
  desk->file = file;
}

PakivDesk *
pakiv_desk_open (const char *folder, GError **error)
{
  g_autoptr (PakivDesk) desk = NULL;

  g_return_val_if_fail (folder != NULL, NULL);

  desk = pakiv_desk_new (folder);
  if (!pakiv_desk_refresh (desk, error))
    return NULL;
  return g_steal_pointer (&desk);
}

gboolean
pakiv_desk_refresh (PakivDesk *desk, GError **error)
{
  PakivDeskFile *file;

  g_return_val_if_fail (desk != NULL, FALSE);

  file = pakiv_desk_file_read (desk->folder, error);
  if (file == NULL)
    return FALSE;
  set_file (desk, file);
  return TRUE;
}

void
pakiv_desk_set_cost (PakivDesk *desk, PakivCost cost)
{
  g_return_if_fail (desk != NULL);

  g_atomic_int_set (&desk->cost, (gint)cost);
}

void
pakiv_desk_get_cost (PakivDesk *desk, guint64 *operations, guint64 *memory)
{
  gboolean test = g_atomic_int_get (&desk->cost) == PAKIV_COST_TEST;

  *operations = test ? crypto_pwhash_OPSLIMIT_MIN : crypto_pwhash_OPSLIMIT_MODERATE;
  *memory = test ? crypto_pwhash_MEMLIMIT_MIN : crypto_pwhash_MEMLIMIT_MODERATE;
}

PakivDeskChange *
pakiv_desk_change_new (PakivDesk *desk, GError **error)
{
  g_autoptr (PakivDeskChange) change = g_new0 (PakivDeskChange, 1);

  change->desk = pakiv_desk_ref (desk);
  change->lock = pakiv_desk_lock_new (desk->folder, TRUE, error);
  if (change->lock == NULL || !pakiv_desk_refresh (desk, error))
    return NULL;
  change->file = pakiv_desk_file_read (desk->folder, error);
  if (change->file == NULL)
    return NULL;
  if (!change->file->has_trace_key)
    pakiv_desk_file_begin_trace (change->file, NULL);
  return g_steal_pointer (&change);
}

gboolean
pakiv_desk_change_keep (PakivDeskChange *change, GError **error)
{
  return pakiv_desk_file_write (change->file, change->desk->folder, error)
         && pakiv_desk_refresh (change->desk, error);
}

void
pakiv_desk_change_free (PakivDeskChange *change)
{
  if (change == NULL)
    return;
  pakiv_desk_lock_free (change->lock);
  pakiv_desk_file_free (change->file);
  pakiv_desk_unref (change->desk);
  g_free (change);
}

char *
pakiv_desk_get_log_path (const char *folder, PakivLogId log)
{
  g_autofree char *name = g_strconcat (pakiv_log_id_to_string (log), ".log", NULL);

  return g_build_filename (folder, name, NULL);
}

const char *
pakiv_desk_get_folder (PakivDesk *desk)
{
  return desk->folder;
}

const char *
pakiv_desk_get_station (PakivDesk *desk)
{
  return pakiv_desk_get_file (desk)->station;
}

const char *
pakiv_desk_get_station_id (PakivDesk *desk)
{
  return pakiv_desk_get_file (desk)->station_id;
}

GPtrArray *
pakiv_desk_get_members (PakivDesk *desk)
{
  return pakiv_desk_get_file (desk)->members;
}

const PakivMember *
pakiv_desk_find_member (PakivDesk *desk, const char *name)
{
  return pakiv_desk_file_find_member (pakiv_desk_get_file (desk), name);
}

const guint8 *
pakiv_desk_get_signing_key (PakivDesk *desk, PakivLogId log)
{
  g_return_val_if_fail (log < PAKIV_N_LOGS, NULL);

  return pakiv_desk_get_file (desk)->signing_keys[log];
}

const guint8 *
pakiv_desk_get_trace_key (PakivDesk *desk)
{
  PakivDeskFile *file = pakiv_desk_get_file (desk);

  return file->has_trace_key ? file->trace_key : NULL;
}

const guint8 *
pakiv_desk_get_member_signing_key (PakivDesk *desk, const char *member)
{
  PakivMemberKeys *keys = pakiv_desk_file_find_keys (pakiv_desk_get_file (desk), member);

  return keys != NULL && keys->has_signing_key ? keys->signing_key : NULL;
}

const guint8 *
pakiv_desk_get_signing_key_before (PakivDesk *desk, const char *member, guint before)
{
  PakivMemberKeys *keys = pakiv_desk_file_find_keys (pakiv_desk_get_file (desk), member);

  if (before == 0)
    return pakiv_desk_get_member_signing_key (desk, member);
  return keys != NULL && before <= keys->n_past_signing
             ? keys->past_signing[keys->n_past_signing - before]
             : NULL;
}

char *
pakiv_desk_get_council (PakivDesk *desk)
{
  return g_strdup (pakiv_desk_get_file (desk)->council);
}

char *
pakiv_desk_get_council_token (PakivDesk *desk, const char *council)
{
  PakivDeskFile *file = pakiv_desk_get_file (desk);

  g_return_val_if_fail (council != NULL, NULL);

  return g_strcmp0 (file->council, council) == 0 ? g_strdup (file->token) : NULL;
}

gboolean
pakiv_desk_set_council (PakivDesk *desk, const char *url, const char *token, GError **error)
{
  g_autoptr (PakivDeskChange) change = NULL;

  g_return_val_if_fail (url != NULL && token != NULL, FALSE);

  change = pakiv_desk_change_new (desk, error);
  if (change == NULL)
    return FALSE;
  g_free (change->file->council);
  pakiv_passphrase_free (change->file->token);
  change->file->council = g_strdup (url);
  change->file->token = g_strdup (token);
  return pakiv_desk_change_keep (change, error);
}

PakivDefinitions *
pakiv_desk_load_definitions (PakivDesk *desk, GError **error)
{
  return pakiv_definitions_load (pakiv_file_get_data_folder (), desk->folder, error);
}
