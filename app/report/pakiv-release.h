/* A release: the protected tables of one log and one quarter, and who made them. What the preview
 * shows, what the package carries, and what the council's page shows are all this value. */
#pragma once

#include "pakiv-role.h"
#include "pakiv-table.h"

G_BEGIN_DECLS

typedef struct
{
  char *station;    /* name */
  char *station_id; /* UUID */
  PakivLogId log;
  PakivPeriod period;
  int version;
  char *report;        /* the report definition's id, "quarterly" */
  char *title;         /* msgid */
  char *made_on;       /* day */
  int revises;         /* 0: a release of counts; else the version whose changes these are: 1 */
  char *reason;        /* of a revision: code of the list revision-reason; else NULL */
  char *reason_label;  /* msgid, or NULL */
  GPtrArray *tables;   /* PakivTable */
  GPtrArray *findings; /* char*: sentences for who signs it; they are not published */
} PakivRelease;

PakivRelease *pakiv_release_new (
    const char *station, const char *station_id, PakivLogId log, PakivPeriod period, int version);

/* (transfer full): one more owner; a release that two threads look at is changed by neither. */
PakivRelease *pakiv_release_ref (const PakivRelease *release);
void pakiv_release_free (PakivRelease *release); /* by its last owner */

/* (transfer full): the same release under the name by which a reader knows the station. */
PakivRelease *pakiv_release_rename (const PakivRelease *release, const char *station);

/* Whether both say the same of the same log and quarter: every table and every figure in it. */
gboolean pakiv_release_has_same_figures (const PakivRelease *a, const PakivRelease *b);

/* (transfer full): UUIDv5 of station, data set (log and report), period and version; lower case. */
char *pakiv_release_get_id (const PakivRelease *release);

/* (transfer full): "report-<station>-<log>-<period>-v<n>.zip", the station's name made fit for a
 * file. */
char *pakiv_release_get_file_name (const PakivRelease *release);

/* A revision tells how the counts of the first release changed since; it does not take its place.
 * Its tables are of changes and it has a reason. */
void pakiv_release_set_revision (PakivRelease *release, const char *reason, const char *label);
gboolean pakiv_release_is_revision (const PakivRelease *release);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PakivRelease, pakiv_release_free)

G_END_DECLS
