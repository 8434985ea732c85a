/* A revision in a package: it says of every table what its figures are, and nobody can take changes
 * for counts or sign exact ones. */
#include "pakiv-test-package.h"

#include <string.h>

/* The sample's tables with round figures, half of them taken out and half added. */
static PakivRelease *
new_revision (void)
{
  PakivRelease *release = pakiv_test_release_new ("Northfield");

  release->version = 2;
  pakiv_release_set_revision (release, "DPA", "Order of the data-protection authority");
  for (guint t = 0; t < release->tables->len; t++)
    {
      PakivTable *table = release->tables->pdata[t];

      for (gsize i = 0; i < table->n_values; i++)
        table->values[i] = i % 3 == 0 ? table->base : 0;
      pakiv_test_table_add_up (table);
      pakiv_table_mark_change (table, t % 2 == 0 ? PAKIV_TABLE_TAKEN_OUT : PAKIV_TABLE_ADDED);
    }
  return release;
}

static void
set_up (PakivTestPackage *fixture, gconstpointer data)
{
  pakiv_test_package_set_up (fixture, data);
  pakiv_release_free (fixture->release);
  fixture->release = new_revision ();
}

static GBytes *
write_package (PakivTestPackage *fixture)
{
  g_autoptr (GError) error = NULL;
  GBytes *bytes = pakiv_package_write (fixture->release, fixture->secret, &error);

  g_assert_no_error (error);
  return bytes;
}

static void
test_read (PakivTestPackage *fixture, gconstpointer data)
{
  g_autoptr (GBytes) bytes = write_package (fixture);
  g_autoptr (GError) error = NULL;
  g_autoptr (PakivPackage) package = pakiv_package_read (bytes, fixture->key, NULL, &error);

  g_assert_no_error (error);
  g_assert_true (pakiv_release_is_revision (package->release));
  g_assert_cmpint (package->release->revises, ==, 1);
  g_assert_cmpstr (package->release->reason, ==, "DPA");
  g_assert_cmpstr (package->release->reason_label, ==, "Order of the data-protection authority");
  g_assert_true (pakiv_release_has_same_figures (package->release, fixture->release));
  for (guint t = 0; t < package->release->tables->len; t++)
    {
      const PakivTable *table = package->release->tables->pdata[t];

      g_assert_cmpint (table->change, ==, t % 2 == 0 ? PAKIV_TABLE_TAKEN_OUT : PAKIV_TABLE_ADDED);
    }
}

/* (transfer full): the entries of the package that was written. */
static GPtrArray *
unpack (PakivTestPackage *fixture)
{
  g_clear_pointer (&fixture->package, g_bytes_unref);
  fixture->package = write_package (fixture);
  return pakiv_test_package_unpack (fixture);
}

static void
test_words (PakivTestPackage *fixture, gconstpointer data)
{
  g_autoptr (GPtrArray) entries = unpack (fixture);
  g_autofree char *description = pakiv_test_package_get_text (entries, 0);
  g_autofree char *observations = pakiv_test_package_get_text (entries, 2);
  g_autofree char *cube = pakiv_test_package_get_text (entries, 3);
  g_autofree char *readme = pakiv_test_package_get_text (entries, 4);

  g_assert_nonnull (strstr (description, "\"revises\""));
  g_assert_nonnull (strstr (description, "\"taken-out\""));
  g_assert_nonnull (strstr (observations, "_TAKEN_OUT,"));
  g_assert_nonnull (strstr (observations, "-added,"));
  g_assert_nonnull (strstr (cube, "Taken out: "));
  g_assert_nonnull (strstr (readme, "This is a revision. Its figures are no counts"));
}

/* What another program could sign in a revision's name. */
static void
assert_refused (PakivTestPackage *fixture, const char *old, const char *with)
{
  g_autoptr (GPtrArray) entries = unpack (fixture);
  g_autoptr (GBytes) bytes = NULL;
  g_autoptr (GError) error = NULL;

  pakiv_test_package_replace (entries, 0, old, with);
  bytes = pakiv_test_package_pack (fixture, entries);
  g_assert_null (pakiv_package_read (bytes, fixture->key, NULL, &error));
  g_assert_error (error, PAKIV_EXCHANGE_ERROR, PAKIV_EXCHANGE_ERROR_CONTENT);
}

static void
test_broken_words (PakivTestPackage *fixture, gconstpointer data)
{
  assert_refused (fixture, "\"change\": \"taken-out\"", "\"change\": \"added\"");
  assert_refused (fixture, "\"change\": \"taken-out\"", "\"change\": \"moved\"");
  assert_refused (fixture, "\"change\": \"taken-out\",", "");
  assert_refused (fixture, "\"revises\": 1", "\"revises\": 2");
  assert_refused (fixture, "\"reason\": \"DPA\"", "\"reason\": \"\"");
  assert_refused (fixture, "\"revision\":", "\"revisions\":");
}

/* An exact change, however large. */
static void
test_exact (PakivTestPackage *fixture, gconstpointer data)
{
  PakivTable *table = fixture->release->tables->pdata[3];
  g_autoptr (GError) error = NULL;

  table->values[1] = 3 * table->base + 1;
  pakiv_test_table_add_up (table);
  g_assert_null (pakiv_package_write (fixture->release, fixture->secret, &error));
  g_assert_error (error, PAKIV_EXCHANGE_ERROR, PAKIV_EXCHANGE_ERROR_CONTENT);
  g_assert_nonnull (strstr (error->message, "no multiple"));
}

/* The base of what is sensitive is that of the counts. */
static void
test_base (PakivTestPackage *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  guint changed = 0;

  for (guint t = 0; t < fixture->release->tables->len; t++)
    {
      PakivTable *table = fixture->release->tables->pdata[t];

      if (!g_str_has_prefix (table->measure, "CONTACTS_"))
        continue;
      table->base = 5;
      changed++;
    }
  g_assert_cmpuint (changed, >, 0);
  g_assert_null (pakiv_package_write (fixture->release, fixture->secret, &error));
  g_assert_error (error, PAKIV_EXCHANGE_ERROR, PAKIV_EXCHANGE_ERROR_CONTENT);
}

#define ADD(path, function) \
  g_test_add ("/package/revision/" path, PakivTestPackage, NULL, set_up, function, \
              pakiv_test_package_tear_down)

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  ADD ("read", test_read);
  ADD ("words", test_words);
  ADD ("broken-words", test_broken_words);
  ADD ("exact", test_exact);
  ADD ("base", test_base);
  return g_test_run ();
}
