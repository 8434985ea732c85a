/* What the program remembers for the person at this computer. */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* (transfer full): NULL where the schema, or @key in it, is not installed. */
GSettings *pakiv_settings_new (const char *key);

#define PAKIV_LOCK_MINUTES "lock-minutes"

/* After how many minutes without anybody a desk locks itself: 1 to 60, never none. */
guint pakiv_settings_get_lock_minutes (void);

/* Station ids of the desks where a person was told that no recovery sheet was made. */
#define PAKIV_RECOVERY_REMINDED "recovery-reminded"

G_END_DECLS
