/* One cube's records in one book, packed: eight bytes a record (or row), sorted, so that counting
 * them is one pass. Where a column of numbers is added up, each key is there once, with its sum.
 * Kept in memory only, wiped when freed: the codes of a record are as secret as the record. */
#pragma once

#include "pakiv-counts.h"

G_BEGIN_DECLS

typedef struct _PakivPackedBook PakivPackedBook;

/* @revision: the log's, of which the records are. @sums: keys come with numbers. */
PakivPackedBook *pakiv_packed_book_new (gint64 revision, gboolean sums);
void pakiv_packed_book_free (PakivPackedBook *book); /* NULL is fine */
gint64 pakiv_packed_book_get_revision (const PakivPackedBook *book);

/* @number is 1 where there are no sums. */
void pakiv_packed_book_add (PakivPackedBook *book, guint64 key, gint64 number);

/* After the last: sorts, and lets go of what is not needed. */
void pakiv_packed_book_finish (PakivPackedBook *book);

/* Adds the cells to @counts, which is empty and then finished. Of a finished book. */
void pakiv_packed_book_count (const PakivPackedBook *book, PakivCounts *counts);
gsize pakiv_packed_book_get_bytes (const PakivPackedBook *book);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PakivPackedBook, pakiv_packed_book_free)

G_END_DECLS
