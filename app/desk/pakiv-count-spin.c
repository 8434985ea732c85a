/* A box for a whole number. Empty says "not stated", which is not the same as none. */
#include "pakiv-code-drop.h"

#define NOT_STATED (-1)
#define LARGEST 1000000

static int
on_input_cb (GtkSpinButton *spin, double *value, gpointer data)
{
  g_autofree char *text = g_strstrip (g_strdup (gtk_editable_get_text (GTK_EDITABLE (spin))));

  if (*text != '\0')
    return FALSE; /* as any number */
  *value = NOT_STATED;
  return TRUE;
}

static gboolean
on_output_cb (GtkSpinButton *spin, gpointer data)
{
  if (gtk_spin_button_get_value_as_int (spin) != NOT_STATED)
    return FALSE;
  if (*gtk_editable_get_text (GTK_EDITABLE (spin)) != '\0')
    gtk_editable_set_text (GTK_EDITABLE (spin), "");
  return TRUE;
}

/* Follows the text and not the value, which a spin button takes over only when it is left. */
static void
on_changed_cb (GtkEditable *spin, PakivFieldRow *owner)
{
  g_autofree char *text = g_strstrip (g_strdup (gtk_editable_get_text (spin)));

  pakiv_field_row_write (owner, text);
}

GtkWidget *
pakiv_count_spin_new (PakivFieldRow *owner, const PakivField *field)
{
  int max = field->max > 0 ? field->max : LARGEST;
  GtkWidget *spin = gtk_spin_button_new_with_range (NOT_STATED, max, 1);

  g_signal_connect (spin, "input", G_CALLBACK (on_input_cb), NULL);
  g_signal_connect (spin, "output", G_CALLBACK (on_output_cb), NULL);
  gtk_spin_button_set_value (GTK_SPIN_BUTTON (spin), NOT_STATED);
  gtk_editable_set_text (GTK_EDITABLE (spin), "");
  gtk_editable_set_width_chars (GTK_EDITABLE (spin), 4);
  gtk_editable_set_max_width_chars (GTK_EDITABLE (spin), 4);
  gtk_widget_set_valign (spin, GTK_ALIGN_CENTER);
  g_signal_connect (spin, "changed", G_CALLBACK (on_changed_cb), owner);
  return spin;
}

void
pakiv_count_spin_show (GtkWidget *spin, const char *value)
{
  gint64 number = NOT_STATED;

  if (value != NULL)
    g_ascii_string_to_signed (value, 10, 0, LARGEST, &number, NULL);
  gtk_spin_button_set_value (GTK_SPIN_BUTTON (spin), (double)number);
  gtk_editable_set_text (GTK_EDITABLE (spin), value != NULL ? value : "");
}
