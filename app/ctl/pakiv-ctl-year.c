/* A year of a station, from the packages of its quarters alone: no desk is opened. */
#include "pakiv-ctl.h"
#include "pakiv-error.h"
#include "pakiv-file.h"
#include "pakiv-package.h"
#include "pakiv-year-page.h"

#include <glib/gi18n.h>
#include <glib/gstdio.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

static void
release_free (gpointer release)
{
  pakiv_release_free (release);
}

/* Releases of one key: a year of two signers would be of nobody. */
static GPtrArray *
read_releases (char **files, GError **error)
{
  g_autoptr (GPtrArray) releases = g_ptr_array_new_with_free_func (release_free);
  g_autofree char *key = NULL;

  for (int i = 0; files[i] != NULL; i++)
    {
      g_autoptr (GBytes) bytes = pakiv_file_read (files[i], PAKIV_PACKAGE_MAX, error);
      g_autoptr (PakivPackage) package = NULL;

      if (bytes == NULL)
        return NULL;
      if ((package = pakiv_package_read (bytes, NULL, NULL, error)) == NULL)
        {
          g_prefix_error (error, "%s: ", files[i]);
          return NULL;
        }
      if (key != NULL && strcmp (key, package->public_key) != 0)
        {
          g_set_error (error, PAKIV_ERROR, PAKIV_ERROR_INVALID,
                       _ ("%s: another key signed this release than the one before."), files[i]);
          return NULL;
        }
      if (key == NULL)
        key = g_strdup (package->public_key);
      g_ptr_array_add (releases, pakiv_release_ref (package->release));
    }
  return g_steal_pointer (&releases);
}

/* What is written takes the place of what stood there, which must be an older page: never a
 * package, a log or a device. */
static gboolean
check_place (const char *path, GError **error)
{
  g_autofree char *folder = g_path_get_dirname (path);
  char start[15] = "";
  FILE *file;
  gboolean page;

  if (g_access (folder, W_OK) != 0)
    {
      g_set_error (error, PAKIV_ERROR, PAKIV_ERROR_NOT_FOUND, _ ("“%s” can’t be written."), path);
      return FALSE;
    }
  if (!g_file_test (path, G_FILE_TEST_EXISTS))
    return TRUE;
  file = g_file_test (path, G_FILE_TEST_IS_REGULAR) ? g_fopen (path, "rb") : NULL;
  page = file != NULL && fread (start, 1, sizeof start, file) == sizeof start
         && memcmp (start, "<!DOCTYPE html>", sizeof start) == 0;
  g_clear_pointer (&file, fclose);
  if (!page)
    g_set_error (error, PAKIV_ERROR, PAKIV_ERROR_INVALID,
                 _ ("“%s” is there already and is no page. Choose another name."), path);
  return page;
}

static gboolean
write_year (char **files, const char *lists, const char *out, GError **error)
{
  g_autoptr (GPtrArray) releases = read_releases (files, error);
  g_autoptr (GHashTable) coarser = NULL;
  g_autoptr (PakivYear) year = NULL;
  g_autofree char *missing = NULL;
  g_autoptr (GBytes) bytes = NULL;
  char *page;

  if (releases == NULL)
    return FALSE;
  /* Without lists of one’s own a year can be made of any report, known here or not. */
  coarser = pakiv_year_load_coarser (((const PakivRelease *)releases->pdata[0])->report, lists,
                                     lists != NULL ? error : NULL);
  if (coarser == NULL && lists != NULL)
    return FALSE;
  if ((year = pakiv_year_new (releases, coarser, error)) == NULL)
    return FALSE;
  page = pakiv_year_page_to_document (year);
  bytes = g_bytes_new_take (page, strlen (page));
  if (!pakiv_file_write (out, bytes, 0644, error))
    return FALSE;
  printf (_ ("The page of the year is in %s.\n"), out);
  if ((missing = pakiv_year_word_missing (year)) != NULL)
    printf (_ ("Missing: %s\n"), missing);
  for (guint i = 0; i < year->left_out->len; i++)
    printf ("%s\n", (const char *)year->left_out->pdata[i]);
  return TRUE;
}

PakivCtlStatus
pakiv_ctl_year (char **argv)
{
  g_auto (PakivCtlOptions) options = { 0 };
  g_autofree char *out = NULL, *lists = NULL;
  GError *error = NULL;
  const GOptionEntry entries[] = {
    { "out", 'o', 0, G_OPTION_ARG_FILENAME, &out, N_ ("Where to write the page"),
      N_ ("PAGE.html") },
    { "lists", 'l', 0, G_OPTION_ARG_FILENAME, &lists,
      N_ ("Folder with the municipality’s own codelists, such as a desk"), N_ ("FOLDER") },
    { NULL },
  };

  if (!pakiv_ctl_parse (&options, argv, entries, 1, 4))
    return PAKIV_CTL_MISUSED;
  if (out == NULL)
    return pakiv_ctl_misuse (argv[0], "%s", _ ("Say with --out where to write the page."));
  if (!check_place (out, &error) || !write_year (options.arguments, lists, out, &error))
    return pakiv_ctl_fail (error);
  return PAKIV_CTL_DONE;
}
