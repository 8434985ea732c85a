/* The base cells of one cube with their true counts, against those who know something beside what
 * is published: impossible combinations, a case of their own, exact margins of one and two
 * dimensions. Only combinations that occur, and those that differ from one of them in one
 * dimension, are offered as other possible data: a range that is wide among these is at least as
 * wide among all. */
#pragma once

#include "pakiv-attack.h"
#include "pakiv-certificate.h"
#include "pakiv-safe-cube.h"

G_BEGIN_DECLS

typedef struct _PakivAttackTruth PakivAttackTruth;

/* @cube is what was published of @counts; both must live as long. */
PakivAttackTruth *pakiv_attack_truth_new (const PakivCounts *counts, const PakivSafeCube *cube);
void pakiv_attack_truth_free (PakivAttackTruth *truth);

/* Adds to @finding every small count and how wide its range is, @seconds at most. FALSE where it
 * was cancelled, or where counts and cube contradict each other. */
gboolean pakiv_attack_truth_run (const PakivAttackTruth *truth,
                                 PakivScenario scenario,
                                 double seconds,
                                 PakivFinding *finding,
                                 GCancellable *cancellable,
                                 GError **error);

/* What a published base figure says of the true count. @by_remainder: the figure is so many whole
 * bases and a remainder that went up or down, as where numbers are added up. */
void pakiv_attack_truth_get_limits (
    gint64 value, int base, gboolean by_remainder, gint64 *lower, gint64 *upper);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PakivAttackTruth, pakiv_attack_truth_free)

G_END_DECLS
