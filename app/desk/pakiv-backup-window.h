/* The backups of the logs that the member may open: where they go, the last good one, making one
 * now, looking at what one holds, and bringing one back. */
#pragma once

#include "pakiv-workplace.h"

#include <adwaita.h>

G_BEGIN_DECLS

#define PAKIV_TYPE_BACKUP_WINDOW (pakiv_backup_window_get_type ())
G_DECLARE_FINAL_TYPE (PakivBackupWindow, pakiv_backup_window, PAKIV, BACKUP_WINDOW, AdwWindow)

/* Emits "restore" (guint: PakivLogId, char *: path, guint: PakivRestoreFlags) when that was chosen
 * and confirmed: the main window does it, since the desk has to be locked for it; and "changed"
 * when there is a new backup or another folder. */
GtkWidget *pakiv_backup_window_new (GtkWindow *parent, PakivWorkplace *workplace);

/* Nothing is being made or read. */
gboolean pakiv_backup_window_is_at_rest (PakivBackupWindow *self);

/* Without a question which: NULL is the desk's own. */
void pakiv_backup_window_set_folder (PakivBackupWindow *self, const char *folder);

G_END_DECLS
