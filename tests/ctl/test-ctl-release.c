/* pakivctl release and verify. */
#include "ctl.h"

#include <string.h>
#include <sys/stat.h>

static const char contact[] = "{\"date\":\"2021-03-30\",\"type\":\"PATROL\",\"district\":\"NORTH\","
                              "\"met\":[{\"gender\":\"F\",\"number\":2}],"
                              "\"facts\":\"Talk about the lamps near the school.\"}";

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
  g_assert_nonnull (strstr (said, "- Somebody who reads all of this release: "));
  g_assert_nonnull (strstr (said, "- Somebody who knows everything about one person"));
  g_assert_null (strstr (said, "at the station"));
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
  ctl_expect_misuse (ctl_run (OFFICER, NULL, "release", ctl->desk, "--log", "police", "--period",
                              "2021-Q1", "--out", out, "--page", out, NULL));
  g_assert_false (g_file_test (out, G_FILE_TEST_EXISTS));
  /* None of these closed the quarter, or touched the log. */
  g_free (ctl_expect (0, NULL,
                      ctl_run (OFFICER, contact, "add", ctl->desk, "--kind", "contact", "--member",
                               "Ana", "-", NULL)));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  CTL_ADD ("release-and-verify", test_release_and_verify);
  CTL_ADD ("release-refusals", test_release_refusals);
  return g_test_run ();
}
