#include "pakiv-field-card.h"

#include "pakiv-field-cell.h"

#include <glib/gi18n.h>

struct _PakivFieldCard
{
  AdwBin parent_instance;

  PakivDraft *draft;
  PakivPlace place;
  GPtrArray *cells; /* PakivFieldRow */
};

G_DEFINE_FINAL_TYPE (PakivFieldCard, pakiv_field_card, ADW_TYPE_BIN)

enum
{
  REMOVE,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

static void
on_remove_clicked_cb (PakivFieldCard *self)
{
  g_signal_emit (self, signals[REMOVE], 0);
}

static void
pakiv_field_card_finalize (GObject *object)
{
  PakivFieldCard *self = PAKIV_FIELD_CARD (object);

  g_clear_object (&self->draft);
  g_clear_pointer (&self->cells, g_ptr_array_unref);
  G_OBJECT_CLASS (pakiv_field_card_parent_class)->finalize (object);
}

static void
pakiv_field_card_class_init (PakivFieldCardClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = pakiv_field_card_finalize;

  signals[REMOVE] = g_signal_new ("remove", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL,
                                  NULL, NULL, G_TYPE_NONE, 0);
}

static void
pakiv_field_card_init (PakivFieldCard *self)
{
  self->cells = g_ptr_array_new ();
}

static GtkWidget *
make_remove_button (PakivFieldCard *self, const PakivField *field)
{
  GtkWidget *button = gtk_button_new_from_icon_name ("user-trash-symbolic");
  /* Translators: %s is what the rows are, as "People met" or "Actions"; %u counts them from 1. */
  g_autofree char *label = g_strdup_printf (_ ("Remove from “%s”: row %u"),
                                            pakiv_field_get_label (field), self->place.row + 1);

  gtk_widget_add_css_class (button, "flat");
  gtk_widget_set_tooltip_text (button, _ ("Remove"));
  gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL, label,
                                  -1);
  g_signal_connect_swapped (button, "clicked", G_CALLBACK (on_remove_clicked_cb), self);
  return button;
}

static void
add_cell (PakivFieldCard *self, PakivFieldRow *cell)
{
  pakiv_field_row_bind (cell, self->draft, self->place);
  g_ptr_array_add (self->cells, cell);
}

/* All columns on one line, their notes below it. */
static GtkWidget *
build_line (PakivFieldCard *self, const PakivField *field)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  GtkWidget *line = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 12);
  GtkWidget *remove = make_remove_button (self, field);

  gtk_box_append (GTK_BOX (box), line);
  for (guint i = 0; i < field->columns->len; i++)
    {
      PakivFieldRow *cell = pakiv_field_cell_new (field->columns->pdata[i]);

      add_cell (self, cell);
      gtk_box_append (GTK_BOX (line), GTK_WIDGET (cell));
      gtk_box_append (GTK_BOX (box), pakiv_field_row_get_note (cell));
    }
  gtk_widget_set_valign (remove, GTK_ALIGN_END);
  gtk_box_append (GTK_BOX (line), remove);
  gtk_widget_add_css_class (box, "card");
  gtk_widget_add_css_class (box, "field-line");
  return box;
}

/* The columns as rows of a list of their own. */
static GtkWidget *
build_list (PakivFieldCard *self, const PakivField *field)
{
  GtkWidget *list = gtk_list_box_new ();
  GtkWidget *last = adw_action_row_new ();

  gtk_list_box_set_selection_mode (GTK_LIST_BOX (list), GTK_SELECTION_NONE);
  gtk_widget_add_css_class (list, "boxed-list");
  for (guint i = 0; i < field->columns->len; i++)
    {
      PakivFieldRow *cell = pakiv_field_row_new (field->columns->pdata[i]);

      add_cell (self, cell);
      gtk_list_box_append (GTK_LIST_BOX (list), GTK_WIDGET (cell));
      gtk_list_box_append (GTK_LIST_BOX (list), pakiv_field_row_get_note (cell));
    }
  adw_action_row_add_suffix (ADW_ACTION_ROW (last), make_remove_button (self, field));
  gtk_widget_add_css_class (last, "card-end");
  gtk_widget_set_focusable (last, FALSE);
  gtk_list_box_append (GTK_LIST_BOX (list), last);
  return list;
}

GtkWidget *
pakiv_field_card_new (const PakivField *field, PakivDraft *draft, guint row)
{
  PakivFieldCard *self = g_object_new (PAKIV_TYPE_FIELD_CARD, NULL);

  self->draft = g_object_ref (draft);
  self->place = (PakivPlace){ g_intern_string (field->id), row };
  adw_bin_set_child (ADW_BIN (self), pakiv_field_cell_suits (field) ? build_line (self, field)
                                                                    : build_list (self, field));
  pakiv_field_card_update (self);
  return GTK_WIDGET (self);
}

void
pakiv_field_card_update (PakivFieldCard *self)
{
  const PakivRecord *record;
  const PakivRow *row;

  g_return_if_fail (PAKIV_IS_FIELD_CARD (self));

  record = pakiv_draft_get_record (self->draft);
  row = pakiv_draft_get_row (self->draft, self->place);
  if (row == NULL)
    return;
  for (guint i = 0; i < self->cells->len; i++)
    {
      const PakivField *column = pakiv_field_row_get_field (self->cells->pdata[i]);

      pakiv_field_row_set_shown (self->cells->pdata[i],
                                 pakiv_condition_holds (column->applies, record, row));
    }
}

PakivFieldRow *
pakiv_field_card_find (PakivFieldCard *self, const char *column)
{
  g_return_val_if_fail (PAKIV_IS_FIELD_CARD (self), NULL);

  for (guint i = 0; i < self->cells->len; i++)
    {
      PakivFieldRow *cell = self->cells->pdata[i];

      if (column == NULL || g_strcmp0 (pakiv_field_row_get_field (cell)->id, column) == 0)
        return cell;
    }
  return NULL;
}

void
pakiv_field_card_clear_problems (PakivFieldCard *self)
{
  g_return_if_fail (PAKIV_IS_FIELD_CARD (self));

  for (guint i = 0; i < self->cells->len; i++)
    pakiv_field_row_set_problem (self->cells->pdata[i], NULL);
}
