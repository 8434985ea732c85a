/* Packages on their way to the council: DESK/outbox/<id>.zip, and <id>.json with state, comment,
 * page. What could not be sent stays and can be sent again; nothing is ever thrown away. */
#pragma once

#include "pakiv-council-client.h"
#include "pakiv-desk.h"

G_BEGIN_DECLS

typedef struct
{
  char *id;
  char *period; /* "2021-Q1" */
  PakivLogId log;
  int version;
  char *state;   /* waiting, or what the council said */
  char *comment; /* or NULL */
  char *page;    /* or NULL */
} PakivOutboxItem;

/* Keeps @package in the outbox, then sends it. @url NULL: the desk's council. NULL and @error where
 * it could not be sent; the item stays then, with the state it had ("waiting" at first), and can be
 * sent again. */
PakivCouncilAnswer *pakiv_outbox_send (
    PakivDesk *desk, GBytes *package, const char *url, GCancellable *cancellable, GError **error);

/* Enrols the desk with the code a council gave. */
gboolean
pakiv_outbox_enrol (PakivDesk *desk, const char *code, GCancellable *cancellable, GError **error);

/* Asks the council for the state of one release and remembers it. */
PakivCouncilAnswer *
pakiv_outbox_refresh (PakivDesk *desk, const char *id, GCancellable *cancellable, GError **error);

/* (transfer full): NULL where it was never sent. */
PakivOutboxItem *pakiv_outbox_find (PakivDesk *desk, const char *id);
void pakiv_outbox_item_free (PakivOutboxItem *item);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PakivOutboxItem, pakiv_outbox_item_free)

G_END_DECLS
