/* FILE.rejects.csv: the rows of an import that could not be taken, as they were, with line and
 * reason. Written beside its place and put there just before the import is kept. */
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

/* Before the rows are committed: puts the file in its place, on the disk, and moves aside what
 * stood there (also where nothing was rejected). A folder in that place is a failure. After the
 * commit the old file is forgotten; where the commit failed, everything is as it was again. */
gboolean pakiv_rejects_place (PakivRejects *rejects, GError **error);
void pakiv_rejects_take_back (PakivRejects *rejects);
void pakiv_rejects_forget_old (PakivRejects *rejects);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PakivRejects, pakiv_rejects_free)

G_END_DECLS
