#include "pakiv-log-swap.h"

#include "pakiv-desk-private.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gi18n.h>
#include <glib/gstdio.h>
#include <string.h>
#include <unistd.h>
#include <utime.h>

/* How long to wait for other connections to go, in milliseconds. */
#define HOLD_PATIENCE 1000

#define DAMAGED ".damaged"

static gboolean
set_busy (PakivSql *sql, GError **error)
{
  g_set_error (error, PAKIV_LOG_ERROR, PAKIV_LOG_ERROR_BUSY,
               _ ("“%s” is open in another window or program. Close Pakiv everywhere else first, "
                  "then try again."),
               pakiv_sql_get_name (sql));
  return FALSE;
}

/* Leaving WAL mode needs every other connection gone, and brings what was in the -wal file into the
 * log. */
static gboolean
leave_wal (PakivSql *sql, GError **error)
{
  g_autoptr (GError) cause = NULL;
  g_autofree char *mode = NULL;

  if (!pakiv_sql_set_patience (sql, HOLD_PATIENCE, error))
    return FALSE;
  mode = pakiv_sql_get_text (sql, "PRAGMA journal_mode = DELETE", NULL, &cause);
  if (g_strcmp0 (mode, "delete") == 0)
    return TRUE;
  if (cause == NULL || g_error_matches (cause, PAKIV_LOG_ERROR, PAKIV_LOG_ERROR_BUSY))
    return set_busy (sql, error);
  g_propagate_error (error, g_steal_pointer (&cause));
  return FALSE;
}

PakivSql *
pakiv_log_hold (const char *path, const guint8 *key, GError **error)
{
  g_autoptr (PakivSql) sql = pakiv_sql_open (path, key, error);
  g_autoptr (GError) cause = NULL;

  if (sql == NULL || !leave_wal (sql, error))
    return NULL;
  /* In this mode a lock that was taken is kept until the connection is closed. */
  if (!pakiv_sql_execute (sql, "PRAGMA locking_mode = EXCLUSIVE; BEGIN EXCLUSIVE; COMMIT;", &cause))
    {
      if (g_error_matches (cause, PAKIV_LOG_ERROR, PAKIV_LOG_ERROR_BUSY))
        set_busy (sql, error);
      else
        g_propagate_error (error, g_steal_pointer (&cause));
      return NULL;
    }
  return g_steal_pointer (&sql);
}

static gboolean
copy_marks (PakivSql *sql, GError **error)
{
  const char *const names[] = { "application_id", "user_version" };

  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    {
      g_autofree char *ask = g_strconcat ("PRAGMA main.", names[i], NULL);
      g_autofree char *set = NULL;
      gint64 value;

      if (!pakiv_sql_get_number (sql, ask, &value, error))
        return FALSE;
      set = g_strdup_printf ("PRAGMA fresh.%s = %" G_GINT64_FORMAT, names[i], value);
      if (!pakiv_sql_execute (sql, set, error))
        return FALSE;
    }
  return TRUE;
}

static gboolean
set_damaged (PakivSql *sql, GError **error)
{
  g_set_error (
      error, PAKIV_LOG_ERROR, PAKIV_LOG_ERROR_NOT_A_LOG,
      _ ("“%s” could not be copied whole, so nothing was changed. It may be damaged: bring "
         "it back from a backup."),
      pakiv_sql_get_name (sql));
  return FALSE;
}

/* (transfer full): the names of all tables, the inner ones of search too. */
static GPtrArray *
list_tables (PakivSql *sql, GError **error)
{
  g_autoptr (GPtrArray) names = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (sqlite3_stmt) statement
      = pakiv_sql_prepare (sql, "SELECT name FROM main.sqlite_schema WHERE type = 'table'", error);
  gboolean row;

  if (statement == NULL)
    return NULL;
  for (;;)
    {
      if (!pakiv_sql_next (sql, statement, &row, error))
        return NULL;
      if (!row)
        return g_steal_pointer (&names);
      g_ptr_array_add (names, g_strdup ((const char *)sqlite3_column_text (statement, 0)));
    }
}

static gboolean
count (PakivSql *sql, const char *schema, const char *table, gint64 *number, GError **error)
{
  char *text = sqlite3_mprintf ("SELECT count(*) FROM %s.\"%w\"", schema, table);
  gboolean done = pakiv_sql_get_number (sql, text, number, error);

  sqlite3_free (text);
  return done;
}

static gboolean
compare_counts (PakivSql *sql, GError **error)
{
  g_autoptr (GPtrArray) tables = list_tables (sql, error);
  gint64 schema[2];

  if (tables == NULL || !count (sql, "main", "sqlite_schema", &schema[0], error)
      || !count (sql, "fresh", "sqlite_schema", &schema[1], error))
    return FALSE;
  if (schema[0] != schema[1])
    return set_damaged (sql, error);
  for (guint i = 0; i < tables->len; i++)
    {
      gint64 before, after;

      if (!count (sql, "main", tables->pdata[i], &before, error)
          || !count (sql, "fresh", tables->pdata[i], &after, error))
        return FALSE;
      if (before != after)
        return set_damaged (sql, error);
    }
  return TRUE;
}

static gboolean
check_copy (PakivSql *sql, GError **error)
{
  g_autofree char *verdict = NULL;

  if (!compare_counts (sql, error))
    return FALSE;
  verdict = pakiv_sql_get_text (sql, "PRAGMA fresh.integrity_check", NULL, error);
  if (verdict == NULL)
    return FALSE;
  return strcmp (verdict, "ok") == 0 || set_damaged (sql, error);
}

static gboolean export(PakivSql *sql, GError **error)
{
  g_autoptr (GError) cause = NULL;
  g_autofree char *nothing
      = pakiv_sql_get_text (sql, "SELECT sqlcipher_export('fresh')", NULL, &cause);

  if (cause == NULL)
    return copy_marks (sql, error);
  g_propagate_error (error, g_steal_pointer (&cause));
  return FALSE;
}

/* Does @act with the file at @fresh as the schema "fresh". */
static gboolean
with_fresh (PakivSql *sql,
            const char *fresh,
            const guint8 *key,
            gboolean (*act) (PakivSql *sql, GError **error),
            GError **error)
{
  gboolean done;

  if (!pakiv_sql_attach (sql, fresh, "fresh", key, error))
    return FALSE;
  done = act (sql, error);
  /* After a failure too, and then that one is told. */
  return pakiv_sql_execute (sql, "DETACH DATABASE fresh", done ? error : NULL) && done;
}

/* @path, or its folder, is on the disk when this returns. */
static gboolean
sync_path (const char *path, int flags, GError **error)
{
  int fd = g_open (path, flags | O_CLOEXEC, 0);
  gboolean done = fd >= 0 && fsync (fd) == 0;

  if (!done)
    pakiv_desk_set_file_error (error, path, errno);
  if (fd >= 0)
    g_close (fd, NULL);
  return done;
}

static gboolean
sync_folder_of (const char *path, GError **error)
{
  g_autofree char *folder = g_path_get_dirname (path);

  return sync_path (folder, O_RDONLY | O_DIRECTORY, error);
}

static void
remove_beside (const char *path, const char *ending)
{
  g_autofree char *name = g_strconcat (path, ending, NULL);

  g_unlink (name);
}

void
pakiv_log_remove_copy (const char *fresh)
{
  g_unlink (fresh);
  remove_beside (fresh, "-journal");
  remove_beside (fresh, "-wal");
  remove_beside (fresh, "-shm");
}

static gboolean
make_private (const char *path, GError **error)
{
  int fd = g_open (path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);

  if (fd >= 0 && g_close (fd, NULL))
    return TRUE;
  pakiv_desk_set_file_error (error, path, errno);
  return FALSE;
}

gboolean
pakiv_log_copy_file (PakivSql *hold, const char *fresh, const guint8 *fresh_key, GError **error)
{
  gboolean done;

  g_return_val_if_fail (hold != NULL && fresh != NULL && fresh_key != NULL, FALSE);

  pakiv_log_remove_copy (fresh);
  if (!make_private (fresh, error))
    return FALSE;
  /* Opened anew to be checked: the tables of search are only there after that. */
  done = with_fresh (hold, fresh, fresh_key, export, error)
         && with_fresh (hold, fresh, fresh_key, check_copy, error)
         && sync_path (fresh, O_RDONLY, error) && sync_folder_of (fresh, error);
  if (!done)
    pakiv_log_remove_copy (fresh);
  return done;
}

static gboolean
move (const char *from, const char *to, GError **error)
{
  if (g_rename (from, to) != 0)
    {
      pakiv_desk_set_file_error (error, to, errno);
      return FALSE;
    }
  return sync_folder_of (to, error);
}

gboolean
pakiv_log_swap_in (PakivSql *hold, const char *path, const char *fresh, GError **error)
{
  g_return_val_if_fail (hold != NULL && path != NULL && fresh != NULL, FALSE);

  /* @hold is let go of by the caller, after this: nobody may have the old file in between. */
  return move (fresh, path, error);
}

/* Keeps a file under another name as well, over an older one. Where there is none, nothing. */
static gboolean
set_aside (const char *path, const char *ending, const char *aside, GError **error)
{
  g_autofree char *from = g_strconcat (path, ending, NULL);
  g_autofree char *to = g_strconcat (aside, ending, NULL);

  g_unlink (to);
  if (g_rename (from, to) == 0 || errno == ENOENT)
    return TRUE;
  pakiv_desk_set_file_error (error, to, errno);
  return FALSE;
}

gboolean
pakiv_log_swap_over_damaged (const char *path, const char *fresh, GError **error)
{
  g_autofree char *aside = g_strconcat (path, DAMAGED, NULL);

  g_return_val_if_fail (path != NULL && fresh != NULL, FALSE);

  /* The log keeps its name until the new one has it: no moment without a file. Its -wal must be
   * gone before that, or it would be taken for the new file's. */
  g_unlink (aside);
  if (link (path, aside) != 0 && errno != ENOENT)
    {
      pakiv_desk_set_file_error (error, aside, errno);
      return FALSE;
    }
  /* From today on it is kept, however long ago it was last written in. */
  g_utime (aside, NULL);
  if (!set_aside (path, "-wal", aside, error))
    return FALSE;
  remove_beside (path, "-shm");
  return move (fresh, path, error);
}

void
pakiv_log_remove_damaged (const char *path, const char *day)
{
  g_autofree char *aside = g_strconcat (path, DAMAGED, NULL);
  g_autoptr (GDateTime) put = NULL;
  g_autofree char *put_on = NULL;
  GStatBuf status;

  if (g_lstat (aside, &status) != 0 || !S_ISREG (status.st_mode)
      || (put = g_date_time_new_from_unix_local (status.st_mtime)) == NULL)
    return;
  put_on = g_date_time_format (put, "%Y-%m-%d");
  if (strcmp (put_on, day) > 0)
    return;
  g_unlink (aside);
  remove_beside (aside, "-wal");
}
