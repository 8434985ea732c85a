#include "fixture.h"

#include "pakiv-interval.h"

#include <math.h>

static void
check (PakivInterval interval, double low, double high)
{
  g_assert_cmpfloat_with_epsilon (interval.low, low, 0.00006);
  g_assert_cmpfloat_with_epsilon (interval.high, high, 0.00006);
}

/* The formula worked by hand, and Newcombe’s examples (1998). */
static void
test_wilson (void)
{
  check (pakiv_interval_wilson (10, 100), 0.05523, 0.17437);
  check (pakiv_interval_wilson (81, 263), 0.2553, 0.3662);
  check (pakiv_interval_wilson (15, 148), 0.0624, 0.1605);
  check (pakiv_interval_wilson (0, 20), 0, 0.1611);
  check (pakiv_interval_wilson (25, 25), 1 - 0.13319, 1);
  check (pakiv_interval_wilson (0, 0), 0, 1);
  g_assert_cmpfloat (pakiv_interval_wilson (0, 7).low, ==, 0);
  g_assert_cmpfloat (pakiv_interval_wilson (7, 7).high, ==, 1);
}

/* Tables of exact Poisson limits (Garwood 1936). */
static void
test_poisson (void)
{
  check (pakiv_interval_poisson (0), 0, 3.68888);
  check (pakiv_interval_poisson (1), 0.02532, 5.57164);
  check (pakiv_interval_poisson (10), 4.79539, 18.39036);
  check (pakiv_interval_poisson (100), 81.364, 121.6268);
}

/* What makes it exact: so many or more come with 2.5 % at the lower end, so many or fewer at the
 * upper. */
static void
test_poisson_is_exact (void)
{
  for (gint64 count = 1; count <= 150; count += 7)
    {
      PakivInterval interval = pakiv_interval_poisson (count);
      double below = 0, up_to = 0;

      for (gint64 k = 0; k <= count; k++)
        {
          double log_factorial = lgamma ((double)k + 1);

          if (k < count)
            below += exp (-interval.low + (double)k * log (interval.low) - log_factorial);
          up_to += exp (-interval.high + (double)k * log (interval.high) - log_factorial);
        }
      g_assert_cmpfloat_with_epsilon (1 - below, 0.025, 1e-9);
      g_assert_cmpfloat_with_epsilon (up_to, 0.025, 1e-9);
    }
}

/* Newcombe 1998, table II, method 10, cases (a), (c) and (h). */
static void
test_gap (void)
{
  check (pakiv_interval_gap (56, 70, 48, 80), 0.0524, 0.3339);
  check (pakiv_interval_gap (9, 10, 3, 10), 0.1705, 0.8090);
  check (pakiv_interval_gap (10, 10, 0, 10), 0.6075, 1);
  check (pakiv_interval_gap (48, 80, 56, 70), -0.3339, -0.0524);
  check (pakiv_interval_gap (0, 0, 3, 10), -1, 1);
}

static void
test_ratios (void)
{
  PakivInterval interval;

  check (pakiv_interval_rate_ratio (2, 40, 20), 1.16928, 3.42091);
  g_assert_true (isinf (pakiv_interval_rate_ratio (2, 0, 20).high));
  g_assert_cmpfloat_with_epsilon (pakiv_interval_odds_ratio (20, 10, 30, 60, &interval), 4, 1e-12);
  check (interval, 1.66491, 9.61012);
  /* One is 0: ½ more of each. */
  g_assert_cmpfloat_with_epsilon (pakiv_interval_odds_ratio (0, 10, 30, 60, NULL),
                                  0.5 * 60.5 / (10.5 * 30.5), 1e-12);
}

static void
test_rounding (void)
{
  g_assert_cmpfloat (pakiv_interval_get_rounding (10, 1), ==, 9);
  g_assert_cmpfloat (pakiv_interval_get_rounding (5, 4), ==, 8);
  check (pakiv_interval_round_share (50, 9, 100, 9), 41.0 / 109, 59.0 / 91);
  check (pakiv_interval_round_share (5, 9, 100, 9), 0, 14.0 / 91);
  check (pakiv_interval_round_share (5, 9, 9, 9), 0, 1);
}

static gint64
count_truth (const PakivCounts *counts,
             const PakivTableSpec *spec,
             const PakivTable *table,
             gsize at)
{
  guint n = table->dimensions->len;
  gint64 sum = 0;

  for (guint c = 0; c < counts->cells->len; c++)
    {
      const PakivCell *cell = &g_array_index (counts->cells, PakivCell, c);
      gsize rest = at;
      gboolean in = TRUE;

      for (guint d = n; d-- > 0 && in;)
        {
          const PakivTableDimension *shown = table->dimensions->pdata[d];
          const PakivDimension *of = d < spec->rows->len ? spec->rows->pdata[d] : spec->column;
          guint code = (guint)(rest % shown->codes->len);

          rest /= shown->codes->len;
          in = code == 0 || pakiv_dimension_falls_under (of, cell->key, code - 1);
        }
      if (in)
        sum += cell->count;
    }
  return sum;
}

/* What is said of rounding must be so: of a hundred published figures 99 are within base − 1. */
static void
test_rounding_holds (void)
{
  PakivDefinitions *definitions = test_definitions_new ();
  g_autoptr (PakivReportSpec) report = test_report_new (definitions);
  guint far = 0, all = 0;

  for (guint8 secret = 1; secret <= 12; secret++)
    {
      g_autoptr (PakivCounts) counts = test_counts_new (report, secret, 60 * secret);
      g_autoptr (PakivSafeCube) cube
          = pakiv_safe_cube_protect (counts, report->tables, test_secret (secret), "rounding");

      for (guint t = 0; t < report->tables->len; t++)
        {
          const PakivTableSpec *spec = report->tables->pdata[t];
          g_autoptr (PakivTable) table = pakiv_table_new (cube, spec);

          for (gsize i = 0; spec->filter == NULL && i < table->n_values; i++)
            {
              gint64 truth = count_truth (counts, spec, table, i);

              all += truth > 0 || table->values[i] > 0;
              far += (double)ABS (table->values[i] - truth)
                     > pakiv_interval_get_rounding (table->base, 1);
            }
        }
    }
  g_test_message ("%u of %u figures are further off", far, all);
  g_assert_cmpuint (all, >, 1000);
  g_assert_cmpuint (far * 100, <=, all);
  pakiv_definitions_unref (definitions);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/report/interval/wilson", test_wilson);
  g_test_add_func ("/report/interval/poisson", test_poisson);
  g_test_add_func ("/report/interval/poisson-exact", test_poisson_is_exact);
  g_test_add_func ("/report/interval/gap", test_gap);
  g_test_add_func ("/report/interval/ratios", test_ratios);
  g_test_add_func ("/report/interval/rounding", test_rounding);
  g_test_add_func ("/report/interval/rounding-holds", test_rounding_holds);
  return g_test_run ();
}
