/* A day: typed as ISO or as the reader's locale writes it, or chosen in a calendar. */
#include "pakiv-day.h"
#include "pakiv-field-rows.h"

#include <glib/gi18n.h>

struct _PakivDateRow
{
  AdwEntryRow parent_instance;

  GtkWidget *button;
  GtkWidget *calendar;
};

static void pakiv_date_row_iface_init (PakivFieldRowInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (PakivDateRow,
                               pakiv_date_row,
                               ADW_TYPE_ENTRY_ROW,
                               G_IMPLEMENT_INTERFACE (PAKIV_TYPE_FIELD_ROW,
                                                      pakiv_date_row_iface_init))

/* (transfer full): the day in @text, or @text itself, so that nothing typed is lost. */
static char *
understand (const char *text)
{
  g_autofree char *stripped = g_strstrip (g_strdup (text));
  GDate date;

  if (*stripped == '\0' || pakiv_day_is_valid (stripped))
    return g_steal_pointer (&stripped);
  /* g_date_set_parse also takes a bare number as a day of this month: that is a day half typed. */
  if (strpbrk (stripped, "/.- ") == NULL)
    return g_steal_pointer (&stripped);
  g_date_clear (&date, 1);
  g_date_set_parse (&date, stripped);
  if (!g_date_valid (&date) || g_date_get_year (&date) < 1900)
    return g_steal_pointer (&stripped);
  return pakiv_day_from_date (&date);
}

static void
on_changed_cb (PakivDateRow *self)
{
  g_autofree char *day = understand (gtk_editable_get_text (GTK_EDITABLE (self)));

  pakiv_field_row_write (PAKIV_FIELD_ROW (self), day);
}

/* On leaving, what was typed is shown as it was understood. */
static void
on_leave_cb (PakivDateRow *self)
{
  const char *text = gtk_editable_get_text (GTK_EDITABLE (self));
  g_autofree char *day = understand (text);

  if (g_strcmp0 (day, text) != 0)
    gtk_editable_set_text (GTK_EDITABLE (self), day);
}

static void
on_day_selected_cb (GtkCalendar *calendar, PakivDateRow *self)
{
  g_autoptr (GDateTime) date = gtk_calendar_get_date (calendar);
  g_autofree char *day = g_date_time_format (date, "%Y-%m-%d");

  gtk_editable_set_text (GTK_EDITABLE (self), day);
  gtk_menu_button_popdown (GTK_MENU_BUTTON (self->button));
}

static void
on_popover_shown_cb (GtkWidget *popover, PakivDateRow *self)
{
  const char *text = gtk_editable_get_text (GTK_EDITABLE (self));
  g_autoptr (GDateTime) date = NULL;
  int year, month, day;

  if (!pakiv_day_is_valid (text) || sscanf (text, "%4d-%2d-%2d", &year, &month, &day) != 3)
    return;
  date = g_date_time_new_local (year, month, day, 0, 0, 0);
  g_signal_handlers_block_by_func (self->calendar, on_day_selected_cb, self);
  gtk_calendar_select_day (GTK_CALENDAR (self->calendar), date);
  g_signal_handlers_unblock_by_func (self->calendar, on_day_selected_cb, self);
}

static void
pakiv_date_row_show_value (PakivFieldRow *row, const char *value)
{
  gtk_editable_set_text (GTK_EDITABLE (row), value != NULL ? value : "");
}

static GtkWidget *
pakiv_date_row_get_control (PakivFieldRow *row)
{
  return GTK_WIDGET (gtk_editable_get_delegate (GTK_EDITABLE (row)));
}

static void
pakiv_date_row_iface_init (PakivFieldRowInterface *iface)
{
  iface->show_value = pakiv_date_row_show_value;
  iface->get_control = pakiv_date_row_get_control;
}

static void
pakiv_date_row_class_init (PakivDateRowClass *klass)
{
}

static void
pakiv_date_row_init (PakivDateRow *self)
{
  GtkWidget *popover = gtk_popover_new ();
  GtkEventController *focus = gtk_event_controller_focus_new ();

  self->calendar = gtk_calendar_new ();
  gtk_popover_set_child (GTK_POPOVER (popover), self->calendar);
  self->button = gtk_menu_button_new ();
  gtk_menu_button_set_icon_name (GTK_MENU_BUTTON (self->button), "x-office-calendar-symbolic");
  gtk_menu_button_set_popover (GTK_MENU_BUTTON (self->button), popover);
  gtk_widget_set_valign (self->button, GTK_ALIGN_CENTER);
  gtk_widget_add_css_class (self->button, "flat");
  gtk_widget_set_tooltip_text (self->button, _ ("Choose a day"));
  adw_entry_row_add_suffix (ADW_ENTRY_ROW (self), self->button);

  g_signal_connect (self, "changed", G_CALLBACK (on_changed_cb), NULL);
  g_signal_connect (popover, "show", G_CALLBACK (on_popover_shown_cb), self);
  g_signal_connect (self->calendar, "day-selected", G_CALLBACK (on_day_selected_cb), self);
  g_signal_connect_swapped (focus, "leave", G_CALLBACK (on_leave_cb), self);
  gtk_widget_add_controller (GTK_WIDGET (self), focus);
}

PakivFieldRow *
pakiv_date_row_new (const PakivField *field)
{
  PakivFieldRow *row = g_object_new (PAKIV_TYPE_DATE_ROW, "title", pakiv_field_get_label (field),
                                     "use-markup", FALSE, NULL);

  pakiv_field_row_set_field (row, field);
  gtk_accessible_update_property (GTK_ACCESSIBLE (PAKIV_DATE_ROW (row)->button),
                                  GTK_ACCESSIBLE_PROPERTY_LABEL, _ ("Choose a day"), -1);
  return row;
}
