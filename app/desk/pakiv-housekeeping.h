/* What a desk does by itself while it is unlocked: it erases records whose time is over, reads
 * ahead what previews and releases will count, and backs up logs that have no backup of today; at
 * unlock, then once a day, and again while something went wrong. All in a thread. */
#pragma once

#include "pakiv-workplace.h"

G_BEGIN_DECLS

#define PAKIV_TYPE_HOUSEKEEPING (pakiv_housekeeping_get_type ())
G_DECLARE_FINAL_TYPE (PakivHousekeeping, pakiv_housekeeping, PAKIV, HOUSEKEEPING, GObject)

/* Emits
 * "erased" (guint64): so many records were erased, which say nothing of what was in them;
 * "clock-doubted" (char *, guint64): a sentence, and how many records wait because the computer's
 *   clock may be wrong: ask a person, then pakiv_housekeeping_confirm_clock();
 * "checked": a round is over, see pakiv_housekeeping_get_problem(). */
PakivHousekeeping *pakiv_housekeeping_new (PakivWorkplace *workplace);

/* Begins with a round at once. */
void pakiv_housekeeping_start (PakivHousekeeping *self);

/* Another round, where none is under way. */
void pakiv_housekeeping_run (PakivHousekeeping *self);

/* A person said that today's date is right. */
void pakiv_housekeeping_confirm_clock (PakivHousekeeping *self);

/* What could not be done, a translated sentence; or NULL. */
const char *pakiv_housekeeping_get_problem (PakivHousekeeping *self);

/* When the log that waits for it longest was last backed up, in words; NULL before the first round
 * is over, and where no log is held. */
const char *pakiv_housekeeping_get_last_backup (PakivHousekeeping *self);
gboolean pakiv_housekeeping_is_busy (PakivHousekeeping *self);

/* Stops what is under way as soon as it can. */
void pakiv_housekeeping_stop (PakivHousekeeping *self);

/* At lock: backs up what was changed, in a thread that keeps @workplace until it is done. */
void pakiv_housekeeping_finish (PakivWorkplace *workplace);

G_END_DECLS
