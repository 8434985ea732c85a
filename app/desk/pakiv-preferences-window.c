#include "pakiv-preferences-window.h"

#include "pakiv-appearance.h"
#include "pakiv-compat.h"
#include "pakiv-outbox.h"
#include "pakiv-settings.h"

#include <glib/gi18n.h>

struct _PakivPreferencesWindow
{
  AdwWindow parent_instance;

  AdwActionRow *council_row;
  AdwEntryRow *code_row;
  GtkSpinner *spinner;
  GtkRevealer *result_revealer;
  GtkLabel *result_label;
  GtkWidget *lock_row;
  GtkWidget *lock_spin;
  GtkAdjustment *lock_minutes;
  AdwComboRow *appearance_row;
  AdwActionRow *station_row;
  AdwActionRow *member_row;
  AdwActionRow *logs_row;
  AdwActionRow *records_row;
  AdwActionRow *folder_row;

  PakivWorkplace *workplace;
  GCancellable *cancellable; /* ends what is under way when the window closes */
  gboolean enrolling;
};

G_DEFINE_FINAL_TYPE (PakivPreferencesWindow, pakiv_preferences_window, ADW_TYPE_WINDOW)

static void
show_council (PakivPreferencesWindow *self)
{
  g_autofree char *url = pakiv_desk_get_council (pakiv_workplace_get_desk (self->workplace));

  adw_action_row_set_subtitle (self->council_row,
                               url != NULL ? url : _ ("No council yet: enrol with the code below"));
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (self->code_row),
                                 url != NULL ? _ ("Enrolment code of another council")
                                             : _ ("Enrolment code"));
}

static void
show_result (PakivPreferencesWindow *self, const char *text, const char *style)
{
  GtkWidget *label = GTK_WIDGET (self->result_label);

  gtk_widget_remove_css_class (label, "error");
  gtk_widget_remove_css_class (label, "success");
  gtk_widget_add_css_class (label, style);
  gtk_label_set_text (self->result_label, text);
  gtk_revealer_set_reveal_child (self->result_revealer, TRUE);
  pakiv_compat_announce (GTK_WIDGET (self), text);
}

static void
show_enrolling (PakivPreferencesWindow *self, gboolean enrolling)
{
  self->enrolling = enrolling;
  gtk_editable_set_editable (GTK_EDITABLE (self->code_row), !enrolling);
  gtk_widget_set_visible (GTK_WIDGET (self->spinner), enrolling);
  gtk_spinner_set_spinning (self->spinner, enrolling);
  if (enrolling)
    gtk_revealer_set_reveal_child (self->result_revealer, FALSE);
}

typedef struct
{
  PakivDesk *desk;
  char *code;
} Enrolment;

static void
enrolment_free (Enrolment *enrolment)
{
  pakiv_desk_unref (enrolment->desk);
  g_free (enrolment->code);
  g_free (enrolment);
}

/* A task has no source here: its last reference may go in the worker thread, and a widget's must
 * not. */
static void
enrol_in_thread (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  Enrolment *enrolment = data;
  g_autoptr (GError) error = NULL;

  if (pakiv_outbox_enrol (enrolment->desk, enrolment->code, cancellable, &error))
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, g_steal_pointer (&error));
}

static void
on_enrolled_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (PakivPreferencesWindow) self = data;
  g_autoptr (GError) error = NULL;
  gboolean done = g_task_propagate_boolean (G_TASK (result), &error);

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED) || self->workplace == NULL)
    return;
  show_enrolling (self, FALSE);
  show_council (self);
  if (done)
    {
      gtk_editable_set_text (GTK_EDITABLE (self->code_row), "");
      show_result (self, _ ("Enrolled. Releases can now be sent to this council."), "success");
    }
  else
    {
      /* What was typed stays, to be mended. */
      show_result (self, error->message, "error");
      gtk_widget_grab_focus (GTK_WIDGET (self->code_row));
    }
}

void
pakiv_preferences_window_enrol (PakivPreferencesWindow *self)
{
  g_autoptr (GTask) task = NULL;
  Enrolment *enrolment;
  g_autofree char *code = NULL;

  g_return_if_fail (PAKIV_IS_PREFERENCES_WINDOW (self));

  code = g_strstrip (g_strdup (gtk_editable_get_text (GTK_EDITABLE (self->code_row))));
  if (self->enrolling || *code == '\0')
    return;
  enrolment = g_new0 (Enrolment, 1);
  enrolment->desk = pakiv_desk_ref (pakiv_workplace_get_desk (self->workplace));
  enrolment->code = g_steal_pointer (&code);
  task = g_task_new (NULL, self->cancellable, on_enrolled_cb, g_object_ref (self));
  g_task_set_source_tag (task, pakiv_preferences_window_enrol);
  g_task_set_task_data (task, enrolment, (GDestroyNotify)enrolment_free);
  show_enrolling (self, TRUE);
  g_task_run_in_thread (task, enrol_in_thread);
}

static void
on_code_applied_cb (PakivPreferencesWindow *self)
{
  pakiv_preferences_window_enrol (self);
}

static void
on_appearance_selected_cb (PakivPreferencesWindow *self)
{
  PakivAppearance chosen = (PakivAppearance)adw_combo_row_get_selected (self->appearance_row);

  if (self->workplace != NULL && chosen != pakiv_appearance_get ())
    pakiv_appearance_set (chosen);
}

/* "Police log: 120 contacts, 14 incidents" for each log, one below the other. */
static char *
count_records (PakivWorkplace *workplace, GCancellable *cancellable, GError **error)
{
  GPtrArray *kinds = pakiv_definitions_get_kinds (pakiv_workplace_get_definitions (workplace));
  g_autoptr (GString) text = g_string_new (NULL);

  for (int id = 0; id < PAKIV_N_LOGS; id++)
    {
      PakivLog *log = pakiv_workplace_get_log (workplace, id);
      gboolean first = TRUE;

      for (guint i = 0; log != NULL && i < kinds->len; i++)
        {
          const PakivKind *kind = g_ptr_array_index (kinds, i);
          guint64 n;

          if (!kind->in_log[id])
            continue;
          if (g_cancellable_set_error_if_cancelled (cancellable, error))
            return NULL;
          if (!pakiv_log_count_records (log, kind, &n, error))
            return NULL;
          if (first)
            g_string_append_printf (text, "%s%s: ", text->len > 0 ? "\n" : "",
                                    pakiv_log_id_get_label (id));
          g_string_append_printf (text, "%s%s %'u", first ? "" : " · ",
                                  pakiv_kind_get_plural (kind), (guint)n);
          first = FALSE;
        }
    }
  return g_string_free (g_steal_pointer (&text), FALSE);
}

static void
count_in_thread (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  g_autoptr (GError) error = NULL;
  char *text = count_records (data, cancellable, &error);

  if (text != NULL)
    g_task_return_pointer (task, text, g_free);
  else
    g_task_return_error (task, g_steal_pointer (&error));
}

static void
on_counted_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (PakivPreferencesWindow) self = data;
  g_autoptr (GError) error = NULL;
  g_autofree char *text = g_task_propagate_pointer (G_TASK (result), &error);

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED) || self->workplace == NULL)
    return;
  adw_action_row_set_subtitle (self->records_row, text != NULL ? text : error->message);
}

static void
start_counting (PakivPreferencesWindow *self)
{
  g_autoptr (GTask) task = g_task_new (NULL, self->cancellable, on_counted_cb, g_object_ref (self));

  g_task_set_source_tag (task, start_counting);
  g_task_set_task_data (task, g_object_ref (self->workplace), g_object_unref);
  g_task_run_in_thread (task, count_in_thread);
}

static void
show_locking (PakivPreferencesWindow *self)
{
  g_autoptr (GSettings) settings = pakiv_settings_new (PAKIV_LOCK_MINUTES);

  gtk_adjustment_set_value (self->lock_minutes, pakiv_settings_get_lock_minutes ());
  if (settings != NULL)
    g_settings_bind (settings, PAKIV_LOCK_MINUTES, self->lock_minutes, "value",
                     G_SETTINGS_BIND_DEFAULT);
  pakiv_compat_name_spin (self->lock_spin, _ ("Fewer minutes"), _ ("More minutes"));
  gtk_widget_set_sensitive (self->lock_row, settings != NULL);
}

static void
show_desk (PakivPreferencesWindow *self)
{
  PakivDesk *desk = pakiv_workplace_get_desk (self->workplace);
  const PakivMember *member = pakiv_workplace_get_member (self->workplace);
  g_autoptr (GString) logs = g_string_new (NULL);
  g_autofree char *who = NULL;

  for (int id = 0; id < PAKIV_N_LOGS; id++)
    {
      if (pakiv_workplace_get_log (self->workplace, id) == NULL)
        continue;
      g_string_append_printf (logs, "%s%s", logs->len > 0 ? " · " : "",
                              pakiv_log_id_get_label (id));
    }
  /* Translators: a member's name and role, as "Ana Pop, police officer". */
  who = g_strdup_printf (_ ("%s, %s"), member->name, pakiv_role_get_label (member->role));
  adw_action_row_set_subtitle (self->station_row, pakiv_desk_get_station (desk));
  adw_action_row_set_subtitle (self->member_row, who);
  adw_action_row_set_subtitle (self->logs_row, logs->len > 0 ? logs->str : _ ("None"));
  adw_action_row_set_subtitle (self->folder_row, pakiv_desk_get_folder (desk));
}

static void
pakiv_preferences_window_dispose (GObject *object)
{
  PakivPreferencesWindow *self = PAKIV_PREFERENCES_WINDOW (object);

  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  g_clear_object (&self->workplace);
  G_OBJECT_CLASS (pakiv_preferences_window_parent_class)->dispose (object);
}

static gboolean
pakiv_preferences_window_close_request (GtkWindow *window)
{
  PakivPreferencesWindow *self = PAKIV_PREFERENCES_WINDOW (window);

  g_cancellable_cancel (self->cancellable);
  return GTK_WINDOW_CLASS (pakiv_preferences_window_parent_class)->close_request (window);
}

static void
pakiv_preferences_window_class_init (PakivPreferencesWindowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = pakiv_preferences_window_dispose;
  GTK_WINDOW_CLASS (klass)->close_request = pakiv_preferences_window_close_request;
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/org/pakiv/Pakiv/pakiv-preferences-window.ui");
  gtk_widget_class_bind_template_child (widget_class, PakivPreferencesWindow, council_row);
  gtk_widget_class_bind_template_child (widget_class, PakivPreferencesWindow, code_row);
  gtk_widget_class_bind_template_child (widget_class, PakivPreferencesWindow, spinner);
  gtk_widget_class_bind_template_child (widget_class, PakivPreferencesWindow, result_revealer);
  gtk_widget_class_bind_template_child (widget_class, PakivPreferencesWindow, result_label);
  gtk_widget_class_bind_template_child (widget_class, PakivPreferencesWindow, lock_row);
  gtk_widget_class_bind_template_child (widget_class, PakivPreferencesWindow, lock_minutes);
  gtk_widget_class_bind_template_child (widget_class, PakivPreferencesWindow, lock_spin);
  gtk_widget_class_bind_template_child (widget_class, PakivPreferencesWindow, appearance_row);
  gtk_widget_class_bind_template_child (widget_class, PakivPreferencesWindow, station_row);
  gtk_widget_class_bind_template_child (widget_class, PakivPreferencesWindow, member_row);
  gtk_widget_class_bind_template_child (widget_class, PakivPreferencesWindow, logs_row);
  gtk_widget_class_bind_template_child (widget_class, PakivPreferencesWindow, records_row);
  gtk_widget_class_bind_template_child (widget_class, PakivPreferencesWindow, folder_row);
  gtk_widget_class_bind_template_callback (widget_class, on_code_applied_cb);
  gtk_widget_class_bind_template_callback (widget_class, on_appearance_selected_cb);
}

static void
pakiv_preferences_window_init (PakivPreferencesWindow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  self->cancellable = g_cancellable_new ();
}

GtkWidget *
pakiv_preferences_window_new (GtkWindow *parent, PakivWorkplace *workplace)
{
  g_autofree char *council = NULL;
  PakivPreferencesWindow *self;

  g_return_val_if_fail (PAKIV_IS_WORKPLACE (workplace), NULL);

  self = g_object_new (PAKIV_TYPE_PREFERENCES_WINDOW, "transient-for", parent, NULL);
  adw_combo_row_set_selected (self->appearance_row, pakiv_appearance_get ());
  self->workplace = g_object_ref (workplace);
  show_council (self);
  show_locking (self);
  show_desk (self);
  start_counting (self);
  council = pakiv_desk_get_council (pakiv_workplace_get_desk (workplace));
  if (council == NULL)
    gtk_window_set_focus (GTK_WINDOW (self), GTK_WIDGET (self->code_row));
  return GTK_WIDGET (self);
}
