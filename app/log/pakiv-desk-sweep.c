/* Files that never got their name: desk.json.A1B2C3 is what pakiv_file_write() began and a kill cut
 * off. It may open with a passphrase that is no longer anyone's. */
#include "pakiv-desk-private.h"

#include <glib/gstdio.h>
#include <string.h>

/* A copy that a person made has six letters after the name too, as in desk.json.backup or
 * desk.json.261122. Of GLib's, drawn from letters and digits, one in sixty looks like that, and
 * stays. */
static gboolean
is_word (const char *ending)
{
  guint small = 0, capital = 0, digits = 0;

  for (const char *c = ending; *c != '\0'; c++)
    {
      small += g_ascii_islower (*c);
      capital += g_ascii_isupper (*c);
      digits += g_ascii_isdigit (*c);
    }
  return small == 6 || capital == 6 || digits == 6 || (small == 5 && g_ascii_isupper (*ending));
}

static gboolean
is_of (const char *name, const char *file)
{
  const char *ending = name + strlen (file) + 1;

  if (!g_str_has_prefix (name, file) || name[strlen (file)] != '.' || strlen (ending) != 6)
    return FALSE;
  for (const char *c = ending; *c != '\0'; c++)
    if (!g_ascii_isalnum (*c))
      return FALSE;
  return !is_word (ending);
}

static gboolean
is_older (const char *path, int seconds)
{
  gint64 now = g_get_real_time () / G_USEC_PER_SEC;
  GStatBuf status;

  return seconds == 0 || (g_lstat (path, &status) == 0 && now - status.st_mtime > seconds);
}

void
pakiv_desk_sweep (const char *folder, const char *file, int seconds)
{
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
  const char *name;

  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *path = g_build_filename (folder, name, NULL);

      if (is_of (name, file) && is_older (path, seconds))
        g_unlink (path);
    }
}
