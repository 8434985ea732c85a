/* A small disk of one's own, to be filled or made read-only: a tmpfs in a mount namespace of a
 * child. */
#pragma once

#include "fixture.h"

G_BEGIN_DECLS

/* @act works in FOLDER/disk, a disk of @size ("4m"). The test is skipped where this machine lets
 * nobody mount one. */
void small_disk_run (Fixture *fixture, const char *size, void (*act) (Fixture *fixture));

/* Within @act: fills the disk up to so many bytes that stay free; and makes the room again. */
void small_disk_fill (Fixture *fixture, guint64 left);
void small_disk_make_room (Fixture *fixture);

/* The disk, or one file on it, may only be read, or be written again. */
void small_disk_set_read_only (Fixture *fixture, gboolean read_only);
void small_disk_protect_file (const char *path, gboolean protect);

G_END_DECLS
