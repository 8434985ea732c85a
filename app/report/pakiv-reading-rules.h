/* What a reader must know before believing a figure (reference: domain §3, protection §1). */
#pragma once

#include "pakiv-release.h"

G_BEGIN_DECLS

void pakiv_reading_rules_append (GString *html, const PakivRelease *release);

G_END_DECLS
