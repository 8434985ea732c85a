/* Which widget suits which field. */
#include "pakiv-field-rows.h"

PakivFieldRow *
pakiv_field_row_new (const PakivField *field)
{
  g_return_val_if_fail (field != NULL, NULL);

  switch (field->type)
    {
    case PAKIV_FIELD_DATE:
      return pakiv_date_row_new (field);
    case PAKIV_FIELD_CODE:
      return pakiv_toggles_row_suit (field) ? pakiv_toggles_row_new (field)
                                            : pakiv_code_row_new (field);
    case PAKIV_FIELD_CODES:
      return pakiv_codes_row_new (field);
    case PAKIV_FIELD_COUNT:
      return pakiv_count_row_new (field);
    case PAKIV_FIELD_NOTES:
      return pakiv_notes_row_new (field);
    case PAKIV_FIELD_ROWS:
      return pakiv_table_row_new (field);
    case PAKIV_FIELD_TEXT:
    default:
      return pakiv_text_row_new (field);
    }
}
