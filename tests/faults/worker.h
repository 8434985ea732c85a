/* One program at a desk, as the tests of faults need it: it does one thing, or one after another,
 * and says on a descriptor what it is about to do and what is done, a line each:
 *
 *   ready                  unlocked, and the log is open where the work needs it open
 *   ? new - TOKEN          about to (new, change, delete, draft)
 *   ! new ID TOKEN         done: from here on it must be there
 *   ! import ADDED ALREADY   ! suspend NAME   ! purge ERASED   ! release SHA256   ! backup PATH
 *   ! restore PATH   ! open   ! council   ! unlock
 *   - CODE MESSAGE         refused, with the code of a PakivLogError, or -1 for another domain
 *
 * A token is one word that stands in the notes of one record alone. The same work is done in a
 * forked child, to be killed, and by the program fault-worker, to be run with a library that lets
 * calls fail. */
#pragma once

#include "desk-fixture.h"

G_BEGIN_DECLS

typedef struct
{
  Fixture *fixture; /* of fault_fixture_new() */
  const char *folder;
  PakivClock *clock; /* NULL: the fixture's */
  int out;
  guint32 seed;
  const char *argument; /* of the work: a file, a name, a number */
} Worker;

typedef gboolean (*Work) (Worker *worker);

void worker_tell (Worker *worker, const char *format, ...) G_GNUC_PRINTF (2, 3);

/* Saves, changes and deletes records of the police log and types at a draft, @argument times, or
 * for ever without one. Only records are touched whose token begins with "w" and the seed. */
gboolean work_save (Worker *worker);
gboolean work_import (Worker *worker);  /* the file @argument */
gboolean work_suspend (Worker *worker); /* the member @argument, by Ana */
gboolean work_purge (Worker *worker);
gboolean work_release (Worker *worker); /* of 2021-Q1 */
gboolean work_backup (Worker *worker);
gboolean work_restore (Worker *worker); /* the backup @argument */
gboolean work_open (Worker *worker);    /* opens and closes the log @argument, police without one */
gboolean work_council (Worker *worker); /* writes the council's address @argument into desk.json */
gboolean work_unlock (Worker *worker);  /* @argument "NAME:PASSPHRASE" */

/* The work that @argument names first, with the rest as its argument: "import FILE", "purge". */
gboolean work_named (Worker *worker);

/* The fixture with Pakiv's own definitions, and Ana’s desk in FOLDER/NAME: some stops of the first
 * quarter of 2021, a meeting and a contact of the mediators, all books open. */
Fixture *fault_fixture_new (void);
PakivDesk *fault_desk_create (Fixture *fixture, const char *name);

/* (transfer full): a stop on @day with @token in its notes. */
PakivRecord *fault_new_stop (Fixture *fixture, const char *day, const char *token);

/* (transfer full): a CSV file in Pakiv's own layout with @n stops on @day, whose notes are @token
 * and a number, and one row that can't be taken. */
char *
fault_write_csv (Fixture *fixture, const char *name, const char *day, const char *token, guint n);

G_END_DECLS
