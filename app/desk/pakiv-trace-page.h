/* Who looked at what in one log: the data-protection officer's page. The state of the trace in
 * plain words, what is unusual, every entry with filters, one entry in full, a copy as a file. */
#pragma once

#include "pakiv-workplace.h"

#include <adwaita.h>

G_BEGIN_DECLS

#define PAKIV_TYPE_TRACE_PAGE (pakiv_trace_page_get_type ())
G_DECLARE_FINAL_TYPE (PakivTracePage, pakiv_trace_page, PAKIV, TRACE_PAGE, AdwBin)

/* The trace is read when the page is first in sight, since reading is itself noted. Emits "toast"
 * (AdwToast). */
GtkWidget *pakiv_trace_page_new (PakivWorkplace *workplace, PakivLogId log);

/* Nothing is being read or written. */
gboolean pakiv_trace_page_is_at_rest (PakivTracePage *self);

/* Without a question where to: what is shown goes into @path. */
void pakiv_trace_page_export_to (PakivTracePage *self, const char *path);

G_END_DECLS
