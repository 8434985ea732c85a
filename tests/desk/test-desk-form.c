/* Fields and forms: what a widget does to the draft and what the draft does to it, what applies,
 * what is wrong and where that is said, what another side writes. */
#include "form-fixture.h"
#include "pakiv-field-note.h"
#include "workplace-fixture.h"

#include <glib/gstdio.h>

typedef struct
{
  PakivDefinitions *definitions;
  GtkWidget *form;
  GtkWidget *window;
  PakivDraft *draft;
} Fixture;

static const PakivKind *
find_kind (Fixture *fixture, const char *id)
{
  return pakiv_definitions_find_kind (fixture->definitions, id);
}

static void
show_form (Fixture *fixture, const char *kind, PakivRole role, const PakivRecord *saved)
{
  g_autoptr (PakivRecord) fresh = pakiv_record_new (find_kind (fixture, kind));

  fixture->form = pakiv_form_new (find_kind (fixture, kind), role);
  fixture->draft = pakiv_draft_new (saved != NULL ? saved : fresh, NULL);
  pakiv_form_set_draft (PAKIV_FORM (fixture->form), fixture->draft);
  fixture->window = form_present (fixture->form);
}

static void
set_up (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  fixture->definitions
      = pakiv_definitions_load (data != NULL ? data : g_getenv ("PAKIV_DATA"), NULL, &error);
  g_assert_no_error (error);
}

/* Nothing holds on to a form or its draft when the window is gone. */
static void
tear_down (Fixture *fixture, gconstpointer data)
{
  if (fixture->form != NULL)
    {
      g_object_ref (fixture->form);
      gtk_window_destroy (GTK_WINDOW (fixture->window));
      form_wait_idle ();
      g_assert_finalize_object (fixture->form);
      g_assert_finalize_object (fixture->draft);
    }
  pakiv_definitions_unref (fixture->definitions);
}

static void
test_text (Fixture *fixture, gconstpointer data)
{
  show_form (fixture, "contact", PAKIV_ROLE_OFFICER, NULL);
  gtk_editable_set_text (GTK_EDITABLE (form_row (fixture->form, "intelligence")), "A 12");
  g_assert_cmpstr (form_value (fixture->form, "intelligence"), ==, "A 12");
  gtk_editable_set_text (GTK_EDITABLE (form_row (fixture->form, "intelligence")), "");
  g_assert_null (form_value (fixture->form, "intelligence"));
}

static void
test_date (Fixture *fixture, gconstpointer data)
{
  GtkWidget *calendar;
  g_autoptr (GDateTime) day = g_date_time_new_local (2021, 2, 28, 0, 0, 0);
  GtkEditable *entry;

  show_form (fixture, "contact", PAKIV_ROLE_OFFICER, NULL);
  entry = GTK_EDITABLE (form_row (fixture->form, "date"));
  gtk_editable_set_text (entry, "2021-03-09");
  g_assert_cmpstr (form_value (fixture->form, "date"), ==, "2021-03-09");
  gtk_editable_set_text (entry, "9 March 2021");
  g_assert_cmpstr (form_value (fixture->form, "date"), ==, "2021-03-09");
  gtk_editable_set_text (entry, "soon");
  g_assert_cmpstr (form_value (fixture->form, "date"), ==, "soon");

  calendar = form_find (GTK_WIDGET (entry), GTK_TYPE_CALENDAR);
  gtk_calendar_select_day (GTK_CALENDAR (calendar), day);
  g_assert_cmpstr (form_value (fixture->form, "date"), ==, "2021-02-28");
  g_assert_cmpstr (gtk_editable_get_text (entry), ==, "2021-02-28");
}

static void
test_code (Fixture *fixture, gconstpointer data)
{
  show_form (fixture, "contact", PAKIV_ROLE_OFFICER, NULL);
  g_assert_true (GTK_IS_DROP_DOWN (form_control (fixture->form, "type")));
  form_choose (fixture->form, "type", "Identity check");
  g_assert_cmpstr (form_value (fixture->form, "type"), ==, "STOPID");
  form_choose (fixture->form, "type", "Choose…");
  g_assert_null (form_value (fixture->form, "type"));
  form_choose (fixture->form, "time_band", "Not stated");
  g_assert_null (form_value (fixture->form, "time_band"));
}

static void
test_toggles (Fixture *fixture, gconstpointer data)
{
  show_form (fixture, "contact", PAKIV_ROLE_OFFICER, NULL);
  form_choose (fixture->form, "interpreter", "Yes");
  g_assert_cmpstr (form_value (fixture->form, "interpreter"), ==, "YES");
  form_choose (fixture->form, "interpreter", "No");
  g_assert_cmpstr (form_value (fixture->form, "interpreter"), ==, "NO");
  form_choose (fixture->form, "interpreter", "No");
  g_assert_null (form_value (fixture->form, "interpreter"));
}

static void
test_codes (Fixture *fixture, gconstpointer data)
{
  show_form (fixture, "contact", PAKIV_ROLE_OFFICER, NULL);
  form_choose (fixture->form, "reason", "Traffic offence");
  form_choose (fixture->form, "reason", "Observed behaviour");
  g_assert_cmpstr (form_value (fixture->form, "reason"), ==, "BEHAV TRAFFIC");
  form_choose (fixture->form, "reason", "Traffic offence");
  g_assert_cmpstr (form_value (fixture->form, "reason"), ==, "BEHAV");
}

static void
test_count (Fixture *fixture, gconstpointer data)
{
  GtkWidget *spin;

  show_form (fixture, "contact", PAKIV_ROLE_OFFICER, NULL);
  spin = form_control (fixture->form, "duration");
  gtk_editable_set_text (GTK_EDITABLE (spin), "15");
  g_assert_cmpstr (form_value (fixture->form, "duration"), ==, "15");
  /* As a press on "+" does first. */
  gtk_spin_button_update (GTK_SPIN_BUTTON (spin));
  gtk_spin_button_spin (GTK_SPIN_BUTTON (spin), GTK_SPIN_STEP_FORWARD, 1);
  g_assert_cmpstr (form_value (fixture->form, "duration"), ==, "16");
  gtk_editable_set_text (GTK_EDITABLE (spin), "");
  gtk_spin_button_update (GTK_SPIN_BUTTON (spin));
  g_assert_null (form_value (fixture->form, "duration"));
  gtk_spin_button_spin (GTK_SPIN_BUTTON (spin), GTK_SPIN_STEP_FORWARD, 1);
  g_assert_cmpstr (form_value (fixture->form, "duration"), ==, "0");
}

static void
test_notes (Fixture *fixture, gconstpointer data)
{
  GtkTextBuffer *buffer;

  show_form (fixture, "contact", PAKIV_ROLE_OFFICER, NULL);
  buffer = gtk_text_view_get_buffer (GTK_TEXT_VIEW (form_control (fixture->form, "facts")));
  gtk_text_buffer_set_text (buffer, "One line\nand another", -1);
  g_assert_cmpstr (form_value (fixture->form, "facts"), ==, "One line\nand another");
}

static void
test_rows (Fixture *fixture, gconstpointer data)
{
  const PakivRecord *record;
  GtkWidget *table, *spin, *drop, *trash;

  show_form (fixture, "contact", PAKIV_ROLE_OFFICER, NULL);
  record = pakiv_draft_get_record (fixture->draft);
  form_choose (fixture->form, "type", "Arranged visit");
  table = GTK_WIDGET (form_row (fixture->form, "met"));
  g_signal_emit_by_name (form_control (fixture->form, "met"), "clicked");
  g_signal_emit_by_name (form_control (fixture->form, "met"), "clicked");
  g_assert_cmpuint (pakiv_record_count_rows (record, "met"), ==, 2);
  drop = form_find (table, GTK_TYPE_DROP_DOWN);
  gtk_drop_down_set_selected (GTK_DROP_DOWN (drop), 1);
  spin = form_find (table, GTK_TYPE_SPIN_BUTTON);
  gtk_editable_set_text (GTK_EDITABLE (spin), "3");
  g_assert_cmpstr (pakiv_row_get (pakiv_record_peek_row (record, "met", 0), "gender"), ==, "F");
  g_assert_cmpstr (pakiv_row_get (pakiv_record_peek_row (record, "met", 0), "number"), ==, "3");

  trash = gtk_widget_get_last_child (gtk_widget_get_parent (gtk_widget_get_parent (spin)));
  g_signal_emit_by_name (trash, "clicked");
  g_assert_cmpuint (pakiv_record_count_rows (record, "met"), ==, 1);
  spin = form_find (table, GTK_TYPE_SPIN_BUTTON);
  g_assert_cmpstr (gtk_editable_get_text (GTK_EDITABLE (spin)), ==, "");
}

/* Every field of every kind shows the value that a record has. */
static void
test_shows_saved (Fixture *fixture, gconstpointer data)
{
  g_autoptr (PakivRecord) record = pakiv_record_new (find_kind (fixture, "contact"));

  pakiv_record_set (record, "date", "2021-03-31");
  pakiv_record_set (record, "type", "SEARCH");
  pakiv_record_set (record, "reason", "BEHAV OBJECT");
  pakiv_record_set (record, "searched", "YES");
  pakiv_record_set (record, "duration", "7");
  pakiv_record_set (record, "facts", "Seen at work");
  /* Only history has this age band: it is shown, and offered to nobody else. */
  pakiv_record_set (record, "age", "10_17");
  show_form (fixture, "contact", PAKIV_ROLE_OFFICER, record);
  g_assert_true (pakiv_record_equal (pakiv_draft_get_record (fixture->draft), record));
  g_assert_false (pakiv_draft_is_changed (fixture->draft));
  g_assert_cmpstr (gtk_editable_get_text (GTK_EDITABLE (form_row (fixture->form, "date"))), ==,
                   "2021-03-31");
  g_assert_nonnull (
      form_find_labelled (form_control (fixture->form, "age"), GTK_TYPE_LABEL, "10 to 17"));
  g_assert_true (gtk_toggle_button_get_active (GTK_TOGGLE_BUTTON (form_find_labelled (
      form_control (fixture->form, "reason"), GTK_TYPE_TOGGLE_BUTTON, "Observed behaviour"))));
}

static void
test_applies (Fixture *fixture, gconstpointer data)
{
  show_form (fixture, "contact", PAKIV_ROLE_OFFICER, NULL);
  g_assert_false (gtk_widget_get_mapped (GTK_WIDGET (form_row (fixture->form, "ground"))));
  form_choose (fixture->form, "type", "Stop with search");
  form_wait_idle ();
  g_assert_true (gtk_widget_get_mapped (GTK_WIDGET (form_row (fixture->form, "ground"))));
  g_assert_false (gtk_widget_get_mapped (GTK_WIDGET (form_row (fixture->form, "clothing"))));
  form_choose (fixture->form, "searched", "Yes");
  form_wait_idle ();
  g_assert_true (gtk_widget_get_mapped (GTK_WIDGET (form_row (fixture->form, "clothing"))));
  form_choose (fixture->form, "type", "Arranged visit");
  form_wait_idle ();
  g_assert_false (gtk_widget_get_mapped (GTK_WIDGET (form_row (fixture->form, "clothing"))));
  g_assert_true (gtk_widget_get_mapped (GTK_WIDGET (form_row (fixture->form, "met"))));
}

static void
test_problems (Fixture *fixture, gconstpointer data)
{
  GtkWidget *focus;

  show_form (fixture, "contact", PAKIV_ROLE_OFFICER, NULL);
  g_assert_null (form_problem (fixture->form, "type"));
  g_assert_false (pakiv_form_check (PAKIV_FORM (fixture->form), "2021-05-10"));
  g_assert_nonnull (form_problem (fixture->form, "date"));
  g_assert_cmpstr (form_problem (fixture->form, "type"), ==, "Choose one.");
  gtk_test_accessible_assert_state (form_control (fixture->form, "type"),
                                    GTK_ACCESSIBLE_STATE_INVALID, GTK_ACCESSIBLE_INVALID_TRUE);
  focus = gtk_root_get_focus (GTK_ROOT (fixture->window));
  g_assert_true (gtk_widget_is_ancestor (focus, GTK_WIDGET (form_row (fixture->form, "date"))));

  /* Mended: the words go at once. */
  form_choose (fixture->form, "type", "Arranged visit");
  g_assert_null (form_problem (fixture->form, "type"));
  g_assert_nonnull (form_problem (fixture->form, "district"));
  form_choose (fixture->form, "district", "North");
  gtk_editable_set_text (GTK_EDITABLE (form_row (fixture->form, "date")), "2021-05-09");
  g_assert_true (pakiv_form_check (PAKIV_FORM (fixture->form), "2021-05-10"));
}

/* A problem of one cell is said at that cell. */
static void
test_cell_problem (Fixture *fixture, gconstpointer data)
{
  show_form (fixture, "contact", PAKIV_ROLE_OFFICER, NULL);
  form_choose (fixture->form, "type", "Arranged visit");
  form_choose (fixture->form, "district", "North");
  gtk_editable_set_text (GTK_EDITABLE (form_row (fixture->form, "date")), "2021-05-09");
  g_signal_emit_by_name (form_control (fixture->form, "met"), "clicked");
  gtk_editable_set_text (
      GTK_EDITABLE (form_find (GTK_WIDGET (form_row (fixture->form, "met")), GTK_TYPE_SPIN_BUTTON)),
      "3");
  g_assert_false (pakiv_form_check (PAKIV_FORM (fixture->form), "2021-05-10"));
  g_assert_null (form_problem (fixture->form, "met"));
  g_assert_nonnull (form_find_labelled (GTK_WIDGET (form_row (fixture->form, "met")),
                                        PAKIV_TYPE_FIELD_NOTE, "Choose one."));
}

static void
assert_labelled (GtkWidget *form, const char *field, const char *label)
{
  gtk_test_accessible_assert_property (form_control (form, field), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                       label);
}

/* Named by the title of the row it stands in. */
static void
assert_titled (GtkWidget *form, const char *field, const char *title)
{
  GtkWidget *row = GTK_WIDGET (form_row (form, field));

  gtk_test_accessible_assert_relation (form_control (form, field),
                                       GTK_ACCESSIBLE_RELATION_LABELLED_BY,
                                       form_find_labelled (row, GTK_TYPE_LABEL, title), NULL);
}

static void
test_labels (Fixture *fixture, gconstpointer data)
{
  show_form (fixture, "contact", PAKIV_ROLE_OFFICER, NULL);
  assert_labelled (fixture->form, "date", "Date");
  assert_labelled (fixture->form, "reason", "Reason");
  assert_labelled (fixture->form, "facts", "Facts");
  assert_labelled (fixture->form, "interpreter", "Interpreter present");
  gtk_test_accessible_assert_role (form_control (fixture->form, "reason"),
                                   GTK_ACCESSIBLE_ROLE_GROUP);
  assert_labelled (fixture->form, "type", "Type: Choose…");
  form_choose (fixture->form, "type", "Identity check");
  assert_labelled (fixture->form, "type", "Type: Identity check");
  assert_titled (fixture->form, "duration", "Duration in minutes");
}

static void
test_other_side (Fixture *fixture, gconstpointer data)
{
  show_form (fixture, "meeting", PAKIV_ROLE_OFFICER, NULL);
  g_assert_true (gtk_widget_is_sensitive (form_control (fixture->form, "account_police")));
  g_assert_false (gtk_widget_is_sensitive (form_control (fixture->form, "account_community")));
  g_assert_nonnull (
      form_find_labelled (pakiv_field_row_get_note (form_row (fixture->form, "account_community")),
                          GTK_TYPE_LABEL, "Only the mediators write this. You can read it here."));
}

static void
copy_folder (const char *from, const char *to)
{
  g_autoptr (GDir) dir = g_dir_open (from, 0, NULL);
  const char *name;

  g_assert_cmpint (g_mkdir_with_parents (to, 0700), ==, 0);
  while ((name = g_dir_read_name (dir)) != NULL)
    {
      g_autoptr (GFile) source = g_file_new_build_filename (from, name, NULL);
      g_autoptr (GFile) target = g_file_new_build_filename (to, name, NULL);

      g_assert_true (g_file_copy (source, target, G_FILE_COPY_NONE, NULL, NULL, NULL, NULL));
    }
}

static void
remove_folder (const char *folder)
{
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
  const char *name;

  while ((name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *path = g_build_filename (folder, name, NULL);

      if (g_file_test (path, G_FILE_TEST_IS_DIR))
        remove_folder (path);
      else
        g_assert_cmpint (g_unlink (path), ==, 0);
    }
  g_assert_cmpint (g_rmdir (folder), ==, 0);
}

/* One line more in a definition is a field more on the form. */
static void
test_added_field (void)
{
  static const char *const parts[] = { "records", "codelists" };
  g_autofree char *folder = g_dir_make_tmp ("pakiv-form-XXXXXX", NULL);
  g_autofree char *path = g_build_filename (folder, "records", "contact.xml", NULL);
  g_autofree char *text = NULL;
  g_autoptr (GString) edited = NULL;
  g_autoptr (GError) error = NULL;
  Fixture fixture = { NULL };

  for (guint i = 0; i < G_N_ELEMENTS (parts); i++)
    {
      g_autofree char *from = g_build_filename (g_getenv ("PAKIV_DATA"), parts[i], NULL);
      g_autofree char *to = g_build_filename (folder, parts[i], NULL);

      copy_folder (from, to);
    }
  g_assert_true (g_file_get_contents (path, &text, NULL, NULL));
  edited = g_string_new (text);
  g_assert_cmpuint (g_string_replace (edited, "<group id=\"people\">",
                                      "<group id=\"weather\"><label>Weather</label>"
                                      "<field id=\"dogs\" type=\"count\" max=\"9\">"
                                      "<label>Dogs met</label></field></group>"
                                      "<group id=\"people\">",
                                      1),
                    ==, 1);
  g_assert_true (g_file_set_contents (path, edited->str, -1, &error));
  g_assert_no_error (error);

  set_up (&fixture, folder);
  show_form (&fixture, "contact", PAKIV_ROLE_OFFICER, NULL);
  g_assert_nonnull (form_find_labelled (fixture.form, ADW_TYPE_PREFERENCES_GROUP, "Weather"));
  g_assert_true (gtk_widget_get_mapped (GTK_WIDGET (form_row (fixture.form, "dogs"))));
  gtk_editable_set_text (GTK_EDITABLE (form_control (fixture.form, "dogs")), "2");
  g_assert_cmpstr (form_value (fixture.form, "dogs"), ==, "2");
  tear_down (&fixture, NULL);
  remove_folder (folder);
}

int
main (int argc, char **argv)
{
  gtk_test_init (&argc, &argv, NULL);
  adw_init ();

#define ADD(name, function) g_test_add (name, Fixture, NULL, set_up, function, tear_down)
  ADD ("/desk/field/text", test_text);
  ADD ("/desk/field/date", test_date);
  ADD ("/desk/field/code", test_code);
  ADD ("/desk/field/toggles", test_toggles);
  ADD ("/desk/field/codes", test_codes);
  ADD ("/desk/field/count", test_count);
  ADD ("/desk/field/notes", test_notes);
  ADD ("/desk/field/rows", test_rows);
  ADD ("/desk/form/shows-saved", test_shows_saved);
  ADD ("/desk/form/applies", test_applies);
  ADD ("/desk/form/problems", test_problems);
  ADD ("/desk/form/cell-problem", test_cell_problem);
  ADD ("/desk/form/labels", test_labels);
  ADD ("/desk/form/other-side", test_other_side);
  g_test_add_func ("/desk/form/added-field", test_added_field);
  return g_test_run ();
}
