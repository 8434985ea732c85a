/* What the files of retention share with those that save, restore and back up. */
#pragma once

#include "pakiv-retention.h"
#include "pakiv-sql.h"

G_BEGIN_DECLS

gboolean
pakiv_sql_check_clock (PakivSql *sql, const char *today, PakivClockCheck *check, GError **error);

/* Today is the log's last day of use now. A first day, and one that jumps ahead or back, is only
 * taken where it was @confirmed: by a person, or by a purge that had nothing to erase. */
gboolean pakiv_log_note_day (PakivLog *log, gboolean confirmed, GError **error);

/* Parts of a transaction that erases a record, or brings it back. What was erased: forgets its
 * drafts and hold, and leaves a tombstone. */
gboolean pakiv_log_note_erased (
    PakivLog *log, const PakivKind *kind, const char *id, const char *rule, GError **error);
gboolean
pakiv_log_remove_tombstone (PakivLog *log, const PakivKind *kind, const char *id, GError **error);
gboolean
pakiv_log_forget_hold (PakivLog *log, const PakivKind *kind, const char *id, GError **error);

/* REFUSED while a hold keeps the record. */
gboolean
pakiv_log_check_not_held (PakivLog *log, const PakivKind *kind, const char *id, GError **error);

/* Outside of a transaction: after this no page of the log, nor of its -wal file, has a word of what
 * was erased, by hand too, since the last time. Where another program reads the log meanwhile, the
 * -wal file stays until the next time or until the last program closes it. */
gboolean pakiv_log_scrub (PakivLog *log, GError **error);

G_END_DECLS
