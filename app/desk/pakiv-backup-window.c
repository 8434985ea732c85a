#include "pakiv-backup-window-private.h"

#include "pakiv-aside.h"
#include "pakiv-backup-words.h"
#include "pakiv-compat.h"

#include <glib/gi18n.h>

G_DEFINE_FINAL_TYPE (PakivBackupWindow, pakiv_backup_window, ADW_TYPE_WINDOW)

enum
{
  RESTORE,
  CHANGED,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

static PakivDesk *
get_desk (PakivBackupWindow *self)
{
  return pakiv_workplace_get_desk (self->workplace);
}

PakivBackupJob *
pakiv_backup_job_new (PakivBackupWindow *self)
{
  PakivBackupJob *job = g_new0 (PakivBackupJob, 1);

  job->workplace = g_object_ref (self->workplace);
  job->cancellable = self->cancellable != NULL ? g_object_ref (self->cancellable) : NULL;
  g_set_weak_pointer (&job->window, self);
  return job;
}

void
pakiv_backup_job_free (gpointer data)
{
  PakivBackupJob *job = data;

  g_clear_weak_pointer (&job->window);
  g_clear_object (&job->cancellable);
  g_clear_object (&job->workplace);
  g_clear_pointer (&job->backup, pakiv_backup_free);
  g_free (job->path);
  g_free (job);
}

void
pakiv_backup_window_say (PakivBackupWindow *self, const char *words)
{
  g_autofree char *safe = g_markup_escape_text (words, -1);

  adw_toast_overlay_add_toast (self->toasts, adw_toast_new (safe));
}

void
pakiv_backup_window_show (PakivBackupWindow *self, const char *page)
{
  gboolean list = g_str_equal (page, "list");

  gtk_stack_set_visible_child_name (self->stack, page);
  gtk_stack_set_visible_child_name (self->header_stack, page);
  gtk_window_set_title (GTK_WINDOW (self), list ? _ ("Backups") : _ ("What This Backup Holds"));
}

/* --- The list --- */

static void
on_look_cb (GtkWidget *row, PakivBackupWindow *self)
{
  const char *path = g_object_get_data (G_OBJECT (row), "pakiv-path");
  PakivLogId log = GPOINTER_TO_UINT (g_object_get_data (G_OBJECT (row), "pakiv-log"));

  pakiv_backup_window_look (self, log, path);
}

static const char *
describe_reason (PakivBackupReason reason)
{
  switch (reason)
    {
    case PAKIV_BACKUP_BEFORE_RESTORE:
      return _ ("Made before another was brought back");
    case PAKIV_BACKUP_BEFORE_MIGRATION:
      return _ ("Made before a new version of Pakiv");
    default:
      return _ ("Regular");
    }
}

static GtkWidget *
make_row (PakivBackupWindow *self, const PakivBackup *backup)
{
  GtkWidget *row = adw_action_row_new ();
  g_autofree char *moment = pakiv_moment_to_words (backup->made_at);
  g_autofree char *size = g_format_size (backup->size);
  g_autofree char *words
      = backup->problem != NULL
            ? g_strdup (backup->problem)
            : g_strdup_printf ("%s · %s", describe_reason (backup->reason), size);

  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (row), FALSE);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), moment);
  adw_action_row_set_subtitle (ADW_ACTION_ROW (row), words);
  if (backup->problem != NULL)
    {
      GtkWidget *icon = gtk_image_new_from_icon_name ("dialog-warning-symbolic");

      gtk_widget_add_css_class (icon, "warning");
      adw_action_row_add_suffix (ADW_ACTION_ROW (row), icon);
      return row;
    }
  g_object_set_data_full (G_OBJECT (row), "pakiv-path", g_strdup (backup->path), g_free);
  g_object_set_data (G_OBJECT (row), "pakiv-log", GUINT_TO_POINTER (backup->log));
  adw_action_row_add_suffix (ADW_ACTION_ROW (row),
                             gtk_image_new_from_icon_name ("go-next-symbolic"));
  gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (row), TRUE);
  g_signal_connect_object (row, "activated", G_CALLBACK (on_look_cb), self, 0);
  return row;
}

static char *
describe_last (PakivBackupWindow *self, PakivLogId log)
{
  g_autofree char *last = pakiv_backup_get_last (get_desk (self), log);
  g_autofree char *warning = pakiv_backup_get_warning (get_desk (self), log,
                                                       pakiv_workplace_get_clock (self->workplace));
  g_autofree char *moment = NULL;

  if (last == NULL)
    return g_strdup (_ ("There is no good backup yet."));
  moment = pakiv_moment_to_words (last);
  if (warning != NULL)
    /* Translators: the moment of the last backup. */
    return g_strdup_printf (_ ("Last good backup: %s. That is too long ago."), moment);
  /* Translators: the moment of the last backup. */
  return g_strdup_printf (_ ("Last good backup: %s"), moment);
}

static void
add_log (PakivBackupWindow *self, PakivLogId log)
{
  AdwPreferencesGroup *group = ADW_PREFERENCES_GROUP (adw_preferences_group_new ());
  g_autoptr (GPtrArray) backups = pakiv_backup_list (get_desk (self), log, NULL, NULL);
  g_autofree char *last = describe_last (self, log);

  adw_preferences_group_set_title (group, pakiv_log_id_get_label (log));
  adw_preferences_group_set_description (group, last);
  for (guint i = 0; backups != NULL && i < backups->len; i++)
    adw_preferences_group_add (group, make_row (self, backups->pdata[i]));
  adw_preferences_page_add (self->page, group);
  g_ptr_array_add (self->groups, group);
}

static void
show_place (PakivBackupWindow *self)
{
  gboolean own = pakiv_backup_is_own_folder (get_desk (self));
  g_autofree char *folder = pakiv_backup_get_folder (get_desk (self));
  g_autofree char *name = g_filename_display_name (folder);

  adw_action_row_set_subtitle (self->folder_row, name);
  gtk_widget_set_visible (self->own_button, !own);
  adw_preferences_group_set_description (
      self->place,
      own ? _ ("This folder is on the same disk as the logs. It helps against a mistake, but not "
               "against a broken or stolen disk: better choose a stick or another disk.")
          : _ ("Backups are encrypted. A stick or another disk helps only if it is kept elsewhere, "
               "or taken out."));
}

static void
show_all (PakivBackupWindow *self)
{
  for (guint i = 0; i < self->groups->len; i++)
    adw_preferences_page_remove (self->page, self->groups->pdata[i]);
  g_ptr_array_set_size (self->groups, 0);
  show_place (self);
  for (int i = 0; i < PAKIV_N_LOGS; i++)
    if (pakiv_workplace_get_log (self->workplace, i) != NULL)
      add_log (self, i);
}

/* --- Making one --- */

static void
set_making (PakivBackupWindow *self, gboolean making)
{
  self->busy += making ? 1 : -1;
  gtk_widget_set_visible (self->working, making);
  gtk_widget_set_sensitive (self->make_button, !making);
  gtk_progress_bar_set_fraction (self->progress, 0);
}

typedef struct
{
  PakivBackupJob *job;
  PakivLogId log;
  double fraction;
} Step;

/* In the main thread; a job lives until its end was told there, which comes after. */
static gboolean
on_step_cb (gpointer data)
{
  Step *step = data;
  PakivBackupWindow *self = step->job->window;
  g_autofree char *words
      /* Translators: a log, as "Police log". */
      = g_strdup_printf (_ ("Backing up: %s"), pakiv_log_id_get_label (step->log));

  if (self != NULL && self->workplace != NULL)
    {
      gtk_progress_bar_set_text (self->progress, words);
      gtk_progress_bar_set_fraction (self->progress, step->fraction);
    }
  return G_SOURCE_REMOVE;
}

static void
tell_step (PakivBackupJob *job, PakivLogId log, double fraction)
{
  Step *step = g_new (Step, 1);

  *step = (Step){ job, log, fraction };
  g_main_context_invoke_full (NULL, G_PRIORITY_HIGH, on_step_cb, step, g_free);
}

static gboolean
make_in_thread (gpointer data, GError **error)
{
  PakivBackupJob *job = data;
  guint n = 0, i = 0;

  for (int log = 0; log < PAKIV_N_LOGS; log++)
    n += pakiv_workplace_get_log (job->workplace, log) != NULL;
  for (int log = 0; log < PAKIV_N_LOGS; log++)
    {
      if (pakiv_workplace_get_log (job->workplace, log) == NULL)
        continue;
      tell_step (job, log, ((double)i++ + 0.2) / n);
      if (!pakiv_backup_make (pakiv_workplace_get_session (job->workplace), log, NULL,
                              pakiv_workplace_get_clock (job->workplace), NULL, job->cancellable,
                              error))
        return FALSE;
      job->made++;
    }
  return TRUE;
}

static void
on_made_cb (gpointer owner, gpointer data, const GError *error)
{
  PakivBackupWindow *self = owner;
  PakivBackupJob *job = data;
  gboolean cancelled = g_cancellable_is_cancelled (job->cancellable);

  if (self->workplace == NULL)
    return;
  g_clear_object (&self->cancellable);
  set_making (self, FALSE);
  show_all (self);
  if (error == NULL)
    pakiv_backup_window_say (self, _ ("Backed up, and checked"));
  else
    pakiv_backup_window_say (self, cancelled ? _ ("Cancelled") : error->message);
  if (job->made > 0)
    g_signal_emit (self, signals[CHANGED], 0);
}

static void
on_make_cb (PakivBackupWindow *self)
{
  if (self->busy > 0)
    return;
  self->cancellable = g_cancellable_new ();
  set_making (self, TRUE);
  pakiv_aside_run (self, make_in_thread, on_made_cb, pakiv_backup_job_new (self),
                   pakiv_backup_job_free);
}

static void
on_cancel_cb (PakivBackupWindow *self)
{
  if (self->cancellable != NULL)
    g_cancellable_cancel (self->cancellable);
}

/* --- The folder --- */

void
pakiv_backup_window_set_folder (PakivBackupWindow *self, const char *folder)
{
  g_autoptr (GError) error = NULL;

  g_return_if_fail (PAKIV_IS_BACKUP_WINDOW (self));

  if (!pakiv_backup_set_folder (get_desk (self), folder, &error))
    pakiv_backup_window_say (self, error->message);
  show_all (self);
  if (error == NULL)
    g_signal_emit (self, signals[CHANGED], 0);
}

static void
on_folder_chosen_cb (GFile *file, gpointer data)
{
  g_autoptr (PakivBackupWindow) self = data;
  g_autofree char *path = file != NULL ? g_file_get_path (file) : NULL;

  if (path != NULL && self->workplace != NULL)
    pakiv_backup_window_set_folder (self, path);
}

static void
on_choose_cb (PakivBackupWindow *self)
{
  pakiv_compat_open_folder (GTK_WINDOW (self), _ ("Folder of the Backups"), on_folder_chosen_cb,
                            g_object_ref (self));
}

static void
on_own_cb (PakivBackupWindow *self)
{
  pakiv_backup_window_set_folder (self, NULL);
}

static void
on_back_cb (PakivBackupWindow *self)
{
  pakiv_backup_window_forget_look (self);
  pakiv_backup_window_show (self, "list");
}

static void
on_restore_cb (PakivBackupWindow *self)
{
  pakiv_backup_window_ask_restore (self);
}

static void
pakiv_backup_window_dispose (GObject *object)
{
  PakivBackupWindow *self = PAKIV_BACKUP_WINDOW (object);

  if (self->cancellable != NULL)
    g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  g_clear_pointer (&self->looked, pakiv_backup_free);
  g_clear_object (&self->workplace);
  G_OBJECT_CLASS (pakiv_backup_window_parent_class)->dispose (object);
}

static void
pakiv_backup_window_finalize (GObject *object)
{
  PakivBackupWindow *self = PAKIV_BACKUP_WINDOW (object);

  g_ptr_array_unref (self->groups);
  g_ptr_array_unref (self->look_rows);
  G_OBJECT_CLASS (pakiv_backup_window_parent_class)->finalize (object);
}

#define BIND(name) gtk_widget_class_bind_template_child (widget_class, PakivBackupWindow, name)

static void
bind_children (GtkWidgetClass *widget_class)
{
  BIND (header_stack);
  BIND (make_button);
  BIND (stack);
  BIND (toasts);
  BIND (working);
  BIND (progress);
  BIND (page);
  BIND (place);
  BIND (folder_row);
  BIND (own_button);
  BIND (look_stack);
  BIND (look_failed);
  BIND (look_group);
  BIND (deleted_check);
  BIND (restore_button);
  gtk_widget_class_bind_template_callback (widget_class, on_make_cb);
  gtk_widget_class_bind_template_callback (widget_class, on_cancel_cb);
  gtk_widget_class_bind_template_callback (widget_class, on_choose_cb);
  gtk_widget_class_bind_template_callback (widget_class, on_own_cb);
  gtk_widget_class_bind_template_callback (widget_class, on_back_cb);
  gtk_widget_class_bind_template_callback (widget_class, on_restore_cb);
}

static void
pakiv_backup_window_class_init (PakivBackupWindowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);
  GType type = G_TYPE_FROM_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = pakiv_backup_window_dispose;
  G_OBJECT_CLASS (klass)->finalize = pakiv_backup_window_finalize;

  signals[RESTORE] = g_signal_new ("restore", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                   G_TYPE_NONE, 3, G_TYPE_UINT, G_TYPE_STRING, G_TYPE_UINT);
  signals[CHANGED]
      = g_signal_new ("changed", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);

  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/org/pakiv/Pakiv/pakiv-backup-window.ui");
  bind_children (widget_class);
}

static void
pakiv_backup_window_init (PakivBackupWindow *self)
{
  self->groups = g_ptr_array_new ();
  self->look_rows = g_ptr_array_new ();
  gtk_widget_init_template (GTK_WIDGET (self));
}

GtkWidget *
pakiv_backup_window_new (GtkWindow *parent, PakivWorkplace *workplace)
{
  PakivBackupWindow *self = g_object_new (PAKIV_TYPE_BACKUP_WINDOW, "transient-for", parent, NULL);

  g_return_val_if_fail (PAKIV_IS_WORKPLACE (workplace), GTK_WIDGET (self));

  self->workplace = g_object_ref (workplace);
  show_all (self);
  return GTK_WIDGET (self);
}

gboolean
pakiv_backup_window_is_at_rest (PakivBackupWindow *self)
{
  g_return_val_if_fail (PAKIV_IS_BACKUP_WINDOW (self), TRUE);

  return self->busy == 0;
}
