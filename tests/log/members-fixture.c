#include "members-fixture.h"

#include "pakiv-member-keys.h"
#include "pakiv-sql.h"

#include <json-glib/json-glib.h>
#include <string.h>

void
members_check_holds (Fixture *fixture, PakivDesk *desk, const char *name, const char *logs)
{
  const char *const words[] = { "police", "mediation", "joint", "trace" };
  g_autoptr (PakivSession) session = desk_fixture_unlock (desk, name);

  for (int i = 0; i < PAKIV_N_KEYS; i++)
    {
      gboolean expected = strstr (logs, words[i]) != NULL;

      g_test_message ("%s: %s", name, words[i]);
      g_assert_cmpint (pakiv_desk_member_holds (desk, name, i), ==, expected);
      if (i < PAKIV_N_LOGS)
        g_assert_cmpint (desk_fixture_count (fixture, session, i) >= 0, ==, expected);
    }
}

PakivDesk *
members_open_again (PakivDesk *desk)
{
  g_autoptr (GError) error = NULL;
  PakivDesk *again = pakiv_desk_open (pakiv_desk_get_folder (desk), &error);

  g_assert_no_error (error);
  pakiv_desk_set_cost (again, PAKIV_COST_TEST);
  return again;
}

gboolean
members_add (PakivSession *session, const char *name, PakivRole role, GError **error)
{
  g_autofree char *words = desk_fixture_words (name);

  return pakiv_session_add_member (session, name, role, words, error);
}

void
members_check_sentence (gboolean done, GError *error, const char *words)
{
  g_assert_false (done);
  g_assert_error (error, PAKIV_LOG_ERROR, PAKIV_LOG_ERROR_REFUSED);
  g_test_message ("%s", error->message);
  g_assert_nonnull (strstr (error->message, words));
  g_error_free (error);
}

PakivSecret *
members_take_key (Fixture *fixture, const char *name, const char *log)
{
  g_autofree char *words = desk_fixture_words (name);
  g_autofree char *text = fixture_read (fixture, "desk/desk.json");
  g_autoptr (JsonNode) root = json_from_string (text, NULL);
  JsonArray *members = json_object_get_array_member (json_node_get_object (root), "members");
  PakivMemberKeys keys = { 0 };
  g_autoptr (PakivSecret) secret = NULL;
  g_autoptr (GError) error = NULL;
  const char *sealed = NULL;
  PakivKeyId id;

  g_assert_true (pakiv_key_id_from_string (log, &id));
  for (guint i = 0; i < json_array_get_length (members); i++)
    {
      JsonObject *member = json_array_get_object_element (members, i);
      JsonObject *passphrase = json_object_get_object_member (member, "passphrase");
      const struct
      {
        JsonObject *object;
        const char *name;
        guint8 *bytes;
        gsize length;
      } parts[] = { { passphrase, "salt", keys.salt, sizeof keys.salt },
                    { member, "public-key", keys.public_key, sizeof keys.public_key },
                    { member, "nonce", keys.nonce, sizeof keys.nonce },
                    { member, "secret-key", keys.box, sizeof keys.box } };

      if (strcmp (json_object_get_string_member (member, "name"), name) != 0)
        continue;
      for (guint k = 0; k < G_N_ELEMENTS (parts); k++)
        g_assert_cmpint (
            sodium_base642bin (
                parts[k].bytes, parts[k].length,
                json_object_get_string_member (parts[k].object, parts[k].name),
                strlen (json_object_get_string_member (parts[k].object, parts[k].name)), NULL, NULL,
                NULL, sodium_base64_VARIANT_ORIGINAL),
            ==, 0);
      keys.operations = (guint64)json_object_get_int_member (passphrase, "operations");
      keys.memory = (guint64)json_object_get_int_member (passphrase, "memory");
      sealed = json_object_get_string_member_with_default (
          json_object_get_object_member (member, "log-keys"), log, NULL);
    }
  if (sealed == NULL)
    return NULL;
  g_assert_cmpint (sodium_base642bin (keys.sealed[id], PAKIV_SEALED_BYTES, sealed, strlen (sealed),
                                      NULL, NULL, NULL, sodium_base64_VARIANT_ORIGINAL),
                   ==, 0);
  keys.holds[id] = TRUE;
  secret = pakiv_member_keys_unlock (&keys, words, &error);
  g_assert_no_error (error);
  return pakiv_member_keys_unseal (&keys, id, secret);
}

gboolean
members_opens (Fixture *fixture, const char *name, const guint8 *key)
{
  g_autofree char *path = fixture_get_path (fixture, name);
  g_autoptr (PakivSql) sql = pakiv_sql_open (path, key, NULL);

  return sql != NULL;
}
