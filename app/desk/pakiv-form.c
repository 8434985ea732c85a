#include "pakiv-form.h"

#include "pakiv-compat.h"
#include "pakiv-field-row.h"

#include <glib/gi18n.h>

struct _PakivForm
{
  AdwBin parent_instance;

  const PakivKind *kind;
  PakivRole role;
  GtkWidget *box;
  GPtrArray *rows;   /* PakivFieldRow, in order */
  GPtrArray *groups; /* AdwPreferencesGroup that holds rows; PakivTableRow stands in rows */
  PakivDraft *draft;
  gulong changed_id;
  char *checked_on; /* the day of the last check; NULL: problems are not shown yet */
};

G_DEFINE_FINAL_TYPE (PakivForm, pakiv_form, ADW_TYPE_BIN)

/* Which group of widgets a row stands in. */
#define GROUP_KEY "pakiv-form-group"

/* What a group of widgets stands for, and the table before it. */
#define DEFINITION_KEY "pakiv-form-definition"
#define TABLE_KEY "pakiv-form-table"

static gboolean
is_theirs (PakivForm *self, const PakivField *field)
{
  PakivLogId own;

  if (field->written_by < 0)
    return FALSE;
  return !pakiv_role_get_own_log (self->role, &own) || (int)own != field->written_by;
}

static const char *
get_writer_reason (const PakivField *field)
{
  return field->written_by == PAKIV_LOG_MEDIATION
             ? _ ("Only the mediators write this. You can read it here.")
             : _ ("Only the police write this. You can read it here.");
}

static void
set_title (AdwPreferencesGroup *group, const char *title, const char *description)
{
  g_autofree char *safe_title = g_markup_escape_text (title != NULL ? title : "", -1);
  g_autofree char *safe_words = description != NULL ? g_markup_escape_text (description, -1) : NULL;

  adw_preferences_group_set_title (group, safe_title);
  adw_preferences_group_set_description (group, safe_words);
}

static AdwPreferencesGroup *
add_group (PakivForm *self, const char *title, const char *description)
{
  GtkWidget *group = adw_preferences_group_new ();

  set_title (ADW_PREFERENCES_GROUP (group), title, description);
  gtk_box_append (GTK_BOX (self->box), group);
  g_ptr_array_add (self->groups, group);
  return ADW_PREFERENCES_GROUP (group);
}

static void
add_row (PakivForm *self, AdwPreferencesGroup *group, PakivFieldRow *row)
{
  const PakivField *field = pakiv_field_row_get_field (row);

  g_object_set_data (G_OBJECT (row), GROUP_KEY, group);
  adw_preferences_group_add (group, GTK_WIDGET (row));
  adw_preferences_group_add (group, pakiv_field_row_get_note (row));
  if (is_theirs (self, field))
    pakiv_field_row_set_reason (row, get_writer_reason (field));
}

static void
add_table (PakivForm *self, PakivFieldRow *row, const PakivGroup *definition)
{
  AdwPreferencesGroup *table = ADW_PREFERENCES_GROUP (row);
  const char *hint = pakiv_group_get_hint (definition);
  g_autofree char *safe = hint != NULL ? g_markup_escape_text (hint, -1) : NULL;

  if (safe != NULL)
    adw_preferences_group_set_description (table, safe);
  adw_preferences_group_add (table, pakiv_field_row_get_note (row));
  gtk_box_append (GTK_BOX (self->box), GTK_WIDGET (row));
}

/* A table of rows is a group of widgets of its own, so a definition's group may become several. The
 * title stands above the first, or above the one after a table while that does not apply. */
static void
build_group (PakivForm *self, const PakivGroup *definition)
{
  AdwPreferencesGroup *group = NULL;
  PakivFieldRow *table = NULL;

  for (guint i = 0; i < definition->fields->len; i++)
    {
      PakivFieldRow *row = pakiv_field_row_new (definition->fields->pdata[i]);

      g_ptr_array_add (self->rows, row);
      if (pakiv_field_row_get_field (row)->type == PAKIV_FIELD_ROWS)
        {
          table = row;
          add_table (self, row, definition);
          group = NULL;
          continue;
        }
      if (group == NULL)
        {
          group = add_group (self, pakiv_group_get_label (definition),
                             pakiv_group_get_hint (definition));
          g_object_set_data (G_OBJECT (group), DEFINITION_KEY, (gpointer)definition);
          g_object_set_data (G_OBJECT (group), TABLE_KEY, table);
        }
      add_row (self, group, row);
    }
}

static gboolean
has_shown_row (PakivForm *self, gpointer group)
{
  for (guint i = 0; i < self->rows->len; i++)
    if (g_object_get_data (self->rows->pdata[i], GROUP_KEY) == group
        && gtk_widget_get_visible (self->rows->pdata[i]))
      return TRUE;
  return FALSE;
}

static void
update_group (PakivForm *self, AdwPreferencesGroup *group)
{
  const PakivGroup *definition = g_object_get_data (G_OBJECT (group), DEFINITION_KEY);
  GtkWidget *table = g_object_get_data (G_OBJECT (group), TABLE_KEY);

  gtk_widget_set_visible (GTK_WIDGET (group), has_shown_row (self, group));
  if (table != NULL && gtk_widget_get_visible (table))
    set_title (group, NULL, NULL);
  else if (table != NULL)
    set_title (group, pakiv_group_get_label (definition), pakiv_group_get_hint (definition));
}

static void
update_shown (PakivForm *self)
{
  const PakivRecord *record = pakiv_draft_get_record (self->draft);

  for (guint i = 0; i < self->rows->len; i++)
    {
      PakivFieldRow *row = self->rows->pdata[i];

      pakiv_field_row_set_shown (
          row, pakiv_rules_field_applies (record, pakiv_field_row_get_field (row)));
    }
  for (guint i = 0; i < self->groups->len; i++)
    update_group (self, self->groups->pdata[i]);
}

static PakivFieldRow *
find_row (PakivForm *self, const char *field)
{
  for (guint i = 0; i < self->rows->len; i++)
    if (g_strcmp0 (pakiv_field_row_get_field (self->rows->pdata[i])->id, field) == 0)
      return self->rows->pdata[i];
  return NULL;
}

static void
clear_problems (PakivForm *self)
{
  for (guint i = 0; i < self->rows->len; i++)
    {
      PakivFieldRow *row = self->rows->pdata[i];
      PakivFieldRowInterface *iface = PAKIV_FIELD_ROW_GET_IFACE (row);

      pakiv_field_row_set_problem (row, NULL);
      if (iface->show_cell_problem != NULL)
        iface->show_cell_problem (row, 0, NULL, NULL);
    }
}

/* Several problems of one field: the first is said. */
static void
show_problem (PakivForm *self, const PakivProblem *problem)
{
  PakivFieldRow *row = find_row (self, problem->field);
  PakivFieldRowInterface *iface;

  if (row == NULL)
    return;
  iface = PAKIV_FIELD_ROW_GET_IFACE (row);
  if (problem->row >= 0 && iface->show_cell_problem != NULL
      && iface->show_cell_problem (row, problem->row, problem->column, problem->message))
    return;
  if (!pakiv_field_row_has_problem (row))
    pakiv_field_row_set_problem (row, problem->message);
}

static GPtrArray *
show_problems (PakivForm *self)
{
  GPtrArray *problems = pakiv_rules_check (pakiv_draft_get_record (self->draft), PAKIV_RULES_TYPED,
                                           self->checked_on);

  clear_problems (self);
  for (guint i = 0; i < problems->len; i++)
    show_problem (self, problems->pdata[i]);
  return problems;
}

static void
on_draft_changed_cb (PakivForm *self)
{
  update_shown (self);
  if (self->checked_on != NULL)
    g_ptr_array_unref (show_problems (self));
}

static void
drop_draft (PakivForm *self)
{
  if (self->draft != NULL)
    g_clear_signal_handler (&self->changed_id, self->draft);
  g_clear_object (&self->draft);
}

static void
pakiv_form_dispose (GObject *object)
{
  drop_draft (PAKIV_FORM (object));
  G_OBJECT_CLASS (pakiv_form_parent_class)->dispose (object);
}

static void
pakiv_form_finalize (GObject *object)
{
  PakivForm *self = PAKIV_FORM (object);

  g_ptr_array_unref (self->rows);
  g_ptr_array_unref (self->groups);
  g_free (self->checked_on);
  G_OBJECT_CLASS (pakiv_form_parent_class)->finalize (object);
}

static void
pakiv_form_class_init (PakivFormClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = pakiv_form_dispose;
  G_OBJECT_CLASS (klass)->finalize = pakiv_form_finalize;
}

static void
pakiv_form_init (PakivForm *self)
{
  self->rows = g_ptr_array_new ();
  self->groups = g_ptr_array_new ();
  self->box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 24);
  adw_bin_set_child (ADW_BIN (self), self->box);
}

GtkWidget *
pakiv_form_new (const PakivKind *kind, PakivRole role)
{
  PakivForm *self = g_object_new (PAKIV_TYPE_FORM, NULL);

  g_return_val_if_fail (kind != NULL, NULL);

  self->kind = kind;
  self->role = role;
  for (guint i = 0; i < kind->groups->len; i++)
    build_group (self, kind->groups->pdata[i]);
  return GTK_WIDGET (self);
}

void
pakiv_form_set_draft (PakivForm *self, PakivDraft *draft)
{
  g_return_if_fail (PAKIV_IS_FORM (self));
  g_return_if_fail (PAKIV_IS_DRAFT (draft));

  g_object_ref (draft);
  drop_draft (self);
  self->draft = draft;
  g_clear_pointer (&self->checked_on, g_free);
  for (guint i = 0; i < self->rows->len; i++)
    {
      PakivFieldRow *row = self->rows->pdata[i];

      pakiv_field_row_bind (row, draft, (PakivPlace){ 0 });
      gtk_widget_set_sensitive (GTK_WIDGET (row),
                                !is_theirs (self, pakiv_field_row_get_field (row)));
    }
  clear_problems (self);
  update_shown (self);
  self->changed_id
      = g_signal_connect_swapped (draft, "changed", G_CALLBACK (on_draft_changed_cb), self);
}

PakivDraft *
pakiv_form_get_draft (PakivForm *self)
{
  g_return_val_if_fail (PAKIV_IS_FORM (self), NULL);

  return self->draft;
}

static void
focus_problem (PakivForm *self, const PakivProblem *problem)
{
  PakivFieldRow *row = find_row (self, problem->field);
  g_autofree char *words = NULL;

  if (row == NULL || gtk_widget_get_root (GTK_WIDGET (self)) == NULL)
    return;
  gtk_widget_child_focus (GTK_WIDGET (row), GTK_DIR_TAB_FORWARD);
  words = g_strdup_printf ("%s: %s", pakiv_field_get_label (pakiv_field_row_get_field (row)),
                           problem->message);
  pakiv_compat_announce (GTK_WIDGET (row), words);
}

/* Problems come in the rules' order; the one that is highest on the form has the focus. */
static const PakivProblem *
find_first (PakivForm *self, GPtrArray *problems)
{
  const PakivProblem *first = problems->pdata[0];
  guint best = G_MAXUINT;

  for (guint i = 0; i < problems->len; i++)
    {
      PakivFieldRow *row = find_row (self, ((PakivProblem *)problems->pdata[i])->field);
      guint position;

      if (row != NULL && g_ptr_array_find (self->rows, row, &position) && position < best)
        {
          best = position;
          first = problems->pdata[i];
        }
    }
  return first;
}

gboolean
pakiv_form_check (PakivForm *self, const char *today)
{
  g_autoptr (GPtrArray) problems = NULL;

  g_return_val_if_fail (PAKIV_IS_FORM (self), FALSE);
  g_return_val_if_fail (self->draft != NULL, FALSE);

  g_free (self->checked_on);
  self->checked_on = g_strdup (today);
  problems = show_problems (self);
  if (problems->len == 0)
    return TRUE;
  focus_problem (self, find_first (self, problems));
  return FALSE;
}

void
pakiv_form_focus_first (PakivForm *self)
{
  g_return_if_fail (PAKIV_IS_FORM (self));

  /* A page made before its window has no focus to move. */
  if (gtk_widget_get_root (GTK_WIDGET (self)) == NULL)
    return;
  for (guint i = 0; i < self->rows->len; i++)
    {
      GtkWidget *row = self->rows->pdata[i];

      if (gtk_widget_get_visible (row) && gtk_widget_is_sensitive (row)
          && gtk_widget_child_focus (row, GTK_DIR_TAB_FORWARD))
        return;
    }
}

GtkWidget *
pakiv_form_find_row (PakivForm *self, const char *field)
{
  g_return_val_if_fail (PAKIV_IS_FORM (self), NULL);

  return GTK_WIDGET (find_row (self, field));
}
