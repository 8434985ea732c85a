#include "pakiv-field-row.h"

#include "pakiv-field-note.h"

/* What every row carries beside its widget. */
typedef struct
{
  const PakivField *field;
  PakivDraft *draft;
  PakivPlace place;
  PakivFieldNote *note;
  gboolean showing; /* the widget is being set from the draft: nothing to write back */
  gboolean problem;
} State;

G_DEFINE_INTERFACE (PakivFieldRow, pakiv_field_row, GTK_TYPE_WIDGET)

static void
free_state (gpointer data)
{
  State *state = data;

  g_clear_object (&state->draft);
  g_clear_object (&state->note);
  g_free (state);
}

static State *
get_state (PakivFieldRow *self)
{
  static GQuark quark;
  State *state;

  if (quark == 0)
    quark = g_quark_from_static_string ("pakiv-field-row-state");
  state = g_object_get_qdata (G_OBJECT (self), quark);
  if (state == NULL)
    {
      state = g_new0 (State, 1);
      g_object_set_qdata_full (G_OBJECT (self), quark, state, free_state);
    }
  return state;
}

/* A row and the words below it are drawn as one. */
static void
mark_note (PakivFieldRow *self)
{
  if (pakiv_field_note_has_words (get_state (self)->note))
    gtk_widget_add_css_class (GTK_WIDGET (self), "has-note");
  else
    gtk_widget_remove_css_class (GTK_WIDGET (self), "has-note");
}

static void
pakiv_field_row_default_init (PakivFieldRowInterface *iface)
{
}

const PakivField *
pakiv_field_row_get_field (PakivFieldRow *self)
{
  g_return_val_if_fail (PAKIV_IS_FIELD_ROW (self), NULL);

  return get_state (self)->field;
}

PakivDraft *
pakiv_field_row_get_draft (PakivFieldRow *self)
{
  g_return_val_if_fail (PAKIV_IS_FIELD_ROW (self), NULL);

  return get_state (self)->draft;
}

PakivPlace
pakiv_field_row_get_place (PakivFieldRow *self)
{
  return get_state (self)->place;
}

void
pakiv_field_row_set_field (PakivFieldRow *self, const PakivField *field)
{
  PakivFieldRowInterface *iface = PAKIV_FIELD_ROW_GET_IFACE (self);
  State *state = get_state (self);

  g_return_if_fail (state->field == NULL);

  state->field = field;
  state->note = g_object_ref_sink (pakiv_field_note_new ());
  if (!iface->shows_hint)
    pakiv_field_note_set_hint (state->note, pakiv_field_get_hint (field));
  mark_note (self);
  /* An action row names its activatable widget by its own title. */
  if (!ADW_IS_ACTION_ROW (self)
      || adw_action_row_get_activatable_widget (ADW_ACTION_ROW (self)) == NULL)
    gtk_accessible_update_property (GTK_ACCESSIBLE (iface->get_control (self)),
                                    GTK_ACCESSIBLE_PROPERTY_LABEL, pakiv_field_get_label (field),
                                    -1);
}

void
pakiv_field_row_bind (PakivFieldRow *self, PakivDraft *draft, PakivPlace place)
{
  State *state = get_state (self);
  const char *value = NULL;

  g_return_if_fail (PAKIV_IS_FIELD_ROW (self));
  g_return_if_fail (PAKIV_IS_DRAFT (draft));

  g_set_object (&state->draft, draft);
  state->place = place;
  pakiv_field_row_set_problem (self, NULL);
  if (state->field->type != PAKIV_FIELD_ROWS)
    value = pakiv_draft_get (draft, place, state->field->id);
  state->showing = TRUE;
  PAKIV_FIELD_ROW_GET_IFACE (self)->show_value (self, value);
  state->showing = FALSE;
}

void
pakiv_field_row_write (PakivFieldRow *self, const char *value)
{
  State *state = get_state (self);

  if (state->draft != NULL && !state->showing)
    pakiv_draft_set (state->draft, state->place, state->field->id, value);
}

GtkWidget *
pakiv_field_row_get_note (PakivFieldRow *self)
{
  return GTK_WIDGET (get_state (self)->note);
}

void
pakiv_field_row_set_problem (PakivFieldRow *self, const char *message)
{
  State *state = get_state (self);
  GtkAccessible *control;
  /* "error" would turn every button of the row red. */
  const char *problem_class = ADW_IS_ENTRY_ROW (self) ? "error" : "has-problem";

  g_return_if_fail (PAKIV_IS_FIELD_ROW (self));

  if (message == NULL && !state->problem)
    return;
  state->problem = message != NULL;
  pakiv_field_note_set_problem (state->note, message);
  mark_note (self);
  control = GTK_ACCESSIBLE (PAKIV_FIELD_ROW_GET_IFACE (self)->get_control (self));
  if (message != NULL)
    {
      gtk_widget_add_css_class (GTK_WIDGET (self), problem_class);
      gtk_accessible_update_state (control, GTK_ACCESSIBLE_STATE_INVALID,
                                   GTK_ACCESSIBLE_INVALID_TRUE, -1);
      gtk_accessible_update_property (control, GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, message, -1);
    }
  else
    {
      gtk_widget_remove_css_class (GTK_WIDGET (self), problem_class);
      gtk_accessible_reset_state (control, GTK_ACCESSIBLE_STATE_INVALID);
      gtk_accessible_reset_property (control, GTK_ACCESSIBLE_PROPERTY_DESCRIPTION);
    }
}

gboolean
pakiv_field_row_has_problem (PakivFieldRow *self)
{
  return get_state (self)->problem;
}

void
pakiv_field_row_set_reason (PakivFieldRow *self, const char *reason)
{
  State *state = get_state (self);

  if (reason == NULL && !PAKIV_FIELD_ROW_GET_IFACE (self)->shows_hint)
    reason = pakiv_field_get_hint (state->field);
  pakiv_field_note_set_hint (state->note, reason);
  mark_note (self);
}

void
pakiv_field_row_set_shown (PakivFieldRow *self, gboolean shown)
{
  gtk_widget_set_visible (GTK_WIDGET (self), shown);
  pakiv_field_note_set_shown (get_state (self)->note, shown);
}
