#include "pakiv-field-cell.h"

#include "pakiv-code-drop.h"

#define MOST_COLUMNS 3

struct _PakivFieldCell
{
  GtkBox parent_instance;

  GtkWidget *label;
  GtkWidget *control;
};

static void pakiv_field_cell_iface_init (PakivFieldRowInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (PakivFieldCell,
                               pakiv_field_cell,
                               GTK_TYPE_BOX,
                               G_IMPLEMENT_INTERFACE (PAKIV_TYPE_FIELD_ROW,
                                                      pakiv_field_cell_iface_init))

static void
pakiv_field_cell_show_value (PakivFieldRow *row, const char *value)
{
  PakivFieldCell *self = PAKIV_FIELD_CELL (row);
  const PakivField *field = pakiv_field_row_get_field (row);

  if (field->type == PAKIV_FIELD_COUNT)
    pakiv_count_spin_show (self->control, value);
  else
    pakiv_code_drop_show (self->control, field, value);
}

static GtkWidget *
pakiv_field_cell_get_control (PakivFieldRow *row)
{
  return PAKIV_FIELD_CELL (row)->control;
}

static void
pakiv_field_cell_iface_init (PakivFieldRowInterface *iface)
{
  iface->show_value = pakiv_field_cell_show_value;
  iface->get_control = pakiv_field_cell_get_control;
  iface->shows_hint = TRUE;
}

static void
pakiv_field_cell_class_init (PakivFieldCellClass *klass)
{
}

static void
pakiv_field_cell_init (PakivFieldCell *self)
{
  gtk_orientable_set_orientation (GTK_ORIENTABLE (self), GTK_ORIENTATION_VERTICAL);
  gtk_box_set_spacing (GTK_BOX (self), 3);
  self->label = gtk_label_new (NULL);
  gtk_label_set_xalign (GTK_LABEL (self->label), 0);
  gtk_widget_add_css_class (self->label, "caption");
  gtk_widget_add_css_class (self->label, "dim-label");
  gtk_box_append (GTK_BOX (self), self->label);
}

PakivFieldRow *
pakiv_field_cell_new (const PakivField *field)
{
  PakivFieldCell *self = g_object_new (PAKIV_TYPE_FIELD_CELL, NULL);
  PakivFieldRow *row = PAKIV_FIELD_ROW (self);

  gtk_label_set_text (GTK_LABEL (self->label), pakiv_field_get_label (field));
  if (field->type == PAKIV_FIELD_COUNT)
    self->control = pakiv_count_spin_new (row, field);
  else
    self->control = pakiv_code_drop_new (row, field);
  gtk_widget_set_hexpand (GTK_WIDGET (self), field->type != PAKIV_FIELD_COUNT);
  gtk_box_append (GTK_BOX (self), self->control);
  pakiv_field_row_set_field (row, field);
  return row;
}

gboolean
pakiv_field_cell_suits (const PakivField *field)
{
  if (field->columns->len > MOST_COLUMNS)
    return FALSE;
  for (guint i = 0; i < field->columns->len; i++)
    {
      const PakivField *column = field->columns->pdata[i];

      if ((column->type != PAKIV_FIELD_CODE && column->type != PAKIV_FIELD_COUNT)
          || column->applies != NULL)
        return FALSE;
    }
  return TRUE;
}
