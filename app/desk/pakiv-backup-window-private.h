#pragma once

#include "pakiv-backup-window.h"
#include "pakiv-backup.h"

G_BEGIN_DECLS

struct _PakivBackupWindow
{
  AdwWindow parent_instance;

  GtkStack *header_stack;
  GtkWidget *make_button;
  GtkStack *stack;
  AdwToastOverlay *toasts;
  GtkWidget *working; /* what goes on, with "Cancel" */
  GtkProgressBar *progress;
  AdwPreferencesPage *page;
  AdwPreferencesGroup *place;
  AdwActionRow *folder_row;
  GtkWidget *own_button;
  GtkStack *look_stack;
  AdwStatusPage *look_failed;
  AdwPreferencesGroup *look_group;
  GtkCheckButton *deleted_check;
  GtkWidget *restore_button;

  PakivWorkplace *workplace;
  GCancellable *cancellable; /* of what is being made; or NULL */
  GPtrArray *groups;         /* one a log, of @page */
  GPtrArray *look_rows;
  PakivLogId looked_log;
  PakivBackup *looked; /* with its counts; or NULL */
  guint busy;
};

/* What a thread works with. The workplace is held so that a lock waits for the thread. */
typedef struct
{
  PakivWorkplace *workplace;
  GCancellable *cancellable;
  PakivLogId log;
  char *path;
  PakivBackup *backup;
  guint made;
  PakivBackupWindow *window; /* for progress: only compared and used in the main thread; weak */
} PakivBackupJob;

PakivBackupJob *pakiv_backup_job_new (PakivBackupWindow *self);
void pakiv_backup_job_free (gpointer job);

void pakiv_backup_window_say (PakivBackupWindow *self, const char *words);
void pakiv_backup_window_show (PakivBackupWindow *self, const char *page);

/* pakiv-backup-window-look.c */
void pakiv_backup_window_look (PakivBackupWindow *self, PakivLogId log, const char *path);
void pakiv_backup_window_ask_restore (PakivBackupWindow *self);
void pakiv_backup_window_forget_look (PakivBackupWindow *self);

G_END_DECLS
