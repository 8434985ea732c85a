#include "pakiv-log-revisions.h"

#include "pakiv-log-private.h"

#include <glib/gi18n.h>
#include <string.h>

/* A record may count several times in one cube and not at all in another: the cube that tells of
 * most is near enough for who decides whether there is something to revise. */
#define COUNT_DELETED \
  "SELECT ifnull (max (n), 0) FROM (SELECT sum (abs (pending)) AS n " \
  "FROM base_cell WHERE period = ?1 GROUP BY cube)"

gboolean
pakiv_log_count_corrected (PakivLog *log, PakivPeriod period, guint *n_records, GError **error)
{
  g_autofree char *book = pakiv_period_to_string (period);
  g_autoptr (GPtrArray) originals = NULL;
  gint64 deleted;

  g_return_val_if_fail (log != NULL && n_records != NULL, FALSE);

  PAKIV_LOG_LOCK (log);
  originals = pakiv_log_load_originals (log, book, error);
  if (originals == NULL || !pakiv_log_get_book_number (log, COUNT_DELETED, book, &deleted, error))
    return FALSE;
  *n_records = originals->len + (guint)deleted;
  return TRUE;
}

/* --- Counting --- */

static sqlite3_stmt *
prepare_cells (PakivLog *log, const char *text, const char *book, const char *cube, GError **error)
{
  sqlite3_stmt *statement = pakiv_sql_prepare (log->sql, text, error);

  if (statement == NULL)
    return NULL;
  pakiv_sql_bind (statement, 1, book);
  pakiv_sql_bind (statement, 2, cube);
  return statement;
}

static gboolean
add_cells (PakivLog *log, PakivChanges *changes, const char *book, GError **error)
{
  g_autoptr (sqlite3_stmt) statement = prepare_cells (
      log,
      "SELECT cell, released, change, shown, pending FROM base_cell WHERE period = ?1 AND cube = ?2",
      book, changes->spec->id, error);
  gboolean row = TRUE;

  if (statement == NULL)
    return FALSE;
  while (row)
    {
      PakivChange change;

      if (!pakiv_sql_next (log->sql, statement, &row, error))
        return FALSE;
      if (!row)
        break;
      change.key = (guint64)sqlite3_column_int64 (statement, 0);
      change.released = sqlite3_column_int64 (statement, 1);
      change.before = sqlite3_column_int64 (statement, 2);
      change.shown = sqlite3_column_int64 (statement, 3);
      change.now = change.before + sqlite3_column_int64 (statement, 4);
      g_array_append_val (changes->cells, change);
      changes->known = TRUE;
    }
  return TRUE;
}

static gboolean
add_originals (PakivLog *log, PakivChanges *changes, const char *book, GError **error)
{
  g_autoptr (GPtrArray) originals = pakiv_log_load_originals (log, book, error);

  for (guint i = 0; originals != NULL && i < originals->len; i++)
    {
      const PakivOriginal *original = originals->pdata[i];

      if (original->kind == changes->spec->kind)
        pakiv_changes_add_record (changes, original->before, original->after);
    }
  return originals != NULL;
}

PakivChanges *
pakiv_log_count_changes (PakivLog *log,
                         const PakivCubeSpec *spec,
                         PakivPeriod period,
                         GError **error)
{
  g_autoptr (PakivChanges) changes = NULL;
  g_autofree char *book = pakiv_period_to_string (period);
  gboolean done;

  g_return_val_if_fail (log != NULL && spec != NULL, NULL);

  PAKIV_LOG_LOCK (log);
  if (pakiv_log_get_table (log, spec->kind, error) == NULL
      || !pakiv_sql_begin_reading (log->sql, error))
    return NULL;
  changes = pakiv_changes_new (spec, period);
  done = add_cells (log, changes, book, error) && add_originals (log, changes, book, error)
         && pakiv_log_get_revision (log, &changes->revision, error);
  if (!pakiv_sql_end (log->sql, done, error) || !pakiv_log_note_combined (log, book, error))
    return NULL;
  pakiv_changes_finish (changes);
  return g_steal_pointer (&changes);
}

/* --- Keeping --- */

static gboolean
write_cell (PakivLog *log,
            const char *book,
            const char *cube,
            const PakivChange *cell,
            gboolean first,
            GError **error)
{
  g_autoptr (sqlite3_stmt) statement = prepare_cells (
      log,
      "INSERT INTO base_cell (period, cube, cell, released, change, shown) "
      "VALUES (?1, ?2, ?3, ?4, ?5, ?6) ON CONFLICT DO UPDATE SET change = ?5, shown = ?6, pending = 0",
      book, cube, error);

  if (statement == NULL)
    return FALSE;
  sqlite3_bind_int64 (statement, 3, (gint64)cell->key);
  sqlite3_bind_int64 (statement, 4, first ? cell->released : 0);
  sqlite3_bind_int64 (statement, 5, first ? 0 : cell->now);
  sqlite3_bind_int64 (statement, 6, first ? 0 : cell->shown);
  return pakiv_sql_run (log->sql, statement, error);
}

static gboolean
write_cells (PakivLog *log, const char *book, GPtrArray *all, gboolean first, GError **error)
{
  for (guint i = 0; i < all->len; i++)
    {
      const PakivChanges *changes = all->pdata[i];
      const PakivChange none = { 0 };

      for (guint k = 0; k < changes->cells->len; k++)
        if (!write_cell (log, book, changes->spec->id,
                         &g_array_index (changes->cells, PakivChange, k), first, error))
          return FALSE;
      /* That a release in which all is 0 is known too. */
      if (first && changes->cells->len == 0
          && !write_cell (log, book, changes->spec->id, &none, TRUE, error))
        return FALSE;
    }
  return TRUE;
}

gboolean
pakiv_log_keep_released_cells (PakivLog *log, const char *book, GPtrArray *cells, GError **error)
{
  return cells == NULL || write_cells (log, book, cells, TRUE, error);
}

static gboolean
check_next (PakivLog *log, const char *book, int version, GError **error)
{
  g_autoptr (sqlite3_stmt) statement = pakiv_sql_prepare (
      log->sql, "SELECT ifnull (max (version), 0) FROM release WHERE period = ?1", error);
  gboolean row;

  if (statement == NULL)
    return FALSE;
  pakiv_sql_bind (statement, 1, book);
  if (!pakiv_sql_next (log->sql, statement, &row, error))
    return FALSE;
  if (version > 1 && sqlite3_column_int (statement, 0) == version - 1)
    return TRUE;
  g_set_error (error, PAKIV_LOG_ERROR, PAKIV_LOG_ERROR_REFUSED,
               /* Translators: a quarter, such as 2021-Q1. */
               _ ("%s has other releases than those this revision was made for, so it was not "
                  "kept. Make it again."),
               book);
  return FALSE;
}

static gboolean
check_unchanged (PakivLog *log, GPtrArray *changes, GError **error)
{
  gint64 revision;

  if (!pakiv_log_get_revision (log, &revision, error))
    return FALSE;
  for (guint i = 0; i < changes->len; i++)
    if (((const PakivChanges *)changes->pdata[i])->revision != revision)
      {
        g_set_error (error, PAKIV_LOG_ERROR, PAKIV_LOG_ERROR_REFUSED,
                     _ ("Records were changed while this revision was being made, so it was not "
                        "kept. Make it again."));
        return FALSE;
      }
  return TRUE;
}

gboolean
pakiv_log_store_revision (PakivLog *log,
                          PakivPeriod period,
                          int version,
                          GBytes *package,
                          GPtrArray *changes,
                          GError **error)
{
  g_autofree char *book = pakiv_period_to_string (period);
  g_autofree char *now = NULL;
  gboolean done;

  g_return_val_if_fail (log != NULL && package != NULL && changes != NULL, FALSE);

  PAKIV_LOG_LOCK (log);
  now = pakiv_clock_get_moment (log->clock);
  if (!pakiv_sql_begin (log->sql, error))
    return FALSE;
  done = check_next (log, book, version, error) && check_unchanged (log, changes, error)
         && pakiv_log_insert_release (log, book, version, now, package, error)
         && write_cells (log, book, changes, FALSE, error)
         && pakiv_log_renew_originals (log, book, error);
  return pakiv_sql_end (log->sql, done, error);
}
