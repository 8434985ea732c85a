/* Corrections: what is changed in a record after its book was closed. The figures that were
 * published stay; the next release tells how many records of earlier quarters were corrected. */
#include "pakiv-log-private.h"

static gboolean
same_rows (const PakivField *field, const PakivRecord *stored, const PakivRecord *record)
{
  guint n = pakiv_record_count_rows (record, field->id);

  if (pakiv_record_count_rows (stored, field->id) != n)
    return FALSE;
  for (guint i = 0; i < n; i++)
    for (guint k = 0; k < field->columns->len; k++)
      {
        const PakivField *column = field->columns->pdata[k];
        const PakivRow *before = pakiv_record_peek_row (stored, field->id, i);
        const PakivRow *after = pakiv_record_peek_row (record, field->id, i);

        if (column->countable
            && g_strcmp0 (pakiv_row_get (before, column->id), pakiv_row_get (after, column->id))
                   != 0)
          return FALSE;
      }
  return TRUE;
}

/* The record's own day always counts: by it stands its month. */
gboolean
pakiv_log_counts_the_same (const PakivRecord *stored, const PakivRecord *record)
{
  GPtrArray *fields = record->kind->fields;

  for (guint i = 0; i < fields->len; i++)
    {
      const PakivField *field = fields->pdata[i];

      if (field->type == PAKIV_FIELD_ROWS)
        {
          if (!same_rows (field, stored, record))
            return FALSE;
        }
      else if ((field->countable || g_strcmp0 (field->id, record->kind->day) == 0)
               && g_strcmp0 (pakiv_record_get (stored, field->id),
                             pakiv_record_get (record, field->id))
                      != 0)
        return FALSE;
    }
  return TRUE;
}

/* (transfer full): the first book after @book that is open. */
static char *
find_open_book (const char *book, GHashTable *closed, GError **error)
{
  g_autofree char *next = NULL;
  PakivPeriod period;

  if (!pakiv_period_parse (book, &period, error))
    return NULL;
  do
    {
      period = pakiv_period_next (period);
      g_free (next);
      next = pakiv_period_to_string (period);
    }
  while (g_hash_table_contains (closed, next));
  return g_steal_pointer (&next);
}

static gboolean
insert (PakivLog *log, const PakivRecord *record, const char *book, GError **error)
{
  g_autoptr (sqlite3_stmt) statement = pakiv_sql_prepare (
      log->sql, "INSERT OR IGNORE INTO correction (kind, record, book) VALUES (?1, ?2, ?3)", error);

  if (statement == NULL)
    return FALSE;
  pakiv_sql_bind (statement, 1, record->kind->id);
  pakiv_sql_bind (statement, 2, record->id);
  pakiv_sql_bind (statement, 3, book);
  return pakiv_sql_run (log->sql, statement, error);
}

gboolean
pakiv_log_note_correction (PakivLog *log,
                           const PakivRecord *stored,
                           const PakivRecord *record,
                           GError **error)
{
  g_autoptr (GHashTable) closed = NULL;
  g_autofree char *book = NULL;

  if (!stored->closed || pakiv_log_counts_the_same (stored, record))
    return TRUE;
  return (closed = pakiv_log_load_closed (log, error)) != NULL
         && (book = find_open_book (stored->book, closed, error)) != NULL
         && insert (log, record, book, error) && pakiv_log_keep_original (log, stored, error);
}
