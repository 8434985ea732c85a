#include "pakiv-recovery-check.h"

#include "pakiv-field-note.h"
#include "pakiv-recovery-code.h"

#include <glib/gi18n.h>
#include <string.h>

typedef struct
{
  char *group; /* what should be typed */
  GtkWidget *entry;
  PakivFieldNote *note;
} Question;

struct _PakivRecoveryCheck
{
  AdwPreferencesGroup parent_instance;

  GArray *questions;
};

G_DEFINE_FINAL_TYPE (PakivRecoveryCheck, pakiv_recovery_check, ADW_TYPE_PREFERENCES_GROUP)

static void
clear_question (gpointer data)
{
  Question *question = data;

  pakiv_passphrase_free (question->group);
}

static void
mark (Question *question, const char *problem)
{
  pakiv_field_note_set_problem (question->note, problem);
  if (problem == NULL)
    {
      gtk_widget_remove_css_class (question->entry, "error");
      return;
    }
  gtk_widget_add_css_class (question->entry, "error");
  gtk_widget_grab_focus (question->entry);
}

static void
on_changed_cb (PakivRecoveryCheck *self, GtkWidget *entry)
{
  for (guint i = 0; i < self->questions->len; i++)
    {
      Question *question = &g_array_index (self->questions, Question, i);

      if (question->entry == entry)
        mark (question, NULL);
    }
}

static void
ask (PakivRecoveryCheck *self, const char *group, guint position)
{
  Question question = { .group = g_strdup (group), .entry = adw_entry_row_new () };
  g_autofree char *title
      /* Translators: where on the recovery sheet. */
      = g_strdup_printf (_ ("Line %u, group %u"), position / PAKIV_RECOVERY_GROUPS + 1,
                         position % PAKIV_RECOVERY_GROUPS + 1);

  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (question.entry), title);
  gtk_accessible_update_property (
      GTK_ACCESSIBLE (gtk_editable_get_delegate (GTK_EDITABLE (question.entry))),
      GTK_ACCESSIBLE_PROPERTY_LABEL, title, -1);
  question.note = pakiv_field_note_new ();
  g_signal_connect_object (question.entry, "changed", G_CALLBACK (on_changed_cb), self,
                           G_CONNECT_SWAPPED);
  adw_preferences_group_add (ADW_PREFERENCES_GROUP (self), question.entry);
  adw_preferences_group_add (ADW_PREFERENCES_GROUP (self), GTK_WIDGET (question.note));
  g_array_append_val (self->questions, question);
}

static void
pakiv_recovery_check_finalize (GObject *object)
{
  g_array_unref (PAKIV_RECOVERY_CHECK (object)->questions);
  G_OBJECT_CLASS (pakiv_recovery_check_parent_class)->finalize (object);
}

static void
pakiv_recovery_check_class_init (PakivRecoveryCheckClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = pakiv_recovery_check_finalize;
}

static void
pakiv_recovery_check_init (PakivRecoveryCheck *self)
{
  self->questions = g_array_new (FALSE, TRUE, sizeof (Question));
  g_array_set_clear_func (self->questions, clear_question);
}

GtkWidget *
pakiv_recovery_check_new (const char *title, const char *code, guint n)
{
  PakivRecoveryCheck *self = g_object_new (PAKIV_TYPE_RECOVERY_CHECK, "title", title, NULL);
  g_auto (GStrv) groups = g_strsplit_set (code, " \n", -1);
  guint left = g_strv_length (groups);

  /* Each group is as likely as any other. */
  for (guint i = 0; groups[i] != NULL && n > 0; i++, left--)
    if ((guint)g_random_int_range (0, (gint32)left) < n)
      {
        ask (self, groups[i], i);
        n--;
      }
  for (guint i = 0; groups[i] != NULL; i++)
    explicit_bzero (groups[i], strlen (groups[i]));
  return GTK_WIDGET (self);
}

/* Small letters and spaces make no difference. */
static gboolean
is_same (const char *typed, const char *group)
{
  g_autoptr (GString) letters = g_string_new (NULL);

  for (const char *c = typed; *c != '\0'; c++)
    if (!g_ascii_isspace (*c) && *c != '-')
      g_string_append_c (letters, g_ascii_toupper (*c));
  return g_str_equal (letters->str, group);
}

gboolean
pakiv_recovery_check_is_right (PakivRecoveryCheck *self)
{
  gboolean right = TRUE;

  g_return_val_if_fail (PAKIV_IS_RECOVERY_CHECK (self), FALSE);

  /* From the last to the first, so that the focus ends at the first. */
  for (guint i = self->questions->len; i > 0; i--)
    {
      Question *question = &g_array_index (self->questions, Question, i - 1);
      gboolean same
          = is_same (gtk_editable_get_text (GTK_EDITABLE (question->entry)), question->group);

      mark (question, same ? NULL : _ ("This is not what belongs there. Look at the paper again."));
      right &= same;
    }
  return right;
}
