#include "pakiv-inbox-private.h"

#include "pakiv-council-error.h"

#include <glib/gi18n.h>

gboolean
pakiv_inbox_sql_fail (sqlite3 *db, GError **error)
{
  if (sqlite3_errcode (db) == SQLITE_FULL)
    g_set_error (error, PAKIV_COUNCIL_ERROR, PAKIV_COUNCIL_ERROR_NO_SPACE,
                 _ ("The council’s disk is full. Nothing was kept."));
  else
    g_set_error (error, PAKIV_COUNCIL_ERROR, PAKIV_COUNCIL_ERROR_STORAGE,
                 /* Translators: %s is the database's own reason. */
                 _ ("The council’s inbox could not be used: %s."), sqlite3_errmsg (db));
  return FALSE;
}

gboolean
pakiv_inbox_sql_run (sqlite3 *db, const char *sql, GError **error)
{
  if (sqlite3_exec (db, sql, NULL, NULL, NULL) == SQLITE_OK)
    return TRUE;
  return pakiv_inbox_sql_fail (db, error);
}

PakivStatement *
pakiv_inbox_sql_prepare (sqlite3 *db, const char *sql, GError **error)
{
  sqlite3_stmt *statement = NULL;

  if (sqlite3_prepare_v2 (db, sql, -1, &statement, NULL) != SQLITE_OK)
    pakiv_inbox_sql_fail (db, error);
  return statement;
}

gboolean
pakiv_inbox_sql_next (PakivStatement *statement, GError **error)
{
  int code = sqlite3_step (statement);

  if (code != SQLITE_ROW && code != SQLITE_DONE)
    pakiv_inbox_sql_fail (sqlite3_db_handle (statement), error);
  return code == SQLITE_ROW;
}

gboolean
pakiv_inbox_sql_finish (PakivStatement *statement, GError **error)
{
  if (sqlite3_step (statement) == SQLITE_DONE)
    return TRUE;
  return pakiv_inbox_sql_fail (sqlite3_db_handle (statement), error);
}

void
pakiv_inbox_sql_bind_text (PakivStatement *statement, int place, const char *text)
{
  sqlite3_bind_text (statement, place, text, -1, SQLITE_STATIC);
}

void
pakiv_inbox_sql_bind_blob (PakivStatement *statement, int place, gconstpointer data, gsize size)
{
  sqlite3_bind_blob64 (statement, place, data, size, SQLITE_STATIC);
}

char *
pakiv_inbox_sql_get_text (PakivStatement *statement, int column)
{
  return g_strdup ((const char *)sqlite3_column_text (statement, column));
}

gboolean
pakiv_inbox_sql_begin (sqlite3 *db, GError **error)
{
  return pakiv_inbox_sql_run (db, "BEGIN IMMEDIATE", error);
}

gboolean
pakiv_inbox_sql_end (sqlite3 *db, gboolean well, GError **error)
{
  if (well && pakiv_inbox_sql_run (db, "COMMIT", error))
    return TRUE;
  /* A full disk may have rolled back already. */
  if (!sqlite3_get_autocommit (db))
    sqlite3_exec (db, "ROLLBACK", NULL, NULL, NULL);
  return FALSE;
}

void
pakiv_inbox_sql_statement_free (PakivStatement *statement)
{
  sqlite3_finalize (statement);
}
