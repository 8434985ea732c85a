/* The desk's side of the talk with a council: enrol, send, ask. Blocking calls with a time limit,
 * for a worker thread or the command line. An answer is believed only as our JSON envelope with
 * status 2xx; redirects are not followed. */
#pragma once

#include "pakiv-package.h"
#include "pakiv-role.h"

G_BEGIN_DECLS

/* What a council's enrolment code says: "http://127.0.0.1:8474/enrol/XXXX-XXXX-XXXX". */
typedef struct
{
  char *url; /* the council's address, no slash at the end */
  char *code;
} PakivEnrolment;

gboolean pakiv_enrolment_parse (const char *text, PakivEnrolment *enrolment, GError **error);
void pakiv_enrolment_clear (PakivEnrolment *enrolment);

/* @keys: the signing key of each log. (transfer full) the token that later calls carry. */
char *pakiv_council_enrol (const PakivEnrolment *enrolment,
                           const char *station,
                           const char *station_id,
                           const guint8 *const keys[PAKIV_N_LOGS],
                           GCancellable *cancellable,
                           GError **error);

typedef struct
{
  char *state;      /* received, under-review, returned, published, superseded */
  char *comment;    /* of the council, or NULL */
  char *page;       /* the address of the council's page */
  gboolean already; /* the council had these very bytes before */
} PakivCouncilAnswer;

/* A whole sentence, translated, for one of the states above. */
const char *pakiv_council_state_to_words (const char *state);

/* PUT /api/v1/reports/{id}. With @dry_run the council only says what it would answer. */
PakivCouncilAnswer *pakiv_council_send (const char *url,
                                        const char *token,
                                        GBytes *package,
                                        gboolean dry_run,
                                        GCancellable *cancellable,
                                        GError **error);
PakivCouncilAnswer *pakiv_council_ask (
    const char *url, const char *token, const char *id, GCancellable *cancellable, GError **error);
void pakiv_council_answer_free (PakivCouncilAnswer *answer);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PakivCouncilAnswer, pakiv_council_answer_free)
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (PakivEnrolment, pakiv_enrolment_clear)

G_END_DECLS
