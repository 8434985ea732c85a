/* How far the figures of a quarter were off, kept for the later quarters of its year. */
#include "pakiv-log-private.h"

#include <string.h>

/* Quarters of the year of ?1 before it, but none that was released after it: that its release can
 * be made again from the same. Only first releases count: a revision has no deviations of its own
 * and takes none away. */
static const char select_earlier[]
    = "SELECT cube || '/' || figure, sum (off) FROM deviation "
      "WHERE period < ?1 AND substr (period, 1, 4) = substr (?1, 1, 4) AND period NOT IN "
      "(SELECT other.period FROM release AS other JOIN release AS own ON own.period = ?1 "
      "WHERE own.version = 1 AND other.version = 1 AND other.rowid > own.rowid) GROUP BY cube, figure";

GHashTable *
pakiv_log_load_deviations (PakivLog *log, PakivPeriod period, GError **error)
{
  g_autoptr (GHashTable) all = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  g_autofree char *book = pakiv_period_to_string (period);
  gboolean row = TRUE;

  g_return_val_if_fail (log != NULL, NULL);

  PAKIV_LOG_LOCK (log);
  g_autoptr (sqlite3_stmt) statement = pakiv_sql_prepare (log->sql, select_earlier, error);

  if (statement == NULL)
    return NULL;
  pakiv_sql_bind (statement, 1, book);
  while (row)
    {
      gint64 off;

      if (!pakiv_sql_next (log->sql, statement, &row, error))
        return NULL;
      if (!row)
        break;
      off = sqlite3_column_int64 (statement, 1);
      g_hash_table_insert (all, g_strdup ((const char *)sqlite3_column_text (statement, 0)),
                           g_memdup2 (&off, sizeof off));
    }
  return g_steal_pointer (&all);
}

static gboolean
insert_one (PakivLog *log, const char *book, const char *name, gint64 off, GError **error)
{
  g_autoptr (sqlite3_stmt) statement = pakiv_sql_prepare (
      log->sql,
      "INSERT OR REPLACE INTO deviation (period, cube, figure, off) VALUES (?1, ?2, ?3, ?4)",
      error);
  const char *figure = strchr (name, '/');
  g_autofree char *cube = NULL;

  g_return_val_if_fail (figure != NULL, FALSE);
  if (statement == NULL)
    return FALSE;
  cube = g_strndup (name, (gsize)(figure - name));
  pakiv_sql_bind (statement, 1, book);
  pakiv_sql_bind (statement, 2, cube);
  pakiv_sql_bind (statement, 3, figure + 1);
  sqlite3_bind_int64 (statement, 4, off);
  return pakiv_sql_run (log->sql, statement, error);
}

/* A year that is over needs none: what is kept no longer can't be found any more. */
static gboolean
forget_earlier_years (PakivLog *log, const char *book, GError **error)
{
  g_autoptr (sqlite3_stmt) statement = pakiv_sql_prepare (
      log->sql, "DELETE FROM deviation WHERE substr (period, 1, 4) < substr (?1, 1, 4)", error);

  if (statement == NULL)
    return FALSE;
  pakiv_sql_bind (statement, 1, book);
  return pakiv_sql_run (log->sql, statement, error);
}

gboolean
pakiv_log_keep_deviations (PakivLog *log, const char *book, GHashTable *deviations, GError **error)
{
  GHashTableIter iter;
  gpointer name, off;

  if (deviations != NULL)
    {
      g_hash_table_iter_init (&iter, deviations);
      while (g_hash_table_iter_next (&iter, &name, &off))
        if (!insert_one (log, book, name, *(const gint64 *)off, error))
          return FALSE;
    }
  return forget_earlier_years (log, book, error);
}
