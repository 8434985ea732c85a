/* The codes a person may choose from for one field: those offered for typing, and whatever the
 * record already holds, be it imported history. */
#pragma once

#include "pakiv-field.h"

G_BEGIN_DECLS

/* (transfer container): const PakivCode, in the list's order. @value may be NULL, or several codes.
 */
GPtrArray *pakiv_code_choice (const PakivField *field, const char *value);

G_END_DECLS
