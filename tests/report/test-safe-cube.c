#include "fixture.h"
#include "pakiv-places.h"
#include "pakiv-published-sums.h"

#include <string.h>

static PakivSafeCube *
protect (const PakivReportSpec *report, const PakivCounts *counts, guint8 secret, const char *book)
{
  return pakiv_safe_cube_protect (counts, report->tables, test_secret (secret), book);
}

static gboolean
is_same (const PakivSafeCube *a, const PakivSafeCube *b)
{
  guint n, m;
  const PakivCell *left = pakiv_safe_cube_get_cells (a, &n);
  const PakivCell *right = pakiv_safe_cube_get_cells (b, &m);

  return n == m && memcmp (left, right, n * sizeof (PakivCell)) == 0;
}

static void
test_safe_cube_repeats (void)
{
  g_autoptr (PakivDefinitions) definitions = test_definitions_new ();
  g_autoptr (PakivReportSpec) report = test_report_new (definitions);
  g_autoptr (PakivCounts) counts = test_counts_new (report, 1, 900);
  g_autoptr (PakivSafeCube) first = protect (report, counts, 1, "book");
  g_autoptr (PakivSafeCube) again = protect (report, counts, 1, "book");
  g_autoptr (PakivSafeCube) other_secret = protect (report, counts, 2, "book");
  g_autoptr (PakivSafeCube) other_book = protect (report, counts, 1, "book 2");

  g_assert_true (is_same (first, again));
  g_assert_false (is_same (first, other_secret));
  g_assert_false (is_same (first, other_book));
  g_assert_true (pakiv_safe_cube_get_spec (first) == counts->spec);
  g_assert_cmpint (pakiv_safe_cube_get_period (first).year, ==, 2021);
}

static gint64
find_count (const PakivCell *cells, guint n, guint64 key)
{
  for (guint i = 0; i < n; i++)
    if (cells[i].key == key)
      return cells[i].count;
  return 0;
}

static void
test_safe_cube_keeps_large_counts (void)
{
  g_autoptr (PakivDefinitions) definitions = test_definitions_new ();
  g_autoptr (PakivReportSpec) report = test_report_new (definitions);

  for (guint32 seed = 0; seed < 10; seed++)
    {
      g_autoptr (PakivCounts) counts = test_counts_new (report, seed, 40 + 300 * seed);
      g_autoptr (PakivSafeCube) cube = protect (report, counts, (guint8)seed, "book");
      int base = counts->spec->base;
      guint n, large = 0;
      const PakivCell *cells = pakiv_safe_cube_get_cells (cube, &n);

      for (guint i = 0; i < counts->cells->len; i++)
        {
          const PakivCell *raw = &g_array_index (counts->cells, PakivCell, i);
          gint64 safe = find_count (cells, n, raw->key);

          if (raw->count >= base)
            g_assert_cmpint (safe, ==, raw->count);
          else
            g_assert_true (safe == 0 || safe == base);
          large += raw->count >= base;
        }
      for (guint i = 0; i < n; i++)
        g_assert_cmpint (cells[i].count, >=, base);
      for (guint i = 0; i < n; i++)
        g_assert_cmpint (
            find_count ((const PakivCell *)counts->cells->data, counts->cells->len, cells[i].key),
            >, 0);
      if (seed == 9)
        g_assert_cmpuint (large, >, 5);
    }
}

/* True counts of a table, the slow and obvious way. */
static gint64
count_truly (const PakivCounts *counts,
             PakivPlaces *places,
             const PakivTableSpec *spec,
             const guint *position)
{
  gint64 sum = 0;

  for (guint i = 0; i < counts->cells->len; i++)
    {
      const PakivCell *cell = &g_array_index (counts->cells, PakivCell, i);
      gboolean in;

      pakiv_places_go (places, cell->key);
      in = pakiv_places_match (places, spec);
      for (guint d = 0; d < spec->rows->len; d++)
        in = in
             && (position[d] == 0
                 || pakiv_dimension_falls_under (spec->rows->pdata[d], cell->key, position[d] - 1));
      if (spec->column != NULL)
        in = in
             && (position[spec->rows->len] == 0
                 || pakiv_dimension_falls_under (spec->column, cell->key,
                                                 position[spec->rows->len] - 1));
      sum += in ? cell->count : 0;
    }
  return sum;
}

static gboolean
advance (const PakivTable *table, guint *position)
{
  for (guint i = 0; i < table->dimensions->len; i++)
    {
      const PakivTableDimension *dimension = table->dimensions->pdata[i];

      if (++position[i] < dimension->codes->len)
        return TRUE;
      position[i] = 0;
    }
  return FALSE;
}

/* Each table of each random cube: every figure is 0 or at least the base, and near the truth. */
static void
test_safe_cube_figures (void)
{
  g_autoptr (PakivDefinitions) definitions = test_definitions_new ();
  g_autoptr (PakivReportSpec) report = test_report_new (definitions);

  for (guint32 seed = 0; seed < 6; seed++)
    {
      g_autoptr (PakivCounts) counts = test_counts_new (report, 100 + seed, 30 + 150 * seed);
      g_autoptr (PakivSafeCube) cube = protect (report, counts, 3, "book");
      g_autoptr (PakivPlaces) places = pakiv_places_new (counts->spec, counts->period);

      for (guint t = 0; t < report->tables->len; t++)
        {
          const PakivTableSpec *spec = report->tables->pdata[t];
          g_autoptr (PakivTable) table = pakiv_table_new (cube, spec);
          guint position[8] = { 0 };

          do
            {
              gint64 value = pakiv_table_get (table, position);
              gint64 truth = count_truly (counts, places, spec, position);

              g_assert_true (value == 0 || value >= table->base);
              g_assert_cmpint (ABS (value - truth), <=, 3 * table->base);
            }
          while (advance (table, position));
        }
    }
}

static void
check_adds_up (const PakivTable *table, const guint *from, guint dimension)
{
  const PakivTableDimension *of = table->dimensions->pdata[dimension];
  guint position[8];
  gint64 parts = 0;

  memcpy (position, from, sizeof position);
  if (of->several || position[dimension] != 0)
    return;
  for (guint c = 1; c < of->codes->len; c++)
    {
      position[dimension] = c;
      parts += pakiv_table_get (table, position);
    }
  g_assert_cmpint (parts, ==, pakiv_table_get (table, from));
}

static void
test_safe_cube_adds_up (void)
{
  g_autoptr (PakivDefinitions) definitions = test_definitions_new ();
  g_autoptr (PakivReportSpec) report = test_report_new (definitions);
  g_autoptr (PakivCounts) counts = test_counts_new (report, 5, 700);
  g_autoptr (PakivSafeCube) cube = protect (report, counts, 3, "book");
  gint64 totals[2] = { 0 };

  for (guint t = 0; t < report->tables->len; t++)
    {
      g_autoptr (PakivTable) table = pakiv_table_new (cube, report->tables->pdata[t]);
      guint position[8] = { 0 };

      do
        for (guint d = 0; d < table->dimensions->len; d++)
          check_adds_up (table, position, d);
      while (advance (table, position));
      if (t != 1)
        totals[t / 2] = pakiv_table_get_total (table);
    }
  /* Two tables over the same records agree in what both show. */
  g_assert_cmpint (totals[0], ==, totals[1]);
  g_assert_cmpint (totals[0], >, 0);
}

static gboolean
is_indoors (const PakivCounts *counts, guint64 key)
{
  const PakivDimension *type = pakiv_cube_spec_find (counts->spec, "type");

  return pakiv_dimension_falls_under (type, key, 0) || pakiv_dimension_falls_under (type, key, 1);
}

static guint
count_reasons (const PakivCounts *counts, guint64 key)
{
  const PakivDimension *reason = pakiv_cube_spec_find (counts->spec, "reason");
  g_autoptr (GPtrArray) categories = pakiv_dimension_get_categories (reason, counts->period);
  guint n = 0;

  for (guint i = 0; i < categories->len; i++)
    n += pakiv_dimension_falls_under (reason, key, i);
  return n;
}

/* Every figure is counted once however many tables show it, and no more figures than the tables
 * have. */
static void
test_published_sums (void)
{
  g_autoptr (PakivDefinitions) definitions = test_definitions_new ();
  g_autoptr (PakivReportSpec) report = test_report_new (definitions);
  g_autoptr (PakivCounts) counts = test_counts_new (report, 5, 700);
  g_autoptr (PakivPublishedSums) sums = pakiv_published_sums_new (counts, report->tables);
  g_autoptr (GPtrArray) twice = g_ptr_array_new ();
  g_autoptr (PakivPublishedSums) doubled = NULL;

  for (guint i = 0; i < 2 * report->tables->len; i++)
    g_ptr_array_add (twice, report->tables->pdata[i % report->tables->len]);
  doubled = pakiv_published_sums_new (counts, twice);
  g_assert_cmpuint (sums->starts->len, ==, counts->cells->len + 1);
  g_assert_cmpuint (sums->n_sums, ==, doubled->n_sums);
  g_assert_cmpuint (sums->sums->len, ==, doubled->sums->len);
  for (guint i = 0; i < sums->sums->len; i++)
    g_assert_cmpuint (g_array_index (sums->sums, guint, i), <, sums->n_sums);
  for (guint i = 0; i < counts->cells->len; i++)
    {
      const PakivCell *cell = &g_array_index (counts->cells, PakivCell, i);
      guint n = g_array_index (sums->starts, guint, i + 1) - g_array_index (sums->starts, guint, i);
      /* Its table is filtered: one total, and one figure for each reason that was given. */
      guint of_reason = is_indoors (counts, cell->key) ? 1 + count_reasons (counts, cell->key) : 0;

      /* 8 of type × place × month; with gender 2 more, as place and the total are there already. */
      g_assert_cmpuint (n, ==, cell->count >= counts->spec->base ? 0 : 10 + of_reason);
    }
}

static const PakivCubeSpec *
find_cube (const PakivReportSpec *report, const char *id)
{
  for (guint i = 0; i < report->cubes->len; i++)
    if (strcmp (((const PakivCubeSpec *)report->cubes->pdata[i])->id, id) == 0)
      return report->cubes->pdata[i];
  g_error ("The report has no cube “%s”.", id);
}

static void
add_meeting (PakivCounts *counts, const char *type, const char *women, const char *men)
{
  g_autoptr (PakivRecord) record = pakiv_record_new (counts->spec->kind);
  const char *const numbers[] = { women, men }, *const genders[] = { "F", "M" };

  pakiv_record_set (record, "date", "2021-02-10");
  pakiv_record_set (record, "type", type);
  for (guint i = 0; i < G_N_ELEMENTS (numbers); i++)
    {
      PakivRow *row = pakiv_record_add_row (record, "attendance");

      pakiv_row_set (row, "side", "COMMUNITY");
      pakiv_row_set (row, "gender", genders[i]);
      pakiv_row_set (row, "number", numbers[i]);
    }
  pakiv_counts_add_record (counts, record);
}

/* The shipped report: every figure of attendance is a multiple of the base, near the truth; the 7
 * women of the one meeting of its type are never 7, and not the same in every book. */
static void
test_safe_cube_of_measures (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (PakivDefinitions) definitions
      = pakiv_definitions_load (g_getenv ("PAKIV_DATA"), NULL, &error);
  g_autoptr (PakivReportSpec) report = pakiv_report_spec_load (definitions, "quarterly", &error);
  g_autoptr (PakivCounts) alone = NULL;
  g_autoptr (PakivCounts) several = NULL;
  guint n_ten = 0;

  g_assert_no_error (error);
  alone = pakiv_counts_new (find_cube (report, "attendance"), TEST_PERIOD);
  add_meeting (alone, "RESID", "7", "20");
  pakiv_counts_finish (alone);
  several = pakiv_counts_new (find_cube (report, "attendance"), TEST_PERIOD);
  add_meeting (several, "RESID", "7", "23");
  add_meeting (several, "YOUTH", "41", "3");
  add_meeting (several, "YOUTH", "13", "12");
  pakiv_counts_finish (several);
  for (int i = 0; i < 200; i++)
    {
      g_autofree char *book = g_strdup_printf ("book %d", i);
      g_autoptr (PakivSafeCube) one = protect (report, alone, 1, book);
      g_autoptr (PakivSafeCube) more = protect (report, several, 1, book);
      guint n, m;
      const PakivCell *cells = pakiv_safe_cube_get_cells (one, &n);
      const PakivCell *others = pakiv_safe_cube_get_cells (more, &m);
      gint64 women = find_count (cells, n,
                                 g_array_index (alone->cells, PakivCell, 0).count == 7
                                     ? g_array_index (alone->cells, PakivCell, 0).key
                                     : g_array_index (alone->cells, PakivCell, 1).key);

      g_assert_cmpuint (n, ==, 2);
      g_assert_true (women == 5 || women == 10);
      n_ten += women == 10;
      for (guint c = 0; c < m; c++)
        {
          gint64 truth = find_count ((const PakivCell *)several->cells->data, several->cells->len,
                                     others[c].key);

          g_assert_cmpint (others[c].count % 5, ==, 0);
          g_assert_cmpint (ABS (others[c].count - truth), <, 5);
        }
    }
  /* 7 is 5 and 2 of 5. */
  g_assert_cmpuint (n_ten, >, 50);
  g_assert_cmpuint (n_ten, <, 110);
}

static void
test_safe_cube_of_nothing (void)
{
  g_autoptr (PakivDefinitions) definitions = test_definitions_new ();
  g_autoptr (PakivReportSpec) report = test_report_new (definitions);
  g_autoptr (PakivCounts) counts = test_counts_new (report, 5, 0);
  g_autoptr (PakivSafeCube) cube = protect (report, counts, 3, "book");
  g_autoptr (PakivTable) table = pakiv_table_new (cube, report->tables->pdata[0]);
  guint n;

  pakiv_safe_cube_get_cells (cube, &n);
  g_assert_cmpuint (n, ==, 0);
  g_assert_cmpint (pakiv_table_get_total (table), ==, 0);
}

/* Adds @own to @year. */
static void
add_deviations (GHashTable *year, GHashTable *own)
{
  GHashTableIter iter;
  gpointer figure, off;

  g_hash_table_iter_init (&iter, own);
  while (g_hash_table_iter_next (&iter, &figure, &off))
    {
      const gint64 *known = g_hash_table_lookup (year, figure);
      gint64 sum = *(const gint64 *)off + (known != NULL ? *known : 0);

      g_hash_table_replace (year, g_strdup (figure), g_memdup2 (&sum, sizeof sum));
    }
}

static void
assert_guarantee (const PakivCounts *counts, const PakivSafeCube *cube)
{
  guint n;
  const PakivCell *cells = pakiv_safe_cube_get_cells (cube, &n);

  for (guint i = 0; i < counts->cells->len; i++)
    {
      const PakivCell *raw = &g_array_index (counts->cells, PakivCell, i);
      gint64 safe = find_count (cells, n, raw->key);

      g_assert_true (raw->count >= counts->spec->base ? safe == raw->count
                                                      : safe == 0 || safe == counts->spec->base);
    }
}

/* Four quarters; how far the year's sums are off, squared and added up. */
static gint64
protect_year (const PakivReportSpec *report, guint32 seed, gboolean carried)
{
  g_autoptr (GHashTable) year = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  GHashTableIter iter;
  gpointer off;
  gint64 squares = 0;

  for (guint32 quarter = 1; quarter <= 4; quarter++)
    {
      g_autofree char *book = g_strdup_printf ("2021-Q%u", quarter);
      g_autoptr (PakivCounts) counts = test_counts_new (report, 10 * seed + quarter, 150);
      g_autoptr (GHashTable) own = NULL, own_again = NULL;
      g_autoptr (PakivSafeCube) cube = pakiv_safe_cube_protect_with_carry (
          counts, report->tables, test_secret (4), book, carried ? year : NULL, &own);
      g_autoptr (PakivSafeCube) again = pakiv_safe_cube_protect_with_carry (
          counts, report->tables, test_secret (4), book, carried ? year : NULL, &own_again);

      g_assert_true (is_same (cube, again));
      assert_guarantee (counts, cube);
      add_deviations (year, own);
    }
  g_hash_table_iter_init (&iter, year);
  while (g_hash_table_iter_next (&iter, NULL, &off))
    squares += *(const gint64 *)off * *(const gint64 *)off;
  return squares;
}

/* What earlier quarters were off by is made good; the guarantee of each quarter stays. */
static void
test_safe_cube_carry (void)
{
  g_autoptr (PakivDefinitions) definitions = test_definitions_new ();
  g_autoptr (PakivReportSpec) report = test_report_new (definitions);
  gint64 with = 0, without = 0;

  for (guint32 seed = 1; seed <= 6; seed++)
    {
      with += protect_year (report, seed, TRUE);
      without += protect_year (report, seed, FALSE);
    }
  g_test_message ("squares of the year: %" G_GINT64_FORMAT " with carry, %" G_GINT64_FORMAT
                  " without",
                  with, without);
  g_assert_cmpint (with * 10, <, without * 9);
}

/* The deviations that are handed on are those of the figures: published less true. */
static void
test_safe_cube_deviations (void)
{
  g_autoptr (PakivDefinitions) definitions = test_definitions_new ();
  g_autoptr (PakivReportSpec) report = test_report_new (definitions);
  g_autoptr (PakivCounts) counts = test_counts_new (report, 11, 200);
  g_autoptr (GHashTable) own = NULL;
  g_autoptr (PakivSafeCube) cube = pakiv_safe_cube_protect_with_carry (
      counts, report->tables, test_secret (4), "book", NULL, &own);
  g_autoptr (PakivPlaces) places = pakiv_places_new (counts->spec, counts->period);
  const PakivTableSpec *spec = report->tables->pdata[0];
  g_autoptr (PakivTable) table = pakiv_table_new (cube, spec);
  const PakivTableDimension *type = table->dimensions->pdata[0];
  guint n_off = 0;

  for (guint i = 1; i < type->codes->len; i++)
    {
      g_autofree char *name = g_strdup_printf ("/%s=%s", type->id, (char *)type->codes->pdata[i]);
      const gint64 *off = g_hash_table_lookup (own, name);
      guint position[8] = { i };

      g_assert_cmpint (pakiv_table_get (table, position)
                           - count_truly (counts, places, spec, position),
                       ==, off != NULL ? *off : 0);
      n_off += off != NULL;
    }
  g_assert_cmpuint (n_off, >, 0);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/report/safe-cube/repeats", test_safe_cube_repeats);
  g_test_add_func ("/report/safe-cube/large-counts", test_safe_cube_keeps_large_counts);
  g_test_add_func ("/report/safe-cube/figures", test_safe_cube_figures);
  g_test_add_func ("/report/safe-cube/adds-up", test_safe_cube_adds_up);
  g_test_add_func ("/report/safe-cube/published-sums", test_published_sums);
  g_test_add_func ("/report/safe-cube/measures", test_safe_cube_of_measures);
  g_test_add_func ("/report/safe-cube/nothing", test_safe_cube_of_nothing);
  g_test_add_func ("/report/safe-cube/carry", test_safe_cube_carry);
  g_test_add_func ("/report/safe-cube/deviations", test_safe_cube_deviations);
  return g_test_run ();
}
