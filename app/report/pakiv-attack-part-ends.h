/* The ends of what the goals of a part can be, by linear programs: any data, not only whole
 * numbers, lie between them. */
#pragma once

#include "pakiv-attack-part.h"
#include "pakiv-linear-program.h"

G_BEGIN_DECLS

/* A program with the part's columns and sums. */
PakivLinearProgram *pakiv_attack_part_make_program (const PakivAttackPart *part);

/* Which sum would have to give way most for the others to hold; G_MAXUINT where it was not found
 * in time. */
guint pakiv_attack_part_find_contradiction (const PakivAttackPart *part,
                                            double seconds,
                                            GCancellable *cancellable);

/* Both ends of every goal that needs them, as far as the time until @end (monotonic microseconds)
 * allows: many together as long as that reaches them, then each by itself. Every solution on the
 * way is harvested. @values has room for a solution. */
void pakiv_attack_part_find_ends (PakivAttackPart *part,
                                  PakivLinearProgram *program,
                                  gint64 end,
                                  GCancellable *cancellable,
                                  double *values);

/* The same for one end, in whole numbers, for @seconds at most. */
void pakiv_attack_part_search_end (PakivAttackPart *part,
                                   PakivLinearProgram *program,
                                   PakivAttackGoal *goal,
                                   gboolean high,
                                   double seconds,
                                   GCancellable *cancellable,
                                   double *values);

G_END_DECLS
