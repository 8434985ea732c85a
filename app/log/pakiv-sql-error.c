/* SQLite's reasons in an officer's words, as errors of this layer. */
#include "pakiv-sql-private.h"

#include <errno.h>
#include <glib/gi18n.h>
#include <string.h>
#include <sys/statvfs.h>
#include <unistd.h>

static int
classify_system_error (int code)
{
  switch (code)
    {
    case ENOSPC:
    case EDQUOT:
      return PAKIV_LOG_ERROR_NO_SPACE;
    case EROFS:
    case EACCES:
    case EPERM:
      return PAKIV_LOG_ERROR_READ_ONLY;
    default:
      return PAKIV_LOG_ERROR_FAILED;
    }
}

/* Not a page can be written there. */
static gboolean
is_full (const char *folder)
{
  struct statvfs status;

  return statvfs (folder, &status) == 0
         && (guint64)status.f_bavail * status.f_frsize < PAKIV_SQL_PAGE;
}

static int
classify_failed_call (PakivSql *sql)
{
  int reason;

  /* Where the files beside a log can't be made, SQLite says no more than that. */
  if (access (sql->folder, W_OK) != 0)
    return classify_system_error (errno);
  reason = classify_system_error (sqlite3_system_errno (sql->connection));
  return reason == PAKIV_LOG_ERROR_FAILED && is_full (sql->folder) ? PAKIV_LOG_ERROR_NO_SPACE
                                                                   : reason;
}

static int
classify (PakivSql *sql, int code)
{
  switch (code & 0xff)
    {
    case SQLITE_FULL:
      return PAKIV_LOG_ERROR_NO_SPACE;
    case SQLITE_READONLY:
    case SQLITE_PERM:
      return PAKIV_LOG_ERROR_READ_ONLY;
    case SQLITE_NOTADB:
    case SQLITE_CORRUPT:
      return PAKIV_LOG_ERROR_NOT_A_LOG;
    case SQLITE_BUSY:
    case SQLITE_LOCKED:
      return PAKIV_LOG_ERROR_BUSY;
    case SQLITE_IOERR:
    case SQLITE_CANTOPEN:
      return code == SQLITE_IOERR_SHMSIZE ? PAKIV_LOG_ERROR_NO_SPACE : classify_failed_call (sql);
    default:
      return PAKIV_LOG_ERROR_FAILED;
    }
}

/* sqlcipher_export() hands on the words of what failed, without its code. */
static int
find_code (PakivSql *sql, int code)
{
  const int hidden[] = { SQLITE_FULL, SQLITE_IOERR, SQLITE_CANTOPEN };

  for (guint i = 0; i < G_N_ELEMENTS (hidden); i++)
    if ((code & 0xff) == SQLITE_ERROR
        && strcmp (sqlite3_errmsg (sql->connection), sqlite3_errstr (hidden[i])) == 0)
      return hidden[i];
  return code;
}

/* What SQLite says of a disk that fails is no help to an officer. */
static gboolean
is_failing_disk (int code)
{
  return (code & 0xff) == SQLITE_IOERR || (code & 0xff) == SQLITE_CANTOPEN;
}

gboolean
pakiv_sql_fail (PakivSql *sql, int given, GError **error)
{
  int code = find_code (sql, given);
  int reason = classify (sql, code);

  switch (reason)
    {
    case PAKIV_LOG_ERROR_NO_SPACE:
      g_set_error (error, PAKIV_LOG_ERROR, reason,
                   _ ("The disk is full, so “%s” could not be written. What was stored before is "
                      "still there. Make room and try again."),
                   sql->name);
      break;
    case PAKIV_LOG_ERROR_READ_ONLY:
      g_set_error (error, PAKIV_LOG_ERROR, reason,
                   _ ("“%s” may only be read here, not changed. Ask whoever looks after this "
                      "computer to let you write in its folder."),
                   sql->name);
      break;
    case PAKIV_LOG_ERROR_NOT_A_LOG:
      g_set_error (error, PAKIV_LOG_ERROR, reason,
                   _ ("“%s” is damaged, or it is not the log that belongs here. Nothing was "
                      "changed."),
                   sql->name);
      break;
    case PAKIV_LOG_ERROR_BUSY:
      g_set_error (error, PAKIV_LOG_ERROR, reason,
                   _ ("Another program is writing in “%s”. Wait a moment and try again."),
                   sql->name);
      break;
    default:
      if (is_failing_disk (code))
        g_set_error (error, PAKIV_LOG_ERROR, PAKIV_LOG_ERROR_FAILED,
                     _ ("“%s” could not be read or written. The disk may be failing, or its "
                        "connection. Ask whoever looks after this computer."),
                     sql->name);
      else
        g_set_error (error, PAKIV_LOG_ERROR, PAKIV_LOG_ERROR_FAILED,
                     /* Translators: a file and the database's own reason, in English. */
                     _ ("“%s” could not be used: %s."), sql->name,
                     sql->connection != NULL ? sqlite3_errmsg (sql->connection)
                                             : sqlite3_errstr (code));
    }
  return FALSE;
}
