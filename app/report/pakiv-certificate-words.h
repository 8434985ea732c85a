/* What the attacker tried on a release and what came of it, for people: an officer before signing,
 * a councillor on the page, a script's reader. */
#pragma once

#include "pakiv-certificate.h"

G_BEGIN_DECLS

/* (transfer full) (element-type char*): a translated sentence for each scenario that was tried, in
 * their order. Numbers that only the truth could tell are said where the certificate has them,
 * which is at the station; what a package carries has none. */
GPtrArray *pakiv_certificate_to_words (const PakivCertificate *certificate);

/* (transfer full): the same as one paragraph, with what comes before it. @certificate: as read from
 * a package; NULL for one of a time when packages had none. */
char *pakiv_certificate_to_paragraph (const PakivCertificate *certificate);

G_END_DECLS
