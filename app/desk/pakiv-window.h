/* The one window of a desk: set it up, unlock it, work, lock it. */
#pragma once

#include "pakiv-workplace.h"

#include <adwaita.h>

G_BEGIN_DECLS

#define PAKIV_TYPE_WINDOW (pakiv_window_get_type ())
G_DECLARE_FINAL_TYPE (PakivWindow, pakiv_window, PAKIV, WINDOW, AdwApplicationWindow)

/* @folder need not exist yet: then it is set up. */
GtkWidget *pakiv_window_new (GtkApplication *application, const char *folder, PakivClock *clock);

const char *pakiv_window_get_folder (PakivWindow *self);

/* NULL while locked. */
PakivWorkplace *pakiv_window_get_workplace (PakivWindow *self);

void pakiv_window_unlock (PakivWindow *self, PakivWorkplace *workplace);
void pakiv_window_lock (PakivWindow *self);

G_END_DECLS
