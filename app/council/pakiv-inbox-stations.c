/* Stations and how they enrol. */
#include "pakiv-inbox-private.h"

#include "pakiv-council-error.h"
#include "pakiv-day.h"
#include "pakiv-token.h"

#include <glib/gi18n.h>
#include <string.h>

#define CODE_DAYS 14
#define NAME_MAX_LETTERS 100

static gboolean
name_is_good (const char *name)
{
  if (!g_utf8_validate (name, -1, NULL) || g_utf8_strlen (name, -1) > NAME_MAX_LETTERS)
    return FALSE;
  for (const char *p = name; *p != '\0'; p = g_utf8_next_char (p))
    if (g_unichar_iscntrl (g_utf8_get_char (p)))
      return FALSE;
  return *name != '\0';
}

static gboolean
insert_station (PakivInbox *inbox, const char *name, GError **error)
{
  g_autofree char *now = pakiv_clock_get_moment (inbox->clock);
  g_autoptr (PakivStatement) statement = pakiv_inbox_sql_prepare (
      inbox->db, "INSERT INTO station (name, added_at) VALUES (?, ?) ON CONFLICT DO NOTHING",
      error);

  if (statement == NULL)
    return FALSE;
  pakiv_inbox_sql_bind_text (statement, 1, name);
  pakiv_inbox_sql_bind_text (statement, 2, now);
  return pakiv_inbox_sql_finish (statement, error);
}

/* A further code makes the earlier unused ones worthless: only the last one handed out is good. */
static gboolean
drop_old_codes (PakivInbox *inbox, const char *name, GError **error)
{
  g_autoptr (PakivStatement) statement
      = pakiv_inbox_sql_prepare (inbox->db,
                                 "DELETE FROM enrolment WHERE used_at IS NULL"
                                 " AND station = (SELECT id FROM station WHERE name = ?)",
                                 error);

  if (statement == NULL)
    return FALSE;
  pakiv_inbox_sql_bind_text (statement, 1, name);
  return pakiv_inbox_sql_finish (statement, error);
}

static gboolean
insert_code (PakivInbox *inbox, const char *name, const char *code, GError **error)
{
  g_autofree char *today = pakiv_clock_get_day (inbox->clock);
  g_autofree char *last = pakiv_day_add_days (today, CODE_DAYS);
  g_autoptr (PakivStatement) statement
      = pakiv_inbox_sql_prepare (inbox->db,
                                 "INSERT INTO enrolment (code_hash, station, expires_on)"
                                 " SELECT ?, id, ? FROM station WHERE name = ?",
                                 error);
  guint8 hash[PAKIV_TOKEN_HASH];

  if (statement == NULL || !pakiv_token_hash_code (code, hash))
    return FALSE;
  pakiv_inbox_sql_bind_blob (statement, 1, hash, sizeof hash);
  pakiv_inbox_sql_bind_text (statement, 2, last);
  pakiv_inbox_sql_bind_text (statement, 3, name);
  return pakiv_inbox_sql_finish (statement, error);
}

char *
pakiv_inbox_add_station (PakivInbox *inbox, const char *name, GError **error)
{
  g_autofree char *code = pakiv_token_new_code ();
  g_autofree char *trimmed = NULL;
  g_autoptr (GMutexLocker) locker = NULL;

  g_return_val_if_fail (name != NULL, NULL);
  trimmed = g_strstrip (g_strdup (name));
  if (!name_is_good (trimmed))
    {
      g_set_error (error, PAKIV_COUNCIL_ERROR, PAKIV_COUNCIL_ERROR_SETUP,
                   _ ("A station needs a name of 1 to %d letters, on one line."), NAME_MAX_LETTERS);
      return NULL;
    }
  locker = g_mutex_locker_new (&inbox->mutex);
  if (!pakiv_inbox_sql_begin (inbox->db, error)
      || !pakiv_inbox_sql_end (inbox->db,
                               insert_station (inbox, trimmed, error)
                                   && drop_old_codes (inbox, trimmed, error)
                                   && insert_code (inbox, trimmed, code, error),
                               error))
    return NULL;
  return g_steal_pointer (&code);
}

/* Marks the code as used where it is good; 0 where it is not. */
static gint64
use_code (PakivInbox *inbox, const char *code, GError **error)
{
  g_autofree char *today = pakiv_clock_get_day (inbox->clock);
  g_autofree char *now = pakiv_clock_get_moment (inbox->clock);
  g_autoptr (PakivStatement) statement = pakiv_inbox_sql_prepare (
      inbox->db,
      "UPDATE enrolment SET used_at = ?"
      " WHERE code_hash = ? AND used_at IS NULL AND expires_on >= ? RETURNING station",
      error);
  guint8 hash[PAKIV_TOKEN_HASH] = { 0 };
  gint64 station = 0;

  if (statement == NULL)
    return 0;
  pakiv_inbox_sql_bind_text (statement, 1, now);
  pakiv_inbox_sql_bind_blob (statement, 2, hash, sizeof hash);
  pakiv_inbox_sql_bind_text (statement, 3, today);
  if (pakiv_token_hash_code (code, hash) && pakiv_inbox_sql_next (statement, error))
    station = sqlite3_column_int64 (statement, 0);
  if (station == 0 && (error == NULL || *error == NULL))
    g_set_error (error, PAKIV_COUNCIL_ERROR, PAKIV_COUNCIL_ERROR_CODE,
                 _ ("This enrolment code is not known here, was used already or has run out. "
                    "Ask the council for a new one."));
  return station;
}

static gboolean
check_not_taken (PakivInbox *inbox, gint64 station, const char *uuid, GError **error)
{
  g_autoptr (PakivStatement) statement = pakiv_inbox_sql_prepare (
      inbox->db, "SELECT name FROM station WHERE uuid = ? AND id <> ?", error);

  if (statement == NULL)
    return FALSE;
  pakiv_inbox_sql_bind_text (statement, 1, uuid);
  sqlite3_bind_int64 (statement, 2, station);
  if (pakiv_inbox_sql_next (statement, error))
    {
      g_set_error (error, PAKIV_COUNCIL_ERROR, PAKIV_COUNCIL_ERROR_TAKEN,
                   _ ("This station is enrolled here already, as “%s”."),
                   (const char *)sqlite3_column_text (statement, 0));
      return FALSE;
    }
  return sqlite3_errcode (inbox->db) == SQLITE_DONE;
}

static gboolean
write_enrolled (PakivInbox *inbox,
                gint64 station,
                const char *uuid,
                const char *token,
                const guint8 keys[PAKIV_N_LOGS][PAKIV_MINISIGN_KEY],
                GError **error)
{
  g_autofree char *now = pakiv_clock_get_moment (inbox->clock);
  g_autoptr (PakivStatement) statement = pakiv_inbox_sql_prepare (
      inbox->db,
      "UPDATE station SET uuid = ?, token_hash = ?, key_police = ?, key_mediation = ?,"
      " key_joint = ?, enrolled_at = ? WHERE id = ?",
      error);
  guint8 hash[PAKIV_TOKEN_HASH];

  if (statement == NULL)
    return FALSE;
  pakiv_token_hash (token, hash);
  pakiv_inbox_sql_bind_text (statement, 1, uuid);
  pakiv_inbox_sql_bind_blob (statement, 2, hash, sizeof hash);
  for (int i = 0; i < PAKIV_N_LOGS; i++)
    pakiv_inbox_sql_bind_blob (statement, 3 + i, keys[i], PAKIV_MINISIGN_KEY);
  pakiv_inbox_sql_bind_text (statement, 6, now);
  sqlite3_bind_int64 (statement, 7, station);
  return pakiv_inbox_sql_finish (statement, error);
}

char *
pakiv_inbox_enrol (PakivInbox *inbox,
                   const char *code,
                   const char *uuid,
                   const guint8 keys[PAKIV_N_LOGS][PAKIV_MINISIGN_KEY],
                   GError **error)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&inbox->mutex);
  g_autofree char *token = pakiv_token_new ();
  g_autoptr (GError) reason = NULL;
  gint64 station;
  gboolean well;

  if (!pakiv_inbox_sql_begin (inbox->db, error))
    return NULL;
  station = use_code (inbox, code, &reason);
  well = station != 0 && check_not_taken (inbox, station, uuid, &reason)
         && write_enrolled (inbox, station, uuid, token, keys, &reason);
  if (pakiv_inbox_sql_end (inbox->db, well, reason == NULL ? &reason : NULL))
    return g_steal_pointer (&token);
  g_propagate_error (error, g_steal_pointer (&reason));
  return NULL;
}

static void
take_key (PakivStatement *statement, int column, guint8 *key)
{
  if (sqlite3_column_bytes (statement, column) == PAKIV_MINISIGN_KEY)
    memcpy (key, sqlite3_column_blob (statement, column), PAKIV_MINISIGN_KEY);
}

#define STATION_COLUMNS "id, name, uuid, key_police, key_mediation, key_joint"

static PakivStation *
station_from_row (PakivStatement *statement)
{
  PakivStation *station = g_new0 (PakivStation, 1);

  station->number = sqlite3_column_int64 (statement, 0);
  station->name = pakiv_inbox_sql_get_text (statement, 1);
  station->uuid = pakiv_inbox_sql_get_text (statement, 2);
  for (int i = 0; i < PAKIV_N_LOGS; i++)
    take_key (statement, 3 + i, station->keys[i]);
  return station;
}

PakivStation *
pakiv_inbox_find_station (PakivInbox *inbox, const char *token, GError **error)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&inbox->mutex);
  g_autoptr (PakivStatement) statement = pakiv_inbox_sql_prepare (
      inbox->db, "SELECT " STATION_COLUMNS " FROM station WHERE token_hash = ?", error);
  guint8 hash[PAKIV_TOKEN_HASH];

  if (statement == NULL)
    return NULL;
  pakiv_token_hash (token, hash);
  pakiv_inbox_sql_bind_blob (statement, 1, hash, sizeof hash);
  return pakiv_inbox_sql_next (statement, error) ? station_from_row (statement) : NULL;
}

GPtrArray *
pakiv_inbox_list_stations (PakivInbox *inbox, GError **error)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&inbox->mutex);
  g_autoptr (PakivStatement) statement = pakiv_inbox_sql_prepare (
      inbox->db, "SELECT " STATION_COLUMNS " FROM station ORDER BY name", error);
  g_autoptr (GPtrArray) stations
      = g_ptr_array_new_with_free_func ((GDestroyNotify)pakiv_station_free);

  if (statement == NULL)
    return NULL;
  while (pakiv_inbox_sql_next (statement, error))
    g_ptr_array_add (stations, station_from_row (statement));
  return sqlite3_errcode (inbox->db) == SQLITE_DONE ? g_steal_pointer (&stations) : NULL;
}

void
pakiv_station_free (PakivStation *station)
{
  if (station == NULL)
    return;
  g_free (station->name);
  g_free (station->uuid);
  g_free (station);
}
