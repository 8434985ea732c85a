/* What the server answers, apart from how it listens: requests in, replies out. Made once; its
 * calls may come from several threads at a time. */
#pragma once

#include "pakiv-inbox.h"
#include "pakiv-reply.h"
#include "pakiv-route.h"
#include "pakiv-shelf.h"
#include "pakiv-upload.h"

G_BEGIN_DECLS

typedef struct _PakivCouncil PakivCouncil;

typedef struct
{
  char *method;
  PakivRoute route;
  GHashTable *query;       /* char* → char*, or NULL */
  char *token;             /* of "Authorization: Bearer", or NULL */
  char *content_digest;    /* or NULL */
  char *if_none_match;     /* or NULL */
  char *if_modified_since; /* or NULL */
  goffset stated_length;   /* Content-Length, -1 where it is not stated */
  PakivStation *station;   /* whose token it is, set by pakiv_council_admit */
  PakivUpload *upload;     /* the body, or NULL where none is taken */
} PakivRequest;

void pakiv_request_free (PakivRequest *request);

/* Takes @inbox. @address: how the public reaches this council, no slash at the end. @lists: the
 * municipality’s own folder, whose codelists/ name its districts; it need not have any. */
PakivCouncil *pakiv_council_new (PakivInbox *inbox, const char *address, const char *lists);
void pakiv_council_free (PakivCouncil *council);

PakivInbox *pakiv_council_get_inbox (PakivCouncil *council);
const char *pakiv_council_get_address (PakivCouncil *council);
PakivShelf *pakiv_council_get_shelf (PakivCouncil *council);

/* What can be said before the body is read: NULL where the request may go on. Quick. */
PakivReply *pakiv_council_admit (PakivCouncil *council, PakivRequest *request);

/* The answer to a request that was admitted and whose body is here. May take a while. */
PakivReply *pakiv_council_answer (PakivCouncil *council, PakivRequest *request);

/* “Not found” and the like, as a page or as JSON, whichever the route speaks. @detail may be NULL.
 */
PakivReply *pakiv_council_refuse (const PakivRequest *request, guint status, const char *detail);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PakivRequest, pakiv_request_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (PakivCouncil, pakiv_council_free)

G_END_DECLS
