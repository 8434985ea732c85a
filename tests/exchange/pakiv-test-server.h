/* A web server on loopback that answers as it is told, well or badly, and remembers what it was
 * asked. It runs in its own thread, so that blocking calls can be tried against it. */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

typedef struct
{
  guint status;
  const char *type;     /* NULL: application/json */
  const char *body;     /* NULL: nothing */
  const char *location; /* or NULL */
  gsize padding;        /* so many spaces after the body */
  gboolean hang;        /* never answers */
  gboolean drip;        /* answers a byte every half second, without an end */
} PakivTestAnswer;

typedef struct
{
  guint count; /* requests so far */
  char *method;
  char *path;
  char *query;
  char *authorization;
  char *digest;
  char *content_type;
  GBytes *body;
} PakivTestRequest;

typedef struct _PakivTestServer PakivTestServer;

PakivTestServer *pakiv_test_server_new (void);

/* The same over TLS, with the certificate and key of @pem. */
PakivTestServer *pakiv_test_server_new_tls (const char *pem);
void pakiv_test_server_free (PakivTestServer *server);
const char *pakiv_test_server_get_url (PakivTestServer *server);

/* The strings must live on; use literals. */
void pakiv_test_server_set_answer (PakivTestServer *server, const PakivTestAnswer *answer);

/* (transfer full): the last request. */
PakivTestRequest *pakiv_test_server_get_request (PakivTestServer *server);
void pakiv_test_request_free (PakivTestRequest *request);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PakivTestServer, pakiv_test_server_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (PakivTestRequest, pakiv_test_request_free)

G_END_DECLS
