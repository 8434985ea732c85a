/* The list of one kind's records: search as one types, newest first, and what to do where there is
 * none. */
#pragma once

#include "pakiv-log.h"

#include <adwaita.h>

G_BEGIN_DECLS

#define PAKIV_TYPE_RECORD_LIST (pakiv_record_list_get_type ())
G_DECLARE_FINAL_TYPE (PakivRecordList, pakiv_record_list, PAKIV, RECORD_LIST, AdwBin)

/* Emits "opened" (number as gint64, or 0 for the new record being typed), and "found" (number, id)
 * for the record that a refresh asked for. */
GtkWidget *pakiv_record_list_new (PakivLog *log, const PakivKind *kind);

/* Reads the numbers again and keeps the selection; @id: then selects this record (NULL: none
 * asked). */
void pakiv_record_list_refresh (PakivRecordList *self, const char *id);

/* The record's draft came or went. */
void pakiv_record_list_touch (PakivRecordList *self, gint64 number);

/* Whether a new record is being typed: shown above the list. */
void pakiv_record_list_set_new (PakivRecordList *self, gboolean exists, gboolean current);

void pakiv_record_list_focus_search (PakivRecordList *self);
void pakiv_record_list_set_search (PakivRecordList *self, const char *text);

/* Whether a search is still under way: for tests. */
gboolean pakiv_record_list_is_busy (PakivRecordList *self);
GListModel *pakiv_record_list_get_model (PakivRecordList *self);

G_END_DECLS
