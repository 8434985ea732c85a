/* One member of a station being set up: name, role, passphrase typed twice. */
#pragma once

#include "pakiv-desk.h"

#include <adwaita.h>

G_BEGIN_DECLS

#define PAKIV_TYPE_SETUP_MEMBER (pakiv_setup_member_get_type ())
G_DECLARE_FINAL_TYPE (
    PakivSetupMember, pakiv_setup_member, PAKIV, SETUP_MEMBER, AdwPreferencesGroup)

/* Emits "remove". */
GtkWidget *pakiv_setup_member_new (PakivRole role, gboolean removable);

/* Only these roles can be chosen, and the first of them is: @n of them, each once. */
void pakiv_setup_member_offer (PakivSetupMember *self, const PakivRole *roles, guint n);

const char *pakiv_setup_member_get_name (PakivSetupMember *self);
PakivRole pakiv_setup_member_get_role (PakivSetupMember *self);
const char *pakiv_setup_member_get_passphrase (PakivSetupMember *self);

/* FALSE, with the words in place and the focus there, where something is missing. */
gboolean pakiv_setup_member_check (PakivSetupMember *self);
void pakiv_setup_member_wipe (PakivSetupMember *self);

G_END_DECLS
