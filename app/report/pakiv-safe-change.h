/* Protects how the counts of a released quarter changed since: what a revision may show of them
 * (reference: protection §1, “a revision forced by law is published as a delta cube, protected by
 * the same rule”).
 *
 * The change of a base cell is one number, with a sign, since the first release: so a later
 * revision takes the place of an earlier one, and the first release is all it has to be set beside.
 * It is so many whole bases and a remainder, and the remainder goes up to the base or down to 0 as
 * a small count does. An exact change would not do, however large: 6 taken out of a published 9
 * leave 3.
 *
 * What it says (b the base, all in whole numbers):
 *   0            between b − 1 taken out and b − 1 added
 *   m·b added    (m − 1)·b + 1 … (m + 1)·b − 1, and likewise taken out (or all that there was)
 *
 * More is never taken out than the first release has in that cell (its safe cube's figure r): the
 * remainder goes down instead. And where r was above b, and so published as it is, all of it is
 * never shown as taken out, even where all was: beside r = 10 (b = 5), 10 taken out would mean 6 to
 * 10, and who knows that no more than 6 records were corrected, which a later quarter publishes,
 * would know that 4 are left. So the least that a change can be leaves b or more, or r is no
 * exact count. Then no small count comes out. Proof: x1 = r and every change as it
 * is shown are possible data, since r − T ≥ 0. From there, each alone, and with the others
 * possible: the old count goes from 0 up to b − 1 where r = 0, and from b down to 1 where r = b, a
 * taken out number following it down; a change goes up by b − 1 (less taken out, or more added) and
 * the new count with it; where nothing is shown as changed and r > 0, b − 1 are taken out; so what
 * stayed, what was taken out, what was added, the old and the new count each have a range of at
 * least b − 1, or the old count is above b and was published as it is. Several revisions are such
 * numbers, each by itself beside the same first release. Rounding down is always possible: whole
 * bases taken out of x1 are no more than x1, and x1 < b has none.
 *
 * A cell whose true change is what it was at the last revision is shown as it was shown then: drawn
 * anew each time, it would come out on average.
 *
 * Known limit: “so many records were corrected” of a later quarter may say that there was a
 * correction at all; where it is all that is shown, it may say of single cells that one record was
 * corrected there, never how many there are. */
#pragma once

#include "pakiv-changes.h"
#include "pakiv-report-spec.h"

G_BEGIN_DECLS

/* Sets what is shown of each cell. @tables (PakivTableSpec): the sums to keep close. @secret and
 * @book as in pakiv-safe-cube.h; the book is that of the first release. */
void pakiv_safe_change_protect (PakivChanges *changes,
                                GPtrArray *tables,
                                const guint8 *secret,
                                const char *book);

G_END_DECLS
