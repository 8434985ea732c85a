#include "pakiv-compat.h"

#include <glib/gi18n.h>

/* Calls that came after the oldest versions are meant here, each behind its version check. */
G_GNUC_BEGIN_IGNORE_DEPRECATIONS

void
pakiv_compat_show_about (GtkWindow *parent)
{
  static const char *const developers[] = { "The Pakiv contributors", NULL };
  const char *comments
      = _ ("A log that police, Roma mediators and the council can all trust.\n\n"
           "There is no register of persons in it, and only protected counts leave this desk.");

#if ADW_CHECK_VERSION(1, 5, 0)
  AdwDialog *dialog = adw_about_dialog_new ();

  g_object_set (dialog, "application-name", "Pakiv", "application-icon", PAKIV_APPLICATION_ID,
                "version", PAKIV_VERSION, "developer-name", developers[0], "license-type",
                GTK_LICENSE_GPL_3_0, "comments", comments, NULL);
  adw_dialog_present (dialog, GTK_WIDGET (parent));
#else
  adw_show_about_window (parent, "application-name", "Pakiv", "application-icon",
                         PAKIV_APPLICATION_ID, "version", PAKIV_VERSION, "developer-name",
                         developers[0], "license-type", GTK_LICENSE_GPL_3_0, "comments", comments,
                         NULL);
#endif
}

typedef struct
{
  GCallback callback;
  gpointer data;
} Answer;

static void
on_response_cb (GObject *dialog, const char *response, Answer *answer)
{
  void (*callback) (gpointer) = (void (*) (gpointer))answer->callback;

  if (g_strcmp0 (response, "do") == 0 && callback != NULL)
    callback (answer->data);
}

static void
free_answer (gpointer answer, GClosure *closure)
{
  g_free (answer);
}

void
pakiv_compat_ask (GtkWindow *parent,
                  const char *heading,
                  const char *body,
                  const char *action,
                  gboolean destructive,
                  GCallback callback,
                  gpointer data)
{
  Answer *answer = g_new0 (Answer, 1);
  AdwResponseAppearance look = destructive ? ADW_RESPONSE_DESTRUCTIVE : ADW_RESPONSE_SUGGESTED;

  answer->callback = callback;
  answer->data = data;
#if ADW_CHECK_VERSION(1, 5, 0)
  AdwAlertDialog *dialog = ADW_ALERT_DIALOG (adw_alert_dialog_new (heading, body));

  adw_alert_dialog_add_responses (dialog, "cancel", _ ("_Cancel"), "do", action, NULL);
  adw_alert_dialog_set_response_appearance (dialog, "do", look);
  adw_alert_dialog_set_default_response (dialog, destructive ? "cancel" : "do");
  adw_alert_dialog_set_close_response (dialog, "cancel");
  g_signal_connect_data (dialog, "response", G_CALLBACK (on_response_cb), answer, free_answer, 0);
  adw_dialog_present (ADW_DIALOG (dialog), GTK_WIDGET (parent));
#else
  AdwMessageDialog *dialog = ADW_MESSAGE_DIALOG (adw_message_dialog_new (parent, heading, body));

  adw_message_dialog_add_responses (dialog, "cancel", _ ("_Cancel"), "do", action, NULL);
  adw_message_dialog_set_response_appearance (dialog, "do", look);
  adw_message_dialog_set_default_response (dialog, destructive ? "cancel" : "do");
  adw_message_dialog_set_close_response (dialog, "cancel");
  g_signal_connect_data (dialog, "response", G_CALLBACK (on_response_cb), answer, free_answer, 0);
  gtk_window_present (GTK_WINDOW (dialog));
#endif
}

void
pakiv_compat_close_dialogs (GtkWindow *window)
{
#if ADW_CHECK_VERSION(1, 6, 0)
  g_autoptr (GListModel) dialogs = NULL;

  if (!ADW_IS_APPLICATION_WINDOW (window))
    return;
  dialogs = adw_application_window_get_dialogs (ADW_APPLICATION_WINDOW (window));
  for (guint i = g_list_model_get_n_items (dialogs); i > 0; i--)
    {
      g_autoptr (AdwDialog) dialog = g_list_model_get_item (dialogs, i - 1);

      adw_dialog_force_close (dialog);
    }
#endif
}

void
pakiv_compat_tell (GtkWindow *parent, const char *heading, const char *body)
{
#if ADW_CHECK_VERSION(1, 5, 0)
  AdwAlertDialog *dialog = ADW_ALERT_DIALOG (adw_alert_dialog_new (heading, body));

  adw_alert_dialog_add_response (dialog, "close", _ ("_Close"));
  adw_dialog_present (ADW_DIALOG (dialog), GTK_WIDGET (parent));
#else
  AdwMessageDialog *dialog = ADW_MESSAGE_DIALOG (adw_message_dialog_new (parent, heading, body));

  adw_message_dialog_add_response (dialog, "close", _ ("_Close"));
  gtk_window_present (GTK_WINDOW (dialog));
#endif
}

typedef struct
{
  GtkWindow *parent;
  char *heading;
  char *body;
} Showing;

static void
on_shown_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autofree Showing *showing = data;
  g_autofree char *heading = showing->heading;
  g_autofree char *body = showing->body;
  g_autoptr (GtkWindow) parent = showing->parent;
  g_autoptr (GError) error = NULL;
  gboolean shown;

#if GTK_CHECK_VERSION(4, 10, 0)
  shown = gtk_file_launcher_launch_finish (GTK_FILE_LAUNCHER (source), result, &error);
#else
  shown = gtk_show_uri_full_finish (parent, result, &error);
#endif
  if (!shown && !g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED)
      && gtk_widget_get_mapped (GTK_WIDGET (parent)))
    pakiv_compat_tell (parent, heading, body);
}

void
pakiv_compat_show_file (GtkWindow *parent, GFile *file, const char *heading, const char *body)
{
  Showing *showing = g_new0 (Showing, 1);

  showing->parent = g_object_ref (parent);
  showing->heading = g_strdup (heading);
  showing->body = g_strdup (body);
#if GTK_CHECK_VERSION(4, 10, 0)
  g_autoptr (GtkFileLauncher) launcher = gtk_file_launcher_new (file);

  gtk_file_launcher_launch (launcher, parent, NULL, on_shown_cb, showing);
#else
  g_autofree char *uri = g_file_get_uri (file);

  gtk_show_uri_full (parent, uri, GDK_CURRENT_TIME, NULL, on_shown_cb, showing);
#endif
}

typedef struct
{
  PakivFileChosen chosen;
  gpointer data;
} Choice;

#if GTK_CHECK_VERSION(4, 10, 0)

static void
on_opened_cb (GObject *dialog, GAsyncResult *result, gpointer data)
{
  g_autofree Choice *choice = data;
  g_autoptr (GFile) file = gtk_file_dialog_open_finish (GTK_FILE_DIALOG (dialog), result, NULL);

  choice->chosen (file, choice->data);
}

static void
on_saved_cb (GObject *dialog, GAsyncResult *result, gpointer data)
{
  g_autofree Choice *choice = data;
  g_autoptr (GFile) file = gtk_file_dialog_save_finish (GTK_FILE_DIALOG (dialog), result, NULL);

  choice->chosen (file, choice->data);
}

#else

static void
on_chooser_response_cb (GtkNativeDialog *dialog, int response, Choice *choice)
{
  g_autoptr (GFile) file = NULL;

  if (response == GTK_RESPONSE_ACCEPT)
    file = gtk_file_chooser_get_file (GTK_FILE_CHOOSER (dialog));
  choice->chosen (file, choice->data);
  g_free (choice);
  g_object_unref (dialog);
}

static GtkFileChooserNative *
make_chooser (GtkWindow *parent,
              const char *title,
              GtkFileChooserAction action,
              PakivFileChosen chosen,
              gpointer data)
{
  GtkFileChooserNative *dialog = gtk_file_chooser_native_new (title, parent, action, NULL, NULL);
  Choice *choice = g_new0 (Choice, 1);

  choice->chosen = chosen;
  choice->data = data;
  gtk_native_dialog_set_modal (GTK_NATIVE_DIALOG (dialog), TRUE);
  g_signal_connect (dialog, "response", G_CALLBACK (on_chooser_response_cb), choice);
  return dialog;
}

#endif

void
pakiv_compat_open_file (GtkWindow *parent,
                        const char *title,
                        const char *filter_name,
                        const char *pattern,
                        PakivFileChosen chosen,
                        gpointer data)
{
  g_autoptr (GtkFileFilter) filter = gtk_file_filter_new ();

  gtk_file_filter_set_name (filter, filter_name);
  gtk_file_filter_add_pattern (filter, pattern);
#if GTK_CHECK_VERSION(4, 10, 0)
  g_autoptr (GtkFileDialog) dialog = gtk_file_dialog_new ();
  g_autoptr (GListStore) filters = g_list_store_new (GTK_TYPE_FILE_FILTER);
  Choice *choice = g_new0 (Choice, 1);

  choice->chosen = chosen;
  choice->data = data;
  g_list_store_append (filters, filter);
  gtk_file_dialog_set_title (dialog, title);
  gtk_file_dialog_set_filters (dialog, G_LIST_MODEL (filters));
  gtk_file_dialog_open (dialog, parent, NULL, on_opened_cb, choice);
#else
  GtkFileChooserNative *dialog
      = make_chooser (parent, title, GTK_FILE_CHOOSER_ACTION_OPEN, chosen, data);

  gtk_file_chooser_add_filter (GTK_FILE_CHOOSER (dialog), filter);
  gtk_native_dialog_show (GTK_NATIVE_DIALOG (dialog));
#endif
}

void
pakiv_compat_save_file (
    GtkWindow *parent, const char *title, const char *name, PakivFileChosen chosen, gpointer data)
{
#if GTK_CHECK_VERSION(4, 10, 0)
  g_autoptr (GtkFileDialog) dialog = gtk_file_dialog_new ();
  Choice *choice = g_new0 (Choice, 1);

  choice->chosen = chosen;
  choice->data = data;
  gtk_file_dialog_set_title (dialog, title);
  gtk_file_dialog_set_initial_name (dialog, name);
  gtk_file_dialog_save (dialog, parent, NULL, on_saved_cb, choice);
#else
  GtkFileChooserNative *dialog
      = make_chooser (parent, title, GTK_FILE_CHOOSER_ACTION_SAVE, chosen, data);

  gtk_file_chooser_set_current_name (GTK_FILE_CHOOSER (dialog), name);
  gtk_native_dialog_show (GTK_NATIVE_DIALOG (dialog));
#endif
}

#if GTK_CHECK_VERSION(4, 10, 0)
static void
on_folder_chosen_cb (GObject *dialog, GAsyncResult *result, gpointer data)
{
  g_autofree Choice *choice = data;
  g_autoptr (GFile) file
      = gtk_file_dialog_select_folder_finish (GTK_FILE_DIALOG (dialog), result, NULL);

  choice->chosen (file, choice->data);
}
#endif

void
pakiv_compat_open_folder (GtkWindow *parent,
                          const char *title,
                          PakivFileChosen chosen,
                          gpointer data)
{
#if GTK_CHECK_VERSION(4, 10, 0)
  g_autoptr (GtkFileDialog) dialog = gtk_file_dialog_new ();
  Choice *choice = g_new0 (Choice, 1);

  choice->chosen = chosen;
  choice->data = data;
  gtk_file_dialog_set_title (dialog, title);
  gtk_file_dialog_select_folder (dialog, parent, NULL, on_folder_chosen_cb, choice);
#else
  gtk_native_dialog_show (GTK_NATIVE_DIALOG (
      make_chooser (parent, title, GTK_FILE_CHOOSER_ACTION_SELECT_FOLDER, chosen, data)));
#endif
}

void
pakiv_compat_scroll_to (GtkListView *list, guint position)
{
#if GTK_CHECK_VERSION(4, 12, 0)
  gtk_list_view_scroll_to (list, position, GTK_LIST_SCROLL_NONE, NULL);
#else
  gtk_widget_activate_action (GTK_WIDGET (list), "list.scroll-to-item", "u", position);
#endif
}

void
pakiv_compat_name_spin (GtkWidget *spin, const char *fewer, const char *more)
{
  const char *words = fewer;

  for (GtkWidget *child = gtk_widget_get_first_child (spin); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    if (GTK_IS_BUTTON (child))
      {
        gtk_accessible_update_property (GTK_ACCESSIBLE (child), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                        words, -1);
        words = more;
      }
}

void
pakiv_compat_announce (GtkWidget *widget, const char *message)
{
#if GTK_CHECK_VERSION(4, 14, 0)
  g_autoptr (GtkATContext) context = gtk_accessible_get_at_context (GTK_ACCESSIBLE (widget));

  /* The context of GTK's own tests has no announcements, and GTK 4.18 calls what is not there. */
  if (context == NULL || g_str_equal (G_OBJECT_TYPE_NAME (context), "GtkTestATContext"))
    return;
  gtk_accessible_announce (GTK_ACCESSIBLE (widget), message,
                           GTK_ACCESSIBLE_ANNOUNCEMENT_PRIORITY_MEDIUM);
#else
  /* GTK 4.8 cannot speak by itself; what has the focus is read out with its description. */
  GtkRoot *root = gtk_widget_get_root (widget);
  GtkWidget *focus = root != NULL ? gtk_root_get_focus (root) : NULL;

  gtk_accessible_update_property (GTK_ACCESSIBLE (focus != NULL ? focus : widget),
                                  GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, message, -1);
#endif
}

G_GNUC_END_IGNORE_DEPRECATIONS
