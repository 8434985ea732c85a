/* Releases lately shown, read from their packages once: a page with thirty charts is thirty-one
 * requests. */
#pragma once

#include "pakiv-inbox.h"

G_BEGIN_DECLS

typedef struct _PakivShelf PakivShelf;

typedef struct
{
  PakivPackage *package;
} PakivShelved;

PakivShelf *pakiv_shelf_new (PakivInbox *inbox);
void pakiv_shelf_free (PakivShelf *shelf);

/* (transfer full): NULL without @error where the inbox has none. From any thread. */
PakivShelved *pakiv_shelf_take (PakivShelf *shelf, const char *id, GError **error);
void pakiv_shelved_unref (PakivShelved *shelved);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PakivShelf, pakiv_shelf_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (PakivShelved, pakiv_shelved_unref)

G_END_DECLS
