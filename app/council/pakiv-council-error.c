#include "pakiv-council-error.h"

G_DEFINE_QUARK (pakiv - council - error - quark, pakiv_council_error)
