/* Children that work at a desk, one or several at a time, and what they say. */
#pragma once

#include "worker.h"

#include <sys/types.h>

G_BEGIN_DECLS

typedef struct
{
  pid_t child;
  int out;
  gint64 began;  /* when it was ready; 0: not yet */
  gint64 took;   /* from then to its end, in microseconds */
  gboolean over; /* it has been waited for */
  gboolean killed;
  int status;     /* its exit status: 0 done, 1 refused; -1: killed */
  GString *lines; /* what it said so far */
} Crew;

/* Called in the child before it works; may be NULL. */
typedef void (*CrewBefore) (Worker *worker, gpointer data);

/* Begins @work in a child, as the settings of @worker say. */
void crew_start (Crew *crew, const Worker *worker, Work work, CrewBefore before, gpointer data);

/* Until it says that it is ready, or ends. */
void crew_wait_ready (Crew *crew);

/* Until it says @text; FALSE where it ends without. From then on it counts as ready. */
gboolean crew_wait_for (Crew *crew, const char *text);

/* Listens until so many microseconds after it was ready, or until it ends. */
void crew_listen (Crew *crew, gint64 microseconds);

/* Ends it by a kill, or waits until it ends by itself; then everything it said is there. Another
 * signal than that kill is a failure. */
void crew_kill (Crew *crew);
void crew_finish (Crew *crew);

/* Starts, waits and finishes. */
void crew_run (Crew *crew, const Worker *worker, Work work);

/* The rest of the line that begins with @start, (transfer full); NULL where none does. */
char *crew_get_line (const Crew *crew, const char *start);

/* What it was refused with: a PakivLogError, -1 for another domain, -2: it was not. */
int crew_get_refusal (const Crew *crew);

void crew_clear (Crew *crew);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Crew, crew_clear)

G_END_DECLS
