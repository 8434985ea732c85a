/* Shared by the parts of the recovery window: pakiv-recovery-window.c goes from step to step,
 * pakiv-recovery-window-choice.c asks for which log and for how many people,
 * pakiv-recovery-window-paper.c shows, prints and saves what is to be on paper. */
#pragma once

#include "pakiv-recovery-window.h"

G_BEGIN_DECLS

struct _PakivRecoveryWindow
{
  AdwWindow parent_instance;

  GtkWidget *back_button;
  GtkWidget *next_button;
  GtkWidget *spinner;
  GtkStack *stack;
  AdwPreferencesGroup *keys_group;
  GtkWidget *shares_row;
  GtkAdjustment *shares;
  GtkWidget *shares_spin;
  GtkWidget *needed_row;
  GtkAdjustment *needed;
  GtkWidget *needed_spin;
  AdwComboRow *way_row;
  GtkWidget *paper_box;
  GtkWidget *check_page;
  AdwStatusPage *done_page;
  GtkWidget *problem;

  PakivWorkplace *workplace;
  GPtrArray *checks; /* GtkCheckButton for each of the keys below */
  GArray *keys;      /* PakivKeyId that the member holds */
  PakivRecoveryPart *whole;
  GPtrArray *parts; /* PakivRecoveryPart, one for each sheet of paper */
  GPtrArray *tests; /* PakivRecoveryCheck, one for each of these */
};

/* Above the steps; @words may be NULL: none. */
void pakiv_recovery_window_show_problem (PakivRecoveryWindow *self, const char *words);

/* The keys that the member holds; the first that has no sheet yet is proposed. */
void pakiv_recovery_window_add_keys (PakivRecoveryWindow *self);
PakivKeyId pakiv_recovery_window_get_key (PakivRecoveryWindow *self);
gboolean pakiv_recovery_window_has_shares (PakivRecoveryWindow *self);
/* How many shares, and how many of them are needed; both 0 for one sheet. */
guint pakiv_recovery_window_get_shares (PakivRecoveryWindow *self);
guint pakiv_recovery_window_get_needed (PakivRecoveryWindow *self);
/* Asks for numbers of shares only where there are any. */
void pakiv_recovery_window_show_way (PakivRecoveryWindow *self);
void pakiv_recovery_window_bind_choice (GtkWidgetClass *klass);

/* A new code for the key chosen, its sheets, and what is typed back from them. */
gboolean pakiv_recovery_window_make_codes (PakivRecoveryWindow *self, GError **error);
/* Forgets all of these, on the screen and in memory. */
void pakiv_recovery_window_drop_codes (PakivRecoveryWindow *self);
void pakiv_recovery_window_bind_paper (GtkWidgetClass *klass);

G_END_DECLS
