/* A log of random records of a random kind, changed from outside as by another program: conditions
 * of all sorts, rows of two kinds, several answers, records that today's rules would not let in,
 * late ones and corrected ones. What is in it is known, for comparing. */
#pragma once

#include "fixture.h"

#include "pakiv-log-private.h"

G_BEGIN_DECLS

#define RANDOM_LOG_QUARTERS 5
#define RANDOM_LOG_CUBES 8 /* drawn; some more are fixed */

typedef struct
{
  Fixture *fixture;
  PakivDefinitions *definitions;
  const PakivKind *kind;
  GPtrArray *cubes; /* PakivCubeSpec */
  PakivLog *log;
  PakivSql *other; /* as another program has it open */
  PakivRecordTable *table;
  GPtrArray *records;     /* PakivRecord, what the log has */
  GPtrArray *corrections; /* "BOOK ID" */
} RandomLog;

RandomLog *random_log_new (void); /* nothing in it yet */
void random_log_free (RandomLog *random);

/* In one transaction: so many new records, and some that are there changed or erased. */
void random_log_change (RandomLog *random, int inserted);

PakivPeriod random_log_get_period (int quarter); /* from 0 */
PakivCubeSpec *random_log_read_cube (PakivDefinitions *definitions, const char *text);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (RandomLog, random_log_free)

G_END_DECLS
