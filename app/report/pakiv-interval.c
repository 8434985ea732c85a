#include "pakiv-interval.h"

#include <math.h>

#define Z 1.959963984540054
#define TAIL 0.025
#define STEPS_MAX 10000

PakivInterval
pakiv_interval_wilson (gint64 part, gint64 all)
{
  double n = (double)all, p, middle, reach;

  g_return_val_if_fail (part >= 0 && all >= part, ((PakivInterval){ 0, 1 }));

  if (all == 0)
    return (PakivInterval){ 0, 1 };
  p = (double)part / n;
  middle = p + Z * Z / (2 * n);
  reach = Z * sqrt (p * (1 - p) / n + Z * Z / (4 * n * n));
  /* At the ends the formula is 0 and 1, but for the last bits. */
  return (PakivInterval){
    part == 0 ? 0 : (middle - reach) / (1 + Z * Z / n),
    part == all ? 1 : (middle + reach) / (1 + Z * Z / n),
  };
}

static double
get_log_gamma (double x)
{
  int sign;

  return lgamma_r (x, &sign);
}

/* The lower incomplete gamma function P(a, x), regularised (Abramowitz and Stegun 1964, 6.5.29). */
static double
get_gamma_by_series (double a, double x)
{
  double term = 1 / a, sum = term;

  for (int i = 1; i < STEPS_MAX && term > sum * 1e-16; i++)
    {
      term *= x / (a + i);
      sum += term;
    }
  return sum * exp (-x + a * log (x) - get_log_gamma (a));
}

/* The upper one, Q(a, x), as a continued fraction (the same, 6.5.31), by Lentz’s method. */
static double
get_gamma_by_fraction (double a, double x)
{
  double b = x + 1 - a, c = 1e300, d = 1 / b, h = d;

  for (int i = 1; i < STEPS_MAX; i++)
    {
      double an = -i * (i - a), step;

      b += 2;
      d = 1 / (an * d + b);
      c = b + an / c;
      step = d * c;
      h *= step;
      if (fabs (step - 1) < 1e-15)
        break;
    }
  return h * exp (-x + a * log (x) - get_log_gamma (a));
}

static double
get_gamma (double a, double x)
{
  if (x <= 0)
    return 0;
  return x < a + 1 ? get_gamma_by_series (a, x) : 1 - get_gamma_by_fraction (a, x);
}

/* Half the chi-square quantile of 2a degrees of freedom. */
static double
find_gamma_quantile (double a, double p)
{
  double low = 0, high = a + 10 * sqrt (a) + 20;

  for (int i = 0; i < 200 && high - low > 1e-12 * high; i++)
    {
      double middle = (low + high) / 2;

      if (get_gamma (a, middle) < p)
        low = middle;
      else
        high = middle;
    }
  return (low + high) / 2;
}

PakivInterval
pakiv_interval_poisson (gint64 count)
{
  g_return_val_if_fail (count >= 0, ((PakivInterval){ 0, INFINITY }));

  return (PakivInterval){
    count == 0 ? 0 : find_gamma_quantile ((double)count, TAIL),
    find_gamma_quantile ((double)count + 1, 1 - TAIL),
  };
}

PakivInterval
pakiv_interval_gap (gint64 part, gint64 all, gint64 other_part, gint64 other_all)
{
  PakivInterval a = pakiv_interval_wilson (part, all);
  PakivInterval b = pakiv_interval_wilson (other_part, other_all);
  double p, q;

  if (all == 0 || other_all == 0)
    return (PakivInterval){ -1, 1 };
  p = (double)part / (double)all;
  q = (double)other_part / (double)other_all;
  return (PakivInterval){
    p - q - hypot (p - a.low, b.high - q),
    p - q + hypot (a.high - p, q - b.low),
  };
}

PakivInterval
pakiv_interval_rate_ratio (double ratio, gint64 count, gint64 other_count)
{
  double reach;

  if (count <= 0 || other_count <= 0)
    return (PakivInterval){ 0, INFINITY };
  reach = Z * sqrt (1.0 / (double)count + 1.0 / (double)other_count);
  return (PakivInterval){ ratio * exp (-reach), ratio * exp (reach) };
}

double
pakiv_interval_odds_ratio (gint64 count,
                           gint64 other_count,
                           double benchmark,
                           double other_benchmark,
                           PakivInterval *interval)
{
  gboolean any = count == 0 || other_count == 0 || benchmark <= 0 || other_benchmark <= 0;
  double add = any ? 0.5 : 0;
  double s = (double)count + add, t = (double)other_count + add;
  double b = benchmark + add, c = other_benchmark + add;
  double odds = (s * c) / (t * b);
  double reach = Z * sqrt (1 / s + 1 / t + 1 / b + 1 / c);

  if (interval != NULL)
    *interval = (PakivInterval){ odds * exp (-reach), odds * exp (reach) };
  return odds;
}

double
pakiv_interval_get_rounding (int base, guint n_figures)
{
  return (base - 1) * sqrt (n_figures);
}

PakivInterval
pakiv_interval_round_share (gint64 part, double part_off, gint64 all, double all_off)
{
  double low = (double)part - part_off, high = (double)part + part_off;
  double least = (double)all - all_off, most = (double)all + all_off;

  if (most <= 0)
    return (PakivInterval){ 0, 1 };
  return (PakivInterval){
    CLAMP (low / most, 0, 1),
    least <= 0 ? 1 : CLAMP (high / least, 0, 1),
  };
}

gboolean
pakiv_interval_holds (PakivInterval interval, double value)
{
  return interval.low <= value && value <= interval.high;
}
