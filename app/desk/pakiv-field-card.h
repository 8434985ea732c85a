/* One row of a ROWS field: its columns, and a button that removes it. */
#pragma once

#include "pakiv-field-row.h"

G_BEGIN_DECLS

#define PAKIV_TYPE_FIELD_CARD (pakiv_field_card_get_type ())
G_DECLARE_FINAL_TYPE (PakivFieldCard, pakiv_field_card, PAKIV, FIELD_CARD, AdwBin)

/* Emits "remove". */
GtkWidget *pakiv_field_card_new (const PakivField *field, PakivDraft *draft, guint row);

/* Columns come and go with what the row says. */
void pakiv_field_card_update (PakivFieldCard *self);
PakivFieldRow *pakiv_field_card_find (PakivFieldCard *self,
                                      const char *column); /* NULL: the first */
void pakiv_field_card_clear_problems (PakivFieldCard *self);

G_END_DECLS
