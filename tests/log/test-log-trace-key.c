/* The key of the trace: nobody but a data-protection officer, or who makes the first, puts another
 * in its place. */
#include "members-fixture.h"

#include "pakiv-session-private.h"
#include "pakiv-sql.h"
#include "pakiv-trace.h"

#include <json-glib/json-glib.h>
#include <string.h>

/* Whoever may write the folder adds an officer of theirs to desk.json: the next trace key is not
 * for that one. */
static void
test_made_up_officer (void)
{
  g_autoptr (Fixture) fixture = fixture_new ();
  g_autoptr (PakivDesk) desk = desk_fixture_create (fixture, "desk");
  g_autoptr (PakivSession) dora = desk_fixture_unlock (desk, "Dora"), emil = NULL;
  g_autofree char *text = NULL, *changed = NULL, *member = NULL;
  g_autoptr (JsonNode) root = NULL, copy = NULL;
  JsonArray *members;
  JsonObject *made_up;
  GError *error = NULL;

  g_assert_true (members_add (dora, "Emil", PAKIV_ROLE_DPO, &error));
  emil = desk_fixture_unlock (desk, "Emil");
  text = fixture_read (fixture, "desk/desk.json");
  root = json_from_string (text, NULL);
  members = json_object_get_array_member (json_node_get_object (root), "members");
  copy = json_node_copy (json_array_get_element (members, 4));
  member = json_to_string (copy, FALSE);
  g_clear_pointer (&copy, json_node_unref);
  copy = json_from_string (member, NULL);
  made_up = json_node_get_object (copy);
  json_object_set_string_member (made_up, "name", "Nobody");
  json_object_set_object_member (made_up, "log-keys", json_object_new ());
  json_object_remove_member (made_up, "key-proofs");
  json_array_add_object_element (members, json_object_ref (made_up));
  changed = json_to_string (root, TRUE);
  fixture_write (fixture, "desk/desk.json", changed);
  g_assert_true (pakiv_session_suspend_member (emil, "Dora", fixture->clock, &error));
  g_assert_no_error (error);
  g_assert_true (pakiv_desk_member_holds (desk, "Emil", PAKIV_KEY_TRACE));
  g_assert_nonnull (pakiv_desk_find_member (desk, "Nobody"));
  g_assert_false (pakiv_desk_member_holds (desk, "Nobody", PAKIV_KEY_TRACE));
}

/* Nor for who put their own public key into an officer's entry. */
static void
test_changed_officer (void)
{
  g_autoptr (Fixture) fixture = fixture_new ();
  g_autoptr (PakivDesk) desk = desk_fixture_create (fixture, "desk");
  g_autoptr (PakivSession) dora = desk_fixture_unlock (desk, "Dora");
  g_autofree char *good = NULL, *changed = NULL, *after = NULL, *key = NULL;
  g_autoptr (JsonNode) root = NULL;
  guint8 public_key[crypto_box_PUBLICKEYBYTES], secret[crypto_box_SECRETKEYBYTES];
  JsonArray *members;
  GError *error = NULL;

  g_assert_true (members_add (dora, "Emil", PAKIV_ROLE_DPO, &error));
  g_assert_true (members_add (dora, "Felix", PAKIV_ROLE_DPO, &error));
  good = fixture_read (fixture, "desk/desk.json");
  root = json_from_string (good, NULL);
  members = json_object_get_array_member (json_node_get_object (root), "members");
  crypto_box_keypair (public_key, secret);
  key = g_base64_encode (public_key, sizeof public_key);
  json_object_set_string_member (
      json_array_get_object_element (members, json_array_get_length (members) - 2), "public-key",
      key);
  changed = json_to_string (root, TRUE);
  fixture_write (fixture, "desk/desk.json", changed);
  members_check_refused (pakiv_session_suspend_member (dora, "Felix", fixture->clock, &error),
                         "Emil");
  after = fixture_read (fixture, "desk/desk.json");
  g_assert_cmpstr (after, ==, changed);
  fixture_write (fixture, "desk/desk.json", good);
  g_assert_true (pakiv_session_suspend_member (dora, "Felix", fixture->clock, &error));
}

/* Whoever takes the officer out of desk.json does not make another the first: what is done from
 * then on would be for that one alone. */
static void
test_second_first_officer (void)
{
  for (int later = 0; later < 2; later++)
    {
      g_autoptr (Fixture) fixture = fixture_new ();
      g_autoptr (PakivDesk) desk = desk_fixture_create_with (
          fixture, "desk", "Ana:officer", "Mirela:mediator", later ? NULL : "Dora:dpo", NULL);
      g_autoptr (PakivSession) ana = desk_fixture_unlock (desk, "Ana");
      g_autofree char *good = NULL, *changed = NULL, *after = NULL;
      g_autoptr (JsonNode) root = NULL;
      JsonArray *members;
      GError *error = NULL;

      if (later)
        g_assert_true (members_add (ana, "Dora", PAKIV_ROLE_DPO, &error));
      desk_fixture_fill (fixture, ana, PAKIV_LOG_POLICE, 1);
      desk_fixture_fill (fixture, ana, PAKIV_LOG_JOINT, 1);
      good = fixture_read (fixture, "desk/desk.json");
      root = json_from_string (good, NULL);
      members = json_object_get_array_member (json_node_get_object (root), "members");
      json_array_remove_element (members, json_array_get_length (members) - 1);
      changed = json_to_string (root, TRUE);
      fixture_write (fixture, "desk/desk.json", changed);
      members_check_refused (members_add (ana, "Emil", PAKIV_ROLE_DPO, &error), "key of the trace");
      after = fixture_read (fixture, "desk/desk.json");
      g_assert_cmpstr (after, ==, changed);
      fixture_write (fixture, "desk/desk.json", good);
      g_assert_cmpint (desk_fixture_count (fixture, ana, PAKIV_LOG_POLICE), ==, 1);
    }
}

/* As one who may write the folder, but holds no key, could: their own trace key. */
static void
change_trace_key (Fixture *fixture, gboolean with_step)
{
  g_autofree char *text = fixture_read (fixture, "desk/desk.json"), *changed = NULL, *key = NULL;
  g_autoptr (JsonNode) root = json_from_string (text, NULL);
  JsonObject *object = json_node_get_object (root), *past = json_object_new ();
  JsonArray *pasts = json_object_get_array_member (object, "past-trace-keys");
  guint8 public_key[32], secret[32];

  crypto_box_keypair (public_key, secret);
  key = g_base64_encode (public_key, sizeof public_key);
  json_object_set_string_member (past, "public-key",
                                 json_object_get_string_member (object, "trace-key"));
  json_object_set_string_member (object, "trace-key", key);
  if (with_step)
    json_array_add_object_element (pasts, g_steal_pointer (&past));
  g_clear_pointer (&past, json_object_unref);
  changed = json_to_string (root, TRUE);
  fixture_write (fixture, "desk/desk.json", changed);
}

static void
check_trace_refused (Fixture *fixture, PakivSession *session, PakivLogId id)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (PakivLog) log
      = pakiv_session_open_log (session, id, fixture->definitions, fixture->clock, &error);

  g_assert_null (log);
  g_assert_error (error, PAKIV_LOG_ERROR, PAKIV_LOG_ERROR_REFUSED);
  g_test_message ("%s", error->message);
  g_assert_nonnull (strstr (error->message, "key of the trace"));
  g_assert_nonnull (strstr (error->message, pakiv_log_id_get_label (id)));
}

/* Nothing is sealed to a trace key that somebody wrote into desk.json, whether the log is opened
 * after that or was open before. */
static void
test_changed_trace_key (void)
{
  for (int with_step = 0; with_step < 2; with_step++)
    {
      g_autoptr (Fixture) fixture = fixture_new ();
      g_autoptr (PakivDesk) desk = desk_fixture_create (fixture, "desk");
      g_autoptr (PakivSession) ana = desk_fixture_unlock (desk, "Ana");
      g_autoptr (PakivLog) log = NULL;
      g_autoptr (PakivRecord) record = fixture_new_talk (fixture, "2021-05-01", "OLD", NULL);
      g_autofree char *good = NULL;
      GError *error = NULL;

      desk_fixture_fill (fixture, ana, PAKIV_LOG_POLICE, 1);
      good = fixture_read (fixture, "desk/desk.json");
      log = pakiv_session_open_log (ana, PAKIV_LOG_POLICE, fixture->definitions, fixture->clock,
                                    &error);
      g_assert_no_error (error);
      change_trace_key (fixture, with_step);
      check_trace_refused (fixture, ana, PAKIV_LOG_POLICE);
      check_trace_refused (fixture, ana, PAKIV_LOG_JOINT);
      members_check_refused (pakiv_log_save (log, record, &error), "key of the trace");
      g_clear_pointer (&log, pakiv_log_unref);
      /* What the sentence says to do helps. */
      fixture_write (fixture, "desk/desk.json", good);
      g_assert_cmpint (desk_fixture_count (fixture, ana, PAKIV_LOG_POLICE), ==, 1);
    }
}

/* The first officer is added by the police; the mediators' log knows that by the joint log's word,
 * though the logs get new keys meanwhile. An older key that was right once is not taken again. */
static void
test_steps_of_the_trace_key (void)
{
  g_autoptr (Fixture) fixture = fixture_new ();
  g_autoptr (PakivDesk) desk = desk_fixture_create_with (fixture, "desk", "Ana:officer",
                                                         "Bogdan:officer", "Mirela:mediator", NULL);
  g_autoptr (PakivSession) ana = desk_fixture_unlock (desk, "Ana");
  g_autoptr (PakivSession) mirela = desk_fixture_unlock (desk, "Mirela");
  g_autoptr (PakivSession) dora = NULL, emil = NULL;
  g_autoptr (PakivTrace) trace = NULL;
  g_autofree char *of_dora = NULL;
  GError *error = NULL;

  desk_fixture_fill (fixture, mirela, PAKIV_LOG_MEDIATION, 1);
  g_assert_true (members_add (ana, "Dora", PAKIV_ROLE_DPO, &error));
  g_assert_true (pakiv_session_suspend_member (ana, "Bogdan", fixture->clock, &error));
  of_dora = fixture_read (fixture, "desk/desk.json");
  g_assert_cmpint (desk_fixture_count (fixture, mirela, PAKIV_LOG_MEDIATION), ==, 1);
  dora = desk_fixture_unlock (desk, "Dora");
  trace = pakiv_trace_open (dora, PAKIV_LOG_MEDIATION, &error);
  g_assert_no_error (error);
  g_assert_true (members_add (dora, "Emil", PAKIV_ROLE_DPO, &error));
  emil = desk_fixture_unlock (desk, "Emil");
  g_assert_true (pakiv_session_suspend_member (emil, "Dora", fixture->clock, &error));
  g_assert_no_error (error);
  g_assert_cmpint (desk_fixture_count (fixture, mirela, PAKIV_LOG_MEDIATION), ==, 1);
  g_assert_cmpint (desk_fixture_count (fixture, ana, PAKIV_LOG_POLICE), ==, 0);
  fixture_write (fixture, "desk/desk.json", of_dora);
  check_trace_refused (fixture, mirela, PAKIV_LOG_MEDIATION);
  check_trace_refused (fixture, ana, PAKIV_LOG_POLICE);
  /* The joint log has not been opened since: it can't know yet. */
  g_assert_cmpint (desk_fixture_count (fixture, ana, PAKIV_LOG_JOINT), ==, 0);
}

/* Logs of before keep no trace key. */
static void
forget_trace_keys (PakivDesk *desk)
{
  const char *const holders[] = { "Ana", "Mirela", "Ana" };

  for (int i = 0; i < PAKIV_N_LOGS; i++)
    {
      g_autofree char *path = pakiv_desk_get_log_path (pakiv_desk_get_folder (desk), i);
      g_autoptr (PakivSession) session = desk_fixture_unlock (desk, holders[i]);
      g_autoptr (PakivSecret) key = pakiv_session_get_key (session, (PakivKeyId)i, NULL);
      g_autoptr (PakivSql) sql = pakiv_sql_open (path, key, NULL);

      g_assert_true (pakiv_sql_execute (sql, "DELETE FROM meta WHERE name LIKE '%-key'", NULL));
    }
}

/* A desk of format 1 opens, and has all of format 2 after the first unlocking. */
static void
test_format_1 (void)
{
  const char *const gone[] = { "trace-key", "past-trace-keys", "recovery", "rekeying" };
  g_autoptr (Fixture) fixture = fixture_new ();
  g_autoptr (PakivDesk) desk = desk_fixture_create (fixture, "desk");
  g_autofree char *text = fixture_read (fixture, "desk/desk.json");
  g_autoptr (JsonNode) root = json_from_string (text, NULL);
  JsonObject *object = json_node_get_object (root);
  JsonArray *members = json_object_get_array_member (object, "members");
  g_autoptr (PakivDesk) old = NULL;
  g_autoptr (PakivSession) ana = NULL;
  g_autofree char *changed = NULL;

  json_object_set_int_member (object, "pakiv-desk", 1);
  for (guint i = 0; i < G_N_ELEMENTS (gone); i++)
    json_object_remove_member (object, gone[i]);
  for (guint i = 0; i < json_array_get_length (members); i++)
    {
      JsonObject *member = json_array_get_object_element (members, i);

      json_object_remove_member (member, "signing-key");
      json_object_remove_member (json_object_get_object_member (member, "log-keys"), "trace");
    }
  forget_trace_keys (desk);
  changed = json_to_string (root, TRUE);
  fixture_write (fixture, "desk/desk.json", changed);
  old = members_open_again (desk);
  g_assert_null (pakiv_desk_get_trace_key (old));
  g_assert_null (pakiv_desk_get_member_signing_key (old, "Ana"));
  ana = desk_fixture_unlock (old, "Ana");
  g_assert_nonnull (pakiv_desk_get_trace_key (old));
  g_assert_cmpmem (pakiv_desk_get_member_signing_key (old, "Ana"), 32,
                   pakiv_desk_get_member_signing_key (desk, "Ana"), 32);
  g_assert_null (pakiv_desk_get_member_signing_key (old, "Mirela"));
  members_check_holds (fixture, old, "Dora", "trace");
  members_check_holds (fixture, old, "Mirela", "mediation joint");
}

int
main (int argc, char **argv)
{
  fixture_use_memory ();
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/members/made-up-officer", test_made_up_officer);
  g_test_add_func ("/members/changed-officer", test_changed_officer);
  g_test_add_func ("/members/second-first-officer", test_second_first_officer);
  g_test_add_func ("/members/changed-trace-key", test_changed_trace_key);
  g_test_add_func ("/members/steps-of-the-trace-key", test_steps_of_the_trace_key);
  g_test_add_func ("/members/format-1", test_format_1);
  return g_test_run ();
}
