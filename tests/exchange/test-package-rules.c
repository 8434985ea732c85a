#include "pakiv-test-package.h"

#include <string.h>

/* What is signed is refused all the same when its tables break a rule; the reasons come along. */
static PakivPackage *
read_broken (PakivTestPackage *fixture, GPtrArray *entries)
{
  g_autoptr (GBytes) bytes = pakiv_test_package_pack (fixture, entries);
  g_autoptr (GError) error = NULL;
  PakivPackage *details = NULL;

  g_assert_null (pakiv_package_read (bytes, fixture->key, &details, &error));
  g_assert_error (error, PAKIV_EXCHANGE_ERROR, PAKIV_EXCHANGE_ERROR_CONTENT);
  return details;
}

/* Writes the release as it is, rules or not. */
static GPtrArray *
write_entries (PakivTestPackage *fixture)
{
  g_autofree char *key = pakiv_minisign_key_to_string (fixture->key);
  GPtrArray *entries = g_ptr_array_new_with_free_func ((GDestroyNotify)g_bytes_unref);
  PakivPackageContents contents;

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
get_table (PakivTestPackage *fixture, guint i)
{
  return fixture->release->tables->pdata[i];
}

static void
test_small_value (PakivTestPackage *fixture, gconstpointer data)
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
test_wrong_total (PakivTestPackage *fixture, gconstpointer data)
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
test_several_answers (PakivTestPackage *fixture, gconstpointer data)
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
test_tables_that_differ (PakivTestPackage *fixture, gconstpointer data)
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
  g_assert_cmpuint (details->rejected->len, ==, 2);
  g_assert_true (is_rejected (details, 20 + 1));
}

static void
test_low_base (PakivTestPackage *fixture, gconstpointer data)
{
  g_autoptr (GPtrArray) entries = NULL;
  g_autoptr (PakivPackage) details = NULL;

  get_table (fixture, 3)->base = 2;
  entries = write_entries (fixture);
  details = read_broken (fixture, entries);
  g_assert_cmpuint (details->conflicts->len, ==, 1);
}

/* What a station says it protected with is not enough for counts of people who were stopped… */
static void
test_low_base_of_contacts (PakivTestPackage *fixture, gconstpointer data)
{
  g_autoptr (GPtrArray) entries = NULL;
  g_autoptr (PakivPackage) details = NULL;

  for (guint i = 0; i < 3; i++)
    get_table (fixture, i)->base = 9;
  entries = write_entries (fixture);
  details = read_broken (fixture, entries);
  g_assert_cmpuint (details->conflicts->len, ==, 3);
  g_assert_nonnull (strstr (details->conflicts->pdata[0], "contacts-by-type"));
  g_assert_nonnull (strstr (details->conflicts->pdata[0], "smaller than 10"));
}

/* …nor for any other count by age. */
static void
test_low_base_by_age (PakivTestPackage *fixture, gconstpointer data)
{
  PakivTable *table = get_table (fixture, 3);
  PakivTableDimension *dimension = table->dimensions->pdata[0];
  g_autoptr (GPtrArray) entries = NULL;
  g_autoptr (GBytes) package = NULL;
  g_autoptr (PakivPackage) details = NULL;

  table->base = 5;
  package = pakiv_package_write (fixture->release, fixture->secret, NULL);
  g_assert_nonnull (package);
  g_free (dimension->id);
  dimension->id = g_strdup ("age");
  entries = write_entries (fixture);
  details = read_broken (fixture, entries);
  g_assert_cmpuint (details->conflicts->len, ==, 1);
  g_assert_nonnull (strstr (details->conflicts->pdata[0], "attendance"));
}

/* All but three gave one answer: those three are a small count. */
static void
test_small_rest (PakivTestPackage *fixture, gconstpointer data)
{
  PakivTable *table = get_table (fixture, 2);
  gsize step = table->n_values / 4;
  g_autoptr (GPtrArray) entries = NULL;
  g_autoptr (PakivPackage) details = NULL;

  memset (table->values, 0, table->n_values * sizeof (gint64));
  table->values[4] = 43;
  table->values[step + 4] = 40;
  for (gsize answer = 0; answer < 4; answer++)
    {
      gint64 value = table->values[answer * step + 4];

      table->values[answer * step] = table->values[answer * step + 1]
          = table->values[answer * step + 3] = value;
    }
  entries = write_entries (fixture);
  details = read_broken (fixture, entries);
  g_assert_cmpuint (details->conflicts->len, ==, 1);
  g_assert_cmpuint (details->rejected->len, ==, 4);
  g_assert_true (is_rejected (details, 20 + 5 + (guint)step + 4));
}

/* All contacts but four are stops: those four are a small count. */
static void
test_small_difference (PakivTestPackage *fixture, gconstpointer data)
{
  PakivTable *stops = get_table (fixture, 2);
  gint64 all = pakiv_table_get_total (get_table (fixture, 0));
  g_autoptr (GPtrArray) entries = NULL;
  g_autoptr (GBytes) package = NULL;
  g_autoptr (PakivPackage) details = NULL;
  g_autoptr (GError) error = NULL;

  stops->values[stops->n_values - 1] += all - 4 - pakiv_table_get_total (stops);
  pakiv_test_table_add_up (stops);
  g_assert_cmpint (pakiv_table_get_total (stops), ==, all - 4);
  entries = write_entries (fixture);
  details = read_broken (fixture, entries);
  g_assert_cmpuint (details->conflicts->len, ==, 2);
  g_assert_nonnull (strstr (details->conflicts->pdata[0], "stops-by-reason"));
  g_assert_cmpuint (details->rejected->len, ==, 1);
  g_assert_true (is_rejected (details, 20 + 5));

  /* All of them is nobody left. */
  stops->values[stops->n_values - 1] += 4;
  pakiv_test_table_add_up (stops);
  package = pakiv_package_write (fixture->release, fixture->secret, &error);
  g_assert_no_error (error);
}

/* The same in one category that both tables show. */
static void
test_small_difference_of_a_category (PakivTestPackage *fixture, gconstpointer data)
{
  PakivTable *by_month = get_table (fixture, 1);
  g_autoptr (GPtrArray) entries = NULL;
  g_autoptr (PakivPackage) details = NULL;

  by_month->filter_dimension = g_strdup ("type");
  by_month->filter_code = g_strdup ("MEETING");
  by_month->filter_label = g_strdup ("Meeting");
  by_month->values[1] -= 4;
  by_month->values[2] -= 100;
  pakiv_test_table_add_up (by_month);
  entries = write_entries (fixture);
  details = read_broken (fixture, entries);
  g_assert_cmpuint (details->conflicts->len, ==, 1);
  g_assert_nonnull (strstr (details->conflicts->pdata[0], "contacts-by-month"));
  g_assert_cmpuint (details->rejected->len, ==, 1);
  g_assert_true (is_rejected (details, 20 + 1));
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
test_changed_observations (PakivTestPackage *fixture, gconstpointer data)
{
  for (guint i = 0; i < G_N_ELEMENTS (csv_changes); i++)
    {
      g_autoptr (GPtrArray) entries = pakiv_test_package_unpack (fixture);
      g_autoptr (GBytes) before = g_bytes_ref (entries->pdata[2]);
      g_autoptr (PakivPackage) details = NULL;

      g_test_message ("change %u", i);
      pakiv_test_package_replace (entries, 2, csv_changes[i].old, csv_changes[i].with);
      pakiv_test_package_replace_hash (entries, before, 2);
      details = read_broken (fixture, entries);
      g_assert_nonnull (details);
      g_assert_cmpuint (details->conflicts->len, >, 0);
      g_assert_cmpint (details->rejected->len > 0, ==, csv_changes[i].row);
    }
}

/* A number that is not there is not a zero. */
static void
test_missing_number (PakivTestPackage *fixture, gconstpointer data)
{
  g_autoptr (GPtrArray) entries = pakiv_test_package_unpack (fixture);
  g_autoptr (GBytes) before = g_bytes_ref (entries->pdata[2]);
  g_autoptr (PakivPackage) details = NULL;

  pakiv_test_package_replace (
      entries, 2,
      "\"Poliția “Nord”, Bangor\",2021-Q1,CONTACTS,contacts-by-type,MEETING,2021-02,_T,_T,_T,_T,0,A\r\n",
      "");
  pakiv_test_package_replace_hash (entries, before, 2);
  details = read_broken (fixture, entries);
  g_assert_cmpuint (details->conflicts->len, ==, 1);
  g_assert_nonnull (strstr (details->conflicts->pdata[0], "lacks 1"));
}

static void
test_cube_that_says_more (PakivTestPackage *fixture, gconstpointer data)
{
  g_autoptr (GPtrArray) entries = pakiv_test_package_unpack (fixture);
  g_autoptr (GBytes) before = g_bytes_ref (entries->pdata[3]);
  g_autoptr (PakivPackage) details = NULL;

  pakiv_test_package_replace (entries, 3, "\"source\"", "\"person\": \"N. N.\", \"source\"");
  pakiv_test_package_replace_hash (entries, before, 3);
  details = read_broken (fixture, entries);
  g_assert_cmpuint (details->conflicts->len, ==, 1);
}

#define ADD(path, function) \
  g_test_add ("/exchange/package-rules/" path, PakivTestPackage, NULL, pakiv_test_package_set_up, \
              function, pakiv_test_package_tear_down)

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  ADD ("small-value", test_small_value);
  ADD ("wrong-total", test_wrong_total);
  ADD ("several-answers", test_several_answers);
  ADD ("tables-that-differ", test_tables_that_differ);
  ADD ("low-base", test_low_base);
  ADD ("low-base-of-contacts", test_low_base_of_contacts);
  ADD ("low-base-by-age", test_low_base_by_age);
  ADD ("small-rest", test_small_rest);
  ADD ("small-difference", test_small_difference);
  ADD ("small-difference-of-a-category", test_small_difference_of_a_category);
  ADD ("changed-observations", test_changed_observations);
  ADD ("missing-number", test_missing_number);
  ADD ("cube-that-says-more", test_cube_that_says_more);
  return g_test_run ();
}
