/* Originals: what records of closed books counted for when their book was released or last revised,
 * kept from the first change on until a revision takes it in. Codes, days and numbers alone: no
 * text that somebody wrote. */
#include "pakiv-changes.h"
#include "pakiv-cube-specs.h"
#include "pakiv-day.h"
#include "pakiv-log-private.h"
#include "pakiv-retention-private.h"

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

gboolean
pakiv_log_keep_original (PakivLog *log, const PakivRecord *stored, GError **error)
{
  g_autofree char *content = write_without_texts (stored);
  g_autoptr (sqlite3_stmt) statement = pakiv_sql_prepare (
      log->sql,
      "INSERT OR IGNORE INTO original (kind, record, book, content) VALUES (?1, ?2, ?3, ?4)",
      error);

  if (statement == NULL)
    return FALSE;
  pakiv_sql_bind (statement, 1, stored->kind->id);
  pakiv_sql_bind (statement, 2, stored->id);
  pakiv_sql_bind (statement, 3, stored->book);
  pakiv_sql_bind (statement, 4, content);
  return pakiv_sql_run (log->sql, statement, error);
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

/* --- Deleted by hand --- */

/* What is kept of @stored, else what it is. */
static PakivRecord *
load_original (PakivLog *log, const PakivRecord *stored, GError **error)
{
  g_autoptr (sqlite3_stmt) statement = pakiv_sql_prepare (
      log->sql, "SELECT content FROM original WHERE kind = ?1 AND record = ?2", error);
  PakivRecord *original;
  gboolean row;

  if (statement == NULL)
    return NULL;
  pakiv_sql_bind (statement, 1, stored->kind->id);
  pakiv_sql_bind (statement, 2, stored->id);
  if (!pakiv_sql_next (log->sql, statement, &row, error))
    return NULL;
  if (!row)
    return pakiv_record_copy (stored);
  original = pakiv_log_read_values (stored->kind, stored->id,
                                    (const char *)sqlite3_column_text (statement, 0), error);
  if (original != NULL)
    original->book = g_strdup (stored->book);
  return original;
}

static gboolean
add_pending (
    PakivLog *log, const char *book, const char *cube, const PakivChange *cell, GError **error)
{
  g_autoptr (sqlite3_stmt) statement = pakiv_sql_prepare (
      log->sql,
      "INSERT INTO base_cell (period, cube, cell, released, pending) VALUES (?1, ?2, ?3, 0, ?4) "
      "ON CONFLICT DO UPDATE SET pending = pending + ?4",
      error);

  if (statement == NULL)
    return FALSE;
  pakiv_sql_bind (statement, 1, book);
  pakiv_sql_bind (statement, 2, cube);
  sqlite3_bind_int64 (statement, 3, (gint64)cell->key);
  sqlite3_bind_int64 (statement, 4, cell->now);
  return pakiv_sql_run (log->sql, statement, error);
}

/* Only of what a revision can tell: a release by an older Pakiv left no base cells. */
static gboolean
has_cells (PakivLog *log, const char *book, const char *cube, gboolean *has, GError **error)
{
  g_autoptr (sqlite3_stmt) statement = pakiv_sql_prepare (
      log->sql, "SELECT 1 FROM base_cell WHERE period = ?1 AND cube = ?2 LIMIT 1", error);

  if (statement == NULL)
    return FALSE;
  pakiv_sql_bind (statement, 1, book);
  pakiv_sql_bind (statement, 2, cube);
  return pakiv_sql_next (log->sql, statement, has, error);
}

static gboolean
move_cells (PakivLog *log,
            const PakivCubeSpec *spec,
            const PakivRecord *original,
            gboolean out,
            GError **error)
{
  g_autoptr (PakivChanges) changes = NULL;
  PakivPeriod period;
  gboolean has;

  if (!has_cells (log, original->book, spec->id, &has, error))
    return FALSE;
  if (!has)
    return TRUE;
  if (!pakiv_period_parse (original->book, &period, error))
    return FALSE;
  changes = pakiv_changes_new (spec, period);
  pakiv_changes_add_record (changes, out ? original : NULL, out ? NULL : original);
  for (guint i = 0; i < changes->cells->len; i++)
    if (!add_pending (log, original->book, spec->id,
                      &g_array_index (changes->cells, PakivChange, i), error))
      return FALSE;
  return TRUE;
}

static gboolean
move_record (PakivLog *log, const PakivRecord *original, gboolean out, GError **error)
{
  if (log->cubes == NULL && (log->cubes = pakiv_cube_specs_load (log->definitions, error)) == NULL)
    return FALSE;
  for (guint i = 0; i < log->cubes->len; i++)
    {
      const PakivCubeSpec *spec = log->cubes->pdata[i];

      if (spec->kind == original->kind && !spec->corrections
          && !move_cells (log, spec, original, out, error))
        return FALSE;
    }
  return TRUE;
}

gboolean
pakiv_log_take_out_original (PakivLog *log,
                             const PakivRecord *stored,
                             PakivRecord **original,
                             GError **error)
{
  *original = load_original (log, stored, error);
  return *original != NULL && move_record (log, *original, TRUE, error)
         && pakiv_log_forget_original (log, stored->kind, stored->id, error);
}

gboolean
pakiv_log_put_back_original (PakivLog *log,
                             const PakivRecord *restored,
                             const PakivRecord *original,
                             GError **error)
{
  return move_record (log, original, FALSE, error)
         && (pakiv_log_counts_the_same (original, restored)
             || pakiv_log_keep_original (log, original, error));
}

static gboolean
put_back (PakivLog *log, PakivRecordTable *table, const char *id, GError **error)
{
  g_autoptr (PakivRecord) record = NULL;
  gint64 number;

  record = pakiv_record_table_read_id (table, log->sql, id, &number, error);
  return record != NULL && (!record->closed || move_record (log, record, FALSE, error));
}

gboolean
pakiv_log_put_back_erased (PakivLog *log, const PakivKind *kind, GError **error)
{
  PakivRecordTable *table = g_hash_table_lookup (log->tables, kind);
  g_autofree char *text
      = g_strdup_printf ("SELECT record FROM tombstone WHERE kind = ?1 AND rule = ?2 "
                         "AND record IN (SELECT _id FROM %s)",
                         table->name);
  g_autoptr (sqlite3_stmt) statement = pakiv_sql_prepare (log->sql, text, error);
  gboolean row = TRUE;

  if (statement == NULL)
    return FALSE;
  pakiv_sql_bind (statement, 1, kind->id);
  pakiv_sql_bind (statement, 2, PAKIV_RULE_BY_HAND);
  while (row)
    if (!pakiv_sql_next (log->sql, statement, &row, error)
        || (row && !put_back (log, table, (const char *)sqlite3_column_text (statement, 0), error)))
      return FALSE;
  return TRUE;
}

/* --- The end --- */

/* The first quarter of which a record may still be kept on @today. */
static char *
find_oldest (PakivLog *log, const char *today)
{
  g_autofree char *day = NULL;
  GHashTableIter iter;
  gpointer table;
  int months = 0;

  g_hash_table_iter_init (&iter, log->tables);
  while (g_hash_table_iter_next (&iter, NULL, &table))
    months = MAX (months, ((const PakivRecordTable *)table)->kind->keep_months);
  day = pakiv_day_add_months (today, -months);
  return pakiv_period_to_string (pakiv_period_of_day (day));
}

gboolean
pakiv_log_forget_old_books (PakivLog *log, const char *today, GError **error)
{
  g_autoptr (GString) text = g_string_new ("DELETE FROM base_cell WHERE period NOT IN (SELECT ''");
  g_autofree char *oldest = find_oldest (log, today);
  g_autoptr (sqlite3_stmt) statement = NULL;
  GHashTableIter iter;
  gpointer table;

  g_hash_table_iter_init (&iter, log->tables);
  while (g_hash_table_iter_next (&iter, NULL, &table))
    g_string_append_printf (text, " UNION SELECT _book FROM %s",
                            ((const PakivRecordTable *)table)->name);
  g_string_append (text, ") AND (period < ?1 OR period NOT IN (SELECT period FROM base_cell "
                         "WHERE pending <> 0))");
  statement = pakiv_sql_prepare (log->sql, text->str, error);
  if (statement == NULL)
    return FALSE;
  pakiv_sql_bind (statement, 1, oldest);
  return pakiv_sql_run (log->sql, statement, error);
}

/* --- What counts for something else now --- */

void
pakiv_original_free (PakivOriginal *original)
{
  if (original == NULL)
    return;
  pakiv_record_free (original->before);
  pakiv_record_free (original->after);
  g_free (original);
}

/* A record that is not there is in no revision: its time was over, or an older log was brought
 * back.
 */
static gboolean
compare (PakivLog *log, PakivOriginal *original, const char *id, gboolean *other, GError **error)
{
  PakivRecordTable *table = g_hash_table_lookup (log->tables, original->kind);
  g_autoptr (GError) cause = NULL;
  gint64 number;

  original->after = pakiv_record_table_read_id (table, log->sql, id, &number, &cause);
  if (cause != NULL)
    return g_propagate_error (error, g_steal_pointer (&cause)), FALSE;
  *other
      = original->after != NULL && !pakiv_log_counts_the_same (original->before, original->after);
  return TRUE;
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
  if ((original->before = pakiv_log_read_values (original->kind, id, content, error)) == NULL
      || !compare (log, original, id, &other, error))
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

/* --- Taken in by a revision --- */

static gboolean
renew (PakivLog *log, const PakivOriginal *original, GError **error)
{
  g_autofree char *content = write_without_texts (original->after);
  g_autoptr (sqlite3_stmt) statement = pakiv_sql_prepare (
      log->sql, "UPDATE original SET content = ?3 WHERE kind = ?1 AND record = ?2", error);

  if (statement == NULL)
    return FALSE;
  pakiv_sql_bind (statement, 1, original->kind->id);
  pakiv_sql_bind (statement, 2, original->after->id);
  pakiv_sql_bind (statement, 3, content);
  return pakiv_sql_run (log->sql, statement, error);
}

/* Of records that are not there. */
static gboolean
forget_gone (PakivLog *log, const char *book, GError **error)
{
  g_autoptr (GString) text
      = g_string_new ("DELETE FROM original WHERE book = ?1 AND record NOT IN (SELECT ''");
  g_autoptr (sqlite3_stmt) statement = NULL;
  GHashTableIter iter;
  gpointer table;

  g_hash_table_iter_init (&iter, log->tables);
  while (g_hash_table_iter_next (&iter, NULL, &table))
    g_string_append_printf (text, " UNION SELECT _id FROM %s",
                            ((const PakivRecordTable *)table)->name);
  g_string_append_c (text, ')');
  statement = pakiv_sql_prepare (log->sql, text->str, error);
  if (statement == NULL)
    return FALSE;
  pakiv_sql_bind (statement, 1, book);
  return pakiv_sql_run (log->sql, statement, error);
}

gboolean
pakiv_log_renew_originals (PakivLog *log, const char *book, GError **error)
{
  g_autoptr (GPtrArray) originals = pakiv_log_load_originals (log, book, error);

  for (guint i = 0; originals != NULL && i < originals->len; i++)
    if (!renew (log, originals->pdata[i], error))
      return FALSE;
  return originals != NULL && forget_gone (log, book, error);
}
