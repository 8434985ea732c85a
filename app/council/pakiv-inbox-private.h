/* The SQLite side of the inbox, shared by its files. */
#pragma once

#include "pakiv-inbox.h"

#include <sqlite3.h>

G_BEGIN_DECLS

struct _PakivInbox
{
  GMutex mutex; /* one call at a time on the connection */
  sqlite3 *db;
  PakivClock *clock;
};

typedef sqlite3_stmt PakivStatement;

/* Sets @error from what the database last said: full disk apart from all else. Returns FALSE. */
gboolean pakiv_inbox_sql_fail (sqlite3 *db, GError **error);
gboolean pakiv_inbox_sql_run (sqlite3 *db, const char *sql, GError **error);
PakivStatement *pakiv_inbox_sql_prepare (sqlite3 *db, const char *sql, GError **error);

/* Steps a statement that returns no row. */
gboolean pakiv_inbox_sql_finish (PakivStatement *statement, GError **error);

/* TRUE with a row; FALSE at the end (no @error) or on failure. */
gboolean pakiv_inbox_sql_next (PakivStatement *statement, GError **error);

/* Text is bound as it is; it must live until the step. NULL is SQL's. */
void pakiv_inbox_sql_bind_text (PakivStatement *statement, int place, const char *text);
void
pakiv_inbox_sql_bind_blob (PakivStatement *statement, int place, gconstpointer data, gsize size);
char *pakiv_inbox_sql_get_text (PakivStatement *statement,
                                int column); /* (transfer full), or NULL */

/* BEGIN IMMEDIATE, and COMMIT where @well, else ROLLBACK. Returns whether it was kept. */
gboolean pakiv_inbox_sql_begin (sqlite3 *db, GError **error);
gboolean pakiv_inbox_sql_end (sqlite3 *db, gboolean well, GError **error);

void pakiv_inbox_sql_statement_free (PakivStatement *statement);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PakivStatement, pakiv_inbox_sql_statement_free)

G_END_DECLS
