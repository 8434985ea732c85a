/* Members who come and change: who may, which keys reach whom, and that nothing is lost when two
 * programs do it at once. */
#include "members-fixture.h"

#include "pakiv-member-keys.h"

#include <json-glib/json-glib.h>
#include <string.h>

static void
test_add (void)
{
  g_autoptr (Fixture) fixture = fixture_new ();
  g_autoptr (PakivDesk) desk = desk_fixture_create (fixture, "desk");
  g_autoptr (PakivDesk) again = NULL;
  g_autoptr (PakivSession) ana = desk_fixture_unlock (desk, "Ana");
  g_autoptr (PakivSession) mirela = desk_fixture_unlock (desk, "Mirela");
  g_autoptr (PakivSession) dora = desk_fixture_unlock (desk, "Dora");
  GError *error = NULL;

  desk_fixture_fill (fixture, ana, PAKIV_LOG_POLICE, 3);
  g_assert_true (members_add (ana, "Petru", PAKIV_ROLE_SUPERVISOR, &error));
  g_assert_no_error (error);
  g_assert_true (members_add (mirela, "Oana", PAKIV_ROLE_MEDIATOR, &error));
  g_assert_true (members_add (dora, "Emil", PAKIV_ROLE_DPO, &error));
  again = members_open_again (desk);
  members_check_holds (fixture, again, "Petru", "police joint");
  members_check_holds (fixture, again, "Oana", "mediation joint");
  members_check_holds (fixture, again, "Emil", "trace");
  members_check_holds (fixture, again, "Ana", "police joint");

  members_check_refused (members_add (mirela, "Radu", PAKIV_ROLE_OFFICER, &error), "police");
  members_check_refused (members_add (ana, "Radu", PAKIV_ROLE_MEDIATOR, &error), "mediator");
  members_check_refused (members_add (ana, "Radu", PAKIV_ROLE_DPO, &error), "data-protection");
  members_check_refused (members_add (dora, "Radu", PAKIV_ROLE_OFFICER, &error), "police");
  /* Petru is a supervisor now. */
  members_check_refused (members_add (ana, "Radu", PAKIV_ROLE_OFFICER, &error), "supervisor");
  members_check_refused (members_add (dora, "Mirela", PAKIV_ROLE_DPO, &error), "Mirela");
  members_check_refused (members_add (dora, " x", PAKIV_ROLE_DPO, &error), "name");
  members_check_refused (pakiv_session_add_member (dora, "Radu", PAKIV_ROLE_DPO, "short", &error),
                         "Radu");
  g_assert_null (pakiv_desk_find_member (again, "Radu"));
}

/* What costs a thief the time: never less than MODERATE but in tests. */
static void
test_cost (void)
{
  g_autoptr (Fixture) fixture = fixture_new ();
  g_autoptr (PakivDesk) desk = desk_fixture_create (fixture, "desk");
  g_autoptr (PakivDesk) again = NULL;
  g_autoptr (PakivSession) dora = NULL;
  g_autofree char *text = NULL, *expected = NULL;
  g_autoptr (GError) error = NULL;

  again = pakiv_desk_open (pakiv_desk_get_folder (desk), &error);
  dora = desk_fixture_unlock (again, "Dora");
  g_assert_true (members_add (dora, "Emil", PAKIV_ROLE_DPO, &error));
  text = fixture_read (fixture, "desk/desk.json");
  expected = g_strdup_printf ("\"memory\" : %u", (guint)crypto_pwhash_MEMLIMIT_MODERATE);
  g_assert_nonnull (strstr (text, expected));
}

/* While there is no data-protection officer anyone may appoint the first, with whom a new trace
 * begins: what was sealed before is nobody's to read. */
static void
test_first_officer (void)
{
  g_autoptr (Fixture) fixture = fixture_new ();
  g_autoptr (PakivDesk) desk
      = desk_fixture_create_with (fixture, "desk", "Ana:officer", "Mirela:mediator", NULL);
  g_autoptr (PakivSession) mirela = desk_fixture_unlock (desk, "Mirela");
  guint8 before[32];
  GError *error = NULL;

  g_assert_nonnull (pakiv_desk_get_trace_key (desk));
  memcpy (before, pakiv_desk_get_trace_key (desk), sizeof before);
  g_assert_true (members_add (mirela, "Dora", PAKIV_ROLE_DPO, &error));
  g_assert_true (pakiv_desk_member_holds (desk, "Dora", PAKIV_KEY_TRACE));
  g_assert_cmpint (memcmp (before, pakiv_desk_get_trace_key (desk), sizeof before), !=, 0);
  members_check_refused (members_add (mirela, "Emil", PAKIV_ROLE_DPO, &error), "data-protection");
}

static void
test_role (void)
{
  g_autoptr (Fixture) fixture = fixture_new ();
  g_autoptr (PakivDesk) desk = desk_fixture_create (fixture, "desk");
  g_autoptr (PakivSession) ana = desk_fixture_unlock (desk, "Ana");
  GError *error = NULL;

  members_check_refused (pakiv_session_set_member_role (ana, "Bogdan", PAKIV_ROLE_MEDIATOR, &error),
                         "Suspend");
  members_check_refused (pakiv_session_set_member_role (ana, "Dora", PAKIV_ROLE_OFFICER, &error),
                         "Suspend");
  g_assert_false (pakiv_session_set_member_role (ana, "Nobody", PAKIV_ROLE_OFFICER, &error));
  g_assert_error (error, PAKIV_LOG_ERROR, PAKIV_LOG_ERROR_NOT_FOUND);
  g_clear_error (&error);
  g_assert_true (pakiv_session_set_member_role (ana, "Bogdan", PAKIV_ROLE_SUPERVISOR, &error));
  members_check_holds (fixture, desk, "Bogdan", "police joint");
  g_assert_cmpint (pakiv_desk_find_member (desk, "Bogdan")->role, ==, PAKIV_ROLE_SUPERVISOR);
  /* No officer makes themselves a supervisor where there is one. */
  members_check_refused (pakiv_session_set_member_role (ana, "Ana", PAKIV_ROLE_SUPERVISOR, &error),
                         "supervisor");
}

/* Two programs, each with what it read long ago: neither loses what the other wrote. */
static void
test_two_programs (void)
{
  g_autoptr (Fixture) fixture = fixture_new ();
  g_autoptr (PakivDesk) one = desk_fixture_create (fixture, "desk");
  g_autoptr (PakivDesk) two = members_open_again (one);
  g_autoptr (PakivSession) ana = desk_fixture_unlock (one, "Ana");
  g_autoptr (PakivSession) mirela = desk_fixture_unlock (two, "Mirela");
  g_autoptr (PakivSession) nadia = desk_fixture_unlock (one, "Nadia");
  g_autofree char *council = NULL;
  GError *error = NULL;

  g_assert_true (members_add (ana, "Petru", PAKIV_ROLE_OFFICER, &error));
  g_assert_true (members_add (mirela, "Oana", PAKIV_ROLE_MEDIATOR, &error));
  g_assert_true (pakiv_desk_set_council (one, "https://council.example/", "token", &error));
  g_assert_true (pakiv_session_change_passphrase (mirela, "the words of Mirela",
                                                  "another set of words", &error));
  g_assert_nonnull (pakiv_desk_find_member (two, "Petru"));
  council = pakiv_desk_get_council (two);
  g_assert_cmpstr (council, ==, "https://council.example/");
  g_assert_null (pakiv_desk_find_member (one, "Nobody"));
  /* Suspended through one, known at once where it matters through the other. */
  g_assert_true (pakiv_session_suspend_member (mirela, "Nadia", fixture->clock, &error));
  g_assert_cmpint (desk_fixture_count (fixture, nadia, PAKIV_LOG_MEDIATION), ==, -1);
  desk_fixture_check_locked (one, "Nadia", PAKIV_LOG_ERROR_REFUSED);
}

static gpointer
add_many (gpointer data)
{
  PakivSession *session = data;

  for (int i = 0; i < 10; i++)
    {
      g_autofree char *name
          = g_strdup_printf ("%s %d", pakiv_session_get_member (session)->name, i);
      g_autoptr (GError) error = NULL;

      g_assert_true (members_add (session, name, pakiv_session_get_member (session)->role, &error));
      g_assert_no_error (error);
    }
  return NULL;
}

static void
test_at_once (void)
{
  g_autoptr (Fixture) fixture = fixture_new ();
  g_autoptr (PakivDesk) one = desk_fixture_create (fixture, "desk");
  g_autoptr (PakivDesk) two = members_open_again (one);
  g_autoptr (PakivSession) ana = desk_fixture_unlock (one, "Ana");
  g_autoptr (PakivSession) mirela = desk_fixture_unlock (two, "Mirela");
  g_autoptr (PakivSession) dora = desk_fixture_unlock (two, "Dora");
  GThread *threads[]
      = { g_thread_new ("ana", add_many, ana), g_thread_new ("mirela", add_many, mirela),
          g_thread_new ("dora", add_many, dora) };

  for (guint i = 0; i < G_N_ELEMENTS (threads); i++)
    g_thread_join (threads[i]);
  g_assert_true (pakiv_desk_refresh (one, NULL));
  g_assert_cmpuint (pakiv_desk_get_members (one)->len, ==, 5 + 30);
  members_check_holds (fixture, one, "Mirela 9", "mediation joint");
}

/* A key that was taken from desk.json is given again by who holds it, and only what the role may
 * hold. */
static void
test_grant (void)
{
  g_autoptr (Fixture) fixture = fixture_new ();
  g_autoptr (PakivDesk) desk = desk_fixture_create (fixture, "desk");
  g_autoptr (PakivSession) ana = desk_fixture_unlock (desk, "Ana");
  g_autoptr (PakivSession) mirela = desk_fixture_unlock (desk, "Mirela");
  g_autofree char *text = fixture_read (fixture, "desk/desk.json");
  g_autoptr (JsonNode) root = json_from_string (text, NULL);
  JsonArray *members = json_object_get_array_member (json_node_get_object (root), "members");
  JsonObject *bogdan
      = json_object_get_object_member (json_array_get_object_element (members, 1), "log-keys");
  g_autofree char *changed = NULL;
  GError *error = NULL;

  json_object_remove_member (bogdan, "joint");
  json_object_remove_member (bogdan, "police");
  changed = json_to_string (root, TRUE);
  fixture_write (fixture, "desk/desk.json", changed);
  g_assert_true (pakiv_desk_refresh (desk, NULL));
  members_check_holds (fixture, desk, "Bogdan", "");
  g_assert_true (pakiv_session_grant (mirela, "Bogdan", &error));
  members_check_holds (fixture, desk, "Bogdan", "joint");
  members_check_refused (pakiv_session_grant (mirela, "Bogdan", &error), "Bogdan");
  /* Who lacks a key can't suspend who holds it. */
  {
    g_autoptr (PakivSession) half = desk_fixture_unlock (desk, "Bogdan");

    members_check_refused (pakiv_session_suspend_member (half, "Ana", fixture->clock, &error),
                           "Police log");
  }
  g_assert_true (pakiv_session_grant (ana, "Bogdan", &error));
  members_check_holds (fixture, desk, "Bogdan", "police joint");
}

int
main (int argc, char **argv)
{
  fixture_use_memory ();
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/members/add", test_add);
  g_test_add_func ("/members/cost", test_cost);
  g_test_add_func ("/members/first-officer", test_first_officer);
  g_test_add_func ("/members/role", test_role);
  g_test_add_func ("/members/two-programs", test_two_programs);
  g_test_add_func ("/members/at-once", test_at_once);
  g_test_add_func ("/members/grant", test_grant);
  return g_test_run ();
}
