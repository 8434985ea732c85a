/* The window on a real desk: unlocking and locking, the first start; and that every template can be
 * made at all. */
#include "form-fixture.h"
#include "workplace-fixture.h"

#include "pakiv-setup-page.h"
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
  form_wait (form_is_alone, page);
  g_assert_finalize_object (page);
  form_wait (form_is_alone, workplace);
  g_assert_finalize_object (workplace);
  g_assert_cmpstr (
      gtk_editable_get_text (GTK_EDITABLE (form_find (window, ADW_TYPE_PASSWORD_ENTRY_ROW))), ==,
      "");

  g_object_ref (window);
  gtk_window_destroy (GTK_WINDOW (window));
  form_wait (form_is_alone, window);
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
  form_wait (form_is_alone, page);
  g_assert_finalize_object (page);
}

static void
collect_entries (GtkWidget *root, GPtrArray *entries)
{
  if (ADW_IS_ENTRY_ROW (root))
    g_ptr_array_add (entries, root);
  for (GtkWidget *child = gtk_widget_get_first_child (root); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    collect_entries (child, entries);
}

/* Goes through @window by keyboard, more than once round, and counts which of @entries it comes by.
 */
static guint
count_reached (GtkWidget *window, GPtrArray *entries, GtkDirectionType direction)
{
  guint n_reached = 0;

  for (guint i = 0; i < entries->len; i++)
    g_object_set_data (entries->pdata[i], "reached", NULL);
  gtk_window_set_focus (GTK_WINDOW (window), NULL);
  for (guint step = 0; step < 60 && gtk_widget_child_focus (window, direction); step++)
    for (guint i = 0; i < entries->len; i++)
      if (gtk_widget_is_ancestor (gtk_window_get_focus (GTK_WINDOW (window)), entries->pdata[i]))
        g_object_set_data (entries->pdata[i], "reached", window);
  for (guint i = 0; i < entries->len; i++)
    n_reached += g_object_get_data (entries->pdata[i], "reached") != NULL;
  return n_reached;
}

/* A hint under a field is no end of the way through the fields. */
static void
test_setup_by_keyboard (WorkplaceFixture *fixture, gconstpointer data)
{
  g_autofree char *folder = g_build_filename (fixture->folder, "made", NULL);
  GtkWidget *page = pakiv_setup_page_new (folder, PAKIV_COST_TEST);
  GtkWidget *window = form_present (page);
  g_autoptr (GPtrArray) entries = g_ptr_array_new ();

  collect_entries (page, entries);
  g_assert_cmpuint (entries->len, ==, 4);
  g_assert_cmpuint (count_reached (window, entries, GTK_DIR_TAB_FORWARD), ==, 4);
  g_assert_cmpuint (count_reached (window, entries, GTK_DIR_TAB_BACKWARD), ==, 4);
  gtk_window_destroy (GTK_WINDOW (window));
}

/* The class that the template in the resource @path describes; NULL where it describes none. */
static char *
read_template_class (const char *path)
{
  g_autoptr (GRegex) regex = g_regex_new ("<template class=\"(\\w+)\"", 0, 0, NULL);
  g_autoptr (GBytes) bytes = g_resources_lookup_data (path, 0, NULL);
  g_autoptr (GMatchInfo) match = NULL;

  g_regex_match_full (regex, g_bytes_get_data (bytes, NULL), (gssize)g_bytes_get_size (bytes), 0, 0,
                      &match, NULL);
  return g_match_info_fetch (match, 1);
}

/* Made with nothing to show. */
static void
make_and_drop (GType type)
{
  GtkWidget *widget = g_object_ref_sink (g_object_new (type, NULL));

  if (GTK_IS_WINDOW (widget))
    gtk_window_destroy (GTK_WINDOW (widget));
  form_wait_idle ();
  g_assert_finalize_object (widget);
}

/* An unknown class or a missing callback in a template shows only when it is made. The type of each
 * is found by its name, as GtkBuilder finds it: this program exports the symbols of all. */
static void
test_templates (void)
{
  g_auto (GStrv) files = g_resources_enumerate_children ("/org/pakiv/Pakiv", 0, NULL);
  g_autoptr (GtkBuilder) builder = gtk_builder_new ();
  guint n_made = 0;

  for (guint i = 0; files[i] != NULL; i++)
    {
      g_autofree char *path = g_build_filename ("/org/pakiv/Pakiv", files[i], NULL);
      g_autofree char *name = NULL;

      if (!g_str_has_suffix (files[i], ".ui"))
        continue;
      name = read_template_class (path);
      g_test_message ("%s: %s", files[i], name);
      g_assert_nonnull (name);
      make_and_drop (gtk_builder_get_type_from_name (builder, name));
      n_made++;
    }
  g_assert_cmpuint (n_made, >, 0);
}

int
main (int argc, char **argv)
{
  gtk_test_init (&argc, &argv, NULL);
  adw_init ();

#define ADD(name, function) g_test_add (name, WorkplaceFixture, NULL, set_up, function, tear_down)
  ADD ("/desk/window", test_window);
  ADD ("/desk/setup", test_setup);
  ADD ("/desk/setup-by-keyboard", test_setup_by_keyboard);
  g_test_add_func ("/desk/templates", test_templates);
  return g_test_run ();
}
