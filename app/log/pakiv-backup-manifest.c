/* What a backup says of itself: JSON, signed with the log's own Ed25519 key over its lines. */
#include "pakiv-backup-private.h"

#include "pakiv-json.h"

#include <glib/gi18n.h>
#include <glib/gstdio.h>
#include <json-glib/json-glib.h>
#include <sodium.h>
#include <string.h>

#define FORMAT 1
#define FORMAT_NAME "pakiv-backup"
#define SIGNATURE "signature"

static const char *const reasons[] = { "regular", "before-restore", "before-migration" };

G_STATIC_ASSERT (G_N_ELEMENTS (reasons) == PAKIV_N_BACKUP_REASONS);

void
pakiv_backup_free (PakivBackup *backup)
{
  if (backup == NULL)
    return;
  g_free (backup->path);
  g_free (backup->station_id);
  g_free (backup->made_at);
  g_free (backup->sha256);
  g_free (backup->signature);
  g_free (backup->problem);
  g_clear_pointer (&backup->counts, g_ptr_array_unref);
  g_free (backup->newest_day);
  g_free (backup);
}

/* (transfer full): what is signed. No release begins like this, so neither can stand for the other.
 */
static char *
get_signed_text (const PakivBackup *backup)
{
  return g_strdup_printf ("%s %d\nstation %s\nlog %s\nmade-at %s\nreason %s\nschema %d\n"
                          "size %" G_GUINT64_FORMAT "\nsha256 %s\n",
                          FORMAT_NAME, FORMAT, backup->station_id,
                          pakiv_log_id_to_string (backup->log), backup->made_at,
                          reasons[backup->reason], backup->schema, backup->size, backup->sha256);
}

static char *
sign (const PakivBackup *backup, const guint8 *secret)
{
  g_autofree char *text = get_signed_text (backup);
  guint8 signature[crypto_sign_BYTES];

  crypto_sign_detached (signature, NULL, (const guint8 *)text, strlen (text), secret);
  return g_base64_encode (signature, sizeof signature);
}

static gboolean
is_signed (const PakivBackup *backup, const guint8 *public_key)
{
  g_autofree char *text = get_signed_text (backup);
  guint8 signature[crypto_sign_BYTES];
  size_t length = 0;

  return sodium_base642bin (signature, sizeof signature, backup->signature,
                            strlen (backup->signature), NULL, &length, NULL,
                            sodium_base64_VARIANT_ORIGINAL)
             == 0
         && length == sizeof signature
         && crypto_sign_verify_detached (signature, (const guint8 *)text, strlen (text), public_key)
                == 0;
}

gboolean
pakiv_backup_write_manifest (PakivBackup *backup, const guint8 *signing_secret, GError **error)
{
  g_autofree char *place = g_path_get_dirname (backup->path);
  g_autofree char *path = g_build_filename (place, PAKIV_BACKUP_MANIFEST, NULL);
  g_autoptr (JsonNode) root = json_node_new (JSON_NODE_OBJECT);
  g_autoptr (GBytes) bytes = NULL;
  JsonObject *object = json_object_new ();
  char *text;

  g_free (backup->signature);
  backup->signature = sign (backup, signing_secret);
  json_object_set_int_member (object, FORMAT_NAME, FORMAT);
  json_object_set_string_member (object, "station", backup->station_id);
  json_object_set_string_member (object, "log", pakiv_log_id_to_string (backup->log));
  json_object_set_string_member (object, "made-at", backup->made_at);
  json_object_set_string_member (object, "reason", reasons[backup->reason]);
  json_object_set_int_member (object, "schema", backup->schema);
  json_object_set_int_member (object, "size", (gint64)backup->size);
  json_object_set_string_member (object, "sha256", backup->sha256);
  json_object_set_string_member (object, SIGNATURE, backup->signature);
  json_node_take_object (root, object);
  text = json_to_string (root, TRUE);
  bytes = g_bytes_new_take (text, strlen (text));
  return pakiv_desk_write (path, bytes, error);
}

static gboolean
refuse (GError **error, const char *path, const char *reason)
{
  /* Translators: a file, and what is wrong with it. */
  g_set_error (error, PAKIV_LOG_ERROR, PAKIV_LOG_ERROR_NOT_A_LOG, _ ("“%s” can’t be used: %s"),
               path, reason);
  return FALSE;
}

static gboolean
read_reason (const char *text, PakivBackupReason *reason)
{
  for (int i = 0; i < PAKIV_N_BACKUP_REASONS; i++)
    if (g_strcmp0 (text, reasons[i]) == 0)
      {
        *reason = (PakivBackupReason)i;
        return TRUE;
      }
  return FALSE;
}

static gboolean
read_members (PakivBackup *backup, JsonObject *object)
{
  g_autoptr (GDateTime) moment = NULL;
  const char *log = pakiv_json_get_string (object, "log");
  gint64 schema = pakiv_json_get_number (object, "schema", G_MAXINT32);
  gint64 size = pakiv_json_get_number (object, "size", G_MAXINT64);

  backup->station_id = g_strdup (pakiv_json_get_string (object, "station"));
  backup->made_at = g_strdup (pakiv_json_get_string (object, "made-at"));
  backup->sha256 = g_strdup (pakiv_json_get_string (object, "sha256"));
  backup->signature = g_strdup (pakiv_json_get_string (object, SIGNATURE));
  backup->schema = (int)schema;
  backup->size = (guint64)size;
  if (backup->station_id == NULL || backup->made_at == NULL || backup->sha256 == NULL
      || backup->signature == NULL || log == NULL || schema < 1 || size < 1)
    return FALSE;
  moment = g_date_time_new_from_iso8601 (backup->made_at, NULL);
  return moment != NULL && pakiv_log_id_from_string (log, &backup->log)
         && read_reason (pakiv_json_get_string (object, "reason"), &backup->reason);
}

static gboolean
set_path (PakivBackup *backup, const char *place)
{
  g_autofree char *name = g_strconcat (pakiv_log_id_to_string (backup->log), ".log", NULL);

  backup->path = g_build_filename (place, name, NULL);
  return TRUE;
}

PakivBackup *
pakiv_backup_read_manifest (const char *place, GError **error)
{
  g_autofree char *path = g_build_filename (place, PAKIV_BACKUP_MANIFEST, NULL);
  g_autoptr (PakivBackup) backup = g_new0 (PakivBackup, 1);
  g_autoptr (GBytes) bytes = NULL;
  g_autoptr (JsonObject) object = NULL;
  gint64 format;

  /* What is no file, such as a pipe, would be waited for without end. */
  if (!g_file_test (path, G_FILE_TEST_IS_REGULAR))
    {
      g_set_error (error, PAKIV_LOG_ERROR, PAKIV_LOG_ERROR_NOT_FOUND,
                   _ ("There is no backup in “%s”."), place);
      return NULL;
    }
  if ((bytes = pakiv_desk_read (path, error)) == NULL)
    return NULL;
  object = pakiv_json_read_object (bytes);
  format = object != NULL ? pakiv_json_get_number (object, FORMAT_NAME, G_MAXINT32) : -1;
  if (format > FORMAT)
    {
      g_set_error (error, PAKIV_LOG_ERROR, PAKIV_LOG_ERROR_NEWER,
                   _ ("The backup in “%s” was made by a newer Pakiv."), place);
      return NULL;
    }
  if (format == FORMAT && read_members (backup, object) && set_path (backup, place))
    return g_steal_pointer (&backup);
  refuse (error, place, _ ("what this backup says of itself is damaged."));
  return NULL;
}

gboolean
pakiv_backup_check (const PakivBackup *backup,
                    const char *station_id,
                    PakivLogId log,
                    const guint8 *signing_key,
                    GError **error)
{
  GStatBuf status;

  if (strcmp (backup->station_id, station_id) != 0)
    return refuse (error, backup->path, _ ("this backup is of another station."));
  if (backup->log != log)
    return refuse (error, backup->path, _ ("this backup is of another log."));
  if (!is_signed (backup, signing_key))
    return refuse (error, backup->path,
                   _ ("this backup was not made at this desk, or it was changed afterwards."));
  if (g_stat (backup->path, &status) != 0)
    return refuse (error, backup->path, _ ("the log is missing from this backup."));
  if ((guint64)status.st_size != backup->size)
    return refuse (error, backup->path, _ ("this backup is cut off or was changed afterwards."));
  return TRUE;
}
