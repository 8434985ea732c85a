/* The Reports page from a quarter that is ready to one that is published, on a real desk and log,
 * against a council on loopback that answers well and badly. */
#include "reports-page-fixture.h"

#include <string.h>

static void
test_states (PageFixture *fixture, gconstpointer data)
{
  GtkWidget *list = GTK_WIDGET (fixture->page->calendar);

  /* 10 May 2021: the first quarter is over and has records; the joint log has none. */
  page_fixture_assert_says (list, "January to March Ready to release");
  page_fixture_assert_says (list, "January to March Nothing was recorded");
  g_assert_nonnull (pakiv_release_preview_get_release (fixture->page->preview));
  g_assert_true (page_fixture_can (fixture, "send"));
  g_assert_false (page_fixture_can (fixture, "save"));
  g_assert_false (page_fixture_can (fixture, "print"));
  g_assert_false (page_fixture_can (fixture, "ask"));

  page_fixture_choose (fixture, 1, PAKIV_LOG_JOINT);
  fixture_wait (page_fixture_is_idle, fixture->page);
  g_assert_null (pakiv_release_preview_get_release (fixture->page->preview));
  g_assert_false (page_fixture_can (fixture, "send"));
}

static void
test_calendar (PageFixture *fixture, gconstpointer data)
{
  PakivLog *log = pakiv_workplace_get_log (fixture->desk.workplace, PAKIV_LOG_POLICE);
  const PakivKind *kind = pakiv_definitions_find_kind (pakiv_log_get_definitions (log), "contact");
  g_autoptr (PakivRecord) record = pakiv_record_new_today (kind, "2019-08-02");
  GtkWidget *calendar = GTK_WIDGET (fixture->page->calendar);
  GtkWidget *tile = page_fixture_find_tile (fixture, 1, PAKIV_LOG_POLICE);
  g_autoptr (GError) error = NULL;

  gtk_test_accessible_assert_role (GTK_ACCESSIBLE (tile), GTK_ACCESSIBLE_ROLE_LIST_ITEM);
  gtk_test_accessible_assert_property (GTK_ACCESSIBLE (tile), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                       "Police log, January to March 2021: Ready to release");
  g_assert_true (gtk_flow_box_child_is_selected (GTK_FLOW_BOX_CHILD (tile)));
  page_fixture_assert_says (calendar, "2021 Police log Joint log January to March");
  page_fixture_assert_says (calendar,
                            "October to December Still to come October to December Still to come");

  pakiv_record_set (record, "type", "PATROL");
  pakiv_record_set (record, "district", "NORTH");
  pakiv_log_save (log, record, &error);
  g_assert_no_error (error);
  pakiv_reports_page_refresh (fixture->page);
  fixture_wait (page_fixture_is_idle, fixture->page);
  page_fixture_assert_says (calendar, "Also to do: Police log, July to September 2019");
  g_signal_emit_by_name (page_fixture_find_button (calendar, "before_button"), "clicked");
  page_fixture_assert_says (calendar, "2020");
  g_assert_cmpint (fixture->page->quarter->period.year, ==, 2021);
  g_signal_emit_by_name (page_fixture_find_button (calendar, "elsewhere_button"), "clicked");
  fixture_wait (page_fixture_is_idle, fixture->page);
  g_assert_cmpint (fixture->page->quarter->period.year, ==, 2019);
  page_fixture_assert_says (calendar, "2019");
  page_fixture_assert_says (calendar, "July to September Ready to release");
  page_fixture_assert_says (calendar, "Also to do: Police log, January to March 2021");
  g_assert_false (gtk_widget_get_sensitive (page_fixture_find_button (calendar, "before_button")));
}

static void
test_running (PageFixture *fixture, gconstpointer data)
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
  fixture_wait (page_fixture_is_idle, fixture->page);
  page_fixture_assert_says (GTK_WIDGET (fixture->page->calendar), "April to June Not over yet");
  page_fixture_choose (fixture, 2, PAKIV_LOG_POLICE);
  page_fixture_assert_says (GTK_WIDGET (fixture->page->stack),
                            "This quarter can be released from 1 July 2021.");
  g_assert_false (page_fixture_can (fixture, "send"));
}

static void
save (PageFixture *fixture, PakivRecord *record, const char *type)
{
  PakivLog *log = pakiv_workplace_get_log (fixture->desk.workplace, PAKIV_LOG_POLICE);
  g_autoptr (GError) error = NULL;

  pakiv_record_set (record, "type", type);
  pakiv_record_set (record, "district", "NORTH");
  pakiv_log_save (log, record, &error);
  g_assert_no_error (error);
}

static PakivRecord *
new_contact (PageFixture *fixture, const char *day)
{
  PakivDefinitions *definitions = pakiv_workplace_get_definitions (fixture->desk.workplace);

  return pakiv_record_new_today (pakiv_definitions_find_kind (definitions, "contact"), day);
}

/* What came after a release, and what was corrected since, is told at the quarter it counts in. */
static void
test_late (PageFixture *fixture, gconstpointer data)
{
  GtkWidget *calendar = GTK_WIDGET (fixture->page->calendar);
  g_autoptr (PakivRecord) corrected = new_contact (fixture, "2021-02-02");
  g_autoptr (PakivRecord) late = new_contact (fixture, "2021-03-03");

  save (fixture, corrected, "PATROL");
  pakiv_reports_page_refresh (fixture->page);
  fixture_wait (page_fixture_is_idle, fixture->page);
  page_fixture_sign_and_send (fixture);
  page_fixture_close_dialogs ();
  save (fixture, late, "PATROL");
  save (fixture, corrected, "VISIT");
  pakiv_reports_page_refresh (fixture->page);
  fixture_wait (page_fixture_is_idle, fixture->page);
  page_fixture_assert_says (calendar, "April to June Not over yet 1 came late · 1 correction");
  page_fixture_choose (fixture, 2, PAKIV_LOG_POLICE);
  fixture_wait (page_fixture_is_idle, fixture->page);
  page_fixture_assert_says (GTK_WIDGET (fixture->page->note_revealer),
                            "1 record of an earlier quarter came after that was released");
  page_fixture_assert_says (GTK_WIDGET (fixture->page->note_revealer),
                            "1 record of a released quarter was corrected");
  g_assert_true (gtk_revealer_get_reveal_child (fixture->page->note_revealer));
}

static void
test_without_council (PageFixture *fixture, gconstpointer data)
{
  page_fixture_sign_and_send (fixture);
  page_fixture_assert_told ("ask the council for an enrolment code");
  page_fixture_assert_says (GTK_WIDGET (fixture->page->calendar), "Released, waiting to be sent");
  g_assert_cmpstr (gtk_label_get_text (fixture->page->send_label), ==, "Send");
  gtk_test_accessible_assert_property (GTK_ACCESSIBLE (fixture->page->send_button),
                                       GTK_ACCESSIBLE_PROPERTY_LABEL, "Send");
  g_assert_true (page_fixture_can (fixture, "save"));
  g_assert_true (page_fixture_can (fixture, "print"));
}

static void
test_send (PageFixture *fixture, gconstpointer data)
{
  g_autoptr (PakivTestServer) council = pakiv_test_server_new ();
  g_autofree char *before = NULL;
  g_autofree char *after = NULL;

  before = fixture_read_labels (GTK_WIDGET (fixture->page->preview));
  page_fixture_enrol (fixture, council);
  /* The council is unwell: the quarter is signed, kept, and waits. */
  pakiv_test_server_set_answer (
      council, &(PakivTestAnswer){ .status = 503, .type = "text/html", .body = "<h1>Sorry</h1>" });
  page_fixture_sign_and_send (fixture);
  page_fixture_assert_told ("Nothing is lost");
  page_fixture_assert_says (GTK_WIDGET (fixture->page->calendar), "Released, waiting to be sent");

  pakiv_test_server_set_answer (
      council, &(PakivTestAnswer){ .status = 201,
                                   .body = "{\"pakiv\":1,\"state\":\"received\",\"comment\":null,"
                                           "\"page\":\"/releases/1\",\"already\":false}" });
  page_fixture_act (fixture, "send");
  g_assert_null (page_fixture_find_dialog ());
  page_fixture_assert_says (GTK_WIDGET (fixture->page->calendar), "Received by the council");
  g_assert_false (page_fixture_can (fixture, "send"));
  g_assert_true (page_fixture_can (fixture, "open-page"));

  pakiv_test_server_set_answer (
      council, &(PakivTestAnswer){ .status = 200,
                                   .body = "{\"pakiv\":1,\"state\":\"returned\",\"comment\":\"Why "
                                           "so <few>?\",\"page\":\"/releases/1\"}" });
  page_fixture_act (fixture, "ask");
  page_fixture_assert_says (GTK_WIDGET (fixture->page->calendar),
                            "Returned with a question: Why so <few>?");
  g_assert_true (gtk_revealer_get_reveal_child (fixture->page->note_revealer));

  pakiv_test_server_set_answer (
      council, &(PakivTestAnswer){ .status = 200,
                                   .body = "{\"pakiv\":1,\"state\":\"published\",\"comment\":null,"
                                           "\"page\":\"/releases/1\"}" });
  page_fixture_act (fixture, "ask");
  page_fixture_assert_says (GTK_WIDGET (fixture->page->calendar), "Published");

  pakiv_test_server_set_answer (council, &(PakivTestAnswer){ .status = 500 });
  page_fixture_act (fixture, "ask");
  page_fixture_assert_told ("The council did not answer");
  page_fixture_assert_says (GTK_WIDGET (fixture->page->calendar), "Published");

  after = fixture_read_labels (GTK_WIDGET (fixture->page->preview));
  g_assert_cmpstr (before, ==, after);
}

static void
test_changed_since (PageFixture *fixture, gconstpointer data)
{
  workplace_fixture_fill (&fixture->desk, 900);
  page_fixture_sign_and_send (fixture);
  page_fixture_assert_told ("Look at it again");
  g_assert_null (
      pakiv_log_load_release (pakiv_workplace_get_log (fixture->desk.workplace, PAKIV_LOG_POLICE),
                              (PakivPeriod){ 2021, 1 }, NULL));
  /* It was counted again, and can now be signed. */
  page_fixture_sign_and_send (fixture);
  page_fixture_assert_says (GTK_WIDGET (fixture->page->calendar), "Released, waiting to be sent");
}

static void
test_dropped (PageFixture *fixture, gconstpointer data)
{
  GtkWidget *dialog;

  page_fixture_act (fixture, "send");
  dialog = page_fixture_find_dialog ();
  g_assert_nonnull (dialog);
  pakiv_reports_page_refresh (fixture->page);
  g_object_ref (fixture->page);
  gtk_window_set_child (GTK_WINDOW (fixture->window), NULL);
  fixture_wait (page_fixture_is_left_alone, fixture->page);
  g_assert_finalize_object (fixture->page);
  page_fixture_answer (dialog);

  fixture->page = PAKIV_REPORTS_PAGE (pakiv_reports_page_new (fixture->desk.workplace));
  gtk_window_set_child (GTK_WINDOW (fixture->window), GTK_WIDGET (fixture->page));
  fixture_wait (page_fixture_is_idle, fixture->page);
  page_fixture_assert_says (GTK_WIDGET (fixture->page->calendar), "Ready to release");
}

int
main (int argc, char **argv)
{
  gtk_test_init (&argc, &argv, NULL);
  adw_init ();
#define ADD(path, test) \
  g_test_add ("/reports-page/" path, PageFixture, NULL, page_fixture_set_up, test, \
              page_fixture_tear_down)
  ADD ("states", test_states);
  ADD ("calendar", test_calendar);
  ADD ("running", test_running);
  ADD ("late", test_late);
  ADD ("without-council", test_without_council);
  ADD ("send", test_send);
  ADD ("changed-since", test_changed_since);
  ADD ("dropped", test_dropped);
#undef ADD
  return g_test_run ();
}
