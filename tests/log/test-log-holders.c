/* A new key goes to no entry of desk.json that somebody without the key has written. */
#include "rekey-fixture.h"

#include "pakiv-desk-private.h"
#include "pakiv-recovery.h"
#include "pakiv-rekey.h"
#include "pakiv-sql.h"

#include <json-glib/json-glib.h>
#include <string.h>

/* Where @object (desk.json) has the public key of @who: a member, or "recovery". */
static JsonObject *
find_entry (JsonObject *object, const char *who)
{
  JsonArray *members = json_object_get_array_member (object, "members");

  for (guint i = 0; i < json_array_get_length (members); i++)
    {
      JsonObject *member = json_array_get_object_element (members, i);

      if (strcmp (json_object_get_string_member (member, "name"), who) == 0)
        return member;
    }
  return json_object_get_object_member (json_object_get_object_member (object, "recovery"),
                                        "police");
}

/* As one who may write the folder, but holds no key, could: their own public key for @who. */
static void
change_public_key (Fixture *fixture, const char *who, gboolean as_format_1)
{
  g_autofree char *text = fixture_read (fixture, "desk/desk.json"), *changed = NULL, *key = NULL;
  g_autoptr (JsonNode) root = json_from_string (text, NULL);
  JsonObject *object = json_node_get_object (root);
  JsonObject *entry = find_entry (object, who);
  g_autoptr (PakivSecret) theirs = pakiv_secret_new_random (32);
  guint8 public_key[32];

  crypto_scalarmult_base (public_key, theirs);
  key = g_base64_encode (public_key, sizeof public_key);
  json_object_set_string_member (entry, "public-key", key);
  if (as_format_1)
    {
      json_object_set_int_member (object, "pakiv-desk", 1);
      json_object_remove_member (entry, "key-proofs");
      json_object_remove_member (entry, "key-proof");
    }
  changed = json_to_string (root, TRUE);
  fixture_write (fixture, "desk/desk.json", changed);
}

static void
check_not_given (const char *who, gboolean as_format_1)
{
  g_autoptr (Fixture) fixture = fixture_new ();
  g_autoptr (PakivDesk) desk = rekey_desk_new (fixture, "desk");
  g_autoptr (PakivSession) ana = desk_fixture_unlock (desk, "Ana");
  g_autoptr (PakivRecoveryPart) sheet = NULL;
  g_autofree char *before = NULL, *after = NULL;
  g_autoptr (GError) error = NULL;

  sheet = pakiv_session_make_recovery (ana, PAKIV_KEY_POLICE, &error);
  g_assert_true (pakiv_session_keep_recovery (ana, sheet, 0, 0, fixture->clock, &error));
  change_public_key (fixture, who, as_format_1);
  before = fixture_read (fixture, "desk/desk.json");
  g_assert_false (pakiv_session_suspend_member (ana, "Bogdan", fixture->clock, &error));
  g_assert_error (error, PAKIV_LOG_ERROR, PAKIV_LOG_ERROR_REFUSED);
  g_assert_nonnull (strstr (error->message, who));
  g_clear_error (&error);
  after = fixture_read (fixture, "desk/desk.json");
  g_assert_cmpstr (before, ==, after);
  g_assert_cmpint (desk_fixture_count (fixture, ana, PAKIV_LOG_POLICE), ==, REKEY_RECORDS);
  if (strcmp (who, "recovery") != 0)
    return;
  /* What the message says to do helps. */
  g_clear_pointer (&sheet, pakiv_recovery_part_free);
  sheet = pakiv_session_make_recovery (ana, PAKIV_KEY_POLICE, &error);
  g_assert_true (pakiv_session_keep_recovery (ana, sheet, 0, 0, fixture->clock, &error));
  pakiv_session_suspend_member (ana, "Bogdan", fixture->clock, &error);
  g_assert_no_error (error);
}

/* desk.json as one who may write the folder, but holds no key, could make it: as if the police log
 * were on its way to @key, sealed to each who holds it now, with proofs and all. */
static void
make_up_next_key (Fixture *fixture, const guint8 *key)
{
  g_autofree char *text = fixture_read (fixture, "desk/desk.json"), *changed = NULL;
  g_autoptr (JsonNode) root = json_from_string (text, NULL);
  JsonObject *object = json_node_get_object (root);
  JsonArray *members = json_object_get_array_member (object, "members");

  for (guint i = 0; i < json_array_get_length (members); i++)
    {
      JsonObject *member = json_array_get_object_element (members, i);
      JsonObject *next = json_object_new (), *proofs = json_object_new ();
      const char *public_text = json_object_get_string_member (member, "public-key");
      PakivMemberKeys keys = { 0 };
      g_autofree char *sealed = NULL, *proof = NULL;

      g_assert_cmpint (sodium_base642bin (keys.public_key, sizeof keys.public_key, public_text,
                                          strlen (public_text), NULL, NULL, NULL,
                                          sodium_base64_VARIANT_ORIGINAL),
                       ==, 0);
      pakiv_member_keys_seal_next (&keys, PAKIV_LOG_POLICE, key);
      sealed = g_base64_encode (keys.next[PAKIV_LOG_POLICE], PAKIV_SEALED_BYTES);
      proof = g_base64_encode (keys.next_proof[PAKIV_LOG_POLICE], PAKIV_PROOF_BYTES);
      if (json_object_has_member (json_object_get_object_member (member, "log-keys"), "police"))
        {
          json_object_set_string_member (next, "police", sealed);
          json_object_set_string_member (proofs, "police", proof);
        }
      json_object_set_object_member (member, "next-keys", next);
      json_object_set_object_member (member, "next-proofs", proofs);
    }
  json_array_add_string_element (json_object_get_array_member (object, "rekeying"), "police");
  changed = json_to_string (root, TRUE);
  fixture_write (fixture, "desk/desk.json", changed);
}

/* A log is never written under a key that somebody without its key has chosen. */
static void
test_made_up_next_key (void)
{
  g_autoptr (Fixture) fixture = fixture_new ();
  g_autoptr (PakivDesk) desk = rekey_desk_new (fixture, "desk");
  g_autoptr (PakivSession) ana = desk_fixture_unlock (desk, "Ana");
  g_autofree char *path = fixture_get_path (fixture, "desk/police.log");
  g_autoptr (PakivSecret) chosen = pakiv_secret_new_random (PAKIV_KEY_BYTES);
  g_autoptr (PakivSql) sql = NULL;
  g_autoptr (GError) error = NULL;

  make_up_next_key (fixture, chosen);
  g_assert_cmpint (desk_fixture_count (fixture, ana, PAKIV_LOG_POLICE), ==, REKEY_RECORDS);
  sql = pakiv_sql_open (path, chosen, &error);
  g_assert_null (sql);
  rekey_check_whole (fixture, pakiv_desk_get_folder (desk), REKEY_RECORDS);
}

static void
test_changed_public_key (void)
{
  check_not_given ("recovery", FALSE);
  check_not_given ("recovery", TRUE);
  check_not_given ("Nadia", FALSE);
  check_not_given ("Nadia", TRUE);
}

/* A key that a member lacks goes to no entry that somebody without a key has changed. */
static void
test_grant_to_changed (void)
{
  g_autoptr (Fixture) fixture = fixture_new ();
  g_autoptr (PakivDesk) desk = rekey_desk_new (fixture, "desk");
  g_autoptr (PakivSession) ana = desk_fixture_unlock (desk, "Ana");
  g_autofree char *text = fixture_read (fixture, "desk/desk.json"), *lacking = NULL;
  g_autoptr (JsonNode) root = json_from_string (text, NULL);
  JsonObject *bogdan = find_entry (json_node_get_object (root), "Bogdan");
  g_autoptr (GError) error = NULL;

  json_object_remove_member (json_object_get_object_member (bogdan, "log-keys"), "joint");
  json_object_remove_member (json_object_get_object_member (bogdan, "key-proofs"), "joint");
  lacking = json_to_string (root, TRUE);
  fixture_write (fixture, "desk/desk.json", lacking);
  change_public_key (fixture, "Bogdan", FALSE);
  g_assert_false (pakiv_session_grant (ana, "Bogdan", &error));
  g_assert_error (error, PAKIV_LOG_ERROR, PAKIV_LOG_ERROR_REFUSED);
  g_assert_nonnull (strstr (error->message, "Bogdan"));
  g_clear_error (&error);
  g_assert_false (pakiv_desk_member_holds (desk, "Bogdan", PAKIV_KEY_JOINT));
  fixture_write (fixture, "desk/desk.json", lacking);
  g_assert_true (pakiv_session_grant (ana, "Bogdan", &error));
  g_assert_true (pakiv_desk_member_holds (desk, "Bogdan", PAKIV_KEY_JOINT));
}

/* A desk of before there were proofs gets them with its first new keys. */
static void
test_no_proofs_yet (void)
{
  const PakivLogId logs[] = { PAKIV_LOG_POLICE, PAKIV_LOG_JOINT };
  g_autoptr (Fixture) fixture = fixture_new ();
  g_autoptr (PakivDesk) desk = rekey_desk_new (fixture, "desk");
  g_autoptr (PakivSession) ana = desk_fixture_unlock (desk, "Ana");
  g_autofree char *text = NULL, *changed = NULL, *after = NULL;
  g_autoptr (JsonNode) root = NULL;
  g_autoptr (GError) error = NULL;
  JsonArray *members;

  for (guint i = 0; i < G_N_ELEMENTS (logs); i++)
    {
      g_autofree char *path = pakiv_desk_get_log_path (pakiv_desk_get_folder (desk), logs[i]);
      g_autoptr (PakivSecret) key = pakiv_session_get_key (ana, (PakivKeyId)logs[i], &error);
      g_autoptr (PakivSql) sql = pakiv_sql_open (path, key, &error);

      g_assert_true (pakiv_sql_execute (sql, "DELETE FROM meta WHERE name = 'proven'", &error));
    }
  text = fixture_read (fixture, "desk/desk.json");
  root = json_from_string (text, NULL);
  members = json_object_get_array_member (json_node_get_object (root), "members");
  for (guint i = 0; i < json_array_get_length (members); i++)
    json_object_remove_member (json_array_get_object_element (members, i), "key-proofs");
  changed = json_to_string (root, TRUE);
  fixture_write (fixture, "desk/desk.json", changed);
  pakiv_session_suspend_member (ana, "Bogdan", fixture->clock, &error);
  g_assert_no_error (error);
  after = fixture_read (fixture, "desk/desk.json");
  g_assert_nonnull (strstr (after, "key-proofs"));
  rekey_check_whole (fixture, pakiv_desk_get_folder (desk), REKEY_RECORDS);
  change_public_key (fixture, "Nadia", TRUE);
  g_assert_true (
      pakiv_session_add_member (ana, "Petru", PAKIV_ROLE_OFFICER, "words of Petru", &error));
  g_assert_false (pakiv_session_suspend_member (ana, "Petru", fixture->clock, &error));
  g_assert_error (error, PAKIV_LOG_ERROR, PAKIV_LOG_ERROR_REFUSED);
}

int
main (int argc, char **argv)
{
  fixture_use_memory ();
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/rekey/made-up-next-key", test_made_up_next_key);
  g_test_add_func ("/rekey/changed-public-key", test_changed_public_key);
  g_test_add_func ("/rekey/grant-to-changed", test_grant_to_changed);
  g_test_add_func ("/rekey/no-proofs-yet", test_no_proofs_yet);
  return g_test_run ();
}
