/* What the form works on: a record being typed beside the record as it was last saved. Widgets
 * write here and hold no state of their own; whether something changed is found by comparing the
 * two. */
#pragma once

#include "pakiv-record.h"

#include <glib-object.h>

G_BEGIN_DECLS

/* Where a value stands: in the record itself (@rows NULL), or in a row of one of its ROWS fields.
 */
typedef struct
{
  const char *rows; /* interned */
  guint row;
} PakivPlace;

#define PAKIV_TYPE_DRAFT (pakiv_draft_get_type ())
G_DECLARE_FINAL_TYPE (PakivDraft, pakiv_draft, PAKIV, DRAFT, GObject)

/* @typed: a draft found in the log, or NULL. Both are copied. Emits "changed" when a value changes.
 */
PakivDraft *pakiv_draft_new (const PakivRecord *saved, const PakivRecord *typed);

const PakivRecord *pakiv_draft_get_record (PakivDraft *self);
const PakivRecord *pakiv_draft_get_saved (PakivDraft *self);
const PakivRow *pakiv_draft_get_row (PakivDraft *self,
                                     PakivPlace place); /* NULL: the record itself */

const char *pakiv_draft_get (PakivDraft *self, PakivPlace place, const char *field);
void pakiv_draft_set (PakivDraft *self, PakivPlace place, const char *field, const char *value);

guint pakiv_draft_add_row (PakivDraft *self, const char *rows); /* its number */
void pakiv_draft_remove_row (PakivDraft *self, const char *rows, guint row);

/* Whether saving would change anything: values of fields that do not apply do not count. */
gboolean pakiv_draft_is_changed (PakivDraft *self);

/* Back to the saved record. */
void pakiv_draft_reset (PakivDraft *self);

G_END_DECLS
