/* A release that someone sent, as a document to read, print and vote on. */
#include "pakiv-benchmarks.h"
#include "pakiv-ctl.h"
#include "pakiv-error.h"
#include "pakiv-file.h"
#include "pakiv-package.h"
#include "pakiv-report-pdf.h"

#include <glib/gi18n.h>
#include <glib/gstdio.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

static PakivPackage *
read_package (const char *path, GError **error)
{
  g_autoptr (GBytes) bytes = pakiv_file_read (path, PAKIV_PACKAGE_MAX, error);
  PakivPackage *package = NULL;

  if (bytes == NULL)
    return NULL;
  package = pakiv_package_read (bytes, NULL, NULL, error);
  if (package == NULL)
    g_prefix_error (error, "%s: ", path);
  return package;
}

/* What is written takes the place of what stood there, so that must be an older report: never the
 * package itself, a log or a device. */
static gboolean
check_place (const char *path, GError **error)
{
  g_autofree char *folder = g_path_get_dirname (path);
  char start[5] = "";
  FILE *file;

  if (g_access (folder, W_OK) != 0)
    {
      g_set_error (error, PAKIV_ERROR, PAKIV_ERROR_NOT_FOUND, _ ("“%s” can’t be written."), path);
      return FALSE;
    }
  if (!g_file_test (path, G_FILE_TEST_EXISTS))
    return TRUE;
  file = g_file_test (path, G_FILE_TEST_IS_REGULAR) ? g_fopen (path, "rb") : NULL;
  if (file != NULL && fread (start, 1, sizeof start, file) == sizeof start
      && memcmp (start, "%PDF-", sizeof start) == 0)
    {
      fclose (file);
      return TRUE;
    }
  g_clear_pointer (&file, fclose);
  g_set_error (error, PAKIV_ERROR, PAKIV_ERROR_INVALID,
               _ ("“%s” is there already and is no PDF. Choose another name."), path);
  return FALSE;
}

static gboolean
write_report (const char *from, const char *outside, const char *to, GError **error)
{
  g_autoptr (PakivPackage) package = read_package (from, error);
  g_autoptr (GPtrArray) benchmarks = NULL;
  g_autoptr (GBytes) document = NULL;

  if (package == NULL)
    return FALSE;
  if (outside != NULL && (benchmarks = pakiv_benchmarks_load (outside, error)) == NULL)
    return FALSE;
  if (pakiv_release_is_revision (package->release))
    {
      g_set_error_literal (error, PAKIV_ERROR, PAKIV_ERROR_INVALID,
                           _ ("This is a revision: its figures are changes, no report. Its page to "
                              "print is made by “release --revision” with --page."));
      return FALSE;
    }
  document = pakiv_report_pdf_new (package->release, benchmarks);
  return pakiv_file_write (to, document, 0644, error);
}

PakivCtlStatus
pakiv_ctl_report (char **argv)
{
  g_auto (PakivCtlOptions) options = { 0 };
  g_autofree char *out = NULL;
  g_autofree char *outside = NULL;
  GError *error = NULL;
  const GOptionEntry entries[] = {
    { "out", 'o', 0, G_OPTION_ARG_FILENAME, &out, N_ ("Where to write the document"),
      N_ ("FILE.pdf") },
    { "benchmarks", 'b', 0, G_OPTION_ARG_FILENAME, &outside,
      N_ ("Population figures that the municipality answers for"), N_ ("FILE.xml") },
    { NULL },
  };

  if (!pakiv_ctl_parse (&options, argv, entries, 1, 1))
    return PAKIV_CTL_MISUSED;
  if (out == NULL)
    return pakiv_ctl_misuse (argv[0], "%s", _ ("Say with --out where to write the document."));
  if (!check_place (out, &error) || !write_report (options.arguments[0], outside, out, &error))
    return pakiv_ctl_fail (error);
  printf (_ ("The report is in %s.\n"), out);
  return PAKIV_CTL_DONE;
}
