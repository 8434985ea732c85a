/* Who works at this desk, who did, and which role they have; for those who may: adding members,
 * other roles, missing keys, suspending. Everybody may look. */
#pragma once

#include "pakiv-workplace.h"

#include <adwaita.h>

G_BEGIN_DECLS

#define PAKIV_TYPE_MEMBERS_WINDOW (pakiv_members_window_get_type ())
G_DECLARE_FINAL_TYPE (PakivMembersWindow, pakiv_members_window, PAKIV, MEMBERS_WINDOW, AdwWindow)

/* Emits "suspend" (char *: a member's name) when that was chosen and confirmed. It is done by the
 * main window, since the desk has to be locked for it. */
GtkWidget *pakiv_members_window_new (GtkWindow *parent, PakivWorkplace *workplace);

G_END_DECLS
