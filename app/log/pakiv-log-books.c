/* Books: in which quarter a record counts, the counts of a quarter, and the releases that close it.
 */
#include "pakiv-log-private.h"

#include <glib/gi18n.h>
#include <string.h>

GHashTable *
pakiv_log_load_closed (PakivLog *log, GError **error)
{
  g_autoptr (GHashTable) closed = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  g_autoptr (sqlite3_stmt) statement
      = pakiv_sql_prepare (log->sql, "SELECT period FROM book", error);
  gboolean row = TRUE;

  if (statement == NULL)
    return NULL;
  while (row)
    {
      if (!pakiv_sql_next (log->sql, statement, &row, error))
        return NULL;
      if (row)
        g_hash_table_add (closed, g_strdup ((const char *)sqlite3_column_text (statement, 0)));
    }
  return g_steal_pointer (&closed);
}

void
pakiv_log_assign_book (PakivRecord *record, GHashTable *closed)
{
  PakivPeriod period = pakiv_period_of_day (pakiv_record_get (record, record->kind->day));

  g_clear_pointer (&record->book, g_free);
  record->book = pakiv_period_to_string (period);
  record->late = FALSE;
  record->closed = FALSE;
  while (g_hash_table_contains (closed, record->book))
    {
      record->late = TRUE;
      period = pakiv_period_next (period);
      g_free (record->book);
      record->book = pakiv_period_to_string (period);
    }
}

gboolean
pakiv_log_is_closed (PakivLog *log, PakivPeriod period, gboolean *closed, GError **error)
{
  g_autofree char *book = pakiv_period_to_string (period);
  g_autofree char *found = NULL;
  g_autoptr (GError) cause = NULL;

  g_return_val_if_fail (log != NULL && closed != NULL, FALSE);

  PAKIV_LOG_LOCK (log);
  found = pakiv_sql_get_text (log->sql, "SELECT period FROM book WHERE period = ?1", book, &cause);
  *closed = found != NULL;
  if (cause == NULL)
    return TRUE;
  g_propagate_error (error, g_steal_pointer (&cause));
  return FALSE;
}

static gboolean
count_book (
    PakivLog *log, PakivRecordTable *table, PakivCounts *counts, const char *book, GError **error)
{
  g_autoptr (sqlite3_stmt) statement = pakiv_sql_prepare (log->sql, table->select_book, error);
  gboolean row = TRUE;

  if (statement == NULL)
    return FALSE;
  pakiv_sql_bind (statement, 1, book);
  while (row)
    {
      g_autoptr (PakivRecord) record = NULL;
      gint64 number;

      if (!pakiv_sql_next (log->sql, statement, &row, error))
        return FALSE;
      if (!row)
        break;
      record = pakiv_record_table_read_row (table, statement, &number);
      if (!pakiv_record_table_read_children (table, log->sql, number, record, error))
        return FALSE;
      pakiv_counts_add_record (counts, record);
    }
  return TRUE;
}

PakivCounts *
pakiv_log_count (PakivLog *log, const PakivCubeSpec *spec, PakivPeriod period, GError **error)
{
  g_autoptr (PakivCounts) counts = NULL;
  g_autofree char *book = pakiv_period_to_string (period);
  PakivRecordTable *table;

  g_return_val_if_fail (log != NULL && spec != NULL, NULL);

  PAKIV_LOG_LOCK (log);
  if ((table = pakiv_log_get_table (log, spec->kind, error)) == NULL
      || !pakiv_sql_begin_reading (log->sql, error))
    return NULL;
  counts = pakiv_counts_new (spec, period);
  if (!pakiv_sql_end (log->sql, count_book (log, table, counts, book, error), error))
    return NULL;
  pakiv_counts_finish (counts);
  return g_steal_pointer (&counts);
}

static gboolean
add_books (PakivLog *log, const char *select, GHashTable *books, GError **error)
{
  g_autoptr (sqlite3_stmt) statement = pakiv_sql_prepare (log->sql, select, error);
  gboolean row = TRUE;

  if (statement == NULL)
    return FALSE;
  while (row)
    {
      if (!pakiv_sql_next (log->sql, statement, &row, error))
        return FALSE;
      if (row)
        g_hash_table_add (books, g_strdup ((const char *)sqlite3_column_text (statement, 0)));
    }
  return TRUE;
}

static int
compare_newest_first (gconstpointer a, gconstpointer b)
{
  return pakiv_period_compare (*(const PakivPeriod *)b, *(const PakivPeriod *)a);
}

/* A quarter whose records have all been erased since its release is listed too: its release is
 * there. */
GArray *
pakiv_log_list_periods (PakivLog *log, GError **error)
{
  g_autoptr (GHashTable) books = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  g_autoptr (GArray) periods = g_array_new (FALSE, FALSE, sizeof (PakivPeriod));
  GHashTableIter iter;
  gpointer item;

  g_return_val_if_fail (log != NULL, NULL);

  PAKIV_LOG_LOCK (log);
  if (!add_books (log, "SELECT period FROM book", books, error))
    return NULL;
  g_hash_table_iter_init (&iter, log->tables);
  while (g_hash_table_iter_next (&iter, NULL, &item))
    {
      g_autofree char *select
          = g_strdup_printf ("SELECT DISTINCT _book FROM %s", ((PakivRecordTable *)item)->name);

      if (!add_books (log, select, books, error))
        return NULL;
    }
  g_hash_table_iter_init (&iter, books);
  while (g_hash_table_iter_next (&iter, &item, NULL))
    {
      PakivPeriod period;

      if (!pakiv_period_parse (item, &period, error))
        return NULL;
      g_array_append_val (periods, period);
    }
  g_array_sort (periods, compare_newest_first);
  return g_steal_pointer (&periods);
}

static gboolean
check_over (PakivLog *log, PakivPeriod period, GError **error)
{
  g_autofree char *today = pakiv_clock_get_day (log->clock);
  g_autofree char *last = pakiv_period_last_day (period);
  g_autofree char *words = pakiv_period_to_words (period);

  if (strcmp (last, today) < 0)
    return TRUE;
  g_set_error (error, PAKIV_LOG_ERROR, PAKIV_LOG_ERROR_REFUSED,
               /* Translators: a quarter, such as "January to March 2021". */
               _ ("%s is not over yet, so its report can’t be made."), words);
  return FALSE;
}

static gboolean
check_first (PakivLog *log, const char *book, int version, GError **error)
{
  g_autoptr (sqlite3_stmt) statement = pakiv_sql_prepare (
      log->sql, "SELECT 1 FROM release WHERE period = ?1 AND version = ?2", error);
  gboolean row;

  if (statement == NULL)
    return FALSE;
  pakiv_sql_bind (statement, 1, book);
  sqlite3_bind_int (statement, 2, version);
  if (!pakiv_sql_next (log->sql, statement, &row, error))
    return FALSE;
  if (!row)
    return TRUE;
  g_set_error (error, PAKIV_LOG_ERROR, PAKIV_LOG_ERROR_REFUSED,
               /* Translators: a quarter, such as 2021-Q1. */
               _ ("The report of %s has already been made. It is kept as it was sent."), book);
  return FALSE;
}

static gboolean
insert_release (
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
  g_autofree char *book = pakiv_period_to_string (period);
  g_autofree char *now = NULL;
  gboolean done;

  g_return_val_if_fail (log != NULL && package != NULL && version > 0, FALSE);

  PAKIV_LOG_LOCK (log);
  now = pakiv_clock_get_moment (log->clock);
  if (!check_over (log, period, error) || !pakiv_sql_begin (log->sql, error))
    return FALSE;
  done = check_first (log, book, version, error)
         && insert_release (log, book, version, now, package, error)
         && close_book (log, book, now, error);
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

PakivStoredRelease *
pakiv_log_load_release (PakivLog *log, PakivPeriod period, GError **error)
{
  g_autofree char *book = pakiv_period_to_string (period);
  gboolean row;

  g_return_val_if_fail (log != NULL, NULL);

  PAKIV_LOG_LOCK (log);
  g_autoptr (sqlite3_stmt) statement = NULL;

  statement = pakiv_sql_prepare (
      log->sql, SELECT_RELEASE "WHERE period = ?1 ORDER BY version DESC LIMIT 1", error);
  if (statement == NULL)
    return NULL;
  pakiv_sql_bind (statement, 1, book);
  if (!pakiv_sql_next (log->sql, statement, &row, error) || !row)
    return NULL;
  return read_release (statement);
}

GPtrArray *
pakiv_log_list_releases (PakivLog *log, GError **error)
{
  g_autoptr (GPtrArray) releases
      = g_ptr_array_new_with_free_func ((GDestroyNotify)pakiv_stored_release_free);
  gboolean row = TRUE;

  g_return_val_if_fail (log != NULL, NULL);

  PAKIV_LOG_LOCK (log);
  g_autoptr (sqlite3_stmt) statement = NULL;

  statement
      = pakiv_sql_prepare (log->sql, SELECT_RELEASE "ORDER BY period DESC, version DESC", error);
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
