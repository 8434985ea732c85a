/* One request and its whole answer, with limits on everything: time, size, redirects. Blocking, for
 * a worker thread. What the answer means is the caller's matter. */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* Seconds without a byte before a council counts as away; four times as long for everything
 * together. */
#define PAKIV_HTTP_TIMEOUT 30

/* More than any council's answer. */
#define PAKIV_HTTP_ANSWER_MAX (1024 * 1024)

typedef struct
{
  const char *method;
  const char *url;
  const char *token;        /* sent as a bearer token; or NULL */
  const char *content_type; /* of the body */
  GBytes *body;             /* or NULL */
  guint timeout;            /* seconds */
} PakivHttpRequest;

typedef struct
{
  guint status;
  GBytes *body;
} PakivHttpAnswer;

/* NULL and @error (PAKIV_EXCHANGE_ERROR_NETWORK, or G_IO_ERROR_CANCELLED where the caller ended
 * it). */
PakivHttpAnswer *
pakiv_http_exchange (const PakivHttpRequest *request, GCancellable *cancellable, GError **error);
void pakiv_http_answer_free (PakivHttpAnswer *answer);

/* TRUE for https, and for plain http within this machine: a token must not cross a net in the
 * clear. */
gboolean pakiv_http_is_safe_address (const char *url, GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PakivHttpAnswer, pakiv_http_answer_free)

G_END_DECLS
