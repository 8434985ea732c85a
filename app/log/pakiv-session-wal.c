/* Whether what SQLite has beside a log belongs to it. The -wal file holds what is not yet in the
 * log itself, and SQLite takes any that stands there: one of an earlier day, as a folder that was
 * copied in part has it, would be written over the newer log. The plain trace tells: it is written
 * after the log, so it never has an entry that the log with its -wal lacks. */
#include "pakiv-session-private.h"
#include "pakiv-sql.h"
#include "pakiv-trace-chain.h"
#include "pakiv-trace-seen.h"
#include "pakiv-trace-table.h"

#include <glib/gi18n.h>
#include <glib/gstdio.h>
#include <string.h>

/* How many entries the plain trace has; 0 where there is none. */
static guint64
count_lines (PakivSession *session, PakivLogId log)
{
  g_autofree char *path = pakiv_trace_get_path (session->desk, log);
  g_autofree char *header = pakiv_trace_header (pakiv_desk_get_station_id (session->desk), log);
  goffset begin = (goffset)strlen (header);
  GStatBuf status;

  if (g_stat (path, &status) != 0 || status.st_size < begin)
    return 0;
  return (guint64)(status.st_size - begin) / PAKIV_TRACE_LINE;
}

static gboolean
has_wal (const char *path)
{
  g_autofree char *wal = g_strconcat (path, "-wal", NULL);
  GStatBuf status;

  return g_stat (wal, &status) == 0 && status.st_size > 0;
}

static gboolean
refuse (const char *path, GError **error)
{
  g_autofree char *name = g_path_get_basename (path);

  g_set_error (
      error, PAKIV_LOG_ERROR, PAKIV_LOG_ERROR_NOT_A_LOG,
      /* Translators: the same file's name twice; "%s-wal" is a file too. */
      _ ("“%s” and “%s-wal” beside it are not of the same day, as in a folder of which only "
         "a part was copied. Nothing was changed. Bring both from one copy, or bring back "
         "a backup."),
      name, name);
  return FALSE;
}

gboolean
pakiv_session_check_wal (PakivSession *session, PakivLogId log, const guint8 *key, GError **error)
{
  g_autofree char *path = pakiv_desk_get_log_path (session->desk->folder, log);
  /* Before the table is read, for another program may go on in both. */
  guint64 lines = count_lines (session, log), entries;
  g_autoptr (PakivSql) sql = NULL;
  g_autoptr (GError) cause = NULL;
  guint8 hash[PAKIV_TRACE_HASH];

  if (lines == 0 || !has_wal (path))
    return TRUE;
  sql = pakiv_sql_open_read_only (path, key, error);
  if (sql == NULL)
    return FALSE;
  /* What is looked at here is not yet to be written into the log. */
  sqlite3_db_config (pakiv_sql_peek (sql), SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 1, NULL);
  /* Else it is a log of before there was a trace. */
  if (!pakiv_trace_table_get_last (sql, &entries, hash, &cause))
    return !g_error_matches (cause, PAKIV_LOG_ERROR, PAKIV_LOG_ERROR_NOT_A_LOG)
           || refuse (path, error);
  return entries >= lines || refuse (path, error);
}
