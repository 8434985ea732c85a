/* Counting a quarter for the Reports page, in a thread: the release, and the one before it of the
 * same log. */
#pragma once

#include "pakiv-desk.h"
#include "pakiv-release.h"

#include <gio/gio.h>

G_BEGIN_DECLS

typedef struct
{
  PakivRelease *release;
  PakivRelease *before; /* or NULL: none was released before */
} PakivReportsCount;

void pakiv_reports_count_free (PakivReportsCount *count);

/* The task has no source. A cancel stops the counting itself; @ended is called at once. */
void pakiv_reports_count_start (PakivLog *log,
                                PakivDesk *desk,
                                PakivPeriod period,
                                GCancellable *cancellable,
                                GAsyncReadyCallback ended,
                                gpointer data);
PakivReportsCount *pakiv_reports_count_finish (GAsyncResult *result, GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PakivReportsCount, pakiv_reports_count_free)

G_END_DECLS
