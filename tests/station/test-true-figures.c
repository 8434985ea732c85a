/* The true figures are those that were typed, are told apart from the published ones with a reason,
 * and can't be had without an entry in the trace. */
#include "pakiv-true-figures.h"

#include "pakiv-group-disclosure.h"
#include "pakiv-release-maker.h"
#include "pakiv-test-desk.h"

#include <string.h>

static const PakivPeriod first_quarter = { 2021, 1 };

static void
set_up (PakivTestDesk *test, gconstpointer data)
{
  pakiv_test_desk_set_up (test);
  pakiv_test_desk_add_stops (test, 23, "2021-02-03", "NFA");
  pakiv_test_desk_add_stops (test, 2, "2021-02-03", "ARREST");
}

static void
tear_down (PakivTestDesk *test, gconstpointer data)
{
  pakiv_test_desk_tear_down (test);
}

static const PakivTable *
find_table (const PakivRelease *release, const char *id)
{
  for (guint i = 0; i < release->tables->len; i++)
    if (strcmp (((const PakivTable *)release->tables->pdata[i])->id, id) == 0)
      return release->tables->pdata[i];
  g_error ("The release has no table %s", id);
}

static guint
find_code (const PakivTable *table, const char *code)
{
  const GPtrArray *codes = ((const PakivTableDimension *)table->dimensions->pdata[0])->codes;

  for (guint i = 0; i < codes->len; i++)
    if (strcmp (codes->pdata[i], code) == 0)
      return i;
  g_error ("No code %s", code);
}

static void
check (const PakivRelease *release, const PakivTrueFigures *figures)
{
  const PakivTable *table = find_table (release, "stops-by-outcome");
  guint position[2] = { 0 };
  const PakivTrueFigure *figure = pakiv_true_figures_get (figures, table, 0);

  g_assert_nonnull (figure);
  g_assert_cmpint (figure->count, ==, 25);
  g_assert_cmpuint (figure->n_small, ==, 1);
  g_assert_cmpint (pakiv_true_figure_compare (figure, 33), ==, PAKIV_ALTERED_SUM);
  g_assert_cmpint (pakiv_true_figure_compare (figure, 25), ==, PAKIV_ALTERED_NOT);
  g_assert_cmpint (pakiv_true_figure_compare (figure, pakiv_table_get_total (table)), !=,
                   PAKIV_ALTERED_NOT);

  position[0] = find_code (table, "ARREST");
  figure = pakiv_true_figures_get (figures, table, pakiv_table_offset (table, position));
  g_assert_cmpint (figure->count, ==, 2);
  g_assert_cmpint (pakiv_true_figure_compare (figure, 0), ==, PAKIV_ALTERED_SMALL);

  position[0] = find_code (table, "NFA");
  figure = pakiv_true_figures_get (figures, table, pakiv_table_offset (table, position));
  g_assert_cmpint (figure->count, ==, 23);
  g_assert_cmpuint (figure->n_small, ==, 0);
  g_assert_cmpint (pakiv_true_figure_compare (figure, 20), ==, PAKIV_ALTERED_SINCE);
}

/* Every table has its true figures, and where nothing small is in one, it was published as it is.
 */
static void
check_all (const PakivRelease *release, const PakivTrueFigures *figures)
{
  guint altered = 0;

  for (guint t = 0; t < release->tables->len; t++)
    {
      const PakivTable *table = release->tables->pdata[t];

      for (gsize i = 0; i < table->n_values; i++)
        {
          const PakivTrueFigure *figure = pakiv_true_figures_get (figures, table, i);

          g_assert_nonnull (figure);
          g_assert_cmpint (pakiv_true_figure_compare (figure, table->values[i]), !=,
                           PAKIV_ALTERED_SINCE);
          if (figure->n_parts == 1 && figure->n_small == 0)
            g_assert_cmpint (table->values[i], ==, figure->count);
          altered += table->values[i] != figure->count;
        }
      g_assert_null (pakiv_true_figures_get (figures, table, table->n_values));
    }
  g_assert_cmpuint (altered, >, 0);
}

static void
test_figures (PakivTestDesk *test, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (PakivRelease) release
      = pakiv_release_maker_preview (test->log, test->desk, first_quarter, NULL, &error);
  g_autoptr (PakivTrueFigures) figures = pakiv_true_figures_new (test->log, release, NULL, &error);

  g_assert_no_error (error);
  check (release, figures);
  check_all (release, figures);
}

/* A release that was read back from its package is laid out in the same way. */
static void
test_released (PakivTestDesk *test, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) package
      = pakiv_release_maker_make (test->log, test->desk, first_quarter, NULL, NULL, &error);
  g_autoptr (PakivRelease) release
      = pakiv_release_maker_preview (test->log, test->desk, first_quarter, NULL, &error);
  g_autoptr (PakivTrueFigures) figures = pakiv_true_figures_new (test->log, release, NULL, &error);

  g_assert_no_error (error);
  check (release, figures);
  check_all (release, figures);
}

/* What is shown together is counted together. */
static void
test_together (PakivTestDesk *test, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (PakivRelease) release
      = pakiv_release_maker_preview (test->log, test->desk, first_quarter, NULL, &error);
  guint place;
  PakivTable *joined;
  g_autoptr (PakivTrueFigures) figures = NULL;
  const PakivTable *table = find_table (release, "stops-by-outcome");
  guint position[2] = { 0 };
  guint nfa = find_code (table, "NFA");
  guint arrest = find_code (table, "ARREST");

  g_assert_true (g_ptr_array_find (release->tables, table, &place));
  joined = pakiv_group_disclosure_join (table, 0, MIN (nfa, arrest), MAX (nfa, arrest));
  pakiv_table_free (release->tables->pdata[place]);
  release->tables->pdata[place] = joined;
  figures = pakiv_true_figures_new (test->log, release, NULL, &error);
  g_assert_no_error (error);
  position[0] = MIN (nfa, arrest);
  g_assert_nonnull (pakiv_true_figures_get (figures, joined, 0));
  g_assert_cmpint (
      pakiv_true_figures_get (figures, joined, pakiv_table_offset (joined, position))->count, ==,
      25);
}

static guint
count_lines (PakivTestDesk *test)
{
  g_autofree char *path
      = g_build_filename (pakiv_desk_get_folder (test->desk), "police.trace", NULL);
  g_autofree char *text = NULL;
  g_auto (GStrv) lines = NULL;

  g_assert_true (g_file_get_contents (path, &text, NULL, NULL));
  lines = g_strsplit (text, "\n", -1);
  return g_strv_length (lines);
}

/* One look is one entry, made before anything is counted. */
static void
test_traced (PakivTestDesk *test, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (PakivRelease) release
      = pakiv_release_maker_preview (test->log, test->desk, first_quarter, NULL, &error);
  guint before = count_lines (test);
  g_autoptr (PakivTrueFigures) figures = NULL;
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();

  figures = pakiv_true_figures_new (test->log, release, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (count_lines (test), ==, before + 1);
  g_cancellable_cancel (cancellable);
  g_assert_null (pakiv_true_figures_new (test->log, release, cancellable, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_assert_cmpuint (count_lines (test), ==, before + 2);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
#define ADD(path, test) \
  g_test_add ("/true-figures/" path, PakivTestDesk, NULL, set_up, test, tear_down)
  ADD ("figures", test_figures);
  ADD ("released", test_released);
  ADD ("together", test_together);
  ADD ("traced", test_traced);
#undef ADD
  return g_test_run ();
}
