/* Lists and pages on a real desk: finding, saving, discarding, deleting and its undoing, drafts. */
#include "form-fixture.h"
#include "workplace-fixture.h"

#include "pakiv-kind-page.h"
#include "pakiv-record-item.h"
#include "pakiv-record-row.h"
#include "pakiv-release-maker.h"

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
      fixture->log, pakiv_workplace_get_desk (fixture->desk.workplace), period, NULL, NULL, &error);
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
  return g_test_run ();
}
