/* Making one backup: built in a folder without a name, then renamed to its place. */
#include "pakiv-backup-private.h"

#include "pakiv-schema.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gi18n.h>
#include <glib/gstdio.h>
#include <sodium.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

/* What was left half-made so many seconds ago is nobody's any more. */
#define STALE 3600

/* No moment has so many backups. */
#define NUMBER_MAX 100000

char *
pakiv_backup_get_place (const char *folder, const char *station_id, PakivLogId log)
{
  return g_build_filename (folder, station_id, pakiv_log_id_to_string (log), NULL);
}

static gboolean
fail (GError **error, const char *path, int code)
{
  pakiv_desk_set_file_error (error, path, code);
  return FALSE;
}

gboolean
pakiv_backup_is_folder (const char *path)
{
  GStatBuf status;

  return g_lstat (path, &status) == 0 && S_ISDIR (status.st_mode);
}

/* What is put into a backup, and what SQLite and pakiv_file_write() leave beside it. */
static gboolean
is_of_backup (const char *name)
{
  if (g_str_has_prefix (name, PAKIV_DESK_FILE) || g_str_has_prefix (name, PAKIV_BACKUP_MANIFEST))
    return TRUE;
  for (int i = 0; i < PAKIV_N_LOGS; i++)
    {
      g_autofree char *log = g_strconcat (pakiv_log_id_to_string ((PakivLogId)i), ".log", NULL);

      if (g_str_has_prefix (name, log))
        return TRUE;
    }
  return FALSE;
}

void
pakiv_backup_remove_folder (const char *folder)
{
  g_autoptr (GDir) dir = NULL;
  const char *name;

  /* The folder of backups may be a stick that others write too: a link of theirs leads nowhere. */
  if (!pakiv_backup_is_folder (folder))
    return;
  dir = g_dir_open (folder, 0, NULL);
  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *path = g_build_filename (folder, name, NULL);

      if (is_of_backup (name))
        g_unlink (path);
    }
  g_rmdir (folder);
}

/* Where a program was killed while it made one. */
static void
remove_stale (const char *place)
{
  g_autoptr (GDir) dir = g_dir_open (place, 0, NULL);
  gint64 now = g_get_real_time () / G_USEC_PER_SEC;
  const char *name;

  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *path = g_build_filename (place, name, NULL);
      GStatBuf status;

      if (g_str_has_prefix (name, PAKIV_BACKUP_MAKING) && g_lstat (path, &status) == 0
          && S_ISDIR (status.st_mode) && now - status.st_mtime > STALE)
        pakiv_backup_remove_folder (path);
    }
}

static gboolean
sync_folder (const char *folder, GError **error)
{
  int fd = g_open (folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC, 0);
  int code = fd < 0 || fsync (fd) != 0 ? errno : 0;

  if (fd >= 0)
    g_close (fd, NULL);
  /* Some kinds of file system, as on sticks, can't sync a folder. */
  return code == 0 || code == EINVAL || fail (error, folder, code);
}

char *
pakiv_backup_hash_file (const char *path, GError **error)
{
  g_autoptr (GChecksum) sum = g_checksum_new (G_CHECKSUM_SHA256);
  g_autofree guint8 *buffer = g_malloc (1 << 16);
  int fd = g_open (path, O_RDONLY | O_CLOEXEC, 0);
  gssize n = fd < 0 ? -1 : 1;
  int code = errno;

  while (n > 0 && (n = read (fd, buffer, 1 << 16)) != 0)
    {
      code = errno;
      if (n > 0)
        g_checksum_update (sum, buffer, n);
      else if (code == EINTR)
        n = 1;
    }
  if (fd >= 0)
    g_close (fd, NULL);
  if (n == 0)
    return g_strdup (g_checksum_get_string (sum));
  fail (error, path, code);
  return NULL;
}

/* The copy is brought to another place than the desk's, so what the council gave stays here. */
static gboolean
write_keys (const PakivDeskFile *desk, const char *folder, GError **error)
{
  PakivDeskFile copy = *desk;

  copy.council = NULL;
  copy.token = NULL;
  return pakiv_desk_file_write (&copy, folder, error);
}

static gboolean
write_manifest (PakivBackup *backup, PakivSql *sql, GError **error)
{
  g_autoptr (PakivSecret) signing
      = pakiv_schema_load_secret (sql, PAKIV_META_SIGNING, crypto_sign_SECRETKEYBYTES, error);
  GStatBuf status;
  gint64 version;

  if (signing == NULL || !pakiv_sql_get_number (sql, "PRAGMA user_version", &version, error))
    return FALSE;
  if (g_stat (backup->path, &status) != 0)
    return fail (error, backup->path, errno);
  backup->schema = (int)version;
  backup->size = (guint64)status.st_size;
  backup->sha256 = pakiv_backup_hash_file (backup->path, error);
  return backup->sha256 != NULL && pakiv_backup_write_manifest (backup, signing, error);
}

static gboolean
fill (const PakivBackupParts *parts,
      PakivBackup *backup,
      PakivSql *sql,
      const char *folder,
      GCancellable *cancellable,
      GError **error)
{
  return pakiv_sql_copy (sql, backup->path, NULL, cancellable, error)
         && write_keys (parts->desk, folder, error) && write_manifest (backup, sql, error)
         && sync_folder (folder, error);
}

static void
set_path (PakivBackup *backup, const char *folder)
{
  g_autofree char *name = g_strconcat (pakiv_log_id_to_string (backup->log), ".log", NULL);

  g_free (backup->path);
  backup->path = g_build_filename (folder, name, NULL);
}

/* "20210510T120000Z": fit for every file system; then "-2" where that moment has one. */
static char *
make_name (const char *made_at, int i)
{
  g_auto (GStrv) parts = g_strsplit_set (made_at, "-:", -1);
  g_autofree char *name = g_strjoinv ("", parts);

  return i == 1 ? g_steal_pointer (&name) : g_strdup_printf ("%s-%d", name, i);
}

/* The number in the name of a folder, which somebody else may have made; 0 where it is none of
 * ours.
 */
static int
read_number (const char *ending)
{
  guint64 number;

  if (*ending == '\0')
    return 1;
  if (*ending != '-' || !g_ascii_string_to_unsigned (ending + 1, 10, 2, NUMBER_MAX, &number, NULL))
    return 0;
  return (int)number;
}

/* One more than the greatest that this moment has: a smaller one that is free again, because it was
 * thinned out, would look older than what is there. */
static int
find_number (const char *place, const char *made_at)
{
  g_autofree char *name = make_name (made_at, 1);
  g_autoptr (GDir) dir = g_dir_open (place, 0, NULL);
  gsize length = strlen (name);
  const char *found;
  int last = 0;

  while (dir != NULL && (found = g_dir_read_name (dir)) != NULL)
    if (g_str_has_prefix (found, name))
      last = MAX (last, read_number (found + length));
  return last + 1;
}

/* A folder with something in it is never replaced by rename. */
static gboolean
give_name (PakivBackup *backup, const char *place, const char *folder, GError **error)
{
  int first = find_number (place, backup->made_at);

  for (int i = first; i < first + 100; i++)
    {
      g_autofree char *name = make_name (backup->made_at, i);
      g_autofree char *path = g_build_filename (place, name, NULL);

      if (g_rename (folder, path) == 0)
        {
          set_path (backup, path);
          return sync_folder (place, error);
        }
      if (errno != EEXIST && errno != ENOTEMPTY)
        break;
    }
  return fail (error, place, errno);
}

static gboolean
make (const PakivBackupParts *parts,
      PakivBackup *backup,
      PakivSql *sql,
      const char *place,
      GCancellable *cancellable,
      GError **error)
{
  g_autofree char *folder = g_build_filename (place, PAKIV_BACKUP_MAKING "XXXXXX", NULL);

  if (g_mkdtemp_full (folder, 0700) == NULL)
    return fail (error, place, errno);
  set_path (backup, folder);
  if (fill (parts, backup, sql, folder, cancellable, error)
      && give_name (backup, place, folder, error))
    return TRUE;
  pakiv_backup_remove_folder (folder);
  return FALSE;
}

gboolean
pakiv_backup_write (const PakivBackupParts *parts,
                    PakivSql *sql,
                    PakivBackup **backup,
                    GCancellable *cancellable,
                    GError **error)
{
  g_autoptr (PakivBackup) made = g_new0 (PakivBackup, 1);
  g_autofree char *place
      = pakiv_backup_get_place (parts->folder, parts->desk->station_id, parts->log);

  if (g_mkdir_with_parents (place, 0700) != 0)
    return fail (error, place, errno);
  remove_stale (place);
  made->station_id = g_strdup (parts->desk->station_id);
  made->log = parts->log;
  made->made_at = g_strdup (parts->made_at);
  made->reason = parts->reason;
  if (!make (parts, made, sql, place, cancellable, error))
    return FALSE;
  if (backup != NULL)
    *backup = g_steal_pointer (&made);
  return TRUE;
}
