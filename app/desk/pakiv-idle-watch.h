/* Notices that nobody is there: no key, click, scroll or motion of the pointer in any window of the
 * program. A computer that slept counts as one that nobody used. */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define PAKIV_TYPE_IDLE_WATCH (pakiv_idle_watch_get_type ())
G_DECLARE_FINAL_TYPE (PakivIdleWatch, pakiv_idle_watch, PAKIV, IDLE_WATCH, GObject)

/* How long before its end a watch warns. */
#define PAKIV_IDLE_WARN_SECONDS 30

/* Emits "warned" (guint: the seconds left; 0: somebody is there again, so take the warning away),
 * and "expired" once, which stops it. */
PakivIdleWatch *pakiv_idle_watch_new (void);

/* Counts @seconds from now, and again from each touch. */
void pakiv_idle_watch_start (PakivIdleWatch *self, guint seconds);
void pakiv_idle_watch_stop (PakivIdleWatch *self);

/* Somebody is there; the events of the program's windows do this by themselves. */
void pakiv_idle_watch_touch (PakivIdleWatch *self);

/* What the watch's own timer does: looks at the time, and says what is to be said. */
void pakiv_idle_watch_check (PakivIdleWatch *self);

/* For tests: another clock, in microseconds. */
typedef gint64 (*PakivIdleNow) (void);
void pakiv_idle_watch_set_now (PakivIdleWatch *self, PakivIdleNow now);

G_END_DECLS
