/* A record that is kept beyond its day: placed, shown and ended by a person. */
#include "form-fixture.h"
#include "workplace-fixture.h"

#include "pakiv-hold-window.h"
#include "pakiv-holds-window.h"
#include "pakiv-record-page.h"

static const PakivKind *
get_kind (WorkplaceFixture *fixture)
{
  return pakiv_definitions_find_kind (pakiv_workplace_get_definitions (fixture->workplace),
                                      "contact");
}

static PakivLog *
get_log (WorkplaceFixture *fixture)
{
  return pakiv_workplace_get_log (fixture->workplace, PAKIV_LOG_POLICE);
}

static void
set_up (WorkplaceFixture *fixture, gconstpointer data)
{
  workplace_fixture_set_up (fixture);
  workplace_fixture_fill (fixture, 12);
}

static void
tear_down (WorkplaceFixture *fixture, gconstpointer data)
{
  form_wait_idle ();
  workplace_fixture_tear_down (fixture);
}

/* A page with the first record of the list open. */
static GtkWidget *
show_record (WorkplaceFixture *fixture)
{
  GtkWidget *page = pakiv_record_page_new (get_log (fixture), get_kind (fixture));
  g_autoptr (GArray) numbers = pakiv_log_find (get_log (fixture), get_kind (fixture), NULL, NULL);

  g_object_ref_sink (page);
  form_present (page);
  g_assert_true (
      pakiv_record_page_open (PAKIV_RECORD_PAGE (page), g_array_index (numbers, gint64, 0), NULL));
  form_wait_idle ();
  return page;
}

static void
dismiss (GtkWidget *page)
{
  gtk_window_destroy (GTK_WINDOW (gtk_widget_get_root (page)));
  form_wait_idle ();
  g_assert_finalize_object (page);
}

static GtkWidget *
find_window (GType type)
{
  GListModel *toplevels = gtk_window_get_toplevels ();

  for (guint i = 0; i < g_list_model_get_n_items (toplevels); i++)
    {
      g_autoptr (GtkWidget) window = g_list_model_get_item (toplevels, i);

      if (G_OBJECT_TYPE (window) == type)
        return window;
    }
  return NULL;
}

/* The label that begins so; "" where there is none. */
static const char *
find_words (GtkWidget *root, const char *begin)
{
  for (GtkWidget *child = gtk_widget_get_first_child (root); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    {
      const char *text = GTK_IS_LABEL (child) && gtk_widget_get_mapped (child)
                             ? gtk_label_get_text (GTK_LABEL (child))
                             : "";

      if (g_str_has_prefix (text, begin) || *(text = find_words (child, begin)) != '\0')
        return text;
    }
  return "";
}

static void
type (GtkWidget *window, const char *name, const char *text)
{
  gtk_editable_set_text (
      GTK_EDITABLE (gtk_widget_get_template_child (window, PAKIV_TYPE_HOLD_WINDOW, name)), text);
}

static void
keep (GtkWidget *window)
{
  g_signal_emit_by_name (form_find_labelled (window, GTK_TYPE_BUTTON, "Keep"), "clicked");
  form_wait_idle ();
}

static PakivHold *
get_hold (WorkplaceFixture *fixture, GtkWidget *page)
{
  return pakiv_log_get_hold (get_log (fixture), get_kind (fixture),
                             pakiv_record_page_get_id (PAKIV_RECORD_PAGE (page)), NULL);
}

static void
place (GtkWidget *page)
{
  GtkWidget *window;

  gtk_widget_activate_action (page, "record.hold", NULL);
  form_wait_idle ();
  window = find_window (PAKIV_TYPE_HOLD_WINDOW);
  g_assert_nonnull (window);
  type (window, "reason", "Proceedings 12/2021");
  keep (window);
  g_assert_null (find_window (PAKIV_TYPE_HOLD_WINDOW));
}

static void
test_place (WorkplaceFixture *fixture, gconstpointer data)
{
  GtkWidget *page = show_record (fixture);
  g_autoptr (PakivHold) hold = NULL;

  g_assert_cmpstr (find_words (page, "This record will be erased on"), !=, "");
  place (page);
  hold = get_hold (fixture, page);
  g_assert_nonnull (hold);
  g_assert_cmpstr (hold->until, ==, "2022-05-10");
  g_assert_cmpstr (hold->reason, ==, "Proceedings 12/2021");
  g_assert_cmpstr (find_words (page, "Kept until 10 May 2022, because: Proceedings 12/2021"), !=,
                   "");
  gtk_widget_activate_action (page, "record.end-hold", NULL);
  g_clear_pointer (&hold, pakiv_hold_free);
  hold = get_hold (fixture, page);
  g_assert_null (hold);
  g_assert_cmpstr (find_words (page, "This record will be erased on"), !=, "");
  dismiss (page);
}

static void
test_refuse (WorkplaceFixture *fixture, gconstpointer data)
{
  GtkWidget *page = show_record (fixture);
  GtkWidget *window;
  g_autoptr (PakivHold) hold = NULL;
  static const char *const wrong[] = { "soon", "2021-05-09", "2026-05-11" };

  gtk_widget_activate_action (page, "record.hold", NULL);
  form_wait_idle ();
  window = find_window (PAKIV_TYPE_HOLD_WINDOW);
  keep (window);
  g_assert_cmpstr (find_words (window, "Say why"), !=, "");
  type (window, "reason", "Proceedings 12/2021");
  for (guint i = 0; i < G_N_ELEMENTS (wrong); i++)
    {
      type (window, "until", wrong[i]);
      keep (window);
      g_assert_true (find_window (PAKIV_TYPE_HOLD_WINDOW) == window);
    }
  hold = get_hold (fixture, page);
  g_assert_null (hold);
  gtk_window_destroy (GTK_WINDOW (window));
  dismiss (page);
}

static void
test_list (WorkplaceFixture *fixture, gconstpointer data)
{
  GtkWidget *page = show_record (fixture);
  GtkWidget *window = pakiv_holds_window_new (NULL, fixture->workplace);
  g_autoptr (PakivHold) hold = NULL;

  gtk_window_present (GTK_WINDOW (window));
  form_wait_idle ();
  g_assert_cmpstr (find_words (window, "No Record Is Kept Longer"), !=, "");
  gtk_window_destroy (GTK_WINDOW (window));
  place (page);
  window = pakiv_holds_window_new (NULL, fixture->workplace);
  gtk_window_present (GTK_WINDOW (window));
  form_wait_idle ();
  g_assert_cmpstr (find_words (window, "Proceedings 12/2021\nAna"), !=, "");
  g_signal_emit_by_name (form_find_labelled (window, GTK_TYPE_BUTTON, "End"), "clicked");
  form_wait_idle ();
  hold = get_hold (fixture, page);
  g_assert_null (hold);
  g_assert_cmpstr (find_words (window, "No Record Is Kept Longer"), !=, "");
  gtk_window_destroy (GTK_WINDOW (window));
  dismiss (page);
}

int
main (int argc, char **argv)
{
  gtk_test_init (&argc, &argv, NULL);
  adw_init ();
#define ADD(path, test) \
  g_test_add ("/desk/holds/" path, WorkplaceFixture, NULL, set_up, test, tear_down)
  ADD ("place", test_place);
  ADD ("refuse", test_refuse);
  ADD ("list", test_list);
  return g_test_run ();
}
