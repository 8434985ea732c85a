/* What a record must be before a log takes it. Rules that bind a person typing (what must be filled
 * in, and codes that only imported history uses) do not bind an import: what its source did not
 * state stays not stated. A record that has such codes in the log (record->imported) may keep them.
 */
#pragma once

#include "pakiv-record.h"

G_BEGIN_DECLS

typedef enum
{
  PAKIV_RULES_TYPED,
  PAKIV_RULES_IMPORTED,
} PakivRulesMode;

typedef struct
{
  char *field;   /* a field's id */
  int row;       /* of a ROWS field, from 0; -1 for the field itself */
  char *column;  /* of a ROWS field, or NULL */
  char *message; /* a whole sentence, translated */
} PakivProblem;

/* (transfer full) (element-type PakivProblem): empty when all is well. @today is "2021-03-31". */
GPtrArray *pakiv_rules_check (const PakivRecord *record, PakivRulesMode mode, const char *today);

/* The same as one error, "Type: Choose one. District: …"; TRUE when all is well. */
gboolean pakiv_rules_accept (const PakivRecord *record,
                             PakivRulesMode mode,
                             const char *today,
                             GError **error);

/* Drops values of fields that do not apply, empty rows and doubled codes; puts codes in list order.
 */
void pakiv_rules_normalise (PakivRecord *record);

/* Whether the field is asked at all, the record being what it is. */
gboolean pakiv_rules_field_applies (const PakivRecord *record, const PakivField *field);

G_END_DECLS
