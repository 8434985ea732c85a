#include "pakiv-new-passphrase.h"

#include "pakiv-field-note.h"
#include "pakiv-passphrase.h"

#include <glib/gi18n.h>

/* From so many letters on, a passphrase of several words is hard to guess. */
#define LONG_LETTERS 16

struct _PakivNewPassphrase
{
  AdwPreferencesGroup parent_instance;

  GtkWidget *first;
  GtkWidget *again;
  PakivFieldNote *first_note;
  PakivFieldNote *again_note;
};

G_DEFINE_FINAL_TYPE (PakivNewPassphrase, pakiv_new_passphrase, ADW_TYPE_PREFERENCES_GROUP)

static GtkWidget *
add_entry (PakivNewPassphrase *self, const char *title, PakivFieldNote **note)
{
  GtkWidget *entry = adw_password_entry_row_new ();

  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (entry), title);
  gtk_accessible_update_property (GTK_ACCESSIBLE (gtk_editable_get_delegate (GTK_EDITABLE (entry))),
                                  GTK_ACCESSIBLE_PROPERTY_LABEL, title, -1);
  *note = pakiv_field_note_new ();
  adw_preferences_group_add (ADW_PREFERENCES_GROUP (self), entry);
  adw_preferences_group_add (ADW_PREFERENCES_GROUP (self), GTK_WIDGET (*note));
  return entry;
}

static void
demand (GtkWidget *entry, PakivFieldNote *note, const char *problem)
{
  pakiv_field_note_set_problem (note, problem);
  if (problem == NULL)
    {
      gtk_widget_remove_css_class (entry, "error");
      return;
    }
  gtk_widget_add_css_class (entry, "error");
  gtk_widget_grab_focus (entry);
}

static void
on_first_changed_cb (PakivNewPassphrase *self)
{
  demand (self->first, self->first_note, NULL);
  pakiv_field_note_set_hint (self->first_note,
                             pakiv_new_passphrase_advise (pakiv_new_passphrase_get (self)));
}

static void
on_again_changed_cb (PakivNewPassphrase *self)
{
  demand (self->again, self->again_note, NULL);
}

static void
pakiv_new_passphrase_class_init (PakivNewPassphraseClass *klass)
{
}

static void
pakiv_new_passphrase_init (PakivNewPassphrase *self)
{
  self->first = add_entry (self, _ ("New passphrase"), &self->first_note);
  self->again = add_entry (self, _ ("New passphrase again"), &self->again_note);
  g_signal_connect_swapped (self->first, "changed", G_CALLBACK (on_first_changed_cb), self);
  g_signal_connect_swapped (self->again, "changed", G_CALLBACK (on_again_changed_cb), self);
  on_first_changed_cb (self);
}

GtkWidget *
pakiv_new_passphrase_new (void)
{
  return g_object_new (PAKIV_TYPE_NEW_PASSPHRASE, NULL);
}

const char *
pakiv_new_passphrase_get (PakivNewPassphrase *self)
{
  g_return_val_if_fail (PAKIV_IS_NEW_PASSPHRASE (self), NULL);

  return gtk_editable_get_text (GTK_EDITABLE (self->first));
}

gboolean
pakiv_new_passphrase_check (PakivNewPassphrase *self)
{
  g_autoptr (GError) error = NULL;
  const char *text = pakiv_new_passphrase_get (self);
  gboolean same = g_str_equal (text, gtk_editable_get_text (GTK_EDITABLE (self->again)));

  /* From the last to the first, so that the focus ends at the first. */
  demand (self->again, self->again_note, same ? NULL : _ ("The two are not the same."));
  pakiv_passphrase_check (text, &error);
  demand (self->first, self->first_note, error != NULL ? error->message : NULL);
  return same && error == NULL;
}

void
pakiv_new_passphrase_wipe (PakivNewPassphrase *self)
{
  g_return_if_fail (PAKIV_IS_NEW_PASSPHRASE (self));

  gtk_editable_set_text (GTK_EDITABLE (self->first), "");
  gtk_editable_set_text (GTK_EDITABLE (self->again), "");
}

const char *
pakiv_new_passphrase_advise (const char *typed)
{
  glong letters = g_utf8_strlen (typed, -1);

  if (letters == 0)
    return _ ("At least 8 letters. A few words that nobody would guess are best. "
              "It can’t be looked up later.");
  if (letters < PAKIV_PASSPHRASE_MIN)
    return _ ("Too short yet: at least 8 letters.");
  if (letters < LONG_LETTERS)
    return _ ("Enough. Another word or two would make it much harder to guess.");
  return _ ("Long, and so hard to guess, if it is no saying that others know.");
}
