#include "pakiv-passphrase-window.h"

#include "pakiv-aside.h"
#include "pakiv-busy.h"
#include "pakiv-compat.h"
#include "pakiv-members.h"
#include "pakiv-new-passphrase.h"

#include <glib/gi18n.h>

struct _PakivPassphraseWindow
{
  AdwWindow parent_instance;

  GtkWidget *change_button;
  GtkWidget *spinner;
  GtkWidget *page;
  GtkWidget *old;
  GtkWidget *problem;
  GtkWidget *fields; /* PakivNewPassphrase */

  PakivWorkplace *workplace;
};

G_DEFINE_FINAL_TYPE (PakivPassphraseWindow, pakiv_passphrase_window, ADW_TYPE_WINDOW)

enum
{
  CHANGED,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

typedef struct
{
  PakivSession *session;
  char *old;
  char *passphrase;
} Change;

static void
free_change (gpointer data)
{
  Change *change = data;

  pakiv_session_unref (change->session);
  pakiv_passphrase_free (change->old);
  pakiv_passphrase_free (change->passphrase);
  g_free (change);
}

static gboolean
change_in_thread (gpointer data, GError **error)
{
  Change *change = data;

  return pakiv_session_change_passphrase (change->session, change->old, change->passphrase, error);
}

static void
set_busy (PakivPassphraseWindow *self, gboolean busy)
{
  pakiv_busy_set (GTK_WINDOW (self), self->page, self->change_button, self->spinner, busy);
}

static void
show_problem (PakivPassphraseWindow *self, const char *words)
{
  gtk_label_set_text (GTK_LABEL (self->problem), words);
  gtk_widget_set_visible (self->problem, words != NULL);
  if (words != NULL)
    pakiv_compat_announce (self->old, words);
}

static void
on_done_cb (gpointer owner, gpointer data, const GError *error)
{
  PakivPassphraseWindow *self = owner;

  set_busy (self, FALSE);
  if (self->workplace == NULL) /* closed meanwhile */
    return;
  if (error == NULL)
    {
      g_signal_emit (self, signals[CHANGED], 0);
      gtk_window_close (GTK_WINDOW (self));
      return;
    }
  show_problem (self, error->message);
  if (g_error_matches (error, PAKIV_LOG_ERROR, PAKIV_LOG_ERROR_PASSPHRASE))
    gtk_widget_grab_focus (self->old);
}

static void
on_change_cb (PakivPassphraseWindow *self)
{
  Change *change;

  show_problem (self, NULL);
  if (!pakiv_new_passphrase_check (PAKIV_NEW_PASSPHRASE (self->fields)))
    return;
  change = g_new0 (Change, 1);
  change->session = pakiv_session_ref (pakiv_workplace_get_session (self->workplace));
  change->old = g_strdup (gtk_editable_get_text (GTK_EDITABLE (self->old)));
  change->passphrase = g_strdup (pakiv_new_passphrase_get (PAKIV_NEW_PASSPHRASE (self->fields)));
  set_busy (self, TRUE);
  pakiv_aside_run (self, change_in_thread, on_done_cb, change, free_change);
}

static void
pakiv_passphrase_window_dispose (GObject *object)
{
  g_clear_object (&PAKIV_PASSPHRASE_WINDOW (object)->workplace);
  G_OBJECT_CLASS (pakiv_passphrase_window_parent_class)->dispose (object);
}

static void
pakiv_passphrase_window_class_init (PakivPassphraseWindowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = pakiv_passphrase_window_dispose;
  signals[CHANGED] = g_signal_new ("changed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL,
                                   NULL, NULL, G_TYPE_NONE, 0);

  g_type_ensure (PAKIV_TYPE_NEW_PASSPHRASE);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/org/pakiv/Pakiv/pakiv-passphrase-window.ui");
  gtk_widget_class_bind_template_child (widget_class, PakivPassphraseWindow, change_button);
  gtk_widget_class_bind_template_child (widget_class, PakivPassphraseWindow, spinner);
  gtk_widget_class_bind_template_child (widget_class, PakivPassphraseWindow, page);
  gtk_widget_class_bind_template_child (widget_class, PakivPassphraseWindow, old);
  gtk_widget_class_bind_template_child (widget_class, PakivPassphraseWindow, problem);
  gtk_widget_class_bind_template_child (widget_class, PakivPassphraseWindow, fields);
  gtk_widget_class_bind_template_callback (widget_class, on_change_cb);
}

static void
pakiv_passphrase_window_init (PakivPassphraseWindow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  gtk_accessible_update_property (
      GTK_ACCESSIBLE (gtk_editable_get_delegate (GTK_EDITABLE (self->old))),
      GTK_ACCESSIBLE_PROPERTY_LABEL, _ ("Passphrase until now"), -1);
}

GtkWidget *
pakiv_passphrase_window_new (GtkWindow *parent, PakivWorkplace *workplace)
{
  PakivPassphraseWindow *self
      = g_object_new (PAKIV_TYPE_PASSPHRASE_WINDOW, "transient-for", parent, NULL);

  g_return_val_if_fail (PAKIV_IS_WORKPLACE (workplace), GTK_WIDGET (self));

  self->workplace = g_object_ref (workplace);
  gtk_widget_grab_focus (self->old);
  return GTK_WIDGET (self);
}
