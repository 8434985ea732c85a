/* When a log was last backed up, in words, and when that is too long ago. */
#pragma once

#include "pakiv-backup.h"

G_BEGIN_DECLS

/* (transfer full): a moment of a file, "2021-03-31T12:00:00Z", as a person reads it. */
char *pakiv_moment_to_words (const char *moment);

/* (transfer full): its day alone. */
char *pakiv_moment_to_day (const char *moment);

/* Working days, Monday to Friday, after @day up to and with @today. */
guint pakiv_working_days_since (const char *day, const char *today);

/* (transfer full): a sentence where @log has no good backup of today or of the working day before;
 * NULL where all is well. Reads the folder of backups: fit for a thread. */
char *pakiv_backup_get_warning (PakivDesk *desk, PakivLogId log, PakivClock *clock);

/* (transfer full): “Last backup: today, 14:05”, of a moment as pakiv_backup_get_last() gives it;
 * NULL: “No backup yet”. */
char *pakiv_backup_word_last (const char *moment, PakivClock *clock);

G_END_DECLS
