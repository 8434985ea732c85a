#include "pakiv-hold-window.h"

#include "pakiv-compat.h"
#include "pakiv-day.h"

#include <glib/gi18n.h>

/* What is offered first; most proceedings are over by then, and it can be put off again. */
#define USUAL_MONTHS 12

struct _PakivHoldWindow
{
  AdwWindow parent_instance;

  GtkEditable *reason;
  GtkEditable *until;
  GtkLabel *problem;

  PakivLog *log;
  const PakivKind *kind;
  char *id;
};

G_DEFINE_FINAL_TYPE (PakivHoldWindow, pakiv_hold_window, ADW_TYPE_WINDOW)

enum
{
  HELD,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

static void
show_problem (PakivHoldWindow *self, const char *words)
{
  gtk_label_set_text (self->problem, words);
  gtk_widget_set_visible (GTK_WIDGET (self->problem), words != NULL && *words != '\0');
  if (words != NULL && *words != '\0')
    pakiv_compat_announce (GTK_WIDGET (self), words);
}

static void
on_save_cb (PakivHoldWindow *self)
{
  g_autofree char *reason = g_strstrip (g_strdup (gtk_editable_get_text (self->reason)));
  g_autofree char *until = g_strstrip (g_strdup (gtk_editable_get_text (self->until)));
  g_autoptr (GError) error = NULL;

  if (*reason == '\0')
    {
      show_problem (self, _ ("Say why this record has to be kept longer."));
      gtk_widget_grab_focus (GTK_WIDGET (self->reason));
      return;
    }
  if (!pakiv_day_is_valid (until))
    {
      show_problem (self, _ ("Type the last day as year, month and day, such as 2021-03-31."));
      gtk_widget_grab_focus (GTK_WIDGET (self->until));
      return;
    }
  if (!pakiv_log_place_hold (self->log, self->kind, self->id, reason, until, &error))
    {
      show_problem (self, error->message);
      return;
    }
  g_signal_emit (self, signals[HELD], 0);
  gtk_window_close (GTK_WINDOW (self));
}

static void
pakiv_hold_window_finalize (GObject *object)
{
  PakivHoldWindow *self = PAKIV_HOLD_WINDOW (object);

  g_clear_pointer (&self->log, pakiv_log_unref);
  g_free (self->id);
  G_OBJECT_CLASS (pakiv_hold_window_parent_class)->finalize (object);
}

static void
pakiv_hold_window_class_init (PakivHoldWindowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->finalize = pakiv_hold_window_finalize;

  signals[HELD] = g_signal_new ("held", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                NULL, G_TYPE_NONE, 0);

  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/org/pakiv/Pakiv/pakiv-hold-window.ui");
  gtk_widget_class_bind_template_child (widget_class, PakivHoldWindow, reason);
  gtk_widget_class_bind_template_child (widget_class, PakivHoldWindow, until);
  gtk_widget_class_bind_template_child (widget_class, PakivHoldWindow, problem);
  gtk_widget_class_bind_template_callback (widget_class, on_save_cb);
}

static void
pakiv_hold_window_init (PakivHoldWindow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

static void
fill (PakivHoldWindow *self)
{
  g_autoptr (PakivHold) hold = pakiv_log_get_hold (self->log, self->kind, self->id, NULL);
  g_autofree char *today = pakiv_clock_get_day (pakiv_log_get_clock (self->log));
  g_autofree char *usual = pakiv_day_add_months (today, USUAL_MONTHS);

  if (hold != NULL)
    gtk_editable_set_text (self->reason, hold->reason);
  gtk_editable_set_text (self->until, hold != NULL ? hold->until : usual);
}

GtkWidget *
pakiv_hold_window_new (GtkWindow *parent, PakivLog *log, const PakivKind *kind, const char *id)
{
  PakivHoldWindow *self = g_object_new (PAKIV_TYPE_HOLD_WINDOW, "transient-for", parent, NULL);

  g_return_val_if_fail (log != NULL && kind != NULL && id != NULL, GTK_WIDGET (self));

  self->log = pakiv_log_ref (log);
  self->kind = kind;
  self->id = g_strdup (id);
  fill (self);
  return GTK_WIDGET (self);
}
