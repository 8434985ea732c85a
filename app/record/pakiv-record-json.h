/* A record as JSON: {"date": "2021-03-31", "reason": ["BEHAV"], "met": [{"gender": "F", "number":
 * 2}]}. The keys are the definition's field ids. A key it does not know is refused by name. */
#pragma once

#include "pakiv-record.h"

G_BEGIN_DECLS

PakivRecord *
pakiv_record_from_json (const PakivKind *kind, const char *text, gssize length, GError **error);

G_END_DECLS
