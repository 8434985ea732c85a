/* Records in and out of a kind's tables. */
#include "pakiv-record-table.h"

#include <string.h>

#define FIRST_COLUMN 7 /* of a select, from 0 */
#define FIRST_PLACE 8  /* of an insert, from 1 */

static void
bind_value (sqlite3_stmt *statement, int place, const PakivField *field, const char *value)
{
  if (value != NULL && field->type == PAKIV_FIELD_COUNT)
    sqlite3_bind_int64 (statement, place, g_ascii_strtoll (value, NULL, 10));
  else
    pakiv_sql_bind (statement, place, value);
}

static gboolean
write_rows (
    PakivChildTable *child, PakivSql *sql, const PakivRecord *record, gint64 number, GError **error)
{
  guint n = pakiv_record_count_rows (record, child->field->id);

  for (guint i = 0; i < n; i++)
    {
      const PakivRow *row = pakiv_record_peek_row (record, child->field->id, i);
      g_autoptr (sqlite3_stmt) statement = pakiv_sql_prepare (sql, child->insert, error);

      if (statement == NULL)
        return FALSE;
      sqlite3_bind_int64 (statement, 1, number);
      sqlite3_bind_int (statement, 2, (int)i);
      for (guint k = 0; k < child->field->columns->len; k++)
        {
          const PakivField *column = child->field->columns->pdata[k];

          bind_value (statement, 3 + (int)k, column, pakiv_row_get (row, column->id));
        }
      if (!pakiv_sql_run (sql, statement, error))
        return FALSE;
    }
  return TRUE;
}

static gboolean
write_children (PakivRecordTable *table,
                PakivSql *sql,
                const PakivRecord *record,
                gint64 number,
                GError **error)
{
  for (guint i = 0; i < table->children->len; i++)
    if (!write_rows (table->children->pdata[i], sql, record, number, error))
      return FALSE;
  return TRUE;
}

static gboolean
remove_children (PakivRecordTable *table, PakivSql *sql, gint64 number, GError **error)
{
  for (guint i = 0; i < table->children->len; i++)
    {
      PakivChildTable *child = table->children->pdata[i];
      g_autoptr (sqlite3_stmt) statement = pakiv_sql_prepare (sql, child->remove, error);

      if (statement == NULL)
        return FALSE;
      sqlite3_bind_int64 (statement, 1, number);
      if (!pakiv_sql_run (sql, statement, error))
        return FALSE;
    }
  return TRUE;
}

static gboolean
write_record (PakivRecordTable *table,
              PakivSql *sql,
              const char *text,
              const PakivRecord *record,
              gint64 number,
              GError **error)
{
  g_autoptr (sqlite3_stmt) statement = pakiv_sql_prepare (sql, text, error);
  g_autofree char *search = pakiv_record_search_text (record);

  if (statement == NULL)
    return FALSE;
  if (number > 0)
    sqlite3_bind_int64 (statement, 1, number);
  pakiv_sql_bind (statement, 2, record->id);
  pakiv_sql_bind (statement, 3, record->book);
  sqlite3_bind_int (statement, 4, record->late);
  pakiv_sql_bind (statement, 5, record->erase_on);
  pakiv_sql_bind (statement, 6, record->entered_by);
  pakiv_sql_bind (statement, 7, search);
  for (guint i = 0; i < table->columns->len; i++)
    {
      const PakivField *field = table->columns->pdata[i];

      bind_value (statement, FIRST_PLACE + (int)i, field, pakiv_record_get (record, field->id));
    }
  return pakiv_sql_run (sql, statement, error);
}

gboolean
pakiv_record_table_insert (PakivRecordTable *table,
                           PakivSql *sql,
                           const PakivRecord *record,
                           gint64 number,
                           GError **error)
{
  if (!write_record (table, sql, table->insert, record, number, error))
    return FALSE;
  /* The search index's own tables get rows too, but triggers do not change this number. */
  return write_children (table, sql, record, pakiv_sql_get_last_number (sql), error);
}

gboolean
pakiv_record_table_update (PakivRecordTable *table,
                           PakivSql *sql,
                           const PakivRecord *record,
                           gint64 number,
                           GError **error)
{
  return write_record (table, sql, table->update, record, number, error)
         && remove_children (table, sql, number, error)
         && write_children (table, sql, record, number, error);
}

static char *
dup_text (sqlite3_stmt *statement, int column)
{
  return g_strdup ((const char *)sqlite3_column_text (statement, column));
}

PakivRecord *
pakiv_record_table_read_row (PakivRecordTable *table, sqlite3_stmt *statement, gint64 *number)
{
  PakivRecord *record = pakiv_record_new (table->kind);

  *number = sqlite3_column_int64 (statement, 0);
  record->id = dup_text (statement, 1);
  record->book = dup_text (statement, 2);
  record->late = sqlite3_column_int (statement, 3) != 0;
  record->erase_on = dup_text (statement, 4);
  record->entered_by = dup_text (statement, 5);
  record->closed = sqlite3_column_int (statement, 6) != 0;
  for (guint i = 0; i < table->columns->len; i++)
    pakiv_record_set (record, ((const PakivField *)table->columns->pdata[i])->id,
                      (const char *)sqlite3_column_text (statement, FIRST_COLUMN + (int)i));
  return record;
}

static gboolean
read_rows (
    PakivChildTable *child, PakivSql *sql, gint64 number, PakivRecord *record, GError **error)
{
  g_autoptr (sqlite3_stmt) statement = pakiv_sql_prepare (sql, child->select, error);
  gboolean found = TRUE;

  if (statement == NULL)
    return FALSE;
  sqlite3_bind_int64 (statement, 1, number);
  while (found)
    {
      PakivRow *row;

      if (!pakiv_sql_next (sql, statement, &found, error))
        return FALSE;
      if (!found)
        break;
      row = pakiv_record_add_row (record, child->field->id);
      for (guint k = 0; k < child->field->columns->len; k++)
        pakiv_row_set (row, ((const PakivField *)child->field->columns->pdata[k])->id,
                       (const char *)sqlite3_column_text (statement, 1 + (int)k));
    }
  return TRUE;
}

gboolean
pakiv_record_table_read_children (
    PakivRecordTable *table, PakivSql *sql, gint64 number, PakivRecord *record, GError **error)
{
  for (guint i = 0; i < table->children->len; i++)
    if (!read_rows (table->children->pdata[i], sql, number, record, error))
      return FALSE;
  return TRUE;
}

static PakivRecord *
read_bound (
    PakivRecordTable *table, PakivSql *sql, sqlite3_stmt *statement, gint64 *number, GError **error)
{
  g_autoptr (PakivRecord) record = NULL;
  gboolean row;

  if (!pakiv_sql_next (sql, statement, &row, error) || !row)
    return NULL;
  record = pakiv_record_table_read_row (table, statement, number);
  if (!pakiv_record_table_read_children (table, sql, *number, record, error))
    return NULL;
  record->imported = pakiv_record_has_untyped (record);
  return g_steal_pointer (&record);
}

PakivRecord *
pakiv_record_table_read_number (PakivRecordTable *table,
                                PakivSql *sql,
                                gint64 value,
                                GError **error)
{
  g_autoptr (sqlite3_stmt) statement = pakiv_sql_prepare (sql, table->select_one, error);
  gint64 number;

  if (statement == NULL)
    return NULL;
  sqlite3_bind_int64 (statement, 1, value);
  return read_bound (table, sql, statement, &number, error);
}

PakivRecord *
pakiv_record_table_read_id (
    PakivRecordTable *table, PakivSql *sql, const char *id, gint64 *number, GError **error)
{
  g_autoptr (sqlite3_stmt) statement = pakiv_sql_prepare (sql, table->select_id, error);

  if (statement == NULL)
    return NULL;
  pakiv_sql_bind (statement, 1, id);
  return read_bound (table, sql, statement, number, error);
}

static gboolean
reindex_one (PakivRecordTable *table, PakivSql *sql, gint64 number, GError **error)
{
  g_autoptr (PakivRecord) record = pakiv_record_table_read_number (table, sql, number, error);
  g_autoptr (sqlite3_stmt) statement = NULL;
  g_autofree char *words = NULL;

  if (record == NULL || (statement = pakiv_sql_prepare (sql, table->set_search, error)) == NULL)
    return FALSE;
  words = pakiv_record_search_text (record);
  sqlite3_bind_int64 (statement, 1, number);
  pakiv_sql_bind (statement, 2, words);
  return pakiv_sql_run (sql, statement, error);
}

gboolean
pakiv_record_table_reindex (PakivRecordTable *table, PakivSql *sql, GError **error)
{
  g_autoptr (GArray) numbers = g_array_new (FALSE, FALSE, sizeof (gint64));
  g_autoptr (sqlite3_stmt) statement = pakiv_sql_prepare (sql, table->numbers, error);
  gboolean row = TRUE;

  while (statement != NULL && row)
    {
      gint64 number;

      if (!pakiv_sql_next (sql, statement, &row, error))
        return FALSE;
      number = row ? sqlite3_column_int64 (statement, 0) : 0;
      if (row)
        g_array_append_val (numbers, number);
    }
  for (guint i = 0; statement != NULL && i < numbers->len; i++)
    if (!reindex_one (table, sql, g_array_index (numbers, gint64, i), error))
      return FALSE;
  return statement != NULL;
}

static void
hash_text (GChecksum *sum, const char *text)
{
  /* With the NUL, so that "ab" "c" differs from "a" "bc". */
  if (text != NULL)
    g_checksum_update (sum, (const guchar *)text, (gssize)strlen (text) + 1);
}

void
pakiv_record_table_hash_columns (PakivRecordTable *table, GChecksum *sum)
{
  hash_text (sum, table->insert);
  hash_text (sum, table->index_counts);
  hash_text (sum, table->kind->day);
  for (guint i = 0; i < table->children->len; i++)
    hash_text (sum, ((PakivChildTable *)table->children->pdata[i])->insert);
}

static void
hash_labels (GChecksum *sum, GPtrArray *fields)
{
  for (guint i = 0; i < fields->len; i++)
    {
      const PakivField *field = fields->pdata[i];

      hash_text (sum, field->id);
      hash_text (sum, pakiv_field_get_label (field));
      if (field->columns != NULL)
        hash_labels (sum, field->columns);
      for (guint k = 0; field->codelist != NULL && k < field->codelist->codes->len; k++)
        {
          const PakivCode *code = field->codelist->codes->pdata[k];

          hash_text (sum, code->code);
          hash_text (sum, pakiv_code_get_label (code));
        }
    }
}

void
pakiv_record_table_hash_words (PakivRecordTable *table, GChecksum *sum)
{
  hash_text (sum, table->kind->id);
  hash_labels (sum, table->kind->fields);
}
