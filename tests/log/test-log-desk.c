/* The desk: members, passphrases, which keys reach whom, and that making one is all or nothing. */
#include "fixture.h"

#include "pakiv-desk.h"

#include <glib/gstdio.h>
#include <json-glib/json-glib.h>
#include <string.h>
#include <sys/stat.h>

static const char *const passphrases[]
    = { "the blue bridge", "ўтра кава 7", "quiet garden", "dpo reads it" };

static GPtrArray *
new_members (void)
{
  static PakivMember members[] = { { (char *)"Ana", PAKIV_ROLE_OFFICER },
                                   { (char *)"Mirela", PAKIV_ROLE_MEDIATOR },
                                   { (char *)"Sorin", PAKIV_ROLE_SUPERVISOR },
                                   { (char *)"Dora", PAKIV_ROLE_DPO } };
  GPtrArray *array = g_ptr_array_new ();

  for (guint i = 0; i < G_N_ELEMENTS (members); i++)
    g_ptr_array_add (array, &members[i]);
  return array;
}

static PakivDesk *
create (const char *folder)
{
  g_autoptr (GPtrArray) members = new_members ();
  g_autoptr (GError) error = NULL;
  PakivDesk *desk
      = pakiv_desk_create (folder, "Târgu Nou", members, passphrases, PAKIV_COST_TEST, &error);

  g_assert_no_error (error);
  return desk;
}

static void
check_holds (PakivDesk *desk,
             Fixture *fixture,
             guint member,
             gboolean police,
             gboolean mediation,
             gboolean joint)
{
  const gboolean expected[] = { police, mediation, joint };
  const PakivMember *who = pakiv_desk_get_members (desk)->pdata[member];
  g_autoptr (GError) error = NULL;
  g_autoptr (PakivSession) session
      = pakiv_desk_unlock (desk, who->name, passphrases[member], &error);

  g_assert_no_error (error);
  for (int i = 0; i < PAKIV_N_LOGS; i++)
    {
      g_autoptr (PakivLog) log
          = pakiv_session_open_log (session, i, fixture->definitions, fixture->clock, &error);

      g_assert_cmpint (log != NULL, ==, expected[i]);
      if (log == NULL)
        g_assert_error (error, PAKIV_LOG_ERROR, PAKIV_LOG_ERROR_PASSPHRASE);
      g_clear_error (&error);
    }
}

static int
get_mode (const char *path)
{
  GStatBuf status;

  g_assert_cmpint (g_stat (path, &status), ==, 0);
  return status.st_mode & 0777;
}

static void
test_create (void)
{
  g_autoptr (Fixture) fixture = fixture_new ();
  g_autofree char *folder = fixture_get_path (fixture, "new/desk");
  g_autofree char *file = g_build_filename (folder, "desk.json", NULL);
  g_autofree char *log = g_build_filename (folder, "mediation.log", NULL);
  g_autofree char *text = NULL;
  g_autoptr (PakivDesk) made = create (folder);
  g_autoptr (PakivDesk) desk = NULL;
  g_autoptr (GError) error = NULL;

  g_assert_cmpint (get_mode (folder), ==, 0700);
  g_assert_cmpint (get_mode (file), ==, 0600);
  g_assert_cmpint (get_mode (log), ==, 0600);
  desk = pakiv_desk_open (folder, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (pakiv_desk_get_station (desk), ==, "Târgu Nou");
  g_assert_cmpstr (pakiv_desk_get_station_id (desk), ==, pakiv_desk_get_station_id (made));
  g_assert_cmpuint (pakiv_desk_get_members (desk)->len, ==, 4);
  g_assert_cmpint (pakiv_desk_find_member (desk, "Mirela")->role, ==, PAKIV_ROLE_MEDIATOR);
  g_assert_null (pakiv_desk_find_member (desk, "mirela"));
  for (int i = 0; i < PAKIV_N_LOGS; i++)
    g_assert_cmpmem (pakiv_desk_get_signing_key (desk, i), 32, pakiv_desk_get_signing_key (made, i),
                     32);
  check_holds (desk, fixture, 0, TRUE, FALSE, TRUE);
  check_holds (desk, fixture, 1, FALSE, TRUE, TRUE);
  check_holds (desk, fixture, 2, TRUE, FALSE, TRUE);
  check_holds (desk, fixture, 3, FALSE, FALSE, FALSE);

  g_file_get_contents (file, &text, NULL, &error);
  g_assert_nonnull (strstr (text, "Ana"));
  for (guint i = 0; i < G_N_ELEMENTS (passphrases); i++)
    g_assert_null (strstr (text, passphrases[i]));
}

static void
test_wrong_passphrase (void)
{
  g_autoptr (Fixture) fixture = fixture_new ();
  g_autofree char *folder = fixture_get_path (fixture, "desk");
  g_autoptr (PakivDesk) desk = create (folder);
  const char *wrong[] = { "", "the blue bridge ", "The blue bridge", "ўтра кава 7" };
  g_autoptr (GError) error = NULL;

  for (guint i = 0; i < G_N_ELEMENTS (wrong); i++)
    {
      /* The fourth comes too soon. */
      int expected = i < 3 ? PAKIV_LOG_ERROR_PASSPHRASE : PAKIV_LOG_ERROR_WAIT;

      g_assert_null (pakiv_desk_unlock (desk, "Ana", wrong[i], &error));
      g_assert_error (error, PAKIV_LOG_ERROR, expected);
      g_clear_error (&error);
    }
  g_assert_null (pakiv_desk_unlock (desk, "Nobody", "the blue bridge", &error));
  g_assert_error (error, PAKIV_LOG_ERROR, PAKIV_LOG_ERROR_NOT_FOUND);
}

/* Letters composed by another keyboard are the same passphrase. */
static void
test_same_letters (void)
{
  g_autoptr (Fixture) fixture = fixture_new ();
  g_autofree char *folder = fixture_get_path (fixture, "desk");
  g_autoptr (PakivDesk) desk = create (folder);
  g_autofree char *apart = g_utf8_normalize (passphrases[1], -1, G_NORMALIZE_NFD);
  g_autoptr (GError) error = NULL;
  g_autoptr (PakivSession) session = pakiv_desk_unlock (desk, "Mirela", apart, &error);

  g_assert_cmpstr (apart, !=, passphrases[1]);
  g_assert_no_error (error);
  g_assert_nonnull (session);
}

static void
check_refused (Fixture *fixture,
               const char *name,
               const char *station,
               GPtrArray *members,
               const char *const *words)
{
  g_autofree char *folder = fixture_get_path (fixture, name);
  g_autoptr (GError) error = NULL;

  g_assert_null (pakiv_desk_create (folder, station, members, words, PAKIV_COST_TEST, &error));
  g_assert_error (error, PAKIV_LOG_ERROR, PAKIV_LOG_ERROR_REFUSED);
}

static void
test_refused (void)
{
  g_autoptr (Fixture) fixture = fixture_new ();
  g_autoptr (GPtrArray) members = new_members (), twins = g_ptr_array_new ();
  g_autoptr (GPtrArray) nameless = g_ptr_array_new (), none = g_ptr_array_new ();
  const char *const spaces[] = { "the blue bridge", "ўтра каў 3", "         ", "dpo reads it" };
  const char *const short_words[] = { "the blue bridge", "ўтра каў", "1234567", "dpo reads it" };
  PakivMember empty = { (char *)" ", PAKIV_ROLE_OFFICER };
  g_autofree char *used = fixture_get_path (fixture, "used");
  g_autofree char *kept = NULL;
  g_autoptr (GDir) dir = NULL;
  const char *name;

  g_ptr_array_add (twins, members->pdata[0]);
  g_ptr_array_add (twins, members->pdata[0]);
  g_ptr_array_add (nameless, &empty);
  check_refused (fixture, "desk", "Station", members, short_words);
  check_refused (fixture, "desk", "Station", members, spaces);
  check_refused (fixture, "desk", "Station", twins, passphrases);
  check_refused (fixture, "desk", "Station", nameless, passphrases);
  check_refused (fixture, "desk", "Station", none, passphrases);
  check_refused (fixture, "desk", "", members, passphrases);
  g_mkdir (used, 0700);
  fixture_write (fixture, "used/letter.txt", "mine");
  check_refused (fixture, "used", "Station", members, passphrases);
  kept = fixture_read (fixture, "used/letter.txt");
  g_assert_cmpstr (kept, ==, "mine");

  dir = g_dir_open (fixture->folder, 0, NULL);
  while ((name = g_dir_read_name (dir)) != NULL)
    g_assert_cmpstr (name, ==, "used");
}

/* A file that somebody filled up only says no; it does not keep the program busy. */
static void
check_too_many (Fixture *fixture, const char *good, const char *array)
{
  g_autofree char *folder = fixture_get_path (fixture, "desk");
  g_autoptr (GString) bad = g_string_new (NULL);
  const char *at = strstr (good, array);
  g_autoptr (GError) error = NULL;
  const char *const entry = "{\"public-key\":\"AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=\"},";

  g_assert_nonnull (at);
  g_string_append_len (bad, good, at - good + (gssize)strlen (array));
  for (int i = 0; i < 1001; i++)
    g_string_append (bad, entry);
  if (at[strlen (array)] == ']')
    g_string_truncate (bad, bad->len - 1);
  g_string_append (bad, at + strlen (array));
  fixture_write (fixture, "desk/desk.json", bad->str);
  g_assert_null (pakiv_desk_open (folder, &error));
  g_assert_error (error, PAKIV_LOG_ERROR, PAKIV_LOG_ERROR_NOT_A_LOG);
  g_assert_nonnull (strstr (error->message, "damaged"));
}

static void
test_damaged_file (void)
{
  g_autoptr (Fixture) fixture = fixture_new ();
  g_autofree char *folder = fixture_get_path (fixture, "desk");
  g_autoptr (PakivDesk) desk = create (folder);
  g_autofree char *good = fixture_read (fixture, "desk/desk.json");
  const char *changes[][2] = { { "\"station\"", "\"place\"" },
                               { "\"role\" : \"mediator\"", "\"role\" : \"king\"" },
                               { "\"operations\" : 1", "\"operations\" : 4000000" },
                               { "\"operations\" : 1", "\"operations\" : 0" },
                               { "\"memory\" : 8192", "\"memory\" : 1e30" },
                               { "\"memory\" : 8192", "\"memory\" : 8191" },
                               { "\"memory\" : 8192", "\"memory\" : 1099511627776" },
                               { "\"nonce\" : \"", "\"nonce\" : \"!" },
                               { "\"members\"", "\"people\"" },
                               { "\"name\" : \"Dora\"", "\"name\" : \"Ana\"" },
                               { "{", "[" } };
  g_autoptr (GError) error = NULL;

  for (guint i = 0; i < G_N_ELEMENTS (changes); i++)
    {
      g_auto (GStrv) parts = g_strsplit (good, changes[i][0], 2);
      g_autofree char *bad = g_strjoinv (changes[i][1], parts);

      g_assert_cmpuint (g_strv_length (parts), ==, 2);
      fixture_write (fixture, "desk/desk.json", bad);
      g_assert_null (pakiv_desk_open (folder, &error));
      g_assert_error (error, PAKIV_LOG_ERROR, PAKIV_LOG_ERROR_NOT_A_LOG);
      g_clear_error (&error);
    }
  check_too_many (fixture, good, "\"past-trace-keys\" : [");
  fixture_write (fixture, "desk/desk.json", "{\"pakiv-desk\": 3}");
  g_assert_null (pakiv_desk_open (folder, &error));
  g_assert_error (error, PAKIV_LOG_ERROR, PAKIV_LOG_ERROR_NEWER);
  g_clear_error (&error);
  g_assert_null (pakiv_desk_open (fixture->folder, &error));
  g_assert_error (error, PAKIV_LOG_ERROR, PAKIV_LOG_ERROR_NOT_FOUND);
}

/* An officer whose role is changed to the mediators', or the other way round, in the file. */
static void
test_role_is_checked (void)
{
  g_autoptr (Fixture) fixture = fixture_new ();
  g_autofree char *folder = fixture_get_path (fixture, "desk");
  g_autoptr (PakivDesk) desk = create (folder);
  g_autofree char *good = fixture_read (fixture, "desk/desk.json");
  g_auto (GStrv) parts = g_strsplit (good, "\"role\" : \"mediator\"", 2);
  g_autofree char *bad = g_strjoinv ("\"role\" : \"officer\"", parts);
  g_autoptr (GError) error = NULL;

  fixture_write (fixture, "desk/desk.json", bad);
  g_assert_null (pakiv_desk_open (folder, &error));
  g_assert_error (error, PAKIV_LOG_ERROR, PAKIV_LOG_ERROR_NOT_A_LOG);
}

/* Nor is a key that a log is about to get for a role that may not hold it. */
static void
test_role_is_checked_for_next_keys (void)
{
  g_autoptr (Fixture) fixture = fixture_new ();
  g_autofree char *folder = fixture_get_path (fixture, "desk");
  g_autoptr (PakivDesk) desk = create (folder);
  g_autofree char *good = fixture_read (fixture, "desk/desk.json"), *bad = NULL;
  g_autoptr (JsonNode) root = json_from_string (good, NULL);
  JsonArray *members = json_object_get_array_member (json_node_get_object (root), "members");
  g_autoptr (GError) error = NULL;
  gboolean found = FALSE;

  for (guint i = 0; i < json_array_get_length (members); i++)
    {
      JsonObject *member = json_array_get_object_element (members, i);
      gboolean police = g_str_equal (json_object_get_string_member (member, "role"), "officer");
      JsonObject *held = json_object_get_object_member (member, "log-keys"), *next;

      if (!police || found)
        continue;
      found = TRUE;
      next = json_object_new ();
      json_object_set_member (next, "mediation",
                              json_node_copy (json_object_get_member (held, "police")));
      json_object_set_object_member (member, "next-keys", next);
    }
  g_assert_true (found);
  bad = json_to_string (root, TRUE);
  fixture_write (fixture, "desk/desk.json", bad);
  g_assert_null (pakiv_desk_open (folder, &error));
  g_assert_error (error, PAKIV_LOG_ERROR, PAKIV_LOG_ERROR_NOT_A_LOG);
  g_assert_nonnull (strstr (error->message, "next-keys"));
}

static JsonObject *
get_log_keys (JsonNode *root, guint member)
{
  JsonArray *members = json_object_get_array_member (json_node_get_object (root), "members");

  return json_object_get_object_member (json_array_get_object_element (members, member),
                                        "log-keys");
}

/* The mediators' key, sealed to a mediator, opens nothing for an officer whose role is changed and
 * to whose entry it is copied: the covenant is kept by the keys, not by a check. */
static void
test_copied_key (void)
{
  g_autoptr (Fixture) fixture = fixture_new ();
  g_autofree char *folder = fixture_get_path (fixture, "desk");
  g_autoptr (PakivDesk) desk = create (folder);
  g_autofree char *text = fixture_read (fixture, "desk/desk.json");
  g_autoptr (JsonNode) root = json_from_string (text, NULL);
  JsonArray *members = json_object_get_array_member (json_node_get_object (root), "members");
  JsonObject *ana = get_log_keys (root, 0), *mirela = get_log_keys (root, 1);
  g_autofree char *bad = NULL;
  g_autoptr (PakivSession) session = NULL;
  g_autoptr (GError) error = NULL;

  json_object_set_string_member (json_array_get_object_element (members, 0), "role", "mediator");
  json_object_remove_member (ana, "police");
  json_object_set_string_member (ana, "mediation",
                                 json_object_get_string_member (mirela, "mediation"));
  bad = json_to_string (root, TRUE);
  fixture_write (fixture, "desk/desk.json", bad);
  pakiv_desk_unref (g_steal_pointer (&desk));
  desk = pakiv_desk_open (folder, &error);
  g_assert_no_error (error);
  session = pakiv_desk_unlock (desk, "Ana", passphrases[0], &error);
  g_assert_no_error (error);
  g_assert_null (pakiv_session_open_log (session, PAKIV_LOG_MEDIATION, fixture->definitions,
                                         fixture->clock, &error));
  g_assert_error (error, PAKIV_LOG_ERROR, PAKIV_LOG_ERROR_PASSPHRASE);
}

static void
test_council (void)
{
  g_autoptr (Fixture) fixture = fixture_new ();
  g_autofree char *folder = fixture_get_path (fixture, "desk");
  g_autofree char *file = g_build_filename (folder, "desk.json", NULL);
  g_autoptr (PakivDesk) desk = create (folder);
  g_autoptr (PakivDesk) again = NULL;
  g_autoptr (PakivSession) session = NULL;
  g_autofree char *council = NULL, *token = NULL;
  g_autoptr (GError) error = NULL;

  g_assert_null (pakiv_desk_get_council (desk));
  g_assert_true (pakiv_desk_set_council (desk, "http://127.0.0.1:1/", "token", &error));
  g_assert_cmpint (get_mode (file), ==, 0600);
  again = pakiv_desk_open (folder, &error);
  council = pakiv_desk_get_council (again);
  g_assert_cmpstr (council, ==, "http://127.0.0.1:1/");
  token = pakiv_desk_get_council_token (again, council);
  g_assert_cmpstr (token, ==, "token");
  g_assert_null (pakiv_desk_get_council_token (again, "http://127.0.0.1:2/"));
  session = pakiv_desk_unlock (again, "Ana", passphrases[0], &error);
  g_assert_nonnull (session);
}

static gpointer
enrol_again_and_again (gpointer data)
{
  for (int i = 0; i < 50; i++)
    {
      g_autofree char *url = g_strdup_printf ("http://127.0.0.1:%d/", i);

      g_assert_true (pakiv_desk_set_council (data, url, url, NULL));
    }
  return NULL;
}

/* One thread sends while another enrols: an address and its token are whole, and belong together.
 */
static void
test_council_in_threads (void)
{
  g_autoptr (Fixture) fixture = fixture_new ();
  g_autofree char *folder = fixture_get_path (fixture, "desk");
  g_autoptr (PakivDesk) desk = create (folder);
  g_autofree char *last = NULL;
  GThread *thread;

  g_assert_true (pakiv_desk_set_council (desk, "http://first/", "http://first/", NULL));
  thread = g_thread_new ("enrol", enrol_again_and_again, desk);
  while (g_strcmp0 (last, "http://127.0.0.1:49/") != 0)
    {
      g_autofree char *token = NULL;

      g_free (last);
      last = pakiv_desk_get_council (desk);
      token = pakiv_desk_get_council_token (desk, last);
      g_assert_true (token == NULL || strcmp (token, last) == 0);
    }
  g_thread_join (thread);
}

/* Logs that changed places, that are gone, or that belong to another desk. */
static void
test_wrong_log (void)
{
  g_autoptr (Fixture) fixture = fixture_new ();
  g_autofree char *folder = fixture_get_path (fixture, "desk");
  g_autofree char *other = fixture_get_path (fixture, "other");
  g_autofree char *police = g_build_filename (folder, "police.log", NULL);
  g_autofree char *joint = g_build_filename (folder, "joint.log", NULL);
  g_autofree char *theirs = g_build_filename (other, "joint.log", NULL);
  g_autoptr (PakivDesk) desk = create (folder), another = create (other);
  g_autoptr (PakivSession) session = NULL;
  g_autoptr (GError) error = NULL;

  session = pakiv_desk_unlock (desk, "Ana", passphrases[0], &error);
  g_assert_cmpint (g_rename (theirs, joint), ==, 0);
  g_assert_null (pakiv_session_open_log (session, PAKIV_LOG_JOINT, fixture->definitions,
                                         fixture->clock, &error));
  g_assert_error (error, PAKIV_LOG_ERROR, PAKIV_LOG_ERROR_NOT_A_LOG);
  g_clear_error (&error);
  g_assert_cmpint (g_unlink (police), ==, 0);
  g_assert_null (pakiv_session_open_log (session, PAKIV_LOG_POLICE, fixture->definitions,
                                         fixture->clock, &error));
  g_assert_error (error, PAKIV_LOG_ERROR, PAKIV_LOG_ERROR_NOT_A_LOG);
  g_assert_false (g_file_test (police, G_FILE_TEST_EXISTS));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/desk/create", test_create);
  g_test_add_func ("/desk/wrong-passphrase", test_wrong_passphrase);
  g_test_add_func ("/desk/same-letters", test_same_letters);
  g_test_add_func ("/desk/refused", test_refused);
  g_test_add_func ("/desk/damaged-file", test_damaged_file);
  g_test_add_func ("/desk/role-is-checked", test_role_is_checked);
  g_test_add_func ("/desk/role-is-checked-for-next-keys", test_role_is_checked_for_next_keys);
  g_test_add_func ("/desk/copied-key", test_copied_key);
  g_test_add_func ("/desk/council", test_council);
  g_test_add_func ("/desk/council-in-threads", test_council_in_threads);
  g_test_add_func ("/desk/wrong-log", test_wrong_log);
  return g_test_run ();
}
