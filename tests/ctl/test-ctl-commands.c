/* Every command of pakivctl, run as a program: what it prints, what it changes, how it ends. */
#include "ctl.h"

#include <string.h>

static const char contact[] = "{\"date\":\"2021-03-30\",\"type\":\"PATROL\",\"district\":\"NORTH\","
                              "\"met\":[{\"gender\":\"F\",\"number\":2}],"
                              "\"facts\":\"Talk about the lamps near the school.\"}";

static const char meeting[]
    = "{\"date\":\"2021-03-30\",\"type\":\"PARTNER\",\"district\":\"CENTRE\",\"topics\":[\"SAFE\"],"
      "\"attendance\":[{\"side\":\"COMMUNITY\",\"gender\":\"F\",\"number\":4}],"
      "\"community_agrees\":\"YES\"}";

static void
test_help (Ctl *ctl, gconstpointer data)
{
  const char *const commands[]
      = { "init", "add", "import", "list", "release", "verify", "send", "enrol", "demo" };
  g_autofree char *all = ctl_expect (0, NULL, ctl_run (NULL, NULL, "--help", NULL));
  g_autofree char *version = ctl_expect (0, NULL, ctl_run (NULL, NULL, "--version", NULL));

  g_assert_true (g_str_has_prefix (version, "pakivctl "));
  for (guint i = 0; i < G_N_ELEMENTS (commands); i++)
    {
      g_autofree char *help
          = ctl_expect (0, NULL, ctl_run (NULL, NULL, commands[i], "--help", NULL));

      g_assert_nonnull (strstr (all, commands[i]));
      g_assert_nonnull (strstr (help, commands[i]));
      g_assert_nonnull (strstr (help, "--passphrase-fd"));
      g_assert_true ((strstr (help, "FILE.rejects.csv") != NULL)
                     == g_str_equal (commands[i], "import"));
    }
}

static void
test_misuse (Ctl *ctl, gconstpointer data)
{
  const char *desk = ctl->desk;

  g_autoptr (CtlRun) nothing = ctl_run (NULL, NULL, NULL);

  g_assert_cmpint (nothing->status, ==, 2);
  ctl_expect_misuse (ctl_run (NULL, NULL, "frobnicate", NULL));
  ctl_expect_misuse (ctl_run (NULL, NULL, "init", NULL));
  ctl_expect_misuse (ctl_run (NULL, NULL, "init", "x", "--station", "S", NULL));
  ctl_expect_misuse (ctl_run (NULL, NULL, "init", "x", "--station", "S", "--member", "Ana", NULL));
  ctl_expect_misuse (
      ctl_run (NULL, NULL, "init", "x", "--station", "S", "--member", "Ana:boss", NULL));
  ctl_expect_misuse (ctl_run (NULL, NULL, "add", desk, "-", NULL));
  ctl_expect_misuse (ctl_run (NULL, NULL, "add", desk, "--kind", "person", "-", NULL));
  ctl_expect_misuse (ctl_run (NULL, NULL, "add", desk, "--kind", "contact", NULL));
  ctl_expect_misuse (ctl_run (NULL, NULL, "add", desk, "--kind", "contact", "-", "-", NULL));
  ctl_expect_misuse (ctl_run (NULL, NULL, "import", desk, "x.csv", NULL));
  ctl_expect_misuse (ctl_run (NULL, NULL, "import", desk, "--map", "uk-stops", NULL));
  ctl_expect_misuse (ctl_run (NULL, NULL, "list", desk, NULL));
  ctl_expect_misuse (ctl_run (NULL, NULL, "list", desk, "--log", "secret", NULL));
  ctl_expect_misuse (ctl_run (NULL, NULL, "list", desk, "--log", "police", "--csv", NULL));
  ctl_expect_misuse (ctl_run (NULL, NULL, "list", desk, "--log", "police", "--frob", NULL));
  ctl_expect_misuse (
      ctl_run (NULL, NULL, "release", desk, "--log", "police", "--period", "2021-Q1", NULL));
  ctl_expect_misuse (ctl_run (NULL, NULL, "release", desk, "--log", "police", "--period", "2021-Q5",
                              "--out", "x.zip", NULL));
  ctl_expect_misuse (ctl_run (NULL, NULL, "verify", NULL));
  ctl_expect_misuse (ctl_run (NULL, NULL, "verify", "x.zip", "--key", "no key", NULL));
  ctl_expect_misuse (ctl_run (NULL, NULL, "send", desk, NULL));
  ctl_expect_misuse (ctl_run (NULL, NULL, "enrol", desk, NULL));
  ctl_expect_misuse (ctl_run (NULL, NULL, "demo", NULL));
  ctl_expect_misuse (ctl_run (NULL, NULL, "demo", "x", "--today", "yesterday", NULL));
  /* Or a quarter could be closed before it is over. */
  ctl_expect_misuse (ctl_run (NULL, NULL, "demo", "x", "--today", "2999-01-01", NULL));
  g_assert_false (g_file_test ("x", G_FILE_TEST_EXISTS));
}

static void
test_init (Ctl *ctl, gconstpointer data)
{
  g_autofree char *desk = ctl_path (ctl, "new desk");
  g_autofree char *file = g_build_filename (desk, "desk.json", NULL);
  g_autofree char *text = NULL;
  g_autofree char *added = NULL;

  /* Passphrases are read one line each, in the order of the members. */
  g_free (ctl_expect (0, NULL,
                      ctl_run ("first passphrase\nsecond passphrase\n", NULL, "init", desk,
                               "--station", "Ștation „1”", "--member", "Ana: A:supervisor",
                               "--member", "Bo:mediator", NULL)));
  g_assert_true (g_file_get_contents (file, &text, NULL, NULL));
  g_assert_null (strstr (text, "passphrase\" : \"first"));
  g_free (ctl_expect (1, "passphrase",
                      ctl_run ("second passphrase\n", contact, "add", desk, "--kind", "contact",
                               "--member", "Ana: A", "-", NULL)));
  added = ctl_expect (0, NULL,
                      ctl_run ("first passphrase\n", contact, "add", desk, "--kind", "contact",
                               "--member", "Ana: A", "-", NULL));
  g_assert_true (g_uuid_string_is_valid (g_strstrip (added)));

  /* A folder with something in it is never taken. */
  g_free (ctl_expect (1, desk,
                      ctl_run ("first passphrase\n", NULL, "init", desk, "--station", "S",
                               "--member", "Ana:officer", NULL)));
}

static void
test_init_refusals (Ctl *ctl, gconstpointer data)
{
  g_autofree char *long_name = g_strnfill (101, 'x');
  g_autofree char *desk = ctl_path (ctl, "new");

  g_free (ctl_expect (
      1, NULL,
      ctl_run ("short\n", NULL, "init", desk, "--station", "S", "--member", "Ana:officer", NULL)));
  g_free (ctl_expect (1, NULL,
                      ctl_run ("only one line\n", NULL, "init", desk, "--station", "S", "--member",
                               "Ana:officer", "--member", "Bo:dpo", NULL)));
  g_free (ctl_expect (1, NULL,
                      ctl_run ("a passphrase\na passphrase\n", NULL, "init", desk, "--station", "S",
                               "--member", "Ana:officer", "--member", "Ana:dpo", NULL)));
  g_free (ctl_expect (1, NULL,
                      ctl_run ("a passphrase\n", NULL, "init", desk, "--station", long_name,
                               "--member", "Ana:officer", NULL)));
  g_assert_false (g_file_test (desk, G_FILE_TEST_EXISTS));
}

static void
test_add (Ctl *ctl, gconstpointer data)
{
  g_autofree char *file = ctl_path (ctl, "contact.json");
  g_autofree char *id = NULL;
  g_autoptr (GPtrArray) rows = NULL;

  ctl_write (ctl, "contact.json", contact, -1);
  id = ctl_expect (0, NULL,
                   ctl_run (OFFICER, NULL, "add", ctl->desk, "--member", "Ana", "--kind", "contact",
                            file, NULL));
  g_assert_true (g_uuid_string_is_valid (g_strstrip (id)));
  rows = ctl_list (ctl, "police", "contact");
  g_assert_cmpuint (rows->len, ==, 1);
  g_assert_cmpstr (g_hash_table_lookup (rows->pdata[0], "date"), ==, "2021-03-30");
  g_assert_cmpstr (g_hash_table_lookup (rows->pdata[0], "met"), ==, "gender=F number=2");
  g_assert_cmpstr (g_hash_table_lookup (rows->pdata[0], "facts"), ==,
                   "Talk about the lamps near the school.");
  g_assert_cmpuint (ctl_count (ctl, "mediation", "contact"), ==, 0);
}

/* The member's own log takes it, or the joint one; who may do it alone need not be named. */
static void
test_add_finds_log (Ctl *ctl, gconstpointer data)
{
  g_free (ctl_expect (
      1, "--member", ctl_run (OFFICER, contact, "add", ctl->desk, "--kind", "contact", "-", NULL)));
  g_free (ctl_expect (0, NULL,
                      ctl_run (OFFICER, contact, "add", ctl->desk, "--kind", "contact", "--log",
                               "police", "-", NULL)));
  g_free (ctl_expect (0, NULL,
                      ctl_run (MEDIATOR, contact, "add", ctl->desk, "--kind", "contact", "--member",
                               "Bo", "-", NULL)));
  g_free (ctl_expect (0, NULL,
                      ctl_run (MEDIATOR, meeting, "add", ctl->desk, "--kind", "meeting", "--member",
                               "Bo", "-", NULL)));
  g_assert_cmpuint (ctl_count (ctl, "police", "contact"), ==, 1);
  g_assert_cmpuint (ctl_count (ctl, "mediation", "contact"), ==, 1);
  g_assert_cmpuint (ctl_count (ctl, "joint", "meeting"), ==, 1);
}

static void
test_add_refusals (Ctl *ctl, gconstpointer data)
{
  const char *const wrong[][2] = {
    { "{\"date\":\"2021-03-30\"}", "Type: " },
    { "{\"date\":\"2021-03-30\",\"type\":\"PATROL\",\"district\":\"MARS\"}", "MARS" },
    { "{\"name\":\"x\"}", "name" },
    /* What would be dropped, and what could be meant in two ways, is not taken in silence. */
    { "{\"date\":\"2021-03-30\",\"type\":\"PATROL\",\"district\":\"NORTH\",\"force\":\"NO\"}",
      "“force”" },
    { "{\"date\":\"2021-03-30\",\"type\":\"PATROL\",\"district\":\"NORTH\",\"type\":\"CALL\"}",
      "“type” stands there twice" },
    { "{\"date\":", "line 1" },
    { "", "JSON" },
    { "{\"date\":\"2999-01-01\",\"type\":\"PATROL\",\"district\":\"NORTH\"}", "Date: " },
  };

  for (guint i = 0; i < G_N_ELEMENTS (wrong); i++)
    g_free (ctl_expect (1, wrong[i][1],
                        ctl_run (OFFICER, wrong[i][0], "add", ctl->desk, "--member", "Ana",
                                 "--kind", "contact", "-", NULL)));
  g_free (ctl_expect (1, "nothing.json",
                      ctl_run (OFFICER, NULL, "add", ctl->desk, "--member", "Ana", "--kind",
                               "contact", "nothing.json", NULL)));
  g_assert_cmpuint (ctl_count (ctl, "police", "contact"), ==, 0);
}

static void
test_today (Ctl *ctl, gconstpointer data)
{
  g_free (ctl_expect (1, "Date: ",
                      ctl_run (OFFICER, contact, "add", ctl->desk, "--member", "Ana", "--kind",
                               "contact", "--today", "2021-03-29", "-", NULL)));
  g_free (ctl_expect (0, NULL,
                      ctl_run (OFFICER, contact, "add", ctl->desk, "--member", "Ana", "--kind",
                               "contact", "--today", "2021-03-30", "-", NULL)));
}

static void
test_list (Ctl *ctl, gconstpointer data)
{
  g_autofree char *all = NULL;
  g_autofree char *found = NULL;
  g_autofree char *none = NULL;

  g_free (ctl_expect (0, NULL,
                      ctl_run (OFFICER, contact, "add", ctl->desk, "--kind", "contact", "--member",
                               "Ana", "-", NULL)));
  all = ctl_expect (0, NULL, ctl_run (OFFICER, NULL, "list", ctl->desk, "--log", "police", NULL));
  g_assert_nonnull (strstr (all, "Contacts: 1\n"));
  g_assert_nonnull (strstr (all, "Incidents: 0\n"));
  g_assert_null (strstr (all, "Meetings"));
  g_assert_nonnull (strstr (all, "2021-03-30"));
  g_assert_nonnull (strstr (all, "Foot-patrol conversation"));
  found = ctl_expect (0, NULL,
                      ctl_run (OFFICER, NULL, "list", ctl->desk, "--log", "police", "--kind",
                               "contact", "--search", "school LAMP", NULL));
  g_assert_true (g_str_has_prefix (found, "Contacts: 1\n"));
  none = ctl_expect (0, NULL,
                     ctl_run (OFFICER, NULL, "list", ctl->desk, "--log", "police", "--kind",
                              "contact", "--search", "school \"OR* market", NULL));
  g_assert_cmpstr (none, ==, "Contacts: 0\n");
}

/* Covenant 3, from outside: no police passphrase opens the mediators' log, nor the other way. */
/* One kind of record a file: where the log has several, the message says what to add. */
static void
test_list_csv (Ctl *ctl, gconstpointer data)
{
  g_autoptr (CtlRun) several = ctl_run (OFFICER, NULL, "list", ctl->desk, "--log", "police",
                                        "--csv", "--member", "Ana", NULL);
  g_autofree char *only = NULL;

  g_assert_cmpint (several->status, ==, 2);
  g_assert_nonnull (strstr (several->err, "--kind contact, --kind incident"));
  g_free (ctl_expect (0, NULL,
                      ctl_run (MEDIATOR, meeting, "add", ctl->desk, "--kind", "meeting", "--member",
                               "Bo", "-", NULL)));
  only = ctl_expect (0, NULL,
                     ctl_run (MEDIATOR, NULL, "list", ctl->desk, "--log", "joint", "--csv",
                              "--member", "Bo", NULL));
  g_assert_true (g_str_has_prefix (only, "id,"));
  g_assert_nonnull (strstr (only, ",2021-03-30,"));
}

static void
test_logs_are_apart (Ctl *ctl, gconstpointer data)
{
  g_free (ctl_expect (
      1, "Ana",
      ctl_run (OFFICER, NULL, "list", ctl->desk, "--member", "Ana", "--log", "mediation", NULL)));
  g_free (ctl_expect (
      1, "Bo",
      ctl_run (MEDIATOR, NULL, "list", ctl->desk, "--member", "Bo", "--log", "police", NULL)));
  g_free (ctl_expect (
      1, "Cy", ctl_run (DPO, NULL, "list", ctl->desk, "--member", "Cy", "--log", "joint", NULL)));
  g_free (
      ctl_expect (1, NULL, ctl_run (OFFICER, NULL, "list", ctl->desk, "--log", "mediation", NULL)));
  g_free (ctl_expect (
      0, NULL,
      ctl_run (MEDIATOR, NULL, "list", ctl->desk, "--member", "Bo", "--log", "joint", NULL)));
}

/* (transfer full): the police contacts of a new demonstration, without their random ids. */
static char *
make_demo (Ctl *ctl, const char *name, const char *today)
{
  g_autofree char *desk = ctl_path (ctl, name);
  g_autofree char *csv = NULL;
  g_autoptr (GRegex) ids = g_regex_new ("^[0-9a-f-]{36},", G_REGEX_MULTILINE, 0, NULL);

  g_free (ctl_expect (0, NULL, ctl_run (NULL, NULL, "demo", desk, "--today", today, NULL)));
  csv = ctl_expect (0, NULL,
                    ctl_run ("demo officer\n", NULL, "list", desk, "--log", "police", "--kind",
                             "contact", "--csv", NULL));
  g_assert_true (g_str_has_prefix (csv, "id,date,"));
  return g_regex_replace_literal (ids, csv, -1, 0, "", 0, NULL);
}

/* The same for the same day, another for another. */
static void
test_demo_again (Ctl *ctl, gconstpointer data)
{
  g_autofree char *one = make_demo (ctl, "one", "2026-11-22");
  g_autofree char *two = make_demo (ctl, "two", "2026-11-22");
  g_autofree char *three = make_demo (ctl, "three", "2026-11-21");

  g_assert_cmpstr (one, ==, two);
  g_assert_cmpstr (one, !=, three);
}

static void
test_demo (Ctl *ctl, gconstpointer data)
{
  g_autofree char *desk = ctl_path (ctl, "demo");
  g_autofree char *out
      = ctl_expect (0, NULL, ctl_run (NULL, NULL, "demo", desk, "--today", "2026-11-22", NULL));
  g_autofree char *police = NULL;
  g_autofree char *joint = NULL;

  g_assert_nonnull (strstr (out, "“demo officer”"));
  g_assert_nonnull (strstr (out, "“demo mediator”"));
  g_assert_nonnull (strstr (out, "“demo protection”"));
  police = ctl_expect (0, NULL,
                       ctl_run ("demo officer\n", NULL, "list", desk, "--log", "police", NULL));
  g_assert_nonnull (strstr (police, "Contacts: 900\n"));
  g_assert_nonnull (strstr (police, "Incidents: 60\n"));
  g_assert_nonnull (strstr (police, "2026-11-21"));
  g_assert_null (strstr (police, "2026-11-22"));
  g_assert_nonnull (strstr (police, "2025-11-22"));
  joint = ctl_expect (0, NULL,
                      ctl_run ("demo mediator\n", NULL, "list", desk, "--log", "joint", "--member",
                               "Mediator Luna", NULL));
  g_assert_nonnull (strstr (joint, "Meetings: 36\n"));
  g_free (ctl_expect (1, desk, ctl_run (NULL, NULL, "demo", desk, NULL)));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  CTL_ADD ("help", test_help);
  CTL_ADD ("misuse", test_misuse);
  CTL_ADD ("init", test_init);
  CTL_ADD ("init-refusals", test_init_refusals);
  CTL_ADD ("add", test_add);
  CTL_ADD ("add-finds-log", test_add_finds_log);
  CTL_ADD ("add-refusals", test_add_refusals);
  CTL_ADD ("today", test_today);
  CTL_ADD ("list", test_list);
  CTL_ADD ("list-csv", test_list_csv);
  CTL_ADD ("logs-are-apart", test_logs_are_apart);
  CTL_ADD ("demo", test_demo);
  CTL_ADD ("demo-again", test_demo_again);
  return g_test_run ();
}
