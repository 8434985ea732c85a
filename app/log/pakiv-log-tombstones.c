/* What is left of an erased record: that there was one, when it went, by whom and by which rule. */
#include "pakiv-log-private.h"
#include "pakiv-retention-private.h"

char *
pakiv_kind_get_rule (const PakivKind *kind)
{
  return g_strdup_printf ("%s/%d-months", kind->id, kind->keep_months);
}

void
pakiv_tombstone_free (PakivTombstone *tombstone)
{
  if (tombstone == NULL)
    return;
  g_free (tombstone->kind);
  g_free (tombstone->record);
  g_free (tombstone->rule);
  g_free (tombstone->erased_on);
  g_free (tombstone->erased_by);
  g_free (tombstone);
}

static gboolean
add_tombstone (
    PakivLog *log, const PakivKind *kind, const char *id, const char *rule, GError **error)
{
  g_autofree char *today = pakiv_clock_get_day (log->clock);
  g_autoptr (sqlite3_stmt) statement
      = pakiv_sql_prepare (log->sql,
                           "INSERT OR REPLACE INTO tombstone (kind, record, rule, erased_on, "
                           "erased_by) VALUES (?1, ?2, ?3, ?4, ?5)",
                           error);

  if (statement == NULL)
    return FALSE;
  pakiv_sql_bind (statement, 1, kind->id);
  pakiv_sql_bind (statement, 2, id);
  pakiv_sql_bind (statement, 3, rule);
  pakiv_sql_bind (statement, 4, today);
  pakiv_sql_bind (statement, 5, log->member);
  return pakiv_sql_run (log->sql, statement, error);
}

gboolean
pakiv_log_note_erased (
    PakivLog *log, const PakivKind *kind, const char *id, const char *rule, GError **error)
{
  return pakiv_log_discard_all_drafts (log, kind, id, error)
         && pakiv_log_forget_hold (log, kind, id, error)
         && add_tombstone (log, kind, id, rule, error)
         && pakiv_schema_set_text (log->sql, PAKIV_META_SCRUB, "1", error);
}

gboolean
pakiv_log_remove_tombstone (PakivLog *log, const PakivKind *kind, const char *id, GError **error)
{
  g_autoptr (sqlite3_stmt) statement = pakiv_sql_prepare (
      log->sql, "DELETE FROM tombstone WHERE kind = ?1 AND record = ?2", error);

  if (statement == NULL)
    return FALSE;
  pakiv_sql_bind (statement, 1, kind->id);
  pakiv_sql_bind (statement, 2, id);
  return pakiv_sql_run (log->sql, statement, error);
}

static PakivTombstone *
read_tombstone (sqlite3_stmt *statement)
{
  PakivTombstone *tombstone = g_new0 (PakivTombstone, 1);
  char **const texts[] = { &tombstone->kind, &tombstone->record, &tombstone->rule,
                           &tombstone->erased_on, &tombstone->erased_by };

  for (int i = 0; i < (int)G_N_ELEMENTS (texts); i++)
    *texts[i] = g_strdup ((const char *)sqlite3_column_text (statement, i));
  return tombstone;
}

GPtrArray *
pakiv_log_list_tombstones (PakivLog *log, guint most, GError **error)
{
  g_autoptr (GPtrArray) found
      = g_ptr_array_new_with_free_func ((GDestroyNotify)pakiv_tombstone_free);
  gboolean row = TRUE;

  g_return_val_if_fail (log != NULL, NULL);

  PAKIV_LOG_LOCK (log);
  g_autoptr (sqlite3_stmt) statement = NULL;

  statement = pakiv_sql_prepare (log->sql,
                                 "SELECT kind, record, rule, erased_on, erased_by FROM tombstone "
                                 "ORDER BY erased_on DESC, kind, record LIMIT ?1",
                                 error);
  if (statement == NULL)
    return NULL;
  sqlite3_bind_int64 (statement, 1, most);
  while (row)
    {
      if (!pakiv_sql_next (log->sql, statement, &row, error))
        return NULL;
      if (row)
        g_ptr_array_add (found, read_tombstone (statement));
    }
  return g_steal_pointer (&found);
}
