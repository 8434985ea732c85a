/* Whole-number data of a part on their way to fit its sums: one column is changed after the other
 * by one, each time one that a wrong sum adds up, so that the fewest sums are wrong. Costs next to
 * nothing, and gets from one data set to another where linear programs end in fractions. What it
 * can't mend in some hundred changes is undone; that says nothing of whether other data would fit.
 *
 * The same part and the same calls give the same changes, on every machine. */
#pragma once

#include "pakiv-attack-part.h"

G_BEGIN_DECLS

/* A column and how far it was changed. */
typedef struct
{
  guint column;
  gint64 by;
} PakivAttackStep;

typedef struct _PakivAttackMender PakivAttackMender;

/* From @data, which must be within the columns' limits; sums may be wrong. Takes a copy. */
PakivAttackMender *pakiv_attack_mender_new (const PakivAttackPart *part, const gint64 *data);
void pakiv_attack_mender_free (PakivAttackMender *mender);

/* (transfer none): the data now, one for each column. */
const gint64 *pakiv_attack_mender_get_data (const PakivAttackMender *mender);

/* How often a column was changed so far: what the work is measured in. */
guint64 pakiv_attack_mender_get_effort (const PakivAttackMender *mender);

/* A number below @n, from the mender's own series. */
guint pakiv_attack_mender_draw (PakivAttackMender *mender, guint n);

gboolean pakiv_attack_mender_may_change (const PakivAttackMender *mender, guint column, gint64 by);

/* Changes a column, whatever the sums say. It must stay within its limits. */
void pakiv_attack_mender_change (PakivAttackMender *mender, guint column, gint64 by);

/* Changes columns other than @kept (G_MAXUINT: all may be) until every sum is right, or @changes
 * times. TRUE where all are. */
gboolean pakiv_attack_mender_mend (PakivAttackMender *mender, guint kept, guint changes);

gboolean pakiv_attack_mender_fits (const PakivAttackMender *mender);

/* Back to where the last keep() or undo() left the data. */
void pakiv_attack_mender_undo (PakivAttackMender *mender);

/* (transfer full): what was changed since then (PakivAttackStep, each column once). */
GArray *pakiv_attack_mender_keep (PakivAttackMender *mender);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PakivAttackMender, pakiv_attack_mender_free)

G_END_DECLS
