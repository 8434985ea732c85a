/* Both names of each call are wanted here, that of old files and that of large ones. */
#undef _FILE_OFFSET_BITS
#define _LARGEFILE64_SOURCE

#include "fail-calls.h"

#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <sys/time.h>
#include <time.h>
#include <unistd.h>

#define MOST 65536

static struct
{
  char folder[PATH_MAX];
  guint at;
  guint n;
  gboolean on;
  int code;
  char told[MOST + 1];
  gint64 shift;
} calls;

#define REAL(name) ((__typeof__ (&name))dlsym (RTLD_NEXT, #name))

void
fail_calls_watch (const char *folder, guint at, gboolean on, int code)
{
  calls.at = at;
  calls.n = 0;
  calls.on = on;
  calls.code = code;
  memset (calls.told, 0, sizeof calls.told);
  g_strlcpy (calls.folder, folder, sizeof calls.folder);
}

const char *
fail_calls_get_told (void)
{
  return calls.told;
}

void
fail_calls_shift_clock (gint64 seconds)
{
  calls.shift = seconds;
}

/* Whether this call fails; errno is set then. */
static gboolean
fails (char letter, const char *path)
{
  if (*calls.folder == '\0' || path == NULL
      || strncmp (path, calls.folder, strlen (calls.folder)) != 0)
    return FALSE;
  if (calls.n < MOST)
    calls.told[calls.n] = letter;
  calls.n++;
  if (calls.at == 0 || calls.n < calls.at || (calls.n > calls.at && !calls.on))
    return FALSE;
  /* Where a disk is full, what is there can still be opened and removed. */
  if (calls.code == ENOSPC
      && (letter == 'u' || letter == 't' || (letter == 'o' && REAL (access) (path, F_OK) == 0)))
    return FALSE;
  errno = calls.code;
  return TRUE;
}

static gboolean
fails_at (char letter, int fd)
{
  char link[64], path[PATH_MAX];
  ssize_t n;

  if (*calls.folder == '\0')
    return FALSE;
  snprintf (link, sizeof link, "/proc/self/fd/%d", fd);
  n = readlink (link, path, sizeof path - 1);
  if (n < 0)
    return FALSE;
  path[n] = '\0';
  return fails (letter, path);
}

/* Prototypes are those of the C library's headers. */
ssize_t
pwrite (int fd, const void *bytes, size_t n, off_t at)
{
  return fails_at ('w', fd) ? -1 : REAL (pwrite) (fd, bytes, n, at);
}

ssize_t
pwrite64 (int fd, const void *bytes, size_t n, off64_t at)
{
  return fails_at ('w', fd) ? -1 : REAL (pwrite64) (fd, bytes, n, at);
}

ssize_t
write (int fd, const void *bytes, size_t n)
{
  return fails_at ('w', fd) ? -1 : REAL (write) (fd, bytes, n);
}

int
fsync (int fd)
{
  return fails_at ('s', fd) ? -1 : REAL (fsync) (fd);
}

int
fdatasync (int fd)
{
  return fails_at ('s', fd) ? -1 : REAL (fdatasync) (fd);
}

int
ftruncate (int fd, off_t size)
{
  return fails_at ('t', fd) ? -1 : REAL (ftruncate) (fd, size);
}

int
ftruncate64 (int fd, off64_t size)
{
  return fails_at ('t', fd) ? -1 : REAL (ftruncate64) (fd, size);
}

int
rename (const char *from, const char *to)
{
  return fails ('r', to) ? -1 : REAL (rename) (from, to);
}

int
link (const char *from, const char *to)
{
  return fails ('l', to) ? -1 : REAL (link) (from, to);
}

int
mkdir (const char *path, mode_t mode)
{
  return fails ('m', path) ? -1 : REAL (mkdir) (path, mode);
}

int
unlink (const char *path)
{
  return fails ('u', path) ? -1 : REAL (unlink) (path);
}

int
open (const char *path, int flags, ...)
{
  va_list arguments;
  mode_t mode;

  va_start (arguments, flags);
  mode = va_arg (arguments, mode_t);
  va_end (arguments);
  if ((flags & O_CREAT) != 0 && fails ('o', path))
    return -1;
  return REAL (open) (path, flags, mode);
}

int
open64 (const char *path, int flags, ...)
{
  va_list arguments;
  mode_t mode;

  va_start (arguments, flags);
  mode = va_arg (arguments, mode_t);
  va_end (arguments);
  if ((flags & O_CREAT) != 0 && fails ('o', path))
    return -1;
  return REAL (open64) (path, flags, mode);
}

/* A disk that is full says so. */
static gboolean
is_full (void)
{
  return calls.at != 0 && calls.n >= calls.at && calls.on && calls.code == ENOSPC;
}

int
statvfs (const char *path, struct statvfs *status)
{
  int result = REAL (statvfs) (path, status);

  if (is_full ())
    status->f_bavail = 0;
  return result;
}

int
statvfs64 (const char *path, struct statvfs64 *status)
{
  int result = REAL (statvfs64) (path, status);

  if (is_full ())
    status->f_bavail = 0;
  return result;
}

int
clock_gettime (clockid_t clock, struct timespec *now)
{
  int result = REAL (clock_gettime) (clock, now);

  if (clock == CLOCK_REALTIME)
    now->tv_sec += calls.shift;
  return result;
}

int
gettimeofday (struct timeval *now, void *zone)
{
  int result = REAL (gettimeofday) (now, zone);

  now->tv_sec += calls.shift;
  return result;
}
