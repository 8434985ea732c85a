#include "pakiv-record-row.h"

struct _PakivRecordRow
{
  AdwBin parent_instance;

  GtkWidget *title;
  GtkWidget *unsaved;
  GtkWidget *closed;
  GtkWidget *day;
  GtkWidget *words;
};

G_DEFINE_FINAL_TYPE (PakivRecordRow, pakiv_record_row, ADW_TYPE_BIN)

static void
pakiv_record_row_class_init (PakivRecordRowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/org/pakiv/Pakiv/pakiv-record-row.ui");
  gtk_widget_class_bind_template_child (widget_class, PakivRecordRow, title);
  gtk_widget_class_bind_template_child (widget_class, PakivRecordRow, unsaved);
  gtk_widget_class_bind_template_child (widget_class, PakivRecordRow, closed);
  gtk_widget_class_bind_template_child (widget_class, PakivRecordRow, day);
  gtk_widget_class_bind_template_child (widget_class, PakivRecordRow, words);
}

static void
pakiv_record_row_init (PakivRecordRow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

GtkWidget *
pakiv_record_row_new (void)
{
  return g_object_new (PAKIV_TYPE_RECORD_ROW, NULL);
}

void
pakiv_record_row_set_item (PakivRecordRow *self, PakivRecordItem *item)
{
  GtkWidget *line;
  g_autofree char *description = NULL;

  g_return_if_fail (PAKIV_IS_RECORD_ROW (self));

  gtk_label_set_text (GTK_LABEL (self->title), pakiv_record_item_get_title (item));
  gtk_label_set_text (GTK_LABEL (self->day), pakiv_record_item_get_day (item));
  gtk_label_set_text (GTK_LABEL (self->words), pakiv_record_item_get_words (item));
  gtk_widget_set_visible (self->words, *pakiv_record_item_get_words (item) != '\0');
  gtk_widget_set_visible (self->unsaved, pakiv_record_item_get_unsaved (item));
  gtk_widget_set_visible (self->closed, pakiv_record_item_get_closed (item));

  /* To a screen reader the line of the list is the node; on GTK 4.8 it has no name of its own. */
  description = pakiv_record_item_describe (item);
  line = gtk_widget_get_parent (GTK_WIDGET (self));
  gtk_accessible_update_property (GTK_ACCESSIBLE (line != NULL ? line : GTK_WIDGET (self)),
                                  GTK_ACCESSIBLE_PROPERTY_LABEL, description, -1);
}
