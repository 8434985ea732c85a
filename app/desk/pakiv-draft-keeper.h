/* Writes what is being typed into the log: 800 ms after the last change, and at least every 1.5 s
 * while someone goes on typing, so that a power cut takes less than two seconds of work. */
#pragma once

#include "pakiv-draft.h"
#include "pakiv-log.h"

G_BEGIN_DECLS

#define PAKIV_TYPE_DRAFT_KEEPER (pakiv_draft_keeper_get_type ())
G_DECLARE_FINAL_TYPE (PakivDraftKeeper, pakiv_draft_keeper, PAKIV, DRAFT_KEEPER, GObject)

/* Emits "kept" after each try, with the error's sentence, or NULL when all is well. */
PakivDraftKeeper *pakiv_draft_keeper_new (PakivLog *log);

/* Keeps @draft from now on; what was pending of the one before is written first. NULL: none. */
void pakiv_draft_keeper_watch (PakivDraftKeeper *self, PakivDraft *draft);

/* Writes at once what is pending. */
void pakiv_draft_keeper_flush (PakivDraftKeeper *self);

/* Drops what is pending: the record was saved or its draft discarded. */
void pakiv_draft_keeper_forget (PakivDraftKeeper *self);

G_END_DECLS
