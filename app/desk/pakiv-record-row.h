/* How a record looks in the list: type and day above, the rest in one line below. */
#pragma once

#include "pakiv-record-item.h"

#include <adwaita.h>

G_BEGIN_DECLS

#define PAKIV_TYPE_RECORD_ROW (pakiv_record_row_get_type ())
G_DECLARE_FINAL_TYPE (PakivRecordRow, pakiv_record_row, PAKIV, RECORD_ROW, AdwBin)

GtkWidget *pakiv_record_row_new (void);
void pakiv_record_row_set_item (PakivRecordRow *self, PakivRecordItem *item);

G_END_DECLS
