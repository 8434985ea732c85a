/* desk.json, written whole. Keys are standard base64. */
#include "pakiv-desk-private.h"

#include "pakiv-file.h"

#include <errno.h>
#include <glib/gi18n.h>
#include <json-glib/json-glib.h>
#include <string.h>

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

/* What there is for each key that is held, by name: { "police": "base64" }. NULL where none. */
static JsonObject *
write_keys (const guint8 *bytes, gsize length, const gboolean *holds, int n)
{
  JsonObject *object = NULL;

  for (int i = 0; i < n; i++)
    if (holds[i])
      {
        if (object == NULL)
          object = json_object_new ();
        set_bytes (object, pakiv_key_id_to_string ((PakivKeyId)i), bytes + (gsize)i * length,
                   length);
      }
  return object;
}

static JsonArray *
write_past_signing (const PakivMemberKeys *keys)
{
  JsonArray *array = json_array_new ();

  for (guint i = 0; i < keys->n_past_signing; i++)
    {
      g_autofree char *text = g_base64_encode (keys->past_signing[i], sizeof keys->past_signing[i]);

      json_array_add_string_element (array, text);
    }
  return array;
}

static JsonObject *
write_member (const PakivMember *member, const PakivMemberKeys *keys)
{
  JsonObject *object = json_object_new ();
  JsonObject *passphrase = json_object_new ();
  JsonObject *held = write_keys (keys->sealed[0], PAKIV_SEALED_BYTES, keys->holds, PAKIV_N_KEYS);
  JsonObject *next = write_keys (keys->next[0], PAKIV_SEALED_BYTES, keys->has_next, PAKIV_N_LOGS);
  JsonObject *proofs = write_keys (keys->proof[0], PAKIV_PROOF_BYTES, keys->holds, PAKIV_N_KEYS);
  JsonObject *next_proofs
      = write_keys (keys->next_proof[0], PAKIV_PROOF_BYTES, keys->has_next, PAKIV_N_LOGS);

  json_object_set_string_member (object, "name", member->name);
  json_object_set_string_member (object, "role", pakiv_role_to_string (member->role));
  if (member->suspended != NULL)
    json_object_set_string_member (object, "suspended", member->suspended);
  json_object_set_string_member (passphrase, "algorithm", "argon2id13");
  json_object_set_int_member (passphrase, "operations", (gint64)keys->operations);
  json_object_set_int_member (passphrase, "memory", (gint64)keys->memory);
  set_bytes (passphrase, "salt", keys->salt, sizeof keys->salt);
  json_object_set_object_member (object, "passphrase", passphrase);
  set_bytes (object, "public-key", keys->public_key, sizeof keys->public_key);
  if (keys->has_signing_key)
    set_bytes (object, "signing-key", keys->signing_key, sizeof keys->signing_key);
  if (keys->n_past_signing > 0)
    json_object_set_array_member (object, "past-signing-keys", write_past_signing (keys));
  set_bytes (object, "nonce", keys->nonce, sizeof keys->nonce);
  set_bytes (object, "secret-key", keys->box, sizeof keys->box);
  json_object_set_object_member (object, "log-keys", held != NULL ? held : json_object_new ());
  if (proofs != NULL)
    json_object_set_object_member (object, "key-proofs", proofs);
  if (next != NULL)
    json_object_set_object_member (object, "next-keys", next);
  if (next_proofs != NULL)
    json_object_set_object_member (object, "next-proofs", next_proofs);
  return object;
}

static JsonArray *
write_members (const PakivDeskFile *file)
{
  JsonArray *members = json_array_new ();

  for (guint i = 0; i < file->members->len; i++)
    json_array_add_object_element (members,
                                   write_member (file->members->pdata[i], file->keys->pdata[i]));
  return members;
}

static JsonObject *
write_recovery_key (const PakivRecoveryKey *key)
{
  JsonObject *object = json_object_new ();

  json_object_set_string_member (object, "made", key->day);
  json_object_set_int_member (object, "needed", key->needed);
  json_object_set_int_member (object, "shares", key->shares);
  set_bytes (object, "public-key", key->public_key, sizeof key->public_key);
  set_bytes (object, "key", key->sealed, sizeof key->sealed);
  set_bytes (object, "key-proof", key->proof, sizeof key->proof);
  if (key->has_next)
    {
      set_bytes (object, "next-key", key->next, sizeof key->next);
      set_bytes (object, "next-proof", key->next_proof, sizeof key->next_proof);
    }
  return object;
}

static JsonObject *
write_recovery (const PakivDeskFile *file)
{
  JsonObject *object = json_object_new ();

  for (int i = 0; i < PAKIV_N_KEYS; i++)
    if (file->recovery[i].made)
      json_object_set_object_member (object, pakiv_key_id_to_string ((PakivKeyId)i),
                                     write_recovery_key (&file->recovery[i]));
  return object;
}

static JsonObject *
write_steps (const PakivPastTrace *past)
{
  JsonObject *object = json_object_new ();

  for (int i = 0; i < PAKIV_N_LOGS; i++)
    if (!sodium_is_zero (past->step[i], PAKIV_STEP_BYTES))
      set_bytes (object, pakiv_log_id_to_string ((PakivLogId)i), past->step[i], PAKIV_STEP_BYTES);
  return object;
}

static JsonArray *
write_past_traces (const PakivDeskFile *file)
{
  JsonArray *array = json_array_new ();

  for (guint i = 0; i < file->past_traces->len; i++)
    {
      const PakivPastTrace *past = &g_array_index (file->past_traces, PakivPastTrace, i);
      JsonObject *object = json_object_new ();

      set_bytes (object, "public-key", past->public_key, sizeof past->public_key);
      if (past->is_sealed)
        set_bytes (object, "secret-key", past->sealed, sizeof past->sealed);
      json_object_set_object_member (object, "steps", write_steps (past));
      json_array_add_object_element (array, object);
    }
  return array;
}

static JsonArray *
write_rekeying (const PakivDeskFile *file)
{
  JsonArray *array = json_array_new ();

  for (int i = 0; i < PAKIV_N_LOGS; i++)
    if (file->rekeying[i])
      json_array_add_string_element (array, pakiv_log_id_to_string ((PakivLogId)i));
  return array;
}

static JsonObject *
write_desk (const PakivDeskFile *file)
{
  JsonObject *object = json_object_new ();
  JsonObject *logs = json_object_new ();

  json_object_set_int_member (object, PAKIV_DESK_FORMAT_NAME, PAKIV_DESK_FORMAT);
  json_object_set_string_member (object, "station", file->station);
  json_object_set_string_member (object, "station-id", file->station_id);
  for (int i = 0; i < PAKIV_N_LOGS; i++)
    set_bytes (logs, pakiv_log_id_to_string (i), file->signing_keys[i], PAKIV_KEY_BYTES);
  json_object_set_object_member (object, "signing-keys", logs);
  if (file->has_trace_key)
    set_bytes (object, "trace-key", file->trace_key, sizeof file->trace_key);
  json_object_set_array_member (object, "past-trace-keys", write_past_traces (file));
  json_object_set_array_member (object, "members", write_members (file));
  json_object_set_object_member (object, "recovery", write_recovery (file));
  json_object_set_array_member (object, "rekeying", write_rekeying (file));
  if (file->council != NULL)
    {
      json_object_set_string_member (object, "council", file->council);
      json_object_set_string_member (object, "council-token", file->token);
    }
  return object;
}

/* (transfer full) */
static GBytes *
to_bytes (const PakivDeskFile *file)
{
  g_autoptr (JsonNode) root = json_node_new (JSON_NODE_OBJECT);
  char *text;

  json_node_take_object (root, write_desk (file));
  text = json_to_string (root, TRUE);
  return g_bytes_new_take (text, strlen (text));
}

gboolean
pakiv_desk_file_equal (const PakivDeskFile *a, const PakivDeskFile *b)
{
  g_autoptr (GBytes) first = to_bytes (a), second = to_bytes (b);

  return g_bytes_equal (first, second);
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
pakiv_desk_write (const char *path, GBytes *bytes, GError **error)
{
  g_autoptr (GError) cause = NULL;

  if (pakiv_file_write (path, bytes, 0600, &cause))
    return TRUE;
  pakiv_desk_set_file_error (error, path, errno_of (cause));
  return FALSE;
}

GBytes *
pakiv_desk_read (const char *path, GError **error)
{
  g_autoptr (GError) cause = NULL;
  GBytes *bytes = pakiv_file_read (path, PAKIV_FILE_MAX, &cause);

  if (bytes == NULL)
    g_set_error_literal (error, PAKIV_LOG_ERROR, PAKIV_LOG_ERROR_FAILED, cause->message);
  return bytes;
}

gboolean
pakiv_desk_file_write (const PakivDeskFile *file, const char *folder, GError **error)
{
  g_autofree char *path = g_build_filename (folder, PAKIV_DESK_FILE, NULL);
  g_autoptr (GBytes) bytes = to_bytes (file);

  return pakiv_desk_write (path, bytes, error);
}
