#include "reports-page-fixture.h"

#include <string.h>

gboolean
page_fixture_is_idle (gpointer data)
{
  PakivReportsPage *page = data;

  return page->listing == NULL && page->counting == NULL && page->working == NULL;
}

void
page_fixture_set_up (PageFixture *fixture, gconstpointer data)
{
  workplace_fixture_set_up (&fixture->desk);
  workplace_fixture_fill (&fixture->desk, 300);
  fixture->window = gtk_window_new ();
  fixture->page = PAKIV_REPORTS_PAGE (pakiv_reports_page_new (fixture->desk.workplace));
  gtk_window_set_child (GTK_WINDOW (fixture->window), GTK_WIDGET (fixture->page));
  fixture_wait (page_fixture_is_idle, fixture->page);
}

gboolean
page_fixture_is_left_alone (gpointer object)
{
  return G_OBJECT (object)->ref_count == 1;
}

/* The open question or message: another widget in newer libadwaita. NULL where there is none. */
GtkWidget *
page_fixture_find_dialog (void)
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

void
page_fixture_close_dialogs (void)
{
  GtkWidget *dialog;

  while ((dialog = page_fixture_find_dialog ()) != NULL)
    gtk_window_destroy (GTK_WINDOW (gtk_widget_get_root (dialog)));
}

void
page_fixture_answer (GtkWidget *dialog)
{
  g_signal_emit_by_name (dialog, "response::do", "do");
}

void
page_fixture_tear_down (PageFixture *fixture, gconstpointer data)
{
  page_fixture_close_dialogs ();
  g_object_ref (fixture->page);
  gtk_window_destroy (GTK_WINDOW (fixture->window));
  fixture_wait (page_fixture_is_left_alone, fixture->page);
  g_assert_finalize_object (fixture->page);
  workplace_fixture_tear_down (&fixture->desk);
}

void
page_fixture_assert_says (GtkWidget *widget, const char *words)
{
  g_autofree char *text = fixture_read_labels (widget);

  if (strstr (text, words) == NULL)
    {
      g_test_message ("“%s” is not in “%.1500s”", words, text);
      g_test_fail ();
    }
}

void
page_fixture_assert_told (const char *words)
{
  GtkWidget *dialog = page_fixture_find_dialog ();

  g_assert_nonnull (dialog);
  page_fixture_assert_says (dialog, words);
  page_fixture_close_dialogs ();
}

gboolean
page_fixture_can (PageFixture *fixture, const char *action)
{
  return g_action_group_get_action_enabled (G_ACTION_GROUP (fixture->page->actions), action);
}

void
page_fixture_act (PageFixture *fixture, const char *action)
{
  if (!page_fixture_can (fixture, action))
    page_fixture_assert_says (GTK_WIDGET (fixture->page),
                              "(the action, which is not possible now)");
  g_assert_true (page_fixture_can (fixture, action));
  g_action_group_activate_action (G_ACTION_GROUP (fixture->page->actions), action, NULL);
  fixture_wait (page_fixture_is_idle, fixture->page);
}

void
page_fixture_enrol (PageFixture *fixture, PakivTestServer *council)
{
  g_autoptr (GError) error = NULL;

  pakiv_desk_set_council (pakiv_workplace_get_desk (fixture->desk.workplace),
                          pakiv_test_server_get_url (council), "token", &error);
  g_assert_no_error (error);
}

void
page_fixture_sign_and_send (PageFixture *fixture)
{
  page_fixture_act (fixture, "send");
  g_assert_nonnull (page_fixture_find_dialog ());
  page_fixture_answer (page_fixture_find_dialog ());
  page_fixture_close_dialogs ();
  fixture_wait (page_fixture_is_idle, fixture->page);
}

GtkWidget *
page_fixture_find_tile (PageFixture *fixture, int quarter, PakivLogId log)
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
void
page_fixture_choose (PageFixture *fixture, int quarter, PakivLogId log)
{
  GtkWidget *tile = page_fixture_find_tile (fixture, quarter, log);

  g_assert_nonnull (tile);
  gtk_flow_box_select_child (GTK_FLOW_BOX (gtk_widget_get_parent (tile)),
                             GTK_FLOW_BOX_CHILD (tile));
}

GtkWidget *
page_fixture_find_button (GtkWidget *calendar, const char *id)
{
  return GTK_WIDGET (gtk_widget_get_template_child (calendar, PAKIV_TYPE_REPORTS_CALENDAR, id));
}

GtkWidget *
page_fixture_get_child (PageFixture *fixture, const char *id)
{
  return GTK_WIDGET (
      gtk_widget_get_template_child (GTK_WIDGET (fixture->page), PAKIV_TYPE_REPORTS_PAGE, id));
}

/* How often the trace says that someone looked: its file grows by a line. */
guint
page_fixture_count_trace (PageFixture *fixture)
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
