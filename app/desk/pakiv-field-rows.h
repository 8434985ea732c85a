/* The widgets behind PakivFieldRow, one file each. */
#pragma once

#include "pakiv-field-row.h"

G_BEGIN_DECLS

#define PAKIV_TYPE_TEXT_ROW (pakiv_text_row_get_type ())
G_DECLARE_FINAL_TYPE (PakivTextRow, pakiv_text_row, PAKIV, TEXT_ROW, AdwEntryRow)

#define PAKIV_TYPE_DATE_ROW (pakiv_date_row_get_type ())
G_DECLARE_FINAL_TYPE (PakivDateRow, pakiv_date_row, PAKIV, DATE_ROW, AdwEntryRow)

#define PAKIV_TYPE_NOTES_ROW (pakiv_notes_row_get_type ())
G_DECLARE_FINAL_TYPE (PakivNotesRow, pakiv_notes_row, PAKIV, NOTES_ROW, AdwPreferencesRow)

#define PAKIV_TYPE_COUNT_ROW (pakiv_count_row_get_type ())
G_DECLARE_FINAL_TYPE (PakivCountRow, pakiv_count_row, PAKIV, COUNT_ROW, AdwActionRow)

/* One code, from a list that drops down. */
#define PAKIV_TYPE_CODE_ROW (pakiv_code_row_get_type ())
G_DECLARE_FINAL_TYPE (PakivCodeRow, pakiv_code_row, PAKIV, CODE_ROW, AdwActionRow)

/* One of a few codes with short labels, all in sight. */
#define PAKIV_TYPE_TOGGLES_ROW (pakiv_toggles_row_get_type ())
G_DECLARE_FINAL_TYPE (PakivTogglesRow, pakiv_toggles_row, PAKIV, TOGGLES_ROW, AdwActionRow)

/* Several codes: buttons that stay pressed, wrapped over as many lines as they need. */
#define PAKIV_TYPE_CODES_ROW (pakiv_codes_row_get_type ())
G_DECLARE_FINAL_TYPE (PakivCodesRow, pakiv_codes_row, PAKIV, CODES_ROW, AdwPreferencesRow)

/* Rows of columns, each row a card that can be removed. */
#define PAKIV_TYPE_TABLE_ROW (pakiv_table_row_get_type ())
G_DECLARE_FINAL_TYPE (PakivTableRow, pakiv_table_row, PAKIV, TABLE_ROW, AdwPreferencesGroup)

PakivFieldRow *pakiv_text_row_new (const PakivField *field);
PakivFieldRow *pakiv_date_row_new (const PakivField *field);
PakivFieldRow *pakiv_notes_row_new (const PakivField *field);
PakivFieldRow *pakiv_count_row_new (const PakivField *field);
PakivFieldRow *pakiv_code_row_new (const PakivField *field);
PakivFieldRow *pakiv_toggles_row_new (const PakivField *field);
PakivFieldRow *pakiv_codes_row_new (const PakivField *field);
PakivFieldRow *pakiv_table_row_new (const PakivField *field);

/* Whether the codes' labels are few and short enough to stand side by side. */
gboolean pakiv_toggles_row_suit (const PakivField *field);

G_END_DECLS
