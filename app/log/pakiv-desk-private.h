/* What the files of PakivDesk share: desk.json in memory. */
#pragma once

#include "pakiv-desk.h"
#include "pakiv-member-keys.h"

G_BEGIN_DECLS

#define PAKIV_DESK_FILE "desk.json"

struct _PakivDesk
{
  char *folder;
  char *station;
  char *station_id;
  GPtrArray *members; /* PakivMember */
  GPtrArray *keys;    /* PakivMemberKeys, in the same order */
  guint8 signing_keys[PAKIV_N_LOGS][PAKIV_KEY_BYTES];
  GMutex council_lock; /* over the next two: enrolling goes on in a thread */
  char *council;
  char *token;
};

PakivDesk *pakiv_desk_new (const char *folder);
PakivMember *pakiv_desk_add_member (PakivDesk *desk, const char *name, PakivRole role);
char *pakiv_desk_get_log_path (const char *folder, PakivLogId log); /* (transfer full) */

/* desk.json of @folder, which need not be where @desk will stand. */
gboolean pakiv_desk_write_file (PakivDesk *desk, const char *folder, GError **error);
gboolean pakiv_desk_read_file (PakivDesk *desk, GError **error);

/* A failure of the file system as an error of this layer. @code: an errno. */
void pakiv_desk_set_file_error (GError **error, const char *path, int code);

G_END_DECLS
