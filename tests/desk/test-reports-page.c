/* The Reports page from a quarter that is ready to one that is published, on a real desk and log,
 * against a council on loopback that answers well and badly. */
#include "reports-fixture.h"
#include "workplace-fixture.h"

#include "pakiv-release-preview.h"
#include "pakiv-reports-page-private.h"
#include "pakiv-test-server.h"

#include <string.h>

typedef struct
{
  WorkplaceFixture desk;
  GtkWidget *window;
  PakivReportsPage *page;
} Fixture;

static gboolean
is_idle (gpointer data)
{
  PakivReportsPage *page = data;

  return page->listing == NULL && page->counting == NULL && page->working == NULL;
}

static void
set_up (Fixture *fixture, gconstpointer data)
{
  workplace_fixture_set_up (&fixture->desk);
  workplace_fixture_fill (&fixture->desk, 300);
  fixture->window = gtk_window_new ();
  fixture->page = PAKIV_REPORTS_PAGE (pakiv_reports_page_new (fixture->desk.workplace));
  gtk_window_set_child (GTK_WINDOW (fixture->window), GTK_WIDGET (fixture->page));
  fixture_wait (is_idle, fixture->page);
}

static gboolean
is_left_alone (gpointer object)
{
  return G_OBJECT (object)->ref_count == 1;
}

/* The open question or message: another widget in newer libadwaita. NULL where there is none. */
static GtkWidget *
find_dialog (void)
{
  g_autoptr (GList) windows = gtk_window_list_toplevels ();
  const char *types[] = { "AdwMessageDialog", "AdwAlertDialog" };

  for (GList *l = windows; l != NULL; l = l->next)
    for (gsize i = 0; i < G_N_ELEMENTS (types); i++)
      {
        GType type = g_type_from_name (types[i]);
        GtkWidget *dialog = type != 0 ? fixture_find (l->data, type, NULL) : NULL;

        if (dialog != NULL)
          return dialog;
      }
  return NULL;
}

static void
close_dialogs (void)
{
  GtkWidget *dialog;

  while ((dialog = find_dialog ()) != NULL)
    gtk_window_destroy (GTK_WINDOW (gtk_widget_get_root (dialog)));
}

static void
answer (GtkWidget *dialog)
{
  g_signal_emit_by_name (dialog, "response::do", "do");
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  close_dialogs ();
  g_object_ref (fixture->page);
  gtk_window_destroy (GTK_WINDOW (fixture->window));
  fixture_wait (is_left_alone, fixture->page);
  g_assert_finalize_object (fixture->page);
  workplace_fixture_tear_down (&fixture->desk);
}

static void
assert_says (GtkWidget *widget, const char *words)
{
  g_autofree char *text = fixture_read_labels (widget);

  if (strstr (text, words) == NULL)
    {
      g_test_message ("“%s” is not in “%.1500s”", words, text);
      g_test_fail ();
    }
}

static void
assert_told (const char *words)
{
  GtkWidget *dialog = find_dialog ();

  g_assert_nonnull (dialog);
  assert_says (dialog, words);
  close_dialogs ();
}

static gboolean
can (Fixture *fixture, const char *action)
{
  return g_action_group_get_action_enabled (G_ACTION_GROUP (fixture->page->actions), action);
}

static void
act (Fixture *fixture, const char *action)
{
  if (!can (fixture, action))
    assert_says (GTK_WIDGET (fixture->page), "(the action, which is not possible now)");
  g_assert_true (can (fixture, action));
  g_action_group_activate_action (G_ACTION_GROUP (fixture->page->actions), action, NULL);
  fixture_wait (is_idle, fixture->page);
}

static void
enrol (Fixture *fixture, PakivTestServer *council)
{
  g_autoptr (GError) error = NULL;

  pakiv_desk_set_council (pakiv_workplace_get_desk (fixture->desk.workplace),
                          pakiv_test_server_get_url (council), "token", &error);
  g_assert_no_error (error);
}

static void
sign_and_send (Fixture *fixture)
{
  act (fixture, "send");
  g_assert_nonnull (find_dialog ());
  answer (find_dialog ());
  close_dialogs ();
  fixture_wait (is_idle, fixture->page);
}

static GtkWidget *
find_tile (Fixture *fixture, int quarter, PakivLogId log)
{
  GtkFlowBox *tiles
      = GTK_FLOW_BOX (fixture_find (GTK_WIDGET (fixture->page->calendar), GTK_TYPE_FLOW_BOX, NULL));
  GtkFlowBoxChild *tile = NULL;

  for (int i = 0; (tile = gtk_flow_box_get_child_at_index (tiles, i)) != NULL; i++)
    {
      const PakivReleaseQuarter *of = g_object_get_data (G_OBJECT (tile), "quarter");

      if (of->period.quarter == quarter && pakiv_log_get_id (of->log) == log)
        break;
    }
  return GTK_WIDGET (tile);
}

/* Selects the tile of a quarter, as a click or the keyboard does. */
static void
choose (Fixture *fixture, int quarter, PakivLogId log)
{
  GtkWidget *tile = find_tile (fixture, quarter, log);

  g_assert_nonnull (tile);
  gtk_flow_box_select_child (GTK_FLOW_BOX (gtk_widget_get_parent (tile)),
                             GTK_FLOW_BOX_CHILD (tile));
}

static void
test_states (Fixture *fixture, gconstpointer data)
{
  GtkWidget *list = GTK_WIDGET (fixture->page->calendar);

  /* 10 May 2021: the first quarter is over and has records; the joint log has none. */
  assert_says (list, "January to March Ready to release");
  assert_says (list, "January to March Nothing was recorded");
  g_assert_nonnull (pakiv_release_preview_get_release (fixture->page->preview));
  g_assert_true (can (fixture, "send"));
  g_assert_false (can (fixture, "save"));
  g_assert_false (can (fixture, "print"));
  g_assert_false (can (fixture, "ask"));

  choose (fixture, 1, PAKIV_LOG_JOINT);
  fixture_wait (is_idle, fixture->page);
  g_assert_null (pakiv_release_preview_get_release (fixture->page->preview));
  g_assert_false (can (fixture, "send"));
}

static GtkWidget *
find_button (GtkWidget *calendar, const char *id)
{
  return GTK_WIDGET (gtk_widget_get_template_child (calendar, PAKIV_TYPE_REPORTS_CALENDAR, id));
}

/* Each year has four quarters of each log; one that waits in another year is named. */
static void
test_calendar (Fixture *fixture, gconstpointer data)
{
  PakivLog *log = pakiv_workplace_get_log (fixture->desk.workplace, PAKIV_LOG_POLICE);
  const PakivKind *kind = pakiv_definitions_find_kind (pakiv_log_get_definitions (log), "contact");
  g_autoptr (PakivRecord) record = pakiv_record_new_today (kind, "2019-08-02");
  GtkWidget *calendar = GTK_WIDGET (fixture->page->calendar);
  GtkWidget *tile = find_tile (fixture, 1, PAKIV_LOG_POLICE);
  g_autoptr (GError) error = NULL;

  gtk_test_accessible_assert_role (GTK_ACCESSIBLE (tile), GTK_ACCESSIBLE_ROLE_LIST_ITEM);
  gtk_test_accessible_assert_property (GTK_ACCESSIBLE (tile), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                       "Police log, January to March 2021: Ready to release");
  g_assert_true (gtk_flow_box_child_is_selected (GTK_FLOW_BOX_CHILD (tile)));
  assert_says (calendar, "2021 Police log Joint log January to March");
  assert_says (calendar, "October to December Still to come October to December Still to come");

  pakiv_record_set (record, "type", "PATROL");
  pakiv_record_set (record, "district", "NORTH");
  pakiv_log_save (log, record, &error);
  g_assert_no_error (error);
  pakiv_reports_page_refresh (fixture->page);
  fixture_wait (is_idle, fixture->page);
  assert_says (calendar, "Also to do: Police log, July to September 2019");
  g_signal_emit_by_name (find_button (calendar, "before_button"), "clicked");
  assert_says (calendar, "2020");
  g_assert_cmpint (fixture->page->quarter->period.year, ==, 2021);
  g_signal_emit_by_name (find_button (calendar, "elsewhere_button"), "clicked");
  fixture_wait (is_idle, fixture->page);
  g_assert_cmpint (fixture->page->quarter->period.year, ==, 2019);
  assert_says (calendar, "2019");
  assert_says (calendar, "July to September Ready to release");
  assert_says (calendar, "Also to do: Police log, January to March 2021");
  g_assert_false (gtk_widget_get_sensitive (find_button (calendar, "before_button")));
}

static void
test_running (Fixture *fixture, gconstpointer data)
{
  PakivLog *log = pakiv_workplace_get_log (fixture->desk.workplace, PAKIV_LOG_POLICE);
  const PakivKind *kind = pakiv_definitions_find_kind (pakiv_log_get_definitions (log), "contact");
  g_autoptr (PakivRecord) record = pakiv_record_new_today (kind, WORKPLACE_DAY);
  g_autoptr (GError) error = NULL;

  pakiv_record_set (record, "type", "PATROL");
  pakiv_record_set (record, "district", "NORTH");
  pakiv_log_save (log, record, &error);
  g_assert_no_error (error);
  pakiv_reports_page_refresh (fixture->page);
  fixture_wait (is_idle, fixture->page);
  assert_says (GTK_WIDGET (fixture->page->calendar), "April to June Not over yet");
  choose (fixture, 2, PAKIV_LOG_POLICE);
  assert_says (GTK_WIDGET (fixture->page->stack), "This quarter can be released from 1 July 2021.");
  g_assert_false (can (fixture, "send"));
}

static void
test_without_council (Fixture *fixture, gconstpointer data)
{
  sign_and_send (fixture);
  assert_told ("ask the council for an enrolment code");
  assert_says (GTK_WIDGET (fixture->page->calendar), "Released, waiting to be sent");
  g_assert_cmpstr (gtk_label_get_text (fixture->page->send_label), ==, "Send");
  gtk_test_accessible_assert_property (GTK_ACCESSIBLE (fixture->page->send_button),
                                       GTK_ACCESSIBLE_PROPERTY_LABEL, "Send");
  g_assert_true (can (fixture, "save"));
  g_assert_true (can (fixture, "print"));
}

static void
test_send (Fixture *fixture, gconstpointer data)
{
  g_autoptr (PakivTestServer) council = pakiv_test_server_new ();
  g_autofree char *before = NULL;
  g_autofree char *after = NULL;

  before = fixture_read_labels (GTK_WIDGET (fixture->page->preview));
  enrol (fixture, council);
  /* The council is unwell: the quarter is signed, kept, and waits. */
  pakiv_test_server_set_answer (
      council, &(PakivTestAnswer){ .status = 503, .type = "text/html", .body = "<h1>Sorry</h1>" });
  sign_and_send (fixture);
  assert_told ("Nothing is lost");
  assert_says (GTK_WIDGET (fixture->page->calendar), "Released, waiting to be sent");

  pakiv_test_server_set_answer (
      council, &(PakivTestAnswer){ .status = 201,
                                   .body = "{\"pakiv\":1,\"state\":\"received\",\"comment\":null,"
                                           "\"page\":\"/releases/1\",\"already\":false}" });
  act (fixture, "send");
  g_assert_null (find_dialog ());
  assert_says (GTK_WIDGET (fixture->page->calendar), "Received by the council");
  g_assert_false (can (fixture, "send"));
  g_assert_true (can (fixture, "open-page"));

  pakiv_test_server_set_answer (
      council, &(PakivTestAnswer){ .status = 200,
                                   .body = "{\"pakiv\":1,\"state\":\"returned\",\"comment\":\"Why "
                                           "so <few>?\",\"page\":\"/releases/1\"}" });
  act (fixture, "ask");
  assert_says (GTK_WIDGET (fixture->page->calendar), "Returned with a question: Why so <few>?");
  g_assert_true (gtk_revealer_get_reveal_child (fixture->page->note_revealer));

  pakiv_test_server_set_answer (
      council, &(PakivTestAnswer){ .status = 200,
                                   .body = "{\"pakiv\":1,\"state\":\"published\",\"comment\":null,"
                                           "\"page\":\"/releases/1\"}" });
  act (fixture, "ask");
  assert_says (GTK_WIDGET (fixture->page->calendar), "Published");

  pakiv_test_server_set_answer (council, &(PakivTestAnswer){ .status = 500 });
  act (fixture, "ask");
  assert_told ("The council did not answer");
  assert_says (GTK_WIDGET (fixture->page->calendar), "Published");

  after = fixture_read_labels (GTK_WIDGET (fixture->page->preview));
  g_assert_cmpstr (before, ==, after);
}

/* A record that came after the preview: nothing is signed that nobody has seen. */
static void
test_changed_since (Fixture *fixture, gconstpointer data)
{
  workplace_fixture_fill (&fixture->desk, 900);
  sign_and_send (fixture);
  assert_told ("Look at it again");
  g_assert_null (
      pakiv_log_load_release (pakiv_workplace_get_log (fixture->desk.workplace, PAKIV_LOG_POLICE),
                              (PakivPeriod){ 2021, 1 }, NULL));
  /* It was counted again, and can now be signed. */
  sign_and_send (fixture);
  assert_says (GTK_WIDGET (fixture->page->calendar), "Released, waiting to be sent");
}

/* The page is dropped (the window locks) while a question is open and while it counts. */
static void
test_dropped (Fixture *fixture, gconstpointer data)
{
  GtkWidget *dialog;

  act (fixture, "send");
  dialog = find_dialog ();
  g_assert_nonnull (dialog);
  pakiv_reports_page_refresh (fixture->page);
  g_object_ref (fixture->page);
  gtk_window_set_child (GTK_WINDOW (fixture->window), NULL);
  fixture_wait (is_left_alone, fixture->page);
  g_assert_finalize_object (fixture->page);
  answer (dialog);

  fixture->page = PAKIV_REPORTS_PAGE (pakiv_reports_page_new (fixture->desk.workplace));
  gtk_window_set_child (GTK_WINDOW (fixture->window), GTK_WIDGET (fixture->page));
  fixture_wait (is_idle, fixture->page);
  assert_says (GTK_WIDGET (fixture->page->calendar), "Ready to release");
}

static GtkWidget *
get_child (Fixture *fixture, const char *id)
{
  return GTK_WIDGET (
      gtk_widget_get_template_child (GTK_WIDGET (fixture->page), PAKIV_TYPE_REPORTS_PAGE, id));
}

/* How often the trace says that someone looked: its file grows by a line. */
static guint
count_trace (Fixture *fixture)
{
  PakivDesk *desk = pakiv_workplace_get_desk (fixture->desk.workplace);
  g_autofree char *path = g_build_filename (pakiv_desk_get_folder (desk), "police.trace", NULL);
  g_autofree char *text = NULL;
  guint lines = 0;

  g_assert_true (g_file_get_contents (path, &text, NULL, NULL));
  for (const char *c = text; *c != '\0'; c++)
    lines += *c == '\n';
  return lines;
}

/* Asked once, told in the trace each time, marked with a reason, gone with the page; and never in
 * what is printed. */
static void
test_truth (Fixture *fixture, gconstpointer data)
{
  GtkToggleButton *toggle = GTK_TOGGLE_BUTTON (get_child (fixture, "truth_toggle"));
  GtkWidget *preview = GTK_WIDGET (fixture->page->preview);
  g_autofree char *before = fixture_read_labels (preview);
  g_autofree char *shown = NULL;
  g_autofree char *after = NULL;
  guint entries = count_trace (fixture);

  gtk_toggle_button_set_active (toggle, TRUE);
  g_assert_false (gtk_toggle_button_get_active (toggle));
  g_assert_false (pakiv_release_preview_has_truth (fixture->page->preview));
  assert_says (find_dialog (), "never printed, saved or sent");
  answer (find_dialog ());
  close_dialogs ();
  fixture_wait (is_idle, fixture->page);
  g_assert_true (gtk_toggle_button_get_active (toggle));
  g_assert_cmpuint (count_trace (fixture), ==, entries + 1);
  assert_says (preview, "What was counted is for your eyes only");
  assert_says (preview, "a: A small count: 1 to 9 are shown as 0 or 10.");
  assert_says (preview,
               "b: A sum of altered figures: the small counts in it are shown as 0 or 10.");
  shown = fixture_read_labels (preview);
  g_assert_nonnull (strstr (shown, " → "));

  gtk_toggle_button_set_active (toggle, FALSE);
  after = fixture_read_labels (preview);
  g_assert_cmpstr (before, ==, after);
  gtk_toggle_button_set_active (toggle, TRUE);
  g_assert_null (find_dialog ());
  fixture_wait (is_idle, fixture->page);
  g_assert_true (pakiv_release_preview_has_truth (fixture->page->preview));
  g_assert_cmpuint (count_trace (fixture), ==, entries + 2);

  /* Another quarter is chosen, or the page is left. */
  choose (fixture, 2, PAKIV_LOG_POLICE);
  fixture_wait (is_idle, fixture->page);
  g_assert_false (pakiv_release_preview_has_truth (fixture->page->preview));
  g_assert_false (gtk_toggle_button_get_active (toggle));
}

/* Who leaves the page takes the true figures off the screen. */
static void
test_truth_left (Fixture *fixture, gconstpointer data)
{
  gtk_window_present (GTK_WINDOW (fixture->window));
  while (!gtk_widget_get_mapped (GTK_WIDGET (fixture->page)))
    g_main_context_iteration (NULL, TRUE);
  pakiv_reports_truth_show (fixture->page);
  fixture_wait (is_idle, fixture->page);
  g_assert_true (pakiv_release_preview_has_truth (fixture->page->preview));
  gtk_widget_set_visible (fixture->window, FALSE);
  g_assert_false (pakiv_release_preview_has_truth (fixture->page->preview));
}

static void
test_changes (Fixture *fixture, gconstpointer data)
{
  PakivLog *log = pakiv_workplace_get_log (fixture->desk.workplace, PAKIV_LOG_POLICE);
  const PakivKind *kind = pakiv_definitions_find_kind (pakiv_log_get_definitions (log), "contact");
  g_autoptr (PakivRecord) record = pakiv_record_new_today (kind, "2020-11-02");
  GtkWidget *changes = GTK_WIDGET (fixture->page->changes);
  g_autoptr (GError) error = NULL;

  assert_says (changes, "This is the first release of this log");
  pakiv_record_set (record, "type", "PATROL");
  pakiv_record_set (record, "district", "NORTH");
  pakiv_log_save (log, record, &error);
  g_assert_no_error (error);
  pakiv_reports_page_refresh (fixture->page);
  fixture_wait (is_idle, fixture->page);
  g_signal_emit_by_name (find_button (GTK_WIDGET (fixture->page->calendar), "elsewhere_button"),
                         "clicked");
  fixture_wait (is_idle, fixture->page);
  g_assert_cmpint (fixture->page->quarter->period.year, ==, 2020);
  sign_and_send (fixture);
  close_dialogs ();

  /* A single contact in the quarter before, hundreds in this one. */
  g_signal_emit_by_name (find_button (GTK_WIDGET (fixture->page->calendar), "elsewhere_button"),
                         "clicked");
  fixture_wait (is_idle, fixture->page);
  g_assert_cmpint (fixture->page->quarter->period.year, ==, 2021);
  assert_says (changes, "Compared with October to December 2020");
  assert_says (changes, "Contacts by type, district and month contacts Rose from ");
  assert_says (changes, "Stops by reason Any stop Rose from ");
}

/* What is looked at is tried here; what was signed is told from its package. */
static void
test_attempts (Fixture *fixture, gconstpointer data)
{
  GtkWidget *attempts = GTK_WIDGET (fixture->page->attempts);

  assert_says (attempts, "Nothing was tried on these figures yet.");
  gtk_stack_set_visible_child_name (fixture->page->views, "attempts");
  fixture_wait (is_idle, fixture->page);
  g_assert_true (pakiv_release_attempts_is_filled (fixture->page->attempts));
  assert_says (attempts, "What was tried");
  sign_and_send (fixture);
  close_dialogs ();
  fixture_wait (is_idle, fixture->page);
  g_assert_true (pakiv_release_attempts_is_filled (fixture->page->attempts));
}

static void
test_pdf (Fixture *fixture, gconstpointer data)
{
  g_autofree char *path = g_build_filename (fixture->desk.folder, "report.pdf", NULL);
  g_autofree char *nowhere = g_build_filename (fixture->desk.folder, "no", "report.pdf", NULL);
  g_autofree char *document = NULL;
  gsize length;
  guint entries;

  g_assert_false (can (fixture, "pdf"));
  sign_and_send (fixture);
  close_dialogs ();
  g_assert_true (can (fixture, "pdf"));
  entries = count_trace (fixture);
  pakiv_reports_actions_save_pdf_to (fixture->page, path);
  fixture_wait (is_idle, fixture->page);
  g_assert_true (g_file_get_contents (path, &document, &length, NULL));
  g_assert_true (g_str_has_prefix (document, "%PDF-"));
  g_assert_cmpuint (length, >, 10000);
  g_assert_cmpuint (count_trace (fixture), ==, entries + 1);
  pakiv_reports_actions_save_pdf_to (fixture->page, nowhere);
  fixture_wait (is_idle, fixture->page);
  assert_told ("report.pdf");
}

static void
test_printed_page (Fixture *fixture, gconstpointer data)
{
  g_autofree char *path = g_build_filename (fixture->desk.folder, "page.html", NULL);
  g_autofree char *nowhere
      = g_build_filename (fixture->desk.folder, "no", "such", "page.html", NULL);
  g_autoptr (GFile) file = g_file_new_for_path (path);
  g_autoptr (GFile) missing = g_file_new_for_path (nowhere);
  g_autofree char *written = NULL;
  g_autoptr (GError) error = NULL;

  g_assert_true (pakiv_reports_actions_write_page ("<html></html>", file, &error));
  g_assert_no_error (error);
  g_assert_true (g_file_get_contents (path, &written, NULL, NULL));
  g_assert_cmpstr (written, ==, "<html></html>");
  g_assert_false (pakiv_reports_actions_write_page ("<html></html>", missing, &error));
  g_assert_nonnull (strstr (error->message, "page.html"));
}

int
main (int argc, char **argv)
{
  gtk_test_init (&argc, &argv, NULL);
  adw_init ();
#define ADD(path, test) g_test_add ("/reports-page/" path, Fixture, NULL, set_up, test, tear_down)
  ADD ("states", test_states);
  ADD ("calendar", test_calendar);
  ADD ("running", test_running);
  ADD ("without-council", test_without_council);
  ADD ("send", test_send);
  ADD ("changed-since", test_changed_since);
  ADD ("dropped", test_dropped);
  ADD ("truth", test_truth);
  ADD ("truth-left", test_truth_left);
  ADD ("changes", test_changes);
  ADD ("attempts", test_attempts);
  ADD ("pdf", test_pdf);
  ADD ("printed-page", test_printed_page);
#undef ADD
  return g_test_run ();
}
