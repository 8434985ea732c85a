/* How a release keeps small numbers, for who signs it: what is shown together and why, what was
 * tried to find the numbers behind it, and what came of that, in sentences. */
#pragma once

#include "pakiv-certificate.h"
#include "pakiv-release.h"

#include <adwaita.h>

G_BEGIN_DECLS

#define PAKIV_TYPE_RELEASE_ATTEMPTS (pakiv_release_attempts_get_type ())
G_DECLARE_FINAL_TYPE (PakivReleaseAttempts, pakiv_release_attempts, PAKIV, RELEASE_ATTEMPTS, AdwBin)

GtkWidget *pakiv_release_attempts_new (void);

/* Nothing was tried on it yet. NULL: there is none. */
void pakiv_release_attempts_set_release (PakivReleaseAttempts *self, const PakivRelease *release);

/* It is being tried, or no longer. */
void pakiv_release_attempts_set_trying (PakivReleaseAttempts *self, gboolean trying);

/* Not kept. NULL: its package says nothing of what was tried. */
void pakiv_release_attempts_set_certificate (PakivReleaseAttempts *self,
                                             const PakivCertificate *certificate);
gboolean pakiv_release_attempts_is_filled (PakivReleaseAttempts *self);

G_END_DECLS
