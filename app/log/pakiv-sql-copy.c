/* A whole log into another file, through SQLite's online backup: what the copy has is what one
 * moment of the log had, however much is written meanwhile. */
#include "pakiv-sql.h"

#include "pakiv-desk-private.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gi18n.h>
#include <glib/gstdio.h>
#include <string.h>
#include <unistd.h>

/* Pages between two looks whether it was cancelled: one megabyte. */
#define STEP 256

static gboolean
set_differs (PakivSql *sql, GError **error)
{
  g_set_error (error, PAKIV_LOG_ERROR, PAKIV_LOG_ERROR_NOT_A_LOG,
               _ ("The copy of “%s” is not whole, so it was thrown away. The log itself may be "
                  "damaged, or the disk with the copy."),
               pakiv_sql_get_name (sql));
  return FALSE;
}

gboolean
pakiv_sql_check_pages (PakivSql *sql, GError **error)
{
  g_autofree char *verdict = pakiv_sql_get_text (sql, "PRAGMA integrity_check", NULL, error);

  if (verdict == NULL)
    return FALSE;
  return strcmp (verdict, "ok") == 0 || pakiv_sql_fail (sql, SQLITE_CORRUPT, error);
}

gboolean
pakiv_sql_is_damaged (const char *path, const guint8 *key)
{
  g_autoptr (PakivSql) sql = pakiv_sql_open_read_only (path, key, NULL);
  g_autoptr (GError) error = NULL;
  g_autofree char *complaint = NULL;

  if (sql == NULL)
    return TRUE;
  complaint = pakiv_sql_get_text (sql, "PRAGMA cipher_integrity_check", NULL, &error);
  return complaint != NULL || error != NULL;
}

/* (transfer full): the names of all tables that have pages, or NULL. */
static GPtrArray *
list_tables (PakivSql *sql, GError **error)
{
  g_autoptr (GPtrArray) names = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (sqlite3_stmt) statement = pakiv_sql_prepare (
      sql, "SELECT name FROM sqlite_schema WHERE type = 'table' AND rootpage <> 0", error);
  gboolean row = TRUE;

  if (statement == NULL)
    return NULL;
  while (row)
    {
      if (!pakiv_sql_next (sql, statement, &row, error))
        return NULL;
      if (row)
        g_ptr_array_add (names, g_strdup ((const char *)sqlite3_column_text (statement, 0)));
    }
  return g_steal_pointer (&names);
}

static gboolean
count (PakivSql *sql, const char *table, gint64 *number, GError **error)
{
  char *text = sqlite3_mprintf ("SELECT count(*) FROM \"%w\"", table);
  gboolean done = pakiv_sql_get_number (sql, text, number, error);

  sqlite3_free (text);
  return done;
}

static gboolean
compare (PakivSql *sql, PakivSql *copy, GError **error)
{
  g_autoptr (GPtrArray) tables = list_tables (sql, error);
  gint64 before, after;

  if (tables == NULL || !pakiv_sql_check_pages (copy, error)
      || !count (sql, "sqlite_schema", &before, error)
      || !count (copy, "sqlite_schema", &after, error))
    return FALSE;
  for (guint i = 0; i < tables->len && before == after; i++)
    if (!count (sql, tables->pdata[i], &before, error)
        || !count (copy, tables->pdata[i], &after, error))
      return FALSE;
  return before == after || set_differs (sql, error);
}

static gboolean
check_cancelled (GCancellable *cancellable, GError **error)
{
  if (!g_cancellable_is_cancelled (cancellable))
    return TRUE;
  g_set_error_literal (error, PAKIV_LOG_ERROR, PAKIV_LOG_ERROR_CANCELLED,
                       _ ("The copy was stopped. Nothing was kept of it."));
  return FALSE;
}

static gboolean
transfer (PakivSql *sql, PakivSql *copy, GCancellable *cancellable, GError **error)
{
  sqlite3_backup *backup
      = sqlite3_backup_init (pakiv_sql_peek (copy), "main", pakiv_sql_peek (sql), "main");
  gboolean stopped = FALSE;
  int code = SQLITE_OK;

  if (backup == NULL)
    return pakiv_sql_fail (copy, sqlite3_errcode (pakiv_sql_peek (copy)), error);
  while (code == SQLITE_OK && !stopped)
    {
      stopped = !check_cancelled (cancellable, error);
      if (!stopped)
        code = sqlite3_backup_step (backup, STEP);
    }
  if (code == SQLITE_DONE)
    code = SQLITE_OK;
  sqlite3_backup_finish (backup);
  return !stopped && (code == SQLITE_OK || pakiv_sql_fail (copy, code, error));
}

/* The first pages say that the file has a -wal beside it, as the log has: taken back. */
static gboolean
close_wal (PakivSql *copy, GError **error)
{
  g_autofree char *mode = pakiv_sql_get_text (copy, "PRAGMA journal_mode = DELETE", NULL, error);

  return mode != NULL
         && (strcmp (mode, "delete") == 0 || pakiv_sql_fail (copy, SQLITE_BUSY, error));
}

static PakivSql *
make_empty (const char *path, const guint8 *key, GError **error)
{
  g_autoptr (PakivSql) copy = pakiv_sql_create (path, key, error);

  if (copy == NULL)
    return NULL;
  /* A disk of another kind of system may know no such thing: the copy is encrypted anyway. */
  g_chmod (path, 0600);
  if (!close_wal (copy, error))
    return NULL;
  return g_steal_pointer (&copy);
}

static gboolean
fill (PakivSql *sql, const char *path, const guint8 *key, GCancellable *cancellable, GError **error)
{
  g_autoptr (PakivSql) empty = make_empty (path, key, error);
  g_autoptr (PakivSql) copy = NULL;

  if (empty == NULL || !transfer (sql, empty, cancellable, error))
    return FALSE;
  /* Opened anew, as whoever needs the copy one day will. */
  g_clear_pointer (&empty, pakiv_sql_close);
  copy = pakiv_sql_open (path, key, error);
  return copy != NULL && close_wal (copy, error) && compare (sql, copy, error);
}

static gboolean
sync_file (const char *path, GError **error)
{
  int fd = g_open (path, O_RDONLY | O_CLOEXEC, 0);
  gboolean done = fd >= 0 && fsync (fd) == 0;

  if (!done)
    pakiv_desk_set_file_error (error, path, errno);
  if (fd >= 0)
    g_close (fd, NULL);
  return done;
}

static void
remove_copy (const char *path)
{
  const char *const endings[] = { "", "-journal", "-wal", "-shm" };

  for (guint i = 0; i < G_N_ELEMENTS (endings); i++)
    {
      g_autofree char *name = g_strconcat (path, endings[i], NULL);

      g_unlink (name);
    }
}

static gboolean
copy_snapshot (
    PakivSql *sql, const char *path, const guint8 *key, GCancellable *cancellable, GError **error)
{
  gint64 tables;

  /* The first read fixes the moment. */
  return pakiv_sql_get_number (sql, "SELECT count(*) FROM sqlite_schema", &tables, error)
         && fill (sql, path, key, cancellable, error) && sync_file (path, error);
}

gboolean
pakiv_sql_copy (
    PakivSql *sql, const char *path, const guint8 *key, GCancellable *cancellable, GError **error)
{
  gboolean done;

  g_return_val_if_fail (sql != NULL && path != NULL, FALSE);

  if (g_file_test (path, G_FILE_TEST_EXISTS))
    {
      pakiv_desk_set_file_error (error, path, EEXIST);
      return FALSE;
    }
  if (!pakiv_sql_begin_reading (sql, error))
    return FALSE;
  done
      = copy_snapshot (sql, path, key != NULL ? key : pakiv_sql_peek_key (sql), cancellable, error);
  done = pakiv_sql_end (sql, done, error);
  if (!done)
    remove_copy (path);
  return done;
}
