#include "pakiv-ctl-out.h"

#include "pakiv-error.h"

#include <glib/gi18n.h>
#include <glib/gstdio.h>

gboolean
pakiv_ctl_out_check (const char *out, const char *in, GError **error)
{
  GStatBuf a, b;

  if (out == NULL || g_stat (out, &a) != 0)
    return TRUE;
  if (!S_ISREG (a.st_mode))
    g_set_error (error, PAKIV_ERROR, PAKIV_ERROR_INVALID, _ ("“%s” is not a file."), out);
  else if (in != NULL && g_stat (in, &b) == 0 && a.st_dev == b.st_dev && a.st_ino == b.st_ino)
    g_set_error (
        error, PAKIV_ERROR, PAKIV_ERROR_INVALID,
        _ ("“%s” is a file that is read here, and would be lost. Name another to write to."), out);
  else
    return TRUE;
  return FALSE;
}
