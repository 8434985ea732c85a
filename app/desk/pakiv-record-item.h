/* A record as the list shows it: a day, a title, a line of words. Made when a row comes into sight.
 */
#pragma once

#include "pakiv-record.h"

#include <glib-object.h>

G_BEGIN_DECLS

#define PAKIV_TYPE_RECORD_ITEM (pakiv_record_item_get_type ())
G_DECLARE_FINAL_TYPE (PakivRecordItem, pakiv_record_item, PAKIV, RECORD_ITEM, GObject)

/* @record may be NULL: another session deleted it just now. @unsaved: a draft of it is kept. */
PakivRecordItem *pakiv_record_item_new (gint64 number, const PakivRecord *record, gboolean unsaved);

gint64 pakiv_record_item_get_number (PakivRecordItem *self);
const char *pakiv_record_item_get_id (PakivRecordItem *self); /* NULL where the record is gone */
const char *pakiv_record_item_get_day (PakivRecordItem *self);
const char *pakiv_record_item_get_title (PakivRecordItem *self);
const char *pakiv_record_item_get_words (PakivRecordItem *self);
gboolean pakiv_record_item_get_unsaved (PakivRecordItem *self);
gboolean pakiv_record_item_get_closed (PakivRecordItem *self);

/* (transfer full): all of it as one sentence, for a screen reader. */
char *pakiv_record_item_describe (PakivRecordItem *self);

G_END_DECLS
