/* A release exactly as the council will see it: the very page that the council shows, read element
 * by element and laid out as widgets, so that no word and no figure can differ. Nothing is computed
 * here. */
#pragma once

#include "pakiv-true-figures.h"

#include <adwaita.h>

G_BEGIN_DECLS

#define PAKIV_TYPE_RELEASE_PREVIEW (pakiv_release_preview_get_type ())
G_DECLARE_FINAL_TYPE (PakivReleasePreview, pakiv_release_preview, PAKIV, RELEASE_PREVIEW, AdwBin)

GtkWidget *pakiv_release_preview_new (void);

/* Takes @release over; NULL empties the preview. */
void pakiv_release_preview_set_release (PakivReleasePreview *self, PakivRelease *release);
const PakivRelease *pakiv_release_preview_get_release (PakivReleasePreview *self); /* or NULL */

/* Takes @truth over: the true figures of the release that is shown stand beside the published ones,
 * marked, until another release is set or NULL here. */
void pakiv_release_preview_set_truth (PakivReleasePreview *self, PakivTrueFigures *truth);
gboolean pakiv_release_preview_has_truth (PakivReleasePreview *self);

/* (transfer full): the page that the preview of @release shows, to tell whether two are the same.
 */
char *pakiv_release_preview_write (const PakivRelease *release);

G_END_DECLS
