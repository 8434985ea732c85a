/* How the base cells of a released quarter changed since its first release: true numbers, as secret
 * as PakivCounts. Nothing of it can be published but through app/report/pakiv-safe-change.h. */
#pragma once

#include "pakiv-counts.h"

G_BEGIN_DECLS

typedef struct
{
  guint64 key;
  gint64 released; /* in the first release: a figure of its safe cube, no true count */
  gint64 before;   /* the true change as of the last revision; 0 where there was none */
  gint64 now;      /* the true change as of now: more than 0 is added, less is taken out */
  gint64 shown;    /* what the last revision said of it, with the same sign */
} PakivChange;

typedef struct
{
  const PakivCubeSpec *spec; /* owned by the report's definition */
  PakivPeriod period;
  gboolean known;  /* whether it is known what the first release was made of */
  gint64 revision; /* the state of the log that was counted */
  GArray *cells;   /* PakivChange, sorted by key after pakiv_changes_finish */
} PakivChanges;

PakivChanges *pakiv_changes_new (const PakivCubeSpec *spec, PakivPeriod period);
void pakiv_changes_free (PakivChanges *changes);

/* Takes a record out of the cells in which it counted @before and adds it to those in which it
 * counts @after. Either is NULL where it is not there. */
void pakiv_changes_add_record (PakivChanges *changes,
                               const PakivRecord *before,
                               const PakivRecord *after);

/* Sorts, merges equal keys. */
void pakiv_changes_finish (PakivChanges *changes);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PakivChanges, pakiv_changes_free)

G_END_DECLS
