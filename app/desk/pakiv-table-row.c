/* Rows of columns. A card for each row of the draft; the cards are made anew when rows come or go,
 * since each stands for a number. */
#include "pakiv-field-card.h"
#include "pakiv-field-rows.h"

#include <glib/gi18n.h>

struct _PakivTableRow
{
  AdwPreferencesGroup parent_instance;

  GtkWidget *add;
  GtkWidget *box;
  PakivDraft *draft;
  gulong changed_id;
};

static void pakiv_table_row_iface_init (PakivFieldRowInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (PakivTableRow,
                               pakiv_table_row,
                               ADW_TYPE_PREFERENCES_GROUP,
                               G_IMPLEMENT_INTERFACE (PAKIV_TYPE_FIELD_ROW,
                                                      pakiv_table_row_iface_init))

static const char *
get_id (PakivTableRow *self)
{
  return pakiv_field_row_get_field (PAKIV_FIELD_ROW (self))->id;
}

static PakivFieldCard *
get_card (PakivTableRow *self, guint row)
{
  GtkWidget *card = gtk_widget_get_first_child (self->box);

  while (card != NULL && row-- > 0)
    card = gtk_widget_get_next_sibling (card);
  return card != NULL ? PAKIV_FIELD_CARD (card) : NULL;
}

static guint
count_cards (PakivTableRow *self)
{
  guint n = 0;

  for (GtkWidget *card = gtk_widget_get_first_child (self->box); card != NULL;
       card = gtk_widget_get_next_sibling (card))
    n++;
  return n;
}

static void on_card_remove_cb (PakivFieldCard *card, PakivTableRow *self);

static void
rebuild (PakivTableRow *self)
{
  const PakivField *field = pakiv_field_row_get_field (PAKIV_FIELD_ROW (self));
  const PakivRecord *record = pakiv_draft_get_record (self->draft);
  guint n = pakiv_record_count_rows (record, field->id);
  GtkWidget *card;

  while ((card = gtk_widget_get_first_child (self->box)) != NULL)
    gtk_box_remove (GTK_BOX (self->box), card);
  for (guint i = 0; i < n; i++)
    {
      card = pakiv_field_card_new (field, self->draft, i);
      g_signal_connect (card, "remove", G_CALLBACK (on_card_remove_cb), self);
      gtk_box_append (GTK_BOX (self->box), card);
    }
  gtk_widget_set_visible (self->box, n > 0);
}

static void
on_draft_changed_cb (PakivTableRow *self)
{
  const PakivRecord *record = pakiv_draft_get_record (self->draft);
  guint n = pakiv_record_count_rows (record, get_id (self));

  if (n != count_cards (self))
    rebuild (self);
  for (guint i = 0; i < n; i++)
    pakiv_field_card_update (get_card (self, i));
}

/* The card goes away with the row, so the focus moves first. */
static void
on_card_remove_cb (PakivFieldCard *card, PakivTableRow *self)
{
  guint row = 0;

  while (get_card (self, row) != card)
    row++;
  gtk_widget_grab_focus (self->add);
  pakiv_draft_remove_row (self->draft, get_id (self), row);
}

static void
on_add_clicked_cb (PakivTableRow *self)
{
  guint row = pakiv_draft_add_row (self->draft, get_id (self));
  PakivFieldCard *card = get_card (self, row);

  if (card != NULL)
    gtk_widget_child_focus (GTK_WIDGET (card), GTK_DIR_TAB_FORWARD);
}

static void
pakiv_table_row_show_value (PakivFieldRow *row, const char *value)
{
  PakivTableRow *self = PAKIV_TABLE_ROW (row);

  if (self->draft != NULL)
    g_clear_signal_handler (&self->changed_id, self->draft);
  g_set_object (&self->draft, pakiv_field_row_get_draft (row));
  self->changed_id
      = g_signal_connect_swapped (self->draft, "changed", G_CALLBACK (on_draft_changed_cb), self);
  rebuild (self);
}

static GtkWidget *
pakiv_table_row_get_control (PakivFieldRow *row)
{
  return PAKIV_TABLE_ROW (row)->add;
}

static gboolean
pakiv_table_row_show_cell_problem (PakivFieldRow *row,
                                   guint number,
                                   const char *column,
                                   const char *message)
{
  PakivTableRow *self = PAKIV_TABLE_ROW (row);
  PakivFieldCard *card = get_card (self, number);
  PakivFieldRow *cell = card != NULL ? pakiv_field_card_find (card, column) : NULL;

  if (column == NULL && message == NULL)
    {
      for (guint i = 0; (card = get_card (self, i)) != NULL; i++)
        pakiv_field_card_clear_problems (card);
      return TRUE;
    }
  if (cell == NULL)
    return FALSE;
  pakiv_field_row_set_problem (cell, message);
  return TRUE;
}

static void
pakiv_table_row_iface_init (PakivFieldRowInterface *iface)
{
  iface->show_value = pakiv_table_row_show_value;
  iface->get_control = pakiv_table_row_get_control;
  iface->show_cell_problem = pakiv_table_row_show_cell_problem;
  iface->shows_hint = TRUE;
}

static void
pakiv_table_row_dispose (GObject *object)
{
  PakivTableRow *self = PAKIV_TABLE_ROW (object);

  if (self->draft != NULL)
    g_clear_signal_handler (&self->changed_id, self->draft);
  g_clear_object (&self->draft);
  G_OBJECT_CLASS (pakiv_table_row_parent_class)->dispose (object);
}

static void
pakiv_table_row_class_init (PakivTableRowClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = pakiv_table_row_dispose;
}

static void
pakiv_table_row_init (PakivTableRow *self)
{
  GtkWidget *content = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6);

  gtk_box_append (GTK_BOX (content), gtk_image_new_from_icon_name ("list-add-symbolic"));
  gtk_box_append (GTK_BOX (content), gtk_label_new (_ ("Add")));
  self->add = gtk_button_new ();
  gtk_button_set_child (GTK_BUTTON (self->add), content);
  gtk_widget_add_css_class (self->add, "flat");
  gtk_widget_set_valign (self->add, GTK_ALIGN_CENTER);
  g_signal_connect_swapped (self->add, "clicked", G_CALLBACK (on_add_clicked_cb), self);
  adw_preferences_group_set_header_suffix (ADW_PREFERENCES_GROUP (self), self->add);
  self->box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 8);
  gtk_widget_set_visible (self->box, FALSE);
  adw_preferences_group_add (ADW_PREFERENCES_GROUP (self), self->box);
}

PakivFieldRow *
pakiv_table_row_new (const PakivField *field)
{
  PakivTableRow *self = g_object_new (PAKIV_TYPE_TABLE_ROW, "title", pakiv_field_get_label (field),
                                      "description", pakiv_field_get_hint (field), NULL);
  /* Translators: %s is what is added to, as "People met" or "Actions". */
  g_autofree char *label = g_strdup_printf (_ ("Add to “%s”"), pakiv_field_get_label (field));

  pakiv_field_row_set_field (PAKIV_FIELD_ROW (self), field);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->add), GTK_ACCESSIBLE_PROPERTY_LABEL, label,
                                  -1);
  return PAKIV_FIELD_ROW (self);
}
