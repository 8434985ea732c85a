/* Books: in which quarter a record counts, and what there is in a quarter. */
#include "pakiv-log-private.h"

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
pakiv_log_note_change (PakivLog *log, GError **error)
{
  return pakiv_sql_execute (log->sql,
                            "INSERT INTO meta (name, value) VALUES ('" PAKIV_META_REVISION "', 1) "
                            "ON CONFLICT (name) DO UPDATE SET value = value + 1",
                            error);
}

gboolean
pakiv_log_get_revision (PakivLog *log, gint64 *revision, GError **error)
{
  return pakiv_sql_get_number (
      log->sql, "SELECT value FROM meta WHERE name = '" PAKIV_META_REVISION "'", revision, error);
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

/* (transfer full): one look at the index a book, where DISTINCT would read all of it. */
static char *
select_books (const char *table)
{
  return g_strdup_printf ("WITH RECURSIVE found (book) AS (SELECT min (_book) FROM %s UNION ALL "
                          "SELECT (SELECT min (_book) FROM %s WHERE _book > book) FROM found "
                          "WHERE book IS NOT NULL) SELECT book FROM found WHERE book IS NOT NULL",
                          table, table);
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
  if (!add_books (log, "SELECT period FROM book", books, error)
      || !add_books (log, "SELECT DISTINCT book FROM correction", books, error))
    return NULL;
  g_hash_table_iter_init (&iter, log->tables);
  while (g_hash_table_iter_next (&iter, NULL, &item))
    {
      g_autofree char *select = select_books (((PakivRecordTable *)item)->name);

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
add_numbers (PakivLog *log, PakivRecordTable *table, PakivBookNumbers *numbers, GError **error)
{
  g_autofree char *select = g_strdup_printf (
      "SELECT count(*), ifnull (sum (_late), 0) FROM %s WHERE _book = ?1", table->name);
  g_autofree char *book = pakiv_period_to_string (numbers->period);
  g_autoptr (sqlite3_stmt) statement = pakiv_sql_prepare (log->sql, select, error);
  gboolean row;

  if (statement == NULL)
    return FALSE;
  pakiv_sql_bind (statement, 1, book);
  if (!pakiv_sql_next (log->sql, statement, &row, error))
    return FALSE;
  numbers->n_records += (guint64)sqlite3_column_int64 (statement, 0);
  numbers->n_late += (guint64)sqlite3_column_int64 (statement, 1);
  return TRUE;
}

gboolean
pakiv_log_get_book_number (
    PakivLog *log, const char *select, const char *book, gint64 *number, GError **error)
{
  g_autoptr (sqlite3_stmt) statement = pakiv_sql_prepare (log->sql, select, error);
  gboolean row;

  if (statement == NULL)
    return FALSE;
  pakiv_sql_bind (statement, 1, book);
  if (!pakiv_sql_next (log->sql, statement, &row, error))
    return FALSE;
  *number = row ? sqlite3_column_int64 (statement, 0) : 0;
  return TRUE;
}

gboolean
pakiv_log_get_book_numbers (PakivLog *log,
                            PakivPeriod period,
                            PakivBookNumbers *numbers,
                            GError **error)
{
  g_autofree char *book = pakiv_period_to_string (period);
  GHashTableIter iter;
  gpointer table;
  gint64 corrections, closed;

  g_return_val_if_fail (log != NULL && numbers != NULL, FALSE);

  PAKIV_LOG_LOCK (log);
  *numbers = (PakivBookNumbers){ .period = period };
  g_hash_table_iter_init (&iter, log->tables);
  while (g_hash_table_iter_next (&iter, NULL, &table))
    if (!add_numbers (log, table, numbers, error))
      return FALSE;
  if (!pakiv_log_get_book_number (log, "SELECT count(*) FROM correction WHERE book = ?1", book,
                                  &corrections, error)
      || !pakiv_log_get_book_number (log, "SELECT count(*) FROM book WHERE period = ?1", book,
                                     &closed, error))
    return FALSE;
  numbers->n_corrections = (guint64)corrections;
  numbers->closed = closed > 0;
  return TRUE;
}
