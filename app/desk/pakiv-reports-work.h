/* Work on one quarter of the Reports page: one thing at a time, in a thread. The page holds the
 * cancellable of what runs, and shows that it does. */
#pragma once

#include "pakiv-reports-page-private.h"

G_BEGIN_DECLS

typedef struct
{
  PakivLog *log;
  PakivDesk *desk;
  PakivPeriod period;
  char *release;
  gboolean has_council;
  gboolean released;             /* out: the quarter is signed */
  char *path;                    /* where to save */
  PakivRelease *shown;           /* what is looked at; or NULL */
  PakivTrueFigures *truth;       /* out: what was counted of it; or NULL */
  PakivCertificate *certificate; /* out: what was tried; or NULL */
} PakivReportsWork;

/* On the quarter that is selected. */
PakivReportsWork *pakiv_reports_work_new (PakivReportsPage *self);
void pakiv_reports_work_free (PakivReportsWork *work);

/* Takes @work, which is the task data of @in_thread and @ended; @text is shown meanwhile. */
void pakiv_reports_work_start (PakivReportsPage *self,
                               PakivReportsWork *work,
                               const char *text,
                               GTaskThreadFunc in_thread,
                               GAsyncReadyCallback ended);

/* Shows how far what runs has come, until it has ended. */
void pakiv_reports_work_watch (PakivReportsPage *self);

/* The end of a piece of work, in @ended; FALSE where the page was locked away meanwhile. @error is
 * set from its result. */
gboolean pakiv_reports_work_end (PakivReportsPage *self, GAsyncResult *result, GError **error);

G_END_DECLS
