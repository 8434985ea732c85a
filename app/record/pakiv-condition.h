/* When a field applies or a rule binds: "type in STOP and searched in YES".
 * Each clause is FIELD in CODE…, a code may be a group of the field's codelist, and all must hold.
 */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

typedef struct _PakivField PakivField;
typedef struct _PakivKind PakivKind;
typedef struct _PakivRecord PakivRecord;
typedef struct _PakivRow PakivRow;
typedef struct _PakivCondition PakivCondition;

/* NULL and @error where @text can't be read. */
PakivCondition *pakiv_condition_parse (const char *text, GError **error);
void pakiv_condition_free (PakivCondition *condition);

/* Every field named is one of @fields (PakivField) and every code is in its list. */
gboolean pakiv_condition_check (const PakivCondition *condition, GPtrArray *fields, GError **error);

/* NULL holds always. @row is the row the field is a column of, else NULL; its columns come first.
 */
gboolean pakiv_condition_holds (const PakivCondition *condition,
                                const PakivRecord *record,
                                const PakivRow *row);

/* One clause at a time, for who counts many records. Which field it asks; whether @value (NULL: not
 * stated) of @field is what it asks for. */
guint pakiv_condition_count_clauses (const PakivCondition *condition); /* 0 for NULL */
const char *pakiv_condition_get_field (const PakivCondition *condition, guint clause);
gboolean pakiv_condition_accepts (const PakivCondition *condition,
                                  guint clause,
                                  const PakivField *field,
                                  const char *value);

/* The column that a clause about a row means: of the first ROWS field that has it; or NULL. */
const PakivField *pakiv_condition_find_column (const PakivKind *kind, const char *id);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PakivCondition, pakiv_condition_free)

G_END_DECLS
