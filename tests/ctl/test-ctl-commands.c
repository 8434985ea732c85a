/* Every command of pakivctl, run as a program: what it prints, what it changes, how it ends. */
#include "ctl.h"

#include <string.h>
#include <sys/stat.h>

static const char contact[] = "{\"date\":\"2021-03-30\",\"type\":\"PATROL\",\"district\":\"NORTH\","
                              "\"met\":[{\"gender\":\"F\",\"number\":2}],"
                              "\"facts\":\"Talk about the lamps near the school.\"}";

static const char meeting[]
    = "{\"date\":\"2021-03-30\",\"type\":\"PARTNER\",\"district\":\"CENTRE\",\"topics\":[\"SAFE\"],"
      "\"attendance\":[{\"side\":\"COMMUNITY\",\"gender\":\"F\",\"number\":4}],"
      "\"community_agrees\":\"YES\"}";

static const char stops[]
    = "Type,Date,Part of a policing operation,Policing operation,Latitude,Longitude,Gender,"
      "Age range,Self-defined ethnicity,Officer-defined ethnicity,Legislation,Object of search,"
      "Outcome,Outcome linked to object of search,Removal of more than just outer clothing\r\n"
      "Person search,2021-01-01T00:00:00+00:00,,,53.3,-3.5,Male,18-24,White - Irish,White,"
      "Misuse of Drugs Act 1971 (section 23),Controlled drugs,Arrest,True,0.0\r\n"
      "Person search,2021-01-01T00:00:00+00:00,,,53.3,-3.5,Male,18-24,White - Irish,White,"
      "Misuse of Drugs Act 1971 (section 23),Controlled drugs,Arrest,True,0.0\r\n"
      "Dog search,2021-01-02T00:00:00+00:00,,,,,Female,,,,,,,,\r\n"
      "Person search,2021-06-30T23:30:00+00:00,,,,,Female,,,,,,,,\r\n";

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
    }
}

static void
expect_misuse (CtlRun *run)
{
  g_autofree char *out = ctl_expect (2, NULL, run);

  g_assert_cmpstr (out, ==, "");
}

static void
test_misuse (Ctl *ctl, gconstpointer data)
{
  const char *desk = ctl->desk;

  g_autoptr (CtlRun) nothing = ctl_run (NULL, NULL, NULL);

  g_assert_cmpint (nothing->status, ==, 2);
  expect_misuse (ctl_run (NULL, NULL, "frobnicate", NULL));
  expect_misuse (ctl_run (NULL, NULL, "init", NULL));
  expect_misuse (ctl_run (NULL, NULL, "init", "x", "--station", "S", NULL));
  expect_misuse (ctl_run (NULL, NULL, "init", "x", "--station", "S", "--member", "Ana", NULL));
  expect_misuse (ctl_run (NULL, NULL, "init", "x", "--station", "S", "--member", "Ana:boss", NULL));
  expect_misuse (ctl_run (NULL, NULL, "add", desk, "-", NULL));
  expect_misuse (ctl_run (NULL, NULL, "add", desk, "--kind", "person", "-", NULL));
  expect_misuse (ctl_run (NULL, NULL, "add", desk, "--kind", "contact", NULL));
  expect_misuse (ctl_run (NULL, NULL, "add", desk, "--kind", "contact", "-", "-", NULL));
  expect_misuse (ctl_run (NULL, NULL, "import", desk, "x.csv", NULL));
  expect_misuse (ctl_run (NULL, NULL, "import", desk, "--map", "uk-stops", NULL));
  expect_misuse (ctl_run (NULL, NULL, "list", desk, NULL));
  expect_misuse (ctl_run (NULL, NULL, "list", desk, "--log", "secret", NULL));
  expect_misuse (ctl_run (NULL, NULL, "list", desk, "--log", "police", "--csv", NULL));
  expect_misuse (ctl_run (NULL, NULL, "list", desk, "--log", "police", "--frob", NULL));
  expect_misuse (
      ctl_run (NULL, NULL, "release", desk, "--log", "police", "--period", "2021-Q1", NULL));
  expect_misuse (ctl_run (NULL, NULL, "release", desk, "--log", "police", "--period", "2021-Q5",
                          "--out", "x.zip", NULL));
  expect_misuse (ctl_run (NULL, NULL, "verify", NULL));
  expect_misuse (ctl_run (NULL, NULL, "verify", "x.zip", "--key", "no key", NULL));
  expect_misuse (ctl_run (NULL, NULL, "send", desk, NULL));
  expect_misuse (ctl_run (NULL, NULL, "enrol", desk, NULL));
  expect_misuse (ctl_run (NULL, NULL, "demo", NULL));
  expect_misuse (ctl_run (NULL, NULL, "demo", "x", "--today", "yesterday", NULL));
  /* Or a quarter could be closed before it is over. */
  expect_misuse (ctl_run (NULL, NULL, "demo", "x", "--today", "2999-01-01", NULL));
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
test_import (Ctl *ctl, gconstpointer data)
{
  g_autofree char *file = ctl_path (ctl, "stops.csv");
  g_autofree char *rejects = ctl_path (ctl, "stops.csv.rejects.csv");
  g_autofree char *wanted
      = g_strdup_printf ("read 4, added 3, already there 0, rejected 1 (rejects in %s)\n", rejects);
  g_autofree char *again_wanted
      = g_strdup_printf ("read 4, added 0, already there 3, rejected 1 (rejects in %s)\n", rejects);
  g_autofree char *out = NULL;
  g_autofree char *again = NULL;
  g_autofree char *text = NULL;
  g_autoptr (GPtrArray) rows = NULL;

  ctl_write (ctl, "stops.csv", stops, -1);
  out = ctl_expect (0, NULL,
                    ctl_run (OFFICER, NULL, "import", ctl->desk, "--member", "Ana", "--map",
                             "uk-stops", file, NULL));
  g_assert_cmpstr (out, ==, wanted);
  text = ctl_read (ctl, "stops.csv.rejects.csv", NULL);
  g_assert_nonnull (strstr (text, "\n4,"));
  g_assert_nonnull (strstr (text, "Dog search"));
  again = ctl_expect (0, NULL,
                      ctl_run (OFFICER, NULL, "import", ctl->desk, "--member", "Ana", "--map",
                               "uk-stops", file, NULL));
  g_assert_cmpstr (again, ==, again_wanted);
  rows = ctl_list (ctl, "police", "contact");
  g_assert_cmpuint (rows->len, ==, 3);
  /* Newest first; half past eleven in the evening, UTC, is the next day in Wales in summer. */
  g_assert_cmpstr (g_hash_table_lookup (rows->pdata[0], "date"), ==, "2021-07-01");
  g_assert_cmpstr (g_hash_table_lookup (rows->pdata[0], "outcome"), ==, "");
}

static void
test_import_cleans_up (Ctl *ctl, gconstpointer data)
{
  g_autofree char *file = ctl_path (ctl, "stops.csv");
  g_autofree char *rejects = ctl_path (ctl, "stops.csv.rejects.csv");
  g_autofree char *good = g_strndup (stops, (gsize)(strstr (stops, "Dog") - stops));
  g_autofree char *out = NULL;

  /* A rejects file of an earlier try is gone when nothing is rejected any more. */
  ctl_write (ctl, "stops.csv", stops, -1);
  g_free (ctl_expect (0, NULL,
                      ctl_run (OFFICER, NULL, "import", ctl->desk, "--member", "Ana", "--map",
                               "uk-stops", file, NULL)));
  g_assert_true (g_file_test (rejects, G_FILE_TEST_EXISTS));
  ctl_write (ctl, "stops.csv", good, -1);
  out = ctl_expect (0, NULL,
                    ctl_run (OFFICER, NULL, "import", ctl->desk, "--member", "Ana", "--map",
                             "uk-stops", file, NULL));
  g_assert_cmpstr (out, ==, "read 2, added 0, already there 2, rejected 0\n");
  g_assert_false (g_file_test (rejects, G_FILE_TEST_EXISTS));
}

static void
test_import_several (Ctl *ctl, gconstpointer data)
{
  g_autofree char *one = ctl_path (ctl, "one.csv");
  g_autofree char *two = ctl_path (ctl, "two.csv");
  g_autofree char *later = g_strdup (stops);
  g_autofree char *out = NULL;

  memcpy (strstr (later, "2021-06-30"), "2021-05-30", 10);
  ctl_write (ctl, "one.csv", stops, -1);
  ctl_write (ctl, "two.csv", later, -1);
  out = ctl_expect (0, NULL,
                    ctl_run (OFFICER, NULL, "import", ctl->desk, "--member", "Ana", "--map",
                             "uk-stops", one, two, NULL));
  /* The second file's two January rows are the first file's: already there. */
  g_assert_true (g_str_has_prefix (out, "read 8, added 4, already there 2, rejected 2 ("));
  g_assert_nonnull (strstr (out, "one.csv.rejects.csv"));
  g_assert_nonnull (strstr (out, "two.csv.rejects.csv"));
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

/* The key may be given as it is or as a minisign public key file. */
static void
expect_key_file (Ctl *ctl, const char *package, const char *said)
{
  g_autofree char *file = ctl_path (ctl, "k.pub");
  g_autofree char *line = g_strndup (strstr (said, "RW"), 56);
  g_autofree char *content = g_strdup_printf ("untrusted comment: a key\n%s\n", line);

  g_assert_true (g_file_set_contents (file, content, -1, NULL));
  g_free (ctl_expect (0, NULL, ctl_run (NULL, NULL, "verify", package, "--key", line, NULL)));
  g_free (ctl_expect (0, NULL, ctl_run (NULL, NULL, "verify", package, "--key", file, NULL)));
}

static void
test_release_and_verify (Ctl *ctl, gconstpointer data)
{
  g_autofree char *out = ctl_path (ctl, "r.zip");
  g_autofree char *again = ctl_path (ctl, "again.zip");
  g_autofree char *page = ctl_path (ctl, "r.html");
  g_autofree char *said = NULL;
  g_autofree char *html = NULL;
  g_autofree char *one = NULL;
  g_autofree char *two = NULL;
  gsize one_length, two_length;

  g_free (ctl_expect (0, NULL,
                      ctl_run (OFFICER, contact, "add", ctl->desk, "--kind", "contact", "--member",
                               "Ana", "-", NULL)));
  g_free (ctl_expect (0, NULL,
                      ctl_run (OFFICER, NULL, "release", ctl->desk, "--log", "police", "--period",
                               "2021-Q1", "--out", out, "--page", page, NULL)));
  said = ctl_expect (0, NULL, ctl_run (NULL, NULL, "verify", out, NULL));
  g_assert_nonnull (strstr (said, "Test station"));
  g_assert_nonnull (strstr (said, "2021-Q1"));
  expect_key_file (ctl, out, said);
  html = ctl_read (ctl, "r.html", NULL);
  g_assert_nonnull (strstr (html, "Test station"));
  g_assert_null (strstr (html, "lamps near the school"));

  /* Made once, the same bytes ever after; and the book is closed. */
  g_free (ctl_expect (0, NULL,
                      ctl_run (OFFICER, NULL, "release", ctl->desk, "--log", "police", "--period",
                               "2021-Q1", "--out", again, NULL)));
  one = ctl_read (ctl, "r.zip", &one_length);
  two = ctl_read (ctl, "again.zip", &two_length);
  g_assert_cmpmem (one, one_length, two, two_length);
}

static void
test_release_refusals (Ctl *ctl, gconstpointer data)
{
  g_autofree char *out = ctl_path (ctl, "r.zip");
  g_autofree char *nowhere = ctl_path (ctl, "no/r.zip");
  g_autofree char *log = g_build_filename (ctl->desk, "police.log", NULL);
  g_autofree char *pipe = ctl_path (ctl, "pipe");

  g_free (ctl_expect (0, NULL,
                      ctl_run (OFFICER, contact, "add", ctl->desk, "--kind", "contact", "--member",
                               "Ana", "--today", "2021-03-30", "-", NULL)));
  /* A quarter that is not over, one without records, and a folder that is not there. */
  g_free (ctl_expect (1, NULL,
                      ctl_run (OFFICER, NULL, "release", ctl->desk, "--log", "police", "--period",
                               "2021-Q1", "--out", out, "--today", "2021-03-31", NULL)));
  g_free (ctl_expect (1, NULL,
                      ctl_run (OFFICER, NULL, "release", ctl->desk, "--log", "police", "--period",
                               "2020-Q1", "--out", out, NULL)));
  g_free (ctl_expect (1, NULL,
                      ctl_run (OFFICER, NULL, "release", ctl->desk, "--log", "police", "--period",
                               "2021-Q1", "--out", nowhere, NULL)));
  /* Nothing takes the place of a log, of a device, or of the package itself. */
  g_free (ctl_expect (1, NULL,
                      ctl_run (OFFICER, NULL, "release", ctl->desk, "--log", "police", "--period",
                               "2021-Q1", "--out", log, NULL)));
  g_free (ctl_expect (1, NULL,
                      ctl_run (OFFICER, NULL, "release", ctl->desk, "--log", "police", "--period",
                               "2021-Q1", "--out", out, "--page", log, NULL)));
  g_assert_cmpint (mkfifo (pipe, 0600), ==, 0);
  g_free (ctl_expect (1, NULL,
                      ctl_run (OFFICER, NULL, "release", ctl->desk, "--log", "police", "--period",
                               "2021-Q1", "--out", pipe, NULL)));
  expect_misuse (ctl_run (OFFICER, NULL, "release", ctl->desk, "--log", "police", "--period",
                          "2021-Q1", "--out", out, "--page", out, NULL));
  g_assert_false (g_file_test (out, G_FILE_TEST_EXISTS));
  /* None of these closed the quarter, or touched the log. */
  g_free (ctl_expect (0, NULL,
                      ctl_run (OFFICER, contact, "add", ctl->desk, "--kind", "contact", "--member",
                               "Ana", "-", NULL)));
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

#define ADD(path, function) \
  g_test_add ("/ctl/" path, Ctl, NULL, ctl_set_up, function, ctl_tear_down)

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  ADD ("help", test_help);
  ADD ("misuse", test_misuse);
  ADD ("init", test_init);
  ADD ("init-refusals", test_init_refusals);
  ADD ("add", test_add);
  ADD ("add-finds-log", test_add_finds_log);
  ADD ("add-refusals", test_add_refusals);
  ADD ("today", test_today);
  ADD ("import", test_import);
  ADD ("import-cleans-up", test_import_cleans_up);
  ADD ("import-several", test_import_several);
  ADD ("list", test_list);
  ADD ("logs-are-apart", test_logs_are_apart);
  ADD ("release-and-verify", test_release_and_verify);
  ADD ("release-refusals", test_release_refusals);
  ADD ("demo", test_demo);
  ADD ("demo-again", test_demo_again);
  return g_test_run ();
}
