/* flock, not fcntl: it belongs to the open file, so it also parts threads, and closing another
 * descriptor of the file does not let go of it. */
#include "pakiv-desk-lock.h"

#include "pakiv-desk-private.h"
#include "pakiv-log-error.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gi18n.h>
#include <glib/gstdio.h>
#include <sys/file.h>

#define LOCK_FILE "desk.lock"
#define ATTEMPTS_LOCK_FILE "attempts.lock"

/* How long to wait for another program, and between two tries. */
#define PATIENCE (10 * G_USEC_PER_SEC)
#define PAUSE 20000

struct _PakivDeskLock
{
  int fd;
};

static gboolean
take (int fd, int how)
{
  gint64 end = g_get_monotonic_time () + PATIENCE;

  while (flock (fd, how | LOCK_NB) != 0)
    {
      if ((errno != EWOULDBLOCK && errno != EINTR) || g_get_monotonic_time () > end)
        return FALSE;
      g_usleep (PAUSE);
    }
  return TRUE;
}

static PakivDeskLock *
new_lock (const char *folder, const char *name, gboolean exclusive, GError **error)
{
  g_autofree char *path = g_build_filename (folder, name, NULL);
  g_autoptr (PakivDeskLock) lock = g_new0 (PakivDeskLock, 1);

  lock->fd = g_open (path, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0600);
  if (lock->fd < 0)
    {
      pakiv_desk_set_file_error (error, path, errno);
      return NULL;
    }
  if (take (lock->fd, exclusive ? LOCK_EX : LOCK_SH))
    return g_steal_pointer (&lock);
  if (errno == EWOULDBLOCK)
    g_set_error (error, PAKIV_LOG_ERROR, PAKIV_LOG_ERROR_BUSY,
                 _ ("Another program is changing this desk. Wait a moment and try again."));
  else
    pakiv_desk_set_file_error (error, path, errno);
  return NULL;
}

PakivDeskLock *
pakiv_desk_lock_new (const char *folder, gboolean exclusive, GError **error)
{
  return new_lock (folder, LOCK_FILE, exclusive, error);
}

PakivDeskLock *
pakiv_desk_lock_new_for_attempt (const char *folder, GError **error)
{
  return new_lock (folder, ATTEMPTS_LOCK_FILE, TRUE, error);
}

void
pakiv_desk_lock_free (PakivDeskLock *lock)
{
  if (lock == NULL)
    return;
  if (lock->fd >= 0)
    g_close (lock->fd, NULL);
  g_free (lock);
}
