/* One log's quarter as the Reports page lists it: what it is, whether it was released, and what the
 * council says of it. A value: read anew whenever something has happened. */
#pragma once

#include "pakiv-workplace.h"

G_BEGIN_DECLS

typedef enum
{
  PAKIV_QUARTER_FUTURE,  /* has not begun */
  PAKIV_QUARTER_RUNNING, /* not over yet */
  PAKIV_QUARTER_EMPTY,   /* over, and nothing was recorded */
  PAKIV_QUARTER_READY,
  PAKIV_QUARTER_WAITING, /* signed, not at the council yet */
  PAKIV_QUARTER_RECEIVED,
  PAKIV_QUARTER_UNDER_REVIEW,
  PAKIV_QUARTER_RETURNED,
  PAKIV_QUARTER_PUBLISHED,
  PAKIV_QUARTER_SUPERSEDED,
} PakivQuarterState;

typedef struct
{
  PakivLog *log;
  PakivPeriod period;
  PakivQuarterState state;
  gulong n_late;        /* records that came after their own quarter was released */
  gulong n_corrections; /* records of released quarters, corrected in this one */
  gulong n_to_revise;   /* of its own records, corrected since its newest version was made */
  char *revised_on;     /* the day of its newest revision, in words; or NULL */
  char *release;        /* the release's id, NULL where it is not in the outbox */
  char *comment;        /* the council's, or NULL */
  char *page;           /* the address of the council's page, or NULL */
} PakivReleaseQuarter;

/* (transfer full) (element-type PakivReleaseQuarter): the calendar of the logs that the member
 * holds. Every quarter of every year in which one of them has records, and of the last quarter's
 * and this one's, newest first, in each the logs in their order: so a year is a run of whole
 * quarters. Blocks: for a worker thread. */
GPtrArray *pakiv_release_quarters_load (PakivWorkplace *workplace, GError **error);

void pakiv_release_quarter_free (PakivReleaseQuarter *quarter);
gboolean pakiv_release_quarter_same (const PakivReleaseQuarter *a, const PakivReleaseQuarter *b);

/* Whether it was signed: its book is closed and its package made. */
gboolean pakiv_release_quarter_is_released (const PakivReleaseQuarter *quarter);

/* Something is to be done with it at this desk. */
gboolean pakiv_release_quarter_needs_somebody (const PakivReleaseQuarter *quarter);

/* The sign that stands for its state: the name of a symbolic icon. */
const char *pakiv_release_quarter_get_icon (const PakivReleaseQuarter *quarter);

/* (transfer full), translated: “Returned with a question: …” */
char *pakiv_release_quarter_get_words (const PakivReleaseQuarter *quarter);

/* (transfer full), translated: what counts in it beside its own records and what has become of it,
 * “2 came late · 1 correction · revised on 3 May 2021”; or as whole sentences. True numbers, for
 * this screen. NULL where there is nothing.
 */
char *pakiv_release_quarter_get_additions (const PakivReleaseQuarter *quarter);
char *pakiv_release_quarter_explain_additions (const PakivReleaseQuarter *quarter);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PakivReleaseQuarter, pakiv_release_quarter_free)

G_END_DECLS
