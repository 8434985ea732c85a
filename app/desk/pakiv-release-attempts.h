/* What was tried to find the small numbers behind a release, and what came of it, in sentences. */
#pragma once

#include "pakiv-certificate.h"

#include <adwaita.h>

G_BEGIN_DECLS

#define PAKIV_TYPE_RELEASE_ATTEMPTS (pakiv_release_attempts_get_type ())
G_DECLARE_FINAL_TYPE (PakivReleaseAttempts, pakiv_release_attempts, PAKIV, RELEASE_ATTEMPTS, AdwBin)

GtkWidget *pakiv_release_attempts_new (void);

/* Not kept. NULL: nothing was tried yet. */
void pakiv_release_attempts_set_certificate (PakivReleaseAttempts *self,
                                             const PakivCertificate *certificate);
gboolean pakiv_release_attempts_is_filled (PakivReleaseAttempts *self);

G_END_DECLS
