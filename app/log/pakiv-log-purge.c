/* Erasing what is due. The lock is let go of between batches, so that whoever works in the log
 * meanwhile does not wait for the whole. */
#include "pakiv-log-private.h"
#include "pakiv-retention-private.h"

#include "pakiv-day.h"

#include <glib/gi18n.h>
#include <string.h>

/* Records in one transaction. */
#define BATCH 500

typedef struct
{
  PakivLog *log;
  char *today;
  gboolean confirmed;
  PakivPurgeResult *result;
  GCancellable *cancellable;
} Purge;

typedef struct
{
  gint64 number;
  char *id;
} Due;

void
pakiv_purge_result_clear (PakivPurgeResult *result)
{
  pakiv_clock_check_clear (&result->clock);
  memset (result, 0, sizeof *result);
}

static void
clear_due (gpointer due)
{
  g_free (((Due *)due)->id);
}

/* A hold keeps its record up to and with its last day. ?1 today, ?2 kind. */
#define HELD \
  "EXISTS (SELECT 1 FROM hold WHERE hold.kind = ?2 AND hold.record = _id AND hold.until >= ?1)"

static sqlite3_stmt *
prepare (Purge *purge, PakivRecordTable *table, const char *text, GError **error)
{
  sqlite3_stmt *statement = pakiv_sql_prepare (purge->log->sql, text, error);

  if (statement == NULL)
    return NULL;
  pakiv_sql_bind (statement, 1, purge->today);
  pakiv_sql_bind (statement, 2, table->kind->id);
  return statement;
}

/* Logs made before retention ran have no such index. */
static gboolean
add_index (Purge *purge, PakivRecordTable *table, GError **error)
{
  g_autofree char *text = g_strdup_printf ("CREATE INDEX IF NOT EXISTS \"erase.%s\" ON %s "
                                           "(_erase_on)",
                                           table->kind->id, table->name);

  return pakiv_sql_execute (purge->log->sql, text, error);
}

static gboolean
count_table (Purge *purge, PakivRecordTable *table, GError **error)
{
  g_autofree char *text = g_strdup_printf ("SELECT count(*) FILTER (WHERE NOT " HELD "), "
                                           "count(*) FILTER (WHERE " HELD ") "
                                           "FROM %s WHERE _erase_on <= ?1",
                                           table->name);
  g_autoptr (sqlite3_stmt) statement = NULL;
  gboolean row;

  if (!add_index (purge, table, error))
    return FALSE;
  statement = prepare (purge, table, text, error);
  if (statement == NULL || !pakiv_sql_next (purge->log->sql, statement, &row, error))
    return FALSE;
  purge->result->due += (guint64)sqlite3_column_int64 (statement, 0);
  purge->result->held += (guint64)sqlite3_column_int64 (statement, 1);
  return TRUE;
}

/* (element-type Due): the next batch, none at the end. */
static GArray *
find_due (Purge *purge, PakivRecordTable *table, GError **error)
{
  g_autofree char *text = g_strdup_printf ("SELECT _number, _id FROM %s WHERE _erase_on <= ?1 "
                                           "AND NOT " HELD " ORDER BY _erase_on LIMIT ?3",
                                           table->name);
  g_autoptr (GArray) found = g_array_new (FALSE, FALSE, sizeof (Due));
  g_autoptr (sqlite3_stmt) statement = prepare (purge, table, text, error);
  gboolean row = TRUE;

  g_array_set_clear_func (found, clear_due);
  if (statement == NULL)
    return NULL;
  sqlite3_bind_int (statement, 3, BATCH);
  while (row)
    {
      Due due;

      if (!pakiv_sql_next (purge->log->sql, statement, &row, error))
        return NULL;
      if (!row)
        break;
      due.number = sqlite3_column_int64 (statement, 0);
      due.id = g_strdup ((const char *)sqlite3_column_text (statement, 1));
      g_array_append_val (found, due);
    }
  return g_steal_pointer (&found);
}

static gboolean
remove_row (Purge *purge, PakivRecordTable *table, gint64 number, GError **error)
{
  g_autoptr (sqlite3_stmt) statement = pakiv_sql_prepare (purge->log->sql, table->remove, error);

  if (statement == NULL)
    return FALSE;
  sqlite3_bind_int64 (statement, 1, number);
  return pakiv_sql_run (purge->log->sql, statement, error);
}

/* The data-protection officer, who reads no log, must be able to follow each record to its end. */
static gboolean
trace_one (Purge *purge, const PakivKind *kind, const char *id, GError **error)
{
  g_autofree char *detail = pakiv_act_detail (PAKIV_DETAIL_RETENTION, 1);

  return pakiv_log_trace (purge->log, PAKIV_ACT_ERASE, kind, id, NULL, detail, error);
}

static gboolean
erase_all (Purge *purge, PakivRecordTable *table, GArray *batch, GError **error)
{
  g_autofree char *rule = pakiv_kind_get_rule (table->kind);

  for (guint i = 0; i < batch->len; i++)
    {
      const Due *due = &g_array_index (batch, Due, i);

      if (!remove_row (purge, table, due->number, error)
          || !pakiv_log_forget_original (purge->log, table->kind, due->id, error)
          || !pakiv_log_note_erased (purge->log, table->kind, due->id, rule, error)
          || !trace_one (purge, table->kind, due->id, error))
        return FALSE;
    }
  return pakiv_log_note_change (purge->log, error);
}

/* The undo copies go with the records, and those that were due anyway. */
static void
forget_copies (Purge *purge)
{
  GHashTableIter iter;
  gpointer deleted;

  g_hash_table_iter_init (&iter, purge->log->deleted);
  while (g_hash_table_iter_next (&iter, NULL, &deleted))
    if (strcmp (((PakivDeleted *)deleted)->record->erase_on, purge->today) <= 0)
      g_hash_table_iter_remove (&iter);
}

static gboolean
erase_batch (Purge *purge, PakivRecordTable *table, gboolean *more, GError **error)
{
  g_autoptr (GArray) batch = NULL;
  gboolean done;

  PAKIV_LOG_LOCK (purge->log);
  if (!pakiv_sql_begin (purge->log->sql, error))
    return FALSE;
  batch = find_due (purge, table, error);
  done = batch != NULL && (batch->len == 0 || erase_all (purge, table, batch, error));
  *more = done && batch->len == BATCH;
  if (!pakiv_sql_end (purge->log->sql, done, error))
    return FALSE;
  purge->result->erased += batch->len;
  purge->result->due -= MIN (purge->result->due, batch->len);
  return TRUE;
}

static gboolean
check_cancelled (Purge *purge, GError **error)
{
  if (!g_cancellable_is_cancelled (purge->cancellable))
    return TRUE;
  g_set_error_literal (error, PAKIV_LOG_ERROR, PAKIV_LOG_ERROR_CANCELLED,
                       _ ("Erasing was stopped. It goes on the next time."));
  return FALSE;
}

static gboolean
erase_table (Purge *purge, PakivRecordTable *table, GError **error)
{
  gboolean more = TRUE;

  while (more)
    if (!check_cancelled (purge, error) || !erase_batch (purge, table, &more, error))
      return FALSE;
  return TRUE;
}

/* Drafts whose record is gone, and new ones that nobody has typed in for as long as a record of the
 * kind is kept. ?1 kind, ?2 the last day that is too old. */
static gboolean
forget_drafts (Purge *purge, PakivRecordTable *table, GError **error)
{
  g_autofree char *text = g_strdup_printf (
      "DELETE FROM draft WHERE kind = ?1 AND (CASE record WHEN '' THEN typed_on <= ?2 "
      "ELSE record NOT IN (SELECT _id FROM %s) END)",
      table->name);
  g_autofree char *oldest = pakiv_day_add_months (purge->today, -table->kind->keep_months);
  g_autoptr (sqlite3_stmt) statement = pakiv_sql_prepare (purge->log->sql, text, error);

  if (statement == NULL)
    return FALSE;
  pakiv_sql_bind (statement, 1, table->kind->id);
  pakiv_sql_bind (statement, 2, oldest);
  if (!pakiv_sql_run (purge->log->sql, statement, error))
    return FALSE;
  purge->result->drafts += (guint64)pakiv_sql_count_changes (purge->log->sql);
  return TRUE;
}

static gboolean
date_drafts (Purge *purge, GError **error)
{
  g_autoptr (sqlite3_stmt) statement = pakiv_sql_prepare (
      purge->log->sql, "UPDATE draft SET typed_on = ?1 WHERE typed_on IS NULL", error);

  if (statement == NULL)
    return FALSE;
  pakiv_sql_bind (statement, 1, purge->today);
  return pakiv_sql_run (purge->log->sql, statement, error);
}

static gboolean
for_each_table (Purge *purge,
                gboolean (*act) (Purge *purge, PakivRecordTable *table, GError **error),
                GError **error)
{
  GHashTableIter iter;
  gpointer table;

  g_hash_table_iter_init (&iter, purge->log->tables);
  while (g_hash_table_iter_next (&iter, NULL, &table))
    if (!act (purge, table, error))
      return FALSE;
  return TRUE;
}

/* What is due, and whether the day may be believed. */
static gboolean
look (Purge *purge, GError **error)
{
  PakivPurgeResult *result = purge->result;
  PakivLog *log = purge->log;
  gboolean done, trusted;

  PAKIV_LOG_LOCK (log);
  if (!pakiv_sql_begin (log->sql, error))
    return FALSE;
  done = pakiv_sql_check_clock (log->sql, purge->today, &result->clock, error)
         && for_each_table (purge, count_table, error);
  trusted = purge->confirmed || result->clock.state == PAKIV_CLOCK_FINE;
  result->needs_confirmation = done && !trusted && result->due > 0;
  /* Where nothing is due, a day ahead does no harm; but a clock that stands behind never turns the
   * log's day back by itself. */
  if (done && (trusted || (result->due == 0 && result->clock.state != PAKIV_CLOCK_BEHIND)))
    done = pakiv_log_note_day (log, TRUE, error);
  return pakiv_sql_end (log->sql, done, error);
}

static gboolean
forget_rest (Purge *purge, GError **error)
{
  PAKIV_LOG_LOCK (purge->log);
  forget_copies (purge);
  return pakiv_sql_begin (purge->log->sql, error)
         && pakiv_sql_end (purge->log->sql,
                           date_drafts (purge, error)
                               && for_each_table (purge, forget_drafts, error)
                               && pakiv_log_forget_old_books (purge->log, purge->today, error),
                           error);
}

/* An index of words that an older SQLite made keeps the words of what was erased until its pieces
 * are merged; a newer one takes them out at once. */
static gboolean
merge_words (PakivLog *log, PakivRecordTable *table, GError **error)
{
  const char *kind = table->kind->id;
  g_autofree char *ask
      = g_strdup_printf ("SELECT v FROM \"search.%s_config\" WHERE k = 'secure-delete'", kind);
  g_autofree char *merge = g_strdup_printf (
      "INSERT INTO \"search.%s\" (\"search.%s\") VALUES ('optimize')", kind, kind);
  gint64 at_once;

  return pakiv_sql_get_number (log->sql, ask, &at_once, error)
         && (at_once == 1 || pakiv_sql_execute (log->sql, merge, error));
}

static gboolean
merge_all_words (PakivLog *log, GError **error)
{
  GHashTableIter iter;
  gpointer table;

  g_hash_table_iter_init (&iter, log->tables);
  while (g_hash_table_iter_next (&iter, NULL, &table))
    if (!merge_words (log, table, error))
      return FALSE;
  return TRUE;
}

static gboolean
merge_where_needed (PakivLog *log, GError **error)
{
  g_autoptr (GError) cause = NULL;
  g_autofree char *needed = pakiv_schema_get_text (log->sql, PAKIV_META_SCRUB, &cause);

  if (cause != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&cause));
      return FALSE;
    }
  return needed == NULL
         || (merge_all_words (log, error)
             && pakiv_sql_execute (log->sql, "DELETE FROM meta WHERE name = '" PAKIV_META_SCRUB "'",
                                   error));
}

gboolean
pakiv_log_scrub (PakivLog *log, GError **error)
{
  PAKIV_LOG_LOCK (log);
  return pakiv_sql_begin (log->sql, error)
         && pakiv_sql_end (log->sql, merge_where_needed (log, error), error)
         && pakiv_sql_execute (log->sql, "PRAGMA wal_checkpoint (TRUNCATE)", error);
}

static gboolean
run (Purge *purge, GError **error)
{
  gboolean done;

  if (!look (purge, error))
    return FALSE;
  if (purge->result->clock.state != PAKIV_CLOCK_FINE && !purge->confirmed
      && (purge->result->due > 0 || purge->result->clock.state == PAKIV_CLOCK_BEHIND))
    return TRUE;
  done = for_each_table (purge, erase_table, error) && forget_rest (purge, error);
  /* What a purge that stopped half-way has erased must be out of every page too. */
  return pakiv_log_scrub (purge->log, done ? error : NULL) && done;
}

gboolean
pakiv_log_purge (PakivLog *log,
                 gboolean confirmed,
                 PakivPurgeResult *result,
                 GCancellable *cancellable,
                 GError **error)
{
  Purge purge = { log, NULL, confirmed, result, cancellable };
  gboolean done;

  g_return_val_if_fail (log != NULL && result != NULL, FALSE);

  memset (result, 0, sizeof *result);
  purge.today = pakiv_clock_get_day (log->clock);
  done = run (&purge, error);
  g_free (purge.today);
  return done;
}
