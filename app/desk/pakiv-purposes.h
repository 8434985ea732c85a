/* What a member may say they are here to do: the codelist "purpose". It is told to the trace of
 * every record they look at (LED Article 25). */
#pragma once

#include "pakiv-definitions.h"
#include "pakiv-role.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

typedef struct _PakivPurposes PakivPurposes;

/* Empty where the definitions have none. */
PakivPurposes *pakiv_purposes_new (PakivDefinitions *definitions);
void pakiv_purposes_free (PakivPurposes *purposes);

guint pakiv_purposes_get_n (PakivPurposes *purposes);
const char *pakiv_purposes_get_code (PakivPurposes *purposes, guint position);  /* or NULL */
const char *pakiv_purposes_get_label (PakivPurposes *purposes, guint position); /* or NULL */

/* G_MAXUINT where there is no such code. */
guint pakiv_purposes_find (PakivPurposes *purposes, const char *code);

/* What a role mostly comes for; a code, which may not be in the list. */
const char *pakiv_purposes_get_usual (PakivRole role);

/* (transfer full): the labels, for a drop-down. */
GListModel *pakiv_purposes_make_model (PakivPurposes *purposes);

/* (transfer full): a choice of one, each with @action and its code. */
GMenuModel *pakiv_purposes_make_menu (PakivPurposes *purposes, const char *action);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PakivPurposes, pakiv_purposes_free)

G_END_DECLS
