/* A quarter of a year: the span of one book and of one release ("2021-Q1").
 * Books are quarters because a month of a small station is nearly all small counts. */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

typedef struct
{
  int year;
  int quarter; /* 1 to 4 */
} PakivPeriod;

gboolean pakiv_period_parse (const char *text, PakivPeriod *period, GError **error);
PakivPeriod pakiv_period_of_day (const char *day);
PakivPeriod pakiv_period_next (PakivPeriod period);
PakivPeriod pakiv_period_previous (PakivPeriod period);
int pakiv_period_compare (PakivPeriod a, PakivPeriod b);

/* (transfer full) for all of these */
char *pakiv_period_to_string (PakivPeriod period);
char *pakiv_period_to_words (PakivPeriod period); /* "January to March 2021", translated */
char *pakiv_period_last_day (PakivPeriod period);

G_END_DECLS
