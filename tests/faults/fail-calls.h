/* System calls that fail, and a clock that stands elsewhere. This program's own pwrite(), fsync(),
 * rename() and so on stand before those of the C library, for SQLCipher, which is linked in, and
 * for GLib alike. */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* From now on, the calls that change something under @folder are counted, from 1. The one of number
 * @at fails with the errno @code (0: none fails); with @on, so do all that follow. */
void fail_calls_watch (const char *folder, guint at, gboolean on, int code);

/* What was called so far, a letter each: o open to make, w write, s sync, t truncate, r rename, l
 * link, m make a folder, u remove. */
const char *fail_calls_get_told (void);

/* The calendar's clock stands so many seconds ahead; the time since the start of the machine is not
 * moved. */
void fail_calls_shift_clock (gint64 seconds);

G_END_DECLS
