/* Finding and reading many records: numbers once, then records by number, a page at a time. */
#include "pakiv-log-private.h"

#include <glib/gi18n.h>

/* Each word quoted, so that nothing typed is an operator, and taken as a beginning. Words without a
 * letter or a digit are none to the index, which passes over them. */
static char *
make_query (const char *search)
{
  g_autofree char *valid = g_utf8_make_valid (search, -1);
  g_autoptr (GString) query = g_string_new (NULL);
  g_auto (GStrv) words = NULL;

  g_strdelimit (valid, "\t\n\r", ' ');
  words = g_strsplit (valid, " ", -1);
  for (int i = 0; words[i] != NULL; i++)
    {
      g_auto (GStrv) parts = g_strsplit (words[i], "\"", -1);
      g_autofree char *escaped = g_strjoinv ("\"\"", parts);

      if (*words[i] != '\0')
        g_string_append_printf (query, "%s\"%s\"*", query->len > 0 ? " " : "", escaped);
    }
  return g_strdup (query->str);
}

static gboolean
collect (PakivLog *log, sqlite3_stmt *statement, GArray *numbers, GError **error)
{
  gboolean row = TRUE;

  while (row)
    {
      gint64 number;

      if (!pakiv_sql_next (log->sql, statement, &row, error))
        return FALSE;
      number = row ? sqlite3_column_int64 (statement, 0) : 0;
      if (row)
        g_array_append_val (numbers, number);
    }
  return TRUE;
}

static gboolean
is_blank (const char *text)
{
  while (g_unichar_isspace (g_utf8_get_char_validated (text, -1)))
    text = g_utf8_next_char (text);
  return *text == '\0';
}

GArray *
pakiv_log_find (PakivLog *log, const PakivKind *kind, const char *search, GError **error)
{
  g_autoptr (GArray) numbers = g_array_new (FALSE, FALSE, sizeof (gint64));
  gboolean all = search == NULL || is_blank (search);
  g_autofree char *query = all ? NULL : make_query (search);
  PakivRecordTable *table;

  g_return_val_if_fail (log != NULL && kind != NULL, NULL);

  PAKIV_LOG_LOCK (log);
  g_autoptr (sqlite3_stmt) statement = NULL;

  if ((table = pakiv_log_get_table (log, kind, error)) == NULL)
    return NULL;
  statement = pakiv_sql_prepare (log->sql, all ? table->numbers : table->numbers_found, error);
  if (statement == NULL)
    return NULL;
  if (query != NULL)
    pakiv_sql_bind (statement, 1, query);
  if (!collect (log, statement, numbers, error)
      || !pakiv_log_note_list (log, kind, !all, numbers->len, error))
    return NULL;
  return g_steal_pointer (&numbers);
}

gboolean
pakiv_log_count_records (PakivLog *log, const PakivKind *kind, guint64 *n, GError **error)
{
  g_autofree char *text = NULL;
  PakivRecordTable *table;
  gint64 number;

  g_return_val_if_fail (log != NULL && kind != NULL && n != NULL, FALSE);

  PAKIV_LOG_LOCK (log);
  if ((table = pakiv_log_get_table (log, kind, error)) == NULL)
    return FALSE;
  text = g_strdup_printf ("SELECT count(*) FROM %s", table->name);
  if (!pakiv_sql_get_number (log->sql, text, &number, error))
    return FALSE;
  *n = (guint64)number;
  return TRUE;
}

/* Records deleted since their numbers were read are left out. */
static gboolean
read_page (PakivLog *log,
           PakivRecordTable *table,
           const gint64 *numbers,
           guint n,
           GPtrArray *records,
           GError **error)
{
  for (guint i = 0; i < n; i++)
    {
      g_autoptr (GError) cause = NULL;
      PakivRecord *record = pakiv_record_table_read_number (table, log->sql, numbers[i], &cause);

      if (cause != NULL)
        {
          g_propagate_error (error, g_steal_pointer (&cause));
          return FALSE;
        }
      if (record != NULL)
        g_ptr_array_add (records, record);
    }
  return TRUE;
}

GPtrArray *
pakiv_log_read (
    PakivLog *log, const PakivKind *kind, const gint64 *numbers, guint n, GError **error)
{
  g_autoptr (GPtrArray) records
      = g_ptr_array_new_with_free_func ((GDestroyNotify)pakiv_record_free);
  PakivRecordTable *table;

  g_return_val_if_fail (log != NULL && kind != NULL, NULL);

  PAKIV_LOG_LOCK (log);
  if ((table = pakiv_log_get_table (log, kind, error)) == NULL
      || !pakiv_sql_begin_reading (log->sql, error)
      || !pakiv_sql_end (log->sql, read_page (log, table, numbers, n, records, error), error))
    return NULL;
  return g_steal_pointer (&records);
}

PakivRecord *
pakiv_log_read_one (PakivLog *log, const PakivKind *kind, gint64 number, GError **error)
{
  g_autoptr (GPtrArray) records = pakiv_log_read (log, kind, &number, 1, error);

  if (records == NULL)
    return NULL;
  if (records->len == 0)
    {
      g_set_error_literal (error, PAKIV_LOG_ERROR, PAKIV_LOG_ERROR_NOT_FOUND,
                           _ ("This record is no longer in the log."));
      return NULL;
    }
  /* What can't be entered in the trace is not shown. */
  if (!pakiv_log_consult (log, kind, ((const PakivRecord *)records->pdata[0])->id, error))
    return NULL;
  return g_ptr_array_steal_index (records, 0);
}
