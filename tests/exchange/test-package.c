#include "pakiv-json.h"
#include "pakiv-package-private.h"
#include "pakiv-test-release.h"
#include "pakiv-zip.h"

#include <string.h>

typedef struct
{
  guint8 key[PAKIV_MINISIGN_KEY];
  guint8 secret[PAKIV_MINISIGN_SECRET];
  PakivRelease *release;
  GBytes *package;
} Fixture;

static const char *const names[]
    = { PAKIV_PATH_DESCRIPTION, PAKIV_PATH_SIGNATURE, PAKIV_PATH_OBSERVATIONS,
        PAKIV_PATH_CUBE,        PAKIV_PATH_README,    NULL };

static void
set_up (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  pakiv_test_make_key (1, fixture->key, fixture->secret);
  fixture->release = pakiv_test_release_new ("Poliția “Nord”, Bangor");
  fixture->package = pakiv_package_write (fixture->release, fixture->secret, &error);
  g_assert_no_error (error);
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  pakiv_release_free (fixture->release);
  g_clear_pointer (&fixture->package, g_bytes_unref);
}

static GPtrArray *
unpack (Fixture *fixture)
{
  g_autoptr (GError) error = NULL;
  GPtrArray *entries = pakiv_zip_read (fixture->package, names, &error);

  g_assert_no_error (error);
  return entries;
}

static char *
get_text (GPtrArray *entries, guint i)
{
  gsize size;
  const char *text = g_bytes_get_data (entries->pdata[i], &size);

  return g_strndup (text, size);
}

static void
set_text (GPtrArray *entries, guint i, const char *text)
{
  g_bytes_unref (entries->pdata[i]);
  entries->pdata[i] = g_bytes_new (text, strlen (text));
}

/* A sentence of a file changed for another; it must have been there. */
static void
replace (GPtrArray *entries, guint i, const char *old, const char *with)
{
  g_autofree char *text = get_text (entries, i);
  g_autoptr (GString) string = g_string_new (text);

  g_assert_cmpuint (g_string_replace (string, old, with, 1), ==, 1);
  set_text (entries, i, string->str);
}

static void
replace_hash (GPtrArray *entries, GBytes *old, guint i)
{
  g_autofree char *before = g_compute_checksum_for_bytes (G_CHECKSUM_SHA256, old);
  g_autofree char *after = g_compute_checksum_for_bytes (G_CHECKSUM_SHA256, entries->pdata[i]);
  g_autofree char *size = g_strdup_printf ("\"bytes\": %" G_GSIZE_FORMAT, g_bytes_get_size (old));
  g_autofree char *new_size
      = g_strdup_printf ("\"bytes\": %" G_GSIZE_FORMAT, g_bytes_get_size (entries->pdata[i]));

  replace (entries, 0, before, after);
  replace (entries, 0, size, new_size);
}

/* What a station with a key but without our program could make. */
static GBytes *
sign_and_pack (Fixture *fixture, GPtrArray *entries)
{
  g_autofree char *id = pakiv_release_get_id (fixture->release);
  g_autofree char *file = pakiv_release_get_file_name (fixture->release);
  g_autofree char *comment = g_strdup_printf ("%s %s", file, id);
  g_autofree char *signature = pakiv_minisign_sign (entries->pdata[0], fixture->secret, comment);

  set_text (entries, 1, signature);
  return pakiv_zip_write (names, entries);
}

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
test_round_trip (Fixture *fixture, gconstpointer data)
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
test_odd_names (Fixture *fixture, gconstpointer data)
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
test_columns (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GPtrArray) entries = unpack (fixture);
  g_autofree char *csv = get_text (entries, 2);
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
test_description (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GPtrArray) entries = unpack (fixture);
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
test_cube (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GPtrArray) entries = unpack (fixture);
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
test_every_byte (Fixture *fixture, gconstpointer data)
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
test_truncated (Fixture *fixture, gconstpointer data)
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
test_every_byte_of_entries (Fixture *fixture, gconstpointer data)
{
  for (guint i = 0; names[i] != NULL; i++)
    {
      g_autoptr (GPtrArray) entries = unpack (fixture);
      gsize size = g_bytes_get_size (entries->pdata[i]);
      g_autofree guint8 *copy = g_memdup2 (g_bytes_get_data (entries->pdata[i], NULL), size);

      for (gsize j = 0; j < size; j += i == 1 ? 1 : 7)
        {
          g_autoptr (GBytes) zip = NULL;
          g_autoptr (GError) error = NULL;

          copy[j] ^= 1;
          g_bytes_unref (entries->pdata[i]);
          entries->pdata[i] = g_bytes_new (copy, size);
          zip = pakiv_zip_write (names, entries);
          if (pakiv_package_read (zip, fixture->key, NULL, &error) != NULL)
            g_error ("Byte %" G_GSIZE_FORMAT " of %s can be changed", j, names[i]);
          copy[j] ^= 1;
        }
    }
}

static void
test_other_key (Fixture *fixture, gconstpointer data)
{
  guint8 key[PAKIV_MINISIGN_KEY];
  guint8 secret[PAKIV_MINISIGN_SECRET];
  g_autoptr (GError) error = NULL;

  pakiv_test_make_key (2, key, secret);
  g_assert_null (pakiv_package_read (fixture->package, key, NULL, &error));
  g_assert_error (error, PAKIV_EXCHANGE_ERROR, PAKIV_EXCHANGE_ERROR_SIGNATURE);
}

/* What is signed is refused all the same when its tables break a rule; the reasons come along. */
static PakivPackage *
read_broken (Fixture *fixture, GPtrArray *entries)
{
  g_autoptr (GBytes) bytes = sign_and_pack (fixture, entries);
  g_autoptr (GError) error = NULL;
  PakivPackage *details = NULL;

  g_assert_null (pakiv_package_read (bytes, fixture->key, &details, &error));
  g_assert_error (error, PAKIV_EXCHANGE_ERROR, PAKIV_EXCHANGE_ERROR_CONTENT);
  return details;
}

/* Writes the release as it is, rules or not. */
static GPtrArray *
write_entries (Fixture *fixture)
{
  g_autofree char *key = pakiv_minisign_key_to_string (fixture->key);
  GPtrArray *entries = g_ptr_array_new_with_free_func ((GDestroyNotify)g_bytes_unref);
  PakivPackageContents contents;

  contents.observations = pakiv_observations_write (fixture->release);
  contents.cube = pakiv_cube_json_write (fixture->release);
  contents.readme = pakiv_package_readme_write (fixture->release, key);
  g_ptr_array_add (entries, pakiv_description_write (fixture->release, &contents, key));
  g_ptr_array_add (entries, g_bytes_new_static ("", 0));
  g_ptr_array_add (entries, contents.observations);
  g_ptr_array_add (entries, contents.cube);
  g_ptr_array_add (entries, contents.readme);
  return entries;
}

static gboolean
is_rejected (PakivPackage *package, guint row)
{
  for (guint i = 0; i < package->rejected->len; i++)
    if (g_array_index (package->rejected, guint, i) == row)
      return TRUE;
  return FALSE;
}

static PakivTable *
get_table (Fixture *fixture, guint i)
{
  return fixture->release->tables->pdata[i];
}

static void
test_small_value (Fixture *fixture, gconstpointer data)
{
  PakivTable *table = get_table (fixture, 3);
  g_autoptr (GPtrArray) entries = NULL;
  g_autoptr (PakivPackage) details = NULL;

  table->values[1] = table->base - 1;
  pakiv_test_table_add_up (table);
  entries = write_entries (fixture);
  details = read_broken (fixture, entries);
  g_assert_nonnull (details);
  g_assert_cmpuint (details->conflicts->len, ==, 1);
  g_assert_cmpuint (details->rejected->len, ==, 1);
  g_assert_true (is_rejected (details, 20 + 5 + 48 + 1));
  /* The desk does not even make it. */
  g_assert_null (pakiv_package_write (fixture->release, fixture->secret, NULL));
}

static void
test_wrong_total (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GPtrArray) entries = NULL;
  g_autoptr (PakivPackage) details = NULL;

  get_table (fixture, 3)->values[0] += 1;
  entries = write_entries (fixture);
  details = read_broken (fixture, entries);
  g_assert_cmpuint (details->rejected->len, ==, 1);
  g_assert_true (is_rejected (details, 20 + 5 + 48));
}

/* Several answers: parts may overlap, but none is larger than all. */
static void
test_several_answers (Fixture *fixture, gconstpointer data)
{
  PakivTable *table = get_table (fixture, 2);
  g_autoptr (GPtrArray) entries = NULL;
  g_autoptr (GBytes) fewer = NULL;
  g_autoptr (PakivPackage) package = NULL;
  g_autoptr (PakivPackage) details = NULL;
  g_autoptr (GError) error = NULL;
  gsize step = table->n_values / 4;

  for (gsize i = 0; i < step; i++)
    table->values[i] = MAX (MAX (table->values[i + step], table->values[i + 2 * step]),
                            table->values[i + 3 * step]);
  /* The totals over the other dimensions go by the parts that are there now. */
  for (gsize i = 0; i < step; i++)
    if (i % 3 != 0 && i / 3 != 0)
      table->values[i] += table->base;
  for (gsize outcome = 1; outcome < 4; outcome++)
    table->values[outcome * 3] = table->values[outcome * 3 + 1] + table->values[outcome * 3 + 2];
  for (gsize age = 0; age < 3; age++)
    table->values[age] = table->values[3 + age] + table->values[6 + age] + table->values[9 + age];
  fewer = pakiv_package_write (fixture->release, fixture->secret, &error);
  g_assert_no_error (error);
  package = pakiv_package_read (fewer, NULL, NULL, &error);
  g_assert_no_error (error);

  memset (table->values, 0, step * sizeof (gint64));
  entries = write_entries (fixture);
  details = read_broken (fixture, entries);
  g_assert_true (is_rejected (details, 20 + 5));
}

static void
test_tables_that_differ (Fixture *fixture, gconstpointer data)
{
  PakivTable *table = get_table (fixture, 1);
  g_autoptr (GPtrArray) entries = NULL;
  g_autoptr (PakivPackage) details = NULL;

  table->values[1] += 5;
  pakiv_test_table_add_up (table);
  entries = write_entries (fixture);
  details = read_broken (fixture, entries);
  g_assert_cmpuint (details->conflicts->len, ==, 1);
  g_assert_nonnull (strstr (details->conflicts->pdata[0], "contacts-by-month"));
}

static void
test_low_base (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GPtrArray) entries = NULL;
  g_autoptr (PakivPackage) details = NULL;

  get_table (fixture, 3)->base = 2;
  entries = write_entries (fixture);
  details = read_broken (fixture, entries);
  g_assert_cmpuint (details->conflicts->len, ==, 1);
}

typedef struct
{
  const char *old;
  const char *with;
  gboolean row; /* a row can be named */
} CsvChange;

static const CsvChange csv_changes[] = {
  { "CONTACTS,contacts-by-type,_T,_T", "CONTACTS,unknown-table,_T,_T", TRUE },
  { "CONTACTS,contacts-by-type,_T,_T", "MEETINGS,contacts-by-type,_T,_T", TRUE },
  { "contacts-by-type,STOP,2021-01", "contacts-by-type,OTHER,2021-01", TRUE },
  { "contacts-by-type,STOP,2021-01", "contacts-by-type,STOP,2021-02", TRUE },
  { "contacts-by-month,_T,2021-02", "contacts-by-month,STOP,2021-02", TRUE },
  { "stops-by-reason,STOP,_T,BEHAV", "stops-by-reason,_T,_T,BEHAV", TRUE },
  { "2021-Q1,CONTACTS,contacts-by-type,MEETING", "2021-Q2,CONTACTS,contacts-by-type,MEETING",
    TRUE },
  { "2021-02,_T,_T,_T,_T,0,A", "2021-02,_T,_T,_T,_T,-5,A", TRUE },
  { "2021-02,_T,_T,_T,_T,0,A", "2021-02,_T,_T,_T,_T,0.5,A", TRUE },
  { "2021-02,_T,_T,_T,_T,0,A", "2021-02,_T,_T,_T,_T,,A", TRUE },
  { "2021-02,_T,_T,_T,_T,0,A", "2021-02,_T,_T,_T,_T,00,A", TRUE },
  { "2021-02,_T,_T,_T,_T,0,A", "2021-02,_T,_T,_T,_T,99999999999999999999,A", TRUE },
  { "2021-02,_T,_T,_T,_T,0,A", "2021-02,_T,_T,_T,_T,0,E", TRUE },
  { "2021-02,_T,_T,_T,_T,0,A", "2021-02,_T,_T,_T,_T,0,A,note", TRUE },
  { "2021-02,_T,_T,_T,_T,0,A", "2021-02,_T,_T,_T,_T,\"0\",A", FALSE },
  { "OBS_VALUE,OBS_STATUS", "OBS_VALUE,NAME", FALSE },
  { "REF_AREA,", "", FALSE },
  { "REF_AREA,", "\"REF_AREA,", FALSE },
  { "REF_AREA,", "\xff,", FALSE },
  { ",A\r\n", ",A\n", FALSE },
};

static void
test_changed_observations (Fixture *fixture, gconstpointer data)
{
  for (guint i = 0; i < G_N_ELEMENTS (csv_changes); i++)
    {
      g_autoptr (GPtrArray) entries = unpack (fixture);
      g_autoptr (GBytes) before = g_bytes_ref (entries->pdata[2]);
      g_autoptr (PakivPackage) details = NULL;

      g_test_message ("change %u", i);
      replace (entries, 2, csv_changes[i].old, csv_changes[i].with);
      replace_hash (entries, before, 2);
      details = read_broken (fixture, entries);
      g_assert_nonnull (details);
      g_assert_cmpuint (details->conflicts->len, >, 0);
      g_assert_cmpint (details->rejected->len > 0, ==, csv_changes[i].row);
    }
}

static void
test_cube_that_says_more (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GPtrArray) entries = unpack (fixture);
  g_autoptr (GBytes) before = g_bytes_ref (entries->pdata[3]);
  g_autoptr (PakivPackage) details = NULL;

  replace (entries, 3, "\"source\"", "\"person\": \"N. N.\", \"source\"");
  replace_hash (entries, before, 3);
  details = read_broken (fixture, entries);
  g_assert_cmpuint (details->conflicts->len, ==, 1);
}

typedef struct
{
  const char *old;
  const char *with;
} Change;

static const Change description_changes[] = {
  { "\"format\": 1", "\"format\": 2" },
  { "\"format\": 1", "\"format\": \"1\"" },
  { "\"log\": \"police\"", "\"log\": \"secret\"" },
  { "\"log\": \"police\"", "\"log\": \"joint\"" },
  { "\"period\": \"2021-Q1\"", "\"period\": \"2021-Q5\"" },
  { "\"version\": 1", "\"version\": 0" },
  { "\"version\": 1", "\"version\": 1e99" },
  { "\"version\": 1", "\"version\": [1]" },
  { "\"stationId\": \"3f", "\"stationId\": \"3F" },
  { "\"created\": \"2021-04-02", "\"created\": \"2021-04-32" },
  { "\"CONTACTS\": 5", "\"CONTACTS\": 5000" },
  { "\"CONTACTS\": 5", "\"CONTACT\": 5" },
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
test_changed_description (Fixture *fixture, gconstpointer data)
{
  for (guint i = 0; i < G_N_ELEMENTS (description_changes); i++)
    {
      g_autoptr (GPtrArray) entries = unpack (fixture);
      g_autoptr (GBytes) bytes = NULL;
      g_autoptr (GError) error = NULL;

      g_test_message ("change %u", i);
      replace (entries, 0, description_changes[i].old, description_changes[i].with);
      bytes = sign_and_pack (fixture, entries);
      g_assert_null (pakiv_package_read (bytes, fixture->key, NULL, &error));
      g_assert_nonnull (error);
    }
}

/* Deep, huge and cut JSON, all well signed: refused, and above all survived. */
static void
test_hostile_json (Fixture *fixture, gconstpointer data)
{
  const char *const pieces[]
      = { "[", "{\"a\":", "{\"pakiv\":{\"format\":1,\"publicKey\":[", "'[", "/*[*/[" };

  for (guint i = 0; i < G_N_ELEMENTS (pieces); i++)
    {
      g_autoptr (GPtrArray) entries = unpack (fixture);
      g_autoptr (GString) text = g_string_new (NULL);
      g_autoptr (GBytes) bytes = NULL;
      g_autoptr (GError) error = NULL;

      while (text->len < 2000000)
        g_string_append (text, pieces[i]);
      set_text (entries, 0, text->str);
      bytes = sign_and_pack (fixture, entries);
      g_assert_null (pakiv_package_read (bytes, NULL, NULL, &error));
      g_assert_error (error, PAKIV_EXCHANGE_ERROR, PAKIV_EXCHANGE_ERROR_PACKAGE);
    }
}

/* Tables that would take more memory than the package is long. */
static void
test_huge_tables (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GPtrArray) entries = unpack (fixture);
  g_autoptr (GString) dimensions = g_string_new (NULL);
  g_autoptr (GBytes) bytes = NULL;
  g_autoptr (GError) error = NULL;

  for (int i = 0; i < 8; i++)
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
  replace (entries, 0, "\"dimensions\": [", dimensions->str);
  bytes = sign_and_pack (fixture, entries);
  g_assert_null (pakiv_package_read (bytes, NULL, NULL, &error));
  g_assert_error (error, PAKIV_EXCHANGE_ERROR, PAKIV_EXCHANGE_ERROR_CONTENT);
}

/* Signed descriptions with a few bytes changed at random: read or refused, never a crash. */
static void
test_mutated_descriptions (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GRand) rand = g_rand_new_with_seed (20210331);
  g_autoptr (GPtrArray) entries = unpack (fixture);
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
      bytes = sign_and_pack (fixture, entries);
      package = pakiv_package_read (bytes, NULL, &details, &error);
      g_assert_true ((package != NULL) == (error == NULL));
    }
}

static void
test_foreign_files (Fixture *fixture, gconstpointer data)
{
  const char *const more[]
      = { PAKIV_PATH_DESCRIPTION, PAKIV_PATH_SIGNATURE, PAKIV_PATH_OBSERVATIONS,
          PAKIV_PATH_CUBE,        PAKIV_PATH_README,    "../../etc/passwd" };
  const char *const other_order[] = { PAKIV_PATH_SIGNATURE, PAKIV_PATH_DESCRIPTION,
                                      PAKIV_PATH_OBSERVATIONS, PAKIV_PATH_CUBE, PAKIV_PATH_README };
  g_autoptr (GPtrArray) entries = unpack (fixture);
  g_autoptr (GBytes) reordered = pakiv_zip_write (other_order, entries);
  g_autoptr (GBytes) longer = NULL;
  g_autoptr (GBytes) shorter = NULL;
  g_autoptr (GBytes) empty = g_bytes_new (NULL, 0);
  g_autoptr (GBytes) huge
      = g_bytes_new_take (g_malloc0 (PAKIV_PACKAGE_MAX + 1), PAKIV_PACKAGE_MAX + 1);

  g_ptr_array_add (entries, g_bytes_new_static ("x", 1));
  longer = pakiv_zip_write (more, entries);
  g_ptr_array_set_size (entries, 4);
  shorter = pakiv_zip_write (names, entries);
  g_assert_null (pakiv_package_read (reordered, NULL, NULL, NULL));
  g_assert_null (pakiv_package_read (longer, NULL, NULL, NULL));
  g_assert_null (pakiv_package_read (shorter, NULL, NULL, NULL));
  g_assert_null (pakiv_package_read (empty, NULL, NULL, NULL));
  g_assert_null (pakiv_package_read (huge, NULL, NULL, NULL));
}

#define ADD(path, function) \
  g_test_add ("/exchange/package/" path, Fixture, NULL, set_up, function, tear_down)

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
  ADD ("small-value", test_small_value);
  ADD ("wrong-total", test_wrong_total);
  ADD ("several-answers", test_several_answers);
  ADD ("tables-that-differ", test_tables_that_differ);
  ADD ("low-base", test_low_base);
  ADD ("changed-observations", test_changed_observations);
  ADD ("cube-that-says-more", test_cube_that_says_more);
  ADD ("changed-description", test_changed_description);
  ADD ("hostile-json", test_hostile_json);
  ADD ("huge-tables", test_huge_tables);
  ADD ("mutated-descriptions", test_mutated_descriptions);
  ADD ("foreign-files", test_foreign_files);
  return g_test_run ();
}
