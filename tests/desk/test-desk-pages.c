/* Lists, pages and the window on a real desk: finding, saving, discarding, deleting and its
 * undoing, drafts, unlocking and locking; and that every template can be made at all. */
#include "form-fixture.h"
#include "workplace-fixture.h"

#include "pakiv-import-window.h"
#include "pakiv-kind-page.h"
#include "pakiv-preferences-window.h"
#include "pakiv-record-item.h"
#include "pakiv-record-row.h"
#include "pakiv-release-maker.h"
#include "pakiv-reports-page.h"
#include "pakiv-setup-page.h"
#include "pakiv-shortcuts-window.h"
#include "pakiv-unlock-page.h"
#include "pakiv-window.h"
#include "pakiv-work-page.h"

typedef struct
{
  WorkplaceFixture desk;
  PakivLog *log;
  const PakivKind *kind;
  GtkWidget *page; /* PakivKindPage */
  PakivRecordPage *record;
  GtkWidget *form;
  GtkWidget *window;
  AdwToast *toast; /* the last one */
} Fixture;

static gboolean
is_list_ready (gpointer page)
{
  return !pakiv_record_list_is_busy (pakiv_kind_page_get_list (page));
}

static void
on_toast_cb (GtkWidget *page, AdwToast *toast, Fixture *fixture)
{
  g_set_object (&fixture->toast, toast);
}

static void
show_page (Fixture *fixture)
{
  fixture->page = pakiv_kind_page_new (fixture->log, fixture->kind);
  g_signal_connect (fixture->page, "toast", G_CALLBACK (on_toast_cb), fixture);
  fixture->record = pakiv_kind_page_get_record_page (PAKIV_KIND_PAGE (fixture->page));
  fixture->form = form_find (GTK_WIDGET (fixture->record), PAKIV_TYPE_FORM);
  fixture->window = form_present (fixture->page);
  form_wait (is_list_ready, fixture->page);
  form_wait_idle ();
}

static void
close_page (Fixture *fixture)
{
  g_clear_object (&fixture->toast);
  g_object_ref (fixture->page);
  gtk_window_destroy (GTK_WINDOW (fixture->window));
  form_wait_idle ();
  g_assert_finalize_object (fixture->page);
  fixture->page = NULL;
}

static void
set_up (Fixture *fixture, gconstpointer data)
{
  workplace_fixture_set_up (&fixture->desk);
  fixture->kind = pakiv_definitions_find_kind (
      pakiv_workplace_get_definitions (fixture->desk.workplace), "contact");
  fixture->log = pakiv_workplace_get_log_for_kind (fixture->desk.workplace, fixture->kind);
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  if (fixture->page != NULL)
    close_page (fixture);
  workplace_fixture_tear_down (&fixture->desk);
}

static guint
count_records (Fixture *fixture)
{
  g_autoptr (GArray) numbers = pakiv_log_find (fixture->log, fixture->kind, NULL, NULL);

  return numbers->len;
}

static gboolean
has_draft (Fixture *fixture, const char *id)
{
  g_autoptr (PakivRecord) draft = pakiv_log_load_draft (fixture->log, fixture->kind, id, NULL);

  return draft != NULL;
}

static void
type_visit (Fixture *fixture)
{
  pakiv_kind_page_new_record (PAKIV_KIND_PAGE (fixture->page));
  form_choose (fixture->form, "type", "Arranged visit");
  form_choose (fixture->form, "district", "North");
}

static GListModel *
get_model (Fixture *fixture)
{
  return pakiv_record_list_get_model (pakiv_kind_page_get_list (PAKIV_KIND_PAGE (fixture->page)));
}

static void
test_save (Fixture *fixture, gconstpointer data)
{
  g_autoptr (PakivRecordItem) item = NULL;
  g_autofree char *id = NULL;

  show_page (fixture);
  type_visit (fixture);
  g_assert_cmpstr (form_value (fixture->form, "date"), ==, WORKPLACE_DAY);
  pakiv_record_page_save (fixture->record);
  g_assert_nonnull (fixture->toast);
  form_wait (is_list_ready, fixture->page);
  g_assert_cmpuint (count_records (fixture), ==, 1);
  g_assert_cmpuint (g_list_model_get_n_items (get_model (fixture)), ==, 1);
  item = g_list_model_get_item (get_model (fixture), 0);
  g_assert_cmpstr (pakiv_record_item_get_title (item), ==, "Arranged visit");
  g_assert_cmpint (pakiv_record_page_get_number (fixture->record), ==,
                   pakiv_record_item_get_number (item));

  /* Saved once more it is the same record. */
  id = g_strdup (pakiv_record_page_get_id (fixture->record));
  form_choose (fixture->form, "district", "South");
  pakiv_record_page_save (fixture->record);
  g_assert_cmpuint (count_records (fixture), ==, 1);
  g_assert_cmpstr (pakiv_record_page_get_id (fixture->record), ==, id);
  g_assert_false (has_draft (fixture, NULL));
  g_assert_false (has_draft (fixture, id));
}

static void
test_refused (Fixture *fixture, gconstpointer data)
{
  show_page (fixture);
  pakiv_kind_page_new_record (PAKIV_KIND_PAGE (fixture->page));
  pakiv_record_page_save (fixture->record);
  g_assert_cmpuint (count_records (fixture), ==, 0);
  g_assert_nonnull (form_problem (fixture->form, "type"));
}

static void
test_draft (Fixture *fixture, gconstpointer data)
{
  GtkWidget *banner;

  show_page (fixture);
  type_visit (fixture);
  pakiv_kind_page_flush (PAKIV_KIND_PAGE (fixture->page));
  g_assert_true (has_draft (fixture, NULL));
  close_page (fixture);

  /* The next one to unlock finds it in place. */
  show_page (fixture);
  g_assert_cmpstr (form_value (fixture->form, "type"), ==, "VISIT");
  banner
      = form_find_labelled (GTK_WIDGET (fixture->record), GTK_TYPE_LABEL, "You were typing this");
  g_assert_true (gtk_widget_get_mapped (banner));
  pakiv_record_page_discard (fixture->record);
  g_assert_null (form_value (fixture->form, "type"));
  g_assert_false (has_draft (fixture, NULL));
  form_wait_idle ();
  g_assert_false (gtk_widget_get_mapped (banner));
}

/* Going to another record keeps what was typed, and the list says so. */
static void
test_draft_of_saved (Fixture *fixture, gconstpointer data)
{
  g_autoptr (PakivRecordItem) item = NULL;
  g_autofree char *id = NULL;
  gint64 number;

  show_page (fixture);
  type_visit (fixture);
  pakiv_record_page_save (fixture->record);
  form_wait (is_list_ready, fixture->page);
  id = g_strdup (pakiv_record_page_get_id (fixture->record));
  number = pakiv_record_page_get_number (fixture->record);
  form_choose (fixture->form, "district", "East");
  pakiv_kind_page_new_record (PAKIV_KIND_PAGE (fixture->page));
  g_assert_true (has_draft (fixture, id));
  item = g_list_model_get_item (get_model (fixture), 0);
  g_assert_true (pakiv_record_item_get_unsaved (item));
  g_assert_true (pakiv_record_page_open (fixture->record, number, NULL));
  g_assert_cmpstr (form_value (fixture->form, "district"), ==, "EAST");
  pakiv_record_page_discard (fixture->record);
  g_assert_cmpstr (form_value (fixture->form, "district"), ==, "NORTH");
  g_assert_false (has_draft (fixture, id));
}

static void
test_delete (Fixture *fixture, gconstpointer data)
{
  g_autofree char *id = NULL;

  show_page (fixture);
  type_visit (fixture);
  pakiv_record_page_save (fixture->record);
  form_wait (is_list_ready, fixture->page);
  id = g_strdup (pakiv_record_page_get_id (fixture->record));
  pakiv_record_page_delete (fixture->record);
  g_assert_cmpuint (count_records (fixture), ==, 0);
  g_assert_cmpstr (adw_toast_get_button_label (fixture->toast), ==, "Undo");
  g_signal_emit_by_name (fixture->toast, "button-clicked");
  form_wait (is_list_ready, fixture->page);
  g_assert_cmpuint (count_records (fixture), ==, 1);
  g_assert_cmpuint (g_list_model_get_n_items (get_model (fixture)), ==, 1);
}

/* Follow-up of what was released goes on, and the form says that what was published stays. */
static void
test_closed (Fixture *fixture, gconstpointer data)
{
  PakivPeriod period = { 2021, 1 };
  g_autoptr (GBytes) package = NULL;
  g_autoptr (PakivRecordItem) item = NULL;
  g_autoptr (GError) error = NULL;
  gint64 number;

  show_page (fixture);
  type_visit (fixture);
  gtk_editable_set_text (GTK_EDITABLE (form_row (fixture->form, "date")), "2021-02-03");
  pakiv_record_page_save (fixture->record);
  form_wait (is_list_ready, fixture->page);
  number = pakiv_record_page_get_number (fixture->record);
  package = pakiv_release_maker_make (
      fixture->log, pakiv_workplace_get_desk (fixture->desk.workplace), period, NULL, &error);
  g_assert_no_error (error);
  pakiv_kind_page_refresh (PAKIV_KIND_PAGE (fixture->page));
  form_wait (is_list_ready, fixture->page);
  form_wait_idle ();
  g_assert_cmpint (pakiv_record_page_get_number (fixture->record), ==, number);
  g_assert_true (gtk_widget_get_mapped (form_find_labelled (
      GTK_WIDGET (fixture->record), GTK_TYPE_LABEL, "This quarter has been released")));
  item = g_list_model_get_item (get_model (fixture), 0);
  g_assert_true (pakiv_record_item_get_closed (item));
  form_choose (fixture->form, "district", "South");
  pakiv_record_page_save (fixture->record);
  g_assert_false (has_draft (fixture, pakiv_record_page_get_id (fixture->record)));
  g_assert_cmpuint (count_records (fixture), ==, 1);
}

static gboolean
is_filtered (gpointer page)
{
  PakivRecordList *list = pakiv_kind_page_get_list (page);

  return !pakiv_record_list_is_busy (list)
         && g_list_model_get_n_items (pakiv_record_list_get_model (list)) == 1;
}

static gboolean
shows_nothing_found (gpointer page)
{
  GtkWidget *words = form_find_labelled (page, GTK_TYPE_LABEL, "Nothing Found");

  return words != NULL && gtk_widget_get_mapped (words);
}

static void
test_search (Fixture *fixture, gconstpointer data)
{
  PakivRecordList *list;

  show_page (fixture);
  g_assert_true (gtk_widget_get_mapped (
      form_find_labelled (fixture->page, GTK_TYPE_LABEL, "No Contacts Yet")));
  list = pakiv_kind_page_get_list (PAKIV_KIND_PAGE (fixture->page));
  for (guint i = 0; i < 3; i++)
    {
      type_visit (fixture);
      if (i == 1)
        form_choose (fixture->form, "district", "West");
      pakiv_record_page_save (fixture->record);
    }
  pakiv_record_list_set_search (list, "wes");
  form_wait (is_filtered, fixture->page);
  pakiv_record_list_set_search (list, "nowhere at all");
  form_wait (shows_nothing_found, fixture->page);
}

/* A thousand records: only what is in sight is read, and the row has a name for a screen reader. */
static void
test_long_list (Fixture *fixture, gconstpointer data)
{
  GtkWidget *row;
  g_autoptr (PakivRecordItem) item = NULL;
  g_autofree char *words = NULL;

  workplace_fixture_fill (&fixture->desk, 1000);
  show_page (fixture);
  g_assert_cmpuint (g_list_model_get_n_items (get_model (fixture)), ==, count_records (fixture));
  row = form_find (fixture->page, PAKIV_TYPE_RECORD_ROW);
  item = g_list_model_get_item (get_model (fixture), 0);
  words = pakiv_record_item_describe (item);
  gtk_test_accessible_assert_property (gtk_widget_get_parent (row), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                       words);
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
test_window (Fixture *fixture, gconstpointer data)
{
  g_autofree char *folder = g_build_filename (fixture->desk.folder, "desk", NULL);
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
test_setup (Fixture *fixture, gconstpointer data)
{
  static const char *const wrong[] = { "Puente", "Ana", "long enough", "long enouhg", NULL };
  static const char *const right[] = { "Puente", "Ana", "long enough", "long enough", NULL };
  g_autofree char *folder = g_build_filename (fixture->desk.folder, "made", NULL);
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
  g_ptr_array_add (names, (gpointer)g_type_name (PAKIV_TYPE_IMPORT_WINDOW));
  g_ptr_array_add (names, (gpointer)g_type_name (PAKIV_TYPE_PREFERENCES_WINDOW));
  g_ptr_array_add (names, (gpointer)g_type_name (PAKIV_TYPE_REPORTS_PAGE));
  g_ptr_array_add (names, (gpointer)g_type_name (PAKIV_TYPE_SHORTCUTS_WINDOW));
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

#define ADD(name, function) g_test_add (name, Fixture, NULL, set_up, function, tear_down)
  ADD ("/desk/page/save", test_save);
  ADD ("/desk/page/refused", test_refused);
  ADD ("/desk/page/draft", test_draft);
  ADD ("/desk/page/draft-of-saved", test_draft_of_saved);
  ADD ("/desk/page/delete", test_delete);
  ADD ("/desk/page/closed", test_closed);
  ADD ("/desk/list/search", test_search);
  ADD ("/desk/list/long", test_long_list);
  ADD ("/desk/window", test_window);
  ADD ("/desk/setup", test_setup);
  g_test_add_func ("/desk/templates", test_templates);
  return g_test_run ();
}
