#include "pakiv-log-private.h"
#include "pakiv-packed-book.h"

#include <glib/gi18n.h>
#include <sodium.h>
#include <string.h>

static void
free_deleted (PakivDeleted *deleted)
{
  pakiv_record_free (deleted->record);
  pakiv_record_free (deleted->original);
  g_free (deleted);
}

static void
clear (gpointer data)
{
  PakivLog *log = data;

  pakiv_log_end_trace (log);
  g_clear_pointer (&log->sql, pakiv_sql_close);
  g_clear_pointer (&log->tables, g_hash_table_unref);
  g_clear_pointer (&log->deleted, g_hash_table_unref);
  g_clear_pointer (&log->cubes, g_ptr_array_unref);
  g_clear_pointer (&log->counted, g_hash_table_unref);
  g_clear_pointer (&log->packed, g_hash_table_unref);
  g_clear_pointer (&log->definitions, pakiv_definitions_unref);
  g_clear_pointer (&log->clock, pakiv_clock_unref);
  g_clear_pointer (&log->signing, pakiv_secret_free);
  g_clear_pointer (&log->rounding, pakiv_secret_free);
  g_clear_pointer (&log->importing, pakiv_secret_free);
  g_free (log->member);
  g_rec_mutex_clear (&log->lock);
}

PakivLog *
pakiv_log_ref (PakivLog *log)
{
  return g_atomic_rc_box_acquire (log);
}

void
pakiv_log_unref (PakivLog *log)
{
  if (log != NULL)
    g_atomic_rc_box_release_full (log, clear);
}

static void
add_tables (PakivLog *log)
{
  GPtrArray *kinds = pakiv_definitions_get_kinds (log->definitions);

  for (guint i = 0; i < kinds->len; i++)
    {
      PakivKind *kind = kinds->pdata[i];

      if (kind->in_log[log->id])
        g_hash_table_insert (log->tables, kind, pakiv_record_table_new (kind));
    }
}

PakivRecordTable *
pakiv_log_get_table (PakivLog *log, const PakivKind *kind, GError **error)
{
  PakivRecordTable *table = g_hash_table_lookup (log->tables, kind);

  if (table == NULL)
    g_set_error (error, PAKIV_LOG_ERROR, PAKIV_LOG_ERROR_REFUSED,
                 /* Translators: a kind of record ("Meetings") and a log ("Police log"). */
                 _ ("%s do not belong in this log: %s."), pakiv_kind_get_plural (kind),
                 pakiv_log_id_get_label (log->id));
  return table;
}

/* (transfer full): what the tables, or the search words, follow from. Kinds in the definitions'
 * order. */
static char *
hash_definitions (PakivLog *log, void (*add) (PakivRecordTable *table, GChecksum *sum))
{
  g_autoptr (GChecksum) sum = g_checksum_new (G_CHECKSUM_SHA256);
  GPtrArray *kinds = pakiv_definitions_get_kinds (log->definitions);

  for (guint i = 0; i < kinds->len; i++)
    {
      PakivRecordTable *table = g_hash_table_lookup (log->tables, kinds->pdata[i]);

      if (table != NULL)
        add (table, sum);
    }
  return g_strdup (g_checksum_get_string (sum));
}

static gboolean
for_each_table (PakivLog *log,
                gboolean (*act) (PakivRecordTable *table, PakivSql *sql, GError **error),
                GError **error)
{
  GHashTableIter iter;
  gpointer table;

  g_hash_table_iter_init (&iter, log->tables);
  while (g_hash_table_iter_next (&iter, NULL, &table))
    if (!act (table, log->sql, error))
      return FALSE;
  return TRUE;
}

static gboolean
has_hash (PakivLog *log, const char *name, const char *hash, gboolean *same, GError **error)
{
  g_autoptr (GError) cause = NULL;
  g_autofree char *found = pakiv_schema_get_text (log->sql, name, &cause);

  *same = g_strcmp0 (found, hash) == 0;
  if (cause == NULL)
    return TRUE;
  g_propagate_error (error, g_steal_pointer (&cause));
  return FALSE;
}

/* Makes tables and search follow the definitions, where they have changed since the log was last
 * open. */
static gboolean
follow_definitions (PakivLog *log, GError **error)
{
  g_autofree char *columns = hash_definitions (log, pakiv_record_table_hash_columns);
  g_autofree char *words = hash_definitions (log, pakiv_record_table_hash_words);
  gboolean same_columns, same_words, done;

  if (!has_hash (log, PAKIV_META_TABLES, columns, &same_columns, error)
      || !has_hash (log, PAKIV_META_WORDS, words, &same_words, error))
    return FALSE;
  if (same_columns && same_words)
    return TRUE;
  if (!pakiv_sql_begin (log->sql, error))
    return FALSE;
  done = (same_columns || for_each_table (log, pakiv_record_table_create, error))
         && (same_words || for_each_table (log, pakiv_record_table_reindex, error))
         && pakiv_schema_set_text (log->sql, PAKIV_META_TABLES, columns, error)
         && pakiv_schema_set_text (log->sql, PAKIV_META_WORDS, words, error);
  return pakiv_sql_end (log->sql, done, error);
}

static gboolean
load_secrets (PakivLog *log, GError **error)
{
  log->signing
      = pakiv_schema_load_secret (log->sql, PAKIV_META_SIGNING, crypto_sign_SECRETKEYBYTES, error);
  if (log->signing == NULL)
    return FALSE;
  log->rounding = pakiv_schema_load_secret (log->sql, PAKIV_META_ROUNDING, PAKIV_KEY_BYTES, error);
  if (log->rounding == NULL)
    return FALSE;
  log->importing
      = pakiv_schema_load_secret (log->sql, PAKIV_META_IMPORTING, PAKIV_KEY_BYTES, error);
  return log->importing != NULL;
}

PakivLog *
pakiv_log_open (const char *path,
                const guint8 *key,
                PakivLogId id,
                PakivDefinitions *definitions,
                PakivClock *clock,
                const char *member,
                PakivRole role,
                GError **error)
{
  g_autoptr (PakivLog) log = NULL;

  g_return_val_if_fail (path != NULL && key != NULL && id < PAKIV_N_LOGS, NULL);
  g_return_val_if_fail (definitions != NULL && clock != NULL && member != NULL, NULL);

  log = g_atomic_rc_box_new0 (PakivLog);
  g_rec_mutex_init (&log->lock);
  log->id = id;
  log->definitions = pakiv_definitions_ref (definitions);
  log->clock = pakiv_clock_ref (clock);
  log->member = g_strdup (member);
  log->role = role;
  log->tables = g_hash_table_new_full (NULL, NULL, NULL, (GDestroyNotify)pakiv_record_table_free);
  log->deleted
      = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, (GDestroyNotify)free_deleted);
  log->counted = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  log->packed = g_hash_table_new_full (g_str_hash, g_str_equal, g_free,
                                       (GDestroyNotify)pakiv_packed_book_free);
  log->sql = pakiv_sql_open (path, key, error);
  if (log->sql == NULL || !pakiv_schema_prepare (log->sql, id, error))
    return NULL;
  add_tables (log);
  if (!follow_definitions (log, error) || !load_secrets (log, error))
    return NULL;
  return g_steal_pointer (&log);
}

PakivLogId
pakiv_log_get_id (PakivLog *log)
{
  return log->id;
}

PakivDefinitions *
pakiv_log_get_definitions (PakivLog *log)
{
  return log->definitions;
}

PakivClock *
pakiv_log_get_clock (PakivLog *log)
{
  return log->clock;
}

PakivRole
pakiv_log_get_role (PakivLog *log)
{
  return log->role;
}

const guint8 *
pakiv_log_get_signing_secret (PakivLog *log)
{
  return log->signing;
}

const guint8 *
pakiv_log_get_rounding_secret (PakivLog *log)
{
  return log->rounding;
}
