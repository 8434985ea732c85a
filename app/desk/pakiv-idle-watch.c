#include "pakiv-idle-watch.h"

#include <time.h>

/* Between two looks at the time; short, since a timer stands still while the computer sleeps. */
#define LOOK_EVERY_MS 5000
#define LOOK_WARNED_MS 1000

struct _PakivIdleWatch
{
  GObject parent_instance;

  GListModel *toplevels;
  PakivIdleNow now;
  gint64 limit; /* µs; 0: stopped */
  gint64 last;  /* µs */
  gboolean warned;
  guint timer;
  GdkSurface *surface; /* where the pointer was last; compared alone, never used */
  double x;
  double y;
};

G_DEFINE_FINAL_TYPE (PakivIdleWatch, pakiv_idle_watch, G_TYPE_OBJECT)

enum
{
  WARNED,
  EXPIRED,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

/* Time goes on in this clock while the computer sleeps. */
static gint64
get_boot_time (void)
{
  struct timespec time;

  if (clock_gettime (CLOCK_BOOTTIME, &time) != 0)
    return g_get_monotonic_time ();
  return (gint64)time.tv_sec * G_USEC_PER_SEC + time.tv_nsec / 1000;
}

static gboolean
on_time_cb (gpointer data)
{
  PakivIdleWatch *self = data;

  self->timer = 0;
  pakiv_idle_watch_check (self);
  return G_SOURCE_REMOVE;
}

static void
set_timer (PakivIdleWatch *self)
{
  g_clear_handle_id (&self->timer, g_source_remove);
  if (self->limit != 0)
    self->timer = g_timeout_add (self->warned ? LOOK_WARNED_MS : LOOK_EVERY_MS, on_time_cb, self);
}

/* GTK makes up motions where the pointer rests and a window changes under it: only a pointer that
 * is elsewhere than before was moved by somebody. */
static gboolean
is_moved (PakivIdleWatch *self, GdkEvent *event)
{
  GdkSurface *surface = gdk_event_get_surface (event);
  double x, y;
  gboolean moved;

  if (!gdk_event_get_position (event, &x, &y))
    return FALSE;
  moved = surface == self->surface && (x != self->x || y != self->y);
  self->surface = surface;
  self->x = x;
  self->y = y;
  return moved;
}

static gboolean
is_somebody (PakivIdleWatch *self, GdkEvent *event)
{
  switch ((int)gdk_event_get_event_type (event))
    {
    case GDK_MOTION_NOTIFY:
      return is_moved (self, event);
    case GDK_BUTTON_PRESS:
    case GDK_BUTTON_RELEASE:
    case GDK_KEY_PRESS:
    case GDK_SCROLL:
    case GDK_TOUCH_BEGIN:
    case GDK_TOUCH_UPDATE:
    case GDK_TOUCHPAD_SWIPE:
    case GDK_TOUCHPAD_PINCH:
      return TRUE;
    default:
      return FALSE;
    }
}

static gboolean
on_event_cb (PakivIdleWatch *self, GdkEvent *event)
{
  if (self->limit != 0 && is_somebody (self, event))
    pakiv_idle_watch_touch (self);
  return GDK_EVENT_PROPAGATE;
}

static void
on_toplevels_changed_cb (PakivIdleWatch *self, guint position, guint removed, guint added)
{
  for (guint i = position; i < position + added; i++)
    {
      g_autoptr (GtkWidget) window = g_list_model_get_item (self->toplevels, i);
      GtkEventController *events = gtk_event_controller_legacy_new ();

      gtk_event_controller_set_propagation_phase (events, GTK_PHASE_CAPTURE);
      g_signal_connect_object (events, "event", G_CALLBACK (on_event_cb), self, G_CONNECT_SWAPPED);
      gtk_widget_add_controller (window, events);
    }
}

static void
pakiv_idle_watch_dispose (GObject *object)
{
  PakivIdleWatch *self = PAKIV_IDLE_WATCH (object);

  g_clear_handle_id (&self->timer, g_source_remove);
  self->limit = 0;
  G_OBJECT_CLASS (pakiv_idle_watch_parent_class)->dispose (object);
}

static void
pakiv_idle_watch_class_init (PakivIdleWatchClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = pakiv_idle_watch_dispose;

  signals[WARNED] = g_signal_new ("warned", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL,
                                  NULL, NULL, G_TYPE_NONE, 1, G_TYPE_UINT);
  signals[EXPIRED] = g_signal_new ("expired", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL,
                                   NULL, NULL, G_TYPE_NONE, 0);
}

static void
pakiv_idle_watch_init (PakivIdleWatch *self)
{
  self->now = get_boot_time;
  self->toplevels = gtk_window_get_toplevels ();
  g_signal_connect_object (self->toplevels, "items-changed", G_CALLBACK (on_toplevels_changed_cb),
                           self, G_CONNECT_SWAPPED);
  on_toplevels_changed_cb (self, 0, 0, g_list_model_get_n_items (self->toplevels));
}

PakivIdleWatch *
pakiv_idle_watch_new (void)
{
  return g_object_new (PAKIV_TYPE_IDLE_WATCH, NULL);
}

void
pakiv_idle_watch_start (PakivIdleWatch *self, guint seconds)
{
  g_return_if_fail (PAKIV_IS_IDLE_WATCH (self));
  g_return_if_fail (seconds > 0);

  pakiv_idle_watch_touch (self);
  self->limit = (gint64)seconds * G_USEC_PER_SEC;
  set_timer (self);
}

void
pakiv_idle_watch_stop (PakivIdleWatch *self)
{
  g_return_if_fail (PAKIV_IS_IDLE_WATCH (self));

  pakiv_idle_watch_touch (self);
  self->limit = 0;
  set_timer (self);
}

void
pakiv_idle_watch_touch (PakivIdleWatch *self)
{
  g_return_if_fail (PAKIV_IS_IDLE_WATCH (self));

  self->last = self->now ();
  if (!self->warned)
    return;
  self->warned = FALSE;
  set_timer (self);
  g_signal_emit (self, signals[WARNED], 0, 0);
}

void
pakiv_idle_watch_check (PakivIdleWatch *self)
{
  gint64 left;

  g_return_if_fail (PAKIV_IS_IDLE_WATCH (self));

  if (self->limit == 0)
    return;
  left = self->limit - (self->now () - self->last);
  if (left <= 0)
    {
      pakiv_idle_watch_stop (self);
      g_signal_emit (self, signals[EXPIRED], 0);
      return;
    }
  self->warned = left <= PAKIV_IDLE_WARN_SECONDS * (gint64)G_USEC_PER_SEC;
  set_timer (self);
  if (self->warned)
    g_signal_emit (self, signals[WARNED], 0, (guint)((left + G_USEC_PER_SEC - 1) / G_USEC_PER_SEC));
}

void
pakiv_idle_watch_set_now (PakivIdleWatch *self, PakivIdleNow now)
{
  g_return_if_fail (PAKIV_IS_IDLE_WATCH (self));

  self->now = now;
  self->last = now ();
}
