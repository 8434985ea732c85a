/* Opening the inbox, its schema, and the one setting it keeps. */
#include "pakiv-inbox-private.h"

#include "pakiv-council-error.h"

#include <errno.h>
#include <glib/gi18n.h>
#include <glib/gstdio.h>

#define APPLICATION_ID 0x506b7643 /* "PkvC" */

/* What each schema brought; the last one is what this program reads and writes. */
enum
{
  SCHEMA_NONE,
  SCHEMA_1, /* stations, enrolment, releases, headlines */
  SCHEMA_CURRENT = SCHEMA_1,
};

static gboolean
read_number (sqlite3 *db, const char *pragma, gint64 *number, GError **error)
{
  g_autoptr (PakivStatement) statement = pakiv_inbox_sql_prepare (db, pragma, error);

  if (statement == NULL || !pakiv_inbox_sql_next (statement, error))
    return FALSE;
  *number = sqlite3_column_int64 (statement, 0);
  return TRUE;
}

static gboolean
check_owner (sqlite3 *db, const char *path, gint64 *version, GError **error)
{
  gint64 application, n_tables;

  if (!read_number (db, "PRAGMA application_id", &application, error)
      || !read_number (db, "PRAGMA user_version", version, error)
      || !read_number (db, "SELECT count(*) FROM sqlite_schema", &n_tables, error))
    return FALSE;
  if (application != APPLICATION_ID && (application != 0 || n_tables > 0))
    {
      g_set_error (error, PAKIV_COUNCIL_ERROR, PAKIV_COUNCIL_ERROR_STORAGE,
                   _ ("“%s” is not an inbox of a council."), path);
      return FALSE;
    }
  if (*version > SCHEMA_CURRENT)
    {
      g_set_error (error, PAKIV_COUNCIL_ERROR, PAKIV_COUNCIL_ERROR_NEWER,
                   _ ("“%s” was written by a newer Pakiv. Install that version here too."), path);
      return FALSE;
    }
  return TRUE;
}

static gboolean
create_schema (sqlite3 *db, GError **error)
{
  g_autoptr (GBytes) sql = g_resources_lookup_data ("/org/pakiv/council/inbox-1.sql", 0, error);
  g_autofree char *mark = g_strdup_printf ("PRAGMA application_id = %d; PRAGMA user_version = %d",
                                           APPLICATION_ID, SCHEMA_CURRENT);

  return sql != NULL && pakiv_inbox_sql_run (db, g_bytes_get_data (sql, NULL), error)
         && pakiv_inbox_sql_run (db, mark, error);
}

/* Two programs may come to a new folder at once, so the version is read inside the transaction. */
static gboolean
bring_up_to_date (sqlite3 *db, const char *path, GError **error)
{
  gint64 version;
  gboolean well;

  if (!check_owner (db, path, &version, error))
    return FALSE;
  if (version == SCHEMA_CURRENT)
    return TRUE;
  if (!pakiv_inbox_sql_begin (db, error))
    return FALSE;
  well = check_owner (db, path, &version, error)
         && (version == SCHEMA_CURRENT || create_schema (db, error));
  return pakiv_inbox_sql_end (db, well, error);
}

static gboolean
open_database (PakivInbox *inbox, const char *path, GError **error)
{
  int flags = SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE | SQLITE_OPEN_NOMUTEX;

  if (sqlite3_open_v2 (path, &inbox->db, flags, NULL) != SQLITE_OK)
    {
      g_set_error (error, PAKIV_COUNCIL_ERROR, PAKIV_COUNCIL_ERROR_STORAGE,
                   /* Translators: the first %s is a file, the second the system's reason. */
                   _ ("“%s” could not be opened: %s."), path, sqlite3_errmsg (inbox->db));
      return FALSE;
    }
  sqlite3_busy_timeout (inbox->db, 10000);
  sqlite3_extended_result_codes (inbox->db, FALSE);
  return pakiv_inbox_sql_run (inbox->db, "PRAGMA trusted_schema = OFF", error)
         && bring_up_to_date (inbox->db, path, error)
         && pakiv_inbox_sql_run (inbox->db,
                                 "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL;"
                                 "PRAGMA foreign_keys = ON",
                                 error);
}

PakivInbox *
pakiv_inbox_open (const char *folder, PakivClock *clock, GError **error)
{
  g_autoptr (PakivInbox) inbox = NULL;
  g_autofree char *path = g_build_filename (folder, "inbox.sqlite", NULL);

  g_return_val_if_fail (folder != NULL && clock != NULL, NULL);
  if (g_mkdir_with_parents (folder, 0700) < 0)
    {
      g_set_error (error, PAKIV_COUNCIL_ERROR, PAKIV_COUNCIL_ERROR_STORAGE,
                   _ ("The folder “%s” could not be made: %s."), folder, g_strerror (errno));
      return NULL;
    }
  inbox = g_new0 (PakivInbox, 1);
  g_mutex_init (&inbox->mutex);
  inbox->clock = pakiv_clock_ref (clock);
  return open_database (inbox, path, error) ? g_steal_pointer (&inbox) : NULL;
}

void
pakiv_inbox_free (PakivInbox *inbox)
{
  if (inbox == NULL)
    return;
  sqlite3_close (inbox->db);
  pakiv_clock_unref (inbox->clock);
  g_mutex_clear (&inbox->mutex);
  g_free (inbox);
}

char *
pakiv_inbox_get_address (PakivInbox *inbox)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&inbox->mutex);
  g_autoptr (PakivStatement) statement = pakiv_inbox_sql_prepare (
      inbox->db, "SELECT value FROM setting WHERE name = 'address'", NULL);

  return statement != NULL && pakiv_inbox_sql_next (statement, NULL)
             ? pakiv_inbox_sql_get_text (statement, 0)
             : NULL;
}

gboolean
pakiv_inbox_set_address (PakivInbox *inbox, const char *address, GError **error)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&inbox->mutex);
  g_autoptr (PakivStatement) statement = pakiv_inbox_sql_prepare (
      inbox->db, "INSERT OR REPLACE INTO setting (name, value) VALUES ('address', ?)", error);

  if (statement == NULL)
    return FALSE;
  pakiv_inbox_sql_bind_text (statement, 1, address);
  return pakiv_inbox_sql_finish (statement, error);
}
