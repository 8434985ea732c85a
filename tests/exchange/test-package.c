#include "pakiv-test-package.h"

#include "pakiv-json.h"
#include "pakiv-zip.h"

#include <string.h>

static void
assert_same_table (const PakivTable *a, const PakivTable *b)
{
  g_assert_cmpstr (a->id, ==, b->id);
  g_assert_cmpstr (a->title, ==, b->title);
  g_assert_cmpstr (a->note, ==, b->note);
  g_assert_cmpstr (a->measure, ==, b->measure);
  g_assert_cmpstr (a->unit, ==, b->unit);
  g_assert_cmpint (a->base, ==, b->base);
  g_assert_cmpint (a->has_column, ==, b->has_column);
  g_assert_cmpstr (a->filter_dimension, ==, b->filter_dimension);
  g_assert_cmpstr (a->filter_code, ==, b->filter_code);
  g_assert_cmpstr (a->filter_label, ==, b->filter_label);
  g_assert_cmpmem (a->values, a->n_values * sizeof (gint64), b->values,
                   b->n_values * sizeof (gint64));
  g_assert_cmpuint (a->dimensions->len, ==, b->dimensions->len);
  for (guint i = 0; i < a->dimensions->len; i++)
    {
      const PakivTableDimension *one = a->dimensions->pdata[i];
      const PakivTableDimension *two = b->dimensions->pdata[i];

      g_assert_cmpstr (one->id, ==, two->id);
      g_assert_cmpstr (one->label, ==, two->label);
      g_assert_cmpint (one->several, ==, two->several);
      g_assert_cmpuint (one->codes->len, ==, two->codes->len);
      for (guint j = 0; j < one->codes->len; j++)
        {
          g_assert_cmpstr (one->codes->pdata[j], ==, two->codes->pdata[j]);
          g_assert_cmpstr (one->labels->pdata[j], ==, two->labels->pdata[j]);
        }
    }
}

static void
test_round_trip (PakivTestPackage *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) again = pakiv_package_write (fixture->release, fixture->secret, &error);
  g_autoptr (PakivPackage) package
      = pakiv_package_read (fixture->package, fixture->key, NULL, &error);
  g_autofree char *key = pakiv_minisign_key_to_string (fixture->key);

  g_assert_no_error (error);
  g_assert_true (g_bytes_equal (fixture->package, again));
  g_assert_cmpstr (package->public_key, ==, key);
  g_assert_cmpstr (package->release->station, ==, fixture->release->station);
  g_assert_cmpstr (package->release->station_id, ==, fixture->release->station_id);
  g_assert_cmpint (package->release->log, ==, fixture->release->log);
  g_assert_cmpint (pakiv_period_compare (package->release->period, fixture->release->period), ==,
                   0);
  g_assert_cmpint (package->release->version, ==, 1);
  g_assert_cmpstr (package->release->report, ==, "quarterly");
  g_assert_cmpstr (package->release->title, ==, "Quarterly report");
  g_assert_cmpstr (package->release->made_on, ==, "2021-04-02");
  g_assert_cmpuint (package->release->tables->len, ==, fixture->release->tables->len);
  for (guint i = 0; i < package->release->tables->len; i++)
    assert_same_table (package->release->tables->pdata[i], fixture->release->tables->pdata[i]);
}

/* A name that a spreadsheet would run as a formula, and one with everything that CSV must quote. */
static void
test_odd_names (PakivTestPackage *fixture, gconstpointer data)
{
  const char *const stations[] = { "=HYPERLINK(1)", "@x", "a \"b\", c", "'quoted", "-", "Ⴄ" };

  for (guint i = 0; i < G_N_ELEMENTS (stations); i++)
    {
      g_autoptr (PakivRelease) release = pakiv_test_release_new (stations[i]);
      g_autoptr (GError) error = NULL;
      g_autoptr (GBytes) bytes = pakiv_package_write (release, fixture->secret, &error);
      g_autoptr (PakivPackage) package = NULL;

      g_assert_no_error (error);
      package = pakiv_package_read (bytes, NULL, NULL, &error);
      g_assert_no_error (error);
      g_assert_cmpstr (package->release->station, ==, stations[i]);
    }
}

static void
test_columns (PakivTestPackage *fixture, gconstpointer data)
{
  g_autoptr (GPtrArray) entries = pakiv_test_package_unpack (fixture);
  g_autofree char *csv = pakiv_test_package_get_text (entries, 2);
  g_auto (GStrv) lines = g_strsplit (csv, "\r\n", -1);

  g_assert_cmpstr (lines[0], ==,
                   "REF_AREA,TIME_PERIOD,MEASURE,TABLE,TYPE,MONTH,REASON,OUTCOME,AGE,GENDER,"
                   "OBS_VALUE,OBS_STATUS");
  /* 4 × 5 + 5 + 4 × 4 × 3 + 3 cells, and the header. */
  g_assert_cmpuint (g_strv_length (lines), ==, 20 + 5 + 48 + 3 + 2);
  g_assert_true (g_str_has_prefix (lines[1], "\"Poliția “Nord”, Bangor\",2021-Q1,CONTACTS,"
                                             "contacts-by-type,_T,_T,_T,_T,_T,_T,"));
  g_assert_true (g_str_has_prefix (lines[26], "\"Poliția “Nord”, Bangor\",2021-Q1,CONTACTS,"
                                              "stops-by-reason,STOP,_T,_T,_T,_T,_T,"));
}

/* The description as any JSON reader sees it. */
static void
test_description (PakivTestPackage *fixture, gconstpointer data)
{
  g_autoptr (GPtrArray) entries = pakiv_test_package_unpack (fixture);
  g_autoptr (JsonObject) root = pakiv_json_read_object (entries->pdata[0]);
  g_autofree char *id = pakiv_release_get_id (fixture->release);
  JsonObject *resource;
  JsonObject *pakiv;

  g_assert_nonnull (root);
  g_assert_cmpstr (pakiv_json_get_string (root, "profile"), ==, "tabular-data-package");
  g_assert_cmpstr (pakiv_json_get_string (root, "id"), ==, id);
  g_assert_true (
      g_regex_match_simple ("^[a-z0-9._-]+$", pakiv_json_get_string (root, "name"), 0, 0));
  resource = pakiv_json_peek_object (pakiv_json_get_array (root, "resources"), 0);
  g_assert_cmpint (pakiv_json_get_number (resource, "bytes", G_MAXINT), ==,
                   g_bytes_get_size (entries->pdata[2]));
  pakiv = pakiv_json_get_object (root, "pakiv");
  g_assert_cmpint (pakiv_json_get_number (pakiv_json_get_object (pakiv, "base"), "ATTENDANCE", 100),
                   ==, 10);
}

static void
test_cube (PakivTestPackage *fixture, gconstpointer data)
{
  g_autoptr (GPtrArray) entries = pakiv_test_package_unpack (fixture);
  g_autoptr (JsonObject) root = pakiv_json_read_object (entries->pdata[3]);
  JsonArray *items = pakiv_json_get_array (pakiv_json_get_object (root, "link"), "item");

  g_assert_cmpstr (pakiv_json_get_string (root, "class"), ==, "collection");
  g_assert_cmpuint (json_array_get_length (items), ==, fixture->release->tables->len);
  for (guint i = 0; i < json_array_get_length (items); i++)
    {
      const PakivTable *table = fixture->release->tables->pdata[i];
      JsonObject *item = pakiv_json_peek_object (items, i);
      JsonArray *values = pakiv_json_get_array (item, "value");
      JsonArray *sizes = pakiv_json_get_array (item, "size");
      JsonArray *ids = pakiv_json_get_array (item, "id");
      JsonObject *dimension = pakiv_json_get_object (item, "dimension");
      guint product = 1;

      g_assert_cmpuint (json_array_get_length (ids), ==, json_array_get_length (sizes));
      for (guint j = 0; j < json_array_get_length (sizes); j++)
        {
          product *= (guint)json_array_get_int_element (sizes, j);
          g_assert_nonnull (pakiv_json_get_object (dimension, pakiv_json_peek_string (ids, j)));
        }
      g_assert_cmpuint (json_array_get_length (values), ==, product);
      for (gsize j = 0; j < table->n_values; j++)
        g_assert_cmpint (json_array_get_int_element (values, (guint)j), ==, table->values[j]);
    }
}

static void
test_every_byte (PakivTestPackage *fixture, gconstpointer data)
{
  gsize size;
  const guint8 *bytes = g_bytes_get_data (fixture->package, &size);
  g_autofree guint8 *copy = g_memdup2 (bytes, size);

  for (gsize i = 0; i < size; i++)
    {
      g_autoptr (GBytes) changed = NULL;
      g_autoptr (GError) error = NULL;

      copy[i] ^= (guint8)(1u << (i % 8));
      changed = g_bytes_new_static (copy, size);
      if (pakiv_package_read (changed, NULL, NULL, &error) != NULL)
        g_error ("Byte %" G_GSIZE_FORMAT " of a package can be changed", i);
      g_assert_nonnull (error);
      copy[i] = bytes[i];
    }
}

static void
test_truncated (PakivTestPackage *fixture, gconstpointer data)
{
  gsize size = g_bytes_get_size (fixture->package);

  for (gsize i = 0; i < size; i += 97)
    {
      g_autoptr (GBytes) cut = g_bytes_new_from_bytes (fixture->package, 0, i);
      g_autoptr (GError) error = NULL;

      g_assert_null (pakiv_package_read (cut, NULL, NULL, &error));
      g_assert_error (error, PAKIV_EXCHANGE_ERROR, PAKIV_EXCHANGE_ERROR_PACKAGE);
    }
}

/* The same, where the zip around the changed file is whole again. */
static void
test_every_byte_of_entries (PakivTestPackage *fixture, gconstpointer data)
{
  for (guint i = 0; pakiv_test_package_names[i] != NULL; i++)
    {
      g_autoptr (GPtrArray) entries = pakiv_test_package_unpack (fixture);
      gsize size = g_bytes_get_size (entries->pdata[i]);
      g_autofree guint8 *copy = g_memdup2 (g_bytes_get_data (entries->pdata[i], NULL), size);

      for (gsize j = 0; j < size; j += i == 1 ? 1 : 7)
        {
          g_autoptr (GBytes) zip = NULL;
          g_autoptr (GError) error = NULL;

          copy[j] ^= 1;
          g_bytes_unref (entries->pdata[i]);
          entries->pdata[i] = g_bytes_new (copy, size);
          zip = pakiv_zip_write (pakiv_test_package_names, entries);
          if (pakiv_package_read (zip, fixture->key, NULL, &error) != NULL)
            g_error ("Byte %" G_GSIZE_FORMAT " of %s can be changed", j,
                     pakiv_test_package_names[i]);
          copy[j] ^= 1;
        }
    }
}

static void
test_other_key (PakivTestPackage *fixture, gconstpointer data)
{
  guint8 key[PAKIV_MINISIGN_KEY];
  guint8 secret[PAKIV_MINISIGN_SECRET];
  g_autoptr (GError) error = NULL;

  pakiv_test_make_key (2, key, secret);
  g_assert_null (pakiv_package_read (fixture->package, key, NULL, &error));
  g_assert_error (error, PAKIV_EXCHANGE_ERROR, PAKIV_EXCHANGE_ERROR_SIGNATURE);
}

#define ADD(path, function) \
  g_test_add ("/exchange/package/" path, PakivTestPackage, NULL, pakiv_test_package_set_up, \
              function, pakiv_test_package_tear_down)

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  ADD ("round-trip", test_round_trip);
  ADD ("odd-names", test_odd_names);
  ADD ("columns", test_columns);
  ADD ("description", test_description);
  ADD ("cube", test_cube);
  ADD ("every-byte", test_every_byte);
  ADD ("truncated", test_truncated);
  ADD ("every-byte-of-entries", test_every_byte_of_entries);
  ADD ("other-key", test_other_key);
  return g_test_run ();
}
