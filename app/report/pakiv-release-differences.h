/* What is different from an earlier release of the same log, seen from published figures alone: so
 * it could be told to anyone.
 *
 * A published figure is within base − 1 of the true one in 99 of 100 (pakiv_interval_get_rounding).
 * Two of them therefore differ by more than protection explains where they are more than
 * 2 (base − 1) apart. Whether chance explains it is another question. */
#pragma once

#include "pakiv-release.h"

G_BEGIN_DECLS

typedef enum
{
  PAKIV_DIFFERENCE_NEW,  /* the table was not in the earlier release */
  PAKIV_DIFFERENCE_GONE, /* it is in the earlier one only */
  PAKIV_DIFFERENCE_ROSE,
  PAKIV_DIFFERENCE_FELL,
} PakivDifferenceKind;

typedef struct
{
  PakivDifferenceKind kind;
  const PakivTable *table; /* of the later release; GONE: of the earlier */
  char *figure;            /* which one, in words: "Outcome: Arrest"; NULL for a table */
  gint64 before;
  gint64 now;
} PakivReleaseDifference;

/* (transfer full) (element-type PakivReleaseDifference): tables that came or went first, then
 * figures, the furthest apart (in bases) first. A figure that several tables show is there once.
 * Categories that one release lacks, as another quarter's months, are left out. Both releases must
 * outlive the array. */
GPtrArray *pakiv_release_differences_find (const PakivRelease *now, const PakivRelease *before);

G_END_DECLS
