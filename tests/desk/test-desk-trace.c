/* What a data-protection officer sees: who looked at what in each log, and what is done with it. */
#include "form-fixture.h"

#include "pakiv-day.h"
#include "pakiv-trace-item.h"
#include "pakiv-trace-page.h"
#include "pakiv-trace-view.h"
#include "pakiv-work-page.h"

#include <ftw.h>
#include <glib/gstdio.h>
#include <stdio.h>
#include <string.h>

#define DAY "2021-05-10"
#define OFFICER "long enough ana"
#define DPO "long enough sol"

typedef struct
{
  char *top;
  PakivDesk *desk;
  PakivClock *clock;
  PakivWorkplace *workplace; /* the officer's, who has no key to any log */
} Fixture;

static PakivWorkplace *
unlock (Fixture *fixture, const char *name, const char *passphrase)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (PakivSession) session = pakiv_desk_unlock (fixture->desk, name, passphrase, &error);
  PakivWorkplace *workplace;

  g_assert_no_error (error);
  pakiv_session_set_purpose (session, "INSPECTION");
  workplace = pakiv_workplace_new (session, fixture->clock, &error);
  g_assert_no_error (error);
  return workplace;
}

/* Ana looks at lists often enough that it is unusual. */
static void
use_log (Fixture *fixture)
{
  g_autoptr (PakivWorkplace) workplace = unlock (fixture, "Ana", OFFICER);
  PakivLog *log = pakiv_workplace_get_log (workplace, PAKIV_LOG_POLICE);
  const PakivKind *kind
      = pakiv_definitions_find_kind (pakiv_workplace_get_definitions (workplace), "contact");
  g_autoptr (GError) error = NULL;

  for (guint i = 0; i < PAKIV_UNUSUAL_MANY + 2; i++)
    {
      g_autofree char *id = g_uuid_string_random ();

      pakiv_log_trace (log, PAKIV_ACT_CONSULT, kind, id, NULL, NULL, &error);
      g_assert_no_error (error);
    }
  pakiv_log_trace (log, PAKIV_ACT_DISCLOSE, kind, NULL, "the court", "export 3", &error);
  g_assert_no_error (error);
}

static void
set_up (Fixture *fixture, gconstpointer data)
{
  PakivMember ana = { (char *)"Ana", PAKIV_ROLE_OFFICER }, sol = { (char *)"Sol", PAKIV_ROLE_DPO };
  const char *const passphrases[] = { OFFICER, DPO, NULL };
  g_autoptr (GPtrArray) members = g_ptr_array_new ();
  g_autoptr (GError) error = NULL;
  g_autofree char *folder = NULL;

  g_ptr_array_add (members, &ana);
  g_ptr_array_add (members, &sol);
  fixture->top = g_dir_make_tmp ("pakiv-trace-XXXXXX", &error);
  g_assert_no_error (error);
  folder = g_build_filename (fixture->top, "desk", NULL);
  fixture->clock = pakiv_clock_new_fixed (DAY);
  fixture->desk
      = pakiv_desk_create (folder, "Puente", members, passphrases, PAKIV_COST_TEST, &error);
  g_assert_no_error (error);
  if (data != NULL)
    use_log (fixture);
  fixture->workplace = unlock (fixture, "Sol", DPO);
}

static int
remove_one (const char *path, const struct stat *status, int type, struct FTW *place)
{
  return remove (path);
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  form_wait_idle ();
  g_assert_finalize_object (fixture->workplace);
  pakiv_desk_unref (fixture->desk);
  pakiv_clock_unref (fixture->clock);
  nftw (fixture->top, remove_one, 16, FTW_DEPTH | FTW_PHYS);
  g_free (fixture->top);
}

static gboolean
is_at_rest (gpointer page)
{
  return pakiv_trace_page_is_at_rest (page);
}

/* In a window, and read. */
static GtkWidget *
show_page (Fixture *fixture)
{
  GtkWidget *page = pakiv_trace_page_new (fixture->workplace, PAKIV_LOG_POLICE);

  g_object_ref_sink (page);
  form_present (page);
  form_wait_idle ();
  form_wait (is_at_rest, page);
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

static gpointer
get_child (GtkWidget *page, const char *name)
{
  return gtk_widget_get_template_child (page, PAKIV_TYPE_TRACE_PAGE, name);
}

static GListModel *
get_entries (GtkWidget *page)
{
  return G_LIST_MODEL (gtk_list_view_get_model (get_child (page, "list")));
}

static guint
count (GtkWidget *page)
{
  form_wait_idle ();
  return g_list_model_get_n_items (get_entries (page));
}

/* (transfer full): of the first entry; the trace goes by the computer's own clock. */
static char *
get_day (GtkWidget *page)
{
  g_autoptr (PakivTraceItem) item = g_list_model_get_item (get_entries (page), 0);
  const PakivTraceEntry *entry = pakiv_trace_item_get (item);

  return g_strndup (entry->at, strlen ("2021-05-10"));
}

static char *
get_trace_path (Fixture *fixture)
{
  return g_build_filename (pakiv_desk_get_folder (fixture->desk), "police.trace", NULL);
}

/* --- */

static void
test_sound (Fixture *fixture, gconstpointer data)
{
  GtkWidget *page = show_page (fixture);

  g_assert_true (form_says (page, "The record of use is complete"));
  g_assert_cmpuint (count (page), >=, PAKIV_UNUSUAL_MANY + 3);
  g_assert_cmpstr (adw_view_stack_get_visible_child_name (get_child (page, "views")), ==,
                   "unusual");
  dismiss (page);
}

/* Nobody worked with the log yet. */
static void
test_empty (Fixture *fixture, gconstpointer data)
{
  GtkWidget *page = show_page (fixture);

  g_assert_true (form_says (page, "There Is No Record of Use Yet"));
  g_assert_false (gtk_widget_get_visible (get_child (page, "export_button")));
  dismiss (page);
}

static void
test_broken (Fixture *fixture, gconstpointer data)
{
  g_autofree char *path = get_trace_path (fixture);
  g_autofree char *text = NULL;
  g_auto (GStrv) lines = NULL;
  g_autofree char *changed = NULL;
  GtkWidget *page;
  gsize length;

  g_assert_true (g_file_get_contents (path, &text, &length, NULL));
  lines = g_strsplit (text, "\n", -1);
  length = strlen (lines[6]);
  lines[6][length / 2] = lines[6][length / 2] == 'A' ? 'B' : 'A';
  changed = g_strjoinv ("\n", lines);
  g_assert_true (g_file_set_contents (path, changed, -1, NULL));
  page = show_page (fixture);
  g_assert_true (form_says (page, "The record of use is not as it should be"));
  g_assert_nonnull (
      strstr (gtk_label_get_text (get_child (page, "state_words")), "broken at line 7"));
  dismiss (page);
}

static void
test_failed (Fixture *fixture, gconstpointer data)
{
  g_autofree char *path = get_trace_path (fixture);
  g_autofree char *aside = g_strconcat (path, ".gone", NULL);
  GtkWidget *page;

  g_assert_cmpint (rename (path, aside), ==, 0);
  g_assert_cmpint (g_mkdir (path, 0700), ==, 0);
  page = show_page (fixture);
  g_assert_true (form_says (page, "The Record of Use Could Not Be Read"));
  g_assert_cmpint (g_rmdir (path), ==, 0);
  g_assert_cmpint (rename (aside, path), ==, 0);
  g_signal_emit_by_name (form_find_labelled (page, GTK_TYPE_BUTTON, "Try Again"), "clicked");
  form_wait (is_at_rest, page);
  form_wait_idle ();
  g_assert_true (form_says (page, "The record of use is complete"));
  dismiss (page);
}

static void
set_text (GtkWidget *page, const char *name, const char *text)
{
  gtk_editable_set_text (GTK_EDITABLE (get_child (page, name)), text);
}

static void
test_filter (Fixture *fixture, gconstpointer data)
{
  GtkWidget *page = show_page (fixture);
  guint all = count (page);
  g_autofree char *day = get_day (page);
  g_autofree char *before = pakiv_day_add_days (day, -1);
  g_autofree char *after = pakiv_day_add_days (day, 1);

  adw_view_stack_set_visible_child_name (get_child (page, "views"), "all");
  gtk_drop_down_set_selected (get_child (page, "act_drop"), PAKIV_ACT_DISCLOSE + 1);
  g_assert_cmpuint (count (page), ==, 1);
  gtk_drop_down_set_selected (get_child (page, "act_drop"), PAKIV_ACT_RESTORE + 1);
  g_assert_cmpuint (count (page), ==, 0);
  g_assert_true (form_says (page, "Nothing Found"));
  g_assert_false (gtk_widget_is_sensitive (get_child (page, "export_button")));
  g_signal_emit_by_name (get_child (page, "all_button"), "clicked");
  g_assert_cmpuint (count (page), ==, all);
  set_text (page, "from_entry", after);
  g_assert_cmpuint (count (page), ==, 0);
  set_text (page, "from_entry", day);
  set_text (page, "to_entry", day);
  g_assert_cmpuint (count (page), ==, all);
  set_text (page, "to_entry", before);
  g_assert_cmpuint (count (page), ==, 0);
  set_text (page, "to_entry", "2021-13");
  g_assert_true (gtk_widget_has_css_class (get_child (page, "to_entry"), "error"));
  g_assert_cmpuint (count (page), ==, all);
  dismiss (page);
}

static void
test_unusual (Fixture *fixture, gconstpointer data)
{
  GtkWidget *page = show_page (fixture);
  guint all = count (page);
  g_autofree char *day = get_day (page);

  g_assert_true (form_says (page, pakiv_unusual_rule_describe (PAKIV_UNUSUAL_LOOKED_MANY)));
  g_signal_emit_by_name (get_child (page, "unusual_list"), "activate", 0);
  g_assert_cmpstr (adw_view_stack_get_visible_child_name (get_child (page, "views")), ==, "all");
  g_assert_cmpstr (gtk_editable_get_text (get_child (page, "from_entry")), ==, day);
  g_assert_cmpuint (gtk_drop_down_get_selected (get_child (page, "member_drop")), ==, 1);
  g_assert_cmpuint (count (page), ==, all);
  dismiss (page);
}

static void
test_details (Fixture *fixture, gconstpointer data)
{
  GtkWidget *page = show_page (fixture);
  GListModel *entries = get_entries (page);

  adw_view_stack_set_visible_child_name (get_child (page, "views"), "all");
  gtk_drop_down_set_selected (get_child (page, "act_drop"), PAKIV_ACT_DISCLOSE + 1);
  g_assert_cmpuint (count (page), ==, 1);
  gtk_single_selection_set_selected (GTK_SINGLE_SELECTION (entries), 0);
  form_wait_idle ();
  g_assert_true (form_says (page, "Ana, Police officer"));
  g_assert_true (form_says (page, "the court"));
  g_assert_true (form_says (page, "Whole, in its place, and signed by the member."));
  gtk_drop_down_set_selected (get_child (page, "act_drop"), PAKIV_ACT_CONSULT + 1);
  form_wait_idle ();
  g_assert_false (form_says (page, "the court"));
  gtk_single_selection_set_selected (GTK_SINGLE_SELECTION (entries), 1);
  form_wait_idle ();
  g_signal_emit_by_name (get_child (page, "by_record"), "clicked");
  g_assert_cmpuint (count (page), ==, 1);
  dismiss (page);
}

/* The copy holds what is shown, and that it was made is noted. */
static void
test_export (Fixture *fixture, gconstpointer data)
{
  GtkWidget *page = show_page (fixture);
  g_autofree char *path = g_build_filename (fixture->top, "copy.csv", NULL);
  g_autofree char *seen
      = g_build_filename (pakiv_desk_get_folder (fixture->desk), "police.seen", NULL);
  g_autofree char *text = NULL, *before = NULL, *after = NULL;

  gtk_drop_down_set_selected (get_child (page, "act_drop"), PAKIV_ACT_DISCLOSE + 1);
  g_assert_cmpuint (count (page), ==, 1);
  g_assert_true (g_file_get_contents (seen, &before, NULL, NULL));
  pakiv_trace_page_export_to (PAKIV_TRACE_PAGE (page), path);
  form_wait (is_at_rest, page);
  g_assert_true (g_file_get_contents (path, &text, NULL, NULL));
  g_assert_nonnull (strstr (text, "the court"));
  g_assert_null (strstr (text, "consult"));
  g_assert_true (g_file_get_contents (seen, &after, NULL, NULL));
  g_assert_cmpuint (strlen (after), >, strlen (before));
  dismiss (page);
}

/* The page of work of someone without a key: a section for each log. */
static void
test_work_page (Fixture *fixture, gconstpointer data)
{
  GtkWidget *work = pakiv_work_page_new (fixture->workplace);
  GtkWidget *page;

  g_object_ref_sink (work);
  form_present (work);
  form_wait_idle ();
  for (int i = 0; i < PAKIV_N_LOGS; i++)
    g_assert_true (form_says (work, pakiv_log_id_get_label (i)));
  page = form_find (work, PAKIV_TYPE_TRACE_PAGE);
  g_assert_nonnull (page);
  form_wait (is_at_rest, page);
  g_assert_true (form_says (work, "The record of use is complete"));
  gtk_window_destroy (GTK_WINDOW (gtk_widget_get_root (work)));
  form_wait_idle ();
  g_assert_finalize_object (work);
}

int
main (int argc, char **argv)
{
  gtk_test_init (&argc, &argv, NULL);
  adw_init ();
#define ADD(path, data, test) \
  g_test_add ("/desk/trace/" path, Fixture, data, set_up, test, tear_down)
  ADD ("sound", "used", test_sound);
  ADD ("empty", NULL, test_empty);
  ADD ("broken", "used", test_broken);
  ADD ("failed", "used", test_failed);
  ADD ("filter", "used", test_filter);
  ADD ("unusual", "used", test_unusual);
  ADD ("details", "used", test_details);
  ADD ("export", "used", test_export);
  ADD ("work-page", "used", test_work_page);
  return g_test_run ();
}
