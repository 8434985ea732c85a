/* A column of a small row ("woman, 18 to 24, 2"): the label small above its control. Only for codes
 * and counts; other columns get the rows that a form has. */
#pragma once

#include "pakiv-field-row.h"

G_BEGIN_DECLS

#define PAKIV_TYPE_FIELD_CELL (pakiv_field_cell_get_type ())
G_DECLARE_FINAL_TYPE (PakivFieldCell, pakiv_field_cell, PAKIV, FIELD_CELL, GtkBox)

PakivFieldRow *pakiv_field_cell_new (const PakivField *field);

/* Whether all columns of @field fit as cells on one line. */
gboolean pakiv_field_cell_suits (const PakivField *field);

G_END_DECLS
