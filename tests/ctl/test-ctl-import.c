/* pakivctl import: what it prints, and what becomes of the list of rejects. */
#include "ctl.h"

#include <string.h>

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

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  CTL_ADD ("import", test_import);
  CTL_ADD ("import-cleans-up", test_import_cleans_up);
  CTL_ADD ("import-several", test_import_several);
  return g_test_run ();
}
