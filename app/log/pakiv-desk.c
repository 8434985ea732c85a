#include "pakiv-desk-private.h"

#include "pakiv-file.h"

static void
free_member (PakivMember *member)
{
  g_free (member->name);
  g_free (member);
}

PakivDesk *
pakiv_desk_new (const char *folder)
{
  PakivDesk *desk = g_atomic_rc_box_new0 (PakivDesk);

  pakiv_secret_init ();
  g_mutex_init (&desk->council_lock);
  desk->folder = g_canonicalize_filename (folder, NULL);
  desk->members = g_ptr_array_new_with_free_func ((GDestroyNotify)free_member);
  desk->keys = g_ptr_array_new_with_free_func (g_free);
  return desk;
}

static void
clear (gpointer data)
{
  PakivDesk *desk = data;

  g_free (desk->folder);
  g_free (desk->station);
  g_free (desk->station_id);
  g_free (desk->council);
  pakiv_passphrase_free (desk->token);
  g_mutex_clear (&desk->council_lock);
  g_ptr_array_unref (desk->members);
  g_ptr_array_unref (desk->keys);
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

PakivDesk *
pakiv_desk_open (const char *folder, GError **error)
{
  g_autoptr (PakivDesk) desk = NULL;

  g_return_val_if_fail (folder != NULL, NULL);

  desk = pakiv_desk_new (folder);
  if (!pakiv_desk_read_file (desk, error))
    return NULL;
  return g_steal_pointer (&desk);
}

PakivMember *
pakiv_desk_add_member (PakivDesk *desk, const char *name, PakivRole role)
{
  PakivMember *member = g_new0 (PakivMember, 1);

  member->name = g_strdup (name);
  member->role = role;
  g_ptr_array_add (desk->members, member);
  return member;
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
  return desk->station;
}

const char *
pakiv_desk_get_station_id (PakivDesk *desk)
{
  return desk->station_id;
}

GPtrArray *
pakiv_desk_get_members (PakivDesk *desk)
{
  return desk->members;
}

const PakivMember *
pakiv_desk_find_member (PakivDesk *desk, const char *name)
{
  for (guint i = 0; i < desk->members->len; i++)
    {
      const PakivMember *member = desk->members->pdata[i];

      if (g_strcmp0 (member->name, name) == 0)
        return member;
    }
  return NULL;
}

const guint8 *
pakiv_desk_get_signing_key (PakivDesk *desk, PakivLogId log)
{
  g_return_val_if_fail (log < PAKIV_N_LOGS, NULL);

  return desk->signing_keys[log];
}

char *
pakiv_desk_get_council (PakivDesk *desk)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&desk->council_lock);

  return g_strdup (desk->council);
}

char *
pakiv_desk_get_council_token (PakivDesk *desk, const char *council)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&desk->council_lock);

  g_return_val_if_fail (council != NULL, NULL);

  return g_strcmp0 (desk->council, council) == 0 ? g_strdup (desk->token) : NULL;
}

gboolean
pakiv_desk_set_council (PakivDesk *desk, const char *url, const char *token, GError **error)
{
  g_autoptr (GMutexLocker) locker = NULL;
  char *old_url, *old_token;

  g_return_val_if_fail (url != NULL && token != NULL, FALSE);

  locker = g_mutex_locker_new (&desk->council_lock);
  old_url = desk->council;
  old_token = desk->token;
  desk->council = g_strdup (url);
  desk->token = g_strdup (token);
  if (!pakiv_desk_write_file (desk, desk->folder, error))
    {
      g_free (desk->council);
      pakiv_passphrase_free (desk->token);
      desk->council = old_url;
      desk->token = old_token;
      return FALSE;
    }
  g_free (old_url);
  pakiv_passphrase_free (old_token);
  return TRUE;
}

PakivDefinitions *
pakiv_desk_load_definitions (PakivDesk *desk, GError **error)
{
  return pakiv_definitions_load (pakiv_file_get_data_folder (), desk->folder, error);
}
