/* The books of one log in one year: which are open, over, released, sent and answered. For whoever
 * looks at what is still to be done; the numbers are true ones and stay here. */
#pragma once

#include "pakiv-outbox.h"

G_BEGIN_DECLS

typedef enum
{
  PAKIV_BOOK_OPEN,     /* the quarter goes on */
  PAKIV_BOOK_OVER,     /* it is over and its book is not closed: a release can be made */
  PAKIV_BOOK_RELEASED, /* closed; its release is not in the outbox */
  PAKIV_BOOK_WAITING,  /* in the outbox, and no council has it yet */
  PAKIV_BOOK_SENT,     /* a council received it */
  PAKIV_BOOK_ANSWERED, /* a council returned or published it: see state and comment */
} PakivBookState;

typedef struct
{
  PakivPeriod period;
  PakivBookState state;
  PakivBookNumbers numbers;
  char *made_at; /* of the first release, which stands; NULL before */
  char *made_by;
  int version;       /* the newest: 0 before the first release, 1, or more where it was revised */
  char *revised_at;  /* the newest revision, or NULL */
  guint n_to_revise; /* records that were corrected since, and are in no revision */
  PakivOutboxItem *item; /* what is known of it in the outbox, or NULL */
} PakivCalendarBook;

/* (transfer full): four PakivCalendarBook, January first. */
GPtrArray *pakiv_station_calendar (PakivLog *log, PakivDesk *desk, int year, GError **error);

G_END_DECLS
