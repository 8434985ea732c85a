/* desk.json, read and written whole. Keys are standard base64. */
#include "pakiv-desk-private.h"

#include "pakiv-file.h"
#include "pakiv-json.h"

#include <errno.h>
#include <glib/gi18n.h>
#include <json-glib/json-glib.h>
#include <string.h>

#define FORMAT 1
#define FORMAT_NAME "pakiv-desk"

/* What a passphrase check may cost at most; a damaged file must not stop the desk. */
#define OPERATIONS_MAX 16
#define MEMORY_MAX (G_GUINT64_CONSTANT (1) << 30)

void
pakiv_desk_set_file_error (GError **error, const char *path, int code)
{
  int reason = code == ENOSPC || code == EDQUOT                   ? PAKIV_LOG_ERROR_NO_SPACE
               : code == EROFS || code == EACCES || code == EPERM ? PAKIV_LOG_ERROR_READ_ONLY
                                                                  : PAKIV_LOG_ERROR_FAILED;

  /* Translators: a file or folder, and the system's reason. */
  g_set_error (error, PAKIV_LOG_ERROR, reason, _ ("“%s” could not be written: %s."), path,
               g_strerror (code));
}

static void
set_bytes (JsonObject *object, const char *name, const guint8 *bytes, gsize length)
{
  g_autofree char *text = g_base64_encode (bytes, length);

  json_object_set_string_member (object, name, text);
}

static JsonObject *
write_member (const PakivMember *member, const PakivMemberKeys *keys)
{
  JsonObject *object = json_object_new ();
  JsonObject *passphrase = json_object_new ();
  JsonObject *logs = json_object_new ();

  json_object_set_string_member (object, "name", member->name);
  json_object_set_string_member (object, "role", pakiv_role_to_string (member->role));
  json_object_set_string_member (passphrase, "algorithm", "argon2id13");
  json_object_set_int_member (passphrase, "operations", (gint64)keys->operations);
  json_object_set_int_member (passphrase, "memory", (gint64)keys->memory);
  set_bytes (passphrase, "salt", keys->salt, sizeof keys->salt);
  json_object_set_object_member (object, "passphrase", passphrase);
  set_bytes (object, "public-key", keys->public_key, sizeof keys->public_key);
  set_bytes (object, "nonce", keys->nonce, sizeof keys->nonce);
  set_bytes (object, "secret-key", keys->box, sizeof keys->box);
  for (int i = 0; i < PAKIV_N_LOGS; i++)
    if (keys->holds[i])
      set_bytes (logs, pakiv_log_id_to_string (i), keys->sealed[i], PAKIV_SEALED_BYTES);
  json_object_set_object_member (object, "log-keys", logs);
  return object;
}

static JsonObject *
write_desk (PakivDesk *desk)
{
  JsonObject *object = json_object_new ();
  JsonObject *logs = json_object_new ();
  JsonArray *members = json_array_new ();

  json_object_set_int_member (object, FORMAT_NAME, FORMAT);
  json_object_set_string_member (object, "station", desk->station);
  json_object_set_string_member (object, "station-id", desk->station_id);
  for (int i = 0; i < PAKIV_N_LOGS; i++)
    set_bytes (logs, pakiv_log_id_to_string (i), desk->signing_keys[i], PAKIV_KEY_BYTES);
  json_object_set_object_member (object, "signing-keys", logs);
  for (guint i = 0; i < desk->members->len; i++)
    json_array_add_object_element (members,
                                   write_member (desk->members->pdata[i], desk->keys->pdata[i]));
  json_object_set_array_member (object, "members", members);
  if (desk->council != NULL)
    {
      json_object_set_string_member (object, "council", desk->council);
      json_object_set_string_member (object, "council-token", desk->token);
    }
  return object;
}

static int
errno_of (const GError *cause)
{
  if (g_error_matches (cause, G_FILE_ERROR, G_FILE_ERROR_NOSPC))
    return ENOSPC;
  if (g_error_matches (cause, G_FILE_ERROR, G_FILE_ERROR_ROFS))
    return EROFS;
  if (g_error_matches (cause, G_FILE_ERROR, G_FILE_ERROR_ACCES)
      || g_error_matches (cause, G_FILE_ERROR, G_FILE_ERROR_PERM))
    return EACCES;
  return EIO;
}

gboolean
pakiv_desk_write_file (PakivDesk *desk, const char *folder, GError **error)
{
  g_autofree char *path = g_build_filename (folder, PAKIV_DESK_FILE, NULL);
  g_autoptr (JsonNode) root = json_node_new (JSON_NODE_OBJECT);
  g_autoptr (GBytes) bytes = NULL;
  g_autoptr (GError) cause = NULL;
  char *text;

  json_node_take_object (root, write_desk (desk));
  text = json_to_string (root, TRUE);
  bytes = g_bytes_new_take (text, strlen (text));
  if (pakiv_file_write (path, bytes, 0600, &cause))
    return TRUE;
  pakiv_desk_set_file_error (error, path, errno_of (cause));
  return FALSE;
}

static gboolean
fail (PakivDesk *desk, const char *name, GError **error)
{
  g_set_error (error, PAKIV_LOG_ERROR, PAKIV_LOG_ERROR_NOT_A_LOG,
               /* Translators: a folder, and the name of an entry in a file. */
               _ ("The file desk.json in “%s” is damaged: “%s” is missing or can’t be read."),
               desk->folder, name);
  return FALSE;
}

static gboolean
get_bytes (JsonObject *object, const char *name, guint8 *bytes, gsize length)
{
  const char *text = object != NULL ? pakiv_json_get_string (object, name) : NULL;
  size_t found;

  return text != NULL
         && sodium_base642bin (bytes, length, text, strlen (text), NULL, &found, NULL,
                               sodium_base64_VARIANT_ORIGINAL)
                == 0
         && found == length;
}

static gboolean
read_passphrase (PakivMemberKeys *keys, JsonObject *object)
{
  gint64 operations, memory;

  if (object == NULL || g_strcmp0 (pakiv_json_get_string (object, "algorithm"), "argon2id13") != 0)
    return FALSE;
  operations = pakiv_json_get_number (object, "operations", OPERATIONS_MAX);
  memory = pakiv_json_get_number (object, "memory", MEMORY_MAX);
  if (operations < (gint64)crypto_pwhash_OPSLIMIT_MIN
      || memory < (gint64)crypto_pwhash_MEMLIMIT_MIN)
    return FALSE;
  keys->operations = (guint64)operations;
  keys->memory = (guint64)memory;
  return get_bytes (object, "salt", keys->salt, sizeof keys->salt);
}

static gboolean
read_log_keys (PakivMemberKeys *keys, PakivRole role, JsonObject *logs)
{
  for (int i = 0; i < PAKIV_N_LOGS; i++)
    {
      const char *name = pakiv_log_id_to_string (i);

      if (logs == NULL || !json_object_has_member (logs, name))
        continue;
      /* A key that the role may not hold is never used, whoever wrote it here. */
      if (!pakiv_role_may_hold (role, i)
          || !get_bytes (logs, name, keys->sealed[i], PAKIV_SEALED_BYTES))
        return FALSE;
      keys->holds[i] = TRUE;
    }
  return TRUE;
}

static gboolean
read_member (PakivDesk *desk, JsonObject *object, GError **error)
{
  const char *name = pakiv_json_get_string (object, "name");
  PakivMemberKeys *keys = g_new0 (PakivMemberKeys, 1);
  PakivRole role;

  g_ptr_array_add (desk->keys, keys);
  if (name == NULL || *name == '\0' || pakiv_desk_find_member (desk, name) != NULL)
    return fail (desk, "name", error);
  if (!pakiv_role_from_string (pakiv_json_get_string (object, "role"), &role))
    return fail (desk, "role", error);
  pakiv_desk_add_member (desk, name, role);
  if (!read_passphrase (keys, pakiv_json_get_object (object, "passphrase")))
    return fail (desk, "passphrase", error);
  if (!get_bytes (object, "public-key", keys->public_key, sizeof keys->public_key)
      || !get_bytes (object, "nonce", keys->nonce, sizeof keys->nonce)
      || !get_bytes (object, "secret-key", keys->box, sizeof keys->box))
    return fail (desk, "secret-key", error);
  return read_log_keys (keys, role, pakiv_json_get_object (object, "log-keys"))
         || fail (desk, "log-keys", error);
}

static gboolean
read_members (PakivDesk *desk, JsonObject *object, GError **error)
{
  JsonArray *array = pakiv_json_get_array (object, "members");

  if (array == NULL || json_array_get_length (array) == 0)
    return fail (desk, "members", error);
  for (guint i = 0; i < json_array_get_length (array); i++)
    {
      JsonObject *member = pakiv_json_peek_object (array, i);

      if (member == NULL)
        return fail (desk, "members", error);
      if (!read_member (desk, member, error))
        return FALSE;
    }
  return TRUE;
}

static gboolean
read_desk (PakivDesk *desk, JsonObject *object, GError **error)
{
  JsonObject *signing = pakiv_json_get_object (object, "signing-keys");

  desk->station = g_strdup (pakiv_json_get_string (object, "station"));
  desk->station_id = g_strdup (pakiv_json_get_string (object, "station-id"));
  desk->council = g_strdup (pakiv_json_get_string (object, "council"));
  desk->token = g_strdup (pakiv_json_get_string (object, "council-token"));
  if (desk->station == NULL)
    return fail (desk, "station", error);
  if (desk->station_id == NULL || !g_uuid_string_is_valid (desk->station_id))
    return fail (desk, "station-id", error);
  for (int i = 0; i < PAKIV_N_LOGS; i++)
    if (!get_bytes (signing, pakiv_log_id_to_string (i), desk->signing_keys[i], PAKIV_KEY_BYTES))
      return fail (desk, "signing-keys", error);
  return read_members (desk, object, error);
}

gboolean
pakiv_desk_read_file (PakivDesk *desk, GError **error)
{
  g_autofree char *path = g_build_filename (desk->folder, PAKIV_DESK_FILE, NULL);
  g_autoptr (GBytes) bytes = NULL;
  g_autoptr (JsonObject) object = NULL;
  gint64 format;

  if (!g_file_test (path, G_FILE_TEST_EXISTS))
    {
      g_set_error (error, PAKIV_LOG_ERROR, PAKIV_LOG_ERROR_NOT_FOUND,
                   _ ("There is no desk in “%s”."), desk->folder);
      return FALSE;
    }
  if ((bytes = pakiv_file_read (path, PAKIV_FILE_MAX, error)) == NULL)
    return FALSE;
  object = pakiv_json_read_object (bytes);
  format = object != NULL ? pakiv_json_get_number (object, FORMAT_NAME, G_MAXINT32) : -1;
  if (format <= FORMAT)
    return format == FORMAT ? read_desk (desk, object, error) : fail (desk, FORMAT_NAME, error);
  g_set_error (error, PAKIV_LOG_ERROR, PAKIV_LOG_ERROR_NEWER,
               _ ("The desk in “%s” was made by a newer Pakiv. Open it with that newer Pakiv."),
               desk->folder);
  return FALSE;
}
