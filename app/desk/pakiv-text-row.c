/* A short text of one line. */
#include "pakiv-field-rows.h"

struct _PakivTextRow
{
  AdwEntryRow parent_instance;
};

static void pakiv_text_row_iface_init (PakivFieldRowInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (PakivTextRow,
                               pakiv_text_row,
                               ADW_TYPE_ENTRY_ROW,
                               G_IMPLEMENT_INTERFACE (PAKIV_TYPE_FIELD_ROW,
                                                      pakiv_text_row_iface_init))

static void
on_changed_cb (PakivTextRow *self)
{
  pakiv_field_row_write (PAKIV_FIELD_ROW (self), gtk_editable_get_text (GTK_EDITABLE (self)));
}

static void
pakiv_text_row_show_value (PakivFieldRow *row, const char *value)
{
  gtk_editable_set_text (GTK_EDITABLE (row), value != NULL ? value : "");
}

static GtkWidget *
pakiv_text_row_get_control (PakivFieldRow *row)
{
  return GTK_WIDGET (gtk_editable_get_delegate (GTK_EDITABLE (row)));
}

static void
pakiv_text_row_iface_init (PakivFieldRowInterface *iface)
{
  iface->show_value = pakiv_text_row_show_value;
  iface->get_control = pakiv_text_row_get_control;
}

static void
pakiv_text_row_class_init (PakivTextRowClass *klass)
{
}

static void
pakiv_text_row_init (PakivTextRow *self)
{
  g_signal_connect (self, "changed", G_CALLBACK (on_changed_cb), NULL);
}

PakivFieldRow *
pakiv_text_row_new (const PakivField *field)
{
  PakivFieldRow *row = g_object_new (PAKIV_TYPE_TEXT_ROW, "title", pakiv_field_get_label (field),
                                     "use-markup", FALSE, NULL);

  pakiv_field_row_set_field (row, field);
  if (field->max > 0)
    gtk_text_set_max_length (GTK_TEXT (gtk_editable_get_delegate (GTK_EDITABLE (row))), field->max);
  return row;
}
