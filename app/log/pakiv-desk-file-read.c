/* desk.json, read whole, believed in nothing: whoever may write the folder may have written it. */
#include "pakiv-desk-private.h"

#include "pakiv-json.h"

#include <glib/gi18n.h>
#include <string.h>

#define FORMAT_FIRST 1

/* What a passphrase check may cost at most; a damaged file must not stop the desk. */
#define OPERATIONS_MAX 16
#define MEMORY_MAX (G_GUINT64_CONSTANT (1) << 30)

/* No desk has so many; a file that says so would only keep the program busy. */
#define MEMBERS_MAX 1000
#define PAST_TRACES_MAX 1000

static gboolean
fail (const char *folder, const char *name, GError **error)
{
  g_set_error (error, PAKIV_LOG_ERROR, PAKIV_LOG_ERROR_NOT_A_LOG,
               /* Translators: a folder, and the name of an entry in a file. */
               _ ("The file desk.json in “%s” is damaged: “%s” is missing or can’t be read."),
               folder, name);
  return FALSE;
}

static gboolean
read_base64 (const char *text, guint8 *bytes, gsize length)
{
  size_t found;

  return text != NULL
         && sodium_base642bin (bytes, length, text, strlen (text), NULL, &found, NULL,
                               sodium_base64_VARIANT_ORIGINAL)
                == 0
         && found == length;
}

static gboolean
get_bytes (JsonObject *object, const char *name, guint8 *bytes, gsize length)
{
  return object != NULL && read_base64 (pakiv_json_get_string (object, name), bytes, length);
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
read_held_keys (PakivMemberKeys *keys, PakivRole role, JsonObject *object)
{
  for (int i = 0; i < PAKIV_N_KEYS; i++)
    {
      const char *name = pakiv_key_id_to_string ((PakivKeyId)i);

      if (object == NULL || !json_object_has_member (object, name))
        continue;
      /* A key that the role may not hold is never used, whoever wrote it here. */
      if (!pakiv_role_may_hold_key (role, (PakivKeyId)i)
          || !get_bytes (object, name, keys->sealed[i], PAKIV_SEALED_BYTES))
        return FALSE;
      keys->holds[i] = TRUE;
    }
  return TRUE;
}

static gboolean
read_next_keys (PakivMemberKeys *keys, PakivRole role, JsonObject *object)
{
  for (int i = 0; i < PAKIV_N_LOGS; i++)
    {
      const char *name = pakiv_log_id_to_string ((PakivLogId)i);

      if (object == NULL || !json_object_has_member (object, name))
        continue;
      if (!pakiv_role_may_hold (role, (PakivLogId)i)
          || !get_bytes (object, name, keys->next[i], PAKIV_SEALED_BYTES))
        return FALSE;
      keys->has_next[i] = TRUE;
    }
  return TRUE;
}

/* What is missing, or can't be read, is no proof. */
static void
read_proofs (guint8 *proofs, int n, JsonObject *object)
{
  for (int i = 0; i < n; i++)
    {
      guint8 *proof = proofs + (gsize)i * PAKIV_PROOF_BYTES;

      if (!get_bytes (object, pakiv_key_id_to_string ((PakivKeyId)i), proof, PAKIV_PROOF_BYTES))
        memset (proof, 0, PAKIV_PROOF_BYTES);
    }
}

static gboolean
read_past_signing (PakivMemberKeys *keys, JsonArray *array)
{
  guint n = array != NULL ? json_array_get_length (array) : 0;

  if (n > PAKIV_PAST_SIGNING_MAX)
    return FALSE;
  for (guint i = 0; i < n; i++)
    if (!read_base64 (pakiv_json_peek_string (array, i), keys->past_signing[i],
                      sizeof keys->past_signing[i]))
      return FALSE;
  keys->n_past_signing = n;
  return TRUE;
}

static gboolean
read_signing_key (PakivMemberKeys *keys, JsonObject *object)
{
  if (!read_past_signing (keys, pakiv_json_get_array (object, "past-signing-keys")))
    return FALSE;
  if (!json_object_has_member (object, "signing-key"))
    return TRUE;
  keys->has_signing_key
      = get_bytes (object, "signing-key", keys->signing_key, sizeof keys->signing_key);
  return keys->has_signing_key;
}

static gboolean
read_suspended (PakivMember *member, JsonObject *object)
{
  if (!json_object_has_member (object, "suspended"))
    return TRUE;
  member->suspended = g_strdup (pakiv_json_get_string (object, "suspended"));
  return member->suspended != NULL && *member->suspended != '\0';
}

static gboolean
read_member (PakivDeskFile *file, JsonObject *object, const char *folder, GError **error)
{
  const char *name = pakiv_json_get_string (object, "name");
  PakivMemberKeys *keys = g_new0 (PakivMemberKeys, 1);
  PakivMember *member;
  PakivRole role;

  g_ptr_array_add (file->keys, keys);
  if (name == NULL || *name == '\0' || pakiv_desk_file_find_member (file, name) != NULL)
    return fail (folder, "name", error);
  if (!pakiv_role_from_string (pakiv_json_get_string (object, "role"), &role))
    return fail (folder, "role", error);
  member = pakiv_desk_file_add_member (file, name, role);
  if (!read_suspended (member, object))
    return fail (folder, "suspended", error);
  if (!read_passphrase (keys, pakiv_json_get_object (object, "passphrase")))
    return fail (folder, "passphrase", error);
  if (!get_bytes (object, "public-key", keys->public_key, sizeof keys->public_key)
      || !get_bytes (object, "nonce", keys->nonce, sizeof keys->nonce)
      || !get_bytes (object, "secret-key", keys->box, sizeof keys->box))
    return fail (folder, "secret-key", error);
  if (!read_signing_key (keys, object))
    return fail (folder, "signing-key", error);
  read_proofs (keys->proof[0], PAKIV_N_KEYS, pakiv_json_get_object (object, "key-proofs"));
  read_proofs (keys->next_proof[0], PAKIV_N_LOGS, pakiv_json_get_object (object, "next-proofs"));
  return (read_held_keys (keys, role, pakiv_json_get_object (object, "log-keys"))
          || fail (folder, "log-keys", error))
         && (read_next_keys (keys, role, pakiv_json_get_object (object, "next-keys"))
             || fail (folder, "next-keys", error));
}

static gboolean
read_members (PakivDeskFile *file, JsonObject *object, const char *folder, GError **error)
{
  JsonArray *array = pakiv_json_get_array (object, "members");

  if (array == NULL || json_array_get_length (array) == 0
      || json_array_get_length (array) > MEMBERS_MAX)
    return fail (folder, "members", error);
  for (guint i = 0; i < json_array_get_length (array); i++)
    {
      JsonObject *member = pakiv_json_peek_object (array, i);

      if (member == NULL)
        return fail (folder, "members", error);
      if (!read_member (file, member, folder, error))
        return FALSE;
    }
  return TRUE;
}

static gboolean
read_recovery_key (PakivRecoveryKey *key, JsonObject *object)
{
  const char *day = pakiv_json_get_string (object, "made");
  gint64 needed = pakiv_json_get_number (object, "needed", 255);
  gint64 shares = pakiv_json_get_number (object, "shares", 255);

  if (day == NULL || needed < 0 || shares < 0
      || g_strlcpy (key->day, day, sizeof key->day) >= sizeof key->day
      || !get_bytes (object, "public-key", key->public_key, sizeof key->public_key)
      || !get_bytes (object, "key", key->sealed, sizeof key->sealed))
    return FALSE;
  if (!get_bytes (object, "key-proof", key->proof, sizeof key->proof))
    memset (key->proof, 0, sizeof key->proof);
  if (!get_bytes (object, "next-proof", key->next_proof, sizeof key->next_proof))
    memset (key->next_proof, 0, sizeof key->next_proof);
  key->needed = (guint)needed;
  key->shares = (guint)shares;
  key->has_next = json_object_has_member (object, "next-key");
  key->made = !key->has_next || get_bytes (object, "next-key", key->next, sizeof key->next);
  return key->made;
}

static gboolean
read_recovery (PakivDeskFile *file, JsonObject *object)
{
  for (int i = 0; i < PAKIV_N_KEYS; i++)
    {
      const char *name = pakiv_key_id_to_string ((PakivKeyId)i);
      JsonObject *key;

      if (object == NULL || !json_object_has_member (object, name))
        continue;
      key = pakiv_json_get_object (object, name);
      if (key == NULL || !read_recovery_key (&file->recovery[i], key))
        return FALSE;
    }
  return TRUE;
}

/* What is missing, or can't be read, proves nothing. */
static void
read_steps (PakivPastTrace *past, JsonObject *object)
{
  for (int i = 0; i < PAKIV_N_LOGS; i++)
    if (!get_bytes (object, pakiv_log_id_to_string ((PakivLogId)i), past->step[i],
                    PAKIV_STEP_BYTES))
      memset (past->step[i], 0, PAKIV_STEP_BYTES);
}

static gboolean
read_past_traces (PakivDeskFile *file, JsonArray *array)
{
  if (array != NULL && json_array_get_length (array) > PAST_TRACES_MAX)
    return FALSE;
  for (guint i = 0; array != NULL && i < json_array_get_length (array); i++)
    {
      JsonObject *object = pakiv_json_peek_object (array, i);
      PakivPastTrace past = { 0 };

      if (object == NULL
          || !get_bytes (object, "public-key", past.public_key, sizeof past.public_key))
        return FALSE;
      past.is_sealed = json_object_has_member (object, "secret-key");
      if (past.is_sealed && !get_bytes (object, "secret-key", past.sealed, sizeof past.sealed))
        return FALSE;
      read_steps (&past, pakiv_json_get_object (object, "steps"));
      g_array_append_val (file->past_traces, past);
    }
  return TRUE;
}

static gboolean
read_trace (PakivDeskFile *file, JsonObject *object)
{
  file->has_trace_key = json_object_has_member (object, "trace-key");
  return (!file->has_trace_key
          || get_bytes (object, "trace-key", file->trace_key, sizeof file->trace_key))
         && read_past_traces (file, pakiv_json_get_array (object, "past-trace-keys"));
}

static gboolean
read_rekeying (PakivDeskFile *file, JsonArray *array)
{
  for (guint i = 0; array != NULL && i < json_array_get_length (array); i++)
    {
      PakivLogId log;

      if (!pakiv_log_id_from_string (pakiv_json_peek_string (array, i), &log))
        return FALSE;
      file->rekeying[log] = TRUE;
    }
  return TRUE;
}

static gboolean
read_desk (PakivDeskFile *file, JsonObject *object, const char *folder, GError **error)
{
  JsonObject *signing = pakiv_json_get_object (object, "signing-keys");

  file->station = g_strdup (pakiv_json_get_string (object, "station"));
  file->station_id = g_strdup (pakiv_json_get_string (object, "station-id"));
  file->council = g_strdup (pakiv_json_get_string (object, "council"));
  file->token = g_strdup (pakiv_json_get_string (object, "council-token"));
  if (file->station == NULL)
    return fail (folder, "station", error);
  if (file->station_id == NULL || !g_uuid_string_is_valid (file->station_id))
    return fail (folder, "station-id", error);
  for (int i = 0; i < PAKIV_N_LOGS; i++)
    if (!get_bytes (signing, pakiv_log_id_to_string (i), file->signing_keys[i], PAKIV_KEY_BYTES))
      return fail (folder, "signing-keys", error);
  if (!read_trace (file, object))
    return fail (folder, "trace-key", error);
  if (!read_recovery (file, pakiv_json_get_object (object, "recovery")))
    return fail (folder, "recovery", error);
  if (!read_rekeying (file, pakiv_json_get_array (object, "rekeying")))
    return fail (folder, "rekeying", error);
  return read_members (file, object, folder, error);
}

PakivDeskFile *
pakiv_desk_file_read (const char *folder, GError **error)
{
  g_autofree char *path = g_build_filename (folder, PAKIV_DESK_FILE, NULL);
  g_autoptr (GBytes) bytes = NULL;
  g_autoptr (JsonObject) object = NULL;
  g_autoptr (PakivDeskFile) file = pakiv_desk_file_new ();
  gint64 format;

  if (!g_file_test (path, G_FILE_TEST_IS_REGULAR))
    {
      g_set_error (error, PAKIV_LOG_ERROR, PAKIV_LOG_ERROR_NOT_FOUND,
                   _ ("There is no desk in “%s”."), folder);
      return NULL;
    }
  if ((bytes = pakiv_desk_read (path, error)) == NULL)
    return NULL;
  object = pakiv_json_read_object (bytes);
  format = object != NULL ? pakiv_json_get_number (object, PAKIV_DESK_FORMAT_NAME, G_MAXINT32) : -1;
  if (format >= FORMAT_FIRST && format <= PAKIV_DESK_FORMAT)
    return read_desk (file, object, folder, error) ? g_steal_pointer (&file) : NULL;
  if (format < FORMAT_FIRST)
    fail (folder, PAKIV_DESK_FORMAT_NAME, error);
  else
    g_set_error (error, PAKIV_LOG_ERROR, PAKIV_LOG_ERROR_NEWER,
                 _ ("The desk in “%s” was made by a newer Pakiv. Open it with that newer Pakiv."),
                 folder);
  return NULL;
}
