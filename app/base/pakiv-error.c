#include "pakiv-error.h"

G_DEFINE_QUARK (pakiv - error - quark, pakiv_error)
