/* Whether a new passphrase may be used at all. Not how good it is: nobody can measure that, and a
 * rule of capitals and digits makes people write passphrases down. */
#pragma once

#include "pakiv-log-error.h"

G_BEGIN_DECLS

/* The shortest passphrase, in letters. */
#define PAKIV_PASSPHRASE_MIN 8

/* FALSE and PASSPHRASE with a sentence that says what is wrong: no text at all, too short, only
 * spaces, or only one letter over and over (spaces and capitals aside). */
gboolean pakiv_passphrase_check (const char *passphrase, GError **error);

G_END_DECLS
