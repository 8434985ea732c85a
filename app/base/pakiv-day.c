#include "pakiv-day.h"

#include <glib/gi18n.h>
#include <stdio.h>
#include <string.h>

static gboolean
parse (const char *day, GDate *date)
{
  int year, month, dom;

  if (day == NULL || strlen (day) != 10)
    return FALSE;
  for (int i = 0; i < 10; i++)
    if ((i == 4 || i == 7) ? day[i] != '-' : !g_ascii_isdigit (day[i]))
      return FALSE;
  if (sscanf (day, "%4d-%2d-%2d", &year, &month, &dom) != 3 || year < 1900)
    return FALSE;
  if (!g_date_valid_dmy (dom, month, year))
    return FALSE;
  g_date_set_dmy (date, dom, month, year);
  return TRUE;
}

gboolean
pakiv_day_is_valid (const char *day)
{
  GDate date = { 0 };

  return parse (day, &date);
}

char *
pakiv_day_from_date (const GDate *date)
{
  g_return_val_if_fail (g_date_valid (date), NULL);

  return g_strdup_printf ("%04d-%02d-%02d", g_date_get_year (date), g_date_get_month (date),
                          g_date_get_day (date));
}

char *
pakiv_day_add_days (const char *day, int days)
{
  GDate date = { 0 };

  g_return_val_if_fail (parse (day, &date), NULL);

  if (days >= 0)
    g_date_add_days (&date, days);
  else
    g_date_subtract_days (&date, -days);
  return pakiv_day_from_date (&date);
}

char *
pakiv_day_add_months (const char *day, int months)
{
  GDate date = { 0 };

  g_return_val_if_fail (parse (day, &date), NULL);

  if (months >= 0)
    g_date_add_months (&date, months);
  else
    g_date_subtract_months (&date, -months);
  return pakiv_day_from_date (&date);
}

char *
pakiv_day_to_words (const char *day)
{
  GDate date = { 0 };
  char words[128];

  if (!parse (day, &date))
    return g_strdup (day);
  /* Translators: a day for people, as strftime writes it: "31 March 2021". */
  g_date_strftime (words, sizeof words, _ ("%-d %B %Y"), &date);
  return g_strdup (words);
}
