/* Ends a blocking call that takes too long in all: a socket's own time limit begins again with
 * every byte, so a peer that sends one byte now and then would hold it for ever. */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

typedef struct _PakivDeadline PakivDeadline;

/* @outer, may be NULL, ends the call as well. */
PakivDeadline *pakiv_deadline_new (guint seconds, GCancellable *outer);
void pakiv_deadline_free (PakivDeadline *deadline);

/* (transfer none): hand this to the blocking call. */
GCancellable *pakiv_deadline_get_cancellable (PakivDeadline *deadline);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PakivDeadline, pakiv_deadline_free)

G_END_DECLS
