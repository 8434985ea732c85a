/* What pages are made of, read once: releases lately shown, since a page with thirty charts is
 * thirty-one requests, and the lists that a year needs. */
#pragma once

#include "pakiv-inbox.h"

G_BEGIN_DECLS

typedef struct _PakivShelf PakivShelf;

typedef struct
{
  PakivPackage *package;
} PakivShelved;

/* @lists: the municipality’s own folder; its codelists/ need not be there. */
PakivShelf *pakiv_shelf_new (PakivInbox *inbox, const char *lists);
void pakiv_shelf_free (PakivShelf *shelf);

/* (transfer full): NULL without @error where the inbox has none. From any thread. */
PakivShelved *pakiv_shelf_take (PakivShelf *shelf, const char *id, GError **error);
/* (transfer none): as pakiv_year_load_coarser(), NULL where there is none. A list that can't be
 * read is named in the log of the server. From any thread. */
GHashTable *pakiv_shelf_get_coarser (PakivShelf *shelf, const char *report);

void pakiv_shelved_unref (PakivShelved *shelved);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PakivShelf, pakiv_shelf_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (PakivShelved, pakiv_shelved_unref)

G_END_DECLS
