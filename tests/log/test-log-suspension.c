/* Members who go: nothing that is written afterwards opens with what they kept. */
#include "members-fixture.h"

#include <string.h>

static void
test_suspend (void)
{
  g_autoptr (Fixture) fixture = fixture_new ();
  g_autoptr (PakivDesk) desk = desk_fixture_create (fixture, "desk");
  g_autoptr (PakivDesk) apart = NULL;
  g_autoptr (PakivSession) ana = desk_fixture_unlock (desk, "Ana");
  g_autoptr (PakivSession) bogdan = desk_fixture_unlock (desk, "Bogdan");
  g_autoptr (PakivSession) mirela = desk_fixture_unlock (desk, "Mirela");
  g_autoptr (PakivSecret) police = NULL, joint = NULL, mediation = NULL, now = NULL;
  GError *error = NULL;

  desk_fixture_fill (fixture, ana, PAKIV_LOG_POLICE, 20);
  desk_fixture_fill (fixture, bogdan, PAKIV_LOG_JOINT, 5);
  desk_fixture_fill (fixture, mirela, PAKIV_LOG_MEDIATION, 3);
  police = members_take_key (fixture, "Bogdan", "police");
  joint = members_take_key (fixture, "Bogdan", "joint");
  mediation = members_take_key (fixture, "Mirela", "mediation");
  g_assert_true (members_opens (fixture, "desk/police.log", police));
  g_assert_true (members_opens (fixture, "desk/joint.log", joint));

  members_check_refused (pakiv_session_suspend_member (mirela, "Bogdan", fixture->clock, &error),
                         "police");
  members_check_refused (pakiv_session_suspend_member (ana, "Ana", fixture->clock, &error),
                         "themselves");
  pakiv_session_suspend_member (ana, "Bogdan", fixture->clock, &error);
  g_assert_no_error (error);

  /* What Bogdan had opens nothing, through the desk or past it. */
  g_assert_false (members_opens (fixture, "desk/police.log", police));
  g_assert_false (members_opens (fixture, "desk/joint.log", joint));
  g_assert_null (members_take_key (fixture, "Bogdan", "police"));
  g_assert_null (members_take_key (fixture, "Bogdan", "joint"));
  g_assert_cmpint (desk_fixture_count (fixture, bogdan, PAKIV_LOG_POLICE), ==, -1);
  desk_fixture_check_locked (desk, "Bogdan", PAKIV_LOG_ERROR_REFUSED);
  apart = members_open_again (desk);
  desk_fixture_check_locked (apart, "Bogdan", PAKIV_LOG_ERROR_REFUSED);
  g_assert_cmpstr (pakiv_desk_find_member (apart, "Bogdan")->suspended, ==, FIXTURE_DAY);

  /* The others go on, in sessions of before and of after; what was not his has its key still. */
  g_assert_cmpint (desk_fixture_count (fixture, ana, PAKIV_LOG_POLICE), ==, 20);
  g_assert_cmpint (desk_fixture_count (fixture, mirela, PAKIV_LOG_JOINT), ==, 5);
  members_check_holds (fixture, apart, "Ana", "police joint");
  members_check_holds (fixture, apart, "Nadia", "mediation joint");
  now = members_take_key (fixture, "Mirela", "mediation");
  g_assert_cmpmem (now, 32, mediation, 32);
  members_check_refused (pakiv_session_suspend_member (ana, "Bogdan", fixture->clock, &error),
                         "Bogdan");
  members_check_refused (pakiv_session_grant (ana, "Bogdan", &error), "Bogdan");
  /* He suspends nobody and adds nobody with what he still has in memory. */
  g_assert_false (pakiv_session_suspend_member (bogdan, "Ana", fixture->clock, &error));
  g_clear_error (&error);
  g_assert_false (members_add (bogdan, "Friend", PAKIV_ROLE_OFFICER, &error));
  g_clear_error (&error);
  /* The name stays taken. */
  members_check_refused (members_add (ana, "Bogdan", PAKIV_ROLE_OFFICER, &error), "Bogdan");
}

/* Another officer gets another trace key, and through it the entries of before. */
static void
test_suspend_officer (void)
{
  g_autoptr (Fixture) fixture = fixture_new ();
  g_autoptr (PakivDesk) desk = desk_fixture_create (fixture, "desk");
  g_autoptr (PakivSession) dora = desk_fixture_unlock (desk, "Dora");
  g_autoptr (PakivSession) emil = NULL;
  g_autoptr (PakivSecret) old = NULL, now = NULL, none = NULL;
  guint8 before[32], after[32];
  GError *error = NULL;

  memcpy (before, pakiv_desk_get_trace_key (desk), sizeof before);
  g_assert_true (members_add (dora, "Emil", PAKIV_ROLE_DPO, &error));
  old = members_take_key (fixture, "Dora", "trace");
  emil = desk_fixture_unlock (desk, "Emil");
  g_assert_true (pakiv_session_suspend_member (emil, "Dora", fixture->clock, &error));
  g_assert_no_error (error);
  memcpy (after, pakiv_desk_get_trace_key (desk), sizeof after);
  g_assert_cmpint (memcmp (before, after, 32), !=, 0);
  none = members_take_key (fixture, "Dora", "trace");
  g_assert_null (none);
  now = members_take_key (fixture, "Emil", "trace");
  g_assert_cmpint (memcmp (now, old, 32), !=, 0);
  members_check_refused (pakiv_session_suspend_member (emil, "Emil", fixture->clock, &error),
                         "themselves");
}

/* Open in another window: refused, and nothing is changed. */
static void
test_suspend_while_open (void)
{
  g_autoptr (Fixture) fixture = fixture_new ();
  g_autoptr (PakivDesk) desk = desk_fixture_create (fixture, "desk");
  g_autoptr (PakivSession) ana = desk_fixture_unlock (desk, "Ana");
  g_autoptr (PakivSession) nadia = desk_fixture_unlock (desk, "Nadia");
  g_autoptr (PakivSession) bogdan = desk_fixture_unlock (desk, "Bogdan");
  g_autoptr (PakivLog) open = NULL;
  g_autofree char *before = NULL, *after = NULL;
  g_autoptr (GError) error = NULL;

  desk_fixture_fill (fixture, ana, PAKIV_LOG_POLICE, 2);
  open = pakiv_session_open_log (nadia, PAKIV_LOG_JOINT, fixture->definitions, fixture->clock,
                                 &error);
  before = fixture_read (fixture, "desk/desk.json");
  g_assert_false (pakiv_session_suspend_member (ana, "Bogdan", fixture->clock, &error));
  g_assert_error (error, PAKIV_LOG_ERROR, PAKIV_LOG_ERROR_BUSY);
  g_assert_nonnull (strstr (error->message, "joint.log"));
  g_clear_error (&error);
  after = fixture_read (fixture, "desk/desk.json");
  g_assert_cmpstr (before, ==, after);
  members_check_holds (fixture, desk, "Bogdan", "police joint");
  g_clear_pointer (&open, pakiv_log_unref);
  g_assert_true (pakiv_session_suspend_member (ana, "Bogdan", fixture->clock, &error));
  /* Who had unlocked the desk before is told why no log opens any more. */
  open = pakiv_session_open_log (bogdan, PAKIV_LOG_POLICE, fixture->definitions, fixture->clock,
                                 &error);
  g_assert_null (open);
  g_assert_error (error, PAKIV_LOG_ERROR, PAKIV_LOG_ERROR_REFUSED);
  g_assert_nonnull (strstr (error->message, "Bogdan"));
}

int
main (int argc, char **argv)
{
  fixture_use_memory ();
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/members/suspend", test_suspend);
  g_test_add_func ("/members/suspend-officer", test_suspend_officer);
  g_test_add_func ("/members/suspend-while-open", test_suspend_while_open);
  return g_test_run ();
}
