#include "pakiv-trace-page-private.h"

#include "pakiv-aside.h"
#include "pakiv-backup-words.h"
#include "pakiv-compat.h"

#include <glib/gi18n.h>
#include <string.h>

/* More sentences than this would push the list out of sight. */
#define MOST_WARNINGS 4

G_DEFINE_FINAL_TYPE (PakivTracePage, pakiv_trace_page, ADW_TYPE_BIN)

enum
{
  TOAST,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

static void
say (PakivTracePage *self, const char *words)
{
  g_autofree char *safe = g_markup_escape_text (words, -1);
  AdwToast *toast = adw_toast_new (safe);

  g_signal_emit (self, signals[TOAST], 0, toast);
  g_object_unref (toast);
}

/* What a thread works with. The workplace is held so that a lock waits for the thread. */
typedef struct
{
  PakivWorkplace *workplace;
  PakivLogId log;
  PakivTraceView *view;
  GPtrArray *entries;
  char *path;
} Job;

static Job *
make_job (PakivTracePage *self)
{
  Job *job = g_new0 (Job, 1);

  job->workplace = g_object_ref (self->workplace);
  job->log = self->log;
  return job;
}

static void
free_job (gpointer data)
{
  Job *job = data;

  g_clear_pointer (&job->entries, g_ptr_array_unref);
  g_clear_pointer (&job->view, pakiv_trace_view_unref);
  g_clear_object (&job->workplace);
  g_free (job->path);
  g_free (job);
}

/* --- State --- */

static char *
describe_sound (PakivTrace *trace)
{
  guint n = pakiv_trace_get_entries (trace)->len;
  const char *last = pakiv_trace_get_last_reading (trace);
  g_autofree char *entries
      = g_strdup_printf (ngettext ("Whole: %'u entry.", "Whole: %'u entries.", n), n);
  g_autofree char *moment = last != NULL ? pakiv_moment_to_words (last) : NULL;
  g_autofree char *before = NULL;

  if (last == NULL)
    before = g_strdup (_ ("This is the first reading, and it is noted."));
  else
    /* Translators: the moment of the last reading by a data-protection officer. */
    before = g_strdup_printf (_ ("Last read on %s; this reading is noted too."), moment);
  return g_strdup_printf ("%s %s", entries, before);
}

static char *
describe_warnings (const char *const *warnings)
{
  g_autoptr (GString) words = g_string_new (NULL);
  guint n = g_strv_length ((char **)warnings);

  for (guint i = 0; i < MIN (n, MOST_WARNINGS); i++)
    g_string_append_printf (words, "%s%s", i > 0 ? "\n" : "", warnings[i]);
  if (n > MOST_WARNINGS)
    g_string_append_printf (words, ngettext ("\nAnd %u more.", "\nAnd %u more.", n - MOST_WARNINGS),
                            n - MOST_WARNINGS);
  return g_string_free (g_steal_pointer (&words), FALSE);
}

static void
show_state (PakivTracePage *self)
{
  PakivTrace *trace = pakiv_trace_view_get_trace (self->view);
  const char *const *warnings = pakiv_trace_get_warnings (trace);
  gboolean sound = warnings[0] == NULL;
  g_autofree char *words = sound ? describe_sound (trace) : describe_warnings (warnings);

  gtk_image_set_from_icon_name (GTK_IMAGE (self->state_icon),
                                sound ? "emblem-ok-symbolic" : "dialog-warning-symbolic");
  gtk_widget_remove_css_class (self->state_icon, sound ? "error" : "success");
  gtk_widget_add_css_class (self->state_icon, sound ? "success" : "error");
  gtk_label_set_text (self->state_title, sound ? _ ("The record of use is complete")
                                               : _ ("The record of use is not as it should be"));
  gtk_label_set_text (self->state_words, words);
  if (!sound)
    pakiv_compat_announce (GTK_WIDGET (self), gtk_label_get_text (self->state_title));
}

static void
show_unusual (PakivTracePage *self)
{
  GPtrArray *unusual = pakiv_trace_view_get_unusual (self->view);

  pakiv_trace_model_set (self->unusual, self->view, g_ptr_array_ref (unusual));
  gtk_stack_set_visible_child_name (self->unusual_stack, unusual->len > 0 ? "list" : "none");
  adw_view_stack_page_set_badge_number (self->unusual_view, unusual->len);
  adw_view_stack_page_set_needs_attention (self->unusual_view, unusual->len > 0);
}

/* --- Reading --- */

static void
set_busy (PakivTracePage *self, gboolean busy)
{
  self->busy += busy ? 1 : -1;
  gtk_widget_set_sensitive (self->again_button, self->busy == 0);
  gtk_widget_set_sensitive (self->export_button,
                            self->busy == 0 && pakiv_trace_model_get (self->model) != NULL
                                && pakiv_trace_model_get (self->model)->len > 0);
}

static gboolean
read_in_thread (gpointer data, GError **error)
{
  Job *job = data;

  job->view = pakiv_trace_view_open (pakiv_workplace_get_session (job->workplace), job->log, error);
  return job->view != NULL;
}

static void
show_page (PakivTracePage *self, const char *name)
{
  gboolean ready = g_str_equal (name, "ready");

  gtk_stack_set_visible_child_name (self->stack, name);
  gtk_widget_set_visible (self->switcher, ready);
  gtk_widget_set_visible (self->again_button, ready);
  gtk_widget_set_visible (self->export_button, ready);
}

static void
show_failure (PakivTracePage *self, const GError *error)
{
  gboolean none = g_error_matches (error, PAKIV_LOG_ERROR, PAKIV_LOG_ERROR_NOT_FOUND);
  g_autofree char *safe = g_markup_escape_text (
      none
          ? _ ("It begins when somebody first unlocks this log. If somebody has, it was taken "
               "away, and at the next unlocking it is written again, with a note that it was gone.")
          : error->message,
      -1);

  adw_status_page_set_title (self->failed_page, none ? _ ("There Is No Record of Use Yet")
                                                     : _ ("The Record of Use Could Not Be Read"));
  adw_status_page_set_description (self->failed_page, safe);
  show_page (self, "failed");
}

static void
take_view (PakivTracePage *self, PakivTraceView *view)
{
  gboolean first = self->view == NULL;
  PakivTraceView *before = g_steal_pointer (&self->view);

  pakiv_trace_page_show_details (self, NULL);
  self->view = pakiv_trace_view_ref (view);
  pakiv_trace_page_fill_filters (self);
  show_state (self);
  show_unusual (self);
  pakiv_trace_page_apply_filter (self);
  g_clear_pointer (&before, pakiv_trace_view_unref);
  if (first && pakiv_trace_view_get_unusual (view)->len == 0)
    adw_view_stack_set_visible_child_name (self->views, "all");
  show_page (self, "ready");
}

static void
on_read_cb (gpointer owner, gpointer data, const GError *error)
{
  PakivTracePage *self = owner;
  Job *job = data;

  if (self->workplace == NULL)
    return;
  set_busy (self, FALSE);
  if (error != NULL)
    show_failure (self, error);
  else
    take_view (self, job->view);
}

static void
start_reading (PakivTracePage *self)
{
  if (self->busy > 0 || self->workplace == NULL)
    return;
  set_busy (self, TRUE);
  show_page (self, "busy");
  pakiv_aside_run (self, read_in_thread, on_read_cb, make_job (self), free_job);
}

static void
on_map_cb (PakivTracePage *self)
{
  if (self->view == NULL)
    start_reading (self);
}

/* --- A copy as a file --- */

static gboolean
export_in_thread (gpointer data, GError **error)
{
  Job *job = data;

  return pakiv_trace_export (pakiv_trace_view_get_trace (job->view), job->entries, job->path,
                             error);
}

static void
on_exported_cb (gpointer owner, gpointer data, const GError *error)
{
  PakivTracePage *self = owner;
  Job *job = data;
  g_autofree char *name = g_path_get_basename (job->path);
  g_autofree char *words = NULL;

  if (self->workplace == NULL)
    return;
  set_busy (self, FALSE);
  if (error == NULL)
    words = g_strdup_printf (
        ngettext ("%'u entry written to “%s”", "%'u entries written to “%s”", job->entries->len),
        job->entries->len, name);
  say (self, error != NULL ? error->message : words);
}

void
pakiv_trace_page_export_to (PakivTracePage *self, const char *path)
{
  GPtrArray *entries;
  Job *job;

  g_return_if_fail (PAKIV_IS_TRACE_PAGE (self));
  g_return_if_fail (path != NULL);

  entries = pakiv_trace_model_get (self->model);
  if (self->busy > 0 || self->view == NULL || entries == NULL)
    return;
  job = make_job (self);
  job->view = pakiv_trace_view_ref (self->view);
  job->entries = g_ptr_array_ref (entries);
  job->path = g_strdup (path);
  set_busy (self, TRUE);
  pakiv_aside_run (self, export_in_thread, on_exported_cb, job, free_job);
}

static void
on_place_chosen_cb (GFile *file, gpointer data)
{
  g_autoptr (PakivTracePage) self = data;
  g_autofree char *path = file != NULL ? g_file_get_path (file) : NULL;

  if (path != NULL && self->workplace != NULL)
    pakiv_trace_page_export_to (self, path);
}

static void
on_export_cb (PakivTracePage *self)
{
  GtkRoot *root = gtk_widget_get_root (GTK_WIDGET (self));
  g_autofree char *today = pakiv_clock_get_day (pakiv_workplace_get_clock (self->workplace));
  g_autofree char *name
      /* Translators: the name of a file: a log ("police") and a day. */
      = g_strdup_printf (_ ("use-of-%s-log-%s.csv"), pakiv_log_id_to_string (self->log), today);

  pakiv_compat_save_file (GTK_WINDOW (root), _ ("Save These Entries as a Table"), name,
                          on_place_chosen_cb, g_object_ref (self));
}

/* --- Filters --- */

static void
on_filter_cb (PakivTracePage *self)
{
  pakiv_trace_page_apply_filter (self);
}

static void
on_all_cb (PakivTracePage *self)
{
  const PakivTraceFilter all = { .act = -1 };

  pakiv_trace_page_set_filter (self, &all);
}

static void
on_by_member_cb (PakivTracePage *self)
{
  g_auto (PakivTraceFilter) filter = { .act = -1 };

  filter.member = g_strdup (self->shown->member);
  pakiv_trace_page_set_filter (self, &filter);
}

static void
on_by_record_cb (PakivTracePage *self)
{
  g_auto (PakivTraceFilter) filter = { .act = -1 };

  filter.record = g_strdup (self->shown->record);
  pakiv_trace_page_set_filter (self, &filter);
}

static void
pakiv_trace_page_dispose (GObject *object)
{
  PakivTracePage *self = PAKIV_TRACE_PAGE (object);

  if (self->selection != NULL)
    g_signal_handlers_disconnect_by_data (self->selection, self);
  self->shown = NULL;
  g_clear_object (&self->selection);
  g_clear_object (&self->model);
  g_clear_object (&self->unusual);
  g_clear_pointer (&self->view, pakiv_trace_view_unref);
  g_clear_pointer (&self->purposes, pakiv_purposes_free);
  g_clear_object (&self->workplace);
  G_OBJECT_CLASS (pakiv_trace_page_parent_class)->dispose (object);
}

#define BIND(name) gtk_widget_class_bind_template_child (widget_class, PakivTracePage, name)

static void
bind_children (GtkWidgetClass *widget_class)
{
  BIND (stack);
  BIND (switcher);
  BIND (again_button);
  BIND (export_button);
  BIND (failed_page);
  BIND (state_icon);
  BIND (state_title);
  BIND (state_words);
  BIND (views);
  BIND (unusual_view);
  BIND (unusual_stack);
  BIND (unusual_list);
  BIND (member_drop);
  BIND (act_drop);
  BIND (kind_drop);
  BIND (from_entry);
  BIND (to_entry);
  BIND (record_entry);
  BIND (all_button);
  BIND (count_label);
  BIND (list_stack);
  BIND (list);
  BIND (details_stack);
  BIND (details);
  BIND (by_member);
  BIND (by_record);
}

static void
pakiv_trace_page_class_init (PakivTracePageClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = pakiv_trace_page_dispose;

  signals[TOAST] = g_signal_new ("toast", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL,
                                 NULL, NULL, G_TYPE_NONE, 1, ADW_TYPE_TOAST);

  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/org/pakiv/Pakiv/pakiv-trace-page.ui");
  bind_children (widget_class);
  gtk_widget_class_bind_template_callback (widget_class, start_reading);
  gtk_widget_class_bind_template_callback (widget_class, on_map_cb);
  gtk_widget_class_bind_template_callback (widget_class, on_export_cb);
  gtk_widget_class_bind_template_callback (widget_class, on_filter_cb);
  gtk_widget_class_bind_template_callback (widget_class, on_all_cb);
  gtk_widget_class_bind_template_callback (widget_class, on_by_member_cb);
  gtk_widget_class_bind_template_callback (widget_class, on_by_record_cb);
}

static void
pakiv_trace_page_init (PakivTracePage *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  pakiv_trace_page_make_lists (self);
}

GtkWidget *
pakiv_trace_page_new (PakivWorkplace *workplace, PakivLogId log)
{
  PakivTracePage *self = g_object_new (PAKIV_TYPE_TRACE_PAGE, NULL);

  g_return_val_if_fail (PAKIV_IS_WORKPLACE (workplace), GTK_WIDGET (self));

  self->workplace = g_object_ref (workplace);
  self->log = log;
  self->purposes = pakiv_purposes_new (pakiv_workplace_get_definitions (workplace));
  return GTK_WIDGET (self);
}

gboolean
pakiv_trace_page_is_at_rest (PakivTracePage *self)
{
  g_return_val_if_fail (PAKIV_IS_TRACE_PAGE (self), TRUE);

  return self->busy == 0;
}
