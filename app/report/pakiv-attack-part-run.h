/* The attack on one part, cheapest means first: walking from data that are known shows most goals
 * open; linear programs find the ends; what is between them and was not seen is walked to again,
 * then asked for by programs, and at last searched for among whole numbers, for a time. */
#pragma once

#include "pakiv-attack-part.h"

#include <gio/gio.h>

G_BEGIN_DECLS

/* FALSE where nothing fits the sums; @label is then one that contradicts the others, or G_MAXUINT
 * where only whole numbers do not fit. What the time until @end (monotonic microseconds) does not
 * allow stays open in the goals. */
gboolean
pakiv_attack_part_run (PakivAttackPart *part, gint64 end, GCancellable *cancellable, guint *label);

G_END_DECLS
