/* Several codes: buttons that stay pressed. All are in sight at once, one press each: a stop card
 * is filled in within a minute. */
#include "pakiv-code-choice.h"
#include "pakiv-field-rows.h"
#include "pakiv-wrap-layout.h"

struct _PakivCodesRow
{
  AdwPreferencesRow parent_instance;

  GtkWidget *title;
  GtkWidget *hint;
  GtkWidget *box;
};

static void pakiv_codes_row_iface_init (PakivFieldRowInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (PakivCodesRow,
                               pakiv_codes_row,
                               ADW_TYPE_PREFERENCES_ROW,
                               G_IMPLEMENT_INTERFACE (PAKIV_TYPE_FIELD_ROW,
                                                      pakiv_codes_row_iface_init))

/* The buttons stand in the codelist's order, so the value does too. */
static void
on_toggled_cb (PakivCodesRow *self)
{
  g_autoptr (GString) value = g_string_new (NULL);

  for (GtkWidget *child = gtk_widget_get_first_child (self->box); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    if (gtk_toggle_button_get_active (GTK_TOGGLE_BUTTON (child)))
      {
        const char *code = g_object_get_data (G_OBJECT (child), "pakiv-code");

        g_string_append_printf (value, "%s%s", value->len > 0 ? " " : "", code);
      }
  pakiv_field_row_write (PAKIV_FIELD_ROW (self), value->str);
}

/* A pressed button has a mark too: colour alone must not say it. */
static GtkWidget *
make_button (PakivCodesRow *self, const PakivCode *code, gboolean pressed)
{
  GtkWidget *button = gtk_toggle_button_new ();
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6);
  GtkWidget *mark = gtk_image_new_from_icon_name ("object-select-symbolic");
  GtkWidget *label = gtk_label_new (pakiv_code_get_label (code));

  gtk_box_append (GTK_BOX (box), mark);
  gtk_box_append (GTK_BOX (box), label);
  gtk_label_set_ellipsize (GTK_LABEL (label), PANGO_ELLIPSIZE_END);
  gtk_button_set_child (GTK_BUTTON (button), box);
  gtk_widget_set_tooltip_text (button, pakiv_code_get_hint (code));
  gtk_widget_add_css_class (button, "chip");
  gtk_toggle_button_set_active (GTK_TOGGLE_BUTTON (button), pressed);
  g_object_set_data (G_OBJECT (button), "pakiv-code", code->code);
  g_object_bind_property (button, "active", mark, "visible", G_BINDING_SYNC_CREATE);
  gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  pakiv_code_get_label (code), -1);
  g_signal_connect_swapped (button, "toggled", G_CALLBACK (on_toggled_cb), self);
  return button;
}

static void
pakiv_codes_row_show_value (PakivFieldRow *row, const char *value)
{
  PakivCodesRow *self = PAKIV_CODES_ROW (row);
  g_autoptr (GPtrArray) choice = pakiv_code_choice (pakiv_field_row_get_field (row), value);
  GtkWidget *child;

  while ((child = gtk_widget_get_first_child (self->box)) != NULL)
    gtk_box_remove (GTK_BOX (self->box), child);
  for (guint i = 0; i < choice->len; i++)
    {
      const PakivCode *code = choice->pdata[i];
      gboolean pressed = value != NULL && pakiv_codes_contain (value, code->code);

      gtk_box_append (GTK_BOX (self->box), make_button (self, code, pressed));
    }
}

static GtkWidget *
pakiv_codes_row_get_control (PakivFieldRow *row)
{
  return PAKIV_CODES_ROW (row)->box;
}

static void
pakiv_codes_row_iface_init (PakivFieldRowInterface *iface)
{
  iface->show_value = pakiv_codes_row_show_value;
  iface->get_control = pakiv_codes_row_get_control;
  iface->shows_hint = TRUE;
}

static void
pakiv_codes_row_class_init (PakivCodesRowClass *klass)
{
}

static GtkWidget *
make_label (const char *css_class)
{
  GtkWidget *label = gtk_label_new (NULL);

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_widget_add_css_class (label, css_class);
  return label;
}

static void
pakiv_codes_row_init (PakivCodesRow *self)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);

  self->title = make_label ("title");
  self->hint = make_label ("subtitle");
  self->box = g_object_new (GTK_TYPE_BOX, "accessible-role", GTK_ACCESSIBLE_ROLE_GROUP, NULL);
  gtk_widget_set_layout_manager (self->box, pakiv_wrap_layout_new (6));
  gtk_widget_add_css_class (self->box, "chips");
  gtk_box_append (GTK_BOX (box), self->title);
  gtk_box_append (GTK_BOX (box), self->hint);
  gtk_box_append (GTK_BOX (box), self->box);
  gtk_widget_add_css_class (box, "field-box");
  gtk_list_box_row_set_child (GTK_LIST_BOX_ROW (self), box);
  gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (self), FALSE);
  gtk_widget_set_focusable (GTK_WIDGET (self), FALSE);
}

PakivFieldRow *
pakiv_codes_row_new (const PakivField *field)
{
  PakivCodesRow *self = g_object_new (PAKIV_TYPE_CODES_ROW, NULL);
  const char *hint = pakiv_field_get_hint (field);

  gtk_label_set_text (GTK_LABEL (self->title), pakiv_field_get_label (field));
  gtk_label_set_text (GTK_LABEL (self->hint), hint);
  gtk_widget_set_visible (self->hint, hint != NULL);
  pakiv_field_row_set_field (PAKIV_FIELD_ROW (self), field);
  pakiv_codes_row_show_value (PAKIV_FIELD_ROW (self), NULL);
  return PAKIV_FIELD_ROW (self);
}
