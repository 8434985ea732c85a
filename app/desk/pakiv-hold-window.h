/* Keeping one record beyond the day of its erasure: why, and until when. */
#pragma once

#include "pakiv-retention.h"

#include <adwaita.h>

G_BEGIN_DECLS

#define PAKIV_TYPE_HOLD_WINDOW (pakiv_hold_window_get_type ())
G_DECLARE_FINAL_TYPE (PakivHoldWindow, pakiv_hold_window, PAKIV, HOLD_WINDOW, AdwWindow)

/* @id is a saved record of @kind; one that is kept already can be kept otherwise. Emits "held". */
GtkWidget *
pakiv_hold_window_new (GtkWindow *parent, PakivLog *log, const PakivKind *kind, const char *id);

G_END_DECLS
