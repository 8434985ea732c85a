/* protect, attack and suppress on plain tables, run as programs. */
#include "ctl.h"

#include <glib/gstdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static const char table[] = "area,gender,n\nA,F,3\nA,M,12\nB,F,1\nB,M,4\nC,F,2\nC,M,0\n";

static void
test_protect (Ctl *ctl, gconstpointer data)
{
  g_autofree char *in = ctl_path (ctl, "in.csv");
  g_autofree char *seed = ctl_path (ctl, "seed");
  g_autofree char *out = ctl_path (ctl, "out.csv");
  g_autofree char *said = NULL;
  g_autofree char *again = NULL;
  g_autofree char *safe = NULL;
  g_autofree char *shuffled = NULL;
  gsize size;

  ctl_write (ctl, "in.csv", table, -1);
  ctl_write (ctl, "seed", "a secret", -1);
  said = ctl_expect (0, NULL,
                     ctl_run (NULL, NULL, "protect", in, "--count", "n", "--base", "5",
                              "--seed-file", seed, "--totals", "--out", out, NULL));
  g_assert_true (g_str_has_prefix (said, "cells 12, changed "));
  g_assert_nonnull (strstr (said, ", max "));
  g_assert_nonnull (strstr (said, ", rms "));
  safe = ctl_read (ctl, "out.csv", &size);
  g_assert_true (g_str_has_prefix (safe, "area,gender,n\r\nA,F,"));
  g_assert_nonnull (strstr (safe, "\r\nA,M,12\r\n"));
  g_assert_nonnull (strstr (safe, "\r\nC,M,0\r\n"));
  g_assert_nonnull (strstr (safe, "\r\n_T,_T,"));
  for (int i = 1; i < 5; i++)
    {
      g_autofree char *small = g_strdup_printf (",%d\r\n", i);

      g_assert_null (strstr (safe, small));
    }
  /* In another order, the same figures. */
  ctl_write (ctl, "in.csv", "area,gender,n\nA,F,3\nC,M,0\nC,F,2\nB,M,4\nB,F,1\nA,M,12\n", -1);
  again = ctl_expect (0, NULL,
                      ctl_run (NULL, NULL, "protect", in, "--count", "n", "--base", "5",
                               "--seed-file", seed, "--out", out, NULL));
  shuffled = ctl_read (ctl, "out.csv", &size);
  for (char *line = strtok (shuffled, "\n"); line != NULL; line = strtok (NULL, "\n"))
    g_assert_nonnull (strstr (safe, line));
}

static void
test_protect_tables (Ctl *ctl, gconstpointer data)
{
  g_autofree char *in = ctl_path (ctl, "in.csv");
  g_autofree char *out = ctl_path (ctl, "out.csv");
  g_autofree char *one = NULL;
  g_autofree char *two = NULL;
  g_autofree char *safe = NULL;
  gsize size;

  ctl_write (ctl, "in.csv", table, -1);
  one = ctl_expect (0, NULL,
                    ctl_run (NULL, NULL, "protect", in, "--count", "n", "--base", "3", "--dims",
                             "gender", "--out", out, NULL));
  g_assert_true (g_str_has_prefix (one, "cells 3, "));
  safe = ctl_read (ctl, "out.csv", &size);
  g_assert_cmpstr (safe, ==, "gender,n\r\nF,6\r\nM,16\r\n");
  two = ctl_expect (0, NULL,
                    ctl_run (NULL, NULL, "protect", in, "--count", "n", "--base", "3", "--tables",
                             "area,gender", "--out", out, NULL));
  /* 3 areas, 2 genders and one total. */
  g_assert_true (g_str_has_prefix (two, "cells 6, "));
}

static void
refuse (Ctl *ctl, const char *text, const char *said)
{
  g_autofree char *in = ctl_path (ctl, "in.csv");
  g_autofree char *out = ctl_path (ctl, "out.csv");

  ctl_write (ctl, "in.csv", text, -1);
  g_free (ctl_expect (
      1, said,
      ctl_run (NULL, NULL, "protect", in, "--count", "n", "--base", "5", "--out", out, NULL)));
  g_free (ctl_expect (1, said,
                      ctl_run (NULL, NULL, "suppress", in, "--count", "n", "--threshold", "5",
                               "--out", out, NULL)));
  g_assert_false (g_file_test (out, G_FILE_TEST_EXISTS));
}

static void
test_protect_refuses (Ctl *ctl, gconstpointer data)
{
  refuse (ctl, "a,n\nx,-1\n", "in.csv, line 2");
  refuse (ctl, "a,n\nx,1\ny,2.5\n", "in.csv, line 3");
  refuse (ctl, "a,n\nx,1\nx,2\n", "in.csv, line 3");
  refuse (ctl, "a,n\nx,\n", "in.csv, line 2");
  refuse (ctl, "a,n\nx,99999999999999999999\n", "in.csv, line 2");
  refuse (ctl, "a,n\nx,1\n_T,1\n", "in.csv, line 3");
  refuse (ctl, "a,m\nx,1\n", "“n”");
  refuse (ctl, "a,n\n", "in.csv");
}

/* What is read is not written over, under whatever name, and neither is what is no file. */
static void
test_protect_keeps_input (Ctl *ctl, gconstpointer data)
{
  g_autofree char *in = ctl_path (ctl, "in.csv");
  g_autofree char *link = ctl_path (ctl, "link.csv");
  g_autofree char *seed = ctl_path (ctl, "seed");
  g_autofree char *pipe = ctl_path (ctl, "pipe");
  g_autofree char *counts = NULL;
  g_autofree char *secret = NULL;
  GStatBuf status;
  gsize size;

  ctl_write (ctl, "in.csv", table, -1);
  ctl_write (ctl, "seed", "a secret", -1);
  g_assert_cmpint (symlink (in, link), ==, 0);
  g_assert_cmpint (mkfifo (pipe, 0600), ==, 0);
  g_free (ctl_expect (
      1, "read here",
      ctl_run (NULL, NULL, "protect", in, "--count", "n", "--base", "5", "--out", in, NULL)));
  g_free (ctl_expect (
      1, "read here",
      ctl_run (NULL, NULL, "protect", link, "--count", "n", "--base", "5", "--out", in, NULL)));
  g_free (ctl_expect (1, "read here",
                      ctl_run (NULL, NULL, "protect", in, "--count", "n", "--base", "5",
                               "--seed-file", seed, "--out", seed, NULL)));
  g_free (ctl_expect (
      1, "read here",
      ctl_run (NULL, NULL, "suppress", in, "--count", "n", "--threshold", "5", "--out", in, NULL)));
  g_free (
      ctl_expect (1, "read here", ctl_run (NULL, NULL, "attack", in, "--certificate", in, NULL)));
  g_free (ctl_expect (1, "not a file",
                      ctl_run (NULL, NULL, "suppress", in, "--count", "n", "--threshold", "5",
                               "--out", pipe, NULL)));
  counts = ctl_read (ctl, "in.csv", &size);
  secret = ctl_read (ctl, "seed", &size);
  g_assert_cmpstr (counts, ==, table);
  g_assert_cmpstr (secret, ==, "a secret");
  g_assert_cmpint (g_lstat (pipe, &status), ==, 0);
  g_assert_true (S_ISFIFO (status.st_mode));
}

static void
refuse_names (Ctl *ctl, const char *dimensions, const char *tables, const char *said)
{
  g_autofree char *in = ctl_path (ctl, "in.csv");
  g_autofree char *out = ctl_path (ctl, "out.csv");

  ctl_write (ctl, "in.csv", table, -1);
  g_free (ctl_expect (
      1, said,
      ctl_run (NULL, NULL, "protect", in, "--count", "n", "--base", "5", "--out", out,
               dimensions != NULL ? "--dims" : "--tables", dimensions != NULL ? dimensions : tables,
               dimensions != NULL && tables != NULL ? "--tables" : NULL, tables, NULL)));
  g_assert_false (g_file_test (out, G_FILE_TEST_EXISTS));
}

static void
test_protect_refuses_names (Ctl *ctl, gconstpointer data)
{
  g_autofree char *in = ctl_path (ctl, "in.csv");
  g_autofree char *out = ctl_path (ctl, "out.csv");
  g_autofree char *nowhere = ctl_path (ctl, "nowhere/out.csv");
  g_autofree char *said = NULL;

  refuse_names (ctl, "", NULL, "A,B,C");
  refuse_names (ctl, "area,", NULL, "A,B,C");
  refuse_names (ctl, "town", NULL, "“town”");
  refuse_names (ctl, "area,area", NULL, "twice");
  refuse_names (ctl, "area,n", NULL, "“n”");
  refuse_names (ctl, "area", "area*gender", "“gender”, which --dims leaves out");
  refuse_names (ctl, NULL, "area*town", "“town”");
  refuse_names (ctl, NULL, "area**gender", "A*B*C");
  refuse_names (ctl, NULL, "area*area", "A*B*C");
  refuse_names (ctl, NULL, "area,,gender", "A*B*C");
  refuse_names (ctl, NULL, "", "A*B*C");
  g_free (ctl_expect (
      1, "nowhere",
      ctl_run (NULL, NULL, "protect", in, "--count", "n", "--base", "5", "--out", nowhere, NULL)));
  g_free (ctl_expect (1, "no-seed",
                      ctl_run (NULL, NULL, "protect", in, "--count", "n", "--base", "5",
                               "--seed-file", "no-seed", "--out", out, NULL)));
  said = ctl_expect (0, NULL,
                     ctl_run (NULL, NULL, "protect", in, "--count", "n", "--base", "5", "--dims",
                              " area, gender ", "--tables", " area * gender ", "--out", out, NULL));
  g_assert_true (g_str_has_prefix (said, "cells 12, "));
}

static void
expect_misuse (CtlRun *run)
{
  g_free (ctl_expect (2, NULL, run));
}

static void
test_protect_misuse (Ctl *ctl, gconstpointer data)
{
  expect_misuse (ctl_run (NULL, NULL, "protect", "x.csv", "--count", "n", "--out", "y", NULL));
  expect_misuse (
      ctl_run (NULL, NULL, "protect", "x.csv", "--count", "n", "--base", "2", "--out", "y", NULL));
  expect_misuse (
      ctl_run (NULL, NULL, "protect", "--count", "n", "--base", "5", "--out", "y", NULL));
  expect_misuse (ctl_run (NULL, NULL, "attack", NULL));
  expect_misuse (ctl_run (NULL, NULL, "attack", "x.zip", "--cells", "y.csv", NULL));
  expect_misuse (ctl_run (NULL, NULL, "attack", "x.zip", "--scenario", "S9", NULL));
  expect_misuse (ctl_run (NULL, NULL, "attack", "x.zip", "--scenario", "S3", NULL));
  expect_misuse (ctl_run (NULL, NULL, "attack", "x.zip", "--scenario", "S4", NULL));
  expect_misuse (ctl_run (NULL, NULL, "suppress", "x.csv", "--count", "n", "--out", "y", NULL));
}

static void
test_attack (Ctl *ctl, gconstpointer data)
{
  g_autofree char *in = ctl_path (ctl, "in.csv");
  g_autofree char *said = NULL;

  ctl_write (ctl, "in.csv",
             "row,column,value\n1,1,\n1,2,\n1,_T,7\n2,1,\n2,2,\n2,_T,3\n3,1,3\n"
             "3,2,3\n3,_T,6\n_T,1,9\n_T,2,7\n_T,_T,16\n",
             -1);
  said = ctl_expect (0, NULL, ctl_run (NULL, NULL, "attack", "--cells", in, NULL));
  g_assert_cmpstr (said, ==,
                   "row,column,low,high,derived\r\n1,1,3,6,no\r\n1,2,1,4,no\r\n"
                   "2,1,0,3,no\r\n2,2,0,3,no\r\n");
  ctl_write (ctl, "in.csv", "row,value\n1,2\n2,2\n_T,5\n", -1);
  g_free (ctl_expect (1, "in.csv, line 4", ctl_run (NULL, NULL, "attack", "--cells", in, NULL)));
}

/* SDC Handbook's way with one primary cell: three more are enough, and none is a total. */
static void
test_suppress (Ctl *ctl, gconstpointer data)
{
  g_autofree char *in = ctl_path (ctl, "in.csv");
  g_autofree char *out = ctl_path (ctl, "out.csv");
  g_autofree char *said = NULL;
  g_autofree char *found = NULL;

  ctl_write (ctl, "in.csv",
             "area,gender,n\nA,male,895\nA,female,137\nB,male,753\nB,female,973\n"
             "C,male,569\nC,female,486\nD,male,540\nD,female,793\n",
             -1);
  said = ctl_expect (0, NULL,
                     ctl_run (NULL, NULL, "suppress", in, "--count", "n", "--threshold", "138",
                              "--out", out, NULL));
  g_assert_true (g_str_has_prefix (said, "cells 15, primary 1, secondary 3, "));
  found = ctl_expect (0, NULL, ctl_run (NULL, NULL, "attack", "--cells", out, NULL));
  g_assert_null (strstr (found, "yes"));
  g_assert_nonnull (strstr (found, "\r\nA,female,"));
}

#define ADD(name, test) g_test_add (name, Ctl, NULL, ctl_set_up, test, ctl_tear_down)

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  ADD ("/ctl/protect/base", test_protect);
  ADD ("/ctl/protect/tables", test_protect_tables);
  ADD ("/ctl/protect/refuses", test_protect_refuses);
  ADD ("/ctl/protect/keeps-input", test_protect_keeps_input);
  ADD ("/ctl/protect/refuses-names", test_protect_refuses_names);
  ADD ("/ctl/protect/misuse", test_protect_misuse);
  ADD ("/ctl/attack/cells", test_attack);
  ADD ("/ctl/suppress/known", test_suppress);
  return g_test_run ();
}
