/* One import in a worker thread; what it says on the way and at the end is said in the main thread.
 */
#pragma once

#include "pakiv-import-map.h"
#include "pakiv-log.h"

G_BEGIN_DECLS

/* @source is what was given to the start, @text what to show. */
typedef void (*PakivImportRunProgress) (GObject *source, double fraction, const char *text);

/* Takes @map over. @callback always comes, and after a cancel only when the log is as it was
 * before. */
void pakiv_import_run_start (GObject *source,
                             PakivLog *log,
                             PakivImportMap *map,
                             const char *const *files,
                             PakivImportRunProgress progress,
                             GCancellable *cancellable,
                             GAsyncReadyCallback callback);
gboolean pakiv_import_run_finish (GAsyncResult *result, PakivImportResult *numbers, GError **error);

G_END_DECLS
