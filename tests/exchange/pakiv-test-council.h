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

typedef struct _PakivTestCouncil PakivTestCouncil;

PakivTestCouncil *pakiv_test_council_new (void);
void pakiv_test_council_free (PakivTestCouncil *council);
const char *pakiv_test_council_get_url (PakivTestCouncil *council);

/* The strings must live on; use literals. */
void pakiv_test_council_set_answer (PakivTestCouncil *council, const PakivTestAnswer *answer);

/* (transfer full): the last request. */
PakivTestRequest *pakiv_test_council_get_request (PakivTestCouncil *council);
void pakiv_test_request_free (PakivTestRequest *request);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PakivTestCouncil, pakiv_test_council_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (PakivTestRequest, pakiv_test_request_free)

G_END_DECLS
