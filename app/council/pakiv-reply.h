/* An answer before it is sent: made in a worker thread, knows nothing of sockets. */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

typedef struct
{
  guint status;
  GBytes *body;       /* or NULL */
  const char *type;   /* media type, static */
  char *etag;         /* or NULL; quoted */
  char *modified;     /* or NULL; an HTTP date */
  char *disposition;  /* or NULL */
  const char *allow;  /* or NULL; static */
  gboolean challenge; /* 401: say how to authenticate */
  gboolean busy;      /* 503: say when to come again */
} PakivReply;

/* Takes @body. */
PakivReply *pakiv_reply_new (guint status, const char *type, GBytes *body);
PakivReply *pakiv_reply_new_text (guint status, const char *type, char *text);
void pakiv_reply_free (PakivReply *reply);

/* Lets browsers keep the body: an ETag of its bytes, and when it last changed
 * ("2021-04-02T09:30:00Z" or NULL). */
void pakiv_reply_set_cacheable (PakivReply *reply, const char *moment);

/* TRUE where the browser has it already; the reply is then 304 without a body. */
gboolean
pakiv_reply_match (PakivReply *reply, const char *if_none_match, const char *if_modified_since);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PakivReply, pakiv_reply_free)

G_END_DECLS
