/* Bringing a backup back. Everything is prepared in LOG.restore beside the log; taking the log's
 * place is one rename. A program that is killed before leaves the log as it was. */
#include "pakiv-backup-merge.h"
#include "pakiv-backup-private.h"
#include "pakiv-log-private.h"
#include "pakiv-log-swap.h"
#include "pakiv-rekey.h"
#include "pakiv-retention-private.h"
#include "pakiv-trace-private.h"

#include <errno.h>
#include <glib/gi18n.h>
#include <glib/gstdio.h>
#include <sodium.h>
#include <string.h>

typedef struct
{
  PakivSession *session;
  PakivDesk *desk;
  PakivLogId log;
  PakivRestoreFlags flags;
  PakivDefinitions *definitions;
  PakivClock *clock;
  GCancellable *cancellable;
  PakivRestoreResult *result;
  PakivBackup *backup;
  PakivSql *source;  /* the backup */
  PakivSql *present; /* the log that is there, held; NULL where it can't be opened */
  gboolean damaged;  /* it can be opened, but not read whole */
  PakivSecret *key;  /* of now */
  PakivDeskLock *lock;
  char *path;
  char *fresh;
} Job;

static void
clear (Job *job)
{
  g_clear_pointer (&job->source, pakiv_sql_close);
  g_clear_pointer (&job->present, pakiv_sql_close);
  g_clear_pointer (&job->lock, pakiv_desk_lock_free);
  g_clear_pointer (&job->key, pakiv_secret_free);
  g_clear_pointer (&job->backup, pakiv_backup_free);
  g_free (job->path);
  g_free (job->fresh);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Job, clear)

void
pakiv_restore_result_clear (PakivRestoreResult *result)
{
  g_clear_pointer (&result->before, g_free);
  g_clear_pointer (&result->aside, g_free);
  g_clear_pointer (&result->releases, g_ptr_array_unref);
  result->erased = 0;
}

static void
remove_fresh (Job *job)
{
  const char *const endings[] = { "", "-journal", "-wal", "-shm" };

  for (guint i = 0; i < G_N_ELEMENTS (endings); i++)
    {
      g_autofree char *path = g_strconcat (job->fresh, endings[i], NULL);

      g_unlink (path);
    }
}

/* Whether @cause came from damaged pages of the log that is there. */
static gboolean
is_damage (Job *job, const GError *cause)
{
  g_autoptr (PakivSecret) key = NULL;

  if (g_error_matches (cause, PAKIV_LOG_ERROR, PAKIV_LOG_ERROR_NOT_A_LOG))
    return TRUE;
  if (!g_error_matches (cause, PAKIV_LOG_ERROR, PAKIV_LOG_ERROR_FAILED))
    return FALSE;
  key = pakiv_session_get_key (job->session, (PakivKeyId)job->log, NULL);
  return key != NULL && pakiv_sql_is_damaged (job->path, key);
}

/* Whether something is there that can be opened; where it is of before, it is migrated, so that
 * both have the same tables. FALSE and @error where it is there and must not be touched. */
static gboolean
try_present (Job *job, gboolean *opens, GError **error)
{
  g_autoptr (GError) cause = NULL;
  g_autoptr (PakivLog) log
      = pakiv_session_open_log (job->session, job->log, job->definitions, job->clock, &cause);

  *opens = log != NULL;
  if (log != NULL || is_damage (job, cause))
    return TRUE;
  g_propagate_error (error, g_steal_pointer (&cause));
  return FALSE;
}

/* Nobody opens the log, or changes desk.json, until this is over. */
static gboolean
take_lock (Job *job, GError **error)
{
  job->lock = pakiv_desk_lock_new (pakiv_desk_get_folder (job->desk), TRUE, error);
  if (job->lock == NULL || !pakiv_desk_refresh (job->desk, error))
    return FALSE;
  if (!pakiv_desk_get_file (job->desk)->rekeying[job->log])
    {
      job->key = pakiv_session_get_key (job->session, (PakivKeyId)job->log, error);
      return job->key != NULL;
    }
  g_set_error (error, PAKIV_LOG_ERROR, PAKIV_LOG_ERROR_BUSY,
               _ ("Another program is changing this desk. Wait a moment and try again."));
  return FALSE;
}

/* A log that opens but has damaged pages can't be backed up: it is kept aside as it is. */
static gboolean
keep_present (Job *job, GError **error)
{
  g_autofree char *moment = pakiv_clock_get_moment (job->clock);
  const PakivBackupParts parts = { .desk = pakiv_desk_get_file (job->desk),
                                   .log = job->log,
                                   .made_at = moment,
                                   .reason = PAKIV_BACKUP_BEFORE_RESTORE };
  g_autoptr (PakivBackup) backup = NULL;
  g_autoptr (GError) cause = NULL;

  if (pakiv_backup_write_before (job->desk, &parts, job->present, &backup, job->cancellable,
                                 &cause))
    {
      job->result->before = g_strdup (backup->path);
      return TRUE;
    }
  /* A connection that met a damaged page reads none any more. */
  g_clear_pointer (&job->present, pakiv_sql_close);
  job->damaged = is_damage (job, cause);
  if (!job->damaged)
    {
      g_propagate_error (error, g_steal_pointer (&cause));
      return FALSE;
    }
  job->present = pakiv_log_hold (job->path, job->key, NULL);
  return TRUE;
}

/* The backup under the key of now, with the tables of now. */
static gboolean
build (Job *job, GError **error)
{
  const PakivMember *member = pakiv_session_get_member (job->session);
  g_autoptr (PakivLog) log = NULL;

  remove_fresh (job);
  if (!pakiv_sql_copy (job->source, job->fresh, job->key, job->cancellable, error))
    return FALSE;
  log = pakiv_log_open (job->fresh, job->key, job->log, job->definitions, job->clock, member->name,
                        member->role, error);
  return log != NULL;
}

static gboolean
merge_trace_file (Job *job, GError **error)
{
  g_autoptr (PakivSql) sql = pakiv_sql_open (job->fresh, job->key, error);
  g_autofree char *name = g_strconcat (pakiv_log_id_to_string (job->log), ".trace", NULL);
  g_autofree char *path = g_build_filename (pakiv_desk_get_folder (job->desk), name, NULL);
  const PakivTracePlace place = { .path = path,
                                  .station_id = pakiv_desk_get_station_id (job->desk),
                                  .log = job->log,
                                  .log_key = pakiv_desk_get_signing_key (job->desk, job->log) };

  /* Nobody knows which trace key the lost log had, so that of the desk holds. */
  return sql != NULL
         && pakiv_sql_execute (sql, "DELETE FROM meta WHERE name = '" PAKIV_META_TRACE_KEY "'",
                               error)
         && pakiv_backup_merge_trace_file (sql, &place, error);
}

/* What a damaged log still gives is taken; what it does not is lost already. */
static gboolean
merge (Job *job, GError **error)
{
  g_autoptr (GError) cause = NULL;

  if (job->present != NULL
      && pakiv_backup_merge (job->present, job->fresh, job->key, job->result->releases, &cause))
    return TRUE;
  if (job->present != NULL
      && (!job->damaged || g_error_matches (cause, PAKIV_LOG_ERROR, PAKIV_LOG_ERROR_NO_SPACE)))
    {
      g_propagate_error (error, g_steal_pointer (&cause));
      return FALSE;
    }
  g_ptr_array_set_size (job->result->releases, 0);
  return merge_trace_file (job, error);
}

/* Without a plain file: that one follows when the log is next opened in its place. */
static gboolean
set_tracer (Job *job, PakivLog *log, GError **error)
{
  const PakivMember *member = pakiv_session_get_member (job->session);
  g_autoptr (PakivSecret) secret = pakiv_session_get_signing_secret (job->session);
  g_autoptr (PakivClock) clock = pakiv_clock_new ();
  const PakivTracerParts parts = { .station_id = pakiv_desk_get_station_id (job->desk),
                                   .log = job->log,
                                   .member = member->name,
                                   .role = member->role,
                                   .member_secret = secret,
                                   .trace_key = pakiv_desk_get_trace_key (job->desk),
                                   .purpose = job->session->purpose,
                                   .clock = clock };
  g_autoptr (PakivTracer) tracer = pakiv_tracer_new (&parts);

  return pakiv_log_set_tracer (log, tracer, error);
}

static gboolean execute (PakivLog *log, GError **error, const char *format, ...)
    G_GNUC_PRINTF (3, 4);

static gboolean
execute (PakivLog *log, GError **error, const char *format, ...)
{
  g_autofree char *text = NULL;
  va_list arguments;

  va_start (arguments, format);
  text = g_strdup_vprintf (format, arguments);
  va_end (arguments);
  return pakiv_sql_execute (log->sql, text, error);
}

/* What was erased since the backup goes again, and holds of records that are not there. */
static gboolean
erase_again (Job *job, PakivLog *log, PakivRecordTable *table, GError **error)
{
  const char *kind = table->kind->id;

  if ((job->flags & PAKIV_RESTORE_DELETED)
      && (!pakiv_log_put_back_erased (log, table->kind, error)
          || !execute (log, error,
                       "DELETE FROM tombstone WHERE kind = '%s' AND rule = '" PAKIV_RULE_BY_HAND
                       "' AND record IN (SELECT _id FROM %s)",
                       kind, table->name)))
    return FALSE;
  if (!execute (log, error,
                "DELETE FROM draft WHERE kind = '%s' AND record IN "
                "(SELECT record FROM tombstone WHERE kind = '%s')",
                kind, kind)
      || !execute (log, error,
                   "DELETE FROM %s WHERE _id IN (SELECT record FROM tombstone WHERE kind = '%s')",
                   table->name, kind))
    return FALSE;
  job->result->erased += (guint64)pakiv_sql_count_changes (log->sql);
  return execute (log, error,
                  "DELETE FROM hold WHERE kind = '%s' AND record NOT IN (SELECT _id FROM %s)", kind,
                  table->name);
}

static gboolean
tidy (Job *job, PakivLog *log, GError **error)
{
  g_autofree char *detail = g_strdup_printf (PAKIV_DETAIL_RESTORED " %s", job->backup->made_at);
  GHashTableIter iter;
  gpointer table;

  g_hash_table_iter_init (&iter, log->tables);
  while (g_hash_table_iter_next (&iter, NULL, &table))
    if (!erase_again (job, log, table, error))
      return FALSE;
  return pakiv_schema_set_text (log->sql, PAKIV_META_SCRUB, "1", error)
         && pakiv_log_note_change (log, error)
         && pakiv_log_trace (log, PAKIV_ACT_ADMIN, NULL, NULL, NULL, detail, error);
}

static gboolean
purge (Job *job, PakivLog *log, GError **error)
{
  g_auto (PakivPurgeResult) result = { 0 };

  if (!pakiv_log_purge (log, FALSE, &result, job->cancellable, error)
      || !pakiv_log_scrub (log, error))
    return FALSE;
  job->result->erased += result.erased;
  return TRUE;
}

static gboolean
finish (Job *job, GError **error)
{
  const PakivMember *member = pakiv_session_get_member (job->session);
  g_autoptr (PakivLog) log = pakiv_log_open (job->fresh, job->key, job->log, job->definitions,
                                             job->clock, member->name, member->role, error);

  return log != NULL && set_tracer (job, log, error) && pakiv_sql_begin (log->sql, error)
         && pakiv_sql_end (log->sql, tidy (job, log, error), error) && purge (job, log, error);
}

/* One file, checked, on the disk. */
static gboolean
close_fresh (Job *job, GError **error)
{
  g_autoptr (PakivSql) sql = pakiv_log_hold (job->fresh, job->key, error);

  return sql != NULL && pakiv_sql_check_pages (sql, error);
}

static gboolean
put_in_place (Job *job, GError **error)
{
  if (job->present != NULL && !job->damaged)
    return pakiv_log_swap_in (job->present, job->path, job->fresh, error);
  g_clear_pointer (&job->present, pakiv_sql_close);
  if (g_file_test (job->path, G_FILE_TEST_EXISTS))
    job->result->aside = g_strconcat (job->path, ".damaged", NULL);
  return pakiv_log_swap_over_damaged (job->path, job->fresh, error);
}

static gboolean
check_cancelled (Job *job, GError **error)
{
  if (!g_cancellable_is_cancelled (job->cancellable))
    return TRUE;
  g_set_error_literal (error, PAKIV_LOG_ERROR, PAKIV_LOG_ERROR_CANCELLED,
                       _ ("Nothing was brought back: the log is as it was."));
  return FALSE;
}

static gboolean
open_backup (Job *job, const char *path, GError **error)
{
  job->backup = pakiv_backup_look (job->session, job->log, path, error);
  if (job->backup == NULL)
    return FALSE;
  job->source = pakiv_backup_open (job->session, job->backup, error);
  return job->source != NULL;
}

static gboolean
replace (Job *job, GError **error)
{
  gboolean opens, done;

  if (!try_present (job, &opens, error) || !take_lock (job, error))
    return FALSE;
  if (opens
      && ((job->present = pakiv_log_hold (job->path, job->key, error)) == NULL
          || !keep_present (job, error)))
    return FALSE;
  done = build (job, error) && merge (job, error) && finish (job, error) && close_fresh (job, error)
         && check_cancelled (job, error) && put_in_place (job, error);
  if (!done)
    remove_fresh (job);
  return done;
}

gboolean
pakiv_backup_restore (PakivSession *session,
                      PakivLogId log,
                      const char *path,
                      PakivRestoreFlags flags,
                      PakivDefinitions *definitions,
                      PakivClock *clock,
                      PakivRestoreResult *result,
                      GCancellable *cancellable,
                      GError **error)
{
  g_auto (Job) job = { .session = session,
                       .log = log,
                       .flags = flags,
                       .definitions = definitions,
                       .clock = clock,
                       .cancellable = cancellable,
                       .result = result };

  g_return_val_if_fail (session != NULL && log < PAKIV_N_LOGS && path != NULL, FALSE);
  g_return_val_if_fail (definitions != NULL && clock != NULL && result != NULL, FALSE);

  memset (result, 0, sizeof *result);
  result->releases = g_ptr_array_new_with_free_func (g_free);
  job.desk = pakiv_session_get_desk (session);
  job.path = pakiv_desk_get_log_path (pakiv_desk_get_folder (job.desk), log);
  job.fresh = g_strconcat (job.path, PAKIV_RESTORE_ENDING, NULL);
  return open_backup (&job, path, error) && replace (&job, error);
}

static gboolean
check_free (const char *folder, GError **error)
{
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);

  if (!g_file_test (folder, G_FILE_TEST_EXISTS) || (dir != NULL && g_dir_read_name (dir) == NULL))
    return TRUE;
  g_set_error (error, PAKIV_LOG_ERROR, PAKIV_LOG_ERROR_REFUSED,
               _ ("“%s” is already in use. Choose a new or an empty folder for the desk."), folder);
  return FALSE;
}

PakivDesk *
pakiv_backup_bring_desk (const char *path, const char *folder, GError **error)
{
  g_autofree char *place = NULL;
  g_autoptr (PakivDeskFile) file = NULL;

  g_return_val_if_fail (path != NULL && folder != NULL, NULL);

  place = g_file_test (path, G_FILE_TEST_IS_DIR) ? g_strdup (path) : g_path_get_dirname (path);
  file = pakiv_desk_file_read (place, error);
  if (file == NULL || !check_free (folder, error))
    return NULL;
  if (g_mkdir_with_parents (folder, 0700) != 0)
    {
      pakiv_desk_set_file_error (error, folder, errno);
      return NULL;
    }
  return pakiv_desk_file_write (file, folder, error) ? pakiv_desk_open (folder, error) : NULL;
}
