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

/* The day that a demonstration takes for today; "" for the machine's own. */
void pakiv_window_set_today (PakivWindow *self, const char *today);
const char *pakiv_window_get_today (PakivWindow *self);

/* NULL while locked. */
PakivWorkplace *pakiv_window_get_workplace (PakivWindow *self);

/* Whether the desk keeps house once it is unlocked: erases what is due, makes backups. */
void pakiv_window_set_keeps_house (PakivWindow *self, gboolean keeps_house);

void pakiv_window_unlock (PakivWindow *self, PakivWorkplace *workplace);

/* Drafts are written; every window over this one is closed, answered or not; the clipboard is
 * emptied of what came from here. Emits "locked", as it does again where nobody touches the unlock
 * page for as long. */
void pakiv_window_lock (PakivWindow *self);

/* Whether it is locked and no thread works any longer with what was open. */
gboolean pakiv_window_is_at_rest (PakivWindow *self);

/* Size, and where the member was, for a window that takes this one's place. Says nothing about
 * records. (transfer floating) of that type. */
#define PAKIV_WINDOW_PLACE "(uuiib)"
GVariant *pakiv_window_save_place (PakivWindow *self);
void pakiv_window_restore_place (PakivWindow *self, GVariant *place);

G_END_DECLS
