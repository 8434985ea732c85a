/* How far a figure may be from what it stands for: by chance, and by protection. All intervals are
 * for 95 %, z = 1.959964.
 *
 *   share p = k/n    Wilson 1927: (p + z²/2n ± z√(p(1−p)/n + z²/4n²)) / (1 + z²/n)
 *   count k          Poisson, exact (Garwood 1936): ½χ²(0.025; 2k) to ½χ²(0.975; 2k+2)
 *   gap p₁ − p₂      Newcombe 1998, method 10: from the two Wilson intervals
 *   ratio of rates   exp(ln R ± z√(1/S₁ + 1/S₂)), stops being Poisson events
 *   odds ratio       exp(ln O ± z√(1/S₁ + 1/S₂ + 1/B₁ + 1/B₂)); 0.5 is added to each where one is 0
 *                    (Haldane–Anscombe; as for the Paris benchmark study, “Profiling Minorities”,
 *                    Open Society Justice Initiative 2009)
 *
 * Chance means: if the same months, with the same habits, came again. */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

typedef struct
{
  double low;
  double high;
} PakivInterval;

/* @part of @all, both ≥ 0; 0 to 1 where @all is 0. */
PakivInterval pakiv_interval_wilson (gint64 part, gint64 all);

PakivInterval pakiv_interval_poisson (gint64 count);

/* Of @part/@all less @other_part/@other_all. */
PakivInterval pakiv_interval_gap (gint64 part, gint64 all, gint64 other_part, gint64 other_all);

/* Around @ratio of two rates with @count and @other_count events; 0 to infinity where one is 0. */
PakivInterval pakiv_interval_rate_ratio (double ratio, gint64 count, gint64 other_count);

/* (S₁·B₂)/(S₂·B₁), and its interval in @interval, which may be NULL. */
double pakiv_interval_odds_ratio (gint64 count,
                                  gint64 other_count,
                                  double benchmark,
                                  double other_benchmark,
                                  PakivInterval *interval);

/* How far protection may have moved a sum of @n_figures published figures: (base − 1)·√n. Seen from
 * published figures alone. One figure is within base − 1 of the truth in 99 of 100
 * (tests/report/test-interval.c holds that); several are moved apart from one another. */
double pakiv_interval_get_rounding (int base, guint n_figures);

/* The shares that are left when part and whole may each be that far off; within 0 to 1. */
PakivInterval pakiv_interval_round_share (gint64 part, double part_off, gint64 all, double all_off);

gboolean pakiv_interval_holds (PakivInterval interval, double value);

G_END_DECLS
