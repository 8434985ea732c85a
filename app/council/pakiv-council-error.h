/* Why the council server refuses or fails. Messages are whole sentences, translated. */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

#define PAKIV_COUNCIL_ERROR (pakiv_council_error_quark ())

typedef enum
{
  PAKIV_COUNCIL_ERROR_STORAGE,  /* the inbox can't be read or written */
  PAKIV_COUNCIL_ERROR_NO_SPACE, /* the disk is full */
  PAKIV_COUNCIL_ERROR_NEWER,    /* an inbox of a newer Pakiv */
  PAKIV_COUNCIL_ERROR_CODE,     /* an enrolment code that is not good (any more) */
  PAKIV_COUNCIL_ERROR_TAKEN,    /* a station is enrolled under another name */
  PAKIV_COUNCIL_ERROR_SETUP,    /* how the server was started */
  PAKIV_COUNCIL_ERROR_ORDER,    /* a revision without what it revises */
} PakivCouncilError;

GQuark pakiv_council_error_quark (void);

/* PAKIV_COUNCIL_ERROR_ORDER, in words. */
void pakiv_council_error_set_order (GError **error);

G_END_DECLS
