/* One kind of work that is killed again and again, on copies of one desk. */
#pragma once

#include "aftermath.h"
#include "crew.h"

G_BEGIN_DECLS

typedef struct
{
  Fixture *fixture;
  char *template; /* the desk that is copied */
  char *folder;   /* the copy that is worked on */
  Work work;
  gint64 span; /* how long the work takes, in microseconds, as far as is known */
  guint kills; /* that it survived */
} KillRun;

/* PAKIV_FAULTS_SEED repeats the choices of another run (when a kill comes also depends on how fast
 * the machine is); PAKIV_FAULTS_TIMES=10 kills ten times as often. */
void kill_run_begin_all (void);
void kill_run_end_all (void); /* says how many kills were survived */

/* What is chosen by chance. */
extern GRand *kill_chance;

void kill_run_init (KillRun *run, const char *name, Work work);
void kill_run_finish (KillRun *run, const char *what);

/* Whether more kills are wanted than so many, or times as many. */
gboolean kill_run_goes_on (KillRun *run, guint kills);

Worker kill_run_get_worker (KillRun *run, const char *argument);

/* Lets the work go on to its end. */
void kill_run_work (KillRun *run, const char *argument, Crew *crew);

/* How long that takes, on a copy. */
void kill_run_measure (KillRun *run, const char *argument);

/* Kills it at any moment; it may be over before. */
void kill_run_strike (KillRun *run, const char *argument, Crew *crew);

/* Counts a kill, and lets the span follow how long the work takes. */
void kill_run_count (KillRun *run, const Crew *crew);

/* A person says that the day is right, so that retention and rotation believe it. */
void kill_confirm_day (Fixture *fixture, const char *folder);

/* The tests, by what is done to the log. */
void kill_add_writing (void);  /* saves, imports, re-keys */
void kill_add_changing (void); /* migrations, purges, releases */
void kill_add_copying (void);  /* backups, restores */

G_END_DECLS
