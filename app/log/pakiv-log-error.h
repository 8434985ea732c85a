/* Why a log refuses. Messages are whole translated sentences in an officer's words. */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

#define PAKIV_LOG_ERROR (pakiv_log_error_quark ())

typedef enum
{
  PAKIV_LOG_ERROR_PASSPHRASE, /* wrong, or no key for this log */
  PAKIV_LOG_ERROR_NOT_A_LOG,  /* another file, or damaged */
  PAKIV_LOG_ERROR_NEWER,      /* written by a newer Pakiv */
  PAKIV_LOG_ERROR_NO_SPACE,   /* the disk is full */
  PAKIV_LOG_ERROR_READ_ONLY,  /* may not be written here */
  PAKIV_LOG_ERROR_BUSY,       /* another program has it */
  PAKIV_LOG_ERROR_NOT_FOUND,  /* no such record, member, release */
  PAKIV_LOG_ERROR_REFUSED, /* against a rule: closed book, another's account, unfinished quarter */
  PAKIV_LOG_ERROR_WAIT,    /* too many wrong passphrases: wait first */
  PAKIV_LOG_ERROR_CANCELLED,
  PAKIV_LOG_ERROR_FAILED,
} PakivLogError;

GQuark pakiv_log_error_quark (void);

G_END_DECLS
