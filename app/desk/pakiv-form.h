/* The form of one record kind, made from its definition: groups, fields, hints. It shows a draft,
 * hides what does not apply as soon as it does not, and shows problems at their fields. It saves
 * nothing. */
#pragma once

#include "pakiv-draft.h"
#include "pakiv-rules.h"

#include <adwaita.h>

G_BEGIN_DECLS

#define PAKIV_TYPE_FORM (pakiv_form_get_type ())
G_DECLARE_FINAL_TYPE (PakivForm, pakiv_form, PAKIV, FORM, AdwBin)

/* @role: what another side writes is shown and can't be changed. */
GtkWidget *pakiv_form_new (const PakivKind *kind, PakivRole role);

void pakiv_form_set_draft (PakivForm *self, PakivDraft *draft);
PakivDraft *pakiv_form_get_draft (PakivForm *self);

/* Checks as someone typing on @today. From then on problems are shown, and go away as they are
 * mended; TRUE when there is none, else the first one has the focus and is spoken. */
gboolean pakiv_form_check (PakivForm *self, const char *today);

/* Focus on the first field. */
void pakiv_form_focus_first (PakivForm *self);

/* The row of a field, or NULL: for tests. */
GtkWidget *pakiv_form_find_row (PakivForm *self, const char *field);

G_END_DECLS
