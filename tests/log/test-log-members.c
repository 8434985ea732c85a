/* Members who come and go: who may, which keys reach whom, and that nothing is lost when two
 * programs do it at once. */
#include "desk-fixture.h"

#include "pakiv-attempts.h"
#include "pakiv-member-keys.h"
#include "pakiv-recovery.h"
#include "pakiv-session-private.h"
#include "pakiv-sql.h"
#include "pakiv-trace.h"

#include <glib/gstdio.h>
#include <json-glib/json-glib.h>
#include <string.h>
#include <unistd.h>

static void
check_holds (Fixture *fixture, PakivDesk *desk, const char *name, const char *logs)
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

/* A desk that was opened apart, as another program would. */
static PakivDesk *
open_again (PakivDesk *desk)
{
  g_autoptr (GError) error = NULL;
  PakivDesk *again = pakiv_desk_open (pakiv_desk_get_folder (desk), &error);

  g_assert_no_error (error);
  pakiv_desk_set_cost (again, PAKIV_COST_TEST);
  return again;
}

static gboolean
add (PakivSession *session, const char *name, PakivRole role, GError **error)
{
  g_autofree char *words = desk_fixture_words (name);

  return pakiv_session_add_member (session, name, role, words, error);
}

/* REFUSED in a sentence that has @words in it. The call gets &error. */
#define check_refused(call, words) \
  G_STMT_START \
  { \
    gboolean check_done = (call); \
\
    check_sentence (check_done, g_steal_pointer (&error), words); \
  } \
  G_STMT_END

static void
check_sentence (gboolean done, GError *error, const char *words)
{
  g_assert_false (done);
  g_assert_error (error, PAKIV_LOG_ERROR, PAKIV_LOG_ERROR_REFUSED);
  g_test_message ("%s", error->message);
  g_assert_nonnull (strstr (error->message, words));
  g_error_free (error);
}

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
  g_assert_true (add (ana, "Petru", PAKIV_ROLE_SUPERVISOR, &error));
  g_assert_no_error (error);
  g_assert_true (add (mirela, "Oana", PAKIV_ROLE_MEDIATOR, &error));
  g_assert_true (add (dora, "Emil", PAKIV_ROLE_DPO, &error));
  again = open_again (desk);
  check_holds (fixture, again, "Petru", "police joint");
  check_holds (fixture, again, "Oana", "mediation joint");
  check_holds (fixture, again, "Emil", "trace");
  check_holds (fixture, again, "Ana", "police joint");

  check_refused (add (mirela, "Radu", PAKIV_ROLE_OFFICER, &error), "police");
  check_refused (add (ana, "Radu", PAKIV_ROLE_MEDIATOR, &error), "mediator");
  check_refused (add (ana, "Radu", PAKIV_ROLE_DPO, &error), "data-protection");
  check_refused (add (dora, "Radu", PAKIV_ROLE_OFFICER, &error), "police");
  /* Petru is a supervisor now. */
  check_refused (add (ana, "Radu", PAKIV_ROLE_OFFICER, &error), "supervisor");
  check_refused (add (dora, "Mirela", PAKIV_ROLE_DPO, &error), "Mirela");
  check_refused (add (dora, " x", PAKIV_ROLE_DPO, &error), "name");
  check_refused (pakiv_session_add_member (dora, "Radu", PAKIV_ROLE_DPO, "short", &error), "Radu");
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
  g_assert_true (add (dora, "Emil", PAKIV_ROLE_DPO, &error));
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
  g_assert_true (add (mirela, "Dora", PAKIV_ROLE_DPO, &error));
  g_assert_true (pakiv_desk_member_holds (desk, "Dora", PAKIV_KEY_TRACE));
  g_assert_cmpint (memcmp (before, pakiv_desk_get_trace_key (desk), sizeof before), !=, 0);
  check_refused (add (mirela, "Emil", PAKIV_ROLE_DPO, &error), "data-protection");
}

static void
test_role (void)
{
  g_autoptr (Fixture) fixture = fixture_new ();
  g_autoptr (PakivDesk) desk = desk_fixture_create (fixture, "desk");
  g_autoptr (PakivSession) ana = desk_fixture_unlock (desk, "Ana");
  GError *error = NULL;

  check_refused (pakiv_session_set_member_role (ana, "Bogdan", PAKIV_ROLE_MEDIATOR, &error),
                 "Suspend");
  check_refused (pakiv_session_set_member_role (ana, "Dora", PAKIV_ROLE_OFFICER, &error),
                 "Suspend");
  g_assert_false (pakiv_session_set_member_role (ana, "Nobody", PAKIV_ROLE_OFFICER, &error));
  g_assert_error (error, PAKIV_LOG_ERROR, PAKIV_LOG_ERROR_NOT_FOUND);
  g_clear_error (&error);
  g_assert_true (pakiv_session_set_member_role (ana, "Bogdan", PAKIV_ROLE_SUPERVISOR, &error));
  check_holds (fixture, desk, "Bogdan", "police joint");
  g_assert_cmpint (pakiv_desk_find_member (desk, "Bogdan")->role, ==, PAKIV_ROLE_SUPERVISOR);
  /* No officer makes themselves a supervisor where there is one. */
  check_refused (pakiv_session_set_member_role (ana, "Ana", PAKIV_ROLE_SUPERVISOR, &error),
                 "supervisor");
}

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
  check_refused (pakiv_session_change_passphrase (ana, "the words of Ana", "short", &error), "Ana");
  g_assert_true (
      pakiv_session_change_passphrase (ana, "the words of Ana", "quiet river stones", &error));
  g_assert_no_error (error);
  /* The open session goes on. */
  g_assert_cmpint (desk_fixture_count (fixture, ana, PAKIV_LOG_POLICE), ==, 2);
  apart = open_again (desk);
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
      check_refused (pakiv_session_change_passphrase (ana, "the words of Bogdan",
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
  check_refused (
      pakiv_session_change_passphrase (ana, "a lamp in the window", "quiet river stones", &error),
      "new keys");
  again = pakiv_desk_unlock (desk, "Ana", "a lamp in the window", &error);
  g_assert_no_error (error);
  g_assert_cmpint (desk_fixture_count (fixture, again, PAKIV_LOG_POLICE), ==, 2);
}

/* (transfer full): the key that @name was given, through desk.json as it is now. */
static PakivSecret *
take_key (Fixture *fixture, const char *name, const char *log)
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

static gboolean
opens (Fixture *fixture, const char *name, const guint8 *key)
{
  g_autofree char *path = fixture_get_path (fixture, name);
  g_autoptr (PakivSql) sql = pakiv_sql_open (path, key, NULL);

  return sql != NULL;
}

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
  police = take_key (fixture, "Bogdan", "police");
  joint = take_key (fixture, "Bogdan", "joint");
  mediation = take_key (fixture, "Mirela", "mediation");
  g_assert_true (opens (fixture, "desk/police.log", police));
  g_assert_true (opens (fixture, "desk/joint.log", joint));

  check_refused (pakiv_session_suspend_member (mirela, "Bogdan", fixture->clock, &error), "police");
  check_refused (pakiv_session_suspend_member (ana, "Ana", fixture->clock, &error), "themselves");
  pakiv_session_suspend_member (ana, "Bogdan", fixture->clock, &error);
  g_assert_no_error (error);

  /* What Bogdan had opens nothing, through the desk or past it. */
  g_assert_false (opens (fixture, "desk/police.log", police));
  g_assert_false (opens (fixture, "desk/joint.log", joint));
  g_assert_null (take_key (fixture, "Bogdan", "police"));
  g_assert_null (take_key (fixture, "Bogdan", "joint"));
  g_assert_cmpint (desk_fixture_count (fixture, bogdan, PAKIV_LOG_POLICE), ==, -1);
  desk_fixture_check_locked (desk, "Bogdan", PAKIV_LOG_ERROR_REFUSED);
  apart = open_again (desk);
  desk_fixture_check_locked (apart, "Bogdan", PAKIV_LOG_ERROR_REFUSED);
  g_assert_cmpstr (pakiv_desk_find_member (apart, "Bogdan")->suspended, ==, FIXTURE_DAY);

  /* The others go on, in sessions of before and of after; what was not his has its key still. */
  g_assert_cmpint (desk_fixture_count (fixture, ana, PAKIV_LOG_POLICE), ==, 20);
  g_assert_cmpint (desk_fixture_count (fixture, mirela, PAKIV_LOG_JOINT), ==, 5);
  check_holds (fixture, apart, "Ana", "police joint");
  check_holds (fixture, apart, "Nadia", "mediation joint");
  now = take_key (fixture, "Mirela", "mediation");
  g_assert_cmpmem (now, 32, mediation, 32);
  check_refused (pakiv_session_suspend_member (ana, "Bogdan", fixture->clock, &error), "Bogdan");
  check_refused (pakiv_session_grant (ana, "Bogdan", &error), "Bogdan");
  /* He suspends nobody and adds nobody with what he still has in memory. */
  g_assert_false (pakiv_session_suspend_member (bogdan, "Ana", fixture->clock, &error));
  g_clear_error (&error);
  g_assert_false (add (bogdan, "Friend", PAKIV_ROLE_OFFICER, &error));
  g_clear_error (&error);
  /* The name stays taken. */
  check_refused (add (ana, "Bogdan", PAKIV_ROLE_OFFICER, &error), "Bogdan");
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
  g_assert_true (add (dora, "Emil", PAKIV_ROLE_DPO, &error));
  old = take_key (fixture, "Dora", "trace");
  emil = desk_fixture_unlock (desk, "Emil");
  g_assert_true (pakiv_session_suspend_member (emil, "Dora", fixture->clock, &error));
  g_assert_no_error (error);
  memcpy (after, pakiv_desk_get_trace_key (desk), sizeof after);
  g_assert_cmpint (memcmp (before, after, 32), !=, 0);
  none = take_key (fixture, "Dora", "trace");
  g_assert_null (none);
  now = take_key (fixture, "Emil", "trace");
  g_assert_cmpint (memcmp (now, old, 32), !=, 0);
  check_refused (pakiv_session_suspend_member (emil, "Emil", fixture->clock, &error), "themselves");
}

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

  g_assert_true (add (dora, "Emil", PAKIV_ROLE_DPO, &error));
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

/* Open in another window: refused, and nothing is changed. */
static void
test_suspend_while_open (void)
{
  g_autoptr (Fixture) fixture = fixture_new ();
  g_autoptr (PakivDesk) desk = desk_fixture_create (fixture, "desk");
  g_autoptr (PakivSession) ana = desk_fixture_unlock (desk, "Ana");
  g_autoptr (PakivSession) nadia = desk_fixture_unlock (desk, "Nadia");
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
  check_holds (fixture, desk, "Bogdan", "police joint");
  g_clear_pointer (&open, pakiv_log_unref);
  g_assert_true (pakiv_session_suspend_member (ana, "Bogdan", fixture->clock, &error));
}

/* Two programs, each with what it read long ago: neither loses what the other wrote. */
static void
test_two_programs (void)
{
  g_autoptr (Fixture) fixture = fixture_new ();
  g_autoptr (PakivDesk) one = desk_fixture_create (fixture, "desk");
  g_autoptr (PakivDesk) two = open_again (one);
  g_autoptr (PakivSession) ana = desk_fixture_unlock (one, "Ana");
  g_autoptr (PakivSession) mirela = desk_fixture_unlock (two, "Mirela");
  g_autoptr (PakivSession) nadia = desk_fixture_unlock (one, "Nadia");
  g_autofree char *council = NULL;
  GError *error = NULL;

  g_assert_true (add (ana, "Petru", PAKIV_ROLE_OFFICER, &error));
  g_assert_true (add (mirela, "Oana", PAKIV_ROLE_MEDIATOR, &error));
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

      g_assert_true (add (session, name, pakiv_session_get_member (session)->role, &error));
      g_assert_no_error (error);
    }
  return NULL;
}

static void
test_at_once (void)
{
  g_autoptr (Fixture) fixture = fixture_new ();
  g_autoptr (PakivDesk) one = desk_fixture_create (fixture, "desk");
  g_autoptr (PakivDesk) two = open_again (one);
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
  check_holds (fixture, one, "Mirela 9", "mediation joint");
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
  check_holds (fixture, desk, "Bogdan", "");
  g_assert_true (pakiv_session_grant (mirela, "Bogdan", &error));
  check_holds (fixture, desk, "Bogdan", "joint");
  check_refused (pakiv_session_grant (mirela, "Bogdan", &error), "Bogdan");
  /* Who lacks a key can't suspend who holds it. */
  {
    g_autoptr (PakivSession) half = desk_fixture_unlock (desk, "Bogdan");

    check_refused (pakiv_session_suspend_member (half, "Ana", fixture->clock, &error),
                   "Police log");
  }
  g_assert_true (pakiv_session_grant (ana, "Bogdan", &error));
  check_holds (fixture, desk, "Bogdan", "police joint");
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
      check_refused (pakiv_log_save (log, record, &error), "key of the trace");
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
  g_assert_true (add (ana, "Dora", PAKIV_ROLE_DPO, &error));
  g_assert_true (pakiv_session_suspend_member (ana, "Bogdan", fixture->clock, &error));
  of_dora = fixture_read (fixture, "desk/desk.json");
  g_assert_cmpint (desk_fixture_count (fixture, mirela, PAKIV_LOG_MEDIATION), ==, 1);
  dora = desk_fixture_unlock (desk, "Dora");
  trace = pakiv_trace_open (dora, PAKIV_LOG_MEDIATION, &error);
  g_assert_no_error (error);
  g_assert_true (add (dora, "Emil", PAKIV_ROLE_DPO, &error));
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
  old = open_again (desk);
  g_assert_null (pakiv_desk_get_trace_key (old));
  g_assert_null (pakiv_desk_get_member_signing_key (old, "Ana"));
  ana = desk_fixture_unlock (old, "Ana");
  g_assert_nonnull (pakiv_desk_get_trace_key (old));
  g_assert_cmpmem (pakiv_desk_get_member_signing_key (old, "Ana"), 32,
                   pakiv_desk_get_member_signing_key (desk, "Ana"), 32);
  g_assert_null (pakiv_desk_get_member_signing_key (old, "Mirela"));
  check_holds (fixture, old, "Dora", "trace");
  check_holds (fixture, old, "Mirela", "mediation joint");
}

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
  g_autoptr (PakivDesk) apart = open_again (desk);
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
  change_attempt (fixture, "Ana", 0, FALSE);
  g_assert_cmpuint (pakiv_desk_get_wait (desk, "Ana"), >, 200);
  change_attempt (fixture, "Ana", 300, FALSE);
  g_clear_pointer (&session, pakiv_session_unref);
  session = desk_fixture_unlock (desk, "Ana");
  for (int i = 0; i < 2; i++)
    try_wrong (desk, "Ana", PAKIV_LOG_ERROR_PASSPHRASE);
  g_assert_cmpuint (pakiv_desk_get_wait (desk, "Ana"), ==, 0);
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
  g_test_add_func ("/members/add", test_add);
  g_test_add_func ("/members/cost", test_cost);
  g_test_add_func ("/members/first-officer", test_first_officer);
  g_test_add_func ("/members/role", test_role);
  g_test_add_func ("/members/passphrase", test_passphrase);
  g_test_add_func ("/members/passphrase-of-another", test_passphrase_of_another);
  g_test_add_func ("/members/passphrase-after-recovery", test_passphrase_after_recovery);
  g_test_add_func ("/members/suspend", test_suspend);
  g_test_add_func ("/members/suspend-officer", test_suspend_officer);
  g_test_add_func ("/members/made-up-officer", test_made_up_officer);
  g_test_add_func ("/members/suspend-while-open", test_suspend_while_open);
  g_test_add_func ("/members/two-programs", test_two_programs);
  g_test_add_func ("/members/at-once", test_at_once);
  g_test_add_func ("/members/grant", test_grant);
  g_test_add_func ("/members/changed-trace-key", test_changed_trace_key);
  g_test_add_func ("/members/steps-of-the-trace-key", test_steps_of_the_trace_key);
  g_test_add_func ("/members/format-1", test_format_1);
  g_test_add_func ("/members/slow-down", test_slow_down);
  g_test_add_func ("/members/slow-down-started-anew", test_slow_down_started_anew);
  return g_test_run ();
}
