/* A recovery sheet, or shares of one for several people, step by step: for which log, on paper,
 * typed back from the paper, done. It counts only once what is on the paper was checked. */
#pragma once

#include "pakiv-recovery.h"
#include "pakiv-workplace.h"

#include <adwaita.h>

G_BEGIN_DECLS

#define PAKIV_TYPE_RECOVERY_WINDOW (pakiv_recovery_window_get_type ())
G_DECLARE_FINAL_TYPE (PakivRecoveryWindow, pakiv_recovery_window, PAKIV, RECOVERY_WINDOW, AdwWindow)

GtkWidget *pakiv_recovery_window_new (GtkWindow *parent, PakivWorkplace *workplace);

/* Whether @workplace's member holds a key that no sheet recovers. */
gboolean pakiv_recovery_is_missing (PakivWorkplace *workplace);

/* The codes on the sheets, in their order; NULL before the second step and after the last. For
 * tests, which have no printer. (element-type PakivRecoveryPart) */
GPtrArray *pakiv_recovery_window_get_parts (PakivRecoveryWindow *self);

G_END_DECLS
