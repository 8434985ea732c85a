/* List and form of one kind of record side by side. */
#pragma once

#include "pakiv-record-list.h"
#include "pakiv-record-page.h"

G_BEGIN_DECLS

#define PAKIV_TYPE_KIND_PAGE (pakiv_kind_page_get_type ())
G_DECLARE_FINAL_TYPE (PakivKindPage, pakiv_kind_page, PAKIV, KIND_PAGE, AdwBin)

/* Emits "toast" (AdwToast). */
GtkWidget *pakiv_kind_page_new (PakivLog *log, const PakivKind *kind);

const PakivKind *pakiv_kind_page_get_kind (PakivKindPage *self);
PakivRecordList *pakiv_kind_page_get_list (PakivKindPage *self);
PakivRecordPage *pakiv_kind_page_get_record_page (PakivKindPage *self);

void pakiv_kind_page_new_record (PakivKindPage *self);
void pakiv_kind_page_flush (PakivKindPage *self);

/* Records came in otherwise, by an import or a release that closed their book. */
void pakiv_kind_page_refresh (PakivKindPage *self);

G_END_DECLS
