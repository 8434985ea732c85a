/* The form of one record with what can be done to it: save, discard changes, delete. What is typed
 * is kept as a draft in the log, and offered back where it was being typed. */
#pragma once

#include "pakiv-draft.h"
#include "pakiv-log.h"

#include <adwaita.h>

G_BEGIN_DECLS

#define PAKIV_TYPE_RECORD_PAGE (pakiv_record_page_get_type ())
G_DECLARE_FINAL_TYPE (PakivRecordPage, pakiv_record_page, PAKIV, RECORD_PAGE, AdwBin)

/* Emits "saved" (id), "deleted" (PakivRecord), "draft-changed" (a draft came or went), "failed" (a
 * sentence). */
GtkWidget *pakiv_record_page_new (PakivLog *log, const PakivKind *kind);

/* Nothing to show: says how to begin. What was typed is kept. */
void pakiv_record_page_close (PakivRecordPage *self);

/* The new record, with what was typed of it before. */
void pakiv_record_page_open_new (PakivRecordPage *self);
gboolean pakiv_record_page_open (PakivRecordPage *self, gint64 number, GError **error);

/* What is shown: its id (NULL for a new one), its draft (NULL for none). */
const char *pakiv_record_page_get_id (PakivRecordPage *self);
gint64 pakiv_record_page_get_number (PakivRecordPage *self);
void pakiv_record_page_set_number (PakivRecordPage *self, gint64 number);
PakivDraft *pakiv_record_page_get_draft (PakivRecordPage *self);

void pakiv_record_page_save (PakivRecordPage *self);
void pakiv_record_page_discard (PakivRecordPage *self);
void pakiv_record_page_delete (PakivRecordPage *self);

/* Writes the draft at once: the window closes or locks. */
void pakiv_record_page_flush (PakivRecordPage *self);

G_END_DECLS
