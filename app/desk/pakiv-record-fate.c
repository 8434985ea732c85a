#include "pakiv-record-fate.h"

#include "pakiv-day.h"
#include "pakiv-retention.h"

#include <glib/gi18n.h>

static char *
describe_hold (const PakivHold *hold)
{
  g_autofree char *until = pakiv_day_to_words (hold->until);
  g_autofree char *placed = pakiv_day_to_words (hold->placed_on);

  /* Translators: a day, a reason, a member's name, and a day. */
  return g_strdup_printf (_ ("Kept until %s, because: %s\n%s, %s"), until, hold->reason,
                          hold->placed_by, placed);
}

char *
pakiv_record_fate_describe (PakivLog *log,
                            const PakivKind *kind,
                            const PakivRecord *record,
                            gboolean *held)
{
  g_autofree char *today = pakiv_clock_get_day (pakiv_log_get_clock (log));
  g_autoptr (PakivHold) hold
      = record->id != NULL ? pakiv_log_get_hold (log, kind, record->id, NULL) : NULL;
  g_autofree char *day = NULL;

  /* A hold whose day is over keeps nothing any more. */
  *held = hold != NULL && g_strcmp0 (hold->until, today) >= 0;
  if (*held)
    return describe_hold (hold);
  if (record->id == NULL || record->erase_on == NULL)
    return NULL;
  day = pakiv_day_to_words (record->erase_on);
  /* Translators: a day. */
  return g_strdup_printf (_ ("This record will be erased on %s."), day);
}
