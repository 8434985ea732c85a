/* The last day on which a log was used, so that a wrong clock erases nothing. */
#include "pakiv-log-private.h"
#include "pakiv-retention-private.h"

#include "pakiv-day.h"

#include <glib/gi18n.h>
#include <string.h>

void
pakiv_clock_check_clear (PakivClockCheck *check)
{
  g_clear_pointer (&check->today, g_free);
  g_clear_pointer (&check->last_used, g_free);
  check->state = PAKIV_CLOCK_FINE;
}

static PakivClockState
compare (const char *today, const char *last_used)
{
  g_autofree char *latest = NULL;

  if (last_used == NULL)
    return PAKIV_CLOCK_UNKNOWN;
  if (strcmp (today, last_used) < 0)
    return PAKIV_CLOCK_BEHIND;
  latest = pakiv_day_add_days (last_used, PAKIV_CLOCK_DAYS_MAX);
  return strcmp (today, latest) > 0 ? PAKIV_CLOCK_AHEAD : PAKIV_CLOCK_FINE;
}

gboolean
pakiv_sql_check_clock (PakivSql *sql, const char *today, PakivClockCheck *check, GError **error)
{
  g_autoptr (GError) cause = NULL;
  g_autofree char *last_used = pakiv_schema_get_text (sql, PAKIV_META_USED, &cause);

  if (cause != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&cause));
      return FALSE;
    }
  check->today = g_strdup (today);
  if (pakiv_day_is_valid (last_used))
    check->last_used = g_steal_pointer (&last_used);
  check->state = compare (check->today, check->last_used);
  return TRUE;
}

gboolean
pakiv_log_check_clock (PakivLog *log, PakivClockCheck *check, GError **error)
{
  g_autofree char *today = NULL;

  g_return_val_if_fail (log != NULL && check != NULL, FALSE);

  PAKIV_LOG_LOCK (log);
  today = pakiv_clock_get_day (log->clock);
  return pakiv_sql_check_clock (log->sql, today, check, error);
}

char *
pakiv_clock_check_describe (const PakivClockCheck *check)
{
  g_autofree char *today = pakiv_day_to_words (check->today);
  g_autofree char *last = check->last_used != NULL ? pakiv_day_to_words (check->last_used) : NULL;

  switch (check->state)
    {
    case PAKIV_CLOCK_BEHIND:
      /* Translators: two days, "31 March 2021". */
      return g_strdup_printf (_ ("This computer says that today is %s, but the log was used on %s "
                                 "already. The computer’s date may be wrong."),
                              today, last);
    case PAKIV_CLOCK_AHEAD:
      return g_strdup_printf (
          /* Translators: two days, "31 March 2021". */
          _ ("This computer says that today is %s, but the log was last used on "
             "%s. The computer’s date may be wrong."),
          today, last);
    case PAKIV_CLOCK_UNKNOWN:
      /* Translators: a day, "31 March 2021". */
      return g_strdup_printf (_ ("This computer says that today is %s, and the log does not know "
                                 "yet when it was last used. Look whether that is the right date."),
                              today);
    case PAKIV_CLOCK_FINE:
    default:
      return NULL;
    }
}

gboolean
pakiv_log_note_day (PakivLog *log, gboolean confirmed, GError **error)
{
  g_autofree char *today = pakiv_clock_get_day (log->clock);
  g_autofree char *earliest = pakiv_day_add_days (today, -PAKIV_CLOCK_DAYS_MAX);
  g_autoptr (sqlite3_stmt) statement = NULL;

  if (confirmed)
    return pakiv_schema_set_text (log->sql, PAKIV_META_USED, today, error);
  statement = pakiv_sql_prepare (log->sql,
                                 "UPDATE meta SET value = ?1 WHERE name = '" PAKIV_META_USED
                                 "' AND value < ?1 AND value >= ?2",
                                 error);
  if (statement == NULL)
    return FALSE;
  pakiv_sql_bind (statement, 1, today);
  pakiv_sql_bind (statement, 2, earliest);
  return pakiv_sql_run (log->sql, statement, error);
}
