/* What a release has that the last one of its log had not, and what rose or fell by more than
 * protection explains, table by table. Of published figures alone. */
#pragma once

#include "pakiv-release.h"

#include <adwaita.h>

G_BEGIN_DECLS

#define PAKIV_TYPE_RELEASE_CHANGES (pakiv_release_changes_get_type ())
G_DECLARE_FINAL_TYPE (PakivReleaseChanges, pakiv_release_changes, PAKIV, RELEASE_CHANGES, AdwBin)

GtkWidget *pakiv_release_changes_new (void);

/* Neither is kept. @before NULL: there is no earlier release; @now NULL: empties it. */
void pakiv_release_changes_set_releases (PakivReleaseChanges *self,
                                         const PakivRelease *now,
                                         const PakivRelease *before);

G_END_DECLS
