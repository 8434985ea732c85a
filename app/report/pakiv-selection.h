/* Some of the figures of a published table, added up: "outcome in ARREST SEIZE and linked in YES".
 * A dimension that is not named counts as a whole. Reads nothing but what was published. */
#pragma once

#include "pakiv-release.h"

G_BEGIN_DECLS

typedef struct
{
  char *table;       /* id */
  char **dimensions; /* NULL-terminated */
  GPtrArray *codes;  /* char**, one for each dimension */
} PakivSelection;

/* @where may be NULL: the table's whole. NULL and @error where it can't be read. */
PakivSelection *pakiv_selection_parse (const char *table, const char *where, GError **error);
void pakiv_selection_free (PakivSelection *selection);

typedef struct
{
  gint64 sum;
  guint n_figures; /* published figures added up */
  int base;
} PakivSelected;

/* @tables: PakivTable. FALSE where they have no such table or the table no such dimension. A code
 * that a table does not have counts 0. */
gboolean pakiv_selection_add_up (const PakivSelection *selection,
                                 const GPtrArray *tables,
                                 PakivSelected *selected);

const PakivTable *pakiv_tables_find (const GPtrArray *tables, const char *id); /* or NULL */
const PakivTable *pakiv_release_find_table (const PakivRelease *release,
                                            const char *id); /* or NULL */

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PakivSelection, pakiv_selection_free)

G_END_DECLS
