#include "form-fixture.h"

#include "pakiv-field-note.h"

static gboolean
on_too_late_cb (gpointer data)
{
  *(gboolean *)data = TRUE;
  return G_SOURCE_REMOVE;
}

void
form_wait (FormDone done, gpointer data)
{
  gboolean late = FALSE;
  guint timer = g_timeout_add_seconds (10, on_too_late_cb, &late);

  while (!done (data) && !late)
    g_main_context_iteration (NULL, TRUE);
  g_assert_false (late);
  g_source_remove (timer);
}

void
form_wait_idle (void)
{
  while (g_main_context_iteration (NULL, FALSE))
    ;
}

GtkWidget *
form_find (GtkWidget *root, GType type)
{
  if (g_type_is_a (G_OBJECT_TYPE (root), type))
    return root;
  for (GtkWidget *child = gtk_widget_get_first_child (root); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    {
      GtkWidget *found = form_find (child, type);

      if (found != NULL)
        return found;
    }
  return NULL;
}

static gboolean
shows (GtkWidget *widget, const char *text)
{
  if (GTK_IS_LABEL (widget) && g_str_equal (gtk_label_get_text (GTK_LABEL (widget)), text))
    return TRUE;
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    if (shows (child, text))
      return TRUE;
  return FALSE;
}

GtkWidget *
form_find_labelled (GtkWidget *root, GType type, const char *text)
{
  if (g_type_is_a (G_OBJECT_TYPE (root), type) && shows (root, text))
    return root;
  for (GtkWidget *child = gtk_widget_get_first_child (root); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    {
      GtkWidget *found = form_find_labelled (child, type, text);

      if (found != NULL)
        return found;
    }
  return NULL;
}

PakivFieldRow *
form_row (GtkWidget *form, const char *field)
{
  GtkWidget *row = pakiv_form_find_row (PAKIV_FORM (form), field);

  g_assert_nonnull (row);
  return PAKIV_FIELD_ROW (row);
}

GtkWidget *
form_control (GtkWidget *form, const char *field)
{
  PakivFieldRow *row = form_row (form, field);

  return PAKIV_FIELD_ROW_GET_IFACE (row)->get_control (row);
}

static void
choose_in_drop (GtkDropDown *drop, const char *label)
{
  GListModel *model = gtk_drop_down_get_model (drop);

  for (guint i = 0; i < g_list_model_get_n_items (model); i++)
    {
      g_autoptr (GtkStringObject) item = g_list_model_get_item (model, i);

      if (g_str_equal (gtk_string_object_get_string (item), label))
        {
          gtk_drop_down_set_selected (drop, i);
          return;
        }
    }
  g_error ("“%s” is not offered", label);
}

void
form_choose (GtkWidget *form, const char *field, const char *label)
{
  GtkWidget *control = form_control (form, field);

  if (GTK_IS_DROP_DOWN (control))
    choose_in_drop (GTK_DROP_DOWN (control), label);
  else
    {
      GtkWidget *button = form_find_labelled (control, GTK_TYPE_TOGGLE_BUTTON, label);

      g_assert_nonnull (button);
      g_signal_emit_by_name (button, "clicked");
    }
}

const char *
form_value (GtkWidget *form, const char *field)
{
  return pakiv_record_get (pakiv_draft_get_record (pakiv_form_get_draft (PAKIV_FORM (form))),
                           field);
}

const char *
form_problem (GtkWidget *form, const char *field)
{
  GtkWidget *note = pakiv_field_row_get_note (form_row (form, field));

  return pakiv_field_note_get_problem (PAKIV_FIELD_NOTE (note));
}

GtkWidget *
form_present (GtkWidget *child)
{
  GtkWidget *window = gtk_window_new ();

  gtk_window_set_default_size (GTK_WINDOW (window), 800, 700);
  gtk_window_set_child (GTK_WINDOW (window), child);
  gtk_window_present (GTK_WINDOW (window));
  form_wait_idle ();
  return window;
}

gboolean
form_says (GtkWidget *root, const char *words)
{
  GtkWidget *label = form_find_labelled (root, GTK_TYPE_LABEL, words);

  return label != NULL && gtk_widget_get_mapped (label);
}

void
form_press (GtkWidget *root, const char *label)
{
  GtkWidget *button = form_find_labelled (root, GTK_TYPE_BUTTON, label);

  g_assert_nonnull (button);
  g_assert_true (gtk_widget_is_sensitive (button));
  g_signal_emit_by_name (button, "clicked");
}

GtkWidget *
form_show (GtkWidget *window)
{
  g_object_ref (window);
  gtk_window_present (GTK_WINDOW (window));
  form_wait_idle ();
  return window;
}

gboolean
form_is_alone (gpointer object)
{
  return G_OBJECT (object)->ref_count == 1;
}

void
form_dismiss (GtkWidget *window)
{
  gtk_window_destroy (GTK_WINDOW (window));
  form_wait (form_is_alone, window);
  g_assert_finalize_object (window);
}

typedef struct
{
  GtkWidget *window;
  const char *words;
} Said;

static gboolean
is_said (gpointer data)
{
  Said *said = data;

  return form_says (said->window, said->words);
}

void
form_wait_until_says (GtkWidget *window, const char *words)
{
  Said said = { window, words };

  form_wait (is_said, &said);
}

void
form_note_cb (gboolean *heard)
{
  *heard = TRUE;
}

gboolean
form_is_true (gpointer heard)
{
  return *(gboolean *)heard;
}

static gint64 now;

gint64
form_get_now (void)
{
  return now;
}

void
form_pass (PakivIdleWatch *watch, guint seconds)
{
  now += (gint64)seconds * G_USEC_PER_SEC;
  pakiv_idle_watch_check (watch);
}
