/* What day and what moment it is. Handed to whatever needs it, so that a test or a
 * demonstration can stand on a fixed day. */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

typedef struct _PakivClock PakivClock;

PakivClock *pakiv_clock_new (void);
PakivClock *pakiv_clock_new_fixed (const char *day);

/* The clock that stands on a day somebody asked for, NULL for the machine's own. A day still to
 * come is refused: a quarter must not be closed before it is over. */
PakivClock *pakiv_clock_new_on_day (const char *day, GError **error);
PakivClock *pakiv_clock_ref (PakivClock *clock);
void pakiv_clock_unref (PakivClock *clock);

/* (transfer full): the local civil day, "2021-03-31". */
char *pakiv_clock_get_day (PakivClock *clock);

/* (transfer full): the moment in UTC, "2021-03-31T12:00:00Z"; a fixed clock stands at noon. */
char *pakiv_clock_get_moment (PakivClock *clock);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PakivClock, pakiv_clock_unref)

G_END_DECLS
