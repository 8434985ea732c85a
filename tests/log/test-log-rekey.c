/* A log that gets a new key, killed at every step and at any moment: it always opens, for who may,
 * and has all its records; and who was suspended is kept out. */
#include "desk-fixture.h"

#include "pakiv-desk-private.h"
#include "pakiv-log-swap.h"
#include "pakiv-recovery.h"
#include "pakiv-rekey.h"
#include "pakiv-sql.h"

#include <fcntl.h>
#include <glib/gstdio.h>
#include <json-glib/json-glib.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#define RECORDS 40

/* How often it is killed at a random moment; PAKIV_TEST_ROUNDS has it done more often. */
#define ROUNDS 10

static int steps_left;

static int
get_rounds (void)
{
  const char *rounds = g_getenv ("PAKIV_TEST_ROUNDS");

  return rounds != NULL ? MAX (atoi (rounds), 1) : ROUNDS;
}

static void
die_at_step (const char *step)
{
  if (steps_left-- == 0)
    kill (getpid (), SIGKILL);
}

/* The child of a fork: nothing of the parent's libraries but what is pure is used before this. */
static void
suspend_in_child (Fixture *fixture, PakivDesk *desk, const char *by, const char *name)
{
  PakivSession *session;

  pakiv_desk_set_cost (desk, PAKIV_COST_TEST);
  session = desk_fixture_unlock (desk, by);
  _exit (pakiv_session_suspend_member (session, name, fixture->clock, NULL) ? 0 : 1);
}

/* TRUE where it was killed. */
static gboolean
wait_for (pid_t child)
{
  int status;

  g_assert_cmpint (waitpid (child, &status, 0), ==, child);
  g_assert_true (WIFSIGNALED (status) || (WIFEXITED (status) && WEXITSTATUS (status) == 0));
  return WIFSIGNALED (status);
}

static void
check_integrity (PakivDesk *desk, PakivSession *session, PakivLogId log)
{
  g_autofree char *path = pakiv_desk_get_log_path (pakiv_desk_get_folder (desk), log);
  g_autoptr (GError) error = NULL;
  g_autoptr (PakivSecret) key = pakiv_session_get_key (session, (PakivKeyId)log, &error);
  g_autoptr (PakivSql) sql = pakiv_sql_open (path, key, &error);
  g_autofree char *verdict = pakiv_sql_get_text (sql, "PRAGMA integrity_check", NULL, &error);

  g_assert_no_error (error);
  g_assert_cmpstr (verdict, ==, "ok");
}

/* Whatever happened: all logs open for those who may, with all their records, and either nothing
 * has happened or Bogdan is out. */
static void
check_whole (Fixture *fixture, const char *folder, int written)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (PakivDesk) desk = pakiv_desk_open (folder, &error);
  g_autoptr (PakivSession) ana = NULL, mirela = NULL;
  g_autofree char *left = g_build_filename (folder, "police.log.rekey", NULL);

  g_assert_no_error (error);
  /* The one who opens first is not always who began. */
  mirela = desk_fixture_unlock (desk, "Mirela");
  g_assert_cmpint (desk_fixture_count (fixture, mirela, PAKIV_LOG_JOINT), ==, 3);
  g_assert_cmpint (desk_fixture_count (fixture, mirela, PAKIV_LOG_MEDIATION), ==, 2);
  ana = desk_fixture_unlock (desk, "Ana");
  g_assert_cmpint (desk_fixture_count (fixture, ana, PAKIV_LOG_POLICE), ==, written);
  check_integrity (desk, ana, PAKIV_LOG_POLICE);
  check_integrity (desk, ana, PAKIV_LOG_JOINT);
  g_assert_false (g_file_test (left, G_FILE_TEST_EXISTS));
  if (pakiv_member_is_suspended (pakiv_desk_find_member (desk, "Bogdan")))
    {
      desk_fixture_check_locked (desk, "Bogdan", PAKIV_LOG_ERROR_REFUSED);
      g_assert_false (pakiv_desk_member_holds (desk, "Bogdan", PAKIV_KEY_POLICE));
      g_assert_false (pakiv_desk_member_holds (desk, "Bogdan", PAKIV_KEY_JOINT));
    }
  else
    {
      g_autoptr (PakivSession) bogdan = desk_fixture_unlock (desk, "Bogdan");

      g_assert_cmpint (desk_fixture_count (fixture, bogdan, PAKIV_LOG_POLICE), ==, written);
    }
}

static PakivDesk *
new_filled_desk (Fixture *fixture, const char *name)
{
  PakivDesk *desk = desk_fixture_create (fixture, name);
  g_autoptr (PakivSession) ana = desk_fixture_unlock (desk, "Ana");
  g_autoptr (PakivSession) mirela = desk_fixture_unlock (desk, "Mirela");

  desk_fixture_fill (fixture, ana, PAKIV_LOG_POLICE, RECORDS);
  desk_fixture_fill (fixture, ana, PAKIV_LOG_JOINT, 3);
  desk_fixture_fill (fixture, mirela, PAKIV_LOG_MEDIATION, 2);
  return desk;
}

/* (transfer full): the key to @log that @name holds, and would have kept. */
static PakivSecret *
remember_key (PakivDesk *desk, const char *name, PakivLogId log)
{
  g_autoptr (PakivSession) session = desk_fixture_unlock (desk, name);

  return pakiv_session_get_key (session, (PakivKeyId)log, NULL);
}

static void
check_old_key_is_void (PakivDesk *desk, PakivLogId log, const guint8 *key)
{
  g_autofree char *path = pakiv_desk_get_log_path (pakiv_desk_get_folder (desk), log);
  g_autoptr (PakivSql) sql = pakiv_sql_open (path, key, NULL);

  g_assert_null (sql);
}

/* (transfer full): a copy of the desk that @name is, as another desk in the place of the last copy.
 */
static PakivDesk *
copy_desk (Fixture *fixture, const char *name)
{
  g_autofree char *copy = fixture_get_path (fixture, "copy");
  g_autofree char *command = g_strdup_printf ("cp -a '%s/%s' '%s'", fixture->folder, name, copy);
  g_autoptr (GError) error = NULL;
  PakivDesk *desk;

  fixture_remove_tree (copy);
  g_assert_cmpint (system (command), ==, 0);
  desk = pakiv_desk_open (copy, &error);
  g_assert_no_error (error);
  return desk;
}

static void
test_killed_at_each_step (void)
{
  g_autoptr (Fixture) fixture = fixture_new ();
  g_autoptr (PakivDesk) first = new_filled_desk (fixture, "desk");
  gboolean killed = TRUE;

  for (int step = 0; killed; step++)
    {
      g_autoptr (PakivDesk) desk = copy_desk (fixture, "desk");
      g_autoptr (PakivSecret) police = remember_key (desk, "Bogdan", PAKIV_LOG_POLICE);
      g_autoptr (PakivSecret) joint = remember_key (desk, "Bogdan", PAKIV_LOG_JOINT);
      pid_t child = fork ();

      if (child == 0)
        {
          steps_left = step;
          pakiv_rekey_step = die_at_step;
          suspend_in_child (fixture, desk, "Ana", "Bogdan");
        }
      killed = wait_for (child);
      check_whole (fixture, pakiv_desk_get_folder (desk), RECORDS);
      g_assert_true (pakiv_desk_refresh (desk, NULL));
      /* Two copies, then it is written down. */
      g_assert_cmpint (pakiv_member_is_suspended (pakiv_desk_find_member (desk, "Bogdan")), ==,
                       step > 2);
      if (step > 2)
        {
          check_old_key_is_void (desk, PAKIV_LOG_POLICE, police);
          check_old_key_is_void (desk, PAKIV_LOG_JOINT, joint);
        }
      g_assert_cmpint (step, <, 20);
      if (!killed)
        g_assert_cmpint (step, ==, 6);
    }
}

static void
test_killed_at_any_moment (void)
{
  g_autoptr (Fixture) fixture = fixture_new ();
  g_autoptr (PakivDesk) first = new_filled_desk (fixture, "desk");
  int killed = 0, rounds = get_rounds ();

  for (int i = 0; i < rounds; i++)
    {
      g_autoptr (PakivDesk) desk = copy_desk (fixture, "desk");
      pid_t child = fork ();

      if (child == 0)
        suspend_in_child (fixture, desk, "Ana", "Bogdan");
      g_usleep ((gulong)g_test_rand_int_range (0, 60000));
      kill (child, SIGKILL);
      killed += wait_for (child);
      check_whole (fixture, pakiv_desk_get_folder (desk), RECORDS);
    }
  g_test_message ("killed %d of %d in the middle", killed, rounds);
  g_assert_cmpint (killed, >, 0);
}

/* Killed while finishing what was interrupted before. */
static void
test_killed_again (void)
{
  g_autoptr (Fixture) fixture = fixture_new ();
  g_autoptr (PakivDesk) desk = new_filled_desk (fixture, "desk");
  pid_t child = fork ();

  if (child == 0)
    {
      steps_left = 3;
      pakiv_rekey_step = die_at_step;
      suspend_in_child (fixture, desk, "Ana", "Bogdan");
    }
  g_assert_true (wait_for (child));
  for (int i = 0, rounds = get_rounds (); i < rounds; i++)
    {
      child = fork ();
      if (child == 0)
        {
          g_autoptr (PakivSession) mirela = desk_fixture_unlock (desk, "Mirela");

          _exit (desk_fixture_count (fixture, mirela, PAKIV_LOG_JOINT) == 3 ? 0 : 1);
        }
      g_usleep ((gulong)g_test_rand_int_range (0, 20000));
      kill (child, SIGKILL);
      wait_for (child);
    }
  check_whole (fixture, pakiv_desk_get_folder (desk), RECORDS);
}

/* A folder of which only a part was brought: the copy has the new key, but the log itself is cut.
 */
static void
test_log_is_damaged_in_between (void)
{
  g_autoptr (Fixture) fixture = fixture_new ();
  g_autoptr (PakivDesk) desk = new_filled_desk (fixture, "desk");
  pid_t child = fork ();

  if (child == 0)
    {
      steps_left = 3;
      pakiv_rekey_step = die_at_step;
      suspend_in_child (fixture, desk, "Ana", "Bogdan");
    }
  g_assert_true (wait_for (child));
  fixture_write (fixture, "desk/police.log", "half of it is missing");
  check_whole (fixture, pakiv_desk_get_folder (desk), RECORDS);
}

/* The same where the log itself was not brought at all: the copy takes its place, and no empty log
 * does. */
static void
test_log_is_missing_in_between (void)
{
  g_autoptr (Fixture) fixture = fixture_new ();
  g_autoptr (PakivDesk) desk = new_filled_desk (fixture, "desk");
  g_autofree char *path = fixture_get_path (fixture, "desk/police.log");
  g_autofree char *wal = fixture_get_path (fixture, "desk/police.log-wal");
  pid_t child = fork ();

  if (child == 0)
    {
      steps_left = 3;
      pakiv_rekey_step = die_at_step;
      suspend_in_child (fixture, desk, "Ana", "Bogdan");
    }
  g_assert_true (wait_for (child));
  g_assert_cmpint (g_unlink (path), ==, 0);
  g_unlink (wal);
  check_whole (fixture, pakiv_desk_get_folder (desk), RECORDS);
}

static void
check_missing (PakivSession *session, const char *path, GError **error)
{
  g_assert_error (*error, PAKIV_LOG_ERROR, PAKIV_LOG_ERROR_NOT_A_LOG);
  g_assert_nonnull (strstr ((*error)->message, "missing"));
  g_clear_error (error);
  g_assert_false (g_file_test (path, G_FILE_TEST_EXISTS));
}

/* A log that is away, as on a stick that was pulled out, is not made anew by what is done at the
 * desk meanwhile, and opens when it is back. */
static void
test_log_is_away (void)
{
  g_autoptr (Fixture) fixture = fixture_new ();
  g_autoptr (PakivDesk) desk = new_filled_desk (fixture, "desk");
  g_autoptr (PakivSession) ana = desk_fixture_unlock (desk, "Ana");
  g_autofree char *path = fixture_get_path (fixture, "desk/police.log");
  g_autofree char *away = fixture_get_path (fixture, "away.log");
  g_autofree char *before = NULL, *after = NULL;
  g_autoptr (PakivLog) log = NULL;
  g_autoptr (GError) error = NULL;

  g_assert_cmpint (g_rename (path, away), ==, 0);
  log = pakiv_session_open_log (ana, PAKIV_LOG_POLICE, fixture->definitions, fixture->clock,
                                &error);
  g_assert_null (log);
  check_missing (ana, path, &error);
  /* This is told in the trace of each log. */
  pakiv_session_add_member (ana, "Petru", PAKIV_ROLE_OFFICER, "words of Petru", &error);
  g_assert_no_error (error);
  g_assert_false (g_file_test (path, G_FILE_TEST_EXISTS));
  before = fixture_read (fixture, "desk/desk.json");
  g_assert_false (pakiv_session_suspend_member (ana, "Bogdan", fixture->clock, &error));
  check_missing (ana, path, &error);
  after = fixture_read (fixture, "desk/desk.json");
  g_assert_cmpstr (before, ==, after);
  g_assert_cmpint (g_rename (away, path), ==, 0);
  check_whole (fixture, pakiv_desk_get_folder (desk), RECORDS);
}

/* Another program has the log open: it is not copied behind its back. */
static void
test_open_elsewhere (void)
{
  g_autoptr (Fixture) fixture = fixture_new ();
  g_autoptr (PakivDesk) desk = new_filled_desk (fixture, "desk");
  g_autoptr (PakivSession) ana = desk_fixture_unlock (desk, "Ana");
  g_autoptr (GError) error = NULL;
  int ready[2], done[2];
  pid_t child;
  char byte = 'x';

  g_assert_cmpint (pipe (ready), ==, 0);
  g_assert_cmpint (pipe (done), ==, 0);
  child = fork ();
  if (child == 0)
    {
      g_autoptr (PakivSession) bogdan = desk_fixture_unlock (desk, "Bogdan");
      g_autoptr (PakivLog) log = NULL;

      g_close (done[1], NULL); /* so that it ends when the test does */
      log = pakiv_session_open_log (bogdan, PAKIV_LOG_POLICE, fixture->definitions, fixture->clock,
                                    NULL);

      if (log == NULL || write (ready[1], &byte, 1) != 1 || read (done[0], &byte, 1) != 1)
        _exit (1);
      g_free (fixture_add_talk (fixture, log, "2021-05-01", "OLD", "the last one"));
      pakiv_log_unref (g_steal_pointer (&log));
      _exit (0);
    }
  g_assert_cmpint (read (ready[0], &byte, 1), ==, 1);
  g_assert_false (pakiv_session_suspend_member (ana, "Bogdan", fixture->clock, &error));
  g_assert_error (error, PAKIV_LOG_ERROR, PAKIV_LOG_ERROR_BUSY);
  g_assert_nonnull (strstr (error->message, "police.log"));
  g_assert_cmpint (write (done[1], &byte, 1), ==, 1);
  g_assert_false (wait_for (child));
  g_assert_true (pakiv_session_suspend_member (ana, "Bogdan", fixture->clock, NULL));
  g_assert_cmpint (desk_fixture_count (fixture, ana, PAKIV_LOG_POLICE), ==, RECORDS + 1);
  for (int i = 0; i < 2; i++)
    {
      g_close (ready[i], NULL);
      g_close (done[i], NULL);
    }
}

/* One program opens and closes a log while another writes in it: what the other has promised is in
 * the log, though it is killed after that. */
static void
test_closed_elsewhere (void)
{
  g_autoptr (Fixture) fixture = fixture_new ();
  g_autoptr (PakivLog) log = NULL;
  int ready[2], done[2];
  char byte = 'x';
  pid_t child;

  pakiv_log_unref (fixture_open (fixture, PAKIV_LOG_POLICE, PAKIV_ROLE_OFFICER));
  g_assert_cmpint (pipe (ready), ==, 0);
  g_assert_cmpint (pipe (done), ==, 0);
  child = fork ();
  if (child == 0)
    {
      g_autoptr (PakivLog) theirs = NULL;

      g_close (done[1], NULL);
      theirs = fixture_open (fixture, PAKIV_LOG_POLICE, PAKIV_ROLE_OFFICER);
      g_free (fixture_add_talk (fixture, theirs, "2021-05-01", "OLD", "before"));
      if (write (ready[1], &byte, 1) != 1 || read (done[0], &byte, 1) != 1)
        _exit (1);
      g_free (fixture_add_talk (fixture, theirs, "2021-05-02", "OLD", "after"));
      kill (getpid (), SIGKILL);
    }
  g_assert_cmpint (read (ready[0], &byte, 1), ==, 1);
  log = fixture_open (fixture, PAKIV_LOG_POLICE, PAKIV_ROLE_OFFICER);
  g_assert_cmpuint (fixture_count (log, fixture->talk, NULL), ==, 1);
  g_clear_pointer (&log, pakiv_log_unref);
  g_assert_cmpint (write (done[1], &byte, 1), ==, 1);
  g_assert_true (wait_for (child));
  log = fixture_open (fixture, PAKIV_LOG_POLICE, PAKIV_ROLE_OFFICER);
  g_assert_cmpuint (fixture_count (log, fixture->talk, NULL), ==, 2);
  for (int i = 0; i < 2; i++)
    g_close (ready[i], NULL);
  g_close (done[0], NULL);
  g_close (done[1], NULL);
}

/* Whatever put another file in a log's place: nothing more is written in the old one. */
static void
test_replaced_while_open (void)
{
  g_autoptr (Fixture) fixture = fixture_new ();
  g_autofree char *path = fixture_get_path (fixture, "test.log");
  g_autofree char *other = fixture_get_path (fixture, "other.log");
  g_autoptr (PakivLog) log = fixture_open (fixture, PAKIV_LOG_POLICE, PAKIV_ROLE_OFFICER);
  g_autoptr (PakivRecord) record = fixture_new_talk (fixture, "2021-05-01", "OLD", NULL);
  g_autoptr (GError) error = NULL;

  pakiv_log_unref (fixture_try_open (fixture, other, PAKIV_LOG_POLICE, &error));
  g_assert_no_error (error);
  g_assert_cmpint (g_rename (other, path), ==, 0);
  g_assert_false (pakiv_log_save (log, record, &error));
  g_assert_error (error, PAKIV_LOG_ERROR, PAKIV_LOG_ERROR_BUSY);
  g_assert_nonnull (strstr (error->message, "test.log"));
}

/* Search, version marks, drafts and the counters of numbers come along. */
static void
test_all_comes_along (void)
{
  g_autoptr (Fixture) fixture = fixture_new ();
  g_autoptr (PakivDesk) desk = desk_fixture_create (fixture, "desk");
  g_autoptr (PakivSession) ana = desk_fixture_unlock (desk, "Ana");
  g_autoptr (PakivLog) log = NULL;
  g_autoptr (PakivRecord) draft = fixture_new_talk (fixture, "2021-05-02", "OLD", "half typed");
  g_autoptr (PakivRecord) loaded = NULL, found = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (GArray) before = NULL, after = NULL;
  g_autofree char *id = NULL;

  log = pakiv_session_open_log (ana, PAKIV_LOG_POLICE, fixture->definitions, fixture->clock,
                                &error);
  g_assert_no_error (error);
  g_free (fixture_add_talk (fixture, log, "2021-05-01", "OLD", "a quiet lantern"));
  id = fixture_add_talk (fixture, log, "2021-05-03", "OLD", "a loud lantern");
  for (int i = 0; i < 100; i++)
    g_free (fixture_add_talk (fixture, log, "2021-05-01", "OLD", "the bridge"));
  g_assert_true (pakiv_log_delete (log, fixture->talk, id, &error));
  g_assert_true (pakiv_log_save_draft (log, draft, &error));
  before = pakiv_log_find (log, fixture->talk, NULL, &error);
  g_clear_pointer (&log, pakiv_log_unref);

  g_assert_true (pakiv_session_suspend_member (ana, "Bogdan", fixture->clock, &error));
  log = pakiv_session_open_log (ana, PAKIV_LOG_POLICE, fixture->definitions, fixture->clock,
                                &error);
  g_assert_no_error (error);
  after = pakiv_log_find (log, fixture->talk, NULL, &error);
  g_assert_cmpmem (before->data, before->len * sizeof (gint64), after->data,
                   after->len * sizeof (gint64));
  g_assert_cmpuint (fixture_count (log, fixture->talk, "quiet lan"), ==, 1);
  g_assert_cmpuint (fixture_count (log, fixture->talk, "loud"), ==, 0);
  loaded = pakiv_log_load_draft (log, fixture->talk, NULL, &error);
  g_assert_cmpstr (pakiv_record_get (loaded, "note"), ==, "half typed");
  g_free (fixture_add_talk (fixture, log, "2021-05-04", "OLD", "a late lantern"));
  g_assert_cmpuint (fixture_count (log, fixture->talk, "lantern"), ==, 2);
}

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
  g_autoptr (PakivDesk) desk = new_filled_desk (fixture, "desk");
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
  g_assert_cmpint (desk_fixture_count (fixture, ana, PAKIV_LOG_POLICE), ==, RECORDS);
  if (strcmp (who, "recovery") != 0)
    return;
  /* What the message says to do helps. */
  g_clear_pointer (&sheet, pakiv_recovery_part_free);
  sheet = pakiv_session_make_recovery (ana, PAKIV_KEY_POLICE, &error);
  g_assert_true (pakiv_session_keep_recovery (ana, sheet, 0, 0, fixture->clock, &error));
  pakiv_session_suspend_member (ana, "Bogdan", fixture->clock, &error);
  g_assert_no_error (error);
}

static void
test_changed_public_key (void)
{
  check_not_given ("recovery", FALSE);
  check_not_given ("recovery", TRUE);
  check_not_given ("Nadia", FALSE);
  check_not_given ("Nadia", TRUE);
}

/* A desk of before there were proofs gets them with its first new keys. */
static void
test_no_proofs_yet (void)
{
  const PakivLogId logs[] = { PAKIV_LOG_POLICE, PAKIV_LOG_JOINT };
  g_autoptr (Fixture) fixture = fixture_new ();
  g_autoptr (PakivDesk) desk = new_filled_desk (fixture, "desk");
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
  check_whole (fixture, pakiv_desk_get_folder (desk), RECORDS);
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
  g_test_add_func ("/rekey/killed-at-each-step", test_killed_at_each_step);
  g_test_add_func ("/rekey/killed-at-any-moment", test_killed_at_any_moment);
  g_test_add_func ("/rekey/killed-again", test_killed_again);
  g_test_add_func ("/rekey/log-is-damaged-in-between", test_log_is_damaged_in_between);
  g_test_add_func ("/rekey/log-is-missing-in-between", test_log_is_missing_in_between);
  g_test_add_func ("/rekey/log-is-away", test_log_is_away);
  g_test_add_func ("/rekey/open-elsewhere", test_open_elsewhere);
  g_test_add_func ("/rekey/closed-elsewhere", test_closed_elsewhere);
  g_test_add_func ("/rekey/replaced-while-open", test_replaced_while_open);
  g_test_add_func ("/rekey/changed-public-key", test_changed_public_key);
  g_test_add_func ("/rekey/no-proofs-yet", test_no_proofs_yet);
  g_test_add_func ("/rekey/all-comes-along", test_all_comes_along);
  return g_test_run ();
}
