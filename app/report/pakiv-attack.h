/* The attacker: from what is published to the smallest and largest value that each hidden figure
 * can have (reference: protection §2). Ends are found by linear programs; that a figure stays open
 * is proved by data of whole numbers, never by the programs alone, whose ends may be fractions that
 * no data have. What could not be proved in time is “not certified”, never “safe”. */
#pragma once

#include "pakiv-attack-system.h"

#include <gio/gio.h>

G_BEGIN_DECLS

typedef enum
{
  PAKIV_ATTACK_DERIVED, /* only one value is possible, or the width asked for is not there */
  PAKIV_ATTACK_OPEN,    /* whole-number data were found that differ in it, wide enough */
  PAKIV_ATTACK_NOT_CERTIFIED,
} PakivAttackVerdict;

typedef struct
{
  gint64 low;
  gint64 high; /* PAKIV_ATTACK_NO_LIMIT where there is none */
  PakivAttackVerdict verdict;
} PakivAttackRange;

typedef struct
{
  gint64 width;   /* 0: the exact range of every goal; else it's enough to show that a range is at
                     least that wide, and the range given may be narrower than what is possible */
  double seconds; /* at most; 0 has no limit */
  const gint64 *known; /* true counts, one for each cell, or NULL: helps, and is not handed on */
} PakivAttackOptions;

typedef struct
{
  GArray *ranges; /* PakivAttackRange, one a goal */
  guint n_parts;  /* what is left after the reduction: parts, columns, sums */
  guint n_columns;
  guint n_sums;
  guint n_programs;  /* linear programs solved */
  guint n_searches;  /* searches for whole numbers */
  guint n_witnesses; /* pairs of data sets that such a search or program found */
  double seconds;
} PakivAttackResult;

/* NULL where no data fit (PAKIV_ERROR_INVALID; @label is then that of a sum that contradicts the
 * others, or G_MAXUINT where none can be named) or where it was cancelled. */
PakivAttackResult *pakiv_attack_run (const PakivAttackSystem *system,
                                     const PakivAttackOptions *options,
                                     GCancellable *cancellable,
                                     guint *label,
                                     GError **error);
void pakiv_attack_result_free (PakivAttackResult *result);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PakivAttackResult, pakiv_attack_result_free)

G_END_DECLS
