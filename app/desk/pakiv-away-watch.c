#include "pakiv-away-watch.h"

#include <gio/gunixfdlist.h>
#include <glib/gi18n.h>
#include <unistd.h>

#define LOGIND "org.freedesktop.login1"
#define LOGIND_PATH "/org/freedesktop/login1"
#define LOGIND_MANAGER "org.freedesktop.login1.Manager"

/* Each desktop has its own name for the same signal. */
static const char *const savers[]
    = { "org.freedesktop.ScreenSaver", "org.gnome.ScreenSaver", "org.cinnamon.ScreenSaver",
        "org.mate.ScreenSaver", "org.xfce.ScreenSaver" };

struct _PakivAwayWatch
{
  GObject parent_instance;

  GCancellable *cancellable;
  GDBusConnection *system;
  GDBusConnection *session;
  guint sleep_id;
  guint saver_ids[G_N_ELEMENTS (savers)];
  int delay; /* sleep waits while this is open; -1: none */
};

G_DEFINE_FINAL_TYPE (PakivAwayWatch, pakiv_away_watch, G_TYPE_OBJECT)

enum
{
  AWAY,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

static void
on_delayed_cb (GObject *bus, GAsyncResult *result, gpointer data)
{
  g_autoptr (GUnixFDList) list = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (GVariant) reply = g_dbus_connection_call_with_unix_fd_list_finish (
      G_DBUS_CONNECTION (bus), &list, result, &error);
  PakivAwayWatch *self = data;

  /* Without logind, or where it refuses, the desk locks a moment later. */
  if (reply == NULL || list == NULL)
    return;
  pakiv_away_watch_let_sleep (self);
  self->delay = g_unix_fd_list_get (list, 0, NULL);
}

static void
ask_for_delay (PakivAwayWatch *self)
{
  g_dbus_connection_call_with_unix_fd_list (
      self->system, LOGIND, LOGIND_PATH, LOGIND_MANAGER, "Inhibit",
      /* Translators: why the computer waits a moment before it sleeps. */
      g_variant_new ("(ssss)", "sleep", "Pakiv", _ ("Locks the desk"), "delay"),
      G_VARIANT_TYPE ("(h)"), G_DBUS_CALL_FLAGS_NO_AUTO_START, -1, NULL, self->cancellable,
      on_delayed_cb, self);
}

static void
on_sleep_cb (GDBusConnection *bus,
             const char *sender,
             const char *path,
             const char *interface,
             const char *name,
             GVariant *parameters,
             gpointer data)
{
  PakivAwayWatch *self = data;
  gboolean begins;

  if (!g_variant_is_of_type (parameters, G_VARIANT_TYPE ("(b)")))
    return;
  g_variant_get (parameters, "(b)", &begins);
  if (begins)
    g_signal_emit (self, signals[AWAY], 0);
  else
    ask_for_delay (self);
}

static void
on_saver_cb (GDBusConnection *bus,
             const char *sender,
             const char *path,
             const char *interface,
             const char *name,
             GVariant *parameters,
             gpointer data)
{
  gboolean active;

  if (!g_variant_is_of_type (parameters, G_VARIANT_TYPE ("(b)")))
    return;
  g_variant_get (parameters, "(b)", &active);
  if (active)
    g_signal_emit (data, signals[AWAY], 0);
}

static void
on_system_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (GError) error = NULL;
  GDBusConnection *bus = g_bus_get_finish (result, &error);
  PakivAwayWatch *self = data;

  if (bus == NULL)
    return;
  self->system = bus;
  self->sleep_id = g_dbus_connection_signal_subscribe (
      bus, LOGIND, LOGIND_MANAGER, "PrepareForSleep", LOGIND_PATH, NULL, G_DBUS_SIGNAL_FLAGS_NONE,
      on_sleep_cb, self, NULL);
  ask_for_delay (self);
}

static void
on_session_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (GError) error = NULL;
  GDBusConnection *bus = g_bus_get_finish (result, &error);
  PakivAwayWatch *self = data;

  if (bus == NULL)
    return;
  self->session = bus;
  for (guint i = 0; i < G_N_ELEMENTS (savers); i++)
    self->saver_ids[i] = g_dbus_connection_signal_subscribe (
        bus, savers[i], savers[i], "ActiveChanged", NULL, NULL, G_DBUS_SIGNAL_FLAGS_NONE,
        on_saver_cb, self, NULL);
}

static void
drop_buses (PakivAwayWatch *self)
{
  if (self->system != NULL && self->sleep_id != 0)
    g_dbus_connection_signal_unsubscribe (self->system, self->sleep_id);
  for (guint i = 0; i < G_N_ELEMENTS (savers); i++)
    if (self->session != NULL && self->saver_ids[i] != 0)
      g_dbus_connection_signal_unsubscribe (self->session, self->saver_ids[i]);
  g_clear_object (&self->system);
  g_clear_object (&self->session);
}

static void
pakiv_away_watch_dispose (GObject *object)
{
  PakivAwayWatch *self = PAKIV_AWAY_WATCH (object);

  g_cancellable_cancel (self->cancellable);
  drop_buses (self);
  pakiv_away_watch_let_sleep (self);
  G_OBJECT_CLASS (pakiv_away_watch_parent_class)->dispose (object);
}

static void
pakiv_away_watch_finalize (GObject *object)
{
  g_object_unref (PAKIV_AWAY_WATCH (object)->cancellable);
  G_OBJECT_CLASS (pakiv_away_watch_parent_class)->finalize (object);
}

static void
pakiv_away_watch_class_init (PakivAwayWatchClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = pakiv_away_watch_dispose;
  G_OBJECT_CLASS (klass)->finalize = pakiv_away_watch_finalize;

  signals[AWAY] = g_signal_new ("away", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                NULL, G_TYPE_NONE, 0);
}

static void
pakiv_away_watch_init (PakivAwayWatch *self)
{
  self->delay = -1;
  self->cancellable = g_cancellable_new ();
}

PakivAwayWatch *
pakiv_away_watch_new (void)
{
  PakivAwayWatch *self = g_object_new (PAKIV_TYPE_AWAY_WATCH, NULL);

  g_bus_get (G_BUS_TYPE_SYSTEM, self->cancellable, on_system_cb, self);
  g_bus_get (G_BUS_TYPE_SESSION, self->cancellable, on_session_cb, self);
  return self;
}

void
pakiv_away_watch_let_sleep (PakivAwayWatch *self)
{
  g_return_if_fail (PAKIV_IS_AWAY_WATCH (self));

  if (self->delay >= 0)
    close (self->delay);
  self->delay = -1;
}
