/* The proof that a figure is not given away (reference: protection §2): two whole-number data sets
 * that agree in everything published and differ in the figure. From one of them, the smallest move
 * to another is looked for: the least sum of |m| with A m = 0, x + m within its limits and m moving
 * the goal far enough. The linear program's answer is whole in nine cases of ten; else whole
 * numbers are searched for, for a time. */
#pragma once

#include "pakiv-attack-part.h"

G_BEGIN_DECLS

/* Looks for data in which @goal is @by more (less where negative) than in @data. TRUE: @data was
 * changed to them. */
gboolean pakiv_witness_find (PakivAttackPart *part,
                             const PakivAttackGoal *goal,
                             gint64 by,
                             double seconds,
                             GCancellable *cancellable,
                             gint64 *data);

G_END_DECLS
