#include "pakiv-council-error.h"

#include <glib/gi18n.h>

G_DEFINE_QUARK (pakiv - council - error - quark, pakiv_council_error)

void
pakiv_council_error_set_order (GError **error)
{
  g_set_error (error, PAKIV_COUNCIL_ERROR, PAKIV_COUNCIL_ERROR_ORDER,
               _ ("The council does not have the release before this revision. Send the "
                  "releases of this quarter in their order, the first release first."));
}
