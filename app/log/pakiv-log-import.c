/* Import: all rows of all files in one transaction, each row taken, known already, or rejected.
 *
 * A row is known by a keyed hash of what makes it itself and of its number among equal rows of its
 * file. So genuine duplicates in one file are all taken, and a repeat of the file, or of a longer
 * file that holds the same rows, adds only what is new. The hash says nothing to anyone without the
 * log's key. A row of Pakiv's own CSV is known by the id of its record, in the log it came from
 * too.
 */
#include "pakiv-log-private.h"

#include "pakiv-csv-reader.h"
#include "pakiv-import-map.h"
#include "pakiv-rejects.h"

#include <glib/gi18n.h>
#include <sodium.h>
#include <string.h>

/* Microseconds between two reports of progress. */
#define PROGRESS_INTERVAL 200000

typedef struct
{
  PakivLog *log;
  PakivImportMap *map;
  PakivRecordTable *table;
  GHashTable *closed;
  char *today;
  GPtrArray *rejects; /* PakivRejects, one a file */
  GCancellable *cancellable;
  PakivImportProgress progress;
  gpointer data;
  gint64 reported;
  PakivImportResult result;

  /* of the file being read */
  const char *file;
  PakivCsvReader *reader;
  GHashTable *seen; /* identity → how often in this file */
} Import;

static void
clear_import (Import *import)
{
  g_clear_pointer (&import->closed, g_hash_table_unref);
  g_clear_pointer (&import->rejects, g_ptr_array_unref);
  g_free (import->today);
}

/* The number of this row among equal ones of its file, from 1; always 1 where the map has a key. */
static guint
count_equal (Import *import, const char *identity)
{
  guint n;

  if (pakiv_import_map_has_key (import->map))
    return 1;
  n = GPOINTER_TO_UINT (g_hash_table_lookup (import->seen, identity)) + 1;
  g_hash_table_replace (import->seen, g_strdup (identity), GUINT_TO_POINTER (n));
  return n;
}

static void
hash_identity (Import *import, const char *const *fields, guint8 *hash)
{
  const char *id = pakiv_import_map_get_id (import->map, fields);
  g_autofree char *identity = id != NULL ? g_strconcat ("id\x1f", id, NULL)
                                         : pakiv_import_map_identify (import->map, fields);
  guint n = id != NULL ? 1 : count_equal (import, identity);
  g_autofree char *whole
      = g_strdup_printf ("%s\n%u\n%s", pakiv_import_map_get_name (import->map), n, identity);

  crypto_auth_hmacsha256 (hash, (const guint8 *)whole, strlen (whole), import->log->importing);
}

/* Notes the identity; @new is FALSE where it was there. */
static gboolean
note_source (Import *import, const guint8 *hash, gboolean *new, GError **error)
{
  PakivSql *sql = import->log->sql;
  g_autoptr (sqlite3_stmt) statement = pakiv_sql_prepare (
      sql, "INSERT OR IGNORE INTO imported (source, kind) VALUES (?1, ?2)", error);

  if (statement == NULL)
    return FALSE;
  sqlite3_bind_blob (statement, 1, hash, crypto_auth_hmacsha256_BYTES, SQLITE_STATIC);
  pakiv_sql_bind (statement, 2, import->table->kind->id);
  if (!pakiv_sql_run (sql, statement, error))
    return FALSE;
  *new = pakiv_sql_count_changes (sql) > 0;
  return TRUE;
}

/* Whether the row was written from a record that is in this very log. */
static gboolean
is_in_log (Import *import, const char *const *fields, gboolean *found, GError **error)
{
  const char *id = pakiv_import_map_get_id (import->map, fields);
  g_autoptr (PakivRecord) record = NULL;
  g_autoptr (GError) cause = NULL;
  gint64 number;

  if (id != NULL)
    record = pakiv_record_table_read_id (import->table, import->log->sql, id, &number, &cause);
  *found = record != NULL;
  if (cause == NULL)
    return TRUE;
  g_propagate_error (error, g_steal_pointer (&cause));
  return FALSE;
}

/* (transfer full): the record, or NULL and the reason why this row can't be taken. */
static PakivRecord *
read_record (Import *import, const char *const *fields, GError **reason)
{
  g_autoptr (PakivRecord) record = pakiv_import_map_read (import->map, fields, reason);

  if (record == NULL)
    return NULL;
  pakiv_rules_normalise (record);
  if (!pakiv_rules_accept (record, PAKIV_RULES_IMPORTED, import->today, reason)
      || !pakiv_log_check_authorship (import->log, NULL, record, reason))
    return NULL;
  return g_steal_pointer (&record);
}

static gboolean
add_record (Import *import, PakivRecord *record, GError **error)
{
  const PakivKind *kind = record->kind;

  g_free (record->id);
  record->id = pakiv_secret_new_uuid ();
  record->entered_by = g_strdup (import->log->member);
  record->erase_on = pakiv_log_get_erase_day (kind, pakiv_record_get (record, kind->day));
  pakiv_log_assign_book (record, import->closed);
  return pakiv_record_table_insert (import->table, import->log->sql, record, 0, error);
}

static gboolean
reject_row (Import *import, const char *const *fields, const GError *reason, GError **error)
{
  PakivRejects *rejects = import->rejects->pdata[import->rejects->len - 1];
  g_auto (GStrv) row = pakiv_import_map_get_row (import->map, fields);

  import->result.rejected++;
  return pakiv_rejects_add (rejects, pakiv_csv_reader_get_line (import->reader), reason->message,
                            (const char *const *)row, error);
}

static gboolean
take_row (Import *import, const char *const *fields, GError **error)
{
  g_autoptr (GError) reason = NULL;
  g_autoptr (PakivRecord) record = read_record (import, fields, &reason);
  guint8 hash[crypto_auth_hmacsha256_BYTES];
  gboolean found, new;

  import->result.read++;
  if (!is_in_log (import, fields, &found, error))
    return FALSE;
  if (found)
    {
      import->result.already++;
      return TRUE;
    }
  if (record == NULL)
    return reject_row (import, fields, reason, error);
  hash_identity (import, fields, hash);
  if (!note_source (import, hash, &new, error))
    return FALSE;
  if (!new)
    {
      import->result.already++;
      return TRUE;
    }
  import->result.added++;
  return add_record (import, record, error);
}

static void
report (Import *import)
{
  gint64 now = g_get_monotonic_time ();

  if (import->progress == NULL || now - import->reported < PROGRESS_INTERVAL)
    return;
  import->reported = now;
  import->progress (import->file, pakiv_csv_reader_get_progress (import->reader), &import->result,
                    import->data);
}

static gboolean
check_cancelled (Import *import, GError **error)
{
  if (!g_cancellable_is_cancelled (import->cancellable))
    return FALSE;
  g_set_error (error, PAKIV_LOG_ERROR, PAKIV_LOG_ERROR_CANCELLED,
               _ ("The import was stopped. The log is as it was before."));
  return TRUE;
}

static gboolean
import_rows (Import *import, GError **error)
{
  g_autoptr (GError) cause = NULL;
  const char *const *fields;

  while ((fields = pakiv_csv_reader_next (import->reader, &cause)) != NULL)
    {
      if (check_cancelled (import, error) || !take_row (import, fields, error))
        return FALSE;
      report (import);
    }
  if (cause != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&cause));
      return FALSE;
    }
  return TRUE;
}

static gboolean
trace_file (Import *import, guint64 added, GError **error)
{
  g_autofree char *detail = pakiv_act_detail (PAKIV_DETAIL_IMPORT, added);

  return added == 0
         || pakiv_log_trace (import->log, PAKIV_ACT_COLLECT,
                             pakiv_import_map_get_kind (import->map), NULL, NULL, detail, error);
}

static PakivRejects *
new_rejects (Import *import, const char *file, const char *const *columns, GError **error)
{
  const guint8 *key = import->log->importing;
  g_autofree char *name = pakiv_rejects_get_name (file, key);
  g_autoptr (GError) cause = NULL;
  g_autofree char *known = pakiv_schema_get_text (import->log->sql, name, &cause);

  if (cause == NULL)
    return pakiv_rejects_new (file, columns, key, known);
  g_propagate_error (error, g_steal_pointer (&cause));
  return NULL;
}

/* What the list of @file is when nothing has been corrected in it that is not in the log. */
static gboolean
remember_list (Import *import, const char *file, const char *hash, GError **error)
{
  g_autofree char *name = pakiv_rejects_get_name (file, import->log->importing);

  return hash == NULL || pakiv_schema_set_text (import->log->sql, name, hash, error);
}

/* The list that was just written, and the one that was just read where @file is one. */
static gboolean
remember_lists (Import *import, const char *file, PakivRejects *rejects, GError **error)
{
  g_autofree char *written = pakiv_rejects_hash_list (rejects);
  g_autofree char *origin = pakiv_rejects_get_origin (file);
  g_autofree char *read = NULL;

  if (!remember_list (import, file, written, error))
    return FALSE;
  if (origin == NULL)
    return TRUE;
  read = pakiv_rejects_hash (file, import->log->importing);
  return remember_list (import, origin, read, error);
}

static gboolean
import_file (Import *import, const char *file, GError **error)
{
  g_autoptr (PakivCsvReader) reader = pakiv_csv_reader_open (file, error);
  g_autoptr (GHashTable) seen = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  g_auto (GStrv) columns = NULL;
  const char *const *header;
  PakivRejects *rejects;
  guint64 before;

  if (reader == NULL || check_cancelled (import, error))
    return FALSE;
  header = pakiv_csv_reader_get_header (reader);
  if (!pakiv_import_map_set_header (import->map, header, file, error))
    return FALSE;
  import->file = file;
  import->reader = reader;
  import->seen = seen;
  columns = pakiv_import_map_get_row (import->map, header);
  if ((rejects = new_rejects (import, file, (const char *const *)columns, error)) == NULL)
    return FALSE;
  g_ptr_array_add (import->rejects, rejects);
  before = import->result.added;
  return import_rows (import, error) && pakiv_rejects_finish (rejects, error)
         && remember_lists (import, file, rejects, error)
         && trace_file (import, import->result.added - before, error);
}

static gboolean
import_files (Import *import, const char *const *files, GError **error)
{
  import->closed = pakiv_log_load_closed (import->log, error);
  if (import->closed == NULL)
    return FALSE;
  for (int i = 0; files[i] != NULL; i++)
    if (!import_file (import, files[i], error))
      return FALSE;
  if (import->progress != NULL && import->file != NULL)
    import->progress (import->file, 1, &import->result, import->data);
  if (import->result.added > 0 && !pakiv_log_note_change (import->log, error))
    return FALSE;
  /* The last chance to stop: after this the rows are in the log. */
  return !check_cancelled (import, error);
}

/* Before the commit, so that whoever is told of failure has no row in the log. */
static gboolean
place_rejects (Import *import, GError **error)
{
  for (guint i = 0; i < import->rejects->len; i++)
    if (!pakiv_rejects_place (import->rejects->pdata[i], error))
      return FALSE;
  return TRUE;
}

/* The same file may have been given twice: the last was put there last. */
static void
settle_rejects (Import *import, gboolean kept)
{
  for (guint i = import->rejects->len; i > 0; i--)
    if (kept)
      pakiv_rejects_forget_old (import->rejects->pdata[i - 1]);
    else
      pakiv_rejects_take_back (import->rejects->pdata[i - 1]);
}

gboolean
pakiv_log_import (PakivLog *log,
                  PakivImportMap *map,
                  const char *const *files,
                  PakivImportProgress progress,
                  gpointer data,
                  GCancellable *cancellable,
                  PakivImportResult *result,
                  GError **error)
{
  Import import
      = { .log = log, .map = map, .cancellable = cancellable, .progress = progress, .data = data };
  gboolean done;

  g_return_val_if_fail (log != NULL && map != NULL && files != NULL && result != NULL, FALSE);

  PAKIV_LOG_LOCK (log);
  memset (result, 0, sizeof *result);
  import.table = pakiv_log_get_table (log, pakiv_import_map_get_kind (map), error);
  if (import.table == NULL || !pakiv_sql_begin (log->sql, error))
    return FALSE;
  import.today = pakiv_clock_get_day (log->clock);
  import.rejects = g_ptr_array_new_with_free_func ((GDestroyNotify)pakiv_rejects_free);
  done = import_files (&import, files, error) && place_rejects (&import, error);
  done = pakiv_sql_end (log->sql, done, error);
  settle_rejects (&import, done);
  if (done)
    *result = import.result;
  clear_import (&import);
  return done;
}
