/* Preferences: the council (enrolment code), appearance, and what this desk is (station, members,
 * logs). */
#pragma once

#include "pakiv-workplace.h"

#include <adwaita.h>

G_BEGIN_DECLS

#define PAKIV_TYPE_PREFERENCES_WINDOW (pakiv_preferences_window_get_type ())
G_DECLARE_FINAL_TYPE (
    PakivPreferencesWindow, pakiv_preferences_window, PAKIV, PREFERENCES_WINDOW, AdwWindow)

GtkWidget *pakiv_preferences_window_new (GtkWindow *parent, PakivWorkplace *workplace);

/* Enrols with the code that stands in the entry; does nothing while one is under way. */
void pakiv_preferences_window_enrol (PakivPreferencesWindow *self);

G_END_DECLS
