#include "small-disk.h"

#include <fcntl.h>
#include <glib/gstdio.h>
#include <sched.h>
#include <stdio.h>
#include <string.h>
#include <sys/mount.h>
#include <sys/statvfs.h>
#include <sys/wait.h>
#include <unistd.h>

#define SKIP 77

static gboolean
write_map (const char *path, const char *text)
{
  int fd = g_open (path, O_WRONLY | O_CLOEXEC, 0);
  gboolean done = fd >= 0 && write (fd, text, strlen (text)) == (gssize)strlen (text);

  return (fd < 0 || g_close (fd, NULL)) && done;
}

/* For someone who is not root, within a user namespace. */
static gboolean
enter_namespace (void)
{
  g_autofree char *uid = g_strdup_printf ("0 %u 1", getuid ());
  g_autofree char *gid = g_strdup_printf ("0 %u 1", getgid ());

  if (getuid () == 0 && unshare (CLONE_NEWNS) == 0)
    return mount (NULL, "/", NULL, MS_REC | MS_PRIVATE, NULL) == 0;
  return unshare (CLONE_NEWUSER | CLONE_NEWNS) == 0 && write_map ("/proc/self/setgroups", "deny")
         && write_map ("/proc/self/uid_map", uid) && write_map ("/proc/self/gid_map", gid)
         && mount (NULL, "/", NULL, MS_REC | MS_PRIVATE, NULL) == 0;
}

void
small_disk_run (Fixture *fixture, const char *size, void (*act) (Fixture *fixture))
{
  g_autofree char *disk = fixture_get_path (fixture, "disk");
  g_autofree char *options = g_strconcat ("mode=700,size=", size, NULL);
  int status;
  pid_t child;

  g_assert_cmpint (g_mkdir (disk, 0700), ==, 0);
  fflush (NULL);
  child = fork ();
  if (child == 0)
    {
      if (!enter_namespace () || mount ("none", disk, "tmpfs", 0, options) != 0)
        _exit (SKIP);
      act (fixture);
      fflush (NULL);
      _exit (0);
    }
  g_assert_cmpint (waitpid (child, &status, 0), ==, child);
  if (WIFEXITED (status) && WEXITSTATUS (status) == SKIP)
    g_test_skip ("this machine does not let a test mount a small disk");
  else
    g_assert_cmpint (status, ==, 0);
}

void
small_disk_fill (Fixture *fixture, guint64 left)
{
  g_autofree char *disk = fixture_get_path (fixture, "disk");
  g_autofree char *path = fixture_get_path (fixture, "disk/ballast");
  g_autofree char *bytes = NULL;
  struct statvfs status;
  guint64 room;

  g_assert_cmpint (statvfs (disk, &status), ==, 0);
  room = (guint64)status.f_bavail * status.f_bsize;
  g_assert_cmpuint (room, >, left);
  bytes = g_malloc0 (room - left);
  g_assert_true (g_file_set_contents_full (path, bytes, (gssize)(room - left),
                                           G_FILE_SET_CONTENTS_NONE, 0600, NULL));
}

void
small_disk_make_room (Fixture *fixture)
{
  g_autofree char *path = fixture_get_path (fixture, "disk/ballast");

  g_assert_cmpint (g_unlink (path), ==, 0);
}

void
small_disk_set_read_only (Fixture *fixture, gboolean read_only)
{
  g_autofree char *disk = fixture_get_path (fixture, "disk");

  g_assert_cmpint (mount ("none", disk, "tmpfs", MS_REMOUNT | (read_only ? MS_RDONLY : 0), NULL),
                   ==, 0);
}

void
small_disk_protect_file (const char *path, gboolean protect)
{
  if (!protect)
    {
      g_assert_cmpint (umount (path), ==, 0);
      return;
    }
  g_assert_cmpint (mount (path, path, NULL, MS_BIND, NULL), ==, 0);
  g_assert_cmpint (mount (NULL, path, NULL, MS_REMOUNT | MS_BIND | MS_RDONLY, NULL), ==, 0);
}
