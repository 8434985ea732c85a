/* The attacker with the truth of an open log at hand: counts the quarter again, protects it again
 * and makes sure that this is the release, then tries what an insider could find. */
#pragma once

#include "pakiv-attack-release.h"
#include "pakiv-log.h"

G_BEGIN_DECLS

/* As pakiv_attack_release(), whose @attack gets the counts and cubes. Refused where the log no
 * longer gives the figures of @release: records of its quarter were changed since. */
PakivCertificate *pakiv_release_attack_run (PakivLog *log,
                                            const PakivRelease *release,
                                            const PakivReleaseAttack *attack,
                                            GArray *targets,
                                            GCancellable *cancellable,
                                            GError **error);

G_END_DECLS
