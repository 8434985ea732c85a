/* Opening and closing one connection, and what must be right before it is used. */
#include "pakiv-sql-private.h"

#include <glib/gi18n.h>
#include <glib/gstdio.h>
#include <sodium.h>
#include <string.h>

/* How long to wait for another program that is writing, in milliseconds. */
#define PATIENCE 5000

const char *
pakiv_sql_get_name (PakivSql *sql)
{
  return sql->name;
}

const char *
pakiv_sql_get_path (PakivSql *sql)
{
  return sql->path;
}

sqlite3 *
pakiv_sql_peek (PakivSql *sql)
{
  return sql->connection;
}

const guint8 *
pakiv_sql_peek_key (PakivSql *sql)
{
  return sql->key;
}

/* A log is whole pages. One without any would be taken for a new one by SQLite; a part of one at
 * the end is what an interrupted copy leaves, or a crash, from which the -wal file beside it
 * recovers. */
static gboolean
check_not_cut (PakivSql *sql, const char *path, GError **error)
{
  g_autofree char *journal = g_strconcat (path, "-wal", NULL);
  GStatBuf status;

  if (g_stat (path, &status) != 0)
    return TRUE;
  if (status.st_size >= PAKIV_SQL_PAGE
      && (status.st_size % PAKIV_SQL_PAGE == 0 || g_file_test (journal, G_FILE_TEST_EXISTS)))
    return TRUE;
  return pakiv_sql_fail (sql, SQLITE_NOTADB, error);
}

static gboolean
connect (PakivSql *sql, int flags, GError **error)
{
  int code = sqlite3_open_v2 (sql->path, &sql->connection, flags | SQLITE_OPEN_FULLMUTEX, NULL);
  char *raw;

  if (code != SQLITE_OK)
    return pakiv_sql_fail (sql, code, error);
  sqlite3_extended_result_codes (sql->connection, 1);
  sqlite3_busy_timeout (sql->connection, PATIENCE);
  raw = pakiv_secret_to_raw_key (sql->key);
  code = sqlite3_key (sql->connection, raw, (int)strlen (raw));
  sodium_free (raw);
  /* SQLCipher tells its own troubles on standard error; ours are told by the errors here. */
  sqlite3_exec (sql->connection, "PRAGMA cipher_log_level = NONE", NULL, NULL, NULL);
  return code == SQLITE_OK || pakiv_sql_fail (sql, code, error);
}

static gboolean
check_cipher (PakivSql *sql, GError **error)
{
  g_autoptr (GError) cause = NULL;
  g_autofree char *version = pakiv_sql_get_text (sql, "PRAGMA cipher_version", NULL, &cause);

  if (version != NULL && *version != '\0')
    return TRUE;
  g_set_error (error, PAKIV_LOG_ERROR, PAKIV_LOG_ERROR_FAILED,
               _ ("The encryption of logs does not work on this computer, so “%s” was not opened."),
               sql->name);
  return FALSE;
}

/* The first look into the file: a wrong key or another file shows here. */
static gboolean
look (PakivSql *sql, GError **error)
{
  gint64 tables;

  return pakiv_sql_get_number (sql, "SELECT count(*) FROM sqlite_schema", &tables, error);
}

static gboolean
configure (PakivSql *sql, GError **error)
{
  if (!look (sql, error))
    return FALSE;
  if (sqlite3_db_readonly (sql->connection, "main") == 1)
    return pakiv_sql_fail (sql, SQLITE_READONLY, error);
  return pakiv_sql_execute (sql,
                            "PRAGMA journal_mode = WAL;"
                            "PRAGMA synchronous = FULL;"
                            "PRAGMA secure_delete = ON;"
                            "PRAGMA foreign_keys = ON;"
                            "PRAGMA temp_store = MEMORY;"
                            "PRAGMA trusted_schema = OFF;",
                            error);
}

/* Read through the connection's own file: closing another descriptor of a file lets go of every
 * lock that the process has on it (POSIX), and other programs would take the log for closed. */
static gboolean
check_encrypted (PakivSql *sql, GError **error)
{
  const char plain[16] = "SQLite format 3";
  char start[16] = { 0 };
  sqlite3_file *file = NULL;

  if (sqlite3_file_control (sql->connection, "main", SQLITE_FCNTL_FILE_POINTER, &file) == SQLITE_OK
      && file != NULL && file->pMethods != NULL
      && file->pMethods->xRead (file, start, sizeof start, 0) == SQLITE_OK
      && memcmp (start, plain, sizeof plain) != 0)
    return TRUE;
  g_set_error (error, PAKIV_LOG_ERROR, PAKIV_LOG_ERROR_FAILED,
               _ ("“%s” is not encrypted, so it was not used."), sql->name);
  return FALSE;
}

gboolean
pakiv_sql_set_patience (PakivSql *sql, int milliseconds, GError **error)
{
  int code = sqlite3_busy_timeout (sql->connection, milliseconds);

  return code == SQLITE_OK || pakiv_sql_fail (sql, code, error);
}

gboolean
pakiv_sql_attach (
    PakivSql *sql, const char *path, const char *name, const guint8 *key, GError **error)
{
  sqlite3_stmt *statement = NULL;
  char *raw = pakiv_secret_to_raw_key (key);
  int code = sqlite3_prepare_v2 (sql->connection, "ATTACH DATABASE ?1 AS ?2 KEY ?3", -1, &statement,
                                 NULL);

  if (code == SQLITE_OK)
    {
      pakiv_sql_bind (statement, 1, path);
      pakiv_sql_bind (statement, 2, name);
      sqlite3_bind_text (statement, 3, raw, -1, SQLITE_STATIC);
      code = sqlite3_step (statement);
      code = code == SQLITE_DONE ? SQLITE_OK : sqlite3_extended_errcode (sql->connection);
    }
  sqlite3_finalize (statement);
  sodium_free (raw);
  return code == SQLITE_OK || pakiv_sql_fail (sql, code, error);
}

static void
finalize (gpointer statement)
{
  sqlite3_finalize (statement);
}

static PakivSql *
sql_new (const char *path, const guint8 *key)
{
  PakivSql *sql = g_new0 (PakivSql, 1);

  sql->key = pakiv_secret_copy (key, PAKIV_KEY_BYTES);
  sql->path = g_strdup (path);
  sql->name = g_path_get_basename (path);
  sql->folder = g_path_get_dirname (path);
  sql->statements = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, finalize);
  return sql;
}

static gboolean
check_there (const char *path, GError **error)
{
  if (g_file_test (path, G_FILE_TEST_EXISTS))
    return TRUE;
  g_set_error (error, PAKIV_LOG_ERROR, PAKIV_LOG_ERROR_NOT_A_LOG,
               _ ("The log is missing from its place, “%s”. Bring it back from a copy."), path);
  return FALSE;
}

static PakivSql *
open_to_write (const char *path, const guint8 *key, int flags, GError **error)
{
  g_autoptr (PakivSql) sql = sql_new (path, key);

  if (!check_not_cut (sql, path, error) || !connect (sql, SQLITE_OPEN_READWRITE | flags, error)
      || !check_cipher (sql, error) || !configure (sql, error) || !check_encrypted (sql, error))
    return NULL;
  return g_steal_pointer (&sql);
}

PakivSql *
pakiv_sql_open (const char *path, const guint8 *key, GError **error)
{
  return check_there (path, error) ? open_to_write (path, key, 0, error) : NULL;
}

PakivSql *
pakiv_sql_create (const char *path, const guint8 *key, GError **error)
{
  return open_to_write (path, key, SQLITE_OPEN_CREATE, error);
}

PakivSql *
pakiv_sql_open_read_only (const char *path, const guint8 *key, GError **error)
{
  g_autoptr (PakivSql) sql = sql_new (path, key);

  if (!check_there (path, error) || !check_not_cut (sql, path, error)
      || !connect (sql, SQLITE_OPEN_READONLY, error) || !check_cipher (sql, error)
      || !look (sql, error)
      || !pakiv_sql_execute (sql, "PRAGMA temp_store = MEMORY; PRAGMA trusted_schema = OFF;", error)
      || !check_encrypted (sql, error))
    return NULL;
  return g_steal_pointer (&sql);
}

PakivSql *
pakiv_sql_open_again (PakivSql *sql, GError **error)
{
  return pakiv_sql_open (sql->path, sql->key, error);
}

void
pakiv_sql_close (PakivSql *sql)
{
  if (sql == NULL)
    return;
  g_hash_table_unref (sql->statements);
  sqlite3_close (sql->connection);
  pakiv_secret_free (sql->key);
  g_free (sql->path);
  g_free (sql->name);
  g_free (sql->folder);
  g_free (sql);
}
