/* FILE.rejects.csv: the rows of the last import of FILE that could not be taken, as they were, with
 * line and reason. Written beside its place and put there just before the import is kept. It can be
 * corrected and imported in FILE's stead: line and reason are then skipped, and what can't be taken
 * of it goes to a list of its own, FILE.rejects.csv.rejects.csv.
 *
 * Where nothing was rejected, a list of an earlier import of FILE goes. A file in that place that
 * is no list of rejects with FILE's columns is somebody's own: it stays as it is, and an import
 * that would have to write there is refused. So is a list that may have been corrected since and
 * was not imported: the log remembers each list as it was written, or imported, by a keyed hash of
 * its bytes. */
#pragma once

#include "pakiv-log-error.h"

G_BEGIN_DECLS

typedef struct _PakivRejects PakivRejects;

/* @header: the columns of @file, without those that a list of rejects puts in front. @known: what
 * pakiv_rejects_hash() gave of the list that may be replaced, or NULL. What a program that was
 * killed left beside the list an hour ago is removed. */
PakivRejects *pakiv_rejects_new (const char *file,
                                 const char *const *header,
                                 const guint8 *key,
                                 const char *known);

/* (transfer full): a hash of the bytes of the file at @path under the 32-byte @key; NULL where it
 * can't be read. */
char *pakiv_rejects_hash (const char *path, const guint8 *key);

/* (transfer full): the same of the list that was finished, NULL where nothing was rejected. */
char *pakiv_rejects_hash_list (PakivRejects *rejects);

/* (transfer full): the name under which a log remembers the list of @file. It says nothing of
 * @file. */
char *pakiv_rejects_get_name (const char *file, const guint8 *key);

/* (transfer full): the file whose list @path is by its name; NULL where it is none. */
char *pakiv_rejects_get_origin (const char *path);

/* (transfer full): the path of @file's list of rejects, or NULL where there is none. */
char *pakiv_rejects_find (const char *file);

/* Discards what was not kept. */
void pakiv_rejects_free (PakivRejects *rejects);

/* @fields as @header. REFUSED where the place is taken by somebody's own file. */
gboolean pakiv_rejects_add (PakivRejects *rejects,
                            guint line,
                            const char *reason,
                            const char *const *fields,
                            GError **error);

/* Everything is on the disk after this. */
gboolean pakiv_rejects_finish (PakivRejects *rejects, GError **error);

/* Before the rows are committed: puts the list in its place, on the disk, and moves aside an
 * earlier one (also where nothing was rejected). A folder in that place is a failure, and a list
 * that may have corrections is REFUSED, unless it is the very same. After the
 * commit the earlier list is forgotten; where the commit failed, everything is as it was again. */
gboolean pakiv_rejects_place (PakivRejects *rejects, GError **error);
void pakiv_rejects_take_back (PakivRejects *rejects);
void pakiv_rejects_forget_old (PakivRejects *rejects);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PakivRejects, pakiv_rejects_free)

G_END_DECLS
