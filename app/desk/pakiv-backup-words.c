#include "pakiv-backup-words.h"

#include "pakiv-day.h"

#include <glib/gi18n.h>
#include <stdio.h>
#include <string.h>

static GDateTime *
to_local (const char *moment)
{
  g_autoptr (GDateTime) utc = g_date_time_new_from_iso8601 (moment, NULL);

  return utc != NULL ? g_date_time_to_local (utc) : NULL;
}

char *
pakiv_moment_to_day (const char *moment)
{
  g_autoptr (GDateTime) local = to_local (moment);
  g_autofree char *day = local != NULL ? g_date_time_format (local, "%Y-%m-%d") : NULL;

  return day != NULL ? pakiv_day_to_words (day) : g_strdup (moment);
}

char *
pakiv_moment_to_words (const char *moment)
{
  g_autoptr (GDateTime) local = to_local (moment);
  g_autofree char *words = pakiv_moment_to_day (moment);
  g_autofree char *time = local != NULL ? g_date_time_format (local, "%H:%M") : NULL;

  if (time == NULL)
    return g_strdup (moment);
  /* Translators: a day and a time of day. */
  return g_strdup_printf (_ ("%s, %s"), words, time);
}

static gboolean
read_day (const char *day, GDate *date)
{
  int y, m, d;

  if (day == NULL || sscanf (day, "%d-%d-%d", &y, &m, &d) != 3
      || !g_date_valid_dmy ((GDateDay)d, m, (GDateYear)y))
    return FALSE;
  g_date_clear (date, 1);
  g_date_set_dmy (date, (GDateDay)d, m, (GDateYear)y);
  return TRUE;
}

guint
pakiv_working_days_since (const char *day, const char *today)
{
  GDate date, end;
  guint n = 0;

  g_return_val_if_fail (read_day (day, &date) && read_day (today, &end), 0);

  while (g_date_compare (&date, &end) < 0)
    {
      g_date_add_days (&date, 1);
      n += g_date_get_weekday (&date) <= G_DATE_FRIDAY;
    }
  return n;
}

char *
pakiv_backup_get_warning (PakivDesk *desk, PakivLogId log, PakivClock *clock)
{
  g_autofree char *last = pakiv_backup_get_last (desk, log);
  g_autoptr (GDateTime) local = last != NULL ? to_local (last) : NULL;
  g_autofree char *today = pakiv_clock_get_day (clock);
  g_autofree char *day = local != NULL ? g_date_time_format (local, "%Y-%m-%d") : NULL;
  g_autofree char *words = NULL;

  if (day == NULL)
    /* Translators: a log, as "Police log". */
    return g_strdup_printf (_ ("There is no backup yet: %s."), pakiv_log_id_get_label (log));
  if (pakiv_working_days_since (day, today) <= 1)
    return NULL;
  words = pakiv_day_to_words (day);
  /* Translators: a log, as "Police log", and a day. */
  return g_strdup_printf (_ ("The last backup is too old: %s, of %s."),
                          pakiv_log_id_get_label (log), words);
}

char *
pakiv_backup_word_last (const char *moment, PakivClock *clock)
{
  g_autoptr (GDateTime) local = moment != NULL ? to_local (moment) : NULL;
  g_autofree char *today = pakiv_clock_get_day (clock);
  g_autofree char *day = NULL;
  g_autofree char *time = NULL;
  g_autofree char *words = NULL;

  if (local == NULL)
    return g_strdup (_ ("No backup yet"));
  day = g_date_time_format (local, "%Y-%m-%d");
  time = g_date_time_format (local, "%H:%M");
  if (g_str_equal (day, today))
    /* Translators: %s is a time of day. */
    return g_strdup_printf (_ ("Last backup: today, %s"), time);
  words = pakiv_day_to_words (day);
  /* Translators: %s is a day. */
  return g_strdup_printf (_ ("Last backup: %s"), words);
}
