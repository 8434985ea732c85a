/* Puts a fresh process of this program in the place of this one, with the same process id: whatever
 * memory held is gone, the freed as well as the forgotten. Freeing is not enough at lock: toolkit,
 * text layout and the stacks of threads keep copies that nobody can find and wipe. */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* @arguments: what follows the program's name, NULL-terminated. What should be on disk must be.
 * @application gives up its name on the session bus first, else the new process would believe that
 * the program runs already. Returns only on failure, with a message for a developer. */
void pakiv_renewal_run (GApplication *application, const char *const *arguments, GError **error);

G_END_DECLS
