#include "pakiv-sql.h"

#include "pakiv-secret.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gi18n.h>
#include <glib/gstdio.h>
#include <sodium.h>
#include <string.h>
#include <sys/statvfs.h>
#include <unistd.h>

/* How long to wait for another program that is writing, in milliseconds. */
#define PATIENCE 5000

/* SQLCipher's, since version 4. */
#define PAGE_SIZE 4096

struct _PakivSql
{
  sqlite3 *connection;
  PakivSecret *key; /* what another connection, or a copy, needs */
  char *path;
  char *name;
  char *folder;
  GHashTable *statements; /* text → sqlite3_stmt */
  PakivSqlEnded ended;    /* or NULL */
  gpointer ended_data;
};

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

static int
classify_system_error (int code)
{
  switch (code)
    {
    case ENOSPC:
    case EDQUOT:
      return PAKIV_LOG_ERROR_NO_SPACE;
    case EROFS:
    case EACCES:
    case EPERM:
      return PAKIV_LOG_ERROR_READ_ONLY;
    default:
      return PAKIV_LOG_ERROR_FAILED;
    }
}

/* Not a page can be written there. */
static gboolean
is_full (const char *folder)
{
  struct statvfs status;

  return statvfs (folder, &status) == 0 && (guint64)status.f_bavail * status.f_frsize < PAGE_SIZE;
}

static int
classify_failed_call (PakivSql *sql)
{
  int reason;

  /* Where the files beside a log can't be made, SQLite says no more than that. */
  if (access (sql->folder, W_OK) != 0)
    return classify_system_error (errno);
  reason = classify_system_error (sqlite3_system_errno (sql->connection));
  return reason == PAKIV_LOG_ERROR_FAILED && is_full (sql->folder) ? PAKIV_LOG_ERROR_NO_SPACE
                                                                   : reason;
}

static int
classify (PakivSql *sql, int code)
{
  switch (code & 0xff)
    {
    case SQLITE_FULL:
      return PAKIV_LOG_ERROR_NO_SPACE;
    case SQLITE_READONLY:
    case SQLITE_PERM:
      return PAKIV_LOG_ERROR_READ_ONLY;
    case SQLITE_NOTADB:
    case SQLITE_CORRUPT:
      return PAKIV_LOG_ERROR_NOT_A_LOG;
    case SQLITE_BUSY:
    case SQLITE_LOCKED:
      return PAKIV_LOG_ERROR_BUSY;
    case SQLITE_IOERR:
    case SQLITE_CANTOPEN:
      return code == SQLITE_IOERR_SHMSIZE ? PAKIV_LOG_ERROR_NO_SPACE : classify_failed_call (sql);
    default:
      return PAKIV_LOG_ERROR_FAILED;
    }
}

/* sqlcipher_export() hands on the words of what failed, without its code. */
static int
find_code (PakivSql *sql, int code)
{
  const int hidden[] = { SQLITE_FULL, SQLITE_IOERR, SQLITE_CANTOPEN };

  for (guint i = 0; i < G_N_ELEMENTS (hidden); i++)
    if ((code & 0xff) == SQLITE_ERROR
        && strcmp (sqlite3_errmsg (sql->connection), sqlite3_errstr (hidden[i])) == 0)
      return hidden[i];
  return code;
}

/* What SQLite says of a disk that fails is no help to an officer. */
static gboolean
is_failing_disk (int code)
{
  return (code & 0xff) == SQLITE_IOERR || (code & 0xff) == SQLITE_CANTOPEN;
}

static gboolean
fail (PakivSql *sql, int given, GError **error)
{
  int code = find_code (sql, given);
  int reason = classify (sql, code);

  switch (reason)
    {
    case PAKIV_LOG_ERROR_NO_SPACE:
      g_set_error (error, PAKIV_LOG_ERROR, reason,
                   _ ("The disk is full, so “%s” could not be written. What was stored before is "
                      "still there. Make room and try again."),
                   sql->name);
      break;
    case PAKIV_LOG_ERROR_READ_ONLY:
      g_set_error (error, PAKIV_LOG_ERROR, reason,
                   _ ("“%s” may only be read here, not changed. Ask whoever looks after this "
                      "computer to let you write in its folder."),
                   sql->name);
      break;
    case PAKIV_LOG_ERROR_NOT_A_LOG:
      g_set_error (error, PAKIV_LOG_ERROR, reason,
                   _ ("“%s” is damaged, or it is not the log that belongs here. Nothing was "
                      "changed."),
                   sql->name);
      break;
    case PAKIV_LOG_ERROR_BUSY:
      g_set_error (error, PAKIV_LOG_ERROR, reason,
                   _ ("Another program is writing in “%s”. Wait a moment and try again."),
                   sql->name);
      break;
    default:
      if (is_failing_disk (code))
        g_set_error (error, PAKIV_LOG_ERROR, PAKIV_LOG_ERROR_FAILED,
                     _ ("“%s” could not be read or written. The disk may be failing, or its "
                        "connection. Ask whoever looks after this computer."),
                     sql->name);
      else
        g_set_error (error, PAKIV_LOG_ERROR, PAKIV_LOG_ERROR_FAILED,
                     /* Translators: a file and the database's own reason, in English. */
                     _ ("“%s” could not be used: %s."), sql->name,
                     sql->connection != NULL ? sqlite3_errmsg (sql->connection)
                                             : sqlite3_errstr (code));
    }
  return FALSE;
}

gboolean
pakiv_sql_fail (PakivSql *sql, int code, GError **error)
{
  return fail (sql, code, error);
}

sqlite3_stmt *
pakiv_sql_prepare (PakivSql *sql, const char *text, GError **error)
{
  sqlite3_stmt *statement = g_hash_table_lookup (sql->statements, text);
  int code;

  if (statement != NULL)
    {
      sqlite3_reset (statement);
      sqlite3_clear_bindings (statement);
      return statement;
    }
  code
      = sqlite3_prepare_v3 (sql->connection, text, -1, SQLITE_PREPARE_PERSISTENT, &statement, NULL);
  if (code != SQLITE_OK)
    {
      fail (sql, code, error);
      return NULL;
    }
  g_hash_table_insert (sql->statements, g_strdup (text), statement);
  return statement;
}

void
pakiv_sql_bind (sqlite3_stmt *statement, int position, const char *text)
{
  if (text != NULL)
    sqlite3_bind_text (statement, position, text, -1, SQLITE_TRANSIENT);
  else
    sqlite3_bind_null (statement, position);
}

gboolean
pakiv_sql_next (PakivSql *sql, sqlite3_stmt *statement, gboolean *row, GError **error)
{
  int code = sqlite3_step (statement);

  *row = code == SQLITE_ROW;
  if (code == SQLITE_ROW || code == SQLITE_DONE)
    return TRUE;
  code = sqlite3_extended_errcode (sql->connection);
  fail (sql, code, error);
  sqlite3_reset (statement);
  return FALSE;
}

gboolean
pakiv_sql_run (PakivSql *sql, sqlite3_stmt *statement, GError **error)
{
  gboolean row = TRUE;

  while (row)
    if (!pakiv_sql_next (sql, statement, &row, error))
      return FALSE;
  sqlite3_reset (statement);
  return TRUE;
}

gboolean
pakiv_sql_execute (PakivSql *sql, const char *text, GError **error)
{
  int code = sqlite3_exec (sql->connection, text, NULL, NULL, NULL);

  return code == SQLITE_OK || fail (sql, sqlite3_extended_errcode (sql->connection), error);
}

char *
pakiv_sql_get_text (PakivSql *sql, const char *text, const char *value, GError **error)
{
  g_autoptr (sqlite3_stmt) statement = pakiv_sql_prepare (sql, text, error);
  gboolean row;

  if (statement == NULL)
    return NULL;
  if (value != NULL)
    pakiv_sql_bind (statement, 1, value);
  if (!pakiv_sql_next (sql, statement, &row, error) || !row)
    return NULL;
  return g_strdup ((const char *)sqlite3_column_text (statement, 0));
}

gboolean
pakiv_sql_get_number (PakivSql *sql, const char *text, gint64 *number, GError **error)
{
  g_autoptr (sqlite3_stmt) statement = pakiv_sql_prepare (sql, text, error);
  gboolean row;

  if (statement == NULL || !pakiv_sql_next (sql, statement, &row, error))
    return FALSE;
  *number = row ? sqlite3_column_int64 (statement, 0) : 0;
  return TRUE;
}

/* The file is another's place now, or gone: it was replaced while this connection had it open. */
static gboolean
check_in_place (PakivSql *sql, GError **error)
{
  int moved = 0;

  sqlite3_file_control (sql->connection, "main", SQLITE_FCNTL_HAS_MOVED, &moved);
  if (!moved)
    return TRUE;
  g_set_error (error, PAKIV_LOG_ERROR, PAKIV_LOG_ERROR_BUSY,
               _ ("“%s” was replaced by another program while it was open here. Lock the desk and "
                  "unlock it again."),
               sql->name);
  return FALSE;
}

gboolean
pakiv_sql_begin (PakivSql *sql, GError **error)
{
  if (!pakiv_sql_execute (sql, "BEGIN IMMEDIATE", error))
    return FALSE;
  /* Looked at with the write lock held: from here on nobody can replace it. */
  if (check_in_place (sql, error))
    return TRUE;
  sqlite3_exec (sql->connection, "ROLLBACK", NULL, NULL, NULL);
  return FALSE;
}

gboolean
pakiv_sql_begin_reading (PakivSql *sql, GError **error)
{
  return pakiv_sql_execute (sql, "BEGIN", error);
}

gboolean
pakiv_sql_end (PakivSql *sql, gboolean keep, GError **error)
{
  gboolean kept = keep && pakiv_sql_execute (sql, "COMMIT", error);

  /* SQLite has already rolled back by itself after some failures. */
  if (!kept && !sqlite3_get_autocommit (sql->connection))
    sqlite3_exec (sql->connection, "ROLLBACK", NULL, NULL, NULL);
  if (sql->ended != NULL)
    sql->ended (kept, sql->ended_data);
  return kept;
}

gboolean
pakiv_sql_is_in_transaction (PakivSql *sql)
{
  return !sqlite3_get_autocommit (sql->connection);
}

void
pakiv_sql_set_ended (PakivSql *sql, PakivSqlEnded ended, gpointer data)
{
  sql->ended = ended;
  sql->ended_data = data;
}

gint64
pakiv_sql_get_last_number (PakivSql *sql)
{
  return sqlite3_last_insert_rowid (sql->connection);
}

int
pakiv_sql_count_changes (PakivSql *sql)
{
  return sqlite3_changes (sql->connection);
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
  if (status.st_size >= PAGE_SIZE
      && (status.st_size % PAGE_SIZE == 0 || g_file_test (journal, G_FILE_TEST_EXISTS)))
    return TRUE;
  return fail (sql, SQLITE_NOTADB, error);
}

static gboolean
connect (PakivSql *sql, int flags, GError **error)
{
  int code = sqlite3_open_v2 (sql->path, &sql->connection, flags | SQLITE_OPEN_FULLMUTEX, NULL);
  char *raw;

  if (code != SQLITE_OK)
    return fail (sql, code, error);
  sqlite3_extended_result_codes (sql->connection, 1);
  sqlite3_busy_timeout (sql->connection, PATIENCE);
  raw = pakiv_secret_to_raw_key (sql->key);
  code = sqlite3_key (sql->connection, raw, (int)strlen (raw));
  sodium_free (raw);
  /* SQLCipher tells its own troubles on standard error; ours are told by the errors here. */
  sqlite3_exec (sql->connection, "PRAGMA cipher_log_level = NONE", NULL, NULL, NULL);
  return code == SQLITE_OK || fail (sql, code, error);
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
    return fail (sql, SQLITE_READONLY, error);
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

  return code == SQLITE_OK || fail (sql, code, error);
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
  return code == SQLITE_OK || fail (sql, code, error);
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
