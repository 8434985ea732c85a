/* Receiving releases and finding them again. */
#include "pakiv-inbox-private.h"

#include "pakiv-council-error.h"

#include <glib/gi18n.h>
#include <sodium.h>
#include <string.h>

#define N_HEADLINES 5

/* --- Receiving --- */

static void
hash_bytes (GBytes *bytes, guint8 *digest)
{
  gsize size;
  const guint8 *data = g_bytes_get_data (bytes, &size);

  crypto_hash_sha256 (digest, data, size);
}

/* @newest: the greatest version that is there. */
static PakivReceipt
receive_beside (const PakivRelease *release, int newest)
{
  if (!pakiv_release_is_revision (release))
    return PAKIV_RECEIPT_SECOND;
  return release->version == newest + 1 ? PAKIV_RECEIPT_NEW : PAKIV_RECEIPT_NOT_NEXT;
}

/* What is there for the same station, log and quarter. Under another id it is another release of
 * the same records: the two, set against each other, could give away what each alone protects. A
 * revision is made for that, and was tried beside it. */
static gboolean
compare_held (PakivInbox *inbox,
              const PakivStation *station,
              const PakivRelease *release,
              const guint8 *digest,
              PakivReceipt *receipt,
              GError **error)
{
  g_autofree char *id = pakiv_release_get_id (release);
  g_autofree char *period = pakiv_period_to_string (release->period);
  g_autoptr (PakivStatement) statement = pakiv_inbox_sql_prepare (
      inbox->db,
      "SELECT id, digest, max (version) OVER () FROM release WHERE id = ?1"
      " OR (station = ?2 AND log = ?3 AND period = ?4) ORDER BY id <> ?1",
      error);
  gboolean same;

  if (statement == NULL)
    return FALSE;
  pakiv_inbox_sql_bind_text (statement, 1, id);
  sqlite3_bind_int64 (statement, 2, station->number);
  pakiv_inbox_sql_bind_text (statement, 3, pakiv_log_id_to_string (release->log));
  pakiv_inbox_sql_bind_text (statement, 4, period);
  *receipt = pakiv_release_is_revision (release) ? PAKIV_RECEIPT_NOT_NEXT : PAKIV_RECEIPT_NEW;
  if (!pakiv_inbox_sql_next (statement, error))
    return sqlite3_errcode (inbox->db) == SQLITE_DONE;
  same = sqlite3_column_bytes (statement, 1) == crypto_hash_sha256_BYTES
         && memcmp (sqlite3_column_blob (statement, 1), digest, crypto_hash_sha256_BYTES) == 0;
  if (strcmp ((const char *)sqlite3_column_text (statement, 0), id) != 0)
    *receipt = receive_beside (release, sqlite3_column_int (statement, 2));
  else
    *receipt = same ? PAKIV_RECEIPT_ALREADY : PAKIV_RECEIPT_CONFLICT;
  return TRUE;
}

static gboolean
insert_release (PakivInbox *inbox,
                const PakivStation *station,
                const PakivRelease *release,
                GBytes *bytes,
                const guint8 *digest,
                GError **error)
{
  g_autofree char *id = pakiv_release_get_id (release);
  g_autofree char *period = pakiv_period_to_string (release->period);
  g_autofree char *now = pakiv_clock_get_moment (inbox->clock);
  g_autoptr (PakivStatement) statement = pakiv_inbox_sql_prepare (
      inbox->db,
      "INSERT INTO release (id, station, log, period, version, received_at, state, digest, package)"
      " VALUES (?, ?, ?, ?, ?, ?, 'received', ?, ?)",
      error);
  gsize size;
  const char *data = g_bytes_get_data (bytes, &size);

  if (statement == NULL)
    return FALSE;
  pakiv_inbox_sql_bind_text (statement, 1, id);
  sqlite3_bind_int64 (statement, 2, station->number);
  pakiv_inbox_sql_bind_text (statement, 3, pakiv_log_id_to_string (release->log));
  pakiv_inbox_sql_bind_text (statement, 4, period);
  sqlite3_bind_int (statement, 5, release->version);
  pakiv_inbox_sql_bind_text (statement, 6, now);
  pakiv_inbox_sql_bind_blob (statement, 7, digest, crypto_hash_sha256_BYTES);
  pakiv_inbox_sql_bind_blob (statement, 8, data, size);
  return pakiv_inbox_sql_finish (statement, error);
}

static gboolean
insert_headline (
    PakivInbox *inbox, const char *id, guint position, const PakivTable *table, GError **error)
{
  g_autoptr (PakivStatement) statement = pakiv_inbox_sql_prepare (
      inbox->db, "INSERT INTO headline (release, position, label, value) VALUES (?, ?, ?, ?)",
      error);

  if (statement == NULL)
    return FALSE;
  pakiv_inbox_sql_bind_text (statement, 1, id);
  sqlite3_bind_int (statement, 2, (int)position);
  pakiv_inbox_sql_bind_text (statement, 3, table->unit);
  sqlite3_bind_int64 (statement, 4, pakiv_table_get_total (table));
  return pakiv_inbox_sql_finish (statement, error);
}

/* One figure for each thing that is counted: the total of its first table that leaves nothing out.
 * Changes are no such figures. */
static gboolean
insert_headlines (PakivInbox *inbox, const PakivRelease *release, GError **error)
{
  g_autofree char *id = pakiv_release_get_id (release);
  g_autoptr (GHashTable) seen = g_hash_table_new (g_str_hash, g_str_equal);
  guint n = 0;

  for (guint i = 0; i < release->tables->len && n < N_HEADLINES; i++)
    {
      const PakivTable *table = g_ptr_array_index (release->tables, i);

      if (table->change == PAKIV_TABLE_COUNTS && table->filter_code == NULL
          && g_hash_table_add (seen, table->measure)
          && !insert_headline (inbox, id, n++, table, error))
        return FALSE;
    }
  return TRUE;
}

gboolean
pakiv_inbox_receive (PakivInbox *inbox,
                     const PakivStation *station,
                     const PakivRelease *release,
                     GBytes *bytes,
                     gboolean dry_run,
                     PakivReceipt *receipt,
                     GError **error)
{
  g_autoptr (GMutexLocker) locker = NULL;
  guint8 digest[crypto_hash_sha256_BYTES];
  gboolean well;

  hash_bytes (bytes, digest);
  locker = g_mutex_locker_new (&inbox->mutex);
  if (dry_run)
    return compare_held (inbox, station, release, digest, receipt, error);
  if (!pakiv_inbox_sql_begin (inbox->db, error))
    return FALSE;
  well = compare_held (inbox, station, release, digest, receipt, error)
         && (*receipt != PAKIV_RECEIPT_NEW
             || (insert_release (inbox, station, release, bytes, digest, error)
                 && insert_headlines (inbox, release, error)));
  return pakiv_inbox_sql_end (inbox->db, well, well ? error : NULL);
}

GPtrArray *
pakiv_inbox_list_packages_beside (PakivInbox *inbox,
                                  const PakivStation *station,
                                  const PakivRelease *release,
                                  GError **error)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&inbox->mutex);
  g_autoptr (GPtrArray) packages = g_ptr_array_new_with_free_func ((GDestroyNotify)g_bytes_unref);
  g_autofree char *id = pakiv_release_get_id (release);
  g_autofree char *period = pakiv_period_to_string (release->period);
  g_autoptr (PakivStatement) statement = pakiv_inbox_sql_prepare (
      inbox->db,
      "SELECT package FROM release WHERE station = ? AND log = ? AND period = ? AND id <> ?"
      " ORDER BY version",
      error);

  if (statement == NULL)
    return NULL;
  sqlite3_bind_int64 (statement, 1, station->number);
  pakiv_inbox_sql_bind_text (statement, 2, pakiv_log_id_to_string (release->log));
  pakiv_inbox_sql_bind_text (statement, 3, period);
  pakiv_inbox_sql_bind_text (statement, 4, id);
  while (pakiv_inbox_sql_next (statement, error))
    g_ptr_array_add (packages, g_bytes_new (sqlite3_column_blob (statement, 0),
                                            (gsize)sqlite3_column_bytes (statement, 0)));
  return sqlite3_errcode (inbox->db) == SQLITE_DONE ? g_steal_pointer (&packages) : NULL;
}

/* --- Finding --- */

static void
headline_free (PakivHeadline *headline)
{
  g_free (headline->label);
  g_free (headline);
}

/* Of the same station, log and quarter as the row that is read. What is superseded neither stands
 * nor is revised. */
#define BESIDE \
  " FROM release AS other WHERE other.station = release.station AND other.log = release.log" \
  " AND other.period = release.period AND 'superseded' NOT IN (other.state, release.state)"

#define ENTRY_COLUMNS \
  "release.id, station.id, station.name, release.log, release.period, release.version," \
  " release.received_at, release.state, release.comment," \
  " (SELECT other.id" BESIDE \
  " AND other.version < release.version ORDER BY other.version LIMIT 1)," \
  " (SELECT other.id" BESIDE " AND other.version > release.version" \
  " ORDER BY other.version DESC LIMIT 1)," \
  " (SELECT other.received_at" BESIDE " AND other.version > release.version" \
  " ORDER BY other.version DESC LIMIT 1)"
#define ENTRY_TABLES "release JOIN station ON station.id = release.station"

static PakivEntry *
entry_from_row (PakivStatement *statement)
{
  PakivEntry *entry = g_new0 (PakivEntry, 1);

  entry->id = pakiv_inbox_sql_get_text (statement, 0);
  entry->station_number = sqlite3_column_int64 (statement, 1);
  entry->station = pakiv_inbox_sql_get_text (statement, 2);
  pakiv_log_id_from_string ((const char *)sqlite3_column_text (statement, 3), &entry->log);
  pakiv_period_parse ((const char *)sqlite3_column_text (statement, 4), &entry->period, NULL);
  entry->version = sqlite3_column_int (statement, 5);
  entry->received_at = pakiv_inbox_sql_get_text (statement, 6);
  entry->state = pakiv_inbox_sql_get_text (statement, 7);
  entry->comment = pakiv_inbox_sql_get_text (statement, 8);
  entry->first = pakiv_inbox_sql_get_text (statement, 9);
  entry->revision = pakiv_inbox_sql_get_text (statement, 10);
  entry->revised_at = pakiv_inbox_sql_get_text (statement, 11);
  entry->headlines = g_ptr_array_new_with_free_func ((GDestroyNotify)headline_free);
  return entry;
}

/* Runs a bound statement to its end. */
static GPtrArray *
collect_entries (PakivInbox *inbox, PakivStatement *statement, GError **error)
{
  g_autoptr (GPtrArray) entries = g_ptr_array_new_with_free_func ((GDestroyNotify)pakiv_entry_free);

  while (pakiv_inbox_sql_next (statement, error))
    g_ptr_array_add (entries, entry_from_row (statement));
  return sqlite3_errcode (inbox->db) == SQLITE_DONE ? g_steal_pointer (&entries) : NULL;
}

static gboolean
read_headlines (PakivInbox *inbox, PakivEntry *entry, GError **error)
{
  g_autoptr (PakivStatement) statement = pakiv_inbox_sql_prepare (
      inbox->db, "SELECT label, value FROM headline WHERE release = ? ORDER BY position", error);

  if (statement == NULL)
    return FALSE;
  pakiv_inbox_sql_bind_text (statement, 1, entry->id);
  while (pakiv_inbox_sql_next (statement, error))
    {
      PakivHeadline *headline = g_new0 (PakivHeadline, 1);

      headline->label = pakiv_inbox_sql_get_text (statement, 0);
      headline->value = sqlite3_column_int64 (statement, 1);
      g_ptr_array_add (entry->headlines, headline);
    }
  return sqlite3_errcode (inbox->db) == SQLITE_DONE;
}

GPtrArray *
pakiv_inbox_list (PakivInbox *inbox, const char *before, guint n_periods, GError **error)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&inbox->mutex);
  g_autoptr (GPtrArray) entries = NULL;
  g_autoptr (PakivStatement) statement = pakiv_inbox_sql_prepare (
      inbox->db,
      "SELECT " ENTRY_COLUMNS " FROM " ENTRY_TABLES " WHERE state <> 'superseded'"
      " AND NOT EXISTS (SELECT 1" BESIDE " AND other.version < release.version) AND period IN"
      " (SELECT DISTINCT period FROM release WHERE period < ? ORDER BY period DESC LIMIT ?)"
      " ORDER BY period DESC, station.name, log DESC",
      error);

  if (statement == NULL)
    return NULL;
  pakiv_inbox_sql_bind_text (statement, 1, before != NULL ? before : "9999-Q9");
  sqlite3_bind_int (statement, 2, (int)n_periods);
  entries = collect_entries (inbox, statement, error);
  for (guint i = 0; entries != NULL && i < entries->len; i++)
    if (!read_headlines (inbox, g_ptr_array_index (entries, i), error))
      return NULL;
  return g_steal_pointer (&entries);
}

GPtrArray *
pakiv_inbox_list_versions (PakivInbox *inbox, const PakivEntry *entry, GError **error)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&inbox->mutex);
  g_autofree char *period = pakiv_period_to_string (entry->period);
  g_autoptr (PakivStatement) statement
      = pakiv_inbox_sql_prepare (inbox->db,
                                 "SELECT " ENTRY_COLUMNS " FROM " ENTRY_TABLES
                                 " WHERE release.station = ? AND log = ? AND period = ?"
                                 " ORDER BY version DESC",
                                 error);

  if (statement == NULL)
    return NULL;
  sqlite3_bind_int64 (statement, 1, entry->station_number);
  pakiv_inbox_sql_bind_text (statement, 2, pakiv_log_id_to_string (entry->log));
  pakiv_inbox_sql_bind_text (statement, 3, period);
  return collect_entries (inbox, statement, error);
}

PakivEntry *
pakiv_inbox_find (PakivInbox *inbox, const char *id, GError **error)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&inbox->mutex);
  g_autoptr (PakivEntry) entry = NULL;
  g_autoptr (PakivStatement) statement = pakiv_inbox_sql_prepare (
      inbox->db, "SELECT " ENTRY_COLUMNS " FROM " ENTRY_TABLES " WHERE release.id = ?", error);

  if (statement == NULL)
    return NULL;
  pakiv_inbox_sql_bind_text (statement, 1, id);
  if (!pakiv_inbox_sql_next (statement, error))
    return NULL;
  entry = entry_from_row (statement);
  return read_headlines (inbox, entry, error) ? g_steal_pointer (&entry) : NULL;
}

GBytes *
pakiv_inbox_get_package (PakivInbox *inbox, const char *id, GError **error)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&inbox->mutex);
  g_autoptr (PakivStatement) statement
      = pakiv_inbox_sql_prepare (inbox->db, "SELECT package FROM release WHERE id = ?", error);

  if (statement == NULL)
    return NULL;
  pakiv_inbox_sql_bind_text (statement, 1, id);
  if (!pakiv_inbox_sql_next (statement, error))
    return NULL;
  return g_bytes_new (sqlite3_column_blob (statement, 0), sqlite3_column_bytes (statement, 0));
}

void
pakiv_entry_free (PakivEntry *entry)
{
  if (entry == NULL)
    return;
  g_free (entry->id);
  g_free (entry->station);
  g_free (entry->received_at);
  g_free (entry->state);
  g_free (entry->comment);
  g_free (entry->first);
  g_free (entry->revision);
  g_free (entry->revised_at);
  g_ptr_array_unref (entry->headlines);
  g_free (entry);
}
