/* A text of several lines. Tab goes on to the next field. */
#include "pakiv-field-rows.h"

struct _PakivNotesRow
{
  AdwPreferencesRow parent_instance;

  GtkWidget *title;
  GtkWidget *view;
  int max;
};

static void pakiv_notes_row_iface_init (PakivFieldRowInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (PakivNotesRow,
                               pakiv_notes_row,
                               ADW_TYPE_PREFERENCES_ROW,
                               G_IMPLEMENT_INTERFACE (PAKIV_TYPE_FIELD_ROW,
                                                      pakiv_notes_row_iface_init))

static void
on_changed_cb (GtkTextBuffer *buffer, PakivNotesRow *self)
{
  g_autofree char *text = NULL;

  g_object_get (buffer, "text", &text, NULL);
  pakiv_field_row_write (PAKIV_FIELD_ROW (self), text);
}

static void
pakiv_notes_row_show_value (PakivFieldRow *row, const char *value)
{
  PakivNotesRow *self = PAKIV_NOTES_ROW (row);
  GtkTextBuffer *buffer = gtk_text_view_get_buffer (GTK_TEXT_VIEW (self->view));

  gtk_text_buffer_set_text (buffer, value != NULL ? value : "", -1);
}

static GtkWidget *
pakiv_notes_row_get_control (PakivFieldRow *row)
{
  return PAKIV_NOTES_ROW (row)->view;
}

static void
pakiv_notes_row_iface_init (PakivFieldRowInterface *iface)
{
  iface->show_value = pakiv_notes_row_show_value;
  iface->get_control = pakiv_notes_row_get_control;
}

static gboolean
pakiv_notes_row_grab_focus (GtkWidget *widget)
{
  return gtk_widget_grab_focus (PAKIV_NOTES_ROW (widget)->view);
}

static void
pakiv_notes_row_class_init (PakivNotesRowClass *klass)
{
  GTK_WIDGET_CLASS (klass)->grab_focus = pakiv_notes_row_grab_focus;
}

static void
pakiv_notes_row_init (PakivNotesRow *self)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 6);
  GtkWidget *frame = gtk_scrolled_window_new ();

  self->title = gtk_label_new (NULL);
  gtk_label_set_xalign (GTK_LABEL (self->title), 0);
  gtk_label_set_wrap (GTK_LABEL (self->title), TRUE);
  gtk_widget_add_css_class (self->title, "title");
  self->view = gtk_text_view_new ();
  gtk_text_view_set_accepts_tab (GTK_TEXT_VIEW (self->view), FALSE);
  gtk_text_view_set_wrap_mode (GTK_TEXT_VIEW (self->view), GTK_WRAP_WORD_CHAR);
  gtk_text_view_set_top_margin (GTK_TEXT_VIEW (self->view), 8);
  gtk_text_view_set_bottom_margin (GTK_TEXT_VIEW (self->view), 8);
  gtk_text_view_set_left_margin (GTK_TEXT_VIEW (self->view), 10);
  gtk_text_view_set_right_margin (GTK_TEXT_VIEW (self->view), 10);
  gtk_scrolled_window_set_policy (GTK_SCROLLED_WINDOW (frame), GTK_POLICY_NEVER,
                                  GTK_POLICY_AUTOMATIC);
  gtk_scrolled_window_set_min_content_height (GTK_SCROLLED_WINDOW (frame), 96);
  gtk_scrolled_window_set_max_content_height (GTK_SCROLLED_WINDOW (frame), 280);
  gtk_scrolled_window_set_propagate_natural_height (GTK_SCROLLED_WINDOW (frame), TRUE);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (frame), self->view);
  gtk_widget_add_css_class (frame, "field-frame");
  gtk_box_append (GTK_BOX (box), self->title);
  gtk_box_append (GTK_BOX (box), frame);
  gtk_widget_add_css_class (box, "field-box");
  gtk_list_box_row_set_child (GTK_LIST_BOX_ROW (self), box);
  gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (self), FALSE);
  gtk_widget_set_focusable (GTK_WIDGET (self), FALSE);
  g_signal_connect (gtk_text_view_get_buffer (GTK_TEXT_VIEW (self->view)), "changed",
                    G_CALLBACK (on_changed_cb), self);
}

PakivFieldRow *
pakiv_notes_row_new (const PakivField *field)
{
  PakivNotesRow *self = g_object_new (PAKIV_TYPE_NOTES_ROW, NULL);

  gtk_label_set_text (GTK_LABEL (self->title), pakiv_field_get_label (field));
  pakiv_field_row_set_field (PAKIV_FIELD_ROW (self), field);
  return PAKIV_FIELD_ROW (self);
}
