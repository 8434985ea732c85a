/* What stands beside the preview of a quarter, on a real desk and log: true figures, what has
 * changed, what was tried; and the copies that are made of it. */
#include "reports-page-fixture.h"

#include <string.h>

static void
test_truth (PageFixture *fixture, gconstpointer data)
{
  GtkToggleButton *toggle = GTK_TOGGLE_BUTTON (page_fixture_get_child (fixture, "truth_toggle"));
  GtkWidget *preview = GTK_WIDGET (fixture->page->preview);
  g_autofree char *before = fixture_read_labels (preview);
  g_autofree char *shown = NULL;
  g_autofree char *after = NULL;
  guint entries = page_fixture_count_trace (fixture);

  gtk_toggle_button_set_active (toggle, TRUE);
  g_assert_false (gtk_toggle_button_get_active (toggle));
  g_assert_false (pakiv_release_preview_has_truth (fixture->page->preview));
  page_fixture_assert_says (page_fixture_find_dialog (), "never printed, saved or sent");
  page_fixture_answer (page_fixture_find_dialog ());
  page_fixture_close_dialogs ();
  fixture_wait (page_fixture_is_idle, fixture->page);
  g_assert_true (gtk_toggle_button_get_active (toggle));
  g_assert_cmpuint (page_fixture_count_trace (fixture), ==, entries + 1);
  page_fixture_assert_says (preview, "What was counted is for your eyes only");
  page_fixture_assert_says (preview, "a: A small count: 1 to 9 are shown as 0 or 10.");
  page_fixture_assert_says (
      preview, "b: A sum of altered figures: the small counts in it are shown as 0 or 10.");
  shown = fixture_read_labels (preview);
  g_assert_nonnull (strstr (shown, " → "));

  gtk_toggle_button_set_active (toggle, FALSE);
  after = fixture_read_labels (preview);
  g_assert_cmpstr (before, ==, after);
  gtk_toggle_button_set_active (toggle, TRUE);
  g_assert_null (page_fixture_find_dialog ());
  fixture_wait (page_fixture_is_idle, fixture->page);
  g_assert_true (pakiv_release_preview_has_truth (fixture->page->preview));
  g_assert_cmpuint (page_fixture_count_trace (fixture), ==, entries + 2);

  /* Another quarter is chosen, or the page is left. */
  page_fixture_choose (fixture, 2, PAKIV_LOG_POLICE);
  fixture_wait (page_fixture_is_idle, fixture->page);
  g_assert_false (pakiv_release_preview_has_truth (fixture->page->preview));
  g_assert_false (gtk_toggle_button_get_active (toggle));
}

static void
test_truth_left (PageFixture *fixture, gconstpointer data)
{
  gtk_window_present (GTK_WINDOW (fixture->window));
  while (!gtk_widget_get_mapped (GTK_WIDGET (fixture->page)))
    g_main_context_iteration (NULL, TRUE);
  pakiv_reports_truth_show (fixture->page);
  fixture_wait (page_fixture_is_idle, fixture->page);
  g_assert_true (pakiv_release_preview_has_truth (fixture->page->preview));
  gtk_widget_set_visible (fixture->window, FALSE);
  g_assert_false (pakiv_release_preview_has_truth (fixture->page->preview));
}

static void
test_changes (PageFixture *fixture, gconstpointer data)
{
  PakivLog *log = pakiv_workplace_get_log (fixture->desk.workplace, PAKIV_LOG_POLICE);
  const PakivKind *kind = pakiv_definitions_find_kind (pakiv_log_get_definitions (log), "contact");
  g_autoptr (PakivRecord) record = pakiv_record_new_today (kind, "2020-11-02");
  GtkWidget *changes = GTK_WIDGET (fixture->page->changes);
  g_autoptr (GError) error = NULL;

  page_fixture_assert_says (changes, "This is the first release of this log");
  pakiv_record_set (record, "type", "PATROL");
  pakiv_record_set (record, "district", "NORTH");
  pakiv_log_save (log, record, &error);
  g_assert_no_error (error);
  pakiv_reports_page_refresh (fixture->page);
  fixture_wait (page_fixture_is_idle, fixture->page);
  g_signal_emit_by_name (
      page_fixture_find_button (GTK_WIDGET (fixture->page->calendar), "elsewhere_button"),
      "clicked");
  fixture_wait (page_fixture_is_idle, fixture->page);
  g_assert_cmpint (fixture->page->quarter->period.year, ==, 2020);
  page_fixture_sign_and_send (fixture);
  page_fixture_close_dialogs ();

  /* A single contact in the quarter before, hundreds in this one. */
  g_signal_emit_by_name (
      page_fixture_find_button (GTK_WIDGET (fixture->page->calendar), "elsewhere_button"),
      "clicked");
  fixture_wait (page_fixture_is_idle, fixture->page);
  g_assert_cmpint (fixture->page->quarter->period.year, ==, 2021);
  page_fixture_assert_says (changes, "Compared with October to December 2020");
  page_fixture_assert_says (changes, "Contacts by type, district and month contacts Rose from ");
  page_fixture_assert_says (changes, "Stops by reason Any stop Rose from ");
}

static void
test_attempts (PageFixture *fixture, gconstpointer data)
{
  GtkWidget *attempts = GTK_WIDGET (fixture->page->attempts);

  page_fixture_assert_says (attempts, "Nothing was tried on these figures yet.");
  gtk_stack_set_visible_child_name (fixture->page->views, "attempts");
  fixture_wait (page_fixture_is_idle, fixture->page);
  g_assert_true (pakiv_release_attempts_is_filled (fixture->page->attempts));
  page_fixture_assert_says (attempts, "What was tried");
  page_fixture_sign_and_send (fixture);
  page_fixture_close_dialogs ();
  fixture_wait (page_fixture_is_idle, fixture->page);
  g_assert_true (pakiv_release_attempts_is_filled (fixture->page->attempts));
}

/* What who signs must know stands beside what was tried. */
static void
test_findings (PageFixture *fixture, gconstpointer data)
{
  GtkWidget *attempts = GTK_WIDGET (fixture->page->attempts);
  const PakivRelease *release = pakiv_release_preview_get_release (fixture->page->preview);
  g_autofree char *preview = fixture_read_labels (GTK_WIDGET (fixture->page->preview));
  g_autofree char *note
      = g_strdup_printf ("Before you sign: %u remarks under “Protection”.", release->findings->len);

  g_assert_cmpuint (release->findings->len, >, 1);
  page_fixture_assert_says (attempts, "For whoever signs");
  page_fixture_assert_says (attempts, release->findings->pdata[0]);
  page_fixture_assert_says (GTK_WIDGET (fixture->page->note_revealer), note);
  g_assert_null (strstr (preview, release->findings->pdata[0]));
  page_fixture_sign_and_send (fixture);
  page_fixture_close_dialogs ();
  g_assert_false (gtk_revealer_get_reveal_child (fixture->page->note_revealer));
}

static void
test_cancelled (PageFixture *fixture, gconstpointer data)
{
  GtkWidget *attempts = GTK_WIDGET (fixture->page->attempts);

  gtk_stack_set_visible_child_name (fixture->page->views, "attempts");
  g_assert_nonnull (fixture->page->working);
  page_fixture_assert_says (attempts, "Pakiv is trying");
  g_cancellable_cancel (fixture->page->working);
  fixture_wait (page_fixture_is_idle, fixture->page);
  g_assert_null (page_fixture_find_dialog ());
  g_assert_false (pakiv_release_attempts_is_filled (fixture->page->attempts));
  page_fixture_assert_says (attempts, "Nothing was tried on these figures yet. Try Now");
  page_fixture_act (fixture, "try");
  g_assert_true (pakiv_release_attempts_is_filled (fixture->page->attempts));
}

static void
test_pdf (PageFixture *fixture, gconstpointer data)
{
  g_autofree char *path = g_build_filename (fixture->desk.folder, "report.pdf", NULL);
  g_autofree char *nowhere = g_build_filename (fixture->desk.folder, "no", "report.pdf", NULL);
  g_autofree char *document = NULL;
  gsize length;
  guint entries;

  g_assert_false (page_fixture_can (fixture, "pdf"));
  page_fixture_sign_and_send (fixture);
  page_fixture_close_dialogs ();
  g_assert_true (page_fixture_can (fixture, "pdf"));
  entries = page_fixture_count_trace (fixture);
  pakiv_reports_actions_save_pdf_to (fixture->page, path);
  fixture_wait (page_fixture_is_idle, fixture->page);
  g_assert_true (g_file_get_contents (path, &document, &length, NULL));
  g_assert_true (g_str_has_prefix (document, "%PDF-"));
  g_assert_cmpuint (length, >, 10000);
  g_assert_cmpuint (page_fixture_count_trace (fixture), ==, entries + 1);
  page_fixture_assert_says (GTK_WIDGET (fixture->page), "Saved: report.pdf");
  pakiv_reports_actions_save_pdf_to (fixture->page, nowhere);
  fixture_wait (page_fixture_is_idle, fixture->page);
  page_fixture_assert_told ("report.pdf");
}

static void
test_printed_page (PageFixture *fixture, gconstpointer data)
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
#define ADD(path, test) \
  g_test_add ("/reports-views/" path, PageFixture, NULL, page_fixture_set_up, test, \
              page_fixture_tear_down)
  ADD ("truth", test_truth);
  ADD ("truth-left", test_truth_left);
  ADD ("changes", test_changes);
  ADD ("attempts", test_attempts);
  ADD ("findings", test_findings);
  ADD ("cancelled", test_cancelled);
  ADD ("pdf", test_pdf);
  ADD ("printed-page", test_printed_page);
#undef ADD
  return g_test_run ();
}
