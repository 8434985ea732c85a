#include "pakiv-test-package.h"

#include "pakiv-zip.h"

#include <string.h>

typedef struct
{
  const char *old;
  const char *with;
} Change;

static const Change description_changes[] = {
  { "\"format\": 2", "\"format\": 3" },
  { "\"format\": 2", "\"format\": 1" },
  { "\"format\": 2", "\"format\": \"2\"" },
  { "\"path\": \"certificate.json\"", "\"path\": \"other.json\"" },
  { "\"log\": \"police\"", "\"log\": \"secret\"" },
  { "\"log\": \"police\"", "\"log\": \"joint\"" },
  { "\"period\": \"2021-Q1\"", "\"period\": \"2021-Q5\"" },
  { "\"version\": 1", "\"version\": 0" },
  { "\"version\": 1", "\"version\": 1e99" },
  { "\"version\": 1", "\"version\": [1]" },
  { "\"stationId\": \"3f", "\"stationId\": \"3F" },
  { "\"created\": \"2021-04-02", "\"created\": \"2021-04-32" },
  { "\"CONTACTS\": 10", "\"CONTACTS\": 5000" },
  { "\"CONTACTS\": 10", "\"CONTACT\": 10" },
  { "\"tables\": [", "\"tables\": [7, " },
  { "\"tables\": [", "\"tables\": {}, \"x\": [" },
  { "\"codes\": [\"_T\"", "\"codes\": [\"STOP\"" },
  { "\"codes\": [\"_T\", \"STOP\"", "\"codes\": [\"_T\", \"_T\"" },
  { "\"codes\": [\"_T\", \"STOP\"", "\"codes\": [\"_T\", 5" },
  { "\"codes\": [\"_T\", \"STOP\"", "\"codes\": [\"_T\", \"STOP\", \"MORE\"" },
  { "\"id\": \"month\"", "\"id\": \"TYPE\"" },
  { "\"id\": \"month\"", "\"id\": null" },
  { "\"name\": \"OBS_VALUE\"", "\"name\": \"OBS\"" },
  { "\"pakiv\": {", "\"pakiv\": null, \"other\": {" },
  { "\"title\": \"Title of", "\"title\": \"\\u0007Title of" },
};

static void
test_changed_description (PakivTestPackage *fixture, gconstpointer data)
{
  guint named = 0;

  for (guint i = 0; i < G_N_ELEMENTS (description_changes); i++)
    {
      g_autoptr (GPtrArray) entries = pakiv_test_package_unpack (fixture);
      g_autoptr (GBytes) bytes = NULL;
      g_autoptr (GError) error = NULL;

      g_test_message ("change %u", i);
      pakiv_test_package_replace (entries, 0, description_changes[i].old,
                                  description_changes[i].with);
      bytes = pakiv_test_package_pack (fixture, entries);
      g_assert_null (pakiv_package_read (bytes, fixture->key, NULL, &error));
      g_assert_nonnull (error);
      /* An officer reads what happened first, the place in a file last. */
      if (strstr (error->message, "datapackage.json") != NULL)
        {
          g_assert_true (g_str_has_prefix (
              error->message, "The package is damaged or was made by another program (“"));
          named++;
        }
    }
  g_assert_cmpuint (named, >, 5);
}

/* Deep, huge and cut JSON, all well signed: refused, and above all survived. */
static void
test_hostile_json (PakivTestPackage *fixture, gconstpointer data)
{
  const char *const pieces[]
      = { "[", "{\"a\":", "{\"pakiv\":{\"format\":2,\"publicKey\":[", "'[", "[/*]*/", "[//]\n" };

  for (guint i = 0; i < G_N_ELEMENTS (pieces); i++)
    {
      g_autoptr (GPtrArray) entries = pakiv_test_package_unpack (fixture);
      g_autoptr (GString) text = g_string_new (NULL);
      g_autoptr (GBytes) bytes = NULL;
      g_autoptr (GError) error = NULL;

      while (text->len < 2000000)
        g_string_append (text, pieces[i]);
      pakiv_test_package_set_text (entries, 0, text->str);
      bytes = pakiv_test_package_pack (fixture, entries);
      g_assert_null (pakiv_package_read (bytes, NULL, NULL, &error));
      g_assert_error (error, PAKIV_EXCHANGE_ERROR, PAKIV_EXCHANGE_ERROR_PACKAGE);
    }
}

/* Tables that would take more memory than the package is long. */
static void
test_huge_tables (PakivTestPackage *fixture, gconstpointer data)
{
  g_autoptr (GPtrArray) entries = pakiv_test_package_unpack (fixture);
  g_autoptr (GString) dimensions = g_string_new (NULL);
  g_autoptr (GBytes) bytes = NULL;
  g_autoptr (GError) error = NULL;

  for (int i = 0; i < 5; i++)
    {
      g_string_append_printf (dimensions, "{\"id\": \"d%d\", \"label\": \"x\", \"codes\": [\"_T\"",
                              i);
      for (int j = 0; j < 400; j++)
        g_string_append_printf (dimensions, ", \"C%d\"", j);
      g_string_append (dimensions, "], \"labels\": [\"x\"");
      for (int j = 0; j < 400; j++)
        g_string_append (dimensions, ", \"x\"");
      g_string_append (dimensions, "]}, ");
    }
  g_string_prepend (dimensions, "\"dimensions\": [");
  pakiv_test_package_replace (entries, 0, "\"dimensions\": [", dimensions->str);
  bytes = pakiv_test_package_pack (fixture, entries);
  g_assert_null (pakiv_package_read (bytes, NULL, NULL, &error));
  g_assert_error (error, PAKIV_EXCHANGE_ERROR, PAKIV_EXCHANGE_ERROR_CONTENT);
}

/* Signed descriptions with a few bytes changed at random: read or refused, never a crash. */
static void
test_mutated_descriptions (PakivTestPackage *fixture, gconstpointer data)
{
  g_autoptr (GRand) rand = g_rand_new_with_seed (20210331);
  g_autoptr (GPtrArray) entries = pakiv_test_package_unpack (fixture);
  gsize size = g_bytes_get_size (entries->pdata[0]);
  g_autofree guint8 *original = g_memdup2 (g_bytes_get_data (entries->pdata[0], NULL), size);

  for (int i = 0; i < 2000; i++)
    {
      g_autofree guint8 *copy = g_memdup2 (original, size);
      g_autoptr (GBytes) bytes = NULL;
      g_autoptr (PakivPackage) package = NULL;
      g_autoptr (PakivPackage) details = NULL;
      g_autoptr (GError) error = NULL;

      for (int j = g_rand_int_range (rand, 1, 4); j > 0; j--)
        copy[g_rand_int_range (rand, 0, (gint32)size)]
            = (guint8) "{}[]\",:0179\\_Tx\0\xff"[g_rand_int_range (rand, 0, 17)];
      g_bytes_unref (entries->pdata[0]);
      entries->pdata[0] = g_bytes_new (copy, size);
      bytes = pakiv_test_package_pack (fixture, entries);
      package = pakiv_package_read (bytes, NULL, &details, &error);
      g_assert_true ((package != NULL) == (error == NULL));
    }
}

/* A good signature of this description, but with the remark of another release. */
static void
test_other_remark (PakivTestPackage *fixture, gconstpointer data)
{
  g_autoptr (GPtrArray) entries = pakiv_test_package_unpack (fixture);
  g_autofree char *signature
      = pakiv_minisign_sign (entries->pdata[0], fixture->secret, "report-elsewhere.zip");
  g_autoptr (GBytes) bytes = NULL;
  g_autoptr (GError) error = NULL;

  pakiv_test_package_set_text (entries, 1, signature);
  bytes = pakiv_zip_write (pakiv_test_package_names, entries);
  g_assert_null (pakiv_package_read (bytes, fixture->key, NULL, &error));
  g_assert_error (error, PAKIV_EXCHANGE_ERROR, PAKIV_EXCHANGE_ERROR_SIGNATURE);
}

static void
test_foreign_files (PakivTestPackage *fixture, gconstpointer data)
{
  const char *const more[]
      = { PAKIV_PATH_DESCRIPTION, PAKIV_PATH_SIGNATURE,   PAKIV_PATH_OBSERVATIONS, PAKIV_PATH_CUBE,
          PAKIV_PATH_README,      PAKIV_PATH_CERTIFICATE, "../../etc/passwd" };
  const char *const other_order[]
      = { PAKIV_PATH_SIGNATURE, PAKIV_PATH_DESCRIPTION, PAKIV_PATH_OBSERVATIONS,
          PAKIV_PATH_CUBE,      PAKIV_PATH_README,      PAKIV_PATH_CERTIFICATE };
  g_autoptr (GPtrArray) entries = pakiv_test_package_unpack (fixture);
  g_autoptr (GBytes) reordered = pakiv_zip_write (other_order, entries);
  g_autoptr (GBytes) longer = NULL;
  g_autoptr (GBytes) shorter = NULL;
  g_autoptr (GBytes) empty = g_bytes_new (NULL, 0);
  g_autoptr (GBytes) huge
      = g_bytes_new_take (g_malloc0 (PAKIV_PACKAGE_MAX + 1), PAKIV_PACKAGE_MAX + 1);

  g_ptr_array_add (entries, g_bytes_new_static ("x", 1));
  longer = pakiv_zip_write (more, entries);
  g_ptr_array_set_size (entries, 4);
  shorter = pakiv_zip_write (pakiv_test_package_names, entries);
  g_assert_null (pakiv_package_read (reordered, NULL, NULL, NULL));
  g_assert_null (pakiv_package_read (longer, NULL, NULL, NULL));
  g_assert_null (pakiv_package_read (shorter, NULL, NULL, NULL));
  g_assert_null (pakiv_package_read (empty, NULL, NULL, NULL));
  g_assert_null (pakiv_package_read (huge, NULL, NULL, NULL));
}

#define ADD(path, function) \
  g_test_add ("/exchange/package-hostile/" path, PakivTestPackage, NULL, \
              pakiv_test_package_set_up, function, pakiv_test_package_tear_down)

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  ADD ("changed-description", test_changed_description);
  ADD ("hostile-json", test_hostile_json);
  ADD ("huge-tables", test_huge_tables);
  ADD ("mutated-descriptions", test_mutated_descriptions);
  ADD ("other-remark", test_other_remark);
  ADD ("foreign-files", test_foreign_files);
  return g_test_run ();
}
