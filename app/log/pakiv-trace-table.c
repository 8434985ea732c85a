#include "pakiv-trace-table.h"

#include <glib/gi18n.h>
#include <string.h>

gboolean
pakiv_trace_table_get_last (PakivSql *sql, guint64 *number, guint8 *hash, GError **error)
{
  g_autoptr (sqlite3_stmt) statement = pakiv_sql_prepare (
      sql, "SELECT number, hash FROM trace ORDER BY number DESC LIMIT 1", error);
  gboolean row;

  *number = 0;
  if (statement == NULL || !pakiv_sql_next (sql, statement, &row, error))
    return FALSE;
  if (!row)
    return TRUE;
  *number = (guint64)sqlite3_column_int64 (statement, 0);
  if (sqlite3_column_bytes (statement, 1) == PAKIV_TRACE_HASH)
    memcpy (hash, sqlite3_column_blob (statement, 1), PAKIV_TRACE_HASH);
  else
    memset (hash, 0, PAKIV_TRACE_HASH); /* no chain goes on from here, and the check says so */
  return TRUE;
}

gboolean
pakiv_trace_table_insert (PakivSql *sql, const PakivTraceLink *link, GError **error)
{
  g_autoptr (sqlite3_stmt) statement = pakiv_sql_prepare (
      sql, "INSERT INTO trace (number, hash, sealed, signature) VALUES (?1, ?2, ?3, ?4)", error);

  if (statement == NULL)
    return FALSE;
  sqlite3_bind_int64 (statement, 1, (gint64)link->number);
  sqlite3_bind_blob (statement, 2, link->hash, sizeof link->hash, SQLITE_TRANSIENT);
  sqlite3_bind_blob (statement, 3, link->sealed, sizeof link->sealed, SQLITE_TRANSIENT);
  sqlite3_bind_blob (statement, 4, link->signature, sizeof link->signature, SQLITE_TRANSIENT);
  return pakiv_sql_run (sql, statement, error);
}

/* Bytes of another length can't be written as a line; what is there of them is, so that the check
 * finds it. */
static void
read_bytes (sqlite3_stmt *statement, int column, guint8 *bytes, gsize length)
{
  gsize found = (gsize)sqlite3_column_bytes (statement, column);

  memset (bytes, 0, length);
  if (found > 0)
    memcpy (bytes, sqlite3_column_blob (statement, column), MIN (found, length));
}

gboolean
pakiv_trace_table_write_lines (
    PakivSql *sql, guint64 from, guint64 to, GString *lines, GError **error)
{
  g_autoptr (sqlite3_stmt) statement
      = pakiv_sql_prepare (sql,
                           "SELECT number, hash, sealed, signature FROM trace "
                           "WHERE number BETWEEN ?1 AND ?2 ORDER BY number",
                           error);
  gboolean row = TRUE;

  if (statement == NULL)
    return FALSE;
  sqlite3_bind_int64 (statement, 1, (gint64)from);
  sqlite3_bind_int64 (statement, 2, (gint64)to);
  while (row)
    {
      PakivTraceLink link;

      if (!pakiv_sql_next (sql, statement, &row, error))
        return FALSE;
      if (!row)
        break;
      link.number = (guint64)sqlite3_column_int64 (statement, 0);
      read_bytes (statement, 1, link.hash, sizeof link.hash);
      read_bytes (statement, 2, link.sealed, sizeof link.sealed);
      read_bytes (statement, 3, link.signature, sizeof link.signature);
      pakiv_trace_link_write (&link, lines);
    }
  return TRUE;
}
