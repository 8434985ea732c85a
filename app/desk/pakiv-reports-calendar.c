#include "pakiv-reports-calendar.h"

#include <glib/gi18n.h>

#define QUARTERS 4

struct _PakivReportsCalendar
{
  AdwBin parent_instance;

  GtkWidget *before_button;
  GtkWidget *after_button;
  GtkLabel *year_label;
  GtkBox *logs; /* their names, above the columns */
  GtkFlowBox *tiles;
  GtkWidget *elsewhere_button;
  GtkLabel *elsewhere_label;

  GPtrArray *quarters; /* PakivReleaseQuarter; ours is a reference to the array */
  const PakivReleaseQuarter *chosen;
  const PakivReleaseQuarter *elsewhere; /* waits for somebody in another year; or NULL */
  int year;
  gboolean filling; /* selections mean nothing */
};

enum
{
  CHOSEN,
  N_SIGNALS
};
static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (PakivReportsCalendar, pakiv_reports_calendar, ADW_TYPE_BIN)

static const PakivReleaseQuarter *
get_quarter (PakivReportsCalendar *self, guint i)
{
  return g_ptr_array_index (self->quarters, i);
}

/* The first and the last year that the calendar has. */
static gboolean
get_years (PakivReportsCalendar *self, int *first, int *last)
{
  if (self->quarters == NULL || self->quarters->len == 0)
    return FALSE;
  *last = get_quarter (self, 0)->period.year;
  *first = get_quarter (self, self->quarters->len - 1)->period.year;
  return TRUE;
}

/* The quarters of one period stand side by side: as many as there are logs. */
static guint
count_logs (PakivReportsCalendar *self)
{
  return self->quarters->len
         / (QUARTERS
            * (guint)(get_quarter (self, 0)->period.year
                      - get_quarter (self, self->quarters->len - 1)->period.year + 1));
}

static const char *
get_months (int quarter)
{
  const char *months[] = { N_ ("January to March"), N_ ("April to June"), N_ ("July to September"),
                           N_ ("October to December") };

  return _ (months[quarter - 1]);
}

static GtkWidget *
make_label (const char *text, const char *style)
{
  GtkWidget *label
      = g_object_new (GTK_TYPE_LABEL, "label", text, "xalign", 0.0f, "wrap", TRUE, "wrap-mode",
                      PANGO_WRAP_WORD_CHAR, "ellipsize", PANGO_ELLIPSIZE_END, "lines", 3, NULL);

  gtk_widget_add_css_class (label, style);
  return label;
}

static const char *
get_style (const PakivReleaseQuarter *quarter)
{
  switch (quarter->state)
    {
    case PAKIV_QUARTER_READY:
    case PAKIV_QUARTER_WAITING:
      return "to-do";
    case PAKIV_QUARTER_RETURNED:
      return "returned";
    case PAKIV_QUARTER_PUBLISHED:
      return "published";
    case PAKIV_QUARTER_RECEIVED:
    case PAKIV_QUARTER_UNDER_REVIEW:
    case PAKIV_QUARTER_SUPERSEDED:
      return "sent";
    case PAKIV_QUARTER_FUTURE:
    case PAKIV_QUARTER_RUNNING:
    case PAKIV_QUARTER_EMPTY:
    default:
      return "quiet";
    }
}

static GtkWidget *
make_head (const PakivReleaseQuarter *quarter)
{
  GtkWidget *head = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6);
  GtkWidget *icon = gtk_image_new_from_icon_name (pakiv_release_quarter_get_icon (quarter));
  GtkWidget *months = make_label (get_months (quarter->period.quarter), "reports-months");

  gtk_widget_add_css_class (icon, "reports-sign");
  gtk_widget_set_valign (icon, GTK_ALIGN_START);
  gtk_box_append (GTK_BOX (head), icon);
  gtk_box_append (GTK_BOX (head), months);
  return head;
}

/* (transfer full): one sentence, as it is read out: log, quarter, state, what came late. */
static char *
describe (const PakivReleaseQuarter *quarter)
{
  const char *log = pakiv_log_id_get_label (pakiv_log_get_id (quarter->log));
  g_autofree char *period = pakiv_period_to_words (quarter->period);
  g_autofree char *words = pakiv_release_quarter_get_words (quarter);
  g_autofree char *additions = pakiv_release_quarter_explain_additions (quarter);

  return g_strdup_printf ("%s, %s: %s%s%s", log, period, words, additions != NULL ? ". " : "",
                          additions != NULL ? additions : "");
}

static GtkWidget *
make_tile (const PakivReleaseQuarter *quarter)
{
  g_autofree char *words = pakiv_release_quarter_get_words (quarter);
  g_autofree char *additions = pakiv_release_quarter_get_additions (quarter);
  g_autofree char *label = describe (quarter);
  GtkWidget *tile = g_object_new (GTK_TYPE_FLOW_BOX_CHILD, "accessible-role",
                                  GTK_ACCESSIBLE_ROLE_LIST_ITEM, "tooltip-text", label, NULL);
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 3);

  gtk_box_append (GTK_BOX (box), make_head (quarter));
  gtk_box_append (GTK_BOX (box), make_label (words, "reports-state"));
  if (additions != NULL)
    gtk_box_append (GTK_BOX (box), make_label (additions, "reports-additions"));
  gtk_flow_box_child_set_child (GTK_FLOW_BOX_CHILD (tile), box);
  gtk_widget_add_css_class (tile, "reports-tile");
  gtk_widget_add_css_class (tile, get_style (quarter));
  gtk_accessible_update_property (GTK_ACCESSIBLE (tile), GTK_ACCESSIBLE_PROPERTY_LABEL, label, -1);
  g_object_set_data (G_OBJECT (tile), "quarter", (gpointer)quarter);
  return tile;
}

static void
clear (PakivReportsCalendar *self)
{
  GtkWidget *child;

  while ((child = gtk_widget_get_first_child (GTK_WIDGET (self->tiles))) != NULL)
    gtk_flow_box_remove (self->tiles, child);
  while ((child = gtk_widget_get_first_child (GTK_WIDGET (self->logs))) != NULL)
    gtk_box_remove (self->logs, child);
}

static void
name_logs (PakivReportsCalendar *self, guint n)
{
  for (guint i = 0; i < n; i++)
    {
      PakivLog *log = get_quarter (self, i)->log;
      GtkWidget *label = make_label (pakiv_log_id_get_label (pakiv_log_get_id (log)), "heading");

      gtk_widget_set_hexpand (label, TRUE);
      gtk_box_append (self->logs, label);
    }
}

/* The newest quarter of another year with which something is to be done. */
static void
show_elsewhere (PakivReportsCalendar *self)
{
  g_autofree char *period = NULL;
  g_autofree char *text = NULL;

  self->elsewhere = NULL;
  for (guint i = 0; i < self->quarters->len && self->elsewhere == NULL; i++)
    if (get_quarter (self, i) != self->chosen && get_quarter (self, i)->period.year != self->year
        && pakiv_release_quarter_needs_somebody (get_quarter (self, i)))
      self->elsewhere = get_quarter (self, i);
  gtk_widget_set_visible (self->elsewhere_button, self->elsewhere != NULL);
  if (self->elsewhere == NULL)
    return;
  period = pakiv_period_to_words (self->elsewhere->period);
  /* Translators: a log and a quarter, as "Also to do: Police log, January to March 2021". */
  text = g_strdup_printf (_ ("Also to do: %s, %s"),
                          pakiv_log_id_get_label (pakiv_log_get_id (self->elsewhere->log)), period);
  gtk_label_set_label (self->elsewhere_label, text);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->elsewhere_button),
                                  GTK_ACCESSIBLE_PROPERTY_LABEL, text, -1);
}

static void
show_year_name (PakivReportsCalendar *self)
{
  g_autofree char *year = g_strdup_printf ("%d", self->year);
  /* Translators: %d is a year. */
  g_autofree char *name = g_strdup_printf (_ ("Quarters of %d"), self->year);
  int first = 0, last = 0;

  get_years (self, &first, &last);
  gtk_label_set_label (self->year_label, year);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->tiles), GTK_ACCESSIBLE_PROPERTY_LABEL, name,
                                  -1);
  gtk_widget_set_sensitive (self->before_button, self->year > first);
  gtk_widget_set_sensitive (self->after_button, self->year < last);
}

/* January first: the quarters stand newest first in the array, logs in their order. */
static void
add_tiles (PakivReportsCalendar *self, guint n_logs, gboolean had_focus)
{
  int first = 0, last = 0;
  guint start;

  get_years (self, &first, &last);
  start = (guint)(last - self->year) * QUARTERS * n_logs;
  for (guint q = QUARTERS; q > 0; q--)
    for (guint l = 0; l < n_logs; l++)
      {
        const PakivReleaseQuarter *quarter = get_quarter (self, start + (q - 1) * n_logs + l);
        GtkWidget *tile = make_tile (quarter);

        gtk_flow_box_append (self->tiles, tile);
        if (quarter != self->chosen)
          continue;
        gtk_flow_box_select_child (self->tiles, GTK_FLOW_BOX_CHILD (tile));
        if (had_focus)
          gtk_widget_grab_focus (tile);
      }
}

static void
show_year (PakivReportsCalendar *self)
{
  gboolean any = self->quarters != NULL && self->quarters->len > 0;
  guint n_logs = any ? count_logs (self) : 0;
  gboolean had_focus = gtk_widget_get_focus_child (GTK_WIDGET (self->tiles)) != NULL;

  self->filling = TRUE;
  clear (self);
  gtk_widget_set_visible (gtk_widget_get_parent (GTK_WIDGET (self->year_label)), any);
  if (any)
    {
      gtk_flow_box_set_min_children_per_line (self->tiles, n_logs);
      gtk_flow_box_set_max_children_per_line (self->tiles, n_logs);
      name_logs (self, n_logs);
      add_tiles (self, n_logs, had_focus);
      show_year_name (self);
      show_elsewhere (self);
    }
  else
    gtk_widget_set_visible (self->elsewhere_button, FALSE);
  self->filling = FALSE;
}

static void
on_selected_cb (PakivReportsCalendar *self)
{
  g_autoptr (GList) selected = NULL;
  const PakivReleaseQuarter *quarter;

  if (self->filling)
    return;
  selected = gtk_flow_box_get_selected_children (self->tiles);
  quarter = selected != NULL ? g_object_get_data (selected->data, "quarter") : NULL;
  if (quarter == NULL || quarter == self->chosen)
    return;
  self->chosen = quarter;
  g_signal_emit (self, signals[CHOSEN], 0);
}

static void
on_before_clicked_cb (PakivReportsCalendar *self)
{
  self->year--;
  show_year (self);
}

static void
on_after_clicked_cb (PakivReportsCalendar *self)
{
  self->year++;
  show_year (self);
}

static void
on_elsewhere_clicked_cb (PakivReportsCalendar *self)
{
  if (self->elsewhere != NULL)
    pakiv_reports_calendar_choose (self, self->elsewhere);
}

static void
pakiv_reports_calendar_dispose (GObject *object)
{
  PakivReportsCalendar *self = PAKIV_REPORTS_CALENDAR (object);

  self->filling = TRUE;
  self->chosen = self->elsewhere = NULL;
  g_clear_pointer (&self->quarters, g_ptr_array_unref);
  G_OBJECT_CLASS (pakiv_reports_calendar_parent_class)->dispose (object);
}

static void
bind_children (GtkWidgetClass *widget_class)
{
  gtk_widget_class_bind_template_child (widget_class, PakivReportsCalendar, before_button);
  gtk_widget_class_bind_template_child (widget_class, PakivReportsCalendar, after_button);
  gtk_widget_class_bind_template_child (widget_class, PakivReportsCalendar, year_label);
  gtk_widget_class_bind_template_child (widget_class, PakivReportsCalendar, logs);
  gtk_widget_class_bind_template_child (widget_class, PakivReportsCalendar, tiles);
  gtk_widget_class_bind_template_child (widget_class, PakivReportsCalendar, elsewhere_button);
  gtk_widget_class_bind_template_child (widget_class, PakivReportsCalendar, elsewhere_label);
}

static void
pakiv_reports_calendar_class_init (PakivReportsCalendarClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = pakiv_reports_calendar_dispose;
  signals[CHOSEN] = g_signal_new ("chosen", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL,
                                  NULL, NULL, G_TYPE_NONE, 0);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/org/pakiv/Pakiv/pakiv-reports-calendar.ui");
  bind_children (widget_class);
  gtk_widget_class_bind_template_callback (widget_class, on_before_clicked_cb);
  gtk_widget_class_bind_template_callback (widget_class, on_after_clicked_cb);
  gtk_widget_class_bind_template_callback (widget_class, on_elsewhere_clicked_cb);
  gtk_widget_class_bind_template_callback (widget_class, on_selected_cb);
}

static void
pakiv_reports_calendar_init (PakivReportsCalendar *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  show_year (self);
}

GtkWidget *
pakiv_reports_calendar_new (void)
{
  return g_object_new (PAKIV_TYPE_REPORTS_CALENDAR, NULL);
}

void
pakiv_reports_calendar_set_quarters (PakivReportsCalendar *self,
                                     GPtrArray *quarters,
                                     const PakivReleaseQuarter *chosen)
{
  g_autoptr (GPtrArray) old = NULL;
  int first, last;

  g_return_if_fail (PAKIV_IS_REPORTS_CALENDAR (self));

  /* The tiles still point into the old ones until they are gone. */
  old = self->quarters;
  self->quarters = quarters != NULL ? g_ptr_array_ref (quarters) : NULL;
  self->chosen = chosen;
  self->elsewhere = NULL;
  if (chosen != NULL)
    self->year = chosen->period.year;
  else if (get_years (self, &first, &last))
    self->year = last;
  show_year (self);
}

void
pakiv_reports_calendar_choose (PakivReportsCalendar *self, const PakivReleaseQuarter *quarter)
{
  g_return_if_fail (PAKIV_IS_REPORTS_CALENDAR (self));
  g_return_if_fail (quarter != NULL);

  if (quarter == self->chosen)
    return;
  self->chosen = quarter;
  self->year = quarter->period.year;
  show_year (self);
  g_signal_emit (self, signals[CHOSEN], 0);
}

const PakivReleaseQuarter *
pakiv_reports_calendar_get_chosen (PakivReportsCalendar *self)
{
  g_return_val_if_fail (PAKIV_IS_REPORTS_CALENDAR (self), NULL);
  return self->chosen;
}
