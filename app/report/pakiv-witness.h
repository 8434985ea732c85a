/* The proof that a figure is not given away (reference: protection §2): two whole-number data sets
 * that agree in everything published and differ in the figure. From one of them, the smallest move
 * to another is looked for: the least sum of |m| with A m = 0, x + m within its limits and m moving
 * the goal far enough. The linear program's answer is whole in nine cases of ten; else whole
 * numbers are searched for, for a time. */
#pragma once

#include "pakiv-attack-part.h"

#include <gio/gio.h>

G_BEGIN_DECLS

typedef struct _PakivWitness PakivWitness;

/* From the part's own whole-number data, which it must have. */
PakivWitness *pakiv_witness_new (PakivAttackPart *part);
void pakiv_witness_free (PakivWitness *witness);

/* Writes @data in which @goal is @by more (less where negative). @search: also among whole numbers,
 * where the program's answer is none. FALSE where nothing was found. */
gboolean pakiv_witness_find (PakivWitness *witness,
                             const PakivAttackGoal *goal,
                             gint64 by,
                             gboolean search,
                             double seconds,
                             GCancellable *cancellable,
                             gint64 *data);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PakivWitness, pakiv_witness_free)

G_END_DECLS
