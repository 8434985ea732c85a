#include "pakiv-period.h"

#include "pakiv-error.h"

#include <glib/gi18n.h>
#include <stdlib.h>
#include <string.h>

gboolean
pakiv_period_parse (const char *text, PakivPeriod *period, GError **error)
{
  gboolean well_formed = text != NULL && strlen (text) == 7 && text[4] == '-' && text[5] == 'Q'
                         && text[6] >= '1' && text[6] <= '4';

  for (int i = 0; well_formed && i < 4; i++)
    well_formed = g_ascii_isdigit (text[i]);
  if (!well_formed || text[0] == '0')
    {
      g_set_error (error, PAKIV_ERROR, PAKIV_ERROR_INVALID,
                   _ ("“%s” is not a quarter. Write the year and the quarter, as in 2021-Q1."),
                   text != NULL ? text : "");
      return FALSE;
    }
  period->year = atoi (text);
  period->quarter = text[6] - '0';
  return TRUE;
}

PakivPeriod
pakiv_period_of_day (const char *day)
{
  return (PakivPeriod){ .year = atoi (day), .quarter = (atoi (day + 5) + 2) / 3 };
}

PakivPeriod
pakiv_period_next (PakivPeriod period)
{
  if (period.quarter == 4)
    return (PakivPeriod){ period.year + 1, 1 };
  return (PakivPeriod){ period.year, period.quarter + 1 };
}

PakivPeriod
pakiv_period_previous (PakivPeriod period)
{
  if (period.quarter == 1)
    return (PakivPeriod){ period.year - 1, 4 };
  return (PakivPeriod){ period.year, period.quarter - 1 };
}

int
pakiv_period_compare (PakivPeriod a, PakivPeriod b)
{
  return (a.year * 4 + a.quarter) - (b.year * 4 + b.quarter);
}

char *
pakiv_period_to_string (PakivPeriod period)
{
  return g_strdup_printf ("%04d-Q%d", period.year, period.quarter);
}

char *
pakiv_period_to_words (PakivPeriod period)
{
  switch (period.quarter)
    {
    case 1:
      /* Translators: here and in the next three, %d is the year. */
      return g_strdup_printf (_ ("January to March %d"), period.year);
    case 2:
      return g_strdup_printf (_ ("April to June %d"), period.year);
    case 3:
      return g_strdup_printf (_ ("July to September %d"), period.year);
    default:
      return g_strdup_printf (_ ("October to December %d"), period.year);
    }
}

char *
pakiv_period_last_day (PakivPeriod period)
{
  const char *last[] = { "03-31", "06-30", "09-30", "12-31" };

  return g_strdup_printf ("%04d-%s", period.year, last[period.quarter - 1]);
}
