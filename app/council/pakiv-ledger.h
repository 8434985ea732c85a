/* The ledger: a release set against everything that was ever received of the same station and log,
 * and against its own quarter (protection §1: nothing published is ever
 * computed again). That a quarter has one release of counts only, the inbox holds; what it and a
 * revision give away together, pakiv-earlier-check finds; a year is only ever added up here, from
 * what is held. */
#pragma once

#include "pakiv-inbox.h"

G_BEGIN_DECLS

/* Adds a sentence to the conflicts of @package where it
 * - is of a quarter that is not over,
 * - has figures of months that are another quarter's, which overlap with that one's, or
 * - has, month aside, exactly the figures of another quarter: the same records a second time.
 * FALSE and @error where the inbox can't be read. */
gboolean pakiv_ledger_check (PakivInbox *inbox,
                             const PakivStation *station,
                             PakivPackage *package,
                             GError **error);

G_END_DECLS
