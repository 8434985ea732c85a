/* pakivctl year: packages in, a page out, or a reason. */
#include "ctl.h"

#include <glib/gstdio.h>
#include <string.h>

#define LIST \
  "<codelist id=\"district\" local=\"yes\" areas=\"yes\"><label>District</label>" \
  "<code id=\"CITY\"><label>City</label></code></codelist>"

static char *
get_package (void)
{
  return g_test_build_filename (G_TEST_DIST, "tests", "exchange", "data", "package-format-1.zip",
                                NULL);
}

static void
test_page (Ctl *ctl, gconstpointer data)
{
  g_autofree char *package = get_package (), *out = ctl_path (ctl, "year.html");
  g_autofree char *said
      = ctl_expect (0, NULL, ctl_run (NULL, NULL, "year", package, "--out", out, NULL));
  g_autofree char *page = ctl_read (ctl, "year.html", NULL);

  g_assert_nonnull (strstr (said, "The page of the year is in "));
  g_assert_nonnull (strstr (said, "Missing: "));
  g_assert_nonnull (strstr (page, "Report of the year"));
  g_assert_nonnull (strstr (page, "At a glance"));
  g_assert_nonnull (strstr (page, "src=\"data:image/svg+xml;base64,"));
  g_assert_null (strstr (page, "<script"));
  /* A quarter counts once. */
  g_free (ctl_expect (1, "two releases",
                      ctl_run (NULL, NULL, "year", package, package, "--out", out, NULL)));
}

/* The municipality’s own lists are read, and one that can't be is named. */
static void
test_lists (Ctl *ctl, gconstpointer data)
{
  g_autofree char *package = get_package (), *out = ctl_path (ctl, "year.html");
  g_autofree char *folder = ctl_path (ctl, "codelists");
  g_autofree char *district = g_build_filename ("codelists", "district.xml", NULL);

  g_assert_cmpint (g_mkdir (folder, 0700), ==, 0);
  ctl_write (ctl, district, LIST, -1);
  g_free (ctl_expect (
      0, NULL, ctl_run (NULL, NULL, "year", package, "--lists", ctl->folder, "--out", out, NULL)));
  g_assert_cmpint (g_unlink (out), ==, 0);
  ctl_write (ctl, district, "<codelist", -1);
  g_free (ctl_expect (
      1, "district.xml",
      ctl_run (NULL, NULL, "year", package, "--lists", ctl->folder, "--out", out, NULL)));
  g_assert_false (g_file_test (out, G_FILE_TEST_EXISTS));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  CTL_ADD ("year/page", test_page);
  CTL_ADD ("year/lists", test_lists);
  return g_test_run ();
}
