/* A revision forced by law (reference: protection §1): what has changed in a released quarter since
 * its first release, protected by the same rule, signed, kept and passed on beside it. The first
 * release stays as it was sent. */
#pragma once

#include "pakiv-desk.h"
#include "pakiv-package.h"

G_BEGIN_DECLS

/* (transfer full): the signed package, the next version of the quarter. Where nothing was corrected
 * since the newest revision, that revision's bytes again.
 *
 * @reason is a code of the list revision-reason, which is published: why a law asks for it. Refused
 * (PAKIV_LOG_ERROR_REFUSED) for another one, for a quarter that is not released, where nothing was
 * corrected, where too little was corrected to be shown, and where the attacker finds a small count
 * beside the first release. */
GBytes *pakiv_revision_maker_make (PakivLog *log,
                                   PakivDesk *desk,
                                   PakivPeriod period,
                                   const char *reason,
                                   GCancellable *cancellable,
                                   GError **error);

/* Enters in the log's trace that the revision in @package is passed on, before it is. @recipient:
 * the council's address, or the base name of a file. */
gboolean pakiv_revision_maker_note_passed_on (PakivLog *log,
                                              GBytes *package,
                                              const char *recipient,
                                              GError **error);

G_END_DECLS
