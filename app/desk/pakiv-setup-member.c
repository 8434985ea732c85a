#include "pakiv-setup-member.h"

#include "pakiv-field-note.h"
#include "pakiv-new-passphrase.h"
#include "pakiv-passphrase.h"

#include <glib/gi18n.h>

struct _PakivSetupMember
{
  AdwPreferencesGroup parent_instance;

  GtkWidget *name;
  GtkWidget *role;
  PakivRole roles[PAKIV_N_ROLES]; /* in the order in which they are offered */
  GtkWidget *passphrase;
  GtkWidget *again;
  PakivFieldNote *name_note;
  PakivFieldNote *passphrase_note;
  PakivFieldNote *again_note;
};

G_DEFINE_FINAL_TYPE (PakivSetupMember, pakiv_setup_member, ADW_TYPE_PREFERENCES_GROUP)

enum
{
  REMOVE,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

static void
on_remove_cb (PakivSetupMember *self)
{
  g_signal_emit (self, signals[REMOVE], 0);
}

static void
on_name_changed_cb (PakivSetupMember *self)
{
  const char *name = gtk_editable_get_text (GTK_EDITABLE (self->name));
  g_autofree char *title = g_markup_escape_text (*name != '\0' ? name : _ ("New Member"), -1);

  adw_preferences_group_set_title (ADW_PREFERENCES_GROUP (self), title);
}

static void
add_entry (PakivSetupMember *self, GtkWidget *entry, const char *title, PakivFieldNote **note)
{
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (entry), title);
  gtk_accessible_update_property (GTK_ACCESSIBLE (gtk_editable_get_delegate (GTK_EDITABLE (entry))),
                                  GTK_ACCESSIBLE_PROPERTY_LABEL, title, -1);
  *note = pakiv_field_note_new ();
  adw_preferences_group_add (ADW_PREFERENCES_GROUP (self), entry);
  adw_preferences_group_add (ADW_PREFERENCES_GROUP (self), GTK_WIDGET (*note));
}

static void
add_role (PakivSetupMember *self)
{
  static const PakivRole all[]
      = { PAKIV_ROLE_OFFICER, PAKIV_ROLE_SUPERVISOR, PAKIV_ROLE_MEDIATOR, PAKIV_ROLE_DPO };

  self->role = adw_combo_row_new ();
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (self->role), _ ("Role"));
  pakiv_setup_member_offer (self, all, G_N_ELEMENTS (all));
  adw_preferences_group_add (ADW_PREFERENCES_GROUP (self), self->role);
}

static void
on_passphrase_changed_cb (PakivSetupMember *self)
{
  pakiv_field_note_set_hint (self->passphrase_note, pakiv_new_passphrase_advise (
                                                        pakiv_setup_member_get_passphrase (self)));
}

static void
pakiv_setup_member_class_init (PakivSetupMemberClass *klass)
{
  signals[REMOVE] = g_signal_new ("remove", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL,
                                  NULL, NULL, G_TYPE_NONE, 0);
}

static void
pakiv_setup_member_init (PakivSetupMember *self)
{
  self->name = adw_entry_row_new ();
  self->passphrase = adw_password_entry_row_new ();
  self->again = adw_password_entry_row_new ();
  add_entry (self, self->name, _ ("Name"), &self->name_note);
  add_role (self);
  add_entry (self, self->passphrase, _ ("Passphrase"), &self->passphrase_note);
  add_entry (self, self->again, _ ("Passphrase again"), &self->again_note);
  g_signal_connect_swapped (self->passphrase, "changed", G_CALLBACK (on_passphrase_changed_cb),
                            self);
  on_passphrase_changed_cb (self);
  g_signal_connect_swapped (self->name, "changed", G_CALLBACK (on_name_changed_cb), self);
  on_name_changed_cb (self);
}

GtkWidget *
pakiv_setup_member_new (PakivRole role, gboolean removable)
{
  PakivSetupMember *self = g_object_new (PAKIV_TYPE_SETUP_MEMBER, NULL);

  for (guint i = 0; i < G_N_ELEMENTS (self->roles); i++)
    if (self->roles[i] == role)
      adw_combo_row_set_selected (ADW_COMBO_ROW (self->role), i);
  if (removable)
    {
      GtkWidget *button = gtk_button_new_from_icon_name ("user-trash-symbolic");

      gtk_widget_add_css_class (button, "flat");
      gtk_widget_set_tooltip_text (button, _ ("Remove This Member"));
      gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                      _ ("Remove This Member"), -1);
      g_signal_connect_swapped (button, "clicked", G_CALLBACK (on_remove_cb), self);
      adw_preferences_group_set_header_suffix (ADW_PREFERENCES_GROUP (self), button);
    }
  return GTK_WIDGET (self);
}

void
pakiv_setup_member_offer (PakivSetupMember *self, const PakivRole *roles, guint n)
{
  g_autoptr (GtkStringList) labels = gtk_string_list_new (NULL);

  g_return_if_fail (PAKIV_IS_SETUP_MEMBER (self));
  g_return_if_fail (n > 0 && n <= G_N_ELEMENTS (self->roles));

  for (guint i = 0; i < n; i++)
    {
      self->roles[i] = roles[i];
      gtk_string_list_append (labels, pakiv_role_get_label (roles[i]));
    }
  adw_combo_row_set_model (ADW_COMBO_ROW (self->role), G_LIST_MODEL (labels));
}

const char *
pakiv_setup_member_get_name (PakivSetupMember *self)
{
  return gtk_editable_get_text (GTK_EDITABLE (self->name));
}

PakivRole
pakiv_setup_member_get_role (PakivSetupMember *self)
{
  return self->roles[adw_combo_row_get_selected (ADW_COMBO_ROW (self->role))];
}

const char *
pakiv_setup_member_get_passphrase (PakivSetupMember *self)
{
  return gtk_editable_get_text (GTK_EDITABLE (self->passphrase));
}

static gboolean
demand (GtkWidget *entry, PakivFieldNote *note, gboolean good, const char *words)
{
  pakiv_field_note_set_problem (note, good ? NULL : words);
  if (good)
    gtk_widget_remove_css_class (entry, "error");
  else
    {
      gtk_widget_add_css_class (entry, "error");
      gtk_widget_grab_focus (entry);
    }
  return good;
}

gboolean
pakiv_setup_member_check (PakivSetupMember *self)
{
  g_autofree char *name = g_strstrip (g_strdup (pakiv_setup_member_get_name (self)));
  const char *passphrase = pakiv_setup_member_get_passphrase (self);
  const char *again = gtk_editable_get_text (GTK_EDITABLE (self->again));
  g_autoptr (GError) problem = NULL;
  gboolean good = pakiv_passphrase_check (passphrase, &problem);

  /* From the last to the first, so that the focus ends at the first. */
  good &= demand (self->again, self->again_note, g_strcmp0 (passphrase, again) == 0,
                  _ ("The two are not the same."));
  good &= demand (self->passphrase, self->passphrase_note, problem == NULL,
                  problem != NULL ? problem->message : "");
  good &= demand (self->name, self->name_note, *name != '\0', _ ("Write the member’s name."));
  return good;
}

void
pakiv_setup_member_wipe (PakivSetupMember *self)
{
  gtk_editable_set_text (GTK_EDITABLE (self->passphrase), "");
  gtk_editable_set_text (GTK_EDITABLE (self->again), "");
}
