/* Members and recovery from the command line: from a lost passphrase back to the records. */
#include "ctl.h"

#include <glib/gstdio.h>
#include <string.h>

static const char contact[] = "{\"date\":\"2021-03-30\",\"type\":\"PATROL\",\"district\":\"NORTH\","
                              "\"met\":[{\"gender\":\"F\",\"number\":2}]}";

static char *
member (Ctl *ctl,
        int status,
        const char *said,
        const char *passphrases,
        const char *action,
        const char *what)
{
  return ctl_expect (
      status, said,
      ctl_run (passphrases, NULL, "member", ctl->desk, "--member", "Ana", action, what, NULL));
}

static void
add_contact (Ctl *ctl)
{
  g_free (ctl_expect (0, NULL,
                      ctl_run (OFFICER, contact, "add", ctl->desk, "--member", "Ana", "--kind",
                               "contact", "-", NULL)));
}

static char *
list_as (Ctl *ctl, int status, const char *said, const char *name, const char *passphrase)
{
  return ctl_expect (
      status, said,
      ctl_run (passphrase, NULL, "list", ctl->desk, "--member", name, "--log", "police", NULL));
}

static void
test_members (Ctl *ctl, gconstpointer data)
{
  g_autofree char *added = NULL, *listed = NULL, *suspended = NULL, *after = NULL;

  add_contact (ctl);
  added = member (ctl, 0, NULL, OFFICER "words for Dan\n", "add", "Dan: the second:officer");
  g_assert_nonnull (strstr (added, "Dan: the second"));
  listed = ctl_expect (0, NULL, ctl_run (NULL, NULL, "member", ctl->desk, "list", NULL));
  g_assert_nonnull (strstr (listed, "Dan: the second\tofficer\tpolice joint\t\n"));
  g_assert_nonnull (strstr (listed, "Cy\tdpo\ttrace\t\n"));
  g_free (list_as (ctl, 0, NULL, "Dan: the second", "words for Dan\n"));

  g_free (member (ctl, 0, NULL, OFFICER, "role", "Dan: the second:supervisor"));
  g_free (member (ctl, 1, "supervisor", OFFICER "words for Eva\n", "add", "Eva:officer"));
  g_free (member (ctl, 1, "mediator", OFFICER, "suspend", "Bo"));
  g_free (ctl_expect (0, NULL,
                      ctl_run ("words for Dan\n", NULL, "member", ctl->desk, "--member",
                               "Dan: the second", "role", "Dan: the second:officer", NULL)));
  suspended = member (ctl, 0, NULL, OFFICER, "suspend", "Dan: the second");
  g_assert_nonnull (strstr (suspended, "new keys"));
  g_assert_nonnull (strstr (suspended, "pakivctl backup"));
  g_free (list_as (ctl, 1, "no longer works", "Dan: the second", "words for Dan\n"));
  after = ctl_expect (0, NULL, ctl_run (NULL, NULL, "member", ctl->desk, "list", NULL));
  g_assert_nonnull (strstr (after, "Dan: the second\tofficer\t\t20"));
  g_assert_cmpuint (ctl_count (ctl, "police", "contact"), ==, 1);
}

static void
test_passphrase (Ctl *ctl, gconstpointer data)
{
  g_free (ctl_expect (1, "not right",
                      ctl_run ("not these words\nquiet river stones\n", NULL, "member", ctl->desk,
                               "passphrase", "Ana", NULL)));
  g_free (ctl_expect (0, NULL,
                      ctl_run (OFFICER "quiet river stones\n", NULL, "member", ctl->desk,
                               "passphrase", "Ana", NULL)));
  g_free (list_as (ctl, 1, "not right", "Ana", OFFICER));
  g_free (list_as (ctl, 0, NULL, "Ana", "quiet river stones\n"));
}

static char *
make_recovery (Ctl *ctl, const char *path, const char *shares)
{
  return ctl_expect (0, NULL,
                     ctl_run (OFFICER, NULL, "recovery", ctl->desk, "--member", "Ana", "--log",
                              "police", "--show", "--out", path, shares, NULL));
}

static void
test_recovery (Ctl *ctl, gconstpointer data)
{
  g_autofree char *path = ctl_path (ctl, "sheet.pdf"), *quiet_path = ctl_path (ctl, "quiet.pdf");
  g_autofree char *shown = NULL, *code = NULL, *quiet = NULL, *input = NULL, *wrong = NULL;
  g_autofree char *other = NULL;

  add_contact (ctl);
  quiet = ctl_expect (0, NULL,
                      ctl_run (OFFICER, NULL, "recovery", ctl->desk, "--member", "Ana", "--log",
                               "police", "--out", quiet_path, NULL));
  g_assert_cmpuint (strlen (quiet), <, strlen (quiet_path) + 70);
  shown = make_recovery (ctl, path, NULL);
  code = g_strndup (shown, 72 + 17);
  g_assert_true (g_file_test (path, G_FILE_TEST_EXISTS));
  /* A sheet that is there is somebody's. */
  g_free (ctl_expect (1, "sheet.pdf",
                      ctl_run (OFFICER, NULL, "recovery", ctl->desk, "--member", "Ana", "--log",
                               "police", "--out", path, NULL)));

  input = g_strdup_printf ("%s\n\nfound again, these\n", code);
  other = ctl_expect (1, "may not hold",
                      ctl_run (input, NULL, "recover", ctl->desk, "--member", "Bo", NULL));
  wrong = g_strdup (input);
  wrong[2] = wrong[2] == 'A' ? 'B' : 'A';
  g_free (ctl_expect (1, "group 1 of line 1",
                      ctl_run (wrong, NULL, "recover", ctl->desk, "--member", "Ana", NULL)));
  g_free (ctl_expect (1, "no recovery code",
                      ctl_run ("\n", NULL, "recover", ctl->desk, "--member", "Ana", NULL)));
  g_free (list_as (ctl, 0, NULL, "Ana", OFFICER));
  g_free (
      ctl_expect (0, NULL, ctl_run (input, NULL, "recover", ctl->desk, "--member", "Ana", NULL)));
  g_free (list_as (ctl, 0, NULL, "Ana", "found again, these\n"));
  /* Bo gives the joint log's key again, as no sheet of it was made. */
  g_free (ctl_expect (
      0, NULL,
      ctl_run (MEDIATOR, NULL, "member", ctl->desk, "--member", "Bo", "grant", "Ana", NULL)));
}

static void
test_shares (Ctl *ctl, gconstpointer data)
{
  g_autofree char *path = ctl_path (ctl, "shares.pdf");
  g_autofree char *shown = make_recovery (ctl, path, "--shares=2/3");
  g_auto (GStrv) shares = g_strsplit (shown, "\n\n", 3);
  g_autofree char *last = g_strndup (shares[2], 72 + 17);
  g_autofree char *one = g_strdup_printf ("%s\n\nfound again, these\n", shares[0]);
  g_autofree char *two = g_strdup_printf ("%s\n%s\n\nfound again, these\n", last, shares[0]);

  g_free (ctl_expect (1, "2 shares",
                      ctl_run (one, NULL, "recover", ctl->desk, "--member", "Ana", NULL)));
  g_free (ctl_expect (0, NULL, ctl_run (two, NULL, "recover", ctl->desk, "--member", "Ana", NULL)));
}

static void
test_misuse (Ctl *ctl, gconstpointer data)
{
  const char *const commands[] = { "member", "recovery", "recover" };
  const char *desk = ctl->desk;

  ctl_expect_misuse (ctl_run (NULL, NULL, "member", desk, NULL));
  ctl_expect_misuse (ctl_run (NULL, NULL, "member", desk, "promote", "Ana", NULL));
  ctl_expect_misuse (ctl_run (NULL, NULL, "member", desk, "add", NULL));
  ctl_expect_misuse (ctl_run (NULL, NULL, "member", desk, "add", "Eva:boss", NULL));
  ctl_expect_misuse (ctl_run (NULL, NULL, "member", desk, "list", "Ana", NULL));
  ctl_expect_misuse (ctl_run (NULL, NULL, "member", desk, "passphrase", NULL));
  ctl_expect_misuse (ctl_run (NULL, NULL, "recovery", desk, "--log", "police", NULL));
  ctl_expect_misuse (
      ctl_run (NULL, NULL, "recovery", desk, "--log", "all", "--out", "x.pdf", NULL));
  ctl_expect_misuse (ctl_run (NULL, NULL, "recovery", desk, "--log", "police", "--out", "x.pdf",
                              "--shares", "4/3", NULL));
  ctl_expect_misuse (ctl_run (NULL, NULL, "recover", desk, NULL));
  for (guint i = 0; i < G_N_ELEMENTS (commands); i++)
    {
      g_autofree char *help
          = ctl_expect (0, NULL, ctl_run (NULL, NULL, commands[i], "--help", NULL));

      g_assert_nonnull (strstr (help, commands[i]));
    }
  g_assert_false (g_file_test ("x.pdf", G_FILE_TEST_EXISTS));
}

int
main (int argc, char **argv)
{
  /* Nothing here is about the disk, which is what most of the time would go into. */
  if (g_file_test ("/dev/shm", G_FILE_TEST_IS_DIR))
    g_setenv ("TMPDIR", "/dev/shm", FALSE);
  g_test_init (&argc, &argv, NULL);
  CTL_ADD ("members", test_members);
  CTL_ADD ("passphrase", test_passphrase);
  CTL_ADD ("recovery", test_recovery);
  CTL_ADD ("shares", test_shares);
  CTL_ADD ("members-misuse", test_misuse);
  return g_test_run ();
}
