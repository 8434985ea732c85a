#include "pakiv-backup.h"

void
pakiv_backup_free (PakivBackup *backup)
{
}

char *
pakiv_backup_get_folder (PakivDesk *desk)
{
  return NULL;
}

gboolean
pakiv_backup_is_own_folder (PakivDesk *desk)
{
  return FALSE;
}

gboolean
pakiv_backup_set_folder (PakivDesk *desk, const char *folder, GError **error)
{
  g_set_error_literal (error, PAKIV_LOG_ERROR, PAKIV_LOG_ERROR_FAILED, "Not ready.");
  return FALSE;
}

char *
pakiv_backup_get_last (PakivDesk *desk, PakivLogId log)
{
  return NULL;
}

gboolean
pakiv_backup_is_due (PakivDesk *desk, PakivLogId log, PakivClock *clock)
{
  return FALSE;
}

gboolean
pakiv_backup_has_news (PakivLog *log, gboolean *news, GError **error)
{
  g_set_error_literal (error, PAKIV_LOG_ERROR, PAKIV_LOG_ERROR_FAILED, "Not ready.");
  return FALSE;
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
  g_set_error_literal (error, PAKIV_LOG_ERROR, PAKIV_LOG_ERROR_FAILED, "Not ready.");
  return FALSE;
}

GPtrArray *
pakiv_backup_list (PakivDesk *desk, PakivLogId log, const char *folder, GError **error)
{
  g_set_error_literal (error, PAKIV_LOG_ERROR, PAKIV_LOG_ERROR_FAILED, "Not ready.");
  return NULL;
}

PakivBackup *
pakiv_backup_look (PakivSession *session, PakivLogId log, const char *path, GError **error)
{
  g_set_error_literal (error, PAKIV_LOG_ERROR, PAKIV_LOG_ERROR_FAILED, "Not ready.");
  return NULL;
}

void
pakiv_restore_result_clear (PakivRestoreResult *result)
{
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
  g_set_error_literal (error, PAKIV_LOG_ERROR, PAKIV_LOG_ERROR_FAILED, "Not ready.");
  return FALSE;
}

PakivDesk *
pakiv_backup_bring_desk (const char *path, const char *folder, GError **error)
{
  g_set_error_literal (error, PAKIV_LOG_ERROR, PAKIV_LOG_ERROR_FAILED, "Not ready.");
  return NULL;
}
