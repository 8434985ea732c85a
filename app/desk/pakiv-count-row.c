/* A whole number. */
#include "pakiv-code-drop.h"
#include "pakiv-field-rows.h"

struct _PakivCountRow
{
  AdwActionRow parent_instance;

  GtkWidget *spin;
};

static void pakiv_count_row_iface_init (PakivFieldRowInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (PakivCountRow,
                               pakiv_count_row,
                               ADW_TYPE_ACTION_ROW,
                               G_IMPLEMENT_INTERFACE (PAKIV_TYPE_FIELD_ROW,
                                                      pakiv_count_row_iface_init))

static void
pakiv_count_row_show_value (PakivFieldRow *row, const char *value)
{
  pakiv_count_spin_show (PAKIV_COUNT_ROW (row)->spin, value);
}

static GtkWidget *
pakiv_count_row_get_control (PakivFieldRow *row)
{
  return PAKIV_COUNT_ROW (row)->spin;
}

static void
pakiv_count_row_iface_init (PakivFieldRowInterface *iface)
{
  iface->show_value = pakiv_count_row_show_value;
  iface->get_control = pakiv_count_row_get_control;
  iface->shows_hint = TRUE;
}

static void
pakiv_count_row_class_init (PakivCountRowClass *klass)
{
}

static void
pakiv_count_row_init (PakivCountRow *self)
{
}

PakivFieldRow *
pakiv_count_row_new (const PakivField *field)
{
  PakivCountRow *self = g_object_new (PAKIV_TYPE_COUNT_ROW, "use-markup", FALSE, "title",
                                      pakiv_field_get_label (field), NULL);
  const char *hint = pakiv_field_get_hint (field);

  if (hint != NULL)
    adw_action_row_set_subtitle (ADW_ACTION_ROW (self), hint);
  self->spin = pakiv_count_spin_new (PAKIV_FIELD_ROW (self), field);
  adw_action_row_add_suffix (ADW_ACTION_ROW (self), self->spin);
  adw_action_row_set_activatable_widget (ADW_ACTION_ROW (self), self->spin);
  gtk_widget_set_focusable (GTK_WIDGET (self), FALSE);
  pakiv_field_row_set_field (PAKIV_FIELD_ROW (self), field);
  return PAKIV_FIELD_ROW (self);
}
