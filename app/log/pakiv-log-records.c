/* Saving, loading, deleting and restoring one record. */
#include "pakiv-log-private.h"
#include "pakiv-retention-private.h"

#include "pakiv-day.h"

#include <glib/gi18n.h>

char *
pakiv_log_get_erase_day (const PakivKind *kind, const char *day)
{
  return pakiv_day_add_months (day, kind->keep_months);
}

static void
set_not_found (GError **error)
{
  g_set_error (error, PAKIV_LOG_ERROR, PAKIV_LOG_ERROR_NOT_FOUND,
               _ ("This record is no longer in the log."));
}

/* Whether someone of the writing side is who works here. */
static gboolean
may_write (PakivLog *log, const PakivField *field)
{
  PakivLogId own;

  return field->written_by < 0
         || (pakiv_role_get_own_log (log->role, &own) && (int)own == field->written_by);
}

static gboolean
same_column (const PakivRow *before, const PakivRow *after, const char *column)
{
  const char *old = before != NULL ? pakiv_row_get (before, column) : NULL;
  const char *new = after != NULL ? pakiv_row_get (after, column) : NULL;

  return g_strcmp0 (old, new) == 0;
}

/* Rows are compared in order. @writable: columns anyone may write do not matter. */
static gboolean
same_rows (PakivLog *log,
           const PakivField *field,
           const PakivRecord *stored,
           const PakivRecord *record)
{
  guint before = stored != NULL ? pakiv_record_count_rows (stored, field->id) : 0;
  guint after = pakiv_record_count_rows (record, field->id);
  gboolean whole = !may_write (log, field);

  if (whole && before != after)
    return FALSE;
  for (guint i = 0; i < MAX (before, after); i++)
    {
      const PakivRow *old = i < before ? pakiv_record_peek_row (stored, field->id, i) : NULL;
      const PakivRow *new = i < after ? pakiv_record_peek_row (record, field->id, i) : NULL;

      for (guint k = 0; k < field->columns->len; k++)
        {
          const PakivField *column = field->columns->pdata[k];

          if ((whole || !may_write (log, column)) && !same_column (old, new, column->id))
            return FALSE;
        }
    }
  return TRUE;
}

static gboolean
same_value (PakivLog *log,
            const PakivField *field,
            const PakivRecord *stored,
            const PakivRecord *record)
{
  const char *before;

  if (field->type == PAKIV_FIELD_ROWS)
    return same_rows (log, field, stored, record);
  before = stored != NULL ? pakiv_record_get (stored, field->id) : NULL;
  return may_write (log, field) || g_strcmp0 (before, pakiv_record_get (record, field->id)) == 0;
}

gboolean
pakiv_log_check_authorship (PakivLog *log,
                            const PakivRecord *stored,
                            const PakivRecord *record,
                            GError **error)
{
  GPtrArray *fields = record->kind->fields;

  for (guint i = 0; i < fields->len; i++)
    {
      const PakivField *field = fields->pdata[i];

      if (same_value (log, field, stored, record))
        continue;
      g_set_error (error, PAKIV_LOG_ERROR, PAKIV_LOG_ERROR_REFUSED,
                   /* Translators: a field, such as "The mediators’ account". */
                   _ ("“%s” belongs to the other side: only they may write or change it."),
                   pakiv_field_get_label (field));
      return FALSE;
    }
  return TRUE;
}

/* Agreement was with the words that stood there: once one side changes its own, what the other side
 * chose is taken back. Only fields of the record itself are looked at, not columns of rows. */
static void
take_back_answers (const PakivRecord *stored, PakivRecord *record)
{
  GPtrArray *fields = record->kind->fields;

  for (guint i = 0; i < fields->len; i++)
    {
      const PakivField *text = fields->pdata[i];

      if (text->written_by < 0 || !pakiv_field_is_text (text)
          || g_strcmp0 (pakiv_record_get (stored, text->id), pakiv_record_get (record, text->id))
                 == 0)
        continue;
      for (guint k = 0; k < fields->len; k++)
        {
          const PakivField *answer = fields->pdata[k];

          if (answer->written_by >= 0 && answer->written_by != text->written_by
              && pakiv_field_has_codes (answer))
            pakiv_record_set (record, answer->id, NULL);
        }
    }
}

static void
keep_book (const PakivRecord *stored, PakivRecord *record)
{
  g_free (record->book);
  record->book = g_strdup (stored->book);
  record->late = stored->late;
  record->closed = TRUE;
}

/* What the log adds to a record. @stored is NULL for a new one. */
static gboolean
stamp (PakivLog *log, const PakivRecord *stored, PakivRecord *record, GError **error)
{
  const char *day = pakiv_record_get (record, record->kind->day);
  g_autoptr (GHashTable) closed = pakiv_log_load_closed (log, error);

  if (closed == NULL)
    return FALSE;
  if (record->id == NULL)
    record->id = pakiv_secret_new_uuid ();
  g_free (record->entered_by);
  record->entered_by = g_strdup (stored != NULL ? stored->entered_by : log->member);
  g_free (record->erase_on);
  /* Opening a record again does not move the day it goes; only its own day does. */
  if (stored != NULL && g_strcmp0 (pakiv_record_get (stored, record->kind->day), day) == 0)
    record->erase_on = g_strdup (stored->erase_on);
  else
    record->erase_on = pakiv_log_get_erase_day (record->kind, day);
  /* Its figures are out: it was counted there, and is never counted again. */
  if (stored != NULL && stored->closed)
    keep_book (stored, record);
  else
    pakiv_log_assign_book (record, closed);
  return TRUE;
}

static gboolean
check (PakivLog *log, const PakivRecord *stored, PakivRecord *record, GError **error)
{
  g_autofree char *today = pakiv_clock_get_day (log->clock);

  record->imported = stored != NULL && stored->imported;

  return pakiv_rules_accept (record, PAKIV_RULES_TYPED, today, error)
         && pakiv_log_check_authorship (log, stored, record, error);
}

static gboolean
store (PakivLog *log, PakivRecordTable *table, PakivRecord *record, GError **error)
{
  g_autoptr (PakivRecord) stored = NULL;
  g_autoptr (GError) cause = NULL;
  g_autofree char *draft = g_strdup (record->id);
  gint64 number = 0;

  if (record->id != NULL)
    {
      stored = pakiv_record_table_read_id (table, log->sql, record->id, &number, &cause);
      if (cause != NULL)
        {
          g_propagate_error (error, g_steal_pointer (&cause));
          return FALSE;
        }
      if (stored == NULL)
        {
          set_not_found (error);
          return FALSE;
        }
    }
  if (!check (log, stored, record, error))
    return FALSE;
  if (stored != NULL)
    take_back_answers (stored, record);
  if (!stamp (log, stored, record, error)
      || (stored != NULL && !pakiv_log_note_correction (log, stored, record, error)))
    return FALSE;
  if (stored != NULL ? !pakiv_record_table_update (table, log->sql, record, number, error)
                     : !pakiv_record_table_insert (table, log->sql, record, 0, error))
    return FALSE;
  return (!record->from_draft || pakiv_log_discard_draft (log, record->kind, draft, error))
         && pakiv_log_note_change (log, error) && pakiv_log_note_day (log, FALSE, error)
         && pakiv_log_trace (log, stored != NULL ? PAKIV_ACT_ALTER : PAKIV_ACT_COLLECT,
                             record->kind, record->id, NULL, NULL, error);
}

/* Everything of @from, which is left empty of it. */
static void
take_over (PakivRecord *record, PakivRecord *from)
{
  PakivRecord was = *record;

  *record = *from;
  *from = was;
}

gboolean
pakiv_log_save (PakivLog *log, PakivRecord *record, GError **error)
{
  g_autoptr (PakivRecord) copy = NULL;
  PakivRecordTable *table;

  g_return_val_if_fail (log != NULL && record != NULL, FALSE);

  PAKIV_LOG_LOCK (log);
  if ((table = pakiv_log_get_table (log, record->kind, error)) == NULL)
    return FALSE;
  copy = pakiv_record_copy (record);
  pakiv_rules_normalise (copy);
  if (!pakiv_sql_begin (log->sql, error)
      || !pakiv_sql_end (log->sql, store (log, table, copy, error), error))
    return FALSE;
  copy->from_draft = FALSE;
  copy->imported = pakiv_record_has_untyped (copy);
  take_over (record, copy);
  return TRUE;
}

static gboolean
remove_number (PakivLog *log, PakivRecordTable *table, gint64 number, GError **error)
{
  g_autoptr (sqlite3_stmt) statement = pakiv_sql_prepare (log->sql, table->remove, error);

  if (statement == NULL)
    return FALSE;
  sqlite3_bind_int64 (statement, 1, number);
  return pakiv_sql_run (log->sql, statement, error);
}

/* Deleting is no way to change what the other side wrote. */
static gboolean
check_erasable (PakivLog *log, const PakivRecord *stored, GError **error)
{
  g_autoptr (PakivRecord) empty = pakiv_record_new (stored->kind);

  if (pakiv_log_check_authorship (log, stored, empty, NULL))
    return TRUE;
  g_set_error_literal (error, PAKIV_LOG_ERROR, PAKIV_LOG_ERROR_REFUSED,
                       _ ("The other side wrote in this record too, so it can’t be deleted here. "
                          "They can take out their own words first."));
  return FALSE;
}

static gboolean
take_out (
    PakivLog *log, PakivRecordTable *table, const char *id, PakivDeleted *deleted, GError **error)
{
  g_autoptr (GError) cause = NULL;

  deleted->record = pakiv_record_table_read_id (table, log->sql, id, &deleted->number, &cause);
  if (cause != NULL)
    g_propagate_error (error, g_steal_pointer (&cause));
  else if (deleted->record == NULL)
    set_not_found (error);
  return deleted->record != NULL && check_erasable (log, deleted->record, error)
         && pakiv_log_check_not_held (log, table->kind, id, error)
         && (!deleted->record->closed
             || pakiv_log_take_out_original (log, deleted->record, &deleted->original, error))
         && remove_number (log, table, deleted->number, error)
         && pakiv_log_note_erased (log, table->kind, id, PAKIV_RULE_BY_HAND, error)
         && pakiv_log_note_change (log, error)
         && pakiv_log_trace (log, PAKIV_ACT_ERASE, table->kind, id, NULL, NULL, error);
}

gboolean
pakiv_log_delete (PakivLog *log, const PakivKind *kind, const char *id, GError **error)
{
  PakivDeleted deleted = { NULL };
  PakivRecordTable *table;

  g_return_val_if_fail (log != NULL && kind != NULL && id != NULL, FALSE);

  PAKIV_LOG_LOCK (log);
  if ((table = pakiv_log_get_table (log, kind, error)) == NULL
      || !pakiv_sql_begin (log->sql, error))
    return FALSE;
  if (!pakiv_sql_end (log->sql, take_out (log, table, id, &deleted, error), error))
    {
      pakiv_record_free (deleted.record);
      pakiv_record_free (deleted.original);
      return FALSE;
    }
  g_hash_table_replace (log->deleted, g_strdup (id), g_memdup2 (&deleted, sizeof deleted));
  return TRUE;
}

/* Where the record was not counted before and its book has been closed since, it would be in a
 * closed book and in no figure: it comes late then. */
static gboolean
put_back (PakivLog *log, PakivRecordTable *table, const PakivDeleted *deleted, GError **error)
{
  g_autoptr (PakivRecord) record = pakiv_record_copy (deleted->record);
  g_autoptr (GHashTable) closed = pakiv_log_load_closed (log, error);

  if (closed == NULL)
    return FALSE;
  if (!record->closed && g_hash_table_contains (closed, record->book))
    pakiv_log_assign_book (record, closed);
  return pakiv_record_table_insert (table, log->sql, record, deleted->number, error)
         && pakiv_log_remove_tombstone (log, table->kind, record->id, error)
         && (deleted->original == NULL
             || pakiv_log_put_back_original (log, record, deleted->original, error))
         && pakiv_log_note_change (log, error)
         && pakiv_log_trace (log, PAKIV_ACT_RESTORE, table->kind, record->id, NULL, NULL, error);
}

gboolean
pakiv_log_restore (PakivLog *log, const PakivRecord *record, GError **error)
{
  const PakivDeleted *deleted;
  PakivRecordTable *table;

  g_return_val_if_fail (log != NULL && record != NULL, FALSE);

  PAKIV_LOG_LOCK (log);
  if ((table = pakiv_log_get_table (log, record->kind, error)) == NULL)
    return FALSE;
  /* Only what was deleted here comes back, and as it was: this is no way into a closed book. */
  deleted = record->id != NULL ? g_hash_table_lookup (log->deleted, record->id) : NULL;
  if (deleted == NULL || deleted->record->kind != record->kind)
    {
      set_not_found (error);
      return FALSE;
    }
  if (!pakiv_sql_begin (log->sql, error))
    return FALSE;
  if (!pakiv_sql_end (log->sql, put_back (log, table, deleted, error), error))
    return FALSE;
  g_hash_table_remove (log->deleted, record->id);
  return TRUE;
}
