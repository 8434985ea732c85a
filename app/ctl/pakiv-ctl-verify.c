#include "pakiv-certificate-words.h"
#include "pakiv-ctl.h"
#include "pakiv-file.h"
#include "pakiv-package.h"
#include "pakiv-table-words.h"

#include <glib/gi18n.h>
#include <stdio.h>

/* Two short lines. */
#define KEY_FILE_MAX 4096

/* What the station's program tried before it signed; that it could tell this of these figures was
 * found again when the package was read. */
static void
print_certificate (const PakivCertificate *certificate)
{
  g_autoptr (GPtrArray) words = NULL;

  if (certificate == NULL)
    {
      printf (_ ("The package is of a time when packages did not say what was tried on them. Its "
                 "figures were tried now, and nothing was found.\n"));
      return;
    }
  words = pakiv_certificate_to_words (certificate);
  printf (_ ("What was tried to find out single people from it:\n"));
  for (guint i = 0; i < words->len; i++)
    printf ("- %s\n", (const char *)words->pdata[i]);
}

static void
print_package (const PakivPackage *package)
{
  const PakivRelease *release = package->release;
  g_autofree char *period = pakiv_period_to_string (release->period);

  printf (_ ("Station: %s\n"), release->station);
  printf (_ ("Log:     %s\n"), pakiv_log_id_get_label (release->log));
  printf (_ ("Quarter: %s, version %d\n"), period, release->version);
  if (pakiv_release_is_revision (release))
    /* Translators: the code of the reason and its words, as in "COURT: Decision of a court". */
    printf (_ ("Revises: version %d (%s: %s)\n"), release->revises, release->reason,
            pakiv_table_word (release->reason_label));
  printf (_ ("Key:     %s\n"), package->public_key);
  printf (_ ("The package is whole and as it was signed.\n"));
  print_certificate (package->certificate);
}

/* @text is the key itself, or the name of a minisign public key file. */
static gboolean
read_key (const char *text, guint8 *key, GError **error)
{
  g_autoptr (GBytes) file = NULL;
  g_autofree char *content = NULL;

  if (!g_file_test (text, G_FILE_TEST_IS_REGULAR))
    return pakiv_minisign_key_from_string (text, key, error);
  if ((file = pakiv_file_read (text, KEY_FILE_MAX, error)) == NULL)
    return FALSE;
  content = g_strndup (g_bytes_get_data (file, NULL), g_bytes_get_size (file));
  return pakiv_minisign_key_from_string (content, key, error);
}

PakivCtlStatus
pakiv_ctl_verify (char **argv)
{
  g_auto (PakivCtlOptions) options = { 0 };
  g_autofree char *key_text = NULL;
  guint8 key[PAKIV_MINISIGN_KEY];
  g_autoptr (GBytes) bytes = NULL;
  g_autoptr (PakivPackage) package = NULL;
  g_autoptr (GError) misuse = NULL;
  GError *error = NULL;
  const GOptionEntry entries[] = {
    { "key", 'k', 0, G_OPTION_ARG_STRING, &key_text,
      N_ ("The key that must have signed it, or its file"), N_ ("PUBLICKEY") },
    { NULL },
  };

  if (!pakiv_ctl_parse (&options, argv, entries, 1, 1))
    return PAKIV_CTL_MISUSED;
  if (key_text != NULL && !read_key (key_text, key, &misuse))
    return pakiv_ctl_misuse (argv[0], "%s", misuse->message);
  bytes = pakiv_file_read (options.arguments[0], PAKIV_PACKAGE_MAX, &error);
  if (bytes == NULL)
    return pakiv_ctl_fail (error);
  package = pakiv_package_read (bytes, key_text != NULL ? key : NULL, NULL, &error);
  if (package == NULL)
    {
      g_prefix_error (&error, "%s: ", options.arguments[0]);
      return pakiv_ctl_fail (error);
    }
  print_package (package);
  return PAKIV_CTL_DONE;
}
