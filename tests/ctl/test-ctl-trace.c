/* pakivctl trace: anyone checks, the data-protection officer reads; what other commands did is in
 * it, with what it was for. */
#include "ctl.h"

#include <string.h>

static const char contact[] = "{\"date\":\"2021-03-30\",\"type\":\"PATROL\",\"district\":\"NORTH\","
                              "\"met\":[{\"gender\":\"F\",\"number\":2}],"
                              "\"facts\":\"Talk about the lamps near the school.\"}";

static char *
add_contact (Ctl *ctl)
{
  return g_strstrip (ctl_expect (0, NULL,
                                 ctl_run (OFFICER, contact, "add", ctl->desk, "--kind", "contact",
                                          "--member", "Ana", "-", NULL)));
}

static void
test_verify (Ctl *ctl, gconstpointer data)
{
  g_autofree char *said = NULL;
  g_autofree char *text = NULL;
  gsize length;

  /* A log that nobody has opened has no trace yet. */
  g_free (
      ctl_expect (1, "joint.trace",
                  ctl_run (NULL, NULL, "trace", ctl->desk, "--log", "joint", "--verify", NULL)));
  g_free (add_contact (ctl));
  g_free (add_contact (ctl));
  said = ctl_expect (0, NULL,
                     ctl_run (NULL, NULL, "trace", ctl->desk, "--log", "police", "--verify", NULL));
  g_assert_nonnull (strstr (said, "2 entries"));
  text = ctl_read (ctl, "desk/police.trace", &length);
  text[length - 20] ^= 1;
  ctl_write (ctl, "desk/police.trace", text, (gssize)length);
  g_free (ctl_expect (
      1, "line 3:", ctl_run (NULL, NULL, "trace", ctl->desk, "--log", "police", "--verify", NULL)));
  /* What is kept aside can be checked too. */
  g_free (add_contact (ctl));
  g_free (ctl_expect (
      0, NULL, ctl_run (NULL, NULL, "trace", ctl->desk, "--log", "police", "--verify", NULL)));
  {
    g_autofree char *kept = ctl_path (ctl, "desk/police.trace.kept-1");

    g_free (ctl_expect (1, "kept-1",
                        ctl_run (NULL, NULL, "trace", ctl->desk, "--log", "police", "--verify",
                                 "--file", kept, NULL)));
  }
}

static void
test_read (Ctl *ctl, gconstpointer data)
{
  g_autofree char *id = add_contact (ctl);
  g_autofree char *other = add_contact (ctl);
  g_autofree char *all = NULL, *one = NULL, *csv = NULL, *unusual = NULL, *nobody = NULL;

  g_free (
      ctl_expect (0, NULL,
                  ctl_run (OFFICER, NULL, "list", ctl->desk, "--log", "police", "--kind", "contact",
                           "--member", "Ana", "--csv", "--purpose", "REQUEST", NULL)));
  all = ctl_expect (0, NULL, ctl_run (DPO, NULL, "trace", ctl->desk, "--log", "police", NULL));
  g_assert_nonnull (strstr (all, "Wrote a new record · Contacts · "));
  g_assert_nonnull (strstr (all, "Looked at a list of 2 records · Contacts"));
  g_assert_nonnull (strstr (all, "Wrote 2 records to a file · Contacts → standard output "
                                 "(Complaint or request of a person)"));
  g_assert_null (strstr (all, "lamps"));
  one = ctl_expect (
      0, NULL, ctl_run (DPO, NULL, "trace", ctl->desk, "--log", "police", "--record", id, NULL));
  g_assert_nonnull (strstr (one, id));
  g_assert_null (strstr (one, other));
  nobody = ctl_expect (
      0, NULL,
      ctl_run (DPO, NULL, "trace", ctl->desk, "--log", "police", "--member-of", "Bo", NULL));
  g_assert_cmpstr (nobody, ==, "");
  csv = ctl_expect (0, NULL,
                    ctl_run (DPO, NULL, "trace", ctl->desk, "--log", "police", "--csv", NULL));
  g_assert_true (g_str_has_prefix (csv, "number,moment,member,"));
  g_assert_nonnull (
      strstr (csv, ",Ana,officer,disclose,contact,,REQUEST,standard output,export 2,"));
  /* Nobody said what the records were written for. */
  g_assert_nonnull (strstr (csv, ",Ana,officer,collect,contact,"));
  g_assert_null (strstr (csv, "PATROL"));
  unusual = ctl_expect (
      0, NULL, ctl_run (DPO, NULL, "trace", ctl->desk, "--log", "police", "--unusual", NULL));
  g_assert_nonnull (strstr (unusual, "Nothing unusual"));
}

static void
test_refusals (Ctl *ctl, gconstpointer data)
{
  g_free (add_contact (ctl));
  g_free (ctl_expect (
      1, "Only the data-protection officer",
      ctl_run (OFFICER, NULL, "trace", ctl->desk, "--log", "police", "--member", "Ana", NULL)));
  g_free (ctl_expect (1, "passphrase",
                      ctl_run (OFFICER, NULL, "trace", ctl->desk, "--log", "police", NULL)));
  g_free (ctl_expect (1, "“FUN” is not a purpose",
                      ctl_run (OFFICER, NULL, "list", ctl->desk, "--log", "police", "--member",
                               "Ana", "--purpose", "FUN", NULL)));
  ctl_expect_misuse (ctl_run (DPO, NULL, "trace", ctl->desk, NULL));
  ctl_expect_misuse (ctl_run (DPO, NULL, "trace", ctl->desk, "--log", "secret", NULL));
  ctl_expect_misuse (
      ctl_run (DPO, NULL, "trace", ctl->desk, "--log", "police", "--file", "x", NULL));
  ctl_expect_misuse (
      ctl_run (DPO, NULL, "trace", ctl->desk, "--log", "police", "--csv", "--unusual", NULL));
}

/* A trace in doubt is shown, and the command says so by its end. */
static void
test_doubt (Ctl *ctl, gconstpointer data)
{
  g_autoptr (CtlRun) shown = NULL;
  g_autofree char *text = NULL;
  gsize length;

  g_free (add_contact (ctl));
  g_free (add_contact (ctl));
  g_free (ctl_expect (0, NULL, ctl_run (DPO, NULL, "trace", ctl->desk, "--log", "police", NULL)));
  text = ctl_read (ctl, "desk/police.trace", &length);
  ctl_write (ctl, "desk/police.trace", text, (gssize)(strrchr (text, ' ') - text) / 2);
  shown = ctl_run (DPO, NULL, "trace", ctl->desk, "--log", "police", NULL);
  g_assert_cmpint (shown->status, ==, 1);
  g_assert_nonnull (strstr (shown->err, "is gone: the trace was cut"));
  g_assert_nonnull (strstr (shown->err, "broken at line 2"));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  CTL_ADD ("trace-verify", test_verify);
  CTL_ADD ("trace-read", test_read);
  CTL_ADD ("trace-refusals", test_refusals);
  CTL_ADD ("trace-doubt", test_doubt);
  return g_test_run ();
}
