/* The attacker before a release is signed (reference: protection §2). What he finds refuses it, and
 * so does what can't be proved: nothing is signed and no book is closed then.
 *
 * Refused is what reaches somebody outside: who reads the release (S0), knows impossible
 * combinations (S1) or a case of one's own (S2), or kept the earlier releases of this log (S4).
 * What an insider with exact margins could work out (S3) is told to who signs, below, but refuses
 * nothing: where only one record has a combination he knows, any figure that was rounded up tells
 * him more of it, in every quarter of every small station. It is not in the package either, since
 * it depends on the truth. */
#pragma once

#include "pakiv-attack-release.h"
#include "pakiv-log.h"

G_BEGIN_DECLS

/* (transfer full): for the package. @counts (PakivCounts) and @cubes (the PakivSafeCube of each)
 * are what @release was made of. PAKIV_LOG_ERROR_REFUSED names the table and what to do. */
PakivCertificate *pakiv_release_check_run (PakivLog *log,
                                           const PakivRelease *release,
                                           GPtrArray *counts,
                                           GPtrArray *cubes,
                                           GCancellable *cancellable,
                                           GError **error);

/* (transfer full): everything that can be tried on what the preview shows, the insider too, for at
 * most @seconds for each thing that is counted. Refuses nothing: pakiv_certificate_to_words() says
 * what was found. */
PakivCertificate *pakiv_release_check_preview (PakivLog *log,
                                               const PakivRelease *release,
                                               double seconds,
                                               GCancellable *cancellable,
                                               GError **error);

G_END_DECLS
