/* A new passphrase: only from who knows the old one, and never before other keys than the member’s.
 */
#include "members-fixture.h"

#include "pakiv-recovery.h"

#include <json-glib/json-glib.h>
#include <string.h>

static void
test_passphrase (void)
{
  g_autoptr (Fixture) fixture = fixture_new ();
  g_autoptr (PakivDesk) desk = desk_fixture_create (fixture, "desk");
  g_autoptr (PakivSession) ana = desk_fixture_unlock (desk, "Ana");
  g_autoptr (PakivSession) again = NULL;
  g_autoptr (PakivDesk) apart = NULL;
  GError *error = NULL;

  desk_fixture_fill (fixture, ana, PAKIV_LOG_POLICE, 2);
  g_assert_false (pakiv_session_change_passphrase (ana, "no words of Ana", "quiet river", &error));
  g_assert_error (error, PAKIV_LOG_ERROR, PAKIV_LOG_ERROR_PASSPHRASE);
  g_clear_error (&error);
  members_check_refused (pakiv_session_change_passphrase (ana, "the words of Ana", "short", &error),
                         "Ana");
  g_assert_true (
      pakiv_session_change_passphrase (ana, "the words of Ana", "quiet river stones", &error));
  g_assert_no_error (error);
  /* The open session goes on. */
  g_assert_cmpint (desk_fixture_count (fixture, ana, PAKIV_LOG_POLICE), ==, 2);
  apart = members_open_again (desk);
  desk_fixture_check_locked (apart, "Ana", PAKIV_LOG_ERROR_PASSPHRASE);
  again = pakiv_desk_unlock (apart, "Ana", "quiet river stones", &error);
  g_assert_no_error (error);
  g_assert_cmpint (desk_fixture_count (fixture, again, PAKIV_LOG_POLICE), ==, 2);
}

/* The entry of @from in @text (desk.json), in place of that of @name where @whole, else only what
 * the passphrase opens. */
static char *
swap_entry (const char *text, const char *name, const char *from, gboolean whole)
{
  const char *const parts[] = { "passphrase", "nonce", "secret-key", "public-key" };
  g_autoptr (JsonNode) root = json_from_string (text, NULL), other = json_node_copy (root);
  JsonObject *entries[2] = { NULL, NULL };
  const char *const names[] = { name, from };

  for (int i = 0; i < 2; i++)
    {
      JsonArray *members
          = json_object_get_array_member (json_node_get_object (i == 0 ? root : other), "members");

      for (guint k = 0; k < json_array_get_length (members); k++)
        {
          JsonObject *member = json_array_get_object_element (members, k);

          if (strcmp (json_object_get_string_member (member, "name"), names[i]) == 0)
            entries[i] = member;
        }
    }
  for (guint i = 0; i < G_N_ELEMENTS (parts) - (whole ? 0 : 1); i++)
    json_object_set_member (entries[0], parts[i],
                            json_node_copy (json_object_get_member (entries[1], parts[i])));
  return json_to_string (root, TRUE);
}

/* Whoever sits at an unlocked desk and may write its folder puts what their own passphrase opens
 * into the entry: that is no old passphrase, and no way to the member's keys. */
static void
test_passphrase_of_another (void)
{
  g_autoptr (Fixture) fixture = fixture_new ();
  g_autoptr (PakivDesk) desk = desk_fixture_create (fixture, "desk");
  g_autoptr (PakivSession) ana = desk_fixture_unlock (desk, "Ana");
  g_autofree char *text = fixture_read (fixture, "desk/desk.json");
  GError *error = NULL;

  for (int whole = 0; whole < 2; whole++)
    {
      g_autofree char *swapped = swap_entry (text, "Ana", "Bogdan", whole);
      g_autofree char *after = NULL;

      fixture_write (fixture, "desk/desk.json", swapped);
      members_check_refused (pakiv_session_change_passphrase (ana, "the words of Bogdan",
                                                              "quiet river stones", &error),
                             "new keys");
      after = fixture_read (fixture, "desk/desk.json");
      g_assert_cmpstr (swapped, ==, after);
    }
}

/* A session of before a recovery does not put its own, older key behind the new passphrase. */
static void
test_passphrase_after_recovery (void)
{
  g_autoptr (Fixture) fixture = fixture_new ();
  g_autoptr (PakivDesk) desk = desk_fixture_create (fixture, "desk");
  g_autoptr (PakivSession) ana = desk_fixture_unlock (desk, "Ana");
  g_autoptr (PakivSession) again = NULL;
  g_autoptr (GPtrArray) parts
      = g_ptr_array_new_with_free_func ((GDestroyNotify)pakiv_recovery_part_free);
  GError *error = NULL;

  desk_fixture_fill (fixture, ana, PAKIV_LOG_POLICE, 2);
  g_ptr_array_add (parts, pakiv_session_make_recovery (ana, PAKIV_KEY_POLICE, &error));
  g_assert_true (pakiv_session_keep_recovery (ana, parts->pdata[0], 0, 0, fixture->clock, &error));
  g_assert_true (pakiv_desk_recover (desk, "Ana", "a lamp in the window", parts, &error));
  g_assert_no_error (error);
  members_check_refused (
      pakiv_session_change_passphrase (ana, "a lamp in the window", "quiet river stones", &error),
      "new keys");
  again = pakiv_desk_unlock (desk, "Ana", "a lamp in the window", &error);
  g_assert_no_error (error);
  g_assert_cmpint (desk_fixture_count (fixture, again, PAKIV_LOG_POLICE), ==, 2);
}

int
main (int argc, char **argv)
{
  fixture_use_memory ();
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/members/passphrase", test_passphrase);
  g_test_add_func ("/members/passphrase-of-another", test_passphrase_of_another);
  g_test_add_func ("/members/passphrase-after-recovery", test_passphrase_after_recovery);
  return g_test_run ();
}
