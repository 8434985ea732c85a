/* A desk that locks, and that nothing of what was open stays: windows, widgets, clipboard.
 * What memory keeps is looked at in test-desk-core.c. */
#include "form-fixture.h"
#include "workplace-fixture.h"

#include "pakiv-compat.h"
#include "pakiv-import-window.h"
#include "pakiv-kind-page.h"
#include "pakiv-preferences-window.h"
#include "pakiv-settings.h"
#include "pakiv-shortcuts-window.h"
#include "pakiv-window-private.h"

#define PHRASE "what only an open desk shows"

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

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  gtk_window_destroy (GTK_WINDOW (fixture->window));
  form_wait (form_is_alone, fixture->window);
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

  pakiv_idle_watch_set_now (idle, form_get_now);
  form_pass (idle, limit - 25);
  form_wait_idle ();
  g_assert_true (gtk_revealer_get_reveal_child (fixture->window->warning));
  g_assert_nonnull (form_find_labelled (window, GTK_TYPE_LABEL,
                                        "Locking in 25 seconds. Move the mouse to go on."));
  form_pass (idle, 24);
  form_wait_idle ();
  g_assert_nonnull (
      form_find_labelled (window, GTK_TYPE_LABEL, "Locking in 1 second. Move the mouse to go on."));
  pakiv_idle_watch_touch (idle);
  g_assert_false (gtk_revealer_get_reveal_child (fixture->window->warning));
  form_pass (idle, limit - 31);
  g_assert_false (gtk_revealer_get_reveal_child (fixture->window->warning));
  g_assert_nonnull (pakiv_window_get_workplace (fixture->window));
  form_pass (idle, 31);
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
  pakiv_idle_watch_set_now (idle, form_get_now);
  g_assert_true (g_settings_set_uint (settings, PAKIV_LOCK_MINUTES, 1));
  form_wait_idle ();
  form_pass (idle, 59);
  g_assert_nonnull (pakiv_window_get_workplace (fixture->window));
  form_pass (idle, 1);
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

int
main (int argc, char **argv)
{
  gtk_test_init (&argc, &argv, NULL);
  adw_init ();

#define ADD(name, function) g_test_add (name, Fixture, NULL, set_up, function, tear_down)
  ADD ("/desk/lock/windows", test_windows);
  ADD ("/desk/lock/rest", test_rest);
  ADD ("/desk/lock/warning", test_warning);
  ADD ("/desk/lock/minutes", test_minutes);
  ADD ("/desk/lock/place", test_place);
  ADD ("/desk/lock/reminder", test_reminder);
  return g_test_run ();
}
