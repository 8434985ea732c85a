#pragma once

#include "pakiv-aside.h"
#include "pakiv-housekeeping.h"
#include "pakiv-idle-watch.h"
#include "pakiv-unlock-page.h"
#include "pakiv-window.h"
#include "pakiv-work-page.h"

G_BEGIN_DECLS

struct _PakivWindow
{
  AdwApplicationWindow parent_instance;

  GtkStack *stack;

  char *folder;
  char *today; /* a demonstration's day, or NULL */
  PakivClock *clock;
  PakivDesk *desk;          /* NULL before it is set up */
  GtkWidget *unlock_page;   /* or NULL */
  AdwToastOverlay *toasts;  /* holds the work page; NULL while locked */
  PakivWorkPage *work_page; /* NULL while locked */

  PakivIdleWatch *idle;
  GSettings *settings;  /* or NULL */
  GtkRevealer *warning; /* that the desk is about to lock; NULL while locked */
  GtkWidget *warning_label;
  gboolean rekeying; /* a member is being suspended, or a backup brought back */
  GWeakRef left;     /* the workplace that was locked, while a thread still works with it */
  guint closing;     /* out of sight, until the last backup is made */
  gboolean keeps_house;
  PakivHousekeeping *house; /* NULL while locked, or where none is kept */
  GtkWidget *house_bar;     /* what could not be done; NULL while locked */
  GtkWidget *house_words;
  struct
  {
    guint section;
    guint member; /* position among the desk's members, or PAKIV_NO_POSITION */
  } place;
};

#define PAKIV_NO_POSITION G_MAXUINT

/* pakiv-window-lock.c */
void pakiv_window_watch_idle (PakivWindow *self);
GtkWidget *pakiv_window_make_warning (PakivWindow *self);
void pakiv_window_start_idle (PakivWindow *self);
void pakiv_window_go_to_place (PakivWindow *self);
void pakiv_window_leave_work (PakivWindow *self, GtkWidget *next);
void pakiv_window_forget (PakivWindow *self);
void pakiv_window_close_after_work (PakivWindow *self);

/* pakiv-window-apart.c: work for which every log must be closed. */
typedef struct
{
  PakivAsideDo action; /* in a thread */
  /* What is said when it is done: both transfer full. @error NULL: it went well. */
  void (*describe) (gpointer data, const GError *error, char **title, char **words);
  GDestroyNotify data_free;
  const char *icon; /* of a good end */
} PakivApart;

/* Locks the desk; takes @data over. */
void pakiv_window_work_apart (PakivWindow *self,
                              const PakivApart *work,
                              gpointer data,
                              const char *title,
                              const char *description);

/* pakiv-window-suspend.c */
void pakiv_window_suspend_member (PakivWindow *self, const char *name);

/* pakiv-window-restore.c */
void pakiv_window_restore_backup (PakivWindow *self, guint log, const char *path, guint flags);

/* pakiv-window-house.c */
GtkWidget *pakiv_window_make_house (PakivWindow *self); /* holds the work page */
void pakiv_window_start_house (PakivWindow *self);
void pakiv_window_stop_house (PakivWindow *self);
void pakiv_window_finish_house (PakivWindow *self, PakivWorkplace *workplace);

/* pakiv-window-actions.c */
void pakiv_window_install_actions (PakivWindowClass *klass);
void pakiv_window_update_actions (PakivWindow *self);

G_END_DECLS
