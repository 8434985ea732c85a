/* Long work that somebody waits for: a GCancellable that also hears how far it has come. Whoever
 * works is handed a GCancellable as ever, and tells it; one that does not listen is told nothing.
 * May be used from several threads. */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

#define PAKIV_TYPE_PROGRESS (pakiv_progress_get_type ())
G_DECLARE_FINAL_TYPE (PakivProgress, pakiv_progress, PAKIV, PROGRESS, GCancellable)

PakivProgress *pakiv_progress_new (void);

/* So many more steps are to come. Said before the first begins where that can be known, since what
 * shows it would otherwise move back. @cancellable: any, or NULL. */
void pakiv_progress_expect (GCancellable *cancellable, guint n_steps);

/* The next step begins; those before it are done. @words: translated, what is being done now. */
void pakiv_progress_begin (GCancellable *cancellable, const char *words);

/* How much is done, 0 … 1; −1 where nothing was expected yet. */
double pakiv_progress_get_fraction (PakivProgress *self);

/* (transfer full): what is being done; NULL before the first step. */
char *pakiv_progress_get_words (PakivProgress *self);

G_END_DECLS
