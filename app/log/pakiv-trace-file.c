#include "pakiv-trace-file.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gstdio.h>
#include <string.h>
#include <sys/file.h>
#include <unistd.h>

/* How many lines are compared or written at once. */
#define PORTION 1000

/* A name for a file that is kept aside is looked for so far. */
#define KEPT_MAX 10000

/* How often a file that is being replaced is opened again. */
#define TRIES 10

typedef struct
{
  const char *path;
  const char *header;
  PakivSql *sql;
  guint64 last; /* number in the table */
  int fd;
} Follow;

static gboolean
write_all (int fd, const char *bytes, gsize n)
{
  while (n > 0)
    {
      gssize written = write (fd, bytes, n);

      if (written < 0 && errno == EINTR)
        continue;
      if (written <= 0)
        return FALSE;
      bytes += written;
      n -= (gsize)written;
    }
  return TRUE;
}

static gboolean
is_same_at (int fd, goffset at, const char *bytes, gsize n)
{
  g_autofree char *found = g_malloc (n);
  gsize have = 0;

  while (have < n)
    {
      gssize got = pread (fd, found + have, n - have, at + (goffset)have);

      if (got < 0 && errno == EINTR)
        continue;
      if (got <= 0)
        return FALSE;
      have += (gsize)got;
    }
  return n == 0 || memcmp (found, bytes, n) == 0;
}

static goffset
get_place (const Follow *follow, guint64 number)
{
  return (goffset)(strlen (follow->header) + (number - 1) * PAKIV_TRACE_LINE);
}

/* Lines @from to @to, both counted. */
static gboolean
compare (const Follow *follow, guint64 from, guint64 to)
{
  for (guint64 at = from; at <= to; at += PORTION)
    {
      g_autoptr (GString) lines = g_string_new (NULL);
      guint64 end = MIN (to, at + PORTION - 1);

      if (!pakiv_trace_table_write_lines (follow->sql, at, end, lines, NULL)
          || lines->len != (end - at + 1) * PAKIV_TRACE_LINE
          || !is_same_at (follow->fd, get_place (follow, at), lines->str, lines->len))
        return FALSE;
    }
  return TRUE;
}

static gboolean
append (const Follow *follow, guint64 from)
{
  if (lseek (follow->fd, get_place (follow, from), SEEK_SET) < 0)
    return FALSE;
  for (guint64 at = from; at <= follow->last; at += PORTION)
    {
      g_autoptr (GString) lines = g_string_new (NULL);

      if (!pakiv_trace_table_write_lines (follow->sql, at, at + PORTION - 1, lines, NULL)
          || !write_all (follow->fd, lines->str, lines->len))
        return FALSE;
    }
  return TRUE;
}

/* The start of a line that a crash cut short; 0 bytes are one too. */
static gboolean
is_cut_line (const Follow *follow, guint64 number, gsize rest)
{
  g_autoptr (GString) lines = g_string_new (NULL);

  return rest == 0
         || (pakiv_trace_table_write_lines (follow->sql, number, number, lines, NULL)
             && rest < lines->len
             && is_same_at (follow->fd, get_place (follow, number), lines->str, rest));
}

/* Whether the file is the table's, or a beginning of it. @whole: how many lines it has. */
static gboolean
is_beginning (const Follow *follow, goffset size, guint64 n, guint64 *whole)
{
  gsize header = strlen (follow->header);
  gsize rest;

  *whole = 0;
  if (size < (goffset)header)
    return is_same_at (follow->fd, 0, follow->header, (gsize)size);
  *whole = (guint64)(size - (goffset)header) / PAKIV_TRACE_LINE;
  rest = (gsize)((guint64)(size - (goffset)header) % PAKIV_TRACE_LINE);
  if (*whole > follow->last || (*whole == follow->last && rest > 0)
      || !is_same_at (follow->fd, 0, follow->header, header))
    return FALSE;
  return compare (follow, *whole > n ? *whole - n + 1 : 1, *whole)
         && is_cut_line (follow, *whole + 1, rest);
}

static gboolean
write_rest (const Follow *follow, goffset size, guint64 whole)
{
  gsize header = strlen (follow->header);

  if (size < (goffset)header
      && (lseek (follow->fd, 0, SEEK_SET) < 0 || !write_all (follow->fd, follow->header, header)))
    return FALSE;
  return whole == follow->last || append (follow, whole + 1);
}

static gboolean
keep_aside (const char *path)
{
  for (int i = 1; i < KEPT_MAX; i++)
    {
      g_autofree char *kept = g_strdup_printf ("%s.kept-%d", path, i);

      if (!g_file_test (kept, G_FILE_TEST_EXISTS))
        return g_rename (path, kept) == 0;
    }
  return FALSE;
}

/* The table is read when the file is held: another program may have gone on in both meanwhile. */
static PakivTraceFileState
follow_open (Follow *follow, guint64 n)
{
  guint8 hash[PAKIV_TRACE_HASH];
  GStatBuf status;
  guint64 whole;

  if (fstat (follow->fd, &status) != 0 || !S_ISREG (status.st_mode)
      || !pakiv_trace_table_get_last (follow->sql, &follow->last, hash, NULL))
    return PAKIV_TRACE_FILE_FAILED;
  if (is_beginning (follow, status.st_size, n, &whole))
    return write_rest (follow, status.st_size, whole) ? PAKIV_TRACE_FILE_UP_TO_DATE
                                                      : PAKIV_TRACE_FILE_FAILED;
  return PAKIV_TRACE_FILE_KEPT;
}

/* The file held for this program alone, -1 and errno where it can't be. A name that leads elsewhere
 * is not followed; what another program kept aside while this one waited is not the file any more.
 */
static int
open_held (const char *path, int flags)
{
  for (int i = 0; i < TRIES; i++)
    {
      int fd = g_open (path, O_RDWR | O_CLOEXEC | O_NOFOLLOW | flags, 0600);
      GStatBuf ours, there;

      if (fd < 0)
        return -1;
      if (flock (fd, LOCK_EX) == 0 && fstat (fd, &ours) == 0 && g_lstat (path, &there) == 0
          && ours.st_ino == there.st_ino && ours.st_dev == there.st_dev)
        return fd;
      close (fd);
    }
  errno = EAGAIN;
  return -1;
}

static PakivTraceFileState
make_anew (Follow *follow, PakivTraceFileState state)
{
  PakivTraceFileState made;

  follow->fd = open_held (follow->path, O_CREAT);
  if (follow->fd < 0)
    return PAKIV_TRACE_FILE_FAILED;
  made = follow_open (follow, G_MAXUINT64);
  close (follow->fd);
  if (made != PAKIV_TRACE_FILE_UP_TO_DATE)
    return PAKIV_TRACE_FILE_FAILED;
  /* A trace that has not begun had no file to lose. */
  return state == PAKIV_TRACE_FILE_LOST && follow->last == 0 ? made : state;
}

PakivTraceFileState
pakiv_trace_file_follow (
    const char *path, const char *station_id, PakivLogId log, PakivSql *sql, guint64 compare)
{
  g_autofree char *header = pakiv_trace_header (station_id, log);
  Follow follow = { .path = path, .header = header, .sql = sql };
  PakivTraceFileState state;

  follow.fd = open_held (path, 0);
  if (follow.fd < 0)
    return errno == ENOENT ? make_anew (&follow, PAKIV_TRACE_FILE_LOST) : PAKIV_TRACE_FILE_FAILED;
  state = follow_open (&follow, compare);
  if (state == PAKIV_TRACE_FILE_KEPT && !keep_aside (path))
    state = PAKIV_TRACE_FILE_FAILED;
  close (follow.fd);
  return state == PAKIV_TRACE_FILE_KEPT ? make_anew (&follow, state) : state;
}
