/* What a restore must not take away: of the log that is there, the trace, the tombstones and holds,
 * and the releases with their closed books and what revisions need, go into the file that takes its
 * place. */
#include "pakiv-backup-merge.h"

#include "pakiv-log-private.h"
#include "pakiv-retention-private.h"
#include "pakiv-trace-lines.h"
#include "pakiv-trace-table.h"

#include <glib/gi18n.h>
#include <string.h>

/* The trace of now takes the place of the backup's, which is a beginning of it; where it is not, it
 * stays in the backup. A table that is dropped asks no trigger. */
static gboolean
replace_trace (PakivSql *sql, GError **error)
{
  g_autoptr (GPtrArray) texts = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (sqlite3_stmt) statement
      = pakiv_sql_prepare (sql,
                           "SELECT sql FROM main.sqlite_schema WHERE tbl_name = 'trace' "
                           "AND sql IS NOT NULL ORDER BY type = 'table' DESC, rowid",
                           error);
  gboolean row = TRUE;

  if (statement == NULL)
    return FALSE;
  while (row)
    {
      if (!pakiv_sql_next (sql, statement, &row, error))
        return FALSE;
      if (row)
        g_ptr_array_add (texts, g_strdup ((const char *)sqlite3_column_text (statement, 0)));
    }
  if (!pakiv_sql_execute (sql, "DROP TABLE fresh.trace", error))
    return FALSE;
  for (guint i = 0; i < texts->len; i++)
    {
      /* "CREATE TABLE trace …", "CREATE TRIGGER trace_is_never_cut …": the third word is its name.
       */
      g_auto (GStrv) words = g_strsplit (texts->pdata[i], " ", 3);
      g_autofree char *text = g_strdup_printf ("%s %s fresh.%s", words[0], words[1], words[2]);

      if (!pakiv_sql_execute (sql, text, error))
        return FALSE;
    }
  return pakiv_sql_execute (sql, "INSERT INTO fresh.trace SELECT * FROM main.trace", error);
}

/* The quarters whose release the backup does not know. */
static gboolean
list_releases (PakivSql *sql, GPtrArray *releases, GError **error)
{
  g_autoptr (sqlite3_stmt) statement
      = pakiv_sql_prepare (sql,
                           "SELECT DISTINCT period FROM main.release WHERE period NOT IN "
                           "(SELECT period FROM fresh.release) ORDER BY period",
                           error);
  gboolean row = TRUE;

  if (statement == NULL)
    return FALSE;
  while (row)
    {
      if (!pakiv_sql_next (sql, statement, &row, error))
        return FALSE;
      if (row)
        g_ptr_array_add (releases, g_strdup ((const char *)sqlite3_column_text (statement, 0)));
    }
  return TRUE;
}

static const char carry[]
    = "INSERT OR REPLACE INTO fresh.release SELECT * FROM main.release;"
      "INSERT OR REPLACE INTO fresh.book SELECT * FROM main.book;"
      "INSERT OR REPLACE INTO fresh.deviation SELECT * FROM main.deviation;"
      "INSERT OR REPLACE INTO fresh.correction SELECT * FROM main.correction;"
      /* What is kept for revisions goes with the releases: what a revision took in meanwhile would
       * be taken in again. */
      "DELETE FROM fresh.original WHERE book IN (SELECT period FROM main.book);"
      "INSERT OR REPLACE INTO fresh.original SELECT * FROM main.original;"
      "DELETE FROM fresh.base_cell WHERE period IN (SELECT period FROM main.book);"
      "INSERT OR REPLACE INTO fresh.base_cell SELECT * FROM main.base_cell;"
      "DELETE FROM fresh.hold;"
      "INSERT INTO fresh.hold SELECT * FROM main.hold;"
      "INSERT OR REPLACE INTO fresh.tombstone SELECT * FROM main.tombstone;"
      /* The count of changes goes on from the greater, so that nothing counted before fits again.
       */
      "INSERT OR REPLACE INTO fresh.meta (name, value) SELECT '" PAKIV_META_REVISION "', 1 + max ("
      "coalesce ((SELECT value FROM main.meta WHERE name = '" PAKIV_META_REVISION "'), 0), "
      "coalesce ((SELECT value FROM fresh.meta WHERE name = '" PAKIV_META_REVISION "'), 0));"
      "INSERT OR REPLACE INTO fresh.meta (name, value) SELECT name, value FROM main.meta "
      "WHERE name IN ('" PAKIV_META_USED "', '" PAKIV_META_READINGS "', '" PAKIV_META_TRACE_KEY
      "', '" PAKIV_META_TRACE_HELD "');"
      "DELETE FROM fresh.meta WHERE name = '" PAKIV_META_BACKUP "';";

static gboolean
merge (PakivSql *sql, GPtrArray *releases, GError **error)
{
  return list_releases (sql, releases, error) && pakiv_sql_execute (sql, carry, error)
         && replace_trace (sql, error);
}

gboolean
pakiv_backup_merge (
    PakivSql *present, const char *fresh, const guint8 *key, GPtrArray *releases, GError **error)
{
  gboolean done;

  if (!pakiv_sql_attach (present, fresh, "fresh", key, error))
    return FALSE;
  done = pakiv_sql_begin (present, error)
         && pakiv_sql_end (present, merge (present, releases, error), error);
  /* Also after a failure, which is told. */
  return pakiv_sql_execute (present, "DETACH DATABASE fresh", done ? error : NULL) && done;
}

typedef struct
{
  PakivSql *sql;
  guint64 last;
  guint8 hash[PAKIV_TRACE_HASH];
  gboolean stopped;
  GError *error;
} Reading;

static void
on_line_cb (const PakivTraceLink *link, const guint8 *previous, gboolean sound, gpointer data)
{
  Reading *reading = data;

  if (reading->stopped || link->number <= reading->last)
    return;
  if (!sound || link->number != reading->last + 1
      || memcmp (previous, reading->hash, sizeof reading->hash) != 0
      || !pakiv_trace_table_insert (reading->sql, link, &reading->error))
    {
      reading->stopped = TRUE;
      return;
    }
  reading->last = link->number;
  memcpy (reading->hash, link->hash, sizeof reading->hash);
}

gboolean
pakiv_backup_merge_trace_file (PakivSql *fresh, const PakivTracePlace *place, GError **error)
{
  Reading reading = { .sql = fresh };
  g_auto (PakivTraceCheck) check = { 0 };

  if (!g_file_test (place->path, G_FILE_TEST_EXISTS))
    return TRUE;
  pakiv_trace_start (place->station_id, place->log, reading.hash);
  if (!pakiv_trace_table_get_last (fresh, &reading.last, reading.hash, error)
      || !pakiv_sql_begin (fresh, error))
    return FALSE;
  /* A file that can't be read is no reason to leave the records lost: opening the log keeps it
   * aside and tells of it. */
  pakiv_trace_lines_walk (place, on_line_cb, &reading, &check, NULL);
  if (reading.error == NULL)
    return pakiv_sql_end (fresh, TRUE, error);
  pakiv_sql_end (fresh, FALSE, NULL);
  g_propagate_error (error, reading.error);
  return FALSE;
}
