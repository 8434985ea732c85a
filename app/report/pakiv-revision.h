/* A revision's tables, and the attacker who sets them beside the first release. */
#pragma once

#include "pakiv-certificate.h"
#include "pakiv-release.h"
#include "pakiv-safe-change.h"

G_BEGIN_DECLS

/* Adds to @revision what @changes, protected by pakiv_safe_change_protect(), shows as added and as
 * taken out: the tables of @report over that cube which @first has, each only where it is not 0
 * throughout, or where @last, the revision before (or NULL), has it. Where both are alike at every
 * figure, the table has not changed and neither is added. Categories are shown together as @first
 * shows them, and where the first figures with these changes would tell the same of nearly everyone
 * in a row, further ones (pakiv-group-disclosure.h; sentences go to the findings of @revision). The
 * change alone is no group that anyone outside could know. FALSE and @error (PAKIV_ERROR_INVALID)
 * where the lists of codes have changed so that a figure has no place in the first release's table.
 */
gboolean pakiv_revision_add_tables (PakivRelease *revision,
                                    const PakivReportSpec *report,
                                    const PakivChanges *changes,
                                    const PakivRelease *first,
                                    const PakivRelease *last,
                                    GError **error);

/* Whether any figure of @revision is another than that of @other, of the same quarter; what a table
 * does not show is 0. @other NULL: whether any is not 0. */
gboolean pakiv_revision_differs (const PakivRelease *revision, const PakivRelease *other);

/* What who has both can find out (S4): for each finest figure of the first release's tables, how
 * narrow what was there, what was taken out and what stayed become. @finding gets how many, and the
 * narrowest; @conflicts (char*) a sentence for each table where a count below the base could be
 * found out, where more was taken out than there was, or which the first release does not have. */
void pakiv_revision_attack (const PakivRelease *revision,
                            const PakivRelease *first,
                            PakivFinding *finding,
                            GPtrArray *conflicts);

G_END_DECLS
