/* A desk of the real definitions, whose day can be set, and its backups. */
#pragma once

#include "fixture.h"

#include "pakiv-backup.h"
#include "pakiv-desk.h"

G_BEGIN_DECLS

extern const PakivPeriod backup_q1;

typedef struct
{
  Fixture *fixture;
  char *folder;
  PakivDesk *desk;
  PakivSession *session; /* Ana's, an officer */
} BackupDesk;

PakivSession *backup_unlock (PakivDesk *desk, const char *name);
void backup_desk_open_at (BackupDesk *desk, const char *name);
void backup_desk_clear (BackupDesk *desk);
void backup_set_day (BackupDesk *desk, const char *day);
PakivLog *backup_open_log (BackupDesk *desk);
char *backup_add (BackupDesk *desk, const char *day, const char *note);
guint backup_count (BackupDesk *desk, const char *search);
void backup_purge (BackupDesk *desk);
PakivBackup *backup_make (BackupDesk *desk, const char *folder);
void backup_restore (BackupDesk *desk,
                     const char *path,
                     PakivRestoreFlags flags,
                     PakivRestoreResult *result);
char *backup_get_sibling (const PakivBackup *backup, const char *name);
char *backup_read_text (const char *path);
void backup_replace_in (const char *path, const char *from, const char *to);
void backup_flip_byte (const char *path, gsize at);
void backup_copy_over (const char *from, const char *to);
guint64 backup_count_trace (BackupDesk *desk);
gboolean backup_trace_says (BackupDesk *desk, const char *start);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (BackupDesk, backup_desk_clear)

G_END_DECLS
