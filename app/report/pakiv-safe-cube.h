/* A base cube after protection: every count is 0 or at least the base. The only way from true
 * counts to anything that may be shown outside, so its struct is private and this is its only
 * constructor, but for the changes of a revision, where every count is a whole multiple of the base
 * (pakiv-safe-change.h).
 *
 * Method (reference: protection §1; Langsrud & Heldal, small count rounding): base counts of b or
 * more stay; counts from 1 to b − 1 become 0 or b, up with probability count/b drawn from
 * HMAC-SHA256(secret, book and cell), then keyed flips and swaps bring the published sums closer to
 * the truth. The same counts, secret and book give the same bytes on every machine: whole numbers
 * only.
 *
 * Where a cube adds up a number of each row (people attending), one record alone can pass the base,
 * and its number would be published as it is: 7 women came to the only meeting of its type. There
 * a count is so many whole bases and a remainder, and the remainder is rounded like a small count:
 * every figure is a multiple of the base and tells the exact number of no record. */
#pragma once

#include "pakiv-changes.h"
#include "pakiv-report-spec.h"

G_BEGIN_DECLS

typedef struct _PakivSafeCube PakivSafeCube;

/* @secret is 32 bytes. @tables (PakivTableSpec) are the sums to keep close; those over other cubes
 * are skipped.
 * @book names the cube, the log and the period. */
PakivSafeCube *pakiv_safe_cube_protect (const PakivCounts *counts,
                                        GPtrArray *tables,
                                        const guint8 *secret,
                                        const char *book);

/* The same with an eye to the whole year: sums that were published too high in earlier quarters are
 * rather published too low now (protection §1, λ = 1). @carry: figure (as PakivPublishedSums names
 * it) → gint64*, published less true in those quarters; NULL or empty for none. @own, where not
 * NULL, is (transfer full) the same of this quarter, only what is not 0. Both are as secret as true
 * counts. */
PakivSafeCube *pakiv_safe_cube_protect_with_carry (const PakivCounts *counts,
                                                   GPtrArray *tables,
                                                   const guint8 *secret,
                                                   const char *book,
                                                   GHashTable *carry,
                                                   GHashTable **own);

/* (transfer full): of @changes, what is shown as added (@sign 1) or as taken out (−1), without its
 * sign. NULL where a change is shown that is no whole multiple of the base. */
PakivSafeCube *pakiv_safe_cube_new_of_changes (const PakivChanges *changes, int sign);

void pakiv_safe_cube_free (PakivSafeCube *cube);

const PakivCubeSpec *pakiv_safe_cube_get_spec (const PakivSafeCube *cube);
PakivPeriod pakiv_safe_cube_get_period (const PakivSafeCube *cube);
const PakivCell *pakiv_safe_cube_get_cells (const PakivSafeCube *cube, guint *n);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PakivSafeCube, pakiv_safe_cube_free)

G_END_DECLS
