/* One code, from a list that drops down. AdwComboRow has no search in libadwaita 1.2, GtkDropDown
 * has. */
#include "pakiv-code-drop.h"
#include "pakiv-field-rows.h"

struct _PakivCodeRow
{
  AdwActionRow parent_instance;

  GtkWidget *drop;
};

static void pakiv_code_row_iface_init (PakivFieldRowInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (PakivCodeRow,
                               pakiv_code_row,
                               ADW_TYPE_ACTION_ROW,
                               G_IMPLEMENT_INTERFACE (PAKIV_TYPE_FIELD_ROW,
                                                      pakiv_code_row_iface_init))

static void
pakiv_code_row_show_value (PakivFieldRow *row, const char *value)
{
  pakiv_code_drop_show (PAKIV_CODE_ROW (row)->drop, pakiv_field_row_get_field (row), value);
}

static GtkWidget *
pakiv_code_row_get_control (PakivFieldRow *row)
{
  return PAKIV_CODE_ROW (row)->drop;
}

static void
pakiv_code_row_iface_init (PakivFieldRowInterface *iface)
{
  iface->show_value = pakiv_code_row_show_value;
  iface->get_control = pakiv_code_row_get_control;
  iface->shows_hint = TRUE;
}

static void
pakiv_code_row_class_init (PakivCodeRowClass *klass)
{
}

static void
pakiv_code_row_init (PakivCodeRow *self)
{
}

PakivFieldRow *
pakiv_code_row_new (const PakivField *field)
{
  PakivCodeRow *self = g_object_new (PAKIV_TYPE_CODE_ROW, "use-markup", FALSE, "title",
                                     pakiv_field_get_label (field), NULL);
  const char *hint = pakiv_field_get_hint (field);

  if (hint != NULL)
    adw_action_row_set_subtitle (ADW_ACTION_ROW (self), hint);
  self->drop = pakiv_code_drop_new (PAKIV_FIELD_ROW (self), field);
  adw_action_row_add_suffix (ADW_ACTION_ROW (self), self->drop);
  adw_action_row_set_activatable_widget (ADW_ACTION_ROW (self), self->drop);
  /* The drop-down names itself, with its value. */
  gtk_accessible_reset_relation (GTK_ACCESSIBLE (self->drop), GTK_ACCESSIBLE_RELATION_LABELLED_BY);
  gtk_widget_set_focusable (GTK_WIDGET (self), FALSE);
  pakiv_field_row_set_field (PAKIV_FIELD_ROW (self), field);
  return PAKIV_FIELD_ROW (self);
}
