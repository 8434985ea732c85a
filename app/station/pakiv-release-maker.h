/* From an open log to a protected release: count, protect, lay out in tables; and, when someone
 * says so, sign it, keep it and close its book. Used by the desk and the command line alike. */
#pragma once

#include "pakiv-desk.h"
#include "pakiv-package.h"

G_BEGIN_DECLS

/* (transfer full): what would be sent, exactly. For a quarter already released, what was sent.
 * Refused for a quarter that is not over and for one without records. Closes nothing. A cancel
 * stops the counting. */
PakivRelease *pakiv_release_maker_preview (
    PakivLog *log, PakivDesk *desk, PakivPeriod period, GCancellable *cancellable, GError **error);

/* (transfer full): the signed package; made once, the same bytes ever after. Closes the book.
 * @shown: what somebody looked at and agreed to, or NULL; where any figure would be another one,
 * this is refused and nothing is signed; likewise where
 * the attacker finds a small count (pakiv-release-check.h). A cancel stops the counting; what is
 * signed is signed. */
GBytes *pakiv_release_maker_make (PakivLog *log,
                                  PakivDesk *desk,
                                  PakivPeriod period,
                                  const PakivRelease *shown,
                                  GCancellable *cancellable,
                                  GError **error);

/* Enters in the log's trace that the quarter's release is passed on, before it is. @recipient: the
 * council's address, or the base name of a file. */
gboolean pakiv_release_maker_note_passed_on (PakivLog *log,
                                             PakivPeriod period,
                                             const char *recipient,
                                             GError **error);

G_END_DECLS
