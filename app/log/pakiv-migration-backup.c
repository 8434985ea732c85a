/* Before a log of an older version is changed, it is copied as it is. */
#include "pakiv-backup-private.h"

#include "pakiv-clock.h"

#include <glib/gi18n.h>
#include <glib/gstdio.h>

/* A log that stands alone has no folder of backups: the copy stands beside it, over an older one.
 */
static gboolean
copy_beside (PakivSql *sql, int version, GError **error)
{
  g_autofree char *path = g_strdup_printf ("%s.schema-%d", pakiv_sql_get_path (sql), version);

  if (g_file_test (path, G_FILE_TEST_EXISTS))
    g_unlink (path);
  return pakiv_sql_copy (sql, path, NULL, NULL, error);
}

static gboolean
copy_to_backups (
    PakivSql *sql, PakivLogId log, const PakivDeskFile *desk, const char *folder, GError **error)
{
  g_autofree char *backups = g_build_filename (folder, "backups", NULL);
  /* Whatever day the log works on: this is when it happens. */
  g_autoptr (PakivClock) clock = pakiv_clock_new ();
  g_autofree char *moment = pakiv_clock_get_moment (clock);
  const PakivBackupParts parts = { .desk = desk,
                                   .log = log,
                                   .folder = backups,
                                   .made_at = moment,
                                   .reason = PAKIV_BACKUP_BEFORE_MIGRATION };

  return pakiv_backup_write (&parts, sql, NULL, NULL, error);
}

gboolean
pakiv_backup_before_migration (PakivSql *sql, PakivLogId log, int version, GError **error)
{
  g_autofree char *folder = g_path_get_dirname (pakiv_sql_get_path (sql));
  g_autofree char *file = g_build_filename (folder, PAKIV_DESK_FILE, NULL);
  /* The log is about to be written in through @sql. */
  g_autoptr (PakivSql) reading = NULL;
  g_autoptr (PakivDeskFile) desk = NULL;

  /* What is being restored is the copy of a backup. */
  if (g_str_has_suffix (pakiv_sql_get_path (sql), PAKIV_RESTORE_ENDING))
    return TRUE;
  if ((reading = pakiv_sql_open_again (sql, error)) == NULL)
    return FALSE;
  if (!g_file_test (file, G_FILE_TEST_EXISTS))
    return copy_beside (reading, version, error);
  desk = pakiv_desk_file_read (folder, error);
  return desk != NULL && copy_to_backups (reading, log, desk, folder, error);
}
