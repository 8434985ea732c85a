#include "pakiv-reports-work.h"

#include "pakiv-day.h"
#include "pakiv-progress.h"
#include "pakiv-reports-count.h"
#include "pakiv-wrap-layout.h"

#include <glib/gi18n.h>

G_DEFINE_FINAL_TYPE (PakivReportsPage, pakiv_reports_page, ADW_TYPE_BIN)

static void
cancel (GCancellable **cancellable)
{
  if (*cancellable != NULL)
    g_cancellable_cancel (*cancellable);
  g_clear_object (cancellable);
}

/* (transfer full): what the council asks, what counts here beside the quarter's own records, and
 * that there is more to know before it is signed; NULL where there is nothing to say. */
static char *
make_note (PakivReportsPage *self)
{
  const PakivRelease *release = pakiv_release_preview_get_release (self->preview);
  g_autoptr (GPtrArray) notes = g_ptr_array_new_with_free_func (g_free);
  char *additions = pakiv_release_quarter_explain_additions (self->quarter);
  gboolean ready = self->quarter->state == PAKIV_QUARTER_READY;
  guint n = ready && release != NULL ? release->findings->len : 0;

  if (self->quarter->state == PAKIV_QUARTER_RETURNED)
    g_ptr_array_add (notes, pakiv_release_quarter_get_words (self->quarter));
  if (additions != NULL)
    g_ptr_array_add (notes, additions);
  if (n > 0)
    g_ptr_array_add (notes, g_strdup_printf (
                                /* Translators: “Protection” is a page beside the preview. */
                                ngettext ("Before you sign: %u remark under “Protection”.",
                                          "Before you sign: %u remarks under “Protection”.", n),
                                n));
  if (notes->len == 0)
    return NULL;
  g_ptr_array_add (notes, NULL);
  return g_strjoinv ("\n", (char **)notes->pdata);
}

static void
show_note (PakivReportsPage *self)
{
  g_autofree char *note = self->quarter != NULL ? make_note (self) : NULL;

  gtk_label_set_text (self->note_label, note != NULL ? note : "");
  gtk_revealer_set_reveal_child (self->note_revealer, note != NULL);
  if (self->quarter != NULL && self->quarter->state == PAKIV_QUARTER_RETURNED)
    gtk_widget_add_css_class (GTK_WIDGET (self->note_label), "attention");
  else
    gtk_widget_remove_css_class (GTK_WIDGET (self->note_label), "attention");
}

/* Takes @count over; NULL shows none. */
static void
show_release (PakivReportsPage *self, PakivReportsCount *count)
{
  g_autoptr (PakivReportsCount) own = count;

  pakiv_release_attempts_set_release (self->attempts, own != NULL ? own->release : NULL);
  pakiv_release_changes_set_releases (self->changes, own != NULL ? own->release : NULL,
                                      own != NULL ? own->before : NULL);
  pakiv_release_preview_set_release (self->preview,
                                     own != NULL ? g_steal_pointer (&own->release) : NULL);
  show_note (self);
}

static void
show_message (PakivReportsPage *self, const char *title, const char *description, gboolean again)
{
  g_autofree char *escaped = g_markup_escape_text (description != NULL ? description : "", -1);

  gtk_spinner_stop (self->spinner);
  show_release (self, NULL);
  adw_status_page_set_title (self->message, title);
  adw_status_page_set_description (self->message, escaped);
  gtk_widget_set_visible (self->again_button, again);
  gtk_stack_set_visible_child_name (self->stack, "message");
}

/* The preview */
static void
on_counted_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (PakivReportsPage) self = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (PakivReportsCount) count = pakiv_reports_count_finish (result, &error);

  /* Another quarter was chosen meanwhile, or the page is gone. */
  if (g_task_get_cancellable (G_TASK (result)) != self->counting)
    return;
  g_clear_object (&self->counting);
  gtk_spinner_stop (self->spinner);
  if (count == NULL)
    show_message (self, _ ("There is nothing to show yet"), error->message, TRUE);
  else
    {
      show_release (self, g_steal_pointer (&count));
      gtk_stack_set_visible_child_name (self->stack, "preview");
    }
  pakiv_reports_actions_update (self);
  pakiv_reports_attempts_update (self);
}

static void
start_counting (PakivReportsPage *self)
{
  cancel (&self->counting);
  self->counting = G_CANCELLABLE (pakiv_progress_new ());
  show_release (self, NULL);
  gtk_label_set_text (self->busy_label, _ ("Counting the quarter and protecting the figures…"));
  gtk_progress_bar_set_fraction (self->busy_bar, 0);
  pakiv_reports_work_watch (self);
  gtk_spinner_start (self->spinner);
  gtk_stack_set_visible_child_name (self->stack, "busy");
  pakiv_reports_count_start (self->quarter->log, pakiv_workplace_get_desk (self->workplace),
                             self->quarter->period, self->counting, on_counted_cb,
                             g_object_ref (self));
}

static void
show_running (PakivReportsPage *self)
{
  g_autofree char *last = pakiv_period_last_day (self->quarter->period);
  g_autofree char *day = pakiv_day_add_days (last, 1);
  g_autofree char *words = pakiv_day_to_words (day);
  /* Translators: %s is a day. */
  g_autofree char *text = g_strdup_printf (_ ("This quarter can be released from %s."), words);

  show_message (self, _ ("Not over yet"), text, FALSE);
}

static void
show_future (PakivReportsPage *self)
{
  show_message (self, _ ("Still to come"), _ ("This quarter has not begun yet."), FALSE);
}

static void
show_quarter (PakivReportsPage *self)
{
  cancel (&self->counting);
  if (self->quarter == NULL && self->quarters != NULL && self->quarters->len == 0)
    show_message (self, _ ("No log to report from"),
                  _ ("Your role holds no key to a log, so there are no quarters here."), FALSE);
  else if (self->quarter == NULL)
    show_message (self, _ ("Choose a quarter"), NULL, FALSE);
  else if (self->quarter->state == PAKIV_QUARTER_FUTURE)
    show_future (self);
  else if (self->quarter->state == PAKIV_QUARTER_RUNNING)
    show_running (self);
  else if (self->quarter->state == PAKIV_QUARTER_EMPTY)
    show_message (self, _ ("Nothing was recorded"),
                  _ ("This log has no record of this quarter, so there is nothing to release."),
                  FALSE);
  else
    start_counting (self);
}

static void
show_state (PakivReportsPage *self)
{
  g_autofree char *title = NULL;

  show_note (self);
  if (self->quarter == NULL)
    {
      adw_window_title_set_title (self->title, "");
      adw_window_title_set_subtitle (self->title, "");
      return;
    }
  title = pakiv_period_to_words (self->quarter->period);
  adw_window_title_set_title (self->title, title);
  adw_window_title_set_subtitle (self->title,
                                 pakiv_log_id_get_label (pakiv_log_get_id (self->quarter->log)));
}

static void
on_quarter_chosen_cb (PakivReportsPage *self)
{
  if (self->workplace == NULL)
    return;
  self->quarter = pakiv_reports_calendar_get_chosen (self->calendar);
  show_state (self);
  show_quarter (self);
  pakiv_reports_actions_update (self);
}

static void
on_again_clicked_cb (PakivReportsPage *self)
{
  show_quarter (self);
}

static void
on_cancel_preview_cb (PakivReportsPage *self)
{
  if (self->counting == NULL)
    return;
  cancel (&self->counting);
  show_message (self, _ ("Cancelled"), NULL, TRUE);
  pakiv_reports_actions_update (self);
}

static void
on_cancel_work_cb (PakivReportsPage *self)
{
  if (self->working == NULL)
    return;
  gtk_label_set_text (self->work_label, _ ("Stopping…"));
  g_cancellable_cancel (self->working);
}

/* The calendar */
static void
say_state (PakivReportsPage *self)
{
  g_autofree char *words = NULL;

  if (self->say_state && self->quarter != NULL)
    {
      words = pakiv_release_quarter_get_words (self->quarter);
      pakiv_reports_actions_say (self, words);
    }
  self->say_state = FALSE;
}

/* What was chosen before, else the newest that needs somebody, else the last that is over. */
static const PakivReleaseQuarter *
choose (GPtrArray *quarters, const PakivReleaseQuarter *was)
{
  const PakivReleaseQuarter *needy = NULL;
  const PakivReleaseQuarter *over = NULL;

  for (guint i = 0; i < quarters->len; i++)
    {
      const PakivReleaseQuarter *quarter = g_ptr_array_index (quarters, i);

      if (pakiv_release_quarter_same (quarter, was))
        return quarter;
      if (needy == NULL && pakiv_release_quarter_needs_somebody (quarter))
        needy = quarter;
      if (over == NULL && quarter->state > PAKIV_QUARTER_RUNNING)
        over = quarter;
    }
  return needy != NULL ? needy : over;
}

/* Takes @quarters over. */
static void
fill_calendar (PakivReportsPage *self, GPtrArray *quarters)
{
  g_autoptr (GPtrArray) old = self->quarters;
  const PakivReleaseQuarter *was = self->quarter;
  gboolean keep;

  self->quarters = quarters;
  self->quarter = choose (quarters, was);
  /* What was released never changes: its preview stays where it is. */
  keep = pakiv_release_quarter_same (self->quarter, was)
         && pakiv_release_quarter_is_released (self->quarter)
         && pakiv_release_preview_get_release (self->preview) != NULL;
  pakiv_reports_calendar_set_quarters (self->calendar, quarters, self->quarter);
  show_state (self);
  if (!keep)
    show_quarter (self);
  pakiv_reports_actions_update (self);
  say_state (self);
}

static void
list_in_thread (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  g_autoptr (GError) error = NULL;
  GPtrArray *quarters = pakiv_release_quarters_load (data, &error);

  if (quarters != NULL)
    g_task_return_pointer (task, quarters, (GDestroyNotify)g_ptr_array_unref);
  else
    g_task_return_error (task, g_steal_pointer (&error));
}

static void
on_listed_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (PakivReportsPage) self = data;
  g_autoptr (GError) error = NULL;
  GPtrArray *quarters = g_task_propagate_pointer (G_TASK (result), &error);

  if (g_task_get_cancellable (G_TASK (result)) != self->listing)
    {
      g_clear_pointer (&quarters, g_ptr_array_unref);
      return;
    }
  g_clear_object (&self->listing);
  if (quarters != NULL)
    fill_calendar (self, quarters);
  else
    show_message (self, _ ("The quarters can’t be listed"), error->message, FALSE);
}

void
pakiv_reports_page_refresh (PakivReportsPage *self)
{
  g_autoptr (GTask) task = NULL;

  g_return_if_fail (PAKIV_IS_REPORTS_PAGE (self));

  cancel (&self->listing);
  self->listing = g_cancellable_new ();
  task = g_task_new (NULL, self->listing, on_listed_cb, g_object_ref (self));
  g_task_set_source_tag (task, pakiv_reports_page_refresh);
  g_task_set_task_data (task, g_object_ref (self->workplace), g_object_unref);
  g_task_run_in_thread (task, list_in_thread);
}

GtkWindow *
pakiv_reports_page_get_window (PakivReportsPage *self)
{
  GtkRoot *root = gtk_widget_get_root (GTK_WIDGET (self));

  return GTK_IS_WINDOW (root) ? GTK_WINDOW (root) : NULL;
}

static void
pakiv_reports_page_dispose (GObject *object)
{
  PakivReportsPage *self = PAKIV_REPORTS_PAGE (object);

  cancel (&self->listing);
  cancel (&self->counting);
  cancel (&self->working);
  g_clear_handle_id (&self->watch, g_source_remove);
  self->quarter = NULL;
  g_clear_object (&self->actions);
  g_clear_object (&self->workplace);
  G_OBJECT_CLASS (pakiv_reports_page_parent_class)->dispose (object);
  g_clear_pointer (&self->quarters, g_ptr_array_unref);
}

/* What was counted is shown to whoever asked, not to who comes next. */
static void
pakiv_reports_page_unmap (GtkWidget *widget)
{
  pakiv_reports_truth_hide (PAKIV_REPORTS_PAGE (widget));
  GTK_WIDGET_CLASS (pakiv_reports_page_parent_class)->unmap (widget);
}

static void
bind_children (GtkWidgetClass *widget_class)
{
  gtk_widget_class_bind_template_child (widget_class, PakivReportsPage, toasts);
  gtk_widget_class_bind_template_child (widget_class, PakivReportsPage, calendar);
  gtk_widget_class_bind_template_child (widget_class, PakivReportsPage, title);
  gtk_widget_class_bind_template_child (widget_class, PakivReportsPage, ask_button);
  gtk_widget_class_bind_template_child (widget_class, PakivReportsPage, page_button);
  gtk_widget_class_bind_template_child (widget_class, PakivReportsPage, copies_button);
  gtk_widget_class_bind_template_child (widget_class, PakivReportsPage, send_button);
  gtk_widget_class_bind_template_child (widget_class, PakivReportsPage, send_label);
  gtk_widget_class_bind_template_child (widget_class, PakivReportsPage, note_revealer);
  gtk_widget_class_bind_template_child (widget_class, PakivReportsPage, note_label);
  gtk_widget_class_bind_template_child (widget_class, PakivReportsPage, stack);
  gtk_widget_class_bind_template_child (widget_class, PakivReportsPage, message);
  gtk_widget_class_bind_template_child (widget_class, PakivReportsPage, again_button);
  gtk_widget_class_bind_template_child (widget_class, PakivReportsPage, spinner);
  gtk_widget_class_bind_template_child (widget_class, PakivReportsPage, busy_label);
  gtk_widget_class_bind_template_child (widget_class, PakivReportsPage, busy_bar);
  gtk_widget_class_bind_template_child (widget_class, PakivReportsPage, strip);
  gtk_widget_class_bind_template_child (widget_class, PakivReportsPage, views);
  gtk_widget_class_bind_template_child (widget_class, PakivReportsPage, truth_toggle);
  gtk_widget_class_bind_template_child (widget_class, PakivReportsPage, preview);
  gtk_widget_class_bind_template_child (widget_class, PakivReportsPage, changes);
  gtk_widget_class_bind_template_child (widget_class, PakivReportsPage, attempts);
  gtk_widget_class_bind_template_child (widget_class, PakivReportsPage, work_bar);
  gtk_widget_class_bind_template_child (widget_class, PakivReportsPage, work_label);
  gtk_widget_class_bind_template_child (widget_class, PakivReportsPage, work_progress);
}

static void
pakiv_reports_page_class_init (PakivReportsPageClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = pakiv_reports_page_dispose;
  widget_class->unmap = pakiv_reports_page_unmap;
  g_type_ensure (PAKIV_TYPE_RELEASE_ATTEMPTS);
  g_type_ensure (PAKIV_TYPE_RELEASE_CHANGES);
  g_type_ensure (PAKIV_TYPE_RELEASE_PREVIEW);
  g_type_ensure (PAKIV_TYPE_REPORTS_CALENDAR);
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_GROUP);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/org/pakiv/Pakiv/pakiv-reports-page.ui");
  bind_children (widget_class);
  gtk_widget_class_bind_template_callback (widget_class, on_quarter_chosen_cb);
  gtk_widget_class_bind_template_callback (widget_class, on_again_clicked_cb);
  gtk_widget_class_bind_template_callback (widget_class, on_cancel_preview_cb);
  gtk_widget_class_bind_template_callback (widget_class, on_cancel_work_cb);
  gtk_widget_class_bind_template_callback (widget_class, pakiv_reports_truth_toggled);
  gtk_widget_class_bind_template_callback (widget_class, pakiv_reports_attempts_update);
}

static void
pakiv_reports_page_init (PakivReportsPage *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  /* With large text it takes two lines. */
  gtk_widget_set_layout_manager (self->strip, pakiv_wrap_layout_new (12));
  pakiv_reports_actions_add (self);
}

GtkWidget *
pakiv_reports_page_new (PakivWorkplace *workplace)
{
  PakivReportsPage *self;

  g_return_val_if_fail (PAKIV_IS_WORKPLACE (workplace), NULL);

  self = g_object_new (PAKIV_TYPE_REPORTS_PAGE, NULL);
  self->workplace = g_object_ref (workplace);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  _ ("Reports"), -1);
  show_message (self, _ ("Reports"), NULL, FALSE);
  pakiv_reports_actions_update (self);
  pakiv_reports_page_refresh (self);
  return GTK_WIDGET (self);
}
