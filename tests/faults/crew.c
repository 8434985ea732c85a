#include "crew.h"

#include <poll.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

void
crew_start (Crew *crew, const Worker *worker, Work work, CrewBefore before, gpointer data)
{
  Worker own = *worker;
  int ends[2];

  memset (crew, 0, sizeof *crew);
  crew->lines = g_string_new (NULL);
  g_assert_cmpint (pipe (ends), ==, 0);
  crew->child = fork ();
  g_assert_cmpint (crew->child, >=, 0);
  if (crew->child == 0)
    {
      close (ends[0]);
      own.out = ends[1];
      if (before != NULL)
        before (&own, data);
      _exit (work (&own) ? 0 : 1);
    }
  close (ends[1]);
  crew->out = ends[0];
}

/* One piece of what it says; FALSE at the end, or at @until (a moment, or G_MAXINT64). */
static gboolean
hear (Crew *crew, gint64 until)
{
  struct pollfd poll = { crew->out, POLLIN, 0 };
  gint64 left = MAX (until - g_get_monotonic_time (), 0);
  const struct timespec wait = { left / G_USEC_PER_SEC, (left % G_USEC_PER_SEC) * 1000 };
  char buffer[4096];
  gssize n;

  if (ppoll (&poll, 1, until == G_MAXINT64 ? NULL : &wait, NULL) <= 0)
    return FALSE;
  n = read (crew->out, buffer, sizeof buffer);
  if (n <= 0)
    return FALSE;
  g_string_append_len (crew->lines, buffer, n);
  return TRUE;
}

gboolean
crew_wait_for (Crew *crew, const char *text)
{
  while (strstr (crew->lines->str, text) == NULL && hear (crew, G_MAXINT64))
    ;
  crew->began = g_get_monotonic_time ();
  return strstr (crew->lines->str, text) != NULL;
}

void
crew_wait_ready (Crew *crew)
{
  crew_wait_for (crew, "ready\n");
}

void
crew_listen (Crew *crew, gint64 microseconds)
{
  while (hear (crew, crew->began + microseconds))
    ;
}

void
crew_kill (Crew *crew)
{
  kill (crew->child, SIGKILL);
  crew_finish (crew);
}

void
crew_finish (Crew *crew)
{
  int status;

  while (hear (crew, G_MAXINT64))
    ;
  close (crew->out);
  g_assert_cmpint (waitpid (crew->child, &status, 0), ==, crew->child);
  crew->over = TRUE;
  crew->took = g_get_monotonic_time () - crew->began;
  crew->killed = WIFSIGNALED (status) && WTERMSIG (status) == SIGKILL;
  if (WIFSIGNALED (status) && !crew->killed)
    g_error ("It ended by signal %d after: %s", WTERMSIG (status), crew->lines->str);
  crew->status = crew->killed ? -1 : WEXITSTATUS (status);
}

void
crew_run (Crew *crew, const Worker *worker, Work work)
{
  crew_start (crew, worker, work, NULL, NULL);
  crew_wait_ready (crew);
  crew_finish (crew);
}

char *
crew_get_line (const Crew *crew, const char *start)
{
  g_auto (GStrv) lines = g_strsplit (crew->lines->str, "\n", -1);

  for (guint i = 0; lines[i] != NULL; i++)
    if (g_str_has_prefix (lines[i], start))
      return g_strdup (lines[i] + strlen (start));
  return NULL;
}

int
crew_get_refusal (const Crew *crew)
{
  g_autofree char *refusal = crew_get_line (crew, "- ");

  return refusal != NULL ? atoi (refusal) : -2;
}

void
crew_clear (Crew *crew)
{
  if (crew->child > 0 && !crew->over)
    crew_kill (crew);
  if (crew->lines != NULL)
    g_string_free (crew->lines, TRUE);
  crew->lines = NULL;
}
