/* Looking into a backup: is it what it says, and what is in it. Nothing is written. */
#include "pakiv-backup-private.h"

#include "pakiv-schema.h"
#include "pakiv-session-private.h"

#include <glib/gi18n.h>
#include <sodium.h>
#include <string.h>

static gboolean
refuse (GError **error, const char *path, const char *reason)
{
  g_set_error (error, PAKIV_LOG_ERROR, PAKIV_LOG_ERROR_NOT_A_LOG, _ ("“%s” can’t be used: %s"),
               path, reason);
  return FALSE;
}

/* The name of a kind, or NULL: of "record.KIND", not of "record.KIND.FIELD". */
static const char *
get_kind (const char *table)
{
  const char *kind = g_str_has_prefix (table, "record.") ? table + strlen ("record.") : NULL;

  return kind != NULL && strchr (kind, '.') == NULL ? kind : NULL;
}

static gboolean
take_later (PakivBackup *backup, PakivSql *sql, const char *table, const char *day, GError **error)
{
  char *text = sqlite3_mprintf ("SELECT max(\"%w\") FROM \"%w\"", day, table);
  g_autoptr (GError) cause = NULL;
  g_autofree char *newest = pakiv_sql_get_text (sql, text, NULL, &cause);

  sqlite3_free (text);
  if (cause != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&cause));
      return FALSE;
    }
  if (newest != NULL && g_strcmp0 (newest, backup->newest_day) > 0)
    {
      g_free (backup->newest_day);
      backup->newest_day = g_steal_pointer (&newest);
    }
  return TRUE;
}

static gboolean
count_table (PakivBackup *backup,
             PakivSql *sql,
             const char *table,
             PakivDefinitions *definitions,
             GError **error)
{
  const PakivKind *kind = pakiv_definitions_find_kind (definitions, get_kind (table));
  PakivBackupCount *count = g_new0 (PakivBackupCount, 1);
  char *text = sqlite3_mprintf ("SELECT count(*) FROM \"%w\"", table);
  gint64 number = 0;
  gboolean done = pakiv_sql_get_number (sql, text, &number, error);

  sqlite3_free (text);
  count->kind = g_strdup (get_kind (table));
  count->records = (guint64)number;
  g_ptr_array_add (backup->counts, count);
  return done && (kind == NULL || take_later (backup, sql, table, kind->day, error));
}

static void
free_count (gpointer count)
{
  g_free (((PakivBackupCount *)count)->kind);
  g_free (count);
}

gboolean
pakiv_backup_count (PakivBackup *backup,
                    PakivSql *sql,
                    PakivDefinitions *definitions,
                    GError **error)
{
  g_autoptr (sqlite3_stmt) statement = pakiv_sql_prepare (
      sql, "SELECT name FROM sqlite_schema WHERE type = 'table' ORDER BY name", error);
  gboolean row = TRUE;

  if (statement == NULL)
    return FALSE;
  g_clear_pointer (&backup->counts, g_ptr_array_unref);
  backup->counts = g_ptr_array_new_with_free_func (free_count);
  while (row)
    {
      const char *table;

      if (!pakiv_sql_next (sql, statement, &row, error))
        return FALSE;
      table = row ? (const char *)sqlite3_column_text (statement, 0) : "";
      if (get_kind (table) != NULL && !count_table (backup, sql, table, definitions, error))
        return FALSE;
    }
  return TRUE;
}

/* The key that the log had when this backup was made, as it was sealed to the member then. */
static PakivSecret *
get_old_key (PakivSession *session, const PakivBackup *backup)
{
  g_autofree char *folder = g_path_get_dirname (backup->path);
  g_autoptr (PakivDeskFile) file = pakiv_desk_file_read (folder, NULL);
  const PakivMemberKeys *keys
      = file != NULL ? pakiv_desk_file_find_keys (file, session->member->name) : NULL;

  return keys != NULL
             ? pakiv_member_keys_unseal (keys, (PakivKeyId)backup->log, session->secret_key)
             : NULL;
}

static PakivSql *
open_with_any_key (PakivSession *session, const PakivBackup *backup, GError **error)
{
  g_autoptr (PakivSecret) key = pakiv_session_get_key (session, (PakivKeyId)backup->log, error);
  g_autoptr (PakivSecret) old = NULL;
  g_autoptr (GError) cause = NULL;
  PakivSql *sql;

  /* Who may not hold the log now may not bring back what they held once. */
  if (key == NULL)
    return NULL;
  sql = pakiv_sql_open_read_only (backup->path, key, &cause);
  if (sql != NULL)
    return sql;
  old = get_old_key (session, backup);
  sql = old != NULL ? pakiv_sql_open_read_only (backup->path, old, NULL) : NULL;
  if (sql != NULL)
    return sql;
  if (g_error_matches (cause, PAKIV_LOG_ERROR, PAKIV_LOG_ERROR_NOT_A_LOG))
    g_set_error (
        error, PAKIV_LOG_ERROR, PAKIV_LOG_ERROR_PASSPHRASE,
        _ ("“%s” was made with an older key, which you were not given. Somebody who worked "
           "here then may open it."),
        backup->path);
  else
    g_propagate_error (error, g_steal_pointer (&cause));
  return NULL;
}

/* A manifest can be laid beside another file; what is inside can't be made by who has no key. */
static gboolean
check_inside (PakivSession *session, const PakivBackup *backup, PakivSql *sql, GError **error)
{
  g_autofree char *log = pakiv_schema_get_text (sql, PAKIV_META_LOG, NULL);
  g_autoptr (PakivSecret) signing
      = pakiv_schema_load_secret (sql, PAKIV_META_SIGNING, crypto_sign_SECRETKEYBYTES, error);
  guint8 public_key[crypto_sign_PUBLICKEYBYTES];

  if (signing == NULL)
    return FALSE;
  crypto_sign_ed25519_sk_to_pk (public_key, signing);
  return (g_strcmp0 (log, pakiv_log_id_to_string (backup->log)) == 0
          && memcmp (public_key, pakiv_desk_get_signing_key (session->desk, backup->log),
                     sizeof public_key)
                 == 0)
         || refuse (error, backup->path, _ ("this backup is of another log."));
}

PakivSql *
pakiv_backup_open (PakivSession *session, PakivBackup *backup, GError **error)
{
  g_autofree char *sha256 = pakiv_backup_hash_file (backup->path, error);
  g_autoptr (PakivSql) sql = NULL;
  gint64 version;

  if (sha256 == NULL)
    return NULL;
  if (g_ascii_strcasecmp (sha256, backup->sha256) != 0)
    {
      refuse (error, backup->path, _ ("this backup is damaged, or it was changed afterwards."));
      return NULL;
    }
  sql = open_with_any_key (session, backup, error);
  if (sql == NULL || !check_inside (session, backup, sql, error)
      || !pakiv_sql_check_pages (sql, error)
      || !pakiv_sql_get_number (sql, "PRAGMA user_version", &version, error))
    return NULL;
  if (version > PAKIV_SCHEMA_CURRENT)
    {
      g_set_error (error, PAKIV_LOG_ERROR, PAKIV_LOG_ERROR_NEWER,
                   _ ("“%s” was written by a newer Pakiv. It was left as it is: open it with that "
                      "newer Pakiv."),
                   backup->path);
      return NULL;
    }
  return g_steal_pointer (&sql);
}

PakivBackup *
pakiv_backup_look (PakivSession *session, PakivLogId log, const char *path, GError **error)
{
  g_autoptr (PakivDefinitions) definitions = NULL;
  g_autoptr (PakivBackup) backup = NULL;
  g_autoptr (PakivSql) sql = NULL;
  g_autofree char *folder = NULL;

  g_return_val_if_fail (session != NULL && log < PAKIV_N_LOGS && path != NULL, NULL);

  folder = g_file_test (path, G_FILE_TEST_IS_DIR) ? g_strdup (path) : g_path_get_dirname (path);
  backup = pakiv_backup_read_manifest (folder, error);
  if (backup == NULL
      || !pakiv_backup_check (backup, pakiv_desk_get_station_id (session->desk), log,
                              pakiv_desk_get_signing_key (session->desk, log), error)
      || (sql = pakiv_backup_open (session, backup, error)) == NULL
      || (definitions = pakiv_desk_load_definitions (session->desk, error)) == NULL
      || !pakiv_backup_count (backup, sql, definitions, error))
    return NULL;
  return g_steal_pointer (&backup);
}
