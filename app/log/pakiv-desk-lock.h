/* The lock of a desk's folder, desk.lock: shared while a log is being opened, exclusive while
 * desk.json is changed or a log's file is replaced. It holds between programs and between threads,
 * and is let go of when the program ends, however it ends. Not recursive. */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

typedef struct _PakivDeskLock PakivDeskLock;

/* Waits up to ten seconds, then BUSY. @folder that can't be written: READ_ONLY. */
PakivDeskLock *pakiv_desk_lock_new (const char *folder, gboolean exclusive, GError **error);

/* Another lock of the folder, attempts.lock, exclusive: held while a passphrase is tried, so that
 * several programs do not try several at once. */
PakivDeskLock *pakiv_desk_lock_new_for_attempt (const char *folder, GError **error);
void pakiv_desk_lock_free (PakivDeskLock *lock); /* NULL is fine */

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PakivDeskLock, pakiv_desk_lock_free)

G_END_DECLS
