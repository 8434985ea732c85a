/* The backups of one log, and which of them stay. */
#include "pakiv-backup-private.h"

#include "pakiv-day.h"

#include <glib/gi18n.h>
#include <glib/gstdio.h>
#include <string.h>

static int
compare_newest_first (gconstpointer a, gconstpointer b)
{
  const PakivBackup *one = *(PakivBackup *const *)a, *other = *(PakivBackup *const *)b;
  int order = g_strcmp0 (other->made_at, one->made_at);

  /* Of one moment, by name: shorter names, then smaller numbers, came first. */
  if (order == 0)
    order = (int)strlen (other->path) - (int)strlen (one->path);
  return order != 0 ? order : strcmp (other->path, one->path);
}

/* "20210510T120000Z", "20210510T120000Z-2" */
static gboolean
is_name (const char *name)
{
  const char *const shape = "ddddddddTddddddZ";

  for (int i = 0; shape[i] != '\0'; i++)
    if (shape[i] == 'd' ? !g_ascii_isdigit (name[i]) : name[i] != shape[i])
      return FALSE;
  return name[strlen (shape)] == '\0' || name[strlen (shape)] == '-';
}

/* What can't be read is listed by the moment in its name, with its problem. */
static PakivBackup *
new_damaged (const char *folder, const char *name, PakivLogId log)
{
  PakivBackup *backup = g_new0 (PakivBackup, 1);
  g_autofree char *file = g_strconcat (pakiv_log_id_to_string (log), ".log", NULL);

  backup->path = g_build_filename (folder, file, NULL);
  backup->log = log;
  backup->made_at = g_strdup_printf ("%.4s-%.2s-%.2sT%.2s:%.2s:%.2sZ", name, name + 4, name + 6,
                                     name + 9, name + 11, name + 13);
  return backup;
}

static PakivBackup *
read_backup (PakivDesk *desk, PakivLogId log, const char *folder, const char *name)
{
  g_autoptr (GError) error = NULL;
  PakivBackup *backup = pakiv_backup_read_manifest (folder, &error);

  if (backup == NULL)
    {
      backup = new_damaged (folder, name, log);
      /* Left over where one was removed. */
      if (!g_file_test (backup->path, G_FILE_TEST_EXISTS))
        g_clear_pointer (&backup, pakiv_backup_free);
    }
  if (backup != NULL && error == NULL)
    pakiv_backup_check (backup, pakiv_desk_get_station_id (desk), log,
                        pakiv_desk_get_signing_key (desk, log), &error);
  if (error != NULL && backup != NULL)
    backup->problem = g_strdup (error->message);
  return backup;
}

static GPtrArray *
list_place (PakivDesk *desk, PakivLogId log, const char *place, GError **error)
{
  g_autoptr (GPtrArray) backups
      = g_ptr_array_new_with_free_func ((GDestroyNotify)pakiv_backup_free);
  g_autoptr (GDir) dir = NULL;
  g_autoptr (GError) cause = NULL;
  const char *name;

  if (!g_file_test (place, G_FILE_TEST_EXISTS))
    return g_steal_pointer (&backups);
  dir = g_dir_open (place, 0, &cause);
  if (dir == NULL)
    {
      g_set_error_literal (error, PAKIV_LOG_ERROR, PAKIV_LOG_ERROR_FAILED, cause->message);
      return NULL;
    }
  while ((name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *folder = g_build_filename (place, name, NULL);

      PakivBackup *backup = NULL;

      if (is_name (name) && pakiv_backup_is_folder (folder))
        backup = read_backup (desk, log, folder, name);
      if (backup != NULL)
        g_ptr_array_add (backups, backup);
    }
  g_ptr_array_sort (backups, compare_newest_first);
  return g_steal_pointer (&backups);
}

GPtrArray *
pakiv_backup_list (PakivDesk *desk, PakivLogId log, const char *folder, GError **error)
{
  g_autofree char *own = NULL;
  g_autofree char *place = NULL;

  g_return_val_if_fail (desk != NULL && log < PAKIV_N_LOGS, NULL);

  own = folder == NULL ? pakiv_backup_get_folder (desk) : NULL;
  place = pakiv_backup_get_place (folder != NULL ? folder : own, pakiv_desk_get_station_id (desk),
                                  log);
  return list_place (desk, log, place, error);
}

/* FALSE where it can't be said. */
static gboolean
get_local_date (const char *made_at, GDate *date)
{
  g_autoptr (GDateTime) moment = g_date_time_new_from_iso8601 (made_at, NULL);
  g_autoptr (GDateTime) local = moment != NULL ? g_date_time_to_local (moment) : NULL;
  int year, month, day;

  if (local == NULL)
    return FALSE;
  g_date_time_get_ymd (local, &year, &month, &day);
  g_date_set_dmy (date, (GDateDay)day, (GDateMonth)month, (GDateYear)year);
  return TRUE;
}

/* A number for its day while it is of this week's seven, else for its calendar week. */
static guint
get_slot (const GDate *date, int age)
{
  guint julian = g_date_get_julian (date);

  return age < PAKIV_BACKUP_DAYS ? julian : G_MAXINT32 + (julian - 1) / 7;
}

/* It loses its name first, in one step: half of it is never listed, whatever happens. */
static void
remove_backup (const PakivBackup *backup)
{
  g_autofree char *folder = g_path_get_dirname (backup->path);
  g_autofree char *place = g_path_get_dirname (folder);
  g_autofree char *name = g_path_get_basename (folder);
  g_autofree char *nameless = g_strconcat (place, "/" PAKIV_BACKUP_MAKING, name, NULL);

  if (g_rename (folder, nameless) == 0)
    pakiv_backup_remove_folder (nameless);
}

static gboolean
is_kept (const PakivBackup *backup, const GDate *today, GHashTable *slots)
{
  GDate date = { 0 };
  guint slot;
  int age;

  if (!get_local_date (backup->made_at, &date))
    return TRUE;
  age = g_date_days_between (&date, today);
  if (age < 0)
    return TRUE;
  if (age >= PAKIV_BACKUP_WEEKS * 7)
    return FALSE;
  if (backup->problem != NULL || backup->reason != PAKIV_BACKUP_REGULAR)
    return TRUE;
  slot = get_slot (&date, age);
  return g_hash_table_add (slots, GUINT_TO_POINTER (slot));
}

void
pakiv_backup_rotate (GPtrArray *backups, const char *today)
{
  g_autoptr (GHashTable) slots = g_hash_table_new (NULL, NULL);
  GDate date = { 0 };

  g_date_set_dmy (&date, (GDateDay)atoi (today + 8), (GDateMonth)atoi (today + 5),
                  (GDateYear)atoi (today));
  for (guint i = 0; i < backups->len; i++)
    if (!is_kept (backups->pdata[i], &date, slots))
      remove_backup (backups->pdata[i]);
}
