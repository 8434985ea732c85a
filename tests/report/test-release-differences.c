/* Differences between two releases are told where protection can't explain them, and only there. */
#include "fixture.h"

#include "pakiv-release-differences.h"

#include <string.h>

typedef struct
{
  PakivDefinitions *definitions;
  PakivReportSpec *report;
  PakivCounts *counts;
  PakivRelease *before;
  PakivRelease *now;
} Fixture;

static void
set_up (Fixture *fixture, gconstpointer data)
{
  fixture->definitions = test_definitions_new ();
  fixture->report = test_report_new (fixture->definitions);
  fixture->counts = test_counts_new (fixture->report, 3, 400);
  fixture->before = test_release_new (fixture->report, fixture->counts);
  fixture->now = test_release_new (fixture->report, fixture->counts);
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  pakiv_release_free (fixture->now);
  pakiv_release_free (fixture->before);
  pakiv_counts_free (fixture->counts);
  pakiv_report_spec_free (fixture->report);
  pakiv_definitions_unref (fixture->definitions);
}

static PakivTable *
get_table (PakivRelease *release, guint i)
{
  return release->tables->pdata[i];
}

static const PakivReleaseDifference *
get (const GPtrArray *found, guint i)
{
  return found->pdata[i];
}

static void
test_figures (Fixture *fixture, gconstpointer data)
{
  PakivTable *table = get_table (fixture->now, 0);
  int explained = 2 * (table->base - 1);
  g_autoptr (GPtrArray) same = pakiv_release_differences_find (fixture->now, fixture->before);
  g_autoptr (GPtrArray) near_by = NULL;
  g_autoptr (GPtrArray) risen = NULL;
  g_autoptr (GPtrArray) fallen = NULL;
  gsize last = table->n_values - 1;

  g_assert_cmpuint (same->len, ==, 0);
  table->values[last] += explained;
  near_by = pakiv_release_differences_find (fixture->now, fixture->before);
  g_assert_cmpuint (near_by->len, ==, 0);
  table->values[last]++;
  risen = pakiv_release_differences_find (fixture->now, fixture->before);
  g_assert_cmpuint (risen->len, ==, 1);
  g_assert_cmpint (get (risen, 0)->kind, ==, PAKIV_DIFFERENCE_ROSE);
  g_assert_cmpint (get (risen, 0)->now, ==, get (risen, 0)->before + explained + 1);
  g_assert_true (get (risen, 0)->table == table);
  g_assert_nonnull (strstr (get (risen, 0)->figure, ": "));
  fallen = pakiv_release_differences_find (fixture->before, fixture->now);
  g_assert_cmpuint (fallen->len, ==, 1);
  g_assert_cmpint (get (fallen, 0)->kind, ==, PAKIV_DIFFERENCE_FELL);
}

/* The whole stands in every table over the same records, and is told once; it comes first, being
 * the furthest apart. */
static void
test_once (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GPtrArray) found = NULL;
  guint wholes = 0;

  for (guint i = 0; i < fixture->now->tables->len; i++)
    {
      PakivTable *table = get_table (fixture->now, i);

      table->values[0] += 1000;
      table->values[table->n_values - 1] += 100;
    }
  found = pakiv_release_differences_find (fixture->now, fixture->before);
  for (guint i = 0; i < found->len; i++)
    wholes += get (found, i)->now - get (found, i)->before == 1000;
  g_assert_cmpuint (wholes, >=, 1);
  g_assert_cmpuint (wholes, <, fixture->now->tables->len);
  g_assert_cmpint (get (found, 0)->now - get (found, 0)->before, ==, 1000);
}

static void
test_tables (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GPtrArray) found = NULL;

  g_assert_cmpuint (fixture->now->tables->len, >, 1);
  g_ptr_array_remove_index (fixture->now->tables, 0);
  g_ptr_array_remove_index (fixture->before->tables, 1);
  found = pakiv_release_differences_find (fixture->now, fixture->before);
  g_assert_cmpuint (found->len, ==, 2);
  g_assert_cmpint (get (found, 0)->kind, ==, PAKIV_DIFFERENCE_NEW);
  g_assert_true (get (found, 0)->table == get_table (fixture->now, 0));
  g_assert_null (get (found, 0)->figure);
  g_assert_cmpint (get (found, 1)->kind, ==, PAKIV_DIFFERENCE_GONE);
}

/* Another quarter has other months: they are not compared, and the rest is. */
static void
test_other_codes (Fixture *fixture, gconstpointer data)
{
  PakivTable *table = get_table (fixture->before, 0);
  PakivTableDimension *dimension = table->dimensions->pdata[0];
  g_autoptr (GPtrArray) found = NULL;

  for (guint c = 1; c < dimension->codes->len; c++)
    {
      g_free (dimension->codes->pdata[c]);
      dimension->codes->pdata[c] = g_strdup_printf ("OTHER-%u", c);
    }
  for (gsize i = 1; i < table->n_values; i++)
    table->values[i] += 1000;
  table->values[0] += 1000;
  found = pakiv_release_differences_find (fixture->now, fixture->before);
  g_assert_cmpuint (found->len, >=, 1);
  for (guint i = 0; i < found->len; i++)
    g_assert_null (strstr (get (found, i)->figure, dimension->label));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
#define ADD(path, test) \
  g_test_add ("/release-differences/" path, Fixture, NULL, set_up, test, tear_down)
  ADD ("figures", test_figures);
  ADD ("once", test_once);
  ADD ("tables", test_tables);
  ADD ("other-codes", test_other_codes);
#undef ADD
  return g_test_run ();
}
