/* Making a backup of a log that may be in use, and looking into one. */
#include "pakiv-backup.h"

#include "pakiv-backup-private.h"
#include "pakiv-log-private.h"
#include "pakiv-log-swap.h"
#include "pakiv-rekey.h"
#include "pakiv-retention-private.h"

#include "pakiv-day.h"

#include <errno.h>
#include <glib/gi18n.h>
#include <sodium.h>
#include <string.h>

typedef struct
{
  PakivSession *session;
  PakivDesk *desk;
  PakivLogId log;
  const char *folder; /* where it goes */
  gboolean own;       /* the desk's folder of backups */
  PakivClock *clock;
  GCancellable *cancellable;
} Job;

/* The desk's default folder is made where needed. Another that is not there is a stick that was
 * pulled out: what would be made in its place would be on this disk. */
static gboolean
check_folder (Job *job, GError **error)
{
  if (g_file_test (job->folder, G_FILE_TEST_IS_DIR)
      || (job->own && pakiv_backup_is_own_folder (job->desk)))
    return TRUE;
  g_set_error (error, PAKIV_LOG_ERROR, PAKIV_LOG_ERROR_NOT_FOUND,
               _ ("The folder of the backups, “%s”, is not there. If it is on a stick or another "
                  "disk, connect it."),
               job->folder);
  return FALSE;
}

/* Where the clock can't be trusted, the day by which backups are too old can't be either. */
static gboolean
rotate (Job *job, PakivLog *log, GError **error)
{
  g_auto (PakivClockCheck) check = { 0 };
  g_autoptr (GPtrArray) backups = NULL;
  g_autofree char *oldest = NULL, *path = NULL;

  if (!pakiv_log_check_clock (log, &check, error))
    return FALSE;
  if (check.state != PAKIV_CLOCK_FINE)
    return TRUE;
  backups = pakiv_backup_list (job->desk, job->log, job->folder, error);
  if (backups == NULL)
    return FALSE;
  pakiv_backup_rotate (backups, check.today);
  oldest = pakiv_day_add_days (check.today, -PAKIV_BACKUP_WEEKS * 7);
  path = pakiv_desk_get_log_path (pakiv_desk_get_folder (job->desk), job->log);
  pakiv_log_remove_damaged (path, oldest);
  return TRUE;
}

/* The revision is the copy's: what was changed while it was made is news again. */
static gboolean
note_revision (PakivLog *log, PakivSql *copy, GError **error)
{
  g_autofree char *revision = pakiv_schema_get_text (copy, PAKIV_META_REVISION, NULL);

  return pakiv_schema_set_text (log->sql, PAKIV_META_BACKUP, revision != NULL ? revision : "0",
                                error);
}

static gboolean
finish (Job *job, PakivLog *log, PakivBackup *backup, GError **error)
{
  g_autoptr (PakivSql) copy
      = pakiv_sql_open_read_only (backup->path, pakiv_sql_peek_key (log->sql), error);

  if (copy == NULL || !pakiv_backup_count (backup, copy, log->definitions, error))
    return FALSE;
  if (job->own)
    {
      if (!note_revision (log, copy, error))
        return FALSE;
      pakiv_backup_remember (job->desk, job->log, backup->made_at);
    }
  return rotate (job, log, error);
}

static gboolean
make (Job *job, PakivLog *log, PakivBackup **backup, GError **error)
{
  g_autoptr (PakivBackup) made = NULL;
  g_autofree char *moment = pakiv_clock_get_moment (job->clock);
  const PakivBackupParts parts = { .desk = pakiv_desk_get_file (job->desk),
                                   .log = job->log,
                                   .folder = job->folder,
                                   .made_at = moment,
                                   .reason = PAKIV_BACKUP_REGULAR };

  /* Before, so that the copy has it too. */
  if (!pakiv_log_trace (log, PAKIV_ACT_ADMIN, NULL, NULL, NULL, PAKIV_DETAIL_BACKUP, error)
      || !pakiv_backup_write (&parts, log->sql, &made, job->cancellable, error)
      || !finish (job, log, made, error))
    return FALSE;
  if (backup != NULL)
    *backup = g_steal_pointer (&made);
  return TRUE;
}

gboolean
pakiv_backup_make (PakivSession *session,
                   PakivLogId log,
                   const char *folder,
                   PakivClock *clock,
                   PakivBackup **backup,
                   GCancellable *cancellable,
                   GError **error)
{
  g_autofree char *own = NULL;
  g_autoptr (PakivDefinitions) definitions = NULL;
  g_autoptr (PakivLog) opened = NULL;
  Job job = { session, NULL, log, folder, folder == NULL, clock, cancellable };

  g_return_val_if_fail (session != NULL && log < PAKIV_N_LOGS && clock != NULL, FALSE);

  job.desk = pakiv_session_get_desk (session);
  own = pakiv_backup_get_folder (job.desk);
  if (folder == NULL)
    job.folder = own;
  if (!check_folder (&job, error)
      || (definitions = pakiv_desk_load_definitions (job.desk, error)) == NULL)
    return FALSE;
  /* A connection of its own, so that nobody waits for it. */
  opened = pakiv_session_open_log (session, log, definitions, clock, error);
  return opened != NULL && make (&job, opened, backup, error);
}

gboolean
pakiv_backup_has_news (PakivLog *log, gboolean *news, GError **error)
{
  g_autoptr (GError) cause = NULL;
  g_autofree char *last = NULL;
  gint64 revision;

  g_return_val_if_fail (log != NULL && news != NULL, FALSE);

  PAKIV_LOG_LOCK (log);
  if (!pakiv_log_get_revision (log, &revision, error))
    return FALSE;
  last = pakiv_schema_get_text (log->sql, PAKIV_META_BACKUP, &cause);
  if (cause != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&cause));
      return FALSE;
    }
  *news = revision != (last != NULL ? g_ascii_strtoll (last, NULL, 10) : 0);
  return TRUE;
}

gboolean
pakiv_backup_write_before (PakivDesk *desk,
                           const PakivBackupParts *parts,
                           PakivSql *sql,
                           PakivBackup **backup,
                           GCancellable *cancellable,
                           GError **error)
{
  g_autofree char *folder = pakiv_backup_get_folder (desk);
  g_autofree char *standard = g_build_filename (pakiv_desk_get_folder (desk), "backups", NULL);
  g_autoptr (GError) cause = NULL;
  PakivBackupParts places = *parts;

  places.folder = folder;
  if ((g_file_test (folder, G_FILE_TEST_IS_DIR) || pakiv_backup_is_own_folder (desk))
      && pakiv_backup_write (&places, sql, backup, cancellable, &cause))
    return TRUE;
  /* A folder that is away or full is no reason to go without; a damaged log is. */
  if (strcmp (folder, standard) == 0
      || g_error_matches (cause, PAKIV_LOG_ERROR, PAKIV_LOG_ERROR_NOT_A_LOG)
      || g_error_matches (cause, PAKIV_LOG_ERROR, PAKIV_LOG_ERROR_CANCELLED))
    {
      g_propagate_error (error, g_steal_pointer (&cause));
      return FALSE;
    }
  places.folder = standard;
  return pakiv_backup_write (&places, sql, backup, cancellable, error);
}
