/* The preferences, shortcuts and import windows: each is made, does its work through its own
 * functions, says in words how it went, and is gone when it is closed. */
#include "reports-fixture.h"
#include "workplace-fixture.h"

#include "pakiv-appearance.h"
#include "pakiv-application.h"
#include "pakiv-import-window.h"
#include "pakiv-preferences-window.h"
#include "pakiv-shortcuts-window.h"
#include "pakiv-test-server.h"

#include <glib/gstdio.h>
#include <string.h>

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
is_left_alone (gpointer object)
{
  return G_OBJECT (object)->ref_count == 1;
}

/* Closes @window and waits for whatever it still has under way. */
static void
close_window (GtkWidget *window)
{
  g_object_ref (window);
  gtk_window_destroy (GTK_WINDOW (window));
  fixture_wait (is_left_alone, window);
  g_assert_finalize_object (window);
}

static gboolean
says (GtkWidget *window, const char *words)
{
  g_autofree char *text = fixture_read_labels (window);

  return strstr (text, words) != NULL;
}

static void
assert_says (GtkWidget *window, const char *words)
{
  if (!says (window, words))
    {
      g_autofree char *text = fixture_read_labels (window);

      g_test_message ("“%s” is not in “%s”", words, text);
      g_test_fail ();
    }
}

/* Every button that shows no words, and every progress bar, has a name for someone who can't see
 * it. */
static void
check_names (GtkWidget *widget)
{
  g_autofree char *text = fixture_read_labels (widget);

  if ((GTK_IS_BUTTON (widget) && *text == '\0') || GTK_IS_PROGRESS_BAR (widget))
    g_assert_true (
        gtk_test_accessible_has_property (GTK_ACCESSIBLE (widget), GTK_ACCESSIBLE_PROPERTY_LABEL)
        || gtk_widget_get_tooltip_text (widget) != NULL);
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    check_names (child);
}

/* Shortcuts: the keys are the program's own. */
static void
test_shortcuts (WorkplaceFixture *fixture, gconstpointer data)
{
  g_autoptr (PakivApplication) application = pakiv_application_new ();
  g_autoptr (GError) error = NULL;
  const char *const none[] = { NULL };
  GtkWidget *window;

  g_application_set_flags (G_APPLICATION (application), G_APPLICATION_NON_UNIQUE);
  g_application_register (G_APPLICATION (application), NULL, &error);
  g_assert_no_error (error);
  g_application_set_default (G_APPLICATION (application));
  window = pakiv_shortcuts_window_new (NULL);
  assert_says (window, "New record Ctrl N Save the record Ctrl S Search Ctrl F");
  assert_says (window, "Previous field Shift Tab");
  assert_says (window, "First section Alt 1 Second section Alt 2 Third section Alt 3");
  assert_says (window, "Keyboard shortcuts Ctrl ? Lock Ctrl L");
  check_names (window);
  close_window (window);

  gtk_application_set_accels_for_action (GTK_APPLICATION (application), "win.lock", none);
  window = pakiv_shortcuts_window_new (NULL);
  g_assert_false (says (window, "Lock"));
  close_window (window);
  g_application_set_default (NULL);
}

/* Preferences */
static gboolean
is_counted (gpointer window)
{
  return !says (window, "Counting…");
}

static void
test_preferences (WorkplaceFixture *fixture, gconstpointer data)
{
  GtkWidget *window;

  workplace_fixture_fill (fixture, 20);
  window = pakiv_preferences_window_new (NULL, fixture->workplace);
  assert_says (window, "Puente");
  assert_says (window, "Ana, Police officer");
  assert_says (window, "Police log · Joint log");
  assert_says (window, "No council yet");
  fixture_wait (is_counted, window);
  assert_says (window, "Police log: Contacts 20 · Incidents 0");
  check_names (window);
  close_window (window);
}

/* Closed while it counts: nothing is touched that is gone. */
static void
test_preferences_closed (WorkplaceFixture *fixture, gconstpointer data)
{
  close_window (pakiv_preferences_window_new (NULL, fixture->workplace));
}

static void
test_appearance (WorkplaceFixture *fixture, gconstpointer data)
{
  GtkWidget *window = pakiv_preferences_window_new (NULL, fixture->workplace);
  GtkWidget *row = fixture_find (window, ADW_TYPE_COMBO_ROW, NULL);
  AdwStyleManager *manager = adw_style_manager_get_default ();

  adw_combo_row_set_selected (ADW_COMBO_ROW (row), PAKIV_APPEARANCE_DARK);
  g_assert_cmpint (adw_style_manager_get_color_scheme (manager), ==, ADW_COLOR_SCHEME_FORCE_DARK);
  g_assert_cmpint (pakiv_appearance_get (), ==, PAKIV_APPEARANCE_DARK);

  /* The next start looks the same. */
  adw_style_manager_set_color_scheme (manager, ADW_COLOR_SCHEME_DEFAULT);
  pakiv_appearance_restore ();
  g_assert_cmpint (pakiv_appearance_get (), ==, PAKIV_APPEARANCE_DARK);

  adw_combo_row_set_selected (ADW_COMBO_ROW (row), PAKIV_APPEARANCE_SYSTEM);
  g_assert_cmpint (adw_style_manager_get_color_scheme (manager), ==, ADW_COLOR_SCHEME_DEFAULT);
  close_window (window);
}

static gboolean
is_answered (gpointer window)
{
  GtkWidget *revealer = fixture_find (window, GTK_TYPE_REVEALER, "enrolment-result");

  return gtk_revealer_get_reveal_child (GTK_REVEALER (revealer));
}

static void
enrol (GtkWidget *window, const char *code)
{
  GtkWidget *row = fixture_find (window, ADW_TYPE_ENTRY_ROW, NULL);

  gtk_editable_set_text (GTK_EDITABLE (row), code);
  pakiv_preferences_window_enrol (PAKIV_PREFERENCES_WINDOW (window));
  fixture_wait (is_answered, window);
}

static void
test_enrolment (WorkplaceFixture *fixture, gconstpointer data)
{
  g_autofree char *kept = NULL;
  PakivDesk *desk = pakiv_workplace_get_desk (fixture->workplace);
  g_autoptr (PakivTestServer) council = pakiv_test_server_new ();
  g_autofree char *code
      = g_strconcat (pakiv_test_server_get_url (council), "/enrol/ABCD-EFGH-JKLM", NULL);
  GtkWidget *window = pakiv_preferences_window_new (NULL, fixture->workplace);
  GtkWidget *row = fixture_find (window, ADW_TYPE_ENTRY_ROW, NULL);

  enrol (window, "my code");
  assert_says (window, "This is not a council’s code.");
  g_assert_cmpstr (gtk_editable_get_text (GTK_EDITABLE (row)), ==, "my code");
  g_assert_true (gtk_editable_get_editable (GTK_EDITABLE (row)));

  pakiv_test_server_set_answer (
      council, &(PakivTestAnswer){ .status = 404, .body = "{\"pakiv\":1,\"error\":\"No.\"}" });
  enrol (window, code);
  g_assert_null (pakiv_desk_get_council (desk));
  assert_says (window, "No council yet");

  pakiv_test_server_set_answer (
      council,
      &(PakivTestAnswer){ .status = 201, .body = "{\"pakiv\":1,\"token\":\"0123456789abcdef\"}" });
  enrol (window, code);
  assert_says (window, "Enrolled.");
  assert_says (window, pakiv_test_server_get_url (council));
  kept = pakiv_desk_get_council (desk);
  g_assert_cmpstr (kept, ==, pakiv_test_server_get_url (council));
  g_assert_cmpstr (gtk_editable_get_text (GTK_EDITABLE (row)), ==, "");
  close_window (window);
}

/* A port that is taken and at which nobody listens. */
static GSocket *
take_port (guint *port)
{
  g_autoptr (GInetAddress) loopback = g_inet_address_new_loopback (G_SOCKET_FAMILY_IPV4);
  g_autoptr (GSocketAddress) any = g_inet_socket_address_new (loopback, 0);
  g_autoptr (GSocketAddress) taken = NULL;
  g_autoptr (GError) error = NULL;
  GSocket *socket
      = g_socket_new (G_SOCKET_FAMILY_IPV4, G_SOCKET_TYPE_STREAM, G_SOCKET_PROTOCOL_TCP, &error);

  g_assert_no_error (error);
  g_socket_bind (socket, any, FALSE, &error);
  g_assert_no_error (error);
  taken = g_socket_get_local_address (socket, &error);
  g_assert_no_error (error);
  *port = g_inet_socket_address_get_port (G_INET_SOCKET_ADDRESS (taken));
  return socket;
}

static void
test_council_away (WorkplaceFixture *fixture, gconstpointer data)
{
  guint port;
  g_autoptr (GSocket) socket = take_port (&port);
  g_autofree char *code = g_strdup_printf ("http://127.0.0.1:%u/enrol/ABCD-EFGH-JKLM", port);
  GtkWidget *window = pakiv_preferences_window_new (NULL, fixture->workplace);

  enrol (window, code);
  assert_says (window, "can’t be reached");
  g_assert_null (pakiv_desk_get_council (pakiv_workplace_get_desk (fixture->workplace)));
  close_window (window);
}

/* Import */
static gboolean
has_ended (gpointer window)
{
  return !pakiv_import_window_is_running (window);
}

static void
count_signal_cb (GtkWidget *window, guint *count)
{
  (*count)++;
}

static char *
import (PakivImportWindow *window)
{
  pakiv_import_window_start (window);
  fixture_wait (has_ended, window);
  return pakiv_import_window_get_result (window);
}

static char *
write_contacts (WorkplaceFixture *fixture, const char *name, gboolean with_bad)
{
  PakivDefinitions *definitions = pakiv_workplace_get_definitions (fixture->workplace);
  const PakivKind *kind = pakiv_definitions_find_kind (definitions, "contact");
  g_autoptr (GString) csv = g_string_new (NULL);
  const char *days[] = { "2021-02-01", "2021-02-02", "2021-02-03" };

  for (guint i = 0; i < kind->fields->len; i++)
    g_string_append_printf (csv, "%s%s", i > 0 ? "," : "",
                            ((PakivField *)kind->fields->pdata[i])->id);
  for (guint row = 0; row < G_N_ELEMENTS (days) + (with_bad ? 1 : 0); row++)
    {
      g_string_append (csv, "\r\n");
      for (guint i = 0; i < kind->fields->len; i++)
        {
          const char *id = ((PakivField *)kind->fields->pdata[i])->id;
          const char *cell = "";

          if (g_strcmp0 (id, kind->day) == 0)
            cell = row < G_N_ELEMENTS (days) ? days[row] : "yesterday";
          else if (g_strcmp0 (id, "type") == 0)
            cell = "PATROL";
          g_string_append_printf (csv, "%s%s", i > 0 ? "," : "", cell);
        }
    }
  g_string_append (csv, "\r\n");
  return workplace_fixture_write (fixture, name, csv->str);
}

static void
test_import (WorkplaceFixture *fixture, gconstpointer data)
{
  GtkWidget *widget = pakiv_import_window_new (NULL, fixture->workplace);
  PakivImportWindow *window = PAKIV_IMPORT_WINDOW (widget);
  g_autofree char *path = write_contacts (fixture, "a & b <c>.csv", TRUE);
  g_autofree char *rejects = g_strconcat (path, ".rejects.csv", NULL);
  g_autoptr (GFile) file = g_file_new_for_path (path);
  g_autofree char *first = NULL;
  g_autofree char *second = NULL;
  guint imported = 0;

  g_signal_connect (window, "imported", G_CALLBACK (count_signal_cb), &imported);
  g_assert_true (pakiv_import_window_choose_source (window, "contact"));
  pakiv_import_window_add_file (window, file);
  pakiv_import_window_add_file (window, file); /* chosen twice, read once */
  assert_says (widget, "a & b <c>.csv");
  first = import (window);
  g_assert_nonnull (strstr (first, "Rows read: 4\nAdded: 3\nAlready there: 0\nRejected: 1\n"));
  g_assert_nonnull (strstr (first, rejects));
  g_assert_true (g_file_test (rejects, G_FILE_TEST_EXISTS));
  assert_says (widget, "Rows read 4");
  g_assert_cmpuint (imported, ==, 1);

  second = import (window);
  g_assert_nonnull (strstr (second, "Rows read: 4\nAdded: 0\nAlready there: 3\nRejected: 1\n"));
  g_assert_cmpuint (imported, ==, 1);
  check_names (widget);
  close_window (widget);
}

static void
test_import_of_another_file (WorkplaceFixture *fixture, gconstpointer data)
{
  GtkWidget *widget = pakiv_import_window_new (NULL, fixture->workplace);
  PakivImportWindow *window = PAKIV_IMPORT_WINDOW (widget);
  g_autofree char *path = workplace_fixture_write (fixture, "other.csv", "name,colour\r\na,b\r\n");
  g_autoptr (GFile) file = g_file_new_for_path (path);
  g_autofree char *result = NULL;

  g_assert_true (pakiv_import_window_choose_source (window, "uk-stops"));
  g_assert_false (pakiv_import_window_choose_source (window, "nothing-like-it"));
  pakiv_import_window_add_file (window, file);
  result = import (window);
  g_assert_nonnull (strstr (result, "Nothing was imported"));
  g_assert_nonnull (strstr (result, "other.csv"));
  close_window (widget);
}

static gboolean
has_lines (gpointer list)
{
  return fixture_find (list, GTK_TYPE_LABEL, NULL) != NULL;
}

static void
assert_whole (GtkWidget *widget)
{
  if (GTK_IS_LABEL (widget))
    g_assert_cmpint (gtk_label_get_ellipsize (GTK_LABEL (widget)), ==, PANGO_ELLIPSIZE_NONE);
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    assert_whole (child);
}

/* Two sources may begin alike: in the list to choose from, none is cut off. */
static void
test_import_sources (WorkplaceFixture *fixture, gconstpointer data)
{
  GtkWidget *widget = pakiv_import_window_new (NULL, fixture->workplace);
  GtkWidget *row = fixture_find (widget, ADW_TYPE_COMBO_ROW, NULL);
  GtkWidget *list
      = fixture_find (fixture_find (row, GTK_TYPE_POPOVER, NULL), GTK_TYPE_LIST_VIEW, NULL);

  gtk_window_present (GTK_WINDOW (widget));
  adw_action_row_activate (ADW_ACTION_ROW (row));
  fixture_wait (has_lines, list);
  assert_says (list, "Contacts, as Pakiv writes them");
  assert_whole (list);
  close_window (widget);
}

/* Closing the window while it imports: the log is as it was, and the window goes once that is so.
 */
static void
test_import_closed (WorkplaceFixture *fixture, gconstpointer data)
{
  PakivDefinitions *definitions = pakiv_workplace_get_definitions (fixture->workplace);
  const PakivKind *kind = pakiv_definitions_find_kind (definitions, "contact");
  PakivLog *log = pakiv_workplace_get_log (fixture->workplace, PAKIV_LOG_POLICE);
  GtkWidget *widget = pakiv_import_window_new (NULL, fixture->workplace);
  PakivImportWindow *window = PAKIV_IMPORT_WINDOW (widget);
  g_autofree char *path = write_contacts (fixture, "contacts.csv", FALSE);
  g_autoptr (GFile) file = g_file_new_for_path (path);
  g_autofree char *result = NULL;
  g_autoptr (GArray) found = NULL;

  g_object_ref (widget);
  gtk_window_present (GTK_WINDOW (widget));
  g_assert_true (pakiv_import_window_choose_source (window, "contact"));
  pakiv_import_window_add_file (window, file);
  pakiv_import_window_start (window);
  gtk_window_close (GTK_WINDOW (widget));
  g_assert_true (pakiv_import_window_is_running (window));
  fixture_wait (has_ended, window);
  result = pakiv_import_window_get_result (window);
  found = pakiv_log_find (log, kind, NULL, NULL);
  /* It may have ended before the cancel came; then it is all there. */
  if (strstr (result, "Cancelled.") != NULL)
    g_assert_cmpuint (found->len, ==, 0);
  else
    g_assert_cmpuint (found->len, ==, 3);
  fixture_wait (is_left_alone, widget);
  g_assert_finalize_object (widget);
}

int
main (int argc, char **argv)
{
  gtk_test_init (&argc, &argv, NULL);
  adw_init ();
#define ADD(path, test) \
  g_test_add ("/reports-windows/" path, WorkplaceFixture, NULL, set_up, test, tear_down)
  ADD ("shortcuts", test_shortcuts);
  ADD ("preferences", test_preferences);
  ADD ("preferences-closed", test_preferences_closed);
  ADD ("appearance", test_appearance);
  ADD ("enrolment", test_enrolment);
  ADD ("council-away", test_council_away);
  ADD ("import", test_import);
  ADD ("import-of-another-file", test_import_of_another_file);
  ADD ("import-sources", test_import_sources);
  ADD ("import-closed", test_import_closed);
#undef ADD
  return g_test_run ();
}
