#include "pakiv-holds-window.h"

#include "pakiv-day.h"
#include "pakiv-retention.h"

#include <glib/gi18n.h>

struct _PakivHoldsWindow
{
  AdwWindow parent_instance;

  GtkStack *stack;
  AdwToastOverlay *toasts;
  AdwPreferencesPage *page;

  PakivWorkplace *workplace;
  GPtrArray *groups; /* one a log that has any, of @page */
};

G_DEFINE_FINAL_TYPE (PakivHoldsWindow, pakiv_holds_window, ADW_TYPE_WINDOW)

enum
{
  CHANGED,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

static void show_all (PakivHoldsWindow *self);

static const PakivKind *
find_kind (PakivHoldsWindow *self, const char *id)
{
  return pakiv_definitions_find_kind (pakiv_workplace_get_definitions (self->workplace), id);
}

static void
say (PakivHoldsWindow *self, const char *words)
{
  g_autofree char *safe = g_markup_escape_text (words, -1);

  adw_toast_overlay_add_toast (self->toasts, adw_toast_new (safe));
}

static void
on_end_cb (GtkWidget *button, PakivHoldsWindow *self)
{
  const char *kind = g_object_get_data (G_OBJECT (button), "pakiv-kind");
  const char *record = g_object_get_data (G_OBJECT (button), "pakiv-record");
  guint log = GPOINTER_TO_UINT (g_object_get_data (G_OBJECT (button), "pakiv-log"));
  g_autoptr (GError) error = NULL;

  if (pakiv_log_release_hold (pakiv_workplace_get_log (self->workplace, log),
                              find_kind (self, kind), record, &error))
    g_signal_emit (self, signals[CHANGED], 0);
  say (self, error != NULL ? error->message : _ ("It goes when its time is over"));
  show_all (self);
}

static GtkWidget *
make_button (PakivHoldsWindow *self, PakivLogId log, const PakivHold *hold, const char *title)
{
  GtkWidget *button = gtk_button_new_with_label (_ ("End"));
  /* Translators: a record that is kept longer: a kind and a day. */
  g_autofree char *label = g_strdup_printf (_ ("No longer keep: %s"), title);

  gtk_widget_set_valign (button, GTK_ALIGN_CENTER);
  gtk_widget_set_tooltip_text (button, label);
  gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL, label,
                                  -1);
  g_object_set_data_full (G_OBJECT (button), "pakiv-kind", g_strdup (hold->kind), g_free);
  g_object_set_data_full (G_OBJECT (button), "pakiv-record", g_strdup (hold->record), g_free);
  g_object_set_data (G_OBJECT (button), "pakiv-log", GUINT_TO_POINTER (log));
  g_signal_connect_object (button, "clicked", G_CALLBACK (on_end_cb), self, 0);
  return button;
}

static GtkWidget *
make_row (PakivHoldsWindow *self, PakivLogId log, const PakivHold *hold)
{
  GtkWidget *row = adw_action_row_new ();
  const PakivKind *kind = find_kind (self, hold->kind);
  g_autofree char *until = pakiv_day_to_words (hold->until);
  g_autofree char *placed = pakiv_day_to_words (hold->placed_on);
  g_autofree char *title = g_strdup_printf (
      /* Translators: a kind of record, as "Contact", and a day. */
      _ ("%s, until %s"), kind != NULL ? pakiv_kind_get_label (kind) : hold->kind, until);
  g_autofree char *words
      /* Translators: why a record is kept longer, a member's name, and a day. */
      = g_strdup_printf (_ ("%s\n%s, %s"), hold->reason, hold->placed_by, placed);

  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (row), FALSE);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), title);
  adw_action_row_set_subtitle (ADW_ACTION_ROW (row), words);
  if (kind != NULL)
    adw_action_row_add_suffix (ADW_ACTION_ROW (row), make_button (self, log, hold, title));
  return row;
}

static void
add_log (PakivHoldsWindow *self, PakivLogId log)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) holds
      = pakiv_log_list_holds (pakiv_workplace_get_log (self->workplace, log), &error);
  AdwPreferencesGroup *group;

  if (holds == NULL)
    say (self, error->message);
  if (holds == NULL || holds->len == 0)
    return;
  group = ADW_PREFERENCES_GROUP (adw_preferences_group_new ());
  adw_preferences_group_set_title (group, pakiv_log_id_get_label (log));
  for (guint i = 0; i < holds->len; i++)
    adw_preferences_group_add (group, make_row (self, log, holds->pdata[i]));
  adw_preferences_page_add (self->page, group);
  g_ptr_array_add (self->groups, group);
}

static void
show_all (PakivHoldsWindow *self)
{
  for (guint i = 0; i < self->groups->len; i++)
    adw_preferences_page_remove (self->page, self->groups->pdata[i]);
  g_ptr_array_set_size (self->groups, 0);
  for (int i = 0; i < PAKIV_N_LOGS; i++)
    if (pakiv_workplace_get_log (self->workplace, i) != NULL)
      add_log (self, i);
  gtk_stack_set_visible_child_name (self->stack, self->groups->len > 0 ? "list" : "none");
}

static void
pakiv_holds_window_dispose (GObject *object)
{
  g_clear_object (&PAKIV_HOLDS_WINDOW (object)->workplace);
  G_OBJECT_CLASS (pakiv_holds_window_parent_class)->dispose (object);
}

static void
pakiv_holds_window_finalize (GObject *object)
{
  g_ptr_array_unref (PAKIV_HOLDS_WINDOW (object)->groups);
  G_OBJECT_CLASS (pakiv_holds_window_parent_class)->finalize (object);
}

static void
pakiv_holds_window_class_init (PakivHoldsWindowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = pakiv_holds_window_dispose;
  G_OBJECT_CLASS (klass)->finalize = pakiv_holds_window_finalize;

  signals[CHANGED] = g_signal_new ("changed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL,
                                   NULL, NULL, G_TYPE_NONE, 0);

  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/org/pakiv/Pakiv/pakiv-holds-window.ui");
  gtk_widget_class_bind_template_child (widget_class, PakivHoldsWindow, stack);
  gtk_widget_class_bind_template_child (widget_class, PakivHoldsWindow, toasts);
  gtk_widget_class_bind_template_child (widget_class, PakivHoldsWindow, page);
}

static void
pakiv_holds_window_init (PakivHoldsWindow *self)
{
  self->groups = g_ptr_array_new ();
  gtk_widget_init_template (GTK_WIDGET (self));
}

GtkWidget *
pakiv_holds_window_new (GtkWindow *parent, PakivWorkplace *workplace)
{
  PakivHoldsWindow *self = g_object_new (PAKIV_TYPE_HOLDS_WINDOW, "transient-for", parent, NULL);

  g_return_val_if_fail (PAKIV_IS_WORKPLACE (workplace), GTK_WIDGET (self));

  self->workplace = g_object_ref (workplace);
  show_all (self);
  return GTK_WIDGET (self);
}
