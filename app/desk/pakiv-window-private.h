#pragma once

#include "pakiv-window.h"
#include "pakiv-work-page.h"

G_BEGIN_DECLS

struct _PakivWindow
{
  AdwApplicationWindow parent_instance;

  AdwToastOverlay *toasts;
  GtkStack *stack;

  char *folder;
  PakivClock *clock;
  PakivDesk *desk;          /* NULL before it is set up */
  GtkWidget *unlock_page;   /* or NULL */
  PakivWorkPage *work_page; /* NULL while locked */
};

/* pakiv-window-actions.c */
void pakiv_window_install_actions (PakivWindowClass *klass);
void pakiv_window_update_actions (PakivWindow *self);

G_END_DECLS
