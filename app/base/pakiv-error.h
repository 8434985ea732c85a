/* The few reasons for which a file or a value that people wrote is refused.
 * Every message is a whole sentence, translated, naming the file and line where there is one. */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

#define PAKIV_ERROR (pakiv_error_quark ())

typedef enum
{
  PAKIV_ERROR_NOT_FOUND, /* no such file, member, record */
  PAKIV_ERROR_FORMAT,    /* a file that is not what it should be */
  PAKIV_ERROR_INVALID,   /* a value that breaks a rule */
  PAKIV_ERROR_TOO_LARGE, /* past a limit that protects the reader */
} PakivError;

GQuark pakiv_error_quark (void);

G_END_DECLS
