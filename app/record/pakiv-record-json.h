/* A record as JSON: {"date": "2021-03-31", "reason": ["BEHAV"], "met": [{"gender": "F", "number":
 * 2}]}. The keys are the definition's field ids. A key that it does not know or that stands twice
 * in one object is refused by name. */
#pragma once

#include "pakiv-record.h"

G_BEGIN_DECLS

PakivRecord *
pakiv_record_from_json (const PakivKind *kind, const char *text, gssize length, GError **error);

/* FALSE and the key's name where the record states something that is not asked of such a record,
 * and that saving it would therefore drop without a word. */
gboolean pakiv_record_check_asked (const PakivRecord *record, GError **error);

G_END_DECLS
