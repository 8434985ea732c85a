#include "pakiv-field-note.h"

struct _PakivFieldNote
{
  AdwPreferencesRow parent_instance;

  GtkWidget *icon;
  GtkWidget *label;
  char *hint;
  char *problem;
  gboolean shown;
};

G_DEFINE_FINAL_TYPE (PakivFieldNote, pakiv_field_note, ADW_TYPE_PREFERENCES_ROW)

static void
update (PakivFieldNote *self)
{
  const char *text = self->problem != NULL ? self->problem : self->hint;

  gtk_label_set_text (GTK_LABEL (self->label), text != NULL ? text : "");
  gtk_widget_set_visible (self->icon, self->problem != NULL);
  gtk_widget_set_visible (GTK_WIDGET (self), self->shown && text != NULL);
  if (self->problem != NULL)
    {
      gtk_widget_add_css_class (self->label, "error");
      gtk_widget_remove_css_class (self->label, "dim-label");
    }
  else
    {
      gtk_widget_remove_css_class (self->label, "error");
      gtk_widget_add_css_class (self->label, "dim-label");
    }
}

static void
pakiv_field_note_finalize (GObject *object)
{
  PakivFieldNote *self = PAKIV_FIELD_NOTE (object);

  g_free (self->hint);
  g_free (self->problem);
  G_OBJECT_CLASS (pakiv_field_note_parent_class)->finalize (object);
}

/* GtkListBox offers the focus to the row beside the focused one and, where that takes none, leaves
 * the list: a note passes it on to the row behind. */
static gboolean
pakiv_field_note_focus (GtkWidget *widget, GtkDirectionType direction)
{
  gboolean back = direction == GTK_DIR_TAB_BACKWARD || direction == GTK_DIR_UP;
  GtkWidget *row = widget;

  do
    row = back ? gtk_widget_get_prev_sibling (row) : gtk_widget_get_next_sibling (row);
  while (row != NULL && !gtk_widget_get_visible (row));
  return row != NULL && gtk_widget_child_focus (row, direction);
}

static void
pakiv_field_note_class_init (PakivFieldNoteClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = pakiv_field_note_finalize;
  GTK_WIDGET_CLASS (klass)->focus = pakiv_field_note_focus;
}

static void
pakiv_field_note_init (PakivFieldNote *self)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6);

  self->shown = TRUE;
  self->icon = gtk_image_new_from_icon_name ("dialog-warning-symbolic");
  gtk_widget_add_css_class (self->icon, "error");
  gtk_widget_set_valign (self->icon, GTK_ALIGN_START);
  self->label = gtk_label_new (NULL);
  gtk_label_set_wrap (GTK_LABEL (self->label), TRUE);
  gtk_label_set_wrap_mode (GTK_LABEL (self->label), PANGO_WRAP_WORD_CHAR);
  gtk_label_set_xalign (GTK_LABEL (self->label), 0);
  gtk_widget_set_hexpand (self->label, TRUE);
  gtk_widget_add_css_class (self->label, "caption");
  gtk_box_append (GTK_BOX (box), self->icon);
  gtk_box_append (GTK_BOX (box), self->label);
  gtk_list_box_row_set_child (GTK_LIST_BOX_ROW (self), box);
  gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (self), FALSE);
  gtk_widget_set_focusable (GTK_WIDGET (self), FALSE);
  gtk_widget_add_css_class (GTK_WIDGET (self), "field-note");
  update (self);
}

PakivFieldNote *
pakiv_field_note_new (void)
{
  return g_object_new (PAKIV_TYPE_FIELD_NOTE, NULL);
}

static void
replace (char **where, const char *text)
{
  char *copy = g_strdup (text);

  g_free (*where);
  *where = copy;
}

void
pakiv_field_note_set_hint (PakivFieldNote *self, const char *hint)
{
  g_return_if_fail (PAKIV_IS_FIELD_NOTE (self));

  replace (&self->hint, hint);
  update (self);
}

void
pakiv_field_note_set_problem (PakivFieldNote *self, const char *problem)
{
  g_return_if_fail (PAKIV_IS_FIELD_NOTE (self));

  replace (&self->problem, problem);
  update (self);
}

void
pakiv_field_note_set_shown (PakivFieldNote *self, gboolean shown)
{
  g_return_if_fail (PAKIV_IS_FIELD_NOTE (self));

  self->shown = shown;
  update (self);
}

gboolean
pakiv_field_note_has_words (PakivFieldNote *self)
{
  g_return_val_if_fail (PAKIV_IS_FIELD_NOTE (self), FALSE);

  return self->problem != NULL || self->hint != NULL;
}

const char *
pakiv_field_note_get_problem (PakivFieldNote *self)
{
  g_return_val_if_fail (PAKIV_IS_FIELD_NOTE (self), NULL);

  return self->problem;
}
