/* Nobody is there any more: no key and no pointer for a while, a computer that goes to sleep, a
 * screen that is locked. */
#include "form-fixture.h"

#include "pakiv-away-watch.h"
#include "pakiv-idle-watch.h"

#include <gio/gunixfdlist.h>
#include <unistd.h>

typedef struct
{
  guint last; /* seconds said last */
  guint n;
  guint expired;
} Heard;

static void
on_warned_cb (PakivIdleWatch *watch, guint seconds, Heard *heard)
{
  heard->last = seconds;
  heard->n++;
}

static void
on_expired_cb (PakivIdleWatch *watch, Heard *heard)
{
  heard->expired++;
}

static PakivIdleWatch *
make_watch (Heard *heard)
{
  PakivIdleWatch *watch = pakiv_idle_watch_new ();

  pakiv_idle_watch_set_now (watch, form_get_now);
  g_signal_connect (watch, "warned", G_CALLBACK (on_warned_cb), heard);
  g_signal_connect (watch, "expired", G_CALLBACK (on_expired_cb), heard);
  return watch;
}

static void
test_idle (void)
{
  Heard heard = { 0 };
  PakivIdleWatch *watch = make_watch (&heard);

  form_pass (watch, 10000); /* not started yet */
  pakiv_idle_watch_start (watch, 300);
  form_pass (watch, 269);
  g_assert_cmpuint (heard.n, ==, 0);
  form_pass (watch, 1);
  g_assert_cmpuint (heard.last, ==, 30);
  form_pass (watch, 29);
  g_assert_cmpuint (heard.last, ==, 1);
  pakiv_idle_watch_touch (watch);
  g_assert_cmpuint (heard.last, ==, 0);
  g_assert_cmpuint (heard.n, ==, 3);
  form_pass (watch, 269);
  g_assert_cmpuint (heard.n, ==, 3);
  g_assert_cmpuint (heard.expired, ==, 0);
  form_pass (watch, 10000); /* as after a sleep */
  g_assert_cmpuint (heard.expired, ==, 1);
  form_pass (watch, 10000);
  g_assert_cmpuint (heard.expired, ==, 1);
  g_assert_finalize_object (watch);
}

static gboolean
is_taken_back (gpointer heard)
{
  return ((Heard *)heard)->n > 1 && ((Heard *)heard)->last == 0;
}

static gboolean
on_frame_cb (GtkWidget *widget, GdkFrameClock *clock, gpointer frames)
{
  gtk_widget_queue_draw (widget);
  return --*(guint *)frames > 0;
}

static gboolean
is_drawn (gpointer frames)
{
  return *(guint *)frames == 0;
}

/* The toolkit makes its own events between frames. */
static void
wait_frames (GtkWidget *widget)
{
  guint frames = 5;

  gtk_widget_add_tick_callback (widget, on_frame_cb, &frames, NULL);
  form_wait (is_drawn, &frames);
}

/* Presses a key or moves the pointer as the X server does for a person. */
static gboolean
use_computer (const char *what, const char *a, const char *b)
{
  g_autofree char *program = g_find_program_in_path ("xdotool");

  if (program != NULL)
    {
      g_autoptr (GSubprocess) child
          = g_subprocess_new (G_SUBPROCESS_FLAGS_NONE, NULL, program, what, a, b, NULL);

      g_assert_true (g_subprocess_wait_check (child, NULL, NULL));
    }
  return program != NULL;
}

/* A pointer that is moved in a window of the program is somebody; a window that changes under a
 * pointer at rest is nobody. */
static void
test_somebody (void)
{
  Heard heard = { 0 };
  GtkWidget *label = gtk_label_new ("here");
  GtkWidget *window = form_present (label);
  PakivIdleWatch *watch = make_watch (&heard);

  if (!use_computer ("mousemove", "200", "200"))
    {
      g_test_skip ("xdotool is not installed");
      gtk_window_destroy (GTK_WINDOW (window));
      g_object_unref (watch);
      return;
    }
  pakiv_idle_watch_start (watch, 60);
  use_computer ("mousemove", "210", "200");
  form_wait_idle ();
  form_pass (watch, 40);
  g_assert_cmpuint (heard.last, ==, 20);
  gtk_label_set_text (GTK_LABEL (label), "there\nand\nelsewhere");
  gtk_widget_set_size_request (label, 300, 300);
  wait_frames (label);
  g_assert_cmpuint (heard.last, ==, 20);
  use_computer ("mousemove", "220", "230");
  form_wait (is_taken_back, &heard);
  form_pass (watch, 29);
  g_assert_cmpuint (heard.last, ==, 0);
  gtk_window_destroy (GTK_WINDOW (window));
  g_assert_finalize_object (watch);
}

/* --- Sleep and screen locks --- */

/* A bus with services on it as logind and a screen saver are. */
typedef struct
{
  GDBusConnection *bus;
  guint names[2];
  guint object;
  guint n_names;
  guint n_asked;
  int delays; /* reads the end of the file once every delay that was given is closed */
  guint n_away;
} Services;

static void
on_called_cb (GDBusConnection *bus,
              const char *sender,
              const char *path,
              const char *interface,
              const char *method,
              GVariant *parameters,
              GDBusMethodInvocation *invocation,
              gpointer data)
{
  Services *services = data;
  g_autoptr (GUnixFDList) list = g_unix_fd_list_new ();
  const char *what, *who, *why, *mode;
  int ends[2];

  g_variant_get (parameters, "(&s&s&s&s)", &what, &who, &why, &mode);
  g_assert_cmpstr (what, ==, "sleep");
  g_assert_cmpstr (mode, ==, "delay");
  g_assert_cmpint (pipe (ends), ==, 0);
  services->delays = ends[0];
  g_unix_fd_list_append (list, ends[1], NULL);
  close (ends[1]);
  services->n_asked++;
  g_dbus_method_invocation_return_value_with_unix_fd_list (invocation, g_variant_new ("(h)", 0),
                                                           list);
}

static const GDBusInterfaceVTable logind = { .method_call = on_called_cb };

static void
on_named_cb (GDBusConnection *bus, const char *name, gpointer data)
{
  ((Services *)data)->n_names++;
}

static gboolean
is_named (gpointer data)
{
  return ((Services *)data)->n_names == 2;
}

static gboolean
is_asked (gpointer data)
{
  return ((Services *)data)->n_asked > 0;
}

static gboolean
is_away (gpointer data)
{
  return ((Services *)data)->n_away > 0;
}

static void
on_away_cb (Services *services)
{
  services->n_away++;
}

static void
services_begin (Services *services)
{
  g_autoptr (GDBusNodeInfo) info = g_dbus_node_info_new_for_xml (
      "<node><interface name='org.freedesktop.login1.Manager'><method name='Inhibit'>"
      "<arg type='s'/><arg type='s'/><arg type='s'/><arg type='s'/>"
      "<arg type='h' direction='out'/></method></interface></node>",
      NULL);
  g_autoptr (GError) error = NULL;

  memset (services, 0, sizeof *services);
  services->bus = g_dbus_connection_new_for_address_sync (
      g_getenv ("DBUS_SESSION_BUS_ADDRESS"),
      G_DBUS_CONNECTION_FLAGS_AUTHENTICATION_CLIENT
          | G_DBUS_CONNECTION_FLAGS_MESSAGE_BUS_CONNECTION,
      NULL, NULL, &error);
  g_assert_no_error (error);
  services->object
      = g_dbus_connection_register_object (services->bus, "/org/freedesktop/login1",
                                           info->interfaces[0], &logind, services, NULL, &error);
  g_assert_no_error (error);
  services->names[0] = g_bus_own_name_on_connection (services->bus, "org.freedesktop.login1", 0,
                                                     on_named_cb, NULL, services, NULL);
  services->names[1] = g_bus_own_name_on_connection (services->bus, "org.gnome.ScreenSaver", 0,
                                                     on_named_cb, NULL, services, NULL);
  form_wait (is_named, services);
}

static void
services_end (Services *services)
{
  g_bus_unown_name (services->names[0]);
  g_bus_unown_name (services->names[1]);
  g_dbus_connection_unregister_object (services->bus, services->object);
  g_dbus_connection_close_sync (services->bus, NULL, NULL);
  g_object_unref (services->bus);
  close (services->delays);
}

static void
tell (Services *services, const char *path, const char *interface, const char *name, gboolean word)
{
  g_autoptr (GError) error = NULL;

  g_dbus_connection_emit_signal (services->bus, NULL, path, interface, name,
                                 g_variant_new ("(b)", word), &error);
  g_assert_no_error (error);
}

static void
test_sleep (void)
{
  Services services;
  PakivAwayWatch *watch;
  char byte;

  services_begin (&services);
  watch = pakiv_away_watch_new ();
  g_signal_connect_swapped (watch, "away", G_CALLBACK (on_away_cb), &services);
  form_wait (is_asked, &services);
  form_wait_idle ();
  tell (&services, "/org/freedesktop/login1", "org.freedesktop.login1.Manager", "PrepareForSleep",
        TRUE);
  form_wait (is_away, &services);
  /* Sleep goes on once the watch lets it: reading would wait for ever before. */
  pakiv_away_watch_let_sleep (watch);
  g_assert_cmpint (read (services.delays, &byte, 1), ==, 0);
  close (services.delays);
  services.n_asked = 0;
  tell (&services, "/org/freedesktop/login1", "org.freedesktop.login1.Manager", "PrepareForSleep",
        FALSE);
  form_wait (is_asked, &services);
  g_assert_cmpuint (services.n_away, ==, 1);

  services.n_away = 0;
  tell (&services, "/org/gnome/ScreenSaver", "org.gnome.ScreenSaver", "ActiveChanged", FALSE);
  tell (&services, "/org/gnome/ScreenSaver", "org.gnome.ScreenSaver", "ActiveChanged", TRUE);
  form_wait (is_away, &services);
  g_assert_cmpuint (services.n_away, ==, 1);
  form_wait_idle ();
  g_assert_finalize_object (watch);
  services_end (&services);
}

int
main (int argc, char **argv)
{
  /* One bus is both; nothing here uses the machine's own. */
  g_setenv ("DBUS_SYSTEM_BUS_ADDRESS", g_getenv ("DBUS_SESSION_BUS_ADDRESS"), TRUE);
  gtk_test_init (&argc, &argv, NULL);
  adw_init ();

  g_test_add_func ("/desk/away/idle", test_idle);
  g_test_add_func ("/desk/away/somebody", test_somebody);
  g_test_add_func ("/desk/away/sleep", test_sleep);
  return g_test_run ();
}
