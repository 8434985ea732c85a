#include "pakiv-clock.h"

#include "pakiv-day.h"
#include "pakiv-error.h"

#include <glib/gi18n.h>
#include <string.h>

struct _PakivClock
{
  char *fixed_day; /* NULL: the machine's own clock */
};

PakivClock *
pakiv_clock_new (void)
{
  return g_atomic_rc_box_new0 (PakivClock);
}

PakivClock *
pakiv_clock_new_fixed (const char *day)
{
  PakivClock *clock = pakiv_clock_new ();

  clock->fixed_day = g_strdup (day);
  return clock;
}

PakivClock *
pakiv_clock_new_on_day (const char *day, GError **error)
{
  g_autoptr (PakivClock) clock = pakiv_clock_new ();
  g_autofree char *today = pakiv_clock_get_day (clock);

  if (day == NULL)
    return g_steal_pointer (&clock);
  if (!pakiv_day_is_valid (day))
    g_set_error (error, PAKIV_ERROR, PAKIV_ERROR_INVALID,
                 _ ("“%s” is not a date. Write it as in 2021-03-31."), day);
  else if (strcmp (day, today) > 0)
    g_set_error (error, PAKIV_ERROR, PAKIV_ERROR_INVALID, _ ("The day “%s” is still to come."),
                 day);
  else
    return pakiv_clock_new_fixed (day);
  return NULL;
}

PakivClock *
pakiv_clock_ref (PakivClock *clock)
{
  return g_atomic_rc_box_acquire (clock);
}

static void
clear (gpointer data)
{
  g_free (((PakivClock *)data)->fixed_day);
}

void
pakiv_clock_unref (PakivClock *clock)
{
  g_atomic_rc_box_release_full (clock, clear);
}

char *
pakiv_clock_get_day (PakivClock *clock)
{
  g_autoptr (GDateTime) now = NULL;

  if (clock->fixed_day != NULL)
    return g_strdup (clock->fixed_day);
  now = g_date_time_new_now_local ();
  return g_date_time_format (now, "%Y-%m-%d");
}

char *
pakiv_clock_get_moment (PakivClock *clock)
{
  g_autoptr (GDateTime) now = NULL;

  if (clock->fixed_day != NULL)
    return g_strconcat (clock->fixed_day, "T12:00:00Z", NULL);
  now = g_date_time_new_now_utc ();
  return g_date_time_format (now, "%Y-%m-%dT%H:%M:%SZ");
}
