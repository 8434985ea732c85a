#include "pakiv-test-package.h"

#include "pakiv-attack-release.h"
#include "pakiv-zip.h"

#include <string.h>

const char *const pakiv_test_package_names[] = { PAKIV_PATH_DESCRIPTION,
                                                 PAKIV_PATH_SIGNATURE,
                                                 PAKIV_PATH_OBSERVATIONS,
                                                 PAKIV_PATH_CUBE,
                                                 PAKIV_PATH_README,
                                                 PAKIV_PATH_CERTIFICATE,
                                                 NULL };

void
pakiv_test_package_set_up (PakivTestPackage *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  pakiv_test_make_key (1, fixture->key, fixture->secret);
  fixture->release = pakiv_test_release_new ("Poliția “Nord”, Bangor");
  fixture->package = pakiv_package_write (fixture->release, fixture->secret, &error);
  g_assert_no_error (error);
}

void
pakiv_test_package_tear_down (PakivTestPackage *fixture, gconstpointer data)
{
  pakiv_release_free (fixture->release);
  g_clear_pointer (&fixture->package, g_bytes_unref);
}

GPtrArray *
pakiv_test_package_unpack (PakivTestPackage *fixture)
{
  g_autoptr (GError) error = NULL;
  GPtrArray *entries = pakiv_zip_read (fixture->package, pakiv_test_package_names, &error);

  g_assert_no_error (error);
  return entries;
}

char *
pakiv_test_package_get_text (GPtrArray *entries, guint i)
{
  gsize size;
  const char *text = g_bytes_get_data (entries->pdata[i], &size);

  return g_strndup (text, size);
}

void
pakiv_test_package_set_text (GPtrArray *entries, guint i, const char *text)
{
  g_bytes_unref (entries->pdata[i]);
  entries->pdata[i] = g_bytes_new (text, strlen (text));
}

void
pakiv_test_package_replace (GPtrArray *entries, guint i, const char *old, const char *with)
{
  g_autofree char *text = pakiv_test_package_get_text (entries, i);
  g_autoptr (GString) string = g_string_new (text);

  g_assert_cmpuint (g_string_replace (string, old, with, 1), ==, 1);
  pakiv_test_package_set_text (entries, i, string->str);
}

void
pakiv_test_package_replace_hash (GPtrArray *entries, GBytes *old, guint i)
{
  g_autofree char *before = g_compute_checksum_for_bytes (G_CHECKSUM_SHA256, old);
  g_autofree char *after = g_compute_checksum_for_bytes (G_CHECKSUM_SHA256, entries->pdata[i]);
  g_autofree char *size = g_strdup_printf ("\"bytes\": %" G_GSIZE_FORMAT, g_bytes_get_size (old));
  g_autofree char *new_size
      = g_strdup_printf ("\"bytes\": %" G_GSIZE_FORMAT, g_bytes_get_size (entries->pdata[i]));

  pakiv_test_package_replace (entries, 0, before, after);
  pakiv_test_package_replace (entries, 0, size, new_size);
}

GBytes *
pakiv_test_package_write_certificate (const PakivRelease *release)
{
  const PakivReleaseAttack outsider = { .scenarios = 1u << PAKIV_SCENARIO_OUTSIDER };
  g_autoptr (GError) error = NULL;
  g_autoptr (PakivCertificate) certificate
      = pakiv_attack_release (release, &outsider, NULL, NULL, &error);
  PakivFinding *finding;

  g_assert_no_error (error);
  finding = &certificate->findings[PAKIV_SCENARIO_OUTSIDER];
  finding->n_narrow = 0;
  finding->narrowest = finding->n_targets > 0 ? certificate->least_base - 1 : finding->narrowest;
  return pakiv_package_certificate_write (certificate);
}

GBytes *
pakiv_test_package_pack (PakivTestPackage *fixture, GPtrArray *entries)
{
  g_autofree char *id = pakiv_release_get_id (fixture->release);
  g_autofree char *file = pakiv_release_get_file_name (fixture->release);
  g_autofree char *comment = g_strdup_printf ("%s %s", file, id);
  g_autofree char *signature = pakiv_minisign_sign (entries->pdata[0], fixture->secret, comment);

  pakiv_test_package_set_text (entries, 1, signature);
  return pakiv_zip_write (pakiv_test_package_names, entries);
}
