/* Statements and transactions of one connection. */
#include "pakiv-sql-private.h"

#include <glib/gi18n.h>

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
      pakiv_sql_fail (sql, code, error);
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
  pakiv_sql_fail (sql, code, error);
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

  return code == SQLITE_OK
         || pakiv_sql_fail (sql, sqlite3_extended_errcode (sql->connection), error);
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
