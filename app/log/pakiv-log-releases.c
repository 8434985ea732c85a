/* Releases: kept as the very bytes that leave; making one closes its book. */
#include "pakiv-day.h"
#include "pakiv-log-private.h"
#include "pakiv-log-revisions.h"

#include <glib/gi18n.h>
#include <string.h>

gboolean
pakiv_log_check_over (PakivLog *log, PakivPeriod period, GError **error)
{
  g_autofree char *today = pakiv_clock_get_day (log->clock);
  g_autofree char *last = pakiv_period_last_day (period);
  g_autofree char *words = pakiv_period_to_words (period);
  g_autofree char *last_words = pakiv_day_to_words (last);

  if (strcmp (last, today) < 0)
    return TRUE;
  g_set_error (error, PAKIV_LOG_ERROR, PAKIV_LOG_ERROR_REFUSED,
               /* Translators: a quarter, "January to March 2021", and its last day. */
               _ ("%s is not over yet. Its release can be made after %s."), words, last_words);
  return FALSE;
}

static gboolean
check_first (PakivLog *log, const char *book, GError **error)
{
  g_autoptr (sqlite3_stmt) statement = pakiv_sql_prepare (
      log->sql,
      "SELECT 1 FROM book WHERE period = ?1 UNION SELECT 1 FROM release WHERE period = ?1", error);
  gboolean row;

  if (statement == NULL)
    return FALSE;
  pakiv_sql_bind (statement, 1, book);
  if (!pakiv_sql_next (log->sql, statement, &row, error))
    return FALSE;
  if (!row)
    return TRUE;
  g_set_error (error, PAKIV_LOG_ERROR, PAKIV_LOG_ERROR_REFUSED,
               /* Translators: a quarter, such as 2021-Q1. */
               _ ("The report of %s has already been made. It is kept as it was sent."), book);
  return FALSE;
}

/* A release without a count of its book here is of other records than these. A record that came
 * between the counting and this would be in a closed book and in no figure. */
static gboolean
check_counted (PakivLog *log, const char *book, GError **error)
{
  g_autofree char *prefix = g_strconcat (book, "/", NULL);
  GHashTableIter iter;
  gpointer cube, counted;
  gint64 revision;
  gboolean found = FALSE;

  if (!pakiv_log_get_revision (log, &revision, error))
    return FALSE;
  g_hash_table_iter_init (&iter, log->counted);
  while (g_hash_table_iter_next (&iter, &cube, &counted))
    {
      if (!g_str_has_prefix (cube, prefix))
        continue;
      found = TRUE;
      if (*(gint64 *)counted == revision)
        continue;
      g_set_error (error, PAKIV_LOG_ERROR, PAKIV_LOG_ERROR_REFUSED,
                   _ ("Records were changed while this report was being made, so it was not kept. "
                      "Make it again."));
      return FALSE;
    }
  if (!found)
    g_set_error (error, PAKIV_LOG_ERROR, PAKIV_LOG_ERROR_REFUSED,
                 /* Translators: a quarter, such as 2021-Q1. */
                 _ ("The records of %s have not been counted yet, so its report was not kept. Make "
                    "it again."),
                 book);
  return found;
}

gboolean
pakiv_log_insert_release (
    PakivLog *log, const char *book, int version, const char *now, GBytes *package, GError **error)
{
  g_autoptr (sqlite3_stmt) statement
      = pakiv_sql_prepare (log->sql,
                           "INSERT INTO release (period, version, made_at, made_by, package) "
                           "VALUES (?1, ?2, ?3, ?4, ?5)",
                           error);
  gsize size;
  const void *data = g_bytes_get_data (package, &size);

  if (statement == NULL)
    return FALSE;
  pakiv_sql_bind (statement, 1, book);
  sqlite3_bind_int (statement, 2, version);
  pakiv_sql_bind (statement, 3, now);
  pakiv_sql_bind (statement, 4, log->member);
  if (size > 0)
    sqlite3_bind_blob64 (statement, 5, data, size, SQLITE_TRANSIENT);
  else
    sqlite3_bind_zeroblob (statement, 5, 0);
  return pakiv_sql_run (log->sql, statement, error);
}

static gboolean
close_book (PakivLog *log, const char *book, const char *now, GError **error)
{
  g_autoptr (sqlite3_stmt) statement = pakiv_sql_prepare (
      log->sql, "INSERT OR IGNORE INTO book (period, closed_at) VALUES (?1, ?2)", error);

  if (statement == NULL)
    return FALSE;
  pakiv_sql_bind (statement, 1, book);
  pakiv_sql_bind (statement, 2, now);
  return pakiv_sql_run (log->sql, statement, error);
}

gboolean
pakiv_log_store_release (
    PakivLog *log, PakivPeriod period, int version, GBytes *package, GError **error)
{
  return pakiv_log_store_release_with_deviations (log, period, version, package, NULL, NULL, error);
}

gboolean
pakiv_log_store_release_with_deviations (PakivLog *log,
                                         PakivPeriod period,
                                         int version,
                                         GBytes *package,
                                         GHashTable *deviations,
                                         GPtrArray *cells,
                                         GError **error)
{
  g_autofree char *book = pakiv_period_to_string (period);
  g_autofree char *now = NULL;
  gboolean done;

  g_return_val_if_fail (log != NULL && package != NULL && version > 0, FALSE);

  PAKIV_LOG_LOCK (log);
  now = pakiv_clock_get_moment (log->clock);
  if (!pakiv_log_check_over (log, period, error) || !pakiv_sql_begin (log->sql, error))
    return FALSE;
  done = check_first (log, book, error) && check_counted (log, book, error)
         && pakiv_log_insert_release (log, book, version, now, package, error)
         && close_book (log, book, now, error)
         && pakiv_log_keep_deviations (log, book, deviations, error)
         && pakiv_log_keep_released_cells (log, book, cells, error);
  return pakiv_sql_end (log->sql, done, error);
}

void
pakiv_stored_release_free (PakivStoredRelease *release)
{
  if (release == NULL)
    return;
  g_free (release->period);
  g_free (release->made_at);
  g_free (release->made_by);
  g_clear_pointer (&release->package, g_bytes_unref);
  g_free (release);
}

static PakivStoredRelease *
read_release (sqlite3_stmt *statement)
{
  PakivStoredRelease *release = g_new0 (PakivStoredRelease, 1);

  release->period = g_strdup ((const char *)sqlite3_column_text (statement, 0));
  release->version = sqlite3_column_int (statement, 1);
  release->made_at = g_strdup ((const char *)sqlite3_column_text (statement, 2));
  release->made_by = g_strdup ((const char *)sqlite3_column_text (statement, 3));
  release->package = g_bytes_new (sqlite3_column_blob (statement, 4),
                                  (gsize)sqlite3_column_bytes (statement, 4));
  return release;
}

#define SELECT_RELEASE "SELECT period, version, made_at, made_by, package FROM release "

static PakivStoredRelease *
load_one (PakivLog *log, PakivPeriod period, const char *select, GError **error)
{
  g_autofree char *book = pakiv_period_to_string (period);
  gboolean row;

  PAKIV_LOG_LOCK (log);
  g_autoptr (sqlite3_stmt) statement = NULL;

  statement = pakiv_sql_prepare (log->sql, select, error);
  if (statement == NULL)
    return NULL;
  pakiv_sql_bind (statement, 1, book);
  if (!pakiv_sql_next (log->sql, statement, &row, error) || !row)
    return NULL;
  return read_release (statement);
}

PakivStoredRelease *
pakiv_log_load_release (PakivLog *log, PakivPeriod period, GError **error)
{
  g_return_val_if_fail (log != NULL, NULL);

  return load_one (log, period, SELECT_RELEASE "WHERE period = ?1 ORDER BY version LIMIT 1", error);
}

PakivStoredRelease *
pakiv_log_load_revision (PakivLog *log, PakivPeriod period, GError **error)
{
  g_return_val_if_fail (log != NULL, NULL);

  return load_one (log, period,
                   SELECT_RELEASE "WHERE period = ?1 AND version > 1 ORDER BY version DESC LIMIT 1",
                   error);
}

GPtrArray *
pakiv_log_list_releases (PakivLog *log, GError **error)
{
  g_autoptr (GPtrArray) releases
      = g_ptr_array_new_with_free_func ((GDestroyNotify)pakiv_stored_release_free);
  gboolean row = TRUE;

  g_return_val_if_fail (log != NULL, NULL);

  PAKIV_LOG_LOCK (log);
  g_autoptr (sqlite3_stmt) statement
      = pakiv_sql_prepare (log->sql, SELECT_RELEASE "ORDER BY rowid", error);

  if (statement == NULL)
    return NULL;
  while (row)
    {
      if (!pakiv_sql_next (log->sql, statement, &row, error))
        return NULL;
      if (row)
        g_ptr_array_add (releases, read_release (statement));
    }
  return g_steal_pointer (&releases);
}
