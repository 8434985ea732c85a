/* A temporary folder, the test definitions of tests/log/data and a clock that stands at 2021-05-10.
 */
#pragma once

#include "pakiv-log.h"

G_BEGIN_DECLS

#define FIXTURE_DAY "2021-05-10"

typedef struct
{
  char *folder;
  PakivDefinitions *definitions;
  PakivClock *clock;
  const PakivKind *talk;
  const PakivKind *meeting;
} Fixture;

/* Puts the folders of this test's fixtures into memory, where the system has a place for that: most
 * of the time would go into waiting for the disk. Not for what is about the disk; a kill takes
 * nothing back that was written, so memory does for that. Before g_test_init(). */
void fixture_use_memory (void);

Fixture *fixture_new (void);
void fixture_free (Fixture *fixture);

char *fixture_get_path (Fixture *fixture, const char *name); /* (transfer full) */
void fixture_write (Fixture *fixture, const char *name, const char *text);
char *fixture_read (Fixture *fixture,
                    const char *name); /* (transfer full): NULL where it is not there */

/* Makes the log at @path with the fixed key, where it is not there. */
gboolean fixture_make_log (const char *path, PakivLogId id, GError **error);

/* Opens FOLDER/test.log with the fixed key, and makes it first where needed, as the next one does
 * with @path. */
PakivLog *fixture_open (Fixture *fixture, PakivLogId id, PakivRole role);
PakivLog *fixture_try_open (Fixture *fixture, const char *path, PakivLogId id, GError **error);
extern const guint8 fixture_key[32];

PakivRecord *
fixture_new_talk (Fixture *fixture, const char *day, const char *place, const char *note);

/* Saves a talk and gives its id. */
char *fixture_add_talk (
    Fixture *fixture, PakivLog *log, const char *day, const char *place, const char *note);
guint fixture_count (PakivLog *log, const PakivKind *kind, const char *search);

/* Counts the talks of @period, as whoever makes its release does first. */
void fixture_count_talks (Fixture *fixture, PakivLog *log, PakivPeriod period);

/* (transfer full): the record, or NULL where it is not in the log. */
PakivRecord *fixture_load (PakivLog *log, const PakivKind *kind, const char *id);
gboolean fixture_is_closed (PakivLog *log, PakivPeriod period);

void fixture_remove_tree (const char *path);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Fixture, fixture_free)

G_END_DECLS
