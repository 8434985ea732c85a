/* The attacker at the council, who holds what was received before (reference: protection §2, S4).
 * That each release alone keeps small counts hidden was found when its package was read; here it is
 * set beside the others of the same station, log and quarter, which are about the same records.
 * Other quarters are other records.
 *
 * It takes no longer than one look at each figure of these releases, of which there are few: no
 * limit of time is needed to keep it short. */
#pragma once

#include "pakiv-inbox.h"

G_BEGIN_DECLS

/* Adds a sentence to the conflicts of @package for each table of which an earlier release and this
 * one together give a small count away, or contradict each other. FALSE and @error where the inbox
 * can't be read, or (PAKIV_COUNCIL_ERROR_ORDER) does not hold the first release of a revision. */
gboolean pakiv_earlier_check_run (PakivInbox *inbox,
                                  const PakivStation *station,
                                  PakivPackage *package,
                                  GError **error);

G_END_DECLS
