#include "pakiv-ctl-access.h"
#include "pakiv-error.h"
#include "pakiv-file.h"
#include "pakiv-release-maker.h"
#include "pakiv-release-page.h"
#include "pakiv-revision-maker.h"

#include <glib/gi18n.h>
#include <glib/gstdio.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

typedef struct
{
  char *log;
  char *period;
  char *out;
  char *page;
  char *revision; /* a reason, or NULL */
} Wanted;

/* The folder itself, whatever links lead to it. */
static gboolean
is_same_folder (const char *a, const char *b)
{
  GStatBuf one, other;

  return g_stat (a, &one) == 0 && g_stat (b, &other) == 0 && one.st_dev == other.st_dev
         && one.st_ino == other.st_ino;
}

/* A release closes its quarter, so a place that can't be written to is found out before; and what
 * is written takes the place of what stood there, which must be neither a log nor a device. */
static gboolean
check_place (const char *path, const char *desk, GError **error)
{
  g_autofree char *folder = path != NULL ? g_path_get_dirname (path) : NULL;

  if (folder == NULL)
    return TRUE;
  if (is_same_folder (folder, desk))
    g_set_error (error, PAKIV_ERROR, PAKIV_ERROR_INVALID,
                 _ ("“%s” is in the desk’s own folder, where the logs are. Choose another folder. "
                    "No release was made."),
                 path);
  else if (g_access (folder, W_OK) != 0
           || (g_file_test (path, G_FILE_TEST_EXISTS)
               && !g_file_test (path, G_FILE_TEST_IS_REGULAR)))
    g_set_error (error, PAKIV_ERROR, PAKIV_ERROR_NOT_FOUND,
                 _ ("“%s” can’t be written. No release was made."), path);
  else
    return TRUE;
  return FALSE;
}

static gboolean
write_page (GBytes *made, const char *path, GError **error)
{
  g_autoptr (PakivPackage) package = pakiv_package_read (made, NULL, NULL, error);
  g_autoptr (GBytes) bytes = NULL;
  char *page;

  if (package == NULL)
    return FALSE;
  page = pakiv_release_page_to_document (package->release);
  bytes = g_bytes_new_take (page, strlen (page));
  return pakiv_file_write (path, bytes, 0644, error);
}

/* (transfer full): made, and entered in the trace as passed on. */
static GBytes *
make (PakivCtlAccess *access,
      PakivPeriod period,
      const Wanted *wanted,
      const char *name,
      GError **error)
{
  gboolean revision = wanted->revision != NULL;
  g_autoptr (GBytes) package
      = revision ? pakiv_revision_maker_make (access->log, access->desk, period, wanted->revision,
                                              NULL, error)
                 : pakiv_release_maker_make (access->log, access->desk, period, NULL, NULL, error);

  if (package == NULL
      || !(revision ? pakiv_revision_maker_note_passed_on (access->log, package, name, error)
                    : pakiv_release_maker_note_passed_on (access->log, period, name, error)))
    return NULL;
  return g_steal_pointer (&package);
}

static PakivCtlStatus
make_release (PakivCtlAccess *access, PakivPeriod period, const Wanted *wanted)
{
  GError *error = NULL;
  g_autofree char *name = g_path_get_basename (wanted->out);
  g_autoptr (GBytes) package = make (access, period, wanted, name, &error);

  if (package == NULL || !pakiv_file_write (wanted->out, package, 0644, &error)
      || (wanted->page != NULL && !write_page (package, wanted->page, &error)))
    return pakiv_ctl_fail (error);
  if (wanted->revision != NULL)
    printf (_ ("The revision is in %s.\n"), wanted->out);
  else
    printf (_ ("The release is in %s.\n"), wanted->out);
  if (wanted->page != NULL)
    printf (_ ("The page to print is in %s.\n"), wanted->page);
  return PAKIV_CTL_DONE;
}

static PakivCtlStatus
release (const PakivCtlOptions *options, const Wanted *wanted)
{
  g_auto (PakivCtlAccess) access = { 0 };
  g_autoptr (GError) misuse = NULL;
  GError *error = NULL;
  PakivPeriod period;
  PakivLogId log;

  if (wanted->log == NULL || !pakiv_log_id_from_string (wanted->log, &log))
    return pakiv_ctl_misuse ("release", _ ("It takes --log with police, mediation or joint."));
  if (wanted->period == NULL || wanted->out == NULL)
    return pakiv_ctl_misuse ("release", _ ("It takes --period and --out."));
  if (!pakiv_period_parse (wanted->period, &period, &misuse))
    return pakiv_ctl_misuse ("release", "%s", misuse->message);
  if (g_strcmp0 (wanted->out, wanted->page) == 0)
    return pakiv_ctl_misuse ("release", _ ("--out and --page must be two files."));
  if (!check_place (wanted->out, options->arguments[0], &error)
      || !check_place (wanted->page, options->arguments[0], &error)
      || !pakiv_ctl_access_open_desk (&access, options, &error)
      || !pakiv_ctl_access_open_log (&access, options, (int)log, NULL, &error))
    return pakiv_ctl_fail (error);
  return make_release (&access, period, wanted);
}

PakivCtlStatus
pakiv_ctl_release (char **argv)
{
  g_auto (PakivCtlOptions) options = { 0 };
  Wanted wanted = { 0 };
  PakivCtlStatus status = PAKIV_CTL_MISUSED;
  const GOptionEntry entries[] = {
    { "log", 'l', 0, G_OPTION_ARG_STRING, &wanted.log, N_ ("police, mediation or joint"),
      N_ ("LOG") },
    { "period", 'p', 0, G_OPTION_ARG_STRING, &wanted.period, N_ ("The quarter, as in 2021-Q1"),
      N_ ("QUARTER") },
    { "out", 'o', 0, G_OPTION_ARG_FILENAME, &wanted.out, N_ ("Where to write the package"),
      N_ ("FILE.zip") },
    { "page", 0, 0, G_OPTION_ARG_FILENAME, &wanted.page, N_ ("Where to write a page to print"),
      N_ ("FILE.html") },
    { "revision", 0, 0, G_OPTION_ARG_STRING, &wanted.revision,
      N_ ("Revise a quarter that is released, because a law asks for it: code of the reason"),
      N_ ("REASON") },
    { NULL },
  };

  if (pakiv_ctl_parse (&options, argv, entries, 1, 1))
    status = release (&options, &wanted);
  g_free (wanted.log);
  g_free (wanted.period);
  g_free (wanted.out);
  g_free (wanted.page);
  g_free (wanted.revision);
  return status;
}
