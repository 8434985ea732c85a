/* One connection to an encrypted file. Private to this folder: nothing above it sees SQL.
 *
 * It refuses to go on unless SQLCipher itself answers, because a process that also loads libsqlite3
 * may reach that library's functions of the same names, where setting a key "succeeds" and the file
 * is plain. Not locked: PakivLog has the lock. */
#pragma once

#include "pakiv-log-error.h"

#include <gio/gio.h>
#include <sqlcipher/sqlite3.h>

G_BEGIN_DECLS

typedef struct _PakivSql PakivSql;

/* Opens the file at @path with the raw 32-byte @key. NOT_A_LOG where there is none: one that was
 * made anew would hide that the log is missing. */
PakivSql *pakiv_sql_open (const char *path, const guint8 *key, GError **error);

/* The same, and makes it where it is not there. */
PakivSql *pakiv_sql_create (const char *path, const guint8 *key, GError **error);

/* A file that nobody writes in, such as a backup: nothing is made beside it. */
PakivSql *pakiv_sql_open_read_only (const char *path, const guint8 *key, GError **error);

/* (transfer full): another connection to the same file, with the same key. */
PakivSql *pakiv_sql_open_again (PakivSql *sql, GError **error);
void pakiv_sql_close (PakivSql *sql); /* NULL is fine */

/* Writes the whole file of @sql, as it is now, to @path, where nothing is yet, with the raw 32-byte
 * @key (NULL: the same), while others may read and write in it. The copy is checked: each page, and
 * the number of rows of each table. It is on the disk when this returns, one file without a -wal
 * beside it; on failure there is none. @sql must not be in a writing transaction. */
gboolean pakiv_sql_copy (
    PakivSql *sql, const char *path, const guint8 *key, GCancellable *cancellable, GError **error);

/* Reads every page. NOT_A_LOG where one is damaged. */
gboolean pakiv_sql_check_pages (PakivSql *sql, GError **error);

/* Whether any page of the file at @path is not as @key wrote it: what else a damaged page leads to
 * is an error of any kind. TRUE too where it can't be opened. */
gboolean pakiv_sql_is_damaged (const char *path, const guint8 *key);

const char *pakiv_sql_get_name (PakivSql *sql); /* "police.log", for messages */
const char *pakiv_sql_get_path (PakivSql *sql);

/* For the other files of PakivSql. */
sqlite3 *pakiv_sql_peek (PakivSql *sql);
const guint8 *pakiv_sql_peek_key (PakivSql *sql);
gboolean pakiv_sql_fail (PakivSql *sql, int code, GError **error); /* an SQLite code; FALSE */

/* How long to wait for others, in milliseconds, instead of the usual 5 seconds. */
gboolean pakiv_sql_set_patience (PakivSql *sql, int milliseconds, GError **error);

/* Opens the file at @path beside, as the schema @name, with the raw 32-byte @key, which is never
 * part of a text. Ends with "DETACH DATABASE @name". */
gboolean pakiv_sql_attach (
    PakivSql *sql, const char *path, const char *name, const guint8 *key, GError **error);

/* Runs statements that have no values and give none. */
gboolean pakiv_sql_execute (PakivSql *sql, const char *text, GError **error);

/* A statement, made once and kept; owned by @sql. Let go of it with g_autoptr, which resets it, so
 * that no read lock stays behind. */
sqlite3_stmt *pakiv_sql_prepare (PakivSql *sql, const char *text, GError **error);
void pakiv_sql_bind (sqlite3_stmt *statement, int position, const char *text); /* NULL text: NULL */

/* The next row: FALSE on failure; *@row FALSE at the end. */
gboolean pakiv_sql_next (PakivSql *sql, sqlite3_stmt *statement, gboolean *row, GError **error);

/* Runs to the end and resets. */
gboolean pakiv_sql_run (PakivSql *sql, sqlite3_stmt *statement, GError **error);

/* (transfer full): the first column of the first row as text; NULL without @error where there is
 * none.
 * @value, which may be NULL, is bound to ?1. */
char *pakiv_sql_get_text (PakivSql *sql, const char *text, const char *value, GError **error);
gboolean pakiv_sql_get_number (PakivSql *sql, const char *text, gint64 *number, GError **error);

/* A write transaction is taken at once, so that two programs never wait for each other. BUSY where
 * another file has taken the log's place meanwhile: what is written now would be lost. */
gboolean pakiv_sql_begin (PakivSql *sql, GError **error);
gboolean pakiv_sql_begin_reading (PakivSql *sql, GError **error);
gboolean pakiv_sql_end (PakivSql *sql, gboolean keep, GError **error); /* returns @keep, or FALSE */
gboolean pakiv_sql_is_in_transaction (PakivSql *sql);

/* Called at the end of each pakiv_sql_end(), whether what was written was kept or not. */
typedef void (*PakivSqlEnded) (gboolean kept, gpointer data);
void pakiv_sql_set_ended (PakivSql *sql, PakivSqlEnded ended, gpointer data);

gint64 pakiv_sql_get_last_number (PakivSql *sql); /* of the row last inserted */
int pakiv_sql_count_changes (PakivSql *sql);      /* of the statement last run */

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PakivSql, pakiv_sql_close)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (sqlite3_stmt, sqlite3_reset)

G_END_DECLS
