/* The window on a real desk: unlocking and locking, the first start; and that every template can be
 * made at all. */
#include "form-fixture.h"
#include "workplace-fixture.h"

#include "pakiv-backup-window.h"
#include "pakiv-hold-window.h"
#include "pakiv-holds-window.h"
#include "pakiv-import-window.h"
#include "pakiv-kind-page.h"
#include "pakiv-lost-window.h"
#include "pakiv-members-window.h"
#include "pakiv-passphrase-window.h"
#include "pakiv-preferences-window.h"
#include "pakiv-record-row.h"
#include "pakiv-recovery-window.h"
#include "pakiv-reports-calendar.h"
#include "pakiv-reports-page.h"
#include "pakiv-setup-page.h"
#include "pakiv-shortcuts-window.h"
#include "pakiv-trace-page.h"
#include "pakiv-unlock-page.h"
#include "pakiv-window.h"
#include "pakiv-work-page.h"

static void
set_up (WorkplaceFixture *fixture, gconstpointer data)
{
  workplace_fixture_set_up (fixture);
}

static void
tear_down (WorkplaceFixture *fixture, gconstpointer data)
{
  workplace_fixture_tear_down (fixture);
}

static gboolean
is_unlocked (gpointer window)
{
  return pakiv_window_get_workplace (window) != NULL;
}

static gboolean
says_wrong (gpointer window)
{
  GtkWidget *label
      = form_find_labelled (window, GTK_TYPE_LABEL, "This passphrase is not right. Try again.");

  return label != NULL && gtk_widget_get_mapped (label);
}

static gboolean
is_left_alone (gpointer object)
{
  return G_OBJECT (object)->ref_count == 1;
}

static void
try_passphrase (GtkWidget *window, const char *passphrase)
{
  GtkWidget *entry = form_find (window, ADW_TYPE_PASSWORD_ENTRY_ROW);

  gtk_editable_set_text (GTK_EDITABLE (entry), passphrase);
  g_signal_emit_by_name (entry, "entry-activated");
}

/* Unlock, work, lock: then no widget and no key is left. */
static void
test_window (WorkplaceFixture *fixture, gconstpointer data)
{
  g_autofree char *folder = g_build_filename (fixture->folder, "desk", NULL);
  g_autoptr (PakivClock) clock = pakiv_clock_new_fixed (WORKPLACE_DAY);
  GtkWidget *window = pakiv_window_new (NULL, folder, clock);
  PakivWorkplace *workplace;
  GtkWidget *page;

  gtk_window_present (GTK_WINDOW (window));
  try_passphrase (window, "not this one");
  form_wait (says_wrong, window);
  g_assert_null (pakiv_window_get_workplace (PAKIV_WINDOW (window)));
  g_assert_true (gtk_widget_is_ancestor (gtk_root_get_focus (GTK_ROOT (window)),
                                         form_find (window, ADW_TYPE_PASSWORD_ENTRY_ROW)));
  try_passphrase (window, "long enough");
  form_wait (is_unlocked, window);

  workplace = g_object_ref (pakiv_window_get_workplace (PAKIV_WINDOW (window)));
  page = g_object_ref (form_find (window, PAKIV_TYPE_WORK_PAGE));
  gtk_widget_activate_action (window, "win.lock", NULL);
  g_assert_null (pakiv_window_get_workplace (PAKIV_WINDOW (window)));
  form_wait (is_left_alone, page);
  g_assert_finalize_object (page);
  form_wait (is_left_alone, workplace);
  g_assert_finalize_object (workplace);
  g_assert_cmpstr (
      gtk_editable_get_text (GTK_EDITABLE (form_find (window, ADW_TYPE_PASSWORD_ENTRY_ROW))), ==,
      "");

  g_object_ref (window);
  gtk_window_destroy (GTK_WINDOW (window));
  form_wait (is_left_alone, window);
  g_assert_finalize_object (window);
}

static void
fill_entries (GtkWidget *root, const char *const *texts, guint *n)
{
  if (ADW_IS_ENTRY_ROW (root) && texts[*n] != NULL)
    gtk_editable_set_text (GTK_EDITABLE (root), texts[(*n)++]);
  for (GtkWidget *child = gtk_widget_get_first_child (root); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    fill_entries (child, texts, n);
}

static void
on_created_cb (GtkWidget *page, PakivDesk *desk, PakivDesk **where)
{
  *where = pakiv_desk_ref (desk);
}

static gboolean
is_created (gpointer where)
{
  return *(PakivDesk **)where != NULL;
}

/* The first start makes a desk that opens with the passphrase typed; two that differ make none. */
static void
test_setup (WorkplaceFixture *fixture, gconstpointer data)
{
  static const char *const wrong[] = { "Puente", "Ana", "long enough", "long enouhg", NULL };
  static const char *const right[] = { "Puente", "Ana", "long enough", "long enough", NULL };
  g_autofree char *folder = g_build_filename (fixture->folder, "made", NULL);
  GtkWidget *page = pakiv_setup_page_new (folder, PAKIV_COST_TEST);
  GtkWidget *window = form_present (page);
  GtkWidget *button = form_find_labelled (page, GTK_TYPE_BUTTON, "Create the Desk");
  g_autoptr (PakivDesk) desk = NULL;
  g_autoptr (PakivSession) session = NULL;
  guint n = 0;

  g_signal_connect (page, "created", G_CALLBACK (on_created_cb), &desk);
  fill_entries (page, wrong, &n);
  g_assert_cmpuint (n, ==, 4);
  g_signal_emit_by_name (button, "clicked");
  g_assert_nonnull (form_find_labelled (page, GTK_TYPE_LABEL, "The two are not the same."));
  g_assert_false (g_file_test (folder, G_FILE_TEST_EXISTS));
  n = 0;
  fill_entries (page, right, &n);
  g_signal_emit_by_name (button, "clicked");
  form_wait (is_created, &desk);
  g_assert_cmpstr (pakiv_desk_get_station (desk), ==, "Puente");
  session = pakiv_desk_unlock (desk, "Ana", "long enough", NULL);
  g_assert_nonnull (session);
  g_object_ref (page);
  gtk_window_destroy (GTK_WINDOW (window));
  form_wait (is_left_alone, page);
  g_assert_finalize_object (page);
}

/* The classes that templates name; each is made with nothing to show. */
static GPtrArray *
list_types (void)
{
  GType types[] = { PAKIV_TYPE_KIND_PAGE,  PAKIV_TYPE_RECORD_LIST, PAKIV_TYPE_RECORD_PAGE,
                    PAKIV_TYPE_RECORD_ROW, PAKIV_TYPE_SETUP_PAGE,  PAKIV_TYPE_UNLOCK_PAGE,
                    PAKIV_TYPE_WINDOW,     PAKIV_TYPE_WORK_PAGE };
  GPtrArray *names = g_ptr_array_new ();

  for (guint i = 0; i < G_N_ELEMENTS (types); i++)
    {
      GtkWidget *widget = g_object_ref_sink (g_object_new (types[i], NULL));

      g_test_message ("%s", g_type_name (types[i]));
      g_ptr_array_add (names, (gpointer)g_type_name (types[i]));
      if (GTK_IS_WINDOW (widget))
        gtk_window_destroy (GTK_WINDOW (widget));
      form_wait_idle ();
      g_assert_finalize_object (widget);
    }
  /* Made in their own tests. */
  g_ptr_array_add (names, (gpointer)g_type_name (PAKIV_TYPE_BACKUP_WINDOW));
  g_ptr_array_add (names, (gpointer)g_type_name (PAKIV_TYPE_HOLD_WINDOW));
  g_ptr_array_add (names, (gpointer)g_type_name (PAKIV_TYPE_HOLDS_WINDOW));
  g_ptr_array_add (names, (gpointer)g_type_name (PAKIV_TYPE_IMPORT_WINDOW));
  g_ptr_array_add (names, (gpointer)g_type_name (PAKIV_TYPE_LOST_WINDOW));
  g_ptr_array_add (names, (gpointer)g_type_name (PAKIV_TYPE_MEMBERS_WINDOW));
  g_ptr_array_add (names, (gpointer)g_type_name (PAKIV_TYPE_PASSPHRASE_WINDOW));
  g_ptr_array_add (names, (gpointer)g_type_name (PAKIV_TYPE_PREFERENCES_WINDOW));
  g_ptr_array_add (names, (gpointer)g_type_name (PAKIV_TYPE_RECOVERY_WINDOW));
  g_ptr_array_add (names, (gpointer)g_type_name (PAKIV_TYPE_REPORTS_CALENDAR));
  g_ptr_array_add (names, (gpointer)g_type_name (PAKIV_TYPE_REPORTS_PAGE));
  g_ptr_array_add (names, (gpointer)g_type_name (PAKIV_TYPE_SHORTCUTS_WINDOW));
  g_ptr_array_add (names, (gpointer)g_type_name (PAKIV_TYPE_TRACE_PAGE));
  return names;
}

/* No template is left out: an unknown class in one shows only when it is made. */
static void
test_templates (void)
{
  g_auto (GStrv) files = g_resources_enumerate_children ("/org/pakiv/Pakiv", 0, NULL);
  g_autoptr (GRegex) regex = g_regex_new ("<template class=\"(\\w+)\"", 0, 0, NULL);
  g_autoptr (GPtrArray) names = list_types ();

  for (guint i = 0; files[i] != NULL; i++)
    {
      g_autofree char *path = g_build_filename ("/org/pakiv/Pakiv", files[i], NULL);
      g_autoptr (GBytes) bytes = NULL;
      g_autoptr (GMatchInfo) match = NULL;
      g_autofree char *name = NULL;

      if (!g_str_has_suffix (files[i], ".ui"))
        continue;
      bytes = g_resources_lookup_data (path, 0, NULL);
      g_assert_true (g_regex_match_full (regex, g_bytes_get_data (bytes, NULL),
                                         g_bytes_get_size (bytes), 0, 0, &match, NULL));
      name = g_match_info_fetch (match, 1);
      g_test_message ("%s", name);
      g_assert_true (g_ptr_array_find_with_equal_func (names, name, g_str_equal, NULL));
    }
}

int
main (int argc, char **argv)
{
  gtk_test_init (&argc, &argv, NULL);
  adw_init ();

#define ADD(name, function) g_test_add (name, WorkplaceFixture, NULL, set_up, function, tear_down)
  ADD ("/desk/window", test_window);
  ADD ("/desk/setup", test_setup);
  g_test_add_func ("/desk/templates", test_templates);
  return g_test_run ();
}
