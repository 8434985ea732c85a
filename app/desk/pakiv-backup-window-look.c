/* What one backup holds, and the question before it is brought back. */
#include "pakiv-backup-window-private.h"

#include "pakiv-aside.h"
#include "pakiv-backup-words.h"
#include "pakiv-compat.h"
#include "pakiv-day.h"

#include <glib/gi18n.h>

static gboolean
look_in_thread (gpointer data, GError **error)
{
  PakivBackupJob *job = data;

  job->backup = pakiv_backup_look (pakiv_workplace_get_session (job->workplace), job->log,
                                   job->path, error);
  return job->backup != NULL;
}

void
pakiv_backup_window_forget_look (PakivBackupWindow *self)
{
  for (guint i = 0; i < self->look_rows->len; i++)
    adw_preferences_group_remove (self->look_group, self->look_rows->pdata[i]);
  g_ptr_array_set_size (self->look_rows, 0);
  g_clear_pointer (&self->looked, pakiv_backup_free);
}

static void
add_row (PakivBackupWindow *self, const char *title, const char *words)
{
  GtkWidget *row = adw_action_row_new ();

  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (row), FALSE);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), title);
  adw_action_row_set_subtitle (ADW_ACTION_ROW (row), words);
  adw_preferences_group_add (self->look_group, row);
  g_ptr_array_add (self->look_rows, row);
}

static void
add_count (PakivBackupWindow *self, const PakivBackupCount *count)
{
  const PakivKind *kind = pakiv_definitions_find_kind (
      pakiv_workplace_get_definitions (self->workplace), count->kind);
  PakivLog *log = pakiv_workplace_get_log (self->workplace, self->looked_log);
  g_autofree char *words = NULL;
  guint64 now = 0;

  if (kind == NULL || !pakiv_log_count_records (log, kind, &now, NULL))
    words = g_strdup_printf ("%" G_GUINT64_FORMAT, count->records);
  else
    words
        /* Translators: how many records there are in the backup, and how many in the log now. */
        = g_strdup_printf (_ ("%lu here, %lu in the log now"), (gulong)count->records, (gulong)now);
  add_row (self, kind != NULL ? pakiv_kind_get_plural (kind) : count->kind, words);
}

static void
show_backup (PakivBackupWindow *self)
{
  g_autofree char *moment = pakiv_moment_to_words (self->looked->made_at);
  g_autofree char *day
      = self->looked->newest_day != NULL ? pakiv_day_to_words (self->looked->newest_day) : NULL;

  adw_preferences_group_set_title (self->look_group, pakiv_log_id_get_label (self->looked_log));
  adw_preferences_group_set_description (self->look_group,
                                         _ ("It was opened and every page of it checked."));
  add_row (self, _ ("Made"), moment);
  for (guint i = 0; self->looked->counts != NULL && i < self->looked->counts->len; i++)
    add_count (self, self->looked->counts->pdata[i]);
  add_row (self, _ ("Day of the newest record"), day != NULL ? day : _ ("No records"));
  gtk_check_button_set_active (self->deleted_check, FALSE);
  gtk_stack_set_visible_child_name (self->look_stack, "backup");
}

static void
on_looked_cb (gpointer owner, gpointer data, const GError *error)
{
  PakivBackupWindow *self = owner;
  PakivBackupJob *job = data;

  if (self->workplace == NULL)
    return;
  self->busy--;
  if (error != NULL)
    {
      g_autofree char *safe = g_markup_escape_text (error->message, -1);

      adw_status_page_set_description (self->look_failed, safe);
      gtk_stack_set_visible_child_name (self->look_stack, "failed");
      return;
    }
  self->looked = g_steal_pointer (&job->backup);
  show_backup (self);
}

void
pakiv_backup_window_look (PakivBackupWindow *self, PakivLogId log, const char *path)
{
  PakivBackupJob *job;

  if (self->busy > 0)
    return;
  pakiv_backup_window_forget_look (self);
  self->looked_log = log;
  job = pakiv_backup_job_new (self);
  job->log = log;
  job->path = g_strdup (path);
  self->busy++;
  gtk_stack_set_visible_child_name (self->look_stack, "busy");
  pakiv_backup_window_show (self, "look");
  pakiv_aside_run (self, look_in_thread, on_looked_cb, job, pakiv_backup_job_free);
}

static gboolean
on_idle_cb (gpointer data)
{
  PakivBackupWindow *self = data;
  guint flags = gtk_check_button_get_active (self->deleted_check) ? PAKIV_RESTORE_DELETED
                                                                  : PAKIV_RESTORE_DEFAULT;
  g_autofree char *path = NULL;

  if (self->looked == NULL || self->workplace == NULL)
    return G_SOURCE_REMOVE;
  path = g_strdup (self->looked->path);
  g_signal_emit_by_name (self, "restore", (guint)self->looked_log, path, flags);
  return G_SOURCE_REMOVE;
}

/* This window and the question over it are closed for it, which the question must not be while it
 * answers. */
static void
on_confirmed_cb (gpointer data)
{
  g_idle_add_full (G_PRIORITY_DEFAULT_IDLE, on_idle_cb, g_object_ref (data), g_object_unref);
}

void
pakiv_backup_window_ask_restore (PakivBackupWindow *self)
{
  g_autofree char *moment = NULL;
  g_autofree char *heading = NULL;
  g_autofree char *body = NULL;

  if (self->looked == NULL)
    return;
  moment = pakiv_moment_to_words (self->looked->made_at);
  /* Translators: a log, as "Police log". */
  heading = g_strdup_printf (_ ("Bring Back: %s?"), pakiv_log_id_get_label (self->looked_log));
  body = g_strdup_printf (
      /* Translators: the moment of a backup. */
      _ ("The records become those of %s. What was written or changed since then is no longer in "
         "the log.\n\n"
         "First, a backup of how it is now is made, so that this can be undone.\n\n"
         "Kept as they are now: who looked at what, records kept longer, and every quarter that "
         "was released. What was erased because its time was over stays erased.\n\n"
         "The desk locks for it, and you unlock it again afterwards."),
      moment);
  pakiv_compat_ask (GTK_WINDOW (self), heading, body, _ ("_Bring Back"), TRUE,
                    G_CALLBACK (on_confirmed_cb), self);
}
