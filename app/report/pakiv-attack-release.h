/* The attacker on a release, before it goes and again at the council (reference: protection §2).
 *
 * From the release alone the finest figures of every table are taken for base cells, which is more
 * than a reader knows: 0 may be 0 … b − 1, b may be 1 … b, and what is larger is taken for exact.
 * Tables that share dimensions do not narrow each other below that, however many there are. A
 * reader knows that there is a safe cube, each cell 0 or at least b, that has these sums; the data
 * that can be are those of all such cubes together, and of one cube they are every choice of a
 * count from each cell's own range, since a range depends on that cell's figure alone. The cube
 * that was really made is among them. So even a reader who worked out that very cube knows a count
 * only where it is larger than b, and every small count, or sum of counts with a small one among
 * them, keeps at least b values. The same holds where a figure is so many whole bases: each cell
 * then keeps b values or more, whatever it is. (tests/report/test-attack-joint.c tries it out. It
 * is not assumed that the reader could know the keyed draws.) Two versions of one quarter are two
 * cubes of the same counts, and there ranges do narrow each other: that is what earlier releases
 * could do, where a book was not closed.
 *
 * With the true counts and their safe cubes, the base cells are the real ones, and those are tried
 * who know something beside (pakiv-attack-truth.h). */
#pragma once

#include "pakiv-attack.h"
#include "pakiv-certificate.h"
#include "pakiv-release.h"

G_BEGIN_DECLS

typedef struct
{
  guint scenarios;    /* a bit for each PakivScenario; 0: all that can be tried */
  GPtrArray *earlier; /* PakivRelease, or NULL */
  GPtrArray *counts;  /* PakivCounts, with … */
  GPtrArray *cubes;   /* … the PakivSafeCube of each; or both NULL */
  double seconds;     /* for an insider's search, at most; 0 is a minute */
} PakivReleaseAttack;

/* A range that was found: where it stands in the release, and how narrow it is. */
typedef struct
{
  PakivScenario scenario;
  const PakivTable *table; /* NULL for base cells, of which nothing more is said */
  gsize offset;            /* as pakiv_table_offset() */
  PakivAttackRange range;
} PakivReleaseTarget;

/* NULL where it was cancelled, or where @release and an earlier one or the counts contradict each
 * other. @targets: (element-type PakivReleaseTarget in a GArray) gets every target of a table, or
 * NULL. */
PakivCertificate *pakiv_attack_release (const PakivRelease *release,
                                        const PakivReleaseAttack *attack,
                                        GArray *targets,
                                        GCancellable *cancellable,
                                        GError **error);

G_END_DECLS
