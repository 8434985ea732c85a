/* Legal holds: what puts the end of a record off, until when and why. */
#include "pakiv-log-private.h"
#include "pakiv-retention-private.h"

#include "pakiv-day.h"

#include <glib/gi18n.h>
#include <string.h>

#define SELECT_HOLD "SELECT kind, record, reason, until, placed_on, placed_by FROM hold "

void
pakiv_hold_free (PakivHold *hold)
{
  if (hold == NULL)
    return;
  g_free (hold->kind);
  g_free (hold->record);
  g_free (hold->reason);
  g_free (hold->until);
  g_free (hold->placed_on);
  g_free (hold->placed_by);
  g_free (hold);
}

static char *
read_text (sqlite3_stmt *statement, int column)
{
  return g_strdup ((const char *)sqlite3_column_text (statement, column));
}

static PakivHold *
read_hold (sqlite3_stmt *statement)
{
  PakivHold *hold = g_new0 (PakivHold, 1);

  hold->kind = read_text (statement, 0);
  hold->record = read_text (statement, 1);
  hold->reason = read_text (statement, 2);
  hold->until = read_text (statement, 3);
  hold->placed_on = read_text (statement, 4);
  hold->placed_by = read_text (statement, 5);
  return hold;
}

static gboolean
refuse (GError **error, const char *message)
{
  g_set_error_literal (error, PAKIV_LOG_ERROR, PAKIV_LOG_ERROR_REFUSED, message);
  return FALSE;
}

static gboolean
check_terms (const char *today, const char *reason, const char *until, GError **error)
{
  g_autofree char *latest = pakiv_day_add_months (today, PAKIV_HOLD_MONTHS_MAX);
  g_autofree char *words = NULL;

  if (reason == NULL || *reason == '\0')
    return refuse (error, _ ("A legal hold needs a reason: which case or request needs this "
                             "record."));
  if (!pakiv_day_is_valid (until))
    return refuse (error, _ ("A legal hold needs the day on which it ends, written as in "
                             "2021-03-31."));
  if (strcmp (until, today) < 0)
    return refuse (error, _ ("A legal hold can’t end on a day that is over."));
  if (strcmp (until, latest) <= 0)
    return TRUE;
  words = pakiv_day_to_words (latest);
  g_set_error (error, PAKIV_LOG_ERROR, PAKIV_LOG_ERROR_REFUSED,
               /* Translators: a day, "31 March 2026". */
               _ ("A legal hold may last five years at most, so here until %s. It can be placed "
                  "again before it ends."),
               words);
  return FALSE;
}

static gboolean
check_there (PakivLog *log, PakivRecordTable *table, const char *id, GError **error)
{
  g_autofree char *select = g_strdup_printf ("SELECT 1 FROM %s WHERE _id = ?1", table->name);
  g_autoptr (GError) cause = NULL;
  g_autofree char *found = pakiv_sql_get_text (log->sql, select, id, &cause);

  if (found != NULL)
    return TRUE;
  if (cause != NULL)
    g_propagate_error (error, g_steal_pointer (&cause));
  else
    g_set_error_literal (error, PAKIV_LOG_ERROR, PAKIV_LOG_ERROR_NOT_FOUND,
                         _ ("This record is no longer in the log."));
  return FALSE;
}

static gboolean
place (PakivLog *log,
       const PakivKind *kind,
       const char *id,
       const char *reason,
       const char *until,
       GError **error)
{
  g_autofree char *today = pakiv_clock_get_day (log->clock);
  g_autoptr (sqlite3_stmt) statement
      = pakiv_sql_prepare (log->sql,
                           "INSERT OR REPLACE INTO hold (kind, record, reason, until, placed_on, "
                           "placed_by) VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
                           error);

  if (statement == NULL)
    return FALSE;
  pakiv_sql_bind (statement, 1, kind->id);
  pakiv_sql_bind (statement, 2, id);
  pakiv_sql_bind (statement, 3, reason);
  pakiv_sql_bind (statement, 4, until);
  pakiv_sql_bind (statement, 5, today);
  pakiv_sql_bind (statement, 6, log->member);
  return pakiv_sql_run (log->sql, statement, error);
}

gboolean
pakiv_log_place_hold (PakivLog *log,
                      const PakivKind *kind,
                      const char *id,
                      const char *reason,
                      const char *until,
                      GError **error)
{
  g_autofree char *stripped = g_strstrip (g_strdup (reason != NULL ? reason : ""));
  g_autofree char *today = NULL;
  PakivRecordTable *table;
  gboolean done;

  g_return_val_if_fail (log != NULL && kind != NULL && id != NULL, FALSE);

  PAKIV_LOG_LOCK (log);
  today = pakiv_clock_get_day (log->clock);
  if (!check_terms (today, stripped, until, error)
      || (table = pakiv_log_get_table (log, kind, error)) == NULL
      || !pakiv_sql_begin (log->sql, error))
    return FALSE;
  done = check_there (log, table, id, error) && place (log, kind, id, stripped, until, error)
         && pakiv_log_note_change (log, error)
         && pakiv_log_trace (log, PAKIV_ACT_ADMIN, kind, id, NULL, PAKIV_DETAIL_HOLD, error);
  return pakiv_sql_end (log->sql, done, error);
}

gboolean
pakiv_log_forget_hold (PakivLog *log, const PakivKind *kind, const char *id, GError **error)
{
  g_autoptr (sqlite3_stmt) statement
      = pakiv_sql_prepare (log->sql, "DELETE FROM hold WHERE kind = ?1 AND record = ?2", error);

  if (statement == NULL)
    return FALSE;
  pakiv_sql_bind (statement, 1, kind->id);
  pakiv_sql_bind (statement, 2, id);
  return pakiv_sql_run (log->sql, statement, error);
}

static gboolean
release (PakivLog *log, const PakivKind *kind, const char *id, GError **error)
{
  if (!pakiv_log_forget_hold (log, kind, id, error))
    return FALSE;
  if (pakiv_sql_count_changes (log->sql) == 0)
    {
      g_set_error_literal (error, PAKIV_LOG_ERROR, PAKIV_LOG_ERROR_NOT_FOUND,
                           _ ("There is no legal hold on this record."));
      return FALSE;
    }
  return pakiv_log_note_change (log, error)
         && pakiv_log_trace (log, PAKIV_ACT_ADMIN, kind, id, NULL, PAKIV_DETAIL_HOLD_RELEASED,
                             error);
}

gboolean
pakiv_log_release_hold (PakivLog *log, const PakivKind *kind, const char *id, GError **error)
{
  g_return_val_if_fail (log != NULL && kind != NULL && id != NULL, FALSE);

  PAKIV_LOG_LOCK (log);
  return pakiv_sql_begin (log->sql, error)
         && pakiv_sql_end (log->sql, release (log, kind, id, error), error);
}

PakivHold *
pakiv_log_get_hold (PakivLog *log, const PakivKind *kind, const char *id, GError **error)
{
  gboolean row;

  g_return_val_if_fail (log != NULL && kind != NULL && id != NULL, NULL);

  PAKIV_LOG_LOCK (log);
  g_autoptr (sqlite3_stmt) statement = NULL;

  statement = pakiv_sql_prepare (log->sql, SELECT_HOLD "WHERE kind = ?1 AND record = ?2", error);
  if (statement == NULL)
    return NULL;
  pakiv_sql_bind (statement, 1, kind->id);
  pakiv_sql_bind (statement, 2, id);
  if (!pakiv_sql_next (log->sql, statement, &row, error) || !row)
    return NULL;
  return read_hold (statement);
}

GPtrArray *
pakiv_log_list_holds (PakivLog *log, GError **error)
{
  g_autoptr (GPtrArray) holds = g_ptr_array_new_with_free_func ((GDestroyNotify)pakiv_hold_free);
  gboolean row = TRUE;

  g_return_val_if_fail (log != NULL, NULL);

  PAKIV_LOG_LOCK (log);
  g_autoptr (sqlite3_stmt) statement = NULL;

  statement = pakiv_sql_prepare (log->sql, SELECT_HOLD "ORDER BY until, kind, record", error);
  if (statement == NULL)
    return NULL;
  while (row)
    {
      if (!pakiv_sql_next (log->sql, statement, &row, error))
        return NULL;
      if (row)
        g_ptr_array_add (holds, read_hold (statement));
    }
  return g_steal_pointer (&holds);
}

gboolean
pakiv_log_check_not_held (PakivLog *log, const PakivKind *kind, const char *id, GError **error)
{
  g_autoptr (GError) cause = NULL;
  g_autoptr (PakivHold) hold = pakiv_log_get_hold (log, kind, id, &cause);
  g_autofree char *today = pakiv_clock_get_day (log->clock);
  g_autofree char *words = NULL;

  if (cause != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&cause));
      return FALSE;
    }
  if (hold == NULL || strcmp (hold->until, today) < 0)
    return TRUE;
  words = pakiv_day_to_words (hold->until);
  g_set_error (error, PAKIV_LOG_ERROR, PAKIV_LOG_ERROR_REFUSED,
               /* Translators: a day, "31 March 2021". */
               _ ("A legal hold keeps this record until %s, so it can’t be deleted."), words);
  return FALSE;
}
