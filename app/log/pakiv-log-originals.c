/* Originals: what records of closed books counted for when their book was released or last revised,
 * kept from the first change on until a revision takes it in. Codes, days and numbers alone: no
 * text that somebody wrote. */
#include "pakiv-log-private.h"
#include "pakiv-retention-private.h"

#include <string.h>

/* Instead of values: a revision took the record out, then its deletion was undone. */
#define NOTHING ""

static void
take_out_texts (const PakivField *field, PakivRecord *record)
{
  if (pakiv_field_is_text (field))
    pakiv_record_set (record, field->id, NULL);
  for (guint i = 0; field->type == PAKIV_FIELD_ROWS && i < field->columns->len; i++)
    {
      const PakivField *column = field->columns->pdata[i];
      guint n = pakiv_field_is_text (column) ? pakiv_record_count_rows (record, field->id) : 0;

      for (guint k = 0; k < n; k++)
        pakiv_row_set (pakiv_record_get_rows (record, field->id)->pdata[k], column->id, NULL);
    }
}

/* (transfer full) */
static char *
write_without_texts (const PakivRecord *stored)
{
  g_autoptr (PakivRecord) record = pakiv_record_copy (stored);

  for (guint i = 0; i < record->kind->fields->len; i++)
    take_out_texts (record->kind->fields->pdata[i], record);
  return pakiv_log_write_values (record);
}

static gboolean
insert (PakivLog *log, const PakivRecord *stored, const char *content, GError **error)
{
  g_autoptr (sqlite3_stmt) statement
      = pakiv_sql_prepare (log->sql,
                           "INSERT OR IGNORE INTO original (kind, record, book, erase_on, content) "
                           "VALUES (?1, ?2, ?3, ?4, ?5)",
                           error);

  if (statement == NULL)
    return FALSE;
  pakiv_sql_bind (statement, 1, stored->kind->id);
  pakiv_sql_bind (statement, 2, stored->id);
  pakiv_sql_bind (statement, 3, stored->book);
  pakiv_sql_bind (statement, 4, stored->erase_on);
  pakiv_sql_bind (statement, 5, content);
  return pakiv_sql_run (log->sql, statement, error);
}

gboolean
pakiv_log_keep_original (PakivLog *log, const PakivRecord *stored, GError **error)
{
  g_autofree char *content = write_without_texts (stored);

  return insert (log, stored, content, error);
}

gboolean
pakiv_log_keep_nothing (PakivLog *log, const PakivRecord *restored, GError **error)
{
  return insert (log, restored, NOTHING, error);
}

gboolean
pakiv_log_forget_original (PakivLog *log, const PakivKind *kind, const char *id, GError **error)
{
  g_autoptr (sqlite3_stmt) statement
      = pakiv_sql_prepare (log->sql, "DELETE FROM original WHERE kind = ?1 AND record = ?2", error);

  if (statement == NULL)
    return FALSE;
  pakiv_sql_bind (statement, 1, kind->id);
  pakiv_sql_bind (statement, 2, id);
  return pakiv_sql_run (log->sql, statement, error);
}

/* Of a record that is still there the end comes with its own, which a hold may put off. */
static gboolean
forget_deleted (PakivLog *log, const char *today, GError **error)
{
  g_autoptr (sqlite3_stmt) statement
      = pakiv_sql_prepare (log->sql,
                           "DELETE FROM original WHERE erase_on <= ?1 AND EXISTS (SELECT 1 FROM "
                           "tombstone WHERE tombstone.kind = original.kind AND tombstone.record = "
                           "original.record)",
                           error);

  if (statement == NULL)
    return FALSE;
  pakiv_sql_bind (statement, 1, today);
  return pakiv_sql_run (log->sql, statement, error);
}

gboolean
pakiv_log_forget_old_books (PakivLog *log, const char *today, GError **error)
{
  g_autoptr (GString) text
      = g_string_new ("DELETE FROM base_cell WHERE period NOT IN (SELECT book FROM original");
  GHashTableIter iter;
  gpointer table;

  g_hash_table_iter_init (&iter, log->tables);
  while (g_hash_table_iter_next (&iter, NULL, &table))
    g_string_append_printf (text, " UNION SELECT _book FROM %s",
                            ((const PakivRecordTable *)table)->name);
  g_string_append_c (text, ')');
  return forget_deleted (log, today, error) && pakiv_sql_execute (log->sql, text->str, error);
}

void
pakiv_original_free (PakivOriginal *original)
{
  if (original == NULL)
    return;
  pakiv_record_free (original->before);
  pakiv_record_free (original->after);
  g_free (original);
}

/* A record that is not there and was not deleted by hand came to no correction: its time was over,
 * or an older log was brought back. */
static gboolean
was_deleted (
    PakivLog *log, const PakivKind *kind, const char *id, gboolean *deleted, GError **error)
{
  g_autoptr (sqlite3_stmt) statement = pakiv_sql_prepare (
      log->sql, "SELECT 1 FROM tombstone WHERE kind = ?1 AND record = ?2 AND rule = ?3", error);

  if (statement == NULL)
    return FALSE;
  pakiv_sql_bind (statement, 1, kind->id);
  pakiv_sql_bind (statement, 2, id);
  pakiv_sql_bind (statement, 3, PAKIV_RULE_BY_HAND);
  return pakiv_sql_next (log->sql, statement, deleted, error);
}

/* Whether it counts for something else now. */
static gboolean
compare (PakivLog *log, PakivOriginal *original, const char *id, gboolean *other, GError **error)
{
  PakivRecordTable *table = g_hash_table_lookup (log->tables, original->kind);
  g_autoptr (GError) cause = NULL;
  gint64 number;

  original->after = pakiv_record_table_read_id (table, log->sql, id, &number, &cause);
  if (cause != NULL)
    return g_propagate_error (error, g_steal_pointer (&cause)), FALSE;
  if (original->before == NULL || original->after == NULL)
    *other = original->before != original->after;
  else
    *other = !pakiv_log_counts_the_same (original->before, original->after);
  return original->after != NULL || !*other || was_deleted (log, original->kind, id, other, error);
}

/* One row of the table; a kind that this log no longer keeps counts for nothing. */
static gboolean
add_original (PakivLog *log, GPtrArray *originals, sqlite3_stmt *statement, GError **error)
{
  g_autoptr (PakivOriginal) original = g_new0 (PakivOriginal, 1);
  const char *id = (const char *)sqlite3_column_text (statement, 1);
  const char *content = (const char *)sqlite3_column_text (statement, 2);
  gboolean other;

  original->kind = pakiv_definitions_find_kind (log->definitions,
                                                (const char *)sqlite3_column_text (statement, 0));
  if (original->kind == NULL || !g_hash_table_contains (log->tables, original->kind))
    return TRUE;
  if (strcmp (content, NOTHING) != 0
      && (original->before = pakiv_log_read_values (original->kind, id, content, error)) == NULL)
    return FALSE;
  if (!compare (log, original, id, &other, error))
    return FALSE;
  if (other)
    g_ptr_array_add (originals, g_steal_pointer (&original));
  return TRUE;
}

GPtrArray *
pakiv_log_load_originals (PakivLog *log, const char *book, GError **error)
{
  g_autoptr (GPtrArray) originals
      = g_ptr_array_new_with_free_func ((GDestroyNotify)pakiv_original_free);
  g_autoptr (sqlite3_stmt) statement = pakiv_sql_prepare (
      log->sql, "SELECT kind, record, content FROM original WHERE book = ?1 ORDER BY kind, record",
      error);
  gboolean row = TRUE;

  if (statement == NULL)
    return NULL;
  pakiv_sql_bind (statement, 1, book);
  while (row)
    if (!pakiv_sql_next (log->sql, statement, &row, error)
        || (row && !add_original (log, originals, statement, error)))
      return NULL;
  return g_steal_pointer (&originals);
}
