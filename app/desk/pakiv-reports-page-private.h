/* Shared by the parts of the Reports page: pakiv-reports-page.c shows calendar and preview,
 * pakiv-reports-actions.c signs, sends and asks, pakiv-reports-copies.c saves and prints,
 * pakiv-reports-truth.c shows true figures, pakiv-reports-count.c counts, and pakiv-reports-work.c
 * does it in a thread. */
#pragma once

#include "pakiv-release-attempts.h"
#include "pakiv-release-changes.h"
#include "pakiv-release-preview.h"
#include "pakiv-reports-calendar.h"
#include "pakiv-reports-page.h"

G_BEGIN_DECLS

struct _PakivReportsPage
{
  AdwBin parent_instance;

  AdwToastOverlay *toasts;
  PakivReportsCalendar *calendar;
  AdwWindowTitle *title;
  GtkWidget *ask_button;
  GtkWidget *page_button;
  GtkWidget *copies_button;
  GtkWidget *send_button;
  GtkLabel *send_label;
  GtkRevealer *note_revealer;
  GtkLabel *note_label;
  GtkStack *stack;
  AdwStatusPage *message;
  GtkWidget *again_button;
  GtkSpinner *spinner;
  GtkLabel *busy_label;
  GtkProgressBar *busy_bar;
  GtkWidget *strip; /* what chooses among … */
  GtkStack *views;  /* … views of the quarter: the preview, and what has changed */
  GtkToggleButton *truth_toggle;
  PakivReleasePreview *preview;
  PakivReleaseChanges *changes;
  PakivReleaseAttempts *attempts;
  GtkActionBar *work_bar;
  GtkLabel *work_label;
  GtkProgressBar *work_progress;

  PakivWorkplace *workplace;
  GSimpleActionGroup *actions;
  GPtrArray *quarters;                /* PakivReleaseQuarter, as in the calendar */
  const PakivReleaseQuarter *quarter; /* the one selected, among them; or NULL */
  gboolean truth_asked;               /* someone agreed to see true figures */
  gboolean say_state;     /* the council was asked: its answer is said once it is listed */
  GCancellable *listing;  /* reading the quarters */
  GCancellable *counting; /* making the preview; a PakivProgress */
  GCancellable *working;  /* an action; a PakivProgress */
  guint watch;            /* shows how far they are */
};

/* The actions "reports.send", "ask", "save", "pdf", "print", "try", "open-page". */
void pakiv_reports_actions_add (PakivReportsPage *self);
void pakiv_reports_actions_update (PakivReportsPage *self);

/* What “Sign and send” does once it is confirmed. */
void pakiv_reports_actions_send (PakivReportsPage *self);
void pakiv_reports_actions_save (PakivReportsPage *self);
void pakiv_reports_actions_save_pdf (PakivReportsPage *self);
void pakiv_reports_actions_save_pdf_to (PakivReportsPage *self, const char *path);
void pakiv_reports_actions_print (PakivReportsPage *self);
gboolean pakiv_reports_actions_write_page (const char *document, GFile *file, GError **error);

void pakiv_reports_actions_say (PakivReportsPage *self, const char *text); /* in a toast */

/* In a toast whose button opens the file or folder of @uri. */
void pakiv_reports_actions_say_saved (PakivReportsPage *self, const char *text, const char *uri);

/* The page, where it still is one: questions outlive it. */
PakivReportsPage *pakiv_reports_actions_get_living (gpointer page);

/* True figures: what the toggle does, with a question the first time; and without one. */
void pakiv_reports_truth_toggled (PakivReportsPage *self);
void pakiv_reports_truth_show (PakivReportsPage *self);
void pakiv_reports_truth_hide (PakivReportsPage *self);
void pakiv_reports_truth_update (PakivReportsPage *self);

/* Has what was tried found out, where that is looked at and not known yet. */
void pakiv_reports_attempts_update (PakivReportsPage *self);

/* The window the page is in, or NULL. */
GtkWindow *pakiv_reports_page_get_window (PakivReportsPage *self);

G_END_DECLS
