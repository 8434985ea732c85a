/* One of a few codes, all in sight. A second press on the chosen one takes the answer back. */
#include "pakiv-code-choice.h"
#include "pakiv-field-rows.h"

#define MOST_CODES 4
#define MOST_LETTERS 30

struct _PakivTogglesRow
{
  AdwActionRow parent_instance;

  GtkWidget *box;
  gboolean setting;
};

static void pakiv_toggles_row_iface_init (PakivFieldRowInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (PakivTogglesRow,
                               pakiv_toggles_row,
                               ADW_TYPE_ACTION_ROW,
                               G_IMPLEMENT_INTERFACE (PAKIV_TYPE_FIELD_ROW,
                                                      pakiv_toggles_row_iface_init))

static void
press_only (PakivTogglesRow *self, const char *value)
{
  self->setting = TRUE;
  for (GtkWidget *child = gtk_widget_get_first_child (self->box); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    {
      const char *code = g_object_get_data (G_OBJECT (child), "pakiv-code");

      gtk_toggle_button_set_active (GTK_TOGGLE_BUTTON (child), g_strcmp0 (code, value) == 0);
    }
  self->setting = FALSE;
}

static void
on_toggled_cb (GtkToggleButton *button, PakivTogglesRow *self)
{
  const char *code = NULL;

  if (self->setting)
    return;
  if (gtk_toggle_button_get_active (button))
    code = g_object_get_data (G_OBJECT (button), "pakiv-code");
  press_only (self, code);
  pakiv_field_row_write (PAKIV_FIELD_ROW (self), code);
}

/* History may hold a code that is offered to nobody: it gets a button while it stands. */
static void
fill (PakivTogglesRow *self, const PakivField *field, const char *value)
{
  g_autoptr (GPtrArray) choice = pakiv_code_choice (field, value);
  GtkWidget *child;

  while ((child = gtk_widget_get_first_child (self->box)) != NULL)
    gtk_box_remove (GTK_BOX (self->box), child);
  for (guint i = 0; i < choice->len; i++)
    {
      const PakivCode *code = choice->pdata[i];

      child = gtk_toggle_button_new_with_label (pakiv_code_get_label (code));
      g_object_set_data (G_OBJECT (child), "pakiv-code", code->code);
      g_signal_connect (child, "toggled", G_CALLBACK (on_toggled_cb), self);
      gtk_box_append (GTK_BOX (self->box), child);
    }
}

static void
pakiv_toggles_row_show_value (PakivFieldRow *row, const char *value)
{
  PakivTogglesRow *self = PAKIV_TOGGLES_ROW (row);

  fill (self, pakiv_field_row_get_field (row), value);
  press_only (self, value);
}

static GtkWidget *
pakiv_toggles_row_get_control (PakivFieldRow *row)
{
  return PAKIV_TOGGLES_ROW (row)->box;
}

static void
pakiv_toggles_row_iface_init (PakivFieldRowInterface *iface)
{
  iface->show_value = pakiv_toggles_row_show_value;
  iface->get_control = pakiv_toggles_row_get_control;
  iface->shows_hint = TRUE;
}

static void
pakiv_toggles_row_class_init (PakivTogglesRowClass *klass)
{
}

static void
pakiv_toggles_row_init (PakivTogglesRow *self)
{
}

PakivFieldRow *
pakiv_toggles_row_new (const PakivField *field)
{
  PakivTogglesRow *self = g_object_new (PAKIV_TYPE_TOGGLES_ROW, "use-markup", FALSE, "title",
                                        pakiv_field_get_label (field), NULL);
  const char *hint = pakiv_field_get_hint (field);

  if (hint != NULL)
    adw_action_row_set_subtitle (ADW_ACTION_ROW (self), hint);
  self->box = g_object_new (GTK_TYPE_BOX, "accessible-role", GTK_ACCESSIBLE_ROLE_GROUP, NULL);
  gtk_widget_add_css_class (self->box, "linked");
  gtk_widget_set_valign (self->box, GTK_ALIGN_CENTER);
  adw_action_row_add_suffix (ADW_ACTION_ROW (self), self->box);
  gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (self), FALSE);
  gtk_widget_set_focusable (GTK_WIDGET (self), FALSE);
  fill (self, field, NULL);
  pakiv_field_row_set_field (PAKIV_FIELD_ROW (self), field);
  return PAKIV_FIELD_ROW (self);
}

gboolean
pakiv_toggles_row_suit (const PakivField *field)
{
  g_autoptr (GPtrArray) choice = pakiv_code_choice (field, NULL);
  glong letters = 0;

  if (choice->len > MOST_CODES)
    return FALSE;
  for (guint i = 0; i < choice->len; i++)
    letters += g_utf8_strlen (pakiv_code_get_label (choice->pdata[i]), -1);
  return letters <= MOST_LETTERS;
}
