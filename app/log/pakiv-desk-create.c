/* Making a desk: built whole in a neighbouring folder, then renamed to its place. */
#include "pakiv-desk-private.h"

#include "pakiv-passphrase.h"
#include "pakiv-schema.h"
#include "pakiv-trace-pin.h"

#include <errno.h>
#include <glib/gi18n.h>
#include <glib/gstdio.h>
#include <string.h>

/* As the council takes them. */
#define NAME_MAX_LETTERS 100

static gboolean
refuse (GError **error, const char *message)
{
  g_set_error_literal (error, PAKIV_LOG_ERROR, PAKIV_LOG_ERROR_REFUSED, message);
  return FALSE;
}

gboolean
pakiv_desk_check_passphrase (const char *name, const char *passphrase, GError **error)
{
  g_autoptr (GError) cause = NULL;

  if (pakiv_passphrase_check (passphrase, &cause))
    return TRUE;
  /* Translators: a member's name, and a sentence about the passphrase. */
  g_set_error (error, PAKIV_LOG_ERROR, PAKIV_LOG_ERROR_REFUSED, _ ("%s: %s"), name, cause->message);
  return FALSE;
}

/* A name is what its member types: no spaces around it, no line ends in it. */
static gboolean
is_name (const char *name)
{
  g_autofree char *stripped = name != NULL ? g_strstrip (g_strdup (name)) : NULL;

  return stripped != NULL && *stripped != '\0' && strcmp (stripped, name) == 0
         && g_utf8_validate (name, -1, NULL) && strpbrk (name, "\r\n\t") == NULL
         && g_utf8_strlen (name, -1) <= NAME_MAX_LETTERS;
}

gboolean
pakiv_desk_check_name (const char *name, GError **error)
{
  return is_name (name)
         || refuse (error, _ ("Every member needs a name of at most 100 letters, without spaces "
                              "before or after it."));
}

static gboolean
check_members (GPtrArray *members, const char *const *passphrases, GError **error)
{
  if (members->len == 0)
    return refuse (error, _ ("A desk needs at least one member."));
  for (guint i = 0; i < members->len; i++)
    {
      const PakivMember *member = members->pdata[i];

      if (!pakiv_desk_check_name (member->name, error))
        return FALSE;
      if (member->role >= PAKIV_N_ROLES)
        return refuse (error, _ ("Every member needs a role."));
      for (guint k = 0; k < i; k++)
        if (strcmp (((const PakivMember *)members->pdata[k])->name, member->name) == 0)
          {
            g_set_error (error, PAKIV_LOG_ERROR, PAKIV_LOG_ERROR_REFUSED,
                         _ ("There are two members named “%s”. Give each a name of their own."),
                         member->name);
            return FALSE;
          }
      if (!pakiv_desk_check_passphrase (member->name, passphrases[i], error))
        return FALSE;
    }
  return TRUE;
}

static gboolean
check_folder_is_free (const char *folder, GError **error)
{
  g_autoptr (GDir) dir = NULL;

  if (!g_file_test (folder, G_FILE_TEST_EXISTS))
    return TRUE;
  dir = g_dir_open (folder, 0, NULL);
  if (dir != NULL && g_dir_read_name (dir) == NULL)
    return TRUE;
  g_set_error (error, PAKIV_LOG_ERROR, PAKIV_LOG_ERROR_REFUSED,
               _ ("“%s” is already in use. Choose a new or an empty folder for the desk."), folder);
  return FALSE;
}

static gboolean
make_members (PakivDesk *desk,
              PakivDeskFile *file,
              GPtrArray *members,
              const char *const *passphrases,
              GError **error)
{
  guint64 operations, memory;

  pakiv_desk_get_cost (desk, &operations, &memory);
  for (guint i = 0; i < members->len; i++)
    {
      const PakivMember *member = members->pdata[i];
      PakivMemberKeys *keys
          = pakiv_member_keys_new (passphrases[i], operations, memory, NULL, error);

      if (keys == NULL)
        return FALSE;
      g_ptr_array_add (file->keys, keys);
      pakiv_desk_file_add_member (file, member->name, member->role);
    }
  return TRUE;
}

static gboolean
mark_proven (PakivDeskFile *file, const char *path, const guint8 *key, GError **error)
{
  g_autofree char *trace_key = g_base64_encode (file->trace_key, sizeof file->trace_key);
  g_autoptr (PakivSql) sql = pakiv_sql_open (path, key, error);

  return sql != NULL && pakiv_schema_set_text (sql, PAKIV_META_PROVEN, "yes", error)
         && pakiv_schema_set_text (sql, PAKIV_META_TRACE_KEY, trace_key, error)
         && (!pakiv_trace_pin_is_held (file)
             || pakiv_schema_set_text (sql, PAKIV_META_TRACE_HELD, "yes", error));
}

static gboolean
make_log (PakivDeskFile *file, PakivLogId id, const char *folder, GError **error)
{
  g_autofree char *path = pakiv_desk_get_log_path (folder, id);
  g_autoptr (PakivSecret) key = pakiv_secret_new_random (PAKIV_KEY_BYTES);

  if (!pakiv_schema_create_file (path, key, id, file->signing_keys[id], error)
      || !mark_proven (file, path, key, error))
    return FALSE;
  if (g_chmod (path, 0600) != 0)
    {
      pakiv_desk_set_file_error (error, path, errno);
      return FALSE;
    }
  for (guint i = 0; i < file->members->len; i++)
    if (pakiv_role_may_hold (((const PakivMember *)file->members->pdata[i])->role, id))
      pakiv_member_keys_seal (file->keys->pdata[i], (PakivKeyId)id, key);
  return TRUE;
}

static gboolean
fill (PakivDeskFile *file, const char *folder, GError **error)
{
  pakiv_desk_file_begin_trace (file, NULL);
  for (int i = 0; i < PAKIV_N_LOGS; i++)
    if (!make_log (file, i, folder, error))
      return FALSE;
  return pakiv_desk_file_write (file, folder, error);
}

/* A folder as made here: files only. */
static void
remove_folder (const char *folder)
{
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
  const char *name;

  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *path = g_build_filename (folder, name, NULL);

      g_unlink (path);
    }
  g_rmdir (folder);
}

static gboolean
build (PakivDesk *desk, PakivDeskFile *file, GError **error)
{
  g_autofree char *temporary = g_strconcat (desk->folder, ".XXXXXX", NULL);

  if (g_mkdtemp_full (temporary, 0700) == NULL)
    {
      pakiv_desk_set_file_error (error, desk->folder, errno);
      return FALSE;
    }
  if (!fill (file, temporary, error))
    {
      remove_folder (temporary);
      return FALSE;
    }
  if (g_rename (temporary, desk->folder) == 0)
    return TRUE;
  pakiv_desk_set_file_error (error, desk->folder, errno);
  remove_folder (temporary);
  return FALSE;
}

/* (transfer full): the folders above @folder that are not there, the nearest first. */
static GPtrArray *
list_missing_parents (const char *folder)
{
  GPtrArray *missing = g_ptr_array_new_with_free_func (g_free);
  char *parent = g_path_get_dirname (folder);

  while (!g_file_test (parent, G_FILE_TEST_EXISTS))
    {
      g_ptr_array_add (missing, parent);
      parent = g_path_get_dirname (parent);
    }
  g_free (parent);
  return missing;
}

static gboolean
build_with_parents (PakivDesk *desk, PakivDeskFile *file, GError **error)
{
  g_autoptr (GPtrArray) missing = list_missing_parents (desk->folder);

  if (missing->len > 0 && g_mkdir_with_parents (missing->pdata[0], 0700) != 0)
    pakiv_desk_set_file_error (error, missing->pdata[0], errno);
  else if (build (desk, file, error))
    return TRUE;
  /* What was made on the way goes again, and nothing else: a folder with something in it stays. */
  for (guint i = 0; i < missing->len; i++)
    g_rmdir (missing->pdata[i]);
  return FALSE;
}

PakivDesk *
pakiv_desk_create (const char *folder,
                   const char *station,
                   GPtrArray *members,
                   const char *const *passphrases,
                   PakivCost cost,
                   GError **error)
{
  g_autoptr (PakivDesk) desk = NULL;
  g_autoptr (PakivDeskFile) file = NULL;

  g_return_val_if_fail (folder != NULL && members != NULL && passphrases != NULL, NULL);

  desk = pakiv_desk_new (folder);
  pakiv_desk_set_cost (desk, cost);
  if (!is_name (station))
    {
      refuse (error, _ ("The station needs a name of at most 100 letters, without spaces before or "
                        "after it."));
      return NULL;
    }
  file = pakiv_desk_file_new ();
  file->station = g_strdup (station);
  file->station_id = pakiv_secret_new_uuid ();
  if (!check_members (members, passphrases, error) || !check_folder_is_free (desk->folder, error)
      || !make_members (desk, file, members, passphrases, error)
      || !build_with_parents (desk, file, error) || !pakiv_desk_refresh (desk, error))
    return NULL;
  return g_steal_pointer (&desk);
}
