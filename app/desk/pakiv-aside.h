/* Does in a thread what would make a window stand still, and says in the window's own thread how it
 * went; a window that was closed meanwhile is told nothing. */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* In the thread. FALSE sets @error. */
typedef gboolean (*PakivAsideDo) (gpointer data, GError **error);

/* In the main thread; @error is NULL when all went well. @owner is alive. */
typedef void (*PakivAsideDone) (gpointer owner, gpointer data, const GError *error);

/* @data is freed with @data_free, in the main thread, after @done. */
void pakiv_aside_run (gpointer owner,
                      PakivAsideDo action,
                      PakivAsideDone done,
                      gpointer data,
                      GDestroyNotify data_free);

G_END_DECLS
