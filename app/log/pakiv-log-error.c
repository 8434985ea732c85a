#include "pakiv-log-error.h"

G_DEFINE_QUARK (pakiv - log - error - quark, pakiv_log_error)
