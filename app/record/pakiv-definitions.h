/* All record kinds and codelists, read once from a data folder and then never changed.
 * Values that point into it (kinds, fields, codelists) live as long as it does: hold a reference.
 */
#pragma once

#include "pakiv-kind.h"

G_BEGIN_DECLS

typedef struct _PakivDefinitions PakivDefinitions;

/* @folder has records/ and codelists/; @overrides, which may be NULL or absent, is a municipality's
 * own folder whose codelists/ replace local lists of the same id (districts) and give other lists
 * new labels, never other codes. */
PakivDefinitions *
pakiv_definitions_load (const char *folder, const char *overrides, GError **error);
PakivDefinitions *pakiv_definitions_ref (PakivDefinitions *definitions);
void pakiv_definitions_unref (PakivDefinitions *definitions);

GPtrArray *
pakiv_definitions_get_kinds (PakivDefinitions *definitions); /* PakivKind, in file order */
const PakivKind *pakiv_definitions_find_kind (PakivDefinitions *definitions, const char *id);

/* Any codelist, also one that no kind uses (purpose); NULL where there is none of that id. */
const PakivCodelist *pakiv_definitions_find_codelist (PakivDefinitions *definitions,
                                                      const char *id);

/* The folder it was read from: reports/ and import/ stand there too. */
const char *pakiv_definitions_get_folder (PakivDefinitions *definitions);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PakivDefinitions, pakiv_definitions_unref)

G_END_DECLS
