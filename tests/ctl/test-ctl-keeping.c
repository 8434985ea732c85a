/* What is kept, for how long, and how it comes back: purge, hold, backup, restore. */
#include "ctl.h"

#include <glib/gstdio.h>
#include <string.h>

static const char contact[] = "{\"date\":\"2021-03-30\",\"type\":\"PATROL\",\"district\":\"NORTH\","
                              "\"met\":[{\"gender\":\"F\",\"number\":2}],"
                              "\"facts\":\"Talk about the lamps near the school.\"}";

static void
misuse (Ctl *ctl, const char *command, const char *option, const char *value)
{
  ctl_expect_misuse (ctl_run (NULL, NULL, command, ctl->desk, option, value, NULL));
}

static void
test_misuse (Ctl *ctl, gconstpointer data)
{
  misuse (ctl, "purge", NULL, NULL);
  misuse (ctl, "purge", "--log", "diary");
  misuse (ctl, "hold", "--kind", "contact");
  misuse (ctl, "backup", "--log", "diary");
  misuse (ctl, "backup", "--always", NULL);
  misuse (ctl, "restore", "--log", "police");
  misuse (ctl, "restore", "--from", "x");
  ctl_expect_misuse (ctl_run (NULL, NULL, "hold", ctl->desk, "--log", "police", "--kind", "contact",
                              "--record", "x", NULL));
  ctl_expect_misuse (ctl_run (NULL, NULL, "hold", ctl->desk, "--log", "police", "--kind", "contact",
                              "--record", "x", "--release", "--until", "2021-01-01", NULL));
}

/* (transfer full): the id of a new record, typed on 2021-04-01. */
static char *
add (Ctl *ctl)
{
  char *id = ctl_expect (0, NULL,
                         ctl_run (OFFICER, contact, "add", ctl->desk, "--kind", "contact",
                                  "--member", "Ana", "--today", "2021-04-01", "-", NULL));

  return g_strchomp (id);
}

static char *
purge (Ctl *ctl, int status, const char *said, const char *day, const char *confirm)
{
  return ctl_expect (status, said,
                     ctl_run (OFFICER, NULL, "purge", ctl->desk, "--log", "police", "--member",
                              "Ana", "--today", day, confirm, NULL));
}

static void
test_purge (Ctl *ctl, gconstpointer data)
{
  g_autofree char *id = NULL, *asked = NULL, *erased = NULL, *listed = NULL, *held = NULL;
  g_autofree char *first = purge (ctl, 0, NULL, "2021-04-01", NULL);

  g_assert_cmpstr (first, ==, "Erased: 0\n");
  id = add (ctl);
  /* Kept 36 months; three years without use may be a wrong clock. */
  asked = purge (ctl, 1, "--confirm", "2024-03-30", NULL);
  g_assert_cmpstr (asked, ==, "Erased: 0\n");
  g_assert_cmpuint (ctl_count (ctl, "police", "contact"), ==, 1);

  g_free (ctl_expect (1, "reason",
                      ctl_run (OFFICER, NULL, "hold", ctl->desk, "--log", "police", "--kind",
                               "contact", "--record", id, "--until", "2024-06-01", "--reason", " ",
                               "--today", "2024-03-30", "--member", "Ana", NULL)));
  g_free (ctl_expect (0, NULL,
                      ctl_run (OFFICER, NULL, "hold", ctl->desk, "--log", "police", "--kind",
                               "contact", "--record", id, "--until", "2024-06-01", "--reason",
                               "Case 7", "--today", "2024-03-30", "--member", "Ana", NULL)));
  listed = ctl_expect (
      0, NULL,
      ctl_run (OFFICER, NULL, "hold", ctl->desk, "--log", "police", "--member", "Ana", NULL));
  g_assert_nonnull (strstr (listed, "2024-06-01  contact"));
  g_assert_nonnull (strstr (listed, "Case 7"));
  held = purge (ctl, 0, NULL, "2024-03-30", "--confirm");
  g_assert_nonnull (strstr (held, "Kept by a legal hold: 1"));
  g_free (ctl_expect (0, NULL,
                      ctl_run (OFFICER, NULL, "hold", ctl->desk, "--log", "police", "--kind",
                               "contact", "--record", id, "--release", "--member", "Ana", NULL)));
  erased = purge (ctl, 0, NULL, "2024-03-30", NULL);
  g_assert_cmpstr (erased, ==, "Erased: 1\n");
  g_assert_cmpuint (ctl_count (ctl, "police", "contact"), ==, 0);
}

static void
test_backup (Ctl *ctl, gconstpointer data)
{
  g_autofree char *stick = ctl_path (ctl, "stick");
  g_autofree char *made = NULL, *path = NULL, *listed = NULL, *seen = NULL, *other = NULL;
  char *end;

  g_free (add (ctl));
  g_free (ctl_expect (
      1, stick,
      ctl_run (OFFICER, NULL, "backup", ctl->desk, "--to", stick, "--member", "Ana", NULL)));
  g_mkdir (stick, 0700);
  /* Ana holds two logs; the mediators' is not hers. */
  made = ctl_expect (0, NULL,
                     ctl_run (OFFICER, NULL, "backup", ctl->desk, "--to", stick, "--always",
                              "--member", "Ana", NULL));
  end = strstr (made, "/joint.log\n");
  g_assert_nonnull (end);
  g_assert_null (strstr (made, "mediation"));
  end = strchr (made, '\n');
  path = g_strndup (made, (gsize)(end - made));
  g_assert_true (g_str_has_suffix (path, "/police.log"));
  listed = ctl_expect (0, NULL, ctl_run (NULL, NULL, "backup", ctl->desk, "--list", NULL));
  g_assert_nonnull (strstr (listed, path));

  g_free (add (ctl));
  seen = ctl_expect (0, NULL,
                     ctl_run (OFFICER, NULL, "restore", ctl->desk, "--log", "police", "--from",
                              path, "--look", "--member", "Ana", NULL));
  g_assert_nonnull (strstr (seen, "Contacts: 1\n"));
  g_assert_nonnull (strstr (seen, "2021-03-30"));
  g_assert_cmpuint (ctl_count (ctl, "police", "contact"), ==, 2);
  g_free (ctl_expect (1, "another log",
                      ctl_run (OFFICER, NULL, "restore", ctl->desk, "--log", "joint", "--from",
                               path, "--member", "Ana", NULL)));
  g_free (ctl_expect (0, NULL,
                      ctl_run (OFFICER, NULL, "restore", ctl->desk, "--log", "police", "--from",
                               path, "--member", "Ana", NULL)));
  g_assert_cmpuint (ctl_count (ctl, "police", "contact"), ==, 1);

  /* The desk is gone, and comes back in another place. */
  other = ctl_path (ctl, "other");
  g_free (ctl_expect (0, NULL,
                      ctl_run (OFFICER, NULL, "restore", other, "--log", "police", "--from", path,
                               "--member", "Ana", NULL)));
  g_free (ctl->desk);
  ctl->desk = g_steal_pointer (&other);
  g_assert_cmpuint (ctl_count (ctl, "police", "contact"), ==, 1);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  CTL_ADD ("keeping/misuse", test_misuse);
  CTL_ADD ("keeping/purge", test_purge);
  CTL_ADD ("keeping/backup", test_backup);
  return g_test_run ();
}
