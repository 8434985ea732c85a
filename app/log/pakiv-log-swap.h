/* Putting a whole new file in the place of a log, so that a crash at any moment leaves the old one
 * or the new one, and no other program goes on writing in the old one. The caller holds the desk's
 * lock, exclusive, so that nobody opens the log meanwhile. */
#pragma once

#include "pakiv-log-error.h"
#include "pakiv-sql.h"

G_BEGIN_DECLS

/* Writes all of the log at @path, which @key opens, into a new file @fresh with the key @fresh_key:
 * the same version marks, every table, checked for integrity and for equal counts, and on the disk
 * when this returns. @hold: the open source, as pakiv_log_hold() gives it. A file that was at
 * @fresh is removed first; on failure none is left. */
gboolean
pakiv_log_copy_file (PakivSql *hold, const char *fresh, const guint8 *fresh_key, GError **error);

/* Removes a copy that never took a log's place, and what SQLite may have left beside it. Nothing
 * where there is none. */
void pakiv_log_remove_copy (const char *fresh);

/* (transfer full): the log at @path, held so that no other program and no other part of this one
 * can use it until it is closed. What its -wal file had is in the log itself afterwards, and that
 * file is gone. BUSY where it is open elsewhere. */
PakivSql *pakiv_log_hold (const char *path, const guint8 *key, GError **error);

/* Moves @fresh, a whole log on the disk, over @path, which is held; close @hold after that. */
gboolean pakiv_log_swap_in (PakivSql *hold, const char *path, const char *fresh, GError **error);

/* The same where the log at @path can't be opened at all, or is gone: what is there is kept beside
 * it as PATH.damaged (with -wal), over an older one of that name. */
gboolean pakiv_log_swap_over_damaged (const char *path, const char *fresh, GError **error);

/* Removes PATH.damaged where it was put there on @day or before: what it has of records that were
 * erased since must not live on in it. */
void pakiv_log_remove_damaged (const char *path, const char *day);

G_END_DECLS
