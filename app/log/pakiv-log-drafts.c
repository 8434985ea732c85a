/* Drafts: half-typed records, kept as the text that was typed, whatever it is. A member has their
 * own. */
#include "pakiv-log-private.h"

#include "pakiv-json.h"

#include <glib/gi18n.h>
#include <string.h>

#define ROWS "rows"
#define VALUES "values"

static JsonObject *
write_values (GHashTable *values)
{
  JsonObject *object = json_object_new ();
  GHashTableIter iter;
  gpointer key, value;

  g_hash_table_iter_init (&iter, values);
  while (g_hash_table_iter_next (&iter, &key, &value))
    json_object_set_string_member (object, key, value);
  return object;
}

static JsonObject *
write_all_rows (const PakivRecord *record)
{
  JsonObject *object = json_object_new ();
  GHashTableIter iter;
  gpointer field, rows;

  g_hash_table_iter_init (&iter, record->rows);
  while (g_hash_table_iter_next (&iter, &field, &rows))
    {
      JsonArray *array = json_array_new ();

      for (guint i = 0; i < ((GPtrArray *)rows)->len; i++)
        json_array_add_object_element (
            array, write_values (((PakivRow *)((GPtrArray *)rows)->pdata[i])->values));
      json_object_set_array_member (object, field, array);
    }
  return object;
}

char *
pakiv_log_write_values (const PakivRecord *record)
{
  g_autoptr (JsonNode) root = json_node_new (JSON_NODE_OBJECT);
  JsonObject *object = json_object_new ();

  json_object_set_object_member (object, VALUES, write_values (record->values));
  json_object_set_object_member (object, ROWS, write_all_rows (record));
  json_node_take_object (root, object);
  return json_to_string (root, FALSE);
}

static void
read_row (PakivRecord *record, const PakivField *field, JsonObject *values)
{
  PakivRow *row = pakiv_record_add_row (record, field->id);

  for (guint i = 0; i < field->columns->len; i++)
    {
      const char *id = ((const PakivField *)field->columns->pdata[i])->id;

      pakiv_row_set (row, id, pakiv_json_get_string (values, id));
    }
}

static void
read_rows (PakivRecord *record, const PakivField *field, JsonArray *array)
{
  for (guint i = 0; array != NULL && i < json_array_get_length (array); i++)
    {
      JsonObject *values = pakiv_json_peek_object (array, i);

      if (values != NULL)
        read_row (record, field, values);
    }
}

/* Whoever holds the log's key may have written it with another program. Fields that are gone are
 * left out. */
PakivRecord *
pakiv_log_read_values (const PakivKind *kind, const char *id, const char *text, GError **error)
{
  g_autoptr (GBytes) bytes = g_bytes_new_static (text, text != NULL ? strlen (text) : 0);
  g_autoptr (JsonObject) root = pakiv_json_read_object (bytes);
  JsonObject *values = root != NULL ? pakiv_json_get_object (root, VALUES) : NULL;
  JsonObject *rows = root != NULL ? pakiv_json_get_object (root, ROWS) : NULL;
  PakivRecord *record;

  if (values == NULL || rows == NULL)
    {
      g_set_error_literal (error, PAKIV_LOG_ERROR, PAKIV_LOG_ERROR_NOT_A_LOG,
                           _ ("What was kept here of a record is damaged and can’t be read."));
      return NULL;
    }
  record = pakiv_record_new (kind);
  record->id = g_strdup (id);
  for (guint i = 0; i < kind->fields->len; i++)
    {
      const PakivField *field = kind->fields->pdata[i];

      if (field->type == PAKIV_FIELD_ROWS)
        read_rows (record, field, pakiv_json_get_array (rows, field->id));
      else
        pakiv_record_set (record, field->id, pakiv_json_get_string (values, field->id));
    }
  return record;
}

static sqlite3_stmt *
prepare (PakivLog *log, const char *text, const PakivKind *kind, const char *id, GError **error)
{
  sqlite3_stmt *statement;

  if (pakiv_log_get_table (log, kind, error) == NULL
      || (statement = pakiv_sql_prepare (log->sql, text, error)) == NULL)
    return NULL;
  pakiv_sql_bind (statement, 1, kind->id);
  pakiv_sql_bind (statement, 2, id != NULL ? id : "");
  pakiv_sql_bind (statement, 3, log->member);
  return statement;
}

gboolean
pakiv_log_save_draft (PakivLog *log, const PakivRecord *record, GError **error)
{
  g_autofree char *content = NULL;
  g_autofree char *today = NULL;

  g_return_val_if_fail (log != NULL && record != NULL, FALSE);

  PAKIV_LOG_LOCK (log);
  g_autoptr (sqlite3_stmt) statement = NULL;

  statement = prepare (log,
                       "INSERT OR REPLACE INTO draft (kind, record, member, content, typed_on) "
                       "VALUES (?1, ?2, ?3, ?4, ?5)",
                       record->kind, record->id, error);
  if (statement == NULL)
    return FALSE;
  content = pakiv_log_write_values (record);
  today = pakiv_clock_get_day (log->clock);
  pakiv_sql_bind (statement, 4, content);
  pakiv_sql_bind (statement, 5, today);
  return pakiv_sql_run (log->sql, statement, error);
}

/* The draft of a record from an import may keep what only imports have. */
static gboolean
note_import (PakivLog *log, PakivRecord *draft, GError **error)
{
  g_autoptr (PakivRecord) stored = NULL;
  g_autoptr (GError) cause = NULL;
  PakivRecordTable *table;
  gint64 number;

  if (draft->id == NULL)
    return TRUE;
  if ((table = pakiv_log_get_table (log, draft->kind, error)) == NULL)
    return FALSE;
  stored = pakiv_record_table_read_id (table, log->sql, draft->id, &number, &cause);
  draft->imported = stored != NULL && stored->imported;
  if (cause == NULL)
    return TRUE;
  g_propagate_error (error, g_steal_pointer (&cause));
  return FALSE;
}

PakivRecord *
pakiv_log_load_draft (PakivLog *log, const PakivKind *kind, const char *id, GError **error)
{
  g_autoptr (PakivRecord) draft = NULL;
  gboolean row;

  g_return_val_if_fail (log != NULL && kind != NULL, NULL);

  PAKIV_LOG_LOCK (log);
  g_autoptr (sqlite3_stmt) statement = NULL;

  statement
      = prepare (log, "SELECT content FROM draft WHERE kind = ?1 AND record = ?2 AND member = ?3",
                 kind, id, error);
  if (statement == NULL || !pakiv_sql_next (log->sql, statement, &row, error) || !row)
    return NULL;
  draft = pakiv_log_read_values (kind, id, (const char *)sqlite3_column_text (statement, 0), error);
  if (draft == NULL || !note_import (log, draft, error))
    return NULL;
  draft->from_draft = TRUE;
  return g_steal_pointer (&draft);
}

gboolean
pakiv_log_discard_draft (PakivLog *log, const PakivKind *kind, const char *id, GError **error)
{
  g_return_val_if_fail (log != NULL && kind != NULL, FALSE);

  PAKIV_LOG_LOCK (log);
  g_autoptr (sqlite3_stmt) statement = NULL;

  statement = prepare (log, "DELETE FROM draft WHERE kind = ?1 AND record = ?2 AND member = ?3",
                       kind, id, error);
  return statement != NULL && pakiv_sql_run (log->sql, statement, error);
}

gboolean
pakiv_log_discard_all_drafts (PakivLog *log, const PakivKind *kind, const char *id, GError **error)
{
  g_autoptr (sqlite3_stmt) statement
      = pakiv_sql_prepare (log->sql, "DELETE FROM draft WHERE kind = ?1 AND record = ?2", error);

  if (statement == NULL)
    return FALSE;
  pakiv_sql_bind (statement, 1, kind->id);
  pakiv_sql_bind (statement, 2, id);
  return pakiv_sql_run (log->sql, statement, error);
}
