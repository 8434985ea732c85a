/* When a desk locks itself, and that nothing of what was open stays: windows, widgets, clipboard.
 * What memory keeps is looked at in test-desk-core.c. */
#include "form-fixture.h"
#include "workplace-fixture.h"

#include "pakiv-away-watch.h"
#include "pakiv-compat.h"
#include "pakiv-import-window.h"
#include "pakiv-kind-page.h"
#include "pakiv-preferences-window.h"
#include "pakiv-settings.h"
#include "pakiv-shortcuts-window.h"
#include "pakiv-window-private.h"

#include <gio/gunixfdlist.h>
#include <unistd.h>

#define PHRASE "what only an open desk shows"

/* --- Idle --- */

static gint64 fake_now;

static gint64
get_fake_now (void)
{
  return fake_now;
}

static void
pass (PakivIdleWatch *watch, guint seconds)
{
  fake_now += (gint64)seconds * G_USEC_PER_SEC;
  pakiv_idle_watch_check (watch);
}

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

  pakiv_idle_watch_set_now (watch, get_fake_now);
  g_signal_connect (watch, "warned", G_CALLBACK (on_warned_cb), heard);
  g_signal_connect (watch, "expired", G_CALLBACK (on_expired_cb), heard);
  return watch;
}

static void
test_idle (void)
{
  Heard heard = { 0 };
  PakivIdleWatch *watch = make_watch (&heard);

  pass (watch, 10000); /* not started yet */
  pakiv_idle_watch_start (watch, 300);
  pass (watch, 269);
  g_assert_cmpuint (heard.n, ==, 0);
  pass (watch, 1);
  g_assert_cmpuint (heard.last, ==, 30);
  pass (watch, 29);
  g_assert_cmpuint (heard.last, ==, 1);
  pakiv_idle_watch_touch (watch);
  g_assert_cmpuint (heard.last, ==, 0);
  g_assert_cmpuint (heard.n, ==, 3);
  pass (watch, 269);
  g_assert_cmpuint (heard.n, ==, 3);
  g_assert_cmpuint (heard.expired, ==, 0);
  pass (watch, 10000); /* as after a sleep */
  g_assert_cmpuint (heard.expired, ==, 1);
  pass (watch, 10000);
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
  pass (watch, 40);
  g_assert_cmpuint (heard.last, ==, 20);
  gtk_label_set_text (GTK_LABEL (label), "there\nand\nelsewhere");
  gtk_widget_set_size_request (label, 300, 300);
  wait_frames (label);
  g_assert_cmpuint (heard.last, ==, 20);
  use_computer ("mousemove", "220", "230");
  form_wait (is_taken_back, &heard);
  pass (watch, 29);
  g_assert_cmpuint (heard.last, ==, 0);
  gtk_window_destroy (GTK_WINDOW (window));
  g_assert_finalize_object (watch);
}

/* --- The window --- */

typedef struct
{
  WorkplaceFixture desk;
  PakivWindow *window;
} Fixture;

static void
set_up (Fixture *fixture, gconstpointer data)
{
  g_autoptr (PakivClock) clock = pakiv_clock_new_fixed (WORKPLACE_DAY);
  g_autofree char *folder = NULL;

  workplace_fixture_set_up (&fixture->desk);
  folder = g_build_filename (fixture->desk.folder, "desk", NULL);
  fixture->window = PAKIV_WINDOW (pakiv_window_new (NULL, folder, clock));
  g_object_ref (fixture->window);
  gtk_window_present (GTK_WINDOW (fixture->window));
  pakiv_window_unlock (fixture->window, fixture->desk.workplace);
  form_wait_idle ();
}

static gboolean
is_alone (gpointer window)
{
  return G_OBJECT (window)->ref_count == 1;
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  gtk_window_destroy (GTK_WINDOW (fixture->window));
  form_wait (is_alone, fixture->window);
  g_assert_finalize_object (fixture->window);
  workplace_fixture_tear_down (&fixture->desk);
}

static PakivKindPage *
get_kind_page (Fixture *fixture)
{
  return PAKIV_KIND_PAGE (form_find (GTK_WIDGET (fixture->window), PAKIV_TYPE_KIND_PAGE));
}

static void
type_phrase (Fixture *fixture)
{
  PakivKindPage *page = get_kind_page (fixture);
  GtkWidget *form;

  pakiv_kind_page_new_record (page);
  form = form_find (GTK_WIDGET (page), PAKIV_TYPE_FORM);
  gtk_text_buffer_set_text (gtk_text_view_get_buffer (GTK_TEXT_VIEW (form_control (form, "facts"))),
                            PHRASE, -1);
}

static guint
count_toplevels (void)
{
  return g_list_model_get_n_items (gtk_window_get_toplevels ());
}

static gboolean
is_one_window (gpointer data)
{
  return count_toplevels () == 1;
}

static void
ignore (gpointer data)
{
}

static void
test_windows (Fixture *fixture, gconstpointer data)
{
  static const char *const opened[] = { "win.preferences", "win.import", "win.shortcuts" };
  GtkWidget *widget = GTK_WIDGET (fixture->window);
  GdkClipboard *clipboard = gtk_widget_get_clipboard (widget);
  g_autoptr (PakivRecord) draft = NULL;
  g_autoptr (GError) error = NULL;
  GObject *page = G_OBJECT (get_kind_page (fixture));
  PakivLog *log;
  const PakivKind *kind;

  g_object_add_weak_pointer (page, (gpointer *)&page);
  kind = pakiv_kind_page_get_kind (get_kind_page (fixture));
  log = pakiv_workplace_get_log_for_kind (fixture->desk.workplace, kind);
  type_phrase (fixture);
  for (guint i = 0; i < G_N_ELEMENTS (opened); i++)
    gtk_widget_activate_action (widget, opened[i], NULL);
  pakiv_compat_ask (GTK_WINDOW (widget), PHRASE, PHRASE, "Do", FALSE, G_CALLBACK (ignore), NULL);
  gdk_clipboard_set_text (clipboard, PHRASE);
  g_assert_cmpuint (count_toplevels (), >=, 4);

  gtk_widget_activate_action (widget, "win.lock", NULL);
  form_wait (is_one_window, NULL);
  form_wait_idle ();
  g_assert_null (page);
  g_assert_null (pakiv_window_get_workplace (fixture->window));
  g_assert_null (form_find_labelled (widget, GTK_TYPE_WIDGET, PHRASE));
  g_assert_null (form_find (widget, ADW_TYPE_TOAST_OVERLAY));
  g_assert_cmpstr (gtk_window_get_title (GTK_WINDOW (widget)), ==, "Pakiv");
  g_assert_null (gdk_clipboard_get_content (clipboard));
  /* Nothing is opened from outside either. */
  for (guint i = 0; i < G_N_ELEMENTS (opened) - 1; i++)
    gtk_widget_activate_action (widget, opened[i], NULL);
  g_assert_cmpuint (count_toplevels (), ==, 1);

  draft = pakiv_log_load_draft (log, kind, NULL, &error);
  g_assert_no_error (error);
  g_assert_nonnull (draft);
  g_assert_cmpstr (pakiv_record_get (draft, "facts"), ==, PHRASE);
}

static gboolean
is_at_rest (gpointer window)
{
  return pakiv_window_is_at_rest (window);
}

static PakivWorkplace *
open_again (Fixture *fixture)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (PakivClock) clock = pakiv_clock_new_fixed (WORKPLACE_DAY);
  g_autoptr (PakivDesk) desk = pakiv_desk_open (pakiv_window_get_folder (fixture->window), &error);
  g_autoptr (PakivSession) session = pakiv_desk_unlock (desk, "Ana", "long enough", &error);
  PakivWorkplace *workplace = pakiv_workplace_new (session, clock, &error);

  g_assert_no_error (error);
  return workplace;
}

/* While a thread still works with what was open, the window is locked, but not at rest. */
static void
test_rest (Fixture *fixture, gconstpointer data)
{
  g_assert_false (pakiv_window_is_at_rest (fixture->window));
  pakiv_window_lock (fixture->window);
  form_wait_idle ();
  g_assert_false (pakiv_window_is_at_rest (fixture->window));
  g_clear_object (&fixture->desk.workplace);
  form_wait (is_at_rest, fixture->window);
  fixture->desk.workplace = open_again (fixture);
}

static void
test_warning (Fixture *fixture, gconstpointer data)
{
  GtkWidget *window = GTK_WIDGET (fixture->window);
  PakivIdleWatch *idle = fixture->window->idle;
  guint limit = pakiv_settings_get_lock_minutes () * 60;

  pakiv_idle_watch_set_now (idle, get_fake_now);
  pass (idle, limit - 25);
  form_wait_idle ();
  g_assert_true (gtk_revealer_get_reveal_child (fixture->window->warning));
  g_assert_nonnull (form_find_labelled (window, GTK_TYPE_LABEL,
                                        "Locking in 25 seconds. Move the mouse to go on."));
  pass (idle, 24);
  form_wait_idle ();
  g_assert_nonnull (
      form_find_labelled (window, GTK_TYPE_LABEL, "Locking in 1 second. Move the mouse to go on."));
  pakiv_idle_watch_touch (idle);
  g_assert_false (gtk_revealer_get_reveal_child (fixture->window->warning));
  pass (idle, limit - 31);
  g_assert_false (gtk_revealer_get_reveal_child (fixture->window->warning));
  g_assert_nonnull (pakiv_window_get_workplace (fixture->window));
  pass (idle, 31);
  g_assert_null (pakiv_window_get_workplace (fixture->window));
}

static gboolean
may_be (GSettings *settings, guint minutes)
{
  g_autoptr (GSettingsSchema) schema = NULL;
  g_autoptr (GSettingsSchemaKey) key = NULL;
  g_autoptr (GVariant) value = g_variant_ref_sink (g_variant_new_uint32 (minutes));

  g_object_get (settings, "settings-schema", &schema, NULL);
  key = g_settings_schema_get_key (schema, PAKIV_LOCK_MINUTES);
  return g_settings_schema_key_range_check (key, value);
}

static void
test_minutes (Fixture *fixture, gconstpointer data)
{
  GSettings *settings = fixture->window->settings;
  PakivIdleWatch *idle = fixture->window->idle;

  g_assert_nonnull (settings);
  g_assert_cmpuint (pakiv_settings_get_lock_minutes (), ==, 5);
  g_assert_false (may_be (settings, 0)); /* never off */
  g_assert_true (may_be (settings, 1));
  g_assert_true (may_be (settings, 60));
  g_assert_false (may_be (settings, 61));
  pakiv_idle_watch_set_now (idle, get_fake_now);
  g_assert_true (g_settings_set_uint (settings, PAKIV_LOCK_MINUTES, 1));
  form_wait_idle ();
  pass (idle, 59);
  g_assert_nonnull (pakiv_window_get_workplace (fixture->window));
  pass (idle, 1);
  g_assert_null (pakiv_window_get_workplace (fixture->window));
  g_settings_reset (settings, PAKIV_LOCK_MINUTES);
}

/* Whoever comes back goes on in the section they left, at the same size. */
static void
test_place (Fixture *fixture, gconstpointer data)
{
  g_autoptr (PakivClock) clock = pakiv_clock_new_fixed (WORKPLACE_DAY);
  g_autoptr (GVariant) place = NULL;
  PakivWindow *other;
  int width, height;

  pakiv_work_page_show (fixture->window->work_page, 1);
  gtk_window_set_default_size (GTK_WINDOW (fixture->window), 1100, 650);
  pakiv_window_lock (fixture->window);
  place = g_variant_ref_sink (pakiv_window_save_place (fixture->window));
  other = PAKIV_WINDOW (pakiv_window_new (NULL, pakiv_window_get_folder (fixture->window), clock));
  pakiv_window_restore_place (other, place);
  gtk_window_get_default_size (GTK_WINDOW (other), &width, &height);
  g_assert_cmpint (width, ==, 1100);
  g_assert_cmpint (height, ==, 650);
  pakiv_window_unlock (other, fixture->desk.workplace);
  g_assert_cmpuint (pakiv_work_page_get_section (other->work_page), ==, 1);
  gtk_window_destroy (GTK_WINDOW (other));
  form_wait_idle ();
}

#define REMINDER "A lost passphrase can’t be looked up. A recovery sheet helps."

/* A desk without a recovery sheet says so, once. */
static void
test_reminder (Fixture *fixture, gconstpointer data)
{
  g_autoptr (PakivClock) clock = pakiv_clock_new_fixed (WORKPLACE_DAY);
  PakivWindow *other
      = PAKIV_WINDOW (pakiv_window_new (NULL, pakiv_window_get_folder (fixture->window), clock));

  g_assert_nonnull (form_find_labelled (GTK_WIDGET (fixture->window), GTK_TYPE_LABEL, REMINDER));
  pakiv_window_lock (fixture->window);
  pakiv_window_unlock (other, fixture->desk.workplace);
  form_wait_idle ();
  g_assert_null (form_find_labelled (GTK_WIDGET (other), GTK_TYPE_LABEL, REMINDER));
  gtk_window_destroy (GTK_WINDOW (other));
  form_wait_idle ();
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

#define ADD(name, function) g_test_add (name, Fixture, NULL, set_up, function, tear_down)
  g_test_add_func ("/desk/idle/time", test_idle);
  g_test_add_func ("/desk/idle/somebody", test_somebody);
  ADD ("/desk/lock/windows", test_windows);
  ADD ("/desk/lock/rest", test_rest);
  ADD ("/desk/lock/warning", test_warning);
  ADD ("/desk/lock/minutes", test_minutes);
  ADD ("/desk/lock/place", test_place);
  ADD ("/desk/lock/reminder", test_reminder);
  g_test_add_func ("/desk/lock/sleep", test_sleep);
  return g_test_run ();
}
