#include "pakiv-schema.h"

#include "pakiv-backup-private.h"
#include "pakiv-log-resources.h"

#include <glib/gi18n.h>
#include <sodium.h>
#include <string.h>

/* Step i brings a file from version i to i + 1. */
static const char *const migrations[] = { "log-1.sql", "log-2.sql", "log-3.sql" };

G_STATIC_ASSERT (G_N_ELEMENTS (migrations) == PAKIV_SCHEMA_CURRENT);

static gboolean
run_migration (PakivSql *sql, const char *name, GError **error)
{
  g_autofree char *path = g_strconcat ("/org/pakiv/Pakiv/log/", name, NULL);
  g_autoptr (GBytes) bytes = g_resource_lookup_data (pakiv_log_sql_get_resource (), path,
                                                     G_RESOURCE_LOOKUP_FLAGS_NONE, error);

  /* Resource data always ends in a NUL that is not counted. */
  return bytes != NULL && pakiv_sql_execute (sql, g_bytes_get_data (bytes, NULL), error);
}

static gboolean
set_bytes (PakivSql *sql, const char *name, const guint8 *bytes, gsize length, GError **error)
{
  g_autoptr (sqlite3_stmt) statement
      = pakiv_sql_prepare (sql, "INSERT INTO meta (name, value) VALUES (?1, ?2)", error);

  if (statement == NULL)
    return FALSE;
  pakiv_sql_bind (statement, 1, name);
  sqlite3_bind_blob (statement, 2, bytes, (int)length, SQLITE_STATIC);
  return pakiv_sql_run (sql, statement, error) && sqlite3_clear_bindings (statement) == SQLITE_OK;
}

gboolean
pakiv_schema_set_text (PakivSql *sql, const char *name, const char *text, GError **error)
{
  g_autoptr (sqlite3_stmt) statement
      = pakiv_sql_prepare (sql, "INSERT OR REPLACE INTO meta (name, value) VALUES (?1, ?2)", error);

  if (statement == NULL)
    return FALSE;
  pakiv_sql_bind (statement, 1, name);
  pakiv_sql_bind (statement, 2, text);
  return pakiv_sql_run (sql, statement, error);
}

char *
pakiv_schema_get_text (PakivSql *sql, const char *name, GError **error)
{
  return pakiv_sql_get_text (sql, "SELECT value FROM meta WHERE name = ?1", name, error);
}

PakivSecret *
pakiv_schema_load_secret (PakivSql *sql, const char *name, gsize length, GError **error)
{
  g_autoptr (sqlite3_stmt) statement
      = pakiv_sql_prepare (sql, "SELECT value FROM meta WHERE name = ?1", error);
  gboolean row;

  if (statement == NULL)
    return NULL;
  pakiv_sql_bind (statement, 1, name);
  if (!pakiv_sql_next (sql, statement, &row, error))
    return NULL;
  if (row && (gsize)sqlite3_column_bytes (statement, 0) == length)
    return pakiv_secret_copy (sqlite3_column_blob (statement, 0), length);
  g_set_error (error, PAKIV_LOG_ERROR, PAKIV_LOG_ERROR_NOT_A_LOG,
               _ ("“%s” is damaged: a part of it that every log has is missing."),
               pakiv_sql_get_name (sql));
  return NULL;
}

static gboolean
make_secrets (PakivSql *sql, GError **error)
{
  g_autoptr (PakivSecret) signing = pakiv_secret_new (crypto_sign_SECRETKEYBYTES);
  g_autoptr (PakivSecret) rounding = pakiv_secret_new_random (PAKIV_KEY_BYTES);
  g_autoptr (PakivSecret) importing = pakiv_secret_new_random (PAKIV_KEY_BYTES);
  guint8 public_key[crypto_sign_PUBLICKEYBYTES];

  crypto_sign_keypair (public_key, signing);
  return set_bytes (sql, PAKIV_META_SIGNING, signing, crypto_sign_SECRETKEYBYTES, error)
         && set_bytes (sql, PAKIV_META_ROUNDING, rounding, PAKIV_KEY_BYTES, error)
         && set_bytes (sql, PAKIV_META_IMPORTING, importing, PAKIV_KEY_BYTES, error);
}

static gboolean
migrate (PakivSql *sql, PakivLogId id, int version, GError **error)
{
  g_autofree char *marks = g_strdup_printf ("PRAGMA application_id = %d; PRAGMA user_version = %d;",
                                            PAKIV_SCHEMA_APPLICATION, PAKIV_SCHEMA_CURRENT);

  for (int i = version; i < PAKIV_SCHEMA_CURRENT; i++)
    if (!run_migration (sql, migrations[i], error))
      return FALSE;
  if (version == PAKIV_SCHEMA_NONE
      && (!make_secrets (sql, error)
          || !pakiv_schema_set_text (sql, PAKIV_META_LOG, pakiv_log_id_to_string (id), error)))
    return FALSE;
  return pakiv_sql_execute (sql, marks, error);
}

static gboolean
check_log_id (PakivSql *sql, PakivLogId id, GError **error)
{
  g_autofree char *found = pakiv_schema_get_text (sql, PAKIV_META_LOG, error);

  if (g_strcmp0 (found, pakiv_log_id_to_string (id)) == 0)
    return TRUE;
  if (error == NULL || *error == NULL)
    g_set_error (error, PAKIV_LOG_ERROR, PAKIV_LOG_ERROR_NOT_A_LOG,
                 /* Translators: a file, and the name of a log, such as "Police log". */
                 _ ("“%s” is another log than the one expected here: %s."),
                 pakiv_sql_get_name (sql), pakiv_log_id_get_label (id));
  return FALSE;
}

/* FALSE where the file is another program's or a newer Pakiv's. */
static gboolean
read_version (PakivSql *sql, gint64 *version, GError **error)
{
  gint64 application, tables;

  if (!pakiv_sql_get_number (sql, "PRAGMA application_id", &application, error)
      || !pakiv_sql_get_number (sql, "PRAGMA user_version", version, error)
      || !pakiv_sql_get_number (sql, "SELECT count(*) FROM sqlite_schema", &tables, error))
    return FALSE;
  if (tables == 0 && application == 0 && *version == 0)
    return TRUE;
  if (application != PAKIV_SCHEMA_APPLICATION || *version < 1)
    {
      g_set_error (error, PAKIV_LOG_ERROR, PAKIV_LOG_ERROR_NOT_A_LOG,
                   _ ("“%s” was written by another program and is no log."),
                   pakiv_sql_get_name (sql));
      return FALSE;
    }
  if (*version <= PAKIV_SCHEMA_CURRENT)
    return TRUE;
  g_set_error (error, PAKIV_LOG_ERROR, PAKIV_LOG_ERROR_NEWER,
               _ ("“%s” was written by a newer Pakiv. It was left as it is: open it with that "
                  "newer Pakiv."),
               pakiv_sql_get_name (sql));
  return FALSE;
}

/* Nothing is migrated that could not be brought back. */
static gboolean
keep_copy (PakivSql *sql, PakivLogId id, int version, GError **error)
{
  if (version == PAKIV_SCHEMA_NONE || version == PAKIV_SCHEMA_CURRENT
      || pakiv_backup_before_migration (sql, id, version, error))
    return TRUE;
  g_prefix_error (error,
                  /* Translators: a file; the system's reason follows. */
                  _ ("“%s” is of an older Pakiv. It was left as it is, because no copy of it could "
                     "be made first. "),
                  pakiv_sql_get_name (sql));
  return FALSE;
}

gboolean
pakiv_schema_prepare (PakivSql *sql, PakivLogId id, GError **error)
{
  gint64 version;
  gboolean done;

  if (!read_version (sql, &version, error))
    return FALSE;
  if (version < PAKIV_SCHEMA_CURRENT)
    {
      if (!pakiv_sql_begin (sql, error))
        return FALSE;
      /* Another program may have done it while this one waited. */
      done = read_version (sql, &version, error) && keep_copy (sql, id, (int)version, error)
             && migrate (sql, id, (int)version, error);
      if (!pakiv_sql_end (sql, done, error))
        return FALSE;
    }
  return check_log_id (sql, id, error);
}

gboolean
pakiv_schema_create_file (
    const char *path, const guint8 *key, PakivLogId id, guint8 *signing_key, GError **error)
{
  g_autoptr (PakivSql) sql = pakiv_sql_create (path, key, error);
  g_autoptr (PakivSecret) signing = NULL;

  if (sql == NULL || !pakiv_schema_prepare (sql, id, error))
    return FALSE;
  signing = pakiv_schema_load_secret (sql, PAKIV_META_SIGNING, crypto_sign_SECRETKEYBYTES, error);
  if (signing == NULL)
    return FALSE;
  crypto_sign_ed25519_sk_to_pk (signing_key, signing);
  return TRUE;
}
