#include "pakiv-package.h"

#include "pakiv-attack-release.h"
#include "pakiv-package-private.h"
#include "pakiv-zip.h"

#include <glib/gi18n.h>
#include <string.h>

/* In this order in the zip. */
enum
{
  DESCRIPTION,
  SIGNATURE,
  OBSERVATIONS,
  CUBE,
  README,
  CERTIFICATE,
};

static const char *const entry_names[] = { PAKIV_PATH_DESCRIPTION,
                                           PAKIV_PATH_SIGNATURE,
                                           PAKIV_PATH_OBSERVATIONS,
                                           PAKIV_PATH_CUBE,
                                           PAKIV_PATH_README,
                                           PAKIV_PATH_CERTIFICATE,
                                           NULL };

/* Format 1 had the first five of them. */
static const char *const names_without_certificate[]
    = { PAKIV_PATH_DESCRIPTION, PAKIV_PATH_SIGNATURE, PAKIV_PATH_OBSERVATIONS,
        PAKIV_PATH_CUBE,        PAKIV_PATH_README,    NULL };

/* The one line of a signature file that no signature covers: it must be this. */
#define FIRST_LINE "untrusted comment: signed with Pakiv\n"

#define MAX_CONFLICTS 50

G_DEFINE_QUARK (pakiv - exchange - error - quark, pakiv_exchange_error)

PakivPackage *
pakiv_package_new (void)
{
  PakivPackage *package = g_new0 (PakivPackage, 1);

  package->rejected = g_array_new (FALSE, FALSE, sizeof (guint));
  package->conflicts = g_ptr_array_new_with_free_func (g_free);
  return package;
}

void
pakiv_package_free (PakivPackage *package)
{
  if (package == NULL)
    return;
  g_clear_pointer (&package->release, pakiv_release_free);
  pakiv_certificate_free (package->certificate);
  g_free (package->public_key);
  g_array_unref (package->rejected);
  g_ptr_array_unref (package->conflicts);
  g_free (package);
}

void
pakiv_package_reject (PakivPackage *package, guint row)
{
  if (row != PAKIV_OBSERVATION_MISSING)
    g_array_append_val (package->rejected, row);
}

void
pakiv_package_add_conflict (PakivPackage *package, const char *format, ...)
{
  va_list arguments;

  if (package->conflicts->len >= MAX_CONFLICTS)
    return;
  va_start (arguments, format);
  g_ptr_array_add (package->conflicts, g_strdup_vprintf (format, arguments));
  va_end (arguments);
}

static int
compare_rows (gconstpointer a, gconstpointer b)
{
  guint first = *(const guint *)a;
  guint second = *(const guint *)b;

  return (first > second) - (first < second);
}

/* In order, each once. */
static void
sort_rejected (GArray *rejected)
{
  guint kept = 0;

  g_array_sort (rejected, compare_rows);
  for (guint i = 0; i < rejected->len; i++)
    {
      guint row = g_array_index (rejected, guint, i);

      if (kept == 0 || g_array_index (rejected, guint, kept - 1) != row)
        g_array_index (rejected, guint, kept++) = row;
    }
  g_array_set_size (rejected, kept);
}

/* The remark that the signature covers: it says what was signed. */
static char *
make_comment (const PakivRelease *release)
{
  g_autofree char *id = pakiv_release_get_id (release);
  g_autofree char *name = pakiv_release_get_file_name (release);

  return g_strdup_printf ("%s %s", name, id);
}

static GBytes *
join (const PakivPackageContents *contents, GBytes *description, char *signature)
{
  g_autoptr (GPtrArray) entries = g_ptr_array_new_with_free_func ((GDestroyNotify)g_bytes_unref);

  g_ptr_array_add (entries, g_bytes_ref (description));
  g_ptr_array_add (entries, g_bytes_new_take (signature, strlen (signature)));
  g_ptr_array_add (entries, g_bytes_ref (contents->observations));
  g_ptr_array_add (entries, g_bytes_ref (contents->cube));
  g_ptr_array_add (entries, g_bytes_ref (contents->readme));
  g_ptr_array_add (entries, g_bytes_ref (contents->certificate));
  return pakiv_zip_write (entry_names, entries);
}

GBytes *
pakiv_package_write_with_certificate (const PakivRelease *release,
                                      const PakivCertificate *certificate,
                                      const guint8 *secret,
                                      GError **error)
{
  const guint8 *key = secret + PAKIV_MINISIGN_SECRET - PAKIV_MINISIGN_KEY;
  g_autofree char *public_key = NULL;
  g_autofree char *comment = NULL;
  g_autoptr (GBytes) observations = NULL;
  g_autoptr (GBytes) cube = NULL;
  g_autoptr (GBytes) readme = NULL;
  g_autoptr (GBytes) tried = NULL;
  g_autoptr (GBytes) description = NULL;
  g_autoptr (GBytes) bytes = NULL;
  g_autoptr (PakivPackage) package = NULL;
  PakivPackageContents contents;

  g_return_val_if_fail (release != NULL && certificate != NULL && secret != NULL, NULL);
  g_return_val_if_fail (release->report != NULL && release->title != NULL, NULL);
  g_return_val_if_fail (release->made_on != NULL, NULL);

  public_key = pakiv_minisign_key_to_string (key);
  comment = make_comment (release);
  contents.observations = observations = pakiv_observations_write (release);
  contents.cube = cube = pakiv_cube_json_write (release);
  contents.readme = readme = pakiv_package_readme_write (release, public_key);
  contents.certificate = tried = pakiv_package_certificate_write (certificate);
  description = pakiv_description_write (release, &contents, public_key);
  bytes = join (&contents, description, pakiv_minisign_sign (description, secret, comment));
  /* What the council would refuse must not be made in the first place. */
  package = pakiv_package_read (bytes, key, NULL, error);
  return package != NULL ? g_steal_pointer (&bytes) : NULL;
}

GBytes *
pakiv_package_write (const PakivRelease *release, const guint8 *secret, GError **error)
{
  const PakivReleaseAttack outsider = { .scenarios = 1u << PAKIV_SCENARIO_OUTSIDER };
  g_autoptr (PakivCertificate) certificate = NULL;

  g_return_val_if_fail (release != NULL && secret != NULL, NULL);

  certificate = pakiv_attack_release (release, &outsider, NULL, NULL, error);
  return certificate != NULL
             ? pakiv_package_write_with_certificate (release, certificate, secret, error)
             : NULL;
}

static gboolean
refuse (GError **error, PakivExchangeError code, const char *message)
{
  g_set_error_literal (error, PAKIV_EXCHANGE_ERROR, code, message);
  return FALSE;
}

/* Nothing else in the package is looked at before this. */
static gboolean
check_signature (GPtrArray *entries, const char *public_key, const guint8 *expected, GError **error)
{
  g_autofree char *signature = NULL;
  guint8 key[PAKIV_MINISIGN_KEY];
  gsize size;
  const char *text = g_bytes_get_data (entries->pdata[SIGNATURE], &size);

  if (!pakiv_minisign_key_from_string (public_key, key, error))
    return FALSE;
  if (expected != NULL && memcmp (expected, key, sizeof key) != 0)
    return refuse (error, PAKIV_EXCHANGE_ERROR_SIGNATURE,
                   _ ("The package was signed with another key than the one expected."));
  signature = g_strndup (text != NULL ? text : "", size);
  if (strlen (signature) != size || !g_str_has_prefix (signature, FIRST_LINE)
      || !g_str_has_suffix (signature, "\n"))
    return refuse (error, PAKIV_EXCHANGE_ERROR_SIGNATURE,
                   _ ("The package’s signature is damaged."));
  return pakiv_minisign_verify (entries->pdata[DESCRIPTION], signature, key, error);
}

/* The signature's remark, which the signature covers, names the release. */
static gboolean
check_comment (GBytes *signature, const PakivRelease *release, GError **error)
{
  g_autofree char *comment = make_comment (release);
  g_autofree char *line = g_strdup_printf ("\ntrusted comment: %s\n", comment);
  gsize size;
  const char *text = g_bytes_get_data (signature, &size);

  return g_strstr_len (text, (gssize)size, line) != NULL
         || refuse (error, PAKIV_EXCHANGE_ERROR_SIGNATURE,
                    _ ("The package’s signature is that of another release."));
}

/* Both files are functions of the tables, so there is one right way to write them. */
static void
check_files (PakivPackage *package, const PakivPackageContents *contents)
{
  g_autoptr (GBytes) observations = pakiv_observations_write (package->release);
  g_autoptr (GBytes) cube = pakiv_cube_json_write (package->release);

  if (!g_bytes_equal (observations, contents->observations))
    pakiv_package_add_conflict (
        package, _ ("The numbers are damaged or were written by another program (“%s”)."),
        PAKIV_PATH_OBSERVATIONS);
  if (!g_bytes_equal (cube, contents->cube))
    pakiv_package_add_conflict (
        package, _ ("The numbers stand in the package twice, and not the same (“%s”)."),
        PAKIV_PATH_CUBE);
}

static void
check_content (PakivPackage *package, const PakivPackageContents *contents)
{
  g_autoptr (PakivObservations) observations
      = pakiv_observations_read (contents->observations, package);

  if (observations != NULL)
    pakiv_package_check (package, observations);
  if (package->conflicts->len == 0)
    check_files (package, contents);
  if (package->conflicts->len == 0)
    pakiv_package_check_certificate (package, contents->certificate);
  sort_rejected (package->rejected);
}

static void
set_content_error (GError **error, const PakivPackage *package)
{
  g_autofree char *reasons = NULL;
  g_autoptr (GPtrArray) some = g_ptr_array_new ();

  for (guint i = 0; i < MIN (package->conflicts->len, 3); i++)
    g_ptr_array_add (some, package->conflicts->pdata[i]);
  g_ptr_array_add (some, NULL);
  reasons = g_strjoinv (" ", (char **)some->pdata);
  g_set_error (error, PAKIV_EXCHANGE_ERROR, PAKIV_EXCHANGE_ERROR_CONTENT,
               _ ("The package breaks the rules for releases. %s"), reasons);
}

/* Of either format. */
static GPtrArray *
unpack (GBytes *bytes, GError **error)
{
  GPtrArray *entries = pakiv_zip_read (bytes, entry_names, NULL);

  return entries != NULL ? entries : pakiv_zip_read (bytes, names_without_certificate, error);
}

PakivPackage *
pakiv_package_read (GBytes *bytes, const guint8 *public_key, PakivPackage **details, GError **error)
{
  g_autoptr (GPtrArray) entries = NULL;
  g_autoptr (PakivPackage) package = NULL;
  g_autofree char *key = NULL;
  PakivPackageContents contents;

  g_return_val_if_fail (bytes != NULL, NULL);
  if (details != NULL)
    *details = NULL;

  if (g_bytes_get_size (bytes) > PAKIV_PACKAGE_MAX)
    {
      refuse (error, PAKIV_EXCHANGE_ERROR_PACKAGE,
              _ ("This file is larger than any package: it was not read."));
      return NULL;
    }
  if ((entries = unpack (bytes, error)) == NULL
      || (key = pakiv_description_read_key (entries->pdata[DESCRIPTION], error)) == NULL
      || !check_signature (entries, key, public_key, error))
    return NULL;
  contents.observations = entries->pdata[OBSERVATIONS];
  contents.cube = entries->pdata[CUBE];
  contents.readme = entries->pdata[README];
  contents.certificate = entries->len > CERTIFICATE ? entries->pdata[CERTIFICATE] : NULL;
  package = pakiv_description_read (entries->pdata[DESCRIPTION], &contents, error);
  if (package == NULL || !check_comment (entries->pdata[SIGNATURE], package->release, error))
    return NULL;
  package->public_key = g_steal_pointer (&key);
  check_content (package, &contents);
  if (package->conflicts->len == 0)
    return g_steal_pointer (&package);
  set_content_error (error, package);
  if (details != NULL)
    *details = g_steal_pointer (&package);
  return NULL;
}
