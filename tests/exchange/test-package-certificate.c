/* What a package says was tried on its figures: found again by whoever reads it, and never believed
 * where it can be. */
#include "pakiv-attack-release.h"
#include "pakiv-test-package.h"

#include "pakiv-zip.h"

#include <string.h>

#define CERTIFICATE 5

static PakivCertificate *
attack (const PakivRelease *release)
{
  const PakivReleaseAttack outsider = { .scenarios = 1u << PAKIV_SCENARIO_OUTSIDER };
  g_autoptr (GError) error = NULL;
  PakivCertificate *certificate = pakiv_attack_release (release, &outsider, NULL, NULL, &error);

  g_assert_no_error (error);
  return certificate;
}

/* The finest figures that are 0 or the base, counted by hand. */
static guint
count_small (const PakivRelease *release)
{
  guint n = 0;

  for (guint t = 0; t < release->tables->len; t++)
    {
      const PakivTable *table = release->tables->pdata[t];

      for (gsize i = 0; i < table->n_values; i++)
        {
          gsize rest = i;
          gboolean finest = TRUE;

          for (guint d = table->dimensions->len; d-- > 0;)
            {
              guint codes = ((const PakivTableDimension *)table->dimensions->pdata[d])->codes->len;

              finest = finest && rest % codes != 0;
              rest /= codes;
            }
          n += finest && (table->values[i] == 0 || table->values[i] == table->base);
        }
    }
  return n;
}

static void
test_round_trip (PakivTestPackage *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (PakivPackage) package
      = pakiv_package_read (fixture->package, fixture->key, NULL, &error);
  const PakivFinding *finding;

  g_assert_no_error (error);
  g_assert_nonnull (package->certificate);
  g_assert_true (pakiv_certificate_is_passed (package->certificate));
  g_assert_cmpint (package->certificate->least_base, ==, 10);
  finding = &package->certificate->findings[PAKIV_SCENARIO_OUTSIDER];
  g_assert_true (finding->tried);
  g_assert_cmpuint (finding->n_targets, ==, count_small (fixture->release));
  g_assert_cmpuint (finding->n_targets, >, 3);
  g_assert_cmpint (finding->narrowest, ==, 9);
  for (guint i = 1; i < PAKIV_N_SCENARIOS; i++)
    g_assert_false (package->certificate->findings[i].tried);
}

/* How many small counts there are would tell whether a 0 is one: nothing of it goes out. */
static void
test_nothing_of_the_truth (PakivTestPackage *fixture, gconstpointer data)
{
  g_autoptr (PakivCertificate) few = attack (fixture->release);
  g_autoptr (PakivCertificate) many = attack (fixture->release);
  g_autoptr (GBytes) one = NULL;
  g_autoptr (GBytes) other = NULL;
  g_autoptr (PakivPackage) package = NULL;
  g_autoptr (GError) error = NULL;

  for (guint i = PAKIV_SCENARIO_POSSIBLE; i <= PAKIV_SCENARIO_INSIDER; i++)
    {
      few->findings[i] = (PakivFinding){ .tried = TRUE, .narrowest = G_MAXINT64 };
      many->findings[i] = (PakivFinding){ .tried = TRUE, .n_targets = 77, .narrowest = 9 };
    }
  many->findings[PAKIV_SCENARIO_INSIDER].n_narrow = 33;
  few->seconds = 1.5;
  one = pakiv_package_write_with_certificate (fixture->release, few, fixture->secret, &error);
  g_assert_no_error (error);
  other = pakiv_package_write_with_certificate (fixture->release, many, fixture->secret, &error);
  g_assert_no_error (error);
  g_assert_true (g_bytes_equal (one, other));
  package = pakiv_package_read (one, fixture->key, NULL, &error);
  g_assert_no_error (error);
  g_assert_true (package->certificate->findings[PAKIV_SCENARIO_CONTRIBUTOR].tried);
  g_assert_false (package->certificate->findings[PAKIV_SCENARIO_INSIDER].tried);
}

typedef struct
{
  const char *old;
  const char *with;
} Change;

static const Change changes[] = {
  { "\"figures\": \"", "\"figures\": \"0" },
  { "\"base\": 10", "\"base\": 5" },
  { "\"targets\": ", "\"targets\": 1" },
  { "\"narrow\": 0", "\"narrow\": 3" },
  { "\"notCertified\": 0", "\"notCertified\": 1" },
  { "\"narrowest\": 9", "\"narrowest\": 99" },
  { "\"narrowest\": 9", "\"narrowest\": -9" },
  { "\"narrow\": 0", "\"narrow\":  0" },
  { "\"narrow\": 0", "\"narrow\": 0, \"person\": \"N. N.\"" },
  { "\"scenario\": \"S0\"", "\"scenario\": \"S4\"" },
  { "\"scenario\": \"S0\"", "\"scenario\": \"S9\"" },
  { "\"scenarios\": [", "\"scenarios\": [7, " },
  { "\"scenarios\": [", "\"scenarios\": {}, \"x\": [" },
  { "\"solver\": \"", "\"solver\": \"\\u0007" },
  { "ranges by linear programs", "believed" },
  { "{", "" },
};

static void
assert_refused (PakivTestPackage *fixture, GPtrArray *entries)
{
  g_autoptr (GBytes) bytes = pakiv_test_package_pack (fixture, entries);
  g_autoptr (PakivPackage) details = NULL;
  g_autoptr (GError) error = NULL;

  g_assert_null (pakiv_package_read (bytes, fixture->key, &details, &error));
  g_assert_error (error, PAKIV_EXCHANGE_ERROR, PAKIV_EXCHANGE_ERROR_CONTENT);
  g_assert_cmpuint (details->conflicts->len, ==, 1);
  g_assert_nonnull (strstr (details->conflicts->pdata[0], "certificate.json"));
}

static void
test_changed (PakivTestPackage *fixture, gconstpointer data)
{
  for (guint i = 0; i < G_N_ELEMENTS (changes); i++)
    {
      g_autoptr (GPtrArray) entries = pakiv_test_package_unpack (fixture);
      g_autoptr (GBytes) before = g_bytes_ref (entries->pdata[CERTIFICATE]);

      g_test_message ("change %u", i);
      pakiv_test_package_replace (entries, CERTIFICATE, changes[i].old, changes[i].with);
      pakiv_test_package_replace_hash (entries, before, CERTIFICATE);
      assert_refused (fixture, entries);
    }
}

/* A whole certificate that was made for other figures. */
static void
test_of_other_figures (PakivTestPackage *fixture, gconstpointer data)
{
  g_autoptr (GPtrArray) entries = pakiv_test_package_unpack (fixture);
  g_autoptr (GBytes) before = g_bytes_ref (entries->pdata[CERTIFICATE]);
  g_autoptr (PakivRelease) other = pakiv_test_release_new ("Elsewhere");
  PakivTable *table = other->tables->pdata[3];
  g_autoptr (GBytes) text = NULL;
  g_autofree char *words = NULL;

  table->values[1] += 50;
  pakiv_test_table_add_up (table);
  text = pakiv_test_package_write_certificate (other);
  words = g_strndup (g_bytes_get_data (text, NULL), g_bytes_get_size (text));
  pakiv_test_package_set_text (entries, CERTIFICATE, words);
  pakiv_test_package_replace_hash (entries, before, CERTIFICATE);
  assert_refused (fixture, entries);
}

/* An exact count of 3 in a package of its own making, whose certificate says that all is well. */
static void
test_exact_small_count (PakivTestPackage *fixture, gconstpointer data)
{
  PakivTable *table = fixture->release->tables->pdata[3];
  g_autofree char *key = pakiv_minisign_key_to_string (fixture->key);
  g_autoptr (GPtrArray) entries = g_ptr_array_new_with_free_func ((GDestroyNotify)g_bytes_unref);
  g_autoptr (PakivCertificate) found = NULL;
  g_autoptr (PakivPackage) details = NULL;
  g_autoptr (GBytes) bytes = NULL;
  g_autoptr (GError) error = NULL;
  PakivPackageContents contents;

  table->values[1] = 3;
  pakiv_test_table_add_up (table);
  contents.observations = pakiv_observations_write (fixture->release);
  contents.cube = pakiv_cube_json_write (fixture->release);
  contents.readme = pakiv_package_readme_write (fixture->release, key);
  contents.certificate = pakiv_test_package_write_certificate (fixture->release);
  g_ptr_array_add (entries, pakiv_description_write (fixture->release, &contents, key));
  g_ptr_array_add (entries, g_bytes_new_static ("", 0));
  g_ptr_array_add (entries, contents.observations);
  g_ptr_array_add (entries, contents.cube);
  g_ptr_array_add (entries, contents.readme);
  g_ptr_array_add (entries, contents.certificate);
  bytes = pakiv_test_package_pack (fixture, entries);
  g_assert_null (pakiv_package_read (bytes, fixture->key, &details, &error));
  g_assert_error (error, PAKIV_EXCHANGE_ERROR, PAKIV_EXCHANGE_ERROR_CONTENT);
  g_assert_nonnull (strstr (error->message, "attendance"));
  g_assert_cmpuint (details->rejected->len, ==, 1);

  /* The attacker finds it by himself, and nothing is made with what he says. */
  found = attack (fixture->release);
  g_assert_cmpuint (found->findings[PAKIV_SCENARIO_OUTSIDER].n_narrow, ==, 1);
  g_assert_cmpint (found->findings[PAKIV_SCENARIO_OUTSIDER].narrowest, ==, 0);
  g_assert_false (pakiv_certificate_is_passed (found));
  g_assert_null (
      pakiv_package_write_with_certificate (fixture->release, found, fixture->secret, NULL));
}

/* What a finding looks like in a package that is otherwise right: not even that is made. */
static void
test_not_passed (PakivTestPackage *fixture, gconstpointer data)
{
  g_autoptr (PakivCertificate) certificate = attack (fixture->release);
  g_autoptr (GError) error = NULL;

  certificate->findings[PAKIV_SCENARIO_CONTRIBUTOR]
      = (PakivFinding){ .tried = TRUE, .n_targets = 5, .n_uncertified = 1, .narrowest = 3 };
  g_assert_null (pakiv_package_write_with_certificate (fixture->release, certificate,
                                                       fixture->secret, &error));
  g_assert_error (error, PAKIV_EXCHANGE_ERROR, PAKIV_EXCHANGE_ERROR_CONTENT);
  g_assert_nonnull (strstr (error->message, "was found out"));
}

/* Written before packages had a certificate: what was released and received is kept for ever. */
static void
test_format_1 (PakivTestPackage *fixture, gconstpointer data)
{
  g_autofree char *path = g_test_build_filename (G_TEST_DIST, "tests", "exchange", "data",
                                                 "package-format-1.zip", NULL);
  g_autofree char *content = NULL;
  g_autoptr (GBytes) bytes = NULL;
  g_autoptr (PakivPackage) package = NULL;
  g_autoptr (GError) error = NULL;
  gsize size;

  g_file_get_contents (path, &content, &size, &error);
  g_assert_no_error (error);
  bytes = g_bytes_new_take (g_steal_pointer (&content), size);
  package = pakiv_package_read (bytes, fixture->key, NULL, &error);
  g_assert_no_error (error);
  g_assert_null (package->certificate);
  g_assert_true (pakiv_release_has_same_figures (package->release, fixture->release));
}

/* The certificate can't be left out by saying that the package is an old one. */
static void
test_left_out (PakivTestPackage *fixture, gconstpointer data)
{
  const char *const names[]
      = { PAKIV_PATH_DESCRIPTION, PAKIV_PATH_SIGNATURE, PAKIV_PATH_OBSERVATIONS,
          PAKIV_PATH_CUBE,        PAKIV_PATH_README,    NULL };
  g_autoptr (GPtrArray) entries = pakiv_test_package_unpack (fixture);
  g_autoptr (GBytes) whole = NULL;
  g_autoptr (GBytes) cut = NULL;
  g_autoptr (GError) error = NULL;

  pakiv_test_package_replace (entries, 0, "\"format\": 2", "\"format\": 1");
  whole = pakiv_test_package_pack (fixture, entries);
  g_assert_null (pakiv_package_read (whole, fixture->key, NULL, &error));
  g_assert_error (error, PAKIV_EXCHANGE_ERROR, PAKIV_EXCHANGE_ERROR_CONTENT);
  g_clear_error (&error);
  g_ptr_array_set_size (entries, 5);
  cut = pakiv_zip_write (names, entries);
  g_assert_null (pakiv_package_read (cut, fixture->key, NULL, &error));
  g_assert_error (error, PAKIV_EXCHANGE_ERROR, PAKIV_EXCHANGE_ERROR_SIGNATURE);
}

#define ADD(path, function) \
  g_test_add ("/exchange/package-certificate/" path, PakivTestPackage, NULL, \
              pakiv_test_package_set_up, function, pakiv_test_package_tear_down)

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  ADD ("round-trip", test_round_trip);
  ADD ("nothing-of-the-truth", test_nothing_of_the_truth);
  ADD ("changed", test_changed);
  ADD ("of-other-figures", test_of_other_figures);
  ADD ("exact-small-count", test_exact_small_count);
  ADD ("not-passed", test_not_passed);
  ADD ("format-1", test_format_1);
  ADD ("left-out", test_left_out);
  return g_test_run ();
}
