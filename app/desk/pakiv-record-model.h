/* The records of one kind in one log as a list: the row numbers at once, the records themselves a
 * page at a time as they come into sight. A list of all records would be slow; an OFFSET into a
 * million costs 100 ms, a vector of numbers nothing. */
#pragma once

#include "pakiv-log.h"
#include "pakiv-record-item.h"

#include <gio/gio.h>

G_BEGIN_DECLS

#define PAKIV_TYPE_RECORD_MODEL (pakiv_record_model_get_type ())
G_DECLARE_FINAL_TYPE (PakivRecordModel, pakiv_record_model, PAKIV, RECORD_MODEL, GObject)

PakivRecordModel *pakiv_record_model_new (PakivLog *log, const PakivKind *kind);

/* Shows these numbers (taken over) in place of those before. */
void pakiv_record_model_set_numbers (PakivRecordModel *self, GArray *numbers);

/* Reads the page of @position again: the record or its draft changed. */
void pakiv_record_model_touch (PakivRecordModel *self, guint position);

/* Where a record stands; FALSE where it is not among the shown. Looks at the first few pages only
 * when
 * @number is 0 and it must go by @id. */
gboolean
pakiv_record_model_find (PakivRecordModel *self, gint64 number, const char *id, guint *position);

G_END_DECLS
