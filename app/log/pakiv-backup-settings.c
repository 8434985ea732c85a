/* Where a desk's backups go, and when the last good one was made: DESK/backup.json. */
#include "pakiv-backup-private.h"

#include "pakiv-file.h"
#include "pakiv-json.h"

#include <errno.h>
#include <glib/gi18n.h>
#include <glib/gstdio.h>
#include <json-glib/json-glib.h>
#include <string.h>
#include <unistd.h>

#define FORMAT 1
#define FORMAT_NAME "pakiv-backups"
#define SETTINGS "backup.json"

/* What was left half-written so many seconds ago is nobody's any more. */
#define STALE 3600
#define DEFAULT_FOLDER "backups"

typedef struct
{
  char *folder; /* NULL: the default one */
  char *last[PAKIV_N_LOGS];
} Settings;

static void
clear (Settings *settings)
{
  g_clear_pointer (&settings->folder, g_free);
  for (int i = 0; i < PAKIV_N_LOGS; i++)
    g_clear_pointer (&settings->last[i], g_free);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Settings, clear)

static char *
get_path (PakivDesk *desk)
{
  return g_build_filename (pakiv_desk_get_folder (desk), SETTINGS, NULL);
}

/* What can't be read is as if it were not there: backups go to the default folder then, which the
 * window shows. */
static void
read_settings (PakivDesk *desk, Settings *settings)
{
  g_autofree char *path = get_path (desk);
  g_autoptr (GBytes) bytes = pakiv_file_read (path, PAKIV_FILE_MAX, NULL);
  g_autoptr (JsonObject) object = bytes != NULL ? pakiv_json_read_object (bytes) : NULL;
  JsonObject *last;
  const char *folder;

  if (object == NULL || pakiv_json_get_number (object, FORMAT_NAME, FORMAT) != FORMAT)
    return;
  folder = pakiv_json_get_string (object, "folder");
  if (folder != NULL && g_path_is_absolute (folder))
    settings->folder = g_strdup (folder);
  last = pakiv_json_get_object (object, "last");
  for (int i = 0; i < PAKIV_N_LOGS && last != NULL; i++)
    settings->last[i] = g_strdup (pakiv_json_get_string (last, pakiv_log_id_to_string (i)));
}

static gboolean
write_settings (PakivDesk *desk, const Settings *settings, GError **error)
{
  g_autofree char *path = get_path (desk);
  g_autoptr (JsonNode) root = json_node_new (JSON_NODE_OBJECT);
  g_autoptr (GBytes) bytes = NULL;
  JsonObject *object = json_object_new (), *last = json_object_new ();
  char *text;

  json_object_set_int_member (object, FORMAT_NAME, FORMAT);
  if (settings->folder != NULL)
    json_object_set_string_member (object, "folder", settings->folder);
  for (int i = 0; i < PAKIV_N_LOGS; i++)
    if (settings->last[i] != NULL)
      json_object_set_string_member (last, pakiv_log_id_to_string (i), settings->last[i]);
  json_object_set_object_member (object, "last", last);
  json_node_take_object (root, object);
  text = json_to_string (root, TRUE);
  bytes = g_bytes_new_take (text, strlen (text));
  return pakiv_desk_write (path, bytes, error);
}

static char *
get_default_folder (PakivDesk *desk)
{
  return g_build_filename (pakiv_desk_get_folder (desk), DEFAULT_FOLDER, NULL);
}

char *
pakiv_backup_get_folder (PakivDesk *desk)
{
  g_auto (Settings) settings = { 0 };

  g_return_val_if_fail (desk != NULL, NULL);

  read_settings (desk, &settings);
  return settings.folder != NULL ? g_steal_pointer (&settings.folder) : get_default_folder (desk);
}

gboolean
pakiv_backup_is_own_folder (PakivDesk *desk)
{
  g_auto (Settings) settings = { 0 };

  g_return_val_if_fail (desk != NULL, TRUE);

  read_settings (desk, &settings);
  return settings.folder == NULL;
}

static gboolean
is_inside (const char *folder, const char *desk_folder)
{
  g_autofree char *prefix = g_strconcat (desk_folder, "/", NULL);

  return strcmp (folder, desk_folder) == 0 || g_str_has_prefix (folder, prefix);
}

static gboolean
check_folder (PakivDesk *desk, const char *folder, GError **error)
{
  if (is_inside (folder, pakiv_desk_get_folder (desk)))
    {
      g_set_error_literal (error, PAKIV_LOG_ERROR, PAKIV_LOG_ERROR_REFUSED,
                           _ ("Choose a folder outside of the desk’s own, best on another disk or "
                              "a stick."));
      return FALSE;
    }
  if (!g_file_test (folder, G_FILE_TEST_IS_DIR))
    {
      g_set_error (error, PAKIV_LOG_ERROR, PAKIV_LOG_ERROR_NOT_FOUND, _ ("“%s” is no folder."),
                   folder);
      return FALSE;
    }
  if (access (folder, W_OK | X_OK) == 0)
    return TRUE;
  pakiv_desk_set_file_error (error, folder, errno);
  return FALSE;
}

gboolean
pakiv_backup_set_folder (PakivDesk *desk, const char *folder, GError **error)
{
  g_autofree char *whole = folder != NULL ? g_canonicalize_filename (folder, NULL) : NULL;
  g_autofree char *standard = NULL;
  g_auto (Settings) settings = { 0 };

  g_return_val_if_fail (desk != NULL, FALSE);

  standard = get_default_folder (desk);
  if (g_strcmp0 (whole, standard) == 0)
    g_clear_pointer (&whole, g_free);
  if (whole != NULL && !check_folder (desk, whole, error))
    return FALSE;
  settings.folder = g_steal_pointer (&whole);
  return write_settings (desk, &settings, error);
}

void
pakiv_backup_remember (PakivDesk *desk, PakivLogId log, const char *made_at)
{
  g_auto (Settings) settings = { 0 };

  read_settings (desk, &settings);
  g_free (settings.last[log]);
  settings.last[log] = g_strdup (made_at);
  /* It is only what is told while the folder itself is away. */
  write_settings (desk, &settings, NULL);
  pakiv_desk_sweep (pakiv_desk_get_folder (desk), SETTINGS, STALE);
}

/* One that a wrong date put into the future tells nothing of how long ago the last one was. */
static gboolean
is_good (const PakivBackup *backup)
{
  g_autoptr (GDateTime) now = g_date_time_new_now_utc ();
  g_autofree char *moment = g_date_time_format (now, "%Y-%m-%dT%H:%M:%SZ");

  return backup->problem == NULL && strcmp (backup->made_at, moment) <= 0;
}

char *
pakiv_backup_get_last (PakivDesk *desk, PakivLogId log)
{
  g_auto (Settings) settings = { 0 };
  g_autofree char *folder = NULL;
  g_autoptr (GPtrArray) backups = NULL;

  g_return_val_if_fail (desk != NULL && log < PAKIV_N_LOGS, NULL);

  read_settings (desk, &settings);
  folder = settings.folder != NULL ? g_strdup (settings.folder) : get_default_folder (desk);
  if (!g_file_test (folder, G_FILE_TEST_IS_DIR))
    return settings.folder != NULL ? g_steal_pointer (&settings.last[log]) : NULL;
  backups = pakiv_backup_list (desk, log, folder, NULL);
  for (guint i = 0; backups != NULL && i < backups->len; i++)
    if (is_good (backups->pdata[i]))
      return g_strdup (((PakivBackup *)backups->pdata[i])->made_at);
  return NULL;
}

static gboolean
is_of_day (const PakivBackup *backup, const char *day)
{
  g_autoptr (GDateTime) moment = g_date_time_new_from_iso8601 (backup->made_at, NULL);
  g_autoptr (GDateTime) local = moment != NULL ? g_date_time_to_local (moment) : NULL;
  g_autofree char *made_on = local != NULL ? g_date_time_format (local, "%Y-%m-%d") : NULL;

  return backup->problem == NULL && g_strcmp0 (made_on, day) == 0;
}

gboolean
pakiv_backup_is_due (PakivDesk *desk, PakivLogId log, PakivClock *clock)
{
  g_autoptr (GPtrArray) backups = pakiv_backup_list (desk, log, NULL, NULL);
  g_autofree char *today = pakiv_clock_get_day (clock);

  for (guint i = 0; backups != NULL && i < backups->len; i++)
    if (is_of_day (backups->pdata[i], today))
      return FALSE;
  return TRUE;
}
