/* Wrong passphrases: whoever sits at the desk waits longer and longer. */
#include "members-fixture.h"

#include "pakiv-attempts.h"
#include "pakiv-desk-lock.h"

#include <json-glib/json-glib.h>

/* Moves the last wrong try of @name back by @seconds, or to another start of the computer. */
static void
change_attempt (Fixture *fixture, const char *name, gint64 seconds, gboolean started_anew)
{
  g_autofree char *text = fixture_read (fixture, "desk/attempts.json");
  g_autoptr (JsonNode) root = json_from_string (text, NULL);
  JsonObject *entry = json_object_get_object_member (json_node_get_object (root), name);
  g_autofree char *changed = NULL;

  if (started_anew)
    json_object_set_string_member (entry, "boot", "another");
  else
    json_object_set_int_member (entry, "up",
                                MAX (0, json_object_get_int_member (entry, "up") - seconds));
  json_object_set_int_member (entry, "wall", json_object_get_int_member (entry, "wall") - seconds);
  changed = json_to_string (root, TRUE);
  fixture_write (fixture, "desk/attempts.json", changed);
}

/* The calendar, set on by @seconds since, or back: as if the try had been at another time of it. */
static void
change_calendar (Fixture *fixture, const char *name, gint64 seconds)
{
  g_autofree char *text = fixture_read (fixture, "desk/attempts.json");
  g_autoptr (JsonNode) root = json_from_string (text, NULL);
  JsonObject *entry = json_object_get_object_member (json_node_get_object (root), name);
  g_autofree char *changed = NULL;

  json_object_set_int_member (entry, "wall", json_object_get_int_member (entry, "wall") - seconds);
  changed = json_to_string (root, TRUE);
  fixture_write (fixture, "desk/attempts.json", changed);
}

static void
try_wrong (PakivDesk *desk, const char *name, int code)
{
  g_autoptr (GError) error = NULL;

  g_assert_null (pakiv_desk_unlock (desk, name, "surely not these", &error));
  g_assert_error (error, PAKIV_LOG_ERROR, code);
}

static void
test_slow_down (void)
{
  const guint waits[] = { 5, 10, 20, 40, 80, 160, 300, 300 };
  g_autoptr (Fixture) fixture = fixture_new ();
  g_autoptr (PakivDesk) desk = desk_fixture_create (fixture, "desk");
  g_autoptr (PakivDesk) apart = members_open_again (desk);
  g_autoptr (PakivSession) session = NULL;

  for (int i = 0; i < 3; i++)
    {
      g_assert_cmpuint (pakiv_desk_get_wait (desk, "Ana"), ==, 0);
      try_wrong (desk, "Ana", PAKIV_LOG_ERROR_PASSPHRASE);
    }
  for (guint i = 0; i < G_N_ELEMENTS (waits); i++)
    {
      guint wait = pakiv_desk_get_wait (apart, "Ana");

      g_assert_cmpuint (wait, <=, waits[i]);
      g_assert_cmpuint (wait, >, waits[i] * 2 / 5);
      /* The right one must wait too, and trying does not make it longer. */
      desk_fixture_check_locked (apart, "Ana", PAKIV_LOG_ERROR_WAIT);
      /* The others need not. */
      g_clear_pointer (&session, pakiv_session_unref);
      session = desk_fixture_unlock (desk, "Mirela");
      change_attempt (fixture, "Ana", waits[i], FALSE);
      g_assert_cmpuint (pakiv_desk_get_wait (apart, "Ana"), ==, 0);
      try_wrong (apart, "Ana", PAKIV_LOG_ERROR_PASSPHRASE);
    }
  /* The calendar set forward, or back, by a year does nothing while the computer runs. */
  change_calendar (fixture, "Ana", 365 * 86400);
  g_assert_cmpuint (pakiv_desk_get_wait (desk, "Ana"), >, 200);
  change_calendar (fixture, "Ana", -2 * 365 * 86400);
  g_assert_cmpuint (pakiv_desk_get_wait (desk, "Ana"), >, 200);
  g_assert_cmpuint (pakiv_desk_get_wait (desk, "Ana"), <=, 300);
  change_calendar (fixture, "Ana", 365 * 86400);
  change_attempt (fixture, "Ana", 300, FALSE);
  g_clear_pointer (&session, pakiv_session_unref);
  session = desk_fixture_unlock (desk, "Ana");
  for (int i = 0; i < 2; i++)
    try_wrong (desk, "Ana", PAKIV_LOG_ERROR_PASSPHRASE);
  g_assert_cmpuint (pakiv_desk_get_wait (desk, "Ana"), ==, 0);
}

typedef struct
{
  PakivDesk *desk;
  gint done;
} Try;

static gpointer
try_in_thread (gpointer data)
{
  Try *try = data;

  try_wrong (try->desk, "Ana", PAKIV_LOG_ERROR_PASSPHRASE);
  g_atomic_int_set (&try->done, 1);
  return NULL;
}

/* One try after another, also where several programs try: each counts before the next begins. */
static void
test_one_at_a_time (void)
{
  g_autoptr (Fixture) fixture = fixture_new ();
  g_autoptr (PakivDesk) desk = desk_fixture_create (fixture, "desk");
  g_autoptr (GError) error = NULL;
  PakivDeskLock *lock = pakiv_desk_lock_new_for_attempt (pakiv_desk_get_folder (desk), &error);
  Try try = { desk, 0 };
  GThread *thread;

  g_assert_no_error (error);
  thread = g_thread_new ("try", try_in_thread, &try);
  g_usleep (300000);
  g_assert_cmpint (g_atomic_int_get (&try.done), ==, 0);
  pakiv_desk_lock_free (lock);
  g_thread_join (thread);
  g_assert_cmpint (try.done, ==, 1);
}

/* After a new start of the computer the calendar counts, but never for more than it has been on. */
static void
test_slow_down_started_anew (void)
{
  g_autoptr (Fixture) fixture = fixture_new ();
  g_autoptr (PakivDesk) desk = desk_fixture_create (fixture, "desk");

  for (int i = 0; i < 3; i++)
    try_wrong (desk, "Ana", PAKIV_LOG_ERROR_PASSPHRASE);
  change_attempt (fixture, "Ana", 0, TRUE);
  g_assert_cmpuint (pakiv_desk_get_wait (desk, "Ana"), >, 0);
  /* In the future: the clock was set back. Nobody is locked out for a year. */
  change_attempt (fixture, "Ana", -365 * 86400, TRUE);
  g_assert_cmpuint (pakiv_desk_get_wait (desk, "Ana"), <=, 5);
  change_attempt (fixture, "Ana", 2 * 365 * 86400, TRUE);
  g_assert_cmpuint (pakiv_desk_get_wait (desk, "Ana"), <=, 5);
  fixture_write (fixture, "desk/attempts.json", "damaged");
  pakiv_session_unref (desk_fixture_unlock (desk, "Ana"));
}

int
main (int argc, char **argv)
{
  fixture_use_memory ();
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/members/slow-down", test_slow_down);
  g_test_add_func ("/members/one-try-at-a-time", test_one_at_a_time);
  g_test_add_func ("/members/slow-down-started-anew", test_slow_down_started_anew);
  return g_test_run ();
}
