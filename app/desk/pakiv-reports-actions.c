/* What can be done with a quarter. A release is made first and sent second: whatever happens on the
 * way to the council, what was signed is kept and can be sent again. */
#include "pakiv-reports-work.h"

#include "pakiv-compat.h"
#include "pakiv-outbox.h"
#include "pakiv-preferences-window.h"
#include "pakiv-progress.h"
#include "pakiv-release-maker.h"

#include <glib/gi18n.h>

/* A toast's file or folder. */
#define URI_KEY "pakiv-uri"

/* Questions outlive the page when the window locks meanwhile; an answer is then for nobody. */
static GHashTable *living;

PakivReportsPage *
pakiv_reports_actions_get_living (gpointer page)
{
  return living != NULL && g_hash_table_contains (living, page) ? page : NULL;
}

static void
on_page_gone_cb (gpointer data, GObject *page)
{
  g_hash_table_remove (living, page);
}

/* A toast reads its title as markup, and a council may write anything. */
static AdwToast *
make_toast (const char *text, guint seconds)
{
  g_autofree char *escaped = g_markup_escape_text (text, -1);
  AdwToast *toast = adw_toast_new (escaped);

  adw_toast_set_timeout (toast, seconds);
  return toast;
}

void
pakiv_reports_actions_say (PakivReportsPage *self, const char *text)
{
  adw_toast_overlay_add_toast (self->toasts, make_toast (text, 4));
  pakiv_compat_announce (GTK_WIDGET (self), text);
}

static void
on_open_clicked_cb (AdwToast *toast, PakivReportsPage *self)
{
  const char *uri = g_object_get_data (G_OBJECT (toast), URI_KEY);

  if (!g_app_info_launch_default_for_uri (uri, NULL, NULL))
    pakiv_compat_tell (pakiv_reports_page_get_window (self), _ ("No program for it was found"),
                       uri);
}

void
pakiv_reports_actions_say_saved (PakivReportsPage *self, const char *text, const char *uri)
{
  AdwToast *toast = make_toast (text, 10);

  adw_toast_set_button_label (toast, _ ("_Open"));
  g_object_set_data_full (G_OBJECT (toast), URI_KEY, g_strdup (uri), g_free);
  g_signal_connect_object (toast, "button-clicked", G_CALLBACK (on_open_clicked_cb), self, 0);
  adw_toast_overlay_add_toast (self->toasts, toast);
  pakiv_compat_announce (GTK_WIDGET (self), text);
}

/* (transfer full): or NULL. */
static char *
get_council (PakivReportsPage *self)
{
  return pakiv_desk_get_council (pakiv_workplace_get_desk (self->workplace));
}

static gboolean
has_council (PakivReportsPage *self)
{
  g_autofree char *council = get_council (self);

  return council != NULL;
}

/* What can't be entered in the trace is not sent. */
static gboolean
note_sending (PakivReportsWork *work, GError **error)
{
  g_autofree char *council = pakiv_desk_get_council (work->desk);

  return pakiv_release_maker_note_passed_on (work->log, work->period, council, error);
}

/* Sign and send. Only what was shown is signed: a record that came since then changes the figures.
 */
static void
send_in_thread (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  PakivReportsWork *work = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) package = NULL;
  g_autoptr (PakivCouncilAnswer) answer = NULL;

  pakiv_progress_expect (cancellable, work->has_council);
  if (!g_cancellable_set_error_if_cancelled (cancellable, &error))
    package = pakiv_release_maker_make (work->log, work->desk, work->period, work->shown,
                                        cancellable, &error);
  if (package != NULL)
    {
      work->released = TRUE;
      pakiv_progress_begin (cancellable, _ ("Sending…"));
      if (work->has_council && note_sending (work, &error))
        answer = pakiv_outbox_send (work->desk, package, NULL, cancellable, &error);
    }
  if (error != NULL)
    g_task_return_error (task, g_steal_pointer (&error));
  else
    g_task_return_boolean (task, TRUE);
}

static void
on_preferences_chosen_cb (gpointer data)
{
  PakivReportsPage *self = pakiv_reports_actions_get_living (data);

  if (self != NULL && self->workplace != NULL)
    gtk_window_present (GTK_WINDOW (
        pakiv_preferences_window_new (pakiv_reports_page_get_window (self), self->workplace)));
}

static void
explain_enrolment (PakivReportsPage *self)
{
  pakiv_compat_ask (pakiv_reports_page_get_window (self), _ ("Released, not sent yet"),
                    _ ("The quarter is signed and kept on this desk. This desk does not know a "
                       "council yet: ask the council for an enrolment code and type it in "
                       "Preferences. Then come back and choose “Send”."),
                    _ ("_Preferences"), FALSE, G_CALLBACK (on_preferences_chosen_cb), self);
}

static void
explain_failure (PakivReportsPage *self, const PakivReportsWork *work, const GError *error)
{
  GtkWindow *window = pakiv_reports_page_get_window (self);
  gboolean cancelled = g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_autofree char *body = NULL;

  if (!work->released)
    {
      if (!cancelled)
        pakiv_compat_tell (window, _ ("The quarter was not released"), error->message);
      return;
    }
  body = g_strdup_printf (
      "%s\n\n%s", cancelled ? _ ("The sending was cancelled.") : error->message,
      _ ("The release is signed and kept on this desk. Nothing is lost: choose “Send” to try "
         "again."));
  pakiv_compat_tell (window, _ ("Released, not sent yet"), body);
}

static void
on_sent_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (PakivReportsPage) self = data;
  const PakivReportsWork *work = g_task_get_task_data (G_TASK (result));
  g_autoptr (GError) error = NULL;

  if (!pakiv_reports_work_end (self, result, &error))
    return;
  if (error != NULL)
    explain_failure (self, work, error);
  else if (!work->has_council)
    explain_enrolment (self);
  else
    pakiv_reports_actions_say (self, _ ("Sent: the council has received the release"));
  pakiv_reports_page_refresh (self);
}

void
pakiv_reports_actions_send (PakivReportsPage *self)
{
  const PakivRelease *release;
  PakivReportsWork *work;

  release = pakiv_release_preview_get_release (self->preview);
  if (self->quarter == NULL || self->working != NULL || release == NULL)
    return;
  work = pakiv_reports_work_new (self);
  work->shown = pakiv_release_ref (release);
  pakiv_reports_work_start (self, work,
                            work->released ? _ ("Sending…") : _ ("Signing and sending…"),
                            send_in_thread, on_sent_cb);
}

static void
on_send_confirmed_cb (gpointer data)
{
  PakivReportsPage *self = pakiv_reports_actions_get_living (data);

  if (self != NULL)
    pakiv_reports_actions_send (self);
}

static void
ask_before_sending (PakivReportsPage *self)
{
  g_autofree char *council = get_council (self);
  g_autofree char *period = pakiv_period_to_words (self->quarter->period);
  g_autofree char *heading = NULL;
  g_autofree char *whom = NULL;
  g_autofree char *body = NULL;

  if (council != NULL)
    {
      /* Translators: %s is a quarter, as "January to March 2021". */
      heading = g_strdup_printf (_ ("Sign and send %s?"), period);
      /* Translators: %s is the council's address. */
      whom = g_strdup_printf (_ ("The council at %s receives the page that you see here, and "
                                 "nothing else."),
                              council);
    }
  else
    {
      /* Translators: %s is a quarter, as "January to March 2021". */
      heading = g_strdup_printf (_ ("Sign %s?"), period);
      whom = g_strdup (_ ("No council is known to this desk yet: the release is signed and kept "
                          "here until it can be sent."));
    }
  body = g_strdup_printf (
      "%s\n\n%s", whom,
      _ ("The quarter is closed for good: its figures can’t be changed any more. A record of "
         "these months that comes later counts in the next open quarter."));
  pakiv_compat_ask (pakiv_reports_page_get_window (self), heading, body,
                    council != NULL ? _ ("_Sign and Send") : _ ("_Sign"), FALSE,
                    G_CALLBACK (on_send_confirmed_cb), self);
}

static void
send_activated (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  PakivReportsPage *self = data;

  if (self->quarter == NULL || self->working != NULL)
    return;
  if (!pakiv_release_quarter_is_released (self->quarter))
    ask_before_sending (self);
  else if (!has_council (self))
    explain_enrolment (self);
  else
    pakiv_reports_actions_send (self);
}

/* Ask the council */
static void
ask_in_thread (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  PakivReportsWork *work = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (PakivCouncilAnswer) answer
      = pakiv_outbox_refresh (work->desk, work->release, cancellable, &error);

  if (answer != NULL)
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, g_steal_pointer (&error));
}

static void
on_asked_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (PakivReportsPage) self = data;
  g_autoptr (GError) error = NULL;

  if (!pakiv_reports_work_end (self, result, &error))
    return;
  self->say_state = error == NULL;
  if (error != NULL && !g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    pakiv_compat_tell (pakiv_reports_page_get_window (self), _ ("The council did not answer"),
                       error->message);
  pakiv_reports_page_refresh (self);
}

static void
ask_activated (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  PakivReportsPage *self = data;

  if (self->quarter != NULL && self->working == NULL && self->quarter->release != NULL)
    pakiv_reports_work_start (self, pakiv_reports_work_new (self), _ ("Asking the council…"),
                              ask_in_thread, on_asked_cb);
}

static void
save_activated (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  pakiv_reports_actions_save (data);
}

static void
pdf_activated (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  pakiv_reports_actions_save_pdf (data);
}

static void
print_activated (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  pakiv_reports_actions_print (data);
}

static void
try_activated (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  pakiv_reports_attempts_update (data);
}

static void
open_page_activated (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  PakivReportsPage *self = data;
  const char *page = self->quarter != NULL ? self->quarter->page : NULL;

  if (page == NULL)
    return;
  if (!g_app_info_launch_default_for_uri (page, NULL, NULL))
    pakiv_compat_tell (pakiv_reports_page_get_window (self), _ ("No web browser was found"), page);
}

static const GActionEntry entries[] = {
  { .name = "send", .activate = send_activated },
  { .name = "ask", .activate = ask_activated },
  { .name = "save", .activate = save_activated },
  { .name = "pdf", .activate = pdf_activated },
  { .name = "print", .activate = print_activated },
  { .name = "try", .activate = try_activated },
  { .name = "open-page", .activate = open_page_activated },
};

void
pakiv_reports_actions_add (PakivReportsPage *self)
{
  if (living == NULL)
    living = g_hash_table_new (NULL, NULL);
  g_hash_table_add (living, self);
  g_object_weak_ref (G_OBJECT (self), on_page_gone_cb, NULL);
  self->actions = g_simple_action_group_new ();
  g_action_map_add_action_entries (G_ACTION_MAP (self->actions), entries, G_N_ELEMENTS (entries),
                                   self);
  gtk_widget_insert_action_group (GTK_WIDGET (self), "reports", G_ACTION_GROUP (self->actions));
}

static void
enable (PakivReportsPage *self, const char *name, gboolean enabled)
{
  GAction *action = g_action_map_lookup_action (G_ACTION_MAP (self->actions), name);

  g_simple_action_set_enabled (G_SIMPLE_ACTION (action), enabled);
}

void
pakiv_reports_actions_update (PakivReportsPage *self)
{
  const PakivReleaseQuarter *quarter = self->quarter;
  gboolean idle = self->working == NULL && self->counting == NULL;
  gboolean shown = pakiv_release_preview_get_release (self->preview) != NULL;
  gboolean released = quarter != NULL && pakiv_release_quarter_is_released (quarter);
  gboolean waiting = quarter != NULL && quarter->state == PAKIV_QUARTER_WAITING;
  gboolean ready = quarter != NULL && quarter->state == PAKIV_QUARTER_READY;

  gtk_label_set_label (self->send_label, waiting ? _ ("_Send") : _ ("_Sign and send"));
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->send_button), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  waiting ? _ ("Send") : _ ("Sign and send"), -1);
  gtk_widget_set_visible (self->send_button, ready || waiting);
  gtk_widget_set_visible (self->ask_button, released && !waiting);
  gtk_widget_set_visible (self->copies_button, released);
  gtk_widget_set_visible (self->page_button, quarter != NULL && quarter->page != NULL);
  /* Nobody signs what they have not seen. */
  enable (self, "send", idle && shown && (ready || waiting));
  enable (self, "ask", self->working == NULL && released && !waiting);
  enable (self, "save", self->working == NULL && shown && released);
  enable (self, "pdf", self->working == NULL && shown && released);
  enable (self, "print", self->working == NULL && shown && released);
  enable (self, "try", idle && shown);
  enable (self, "open-page", quarter != NULL && quarter->page != NULL);
  pakiv_reports_truth_update (self);
}
