/* Where a command writes what it made of a file. */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Refuses where @out is the very file @in, under whatever name: what is read, mostly true counts,
 * would be gone. So it does where @out is a folder or a device, since writing puts a new file in
 * its place. @in may be NULL, and neither needs to exist. */
gboolean pakiv_ctl_out_check (const char *out, const char *in, GError **error);

G_END_DECLS
