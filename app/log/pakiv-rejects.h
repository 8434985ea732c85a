/* FILE.rejects.csv: the rows of an import that could not be taken, as they were, with line and
 * reason. Written beside its place and put there only when the import is kept. */
#pragma once

#include "pakiv-log-error.h"

G_BEGIN_DECLS

typedef struct _PakivRejects PakivRejects;

PakivRejects *pakiv_rejects_new (const char *file, const char *const *header);

/* Discards what was not kept. */
void pakiv_rejects_free (PakivRejects *rejects);

gboolean pakiv_rejects_add (PakivRejects *rejects,
                            guint line,
                            const char *reason,
                            const char *const *fields,
                            GError **error);

/* Everything is on the disk after this. */
gboolean pakiv_rejects_finish (PakivRejects *rejects, GError **error);

/* Puts the file in its place, or removes an older one where nothing was rejected. */
gboolean pakiv_rejects_keep (PakivRejects *rejects, GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PakivRejects, pakiv_rejects_free)

G_END_DECLS
