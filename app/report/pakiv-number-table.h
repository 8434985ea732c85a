/* Large numbers to small ones: each number that is met gets the next place, from 0. What a hash
 * table of GLib does at six times the memory, which counts where there are millions of figures. */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

typedef struct _PakivNumberTable PakivNumberTable;

PakivNumberTable *pakiv_number_table_new (void);
void pakiv_number_table_free (PakivNumberTable *table);

/* The place of @number, which is the next one where it was not met before. @number is below
 * G_MAXUINT64. */
guint pakiv_number_table_add (PakivNumberTable *table, guint64 number);

/* The place + 1, or 0 where @number was never added. */
guint pakiv_number_table_find (const PakivNumberTable *table, guint64 number);

guint pakiv_number_table_get_size (const PakivNumberTable *table);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PakivNumberTable, pakiv_number_table_free)

G_END_DECLS
