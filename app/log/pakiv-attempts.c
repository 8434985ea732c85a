#include "pakiv-attempts.h"

#include "pakiv-desk-private.h"
#include "pakiv-file.h"
#include "pakiv-json.h"

#include <glib/gi18n.h>
#include <string.h>
#include <time.h>

#define ATTEMPTS_FILE "attempts.json"
#define ATTEMPTS_MAX (1024 * 1024)
#define FREE 3       /* wrong ones that cost nothing */
#define FIRST_WAIT 5 /* seconds */
#define LONGEST_WAIT 300
#define WRONG_MAX 1000000

/* When a try was: which start of the computer, seconds since it, and the calendar's seconds, which
 * only help where the computer was started anew, or is another. */
typedef struct
{
  char *boot;
  gint64 up;
  gint64 wall;
} Moment;

static void
moment_clear (Moment *moment)
{
  g_free (moment->boot);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Moment, moment_clear)

static void
take_moment (Moment *moment)
{
  struct timespec now = { 0 };

  if (g_file_get_contents ("/proc/sys/kernel/random/boot_id", &moment->boot, NULL, NULL))
    g_strstrip (moment->boot);
  else
    moment->boot = g_strdup ("");
  clock_gettime (CLOCK_BOOTTIME, &now);
  moment->up = now.tv_sec;
  moment->wall = g_get_real_time () / G_USEC_PER_SEC;
}

static JsonObject *
read_attempts (PakivDesk *desk)
{
  g_autofree char *path = g_build_filename (desk->folder, ATTEMPTS_FILE, NULL);
  g_autoptr (GBytes) bytes = pakiv_file_read (path, ATTEMPTS_MAX, NULL);
  JsonObject *object = bytes != NULL ? pakiv_json_read_object (bytes) : NULL;

  return object != NULL ? object : json_object_new ();
}

/* A desk that can't be written is still unlocked: whoever may read its folder could copy it. */
static void
write_attempts (PakivDesk *desk, JsonObject *object)
{
  g_autofree char *path = g_build_filename (desk->folder, ATTEMPTS_FILE, NULL);
  g_autoptr (JsonNode) root = json_node_new (JSON_NODE_OBJECT);
  g_autoptr (GBytes) bytes = NULL;
  g_autoptr (GError) error = NULL;
  char *text;

  json_node_set_object (root, object);
  text = json_to_string (root, TRUE);
  bytes = g_bytes_new_take (text, strlen (text));
  if (!pakiv_file_write (path, bytes, 0600, &error))
    g_debug ("%s", error->message);
}

static gint64
get_elapsed (JsonObject *entry, const Moment *now)
{
  gint64 up = pakiv_json_get_number (entry, "up", G_MAXINT64);
  gint64 wall = pakiv_json_get_number (entry, "wall", G_MAXINT64);

  if (g_strcmp0 (pakiv_json_get_string (entry, "boot"), now->boot) == 0 && up >= 0 && up <= now->up)
    return now->up - up;
  /* Started anew since: as long ago as that at least, whatever the calendar says. */
  if (wall < 0 || wall > now->wall)
    return now->up;
  return MIN (now->up, now->wall - wall);
}

static guint
get_wait (JsonObject *attempts, const char *member)
{
  JsonObject *entry = pakiv_json_get_object (attempts, member);
  gint64 wrong = entry != NULL ? pakiv_json_get_number (entry, "wrong", WRONG_MAX) : 0;
  gint64 wait = FIRST_WAIT, elapsed;
  g_auto (Moment) now = { 0 };

  if (wrong < FREE)
    return 0;
  for (gint64 i = FREE; i < wrong && wait < LONGEST_WAIT; i++)
    wait *= 2;
  wait = MIN (wait, LONGEST_WAIT);
  take_moment (&now);
  elapsed = get_elapsed (entry, &now);
  return elapsed < wait ? (guint)(wait - elapsed) : 0;
}

static void
add_wrong (JsonObject *attempts, const char *member)
{
  JsonObject *entry = pakiv_json_get_object (attempts, member);
  gint64 wrong = entry != NULL ? pakiv_json_get_number (entry, "wrong", WRONG_MAX - 1) : 0;
  JsonObject *fresh = json_object_new ();
  g_auto (Moment) now = { 0 };

  take_moment (&now);
  json_object_set_int_member (fresh, "wrong", MAX (wrong, 0) + 1);
  json_object_set_string_member (fresh, "boot", now.boot);
  json_object_set_int_member (fresh, "up", now.up);
  json_object_set_int_member (fresh, "wall", now.wall);
  json_object_set_object_member (attempts, member, fresh);
}

static void
refuse (guint wait, GError **error)
{
  if (wait < 60)
    g_set_error (error, PAKIV_LOG_ERROR, PAKIV_LOG_ERROR_WAIT,
                 g_dngettext (GETTEXT_PACKAGE,
                              "The passphrase was wrong several times. Try again in %u second.",
                              "The passphrase was wrong several times. Try again in %u seconds.",
                              wait),
                 wait);
  else
    g_set_error (error, PAKIV_LOG_ERROR, PAKIV_LOG_ERROR_WAIT,
                 g_dngettext (GETTEXT_PACKAGE,
                              "The passphrase was wrong several times. Try again in %u minute.",
                              "The passphrase was wrong several times. Try again in %u minutes.",
                              (wait + 59) / 60),
                 (wait + 59) / 60);
}

/* NULL without @error where the folder can't be written. */
static PakivDeskLock *
lock_attempts (PakivDesk *desk, GError **error)
{
  g_autoptr (GError) cause = NULL;
  PakivDeskLock *lock = pakiv_desk_lock_new_for_attempt (desk->folder, &cause);

  if (lock == NULL && g_error_matches (cause, PAKIV_LOG_ERROR, PAKIV_LOG_ERROR_BUSY))
    g_propagate_error (error, g_steal_pointer (&cause));
  return lock;
}

static void
note (PakivDesk *desk, const char *member, gboolean right)
{
  g_autoptr (JsonObject) attempts = read_attempts (desk);

  if (right && !json_object_has_member (attempts, member))
    return;
  if (right)
    json_object_remove_member (attempts, member);
  else
    add_wrong (attempts, member);
  write_attempts (desk, attempts);
}

void
pakiv_attempts_forget (PakivDesk *desk, const char *member)
{
  g_autoptr (PakivDeskLock) lock = lock_attempts (desk, NULL);

  note (desk, member, TRUE);
}

guint
pakiv_desk_get_wait (PakivDesk *desk, const char *member)
{
  g_autoptr (JsonObject) attempts = NULL;

  g_return_val_if_fail (desk != NULL && member != NULL, 0);

  attempts = read_attempts (desk);
  return get_wait (attempts, member);
}

PakivSecret *
pakiv_attempts_unlock (PakivDesk *desk, const char *member, const char *passphrase, GError **error)
{
  const PakivMemberKeys *keys = pakiv_desk_file_find_keys (pakiv_desk_get_file (desk), member);
  g_autoptr (GError) cause = NULL;
  g_autoptr (PakivDeskLock) lock = NULL;
  PakivSecret *secret_key;
  guint wait;

  g_return_val_if_fail (keys != NULL, NULL);

  lock = lock_attempts (desk, &cause);
  if (cause != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&cause));
      return NULL;
    }
  if (lock != NULL)
    pakiv_desk_sweep (desk->folder, ATTEMPTS_FILE, 0);
  if ((wait = pakiv_desk_get_wait (desk, member)) > 0)
    {
      refuse (wait, error);
      return NULL;
    }
  secret_key = pakiv_member_keys_unlock (keys, passphrase, &cause);
  /* A computer without memory to try says nothing of the passphrase. */
  if (secret_key != NULL || g_error_matches (cause, PAKIV_LOG_ERROR, PAKIV_LOG_ERROR_PASSPHRASE))
    note (desk, member, secret_key != NULL);
  if (secret_key == NULL)
    g_propagate_error (error, g_steal_pointer (&cause));
  return secret_key;
}
