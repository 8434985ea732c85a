/* Tells when the computer is about to sleep (logind, on the system bus) or its screen was locked
 * (the desktops' screen savers, on the session bus). Where a bus or a service is missing, that one
 * is not told. */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

#define PAKIV_TYPE_AWAY_WATCH (pakiv_away_watch_get_type ())
G_DECLARE_FINAL_TYPE (PakivAwayWatch, pakiv_away_watch, PAKIV, AWAY_WATCH, GObject)

/* Emits "away". The computer's sleep waits until pakiv_away_watch_let_sleep() is called or the
 * program ends, as long as logind allows (five seconds). */
PakivAwayWatch *pakiv_away_watch_new (void);
void pakiv_away_watch_let_sleep (PakivAwayWatch *self);

G_END_DECLS
